/* SPDX-License-Identifier: GPL-3.0-or-later */
/* design.yaml: a candidate RAS. */
#ifndef RASIMI_MODEL_DESIGN_H
#define RASIMI_MODEL_DESIGN_H

#include "model/param.h"

/* No questionnaire has more points than this, nor fewer than its negative. */
#define RASIMI_MAX_POINTS 1e6

/* A question. Levels map an answer's label to its points. */
typedef struct rasimi_domain {
    rasimi_mark mark;
    rasimi_text name; /* also the caseload's column unless `column` is given */
    rasimi_text column;
    rasimi_number weight; /* default 1 */
    rasimi_pairs levels;  /* label: points */
} rasimi_domain;

typedef struct rasimi_questionnaire {
    rasimi_mark mark;
    rasimi_structs domains;               /* rasimi_domain; none: the caseload's points column is used */
    rasimi_number points_min, points_max; /* range that observed points are held in; default: the questionnaire's own */
} rasimi_questionnaire;

typedef struct rasimi_carer_spec {
    rasimi_mark mark;
    rasimi_pairs multipliers; /* level of unpaid support: share of points that remains; none: no carer rule */
} rasimi_carer_spec;

/* A band: from `from` points (inclusive) up to the next band's `from`. */
typedef struct rasimi_band {
    rasimi_mark mark;
    rasimi_number from, gbp;
} rasimi_band;

/* A knot of a piecewise linear table. */
typedef struct rasimi_knot {
    rasimi_mark mark;
    rasimi_number points, gbp;
} rasimi_knot;

/* What one care group gets (or every group without a row of its own). Which of the fields is used depends on the
   family; one of another family is an error. */
typedef struct rasimi_allocation_row {
    rasimi_mark mark;
    rasimi_text care_group;      /* NULL: every group without a row of its own */
    rasimi_number gbp_per_point; /* price_per_point */
    rasimi_structs bands;        /* banded: rasimi_band */
    rasimi_number top;    /* banded: points from which on a person is outside the RAS; absent: the last band goes on */
    rasimi_structs knots; /* table: rasimi_knot; flat beyond the last knot, first knot's £ below the first */
} rasimi_allocation_row;

typedef enum rasimi_period { RASIMI_PERIOD_WEEK, RASIMI_PERIOD_YEAR } rasimi_period;
typedef enum rasimi_below { RASIMI_BELOW_PANEL, RASIMI_BELOW_INELIGIBLE } rasimi_below;
typedef enum rasimi_basis {
    RASIMI_BASIS_NEED,
    RASIMI_BASIS_REFERENCE,
    RASIMI_BASIS_ALLOCATION,
    RASIMI_BASIS_EITHER
} rasimi_basis;

typedef struct rasimi_limits_spec {
    rasimi_mark mark;
    rasimi_number minimum_points;    /* absent: none */
    rasimi_choice below_minimum;     /* rasimi_below; default panel */
    rasimi_number uprating;          /* from the table's prices to year 1; default 0 */
    rasimi_number top_slice;         /* c; default 0 */
    rasimi_number floor_gbp_week;    /* absent: none; applies to amounts above 0 */
    rasimi_number cap_gbp_week;      /* absent: none */
    rasimi_number rounding_gbp_week; /* absent: none; half away from zero */
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
    rasimi_structs allocation; /* rasimi_allocation_row */
    rasimi_limits_spec limits;
    rasimi_exclusion_spec exclusion;
} rasimi_design;

/* The keys of a row of `allocation`; families say which of them they need. */
extern const rasimi_table rasimi_allocation_table;

/* Reads and checks one design by itself: family known, its fields present and no others, bands and knots ascending,
   distinct levels, floor not above cap. A table that falls is a warning that shows the rows. unique_name is the name.
   Errors: RASIM_ERR_INPUT, and then *out holds what could be read; RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_design_read(const char *file, const rasimi_node *root, rasimi_arena *arena, rasimi_design *out,
                   rasim_problems *problems);

#endif
