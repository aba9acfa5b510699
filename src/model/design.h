/* SPDX-License-Identifier: GPL-3.0-or-later */
/* design.yaml: a candidate RAS. */
#ifndef RASIMI_MODEL_DESIGN_H
#define RASIMI_MODEL_DESIGN_H

#include "model/administration.h"
#include "model/param.h"

/* No questionnaire has more points than this, nor fewer than its negative. */
#define RASIMI_MAX_POINTS 1e6

/* A question. Levels map an answer's label to its points. */
typedef struct rasimi_domain {
    rasimi_mark mark;
    rasimi_text name; /* also the caseload's column unless `column` is given */
    rasimi_text column;
    rasimi_number weight;     /* default 1 */
    rasimi_number threshold;  /* weighted points below it count 0; absent: none */
    rasimi_texts care_groups; /* the only groups that are asked; none: all */
    rasimi_pairs levels;      /* label: points */
} rasimi_domain;

/* Two needs that compound: so many points for each point of the one times each point of the other. */
typedef struct rasimi_interaction {
    rasimi_mark mark;
    rasimi_text a, b; /* domains */
    rasimi_number coefficient;
    size_t a_index, b_index; /* found when the design is checked */
} rasimi_interaction;

/* The sum of points is stretched so that the least and the most that the answers can give become these. */
typedef struct rasimi_rescale_spec {
    rasimi_mark mark; /* line 0: none */
    rasimi_number low, high;
} rasimi_rescale_spec;

typedef struct rasimi_questionnaire {
    rasimi_mark mark;
    rasimi_structs domains;      /* rasimi_domain; none: the caseload's points column is used */
    rasimi_structs interactions; /* rasimi_interaction */
    rasimi_rescale_spec rescale;
    rasimi_number points_min, points_max; /* range that observed points are held in; default: the questionnaire's own */
} rasimi_questionnaire;

/* What unpaid support does to one domain, by its level. */
typedef struct rasimi_carer_domain {
    rasimi_mark mark;
    rasimi_text domain;
    rasimi_pairs multipliers; /* share of the domain's points that remains */
    size_t domain_index;
} rasimi_carer_domain;

typedef struct rasimi_carer_hours {
    rasimi_mark mark;
    rasimi_text domain;
    rasimi_pairs hours_per_week; /* that the carer gives, by level of support: they come off the domain's hours */
    size_t domain_index;
} rasimi_carer_hours;

/* What unpaid support does, by its level and only where the carer consents; empty lists: nothing. */
typedef struct rasimi_carer_spec {
    rasimi_mark mark;
    rasimi_pairs multipliers;        /* share of all points that remains */
    rasimi_structs domains;          /* rasimi_carer_domain */
    rasimi_pairs deduction_gbp_week; /* £ a week off the amount */
    rasimi_structs hours_offsets;    /* rasimi_carer_hours; family hours */
    rasimi_pairs sustain_gbp_week;   /* £ a week that keep the carer going, added back */
} rasimi_carer_spec;

/* A price that hours are bought at. */
typedef struct rasimi_rate {
    rasimi_mark mark;
    rasimi_text name;
    rasimi_number gbp_per_hour;
} rasimi_rate;

/* An answer to one domain that is among some levels. */
typedef struct rasimi_trigger {
    rasimi_mark mark;
    rasimi_text domain;
    rasimi_texts levels;
    size_t domain_index;
} rasimi_trigger;

/* Money beside the rule where every trigger holds: an amount, or hours at a rate. */
typedef struct rasimi_add_on {
    rasimi_mark mark;
    rasimi_text name;
    rasimi_structs when; /* rasimi_trigger */
    rasimi_number gbp;   /* in the design's period */
    rasimi_number hours_per_week;
    rasimi_text rate;
    size_t rate_index;
} rasimi_add_on;

/* A band: from `from` points (inclusive) up to the next band's `from`. */
typedef struct rasimi_band {
    rasimi_mark mark;
    rasimi_number from, gbp;
    rasimi_number to; /* last whole point as published, to check against gaps and overlaps; absent: not checked */
} rasimi_band;

/* A knot of a piecewise linear table. */
typedef struct rasimi_knot {
    rasimi_mark mark;
    rasimi_number points, gbp;
} rasimi_knot;

/* A term of a regression: £, or log £, for each point of a domain or for one of its levels. */
typedef struct rasimi_coefficient {
    rasimi_mark mark;
    rasimi_text domain;
    rasimi_text level; /* NULL: per_point */
    rasimi_number per_point, value;
    size_t domain_index, level_index;
} rasimi_coefficient;

/* Hours that a domain's answers need, bought at a rate. */
typedef struct rasimi_hours_row {
    rasimi_mark mark;
    rasimi_text domain, rate;
    rasimi_pairs hours_per_week; /* in the order of the domain's levels once checked */
    size_t domain_index, rate_index;
} rasimi_hours_row;

/* Nights that an answer needs. */
typedef struct rasimi_nights_row {
    rasimi_mark mark;
    rasimi_text domain;
    rasimi_number gbp_per_night;
    rasimi_pairs nights_per_week; /* likewise */
    size_t domain_index;
} rasimi_nights_row;

/* A sum of money for some answers to a domain. */
typedef struct rasimi_lump_row {
    rasimi_mark mark;
    rasimi_text domain;
    rasimi_pairs gbp; /* in the design's period; likewise */
    size_t domain_index;
} rasimi_lump_row;

