/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Planning a sample: how many people to score, and what so many say about the total cost of everybody. Margins are half
   of a two-sided interval at the confidence asked for, as a share of the total; a figure that does not exist is NAN. */
#ifndef RASIM_SAMPLING_H
#define RASIM_SAMPLING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rasim/caseload.h"
#include "rasim/export.h"
#include "rasim/problems.h"
#include "rasim/status.h"

RASIM_BEGIN_DECLS

/** Margins on the total that sizes are given for: 5 % and 2 %. */
enum { RASIM_N_SAMPLING_MARGINS = 2 };
RASIM_API double
rasim_sampling_margin(size_t i);

/** What is asked for; start from rasim_sampling_options_init. */
typedef struct rasim_sampling_options {
    uint64_t population;   /**< people in the caseload; 0: those of `caseload`, or else those of the pilot's frame */
    double confidence;     /**< of the interval; 0.95 */
    double interval;       /**< half-width for a share of people; 0.09 */
    const char *caseload;  /**< CSV with a row a person and weekly_cost, as rasim_sample_draw reads it; NULL: none */
    const char *const *by; /**< columns of it that make strata */
    size_t n_by;
    const char *where_column; /**< only rows with where_value in this column; NULL: all */
    const char *where_value;
    double take_all_above_gbp_week; /**< a line above which everybody is drawn; 0: none in the strata */
    const char *pilot;              /**< framework.yaml whose caseload is a scored sample; NULL: none */
} rasim_sampling_options;

RASIM_API void
rasim_sampling_options_init(rasim_sampling_options *options);

/** How a sample may be drawn from the caseload. */
typedef enum rasim_sampling_way {
    RASIM_SAMPLING_AT_RANDOM,     /**< everybody alike */
    RASIM_SAMPLING_PROPORTIONAL,  /**< within the strata, in proportion to people */
    RASIM_SAMPLING_NEYMAN,        /**< within the strata, to people x sd of cost */
    RASIM_SAMPLING_DEAREST_TAKEN, /**< everybody above the line that is best for the size, the others at random */
    RASIM_N_SAMPLING_WAYS
} rasim_sampling_way;

/** What is estimated with a coefficient of variation, from a simple random sample. */
typedef struct rasim_sampling_precision {
    double cv;     /**< sd of what has to be estimated of a person, as a share of the mean cost */
    double margin; /**< with n people */
    uint64_t needed[RASIM_N_SAMPLING_MARGINS];
} rasim_sampling_precision;

/** One way of drawing. */
typedef struct rasim_sampling_draw {
    double margin;                             /**< with n people; NAN: n is too small for it, or there are no strata */
    uint64_t needed[RASIM_N_SAMPLING_MARGINS]; /**< 0 where there are no strata */
    double line_gbp_week;                      /**< with n people: everybody above it is drawn; INFINITY: no line */
    uint64_t taken;                            /**< people above it */
    double needed_line_gbp_week[RASIM_N_SAMPLING_MARGINS]; /**< likewise with the sizes needed */
    uint64_t needed_taken[RASIM_N_SAMPLING_MARGINS];
} rasim_sampling_draw;

typedef struct rasim_sampling_stratum {
    const char *name;
    uint64_t people;
    double mean_gbp_week, sd_gbp_week; /**< of cost; in stage two sd of cost less allocation, the mean NAN */
    bool take_all;
    uint64_t scored;               /**< rows of the pilot; 0 in stage one */
    uint64_t proportional, neyman; /**< of n people; 0 where n is too small. In stage two, of the size for 5 % */
} rasim_sampling_stratum;

/** What costs say before anybody is scored. */
typedef struct rasim_sampling_caseload {
    uint64_t people;
    double mean_gbp_week;
    double skewness;      /**< of costs: third central moment / sd^3 */
    uint64_t normal_from; /**< people from which a normal interval holds, 25 x skewness^2 (Cochran 1977, 2.15) */
    rasim_sampling_precision unknown; /**< costs known of the sample only */
    rasim_sampling_draw ways[RASIM_N_SAMPLING_WAYS];
    uint64_t least; /**< the smallest sample that the strata allow */
    size_t n_strata;
    rasim_sampling_stratum *strata;
} rasim_sampling_caseload;

/** Stage two: with the spread of cost less allocation that the pilot shows, everybody's cost being known. */
typedef struct rasim_sampling_second {
    const char *design;
    uint64_t scored;                           /**< rows of the pilot */
    double pilot_factor;                       /**< on sizes, since the spread is itself estimated: 1 + 2 / scored */
    rasim_sampling_precision known;            /**< from a simple random sample */
    rasim_sampling_precision unknown;          /**< the same people, were costs known of the sample only */
    uint64_t neyman[RASIM_N_SAMPLING_MARGINS]; /**< within the pilot's strata */
    size_t n_strata;
    rasim_sampling_stratum *strata;
} rasim_sampling_second;

/** Coefficients of variation of cost that are tabled for want of a caseload; shares of the spread of known costs that
    points may explain. */
enum { RASIM_N_SAMPLING_ASSUMED = 5, RASIM_N_SAMPLING_EXPLAINED = 3 };

/** A plan. Everything here lives in one allocation; free it with rasim_sampling_free. */
typedef struct rasim_sampling {
    uint64_t population;
    double confidence, interval, z;
    uint64_t n;          /**< for a share of people within the interval, with finite-population correction */
    uint64_t n_infinite; /**< the same of a population without end */
    rasim_sampling_precision assumed[RASIM_N_SAMPLING_ASSUMED];
    rasim_sampling_caseload *caseload; /**< NULL where none was given, or its costs sum to nothing */
    double explained_share[RASIM_N_SAMPLING_EXPLAINED];
    rasim_sampling_precision explained[RASIM_N_SAMPLING_EXPLAINED]; /**< with the caseload's spread; 0 without one */
    size_t n_designs;
    rasim_sampling_second *second; /**< [n_designs] of the pilot */
    void *arena;
} rasim_sampling;

/**
 * Plans a sample. Errors: RASIM_ERR_INPUT with a problem (no population, or one that is not the caseload's; what the
 * files have wrong), RASIM_ERR_READ, RASIM_ERR_ARGUMENT, RASIM_ERR_NO_MEMORY; *out is NULL then.
 */
RASIM_API RASIM_CHECKED rasim_status
rasim_sampling_plan(const rasim_sampling_options *options, rasim_sampling **out, rasim_problems *problems);

RASIM_API void
rasim_sampling_free(rasim_sampling *plan);

RASIM_END_DECLS

#endif
