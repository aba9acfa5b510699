/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which sheets a workbook has, and what stands on them. */
#include "report/workbook.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "io/file.h"
#include "report/workbook_sheet.h"

/* The sheets in their order, and the sections that stand on them. */
static const struct {
    const char *section, *sheet;
} SHEETS[] = {
    {"answer", "Summary"},      {"summary", "Summary"},         {"comparison", "Compare"}, {"compare", "Compare"},
    {"sweep", "Sweep"},         {"numbers", "Affordability"},   {"methods", "Methods"},    {"values", "Values"},
    {"questions", "Questions"}, {"vignettes", "Vignettes"},     {"years", "Years"},        {"risk", "Variance"},
    {"high-cost", "Exclusion"}, {"people", "By group"},         {"portability", "Places"}, {"method", "Assumptions"},
    {"quality", "Assumptions"}, {"assumptions", "Assumptions"}, {"data", "Assumptions"},   {"provenance", "Provenance"},
};

enum { TOP_ROWS = 2, N_SHEETS = sizeof SHEETS / sizeof *SHEETS, MOST_NAME = 31 };

/* A workbook being made. */
typedef struct making {
    rasimi_book book;
    const rasimi_document *document;
    rasimi_sheet sheets[RASIMI_MOST_SHEETS];
    size_t n_sheets;
    rasimi_sheet *data; /* the last sheet: long lists of numbers, and what only pictures need */
} making;

/* Whether a section's id is a name, or that name with a year's and a design's number: "risk-2", "numbers-year-3-2". */
static bool
is_called(const char *id, const char *name)
{
    const size_t length = strlen(name);
    if (strncmp(id, name, length) != 0)
        return false;
    const char *rest = id + length;
    if (strncmp(rest, "-year-", strlen("-year-")) == 0)
        return rest[strspn(rest, "-year0123456789")] == '\0';
    return *rest == '\0' || (*rest == '-' && rest[1] != '\0' && rest[1 + strspn(rest + 1, "0123456789")] == '\0');
}

/* A title as a sheet's name: without the characters that a sheet's may not have. */
static const char *
name_from_title(rasimi_book *book, const char *title)
{
    char out[MOST_NAME + 1];
    size_t to = 0;
    for (const char *c = title; *c && to < MOST_NAME; c++)
        if ((unsigned char)*c < 0x80)
            out[to++] = strchr("[]:*?/\\'", *c) ? ' ' : *c;
    out[to] = '\0';
    const char *name = rasimi_book_text(book, to > 0 ? out : "More");
    return name;
}

static const char *
sheet_name_of(rasimi_book *book, const rasimi_section *section)
{
    for (size_t i = 0; i < N_SHEETS; i++)
        if (is_called(section->id, SHEETS[i].section))
            return SHEETS[i].sheet;
    return name_from_title(book, section->title);
}

static rasimi_sheet *
find_sheet(making *self, const char *name)
{
    for (size_t i = 0; i < self->n_sheets; i++)
        if (strcmp(self->sheets[i].name, name) == 0)
            return &self->sheets[i];
    return NULL;
}

/* A sheet with the heads that every sheet has; the last one where there is room for no more. */
static rasimi_sheet *
add_sheet(making *self, const char *name)
{
    if (find_sheet(self, name))
        return find_sheet(self, name);
    if (self->n_sheets == RASIMI_MOST_SHEETS)
        return &self->sheets[RASIMI_MOST_SHEETS - 1];
    lxw_worksheet *made = workbook_add_worksheet(self->book.book, name);
    if (!made) {
        self->book.no_memory = true;
        return NULL;
    }
    rasimi_sheet *sheet = &self->sheets[self->n_sheets++];
    const rasimi_document *document = self->document;
    *sheet = (rasimi_sheet){.in = &self->book, .sheet = made, .name = name};
    rasimi_sheet_say(sheet, RASIMI_LOOK_TITLE, document->title);
    rasimi_sheet_say(sheet, document->synthetic ? RASIMI_LOOK_WARN : RASIMI_LOOK_NOTE,
                     document->synthetic
                         ? rasimi_arena_printf(&self->book.arena, "SYNTHETIC DATA · %s", document->subtitle)
                         : document->subtitle);
    worksheet_freeze_panes(made, TOP_ROWS, 1);
    sheet->row++;
    return sheet;
}

