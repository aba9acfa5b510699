/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Caseload files: making a synthetic one from a recipe. */
#ifndef RASIM_CASELOAD_H
#define RASIM_CASELOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rasim/export.h"
#include "rasim/problems.h"
#include "rasim/status.h"

RASIM_BEGIN_DECLS

/** The figures that a recipe may set targets for. */
typedef enum rasim_generated_figure {
    RASIM_GENERATED_MEAN,            /**< £ a week */
    RASIM_GENERATED_CV,              /**< sd / mean */
    RASIM_GENERATED_P95_OVER_MEDIAN, /**< factor */
    RASIM_GENERATED_CV_BELOW_LINE,   /**< without packages above the line */
    RASIM_GENERATED_PEOPLE_ABOVE,    /**< share */
    RASIM_GENERATED_GBP_ABOVE,       /**< share */
    RASIM_N_GENERATED_FIGURES
} rasim_generated_figure;

/** The costs that a recipe gave to some of its people. Figures that do not exist are NAN. */
typedef struct rasim_generated_part {
    const char *care_group, *setting; /**< NULL: all */
    uint64_t people;
    double median_gbp_week, p95_gbp_week;
    double line_gbp_week; /**< NAN where the recipe draws none */
    double found[RASIM_N_GENERATED_FIGURES];
    double target[RASIM_N_GENERATED_FIGURES]; /**< NAN where the recipe sets none */
    bool met[RASIM_N_GENERATED_FIGURES];      /**< within the target's tolerance; true where there is no target */
} rasim_generated_part;

/** What was generated: all people, those of each setting, then a part for each of the recipe's targets. */
typedef struct rasim_generated {
    size_t n_parts;
    rasim_generated_part *parts;
    void *arena;
} rasim_generated;

/** The recipe's key of a figure ("cv"), or NULL where there is no such figure. */
RASIM_API const char *
rasim_generated_key(rasim_generated_figure figure);

/**
 * Generates the synthetic caseload of a recipe and writes it as CSV; the file appears whole or not at all.
 * Deterministic, and stable under adding people. A target that is missed is a note. `generated` may be NULL; it is NULL
 * after an error. Errors: RASIM_ERR_INPUT, RASIM_ERR_READ, RASIM_ERR_WRITE.
 */
RASIM_API RASIM_CHECKED rasim_status
rasim_generate(const char *recipe_path, const char *csv_path, rasim_generated **generated, rasim_problems *problems);

RASIM_API void
rasim_generated_free(rasim_generated *generated);

/** How the rows of a sample are shared out over its strata. */
typedef enum rasim_allocation {
    RASIM_ALLOCATION_PROPORTIONAL, /**< to people */
    RASIM_ALLOCATION_NEYMAN,       /**< to people x sd of weekly_cost, which makes the error of the total least */
} rasim_allocation;

/** What rasim_sample_draw needs; `by` are column names, rows are drawn within their combinations. */
typedef struct rasim_sample_plan {
    size_t size;           /**< rows in the sample */
    const char *const *by; /**< columns that make the strata */
    size_t n_by;           /**< 0: one stratum */
    uint64_t seed;
    const char *where_column; /**< only rows with where_value in this column are drawn from; NULL: all rows */
    const char *where_value;
    rasim_allocation allocation;
    double take_all_above_gbp_week; /**< rows with a weekly_cost above this are all drawn, at weight 1; 0: none */
} rasim_sample_plan;

typedef struct rasim_sample_stratum {
    const char *name;       /**< labels with commas between them; "" where there is one stratum */
    uint64_t people, drawn; /**< N_h and n_h */
    double weight;          /**< N_h / n_h */
    double sd_gbp_week;     /**< of weekly_cost; NAN where the plan does not need costs */
    bool take_all;          /**< the stratum of packages above the plan's line */
} rasim_sample_stratum;

/** What was drawn; everything lives in one allocation, freed with rasim_sample_drawn_free. */
typedef struct rasim_sample_drawn {
    size_t n_strata;
    rasim_sample_stratum *strata; /**< in the order of their labels, the take-all stratum last */
    void *arena;
} rasim_sample_drawn;

/**
 * Draws a stratified sample (at least 2 a stratum where it has 2, at most everybody, whole by largest remainder)
 * without replacement from a caseload CSV and writes it, in the file's order and with all its columns, with a `weight`
 * column, N_h / n_h. A file that has a `weight` column is refused. Deterministic in the seed and the person ids:
 * shuffling the file draws the same people. `drawn` may be NULL; it is NULL after an error. Errors as rasim_generate.
 */
RASIM_API RASIM_CHECKED rasim_status
rasim_sample_draw(const char *csv_path, const rasim_sample_plan *plan, const char *out_path, rasim_sample_drawn **drawn,
                  rasim_problems *problems);

RASIM_API void
rasim_sample_drawn_free(rasim_sample_drawn *drawn);

RASIM_END_DECLS

#endif
