/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The people of a study laid out for the kernel: single precision, ledger units, cells side by side. */
#ifndef RASIMI_ENGINE_LANES_H
#define RASIMI_ENGINE_LANES_H

#include "engine/kernel.h"
#include "engine/seeds.h"
#include "model/study.h"

/* Rows that stand for several people, of one cell: persons [first, first + n). */
typedef struct rasimi_multi_cell {
    uint32_t first, n;
    rasimi_stretch stretch; /* cell, group, setting, log sd; first and n are the replicate's items */
} rasimi_multi_cell;

/* What a what-if leaves out of a study, and what it changes. */
typedef struct rasimi_left_out {
    bool top_slice;
    bool carers_stop;
    double allocation_change; /* share by which every allocation is larger, before floors and caps */
} rasimi_left_out;

typedef struct rasimi_lanes {
    rasimi_people people;
    rasimi_kernel_design *designs; /* [n_years x n_designs], the first year's first */
    size_t n_designs, n_years;
    rasimi_kernel_terms terms;
    rasimi_kernel_terms *year_terms; /* [n_years] */
    rasimi_stretch *solo;            /* [n_solo] people who are one row each */
    size_t n_solo;
    rasimi_multi_cell *multi; /* [n_multi] */
    size_t n_multi;
    uint32_t *row;  /* [people.n] row of the study; UINT32_MAX for padding */
    uint32_t *lane; /* [study rows] where each row is */
    rasimi_left_out without;
    void **blocks; /* what to free */
    size_t n_blocks, capacity_blocks;
} rasimi_lanes;

/* True where the row is exactly one person in every replicate, with points and cost of their own: one draw of the
 * generator serves four replicates.
 */
bool
rasimi_row_is_solo(const rasim_study *study, size_t row);

/* A lane's weekly need cost and package in units, for £ a week at the price date: at planned prices of year 1, the need
   cost so that 2^(s z) times it has the right mean. */
float
rasimi_lane_cost(const rasim_study *study, size_t care_group, size_t setting, double gbp_week);
float
rasimi_lane_reference(const rasim_study *study, size_t setting, double gbp_week);

/* Lays out a study. Errors: RASIM_ERR_NO_MEMORY. Clear whatever happens. */
rasim_status
rasimi_lanes_make(const rasim_study *study, const rasimi_seeds *seeds, rasimi_left_out without, rasimi_lanes *out);

/* The same for a further run of the study: borrows from `base`, which outlives it, what does not differ. Errors:
   RASIM_ERR_NO_MEMORY. Clear whatever happens. */
rasim_status
rasimi_lanes_like(const rasimi_lanes *base, const rasim_study *study, const rasimi_seeds *seeds,
                  rasimi_left_out without, rasimi_lanes *out);

void
rasimi_lanes_clear(rasimi_lanes *lanes);

#endif
