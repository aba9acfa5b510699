/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Optimising as a whole: the files as they are, the search, and a simulation that confirms what it found. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/choose_design.h"
#include "analysis/optimise.h"
#include "analysis/paths.h"
#include "analysis/shortfall.h"
#include "base/problem.h"
#include "engine/results.h"
#include "model/vary.h"
#include "num/stats.h"

/* Replicates of the common draws where points have to be simulated. */
enum { COMMON_REPLICATES = 1024 };

/* Confidences of the frontier, beside the one asked for. */
static const double FRONTIER[] = {0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99};
enum { N_FRONTIER = sizeof FRONTIER / sizeof *FRONTIER };

void
rasim_optimise_options_init(rasim_optimise_options *options)
{
    *options = (rasim_optimise_options){.confidence = 0.9, .most_losers = (double)NAN};
}

void
rasim_optimisation_free(rasim_optimisation *optimisation)
{
    if (!optimisation)
        return;
    rasimi_arena *arena = optimisation->arena; /* holds the optimisation itself */
    rasimi_arena_clear(arena);
    free(arena);
}

/* ---- confirming ---- */

static rasim_status
confirm_by(rasimi_optimising *w, const rasim_study *study)
{
    rasim_confirmation *out = &w->out->confirmation;
    rasim_run_options options;
    rasim_results *results = NULL;
    rasimi_seen_shortfall seen;
    rasim_optimum point;
    rasim_run_options_init(&options, study);
    options.place_series = false;
    options.series_only = true;
    options.replicates = w->options->replicates ? w->options->replicates : options.replicates;
    options.seed = w->out->seed;
    options.n_threads = w->options->n_threads;
    rasim_status status = rasim_run(study, &options, &results, w->judge.problems);
    if (status == RASIM_OK)
        status = rasimi_judge_results(results, &point);
    rasim_results_free(results);
    if (status != RASIM_OK)
        return status;
    const uint64_t watched = RASIM_PERSON_YEARS / (study->n_people + 1) + RASIM_PERSON_REPLICATES;
    out->replicates = options.replicates;
    out->affordability =
        rasimi_wilson((uint64_t)rint(point.affordability * (double)options.replicates), options.replicates);
    out->confirmed = out->affordability.high >= w->options->confidence;
    status = rasimi_shortfall_watch(study, 0, w->out->seed, watched < options.replicates ? watched : options.replicates,
                                    &seen, w->judge.problems);
    if (status == RASIM_OK) {
        out->indicative_shortfall = seen.indicative;
        out->final_shortfall = seen.final;
    }
    return status;
}

/* The chosen point simulated, on draws that the search has not seen. */
static rasim_status
confirm(rasimi_optimising *w)
{
    rasim_study *study = NULL;
    if (!w->out->chosen.reached)
        return RASIM_OK;
    rasim_status status = rasimi_judge_load(&w->judge, w->out->chosen.values, &study);
    if (status == RASIM_OK)
        status = confirm_by(w, study);
    rasim_study_free(study);
    return status;
}

/* ---- the optimisation as a whole ---- */

/* Confidences of the frontier, ascending, the one asked for among them. */
static void
set_frontier(rasim_optimisation *out)
{
    for (size_t i = 0; i < N_FRONTIER; i++) {
        if (out->confidence < FRONTIER[i] - 1e-9 &&
            (out->n_frontier == 0 || out->frontier[out->n_frontier - 1].confidence < out->confidence - 1e-9))
            out->frontier[out->n_frontier++].confidence = out->confidence;
        out->frontier[out->n_frontier++].confidence =
            fabs(out->confidence - FRONTIER[i]) <= 1e-9 ? out->confidence : FRONTIER[i];
    }
    if (out->frontier[out->n_frontier - 1].confidence < out->confidence - 1e-9)
        out->frontier[out->n_frontier++].confidence = out->confidence;
}

static rasim_status
keep_texts(rasimi_optimising *w, const rasim_study *study, size_t design)
{
    rasim_optimisation *out = w->out;
    out->n_years = study->n_years;
    out->framework = rasimi_arena_printf(w->arena, "%s", study->framework.name.value);
    out->year = rasimi_arena_printf(w->arena, "%s", study->year_labels[0]);
    out->design = rasimi_arena_printf(w->arena, "%s", study->designs[design].unique_name);
    out->design_path = rasimi_arena_printf(w->arena, "%s", study->designs[design].file);
    if (!out->framework || !out->year || !out->design || !out->design_path)
        return RASIM_ERR_NO_MEMORY;
    memcpy(out->design_sha256, study->inputs[1 + design].sha256, sizeof out->design_sha256); /* the first: framework */
    for (size_t i = 0; i < out->n_ranges; i++) {
        out->ranges[i].key = rasimi_arena_printf(w->arena, "%s", out->ranges[i].key);
        if (!out->ranges[i].key)
            return RASIM_ERR_NO_MEMORY;
    }
    return rasimi_keep_opened(w->arena, study->opened, &out->opened);
}

