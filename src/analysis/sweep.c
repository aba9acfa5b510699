/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sweep: for each point of the grid the study is prepared anew, with the point's numbers in the place of the files',
   and run on the same draws. Neighbours that differ in their design only are designs of one study: need is drawn once
   and settled for each of them. */
#include "analysis/sweep.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/choose_design.h"
#include "analysis/compare.h"
#include "analysis/estimate.h"
#include "base/problem.h"
#include "base/text.h"
#include "engine/results.h"
#include "model/vary.h"
#include "num/stats.h"
#include "rasim/persons.h"

/* Points that are designs of one study: at most this many, and their ledgers at most so large. */
enum { MOST_TOGETHER = 16 };
#define MOST_LEDGER_BYTES ((uint64_t)512 * 1024 * 1024)

/* Person-years in which single people are looked at, of all points that run together. */
#define PERSON_YEARS 50000

/* A sweep in progress. */
typedef struct work {
    const char *path;
    const rasim_sweep_options *options;
    rasim_problems *problems;
    rasim_sweep *sweep;
    rasimi_arena *arena;
    const char *design_path; /* the one design that is run; NULL: the framework's own, each place with its own */
    size_t most_together;
    size_t n_done;             /* points */
    size_t n_running;          /* points of the present run */
    rasimi_paired_series last; /* of the point before; empty at first */
    double *differences;       /* [replicates] */
} work;

void
rasim_sweep_options_init(rasim_sweep_options *options)
{
    *options = (rasim_sweep_options){.axes = NULL};
}

void
rasim_sweep_free(rasim_sweep *sweep)
{
    if (!sweep)
        return;
    rasimi_arena *arena = sweep->arena; /* holds the sweep itself */
    rasimi_arena_clear(arena);
    free(arena);
}

/* ---- studies ---- */

/* What a study of some points is read with. */
typedef struct overrides {
    rasim_override items[RASIM_MOST_AXES * MOST_TOGETHER];
    rasimi_words values[RASIM_MOST_AXES * MOST_TOGETHER];
    size_t n;
    const char *designs[MOST_TOGETHER];
} overrides;

static void
set_overrides(const work *w, size_t point, size_t n_points, overrides *out)
{
    out->n = 0;
    for (size_t i = 0; i < n_points; i++) {
        size_t at[RASIM_MOST_AXES];
        rasimi_grid_place(w->sweep->n_values, w->sweep->n_axes, point + i, at);
        for (size_t a = 0; a < w->sweep->n_axes; a++) {
            const bool of_design = rasimi_vary_is_of_design(w->sweep->keys[a]);
            if (i > 0 && !of_design)
                continue; /* the same for all of these points */
            out->values[out->n] = rasimi_axis_text(&w->options->axes[a], at[a]);
            out->items[out->n] = (rasim_override){.key = w->sweep->keys[a],
                                                  .value = out->values[out->n].text,
                                                  .design = w->design_path ? i : RASIM_EVERY_DESIGN};
            out->n++;
        }
        out->designs[i] = w->design_path;
    }
}

static rasim_status
load(const work *w, size_t point, size_t n_points, rasim_study **out)
{
    overrides changed;
    set_overrides(w, point, n_points, &changed);
    rasim_study_options options;
    rasim_study_options_init(&options);
    options.show_ids = w->options->show_ids;
    options.overrides = changed.items;
    options.n_overrides = changed.n;
    options.designs = changed.designs;
    options.n_designs = w->design_path ? n_points : 0;
    rasim_problems *problems = NULL;
    rasim_status status = rasim_problems_create(&problems);
    if (status == RASIM_OK)
        status = rasim_study_load(w->path, &options, out, problems);
    if (status != RASIM_OK && problems)
        rasimi_problems_pass_errors(problems, w->problems); /* warnings are those of the first study */
    rasim_problems_free(problems);
    return status;
}

