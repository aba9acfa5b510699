/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The prepared study: people in key order, indexed, scored and allocated; strata; what each budget area must bear. */
#ifndef RASIMI_MODEL_STUDY_H
#define RASIMI_MODEL_STUDY_H

#include "base/mem.h"
#include "io/file.h"
#include "model/caseload.h"
#include "model/design.h"
#include "model/framework.h"
#include "model/rule.h"
#include "model/turnover.h"
#include "num/agreement.h"
#include "rasim/study.h"

/* A stratum: rows that may stand in for one another. */
typedef struct rasimi_stratum {
    const char *label; /* "Older people, community" */
    uint64_t key;      /* rasimi_label_key of the label */
    uint64_t n_rows;
    uint64_t n_people;          /* N_h, at least n_rows under polya */
    uint64_t first;             /* into study->stratum_rows */
    bool equal_weights;         /* all rows weigh the same: the urn works in integers only */
    double known_cost_gbp_week; /* gross, of all its people; NAN where not known */
} rasimi_stratum;

/* Scored rows of one stratum and cost quintile. */
typedef struct rasimi_donor_class {
    uint32_t first, n; /* into study->donors */
} rasimi_donor_class;

/* A cell: care group x setting x budget area x place; contiguous in the kernel. */
typedef struct rasimi_cell {
    uint32_t care_group, setting, area, place; /* place is UINT32_MAX where there are none */
    uint32_t group;                            /* ledger group: care group x setting x budget area */
} rasimi_cell;

/* A column that person-level results are broken down by. */
typedef struct rasimi_breakdown {
    const char *heading;
    size_t n_labels;
    const char **labels; /* [n_labels] in bytewise order; empty cells are "not stated" */
    uint32_t *label;     /* [n_rows] */
} rasimi_breakdown;

/* The packages of a budget area beside what the ledger says of them. */
typedef struct rasimi_known_spend {
    const char *area;    /* NULL: the whole covered caseload */
    double packages_gbp; /* sum of weight x cost x weeks, before any benchmark */
    double known_gbp;    /* gross £ a year at the price date; NAN: not known */
    double factor;       /* known / packages; 1 where not known */
} rasimi_known_spend;

/* A stream of other funding whose share is uncertain. */
typedef struct rasimi_uncertain_stream {
    size_t row;      /* of income.other_funding */
    double mean, sd; /* of the share; the mean is that of the people for whom it pays, by weight (0: for nobody) */
    double *share;   /* [n_rows] as the column has it */
} rasimi_uncertain_stream;

/* What only a check of the file looks at, by person. */
typedef struct rasimi_evidence {
    size_t n_columns;
    rasimi_column_gaps *columns;
    uint32_t *line;    /* line of the caseload's file */
    uint64_t *content; /* hash of the row without its person_id */
    uint64_t *answers; /* hash of the answers that designs ask for */
    size_t n_questions;
    uint8_t *pays_more; /* 1: contributes more than the package costs */
} rasimi_evidence;

/* What is doubtful about a person's answers to one design. */
enum {
    RASIMI_DOUBT_TOP_ANSWER = 1, /* an answer with the most points that its question has */
    RASIMI_DOUBT_UNCOUNTED = 2,  /* unpaid support would lower the points, but the carer does not consent */
};

/* A design without its carer rule: what people get when their carer stops. All [n_rows]; NULL where nobody's can. */
typedef struct rasimi_gross {
    double *stops;       /* share of years in which the carer stops; 0 where the design counts on no carer */
    float *points, *raw; /* as in rasimi_applied */
    float *extra;        /* NULL where rasimi_applied's is */
    float *replaced;     /* units a week that need then costs more */
} rasimi_gross;

/* A way of assessing that occurs among the covered people. */
typedef struct rasimi_mode {
    const char *label;
    double people;                           /* by weight */
    double bias, sd;                         /* points */
    double factor_bias, factor_log_sd;       /* for families that read answers */
    bool is_reference;                       /* that estimates are made against */
    const struct rasimi_mode_estimate *from; /* what bias and sd rest on; NULL: given */
} rasimi_mode;

