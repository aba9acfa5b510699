/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Designs of one run side by side: the series that differences are made from, and the criteria beside them. */
#include "analysis/compare.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/estimate.h"
#include "base/problem.h"
#include "base/text.h"
#include "engine/results.h"
#include "model/complexity.h"
#include "rasim/persons.h"

#define ALL_YEARS "all years"

void
rasim_compare_options_init(rasim_compare_options *options)
{
    *options = (rasim_compare_options){.against = NULL};
}

void
rasim_comparison_free(rasim_comparison *comparison)
{
    if (!comparison)
        return;
    rasimi_arena *arena = comparison->arena; /* holds the comparison itself */
    rasimi_arena_clear(arena);
    free(arena);
}

/* ---- an empty comparison ---- */

static rasim_status
make_designs(rasimi_arena *arena, rasim_comparison *out)
{
    out->designs = rasimi_arena_alloc(arena, out->n_designs, sizeof *out->designs);
    out->periods = rasimi_arena_alloc(arena, out->n_periods, sizeof *out->periods);
    if (!out->designs || !out->periods)
        return RASIM_ERR_NO_MEMORY;
    if (out->n_periods > out->n_years)
        out->periods[out->n_years] = ALL_YEARS;
    for (size_t d = 0; d < out->n_designs; d++) {
        rasim_criteria *periods = rasimi_arena_alloc(arena, out->n_periods, sizeof *periods);
        if (!periods)
            return RASIM_ERR_NO_MEMORY;
        for (size_t p = 0; p < out->n_periods; p++)
            periods[p].indicative_short_share = periods[p].final_short_share = periods[p].equity_theil =
                periods[p].administration.gbp = periods[p].administration.hours = RASIMI_ABSENT;
        out->designs[d].periods = periods;
    }
    return RASIM_OK;
}

rasim_comparison *
rasimi_comparison_create(size_t n_designs, size_t n_years, const double *levels, size_t n_levels)
{
    rasimi_arena *arena = rasimi_calloc(1, sizeof *arena);
    rasim_comparison *out = arena ? rasimi_arena_alloc(arena, 1, sizeof *out) : NULL;
    double *own_levels = out ? rasimi_arena_alloc(arena, n_levels, sizeof *own_levels) : NULL;
    if (!own_levels) {
        if (arena)
            rasimi_arena_clear(arena);
        free(arena);
        return NULL;
    }
    if (n_levels > 0)
        memcpy(own_levels, levels, n_levels * sizeof *levels);
    *out = (rasim_comparison){.arena = arena,
                              .n_levels = n_levels,
                              .levels = own_levels,
                              .n_years = n_years,
                              .n_periods = n_years > 1 ? n_years + 1 : n_years,
                              .n_designs = n_designs};
    if (make_designs(arena, out) == RASIM_OK)
        return out;
    rasim_comparison_free(out);
    return NULL;
}

rasim_status
rasimi_compare_choose(rasim_comparison *comparison, const rasim_compare_options *options, rasim_problems *problems)
{
    const char *name = options ? options->against : NULL, *nearest = NULL;
    comparison->against = 0;
    if (!name)
        return RASIM_OK;
    const char **names = rasimi_calloc(comparison->n_designs, sizeof *names);
    if (!names)
        return RASIM_ERR_NO_MEMORY;
    for (size_t d = 0; d < comparison->n_designs; d++)
        names[d] = comparison->designs[d].name;
    size_t found = 0;
    while (found < comparison->n_designs && strcmp(names[found], name) != 0)
        found++;
    const size_t near = found < comparison->n_designs ? found : rasimi_nearest(name, names, comparison->n_designs);
    if (near < comparison->n_designs)
        nearest = names[near];
    free(names);
    comparison->against = found;
    if (found < comparison->n_designs)
        return RASIM_OK;
    comparison->against = 0;
    rasimi_problem_add(problems, RASIM_ERROR, (rasimi_place){0},
                       "There is no design '%s' to hold the others against%s%s%s; the first is '%s'.", name,
                       nearest ? " (did you mean '" : "", nearest ? nearest : "", nearest ? "'?)" : "",
                       comparison->designs[0].name);
    return RASIM_ERR_INPUT;
}

/* ---- the series of a run ---- */

/* What one replicate's ledger adds up to, in units. */
typedef struct totals {
    double net, uplift, need;
} totals;

