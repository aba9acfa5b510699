/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Of the analytic engine: a few thousand evenly spread points of the shared shocks, instead of random ones. */
#ifndef RASIMI_ENGINE_ANALYTIC_DRAWS_H
#define RASIMI_ENGINE_ANALYTIC_DRAWS_H

#include "engine/shocks.h"

/* Points, where any shock is uncertain. */
#define RASIMI_SHARED_DRAWS 2048

/* Equally likely points: [n] each. */
typedef struct rasimi_shared_draws {
    size_t n, n_settings;
    double *leniency; /* times the sd in points, or the log sd of the factor */
    double *need;     /* factor on need cost: optimism */
    double *practice; /* factor on uplift and trim shares */
    double *envelope; /* factor on the stated envelope */
    double *price;    /* [n x n_settings] 1 + pi (f / fbar - 1) */
} rasimi_shared_draws;

/*
 * Points of the framework's copula. The shocks that are uncertain are the coordinates: the first in equal steps of
 * probability, the others multiples of irrational numbers (the Kronecker sequence of the generalised golden ratio);
 * then normal, each point with its negative, and turned so that means are 0, variances 1 and correlations 0 to the last
 * digits: linear and quadratic responses to shocks are integrated exactly. Errors: RASIM_ERR_NO_MEMORY. Clear whatever
 * happens.
 */
rasim_status
rasimi_shared_draws_make(const rasimi_shocks *shocks, rasimi_shared_draws *out);

void
rasimi_shared_draws_clear(rasimi_shared_draws *draws);

#endif
