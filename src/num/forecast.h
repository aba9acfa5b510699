/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How good forecasts were: scores of a simulated distribution against what happened, and exact chances for judging a
   few of them together. */
#ifndef RASIMI_NUM_FORECAST_H
#define RASIMI_NUM_FORECAST_H

#include <stdint.h>

#include "base/strict_math.h"

/* Half of the mean distance of two values of a sorted sample, n >= 2: sum (2i - n - 1) x_(i) / (n (n - 1)). */
double
rasimi_half_mean_difference(const double *sorted, uint64_t n);

/* Continuous ranked probability score of a sorted sample against an outcome: mean |x - y| less half of the mean
   distance of two different values, so that its expectation does not depend on n (Ferro 2014). */
double
rasimi_crps(const double *sorted, uint64_t n, double outcome);

/* Values of a sorted sample below x, and equal to it. */
void
rasimi_count_below(const double *sorted, uint64_t n, double x, uint64_t *below, uint64_t *equal);

/* P(X > x) of chi-squared with k >= 1 degrees of freedom, x >= 0; absolute error below 1e-14. */
double
rasimi_chi_squared_above(uint64_t k, double x);

/* P(X <= k) of n trials with probability p in (0, 1). */
double
rasimi_binomial_at_most(uint64_t k, uint64_t n, double p);

#endif
