/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Estimates from a series of integers: mean, spread, quantiles and probabilities, with their simulation error. */
#ifndef RASIMI_ANALYSIS_ESTIMATE_H
#define RASIMI_ANALYSIS_ESTIMATE_H

#include "analysis/series.h"
#include "base/mem.h"
#include "rasim/summary.h"

#include <math.h>

/* A number that does not exist: an absent bound, a share of nothing. (NAN itself is a float.) */
#define RASIMI_ABSENT ((double)NAN)

/* A workplace for estimates. What was loaded last can be asked several questions. */
typedef struct rasimi_estimator {
    rasimi_arena *arena;  /* where estimates live; borrowed */
    const double *levels; /* [n_levels] at which distributions show quantiles, ascending; in the arena */
    size_t n_levels;
    uint64_t n;     /* values loaded */
    double *values; /* [n] in the order of the replicates */
    double *sorted; /* [n] ascending */
} rasimi_estimator;

/* Makes a workplace for series of at most `capacity` values; quantiles are shown at the study's levels and at 0.05, 0.5
   and 0.95. Errors: RASIM_ERR_NO_MEMORY. Clear it with rasimi_estimator_clear whatever happens. */
rasim_status
rasimi_estimator_create(rasimi_arena *arena, const double *levels, size_t n_levels, uint64_t capacity,
                        rasimi_estimator *out);

void
rasimi_estimator_clear(rasimi_estimator *estimator);

/* Loads `n` integers, each times `per_unit` (£ a year of a ledger unit, or 1 for people). */
void
rasimi_estimator_load(rasimi_estimator *estimator, const int64_t *units, uint64_t n, double per_unit);

/* Loads `n` values as they are. */
void
rasimi_estimator_load_doubles(rasimi_estimator *estimator, const double *values, uint64_t n);

/* Describes what is loaded. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_estimate_loaded(rasimi_estimator *estimator, rasim_distribution *out);

/* The mean of what is loaded, its error, and where 8 in 10 values lie. */
rasim_expected
rasimi_estimate_expected(const rasimi_estimator *estimator);

/* Quantiles of what is loaded at the levels of paths. */
void
rasimi_estimate_fan(const rasimi_estimator *estimator, rasim_at_level fan[RASIM_N_FAN_LEVELS]);

/* Loads a series and describes it. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_estimate_distribution(rasimi_estimator *estimator, const int64_t *units, uint64_t n, double per_unit,
                             rasim_distribution *out);

/* Quantiles of what is loaded, in the arena; NULL where memory ran out. */
rasim_at_level *
rasimi_estimate_quantiles(const rasimi_estimator *estimator, const double *levels, size_t n_levels);

/* P(value <= limit) of what is loaded; `factors`, unless NULL, multiply the limit of each replicate. */
rasim_probability
rasimi_estimate_at_most(const rasimi_estimator *estimator, double limit, const double *factors);

/* A probability, value or expected figure that does not exist. */
#define RASIMI_NO_PROBABILITY ((rasim_probability){RASIMI_ABSENT, RASIMI_ABSENT, RASIMI_ABSENT})

/* An exact sum over n replicates as a mean, rounded once into the unit that people read. */
double
rasimi_estimate_mean(rasimi_wide sum, uint64_t n, double per_unit);

#endif
