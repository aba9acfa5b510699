/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Generalised linear models of positive amounts: gamma with log link by iteratively reweighted least squares (McCullagh
   & Nelder 1989, chapter 8), and least squares on logarithms; weighted, with a quadratic penalty towards given
   coefficients. Bits do not depend on the processor. */
#ifndef RASIMI_NUM_GLM_H
#define RASIMI_NUM_GLM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strict_math.h"

typedef enum rasimi_glm_law {
    RASIMI_GLM_GAMMA,     /* log of the mean is linear */
    RASIMI_GLM_LOGNORMAL, /* mean of the log is linear */
} rasimi_glm_law;

/* What is fitted: minus the log likelihood (up to the dispersion) + 1/2 sum of penalty_j (beta_j - towards_j)^2. */
typedef struct rasimi_glm {
    rasimi_glm_law law;
    size_t n, k;           /* observations, coefficients */
    const double *x;       /* [n x k], row-major */
    const double *y;       /* [n], above 0 where the weight is */
    const double *weight;  /* [n], at least 0; those of 0 are left out */
    const double *offset;  /* [n] on the log scale; NULL: none */
    const double *penalty; /* [k], at least 0; NULL: none */
    const double *towards; /* [k]; NULL: all 0 */
} rasimi_glm;

typedef enum rasimi_glm_end {
    RASIMI_GLM_DONE,
    RASIMI_GLM_SINGULAR,  /* *failed is a coefficient that the others determine */
    RASIMI_GLM_DIVERGED,  /* no convergence in 100 steps */
    RASIMI_GLM_NO_MEMORY, /* nothing was fitted */
} rasimi_glm_end;

/* Fits beta[k]; untouched unless RASIMI_GLM_DONE. Steps end when no coefficient moves by
   more than 1e-11 of 1 + its size. */
rasimi_glm_end
rasimi_glm_fit(const rasimi_glm *model, double *beta, size_t *failed);

/* Duan's smearing factor (1983): the weighted mean of exp(residual of the log), that of the observations in use. */
double
rasimi_glm_smearing(const rasimi_glm *model, const double *beta);

#endif
