/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Series over the replicates: what one pass through the ledgers of a design and year says about net spend, the pools
   and the people. Everything stays in integers, so sums are exact in any order. */
#ifndef RASIMI_ANALYSIS_SERIES_H
#define RASIMI_ANALYSIS_SERIES_H

#include <stddef.h>
#include <stdint.h>

#include "num/moments.h"
#include "rasim/run.h"

/* Lines in the ledger's units; pools in ledger units of money. */
typedef struct rasimi_series {
    uint64_t n; /* replicates */
    size_t n_areas;
    int64_t *line[RASIM_N_LINES];              /* [n] each, of one block */
    int64_t *ras, *high_cost, *legacy, *total; /* [n] */
    int64_t *area_net;                         /* [n_areas x n], row-major */
    rasimi_wide *area_lines;                   /* [n_areas x RASIM_N_LINES], row-major: sums over the replicates */
    rasimi_wide lines[RASIM_N_LINES];
} rasimi_series;

/* Makes room for the series of any design and year of these results. Errors: RASIM_ERR_NO_MEMORY. Clear it with
   rasimi_series_clear whatever happens. */
rasim_status
rasimi_series_create(const rasim_results *results, rasimi_series *out);

void
rasimi_series_clear(rasimi_series *series);

/* Reads one design and year, once, in the order of memory. */
void
rasimi_series_fill(rasimi_series *series, const rasim_results *results, size_t design, size_t year);

/* The exact sum of a series. */
rasimi_wide
rasimi_series_sum(const int64_t *values, uint64_t n);

#endif
