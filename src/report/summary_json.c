/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The summary as JSON (docs/results.md). Nothing here depends on the machine, the clock or the number of threads, so
   the same input and seed give the same bytes. */
#include "model/study.h"
#include "rasim/report.h"
#include "rasim/version.h"
#include "report/convergence.h"
#include "report/analytic.h"
#include "report/json_words.h"
#include "report/persons_json.h"
#include "report/portability.h"
#include "report/tails.h"
#include "report/public_path.h"
#include "report/waterfall.h"
#include "report/why.h"
#include "report/years_json.h"
#include "report/summary_json.h"

json_t *
rasimi_json_producer(rasimi_json *json)
{
    json_t *o = json_object();
    PUT("version", rasimi_json_text(rasim_version()));
    PUT("git", rasimi_json_text(rasim_version_git()));
    PUT("engine", json_integer(RASIM_ENGINE_VERSION));
    return o;
}

static json_t *
framework(rasimi_json *json, const rasim_study_info *info)
{
    json_t *o = json_object();
    PUT("name", rasimi_json_text(info->name));
    PUT("year", rasimi_json_text(info->year));
    PUT("about", rasimi_json_text(info->source_note));
    return o;
}

static json_t *
inputs(rasimi_json *json, const rasim_study *study)
{
    json_t *list = json_array();
    for (size_t i = 0; i < rasim_study_n_inputs(study); i++) {
        const rasim_input *input = rasim_study_input(study, i);
        json_t *o = json_object();
        PUT("path", rasimi_json_text(rasimi_public_path(input->path)));
        PUT("sha256", rasimi_json_text(input->sha256));
        rasimi_json_push(json, list, o);
    }
    return list;
}

static json_t *
contingency(rasimi_json *json, const rasim_year_summary *year)
{
    json_t *list = json_array();
    for (size_t i = 0; i < year->n_levels; i++) {
        const rasim_contingency *c = &year->contingency[i];
        json_t *o = json_object();
        PUT("level", rasimi_json_number(c->level));
        PUT("gbp", rasimi_json_money(c->gbp));
        PUT("risk_margin_gbp", rasimi_json_money(c->risk_margin_gbp));
        PUT("share_of_plan", rasimi_json_number(c->share_of_plan));
        PUT("share_of_pool", rasimi_json_number(c->share_of_pool));
        PUT("low", rasimi_json_money(c->low));
        PUT("high", rasimi_json_money(c->high));
        rasimi_json_push(json, list, o);
    }
    return list;
}

/* [{level, gbp}], with the interval where there is one to show */
static json_t *
gbp_at_levels(rasimi_json *json, const rasim_at_level *values, size_t n, bool with_interval)
{
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++) {
        json_t *o = json_object();
        PUT("level", rasimi_json_number(values[i].level));
        PUT("gbp", rasimi_json_money(values[i].value));
        if (with_interval) {
            PUT("low", rasimi_json_money(values[i].low));
            PUT("high", rasimi_json_money(values[i].high));
        }
        rasimi_json_push(json, list, o);
    }
    return list;
}

static json_t *
pool_distributions(rasimi_json *json, const rasim_pools *pools)
{
    json_t *o = json_object();
    PUT("ras_gbp", rasimi_json_distribution(json, &pools->ras, rasimi_json_money));
    PUT("high_cost_gbp", rasimi_json_distribution(json, &pools->high_cost, rasimi_json_money));
    PUT("legacy_gbp", rasimi_json_distribution(json, &pools->legacy, rasimi_json_money));
    PUT("total_gbp", rasimi_json_distribution(json, &pools->total, rasimi_json_money));
    return o;
}

static json_t *
pools(rasimi_json *json, const rasim_pools *pools)
{
    json_t *o = json_object();
    PUT("ras_gbp", rasimi_json_money(pools->ras.mean));
    PUT("high_cost_gbp", rasimi_json_money(pools->high_cost.mean));
    PUT("legacy_gbp", rasimi_json_money(pools->legacy.mean));
    PUT("total_gbp", rasimi_json_money(pools->total.mean));
    PUT("distributions", pool_distributions(json, pools));
    return o;
}

