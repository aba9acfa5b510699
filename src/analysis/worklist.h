/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The people whose allocations are furthest from their needs, for somebody to look at one by one. Personal data: made
   only where it is asked for. */
#ifndef RASIMI_ANALYSIS_WORKLIST_H
#define RASIMI_ANALYSIS_WORKLIST_H

#include "analysis/persons_pass.h"
#include "base/mem.h"

/* Sums over a row's simulated years inside the RAS. Units a week. */
typedef struct rasimi_row_sums {
    double years, need, allocation, gap, n_panel;
} rasimi_row_sums;

/* Adds a replicate to [n_rows] sums. */
void
rasimi_worklist_add(rasimi_row_sums *rows, const rasimi_crowd *crowd);

/* The n people furthest off, the furthest first. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_worklist_describe(const rasimi_row_sums *rows, const rasim_study *study, size_t n, rasimi_arena *arena,
                         rasim_design_persons *out);

#endif
