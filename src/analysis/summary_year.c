/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One year of a summary: from integer ledgers to what a finance director reads (docs/methods.md section 7). */
#include "analysis/summary_work.h"
#include "analysis/tail_allocation.h"

#include <math.h>
#include <string.h>

#include "analysis/flows.h"
#include "analysis/programmes.h"
#include "num/stats.h"

const char *
rasimi_summary_text(rasimi_summariser *s, const char *text)
{
    return rasimi_arena_text(s->arena, text ? text : "", text ? strlen(text) : 0);
}

static rasim_status
distribution(rasimi_summariser *s, const int64_t *units, double per_unit, rasim_distribution *out)
{
    return rasimi_estimate_distribution(&s->estimator, units, s->series.n, per_unit, out);
}

/* What one unit of a line is: £ a year, people or person-years. */
static double
per_unit(const rasimi_summariser *s, size_t line)
{
    const double of[] = {
        [RASIM_UNIT_MONEY] = s->gbp_per_unit, [RASIM_UNIT_PEOPLE] = 1, [RASIM_UNIT_YEARS] = 1.0 / RASIM_UNITS_PER_YEAR};
    return of[rasim_line_describe((rasim_line)line)->unit];
}

/* Expected values of ledger lines from their sums over the replicates. */
static void
expected_lines(const rasimi_summariser *s, const rasimi_wide *sums, double *out)
{
    for (size_t l = 0; l < RASIM_N_LINES; l++)
        out[l] = rasimi_estimate_mean(sums[l], s->series.n, per_unit(s, l));
}

/* Simulation errors of the expected lines. */
static void
line_errors(rasimi_summariser *s, double *out)
{
    for (size_t l = 0; l < RASIM_N_LINES; l++) {
        double mean, sd;
        for (uint64_t r = 0; r < s->series.n; r++)
            s->estimator.values[r] = (double)s->series.line[l][r];
        rasimi_mean_sd(s->estimator.values, s->series.n, &mean, &sd);
        out[l] = sd / sqrt((double)s->series.n) * per_unit(s, l);
    }
}

/* Contingency and expected shortfall at one level of the net that is loaded. */
static void
at_level(const rasimi_summariser *s, const rasimi_plan *plan, double level, size_t i, rasim_year_summary *out)
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
    out->expected_shortfall[i] = (rasim_at_level){
        .level = level,
        .value = rasimi_expected_shortfall(e->sorted, e->n, level),
        .low = RASIMI_ABSENT,
        .high = RASIMI_ABSENT,
    };
}

static rasim_status
levels(rasimi_summariser *s, const rasimi_plan *plan, rasim_year_summary *out)
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

/* By how much net exceeds what the envelope turns out to be, over all replicates and over those where it does. */
static void
overspend(const rasimi_summariser *s, size_t year, rasim_year_summary *out)
{
    const double *budget = s->paths.budget + year * s->paths.n, *net = s->paths.net + year * s->paths.n;
    uint64_t n_over = 0;
    double sum = 0;
    for (uint64_t r = 0; r < s->paths.n; r++) {
        if (net[r] <= budget[r])
            continue;
        n_over++;
        sum += net[r] - budget[r];
    }
    out->expected_overspend_gbp = sum / (double)s->paths.n;
    out->overspend_if_over_gbp = n_over ? sum / (double)n_over : RASIMI_ABSENT;
}

/* What the envelope leaves at each level, of the need for it that is loaded: the envelope that would have been just
   enough in each replicate. */
static void
headroom(const rasimi_summariser *s, rasim_year_summary *out)
{
    for (size_t i = 0; i < out->n_levels; i++) {
        const rasim_at_level q = rasimi_quantile(s->estimator.sorted, s->estimator.n, s->info.levels[i]);
        out->headroom[i] = (rasim_at_level){
            .level = q.level,
            .value = out->envelope_gbp - q.value,
            .low = out->envelope_gbp - q.high,
            .high = out->envelope_gbp - q.low,
        };
    }
}

/* Loads what the envelope turns out to be and describes it; then the need, net over the share that comes. */
static void
load_need(rasimi_summariser *s, const double *funding, size_t year, rasim_year_summary *out)
{
    const uint64_t n = s->paths.n;
    rasimi_estimator_load_doubles(&s->estimator, s->paths.budget + year * n, n);
    out->turned_out = rasimi_estimate_expected(&s->estimator);
    for (uint64_t r = 0; r < n; r++)
        s->estimator.values[r] = s->paths.net[year * n + r] / funding[r];
    memcpy(s->estimator.sorted, s->estimator.values, n * sizeof *s->estimator.sorted);
    rasimi_sort(s->estimator.sorted, n);
}

