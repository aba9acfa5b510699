/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The frame: how many people of the whole caseload each stratum has. A row of the frame counts for the strata that
   match every label it gives; where these are several, its people are shared out in proportion to the weights. */
#include "model/strata.h"

#include "num/urn.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* No row of the frame counts for a stratum. */
#define NOBODY SIZE_MAX

/* What a row of the frame gives, by the strata's columns: NULL where it does not say. */
typedef struct frame_labels {
    const char *by_column[RASIMI_MAX_STRATUM_COLUMNS];
} frame_labels;

/* A key that a row may give. */
typedef struct frame_key {
    const char *name, *what;
    const rasimi_text *text;
    rasimi_names names;
} frame_key;

/* The strata's column of a name, or n_columns. */
static size_t
find_column(const rasimi_strata *strata, const char *name)
{
    size_t c = 0;
    while (c < strata->n_columns && strcmp(strata->columns[c].name, name) != 0)
        c++;
    return c;
}

static bool
read_key(rasimi_draft *draft, const rasimi_strata *strata, const frame_key *key, frame_labels *out)
{
    if (!key->text->value)
        return true;
    const rasimi_place place = rasimi_draft_place(draft, key->text->mark);
    const size_t c = find_column(strata, key->name);
    if (c == strata->n_columns) {
        rasimi_problem_add(draft->problems, RASIM_ERROR, place,
                           "A row of the frame gives %s, but population.strata does not name it; add it there or take "
                           "it out here.",
                           key->name);
        return false;
    }
    out->by_column[c] = key->text->value;
    return rasimi_draft_check_label(draft, RASIM_ERROR, place, key->what, key->text->value, key->names);
}

/* False where the row names what the strata or the caseload do not have; each is a problem. */
static bool
read_row(rasimi_draft *draft, const rasimi_strata *strata, const rasimi_frame_row *row, frame_labels *out)
{
    const rasimi_caseload *caseload = &draft->caseload;
    const frame_key keys[] = {
        {"care_group", "The care group", &row->care_group, rasimi_names_of(&caseload->care_group)},
        {"setting", "The setting", &row->setting, rasimi_names_of(&caseload->setting)},
        {"place", "The place", &row->place, rasimi_names_of(&caseload->place)},
        {"budget_area", "The budget area", &row->budget_area, rasimi_area_names(draft)},
    };
    bool good = true;
    *out = (frame_labels){{NULL}};
    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
        good &= read_key(draft, strata, &keys[k], out);
    return good;
}

static bool
matches(const rasimi_strata *strata, size_t h, const frame_labels *labels)
{
    for (size_t c = 0; c < strata->n_columns; c++) {
        const rasimi_stratum_column *column = &strata->columns[c];
        const char *given = labels->by_column[c];
        if (given && strcmp(given, column->names[column->index[strata->row[h]]]) != 0)
            return false;
    }
    return true;
}

static void
report_taken(rasimi_draft *draft, size_t h, size_t first, const rasimi_frame_row *second)
{
    const rasimi_frame_row *row = RASIMI_ROW(rasimi_frame_row, draft->study->framework.population.frame, first);
    rasimi_problem_add(draft->problems, RASIM_ERROR, rasimi_draft_place(draft, second->mark),
                       "The frame counts the people of '%s' twice, here and on line %u; let one row count them.",
                       draft->study->strata[h].label, (unsigned)row->mark.line);
}

/* Notes on rows that count for none or for several strata: what happens to their people is a choice of ours. */
static void
note_reach(rasimi_draft *draft, const rasimi_frame_row *row, size_t n_strata)
{
    const rasimi_place place = rasimi_draft_place(draft, row->mark);
    const unsigned long long people = row->people.value;
    if (n_strata == 0 && people > 0)
        rasimi_problem_add(draft->problems, RASIM_WARNING, place,
                           "No row of the covered caseload matches this row of the frame; its %llu people are not "
                           "simulated.",
                           people);
    else if (n_strata > 1)
        rasimi_problem_add(draft->problems, RASIM_NOTE, place,
                           "The %llu people of this row of the frame are shared out over %zu strata in proportion to "
                           "the weights.",
                           people, n_strata);
}

