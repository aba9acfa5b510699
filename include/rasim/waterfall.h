/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The waterfall: from what today's packages cost to expected net spend and to what it takes to be sure, step by step on
   the same draws. */
#ifndef RASIM_WATERFALL_H
#define RASIM_WATERFALL_H

#include <stddef.h>
#include <stdint.h>

#include "rasim/export.h"
#include "rasim/problems.h"
#include "rasim/run.h"
#include "rasim/status.h"

RASIM_BEGIN_DECLS

/** The steps in their fixed order. */
typedef enum rasim_bar_kind {
    RASIM_BAR_TODAY,      /**< everybody keeps the package that they have, at the prices of the file, gross */
    RASIM_BAR_RAS,        /**< everybody gets the indicative amount instead */
    RASIM_BAR_SIGN_OFF,   /**< panel, uplift and trim */
    RASIM_BAR_HIGH_COST,  /**< dear packages are planned one by one */
    RASIM_BAR_PRICES,     /**< prices move, as planned and beyond */
    RASIM_BAR_TURNOVER,   /**< people come, go and move; only where they do */
    RASIM_BAR_PROGRAMMES, /**< prevention and savings lines; only where there are any */
    RASIM_BAR_INCOME,     /**< contributions, other funding, and what is not spent */
    RASIM_N_BARS
} rasim_bar_kind;

/** One step, £ a year (of the horizon: £), with standard errors. NAN where a figure does not exist: the first step is
    no change, so that it has neither last nor interaction. */
typedef struct rasim_bar {
    rasim_bar_kind step;
    double gbp, se;                         /**< by how much net changes when it comes in its turn */
    double last_gbp, last_se;               /**< when all the others were there before */
    double interaction_gbp, interaction_se; /**< gbp - last_gbp */
} rasim_bar;

/** What it takes beyond the mean to be sure. */
typedef struct rasim_bar_to_level {
    double level;
    double gbp, low, high; /**< quantile of net less its mean, with the 95 % interval of the quantile */
} rasim_bar_to_level;

/** One outcome in one year, or over all years. The bars add up to the mean, and with the margin to the quantile. */
typedef struct rasim_waterfall_of {
    const char *period; /**< the year's label; NULL: all years together */
    double mean_gbp, mean_se;
    size_t n_bars;
    rasim_bar bars[RASIM_N_BARS]; /**< in order; those that the study has */
    size_t n_levels;
    rasim_bar_to_level *to_level; /**< [n_levels] the levels that the framework states */
} rasim_waterfall_of;

typedef struct rasim_waterfall {
    uint64_t replicates; /**< of every run that a bar rests on */
    size_t n_designs;
    size_t n_periods;       /**< years, and where they are several, all of them together */
    rasim_waterfall_of *of; /**< [n_designs x n_periods], design by design */
    void *arena;
} rasim_waterfall;

/** "Today's packages", "This RAS", ...: a step for people. */
RASIM_API const char *
rasim_bar_title(rasim_bar_kind step);

/** "today", "ras", "sign_off", ...: a step for files. */
RASIM_API const char *
rasim_bar_name(rasim_bar_kind step);

/**
 * Works out the waterfalls of a run's outcomes from further runs on the same draws, each without some of the steps
 * (docs/methods.md section 7). `results` are those of the study with no what-if; its seed is taken. Of the options only
 * replicates (at most those of the results, at least 64), n_threads and poll count; poll is told replicates of all runs
 * together. Means and quantiles are of all the results' replicates, the bars' errors shrink with `replicates`. Errors:
 * as rasim_run. Free with rasim_waterfall_free.
 */
RASIM_API RASIM_CHECKED rasim_status
rasim_waterfall_run(const rasim_study *study, const rasim_results *results, const rasim_run_options *options,
                    rasim_waterfall **out, rasim_problems *problems);

/** A design's waterfall of a period. */
static inline const rasim_waterfall_of *
rasim_waterfall_at(const rasim_waterfall *waterfall, size_t design, size_t period)
{
    return &waterfall->of[design * waterfall->n_periods + period];
}

RASIM_API void
rasim_waterfall_free(rasim_waterfall *waterfall);

RASIM_END_DECLS

#endif
