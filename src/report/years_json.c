/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a summary says over the years, as JSON (docs/results.md). */
#include "report/years_json.h"

#include "report/json_words.h"

#include <math.h>

/* Expected amounts and numbers. */
#define EXPECTED_MONEY(key, value) PUT(key, rasimi_json_expected(json, &(value), rasimi_json_money))
#define COUNT(key, value)          PUT(key, rasimi_json_expected(json, &(value), rasimi_json_number))

json_t *
rasimi_json_turnover(rasimi_json *json, const rasim_turnover *turnover)
{
    if (!turnover->applies)
        return json_null();
    json_t *o = json_object();
    COUNT("starters", turnover->starters);
    COUNT("leavers", turnover->leavers);
    COUNT("movers", turnover->movers);
    COUNT("moved_outside_people", turnover->moved_outside_people);
    COUNT("people_at_end", turnover->people_at_end);
    COUNT("person_years", turnover->person_years);
    EXPECTED_MONEY("full_year_gbp", turnover->full_year);
    EXPECTED_MONEY("full_year_starters_gbp", turnover->full_year_starters);
    EXPECTED_MONEY("full_year_leavers_gbp", turnover->full_year_leavers);
    EXPECTED_MONEY("full_year_changes_gbp", turnover->full_year_changes);
    EXPECTED_MONEY("moved_outside_gbp", turnover->moved_outside);
    return o;
}

json_t *
rasimi_json_savings(rasimi_json *json, const rasim_savings *savings)
{
    if (!savings->applies)
        return json_null();
    json_t *o = json_object();
    PUT("planned_gbp", rasimi_json_money(savings->planned_gbp));
    EXPECTED_MONEY("delivered_gbp", savings->delivered);
    return o;
}

json_t *
rasimi_json_reserve_year(rasimi_json *json, const rasim_reserve_year *reserve)
{
    json_t *o = json_object();
    PUT("mean_gbp", rasimi_json_money(reserve->mean));
    PUT("mean_se", rasimi_json_money(reserve->mean_se));
    PUT("quantiles_gbp", rasimi_json_quantiles(json, reserve->quantiles, RASIM_N_FAN_LEVELS, rasimi_json_money));
    PUT("at_floor", rasimi_json_probability(json, reserve->at_floor));
    PUT("never_below", rasimi_json_probability(json, reserve->never_below));
    return o;
}

json_t *
rasimi_json_intervention_year(rasimi_json *json, const rasim_intervention_year *interventions)
{
    json_t *o = json_object();
    EXPECTED_MONEY("cost_gbp", interventions->cost);
    EXPECTED_MONEY("saving_gbp", interventions->saving);
    EXPECTED_MONEY("net_gbp", interventions->net);
    EXPECTED_MONEY("cumulated_gbp", interventions->cumulated);
    PUT("paid_back", rasimi_json_probability(json, interventions->paid_back));
    return o;
}

json_t *
rasimi_json_horizon(rasimi_json *json, const rasim_horizon *horizon)
{
    json_t *o = json_object();
    PUT("envelope_gbp", rasimi_json_money(horizon->envelope_gbp));
    PUT("plan_gbp", rasimi_json_money(horizon->plan_gbp));
    PUT("net_gbp", rasimi_json_distribution(json, &horizon->net, rasimi_json_money));
    PUT("affordability_total", rasimi_json_probability(json, horizon->total));
    PUT("affordability_every_year", rasimi_json_probability(json, horizon->every_year));
    return o;
}

static json_t *
call(rasimi_json *json, const rasim_reserve *reserve)
{
    json_t *o = json_object();
    PUT("probability", rasimi_json_probability(json, reserve->called));
    EXPECTED_MONEY("gbp", reserve->call);
    PUT("p95_gbp", rasimi_json_money(reserve->call_p95.value));
    PUT("p95_low", rasimi_json_money(reserve->call_p95.low));
    PUT("p95_high", rasimi_json_money(reserve->call_p95.high));
    PUT("if_called_gbp", rasimi_json_money(reserve->call_if_called_gbp));
    return o;
}

json_t *
rasimi_json_reserve(rasimi_json *json, const rasim_reserve *reserve)
{
    if (!reserve->applies)
        return json_null();
    json_t *o = json_object();
    PUT("in_framework", json_boolean(reserve->in_framework));
    PUT("opening_gbp", rasimi_json_money(reserve->opening_gbp));
    PUT("carry", rasimi_json_number(reserve->carry));
    PUT("floor_gbp", rasimi_json_money(reserve->floor_gbp));
    PUT("call", call(json, reserve));
    return o;
}

static json_t *
factor(rasimi_json *json, const rasim_factor *factor)
{
    json_t *o = json_object();
    PUT("factor", rasimi_json_number(factor->factor));
    PUT("low", rasimi_json_number(factor->low));
    PUT("high", rasimi_json_number(factor->high));
    PUT("extra_gbp", rasimi_json_money(factor->extra_gbp));
    return o;
}

json_t *
rasimi_json_guarantee(rasimi_json *json, const rasim_guarantee *guarantee)
{
    if (!guarantee->applies)
        return json_null();
    json_t *o = json_object();
    PUT("confidence", rasimi_json_number(guarantee->confidence));
    PUT("at_end", factor(json, &guarantee->at_end));
    PUT("every_year", factor(json, &guarantee->every_year));
    PUT("each_alone", factor(json, &guarantee->each_alone));
    return o;
}

json_t *
rasimi_json_rescaled(rasimi_json *json, const rasim_rescaled *rescaled)
{
    if (isnan(rescaled->affordability.probability))
        return json_null();
    json_t *o = json_object();
    PUT("affordability", rasimi_json_probability(json, rescaled->affordability));
    PUT("affordability_every_year", rasimi_json_probability(json, rescaled->every_year));
    return o;
}