/* The known cost of a row goes to its stratum; it cannot be shared out as people can. */
static void
note_cost(rasimi_draft *draft, const rasimi_strata *strata, const rasimi_frame_row *row, size_t r, const size_t *owner,
          size_t n_strata)
{
    if (isnan(row->known_cost_gbp_week.value))
        return;
    if (n_strata > 1) {
        rasimi_problem_add(draft->problems, RASIM_ERROR, rasimi_draft_place(draft, row->known_cost_gbp_week.mark),
                           "This known cost is for a row of the frame that counts for %zu strata; give each stratum a "
                           "row with its own known_cost_gbp_week.",
                           n_strata);
        return;
    }
    for (size_t h = 0; h < strata->n; h++)
        if (owner[h] == r)
            draft->study->strata[h].known_cost_gbp_week = row->known_cost_gbp_week.value;
}

/* Finds the row of the frame that counts for each stratum; false where a row is wrong. */
static bool
find_owners(rasimi_draft *draft, const rasimi_strata *strata, size_t *owner)
{
    const rasimi_structs *frame = &draft->study->framework.population.frame;
    bool good = true;
    for (size_t h = 0; h < strata->n; h++)
        owner[h] = NOBODY;
    for (size_t r = 0; r < frame->n; r++) {
        const rasimi_frame_row *row = RASIMI_ROW(rasimi_frame_row, *frame, r);
        frame_labels labels;
        if (!read_row(draft, strata, row, &labels)) {
            good = false;
            continue;
        }
        size_t n = 0;
        for (size_t h = 0; h < strata->n; h++) {
            if (!matches(strata, h, &labels))
                continue;
            if (owner[h] != NOBODY)
                report_taken(draft, h, owner[h], row);
            owner[h] = r;
            n++;
        }
        note_reach(draft, row, n);
        note_cost(draft, strata, row, r, owner, n);
    }
    return good;
}

static void
report_uncounted(rasimi_draft *draft, const size_t *owner)
{
    const rasim_study *study = draft->study;
    for (size_t h = 0; h < study->n_strata; h++)
        if (owner[h] == NOBODY)
            rasimi_problem_add(draft->problems, RASIM_ERROR,
                               rasimi_draft_place(draft, study->framework.population.frame.mark),
                               "The frame has no row for '%s', which %llu rows of the caseload belong to; say how many "
                               "people it has.",
                               study->strata[h].label, (unsigned long long)study->strata[h].n_rows);
}

/* Shares the people of the frame's row r out over its strata. weights and people are scratch for n strata. */
static rasim_status
share_out(rasim_study *study, const rasimi_strata *strata, size_t r, const size_t *owner, double *weights,
          uint64_t *people)
{
    size_t n = 0;
    for (size_t h = 0; h < strata->n; h++)
        if (owner[h] == r)
            weights[n++] = strata->weight[h];
    const rasimi_frame_row *row = RASIMI_ROW(rasimi_frame_row, study->framework.population.frame, r);
    if (n > 0 && rasimi_apportion(weights, n, row->people.value, people) != 0)
        return RASIM_ERR_NO_MEMORY;
    n = 0;
    for (size_t h = 0; h < strata->n; h++)
        if (owner[h] == r)
            study->strata[h].n_people = people[n++];
    return RASIM_OK;
}

static rasim_status
count_by_frame(rasimi_draft *draft, const rasimi_strata *strata)
{
    rasim_study *study = draft->study;
    size_t *owner = rasimi_arena_alloc(&draft->arena, strata->n, sizeof *owner);
    double *weights = rasimi_arena_alloc(&draft->arena, strata->n, sizeof *weights);
    uint64_t *people = rasimi_arena_alloc(&draft->arena, strata->n, sizeof *people);
    if (!owner || !weights || !people)
        return RASIM_ERR_NO_MEMORY;
    if (find_owners(draft, strata, owner))
        report_uncounted(draft, owner);
    rasim_status status = RASIM_OK;
    for (size_t r = 0; status == RASIM_OK && r < study->framework.population.frame.n; r++)
        status = share_out(study, strata, r, owner, weights, people);
    return status;
}

rasim_status
rasimi_frame_apply(rasimi_draft *draft, const rasimi_strata *strata)
{
    rasim_study *study = draft->study;
    for (size_t h = 0; h < strata->n; h++)
        study->strata[h].known_cost_gbp_week = (double)NAN;
    if (study->framework.population.frame.n > 0)
        return count_by_frame(draft, strata);
    for (size_t h = 0; h < strata->n; h++)
        study->strata[h].n_people = (uint64_t)floor(strata->weight[h] + 0.5);
    return RASIM_OK;
}
