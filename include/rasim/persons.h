/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a design does to single people (docs/methods.md section 7): how far allocations lie from needs and packages, who
   wins and loses, whom the line for high-cost packages leaves out, and whether it is enough and fair. From a pass of
   its own over the first replicates of a run and the first year; it does not slow the run. */
#ifndef RASIM_PERSONS_H
#define RASIM_PERSONS_H

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

/** Person-years that a pass simulates where no number of replicates is given, about. */
#define RASIM_PERSON_YEARS 400000

/** The fewest replicates of such a pass. */
#define RASIM_PERSON_REPLICATES 8

/** Counts below this are not shown where no other number is given. */
#define RASIM_SMALL_NUMBER 5

typedef struct rasim_persons_options {
    uint64_t replicates; /**< of the pass; 0: enough for RASIM_PERSON_YEARS, at most those of the run */
    double small_number; /**< counts of people below this are hidden, and what would tell them; 0: none */
    size_t n_furthest;   /**< people on each design's worklist, who are named by identifier; 0: none */
    int n_threads;       /**< 0: as many as the machine has cores; results are the same for any number */
    rasim_poll_fn *poll; /**< may be NULL */
    void *poll_context;
} rasim_persons_options;

RASIM_API void
rasim_persons_options_init(rasim_persons_options *options);

/** An expected figure and its simulation error over the replicates of the pass (NAN where there is only one). */
typedef struct rasim_measured {
    double value, se;
} rasim_measured;

enum {
    RASIM_N_CLOSE = 5,   /**< within 5, 10, 20, 25 and 50 % */
    RASIM_N_CHANGES = 7, /**< loses >= 50, 25 to 50, 10 to 25 %; within 10 %; gains 10 to 25, 25 to 50, >= 50 % */
    RASIM_N_TENTHS = 10,
    RASIM_MOST_POINTS_CLASSES = 20,
    RASIM_MOST_RULE_LINES = 6,
};

RASIM_API double
rasim_close(size_t i); /**< 0.05, 0.1, 0.2, 0.25, 0.5 */
RASIM_API const char *
rasim_change_name(size_t i);

/** How far allocations lie from a target, £ a week. Errors are allocation less target. */
typedef struct rasim_fit {
    double people, mean_allocation, mean_target;
    rasim_measured bias, mean_absolute, root_mean_square;
    double r_squared;             /**< 1 - sum of squared errors / sum of squares of the target around its mean */
    double within[RASIM_N_CLOSE]; /**< share of people */
} rasim_fit;

/** People inside the RAS who have something in common. Hidden figures are NAN. */
typedef struct rasim_people_group {
    const char *by;                  /**< "everybody", "care group", "setting", "need", "cost", "place" or a column */
    const char *label;               /**< of the group */
    double people;                   /**< expected */
    bool hidden;                     /**< fewer than the small number */
    rasim_fit need;                  /**< against need cost C */
    rasim_fit package;               /**< against the current package at planned prices, of people who have one */
    rasim_measured can_live_on;      /**< reasonableness test: share with A >= C (1 - tolerance) */
    double below_package;            /**< share whose allocation is below their package */
    double changes[RASIM_N_CHANGES]; /**< expected people by what the allocation changes of their package */
    double change_gbp;               /**< £ a year of it; NAN where hidden */
} rasim_people_group;

/** People inside the RAS whose observed points lie from `from` up to below `to`; the first and the last class also hold
    those beyond. £ a week. Hidden figures are NAN. */
typedef struct rasim_points_class {
    double from, to;
    double people; /**< expected */
    bool hidden;   /**< fewer than the small number */
    double mean_points;
    rasim_measured allocation, need; /**< means of A and C; NAN where there is nobody */
    double need_low, need_high;      /**< 10 and 90 % of person-years have C at most this */
} rasim_points_class;

/** What points alone give, without add-ons and a carer's £, in the first year: straight from one vertex to the next. */
typedef struct rasim_rule_line {
    const char *care_groups; /**< "everybody", or those that share the rule */
    size_t n;
    double *points, *gbp_week; /**< [n] ascending points */
} rasim_rule_line;

/** Pools of so many people, drawn without replacement from those inside the RAS. */
typedef struct rasim_pool_size {
    double people;
    uint64_t pools;       /**< drawn, over all replicates; 0: everybody, from the run's own ledger */
    double sd, low, high; /**< of sum(F - A) / sum(A) */
    double fitted_sd;     /**< sqrt(a / people + b) */
} rasim_pool_size;

typedef struct rasim_averaging {
    size_t n;
    rasim_pool_size *sizes;
    rasim_measured a, b;                    /**< variance = a / people + b */
    double floor_sd, floor_low, floor_high; /**< sqrt(b): what no size of pool averages out */
    double people_to_floor;                 /**< people at which a / people = b; NAN where b is not above 0 */
} rasim_averaging;

/** What places with budgets of their own must hold together to be as sure, each for itself, as one pooled budget. */
typedef struct rasim_devolved {
    double level;
    double places_gbp, pooled_gbp; /**< sum of the places' own quantiles of net; quantile of the sum */
    rasim_measured extra_gbp;      /**< places_gbp - pooled_gbp */
} rasim_devolved;

