/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A backtest: every framework is simulated as it stood, and the outturns of its years are held against what it said. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/backtest.h"
#include "analysis/choose_design.h"
#include "analysis/paths.h"
#include "analysis/series.h"
#include "base/problem.h"
#include "base/text.h"
#include "engine/results.h"
#include "model/outturn.h"
#include "num/stats.h"

/* Areas must sum to the whole within this share of it: outturns are published rounded. */
#define ROUNDING 1e-4

enum { THOUSANDTHS = 1000 };

typedef struct work {
    const rasim_backtest_options *options;
    rasim_problems *problems;
    rasim_backtest *out;
    rasimi_arena *arena;
    rasimi_outturn outturn;
    bool *used;               /* [outturn.n] rows that some framework has */
    const char **first_years; /* [n_frameworks] of those whose turn was; in the arena */
    size_t capacity;
    rasim_backtest_point *points; /* grows; copied to the arena at the end */
    size_t i_framework;
} work;

/* A framework in its turn. */
typedef struct turn {
    work *w;
    const char *path, *name;
    rasim_study *study;
    rasim_results *results;
    size_t outcome;
    rasimi_series series;
    double *values; /* [replicates] */
} turn;

void
rasim_backtest_options_init(rasim_backtest_options *options)
{
    *options = (rasim_backtest_options){.frameworks = NULL};
}

void
rasim_backtest_free(rasim_backtest *backtest)
{
    if (!backtest)
        return;
    rasimi_arena *arena = backtest->arena; /* holds the backtest itself */
    rasimi_arena_clear(arena);
    free(arena);
}

/* ---- outturns of a framework ---- */

static rasim_status
refuse_area(const turn *t, const rasimi_outturn_row *row)
{
    const rasim_study *study = t->study;
    const size_t near = rasimi_nearest(row->area, study->areas, study->n_areas);
    rasimi_problem_add(t->w->problems, RASIM_ERROR, (rasimi_place){t->w->outturn.file, row->line, 0},
                       "'%s' has no budget area '%s'%s%s%s.", t->name, row->area,
                       near < study->n_areas ? "; did you mean '" : "", near < study->n_areas ? study->areas[near] : "",
                       near < study->n_areas ? "'?" : "");
    return RASIM_ERR_INPUT;
}

/* Marks the rows of the framework's years, and refuses areas that it does not have. */
static rasim_status
match_rows(const turn *t, size_t *n_matched)
{
    const rasim_study *study = t->study;
    rasim_status status = RASIM_OK;
    *n_matched = 0;
    for (size_t i = 0; i < t->w->outturn.n; i++) {
        const rasimi_outturn_row *row = &t->w->outturn.rows[i];
        size_t year = 0, area = 0;
        while (year < study->n_years && strcmp(study->year_labels[year], row->year) != 0)
            year++;
        while (row->area && area < study->n_areas && strcmp(study->areas[area], row->area) != 0)
            area++;
        if (year == study->n_years)
            continue;
        t->w->used[i] = true;
        ++*n_matched;
        if (row->area && area == study->n_areas)
            status = refuse_area(t, row);
    }
    return status;
}

/* The whole budget's outturn of a year: its own row, else the sum where every area has one; NAN where neither. Areas
   that do not sum to the whole are refused. */
static rasim_status
whole_of(const turn *t, size_t year, double *out)
{
    const rasim_study *study = t->study;
    const rasimi_outturn *outturn = &t->w->outturn;
    const rasimi_outturn_row *whole = rasimi_outturn_find(outturn, study->year_labels[year], NULL);
    double sum = 0;
    for (size_t a = 0; a < study->n_areas; a++) {
        const rasimi_outturn_row *row = rasimi_outturn_find(outturn, study->year_labels[year], study->areas[a]);
        sum += row ? row->gbp : (double)NAN;
    }
    *out = whole ? whole->gbp : sum;
    if (!whole || isnan(sum) || fabs(sum - whole->gbp) <= ROUNDING * fabs(whole->gbp))
        return RASIM_OK;
    rasimi_problem_add(t->w->problems, RASIM_ERROR, (rasimi_place){outturn->file, whole->line, 0},
                       "The budget areas of '%s' sum to %.0f, but the whole budget is %.0f; correct one of them.",
                       whole->year, sum, whole->gbp);
    return RASIM_ERR_INPUT;
}

/* ---- points ---- */

