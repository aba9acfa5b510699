/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tenths by weighted mid-ranks. */
#include "analysis/tenths.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { N_TENTHS = 10 };

rasim_status
rasimi_mid_ranks(rasimi_sortable *items, size_t n, const double *weight, double *rank)
{
    double total = 0, before = 0;
    const rasim_status status = rasimi_sort_rows(items, n);
    if (status != RASIM_OK)
        return status;
    for (size_t i = 0; i < n; i++)
        total += weight[items[i].row];
    for (size_t first = 0, end; first < n; first = end) {
        double tied = 0;
        for (end = first; end < n && !(items[end].value > items[first].value); end++)
            tied += weight[items[end].row];
        for (size_t i = first; i < end; i++)
            rank[items[i].row] = (before + 0.5 * tied) / total;
        before += tied;
    }
    return RASIM_OK;
}

uint8_t
rasimi_tenth(double mid_rank)
{
    const double tenth = mid_rank * N_TENTHS;
    return (uint8_t)(tenth < N_TENTHS - 1 ? tenth : N_TENTHS - 1);
}

const char *
rasimi_need_basis(const rasim_study *study, size_t outcome)
{
    if (outcome >= study->n_designs)
        return "mean rank of points";
    return study->applied[outcome].by_factor ? "answers" : "points";
}

/* What a design takes from a person's answers: points, or £ before limits where it reads the answers themselves. */
static double
measure_of(const rasimi_applied *applied, size_t row)
{
    if (!applied->by_factor)
        return (double)applied->points[row];
    return (double)applied->raw[row] + (applied->extra ? (double)applied->extra[row] : 0);
}

static size_t
list_scored(const rasim_study *study, size_t design, rasimi_sortable *items)
{
    size_t n = 0;
    for (size_t i = 0; i < study->n_rows; i++)
        if (!study->scored || study->scored[i])
            items[n++] = (rasimi_sortable){measure_of(&study->applied[design], i), (uint32_t)i};
    return n;
}

/* Ranks by the mean of the ranks that the places' designs give. */
static rasim_status
rank_over_places(const rasim_study *study, rasimi_sortable *items, double *rank, double *sum)
{
    for (size_t p = 0; p < study->n_places; p++) {
        const size_t n = list_scored(study, study->place_design[p], items);
        const rasim_status status = rasimi_mid_ranks(items, n, study->weight, rank);
        if (status != RASIM_OK)
            return status;
        for (size_t i = 0; i < n; i++)
            sum[items[i].row] += rank[items[i].row];
    }
    size_t n = 0;
    for (size_t i = 0; i < study->n_rows; i++)
        if (!study->scored || study->scored[i])
            items[n++] = (rasimi_sortable){sum[i], (uint32_t)i};
    return rasimi_mid_ranks(items, n, study->weight, rank);
}

rasim_status
rasimi_need_tenths(const rasim_study *study, size_t outcome, rasimi_arena *arena, uint8_t **out)
{
    rasimi_sortable *items = rasimi_calloc(study->n_rows, sizeof *items);
    double *rank = rasimi_calloc(study->n_rows, 2 * sizeof *rank);
    uint8_t *tenth = rasimi_arena_alloc(arena, study->n_rows, sizeof *tenth);
    rasim_status status = items && rank && tenth ? RASIM_OK : RASIM_ERR_NO_MEMORY;
    if (status == RASIM_OK && outcome < study->n_designs)
        status = rasimi_mid_ranks(items, list_scored(study, outcome, items), study->weight, rank);
    else if (status == RASIM_OK)
        status = rank_over_places(study, items, rank, rank + study->n_rows);
    for (size_t i = 0; status == RASIM_OK && i < study->n_rows; i++)
        tenth[i] = rasimi_tenth(rank[i]);
    *out = tenth;
    free(rank);
    free(items);
    return status;
}

rasim_status
rasimi_cost_cuts(const rasim_study *study, double cuts[N_TENTHS])
{
    rasimi_sortable *items = rasimi_calloc(study->n_rows, sizeof *items);
    double *rank = rasimi_calloc(study->n_rows, sizeof *rank);
    rasim_status status = items && rank ? RASIM_OK : RASIM_ERR_NO_MEMORY;
    size_t n = 0;
    for (size_t i = 0; status == RASIM_OK && i < study->n_rows; i++)
        if (!study->costed || study->costed[i])
            items[n++] = (rasimi_sortable){study->cost_gbp_week[i], (uint32_t)i};
    for (size_t t = 0; t < N_TENTHS; t++)
        cuts[t] = -HUGE_VAL;
    if (status == RASIM_OK)
        status = rasimi_mid_ranks(items, n, study->weight, rank);
    for (size_t i = 0; status == RASIM_OK && i < n; i++)
        cuts[rasimi_tenth(rank[items[i].row])] = items[i].value;
    for (size_t t = 1; t < N_TENTHS; t++) /* a tenth with nobody in it ends where the one before does */
        cuts[t] = cuts[t] > cuts[t - 1] ? cuts[t] : cuts[t - 1];
    cuts[N_TENTHS - 1] = HUGE_VAL;
    free(rank);
    free(items);
    return status;
}
