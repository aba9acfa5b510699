/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Variance shares of sources by pick-freeze: first order by Saltelli et al. (2010), total by Jansen (1999). */
#ifndef RASIMI_NUM_SOBOL_H
#define RASIMI_NUM_SOBOL_H

#include <stddef.h>

#include "base/strict_math.h"

/* A share of a variance with its standard error. */
typedef struct rasimi_sobol_share {
    double share, se;
} rasimi_sobol_share;

typedef struct rasimi_sobol {
    rasimi_sobol_share first; /* of the variance, by this source alone: mean of B (AB - A) over the variance */
    rasimi_sobol_share total; /* with all its interactions: mean of (A - AB)^2 / 2 over the variance */
} rasimi_sobol;

/*
 * a, b, ab: [n] outputs of n independent pairs of points A and B, and of A with the source's part taken from B. Outputs
 * are centred at their mean first, which the estimators do not change for but their spread does. Standard errors are
 * those of a ratio of means (delta method). NAN where the output does not vary. n >= 2.
 */
rasimi_sobol
rasimi_sobol_estimate(const double *a, const double *b, const double *ab, size_t n);

#endif
