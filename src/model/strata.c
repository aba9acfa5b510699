/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Strata: rows that may stand in for one another, and whether they can be simulated. */
#include "model/strata.h"

#include "base/text.h"
#include "num/philox.h"
#include "num/urn.h"
#include "model/combine.h"

#include <stdlib.h>
#include <string.h>

/* A counter has room for this many copies of one row (methods.md section 11), and under polya one row may come to stand
   for nearly a whole stratum. */
#define MAX_STRATUM_PEOPLE 4194304

/* With fewer rows, a sample of which one is left out has no variance to give. */
#define MIN_ROWS 3

/* ---- which rows ---- */

/* The columns of population.strata; false where the caseload lacks one. */
static bool
find_columns(rasimi_draft *draft, rasimi_strata *out)
{
    const rasim_study *study = draft->study;
    const rasimi_stratum_column known[RASIMI_MAX_STRATUM_COLUMNS] = {
        {"care_group", study->care_group, study->care_groups},
        {"setting", study->setting, study->settings},
        {"place", study->place, study->places},
        {"budget_area", study->area, study->areas},
    };
    const rasimi_texts *asked = &study->framework.population.strata;
    for (size_t i = 0; i < asked->n && i < RASIMI_MAX_STRATUM_COLUMNS; i++)
        for (size_t k = 0; k < RASIMI_MAX_STRATUM_COLUMNS; k++)
            if (strcmp(known[k].name, asked->items[i].value) == 0)
                out->columns[out->n_columns++] = known[k];
    for (size_t c = 0; c < out->n_columns; c++) {
        if (out->columns[c].names)
            continue;
        rasimi_problem_add(draft->problems, RASIM_ERROR, rasimi_draft_place(draft, asked->mark),
                           "population.strata names %s, but the caseload has no such column; add it or choose other "
                           "strata.",
                           out->columns[c].name);
        return false;
    }
    return true;
}

/* "Older people, community" */
static const char *
make_label(const rasimi_strata *strata, size_t h, rasimi_arena *arena)
{
    rasimi_buffer label = {0};
    for (size_t c = 0; c < strata->n_columns; c++) {
        const rasimi_stratum_column *column = &strata->columns[c];
        rasimi_buffer_printf(&label, "%s%s", c > 0 ? ", " : "", column->names[column->index[strata->row[h]]]);
    }
    const char *copy =
        label.failed ? NULL
                     : rasimi_arena_text(arena, label.data ? label.data : "everybody", label.data ? label.length : 9);
    rasimi_buffer_clear(&label);
    return copy;
}

static rasim_status
name_strata(rasimi_draft *draft, const rasimi_strata *strata)
{
    rasim_study *study = draft->study;
    for (size_t h = 0; h < strata->n; h++) {
        const char *label = make_label(strata, h, &study->arena);
        if (!label)
            return RASIM_ERR_NO_MEMORY;
        study->strata[h].label = label;
        study->strata[h].key = rasimi_label_key(label, strlen(label));
    }
    return RASIM_OK;
}

static int
compare_keys(const void *a, const void *b)
{
    const uint64_t x = (*(const rasimi_stratum *const *)a)->key, y = (*(const rasimi_stratum *const *)b)->key;
    return (x > y) - (x < y);
}

/* Draws are addressed by the label's key, so no two strata may have the same. */
static rasim_status
check_keys(rasimi_draft *draft)
{
    const rasim_study *study = draft->study;
    const rasimi_stratum **sorted = rasimi_arena_alloc(&draft->arena, study->n_strata, sizeof *sorted);
    if (!sorted)
        return RASIM_ERR_NO_MEMORY;
    for (size_t h = 0; h < study->n_strata; h++)
        sorted[h] = &study->strata[h];
    qsort(sorted, study->n_strata, sizeof *sorted, compare_keys);
    for (size_t h = 1; h < study->n_strata; h++)
        if (sorted[h]->key == sorted[h - 1]->key)
            rasimi_problem_add(draft->problems, RASIM_ERROR,
                               rasimi_draft_place(draft, study->framework.population.strata.mark),
                               "The strata '%s' and '%s' cannot be told apart; rename one of their labels.",
                               sorted[h - 1]->label, sorted[h]->label);
    return RASIM_OK;
}

/* Lists the rows by stratum, each stratum's in key order, and sums their weights. */
static void
list_rows(const rasimi_draft *draft, rasimi_strata *strata)
{
    rasim_study *study = draft->study;
    for (size_t i = 0; i < study->n_rows; i++)
        study->strata[study->stratum[i]].n_rows++;
    for (size_t h = 1; h < strata->n; h++)
        study->strata[h].first = study->strata[h - 1].first + study->strata[h - 1].n_rows;
    for (size_t h = 0; h < strata->n; h++)
        study->strata[h].n_rows = 0;
    for (size_t i = 0; i < study->n_rows; i++) {
        rasimi_stratum *stratum = &study->strata[study->stratum[i]];
        study->stratum_rows[stratum->first + stratum->n_rows++] = (uint32_t)i;
        strata->weight[study->stratum[i]] += study->weight[i];
    }
}