/* Two workers at a time: where the trigger holds, hours of the domains named are multiplied. */
typedef struct rasimi_double_row {
    rasimi_mark mark;
    rasimi_text domain;
    rasimi_texts levels;
    rasimi_texts multiplies; /* domains with hours; none: all of them */
    rasimi_number factor;    /* default 2 */
    size_t domain_index;
} rasimi_double_row;

/* What one care group gets (or every group without a row of its own). Which of the fields is used depends on the
   family; one of another family is an error. */
typedef struct rasimi_allocation_row {
    rasimi_mark mark;
    rasimi_text care_group;      /* NULL: every group without a row of its own */
    rasimi_number gbp_per_point; /* price_per_point */
    rasimi_structs bands;        /* banded: rasimi_band */
    rasimi_number top;    /* banded: points from which on a person is outside the RAS; absent: the last band goes on */
    rasimi_structs knots; /* table: rasimi_knot; flat beyond the last knot, first knot's £ below the first */
    rasimi_number intercept;      /* regression */
    rasimi_choice link;           /* regression: rasimi_link */
    rasimi_structs coefficients;  /* regression: rasimi_coefficient */
    rasimi_structs interactions;  /* regression: rasimi_interaction */
    rasimi_number smearing;       /* regression: factor that turns exp(mean log) into a mean; default 1 */
    rasimi_structs hours;         /* hours: rasimi_hours_row */
    rasimi_structs lump_sums;     /* hours: rasimi_lump_row */
    rasimi_structs double_handed; /* hours: rasimi_double_row */
    rasimi_structs night_support; /* hours: rasimi_nights_row */
    rasimi_number bias, log_sd;   /* judgement */
} rasimi_allocation_row;

typedef enum rasimi_link { RASIMI_LINK_LOG, RASIMI_LINK_IDENTITY } rasimi_link;

typedef enum rasimi_period { RASIMI_PERIOD_WEEK, RASIMI_PERIOD_YEAR } rasimi_period;
typedef enum rasimi_below { RASIMI_BELOW_PANEL, RASIMI_BELOW_INELIGIBLE } rasimi_below;
typedef enum rasimi_basis {
    RASIMI_BASIS_NEED,
    RASIMI_BASIS_REFERENCE,
    RASIMI_BASIS_ALLOCATION,
    RASIMI_BASIS_EITHER
} rasimi_basis;

/* A limit that is named for a care group, at the price date. */
typedef struct rasimi_group_limit {
    rasimi_mark mark;
    rasimi_text care_group; /* NULL: every group without a row of its own */
    rasimi_number gbp_week;
    rasimi_number index; /* growth a year; default 0 */
} rasimi_group_limit;

typedef struct rasimi_limits_spec {
    rasimi_mark mark;
    rasimi_number minimum_points;          /* absent: none */
    rasimi_choice below_minimum;           /* rasimi_below; default panel */
    rasimi_number uprating;                /* from the table's prices to year 1; default 0 */
    rasimi_number top_slice;               /* c; default 0 */
    rasimi_number floor_gbp_week;          /* absent: none; applies to amounts above 0 */
    rasimi_number cap_gbp_week;            /* absent: none */
    rasimi_structs minimum_budget;         /* rasimi_group_limit: beside the floor */
    rasimi_structs residential_equivalent; /* rasimi_group_limit: beside the cap */
    rasimi_number rounding_gbp_week;       /* absent: none; half away from zero */
} rasimi_limits_spec;

typedef struct rasimi_exclusion_spec {
    rasimi_mark mark;
    rasimi_number threshold_gbp_week; /* absent: nobody is excluded; at the price date */
    rasimi_number index;              /* growth of the threshold from the price date to year 1; default 0 */
    rasimi_choice basis;              /* rasimi_basis; default need */
    rasimi_number best_value_saving;  /* share saved on high-cost packages; default 0 */
} rasimi_exclusion_spec;

typedef struct rasimi_design {
    rasimi_mark mark;
    const char *file;        /* as given */
    const char *unique_name; /* name, with " (2)" where needed */
    rasimi_text name, about;
    rasimi_text family;   /* name of a family, see model/family.h */
    rasimi_choice period; /* of the amounts; default week */
    rasimi_questionnaire questionnaire;
    rasimi_carer_spec carer_rule;
    rasimi_structs rates;      /* rasimi_rate */
    rasimi_structs add_ons;    /* rasimi_add_on */
    rasimi_structs allocation; /* rasimi_allocation_row */
    rasimi_limits_spec limits;
    rasimi_exclusion_spec exclusion;
    rasimi_administration_spec administration; /* the framework's figures stand in for those not given */
} rasimi_design;

/* The keys of a row of `allocation`; families say which of them they need. */
extern const rasimi_table rasimi_allocation_table;

/* Reads and checks one design by itself: family known, its fields present and no others, bands and knots ascending,
   distinct levels, domains, levels and rates that exist, add-ons that can be triggered, floor not above cap. A table
   that falls is a warning that shows the rows. unique_name is the name. Errors: RASIM_ERR_INPUT, and then *out holds
   what could be read; RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_design_read(const char *file, const rasimi_node *root, rasimi_arena *arena, rasimi_design *out,
                   rasim_problems *problems);

#endif
