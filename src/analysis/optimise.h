/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside an optimisation: points judged without simulation or on common draws, and the search over them. */
#ifndef RASIMI_ANALYSIS_OPTIMISE_H
#define RASIMI_ANALYSIS_OPTIMISE_H

#include "model/param_words.h"
#include "model/study.h"
#include "rasim/optimise.h"
#include "rasim/run.h"

/* How points are judged. */
typedef struct rasimi_judge {
    const char *path; /* of the framework */
    const rasim_optimise_options *options;
    const char *design_path;
    bool analytic;
    uint64_t seed, replicates; /* of the common draws */
    rasim_problems *problems;
} rasimi_judge;

/* A value as a file has it: at most 15 digits. */
rasimi_words
rasimi_range_text(double value);

/* Overrides for values [n_ranges]; texts belong to `words` [n_ranges]. Of the design only, where that is asked. Returns
   how many. */
size_t
rasimi_range_overrides(const rasim_range *ranges, size_t n_ranges, const double *values, bool design_only,
                       rasimi_words *words, rasim_override *out);

/* The study with the values; without any (NULL), as the files are. */
rasim_status
rasimi_judge_load(const rasimi_judge *judge, const double *values, rasim_study **out);

/* What a study is worth; out->values and out->confidence stay as they are. Errors: RASIM_ERR_INPUT where closed forms
   are asked of a study that has none, with a problem. */
rasim_status
rasimi_judge_study(const rasimi_judge *judge, const rasim_study *study, rasim_optimum *out);

/* Share of the people with an allocation whose amount is more than RASIM_LOSS below their package, at planned prices.
 */
double
rasimi_losers(const rasim_study *study, size_t design);

/* The part of that which a run says: affordability and expected net of its first outcome. Errors: RASIM_ERR_NO_MEMORY.
 */
rasim_status
rasimi_judge_results(const rasim_results *results, rasim_optimum *out);

/* ---- optimise_search.c: every point is remembered, and the best of them is the answer ---- */

/* An optimisation in progress. */
typedef struct rasimi_optimising {
    rasimi_judge judge;
    const rasim_optimise_options *options;
    rasim_optimisation *out;
    rasimi_arena *arena;
    rasim_optimum *points; /* [out->n_points] all that were looked at */
    size_t capacity;
    double target;    /* normal score of the confidence that the search is about */
    bool has_settled; /* a search ended at a point that no confidence held back, or that reached none: */
    double settled[RASIM_MOST_RANGES];
    uint64_t n_planned; /* points, for progress */
    rasim_status status;
} rasimi_optimising;

/* Judges values (NULL: the files as they are) without remembering them. */
rasim_status
rasimi_optimising_look(rasimi_optimising *w, const double *values, rasim_optimum *out);

/* About how many points a search looks at. */
uint64_t
rasimi_optimising_plan(const rasimi_optimising *w);

/* Corners, then evenly, then near the best point for each confidence of the frontier. */
rasim_status
rasimi_optimising_search(rasimi_optimising *w);

/* Sets out->frontier and out->chosen, whose values it rounds. */
rasim_status
rasimi_optimising_choose(rasimi_optimising *w);

#endif