/* What paired assessments say of a mode. */
typedef struct rasimi_mode_estimate {
    const char *label;
    rasimi_agreement against_reference;
} rasimi_mode_estimate;

/* One design applied to the people. */
typedef struct rasimi_applied {
    const rasimi_design *design;
    rasimi_rule *rules;        /* [n_care_groups] */
    rasimi_rule *open_rules;   /* [n_care_groups] the same without minimum points; NULL where the design has none */
    float *points;             /* [n_rows] after the carer rule */
    rasimi_allocated *amount;  /* [n_rows] the allocation without assessment error */
    bool by_factor;            /* the family reads answers: assessment error multiplies its raw amount */
    float *raw;                /* [n_rows] by_factor: £ before limits, in units */
    double *factor_log_sd;     /* [n_rows] by_factor: log sd of the error, which has mean 1 */
    float *extra;              /* [n_rows] units added before limits (add-ons, carer's £); NULL: none */
    double threshold_gbp_week; /* in year 1; INFINITY where nobody is excluded */
    uint8_t *doubts;           /* [n_rows] RASIMI_DOUBT_... */
    rasimi_gross gross;
} rasimi_applied;

/* What row i of a design has before limits, without assessment error, in units; 0 unless *status is
   RASIMI_RULE_ALLOCATED. */
float
rasimi_applied_units(const rasimi_applied *applied, const rasimi_rule *rule, size_t row, rasimi_rule_status *status);

/* The allocation of row i of a design without assessment error, under a rule for its care group: the design's own, or
   the same with other limits. */
rasimi_allocated
rasimi_applied_amount(const rasimi_applied *applied, const rasimi_rule *rule, size_t row);

/* Outcomes of a study: its designs, each for everybody, and after them "each place its own design" where places have
   designs. */
size_t
rasimi_study_n_outcomes(const rasim_study *study);

/* The design that an outcome applies to people of a place. */
size_t
rasimi_outcome_design(const rasim_study *study, size_t outcome, uint32_t place);

/* The same where the carer has stopped. */
rasimi_allocated
rasimi_gross_amount(const rasimi_applied *applied, const rasimi_rule *rule, size_t row);

/* A file that a study was read from. */
typedef struct rasimi_opened {
    rasimi_file_id id;
    const struct rasimi_opened *next;
} rasimi_opened;

/* The same list in another arena, so that it outlives the study. Errors: RASIM_ERR_NO_MEMORY; *out is NULL then. */
rasim_status
rasimi_keep_opened(rasimi_arena *arena, const rasimi_opened *opened, const rasimi_opened **out);

/* The files that a study was read from, as its results name them, in another arena. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_keep_inputs(rasimi_arena *arena, const rasim_study *study, const rasim_input **inputs, size_t *n_inputs);

/* Refuses to write over one of these files. Errors: RASIM_ERR_WRITE with a problem. */
rasim_status
rasimi_refuse_opened(const rasimi_opened *opened, const char *target, rasim_problems *problems);

/* Refuses to write over a file that the study was read from. Errors: RASIM_ERR_WRITE with a problem. */
rasim_status
rasimi_study_refuse_input(const rasim_study *study, const char *target, rasim_problems *problems);

struct rasim_study {
    rasimi_arena arena;
    const char *path;
    rasimi_framework framework;
    size_t n_inputs;
    rasim_input *inputs;
    const rasimi_opened *opened;
    const char *overrides; /* the numbers that stand in for what the files say, as text; "" where none do */

    size_t n_designs;
    rasimi_design *designs;
    rasimi_applied *applied; /* [n_designs] */

    /* labels; indices below point into these */
    size_t n_care_groups, n_settings, n_areas, n_places;
    const char **care_groups, **settings, **areas, **places;