/* How many points from this one on differ in their design only. */
static size_t
count_together(const work *w, size_t point)
{
    size_t first[RASIM_MOST_AXES], at[RASIM_MOST_AXES], n = 1;
    rasimi_grid_place(w->sweep->n_values, w->sweep->n_axes, point, first);
    for (; w->design_path && n < w->most_together && point + n < w->sweep->n_points; n++) {
        rasimi_grid_place(w->sweep->n_values, w->sweep->n_axes, point + n, at);
        for (size_t a = 0; a < w->sweep->n_axes; a++)
            if (at[a] != first[a] && !rasimi_vary_is_of_design(w->sweep->keys[a]))
                return n;
    }
    return n;
}

/* The ends of every axis with one another: a value that its key does not allow is found before anything is simulated.
 */
static rasim_status
check_corners(const work *w)
{
    const rasim_sweep *sweep = w->sweep;
    rasim_status status = RASIM_OK;
    for (size_t corner = 0; corner < (size_t)1 << sweep->n_axes && status == RASIM_OK; corner++) {
        size_t point = 0;
        for (size_t a = 0; a < sweep->n_axes; a++)
            point = point * sweep->n_values[a] + (corner >> a & 1 ? sweep->n_values[a] - 1 : 0);
        rasim_study *study = NULL;
        status = load(w, point, 1, &study);
        rasim_study_free(study);
    }
    return status;
}

/* ---- points ---- */

static rasim_status
copy_levels(rasimi_arena *arena, rasim_at_level **levels, size_t n)
{
    rasim_at_level *copy = rasimi_arena_alloc(arena, n, sizeof *copy);
    if (!copy)
        return RASIM_ERR_NO_MEMORY;
    if (n > 0)
        memcpy(copy, *levels, n * sizeof *copy);
    *levels = copy;
    return RASIM_OK;
}

/* A design's criteria as a point's; there is nothing that they are held against. */
static rasim_status
keep_criteria(const work *w, const rasim_compared_design *from, rasim_sweep_point *to)
{
    const rasim_sweep *sweep = w->sweep;
    to->periods = rasimi_arena_alloc(w->arena, sweep->n_periods, sizeof *to->periods);
    to->changes = rasimi_arena_alloc(w->arena, sweep->n_periods, sizeof *to->changes);
    rasim_status status = to->periods && to->changes ? RASIM_OK : RASIM_ERR_NO_MEMORY;
    for (size_t p = 0; p < sweep->n_periods && status == RASIM_OK; p++) {
        rasim_criteria *criteria = &to->periods[p];
        *criteria = from->periods[p];
        criteria->difference = (rasim_difference){0};
        criteria->cheapest = criteria->most_sufficient = RASIMI_ABSENT;
        to->changes[p] = (rasim_step_change){RASIMI_ABSENT, RASIMI_ABSENT, RASIMI_ABSENT, RASIMI_ABSENT, false};
        status = copy_levels(w->arena, &criteria->net, sweep->n_levels);
        if (status == RASIM_OK)
            status = copy_levels(w->arena, &criteria->contingency, sweep->n_levels);
    }
    return status;
}

static void
change_between(const work *w, const rasimi_paired_series *series, size_t design, rasim_step_change *changes)
{
    for (size_t p = 0; p < series->n_periods; p++) {
        rasim_difference difference = {0};
        const rasimi_paired_one here = rasimi_paired_get(series, design, p), before = rasimi_paired_get(&w->last, 0, p);
        rasimi_paired_difference(&here, &before, series->n, w->differences, &difference);
        const double se = difference.affordability_se;
        changes[p] = (rasim_step_change){
            .mean = difference.mean,
            .mean_se = difference.mean_se,
            .affordability = difference.affordability,
            .affordability_se = se,
            .inside_error = difference.sd > 0 && fabs(difference.affordability) <= RASIMI_Z95 * se,
        };
    }
}

