/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A CSV text as a table of strings, for tests that look into generated caseloads and samples. */
#ifndef RASIM_TESTS_MODEL_CSV_TABLE_H
#define RASIM_TESTS_MODEL_CSV_TABLE_H

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/csv.h"

typedef struct csv_table {
    rasimi_arena arena;
    size_t n_columns, n_rows, capacity;
    const char **headings; /* [n_columns] */
    const char ***rows;    /* [n_rows][n_columns] */
} csv_table;

static inline rasim_status
csv_table_row(void *context, uint64_t row, uint64_t line, const rasimi_field *fields, size_t n)
{
    (void)line;
    csv_table *table = context;
    const char **copy = rasimi_arena_alloc(&table->arena, n, sizeof *copy);
    for (size_t i = 0; i < n; i++) {
        copy[i] = rasimi_arena_text(&table->arena, fields[i].text, fields[i].length);
    }
    if (row == 0) {
        table->headings = copy;
        table->n_columns = n;
        return RASIM_OK;
    }
    cr_assert(rasimi_grow((void **)&table->rows, &table->capacity, table->n_rows, sizeof *table->rows));
    table->rows[table->n_rows++] = copy;
    return RASIM_OK;
}

static inline csv_table
csv_table_of(const char *text, size_t length)
{
    csv_table table = {0};
    cr_assert_eq(rasimi_csv_parse("table.csv", text, length, csv_table_row, &table, NULL), RASIM_OK);
    return table;
}

static inline void
csv_table_clear(csv_table *table)
{
    free(table->rows);
    rasimi_arena_clear(&table->arena);
}

static inline const char *
csv_table_get(const csv_table *table, size_t row, const char *heading)
{
    for (size_t i = 0; i < table->n_columns; i++) {
        if (strcmp(table->headings[i], heading) == 0) {
            return table->rows[row][i];
        }
    }
    cr_assert_fail("there is no column '%s'", heading);
    return NULL;
}

static inline double
csv_table_number(const csv_table *table, size_t row, const char *heading)
{
    return strtod(csv_table_get(table, row, heading), NULL);
}

/* Rows that have a text in a column. */
static inline size_t
csv_table_count(const csv_table *table, const char *heading, const char *value)
{
    size_t n = 0;
    for (size_t i = 0; i < table->n_rows; i++) {
        n += strcmp(csv_table_get(table, i, heading), value) == 0;
    }
    return n;
}

#endif
