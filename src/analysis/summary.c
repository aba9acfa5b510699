/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The summary of a run: its designs, what their years come to together, and what other runs say of them
   (docs/methods.md section 7). */
#include "rasim/summary.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/analytic_check.h"
#include "analysis/carers_stop.h"
#include "analysis/decision.h"
#include "analysis/limits.h"
#include "analysis/mode_effects.h"
#include "analysis/portability.h"
#include "analysis/programmes.h"
#include "analysis/reserve.h"
#include "analysis/summary_work.h"
#include "analysis/tails.h"
#include "analysis/top_slice.h"
#include "num/stats.h"

/* Whether one replicate of a run is inside the envelope of a year. */
static bool
is_inside(const rasimi_summariser *s, const rasim_results *run, size_t design, size_t year, uint64_t replicate)
{
    const double envelope = rasimi_envelope_of(run->study, year), *funding = rasim_results_funding(run, year);
    const int64_t *ledger = rasim_results_ledger(run, design, year, replicate);
    int64_t net = 0;
    for (size_t g = 0; g < run->n_groups; g++)
        net += ledger[g * RASIM_N_LINES + RASIM_LINE_NET];
    return (double)net * s->gbp_per_unit <= (funding ? funding[replicate] * envelope : envelope);
}

/* Affordability in another run of the same study; absent where it was not run. */
static rasim_rescaled
rescaled(const rasimi_summariser *s, const rasim_results *other, size_t design)
{
    if (!other)
        return (rasim_rescaled){RASIMI_NO_PROBABILITY, RASIMI_NO_PROBABILITY};
    uint64_t n_first = 0, n_every = 0;
    for (uint64_t r = 0; r < other->replicates; r++) {
        size_t y = 0;
        while (y < other->n_years && is_inside(s, other, design, y, r))
            y++;
        n_first += y > 0;
        n_every += y == other->n_years;
    }
    return (rasim_rescaled){rasimi_wilson(n_first, other->replicates), rasimi_wilson(n_every, other->replicates)};
}

/* What can be said of the first year without simulation: limits that bind, and ways of assessing. Where each place has
   its own design, each design tells of itself. */
static rasim_status
standing(rasimi_summariser *s, size_t design, rasim_year_summary *out)
{
    const rasim_study *study = s->results->study;
    if (design >= study->n_designs)
        return RASIM_OK;
    rasim_status status = rasimi_limit_effects(study, design, s->arena, &out->n_limits, &out->limits);
    if (status == RASIM_OK)
        status = rasimi_mode_effects(study, design, s->arena, &out->n_mode_effects, &out->mode_effects);
    for (size_t e = 0; status == RASIM_OK && e < out->n_mode_effects; e++) {
        rasim_mode_effect *effect = &out->mode_effects[e];
        effect->mode = rasimi_summary_text(s, effect->mode);
        effect->against = rasimi_summary_text(s, effect->against);
        if (!effect->mode || !effect->against)
            return RASIM_ERR_NO_MEMORY;
    }
    return status;
}

/* What needs all years: joint affordability, sums, reserve and guarantee. */
static rasim_status
summarise_horizon(rasimi_summariser *s, rasim_design_summary *out)
{
    const rasim_study *study = s->results->study;
    for (size_t y = 0; y < out->n_years; y++)
        out->years[y].affordability_so_far = rasimi_paths_inside(&s->paths, y + 1);
    rasim_status status = rasimi_horizon(&s->paths, &s->estimator, out->years, &out->horizon);
    if (!status)
        status = rasimi_reserve(study, &s->paths, &s->estimator, out);
    return status ? status : rasimi_guarantee(study, &s->paths, out);
}

static rasim_status
summarise_design(rasimi_summariser *s, size_t design, rasim_design_summary *out)
{
    out->name = rasimi_summary_text(s, rasim_study_design_name(s->results->study, design));
    out->n_years = s->results->n_years;
    out->years = rasimi_arena_alloc(s->arena, out->n_years, sizeof *out->years);
    if (!out->name || !out->years)
        return RASIM_ERR_NO_MEMORY;
    for (size_t y = out->n_years; y-- > 0;) { /* the first year last: convergence reads its series */
        rasim_status status = rasimi_summarise_year(s, design, y, &out->years[y]);
        if (status)
            return status;
    }
    rasim_status status = standing(s, design, &out->years[0]);
    if (status)
        return status;
    status = rasimi_convergence(&s->estimator, s->series.line[RASIM_LINE_NET], s->series.n, s->gbp_per_unit,
                                out->years[0].envelope_gbp, rasim_results_funding(s->results, 0), s->info.levels,
                                s->info.n_levels, out);
    if (!status)
        status = rasimi_precision_needs(s->arena, out->years[0].envelope_gbp, s->info.n_levels, out);
    if (!status)
        status = rasimi_decision(s->arena, s->series.n, s->info.levels, s->info.n_levels, out);
    return status ? status : summarise_horizon(s, out);
}

