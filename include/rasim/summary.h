/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A summary: what a run says about affordability, with the simulation error beside every headline. £ a year. */
#ifndef RASIM_SUMMARY_H
#define RASIM_SUMMARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rasim/analytic.h"
#include "rasim/export.h"
#include "rasim/ledger.h"
#include "rasim/reverse.h"
#include "rasim/run.h"
#include "rasim/spread.h"
#include "rasim/status.h"
#include "rasim/waterfall.h"

RASIM_BEGIN_DECLS

/* Intervals are 95 % and show simulation error only. A bound that does not exist is NAN. */

/** A probability with its Wilson interval (Wilson 1927), inside 0..1. */
typedef struct rasim_probability {
    double probability, low, high;
} rasim_probability;

/** A value at a level with its interval. */
typedef struct rasim_at_level {
    double level; /**< fraction */
    double value; /**< £ a year */
    double low, high;
} rasim_at_level;

/** A distribution of yearly £: quantiles are order statistics x_(ceil(level R)) with distribution-free intervals, at
   the study's levels and at 0.05, 0.5 and 0.95, ascending. */
typedef struct rasim_distribution {
    double mean, mean_se, sd;
    size_t n_quantiles;
    rasim_at_level *quantiles;
} rasim_distribution;

/** An expected figure, its simulation error, and between which bounds 8 in 10 replicates lie (order statistics at 0.1
   and 0.9). */
typedef struct rasim_expected {
    double mean, mean_se, p10, p90;
} rasim_expected;

/** Levels at which paths over the years are shown: 0.05, 0.1, 0.25, 0.5, 0.75, 0.9 and 0.95. */
enum { RASIM_N_FAN_LEVELS = 7 };

typedef struct rasim_contingency {
    double level;
    double gbp;             /**< Q_level(net) - plan = drift + risk margin */
    double risk_margin_gbp; /**< Q_level(net) - E[net] */
    double share_of_plan;   /**< of planned net */
    double share_of_pool;   /**< of the planned RAS pool */
    double low, high;       /**< of gbp */
} rasim_contingency;

/** A part's share of what is above the plan at a level, with standard errors. */
typedef struct rasim_tail_part {
    const char *name;
    double at_gbp, at_se;         /**< of Q_level(net) - plan */
    double beyond_gbp, beyond_se; /**< of expected shortfall - plan */
} rasim_tail_part;

enum { RASIM_N_TAIL_POOLS = 4 };

/** Who brings about a bad year: how far each part is above its plan where net is about its quantile, and beyond it.
    Unlike quantiles of parts, these add up. */
typedef struct rasim_tail {
    double level;
    uint64_t replicates; /**< whose net ranks about the level */
    double at_gbp;       /**< Q_level(net) - plan: the sum of at_gbp over the areas, and over the pools */
    double beyond_gbp;   /**< expected shortfall - plan: likewise */
    size_t n_areas;
    rasim_tail_part *areas;
    rasim_tail_part pools[RASIM_N_TAIL_POOLS]; /**< RAS, high-cost, legacy; and what lies between gross and net */
} rasim_tail;

/** Gross spend after sign-off and the price surprise, before underspend and income. */
typedef struct rasim_pools {
    rasim_distribution ras, high_cost, legacy, total;
} rasim_pools;

/** One budget area: its own envelope where the framework gives one (else NAN). */
typedef struct rasim_area_summary {
    const char *name;
    double envelope_gbp, plan_gbp;
    bool has_envelope;
    rasim_probability affordability;
    rasim_distribution net;
    double lines[RASIM_N_LINES]; /**< expected, £ a year or people */
} rasim_area_summary;

typedef struct rasim_place_summary {
    const char *name;
    double people, plan_gbp;
    rasim_distribution net;     /**< without quantiles (n_quantiles 0) unless the run has the series of places */
    double least_gbp, most_gbp; /**< net in the replicate where it is least, and most */
} rasim_place_summary;

