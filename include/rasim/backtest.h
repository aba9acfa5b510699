/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A backtest: what frameworks said beforehand, beside what net spend turned out to be. £ a year. */
#ifndef RASIM_BACKTEST_H
#define RASIM_BACKTEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rasim/export.h"
#include "rasim/problems.h"
#include "rasim/run.h"
#include "rasim/status.h"
#include "rasim/summary.h"

RASIM_BEGIN_DECLS

/** Central intervals of the forecast that outturns are held against: 50, 80 and 95 %. */
enum { RASIM_N_BACKTEST_INTERVALS = 3 };
RASIM_API double
rasim_backtest_interval(size_t i);

/** Start from rasim_backtest_options_init. */
typedef struct rasim_backtest_options {
    const char *const *frameworks; /**< [n_frameworks] as they stood before their years began */
    size_t n_frameworks;
    const char *outturn; /**< CSV with year, net_gbp and, by area, budget_area (docs/cli.md) */
    const char *design;  /**< the design that was in force, by name or file; NULL: the first, or each place its own */
    uint64_t replicates; /**< 0: each framework's number */
    bool has_seed;
    uint64_t seed;       /**< where has_seed; else each framework's */
    int n_threads;       /**< 0: as many as the machine has cores */
    bool show_ids;       /**< name person identifiers in problems (personal data) */
    rasim_poll_fn *poll; /**< told of thousandths done of all runs together; may be NULL */
    void *poll_context;
} rasim_backtest_options;

RASIM_API void
rasim_backtest_options_init(rasim_backtest_options *options);

/** One outturn beside its forecast. */
typedef struct rasim_backtest_point {
    const char *framework, *year;
    const char *area; /**< NULL: the whole budget */
    size_t lead;      /**< 1 in the framework's first year, 2 in the next, ... */
    double outturn_gbp, plan_gbp;
    double envelope_gbp; /**< NAN: none for this area */
    double mean_gbp, sd_gbp, median_gbp;
    rasim_probability
        percentile; /**< share of simulated years at or below the outturn, ties by half; Wilson interval */
    double score;   /**< normal score of the percentile, within what the replicates can show */
    double low_gbp[RASIM_N_BACKTEST_INTERVALS], high_gbp[RASIM_N_BACKTEST_INTERVALS];
    bool inside[RASIM_N_BACKTEST_INTERVALS];
    double crps_gbp;          /**< continuous ranked probability score: less is better */
    double crps_expected_gbp; /**< what it is on average where the forecast is right */
} rasim_backtest_point;

/** The first years of all frameworks together, of the whole budget or of one area; from two years on. */
typedef struct rasim_backtest_record {
    const char *area; /**< NULL: the whole budget */
    size_t n;         /**< years */
    double mean_percentile;
    double bias;       /**< mean normal score: how many predicted sds outturns lie too high */
    double bias_p;     /**< chance of a mean so far from 0, were forecasts right */
    double spread;     /**< sd of the scores: above 1, forecasts were too narrow */
    double narrow_p;   /**< chance of so wide a scatter, were forecasts right */
    double wide_p;     /**< chance of so narrow a scatter */
    double noticeable; /**< a bias of so many predicted sds would be noticed 8 times in 10 */
    size_t inside[RASIM_N_BACKTEST_INTERVALS];
    double inside_p[RASIM_N_BACKTEST_INTERVALS]; /**< chance of so few inside, were forecasts right */
    double crps_gbp, crps_expected_gbp;          /**< means */
    double plan_error_gbp;                       /**< mean distance of outturns from plans */
} rasim_backtest_record;

/** Everything here lives in one allocation; free it with rasim_backtest_free. */
typedef struct rasim_backtest {
    const char *design; /**< whose forecasts these are, in the first framework */
    bool synthetic;     /**< some caseload is synthetic */
    size_t n_points;
    rasim_backtest_point *points; /**< by framework and year, the whole budget first */
    size_t n_records;
    rasim_backtest_record *records; /**< the whole budget first; 0 of them where there is one year only */
    void *arena;
} rasim_backtest;

/**
 * Simulates every framework and finds where the outturns of its years fall. A row without budget_area is the whole
 * budget; where a year has none but one for every area, their sum is. Errors: RASIM_ERR_INPUT with problems (no outturn
 * for a framework's years, an area that it does not have, areas that do not sum to the whole), RASIM_ERR_INTERRUPTED,
 * those of rasim_study_load and rasim_run; *out is NULL then.
 */
RASIM_API RASIM_CHECKED rasim_status
rasim_backtest_run(const rasim_backtest_options *options, rasim_backtest **out, rasim_problems *problems);

RASIM_API void
rasim_backtest_free(rasim_backtest *backtest);

RASIM_END_DECLS

#endif
