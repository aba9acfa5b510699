/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An explanation: how one person's figure comes about, step by step, by the functions that feed the simulation. */
#ifndef RASIM_EXPLAIN_H
#define RASIM_EXPLAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rasim/export.h"
#include "rasim/problems.h"
#include "rasim/status.h"
#include "rasim/study.h"

RASIM_BEGIN_DECLS

/** The sentence that ends every explanation. */
#define RASIM_PERSON_SENTENCE                                                                                          \
    "The amount is indicative: a starting point for planning support. It does not limit the council's duty to meet "   \
    "eligible needs, and it may change when the support is planned."

typedef enum rasim_step_unit {
    RASIM_STEP_NOTE, /**< words only */
    RASIM_STEP_POINTS,
    RASIM_STEP_GBP_WEEK,
} rasim_step_unit;

/** One step: what it adds, and where that leads. */
typedef struct rasim_step {
    const char *label;
    const char *detail; /**< may be "" */
    rasim_step_unit unit;
    double change; /**< what the step adds; NAN for a note */
    double total;  /**< running total of the unit; NAN for a note */
} rasim_step;

/** What a design makes of a person, at planned prices. */
typedef enum rasim_person_status {
    RASIM_PERSON_ALLOCATED,  /**< gets an indicative amount */
    RASIM_PERSON_PANEL,      /**< below the minimum points: a panel decides */
    RASIM_PERSON_INELIGIBLE, /**< below the minimum points: nothing from the RAS */
    RASIM_PERSON_OUTSIDE,    /**< above the table's open end: planned one by one */
    RASIM_PERSON_HIGH_COST,  /**< above the exclusion threshold: planned one by one */
    RASIM_PERSON_UNSCORED,   /**< no answers: there is no amount */
} rasim_person_status;

/** "allocated", "panel", "ineligible", "outside", "high-cost", "unscored"; "unknown" for other numbers. */
RASIM_API const char *
rasim_person_status_name(rasim_person_status status);

/** Money from somewhere else. */
typedef struct rasim_person_stream {
    const char *name;
    const char *restriction; /**< what it may be used for; "" where the framework says nothing */
    double gbp_week;         /**< what it pays of the budget */
} rasim_person_stream;

/** The test against the exclusion threshold, £ a week at planned prices. */
typedef struct rasim_person_exclusion {
    bool applies;      /**< the design has a threshold */
    const char *basis; /**< "need", "reference", "allocation" or "either" */
    double threshold_gbp_week;
    double need_gbp_week; /**< the package at planned prices; NAN where not known */
    bool excluded;
    double saving; /**< share that is saved on high-cost packages */
} rasim_person_exclusion;

/** The final budget in simulated years, £ a week: after sign-off and what prices do, before what is not spent. */
typedef struct rasim_person_range {
    bool known; /**< false where the package's cost is not known, or there are no answers */
    uint64_t replicates;
    double p10, p50, p90, mean;
    double panel_share;     /**< of years in which need costs more than the amount and its tolerance */
    double high_cost_share; /**< of years in which the package is above the threshold */
} rasim_person_range;

/** Who pays for the budget as planned, £ a week. The parts add up to it. */
typedef struct rasim_person_payment {
    bool known;
    double budget;     /**< the indicative amount (with protection), or the package planned one by one */
    double protection; /**< the part of it that is transitional protection */
    double unspent;    /**< the share that, by experience, is not spent */
    size_t n_streams;
    rasim_person_stream *streams;
    double contribution; /**< the person's own, after financial assessment */
    double council;
} rasim_person_payment;

/** How the person's own contribution comes about. */
typedef struct rasim_person_assessment {
    bool assessed;    /**< the framework asks for a financial assessment; else the caseload states the contribution */
    const char *year; /**< whose rules */
    bool residential; /**< by the rules for care homes */
    bool imputed;     /**< means are not known: the assessment is that of somebody of the group; there are no steps */
    bool full_cost;   /**< capital above the upper limit: the person pays what support costs */
    double gbp_week;  /**< what the person can be asked for; INFINITY where full_cost */
    size_t n_steps;
    rasim_step *steps; /**< lead to gbp_week */
} rasim_person_assessment;

typedef struct rasim_person_design {
    const char *name;
    const char *family;
    bool of_place; /**< the person's place has this design (place_designs) */
    rasim_person_status status;
    size_t n_steps;
    size_t n_point_steps; /**< the first so many lead to the points, the others to the amount */
    rasim_step *steps;
    double points;              /**< NAN where unscored */
    int64_t indicative_units;   /**< 1/256 £ a week: the engine's own figure; 0 unless allocated or high-cost */
    double indicative_gbp_week; /**< the same in £ */
    double indicative_gbp_year;
    rasim_person_exclusion exclusion;
    rasim_person_range range;
    rasim_person_payment payment;
} rasim_person_design;

/** Everything lives in one allocation; free it with rasim_explanation_free. */
typedef struct rasim_explanation {
    const char *framework, *year, *price_date;
    bool synthetic;
    bool in_caseload;      /**< false: scored from an answers file */
    const char *person_id; /**< as asked for; "" where an answers file gives none */
    const char *care_group, *setting;
    const char *place; /**< "" where the caseload has none */
    double weeks_per_year;
    double package_gbp_week; /**< the current package at the price date; NAN where not known */
    rasim_person_assessment assessment;
    size_t n_designs;
    rasim_person_design *designs;
    void *arena;
} rasim_explanation;

/** Whom to explain; start from rasim_explain_options_init. One of person_id and answers_path is given. */
typedef struct rasim_explain_options {
    const char *person_id;      /**< somebody in the caseload */
    const char *answers_path;   /**< YAML: the caseload's headings and this person's values; needs no weekly_cost */
    const char *const *designs; /**< paths that replace the framework's list of designs */
    size_t n_designs;
    uint64_t replicates; /**< simulated years behind the range */
} rasim_explain_options;

RASIM_API void
rasim_explain_options_init(rasim_explain_options *options);

/**
 * Explains one person under every design. Errors: as rasim_study_load; RASIM_ERR_INPUT also where nobody has the
 * identifier or the answers have problems (each with its place).
 */
RASIM_API RASIM_CHECKED rasim_status
rasim_explain(const char *framework_path, const rasim_explain_options *options, rasim_explanation **out,
              rasim_problems *problems);

RASIM_API void
rasim_explanation_free(rasim_explanation *explanation);

/** Writes a text to a file that appears whole or not at all. Errors: RASIM_ERR_WRITE with a problem. */
RASIM_API RASIM_CHECKED rasim_status
rasim_text_write(const char *path, const char *text, rasim_problems *problems);

/** An explanation as JSON text (docs/results.md); *out is freed with free(). */
RASIM_API RASIM_CHECKED rasim_status
rasim_explanation_json(const rasim_explanation *explanation, char **out);

/**
 * Writes every covered person's points, amount and status under every design as CSV, in the order of the caseload's
 * file. It holds identifiers of people. The file appears whole or not at all. Errors: RASIM_ERR_WRITE with a problem.
 */
RASIM_API RASIM_CHECKED rasim_status
rasim_points_write(const rasim_study *study, const char *path, rasim_problems *problems);

RASIM_END_DECLS

#endif
