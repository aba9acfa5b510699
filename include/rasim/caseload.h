/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Caseload files: making a synthetic one from a recipe. */
#ifndef RASIM_CASELOAD_H
#define RASIM_CASELOAD_H

#include <stddef.h>
#include <stdint.h>

#include "rasim/export.h"
#include "rasim/problems.h"
#include "rasim/status.h"

RASIM_BEGIN_DECLS

/**
 * Generates the synthetic caseload of a recipe and writes it as CSV; the file appears whole or not at all.
 * Deterministic, and stable under adding people. Errors: RASIM_ERR_INPUT, RASIM_ERR_READ, RASIM_ERR_WRITE.
 */
RASIM_API RASIM_CHECKED rasim_status
rasim_generate(const char *recipe_path, const char *csv_path, rasim_problems *problems);

/** What rasim_sample_draw needs; `by` are column names, rows are drawn within their combinations. */
typedef struct rasim_sample_plan {
    size_t size;           /**< rows in the sample */
    const char *const *by; /**< columns that make the strata */
    size_t n_by;           /**< 0: one stratum */
    uint64_t seed;
    const char *where_column; /**< only rows with where_value in this column are drawn from; NULL: all rows */
    const char *where_value;
} rasim_sample_plan;

/**
 * Draws a stratified sample (proportional allocation, largest remainder, at least 2 a stratum where it has 2) without
 * replacement from a caseload CSV and writes it, in the file's order and with all its columns, with a `weight` column,
 * N_h / n_h. A file that has a `weight` column is refused. Deterministic in the seed and the person ids: shuffling the
 * file draws the same people. Errors as rasim_generate.
 */
RASIM_API RASIM_CHECKED rasim_status
rasim_sample_draw(const char *csv_path, const rasim_sample_plan *plan, const char *out_path, rasim_problems *problems);

RASIM_END_DECLS

#endif