static json_t *
people(rasimi_json *json, const rasim_year_summary *year)
{
    json_t *o = json_object();
    PUT("panel_cases", rasimi_json_distribution(json, &year->panel_cases, rasimi_json_number));
    PUT("excluded_people", rasimi_json_distribution(json, &year->excluded_people, rasimi_json_number));
    return o;
}

static json_t *
sample_alone(rasimi_json *json, const rasim_sample_effect *sample)
{
    json_t *o = json_object();
    PUT("applies", json_boolean(sample->applies));
    PUT("sd_gbp", rasimi_json_money(sample->sd_gbp));
    PUT("sd_se", rasimi_json_money(sample->sd_se));
    PUT("share_of_variance", rasimi_json_number(sample->share_of_variance));
    PUT("share_se", rasimi_json_number(sample->share_se));
    PUT("quantiles", rasimi_json_quantiles(json, sample->quantiles, sample->n_quantiles, rasimi_json_money));
    return o;
}

static json_t *
by_budget_area(rasimi_json *json, const rasim_year_summary *year)
{
    json_t *list = json_array();
    for (size_t a = 0; a < year->n_areas; a++) {
        const rasim_area_summary *area = &year->areas[a];
        json_t *o = json_object();
        PUT("name", rasimi_json_text(area->name));
        PUT("envelope_gbp", rasimi_json_money(area->envelope_gbp));
        PUT("plan_gbp", rasimi_json_money(area->plan_gbp));
        PUT("affordability", rasimi_json_probability(json, area->affordability));
        PUT("net_gbp", rasimi_json_distribution(json, &area->net, rasimi_json_money));
        PUT("ledger", rasimi_json_lines(json, area->lines));
        rasimi_json_push(json, list, o);
    }
    return list;
}

static json_t *
by_place(rasimi_json *json, const rasim_year_summary *year)
{
    json_t *list = json_array();
    for (size_t p = 0; p < year->n_places; p++) {
        const rasim_place_summary *place = &year->places[p];
        json_t *o = json_object();
        PUT("name", rasimi_json_text(place->name));
        PUT("people", rasimi_json_number(place->people));
        PUT("plan_gbp", rasimi_json_money(place->plan_gbp));
        PUT("net_gbp", rasimi_json_distribution(json, &place->net, rasimi_json_money));
        PUT("least_gbp", rasimi_json_money(place->least_gbp));
        PUT("most_gbp", rasimi_json_money(place->most_gbp));
        rasimi_json_push(json, list, o);
    }
    return list;
}

/* Limits that the design has: whom they bind, what they give or take. */
static json_t *
limits(rasimi_json *json, const rasim_year_summary *year)
{
    json_t *list = json_array();
    for (size_t i = 0; i < year->n_limits; i++) {
        const rasim_limit_effect *limit = &year->limits[i];
        json_t *o = json_object();
        PUT("limit", rasimi_json_text(limit->limit));
        PUT("care_group", limit->care_group ? rasimi_json_text(limit->care_group) : json_null());
        PUT("value", rasimi_json_number(limit->value));
        PUT("people", rasimi_json_number(limit->people));
        PUT("gbp", rasimi_json_money(limit->gbp));
        rasimi_json_push(json, list, o);
    }
    return list;
}

static json_t *
mode_effects(rasimi_json *json, const rasim_year_summary *year)
{
    json_t *list = json_array();
    for (size_t i = 0; i < year->n_mode_effects; i++) {
        const rasim_mode_effect *effect = &year->mode_effects[i];
        json_t *o = json_object();
        PUT("mode", rasimi_json_text(effect->mode));
        PUT("against", rasimi_json_text(effect->against));
        PUT("points", rasimi_json_number(effect->points));
        PUT("gbp_week", rasimi_json_money(effect->gbp_week));
        PUT("gbp_week_low", rasimi_json_money(effect->gbp_week_low));
        PUT("gbp_week_high", rasimi_json_money(effect->gbp_week_high));
        PUT("gbp", rasimi_json_money(effect->gbp));
        PUT("gbp_low", rasimi_json_money(effect->gbp_low));
        PUT("gbp_high", rasimi_json_money(effect->gbp_high));
        rasimi_json_push(json, list, o);
    }
    return list;
}

