/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The summary of a run: from integer ledgers to what a finance director reads (docs/methods.md section 7). */
#include "rasim/summary.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/carers_stop.h"
#include "analysis/decision.h"
#include "analysis/estimate.h"
#include "analysis/limits.h"
#include "analysis/mode_effects.h"
#include "analysis/portability.h"
#include "analysis/series.h"
#include "analysis/top_slice.h"
#include "base/mem.h"
#include "engine/results.h"
#include "num/stats.h"

/* Everything that the steps below share. */
typedef struct summariser {
    const rasim_results *results;
    rasim_study_info info;
    rasimi_arena *arena;
    rasimi_series series;
    rasimi_estimator estimator;
    double gbp_per_unit; /* £ a year of one ledger unit */
} summariser;

static const char *
copy_text(summariser *s, const char *text)
{
    return rasimi_arena_text(s->arena, text ? text : "", text ? strlen(text) : 0);
}

static rasim_status
distribution(summariser *s, const int64_t *units, double per_unit, rasim_distribution *out)
{
    return rasimi_estimate_distribution(&s->estimator, units, s->series.n, per_unit, out);
}

/* Expected values of ledger lines from their sums over the replicates: £ a year, people or person-years. */
static void
expected_lines(const summariser *s, const rasimi_wide *sums, double *out)
{
    const double per_unit[] = {
        [RASIM_UNIT_MONEY] = s->gbp_per_unit, [RASIM_UNIT_PEOPLE] = 1, [RASIM_UNIT_YEARS] = 1.0 / RASIM_UNITS_PER_YEAR};
    for (size_t l = 0; l < RASIM_N_LINES; l++)
        out[l] = rasimi_estimate_mean(sums[l], s->series.n, per_unit[rasim_line_describe((rasim_line)l)->unit]);
}

/* Contingency, headroom and expected shortfall at one level of the net that is loaded. */
static void
at_level(const summariser *s, const rasimi_plan *plan, double level, size_t i, rasim_year_summary *out)
{
    const rasimi_estimator *e = &s->estimator;
    rasim_at_level q = rasimi_quantile(e->sorted, e->n, level);
    double gbp = q.value - out->plan_gbp;
    out->contingency[i] = (rasim_contingency){
        .level = level,
        .gbp = gbp,
        .risk_margin_gbp = q.value - out->net.mean,
        .share_of_plan = out->plan_gbp > 0 ? gbp / out->plan_gbp : RASIMI_ABSENT,
        .share_of_pool = plan->ras_pool_gbp_year > 0 ? gbp / plan->ras_pool_gbp_year : RASIMI_ABSENT,
        .low = q.low - out->plan_gbp,
        .high = q.high - out->plan_gbp,
    };
    out->headroom[i] = (rasim_at_level){
        .level = level,
        .value = out->envelope_gbp - q.value,
        .low = out->envelope_gbp - q.high,
        .high = out->envelope_gbp - q.low,
    };
    out->expected_shortfall[i] = (rasim_at_level){
        .level = level,
        .value = rasimi_expected_shortfall(e->sorted, e->n, level),
        .low = RASIMI_ABSENT,
        .high = RASIMI_ABSENT,
    };
}

static rasim_status
levels(summariser *s, const rasimi_plan *plan, rasim_year_summary *out)
{
    size_t n = s->info.n_levels;
    out->contingency = rasimi_arena_alloc(s->arena, n, sizeof *out->contingency);
    out->headroom = rasimi_arena_alloc(s->arena, n, sizeof *out->headroom);
    out->expected_shortfall = rasimi_arena_alloc(s->arena, n, sizeof *out->expected_shortfall);
    if (!out->contingency || !out->headroom || !out->expected_shortfall)
        return RASIM_ERR_NO_MEMORY;
    out->n_levels = n;
    for (size_t i = 0; i < n; i++)
        at_level(s, plan, s->info.levels[i], i, out);
    return RASIM_OK;
}

