/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Documents to write in every format: one with whatever a label may hold, and one with every kind of chart. */
#ifndef RASIM_TESTS_REPORT_HOSTILE_DOCUMENT_H
#define RASIM_TESTS_REPORT_HOSTILE_DOCUMENT_H

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/document.h"

enum { LONG_LABEL = 500, HOSTILE_COLUMNS = 4 };

static const char *const hostile_labels[] = {
    "=1+1",
    "@SUM(A1)",
    "+44 20",
    "-2+3",
    "<script>alert(1)</script>",
    "\"quoted\" & 'so'",
    "| pipe | `code` | **bold** | [a](b)",
    "\360\237\230\200 emoji",
    "\327\251\327\234\327\225\327\235 \342\200\256 reversed",
    "control \001\033[31m \177 and\ttab\nline",
    "not UTF-8: \377\376 \303(",
    "_x0041_ and \357\277\277",
    "",
};
enum { N_HOSTILE = sizeof hostile_labels / sizeof *hostile_labels };

static const rasimi_column hostile_columns[HOSTILE_COLUMNS] = {
    {.heading = "Label"},
    {.heading = "£", .unit = RASIMI_UNIT_GBP},
    {.heading = "±", .unit = RASIMI_UNIT_GBP, .is_error = true},
    {.heading = "Share", .unit = RASIMI_UNIT_FRACTION},
};

static inline void
add_hostile_rows(rasimi_document *document, rasimi_document_table *table)
{
    static const double numbers[] = {1234567.89, (double)NAN, (double)INFINITY, -0.0, -5e-324, 1e300};
    char label[LONG_LABEL + 1];
    memset(label, 'x', LONG_LABEL);
    label[LONG_LABEL] = '\0';
    for (size_t i = 0; i <= N_HOSTILE; i++) {
        const double number = numbers[i % (sizeof numbers / sizeof *numbers)];
        const rasimi_document_cell cells[] = {rasimi_cell_words(i < N_HOSTILE ? hostile_labels[i] : label),
                                              rasimi_cell_number(number), rasimi_cell_number(12345.0),
                                              rasimi_cell_number(0.5)};
        rasimi_table_row(document, table, cells);
    }
}

/* Every kind of chart over hostile labels or numbers; `n_rows` of them have data, 0 allowed. */
static inline void
add_every_chart(rasimi_document *document, rasimi_section *section, size_t n_rows)
{
    static const rasimi_column columns[] = {{.heading = "Group"},
                                            {.heading = "Step"},
                                            {.heading = "x", .unit = RASIMI_UNIT_NUMBER},
                                            {.heading = "low", .unit = RASIMI_UNIT_GBP},
                                            {.heading = "y", .unit = RASIMI_UNIT_GBP},
                                            {.heading = "high", .unit = RASIMI_UNIT_GBP}};
    for (rasimi_chart_kind kind = RASIMI_CHART_LINES; kind <= RASIMI_CHART_DOTS; kind++) {
        char id[32];
        snprintf(id, sizeof id, "chart-%d", (int)kind);
        rasimi_chart *chart = rasimi_section_chart(document, section, kind, id, "Chart", columns, 6);
        cr_assert_not_null(chart);
        const bool numbers = kind == RASIMI_CHART_LINES || kind == RASIMI_CHART_DOTS;
        chart->x = numbers ? 2 : 1;
        for (size_t r = 0; r < n_rows; r++) {
            const double y = 1e6 * (double)(r + 1);
            const rasimi_document_cell cells[] = {rasimi_cell_words(r % 2 ? "A" : "B"),
                                                  rasimi_cell_words(hostile_labels[r % N_HOSTILE]),
                                                  rasimi_cell_number((double)r),
                                                  rasimi_cell_number(r == 3 ? (double)NAN : y - 5e5),
                                                  rasimi_cell_number(y),
                                                  rasimi_cell_number(y + 5e5)};
            if (r + 1 == n_rows)
                rasimi_table_total(document, &chart->table, cells);
            else
                rasimi_table_row(document, &chart->table, cells);
        }
        const bool band = kind == RASIMI_CHART_RANGES || kind == RASIMI_CHART_WATERFALL;
        rasimi_chart_series(document, chart,
                            (rasimi_series){"Net & <b>", band ? RASIMI_NO_COLUMN : 4, 3, 5, RASIMI_ROLE_MAIN, false});
        rasimi_chart_reference(document, chart, (rasimi_reference){false, 2.5e6, "envelope", RASIMI_ROLE_ENVELOPE});
        rasimi_chart_reference(document, chart, (rasimi_reference){true, 1.0, "level", RASIMI_ROLE_QUIET});
        rasimi_chart_find(document, chart, "It rises: %s.", hostile_labels[4]);
    }
}

/* Cleared by the caller. */
static inline rasimi_document
make_hostile_document(size_t chart_rows)
{
    rasimi_document document = {.title = "=Framework \"<b>\"", .synthetic = true};
    document.subtitle = "1 person & no more";
    document.statement = "A population design tool; 100 % & more.";
    rasimi_section *answer = rasimi_document_section(&document, "answer", "The answer");
    for (size_t i = 0; i < N_HOSTILE; i++)
        rasimi_section_say(&document, answer, "%s", hostile_labels[i]);
    rasimi_section_warn(&document, answer, "Take care.");
    rasimi_document_table *figures = rasimi_section_figures(&document, answer, "headline", "The figures to remember");
    rasimi_table_figure(&document, figures, "Envelope", "£62.5m", "for a year");
    rasimi_section *people = rasimi_document_section(&document, "people-2", "Who is affected");
    rasimi_section_set_group(&document, people, hostile_labels[4]);
    add_hostile_rows(&document,
                     rasimi_section_table(&document, people, "groups", "Groups", hostile_columns, HOSTILE_COLUMNS));
    rasimi_section *other = rasimi_document_section(&document, "something", "Something [new]: a/b?*");
    add_every_chart(&document, other, chart_rows);
    cr_assert_not(document.failed);
    return document;
}

#endif
