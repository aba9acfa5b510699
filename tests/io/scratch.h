/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A folder of a test's own, and what lies in it. */
#ifndef RASIM_TESTS_IO_SCRATCH_H
#define RASIM_TESTS_IO_SCRATCH_H

#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct scratch {
    char folder[64];
    char path[400]; /* of the last scratch_path */
} scratch;

static inline scratch
scratch_make(void)
{
    scratch s = {.folder = P_tmpdir "/rasim-io-XXXXXX"};
    cr_assert_not_null(mkdtemp(s.folder));
    return s;
}

static inline const char *
scratch_path(scratch *s, const char *name)
{
    snprintf(s->path, sizeof s->path, "%s/%s", s->folder, name);
    return s->path;
}

static inline void
scratch_write(scratch *s, const char *name, const char *text)
{
    FILE *file = fopen(scratch_path(s, name), "w");
    cr_assert_not_null(file);
    cr_assert(fputs(text, file) >= 0);
    cr_assert_eq(fclose(file), 0);
}

/* The file's bytes as text; empty where there is none. */
static inline const char *
scratch_read(scratch *s, const char *name)
{
    static char text[4096];
    FILE *file = fopen(scratch_path(s, name), "r");
    const size_t n = file ? fread(text, 1, sizeof text - 1, file) : 0;
    text[n] = '\0';
    if (file) {
        fclose(file);
    }
    return text;
}

/* How many things lie in the folder, hidden ones too. */
static inline int
scratch_count(const scratch *s)
{
    int n = -2; /* "." and ".." */
    DIR *folder = opendir(s->folder);
    cr_assert_not_null(folder);
    while (readdir(folder)) {
        n++;
    }
    closedir(folder);
    return n;
}

static inline void
scratch_remove(const scratch *s)
{
    char command[128];
    snprintf(command, sizeof command, "rm -r '%s'", s->folder);
    cr_assert_eq(system(command), 0);
}

#endif
