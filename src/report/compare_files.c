/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finished runs side by side. Only like is compared with like: the same people, years and draws, so that what differs
   is the designs (or what their frameworks say). */
#include "analysis/compare.h"

#include <stdio.h>
#include <string.h>

#include "analysis/estimate.h"
#include "base/problem.h"
#include "io/h5_read.h"
#include "report/why.h"

enum { PATH_SIZE = 128 };

/* What must agree, and what is compared. */
typedef struct finished {
    const char *path;
    rasimi_h5_in *file;
    uint64_t engine_version, years, seed, replicates, complete;
    const char *caseload, *sampling;
    const char *const *strata;
    const double *people;
    size_t n_strata;
    const char *const *designs;
    size_t n_designs;
    const double *levels;
    size_t n_levels;
    const double *funding; /* [replicates x years] what comes of the envelope; NULL: all of it */
} finished;

/* ---- reading ---- */

static rasim_status
read_attributes(rasimi_arena *arena, finished *run)
{
    const struct {
        const char *name;
        uint64_t *to;
    } wholes[] = {{"engine_version", &run->engine_version},
                  {"years", &run->years},
                  {"seed", &run->seed},
                  {"replicates", &run->replicates},
                  {"complete", &run->complete}};
    rasim_status status = RASIM_OK;
    for (size_t i = 0; status == RASIM_OK && i < sizeof wholes / sizeof *wholes; i++)
        status = rasimi_h5_read_whole(run->file, "/", wholes[i].name, wholes[i].to);
    if (status == RASIM_OK)
        status = rasimi_h5_read_text(run->file, "/", "caseload_sha256", arena, &run->caseload);
    return status == RASIM_OK ? rasimi_h5_read_text(run->file, "/resolved", "sampling", arena, &run->sampling) : status;
}

static rasim_status
read_lists(rasimi_arena *arena, finished *run)
{
    size_t n_people = 0, n_funding = 0;
    rasim_status status = rasimi_h5_read_texts(run->file, "/frame/stratum", arena, &run->strata, &run->n_strata);
    if (status == RASIM_OK)
        status = rasimi_h5_read_doubles(run->file, "/frame/people", arena, &run->people, &n_people);
    if (status == RASIM_OK)
        status = rasimi_h5_read_texts(run->file, "/labels/design", arena, &run->designs, &run->n_designs);
    if (status == RASIM_OK)
        status = rasimi_h5_read_doubles(run->file, "/axes/level", arena, &run->levels, &run->n_levels);
    if (status == RASIM_OK && rasimi_h5_has(run->file, "/envelopes") && rasimi_h5_has(run->file, "/envelopes/funding"))
        status = rasimi_h5_read_doubles(run->file, "/envelopes/funding", arena, &run->funding, &n_funding);
    run->n_strata = n_people < run->n_strata ? n_people : run->n_strata;
    if (n_funding != run->replicates * run->years)
        run->funding = NULL;
    return status;
}

static rasim_status
open_run(const char *path, rasimi_arena *arena, finished *run, rasim_problems *problems)
{
    run->path = path;
    rasim_status status = rasimi_h5_open(path, &run->file, problems);
    if (status == RASIM_OK)
        status = read_attributes(arena, run);
    if (status == RASIM_OK)
        status = read_lists(arena, run);
    if (status != RASIM_OK || (run->replicates > 0 && run->replicates <= RASIM_MAX_REPLICATES && run->years > 0))
        return status;
    rasimi_problem_add(problems, RASIM_ERROR, (rasimi_place){.file = path}, "The run has no simulated years.");
    return RASIM_ERR_INPUT;
}

/* ---- like with like ---- */

static bool
agree_on_frame(const finished *a, const finished *b)
{
    if (strcmp(a->sampling, b->sampling) != 0 || a->n_strata != b->n_strata)
        return false;
    for (size_t h = 0; h < a->n_strata; h++)
        if (strcmp(a->strata[h], b->strata[h]) != 0 || a->people[h] < b->people[h] || a->people[h] > b->people[h])
            return false;
    return true;
}

static void
refuse_number(const finished *a, const finished *b, const char *what, uint64_t of_a, uint64_t of_b, const char *advice,
              rasim_problems *problems)
{
    if (of_a != of_b)
        rasimi_problem_add(problems, RASIM_ERROR, (rasimi_place){.file = b->path},
                           "The run cannot be compared with '%s': its %s is %llu, not %llu; %s.", a->path, what,
                           (unsigned long long)of_b, (unsigned long long)of_a, advice);
}

