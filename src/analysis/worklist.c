/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whose allocation is furthest off, on average over their simulated years. */
#include "analysis/worklist.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/tenths.h"
#include "rasim/ledger.h"

void
rasimi_worklist_add(rasimi_row_sums *rows, const rasimi_crowd *crowd)
{
    for (size_t i = 0; i < crowd->n; i++) {
        const rasimi_fared *fared = &crowd->fared[i];
        const double need = (double)fared->need, allocation = (double)fared->indicative;
        if (fared->pool != RASIMI_POOL_INSIDE)
            continue;
        rasimi_row_sums *row = &rows[crowd->seen[i].row];
        row->years += 1;
        row->need += need;
        row->allocation += allocation;
        row->gap += fabs(allocation - need);
        row->n_panel += fared->need > fared->indicative * crowd->terms->above_tolerance;
    }
}

/* Furthest first; of equals the first in key order. */
static int
by_gap(const void *left, const void *right)
{
    const rasimi_sortable *a = left, *b = right;
    if (a->value < b->value || a->value > b->value)
        return a->value > b->value ? -1 : 1;
    return (a->row > b->row) - (a->row < b->row);
}

static rasim_far_person
describe(const rasimi_row_sums *sums, const rasim_study *study, uint32_t row)
{
    const double per_year = 1 / (sums->years * RASIM_UNITS_PER_GBP);
    return (rasim_far_person){
        .person_id = study->person_id[row],
        .care_group = study->care_groups[study->care_group[row]],
        .setting = study->settings[study->setting[row]],
        .place = study->n_places > 0 ? study->places[study->place[row]] : "",
        .years = sums->years,
        .package_gbp_week = study->cost_gbp_week[row] * study->price_index[study->setting[row]],
        .need_gbp_week = sums->need * per_year,
        .allocation_gbp_week = sums->allocation * per_year,
        .gap_gbp_week = sums->gap * per_year,
        .panel_share = sums->n_panel / sums->years,
    };
}

rasim_status
rasimi_worklist_describe(const rasimi_row_sums *rows, const rasim_study *study, size_t n, rasimi_arena *arena,
                         rasim_design_persons *out)
{
    rasimi_sortable *order = rasimi_calloc(study->n_rows, sizeof *order);
    size_t n_seen = 0;
    for (size_t i = 0; order && i < study->n_rows; i++)
        if (rows[i].years > 0)
            order[n_seen++] = (rasimi_sortable){rows[i].gap / rows[i].years, (uint32_t)i};
    if (order)
        qsort(order, n_seen, sizeof *order, by_gap);
    out->n_far = n < n_seen ? n : n_seen;
    out->far = rasimi_arena_alloc(arena, out->n_far, sizeof *out->far);
    for (size_t i = 0; order && out->far && i < out->n_far; i++)
        out->far[i] = describe(&rows[order[i].row], study, order[i].row);
    const bool made = order && out->far;
    free(order);
    return made ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}
