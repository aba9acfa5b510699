/* SPDX-License-Identifier: GPL-3.0-or-later */
/* framework.yaml: the population, the envelope, sign-off, uncertainty, and how to simulate. */
#ifndef RASIMI_MODEL_FRAMEWORK_H
#define RASIMI_MODEL_FRAMEWORK_H

#include "model/administration.h"
#include "model/param.h"
#include "model/years_spec.h"

typedef enum rasimi_sampling {
    RASIMI_SAMPLING_FIXED,
    RASIMI_SAMPLING_POLYA,
    RASIMI_SAMPLING_BOOTSTRAP
} rasimi_sampling;

/* One row of population.frame: people in the whole caseload who match every label given. */
typedef struct rasimi_frame_row {
    rasimi_mark mark;
    rasimi_text care_group, setting, place, budget_area; /* NULL: not given */
    rasimi_whole people;
    rasimi_number known_cost_gbp_week; /* gross, of these people, at the price date; NAN: not known */
} rasimi_frame_row;

typedef struct rasimi_population_spec {
    rasimi_mark mark;
    rasimi_choice sampling; /* rasimi_sampling; default polya */
    rasimi_texts strata;    /* of care_group, setting, place, budget_area; default care_group, setting */
    rasimi_structs frame;   /* rasimi_frame_row; none: the sum of the weights */
} rasimi_population_spec;

/* Headings of the council's own file for rasim's columns; NULL: the column's own name. */
typedef struct rasimi_columns_spec {
    rasimi_mark mark;
    rasimi_text person_id, care_group, setting, place, budget_area, weight, weekly_cost, points, carer_support,
        carer_consent, assessment_mode, delivery, start_date, client_contribution;
} rasimi_columns_spec;

/* Which of the designs a place has adopted. */
typedef struct rasimi_place_design_row {
    rasimi_mark mark;
    rasimi_text place;
    rasimi_text design; /* one of the framework's paths of designs */
} rasimi_place_design_row;

typedef struct rasimi_envelope_row {
    rasimi_mark mark;
    rasimi_text budget_area;  /* NULL: the whole covered caseload (then the only row) */
    rasimi_number gbp_year;   /* > 0, net, contingency included; of year 1 */
    rasimi_number growth;     /* of later years that are not given, on the year before; default 0 */
    rasimi_numbers later_gbp; /* of years 2, 3, ...; may stop early */
} rasimi_envelope_row;

/* What the ledger says that packages cost in a year: gross, at the price date. */
typedef struct rasimi_known_spend_row {
    rasimi_mark mark;
    rasimi_text budget_area; /* NULL: the whole covered caseload (then the only row) */
    rasimi_number gbp_year;
} rasimi_known_spend_row;

typedef struct rasimi_sign_off_spec {
    rasimi_mark mark;
    rasimi_number tolerance;    /* tau, share of the allocation; default 0 */
    rasimi_number uplift_share; /* u; default 1, the duty */
    rasimi_number trim_share;   /* d; default 0.5 */
} rasimi_sign_off_spec;

/* Need of one care group (or of all): how far a person's own package moves around the file's cost in twelve months. */
typedef struct rasimi_need_row {
    rasimi_mark mark;
    rasimi_text care_group;    /* NULL: every group without a row of its own */
    rasimi_number log_sd;      /* sigma_g, 0 to 1.5 */
    rasimi_number drift;       /* delta_g a year, -0.5 to 0.5; default 0 */
    rasimi_number persistence; /* rho, 0 to 1: share of the variance of need that stays with a person over the years;
                                  required where the horizon is over 1 */
} rasimi_need_row;

typedef struct rasimi_price_row {
    rasimi_mark mark;
    rasimi_text setting;    /* NULL: every setting without a row of its own */
    rasimi_choice law;      /* rasimi_law_kind; default lognormal */
    rasimi_number mean, sd; /* of yearly growth g: mean -0.5 to 1, sd 0 to 0.5; as the law asks */
    rasimi_number low, mode, high;
    rasimi_number autocorrelation; /* of the normal scores of consecutive years; lognormal only; default 0 */
} rasimi_price_row;

typedef struct rasimi_correlation_row {
    rasimi_mark mark;
    rasimi_text a, b;  /* "price", "price: SETTING", "practice", "leniency", "demand", "demand: GROUP", "funding" */
    rasimi_number rho; /* -1 to 1 */
} rasimi_correlation_row;

