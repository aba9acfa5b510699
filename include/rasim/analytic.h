/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The analytic engine: net spend of a year without simulation, from closed forms; the check of the Monte Carlo engine,
   and the fast way to ask what if. */
#ifndef RASIM_ANALYTIC_H
#define RASIM_ANALYTIC_H

#include <stdbool.h>
#include <stddef.h>

#include "rasim/export.h"
#include "rasim/problems.h"
#include "rasim/status.h"
#include "rasim/study.h"

RASIM_BEGIN_DECLS

/** What is asked besides what the study says; start from rasim_analytic_options_init. */
typedef struct rasim_analytic_options {
    double shock_scale;       /**< multiplies the sd of every shared shock; 1 is the framework's own; 0 to 100 */
    double allocation_scale;  /**< multiplies every design's allocations before its limits; 1; above 0, at most 100 */
    bool without_top_slice;   /**< what if no design took a top-slice? */
    bool without_carers_stop; /**< what if no carer stopped? */
    int n_threads;            /**< 0: as many as the machine has cores; the same bits on any number */
} rasim_analytic_options;

RASIM_API void
rasim_analytic_options_init(rasim_analytic_options *options);

/** £ a year at a level. */
typedef struct rasim_analytic_quantile {
    double level, gbp;
} rasim_analytic_quantile;

typedef struct rasim_analytic_area {
    const char *name;     /**< the study's */
    double mean, sd;      /**< of net, £ a year */
    double affordability; /**< P(net <= the area's envelope); NAN where it has none */
} rasim_analytic_area;

/** Net spend of the year under one design. £ a year. */
typedef struct rasim_analytic_design {
    const char *name; /**< the study's */
    double mean, sd, skewness;
    double affordability; /**< P(net <= envelope) */
    size_t n_quantiles;
    rasim_analytic_quantile *quantiles; /**< at the study's levels and at 0.05, 0.5 and 0.95, ascending */
    size_t n_areas;
    rasim_analytic_area *areas;
} rasim_analytic_design;

/** Everything here lives in one allocation; free it with rasim_analytic_free. It borrows the study's names. */
typedef struct rasim_analytic {
    bool applies;       /**< false: the study has a feature without a closed form, and there are no designs */
    const char *reason; /**< that feature, in plain words ("not applicable: several years"); "" where it applies */
    double seconds;     /**< wall-clock time taken */
    size_t n_designs;
    rasim_analytic_design *designs; /**< as in a run: after the designs each place its own, where places have designs */
    void *arena;
} rasim_analytic;

/**
 * Works out the study's first year. It applies to one year in which nobody comes or goes, under fixed and polya
 * sampling, where every row has points and a cost; elsewhere out->applies is false. Bits depend neither on the machine
 * nor on the clock.
 *
 * Errors: RASIM_ERR_ARGUMENT (an option out of range), RASIM_ERR_INPUT (correlations that contradict each other: a
 * problem says which), RASIM_ERR_NO_MEMORY. On error *out is NULL.
 */
RASIM_API RASIM_CHECKED rasim_status
rasim_analytic_solve(const rasim_study *study, const rasim_analytic_options *options, rasim_analytic **out,
                     rasim_problems *problems);

RASIM_API void
rasim_analytic_free(rasim_analytic *analytic);

RASIM_END_DECLS

#endif