/* By how much net exceeds the envelope, over all replicates and over those where it does. */
static void
overspend(const summariser *s, rasim_year_summary *out)
{
    const rasimi_estimator *e = &s->estimator;
    uint64_t n_over = 0;
    double sum = 0;
    for (uint64_t r = 0; r < e->n; r++) {
        if (e->values[r] <= out->envelope_gbp)
            continue;
        n_over++;
        sum += e->values[r] - out->envelope_gbp;
    }
    out->expected_overspend_gbp = sum / (double)e->n;
    out->overspend_if_over_gbp = n_over ? sum / (double)n_over : RASIMI_ABSENT;
}

/* All that is asked of total net, while it is loaded. */
static rasim_status
headline(summariser *s, const rasimi_plan *plan, rasim_year_summary *out)
{
    out->envelope_gbp = s->info.envelope_gbp;
    out->contingency_held_gbp = s->info.contingency_held_gbp;
    out->plan_gbp = plan->net_gbp_year;
    out->planned_pool_gbp = plan->ras_pool_gbp_year;
    rasim_status status = distribution(s, s->series.net, s->gbp_per_unit, &out->net);
    if (status)
        return status;
    out->drift_gbp = out->net.mean - out->plan_gbp;
    out->affordability = rasimi_estimate_at_most(&s->estimator, out->envelope_gbp);
    overspend(s, out);
    return levels(s, plan, out);
}

static rasim_status
pools_and_people(summariser *s, rasim_year_summary *out)
{
    const struct {
        const int64_t *units;
        double per_unit;
        rasim_distribution *to;
    } parts[] = {
        {s->series.ras, s->gbp_per_unit, &out->pools.ras},
        {s->series.high_cost, s->gbp_per_unit, &out->pools.high_cost},
        {s->series.legacy, s->gbp_per_unit, &out->pools.legacy},
        {s->series.total, s->gbp_per_unit, &out->pools.total},
        {s->series.panel_cases, 1, &out->panel_cases},
        {s->series.excluded_people, 1, &out->excluded_people},
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        rasim_status status = distribution(s, parts[i].units, parts[i].per_unit, parts[i].to);
        if (status)
            return status;
    }
    expected_lines(s, s->series.lines, out->lines);
    return RASIM_OK;
}

/* The sample's share is of the variance of all of net, which it is a part of: noise may carry it past 1. */
static double
share_of_variance(double part_sd, double whole_sd)
{
    if (!(whole_sd > 0))
        return 0;
    double share = part_sd / whole_sd;
    return fmin(share * share, 1);
}

static rasim_status
sample_effect(summariser *s, size_t design, size_t year, rasim_year_summary *out)
{
    const int64_t *units = rasim_results_sample_net(s->results, design, year);
    if (!units) {
        out->sample = (rasim_sample_effect){.sd_gbp = RASIMI_ABSENT, .share_of_variance = RASIMI_ABSENT};
        return RASIM_OK;
    }
    rasim_distribution alone;
    rasim_status status = distribution(s, units, s->gbp_per_unit, &alone);
    if (status)
        return status;
    out->sample = (rasim_sample_effect){
        .applies = true,
        .sd_gbp = alone.sd,
        .share_of_variance = share_of_variance(alone.sd, out->net.sd),
        .n_quantiles = alone.n_quantiles,
        .quantiles = alone.quantiles,
    };
    return RASIM_OK;
}

static rasim_status
area(summariser *s, const rasimi_plan *plan, size_t a, rasim_area_summary *out)
{
    out->name = copy_text(s, s->results->study->areas[a]);
    out->envelope_gbp = s->results->study->area_envelope_gbp[a];
    out->has_envelope = !isnan(out->envelope_gbp);
    out->plan_gbp = plan->area_net_gbp_year[a];
    rasim_status status = distribution(s, s->series.area_net + a * s->series.n, s->gbp_per_unit, &out->net);
    if (status || !out->name)
        return RASIM_ERR_NO_MEMORY;
    out->affordability = (rasim_probability){RASIMI_ABSENT, RASIMI_ABSENT, RASIMI_ABSENT};
    if (out->has_envelope)
        out->affordability = rasimi_estimate_at_most(&s->estimator, out->envelope_gbp);
    expected_lines(s, s->series.area_lines + a * RASIM_N_LINES, out->lines);
    return RASIM_OK;
}