static json_t *
assessment_modes(rasimi_json *json, const rasim_summary *summary)
{
    json_t *list = json_array();
    for (size_t i = 0; i < summary->n_modes; i++) {
        const rasim_mode_summary *mode = &summary->modes[i];
        json_t *o = json_object();
        PUT("mode", rasimi_json_text(mode->mode));
        PUT("people", rasimi_json_number(mode->people));
        PUT("is_reference", json_boolean(mode->is_reference));
        PUT("estimated", json_boolean(mode->estimated));
        PUT("pairs", rasimi_json_number(mode->pairs));
        PUT("bias", rasimi_json_number(mode->bias));
        PUT("bias_se", rasimi_json_number(mode->bias_se));
        PUT("sd", rasimi_json_number(mode->sd));
        PUT("sd_se", rasimi_json_number(mode->sd_se));
        PUT("sd_difference", rasimi_json_number(mode->sd_difference));
        rasimi_json_push(json, list, o);
    }
    return list;
}

static void
put_headline(rasimi_json *json, json_t *o, const rasim_year_summary *year)
{
    PUT("year", rasimi_json_text(year->year));
    PUT("envelope_gbp", rasimi_json_money(year->envelope_gbp));
    PUT("plan_gbp", rasimi_json_money(year->plan_gbp));
    PUT("planned_pool_gbp", rasimi_json_money(year->planned_pool_gbp));
    PUT("drift_gbp", rasimi_json_money(year->drift_gbp));
    PUT("envelope_turned_out_gbp",
        year->funding_uncertain ? rasimi_json_expected(json, &year->turned_out, rasimi_json_money) : json_null());
    PUT("affordability", rasimi_json_probability(json, year->affordability));
    PUT("affordability_so_far", rasimi_json_probability(json, year->affordability_so_far));
    PUT("net_gbp", rasimi_json_distribution(json, &year->net, rasimi_json_money));
    PUT("fan_gbp", rasimi_json_quantiles(json, year->fan, RASIM_N_FAN_LEVELS, rasimi_json_money));
    PUT("contingency", contingency(json, year));
    PUT("contingency_held_gbp", rasimi_json_money(year->contingency_held_gbp));
    PUT("headroom", gbp_at_levels(json, year->headroom, year->n_levels, true));
    PUT("expected_overspend_gbp", rasimi_json_money(year->expected_overspend_gbp));
    PUT("overspend_if_over_gbp", rasimi_json_money(year->overspend_if_over_gbp));
    PUT("expected_shortfall", gbp_at_levels(json, year->expected_shortfall, year->n_levels, false));
}

static json_t *
year_object(rasimi_json *json, const rasim_design_summary *design, const rasim_year_summary *year)
{
    json_t *o = json_object();
    put_headline(json, o, year);
    PUT("pools", pools(json, &year->pools));
    PUT("ledger", rasimi_json_lines(json, year->lines));
    PUT("ledger_se", rasimi_json_lines(json, year->lines_se));
    PUT("uplift_gbp", rasimi_json_money(year->lines[RASIM_LINE_UPLIFT]));
    PUT("trim_gbp", rasimi_json_money(year->lines[RASIM_LINE_TRIM]));
    PUT("contribution_gbp", rasimi_json_money(year->lines[RASIM_LINE_CONTRIBUTION]));
    PUT("other_funding_gbp", rasimi_json_money(year->lines[RASIM_LINE_OTHER_FUNDING]));
    PUT("underspend_gbp", rasimi_json_money(year->lines[RASIM_LINE_UNDERSPEND]));
    PUT("panel_cases", rasimi_json_number(year->panel_cases.mean));
    PUT("excluded_people", rasimi_json_number(year->excluded_people.mean));
    PUT("people", people(json, year));
    PUT("sample_alone", sample_alone(json, &year->sample));
    PUT("limits", limits(json, year));
    PUT("mode_effects", mode_effects(json, year));
    PUT("by_budget_area", by_budget_area(json, year));
    PUT("by_place", by_place(json, year));
    PUT("tail_allocation", rasimi_json_tail_allocation(json, year));
    PUT("turnover", rasimi_json_turnover(json, &year->turnover));
    PUT("savings", rasimi_json_savings(json, &year->savings));
    PUT("reserve", design->reserve.applies ? rasimi_json_reserve_year(json, &year->reserve) : json_null());
    PUT("interventions",
        design->has_interventions ? rasimi_json_intervention_year(json, &year->interventions) : json_null());
    return o;
}