typedef struct rasimi_practice_spec {
    rasimi_mark mark;
    rasimi_number sd; /* of the mean-1 lognormal on the uplift and trim shares; default 0 */
} rasimi_practice_spec;

typedef struct rasimi_optimism_spec {
    rasimi_mark mark;
    rasimi_number mean, sd; /* of the factor minus 1; default 0, 0: off */
} rasimi_optimism_spec;

/* An assessment mode: what it does to points against the truth. */
typedef struct rasimi_mode_row {
    rasimi_mark mark;
    rasimi_text mode;
    rasimi_number bias, sd;                   /* points; default 0 */
    rasimi_flag estimate;                     /* bias and sd come from the paired assessments; default no */
    rasimi_number factor_bias, factor_log_sd; /* for families that read answers: of a factor on the amount; default 0 */
} rasimi_mode_row;

typedef struct rasimi_assessment_spec {
    rasimi_mark mark;
    rasimi_structs modes;           /* rasimi_mode_row */
    rasimi_text paired_assessments; /* path of a CSV: people assessed in more than one mode; NULL: none */
    rasimi_text reference_mode;     /* that the others' bias is measured against */
    rasimi_number leniency_sd;      /* points, shared by all in a replicate; default 0 */
    rasimi_number
        leniency_log_sd; /* the same for families that read answers: log sd of a factor of mean 1; default 0 */
} rasimi_assessment_spec;

typedef enum rasimi_calibration_error {
    RASIMI_CALIBRATION_ADOPTED,
    RASIMI_CALIBRATION_BEFORE_SAMPLING
} rasimi_calibration_error;

/* What of the design is uncertain besides the caseload. */
typedef struct rasimi_calibration_spec {
    rasimi_mark mark;
    rasimi_choice error;      /* rasimi_calibration_error; default adopted */
    rasimi_whole sample_size; /* people who would be scored; mark.line 0: not given */
} rasimi_calibration_spec;

typedef struct rasimi_transition_spec {
    rasimi_mark mark;
    rasimi_number review_probability; /* of coming onto the RAS in year 1; default 1 */
    rasimi_numbers review_later;      /* of coming onto it in years 2, 3, ... for those who have not; the last holds on;
                                         default: as in year 1 */
    rasimi_number protection_share;   /* of a loss made good in year 1; default 0 */
    rasimi_numbers protection_later;  /* in years 2, 3, ...; missing years 0 */
    rasimi_whole recalibrate_every;   /* years after which a design is fitted anew to what needs cost; 0: never */
} rasimi_transition_spec;

typedef struct rasimi_outturn_spec {
    rasimi_mark mark;
    rasimi_number managed_underuse;         /* share of budget not used; default 0 */
    rasimi_number direct_payment_underuse;  /* default 0 */
    rasimi_number direct_payment_recovered; /* share of the unused that comes back; default 1 */
    rasimi_texts direct_payment_labels;     /* of column delivery; default "direct payment" */
} rasimi_outturn_spec;

typedef enum rasimi_stream_kind { RASIMI_FUNDING_GBP, RASIMI_FUNDING_SHARE } rasimi_stream_kind;

typedef struct rasimi_funding_row {
    rasimi_mark mark;
    rasimi_text name;        /* "NHS section 117" */
    rasimi_text column;      /* of the caseload */
    rasimi_choice kind;      /* £ a week, or a share of the outturn */
    rasimi_number share_sd;  /* of the share that is in fact paid; default 0 */
    rasimi_text restriction; /* what the money may be used for, for explanations; NULL: not said */
} rasimi_funding_row;

typedef struct rasimi_income_spec {
    rasimi_mark mark;
    rasimi_number contribution_uprating; /* a year, from the file (or the assessment) on, e.g. 0.03; default 0 */
    rasimi_number collection_rate;       /* default 1 */
    rasimi_structs other_funding;        /* rasimi_funding_row */
} rasimi_income_spec;

/* Headings of the columns that a financial assessment reads; a default each. */
typedef struct rasimi_financial_columns_spec {
    rasimi_mark mark;
    rasimi_text income_gbp_week, capital_gbp, age; /* needed */
    rasimi_text disregarded_gbp_week, home_gbp, housing_gbp_week, disability_expenditure_gbp_week, children, partner,
        disability_premium, carer_premium; /* may be left out of the file */
} rasimi_financial_columns_spec;

typedef enum rasimi_missing_means { RASIMI_MISSING_ERROR, RASIMI_MISSING_DONOR } rasimi_missing_means;