static rasim_status
by_area(summariser *s, const rasimi_plan *plan, rasim_year_summary *out)
{
    out->n_areas = s->results->n_areas;
    out->areas = rasimi_arena_alloc(s->arena, out->n_areas, sizeof *out->areas);
    if (!out->areas)
        return RASIM_ERR_NO_MEMORY;
    for (size_t a = 0; a < out->n_areas; a++) {
        rasim_status status = area(s, plan, a, &out->areas[a]);
        if (status)
            return status;
    }
    return RASIM_OK;
}

static rasim_status
by_place(summariser *s, const rasimi_plan *plan, size_t design, size_t year, rasim_year_summary *out)
{
    out->n_places = s->results->n_places;
    out->places = rasimi_arena_alloc(s->arena, out->n_places, sizeof *out->places);
    if (!out->places)
        return RASIM_ERR_NO_MEMORY;
    for (size_t p = 0; p < out->n_places; p++) {
        rasim_place_summary *place = &out->places[p];
        place->name = copy_text(s, s->results->study->places[p]);
        place->people = plan->place_people[p];
        place->plan_gbp = plan->place_net_gbp_year[p];
        const int64_t *net = rasim_results_place_net(s->results, design, year, p);
        rasim_status status = distribution(s, net, s->gbp_per_unit, &place->net);
        if (status || !place->name)
            return RASIM_ERR_NO_MEMORY;
    }
    return RASIM_OK;
}

/* The label of the first year, with the number of years after it: "2009/10", "2009/10 + 1". */
static const char *
year_label(summariser *s, size_t year)
{
    return year == 0 ? copy_text(s, s->info.year)
                     : rasimi_arena_printf(s->arena, "%s + %zu", s->info.year ? s->info.year : "", year);
}

static rasim_status
summarise_year(summariser *s, size_t design, size_t year, rasim_year_summary *out)
{
    const rasimi_plan *plan = &s->results->plans[design];
    rasimi_series_fill(&s->series, s->results, design, year);
    out->year = year_label(s, year);
    rasim_status status = out->year ? headline(s, plan, out) : RASIM_ERR_NO_MEMORY;
    if (!status)
        status = pools_and_people(s, out);
    if (!status)
        status = sample_effect(s, design, year, out);
    if (!status)
        status = by_area(s, plan, out);
    if (!status)
        status = by_place(s, plan, design, year, out);
    return status;
}

/* What can be said of the first year without simulation: limits that bind, and ways of assessing. */
static rasim_status
standing(summariser *s, size_t design, rasim_year_summary *out)
{
    const rasim_study *study = s->results->study;
    out->limits = rasimi_arena_alloc(s->arena, RASIMI_MOST_LIMITS, sizeof *out->limits);
    if (!out->limits)
        return RASIM_ERR_NO_MEMORY;
    out->n_limits = rasimi_limit_effects(study, design, out->limits);
    const rasim_status status = rasimi_mode_effects(study, design, s->arena, &out->n_mode_effects, &out->mode_effects);
    for (size_t e = 0; status == RASIM_OK && e < out->n_mode_effects; e++) {
        rasim_mode_effect *effect = &out->mode_effects[e];
        effect->mode = copy_text(s, effect->mode);
        effect->against = copy_text(s, effect->against);
        if (!effect->mode || !effect->against)
            return RASIM_ERR_NO_MEMORY;
    }
    return status;
}

/* P(net <= envelope) in the first year of another run of the same study; NAN where it was not run. */
static double
affordable_share(const summariser *s, const rasim_results *other, size_t design)
{
    if (!other)
        return RASIMI_ABSENT;
    uint64_t n_inside = 0;
    for (uint64_t r = 0; r < other->replicates; r++) {
        const int64_t *ledger = rasim_results_ledger(other, design, 0, r);
        int64_t net = 0;
        for (size_t g = 0; g < other->n_groups; g++)
            net += ledger[g * RASIM_N_LINES + RASIM_LINE_NET];
        n_inside += (double)net * s->gbp_per_unit <= s->info.envelope_gbp;
    }
    return (double)n_inside / (double)other->replicates;
}

