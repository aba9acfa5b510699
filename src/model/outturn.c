/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a file of outturns. */
#include "model/outturn.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/problem.h"
#include "base/text.h"
#include "io/csv.h"
#include "io/file.h"
#include "model/param_words.h"

#define MAX_FILE_BYTES ((size_t)1 << 26)

/* No council spends more in a year. */
#define MOST_GBP 1e12

enum { YEAR, AREA, NET, N_COLUMNS };
static const char *const HEADINGS[N_COLUMNS] = {"year", "budget_area", "net_gbp"};

typedef struct reader {
    rasimi_outturn *out;
    rasim_problems *problems;
    size_t at[N_COLUMNS]; /* number of each column; n_fields where the file has none */
    size_t capacity;      /* of the rows */
    bool bad;
} reader;

__attribute__((format(printf, 3, 4))) static void
complain(reader *self, uint64_t line, const char *format, ...)
{
    char text[512];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    rasimi_problem_add(self->problems, RASIM_ERROR, (rasimi_place){self->out->file, line, 0}, "%s", text);
    self->bad = true;
}

static void
read_header(reader *self, uint64_t line, const rasimi_field *header, size_t n)
{
    for (size_t c = 0; c < N_COLUMNS; c++) {
        self->at[c] = 0;
        while (self->at[c] < n && strcmp(header[self->at[c]].text, HEADINGS[c]) != 0)
            self->at[c]++;
        if (self->at[c] == n && c != AREA)
            complain(self, line, "A file of outturns needs the columns year and net_gbp; '%s' is missing.",
                     HEADINGS[c]);
    }
}

/* The same year and area twice: which of them happened? */
static void
refuse_second(reader *self, const rasimi_outturn_row *row)
{
    const rasimi_outturn_row *first = rasimi_outturn_find(self->out, row->year, row->area);
    if (first)
        complain(self, row->line, "The year '%s'%s%s%s stands on line %" PRIu64 " already; keep one of them.",
                 row->year, row->area ? " of '" : "", row->area ? row->area : "", row->area ? "'" : "", first->line);
}

static rasim_status
keep(reader *self, uint64_t line, const rasimi_field *fields, size_t n)
{
    const rasimi_field *year = &fields[self->at[YEAR]], *net = &fields[self->at[NET]];
    const rasimi_field *area = self->at[AREA] < n ? &fields[self->at[AREA]] : NULL;
    rasimi_outturn_row row = {.line = line};
    if (rasimi_parse_double(net->text, net->length, &row.gbp) != RASIMI_NUMBER_OK || fabs(row.gbp) > MOST_GBP)
        complain(self, line, "'%s' is no outturn; write plain pounds, such as 62500000.",
                 rasimi_words_shown(net->text, net->length).text);
    if (year->length == 0)
        complain(self, line, "The cell year is empty; write the label that the framework gives the year.");
    row.year = rasimi_arena_text(&self->out->arena, year->text, year->length);
    if (area && area->length > 0)
        row.area = rasimi_arena_text(&self->out->arena, area->text, area->length);
    if (!row.year || (area && area->length > 0 && !row.area))
        return RASIM_ERR_NO_MEMORY;
    refuse_second(self, &row);
    if (!rasimi_grow((void **)&self->out->rows, &self->capacity, self->out->n, sizeof row))
        return RASIM_ERR_NO_MEMORY;
    self->out->rows[self->out->n++] = row;
    return RASIM_OK;
}

static rasim_status
read_row(void *context, uint64_t row, uint64_t line, const rasimi_field *fields, size_t n)
{
    reader *self = context;
    if (row > 0 && self->at[YEAR] < n && self->at[NET] < n)
        return keep(self, line, fields, n);
    if (row == 0)
        read_header(self, line, fields, n);
    return RASIM_OK;
}

rasim_status
rasimi_outturn_parse(const char *file, const char *bytes, size_t length, rasimi_outturn *out, rasim_problems *problems)
{
    *out = (rasimi_outturn){.file = file};
    reader self = {.out = out, .problems = problems};
    const rasim_status status = rasimi_csv_parse(file, bytes, length, read_row, &self, problems);
    if (status == RASIM_OK && !self.bad && out->n == 0)
        complain(&self, 0, "The file has no outturns; write a row for each year.");
    return status == RASIM_OK && self.bad ? RASIM_ERR_INPUT : status;
}

rasim_status
rasimi_outturn_read(const char *path, rasimi_outturn *out, rasim_problems *problems)
{
    char *bytes = NULL;
    size_t length = 0;
    *out = (rasimi_outturn){.file = path};
    rasim_status status = rasimi_file_read(path, MAX_FILE_BYTES, &bytes, &length, NULL, problems);
    if (status == RASIM_OK)
        status = rasimi_outturn_parse(path, bytes, length, out, problems);
    free(bytes);
    return status;
}

void
rasimi_outturn_clear(rasimi_outturn *outturn)
{
    free(outturn->rows);
    rasimi_arena_clear(&outturn->arena);
    *outturn = (rasimi_outturn){0};
}

const rasimi_outturn_row *
rasimi_outturn_find(const rasimi_outturn *outturn, const char *year, const char *area)
{
    for (size_t i = 0; i < outturn->n; i++) {
        const rasimi_outturn_row *row = &outturn->rows[i];
        if (strcmp(row->year, year) == 0 && (area ? row->area && strcmp(row->area, area) == 0 : !row->area))
            return row;
    }
    return NULL;
}
