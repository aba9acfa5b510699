/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Estimates from replicates, with their simulation error. Bits do not depend on the processor. Levels are fractions
   strictly between 0 and 1, and n >= 1. */
#ifndef RASIMI_NUM_STATS_H
#define RASIMI_NUM_STATS_H

#include <stdint.h>

#include "rasim/summary.h"

/* z of a two-sided 95 % interval: Phi^-1(0.975). */
#define RASIMI_Z95 1.959963984540054

/* Wilson (1927) score interval of k successes in n trials, n >= 1, clamped to 0..1; exact 0 and 1 at the ends. */
rasim_probability
rasimi_wilson(uint64_t k, uint64_t n);

/* Rank (from 1) of the level's order statistic: ceil(level x n), made robust against level x n being a whole number
   that rounds up (0.95 x 1000 is rank 950). In 1..n. */
uint64_t
rasimi_quantile_rank(double level, uint64_t n);

/* Ranks of the distribution-free 95 % interval of a quantile (David & Nagaraja 2003, section 7.1): the narrowest
   symmetric-in-probability pair low <= rank <= high with P(X_(low) <= q <= X_(high)) >= 0.95, each tail at most 2.5 %.
   low is 0 or high is n+1 where that bound does not exist. */
void
rasimi_quantile_interval_ranks(double level, uint64_t n, uint64_t *low, uint64_t *high);

/* Sorts ascending, -0 before 0; values are finite. In place, 8 passes at most; tens of ns a value. */
void
rasimi_sort(double *values, uint64_t n);

/* Quantile with its interval from sorted values; absent bounds are NAN. */
rasim_at_level
rasimi_quantile(const double *sorted, uint64_t n, double level);

/* Expected shortfall of the upper tail (Acerbi & Tasche 2002): [sum_{i>j} x_(i) + (j - level n) x_(j)] / (n (1-level)),
   j = ceil(level n). */
double
rasimi_expected_shortfall(const double *sorted, uint64_t n, double level);

/* Mean and standard deviation (divisor n-1; 0 where n = 1) in two passes, in index order. */
void
rasimi_mean_sd(const double *values, uint64_t n, double *mean, double *sd);

#endif