/* Refuses unlike runs, every reason at once. */
static rasim_status
check_alike(const finished *a, const finished *b, rasim_problems *problems)
{
    const uint64_t errors = rasimi_problems_errors(problems);
    const rasimi_place place = {.file = b->path};
    refuse_number(a, b, "engine version", a->engine_version, b->engine_version, "make both with the same rasim",
                  problems);
    if (strcmp(a->caseload, b->caseload) != 0)
        rasimi_problem_add(problems, RASIM_ERROR, place,
                           "The run cannot be compared with '%s': it has another caseload (SHA-256 %.12s..., not "
                           "%.12s...); run both with the same file.",
                           a->path, b->caseload, a->caseload);
    else if (!agree_on_frame(a, b))
        rasimi_problem_add(problems, RASIM_ERROR, place,
                           "The run cannot be compared with '%s': its rows stand for other people (sampling, strata or "
                           "frame differ); run both with the same population and covered_settings.",
                           a->path);
    refuse_number(a, b, "number of years", a->years, b->years, "run both with the same horizon", problems);
    refuse_number(a, b, "seed", a->seed, b->seed, "run both with the same --seed", problems);
    refuse_number(a, b, "number of replicates", a->replicates, b->replicates, "run both with the same --replicates",
                  problems);
    return rasimi_problems_errors(problems) > errors ? RASIM_ERR_INPUT : RASIM_OK;
}

/* ---- criteria and series ---- */

/* Comparing finished runs. */
typedef struct work {
    const finished *runs;
    size_t n_runs;
    rasim_comparison *comparison;
    rasimi_paired_series series;
    rasimi_arena *scratch;
} work;

/* A number of a year's summary. */
static rasim_status
read_figure(const work *w, const finished *run, const char *folder, const char *name, double *out)
{
    char path[PATH_SIZE];
    const double *values = NULL;
    size_t n = 0;
    snprintf(path, sizeof path, "%s/summary/%s", folder, name);
    const rasim_status status = rasimi_h5_read_doubles(run->file, path, w->scratch, &values, &n);
    if (status == RASIM_OK)
        *out = values[0];
    return status;
}

/* The expected amount of a line, by its name. */
static rasim_status
read_line(const work *w, const finished *run, const char *folder, const char *name, double *out)
{
    char path[PATH_SIZE];
    const char *const *names = NULL;
    const double *values = NULL;
    size_t n_names = 0, n = 0, at = 0;
    snprintf(path, sizeof path, "%s/summary/expected_money", folder);
    rasim_status status = rasimi_h5_read_texts(run->file, "/labels/money_line", w->scratch, &names, &n_names);
    if (status == RASIM_OK)
        status = rasimi_h5_read_doubles(run->file, path, w->scratch, &values, &n);
    if (status != RASIM_OK)
        return status;
    while (at < n && at < n_names && strcmp(names[at], name) != 0)
        at++;
    *out = at < n && at < n_names ? values[at] : RASIMI_ABSENT;
    return RASIM_OK;
}

static rasim_status
read_criteria(const work *w, const finished *run, const char *folder, rasim_criteria *out)
{
    double indicative = 0, trim = 0;
    const struct {
        const char *name;
        double *to;
        bool is_line;
    } figures[] = {{"envelope", &out->envelope_gbp, false},
                   {"plan", &out->plan_gbp, false},
                   {"panel_cases_mean", &out->panel_cases, false},
                   {"excluded_people_mean", &out->excluded_people, false},
                   {"uplift", &out->uplift_gbp, true},
                   {"indicative", &indicative, true},
                   {"trim", &trim, true}};
    rasim_status status = RASIM_OK;
    for (size_t i = 0; status == RASIM_OK && i < sizeof figures / sizeof *figures; i++)
        status = figures[i].is_line ? read_line(w, run, folder, figures[i].name, figures[i].to)
                                    : read_figure(w, run, folder, figures[i].name, figures[i].to);
    out->uplift_share = out->uplift_gbp / (indicative + out->uplift_gbp - trim);
    return status;
}

/* Figures of the people of a design, by name, in rows of a dataset that labels name; absent where there is none. */
typedef struct people_figure {
    const char *labels, *dataset, *name;
    size_t rows_a_year; /* of which the first is meant */
    size_t offset;      /* of a double in the criteria */
} people_figure;

static const people_figure people_figures[] = {
    {"/labels/sufficiency_figure", "sufficiency", "short_share", 1, offsetof(rasim_criteria, indicative_short_share)},
    {"/labels/sufficiency_figure", "sufficiency", "final_share", 1, offsetof(rasim_criteria, final_short_share)},
    {"/labels/theil_figure", "equity", "within_bands", 2, offsetof(rasim_criteria, equity_theil)},
};

