/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Weights: calibrated in each stratum to its people, and to its known cost where the ledger gives one (Deville &
   Sarndal 1992, the linear case), none below 1 because every row is somebody. */
#include "model/strata.h"

#include "num/urn.h"

#include <math.h>

/* Weights that differ by less are the same number, printed and read. */
#define SAME_WEIGHT 1e-6

/* One stratum's weights being calibrated. */
typedef struct weighing {
    double *weight;     /* [n] in and out */
    const double *cost; /* [n] £ a week */
    bool *held;         /* [n] at 1 */
    size_t n;
    double people, total_cost; /* targets; total_cost is NAN where not known */
} weighing;

/* w (1 + shift + slope c) on the rows that are not held meets the targets with the rows that are. */
typedef struct correction {
    double shift, slope;
    bool solved;
} correction;

static correction
solve(const weighing *w)
{
    double people = w->people, cost = w->total_cost, sw = 0, swc = 0, swcc = 0;
    for (size_t i = 0; i < w->n; i++) {
        if (w->held[i]) {
            people -= 1;
            cost -= w->cost[i];
        } else {
            sw += w->weight[i];
            swc += w->weight[i] * w->cost[i];
            swcc += w->weight[i] * w->cost[i] * w->cost[i];
        }
    }
    const double determinant = sw * swcc - swc * swc;
    if (isnan(w->total_cost))
        return (correction){people / sw - 1, 0, sw > 0};
    const double people_gap = people - sw, cost_gap = cost - swc;
    return (correction){(people_gap * swcc - cost_gap * swc) / determinant,
                        (sw * cost_gap - swc * people_gap) / determinant, determinant > 1e-12 * sw * swcc};
}

/* Solves, holds at 1 what would fall below, and solves again until nothing does; false where the targets cannot be
   met. */
static bool
calibrate(weighing *w)
{
    for (size_t i = 0; i < w->n; i++)
        w->held[i] = false;
    for (;;) {
        const correction c = solve(w);
        size_t n_low = 0, n_free = 0;
        if (!c.solved)
            return false;
        for (size_t i = 0; i < w->n; i++) {
            const bool low = !w->held[i] && w->weight[i] * (1 + c.shift + c.slope * w->cost[i]) < 1;
            w->held[i] = w->held[i] || low;
            n_low += low;
            n_free += !w->held[i];
        }
        if (n_low > 0 && n_free > 0)
            continue;
        for (size_t i = 0; i < w->n; i++)
            w->weight[i] = w->held[i] ? 1 : w->weight[i] * (1 + c.shift + c.slope * w->cost[i]);
        return n_low == 0;
    }
}

/* A stratum that is wholly in the file needs no weights: everybody is themselves. */
static bool
is_whole(const rasimi_stratum *stratum)
{
    return stratum->n_people == stratum->n_rows;
}

static void
report_unmet(rasimi_draft *draft, const rasimi_stratum *stratum)
{
    rasimi_problem_add(
        draft->problems, RASIM_ERROR, rasimi_draft_place(draft, draft->study->framework.population.frame.mark),
        "No weights of at least 1 for the rows of '%s' give %llu people who cost %s a week together; "
        "check known_cost_gbp_week against the rows' own costs.",
        stratum->label, (unsigned long long)stratum->n_people, rasimi_words_pounds(stratum->known_cost_gbp_week).text);
}

static bool
are_equal(const double *weight, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (!(fabs(weight[i] - weight[0]) <= SAME_WEIGHT * weight[0]))
            return false;
    return true;
}

static rasim_status
weigh_stratum(rasimi_draft *draft, rasimi_stratum *stratum, weighing *w, double *cost, uint64_t *counts)
{
    rasim_study *study = draft->study;
    const uint32_t *rows = study->stratum_rows + stratum->first;
    w->n = stratum->n_rows;
    w->people = (double)stratum->n_people;
    w->total_cost = stratum->known_cost_gbp_week;
    for (size_t i = 0; i < w->n; i++) {
        w->weight[i] = is_whole(stratum) ? 1 : study->weight[rows[i]];
        cost[i] = draft->caseload.weekly_cost[draft->caseload.by_key[rows[i]]];
    }
    if (!is_whole(stratum) && !calibrate(w)) {
        report_unmet(draft, stratum);
        return RASIM_OK;
    }
    stratum->equal_weights = are_equal(w->weight, w->n);
    if (rasimi_apportion(w->weight, w->n, stratum->n_people, counts) != 0)
        return RASIM_ERR_NO_MEMORY;
    for (size_t i = 0; i < w->n; i++) {
        study->weight[rows[i]] = w->weight[i];
        study->fixed_count[rows[i]] = counts[i];
    }
    study->n_people += stratum->n_people;
    return RASIM_OK;
}

rasim_status
rasimi_strata_weigh(rasimi_draft *draft)
{
    rasim_study *study = draft->study;
    double *cost = rasimi_arena_alloc(&draft->arena, study->n_rows, sizeof *cost);
    weighing w = {.weight = rasimi_arena_alloc(&draft->arena, study->n_rows, sizeof *w.weight),
                  .cost = cost,
                  .held = rasimi_arena_alloc(&draft->arena, study->n_rows, sizeof *w.held)};
    uint64_t *counts = rasimi_arena_alloc(&draft->arena, study->n_rows, sizeof *counts);
    study->fixed_count = rasimi_arena_alloc(&study->arena, study->n_rows, sizeof *study->fixed_count);
    if (!cost || !w.weight || !w.held || !counts || !study->fixed_count)
        return RASIM_ERR_NO_MEMORY;
    rasim_status status = RASIM_OK;
    for (size_t h = 0; status == RASIM_OK && h < study->n_strata; h++)
        status = weigh_stratum(draft, &study->strata[h], &w, cost, counts);
    return status;
}