static rasim_status
add_point(turn *t, size_t year, const char *area, double outturn_gbp, const int64_t *net)
{
    work *w = t->w;
    const rasim_study *study = t->study;
    const rasimi_plan *plan = &t->results->plans[t->outcome * t->results->n_years + year];
    const double gbp_per_unit = study->framework.weeks_per_year.value / RASIM_UNITS_PER_GBP;
    const uint64_t n = t->results->replicates;
    size_t a = 0;
    while (area && strcmp(study->areas[a], area) != 0)
        a++;
    rasim_backtest_point point = {.framework = t->name, .lead = year + 1, .outturn_gbp = outturn_gbp};
    point.plan_gbp = area ? plan->area_net_gbp_year[a] : plan->net_gbp_year;
    point.envelope_gbp = area ? rasimi_area_envelope_of(study, year, a) : rasimi_envelope_of(study, year);
    point.year = rasimi_arena_printf(w->arena, "%s", study->year_labels[year]);
    point.area = area ? rasimi_arena_printf(w->arena, "%s", area) : NULL;
    for (uint64_t r = 0; r < n; r++)
        t->values[r] = (double)net[r] * gbp_per_unit;
    rasimi_sort(t->values, n);
    rasimi_backtest_judge(t->values, n, &point);
    if (!point.year || (area && !point.area) ||
        !rasimi_grow((void **)&w->points, &w->capacity, w->out->n_points, sizeof point))
        return RASIM_ERR_NO_MEMORY;
    w->points[w->out->n_points++] = point;
    return RASIM_OK;
}

static rasim_status
take_year(turn *t, size_t year)
{
    const rasim_study *study = t->study;
    double whole;
    rasim_status status = whole_of(t, year, &whole);
    if (status != RASIM_OK)
        return status;
    rasimi_series_fill(&t->series, t->results, t->outcome, year);
    if (!isnan(whole))
        status = add_point(t, year, NULL, whole, t->series.line[RASIM_LINE_NET]);
    for (size_t a = 0; a < study->n_areas && status == RASIM_OK; a++) {
        const rasimi_outturn_row *row = rasimi_outturn_find(&t->w->outturn, study->year_labels[year], study->areas[a]);
        if (row)
            status = add_point(t, year, study->areas[a], row->gbp, t->series.area_net + a * t->series.n);
    }
    return status;
}

/* ---- a framework ---- */

static int
poll_run(void *context, uint64_t done, uint64_t total)
{
    const work *w = context;
    const rasim_backtest_options *options = w->options;
    return options->poll
               ? options->poll(options->poll_context, w->i_framework * THOUSANDTHS + done * THOUSANDTHS / total,
                               options->n_frameworks * THOUSANDTHS)
               : 0;
}

static rasim_status
load(turn *t)
{
    work *w = t->w;
    rasim_study_options options;
    rasim_study_info info;
    rasim_study_options_init(&options);
    options.show_ids = w->options->show_ids;
    rasim_status status = rasim_study_load(t->path, &options, &t->study, w->problems);
    if (status != RASIM_OK)
        return status;
    rasim_study_describe(t->study, &info);
    w->out->synthetic |= info.synthetic;
    t->name = rasimi_arena_printf(w->arena, "%s", info.name);
    status =
        t->name ? rasimi_choose_outcome(t->study, w->options->design, &t->outcome, w->problems) : RASIM_ERR_NO_MEMORY;
    if (status == RASIM_OK && !w->out->design)
        w->out->design = rasimi_arena_printf(w->arena, "%s", rasim_study_design_name(t->study, t->outcome));
    return status == RASIM_OK && !w->out->design ? RASIM_ERR_NO_MEMORY : status;
}