static totals
add_up(const rasim_results *results, size_t design, size_t year, uint64_t replicate)
{
    const int64_t *line = rasim_results_ledger(results, design, year, replicate);
    int64_t net = 0, uplift = 0, need = 0;
    for (size_t g = 0; g < results->n_groups; g++, line += RASIM_N_LINES) {
        net += line[RASIM_LINE_NET];
        uplift += line[RASIM_LINE_UPLIFT];
        need += line[RASIM_LINE_INDICATIVE] + line[RASIM_LINE_UPLIFT] - line[RASIM_LINE_TRIM];
    }
    return (totals){(double)net, (double)uplift, (double)need};
}

static double
envelope_of(const rasim_results *results, const rasim_summary *summary, size_t design, size_t year, uint64_t replicate)
{
    const double *funding = rasim_results_funding(results, year);
    const double stated = summary->designs[design].years[year].envelope_gbp;
    return funding ? funding[replicate] * stated : stated;
}

static void
fill_replicate(const rasim_results *results, const rasim_summary *summary, size_t d, uint64_t r,
               rasimi_paired_series *s)
{
    const double gbp_per_unit = results->study->framework.weeks_per_year.value / RASIM_UNITS_PER_GBP;
    totals all = {0};
    double envelopes = 0;
    for (size_t p = 0; p < s->n_periods; p++) {
        const bool is_year = p < results->n_years;
        const totals of = is_year ? add_up(results, d, p, r) : all;
        const double envelope = is_year ? envelope_of(results, summary, d, p, r) : envelopes;
        const size_t at = rasimi_paired_at(s, d, p) + r;
        s->net[at] = of.net * gbp_per_unit;
        s->unmet[at] = of.need > 0 ? of.uplift / of.need : 0;
        s->inside[at] = s->net[at] <= envelope;
        all = (totals){all.net + of.net, all.uplift + of.uplift, all.need + of.need};
        envelopes += envelope;
    }
}

rasim_status
rasimi_paired_series_of(const rasim_results *results, const rasim_summary *summary, rasimi_paired_series *out)
{
    const size_t n_years = results->n_years;
    const rasim_status status = rasimi_paired_series_make(results->n_designs, n_years > 1 ? n_years + 1 : n_years,
                                                          results->replicates, true, out);
    for (size_t d = 0; status == RASIM_OK && d < out->n_designs; d++)
        for (uint64_t r = 0; r < out->n; r++)
            fill_replicate(results, summary, d, r, out);
    return status;
}

/* One run being compared. */
typedef struct work {
    const rasim_results *results;
    const rasim_summary *summary;
    rasim_comparison *comparison;
    rasimi_arena *arena;
} work;

/* ---- criteria ---- */

/* Expected figures of a year; of all years together their sums. */
static void
fill_criteria(const work *w, size_t design)
{
    const rasim_design_summary *summary = &w->summary->designs[design];
    rasim_compared_design *out = &w->comparison->designs[design];
    rasim_criteria *all = w->comparison->n_periods > summary->n_years ? &out->periods[summary->n_years] : NULL;
    double needs = 0;
    for (size_t y = 0; y < summary->n_years; y++) {
        const rasim_year_summary *year = &summary->years[y];
        const double *lines = year->lines;
        const double need = lines[RASIM_LINE_INDICATIVE] + lines[RASIM_LINE_UPLIFT] - lines[RASIM_LINE_TRIM];
        rasim_criteria *to = &out->periods[y];
        to->envelope_gbp = year->envelope_gbp;
        to->plan_gbp = year->plan_gbp;
        to->panel_cases = year->panel_cases.mean;
        to->excluded_people = year->excluded_people.mean;
        to->uplift_gbp = lines[RASIM_LINE_UPLIFT];
        to->uplift_share = need > 0 ? to->uplift_gbp / need : 0;
        needs += need;
        if (!all)
            continue;
        all->envelope_gbp += to->envelope_gbp;
        all->plan_gbp += to->plan_gbp;
        all->panel_cases += to->panel_cases;
        all->excluded_people += to->excluded_people;
        all->uplift_gbp += to->uplift_gbp;
        all->uplift_share = needs > 0 ? all->uplift_gbp / needs : 0;
    }
}

static void
fill_enough(const rasim_sufficiency *sufficiency, const rasim_equity *equity, rasim_criteria *out)
{
    out->indicative_short_share = sufficiency->short_share.value;
    out->final_short_share = sufficiency->final_share.value;
    out->equity_theil = equity->indicative.within_bands.value;
}

/* What was seen of single people, by year: periods is [n_years] or more. */
static void
fill_observed(const rasim_summary *summary, size_t design, rasim_criteria *periods)
{
    if (!summary->persons || design >= summary->persons->n_designs)
        return;
    const rasim_design_persons *of = &summary->persons->designs[design];
    fill_enough(&of->sufficiency, &of->equity, &periods[0]);
    for (size_t y = 0; y < of->n_later; y++)
        fill_enough(&of->later[y].sufficiency, &of->later[y].equity, &periods[y + 1]);
}

