/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The generalised Pareto distribution of what lies above a threshold (Pickands 1975): P(X > x) = (1 + shape x / scale)
   to the power -1/shape, exponential where shape is 0. Every function is smooth through shape 0. */
#ifndef RASIMI_NUM_GPD_H
#define RASIMI_NUM_GPD_H

#include "base/strict_math.h"

/* scale > 0; shape above -1 and, for a mean to exist, below 1. The largest value is -scale / shape where shape < 0. */
typedef struct rasimi_gpd {
    double shape, scale;
} rasimi_gpd;

/* The x with P(X <= x) = p, 0 <= p < 1. Relative error below 1e-14 (1 + |shape log(1-p)|), also at shape 0. */
double
rasimi_gpd_quantile(rasimi_gpd gpd, double p);

/* The x with P(X > x) = q, 0 < q <= 1: for uniforms, and tails whose p would round to 1. */
double
rasimi_gpd_exceeded_with(rasimi_gpd gpd, double q);

/* P(X <= x) and P(X > x); 0 and 1 for x <= 0. */
double
rasimi_gpd_cdf(rasimi_gpd gpd, double x);
double
rasimi_gpd_survival(rasimi_gpd gpd, double x);

/* Logarithm of the density at x >= 0; -infinity beyond the largest value. */
double
rasimi_gpd_log_density(rasimi_gpd gpd, double x);

/* scale / (1 - shape); infinity for shape >= 1. */
double
rasimi_gpd_mean(rasimi_gpd gpd);

/* Standard deviation; infinity for shape >= 1/2. */
double
rasimi_gpd_sd(rasimi_gpd gpd);

/* E[X | X > x]: x itself where nothing is above it. shape < 1. */
double
rasimi_gpd_mean_above(rasimi_gpd gpd, double x);

/* E[min(X, cap)], cap >= 0, shape < 1. */
double
rasimi_gpd_mean_capped(rasimi_gpd gpd, double cap);

#endif
