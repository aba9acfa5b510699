/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From answers to points (methods.md section 2): questionnaire, then the carer rule. */
#ifndef RASIMI_MODEL_SCORE_H
#define RASIMI_MODEL_SCORE_H

#include <stdbool.h>
#include <stddef.h>

#include "model/caseload.h"
#include "model/design.h"

/* The range that observed points are held in: the design's own bounds, else what its questions can give with and
   without the carer rule; without questions there is none (infinite). */
void
rasimi_points_range(const rasimi_design *design, double *low, double *high);

/* How a design reads a caseload: made once, then applied row by row. */
typedef struct rasimi_scorer {
    const rasimi_design *design;
    const rasimi_caseload *caseload;
    size_t n_domains;
    const rasimi_labels **answers; /* [n_domains] */
    double **level_points;         /* [n_domains][labels]: weight x points, NAN for a label that is no level */
    double *carer_multiplier;      /* by code of carer_support; NULL: no carer rule */
    double low, high;              /* range that observed points are held in */
} rasimi_scorer;

/* Checks that every answer and carer level in the caseload is one that the design knows: each unknown label is one
   problem with the first line it stands on, the nearest match, and how many rows have it. `wanted` says which of the
   caseload's wanted columns is the design's d-th domain. */
rasim_status
rasimi_scorer_make(const rasimi_design *design, const rasimi_caseload *caseload, const size_t *wanted,
                   const char *caseload_file, rasimi_arena *arena, rasimi_scorer *out, rasim_problems *problems);

/* Points of a row after the carer rule, held in [low, high]; NAN where an answer or the points are missing. */
double
rasimi_score(const rasimi_scorer *scorer, size_t row);

#endif
