/* SPDX-License-Identifier: GPL-3.0-or-later */
/* docs/results.md as a table: one row a path. */
#ifndef RASIM_TESTS_REPORT_RESULTS_PAGE_H
#define RASIM_TESTS_REPORT_RESULTS_PAGE_H

#include <criterion/criterion.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_ROWS = 1000, MAX_CELL = 256 };

typedef struct page_row {
    char path[MAX_CELL], type[MAX_CELL], unit[MAX_CELL], meaning[MAX_CELL];
    bool seen;
} page_row;

typedef struct page {
    page_row rows[MAX_ROWS];
    size_t n;
} page;

static inline const char *
page_path(void)
{
    static char path[1024];
    const char *folder = getenv("RASIM_SOURCE_DIR");
    snprintf(path, sizeof path, "%s/docs/results.md", folder ? folder : ".");
    return path;
}

/* Copies a cell without the spaces and backquotes around it; the rest of the line. */
static inline char *
take_cell(char *line, char *cell)
{
    char *end = strchr(line, '|');
    size_t length = end ? (size_t)(end - line) : strlen(line);
    while (length > 0 && strchr(" `", line[0]))
        line++, length--;
    while (length > 0 && strchr(" `\n", line[length - 1]))
        length--;
    snprintf(cell, MAX_CELL, "%.*s", (int)length, line);
    return end ? end + 1 : line + length;
}

/* The rows of the tables between two headings. */
static inline void
read_page(page *out, const char *from, const char *to)
{
    char line[2048];
    bool inside = false;
    out->n = 0;
    FILE *file = fopen(page_path(), "r");
    cr_assert_not_null(file, "%s is missing", page_path());
    while (fgets(line, sizeof line, file)) {
        if (strncmp(line, "## ", 3) == 0)
            inside = strstr(line, from) ? true : strstr(line, to) ? false : inside;
        if (!inside || strncmp(line, "| `", 3) != 0)
            continue;
        cr_assert_lt(out->n, MAX_ROWS);
        page_row *row = &out->rows[out->n++];
        row->seen = false;
        take_cell(take_cell(take_cell(take_cell(line + 1, row->path), row->type), row->unit), row->meaning);
    }
    fclose(file);
    cr_assert_gt(out->n, 0, "%s has no table under '%s'", page_path(), from);
}

static inline page_row *
find_row(page *from, const char *path)
{
    for (size_t i = 0; i < from->n; i++)
        if (strcmp(from->rows[i].path, path) == 0)
            return &from->rows[i];
    return NULL;
}

#endif