/* Remembers a design's series for the point that comes next. */
static void
remember(work *w, const rasimi_paired_series *series, size_t design)
{
    const size_t at = rasimi_paired_at(series, design, 0), n = series->n_periods * series->n;
    memcpy(w->last.net, series->net + at, n * sizeof *series->net);
    memcpy(w->last.inside, series->inside + at, n * sizeof *series->inside);
}

static rasim_status
keep_points(work *w, const rasim_comparison *comparison, const rasimi_paired_series *series, size_t n_points)
{
    rasim_sweep *sweep = w->sweep;
    const size_t last_axis = sweep->n_values[sweep->n_axes - 1];
    rasim_status status = RASIM_OK;
    for (size_t i = 0; i < n_points && status == RASIM_OK; i++) {
        const size_t point = w->n_done + i, design = w->design_path ? i : comparison->n_designs - 1;
        rasim_sweep_point *to = &sweep->points[point];
        status = keep_criteria(w, &comparison->designs[design], to);
        if (status != RASIM_OK)
            return status;
        if (point % last_axis > 0)
            change_between(w, series, design, to->changes);
        remember(w, series, design);
    }
    return status;
}

/* ---- runs ---- */

static int
poll_run(void *context, uint64_t done, uint64_t total)
{
    const work *w = context;
    const uint64_t each = w->sweep->replicates;
    (void)total;
    return w->options->poll ? w->options->poll(w->options->poll_context, w->n_done * each + done * w->n_running,
                                               w->sweep->n_points * each)
                            : 0;
}

static rasim_status
run(work *w, const rasim_study *study, rasim_results **out)
{
    rasim_run_options options;
    rasim_run_options_init(&options, study);
    options.place_series = false;
    options.replicates = w->sweep->replicates;
    options.seed = w->sweep->seed;
    options.n_threads = w->options->n_threads;
    options.poll = poll_run;
    options.poll_context = w;
    const rasim_status status = rasim_run(study, &options, out, w->problems);
    return status == RASIM_OK && !(*out)->complete ? RASIM_ERR_INTERRUPTED : status;
}

/* Single people of the points, in as many years as their figures are worth: what is enough, and how equal it is. */
static rasim_status
look_at_persons(const work *w, const rasim_study *study, const rasim_results *results, rasim_persons **out)
{
    const uint64_t people = study->n_people * w->n_running, n = PERSON_YEARS / (people > 0 ? people : 1);
    rasim_persons_options options;
    rasim_persons_options_init(&options);
    options.replicates = n < RASIM_PERSON_REPLICATES ? RASIM_PERSON_REPLICATES : n;
    options.n_threads = w->options->n_threads;
    return rasim_analyse_persons(study, results, &options, out, w->problems);
}

/* Takes the results of the next points. */
static rasim_status
analyse(work *w, const rasim_study *study, const rasim_results *results)
{
    rasim_summary *summary = NULL;
    rasim_persons *persons = NULL;
    rasim_comparison *comparison = NULL;
    rasimi_paired_series series = {0};
    rasim_status status = rasim_summarise(results, NULL, &summary);
    if (status == RASIM_OK)
        status = look_at_persons(w, study, results, &persons);
    if (status == RASIM_OK)
        summary->persons = persons;
    if (status == RASIM_OK)
        status = rasim_compare(results, summary, NULL, &comparison, w->problems);
    if (status == RASIM_OK)
        status = rasimi_paired_series_of(results, summary, &series);
    if (status == RASIM_OK)
        status = keep_points(w, comparison, &series, w->n_running);
    rasimi_paired_series_clear(&series);
    rasim_comparison_free(comparison);
    rasim_summary_free(summary);
    rasim_persons_free(persons);
    return status;
}