static rasim_status
choose_design(rasimi_optimising *w, const rasim_study *study, size_t *design)
{
    rasim_status status = rasimi_choose_outcome(study, w->options->design, design, w->judge.problems);
    if (status == RASIM_OK && *design == study->n_designs) {
        rasimi_problem_add(w->judge.problems, RASIM_ERROR, (rasimi_place){.file = w->judge.path},
                           "Each place has a design of its own here; say which design is meant.");
        status = RASIM_ERR_INPUT;
    }
    return status;
}

/* Whether closed forms apply, as the files are. */
static rasim_status
choose_engine(rasimi_optimising *w, const rasim_study *study)
{
    rasim_analytic_options options;
    rasim_analytic *analytic = NULL;
    rasim_analytic_options_init(&options);
    const rasim_status status = rasim_analytic_solve(study, &options, &analytic, w->judge.problems);
    if (status != RASIM_OK)
        return status;
    w->judge.analytic = w->out->analytic = analytic->applies;
    w->out->why_not = rasimi_arena_printf(w->arena, "%s", analytic->reason);
    rasim_analytic_free(analytic);
    return w->out->why_not ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

static rasim_status
describe(rasimi_optimising *w, const rasim_study *study)
{
    rasim_optimisation *out = w->out;
    rasim_study_info info;
    size_t design = 0;
    rasim_study_describe(study, &info);
    out->synthetic = info.synthetic;
    out->envelope_gbp = rasimi_envelope_of(study, 0);
    out->counts_final = study->framework.sign_off.uplift_share.value < 1;
    out->seed = w->options->has_seed ? w->options->seed : info.seed;
    rasim_status status = choose_design(w, study, &design);
    if (status == RASIM_OK)
        status = keep_texts(w, study, design);
    if (status != RASIM_OK)
        return status;
    w->judge.design_path = out->design_path;
    w->judge.seed = ~out->seed; /* common draws that the confirming simulation does not share */
    w->judge.replicates = info.replicates < COMMON_REPLICATES ? info.replicates : COMMON_REPLICATES;
    return choose_engine(w, study);
}

/* Reads the files as they are, tells their warnings, and judges them. */
static rasim_status
begin(rasimi_optimising *w)
{
    rasim_study_options options;
    rasim_study *study = NULL;
    rasim_study_options_init(&options);
    options.show_ids = w->options->show_ids;
    rasim_status status = rasim_study_load(w->judge.path, &options, &study, w->judge.problems);
    if (status == RASIM_OK)
        status = describe(w, study);
    if (status == RASIM_OK && w->options->ready)
        status = w->options->ready(w->options->ready_context, study, w->judge.problems);
    rasim_study_free(study);
    w->out->as_is.confidence = (double)NAN;
    return status == RASIM_OK ? rasimi_optimising_look(w, NULL, &w->out->as_is) : status;
}

static rasim_status
optimise(rasimi_optimising *w)
{
    rasim_optimisation *out = w->out;
    for (size_t i = 0; i < out->n_ranges; i++) {
        out->ranges[i] = w->options->ranges[i];
        out->varies_design |= rasimi_vary_is_of_design(out->ranges[i].key);
        if (rasimi_refuse_fixed(out->ranges[i].key, "optimised", w->judge.problems) != RASIM_OK)
            return RASIM_ERR_INPUT;
        for (size_t k = 0; k < i; k++)
            if (rasimi_refuse_repeated(out->ranges[i].key, out->ranges[k].key, w->judge.problems) != RASIM_OK)
                return RASIM_ERR_INPUT;
    }
    set_frontier(out);
    w->n_planned = rasimi_optimising_plan(w);
    rasim_status status = begin(w);
    if (status == RASIM_OK)
        status = rasimi_optimising_search(w);
    if (status == RASIM_OK)
        status = rasimi_optimising_choose(w);
    return status == RASIM_OK ? confirm(w) : status;
}

static bool
is_usable(const rasim_optimise_options *options)
{
    bool usable = options->n_ranges >= 1 && options->n_ranges <= RASIM_MOST_RANGES && options->confidence > 0 &&
                  options->confidence < 1 && !(options->most_losers < 0) && options->evaluations <= 1000000;
    for (size_t i = 0; i < options->n_ranges && usable; i++)
        usable = options->ranges[i].low < options->ranges[i].high;
    return usable;
}

rasim_status
rasim_optimise_run(const char *framework_path, const rasim_optimise_options *options, rasim_optimisation **out,
                   rasim_problems *problems)
{
    if (!framework_path || !options || !out || !is_usable(options))
        return RASIM_ERR_ARGUMENT;
    *out = NULL;
    rasimi_arena *arena = rasimi_calloc(1, sizeof *arena);
    rasim_optimisation *made = arena ? rasimi_arena_alloc(arena, 1, sizeof *made) : NULL;
    if (!made) {
        free(arena);
        return RASIM_ERR_NO_MEMORY;
    }
    made->arena = arena;
    made->confidence = options->confidence;
    made->most_losers = options->most_losers;
    made->n_ranges = options->n_ranges;
    rasimi_optimising w = {.judge = {.path = framework_path, .options = options, .problems = problems},
                           .options = options,
                           .out = made,
                           .arena = arena};
    const rasim_status status = optimise(&w);
    free(w.points);
    if (status == RASIM_OK)
        *out = made;
    else
        rasim_optimisation_free(made);
    return status;
}