/** What the sample alone does to net spend (everybody's package known and unchanging, prices as planned). */
typedef struct rasim_sample_effect {
    bool applies; /**< false under fixed sampling */
    double sd_gbp, sd_se;
    double share_of_variance, share_se; /**< of the variance of net; clamped to 0..1 */
    size_t n_quantiles;
    rasim_at_level *quantiles;
} rasim_sample_effect;

/** What a limit does to the indicative allocations of people planned inside the RAS; without simulation. */
typedef struct rasim_limit_effect {
    const char *limit;      /**< "minimum points", "floor", "minimum budget", "cap" or "residential equivalent" */
    double kind;            /**< 1 minimum points, 2 floor, 3 cap, 4 minimum budget, 5 residential equivalent */
    double value;           /**< points, or £ a week in year 1 */
    double people;          /**< whom it binds */
    double gbp;             /**< £ a year that it gives (+) or takes (-) */
    const char *care_group; /**< that it is for; NULL: all that have none of their own */
} rasim_limit_effect;

/** What it matters in which of two modes everybody is assessed: one less the other, without simulation. The intervals
   are 95 % and show what is uncertain of the sample of people and of estimated biases. */
typedef struct rasim_mode_effect {
    const char *mode, *against;
    double i_mode, i_against;                     /**< numbers of the two among the modes, from 1 */
    double points;                                /**< a person */
    double gbp_week, gbp_week_low, gbp_week_high; /**< £ a week a person */
    double gbp, gbp_low, gbp_high;                /**< £ a year over the caseload */
} rasim_mode_effect;

/** A mode of assessment that occurs among the covered people. Standard errors are 0 where the figures are given. */
typedef struct rasim_mode_summary {
    const char *mode;
    double people;
    bool is_reference;               /**< that estimates are made against */
    bool estimated;                  /**< bias and sd come from paired assessments */
    double pairs;                    /**< people who were assessed in both modes */
    double bias, bias_se, sd, sd_se; /**< points */
    double sd_difference;            /**< of the differences of the pairs */
} rasim_mode_summary;

/** Who comes, goes and moves within a year, and what that does to a whole year's cost. */
typedef struct rasim_turnover {
    bool applies;                                                                  /**< false where nobody does */
    rasim_expected starters, leavers, movers, moved_outside_people, people_at_end; /**< people */
    rasim_expected person_years;
    rasim_expected full_year_starters, full_year_leavers, full_year_changes; /**< £ a year */
    rasim_expected full_year;                                                /**< the three together */
    rasim_expected moved_outside; /**< a whole year's net of those who moved outside the envelope */
} rasim_turnover;

/** Savings lines of a year, all together. */
typedef struct rasim_savings {
    bool applies; /**< false where the framework has none */
    double planned_gbp;
    rasim_expected delivered;
} rasim_savings;

/** The reserve at the end of a year. */
typedef struct rasim_reserve_year {
    double mean, mean_se;
    rasim_at_level quantiles[RASIM_N_FAN_LEVELS];
    rasim_probability at_floor;    /**< P(at or above the floor) */
    rasim_probability never_below; /**< P(at or above the floor in every year up to this one) */
} rasim_reserve_year;

/** Prevention programmes of a year beside the same year without them, on the same draws. £ a year. */
typedef struct rasim_intervention_year {
    rasim_expected cost, saving;
    rasim_expected net;          /**< saving less cost */
    rasim_expected cumulated;    /**< net of all years up to this one */
    rasim_probability paid_back; /**< P(something was spent and cumulated net is at least 0) */
} rasim_intervention_year;

