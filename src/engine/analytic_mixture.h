/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Of the analytic engine: a mixture, over the shared shocks, of laws known by three moments each. */
#ifndef RASIMI_ENGINE_ANALYTIC_MIXTURE_H
#define RASIMI_ENGINE_ANALYTIC_MIXTURE_H

#include <stdbool.h>
#include <stddef.h>

#include "num/normal_table.h"

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

/*
 * P(x <= at) of a component: that of a gamma law with its three moments, by Wilson & Hilferty (1931): for a sum of many
 * people its error is of the order of the skewness squared. No spread: a step.
 */
double
rasimi_component_cdf(const rasimi_normal_table *table, const rasimi_component *component, double at);

/* Moments of the mixture of n equally likely components. */
rasimi_moments
rasimi_mixture_moments(const rasimi_component *components, size_t n);

/* P(x <= at factor_i) over the components; `factor` may be NULL: all 1. */
double
rasimi_mixture_cdf(const rasimi_normal_table *table, const rasimi_component *components, size_t n, const double *factor,
                   double at);

/* The level's quantile, 0 < level < 1, to 1e-10 of its spread. */
double
rasimi_mixture_quantile(const rasimi_normal_table *table, const rasimi_component *components, size_t n, double level);

#endif
