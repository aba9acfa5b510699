/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables for people, aligned by libsmartcols. */
#include "table.h"

#include <libsmartcols/libsmartcols.h>
#include <stdlib.h>
#include <string.h>

enum { INDENT = 2, NARROWEST_WRAPPED = 12 };

struct cli_table {
    const cli_page *page;
    struct libscols_table *columns;
    size_t n_columns;
    unsigned spare[TABLE_MOST_COLUMNS]; /* 0 also once the column is left out */
    size_t wraps;                       /* column whose labels may still be wrapped; n_columns: none */
};

static int
add_column(cli_table *self, const table_column *column)
{
    char *heading = page_text(self->page, column->heading);
    if (!heading)
        return -1;
    int flags = column->left ? 0 : SCOLS_FL_RIGHT;
    struct libscols_column *added = scols_table_new_column(self->columns, heading, 0, flags);
    free(heading);
    return added ? 0 : -1;
}

static int
add_columns(cli_table *self, const table_column *columns)
{
    for (size_t i = 0; i < self->n_columns; i++) {
        self->spare[i] = columns[i].spare;
        if (add_column(self, &columns[i]) != 0)
            return -1;
    }
    return 0;
}

cli_table *
table_create(const cli_page *page, const table_column *columns, size_t n_columns)
{
    cli_table *self = calloc(1, sizeof *self);
    if (!self || n_columns > TABLE_MOST_COLUMNS)
        goto fail;
    self->page = page;
    self->n_columns = self->wraps = n_columns;
    self->columns = scols_new_table();
    if (!self->columns || scols_table_set_column_separator(self->columns, "  ") != 0)
        goto fail;
    scols_table_enable_colors(self->columns, page->colour);
    scols_table_set_termforce(self->columns, SCOLS_TERMFORCE_NEVER); /* the widths are ours, nothing is cut */
    if (add_columns(self, columns) != 0)
        goto fail;
    return self;

fail:
    if (self)
        scols_unref_table(self->columns);
    free(self);
    return NULL;
}

void
table_wrap(cli_table *self, size_t column)
{
    struct libscols_column *of = self ? scols_table_get_column(self->columns, column) : NULL;
    if (!of || scols_column_set_flags(of, scols_column_get_flags(of) | SCOLS_FL_WRAP) != 0)
        return;
    if (scols_column_set_safechars(of, "\n") == 0 &&
        scols_column_set_wrapfunc(of, scols_wrapnl_chunksize, scols_wrapnl_nextchunk, NULL) == 0)
        self->wraps = column; /* at the line ends that we put into the text */
}

static void
fill_cell(cli_table *self, struct libscols_line *line, size_t at, const char *utf8, page_style style)
{
    char *text = page_text(self->page, utf8);
    for (char *c = text; c && at == self->wraps && (c = strchr(c, '\n'));)
        *c = ' '; /* only we say where a line ends */
    struct libscols_cell *cell = scols_line_get_cell(line, at);
    if (text && cell && scols_cell_set_data(cell, text) == 0 && self->page->colour && style != PAGE_PLAIN)
        scols_cell_set_color(cell, page_style_on(self->page, style));
    free(text);
}

void
table_row(cli_table *self, const char *const *cells, const page_style *styles)
{
    struct libscols_line *line = self ? scols_table_new_line(self->columns, NULL) : NULL;
    if (!line)
        return;
    for (size_t i = 0; i < self->n_columns; i++)
        fill_cell(self, line, i, cells[i] ? cells[i] : "", styles ? styles[i] : PAGE_PLAIN);
}

/* Columns that the table takes as it stands, without the escapes that colour it. */
static size_t
columns_taken(const cli_table *self)
{
    size_t taken = INDENT;
    for (size_t i = 0; i < self->n_columns; i++) {
        struct libscols_column *column = scols_table_get_column(self->columns, i);
        if (!scols_column_is_hidden(column))
            taken += scols_column_get_width(column) + 2;
    }
    return taken - 2;
}

/* Puts line ends in place of spaces, so that no line has more columns than `most` unless a single word has. */
static void
wrap_text(char *text, size_t most)
{
    size_t columns = 0;
    char *space = NULL; /* the last one of this line */
    for (char *at = text; *at; at++) {
        if (((unsigned char)*at & 0xc0) == 0x80)
            continue;
        if (*at == ' ')
            space = at;
        if (++columns > most && space) {
            *space = '\n';
            at = space; /* what stands behind it is counted anew */
            columns = 0;
            space = NULL;
        }
    }
}