/* Two frameworks that begin in the same year would count its outturn twice. */
static rasim_status
check_first_year(const turn *t)
{
    work *w = t->w;
    const char *year = t->study->year_labels[0];
    for (size_t i = 0; i < w->i_framework; i++)
        if (strcmp(w->first_years[i], year) == 0) {
            rasimi_problem_add(w->problems, RASIM_ERROR, (rasimi_place){.file = t->path},
                               "A framework that begins in '%s' was given already; give one for each year.", year);
            return RASIM_ERR_INPUT;
        }
    w->first_years[w->i_framework] = rasimi_arena_printf(w->arena, "%s", year);
    return w->first_years[w->i_framework] ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

static rasim_status
match(const turn *t)
{
    size_t n_matched;
    rasim_status status = check_first_year(t);
    if (status != RASIM_OK)
        return status;
    status = match_rows(t, &n_matched);
    if (status != RASIM_OK || n_matched > 0)
        return status;
    rasimi_problem_add(t->w->problems, RASIM_ERROR, (rasimi_place){.file = t->w->outturn.file},
                       "No row is of a year of '%s', whose first is '%s'; write the years as the framework does.",
                       t->name, t->study->year_labels[0]);
    return RASIM_ERR_INPUT;
}

static rasim_status
simulate(turn *t)
{
    const rasim_backtest_options *options = t->w->options;
    rasim_run_options run;
    rasim_run_options_init(&run, t->study);
    run.place_series = false;
    run.replicates = options->replicates ? options->replicates : run.replicates;
    run.seed = options->has_seed ? options->seed : run.seed;
    run.n_threads = options->n_threads;
    run.poll = poll_run;
    run.poll_context = t->w;
    const rasim_status status = rasim_run(t->study, &run, &t->results, t->w->problems);
    return status == RASIM_OK && !t->results->complete ? RASIM_ERR_INTERRUPTED : status;
}

static rasim_status
take_years(turn *t)
{
    rasim_status status = rasimi_series_create(t->results, &t->series);
    t->values = rasimi_calloc(t->results->replicates, sizeof *t->values);
    if (status == RASIM_OK && !t->values)
        status = RASIM_ERR_NO_MEMORY;
    for (size_t year = 0; year < t->study->n_years && status == RASIM_OK; year++)
        status = take_year(t, year);
    return status;
}

static rasim_status
take_framework(work *w, const char *path)
{
    turn t = {.w = w, .path = path};
    rasim_status status = load(&t);
    if (status == RASIM_OK)
        status = match(&t);
    if (status == RASIM_OK)
        status = simulate(&t);
    if (status == RASIM_OK)
        status = take_years(&t);
    rasimi_series_clear(&t.series);
    free(t.values);
    rasim_results_free(t.results);
    rasim_study_free(t.study);
    return status;
}

/* ---- the backtest as a whole ---- */

static void
note_unused(const work *w)
{
    for (size_t i = 0; i < w->outturn.n; i++)
        if (!w->used[i])
            rasimi_problem_add(w->problems, RASIM_WARNING, (rasimi_place){w->outturn.file, w->outturn.rows[i].line, 0},
                               "No framework that was given has the year '%s'; the row is left out.",
                               w->outturn.rows[i].year);
}

/* Records of the whole budget and of every area that has two first years or more, in the order in which they come. */
static rasim_status
keep_records(work *w)
{
    rasim_backtest *out = w->out;
    out->points = rasimi_arena_alloc(w->arena, out->n_points, sizeof *out->points);
    out->records = rasimi_arena_alloc(w->arena, out->n_points, sizeof *out->records);
    if (!out->points || !out->records)
        return RASIM_ERR_NO_MEMORY;
    memcpy(out->points, w->points, out->n_points * sizeof *out->points);
    if (rasimi_backtest_sum_up(out->points, out->n_points, NULL, &out->records[0]))
        out->n_records = 1;
    for (size_t i = 0; i < out->n_points; i++) {
        const char *area = out->points[i].area;
        bool known = area == NULL;
        for (size_t k = 0; k < out->n_records && !known; k++)
            known = out->records[k].area && strcmp(out->records[k].area, area) == 0;
        if (!known && rasimi_backtest_sum_up(out->points, out->n_points, area, &out->records[out->n_records]))
            out->n_records++;
    }
    return RASIM_OK;
}

static rasim_status
backtest(work *w)
{
    rasim_status status = rasimi_outturn_read(w->options->outturn, &w->outturn, w->problems);
    if (status != RASIM_OK)
        return status;
    w->used = rasimi_calloc(w->outturn.n, sizeof *w->used);
    w->first_years = rasimi_arena_alloc(w->arena, w->options->n_frameworks, sizeof *w->first_years);
    if (!w->used || !w->first_years)
        return RASIM_ERR_NO_MEMORY;
    for (w->i_framework = 0; w->i_framework < w->options->n_frameworks && status == RASIM_OK; w->i_framework++)
        status = take_framework(w, w->options->frameworks[w->i_framework]);
    if (status != RASIM_OK)
        return status;
    note_unused(w);
    return keep_records(w);
}

rasim_status
rasim_backtest_run(const rasim_backtest_options *options, rasim_backtest **out, rasim_problems *problems)
{
    if (!options || !out || !options->outturn || !options->frameworks || options->n_frameworks < 1)
        return RASIM_ERR_ARGUMENT;
    *out = NULL;
    rasimi_arena *arena = rasimi_calloc(1, sizeof *arena);
    rasim_backtest *made = arena ? rasimi_arena_alloc(arena, 1, sizeof *made) : NULL;
    if (!made) {
        free(arena);
        return RASIM_ERR_NO_MEMORY;
    }
    made->arena = arena;
    work w = {.options = options, .problems = problems, .out = made, .arena = arena};
    const rasim_status status = backtest(&w);
    free(w.points);
    free(w.used);
    rasimi_outturn_clear(&w.outturn);
    if (status == RASIM_OK)
        *out = made;
    else
        rasim_backtest_free(made);
    return status;
}