/* Sheets in the order of the table, those that it does not know before the assumptions. */
static void
add_sheets(making *self)
{
    (void)add_sheet(self, "Summary");
    for (size_t i = 0; i < N_SHEETS; i++) {
        if (strcmp(SHEETS[i].section, "method") == 0)
            for (const rasimi_section *section = self->document->first; section; section = section->next) {
                bool known = false;
                for (size_t k = 0; k < N_SHEETS; k++)
                    known = known || is_called(section->id, SHEETS[k].section);
                if (!known)
                    (void)add_sheet(self, sheet_name_of(&self->book, section));
            }
        for (const rasimi_section *section = self->document->first; section; section = section->next)
            if (is_called(section->id, SHEETS[i].section))
                (void)add_sheet(self, SHEETS[i].sheet);
    }
    self->data = add_sheet(self, "Chart data");
    if (self->data)
        rasimi_sheet_say(self->data, RASIMI_LOOK_NOTE,
                         "Long lists that charts are drawn from, and what only charts need.");
}

/* ---- what stands on them ---- */

/* A table of more rows than this is no reading matter: where it has a picture, its numbers stand on the last sheet. */
enum { MOST_ROWS_BESIDE = 40 };

static rasimi_table_at
put_chart_table(making *self, rasimi_sheet *sheet, const rasimi_document_table *table)
{
    if (table->n_rows <= MOST_ROWS_BESIDE)
        return (rasimi_table_at){sheet, rasimi_sheet_table(sheet, table)};
    rasimi_sheet_say(sheet, RASIMI_LOOK_NOTE, "Its numbers are on the sheet Chart data.");
    rasimi_sheet_say(self->data, RASIMI_LOOK_TABLE, table->title);
    return (rasimi_table_at){self->data, rasimi_sheet_table(self->data, table)};
}

static void
put_chart(making *self, rasimi_sheet *sheet, const rasimi_chart *chart)
{
    rasimi_sheet_say(sheet, RASIMI_LOOK_TABLE, chart->table.title);
    if (chart->finding && chart->finding[0])
        rasimi_sheet_say(sheet, RASIMI_LOOK_SAY, chart->finding);
    const bool drawn = chart->n_series > 0 && chart->table.n_rows > 0;
    const lxw_row_t at = sheet->row;
    sheet->row += drawn ? (lxw_row_t)rasimi_picture_rows(chart) : 0;
    const rasimi_table_at table = put_chart_table(self, sheet, &chart->table);
    if (drawn)
        rasimi_sheet_chart(sheet, chart, at, table, self->data);
}

static void
put_block(making *self, rasimi_sheet *sheet, const rasimi_block *block)
{
    switch (block->kind) {
        case RASIMI_BLOCK_SAY:
            rasimi_sheet_say(sheet, RASIMI_LOOK_SAY, block->text);
            break;
        case RASIMI_BLOCK_WARN:
            rasimi_sheet_say(sheet, RASIMI_LOOK_WARN, block->text);
            break;
        case RASIMI_BLOCK_FIGURES:
        case RASIMI_BLOCK_TABLE:
        case RASIMI_BLOCK_MAP:
            sheet->row++;
            rasimi_sheet_say(sheet, RASIMI_LOOK_TABLE, block->table->title);
            (void)rasimi_sheet_table(sheet, block->table);
            break;
        case RASIMI_BLOCK_CHART:
            sheet->row++;
            put_chart(self, sheet, block->chart);
            break;
    }
}

static void
put_section(making *self, const rasimi_section *section)
{
    rasimi_sheet *sheet = find_sheet(self, sheet_name_of(&self->book, section));
    if (!sheet)
        return;
    const char *title = section->group
                            ? rasimi_arena_printf(&self->book.arena, "%s: %s", section->title, section->group)
                            : section->title;
    rasimi_sheet_say(sheet, RASIMI_LOOK_SECTION, title);
    for (const rasimi_block *block = section->first; block; block = block->next)
        put_block(self, sheet, block);
    sheet->row++;
}