/* All that is asked of total net, while it is loaded, and then of the need for an envelope. */
static rasim_status
headline(rasimi_summariser *s, const rasimi_plan *plan, size_t year, rasim_year_summary *out)
{
    const double *funding = rasim_results_funding(s->results, year);
    out->envelope_gbp = rasimi_envelope_of(s->results->study, year);
    out->turned_out = (rasim_expected){out->envelope_gbp, 0, out->envelope_gbp, out->envelope_gbp};
    out->funding_uncertain = funding != NULL;
    out->contingency_held_gbp = s->info.contingency_held_gbp;
    out->plan_gbp = plan->net_gbp_year;
    out->planned_pool_gbp = plan->ras_pool_gbp_year;
    rasim_status status = distribution(s, s->series.line[RASIM_LINE_NET], s->gbp_per_unit, &out->net);
    if (status)
        return status;
    out->drift_gbp = out->net.mean - out->plan_gbp;
    out->affordability = rasimi_estimate_at_most(&s->estimator, out->envelope_gbp, funding);
    overspend(s, year, out);
    rasimi_estimate_fan(&s->estimator, out->fan);
    status = levels(s, plan, out);
    if (status)
        return status;
    if (funding)
        load_need(s, funding, year, out);
    headroom(s, out);
    return RASIM_OK;
}

static rasim_status
pools_and_people(rasimi_summariser *s, rasim_year_summary *out)
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
        {s->series.line[RASIM_LINE_PANEL_CASES], 1, &out->panel_cases},
        {s->series.line[RASIM_LINE_EXCLUDED_PEOPLE], 1, &out->excluded_people},
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        rasim_status status = distribution(s, parts[i].units, parts[i].per_unit, parts[i].to);
        if (status)
            return status;
    }
    expected_lines(s, s->series.lines, out->lines);
    line_errors(s, out->lines_se);
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

/* Standard errors of an sd and of the share of variance, by their influence functions: a replicate with deviation a
   moves the sd by (a^2 - v) / (2 sd), and the share v / w by (a^2 - share b^2) / w where net deviates by b. */
static void
sample_errors(const rasimi_summariser *s, const double *alone, const double *net, double mean_alone, double mean_net,
              double net_sd, rasim_sample_effect *out)
{
    const uint64_t n = s->series.n;
    const double v = out->sd_gbp * out->sd_gbp, w = net_sd * net_sd, share = w > 0 ? v / w : 0;
    double of_sd = 0, of_share = 0;
    for (uint64_t r = 0; r < n; r++) {
        const double a = (alone[r] - mean_alone) * (alone[r] - mean_alone);
        const double b = (net[r] - mean_net) * (net[r] - mean_net);
        of_sd += (a - v) * (a - v);
        of_share += (a - share * b) * (a - share * b);
    }
    out->sd_se = v > 0 ? sqrt(of_sd) / (2 * out->sd_gbp * (double)n) : 0;
    out->share_se = w > 0 ? sqrt(of_share) / (w * (double)n) : 0;
}

