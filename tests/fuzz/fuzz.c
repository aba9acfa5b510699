/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the fuzz targets share. */
#include "fuzz/fuzz.h"

#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char *folder;

void
fuzz_broken(const char *promise, const char *file, int line)
{
    fprintf(stderr, "%s:%d: broken promise: %s\n", file, line, promise);
    abort();
}

fuzz_reading
fuzz_begin(void)
{
    fuzz_reading reading = {.problems = NULL};
    fuzz_require(rasim_problems_create(&reading.problems) == RASIM_OK);
    return reading;
}

/* Line ends of any kind, and one more for the last line and one for what is missing behind it. */
static uint64_t
count_lines(const uint8_t *data, size_t size)
{
    uint64_t n = 2;
    for (size_t i = 0; i < size; i++) {
        n += data[i] == '\n' || data[i] == '\r';
        n += i + 2 < size && data[i] == 0xe2 && data[i + 1] == 0x80 && (data[i + 2] & 0xfe) == 0xa8; /* YAML's */
        n += i + 1 < size && data[i] == 0xc2 && data[i + 1] == 0x85;
    }
    return n;
}

static void
judge_problem(const rasim_problem *problem, uint64_t n_lines)
{
    size_t bad = 0, length = 0;
    const int size = rasim_problem_format(problem, NULL, 0);
    fuzz_require(size > 0);
    char *text = malloc((size_t)size + 1);
    fuzz_require(text != NULL);
    fuzz_require(rasim_problem_format(problem, text, (size_t)size + 1) == size);
    fuzz_require(text[size - 1] == '.');
    fuzz_require(rasimi_utf8_valid(text, (size_t)size, &bad));
    for (const char *p = text; *p; p += length) {
        fuzz_require(rasimi_steering(p, (size_t)(text + size - p), &length) == 0);
    }
    fuzz_require(problem->line <= n_lines);
    free(text);
}

void
fuzz_judge(const fuzz_reading *reading, rasim_status status, const uint8_t *data, size_t size)
{
    const uint64_t n_lines = count_lines(data, size);
    fuzz_require(status == RASIM_OK || status == RASIM_ERR_INPUT);
    fuzz_require((status == RASIM_ERR_INPUT || reading->refused) == (rasimi_problems_errors(reading->problems) > 0));
    for (size_t i = 0; i < rasim_problems_size(reading->problems); i++) {
        judge_problem(rasim_problems_get(reading->problems, i), n_lines);
    }
}

void
fuzz_end(fuzz_reading *reading)
{
    rasim_problems_free(reading->problems);
    rasimi_arena_clear(&reading->arena);
}

const rasimi_node *
fuzz_yaml(fuzz_reading *reading, const uint8_t *data, size_t size)
{
    const rasimi_node *root = NULL;
    const rasim_status status =
        rasimi_yaml_parse("f", (const char *)data, size, &reading->arena, &root, reading->problems);
    fuzz_judge(reading, status, data, size);
    fuzz_require(status != RASIM_OK || root != NULL);
    reading->refused = status != RASIM_OK;
    return root;
}

static void
remove_folder(void)
{
    static const char *const names[] = {"framework.yaml", "design.yaml", "caseload.csv", "in.csv",
                                        "points.csv",     "out.csv",     "person.yaml",  "vignettes.csv"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char *path = fuzz_file(names[i], NULL, 0);
        unlink(path);
        free(path);
    }
    rmdir(folder);
    free(folder);
}

const char *
fuzz_folder(void)
{
    const char *base = getenv("TMPDIR");
    if (folder == NULL) {
        base = base != NULL ? base : access("/dev/shm", W_OK) == 0 ? "/dev/shm" : P_tmpdir;
        fuzz_require(asprintf(&folder, "%s/rasim-fuzz-XXXXXX", base) > 0);
        fuzz_require(mkdtemp(folder) != NULL);
        fuzz_require(atexit(remove_folder) == 0);
    }
    return folder;
}

char *
fuzz_file(const char *name, const uint8_t *data, size_t size)
{
    char *path = NULL;
    fuzz_require(asprintf(&path, "%s/%s", fuzz_folder(), name) > 0);
    if (data != NULL) {
        FILE *file = fopen(path, "w");
        fuzz_require(file != NULL);
        fuzz_require(fwrite(data, 1, size, file) == size);
        fuzz_require(fclose(file) == 0);
    }
    return path;
}

size_t
fuzz_split(const uint8_t *data, size_t size, const uint8_t **rest, size_t *rest_size)
{
    static const char MARK[] = "\n----\n";
    const uint8_t *mark = memmem(data, size, MARK, strlen(MARK));
    *rest = mark ? mark + strlen(MARK) : NULL;
    *rest_size = mark ? size - (size_t)(*rest - data) : 0;
    return mark ? (size_t)(mark - data) + 1 : size;
}
