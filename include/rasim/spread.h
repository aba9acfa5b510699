/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the spread of net spend comes from: variance shares of the sources of randomness, and what each does alone. */
#ifndef RASIM_SPREAD_H
#define RASIM_SPREAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rasim/export.h"
#include "rasim/problems.h"
#include "rasim/run.h"
#include "rasim/status.h"

RASIM_BEGIN_DECLS

/** A share of a variance with a 95 % interval, which shows simulation error only and may reach beyond 0 and 1. */
typedef struct rasim_share {
    double share, low, high;
} rasim_share;

/** One source of randomness, or several that are correlated. */
typedef struct rasim_source {
    const char *name;         /**< "need of each person", "price: community", "price: community and practice" */
    rasim_share first;        /**< by itself: first-order Sobol index (Saltelli and others 2010) */
    rasim_share total;        /**< with its interactions: total index (Jansen 1999) */
    bool shared;              /**< the same for everybody: does not average out over a caseload */
    double low_gbp, high_gbp; /**< expected net less envelope with it at its 10th and 90th percentile, less the mean: by
                                 simulation where it is shared, else by its first-order share as if it were normal */
    double se_gbp;            /**< standard error of the two; NAN where they are not simulated */
} rasim_source;

/** Sources of one outcome, the largest total share first. */
typedef struct rasim_spread_of {
    const char *design;
    double sd_gbp; /**< of net spend less envelope, all years together */
    size_t n;
    rasim_source *sources;
} rasim_spread_of;

typedef struct rasim_spread {
    uint64_t replicates; /**< pairs of points */
    size_t n_designs;
    rasim_spread_of *designs;
    void *arena;
} rasim_spread;

/** Replicates that a spread of this study is worth: 1,024, fewer (at least 256) where people x years x designs x runs
    are so many that it would take long. The same on every machine. 0 where memory ran out. */
RASIM_API uint64_t
rasim_spread_replicates(const rasim_study *study);

/**
 * Pick-freeze on the random streams: points A and B are replicates under the options' seed and under another; in turn
 * each source is taken from B while all else stays (model section 7). It takes `options->replicates` replicates for A,
 * B and every source, and as many twice for every shared source; of the options only replicates, seed, n_threads and
 * poll count; poll is told replicates of all runs together. The output is net less envelope, summed over the years.
 * Sources that do not vary are left out. At least 64 replicates. Errors: as rasim_run. Free with rasim_spread_free.
 */
RASIM_API RASIM_CHECKED rasim_status
rasim_spread_run(const rasim_study *study, const rasim_run_options *options, rasim_spread **out,
                 rasim_problems *problems);

RASIM_API void
rasim_spread_free(rasim_spread *spread);

RASIM_END_DECLS

#endif