/* Contributions assessed from people's means by the published rules, instead of the column client_contribution. */
typedef struct rasimi_financial_spec {
    rasimi_mark mark;                      /* line 0: no assessment */
    rasimi_text year;                      /* whose rules, "2025/26" */
    rasimi_texts residential_settings;     /* settings with the rules of care homes; none: no setting */
    rasimi_pairs figures;                  /* the council's own in place of published figures */
    rasimi_number uprating;                /* of £ a week a year after the last year known; NAN: not given */
    rasimi_number disposable_share;        /* default 1 */
    rasimi_number minimum_charge_gbp_week; /* default 0 */
    rasimi_choice missing;                 /* rasimi_missing_means */
    rasimi_financial_columns_spec columns;
} rasimi_financial_spec;

/* A stress: carers who stop in the year, each by their own draw. */
typedef struct rasimi_carers_stop_spec {
    rasimi_mark mark;
    rasimi_number share;   /* of the carers at every level without a share of its own; default 0 */
    rasimi_pairs by_level; /* share by level of carer_support */
} rasimi_carers_stop_spec;

typedef struct rasimi_framework {
    rasimi_mark mark;
    rasimi_text name, about, year, price_date;
    rasimi_flag synthetic;
    rasimi_text caseload;         /* path of a CSV, or of a recipe (.yaml) */
    rasimi_texts designs;         /* paths */
    rasimi_structs place_designs; /* rasimi_place_design_row; none: every design is for everybody */
    rasimi_columns_spec columns;
    rasimi_number weeks_per_year; /* default 52; may be written 365/7 */
    rasimi_population_spec population;
    rasimi_texts covered_settings; /* empty: all */
    rasimi_structs envelope;       /* rasimi_envelope_row */
    rasimi_number contingency_held_gbp_year;
    rasimi_structs known_spend; /* rasimi_known_spend_row; none: not known */
    rasimi_flag benchmark;      /* packages are multiplied to meet known_spend; default no */
    rasimi_sign_off_spec sign_off;
    rasimi_structs need;             /* rasimi_need_row */
    rasimi_structs prices;           /* rasimi_price_row */
    rasimi_number price_passthrough; /* pi; default 1 */
    rasimi_practice_spec practice;
    rasimi_optimism_spec optimism;
    rasimi_structs demand; /* rasimi_demand_row; none: no growth */
    rasimi_funding_spec funding;
    rasimi_structs correlations; /* rasimi_correlation_row */
    rasimi_whole horizon;        /* years, 1 to RASIMI_MAX_YEARS; default 1 */
    rasimi_text first_day;       /* of year 1, YYYY-MM-DD; NULL: nobody is known to be in their first year of care */
    rasimi_texts year_labels;    /* [horizon]; none: `year`, counted on where it can be */
    rasimi_structs turnover;     /* rasimi_turnover_row; none: nobody comes or goes */
    rasimi_structs moves;        /* rasimi_move_row */
    rasimi_structs high_cost_arrivals; /* rasimi_tail_row */
    rasimi_structs interventions;      /* rasimi_intervention_row */
    rasimi_structs savings;            /* rasimi_saving_row */
    rasimi_reserve_spec reserve;
    rasimi_guarantee_spec guarantee;
    rasimi_assessment_spec assessment;
    rasimi_carers_stop_spec carers_stop;
    rasimi_calibration_spec calibration;
    rasimi_transition_spec transition;
    rasimi_outturn_spec outturn;
    rasimi_income_spec income;
    rasimi_financial_spec financial_assessment;
    rasimi_texts breakdown;   /* columns of the caseload; none: not broken down */
    rasimi_flag place_series; /* net of each place is kept in every replicate; default no */
    rasimi_administration_spec administration;
    rasimi_numbers confidence_levels; /* default 0.5, 0.8, 0.9, 0.95; ascending, distinct, inside (0, 1) */
    rasimi_whole replicates;          /* default 10000; 64 to RASIM_MAX_REPLICATES */
    rasimi_whole seed;                /* default 1 */
} rasimi_framework;

/* The keys of `columns`, each a rasimi_text of rasimi_columns_spec. */
extern const rasimi_table rasimi_columns_table;

/* Reads and checks one framework by itself (levels ascending, one envelope row without an area or all with,
   correlations that name shocks, ...); what needs the other files is checked in study.c. Errors: RASIM_ERR_INPUT, and
   then *out holds what could be read; RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_framework_read(const char *file, const rasimi_node *root, rasimi_arena *arena, rasimi_framework *out,
                      rasim_problems *problems);

#endif