static rasim_status
summarise_design(summariser *s, size_t design, rasim_design_summary *out)
{
    out->name = copy_text(s, rasim_study_design_name(s->results->study, design));
    out->n_years = s->results->n_years;
    out->years = rasimi_arena_alloc(s->arena, out->n_years, sizeof *out->years);
    if (!out->name || !out->years)
        return RASIM_ERR_NO_MEMORY;
    for (size_t y = out->n_years; y-- > 0;) { /* the first year last: convergence reads its series */
        rasim_status status = summarise_year(s, design, y, &out->years[y]);
        if (status)
            return status;
    }
    rasim_status status = standing(s, design, &out->years[0]);
    if (status)
        return status;
    status = rasimi_convergence(&s->estimator, s->series.net, s->series.n, s->gbp_per_unit, s->info.envelope_gbp,
                                s->info.levels, s->info.n_levels, out);
    return status ? status : rasimi_decision(s->arena, s->series.n, s->info.levels, s->info.n_levels, out);
}

static rasim_status
summarise_designs(summariser *s, const rasim_what_ifs *what_ifs, rasim_summary *out)
{
    out->n_designs = s->results->n_designs;
    out->designs = rasimi_arena_alloc(s->arena, out->n_designs, sizeof *out->designs);
    if (!out->designs)
        return RASIM_ERR_NO_MEMORY;
    for (size_t d = 0; d < out->n_designs; d++) {
        rasim_status status = summarise_design(s, d, &out->designs[d]);
        if (status)
            return status;
        out->designs[d].affordability_shocks_halved = affordable_share(s, what_ifs->halved, d);
        out->designs[d].affordability_shocks_doubled = affordable_share(s, what_ifs->doubled, d);
        rasimi_top_slice(s->results, what_ifs->without_top_slice, d, &out->designs[d].top_slice);
        rasimi_carers_stop(s->results, what_ifs->without_carers_stop, d, &out->designs[d].carers_stop);
    }
    return RASIM_OK;
}

static rasim_status
summarise_modes(summariser *s, rasim_summary *out)
{
    const rasim_status status = rasimi_mode_summaries(s->results->study, s->arena, &out->n_modes, &out->modes);
    for (size_t m = 0; status == RASIM_OK && m < out->n_modes; m++) {
        out->modes[m].mode = copy_text(s, out->modes[m].mode);
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
    return summary;
}

static bool
comparable(const rasim_results *results, const rasim_results *other)
{
    return !other || (other->replicates > 0 && other->n_designs == results->n_designs && other->n_years > 0);
}

rasim_status
rasim_summarise(const rasim_results *results, const rasim_what_ifs *what_ifs, rasim_summary **out)
{
    const rasim_what_ifs none = {NULL, NULL, NULL, NULL}, *asked = what_ifs ? what_ifs : &none;
    if (!results || !out || results->replicates == 0 || !comparable(results, asked->halved) ||
        !comparable(results, asked->doubled) || !comparable(results, asked->without_top_slice) ||
        !comparable(results, asked->without_carers_stop))
        return RASIM_ERR_ARGUMENT;
    rasim_summary *summary = create(results);
    if (!summary)
        return RASIM_ERR_NO_MEMORY;
    summariser s = {.results = results, .arena = summary->arena};
    rasim_study_describe(results->study, &s.info);
    s.gbp_per_unit = s.info.weeks_per_year / RASIM_UNITS_PER_GBP;
    rasim_status status = rasimi_series_create(results, &s.series);
    if (!status)
        status = rasimi_estimator_create(s.arena, s.info.levels, s.info.n_levels, results->replicates, &s.estimator);
    if (!status)
        status = summarise_modes(&s, summary);
    if (!status)
        status = summarise_designs(&s, asked, summary);
    if (!status)
        status = rasimi_portability(results->study, s.arena, &summary->portability);
    rasimi_estimator_clear(&s.estimator);
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
