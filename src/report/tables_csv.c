/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of a document as CSV. */
#include "report/tables_csv.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "io/csv.h"
#include "io/file.h"
#include "model/write_text.h"

/* A field; words that a spreadsheet would calculate become words again. */
static void
add_words(rasimi_buffer *csv, const char *words, bool first)
{
    char *guarded = NULL;
    if (*words && strchr("=+-@\t\r", *words) && asprintf(&guarded, "'%s", words) < 0) {
        csv->failed = true;
        return;
    }
    rasimi_csv_add(csv, guarded ? guarded : words, first);
    free(guarded);
}

/* How many columns before this one have its heading. */
static size_t
namesakes(const rasimi_document_table *table, size_t column)
{
    size_t n = 0;
    for (size_t c = 0; c < column; c++)
        n += strcmp(table->columns[c].heading, table->columns[column].heading) == 0;
    return n;
}

/* The heading of a column, as no other has it: "Net spend ±", "from 2". */
static void
add_heading(rasimi_buffer *csv, const rasimi_document_table *table, size_t column)
{
    const rasimi_column *of = &table->columns[column];
    const size_t before = namesakes(table, column);
    char *name = NULL;
    int n;
    if (of->is_error && column > 0)
        n = asprintf(&name, "%s ±", table->columns[column - 1].heading);
    else if (before > 0)
        n = asprintf(&name, "%s %zu", of->heading, before + 1);
    else
        n = asprintf(&name, "%s", of->heading);
    if (n < 0) {
        csv->failed = true;
        return;
    }
    add_words(csv, name, column == 0);
    free(name);
}

static void
add_cell(rasimi_buffer *csv, const rasimi_document_cell *cell, bool first)
{
    char digits[40] = "";
    if (cell->text) {
        add_words(csv, cell->text, first);
        return;
    }
    if (isfinite(cell->number)) {
        snprintf(digits, sizeof digits, "%.15g", cell->number == 0.0 ? 0.0 : cell->number);
        rasimi_set_decimal_point(digits);
    }
    rasimi_csv_add(csv, digits, first);
}

/* Freed with free(); NULL: memory. */
static char *
path_of(const char *folder, const rasimi_document_table *table)
{
    char *path = NULL;
    return asprintf(&path, "%s/%s.csv", folder, table->id) < 0 ? NULL : path;
}

static rasim_status
write_table(const char *folder, const rasimi_document_table *table, rasim_problems *problems)
{
    rasimi_buffer csv = {0};
    for (size_t c = 0; c < table->n_columns; c++)
        add_heading(&csv, table, c);
    rasimi_buffer_add(&csv, "\n", 1);
    for (size_t r = 0; r < table->n_rows; r++) {
        for (size_t c = 0; c < table->n_columns; c++)
            add_cell(&csv, rasimi_table_cell(table, r, c), c == 0);
        rasimi_buffer_add(&csv, "\n", 1);
    }
    char *path = path_of(folder, table);
    rasim_status status = csv.failed || !path ? RASIM_ERR_NO_MEMORY : RASIM_OK;
    if (status == RASIM_OK)
        status = rasimi_write_text(path, &csv, problems);
    free(path);
    rasimi_buffer_clear(&csv);
    return status;
}

/* The first tables of a document that could not be written whole, and the folder where nothing else is in it. */
static void
remove_tables(const char *folder, const rasimi_document *document, size_t n)
{
    for (const rasimi_section *section = document->first; section; section = section->next)
        for (const rasimi_block *block = section->first; block; block = block->next) {
            char *path = n > 0 && rasimi_block_table(block) ? path_of(folder, rasimi_block_table(block)) : NULL;
            if (path) {
                (void)unlink(path);
                n--;
            }
            free(path);
        }
    (void)rmdir(folder);
}

rasim_status
rasimi_write_tables(const char *folder, const rasimi_document *document, rasim_problems *problems)
{
    if (!folder || !document || document->failed)
        return RASIM_ERR_ARGUMENT;
    size_t n = 0;
    rasim_status status = rasimi_make_folder(folder, problems);
    for (const rasimi_section *section = document->first; section; section = section->next)
        for (const rasimi_block *block = section->first; block && status == RASIM_OK; block = block->next)
            if (rasimi_block_table(block)) {
                status = write_table(folder, rasimi_block_table(block), problems);
                n += status == RASIM_OK;
            }
    if (status != RASIM_OK)
        remove_tables(folder, document, n);
    return status;
}