/* One of them for the years that a dataset is about, the first of them `first`. */
static rasim_status
read_people_figure(const work *w, const finished *run, const char *path, const people_figure *figure, size_t first,
                   rasim_criteria *periods)
{
    const char *const *names = NULL;
    const double *values = NULL;
    size_t n_names = 0, n = 0, at = 0;
    rasim_status status = rasimi_h5_read_texts(run->file, figure->labels, w->scratch, &names, &n_names);
    if (status == RASIM_OK)
        status = rasimi_h5_read_doubles(run->file, path, w->scratch, &values, &n);
    if (status != RASIM_OK)
        return status;
    while (at < n_names && strcmp(names[at], figure->name) != 0)
        at++;
    const size_t a_year = n_names * figure->rows_a_year;
    for (size_t y = 0; at < n_names && (y + 1) * a_year <= n && first + y < w->comparison->n_years; y++)
        *(double *)(void *)((char *)&periods[first + y] + figure->offset) = values[y * a_year + at];
    return RASIM_OK;
}

/* What the run saw of single people, where it looked at any. */
static rasim_status
read_people(const work *w, const finished *run, size_t design, rasim_criteria *periods)
{
    char folder[PATH_SIZE / 2], path[PATH_SIZE];
    rasim_status status = RASIM_OK;
    snprintf(folder, sizeof folder, "/persons/%zu", design + 1);
    if (!rasimi_h5_has(run->file, "/persons") || !rasimi_h5_has(run->file, folder))
        return RASIM_OK;
    for (size_t i = 0; i < 2 * sizeof people_figures / sizeof *people_figures && status == RASIM_OK; i++) {
        const people_figure *figure = &people_figures[i / 2];
        const bool later = i % 2 == 1;
        snprintf(path, sizeof path, "%s/%s%s", folder, later ? "later_" : "", figure->dataset);
        if (rasimi_h5_has(run->file, path))
            status = read_people_figure(w, run, path, figure, later ? 1 : 0, periods);
    }
    return status;
}

static rasim_status
read_year(work *w, const finished *run, size_t design, size_t year, size_t to)
{
    char folder[PATH_SIZE / 2], path[PATH_SIZE];
    const double *net = NULL;
    size_t n = 0;
    snprintf(folder, sizeof folder, "/designs/%zu/year_%zu", design + 1, year + 1);
    snprintf(path, sizeof path, "%s/net", folder);
    rasim_criteria *criteria = &w->comparison->designs[to].periods[year];
    rasim_status status = read_criteria(w, run, folder, criteria);
    if (status == RASIM_OK)
        status = rasimi_h5_read_doubles(run->file, path, w->scratch, &net, &n);
    if (status == RASIM_OK && to == 0)
        status = rasimi_h5_read_text(run->file, folder, "year", w->comparison->arena, &w->comparison->periods[year]);
    if (status != RASIM_OK || n != w->series.n)
        return status != RASIM_OK ? status : RASIM_ERR_INTERNAL;
    const size_t at = rasimi_paired_at(&w->series, to, year);
    memcpy(w->series.net + at, net, n * sizeof *net);
    for (size_t r = 0; r < n; r++) {
        const double share = run->funding ? run->funding[r * run->years + year] : 1;
        w->series.inside[at + r] = net[r] <= share * criteria->envelope_gbp;
    }
    return RASIM_OK;
}

/* All years together: sums, replicate by replicate. */
static void
add_up_years(work *w, const finished *run, size_t to)
{
    const size_t n_years = w->comparison->n_years;
    rasim_criteria *years = w->comparison->designs[to].periods, *all = &years[n_years];
    if (w->comparison->n_periods == n_years)
        return;
    for (size_t y = 0; y < n_years; y++) {
        all->envelope_gbp += years[y].envelope_gbp;
        all->plan_gbp += years[y].plan_gbp;
        all->panel_cases += years[y].panel_cases;
        all->excluded_people += years[y].excluded_people;
        all->uplift_gbp += years[y].uplift_gbp;
    }
    all->uplift_share = RASIMI_ABSENT;
    const size_t at = rasimi_paired_at(&w->series, to, n_years);
    for (size_t r = 0; r < w->series.n; r++) {
        double envelope = 0;
        for (size_t y = 0; y < n_years; y++) {
            w->series.net[at + r] += w->series.net[rasimi_paired_at(&w->series, to, y) + r];
            envelope += years[y].envelope_gbp * (run->funding ? run->funding[r * run->years + y] : 1);
        }
        w->series.inside[at + r] = w->series.net[at + r] <= envelope;
    }
}

