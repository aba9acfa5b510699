/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The framework's keys for several years: growth and its laws, turnover, moves, tail arrivals, programmes, reserve. */
#ifndef RASIMI_MODEL_YEARS_SPEC_H
#define RASIMI_MODEL_YEARS_SPEC_H

#include "model/param.h"
#include "num/laws.h"

/* The longest horizon. */
#define RASIMI_MAX_YEARS 10

/* How a yearly figure x is uncertain. Its law is one of num/laws.h but Beta: lognormal (of 1 + x, by the mean and sd of
   x: the default) and normal have mean and sd, triangular and PERT low, mode and high, uniform low and high, fixed
   mean. */
typedef struct rasimi_spread_spec {
    rasimi_mark mark;
    rasimi_choice law; /* rasimi_law_kind */
    rasimi_number mean, sd, low, mode, high;
} rasimi_spread_spec;

/* Growth a year of the number of people who come to need support. */
typedef struct rasimi_demand_row {
    rasimi_mark mark;
    rasimi_text care_group; /* NULL: every group without a row of its own */
    rasimi_choice law;
    rasimi_number mean, sd, low, mode, high;
    rasimi_number autocorrelation; /* of the normal scores of consecutive years; lognormal only; default 0 */
} rasimi_demand_row;

/* How far the envelope of a year turns out other than stated: a share of it. */
typedef struct rasimi_funding_spec {
    rasimi_mark mark;
    rasimi_choice law;
    rasimi_number mean, sd, low, mode, high; /* default fixed at 0 */
} rasimi_funding_spec;

/* Leaving and starting, of people of a care group and setting. The most specific row counts. */
typedef struct rasimi_turnover_row {
    rasimi_mark mark;
    rasimi_text care_group, setting;      /* NULL: all */
    rasimi_number leave_probability;      /* of leaving care within a year */
    rasimi_number first_year_probability; /* the same within the first year after the start; absent: no different */
    rasimi_number
        starters_share; /* people who start a year, as a share of the base; absent: -ln(1 - leave_probability) */
} rasimi_turnover_row;

/* Moves between settings: the package is taken anew from the other setting. */
typedef struct rasimi_move_row {
    rasimi_mark mark;
    rasimi_text care_group;    /* NULL: all */
    rasimi_text from, to;      /* settings; `to` may be one that the envelope does not cover */
    rasimi_number probability; /* within a year */
} rasimi_move_row;

/* High-cost starters beyond what the rows hold: a compound Poisson process with a generalised Pareto severity. */
typedef struct rasimi_tail_row {
    rasimi_mark mark;
    rasimi_text care_group, setting;     /* NULL: all; strata are fitted one by one */
    rasimi_number arrivals_a_year;       /* expected, before demand growth */
    rasimi_number threshold_gbp_week;    /* absent: the 95th percentile of the stratum's packages */
    rasimi_number shape, scale_gbp_week; /* absent: fitted to the packages above the threshold */
    rasimi_number max_gbp_week;          /* severities are held here; default RASIM_MAX_GBP_WEEK */
} rasimi_tail_row;

typedef enum rasimi_effect { RASIMI_REDUCES_STARTERS, RASIMI_REDUCES_MOVES, RASIMI_REDUCES_DRIFT } rasimi_effect;

/* A prevention programme. */
typedef struct rasimi_intervention_row {
    rasimi_mark mark;
    rasimi_text name, budget_area;
    rasimi_text care_group, setting; /* whom it reaches; NULL: all. For moves, the setting they leave */
    rasimi_whole from_year;          /* 1 for the first; default 1 */
    rasimi_number gbp_year;          /* cost a year from then on, at that year's prices */
    rasimi_whole lag_years;          /* from the first cost to the first effect; default 0 */
    rasimi_choice reduces;           /* rasimi_effect */
    rasimi_number mean, sd; /* of the reduction, a share of what it reduces, one draw a replicate: Beta; drift: of
                               yearly drift in log of £ */
} rasimi_intervention_row;

/* A savings line. */
typedef struct rasimi_saving_row {
    rasimi_mark mark;
    rasimi_text name, budget_area;
    rasimi_numbers gbp_by_year; /* planned, from year 1; later years repeat the last */
    rasimi_number delivered_mean,
        delivered_sd;     /* share of the plan that is delivered, one draw a replicate: Beta where sd > 0 */
    rasimi_number common; /* correlation of the deliveries of any two lines, 0 to 1: share of variance of a common
                             factor; default 0 */
    rasimi_number slip_probability; /* that it all comes a year late; default 0 */
} rasimi_saving_row;

typedef struct rasimi_reserve_spec {
    rasimi_mark mark;
    rasimi_number opening_gbp;    /* at the start of year 1; NAN: the framework has no reserve */
    rasimi_number carry;          /* share of an underspend that is carried; default 1 */
    rasimi_numbers transfers_gbp; /* planned, by year; missing years 0 */
    rasimi_number floor_gbp;      /* default 0 */
} rasimi_reserve_spec;

typedef struct rasimi_guarantee_spec {
    rasimi_mark mark;
    rasimi_number confidence; /* NAN: no guarantee is asked for */
} rasimi_guarantee_spec;

#endif
