/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gives the files of a folder to a fuzz target, one after the other: for compilers without libFuzzer, and for looking
   at a finding in a debugger.
   usage: replay-TARGET FILE|FOLDER ... */
#include "fuzz/fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static size_t
replay_file(const char *path)
{
    FILE *file = fopen(path, "r");
    struct stat info;
    if (file == NULL || fstat(fileno(file), &info) != 0) {
        fprintf(stderr, "%s cannot be read.\n", path);
        exit(1);
    }
    const size_t size = (size_t)info.st_size;
    uint8_t *data = malloc(size > 0 ? size : 1); /* not one byte more, for the address sanitizer */
    if (data == NULL || fread(data, 1, size, file) != size) {
        fprintf(stderr, "%s cannot be read.\n", path);
        exit(1);
    }
    fclose(file);
    fprintf(stderr, "%s\n", path); /* the last one told is the one that a crash is about */
    LLVMFuzzerTestOneInput(data, size);
    free(data);
    return 1;
}

static int
is_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static size_t
replay(const char *path)
{
    struct dirent **entries = NULL;
    const int n_entries = scandir(path, &entries, is_visible, alphasort);
    if (n_entries < 0) {
        return replay_file(path);
    }
    size_t n = 0;
    for (int i = 0; i < n_entries; i++) {
        char *inside = NULL;
        if (asprintf(&inside, "%s/%s", path, entries[i]->d_name) > 0) {
            n += replay(inside);
        }
        free(inside);
        free(entries[i]);
    }
    free(entries);
    return n;
}

int
main(int argc, char **argv)
{
    size_t n = 0;
    for (int i = 1; i < argc; i++) {
        n += replay(argv[i]);
    }
    printf("%zu inputs replayed.\n", n);
    return n > 0 ? 0 : 1;
}
