/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the line for high-cost packages might be: who and how much falls outside the RAS, what is left, and how sure
   the two pools can be, over a grid of thresholds on the same person-years. */
#ifndef RASIMI_ANALYSIS_LINES_H
#define RASIMI_ANALYSIS_LINES_H

#include "analysis/persons_pass.h"
#include "analysis/ratio.h"
#include "base/mem.h"

enum { RASIMI_MOST_LINES = 20 };

/* One threshold over the replicates. */
typedef struct rasimi_line_tally {
    float threshold; /* units a week */
    bool of_design;
    rasimi_ratio people, units;        /* out, and what they cost at planned prices over the year */
    double n_left, need, need_squared; /* inside the RAS, all replicates; £ a week */
    double dear_people, dear, cheap_people, cheap;
    double *ras, *high_cost; /* [replicates] £ a year after the price surprise; in the arena */
} rasimi_line_tally;

typedef struct rasimi_lines {
    uint64_t replicates, n_done;
    double gbp_per_unit;
    double *pools; /* [RASIMI_MOST_LINES x 2 x replicates] in the arena, for the lines' own */
    size_t n;
    rasimi_line_tally lines[RASIMI_MOST_LINES];
} rasimi_lines;

/* Room for the replicates, in the arena. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_lines_create(const rasim_study *study, uint64_t replicates, rasimi_arena *arena, rasimi_lines *out);

/* Adds a replicate; the first one chooses the grid. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_lines_add(rasimi_lines *self, const rasimi_crowd *crowd);

/* Sorts the tallies' pools. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_lines_describe(rasimi_lines *self, const rasim_study *study, rasimi_arena *arena, rasim_design_persons *out);

#endif
