/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One cell of the caseload: text to label, number, yes or no, date, with a sentence for each that is not. */
#include "model/columns.h"

#include "base/text.h"
#include "model/day.h"
#include "model/param_words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* Labels and identifiers in bytes; a longer one is a column gone wrong. */
#define MAX_TEXT 200

static rasimi_place
cell_place(const rasimi_column *column, uint64_t line, rasimi_column_place *place)
{
    place->failed = true;
    return (rasimi_place){place->file, line, column->field + 1};
}

/* " of person 'P03'" where identifiers are asked for, and the row's is known. */
static rasimi_words
of_whom(const rasimi_column_place *place)
{
    rasimi_words words = {""};
    if (place->show_ids && place->person && place->person[0] != '\0')
        snprintf(words.text, sizeof words.text, " of person '%.200s'",
                 rasimi_words_shown(place->person, strlen(place->person)).text);
    return words;
}

static void
report_empty(const rasimi_column *column, uint64_t line, rasimi_column_place *place)
{
    rasimi_problem_add(place->problems, RASIM_ERROR, cell_place(column, line, place), "%s%s is empty; %s.",
                       column->heading, of_whom(place).text,
                       column->info.if_blank ? column->info.if_blank : "every row must have one");
}

static void
report_long(const rasimi_column *column, uint64_t line, size_t length, rasimi_column_place *place)
{
    rasimi_problem_add(
        place->problems, RASIM_ERROR, cell_place(column, line, place),
        "%s%s is %zu bytes long, but at most %d are allowed; look for a missing quote or a shifted column.",
        column->heading, of_whom(place).text, length, MAX_TEXT);
}

static rasim_status
read_label(rasimi_column *column, size_t row, uint64_t line, const rasimi_field *field, rasimi_column_place *place)
{
    column->codes[row] = RASIMI_NO_LABEL;
    if (field->length == 0)
        return RASIM_OK;
    if (field->length > MAX_TEXT) {
        report_long(column, line, field->length, place);
        return RASIM_OK;
    }
    return rasimi_intern(&column->interner, field->text, field->length, place->arena, &column->codes[row]);
}

static rasim_status
read_id(rasimi_column *column, size_t row, uint64_t line, const rasimi_field *field, rasimi_column_place *place)
{
    column->ids[row] = "";
    if (field->length > MAX_TEXT) {
        report_long(column, line, field->length, place);
        return RASIM_OK;
    }
    const char *id = rasimi_arena_text(place->arena, field->text, field->length);
    if (!id)
        return RASIM_ERR_NO_MEMORY;
    column->ids[row] = id;
    return RASIM_OK;
}

static void
read_number(rasimi_column *column, size_t row, uint64_t line, const rasimi_field *field, rasimi_column_place *place)
{
    const rasimi_column_info *info = &column->info;
    column->numbers[row] = info->if_empty;
    if (field->length == 0)
        return;
    double value = 0;
    const rasimi_number_status status = rasimi_parse_double(field->text, field->length, &value);
    if (status == RASIMI_NUMBER_NOT) {
        rasimi_problem_add(place->problems, RASIM_ERROR, cell_place(column, line, place),
                           "%s%s is '%s', which is not a number; write plain digits such as 312.50, without £ signs or "
                           "commas.",
                           column->heading, of_whom(place).text, rasimi_words_shown(field->text, field->length).text);
        return;
    }
    const bool low = info->min_open ? value <= info->min : value < info->min;
    if (status == RASIMI_NUMBER_RANGE || low || value > info->max) {
        rasimi_problem_add(place->problems, RASIM_ERROR, cell_place(column, line, place),
                           "%s%s is %s, but must be %s %.0f and at most %.0f; correct the cell.", column->heading,
                           of_whom(place).text, rasimi_words_shown(field->text, field->length).text,
                           info->min_open ? "above" : "at least", info->min, info->max);
        return;
    }
    column->numbers[row] = value;
}

static bool
is_one_of(const char *text, const char *const *words)
{
    for (; *words; words++)
        if (strcasecmp(text, *words) == 0)
            return true;
    return false;
}

static void
read_yes_no(rasimi_column *column, size_t row, uint64_t line, const rasimi_field *field, rasimi_column_place *place)
{
    static const char *const yes[] = {"", "yes", "y", "true", "1", NULL};
    static const char *const no[] = {"no", "n", "false", "0", NULL};
    column->flags[row] = !is_one_of(field->text, no);
    if (column->flags[row] && !is_one_of(field->text, yes))
        rasimi_problem_add(place->problems, RASIM_ERROR, cell_place(column, line, place),
                           "%s%s is '%s', but must be yes or no; an empty cell means yes.", column->heading,
                           of_whom(place).text, rasimi_words_shown(field->text, field->length).text);
}

/* A date becomes the number of its day; NAN where the cell is empty or no date. */
static void
read_date(rasimi_column *column, size_t row, uint64_t line, const rasimi_field *field, rasimi_column_place *place)
{
    int64_t day;
    column->numbers[row] = (double)NAN;
    if (field->length == 0)
        return;
    if (rasimi_day_parse(field->text, &day))
        column->numbers[row] = (double)day;
    else
        rasimi_problem_add(place->problems, RASIM_ERROR, cell_place(column, line, place),
                           "%s%s is '%s', which is no date; write it as year-month-day, such as 2009-04-01.",
                           column->heading, of_whom(place).text, rasimi_words_shown(field->text, field->length).text);
}

rasim_status
rasimi_cell_read(rasimi_column *column, size_t row, uint64_t line, const rasimi_field *field,
                 rasimi_column_place *place)
{
    column->n_empty += field->length == 0;
    if (field->length == 0 && !column->info.may_be_empty)
        report_empty(column, line, place);
    switch (column->info.kind) {
        case RASIMI_CELL_ID:
            return read_id(column, row, line, field, place);
        case RASIMI_CELL_LABEL:
            return read_label(column, row, line, field, place);
        case RASIMI_CELL_NUMBER:
            read_number(column, row, line, field, place);
            return RASIM_OK;
        case RASIMI_CELL_YES_NO:
            read_yes_no(column, row, line, field, place);
            return RASIM_OK;
        case RASIMI_CELL_DATE:
            read_date(column, row, line, field, place);
            return RASIM_OK;
    }
    return RASIM_ERR_INTERNAL;
}
