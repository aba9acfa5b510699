/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Distributions that somebody may choose for an uncertain quantity, each given by its quantile at the distribution
   function of a standard normal. Correlated normals so give correlated quantities (the Gaussian copula). */
#ifndef RASIMI_NUM_LAWS_H
#define RASIMI_NUM_LAWS_H

#include <stdbool.h>

#include "num/beta.h"

typedef enum rasimi_law_kind {
    RASIMI_LAW_FIXED,      /* value */
    RASIMI_LAW_NORMAL,     /* mean, sd >= 0 */
    RASIMI_LAW_LOGNORMAL,  /* mean > 0 and sd >= 0 of the quantity itself, not of its logarithm */
    RASIMI_LAW_UNIFORM,    /* min < max */
    RASIMI_LAW_TRIANGULAR, /* min <= mode <= max, min < max */
    RASIMI_LAW_PERT,       /* the same, and 0 <= lambda <= 1000, usually 4 */
    RASIMI_LAW_BETA,       /* a share: 0 < mean < 1, sd 0 or 0.001 to 0.99 times sqrt(mean (1 - mean)) */
} rasimi_law_kind;

/* A distribution as somebody writes it; parameters of other kinds are ignored. */
typedef struct rasimi_law_spec {
    rasimi_law_kind kind;
    double value;
    double mean, sd;
    double min, mode, max;
    double lambda; /* how much the mode weighs in the mean: (min + lambda mode + max) / (lambda + 2) */
} rasimi_law_spec;

/* What is wrong with a distribution: the parameter, and what it must do ("must lie between min and max"). */
typedef struct rasimi_law_fault {
    const char *parameter, *rule;
} rasimi_law_fault;

/* Whether a distribution exists; else *fault says which parameter is wrong. */
bool
rasimi_law_valid(const rasimi_law_spec *spec, rasimi_law_fault *fault);

/* A distribution ready to be drawn from. */
typedef struct rasimi_law {
    rasimi_law_spec spec;
    double mean, sd; /* of what rasimi_law_at gives */
    double scale;    /* of distances from the mean */
    double at_mode;  /* triangular: P(x <= mode) */
    double log_mean, log_sd;
    rasimi_beta beta;
} rasimi_law;

/*
 * A valid distribution with its sd multiplied by `sd_scale` >= 0 and its mean kept (the run's question what if shocks
 * were half or twice as uncertain): x becomes mean + sd_scale (x - mean), so twice as wide may pass the written min and
 * max. Kinds that live on part of the line keep to it, and take the new sd as their own: lognormal, and beta, whose sd
 * goes no higher than 0.95 sqrt(mean (1 - mean)) unless it was written higher.
 */
void
rasimi_law_make(const rasimi_law_spec *spec, double sd_scale, rasimi_law *out);

/* The quantity where the standard normal is z: its quantile at Phi(z), accurate in both tails. PERT and beta: absolute
   error below 1e-12 of the range; others a few ulp. */
double
rasimi_law_at(const rasimi_law *law, double z);

#endif
