/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The caseload's columns: the table of those that rasim knows, and finding them in a file's header. */
#include "model/columns.h"

#include "base/text.h"
#include "model/design.h"
#include "rasim/ledger.h"

#include <math.h>
#include <string.h>

/* A row that stands for more people than this is a mistake in the file. */
#define MAX_WEIGHT 1e6

#define HEADING(field) offsetof(rasimi_columns_spec, field)
#define LABEL(column, must)                                                                                            \
    {                                                                                                                  \
        .name = #column, .spec_offset = HEADING(column), .kind = RASIMI_CELL_LABEL, .required = (must),                \
        .may_be_empty = !(must)                                                                                        \
    }

static const rasimi_column_info KNOWN[RASIMI_N_COLUMNS] = {
    [RASIMI_COLUMN_PERSON_ID] = {.name = "person_id",
                                 .spec_offset = HEADING(person_id),
                                 .kind = RASIMI_CELL_ID,
                                 .required = true,
                                 .if_blank = "give every row an identifier of its own"},
    [RASIMI_COLUMN_CARE_GROUP] = LABEL(care_group, true),
    [RASIMI_COLUMN_SETTING] = LABEL(setting, true),
    [RASIMI_COLUMN_PLACE] = LABEL(place, false),
    [RASIMI_COLUMN_BUDGET_AREA] = {.name = "budget_area",
                                   .spec_offset = HEADING(budget_area),
                                   .kind = RASIMI_CELL_LABEL,
                                   .if_blank = "name the line of the budget that bears the cost, or leave the whole "
                                               "column out"},
    [RASIMI_COLUMN_WEIGHT] = {.name = "weight",
                              .spec_offset = HEADING(weight),
                              .kind = RASIMI_CELL_NUMBER,
                              .if_empty = 1,
                              .max = MAX_WEIGHT,
                              .min_open = true,
                              .if_blank = "write 1 where the row stands for one person"},
    [RASIMI_COLUMN_WEEKLY_COST] = {.name = "weekly_cost",
                                   .spec_offset = HEADING(weekly_cost),
                                   .kind = RASIMI_CELL_NUMBER,
                                   .required = true,
                                   .may_be_empty = true,
                                   .if_empty = (double)NAN,
                                   .max = RASIM_MAX_GBP_WEEK},
    [RASIMI_COLUMN_POINTS] = {.name = "points",
                              .spec_offset = HEADING(points),
                              .kind = RASIMI_CELL_NUMBER,
                              .may_be_empty = true,
                              .if_empty = (double)NAN,
                              .min = -RASIMI_MAX_POINTS,
                              .max = RASIMI_MAX_POINTS},
    [RASIMI_COLUMN_CARER_SUPPORT] = LABEL(carer_support, false),
    [RASIMI_COLUMN_CARER_CONSENT] = {.name = "carer_consent",
                                     .spec_offset = HEADING(carer_consent),
                                     .kind = RASIMI_CELL_YES_NO,
                                     .may_be_empty = true},
    [RASIMI_COLUMN_ASSESSMENT_MODE] = LABEL(assessment_mode, false),
    [RASIMI_COLUMN_DELIVERY] = LABEL(delivery, false),
    [RASIMI_COLUMN_START_DATE] = {.name = "start_date",
                                  .spec_offset = HEADING(start_date),
                                  .kind = RASIMI_CELL_DATE,
                                  .may_be_empty = true},
    [RASIMI_COLUMN_CONTRIBUTION] = {.name = "client_contribution",
                                    .spec_offset = HEADING(client_contribution),
                                    .kind = RASIMI_CELL_NUMBER,
                                    .may_be_empty = true,
                                    .max = RASIM_MAX_GBP_WEEK},
};

const rasimi_column_info *
rasimi_column_describe(rasimi_column_id id)
{
    return &KNOWN[id];
}

static rasimi_column_info
describe_wanted(const rasimi_wanted *wanted)
{
    return (rasimi_column_info){
        .name = wanted->heading,
        .kind = wanted->numeric ? RASIMI_CELL_NUMBER : RASIMI_CELL_LABEL,
        .required = !wanted->optional,
        .may_be_empty = true,
        .if_empty = wanted->if_empty,
        .min = wanted->min,
        .max = wanted->max > 0 ? wanted->max : RASIM_MAX_GBP_WEEK,
    };
}