static rasim_status
next_points(work *w)
{
    rasim_study *study = NULL;
    rasim_results *results = NULL;
    w->n_running = count_together(w, w->n_done);
    rasim_status status = load(w, w->n_done, w->n_running, &study);
    if (status == RASIM_OK)
        status = run(w, study, &results);
    if (status == RASIM_OK)
        status = analyse(w, study, results);
    w->n_done += w->n_running;
    rasim_results_free(results);
    rasim_study_free(study);
    return status;
}

/* ---- the sweep as a whole ---- */

static rasim_status
choose_design(work *w, const rasim_study *study)
{
    size_t d;
    const rasim_status status = rasimi_choose_outcome(study, w->options->design, &d, w->problems);
    if (status != RASIM_OK)
        return status;
    w->sweep->design = rasimi_arena_printf(w->arena, "%s", rasim_study_design_name(study, d));
    if (d < study->n_designs)
        w->design_path = rasimi_arena_printf(w->arena, "%s", study->designs[d].file);
    return w->sweep->design && (w->design_path || d == study->n_designs) ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

static rasim_status
copy_inputs(const work *w, const rasim_study *study)
{
    const rasim_status status = rasimi_keep_inputs(w->arena, study, &w->sweep->inputs, &w->sweep->n_inputs);
    return status == RASIM_OK ? rasimi_keep_opened(w->arena, study->opened, &w->sweep->opened) : status;
}

static rasim_status
copy_labels(const work *w, const rasim_study *study)
{
    rasim_sweep *sweep = w->sweep;
    double *levels = rasimi_arena_alloc(w->arena, study->n_levels, sizeof *levels);
    sweep->periods = rasimi_arena_alloc(w->arena, sweep->n_periods, sizeof *sweep->periods);
    sweep->framework = rasimi_arena_printf(w->arena, "%s", study->framework.name.value);
    sweep->year = rasimi_arena_printf(w->arena, "%s", study->year_labels[0]);
    if (!levels || !sweep->periods || !sweep->framework || !sweep->year)
        return RASIM_ERR_NO_MEMORY;
    memcpy(levels, study->levels, study->n_levels * sizeof *levels);
    sweep->levels = levels;
    for (size_t p = 0; p < sweep->n_periods; p++) {
        sweep->periods[p] = p < sweep->n_years ? rasimi_arena_printf(w->arena, "%s", study->year_labels[p])
                                               : rasimi_arena_printf(w->arena, "all years");
        if (!sweep->periods[p])
            return RASIM_ERR_NO_MEMORY;
    }
    return RASIM_OK;
}

/* What the files themselves say: names, years, levels, and which design. */
static rasim_status
describe(work *w, const rasim_study *study)
{
    rasim_sweep *sweep = w->sweep;
    rasim_study_info info;
    rasim_study_describe(study, &info);
    sweep->synthetic = info.synthetic;
    sweep->replicates = w->options->replicates ? w->options->replicates : info.replicates;
    sweep->seed = w->options->has_seed ? w->options->seed : info.seed;
    sweep->n_levels = study->n_levels;
    sweep->n_years = study->n_years;
    sweep->n_periods = study->n_years > 1 ? study->n_years + 1 : 1;
    const uint64_t bytes = sweep->replicates * study->n_years * study->n_groups * RASIM_N_LINES * sizeof(int64_t);
    const uint64_t fit = bytes > 0 ? MOST_LEDGER_BYTES / bytes : 1;
    w->most_together = fit < 1 ? 1 : fit > MOST_TOGETHER ? MOST_TOGETHER : (size_t)fit;
    rasim_status status = choose_design(w, study);
    if (status == RASIM_OK)
        status = copy_labels(w, study);
    return status == RASIM_OK ? copy_inputs(w, study) : status;
}

/* Reads the files as they are, tells their warnings, and describes the sweep. */
static rasim_status
begin(work *w)
{
    rasim_study_options options;
    rasim_study *study = NULL;
    rasim_study_options_init(&options);
    options.show_ids = w->options->show_ids;
    rasim_status status = rasim_study_load(w->path, &options, &study, w->problems);
    if (status == RASIM_OK)
        status = describe(w, study);
    if (status == RASIM_OK && w->options->ready)
        status = w->options->ready(w->options->ready_context, study, w->problems);
    rasim_study_free(study);
    if (status != RASIM_OK)
        return status;
    w->differences = rasimi_calloc(w->sweep->replicates, sizeof *w->differences);
    if (!w->differences)
        return RASIM_ERR_NO_MEMORY;
    return rasimi_paired_series_make(1, w->sweep->n_periods, w->sweep->replicates, false, &w->last);
}

/* The grid and its points' values. */
static rasim_status
make_grid(work *w)
{
    rasim_sweep *sweep = w->sweep;
    sweep->n_axes = w->options->n_axes;
    sweep->n_points = 1;
    for (size_t a = 0; a < sweep->n_axes; a++) {
        sweep->keys[a] = rasimi_arena_printf(w->arena, "%s", w->options->axes[a].key);
        sweep->n_values[a] = rasim_axis_count(&w->options->axes[a]);
        sweep->n_points *= sweep->n_values[a];
        if (!sweep->keys[a])
            return RASIM_ERR_NO_MEMORY;
        if (rasimi_refuse_fixed(sweep->keys[a], "swept", w->problems) != RASIM_OK)
            return RASIM_ERR_INPUT;
        for (size_t k = 0; k < a; k++)
            if (rasimi_refuse_repeated(sweep->keys[a], sweep->keys[k], w->problems) != RASIM_OK)
                return RASIM_ERR_INPUT;
        if (sweep->n_points == 0 || sweep->n_points > RASIM_MOST_POINTS) {
            rasimi_problem_add(w->problems, RASIM_ERROR, (rasimi_place){0},
                               "The grid has more than %d points; take larger steps.", RASIM_MOST_POINTS);
            return RASIM_ERR_INPUT;
        }
    }
    sweep->points = rasimi_arena_alloc(w->arena, sweep->n_points, sizeof *sweep->points);
    for (size_t i = 0; sweep->points && i < sweep->n_points; i++) {
        size_t at[RASIM_MOST_AXES];
        rasimi_grid_place(sweep->n_values, sweep->n_axes, i, at);
        for (size_t a = 0; a < sweep->n_axes; a++) {
            const rasimi_words text = rasimi_axis_text(&w->options->axes[a], at[a]);
            (void)rasimi_parse_double(text.text, strlen(text.text), &sweep->points[i].values[a]);
        }
    }
    return sweep->points ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

static rasim_sweep *
create(void)
{
    rasimi_arena *arena = rasimi_calloc(1, sizeof *arena);
    rasim_sweep *sweep = arena ? rasimi_arena_alloc(arena, 1, sizeof *sweep) : NULL;
    if (sweep)
        sweep->arena = arena;
    else
        free(arena);
    return sweep;
}

rasim_status
rasim_sweep_run(const char *framework_path, const rasim_sweep_options *options, rasim_sweep **out,
                rasim_problems *problems)
{
    if (!framework_path || !options || !out || options->n_axes < 1 || options->n_axes > RASIM_MOST_AXES)
        return RASIM_ERR_ARGUMENT;
    *out = NULL;
    rasim_sweep *sweep = create();
    if (!sweep)
        return RASIM_ERR_NO_MEMORY;
    work w = {.path = framework_path, .options = options, .problems = problems, .sweep = sweep, .arena = sweep->arena};
    rasim_status status = make_grid(&w);
    if (status == RASIM_OK)
        status = begin(&w);
    if (status == RASIM_OK)
        status = check_corners(&w);
    while (status == RASIM_OK && w.n_done < sweep->n_points)
        status = next_points(&w);
    rasimi_paired_series_clear(&w.last);
    free(w.differences);
    if (status == RASIM_OK)
        *out = sweep;
    else
        rasim_sweep_free(sweep);
    return status;
}
