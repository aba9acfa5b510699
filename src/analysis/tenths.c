/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tenths by weighted mid-ranks. */
#include "analysis/tenths.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { N_TENTHS = 10 };

static int
by_value(const void *left, const void *right)
{
    const rasimi_sortable *a = left, *b = right;
    if (a->value < b->value || a->value > b->value)
        return a->value < b->value ? -1 : 1;
    return (a->row > b->row) - (a->row < b->row);
}

void
rasimi_mid_ranks(rasimi_sortable *items, size_t n, const double *weight, double *rank)
{
    double total = 0, before = 0;
    qsort(items, n, sizeof *items, by_value);
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
static void
rank_over_places(const rasim_study *study, rasimi_sortable *items, double *rank, double *sum)
{
    for (size_t p = 0; p < study->n_places; p++) {
        const size_t n = list_scored(study, study->place_design[p], items);
        rasimi_mid_ranks(items, n, study->weight, rank);
        for (size_t i = 0; i < n; i++)
            sum[items[i].row] += rank[items[i].row];
    }
    size_t n = 0;
    for (size_t i = 0; i < study->n_rows; i++)
        if (!study->scored || study->scored[i])
            items[n++] = (rasimi_sortable){sum[i], (uint32_t)i};
    rasimi_mid_ranks(items, n, study->weight, rank);
}

rasim_status
rasimi_need_tenths(const rasim_study *study, size_t outcome, rasimi_arena *arena, uint8_t **out)
{
    rasimi_sortable *items = rasimi_calloc(study->n_rows, sizeof *items);
    double *rank = rasimi_calloc(study->n_rows, 2 * sizeof *rank);
    uint8_t *tenth = rasimi_arena_alloc(arena, study->n_rows, sizeof *tenth);
    const bool made = items && rank && tenth;
    if (made && outcome < study->n_designs)
        rasimi_mid_ranks(items, list_scored(study, outcome, items), study->weight, rank);
    else if (made)
        rank_over_places(study, items, rank, rank + study->n_rows);
    for (size_t i = 0; made && i < study->n_rows; i++)
        tenth[i] = rasimi_tenth(rank[i]);
    *out = tenth;
    free(rank);
    free(items);
    return made ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

rasim_status
rasimi_cost_cuts(const rasim_study *study, double cuts[N_TENTHS])
{
    rasimi_sortable *items = rasimi_calloc(study->n_rows, sizeof *items);
    double *rank = rasimi_calloc(study->n_rows, sizeof *rank);
    const bool made = items && rank;
    size_t n = 0;
    for (size_t i = 0; made && i < study->n_rows; i++)
        if (!study->costed || study->costed[i])
            items[n++] = (rasimi_sortable){study->cost_gbp_week[i], (uint32_t)i};
    for (size_t t = 0; t < N_TENTHS; t++)
        cuts[t] = -HUGE_VAL;
    if (made)
        rasimi_mid_ranks(items, n, study->weight, rank);
    for (size_t i = 0; made && i < n; i++)
        cuts[rasimi_tenth(rank[items[i].row])] = items[i].value;
    for (size_t t = 1; t < N_TENTHS; t++) /* a tenth with nobody in it ends where the one before does */
        cuts[t] = cuts[t] > cuts[t - 1] ? cuts[t] : cuts[t - 1];
    cuts[N_TENTHS - 1] = HUGE_VAL;
    free(rank);
    free(items);
    return made ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}
