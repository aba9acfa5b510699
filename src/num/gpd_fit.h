/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A tail from data: what is above a threshold, the generalised Pareto that fits it best, how sure that is, and the two
   plots by which one judges it. Bits do not depend on the processor. */
#ifndef RASIMI_NUM_GPD_FIT_H
#define RASIMI_NUM_GPD_FIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "num/gpd.h"

/* One value with its weight. Where all count alike, each weighs 1. */
typedef struct rasimi_weighted {
    double value, weight;
} rasimi_weighted;

/* Sorts by value, then weight, ascending. */
void
rasimi_weighted_sort(rasimi_weighted *items, size_t n);

/* What lies strictly above a threshold, less the threshold, sorted. Rows with weight 0 are left out. excesses: [n] out;
   returns how many. weights may be NULL: 1 each. Values are finite. */
size_t
rasimi_excesses(const double *values, const double *weights, size_t n, double threshold, rasimi_weighted *excesses);

/* Where the shape may lie: -1/2 (below which maximum likelihood is not regular, Smith 1985) <= least <= most < 1. */
typedef struct rasimi_shape_range {
    double least, most;
} rasimi_shape_range;

/* What is allowed unless somebody says otherwise. At 1/2 the variance ceases to exist. */
#define RASIMI_SHAPE_RANGE ((rasimi_shape_range){-0.5, 0.5})

typedef struct rasimi_gpd_fit {
    rasimi_gpd gpd;
    double shape_se, scale_se; /* from the expected information (Smith 1987), with n_effective observations */
    double correlation;        /* of the two estimates */
    double log_likelihood;     /* sum of weight x log density */
    double n_effective;        /* Kish (1965): (sum of weights)^2 / sum of squares; n where all weigh the same */
    bool at_bound;             /* the likelihood rises beyond the range of shapes */
} rasimi_gpd_fit;

/* Maximum likelihood, weighted. Sane from 10 excesses, to be believed from 50. n >= 1, excesses sorted and above 0,
   weights >= 0 and not all 0. The maximum is found to 1e-8 of the scale; 80 passes over the data. */
void
rasimi_gpd_fit_excesses(const rasimi_weighted *excesses, size_t n, rasimi_shape_range range, rasimi_gpd_fit *out);

/*
 * Refits to resamples of the excesses, for carrying the uncertainty of the fit into a simulation: n excesses drawn with
 * replacement, each with its own weight. No correction for a finite population: those who will arrive were not in it.
 * Refit b is a pure function of (key, label, b): draw i of num/draws.h chooses excess floor(u n / 2^64).
 *
 * refits: [n_refits] out. scratch: [n]. n_refits < 2^32.
 */
void
rasimi_gpd_bootstrap(const rasimi_weighted *excesses, size_t n, rasimi_shape_range range, uint64_t key, uint64_t label,
                     size_t n_refits, rasimi_gpd *refits, rasimi_weighted *scratch);

/* Mean excess over one threshold: a straight line of slope shape / (1 - shape) in the threshold where the tail is
   generalised Pareto (Davison & Smith 1990). */
typedef struct rasimi_mean_excess {
    double threshold, mean;
    double se; /* of the mean; with unequal weights that of a ratio */
    size_t n;  /* values above the threshold */
} rasimi_mean_excess;

/* Mean excesses over at most n_points of the values themselves, evenly spread by rank, equal ones once, each with at
   least n_least values above it. values: sorted. Returns how many points there are. n_least >= 2. */
size_t
rasimi_mean_excesses(const rasimi_weighted *values, size_t n, size_t n_least, size_t n_points,
                     rasimi_mean_excess *points);

/* A quantile plot: the model's quantile at the plotting position of each excess, (weight up to it - half its own) / sum
   of weights (Hazen 1914), to be held against the excess. quantiles: [n] out. */
void
rasimi_gpd_qq(const rasimi_weighted *excesses, size_t n, rasimi_gpd gpd, double *quantiles);

#endif