/* What a top-slice truly does; null where there is none or the years without it were not run. */
static json_t *
top_slice(rasimi_json *json, const rasim_top_slice *slice)
{
    if (!slice->applies)
        return json_null();
    json_t *o = json_object();
    PUT("share", rasimi_json_number(slice->share));
    PUT("taken_gbp", rasimi_json_money(slice->taken_gbp));
    PUT("uplift_gbp", rasimi_json_money(slice->uplift_gbp));
    PUT("saved_gbp", rasimi_json_money(slice->saved_gbp));
    PUT("saved_se", rasimi_json_money(slice->saved_se));
    PUT("affordability_without", rasimi_json_probability(json, slice->affordability_without));
    return o;
}

/* What carers who stop do; null where none can or the years without it were not run. */
static json_t *
carers_stop(rasimi_json *json, const rasim_carers_stop *stop)
{
    if (!stop->applies)
        return json_null();
    json_t *o = json_object();
    PUT("people", rasimi_json_number(stop->people));
    PUT("people_se", rasimi_json_number(stop->people_se));
    PUT("indicative_gbp", rasimi_json_money(stop->indicative_gbp));
    PUT("net_gbp", rasimi_json_money(stop->net_gbp));
    PUT("net_se", rasimi_json_money(stop->net_se));
    PUT("affordability_without", rasimi_json_probability(json, stop->affordability_without));
    return o;
}

static json_t *
designs(rasimi_json *json, const rasim_summary *summary)
{
    json_t *list = json_array();
    for (size_t d = 0; d < summary->n_designs; d++) {
        const rasim_design_summary *design = &summary->designs[d];
        json_t *o = json_object();
        json_t *years = json_array();
        for (size_t y = 0; y < design->n_years; y++)
            rasimi_json_push(json, years, year_object(json, design, &design->years[y]));
        PUT("name", rasimi_json_text(design->name));
        PUT("years", years);
        PUT("top_slice", top_slice(json, &design->top_slice));
        PUT("carers_stop", carers_stop(json, &design->carers_stop));
        PUT("analytic", rasimi_json_analytic(json, &design->analytic));
        PUT("horizon", rasimi_json_horizon(json, &design->horizon));
        PUT("reserve", rasimi_json_reserve(json, &design->reserve));
        PUT("guarantee", rasimi_json_guarantee(json, &design->guarantee));
        PUT("spread", rasimi_json_spread(json, summary->spread, d));
        PUT("reverse_stress", rasimi_json_reverse(json, summary->reverse, d));
        PUT("waterfall", rasimi_json_waterfall(json, summary->waterfall, d));
        rasimi_json_push(json, list, o);
    }
    return list;
}

static json_t *
decision(rasimi_json *json, const rasim_design_summary *design)
{
    json_t *o = json_object();
    PUT("inside_error", json_boolean(design->decision_inside_error));
    PUT("text", rasimi_json_text(design->decision_text));
    return o;
}

static json_t *
capped_draws(rasimi_json *json, const rasim_design_summary *design)
{
    json_t *list = json_array();
    for (size_t y = 0; y < design->n_years; y++)
        rasimi_json_push(json, list, rasimi_json_number(design->years[y].lines[RASIM_LINE_CAPPED_DRAWS]));
    return list;
}

