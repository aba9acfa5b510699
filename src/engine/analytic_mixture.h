/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Of the analytic engine: a mixture, over the shared shocks, of laws known by three moments each. */
#ifndef RASIMI_ENGINE_ANALYTIC_MIXTURE_H
#define RASIMI_ENGINE_ANALYTIC_MIXTURE_H

#include "engine/analytic_loops.h"

/* Mean, variance and third central moment of a sum of independent people. */
typedef struct rasimi_moments {
    double mean, variance, third;
} rasimi_moments;

/* One law of the mixture. */
typedef struct rasimi_component {
    double mean, sd, skewness;
} rasimi_component;

rasimi_component
rasimi_component_of(rasimi_moments moments);

/* Equally likely components; it borrows them and the table. */
typedef struct rasimi_mixture {
    const rasimi_loops *loops;
    const rasimi_normal_table *table;
    const rasimi_component *components;
    size_t n;
    rasimi_moments moments;
    double low, high; /* hold every quantile that is not extreme: components rarely reach ten of their sds */
} rasimi_mixture;

rasimi_mixture
rasimi_mixture_of(const rasimi_loops *loops, const rasimi_normal_table *table, const rasimi_component *components,
                  size_t n);

/* P(x <= at factor_i) over the components; `factor` may be NULL: all 1. */
double
rasimi_mixture_cdf(const rasimi_mixture *mixture, const double *factor, double at);

/* The level's quantile, 0 < level < 1, to 1e-10 of its spread. */
double
rasimi_mixture_quantile(const rasimi_mixture *mixture, double level);

#endif
