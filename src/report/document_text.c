/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells as words. */
#include "report/document_text.h"

#include <math.h>
#include <stdio.h>

#define NOT_KNOWN ((double)NAN)

enum { MOST_PLACES = 4 };

/* The error that stands beside a number, half its 95 % interval; NAN where none does. */
static double
error_beside(const rasimi_document_table *table, size_t row, size_t column)
{
    if (table->columns[column].is_error)
        return rasimi_table_cell(table, row, column)->number;
    if (column + 1 < table->n_columns && table->columns[column + 1].is_error)
        return rasimi_table_cell(table, row, column + 1)->number;
    return NOT_KNOWN;
}

/* The number that an error is the error of; the error itself where it stands alone. */
static double
value_of(const rasimi_document_table *table, size_t row, size_t column)
{
    const size_t of = table->columns[column].is_error && column > 0 ? column - 1 : column;
    return rasimi_table_cell(table, row, of)->number;
}

double
rasimi_cell_step(const rasimi_document_table *table, size_t row, size_t column)
{
    if (table->columns[column].rounded_like > 0)
        column = table->columns[column].rounded_like - 1;
    const rasimi_column *of = &table->columns[column];
    if (of->step > 0.0)
        return of->step;
    if (of->unit == RASIMI_UNIT_COUNT)
        return 1.0;
    if (of->unit == RASIMI_UNIT_GBP)
        return rasim_money_step(value_of(table, row, column), error_beside(table, row, column));
    return 0.0;
}

/* But for what multiplying by ten adds: 0.55 has two decimals. */
static bool
is_whole(double value)
{
    return fabs(value - round(value)) <= 1e-12 * fabs(value);
}

/* Three significant digits, four from 1,000 on; at most four decimals. */
static rasim_figure
plain_text(double value)
{
    if (fabs(value) >= 1000.0)
        return rasim_amount_text(value, 1.0);
    int places = 0;
    while (places < MOST_PLACES && fabs(value) * pow(10.0, places) < 100.0 && !is_whole(value * pow(10.0, places)))
        places++;
    return rasim_decimal_text(value, places);
}

/* The decimals of a step of 1, 0.1, 0.01, ... */
int
rasimi_step_places(double step)
{
    int places = 0;
    while (places < MOST_PLACES && step * pow(10.0, places) < 1.0 - 1e-9)
        places++;
    return places;
}

static rasim_figure
unit_text(const rasimi_document_table *table, size_t row, size_t column, double value)
{
    switch (table->columns[column].unit) {
        case RASIMI_UNIT_GBP:
        case RASIMI_UNIT_COUNT:
            return rasim_amount_text(value, rasimi_cell_step(table, row, column));
        case RASIMI_UNIT_GBP_WEEK:
            return table->columns[column].step > 0.0 ? rasim_amount_text(value, table->columns[column].step)
                                                     : rasim_pence_bare_text(value);
        case RASIMI_UNIT_FRACTION:
            return table->columns[column].is_error ? rasim_percent_bare_text(value) : rasim_percent_text(value);
        case RASIMI_UNIT_NUMBER:
            return table->columns[column].step > 0.0
                       ? rasim_decimal_text(value, rasimi_step_places(table->columns[column].step))
                       : plain_text(value);
        case RASIMI_UNIT_TEXT:
            break;
    }
    return (rasim_figure){""};
}

rasim_figure
rasimi_cell_figure(const rasimi_document_table *table, size_t row, size_t column)
{
    const rasimi_document_cell *cell = rasimi_table_cell(table, row, column);
    rasim_figure out = {""};
    if (cell->text || !isfinite(cell->number))
        return out;
    const rasim_figure bare = unit_text(table, row, column, cell->number == 0.0 ? 0.0 : cell->number);
    if (bare.text[0] == '\0')
        return out;
    const char *sign = table->columns[column].is_error                            ? "±"
                       : table->columns[column].signed_plus && cell->number > 0.0 ? "+"
                                                                                  : "";
    snprintf(out.text, sizeof out.text, "%s%.40s", sign, bare.text);
    return out;
}

const char *
rasimi_cell_words_of(const rasimi_document_table *table, size_t row, size_t column, rasim_figure *figure)
{
    const rasimi_document_cell *cell = rasimi_table_cell(table, row, column);
    *figure = rasimi_cell_figure(table, row, column);
    return cell->text ? cell->text : figure->text;
}