    /* people in key order, covered settings only: [n_rows] */
    size_t n_rows, n_rows_uncovered;
    const char **person_id;
    uint64_t *key;
    uint32_t *care_group, *setting, *area, *place, *cell, *stratum;
    double *weight;                /* calibrated: sums to N_h in each stratum */
    uint64_t *fixed_count;         /* people the row stands for under fixed sampling, by largest remainder */
    double *cost_gbp_week;         /* reference cost c_i; the stratum's mean where the row has none */
    double *contribution_gbp_week; /* owed in year 1, uprated; RASIM_MAX_GBP_WEEK: all that care costs */
    double collection_rate;        /* share collected of what is owed */
    uint8_t *means_outcome;        /* rasimi_means_outcome, RASIMI_MEANS_BY_DONOR; NULL: contributions are the file's */
    double *assessed_gbp_week;     /* likewise; INFINITY: all that care costs */
    double *other_gbp_week;        /* other funding in £ */
    double *other_share;           /* other funding as a share of outturn, 0..1; of streams that are certain */
    size_t n_uncertain_streams;
    rasimi_uncertain_stream *uncertain_streams; /* in the order of other_funding */
    double *used_share; /* what is spent of a budget: 1 - underuse, or 1 - underuse x recovered */
    size_t n_modes;     /* that occur */
    rasimi_mode *modes; /* [n_modes] */
    size_t n_mode_estimates;
    rasimi_mode_estimate *mode_estimates;
    double *mode_bias, *mode_sd;                   /* points */
    double *mode_factor_bias, *mode_factor_log_sd; /* for families that read answers */

    size_t n_cells, n_groups;
    rasimi_cell *cells;   /* [n_cells], ordered by group, then place */
    uint32_t *group_cell; /* [n_groups] a cell of the group */
    size_t n_strata;
    rasimi_stratum *strata; /* [n_strata] */
    uint32_t *stratum_rows; /* [n_rows] rows by stratum, in key order */
    uint64_t n_people;      /* sum of N_h */

    /* rows with a cost but no points take the answers of a scored row of their class, anew in every replicate */
    uint8_t *scored;       /* [n_rows]; NULL where every row is scored */
    uint32_t *donor_class; /* [n_rows] of the rows that are not scored */
    rasimi_donor_class *donor_classes;
    size_t n_donor_classes;
    uint32_t *donors; /* rows, by class */

    /* rows without a cost take that of a row of their stratum that has one, anew in every replicate */
    uint8_t *costed;                   /* [n_rows]; NULL where every row has a cost */
    rasimi_donor_class *payer_classes; /* [n_strata] into payers */
    uint32_t *payers;                  /* rows with a cost, by stratum */

    /* by index */
    double *log_sd, *drift;        /* [n_care_groups] */
    double *price_mean, *price_sd; /* [n_settings] yearly growth */
    double *area_envelope_gbp;     /* [n_areas], NAN where only a total is given */
    double envelope_gbp;           /* of year 1, as area_envelope_gbp is */

    /* several years; index [year x n + i], year 0 the first */
    size_t n_years;
    const char **year_labels;       /* [n_years] */
    double *year_envelope_gbp;      /* [n_years] */
    double *year_area_envelope_gbp; /* [n_years x n_areas], NAN where only a total is given */
    double *price_index;            /* [n_years x n_settings] E[f]: expected prices, 1 at the price date */
    double *demand_index;           /* [n_years x n_care_groups] expected */
    double *persistence;            /* [n_care_groups] rho */
    double *review_probability;     /* [n_years] of coming onto the RAS, of those who have not */
    double *protection_share;       /* [n_years] */
    bool turnover;                  /* people come, go or move */
    rasimi_churn *churn;            /* [n_cells] */
    rasimi_flow *flows;
    uint32_t *cell_donors;   /* rows by cell */
    double *cell_donor_upto; /* their cumulative share of the cell's weight; the last of a cell is 1 */
    double *first_year_left; /* [n_rows] share of the first year in care still to come when year 1 starts, 0 to 1 */
    size_t n_tails;
    rasimi_tail *tails;
    rasimi_tail_cell *tail_cells;
    uint32_t *programme_group; /* [n_areas] ledger group of the area's interventions and savings; UINT32_MAX: none */

    size_t n_known_spend; /* [n_areas], or 1 for the whole; 0 where the framework has no known_spend */
    rasimi_known_spend *known_spend;
    double *levels;
    size_t n_levels;
    uint32_t *place_design; /* [n_places] the design that each place has; NULL: designs are not by place */

    size_t n_breakdowns;
    rasimi_breakdown *breakdowns;

    rasimi_evidence evidence;
};

#endif