/* Links to the other sheets, at the end of the first. */
static void
put_contents(making *self)
{
    rasimi_sheet *first = &self->sheets[0];
    rasimi_sheet_say(first, RASIMI_LOOK_TABLE, "In this workbook");
    for (size_t i = 1; i < self->n_sheets; i++) {
        const char *url = rasimi_arena_printf(&self->book.arena, "internal:'%s'!A1", self->sheets[i].name);
        if (url)
            rasimi_book_check(&self->book,
                              worksheet_write_url_opt(first->sheet, first->row, 0, url,
                                                      rasimi_book_format(&self->book, RASIMI_LOOK_LINK, NULL),
                                                      self->sheets[i].name, NULL));
        first->row++;
    }
    first->row++;
    rasimi_sheet_say(first, RASIMI_LOOK_NOTE,
                     "± and columns from and to: 95 % error of simulation or sample, not wrong assumptions. Numbers in "
                     "cells are not rounded; no more of their digits are known than the errors beside them say.");
    rasimi_sheet_say(first, RASIMI_LOOK_NOTE, self->document->statement);
}

/* A fixed date: the same document gives the same bytes. */
static void
set_properties(making *self)
{
    enum { MOST_TITLE = 250, DAY_2020_01_01 = 18262, SECONDS_A_DAY = 86400 };
    char *title = rasimi_book_short_text(&self->book, self->document->title, MOST_TITLE);
    char author[] = "rasim", comments[] = "A population design tool; its figures are not individual entitlements.";
    lxw_doc_properties properties = {
        .title = title, .author = author, .comments = comments, .created = (time_t)DAY_2020_01_01 * SECONDS_A_DAY};
    rasimi_book_check(&self->book, workbook_set_properties(self->book.book, &properties));
}

static void
fill(making *self)
{
    set_properties(self);
    add_sheets(self);
    for (const rasimi_section *section = self->document->first; section && self->data; section = section->next)
        put_section(self, section);
    if (self->n_sheets > 0)
        put_contents(self);
    for (size_t i = 0; i < self->n_sheets; i++)
        rasimi_sheet_finish(&self->sheets[i], self->document);
    if (self->n_sheets > 0)
        worksheet_activate(self->sheets[0].sheet);
}

/* ---- the file ---- */

static rasim_status
status_of(const rasimi_book *book, const char *path, rasim_problems *problems)
{
    if (book->no_memory || book->error == LXW_ERROR_MEMORY_MALLOC_FAILED)
        return RASIM_ERR_NO_MEMORY;
    if (book->error == LXW_NO_ERROR)
        return RASIM_OK;
    rasimi_problem_add(problems, RASIM_ERROR, (rasimi_place){.file = path},
                       "The workbook cannot be written (%s); check that the disk and the folder for temporary files "
                       "have room.",
                       lxw_strerror(book->error));
    return RASIM_ERR_WRITE;
}

/* Numbers in the file have a full stop whatever the locale: libxlsxwriter prints them as the thread's says. */
static rasim_status
write_to(const char *temporary, const char *path, const rasimi_document *document, rasim_problems *problems)
{
    making *self = rasimi_calloc(1, sizeof *self);
    const locale_t plain = newlocale(LC_NUMERIC_MASK, "C", (locale_t)0);
    rasim_status status = self && plain ? RASIM_OK : RASIM_ERR_NO_MEMORY;
    if (status == RASIM_OK) {
        const locale_t before = uselocale(plain);
        self->document = document;
        self->book.book = workbook_new(temporary);
        self->book.no_memory = !self->book.book;
        if (self->book.book) {
            fill(self);
            rasimi_book_check(&self->book, workbook_close(self->book.book));
        }
        (void)uselocale(before);
        status = status_of(&self->book, path, problems);
        rasimi_arena_clear(&self->book.arena);
    }
    if (plain)
        freelocale(plain);
    free(self);
    return status;
}

rasim_status
rasimi_write_workbook(const char *path, const rasimi_document *document, rasim_problems *problems)
{
    if (!path || !document || document->failed)
        return RASIM_ERR_ARGUMENT;
    rasimi_atomic file = {.fd = -1};
    rasim_status status = rasimi_atomic_open(path, &file, problems);
    if (status == RASIM_OK)
        status = write_to(file.temporary, path, document, problems);
    if (status == RASIM_OK)
        status = rasimi_atomic_commit(&file, problems);
    rasimi_atomic_abandon(&file); /* a committed file has nothing left to drop */
    return status;
}