/* Assessments and costs of all years together. */
static void
add_up_administration(const rasim_comparison *comparison, rasim_compared_design *design)
{
    if (comparison->n_periods == comparison->n_years)
        return;
    rasim_administration all = design->periods[0].administration;
    for (size_t y = 1; y < comparison->n_years; y++) {
        const rasim_administration *year = &design->periods[y].administration;
        all.assessments += year->assessments;
        all.panel_cases += year->panel_cases;
        all.reviews += year->reviews;
        all.gbp += year->gbp;
        all.hours += year->hours;
        all.partial |= year->partial;
    }
    design->periods[comparison->n_years].administration = all;
}

static void
fill_complexity(const rasim_study *study, size_t outcome, rasim_complexity *out)
{
    if (outcome >= study->n_designs)
        return; /* several designs at once */
    const rasimi_complexity of = rasimi_complexity_of(study, outcome);
    *out = (rasim_complexity){.known = true,
                              .questions = (double)of.questions,
                              .questions_a_person = of.questions_a_person,
                              .table_parameters = (double)of.table_parameters,
                              .parameters = (double)of.parameters};
}

static rasim_status
fill_design(const work *w, size_t d)
{
    const rasim_study *study = w->results->study;
    rasim_compared_design *out = &w->comparison->designs[d];
    fill_criteria(w, d);
    fill_observed(w->summary, d, out->periods);
    fill_complexity(study, d, &out->complexity);
    rasimi_compare_administration(study, d, &w->summary->designs[d], out);
    add_up_administration(w->comparison, out);
    const rasim_status status = rasimi_moves_make(study, RASIMI_FROM_PACKAGES, d, w->arena, &out->from_package);
    return status == RASIM_OK ? rasimi_moves_make(study, w->comparison->against, d, w->arena, &out->from_other)
                              : status;
}

/* Names and labels, and what the summary knows of why. */
static rasim_status
fill_heads(const work *w)
{
    rasim_comparison *comparison = w->comparison;
    for (size_t d = 0; d < comparison->n_designs; d++) {
        comparison->designs[d].name = rasimi_arena_printf(w->arena, "%s", w->summary->designs[d].name);
        comparison->designs[d].spread = w->summary->spread ? &w->summary->spread->designs[d] : NULL;
        comparison->designs[d].reverse = w->summary->reverse ? &w->summary->reverse->designs[d] : NULL;
        if (!comparison->designs[d].name)
            return RASIM_ERR_NO_MEMORY;
    }
    for (size_t y = 0; y < comparison->n_years; y++) {
        comparison->periods[y] = rasimi_arena_printf(w->arena, "%s", w->summary->designs[0].years[y].year);
        if (!comparison->periods[y])
            return RASIM_ERR_NO_MEMORY;
    }
    return RASIM_OK;
}

static rasim_status
fill(const work *w)
{
    rasim_comparison *comparison = w->comparison;
    rasimi_paired_series series;
    rasim_status status = rasimi_paired_series_of(w->results, w->summary, &series);
    for (size_t d = 0; d < comparison->n_designs && status == RASIM_OK; d++)
        status = fill_design(w, d);
    if (status == RASIM_OK)
        status = rasimi_compare_paired(&series, w->arena, comparison);
    rasimi_paired_series_clear(&series);
    return status;
}

rasim_status
rasim_compare(const rasim_results *results, const rasim_summary *summary, const rasim_compare_options *options,
              rasim_comparison **out, rasim_problems *problems)
{
    if (!results || !summary || !out || results->replicates == 0 || summary->n_designs != results->n_designs ||
        summary->replicates != results->replicates)
        return RASIM_ERR_ARGUMENT;
    *out = NULL;
    const rasim_study *study = results->study;
    rasim_comparison *comparison =
        rasimi_comparison_create(results->n_designs, results->n_years, study->levels, study->n_levels);
    if (!comparison)
        return RASIM_ERR_NO_MEMORY;
    comparison->seed = results->seed;
    comparison->replicates = results->replicates;
    comparison->complete = results->complete;
    const work w = {results, summary, comparison, comparison->arena};
    rasim_status status = fill_heads(&w);
    if (status == RASIM_OK)
        status = rasimi_compare_choose(comparison, options, problems);
    if (status == RASIM_OK)
        status = fill(&w);
    if (status != RASIM_OK) {
        rasim_comparison_free(comparison);
        return status;
    }
    *out = comparison;
    return RASIM_OK;
}
