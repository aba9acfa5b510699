/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The document that every format is made from: what is put in comes out, in order, and belongs to the document. */
#include "report/document.h"
#include "model/study.h" /* a file may need both: no two types have one name */

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static const rasimi_column COLUMNS[] = {{.heading = "Year"},
                                        {.heading = "Net", .unit = RASIMI_UNIT_GBP},
                                        {.heading = "±", .unit = RASIMI_UNIT_GBP, .is_error = true}};
enum { N_COLUMNS = sizeof COLUMNS / sizeof *COLUMNS, MANY_ROWS = 100 };

Test(document, keeps_blocks_in_order)
{
    rasimi_document document = {0};
    rasimi_section *first = rasimi_document_section(&document, "one", "First");
    rasimi_section *second = rasimi_document_section(&document, "two", "Second");
    rasimi_section_say(&document, first, "In %d of %d years.", 7, 10);
    rasimi_section_warn(&document, first, "Take care.");
    rasimi_section_table(&document, second, "t", "Table", COLUMNS, N_COLUMNS);
    rasimi_section_say(&document, first, "Later.");

    cr_assert_not(document.failed);
    cr_assert_eq(document.first, first);
    cr_assert_eq(first->next, second);
    cr_assert_null(second->next);
    const rasimi_block *block = first->first;
    cr_assert_eq(block->kind, RASIMI_BLOCK_SAY);
    cr_assert_str_eq(block->text, "In 7 of 10 years.");
    cr_assert_null(rasimi_block_table(block));
    cr_assert_eq(block->next->kind, RASIMI_BLOCK_WARN);
    cr_assert_str_eq(block->next->next->text, "Later.");
    cr_assert_eq(second->first->kind, RASIMI_BLOCK_TABLE);
    cr_assert_str_eq(rasimi_block_table(second->first)->id, "t");
    rasimi_document_clear(&document);
    cr_assert_null(document.first);
}

/* Labels come from files that are gone by the time the report is written. */
Test(document, copies_what_it_is_given)
{
    rasimi_document document = {0};
    rasimi_section *section = rasimi_document_section(&document, "s", "S");
    rasimi_document_table *table = rasimi_section_table(&document, section, "t", "Table", COLUMNS, N_COLUMNS);
    for (int i = 0; i < MANY_ROWS; i++) {
        char label[16];
        snprintf(label, sizeof label, "year %d", i);
        const rasimi_document_cell cells[] = {rasimi_cell_words(label), rasimi_cell_number(i),
                                              rasimi_cell_number((double)NAN)};
        rasimi_table_row(&document, table, cells);
    }
    const rasimi_document_cell total[] = {rasimi_cell_words("all"), rasimi_cell_number(1), rasimi_cell_number(2)};
    rasimi_table_total(&document, table, total);

    cr_assert_eq(table->n_rows, MANY_ROWS + 1);
    cr_assert_str_eq(rasimi_table_cell(table, 0, 0)->text, "year 0");
    cr_assert_str_eq(rasimi_table_cell(table, MANY_ROWS - 1, 0)->text, "year 99");
    cr_assert_eq(rasimi_table_cell(table, 99, 1)->number, 99.0);
    cr_assert(isnan(rasimi_table_cell(table, 99, 2)->number));
    cr_assert_null(rasimi_table_cell(table, 99, 1)->text);
    cr_assert(table->rows[MANY_ROWS].is_total);
    cr_assert_not(table->rows[0].is_total);
    rasimi_document_clear(&document);
}

Test(document, holds_charts_with_their_data)
{
    rasimi_document document = {0};
    rasimi_section *section = rasimi_document_section(&document, "s", "S");
    rasimi_chart *chart =
        rasimi_section_chart(&document, section, RASIMI_CHART_YEARS, "fan", "Fan", COLUMNS, N_COLUMNS);
    cr_assert_eq(chart->facet, RASIMI_NO_COLUMN);
    rasimi_chart_find(&document, chart, "Up by %d %%.", 3);
    rasimi_table_set_note(&document, &chart->table, "Of %d years.", 5);
    rasimi_section_set_group(&document, section, "Design A");
    cr_assert_str_eq(chart->finding, "Up by 3 %.");
    cr_assert_str_eq(chart->table.note, "Of 5 years.");
    cr_assert_str_eq(section->group, "Design A");
    for (int i = 0; i < 20; i++)
        rasimi_chart_series(&document, chart,
                            (rasimi_series){"Net", 1, RASIMI_NO_COLUMN, RASIMI_NO_COLUMN, RASIMI_ROLE_MAIN, false});
    rasimi_chart_reference(&document, chart, (rasimi_reference){false, 5.0, "envelope", RASIMI_ROLE_ENVELOPE});
    rasimi_chart_reference(&document, chart, (rasimi_reference){false, (double)NAN, "none", RASIMI_ROLE_QUIET});

    cr_assert_eq(chart->n_series, 20);
    cr_assert_str_eq(chart->series[19].name, "Net");
    cr_assert_eq(chart->n_references, 1, "a line that is nowhere is not drawn");
    cr_assert_eq(rasimi_block_table(section->first), &chart->table);
    rasimi_document_clear(&document);
}

Test(document, a_map_is_also_a_table)
{
    rasimi_document document = {0};
    rasimi_section *section = rasimi_document_section(&document, "s", "S");
    const rasimi_stage stages[] = {
        {.name = "Scored", .people = 10, .gbp = 5000},
        {.name = "Left out", .note = "Above the line.", .people = 1, .gbp = 900, .is_branch = true}};
    rasimi_section_map(&document, section, "map", "Map", stages, 2);
    const rasimi_block *block = section->first;
    cr_assert_eq(block->n_stages, 2);
    cr_assert(block->stages[1].is_branch);
    cr_assert_eq(block->table->n_rows, 2);
    cr_assert_str_eq(rasimi_table_cell(block->table, 1, 3)->text, "Above the line.");
    cr_assert_eq(rasimi_table_cell(block->table, 1, 2)->number, 900.0);
    rasimi_document_clear(&document);
}

/* Building goes on after memory ran out, with nothing in hand. */
Test(document, nothing_may_be_passed_on)
{
    rasimi_document document = {0};
    rasimi_section_say(&document, NULL, "Nowhere.");
    cr_assert_null(rasimi_section_table(&document, NULL, "t", "T", COLUMNS, N_COLUMNS));
    cr_assert_null(rasimi_section_chart(&document, NULL, RASIMI_CHART_BARS, "c", "C", COLUMNS, N_COLUMNS));
    rasimi_table_row(&document, NULL, NULL);
    rasimi_chart_series(&document, NULL, (rasimi_series){0});
    rasimi_chart_reference(&document, NULL, (rasimi_reference){0});
    rasimi_chart_find(&document, NULL, "Nothing.");
    rasimi_table_set_note(&document, NULL, "Nothing.");
    rasimi_section_set_group(&document, NULL, "nobody");
    cr_assert_null(document.first);
    rasimi_document_clear(&document);
}