/* Wraps the labels of the column that may be, to what the page leaves for them; false where that would be too little.
 */
static bool
wrap_labels(cli_table *self)
{
    struct libscols_column *column =
        self->wraps < self->n_columns ? scols_table_get_column(self->columns, self->wraps) : NULL;
    const size_t has = column ? scols_column_get_width(column) : 0, excess = columns_taken(self) - self->page->width;
    const bool fits = has >= excess + NARROWEST_WRAPPED;
    for (size_t i = 0; fits && i < scols_table_get_nlines(self->columns); i++) {
        struct libscols_cell *cell = scols_line_get_cell(scols_table_get_line(self->columns, i), self->wraps);
        char *text = strdup(scols_cell_get_data(cell) ? scols_cell_get_data(cell) : "");
        if (text) {
            wrap_text(text, has - excess);
            (void)scols_cell_set_data(cell, text);
        }
        free(text);
    }
    if (fits)
        self->wraps = self->n_columns; /* once */
    return fits;
}

/* Leaves out the columns that can best be spared, or wraps labels before the last of them; false where neither helps.
 */
static bool
make_narrower(cli_table *self)
{
    unsigned most = 0;
    for (size_t i = 0; i < self->n_columns; i++)
        most = self->spare[i] > most ? self->spare[i] : most;
    if (most < 2 && wrap_labels(self))
        return true;
    for (size_t i = 0; most > 0 && i < self->n_columns; i++) {
        if (self->spare[i] != most)
            continue;
        self->spare[i] = 0;
        struct libscols_column *column = scols_table_get_column(self->columns, i);
        scols_column_set_flags(column, scols_column_get_flags(column) | SCOLS_FL_HIDDEN);
    }
    return most > 0;
}

/* Cuts a text to so many columns, the last three of them dots. */
static void
cut_text(char *text, size_t most)
{
    size_t columns = 0, at = 0;
    if (page_columns(text) <= most)
        return;
    for (; columns < most - 3; at++)
        columns += ((unsigned char)text[at + 1] & 0xc0) != 0x80;
    memcpy(text + at, "...", sizeof "...");
}

/* Where no column can be spared and the table is too wide all the same, long labels in the first column are cut. */
static void
cut_labels(cli_table *self)
{
    enum { LEAST = 8 };
    const size_t taken = columns_taken(self), room = self->page->width;
    struct libscols_column *column = scols_table_get_column(self->columns, 0);
    const size_t has = scols_column_get_width(column), excess = taken > room ? taken - room : 0;
    const size_t most = has > excess + LEAST ? has - excess : LEAST;
    for (size_t i = 0; excess > 0 && i < scols_table_get_nlines(self->columns); i++) {
        struct libscols_cell *cell = scols_line_get_cell(scols_table_get_line(self->columns, i), 0);
        char *text = strdup(scols_cell_get_data(cell) ? scols_cell_get_data(cell) : "");
        if (text) {
            cut_text(text, most);
            (void)scols_cell_set_data(cell, text);
        }
        free(text);
    }
}

/* The whole table as text; NULL where memory ran out. */
static char *
print_to_text(cli_table *self)
{
    char *text = NULL;
    return scols_print_table_to_string(self->columns, &text) == 0 ? text : NULL;
}

/* Writes line by line, indented, without the blanks that pad the last column. */
static void
write_indented(const cli_page *page, char *text)
{
    for (char *next, *line = text; line && *line; line = next) {
        next = strchr(line, '\n');
        size_t size = next ? (size_t)(next - line) : strlen(line);
        while (size > 0 && line[size - 1] == ' ')
            size--;
        fprintf(page->stream, "%*s%.*s\n", INDENT, "", (int)size, line);
        if (next)
            next++;
    }
}

void
table_finish(cli_table *self)
{
    if (!self)
        return;
    char *text = NULL;
    do { /* libsmartcols knows a table's width only once it has printed it */
        free(text);
        text = print_to_text(self);
    } while (text && columns_taken(self) > self->page->width && make_narrower(self));
    if (text && columns_taken(self) > self->page->width) {
        cut_labels(self);
        free(text);
        text = print_to_text(self);
    }
    if (text)
        write_indented(self->page, text);
    free(text);
    scols_unref_table(self->columns);
    free(self);
}