typedef struct rasim_year_summary {
    const char *year;
    double envelope_gbp, plan_gbp, planned_pool_gbp, drift_gbp, contingency_held_gbp;
    bool funding_uncertain; /**< the envelope may turn out other than stated; then net is tested against what it is */
    rasim_expected turned_out; /**< what the envelope turns out to be */
    rasim_probability affordability;
    rasim_probability affordability_so_far; /**< P(inside in this year and in every one before) */
    rasim_distribution net;
    rasim_at_level fan[RASIM_N_FAN_LEVELS]; /**< quantiles of net */
    size_t n_levels;
    rasim_contingency *contingency;
    rasim_at_level *headroom; /**< envelope less the envelope that the level takes: Q_level(net), or where funding is
                                   uncertain Q_level(net over the share of the envelope that comes) */
    rasim_at_level *expected_shortfall; /**< mean of the worst 1-level of replicates; low and high are NAN */
    rasim_tail *tails;                  /**< [n_levels] */
    double expected_overspend_gbp;      /**< E[(net-B)+] */
    double overspend_if_over_gbp;       /**< E[net-B | net>B]; NAN where it never happened */
    rasim_pools pools;
    rasim_distribution panel_cases, excluded_people; /**< people */
    double lines[RASIM_N_LINES];                     /**< expected, £ a year or people */
    double lines_se[RASIM_N_LINES];                  /**< their simulation errors */
    rasim_sample_effect sample;
    rasim_turnover turnover;
    rasim_savings savings;
    rasim_reserve_year reserve;            /**< where the design's reserve applies */
    rasim_intervention_year interventions; /**< where the design's has_interventions */
    size_t n_areas;
    rasim_area_summary *areas;
    size_t n_places;
    rasim_place_summary *places;
    size_t n_limits;
    rasim_limit_effect *limits; /**< those that the design has; of the first year */
    size_t n_mode_effects;
    rasim_mode_effect *mode_effects; /**< each pair of modes with people; of the first year */
} rasim_year_summary;

typedef struct rasim_convergence_step {
    uint64_t replicates;
    rasim_probability affordability;
    double mean;
    rasim_at_level *quantiles; /**< [n_levels] */
} rasim_convergence_step;

/** Precisions that replicates are counted for: within so much of the envelope, either way. */
enum { RASIM_N_PRECISIONS = 3 };

/** 0.01, 0.005 and 0.001 of the envelope; NAN beyond. */
RASIM_API double
rasim_precision(size_t i);

/** How well a quantile of the first year's net is known, and what it would take to know it better. */
typedef struct rasim_precision_need {
    double level;
    double half_width;                     /**< half of its 95 % interval, share of the envelope; NAN: no interval */
    double replicates[RASIM_N_PRECISIONS]; /**< that bring the half width to each precision, rounded up to 1, 2 or 5
                                                times a power of ten; NAN: more than RASIM_MAX_REPLICATES, or unknown */
} rasim_precision_need;

/** What a top-slice truly does: beside the same years without it. £ a year, expected. */
typedef struct rasim_top_slice {
    bool applies;      /**< false where the design takes none, or the years without it were not run */
    double share;      /**< of every allocation */
    double taken_gbp;  /**< out of indicative allocations */
    double uplift_gbp; /**< of it came back because need costs more than the smaller allocation (uplift less trim) */
    double saved_gbp;  /**< net spend that is saved */
    double saved_se;   /**< standard error of saved_gbp: both runs have the same draws */
    rasim_probability affordability_without; /**< P(affordable) without the top-slice */
} rasim_top_slice;

/** What the places would give people of one band of need. */
typedef struct rasim_need_band {
    double people;
    double *gbp_week; /**< [n_places] mean indicative amount of all people of the band, were they in that place */
} rasim_need_band;

/** What the same person would get in each place, where each place has a design of its own (docs/methods.md section 7).
    Amounts are indicative, at planned prices, without assessment error. It is about the people whom every place's
   design gives an amount and whose package is below every place's threshold. */
typedef struct rasim_portability {
    bool applies; /**< the framework says which design each place has */
    double people, people_left_out;
    size_t n_places;
    const char **places, **designs; /**< [n_places] */
    double *gbp_week;               /**< [n_places] mean over everybody, were they all in that place */
    size_t n_bands;                 /**< tenths by need, least first; those with nobody in them are left out */
    rasim_need_band *bands;
    double place_share;  /**< of the variance of people's own amounts within bands: the part between places; else NAN */
    double chance_share; /**< the same were everybody's place dealt out anew within the band, expected; else NAN */
    double spread;       /**< mean over people of (most - least) / mean of what the places would give them; else NAN */
} rasim_portability;

