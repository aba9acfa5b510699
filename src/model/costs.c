/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows without a cost: a missing package cost is never guessed for a person. In each replicate such a row takes the
   cost of a row of its own stratum that has one (methods.md section 4 step 1). Until then, where one number is needed
   (to calibrate weights, to show), it is the stratum's mean. */
#include "model/columns.h"
#include "model/draft.h"
#include "model/strata.h"

#include <math.h>

static bool
has_cost(const rasimi_draft *draft, size_t row)
{
    return !isnan(draft->caseload.weekly_cost[draft->caseload.by_key[row]]);
}

/* Lists a stratum's rows with a cost from `first` on; returns how many, and their mean. */
static uint32_t
list_payers(const rasimi_draft *draft, const rasimi_stratum *stratum, uint32_t first, double *mean)
{
    const rasim_study *study = draft->study;
    uint32_t n = 0;
    double sum = 0;
    for (uint64_t i = 0; i < stratum->n_rows; i++) {
        const uint32_t row = study->stratum_rows[stratum->first + i];
        if (has_cost(draft, row)) {
            study->payers[first + n++] = row;
            sum += draft->caseload.weekly_cost[draft->caseload.by_key[row]];
        }
    }
    *mean = sum / n;
    return n;
}

/* The cost of the first row of a stratum, by the file's order. */
static rasimi_place
first_row(const rasimi_draft *draft, const rasimi_stratum *stratum)
{
    size_t first = SIZE_MAX;
    for (uint64_t i = 0; i < stratum->n_rows; i++) {
        const size_t row = draft->caseload.by_key[draft->study->stratum_rows[stratum->first + i]];
        first = row < first ? row : first;
    }
    return rasimi_caseload_place(&draft->caseload, draft->caseload_file, first, RASIMI_COLUMN_WEEKLY_COST);
}

static void
fill_means(rasimi_draft *draft, const rasimi_stratum *stratum, double mean)
{
    for (uint64_t i = 0; i < stratum->n_rows; i++) {
        const uint32_t row = draft->study->stratum_rows[stratum->first + i];
        draft->study->costed[row] = has_cost(draft, row);
        if (!draft->study->costed[row])
            draft->caseload.weekly_cost[draft->caseload.by_key[row]] = mean;
    }
}

static rasim_status
fill(rasimi_draft *draft)
{
    rasim_study *study = draft->study;
    study->costed = rasimi_arena_alloc(&study->arena, study->n_rows, sizeof *study->costed);
    study->payers = rasimi_arena_alloc(&study->arena, study->n_rows, sizeof *study->payers);
    study->payer_classes = rasimi_arena_alloc(&study->arena, study->n_strata, sizeof *study->payer_classes);
    if (!study->costed || !study->payers || !study->payer_classes)
        return RASIM_ERR_NO_MEMORY;
    uint32_t first = 0;
    for (size_t h = 0; h < study->n_strata; h++) {
        double mean = 0;
        const uint32_t n = list_payers(draft, &study->strata[h], first, &mean);
        if (n == 0)
            rasimi_problem_add(draft->problems, RASIM_ERROR, first_row(draft, &study->strata[h]),
                               "No row of '%s' has a weekly_cost, so nobody's cost can stand in for the missing ones; "
                               "fill some in, or choose coarser population.strata.",
                               study->strata[h].label);
        study->payer_classes[h] = (rasimi_donor_class){first, n};
        fill_means(draft, &study->strata[h], mean);
        first += n;
    }
    return RASIM_OK;
}

/* Where the file's first cost is missing; the file's order is not that of the study's rows. */
static size_t
first_gap(const rasimi_draft *draft)
{
    size_t row = 0;
    while (row + 1 < draft->caseload.n_rows && !isnan(draft->caseload.weekly_cost[row]))
        row++;
    return row;
}

rasim_status
rasimi_costs_fill(rasimi_draft *draft)
{
    size_t n_missing = 0;
    const size_t n_rows = draft->study->n_rows, first = first_gap(draft);
    for (size_t row = 0; row < n_rows; row++)
        n_missing += !has_cost(draft, row);
    if (n_missing == 0)
        return RASIM_OK;
    rasimi_problem_add(
        draft->problems, RASIM_WARNING,
        rasimi_caseload_place(&draft->caseload, draft->caseload_file, first, RASIMI_COLUMN_WEEKLY_COST),
        "%zu of %zu rows %s no weekly_cost, this being the first%s; in each replicate they take that of a "
        "row of the same stratum.",
        n_missing, n_rows, n_missing == 1 ? "has" : "have", rasimi_caseload_who(&draft->caseload, first).text);
    return fill(draft);
}
