/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who brings about a bad year: parts of net spend in the replicates about a quantile, and beyond it. */
#ifndef RASIMI_ANALYSIS_TAIL_ALLOCATION_H
#define RASIMI_ANALYSIS_TAIL_ALLOCATION_H

#include "analysis/summary_work.h"

/* A replicate's place in the order of net. */
typedef struct rasimi_rank {
    int64_t net;
    uint64_t replicate;
} rasimi_rank;

/* Replicates by net, the cheapest first; of equals the first drawn comes first. */
void
rasimi_rank_by_net(const int64_t *net, uint64_t n, rasimi_rank *out);

/* What is allocated: a level, and net above plan at it and beyond it. */
typedef struct rasimi_tail_total {
    double level, at_gbp, beyond_gbp;
    double plan_gbp, gbp_per_unit;
} rasimi_tail_total;

/* A part by replicate, in units, and its plan. The parts add up to net, and their plans to its plan. */
typedef struct rasimi_tail_series {
    const int64_t *units;
    double plan_gbp;
} rasimi_tail_series;

/* Replicates that count as about a level: their number, and the first of their ranks (from 0). */
uint64_t
rasimi_tail_window(double level, uint64_t n, uint64_t *first);

/* One part's share. */
rasim_tail_part
rasimi_tail_share(const rasimi_rank *ranked, uint64_t n, const rasimi_tail_total *total, rasimi_tail_series part);

/* The tails of the year that the series hold, at all levels; after its headline. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_tails(rasimi_summariser *self, const rasimi_plan *plan, rasim_year_summary *out);

#endif