/** What carers who stop do, beside the same years in which none does. Expected people, and £ a year. */
typedef struct rasim_carers_stop {
    bool applies;           /**< false where no carer can stop that the design counts on, or the years were not run */
    double people;          /**< whose carer stops in the year */
    double people_se;       /**< standard error of people */
    double indicative_gbp;  /**< added to indicative allocations */
    double net_gbp, net_se; /**< added to net spend, and its standard error: both runs have the same draws */
    rasim_probability affordability_without; /**< P(affordable) where no carer stops */
} rasim_carers_stop;

/** Further runs of the same study, seed and replicates, each with one thing changed, and what other runs say of the
   study; any may be NULL. */
typedef struct rasim_what_ifs {
    const rasim_results *halved;                /**< shock_scale 0.5 */
    const rasim_results *doubled;               /**< shock_scale 2 */
    const rasim_results *without_top_slice;     /**< without_top_slice */
    const rasim_results *without_interventions; /**< without_interventions */
    const rasim_results *without_carers_stop;   /**< without_carers_stop */
    const rasim_analytic *analytic;             /**< what the analytic engine says of the same study */
    const rasim_spread *spread;                 /**< the summary borrows it: it must live as long */
    const rasim_reverse *reverse;               /**< likewise */
    const rasim_waterfall *waterfall;           /**< likewise */
} rasim_what_ifs;

/** Affordability with the sds of shared shocks multiplied; NAN where those years were not run. */
typedef struct rasim_rescaled {
    rasim_probability affordability; /**< of the first year */
    rasim_probability every_year;
} rasim_rescaled;

/** All years together. */
typedef struct rasim_horizon {
    double envelope_gbp, plan_gbp; /**< sums over the years */
    rasim_distribution net;        /**< sum over the years */
    rasim_probability total;       /**< P(sum of net <= sum of envelopes) */
    rasim_probability every_year;  /**< P(inside in every year) */
} rasim_horizon;

/** The reserve (methods.md section 7) and what somebody who guarantees its floor must pay into it: at the end of each
   year whatever is missing, so that over all years it is how far below the floor the reserve would ever have been. */
typedef struct rasim_reserve {
    bool applies;      /**< the framework has a reserve or asks for a guarantee */
    bool in_framework; /**< false: opening 0, carry 1, no transfers, floor 0 */
    double opening_gbp, carry, floor_gbp;
    rasim_probability called;
    rasim_expected call;       /**< £ over all years */
    rasim_at_level call_p95;   /**< £ over all years */
    double call_if_called_gbp; /**< NAN where it never happened */
} rasim_reserve;

/** The least factor on all stated envelopes at once with which something holds at the confidence; NAN: there is none.
 */
typedef struct rasim_factor {
    double factor, low, high;
    double extra_gbp; /**< (factor - 1) x sum of the envelopes */
} rasim_factor;

typedef struct rasim_guarantee {
    bool applies; /**< the framework asks for one */
    double confidence;
    rasim_factor at_end;     /**< the reserve is at or above its floor at the end of the last year */
    rasim_factor every_year; /**< and at the end of every year */
    rasim_factor each_alone; /**< every year's net is inside its envelope, whatever the reserve */
} rasim_guarantee;

/** A figure of the analytic engine, and how many simulation errors the simulated one is above it. */
typedef struct rasim_compared {
    double level; /**< of a quantile; else NAN */
    double value;
    double distance; /**< NAN where the simulation is too short to have an error */
} rasim_compared;

/** The first year by the analytic engine, beside the simulation. Net, £ a year. */
typedef struct rasim_analytic_check {
    bool applies;       /**< false where it was not asked or does not apply */
    const char *reason; /**< why it does not apply, in plain words; "" where it does or was not asked */
    rasim_compared mean, sd, affordability;
    size_t n_quantiles;
    rasim_compared *quantiles; /**< at the levels of the simulated ones */
    double furthest;           /**< the largest distance of all, either way */
} rasim_analytic_check;