/** Where the line for high-cost packages might be. */
typedef struct rasim_line_at {
    double threshold_gbp_week;                     /**< INFINITY: no line */
    bool of_design;                                /**< the design's own */
    rasim_measured people_out, gbp_out;            /**< people, £ a year at planned prices */
    double cv_left;                                /**< sd / mean of need cost inside the RAS */
    double ras_mean_gbp, high_cost_mean_gbp;       /**< £ a year after the price surprise */
    rasim_at_level *ras_margin, *high_cost_margin; /**< [n_levels] quantile less mean, £ a year */
    double dear_people, dear_gbp;                  /**< C above the line but A not, and what they cost */
    double cheap_people, cheap_gbp;                /**< A above the line but C not */
} rasim_line_at;

/** Whether it is enough. Shares are of people inside the RAS; `final` ones of everybody on it. */
typedef struct rasim_sufficiency {
    rasim_measured short_share;      /**< C > A (1 + tolerance) */
    rasim_measured depth;            /**< mean of (C - A) / C among them */
    rasim_measured panel_gbp;        /**< £ a year that only the panel supplies: sum of C - A */
    rasim_measured final_share;      /**< F after the price surprise < C (f / fbar) (1 - tolerance) */
    bool final_zero_by_construction; /**< complete uplift, prices passed on, no saving, nobody ineligible */
} rasim_sufficiency;

/** Theil's T of a ratio to need, one person one vote. */
typedef struct rasim_theil {
    rasim_measured total, within_bands, between_bands; /**< total = within + between; bands are tenths of equal need */
    rasim_measured between_groups, between_places;     /**< care groups, places */
    rasim_measured place_effect;                       /**< of within_bands: the part between places */
    double place_share;  /**< of within_bands; NAN where that is 0 or there are no places */
    double chance_share; /**< the same were places dealt out anew within bands, expected */
    double band_people[RASIM_N_TENTHS], band_mean[RASIM_N_TENTHS], band_theil[RASIM_N_TENTHS];
} rasim_theil;

typedef struct rasim_equity {
    rasim_theil indicative, final; /**< of A / C and F / C */
} rasim_equity;

/** The same of a year after the first. */
typedef struct rasim_later_year {
    const char *year; /**< its label */
    rasim_sufficiency sufficiency;
    rasim_equity equity;
} rasim_later_year;

/** Somebody whose allocation is far from their needs. Personal data. */
typedef struct rasim_far_person {
    const char *person_id, *care_group, *setting, *place; /**< place: "" where there are none */
    double years;                                         /**< simulated inside the RAS */
    double package_gbp_week, need_gbp_week, allocation_gbp_week;
    double gap_gbp_week; /**< mean of |A - C| */
    double panel_share;  /**< of their years */
} rasim_far_person;

typedef struct rasim_design_persons {
    const char *name;
    const char *need_basis; /**< what the tenths of need are of: "points", "answers", "mean rank of points" */
    double people_inside, people_seen; /**< expected, inside the RAS and all */
    size_t n_groups;
    rasim_people_group *groups;
    size_t n_points; /**< 0 where the design reads answers, or places have designs of their own */
    rasim_points_class *points;
    size_t n_rules; /**< at most RASIM_MOST_RULE_LINES, those of the most people first; 0 where n_points is */
    rasim_rule_line *rules;
    rasim_averaging averaging;
    size_t n_devolved;
    rasim_devolved *devolved; /**< [n_levels]; none without places and their series */
    size_t n_lines;
    rasim_line_at *lines; /**< ascending */
    rasim_sufficiency sufficiency;
    rasim_equity equity;
    size_t n_later;
    rasim_later_year *later; /**< years 2, 3, ... where there are several */
    size_t n_far;
    rasim_far_person *far;
} rasim_design_persons;

/** Everything here lives in one allocation, but for texts and levels, which belong to the study; free it with
    rasim_persons_free. */
typedef struct rasim_persons {
    uint64_t replicates;       /**< of the pass */
    uint64_t later_replicates; /**< of that through the years after the first; 0: there are none */
    double person_years;       /**< simulated */
    double small_number, tolerance;
    size_t n_levels;
    const double *levels;
    size_t n_designs;
    rasim_design_persons *designs;
    void *arena;
} rasim_persons;

/**
 * Looks at single people in the first replicates of a run. Errors: RASIM_ERR_INTERRUPTED (the poll function stopped
 * it), RASIM_ERR_ARGUMENT (results of another study), RASIM_ERR_NO_MEMORY, those of rasim_run. On error *out is NULL.
 * The run is one with everything in it: no what-if.
 */
RASIM_API RASIM_CHECKED rasim_status
rasim_analyse_persons(const rasim_study *study, const rasim_results *results, const rasim_persons_options *options,
                      rasim_persons **out, rasim_problems *problems);

RASIM_API void
rasim_persons_free(rasim_persons *persons);

/** Writes the worklists as CSV. Personal data: people are named by identifier. Errors: RASIM_ERR_WRITE with a problem.
 */
RASIM_API RASIM_CHECKED rasim_status
rasim_write_worklist(const char *path, const rasim_study *study, const rasim_persons *persons,
                     rasim_problems *problems);

RASIM_END_DECLS

#endif