static json_t *
design_diagnostics(rasimi_json *json, const rasim_summary *summary)
{
    json_t *list = json_array();
    for (size_t d = 0; d < summary->n_designs; d++) {
        const rasim_design_summary *design = &summary->designs[d];
        json_t *o = json_object();
        PUT("name", rasimi_json_text(design->name));
        PUT("convergence", rasimi_json_convergence(json, design));
        PUT("precision", rasimi_json_precision(json, design));
        PUT("decision", decision(json, design));
        PUT("affordability_shocks_halved", rasimi_json_number(design->shocks_halved.affordability.probability));
        PUT("affordability_shocks_doubled", rasimi_json_number(design->shocks_doubled.affordability.probability));
        PUT("shocks_halved", rasimi_json_rescaled(json, &design->shocks_halved));
        PUT("shocks_doubled", rasimi_json_rescaled(json, &design->shocks_doubled));
        PUT("capped_draws", capped_draws(json, design));
        rasimi_json_push(json, list, o);
    }
    return list;
}

static json_t *
population(rasimi_json *json, const rasim_study_info *info)
{
    json_t *o = json_object();
    PUT("rows", rasimi_json_whole(info->n_rows));
    PUT("rows_not_covered", rasimi_json_whole(info->n_rows_uncovered));
    PUT("people", rasimi_json_whole(info->n_people));
    PUT("strata", rasimi_json_whole(info->n_strata));
    return o;
}

static json_t *
frame(rasimi_json *json, const rasim_study *study)
{
    json_t *list = json_array();
    for (size_t h = 0; h < study->n_strata; h++) {
        json_t *o = json_object();
        PUT("stratum", rasimi_json_text(study->strata[h].label));
        PUT("rows", rasimi_json_whole(study->strata[h].n_rows));
        PUT("people", rasimi_json_whole(study->strata[h].n_people));
        rasimi_json_push(json, list, o);
    }
    return list;
}

static json_t *
diagnostics(rasimi_json *json, const rasim_study *study, const rasim_study_info *info, const rasim_summary *summary)
{
    json_t *o = json_object();
    PUT("population", population(json, info));
    PUT("sampling", rasimi_json_text(info->sampling));
    PUT("frame", frame(json, study));
    PUT("designs", design_diagnostics(json, summary));
    return o;
}

json_t *
rasimi_json_summary(rasimi_json *json, const rasim_study *study, const rasim_summary *summary)
{
    rasim_study_info info;
    rasim_study_describe(study, &info);
    json_t *o = json_object();
    PUT("schema", rasimi_json_text("rasim-results 1"));
    PUT("rasim", rasimi_json_producer(json));
    PUT("seed", rasimi_json_whole(summary->seed));
    PUT("replicates", rasimi_json_whole(summary->replicates));
    PUT("replicates_asked", rasimi_json_whole(summary->replicates_asked));
    PUT("complete", json_boolean(summary->complete));
    PUT("precision_reached", json_boolean(summary->precision_reached));
    PUT("synthetic", json_boolean(info.synthetic));
    PUT("framework", framework(json, &info));
    PUT("inputs", inputs(json, study));
    PUT("assessment_modes", assessment_modes(json, summary));
    PUT("designs", designs(json, summary));
    PUT("portability", rasimi_json_portability(json, &summary->portability));
    PUT("tails", rasimi_json_tails(json, summary));
    PUT("persons", rasimi_json_persons(json, summary->persons));
    PUT("diagnostics", diagnostics(json, study, &info, summary));
    PUT("statement", rasimi_json_text(RASIM_FIXED_SENTENCE));
    return o;
}

rasim_status
rasim_summary_json(const rasim_study *study, const rasim_summary *summary, char **out)
{
    if (!study || !summary || !out)
        return RASIM_ERR_ARGUMENT;
    rasimi_json json = {0};
    return rasimi_json_write(&json, rasimi_json_summary(&json, study, summary), out);
}