typedef struct rasim_design_summary {
    const char *name;
    size_t n_years;
    rasim_year_summary *years;
    size_t n_steps;
    rasim_convergence_step *steps; /**< after 1/8, 1/4, 1/2 and all replicates */
    size_t n_precision_needs;
    rasim_precision_need *precision_needs; /**< at the levels that the framework states */
    bool decision_inside_error;            /**< yes or no at a stated level lies inside the simulation error */
    const char *decision_text;             /**< the plain warning, or "" */
    rasim_rescaled shocks_halved, shocks_doubled;
    rasim_top_slice top_slice;
    rasim_carers_stop carers_stop;
    rasim_horizon horizon;
    rasim_reserve reserve;
    rasim_guarantee guarantee;
    bool has_interventions; /**< the framework has prevention programmes and the years without them were run */
    rasim_analytic_check analytic;
} rasim_design_summary;

/** A figure of a tail, with its standard error (expected information) and the middle 95 % of the bootstrap refits that
   the replicates take; NAN but for the value where it was given, not fitted. */
typedef struct rasim_tail_figure {
    double value, se, low, high;
} rasim_tail_figure;

/** A point of the mean-excess plot: straight in the threshold where the tail is generalised Pareto. */
typedef struct rasim_mean_excess {
    double threshold_gbp_week, mean_gbp_week, se_gbp_week;
    size_t packages; /**< above the threshold */
} rasim_mean_excess;

/** A point of the quantile plot: a package above the threshold, and what the tail says in its place. */
typedef struct rasim_tail_quantile {
    double fitted_gbp_week, package_gbp_week;
} rasim_tail_quantile;

/** The tail that high-cost arrivals of a care group and setting come from (methods.md section 5). */
typedef struct rasim_tail_summary {
    const char *care_group, *setting;
    bool fitted;            /**< false: shape and scale were given */
    bool at_bound;          /**< the likelihood rises beyond the shapes that are allowed */
    double arrivals_a_year; /**< before demand growth */
    double threshold_gbp_week, max_gbp_week;
    double mean_gbp_week; /**< of an arrival, at the price date */
    double capped_share;  /**< arrivals that are held at the most */
    size_t packages_above;
    double people_above; /**< whom they stand for */
    rasim_tail_figure shape, scale_gbp_week;
    size_t n_mean_excesses;
    rasim_mean_excess *mean_excesses;
    size_t n_quantiles;
    rasim_tail_quantile *quantiles;
} rasim_tail_summary;

struct rasim_persons;

/** Everything here lives in one allocation, but for what is borrowed; free it with rasim_summary_free. */
typedef struct rasim_summary {
    uint64_t seed, replicates, replicates_asked;
    bool complete;
    size_t n_modes;
    rasim_mode_summary *modes;
    bool precision_reached; /**< false where a precision was asked for and all replicates did not reach it */
    size_t n_designs;
    rasim_design_summary *designs;
    rasim_portability portability;
    size_t n_tails;
    rasim_tail_summary *tails;
    const struct rasim_persons *persons; /**< borrowed; NULL where single people were not looked at (persons.h) */
    const rasim_spread *spread;          /**< where the spread comes from; borrowed; NULL: not worked out */
    const rasim_reverse *reverse;        /**< what it takes to tip it; likewise */
    const rasim_waterfall *waterfall;    /**< from today's packages to net spend; likewise */
    void *arena;
} rasim_summary;

/** Whether the study has prevention programmes, so that a run without them says what they do. */
RASIM_API bool
rasim_study_has_interventions(const rasim_study *study);

/** Summarises results, with what-ifs (NULL: none). Errors: RASIM_ERR_ARGUMENT, also where the run was for its series
   only; RASIM_ERR_NO_MEMORY. */
RASIM_API RASIM_CHECKED rasim_status
rasim_summarise(const rasim_results *results, const rasim_what_ifs *what_ifs, rasim_summary **out);

RASIM_API void
rasim_summary_free(rasim_summary *summary);

RASIM_END_DECLS

#endif
