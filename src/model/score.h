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

/* The least and the most that the questions can give before rescaling and the carer rule. */
void
rasimi_points_sum_range(const rasimi_design *design, double *low, double *high);

/* Points of the range low to high, stretched to the range that the design asks for. */
double
rasimi_points_rescale(const rasimi_rescale_spec *spec, double low, double high, double points);

/* How a design reads a caseload: made once, then applied row by row. Numbers by level of unpaid support are by code of
   carer_support; NULL where the carer rule says nothing of it. */
typedef struct rasimi_scorer {
    const rasimi_design *design;
    const rasimi_caseload *caseload;
    size_t n_domains;
    const rasimi_labels **answers; /* [n_domains] */
    double **level_points;         /* [n_domains][labels]: weight x points, 0 below the threshold; NAN: no level */
    uint32_t **level_index;        /* [n_domains][labels]: which level, RASIMI_NO_LABEL for a label that is none */
    uint8_t **asked;               /* [n_domains][care groups]: 1 where the question is for the group; NULL: for all */
    double *carer_multiplier;      /* on all points */
    double **domain_multiplier;    /* [n_domains], each NULL or by code */
    double **carer_hours;          /* [n_domains], each NULL or by code: hours a week that the carer gives */
    double *deduction, *sustain;   /* £ a week */
    double sum_low, sum_high;      /* range before rescaling and the carer rule */
    double low, high;              /* range that observed points are held in */
} rasimi_scorer;

/* Checks that every answer and carer level in the caseload is one that the design knows: each unknown label is one
   problem with the first line it stands on, the nearest match, and how many rows have it. `wanted` says which of the
   caseload's wanted columns is the design's d-th domain. */
rasim_status
rasimi_scorer_make(const rasimi_design *design, const rasimi_caseload *caseload, const size_t *wanted,
                   const char *caseload_file, rasimi_arena *arena, rasimi_scorer *out, rasim_problems *problems);

/* The same of a design with problems of its own, which cannot score: only of the questions whose column (a `wanted`
   other than RASIMI_NOT_WANTED) and levels could be read. Errors: RASIM_ERR_INPUT where it added a problem,
   RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_levels_check(const rasimi_design *design, const rasimi_caseload *caseload, const size_t *wanted,
                    const char *caseload_file, rasimi_arena *arena, rasim_problems *problems);

/* Points of a row after the carer rule, held in [low, high]; NAN where an answer or the points are missing. */
double
rasimi_score(const rasimi_scorer *scorer, size_t row);

/* Rows are gone through in the order of their keys, so anywhere in the columns: each is asked for so many rows before
   it is read. */
#define RASIMI_ROWS_AHEAD 16

/* Asks the processor for what a row's answers and unpaid support are read from. */
void
rasimi_score_soon(const rasimi_scorer *scorer, size_t row);

/* ---- parts of it, for rules that read answers and for explanations ---- */

/* Is the question for the row's care group? */
bool
rasimi_scorer_asks(const rasimi_scorer *scorer, size_t domain, size_t row);

/* The level that a row answers, RASIMI_NO_LABEL where the question is not asked or not answered. */
uint32_t
rasimi_scorer_level(const rasimi_scorer *scorer, size_t domain, size_t row);

/* Is the row's answer among these levels? */
bool
rasimi_scorer_answered(const rasimi_scorer *scorer, size_t domain, const rasimi_texts *levels, size_t row);

/* Points of one domain after threshold and carer rule (the domain's multiplier and that on all points). */
double
rasimi_scorer_points(const rasimi_scorer *scorer, size_t domain, size_t row);

/* Sum of coefficient x points x points, both after the carer rule. */
double
rasimi_scorer_interactions(const rasimi_scorer *scorer, const rasimi_structs *interactions, size_t row);

/* The share of all points that remains, 1 where no support counts. */
double
rasimi_scorer_carer_share(const rasimi_scorer *scorer, size_t row);

/* Hours a week that a consenting carer gives to a domain. */
double
rasimi_scorer_carer_hours(const rasimi_scorer *scorer, size_t domain, size_t row);

/* £ a week: what sustains the carer less what unpaid support takes off. */
double
rasimi_scorer_carer_gbp(const rasimi_scorer *scorer, size_t row);

/* The same scorer without the carer rule: what holds where the carer stops. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_scorer_gross(const rasimi_scorer *scorer, rasimi_arena *arena, rasimi_scorer *out);

/* Does the design have any rule that needs the column carer_support? */
bool
rasimi_carer_rule_given(const rasimi_carer_spec *rule);

#endif