static const char *
file_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* The design's own name, with its file's where an earlier one has the same. */
static rasim_status
name_design(const work *w, const finished *run, const char *own, size_t to)
{
    rasimi_arena *arena = w->comparison->arena;
    rasim_compared_design *out = &w->comparison->designs[to];
    bool taken = false;
    for (size_t d = 0; d < to; d++)
        taken = taken || strcmp(w->comparison->designs[d].name, own) == 0;
    out->name = taken ? rasimi_arena_printf(arena, "%s (%s)", own, file_name(run->path))
                      : rasimi_arena_printf(arena, "%s", own);
    out->file = rasimi_arena_printf(arena, "%s", run->path);
    return out->name && out->file ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

/* Where the spread comes from and what would tip it, where the run worked that out. */
static rasim_status
read_why(const work *w, const finished *run, size_t design, rasim_compared_design *out)
{
    rasimi_arena *arena = w->comparison->arena;
    const rasim_status status = rasimi_h5_read_spread(run->file, design, arena, &out->spread);
    return status == RASIM_OK ? rasimi_h5_read_reverse(run->file, design, arena, &out->reverse) : status;
}

static rasim_status
read_designs(work *w)
{
    rasim_status status = RASIM_OK;
    size_t to = 0;
    for (size_t f = 0; f < w->n_runs; f++)
        for (size_t d = 0; d < w->runs[f].n_designs && status == RASIM_OK; d++, to++) {
            status = name_design(w, &w->runs[f], w->runs[f].designs[d], to);
            for (size_t y = 0; y < w->comparison->n_years && status == RASIM_OK; y++)
                status = read_year(w, &w->runs[f], d, y, to);
            if (status == RASIM_OK)
                status = read_people(w, &w->runs[f], d, w->comparison->designs[to].periods);
            if (status == RASIM_OK)
                status = read_why(w, &w->runs[f], d, &w->comparison->designs[to]);
            if (status == RASIM_OK)
                add_up_years(w, &w->runs[f], to);
        }
    return status;
}

static rasim_status
compare(const finished *runs, size_t n_runs, const rasim_compare_options *options, rasimi_arena *scratch,
        rasim_comparison **out, rasim_problems *problems)
{
    size_t n_designs = 0;
    for (size_t f = 0; f < n_runs; f++)
        n_designs += runs[f].n_designs;
    rasim_comparison *comparison = rasimi_comparison_create(n_designs, runs[0].years, runs[0].levels, runs[0].n_levels);
    if (!comparison)
        return RASIM_ERR_NO_MEMORY;
    comparison->seed = runs[0].seed;
    comparison->replicates = runs[0].replicates;
    comparison->complete = runs[0].complete != 0;
    work w = {.runs = runs, .n_runs = n_runs, .comparison = comparison, .scratch = scratch};
    rasim_status status =
        rasimi_paired_series_make(n_designs, comparison->n_periods, runs[0].replicates, false, &w.series);
    if (status == RASIM_OK)
        status = read_designs(&w);
    if (status == RASIM_OK)
        status = rasimi_compare_choose(comparison, options, problems);
    if (status == RASIM_OK)
        status = rasimi_compare_paired(&w.series, comparison->arena, comparison);
    rasimi_paired_series_clear(&w.series);
    if (status == RASIM_OK)
        *out = comparison;
    else
        rasim_comparison_free(comparison);
    return status;
}

rasim_status
rasim_compare_files(const char *const *paths, size_t n_paths, const rasim_compare_options *options,
                    rasim_comparison **out, rasim_problems *problems)
{
    if (!paths || n_paths == 0 || !out)
        return RASIM_ERR_ARGUMENT;
    *out = NULL;
    rasimi_arena scratch = {0};
    finished *runs = rasimi_arena_alloc(&scratch, n_paths, sizeof *runs);
    rasim_status status = runs ? RASIM_OK : RASIM_ERR_NO_MEMORY;
    for (size_t f = 0; status == RASIM_OK && f < n_paths; f++)
        status = open_run(paths[f], &scratch, &runs[f], problems);
    for (size_t f = 1; status == RASIM_OK && f < n_paths; f++)
        status = check_alike(&runs[0], &runs[f], problems);
    if (status == RASIM_OK)
        status = compare(runs, n_paths, options, &scratch, out, problems);
    for (size_t f = 0; runs && f < n_paths; f++)
        rasimi_h5_close(runs[f].file);
    rasimi_arena_clear(&scratch);
    return status;
}