static rasim_status
summarise_designs(rasimi_summariser *s, const rasim_what_ifs *what_ifs, rasim_summary *out)
{
    out->n_designs = s->results->n_designs;
    out->designs = rasimi_arena_alloc(s->arena, out->n_designs, sizeof *out->designs);
    if (!out->designs)
        return RASIM_ERR_NO_MEMORY;
    for (size_t d = 0; d < out->n_designs; d++) {
        rasim_design_summary *design = &out->designs[d];
        rasim_status status = summarise_design(s, d, design);
        if (!status)
            status = rasimi_interventions(s->results, what_ifs->without_interventions, d, &s->estimator,
                                          s->gbp_per_unit, design);
        if (status)
            return status;
        design->shocks_halved = rescaled(s, what_ifs->halved, d);
        design->shocks_doubled = rescaled(s, what_ifs->doubled, d);
        rasimi_top_slice(s->results, what_ifs->without_top_slice, d, &design->top_slice);
        rasimi_carers_stop(s->results, what_ifs->without_carers_stop, d, &design->carers_stop);
        status = rasimi_analytic_check(what_ifs->analytic, d, s->results->replicates, s->arena, design);
        if (status)
            return status;
    }
    return RASIM_OK;
}

static rasim_status
summarise_modes(rasimi_summariser *s, rasim_summary *out)
{
    const rasim_status status = rasimi_mode_summaries(s->results->study, s->arena, &out->n_modes, &out->modes);
    for (size_t m = 0; status == RASIM_OK && m < out->n_modes; m++) {
        out->modes[m].mode = rasimi_summary_text(s, out->modes[m].mode);
        if (!out->modes[m].mode)
            return RASIM_ERR_NO_MEMORY;
    }
    return status;
}

/* An empty summary inside its own arena. */
static rasim_summary *
create(const rasim_results *results)
{
    rasimi_arena *arena = rasimi_calloc(1, sizeof *arena);
    rasim_summary *summary = arena ? rasimi_arena_alloc(arena, 1, sizeof *summary) : NULL;
    if (!summary) {
        free(arena);
        return NULL;
    }
    summary->arena = arena;
    summary->seed = results->seed;
    summary->replicates = results->replicates;
    summary->replicates_asked = results->replicates_asked;
    summary->complete = results->complete;
    summary->precision_reached = results->precision_reached;
    return summary;
}

static bool
comparable(const rasim_results *results, const rasim_results *other)
{
    return !other ||
           (other->replicates > 0 && other->n_designs == results->n_designs && other->n_years == results->n_years);
}

static bool
all_comparable(const rasim_results *results, const rasim_what_ifs *what_ifs)
{
    const rasim_results *programmes = what_ifs->without_interventions;
    return comparable(results, what_ifs->halved) && comparable(results, what_ifs->doubled) &&
           comparable(results, what_ifs->without_top_slice) && comparable(results, what_ifs->without_carers_stop) &&
           (!what_ifs->spread || what_ifs->spread->n_designs == results->n_designs) &&
           (!what_ifs->reverse || what_ifs->reverse->n_designs == results->n_designs) &&
           (!what_ifs->waterfall || what_ifs->waterfall->n_designs == results->n_designs) &&
           comparable(results, programmes) && (!programmes || programmes->replicates >= results->replicates);
}

static rasim_status
prepare(const rasim_results *results, rasim_summary *summary, rasimi_summariser *out)
{
    *out = (rasimi_summariser){.results = results, .arena = summary->arena};
    rasim_study_describe(results->study, &out->info);
    out->gbp_per_unit = out->info.weeks_per_year / RASIM_UNITS_PER_GBP;
    rasim_status status = rasimi_series_create(results, &out->series);
    if (!status)
        status = rasimi_paths_create(results, &out->paths);
    if (!status)
        status = rasimi_estimator_create(out->arena, out->info.levels, out->info.n_levels, results->replicates,
                                         &out->estimator);
    return status;
}

rasim_status
rasim_summarise(const rasim_results *results, const rasim_what_ifs *what_ifs, rasim_summary **out)
{
    const rasim_what_ifs none = {.spread = NULL}, *asked = what_ifs ? what_ifs : &none;
    if (!results || !out || results->series_only || results->replicates == 0 || results->n_years == 0 ||
        results->n_years > RASIMI_MAX_YEARS || !all_comparable(results, asked))
        return RASIM_ERR_ARGUMENT;
    rasim_summary *summary = create(results);
    if (!summary)
        return RASIM_ERR_NO_MEMORY;
    summary->spread = asked->spread;
    summary->reverse = asked->reverse;
    summary->waterfall = asked->waterfall;
    rasimi_summariser s;
    rasim_status status = prepare(results, summary, &s);
    if (!status)
        status = summarise_modes(&s, summary);
    if (!status)
        status = summarise_designs(&s, asked, summary);
    if (!status)
        status = rasimi_portability(results->study, s.arena, &summary->portability);
    if (!status)
        status = rasimi_tail_summaries(results->study, s.arena, &summary->n_tails, &summary->tails);
    rasimi_estimator_clear(&s.estimator);
    rasimi_paths_clear(&s.paths);
    rasimi_series_clear(&s.series);
    if (status) {
        rasim_summary_free(summary);
        return status;
    }
    *out = summary;
    return RASIM_OK;
}

void
rasim_summary_free(rasim_summary *summary)
{
    if (!summary)
        return;
    rasimi_arena *arena = summary->arena; /* holds the summary itself */
    rasimi_arena_clear(arena);
    free(arena);
}