static rasim_status
group_rows(rasimi_draft *draft, rasimi_strata *strata)
{
    rasim_study *study = draft->study;
    const uint32_t *columns[RASIMI_MAX_STRATUM_COLUMNS];
    for (size_t c = 0; c < strata->n_columns; c++)
        columns[c] = strata->columns[c].index;
    rasimi_combinations found;
    const rasim_status status = rasimi_combine(columns, strata->n_columns, study->n_rows, &study->arena, &found);
    if (status != RASIM_OK)
        return status;
    strata->n = study->n_strata = found.n;
    strata->row = found.row;
    strata->weight = rasimi_arena_alloc(&draft->arena, found.n, sizeof *strata->weight);
    study->stratum = found.index;
    study->strata = rasimi_arena_alloc(&study->arena, found.n, sizeof *study->strata);
    study->stratum_rows = rasimi_arena_alloc(&study->arena, study->n_rows, sizeof *study->stratum_rows);
    if (!strata->weight || !study->strata || !study->stratum_rows)
        return RASIM_ERR_NO_MEMORY;
    list_rows(draft, strata);
    const rasim_status named = name_strata(draft, strata);
    return named == RASIM_OK ? check_keys(draft) : named;
}

/* ---- whether they can be simulated ---- */

static void
check_size(rasimi_draft *draft, const rasimi_stratum *stratum, rasimi_place place)
{
    const unsigned long long people = stratum->n_people, rows = stratum->n_rows;
    if (people < rows)
        rasimi_problem_add(draft->problems, RASIM_ERROR, place,
                           "'%s' has %llu rows in the caseload but only %llu people in the whole population; its frame "
                           "or weights are too small.",
                           stratum->label, rows, people);
    else if (people > MAX_STRATUM_PEOPLE)
        rasimi_problem_add(draft->problems, RASIM_ERROR, place,
                           "'%s' has %llu people, but at most %d can be simulated in one stratum; split it by place or "
                           "budget area.",
                           stratum->label, people, MAX_STRATUM_PEOPLE);
}

/* What drawing people from a sample needs where there are unseen people to stand for. */
static void
check_rows_enough(rasimi_draft *draft, const rasimi_stratum *stratum, rasimi_place place)
{
    if (stratum->n_rows < MIN_ROWS)
        rasimi_problem_add(
            draft->problems, RASIM_ERROR, place,
            "'%s' has %llu %s for %llu people and no stratum of its care group to merge with; at least %d rows are "
            "needed to stand for people who are not in the file; choose coarser population.strata, or sampling: fixed.",
            stratum->label, (unsigned long long)stratum->n_rows, stratum->n_rows == 1 ? "row" : "rows",
            (unsigned long long)stratum->n_people, MIN_ROWS);
}

static void
check_strata(rasimi_draft *draft)
{
    const rasim_study *study = draft->study;
    const rasimi_population_spec *population = &study->framework.population;
    const rasimi_mark mark = population->frame.n > 0 ? population->frame.mark : population->mark;
    for (size_t h = 0; h < study->n_strata; h++) {
        const rasimi_stratum *stratum = &study->strata[h];
        check_size(draft, stratum, rasimi_draft_place(draft, mark));
        if (population->sampling.value != RASIMI_SAMPLING_FIXED && stratum->n_people > stratum->n_rows)
            check_rows_enough(draft, stratum, rasimi_draft_place(draft, population->sampling.mark));
    }
}

static rasim_status
copy_weights(rasimi_draft *draft)
{
    rasim_study *study = draft->study;
    study->weight = rasimi_arena_alloc(&study->arena, study->n_rows, sizeof *study->weight);
    if (!study->weight)
        return RASIM_ERR_NO_MEMORY;
    for (size_t i = 0; i < study->n_rows; i++)
        study->weight[i] = draft->caseload.weight[draft->caseload.by_key[i]];
    return RASIM_OK;
}

rasim_status
rasimi_strata_make(rasimi_draft *draft)
{
    rasimi_strata strata = {.n = 0};
    if (!find_columns(draft, &strata))
        return RASIM_OK;
    const uint64_t errors = rasimi_problems_errors(draft->problems);
    rasim_status status = copy_weights(draft);
    if (status == RASIM_OK)
        status = group_rows(draft, &strata);
    if (status == RASIM_OK)
        status = rasimi_frame_apply(draft, &strata);
    if (status == RASIM_OK && rasimi_problems_errors(draft->problems) == errors &&
        draft->study->framework.population.sampling.value != RASIMI_SAMPLING_FIXED)
        status = rasimi_strata_merge(draft);
    if (status != RASIM_OK || rasimi_problems_errors(draft->problems) > errors)
        return status;
    check_strata(draft);
    status = rasimi_costs_fill(draft);
    if (status != RASIM_OK || rasimi_problems_errors(draft->problems) > errors)
        return status;
    return rasimi_strata_weigh(draft);
}
