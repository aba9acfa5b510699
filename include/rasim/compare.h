/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Designs side by side on the same draws: criteria, paired differences with their simulation error, and who moves. Of
   one run, or of two finished ones. £ a year unless said otherwise; a figure that does not exist is NAN. */
#ifndef RASIM_COMPARE_H
#define RASIM_COMPARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rasim/export.h"
#include "rasim/problems.h"
#include "rasim/run.h"
#include "rasim/status.h"
#include "rasim/study.h"
#include "rasim/summary.h"

RASIM_BEGIN_DECLS

/** Size classes of a change of the indicative amount: falls, the largest first; no change; rises. */
enum { RASIM_N_MOVE_CLASSES = 11, RASIM_MOVE_UNCHANGED = 5 };

/** The most £ a week that a change of a class comes to, without its sign: 0 for no change, INFINITY for the largest. A
   class begins where the next smaller one ends. */
RASIM_API double
rasim_move_class_upto(size_t i);

/** People whose amount rises or falls, by care group. */
typedef struct rasim_group_moves {
    const char *care_group;
    double people; /**< with an amount on both sides */
    double people_up, gbp_up;
    double people_down, gbp_down; /**< gbp_down is positive */
} rasim_group_moves;

/** What becomes of people's indicative amounts at planned prices of year 1; without simulation, rows at their weights.
   People have an amount where the rule gives them one (or £0 because they are ineligible) and neither panel nor
   exclusion decides instead. */
typedef struct rasim_moves {
    bool known;                          /**< false where only finished runs were read */
    double people[RASIM_N_MOVE_CLASSES]; /**< with an amount on both sides */
    double gbp[RASIM_N_MOVE_CLASSES];    /**< what the class gains (+) or loses (-) */
    double people_gain_amount;           /**< an amount here and none there */
    double people_lose_amount;           /**< none here and an amount there */
    double people_without;               /**< on neither side, those without answers among them */
    size_t n_groups;
    rasim_group_moves *groups; /**< by care group, in the study's order; then all of them, care_group NULL */
} rasim_moves;

/** What it takes to run a design for a year. */
typedef struct rasim_administration {
    double assessments, panel_cases, reviews; /**< expected */
    double gbp, hours;                        /**< of what has a cost in the files; NAN where nothing has */
    bool partial;                             /**< something that happens has no cost in the files, or no hours */
} rasim_administration;

/** How much there is to explain and to fit. */
typedef struct rasim_complexity {
    bool known;
    double questions;          /**< in the questionnaire */
    double questions_a_person; /**< that the average person is asked */
    double table_parameters;   /**< free numbers of the rule from points or answers to £ */
    double parameters;         /**< those, and of questionnaire, carer rule, add-ons, limits and exclusion */
} rasim_complexity;

/** One design against the one that all are held against, on the same draws: this one less that one. All 0 for that one
   itself. */
typedef struct rasim_difference {
    double mean, mean_se, low, high, sd; /**< of net; low and high are the 95 % interval of the mean */
    rasim_at_level *quantiles;           /**< [n_levels] difference of the quantiles of net */
    rasim_probability dearer;            /**< P(net is above that of the other) */
    double affordability, affordability_se;
} rasim_difference;

/** One design in one period: a year, or all of them together. */
typedef struct rasim_criteria {
    double envelope_gbp, plan_gbp;
    rasim_probability affordability; /**< of all years together: net of all within the sum of their envelopes */
    rasim_probability every_year;    /**< inside in this year and every one before; of all together: in every year */
    double mean, mean_se, sd;        /**< of net */
    rasim_at_level *net;             /**< [n_levels] quantiles */
    rasim_at_level *contingency;     /**< [n_levels] quantile less plan */
    double panel_cases, excluded_people;
    double uplift_gbp;   /**< what the panel adds to allocations */
    double uplift_share; /**< of what is spent inside the RAS before prices move: the need that only the panel meets */
    double indicative_short_share; /**< people whose need costs more than the allocation and its tolerance; NAN unless
                                        people were observed one by one */
    double final_short_share;      /**< people whose final budget is below need and tolerance; likewise */
    double equity_theil;           /**< Theil's T of allocation over need within bands of equal need; likewise */
    double cheapest;               /**< P(no other design is cheaper), ties shared out */
    double most_sufficient;        /**< P(no other design leaves less need to the panel), ties shared out */
    rasim_administration administration;
    rasim_difference difference;
} rasim_criteria;

typedef struct rasim_compared_design {
    const char *name;
    const char *file; /**< of the finished run; NULL where one run was compared */
    rasim_complexity complexity;
    rasim_criteria *periods;       /**< [n_periods] */
    rasim_moves from_package;      /**< from current packages at planned prices to this design's amounts */
    rasim_moves from_other;        /**< from the amounts of the design that all are held against */
    const rasim_spread_of *spread; /**< where its spread comes from; NULL: not worked out. Of one run that is compared,
                                      the summary's, which must live as long */
    const rasim_reverse_of *reverse; /**< what would tip it; likewise */
} rasim_compared_design;

/** Everything here lives in one allocation; free it with rasim_comparison_free. */
typedef struct rasim_comparison {
    uint64_t seed, replicates;
    bool complete;
    size_t n_levels;
    const double *levels;
    size_t n_years, n_periods; /**< the years, then all together where there are several */
    const char **periods;      /**< [n_periods] labels */
    size_t n_designs, against; /**< `against` is the one that the others are held against */
    rasim_compared_design *designs;
    void *arena;
} rasim_comparison;

/** Start from rasim_compare_options_init. */
typedef struct rasim_compare_options {
    const char *against; /**< name of the design that the others are held against; NULL: the first */
} rasim_compare_options;

RASIM_API void
rasim_compare_options_init(rasim_compare_options *options);

/**
 * Compares the designs of a run with its summary. options may be NULL. Errors: RASIM_ERR_INPUT with a problem where no
 * design has the name, RASIM_ERR_ARGUMENT, RASIM_ERR_NO_MEMORY; *out is NULL then.
 */
RASIM_API RASIM_CHECKED rasim_status
rasim_compare(const rasim_results *results, const rasim_summary *summary, const rasim_compare_options *options,
              rasim_comparison **out, rasim_problems *problems);

/**
 * Compares the designs of finished runs, from the HDF5 files that rasim_write_h5 made: the same caseload, frame, years,
 * seed, replicates and engine, else RASIM_ERR_INPUT with a problem that says what differs. Other errors: RASIM_ERR_READ
 * with a problem, RASIM_ERR_ARGUMENT, RASIM_ERR_NO_MEMORY; *out is NULL then.
 */
RASIM_API RASIM_CHECKED rasim_status
rasim_compare_files(const char *const *paths, size_t n_paths, const rasim_compare_options *options,
                    rasim_comparison **out, rasim_problems *problems);

RASIM_API void
rasim_comparison_free(rasim_comparison *comparison);

RASIM_END_DECLS

#endif
