/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables for people, aligned by libsmartcols. */
#ifndef RASIM_CLI_TABLE_H
#define RASIM_CLI_TABLE_H

#include <stddef.h>

#include "page.h"

/* One column. Where a table is wider than its page, columns are left out: first those with the highest number, all with
   the same number together; where that is not enough, labels in the first column are cut. */
typedef struct table_column {
    const char *heading; /* UTF-8 */
    unsigned spare;      /* 0: never left out */
    bool left;           /* aligned left: labels; numbers go right */
} table_column;

enum { TABLE_MOST_COLUMNS = 12 };

typedef struct cli_table cli_table;

/* A new, empty table; NULL where memory ran out, which every function here accepts and passes over. */
cli_table *
table_create(const cli_page *page, const table_column *columns, size_t n_columns);

/* The labels of a column go over several lines where the table is too wide, before columns with the number 1 are left
   out. One column of a table may. */
void
table_wrap(cli_table *table, size_t column);

/* Adds a row of n_columns UTF-8 texts (NULL: empty); the texts are copied. `styles` may be NULL. */
void
table_row(cli_table *table, const char *const *cells, const page_style *styles);

/* Writes the table to its page, indented by two columns, and frees it. */
void
table_finish(cli_table *table);

#endif