void
rasimi_columns_init(rasimi_column *columns, const rasimi_columns_spec *spec, const rasimi_wanted *wanted,
                    size_t n_wanted)
{
    for (size_t i = 0; i < RASIMI_N_COLUMNS; i++) {
        const rasimi_text *own = (const rasimi_text *)(const void *)((const char *)spec + KNOWN[i].spec_offset);
        columns[i] = (rasimi_column){
            .info = KNOWN[i], .heading = own->value ? own->value : KNOWN[i].name, .field = RASIMI_NO_FIELD};
        columns[i].info.required |= own->value != NULL;
    }
    for (size_t i = 0; i < n_wanted; i++)
        columns[RASIMI_N_COLUMNS + i] = (rasimi_column){.info = describe_wanted(&wanted[i]),
                                                        .heading = wanted[i].heading,
                                                        .asked_by = wanted[i].asked_by,
                                                        .field = RASIMI_NO_FIELD};
}

/* The fields that no column uses: what a missing heading may have been meant to be. */
typedef struct unused_fields {
    const char *headings[RASIMI_CSV_MAX_COLUMNS];
    size_t fields[RASIMI_CSV_MAX_COLUMNS];
    size_t n;
} unused_fields;

static void
collect_unused(const rasimi_column *columns, size_t n_columns, const rasimi_field *header, size_t n_fields,
               unused_fields *out)
{
    bool used[RASIMI_CSV_MAX_COLUMNS] = {false};
    for (size_t c = 0; c < n_columns; c++)
        if (columns[c].field != RASIMI_NO_FIELD)
            used[columns[c].field] = true;
    for (size_t f = 0; f < n_fields; f++) {
        if (used[f] || header[f].length == 0)
            continue;
        out->headings[out->n] = header[f].text;
        out->fields[out->n++] = f;
    }
}

static void
find_column(rasimi_column *column, uint64_t line, const rasimi_field *header, size_t n_fields,
            rasimi_column_place *place)
{
    for (size_t f = 0; f < n_fields; f++) {
        if (strcmp(header[f].text, column->heading) != 0)
            continue;
        if (column->field == RASIMI_NO_FIELD) {
            column->field = f;
            continue;
        }
        rasimi_problem_add(place->problems, RASIM_ERROR, (rasimi_place){place->file, line, f + 1},
                           "The heading '%s' stands on columns %zu and %zu; rename or remove one of them.",
                           column->heading, column->field + 1, f + 1);
        place->failed = true;
    }
}

/* "The column 'x' is missing; why (did you mean 'y'?)." */
static void
report_missing(const rasimi_column *column, uint64_t line, const char *nearest, rasimi_column_place *place)
{
    const bool mapped = !column->asked_by && strcmp(column->heading, column->info.name) != 0;
    rasimi_buffer why = {0};
    if (column->asked_by)
        rasimi_buffer_printf(&why, "%s asks for it", column->asked_by);
    else if (mapped)
        rasimi_buffer_printf(&why, "columns.%s in the framework names it", column->info.name);
    else
        rasimi_buffer_printf(&why, "every caseload needs it, or columns.%s in the framework to name its heading",
                             column->info.name);
    if (nearest)
        rasimi_buffer_printf(&why, " (did you mean '%s'?)", nearest);
    rasimi_problem_add(place->problems, RASIM_ERROR, (rasimi_place){place->file, line, 0},
                       "The file has no column '%s'; %s.", column->heading, why.data ? why.data : "it is needed");
    rasimi_buffer_clear(&why);
    place->failed = true;
}

void
rasimi_columns_find(rasimi_column *columns, size_t n_columns, uint64_t line, const rasimi_field *header,
                    size_t n_fields, rasimi_column_place *place)
{
    unused_fields unused = {.n = 0};
    for (size_t c = 0; c < n_columns; c++)
        find_column(&columns[c], line, header, n_fields, place);
    collect_unused(columns, n_columns, header, n_fields, &unused);
    for (size_t c = 0; c < n_columns; c++) {
        if (columns[c].field != RASIMI_NO_FIELD)
            continue;
        const size_t near = rasimi_nearest(columns[c].heading, unused.headings, unused.n);
        if (columns[c].info.required)
            report_missing(&columns[c], line, near < unused.n ? unused.headings[near] : NULL, place);
        else if (near < unused.n)
            rasimi_problem_add(place->problems, RASIM_NOTE, (rasimi_place){place->file, line, unused.fields[near] + 1},
                               "The column '%s' is not used; if it is meant to be '%s', rename it.",
                               unused.headings[near], columns[c].heading);
    }
}