static rasim_status
sample_effect(rasimi_summariser *s, size_t design, size_t year, rasim_year_summary *out)
{
    const int64_t *units = rasim_results_sample_net(s->results, design, year);
    if (!units) {
        out->sample = (rasim_sample_effect){.sd_gbp = RASIMI_ABSENT,
                                            .sd_se = RASIMI_ABSENT,
                                            .share_of_variance = RASIMI_ABSENT,
                                            .share_se = RASIMI_ABSENT};
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
    sample_errors(s, s->estimator.values, s->paths.net + year * s->paths.n, alone.mean, out->net.mean, out->net.sd,
                  &out->sample);
    return RASIM_OK;
}

static rasim_status
area(rasimi_summariser *s, const rasimi_plan *plan, size_t year, size_t a, rasim_area_summary *out)
{
    out->name = rasimi_summary_text(s, s->results->study->areas[a]);
    out->envelope_gbp = rasimi_area_envelope_of(s->results->study, year, a);
    out->has_envelope = !isnan(out->envelope_gbp);
    out->plan_gbp = plan->area_net_gbp_year[a];
    rasim_status status = distribution(s, s->series.area_net + a * s->series.n, s->gbp_per_unit, &out->net);
    if (status || !out->name)
        return RASIM_ERR_NO_MEMORY;
    out->affordability = RASIMI_NO_PROBABILITY;
    if (out->has_envelope)
        out->affordability =
            rasimi_estimate_at_most(&s->estimator, out->envelope_gbp, rasim_results_funding(s->results, year));
    expected_lines(s, s->series.area_lines + a * RASIM_N_LINES, out->lines);
    return RASIM_OK;
}

static rasim_status
by_area(rasimi_summariser *s, const rasimi_plan *plan, size_t year, rasim_year_summary *out)
{
    out->n_areas = s->results->n_areas;
    out->areas = rasimi_arena_alloc(s->arena, out->n_areas, sizeof *out->areas);
    if (!out->areas)
        return RASIM_ERR_NO_MEMORY;
    for (size_t a = 0; a < out->n_areas; a++) {
        rasim_status status = area(s, plan, year, a, &out->areas[a]);
        if (status)
            return status;
    }
    return RASIM_OK;
}

/* Mean and spread from exact moments; quantiles where the run has each replicate. */
static rasim_status
place_net(rasimi_summariser *s, const rasimi_moments *moments, const int64_t *series, rasim_place_summary *out)
{
    rasim_distribution *net = &out->net;
    *net = (rasim_distribution){.mean = rasimi_estimate_mean(moments->sum, moments->n, s->gbp_per_unit),
                                .sd = rasimi_moments_sd(moments) * s->gbp_per_unit};
    net->mean_se = net->sd / sqrt((double)moments->n);
    out->least_gbp = (double)moments->least * s->gbp_per_unit;
    out->most_gbp = (double)moments->most * s->gbp_per_unit;
    if (!series)
        return RASIM_OK;
    rasimi_estimator_load(&s->estimator, series, s->series.n, s->gbp_per_unit);
    net->quantiles = rasimi_estimate_quantiles(&s->estimator, s->estimator.levels, s->estimator.n_levels);
    net->n_quantiles = s->estimator.n_levels;
    return net->quantiles ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

static rasim_status
by_place(rasimi_summariser *s, const rasimi_plan *plan, size_t design, size_t year, rasim_year_summary *out)
{
    out->n_places = s->results->n_places;
    out->places = rasimi_arena_alloc(s->arena, out->n_places, sizeof *out->places);
    if (!out->places)
        return RASIM_ERR_NO_MEMORY;
    for (size_t p = 0; p < out->n_places; p++) {
        rasim_place_summary *place = &out->places[p];
        place->name = rasimi_summary_text(s, s->results->study->places[p]);
        place->people = plan->place_people[p];
        place->plan_gbp = plan->place_net_gbp_year[p];
        const rasim_status status = place_net(s, rasimi_results_place_moments(s->results, design, year, p),
                                              rasim_results_place_net(s->results, design, year, p), place);
        if (status || !place->name)
            return RASIM_ERR_NO_MEMORY;
    }
    return RASIM_OK;
}

/* The study's own label; else that of the first year, with the number of years after it: "2009/10", "2009/10 + 1". */
static const char *
year_label(rasimi_summariser *s, size_t year)
{
    const rasim_study *study = s->results->study;
    if (study->year_labels && year < study->n_years)
        return rasimi_summary_text(s, study->year_labels[year]);
    return year == 0 ? rasimi_summary_text(s, s->info.year)
                     : rasimi_arena_printf(s->arena, "%s + %zu", s->info.year ? s->info.year : "", year);
}

rasim_status
rasimi_summarise_year(rasimi_summariser *s, size_t design, size_t year, rasim_year_summary *out)
{
    const rasimi_plan *plan = &s->results->plans[design * s->results->n_years + year];
    rasimi_series_fill(&s->series, s->results, design, year);
    int64_t *const *line = s->series.line;
    rasimi_paths_set(&s->paths, s->results, year, line[RASIM_LINE_NET], s->gbp_per_unit);
    out->year = year_label(s, year);
    rasim_status status = out->year ? headline(s, plan, year, out) : RASIM_ERR_NO_MEMORY;
    if (!status)
        status = pools_and_people(s, out);
    if (!status)
        status = rasimi_tails(s, plan, out);
    if (!status)
        status = sample_effect(s, design, year, out);
    if (!status)
        status = rasimi_turnover(&s->series, &s->estimator, s->gbp_per_unit, &out->turnover);
    rasimi_savings(&s->results->study->framework, year, line[RASIM_LINE_SAVINGS], &s->estimator, s->series.n,
                   s->gbp_per_unit, &out->savings);
    if (!status)
        status = by_area(s, plan, year, out);
    if (!status)
        status = by_place(s, plan, design, year, out);
    return status;
}
