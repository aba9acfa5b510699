/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An explanation as JSON (docs/results.md). */
#include <math.h>

#include "rasim/explain.h"
#include "report/json_words.h"

static json_t *
steps(rasimi_json *json, const rasim_step *first, size_t n)
{
    static const char *const units[] = {
        [RASIM_STEP_NOTE] = "note", [RASIM_STEP_POINTS] = "points", [RASIM_STEP_GBP_WEEK] = "gbp_week"};
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++) {
        const rasim_step *step = &first[i];
        json_t *o = json_object();
        PUT_TEXT(step, label);
        PUT_TEXT(step, detail);
        PUT("unit", json_string(units[step->unit]));
        PUT_NUMBER(step, change);
        PUT_NUMBER(step, total);
        rasimi_json_push(json, list, o);
    }
    return list;
}

static json_t *
assessment(rasimi_json *json, const rasim_person_assessment *own)
{
    if (!own->assessed)
        return json_null();
    json_t *o = json_object();
    PUT_TEXT(own, year);
    PUT("residential", json_boolean(own->residential));
    PUT("imputed", json_boolean(own->imputed));
    PUT("full_cost", json_boolean(own->full_cost));
    PUT("gbp_week", rasimi_json_money(own->full_cost ? (double)NAN : own->gbp_week));
    PUT("steps", steps(json, own->steps, own->n_steps));
    return o;
}

static json_t *
exclusion(rasimi_json *json, const rasim_person_exclusion *test)
{
    if (!test->applies)
        return json_null();
    json_t *o = json_object();
    PUT_TEXT(test, basis);
    PUT_MONEY(test, threshold_gbp_week);
    PUT_MONEY(test, need_gbp_week);
    PUT("excluded", json_boolean(test->excluded));
    PUT_NUMBER(test, saving);
    return o;
}

static json_t *
range(rasimi_json *json, const rasim_person_range *years)
{
    if (!years->known)
        return json_null();
    json_t *o = json_object();
    PUT("replicates", json_integer((json_int_t)years->replicates));
    PUT_MONEY(years, p10);
    PUT_MONEY(years, p50);
    PUT_MONEY(years, p90);
    PUT_MONEY(years, mean);
    PUT_NUMBER(years, panel_share);
    PUT_NUMBER(years, high_cost_share);
    return o;
}

static json_t *
streams(rasimi_json *json, const rasim_person_payment *payment)
{
    json_t *list = json_array();
    for (size_t s = 0; s < payment->n_streams; s++) {
        json_t *o = json_object();
        PUT_TEXT(&payment->streams[s], name);
        PUT_TEXT(&payment->streams[s], restriction);
        PUT_MONEY(&payment->streams[s], gbp_week);
        rasimi_json_push(json, list, o);
    }
    return list;
}

static json_t *
payment_of(rasimi_json *json, const rasim_person_payment *payment)
{
    if (!payment->known)
        return json_null();
    json_t *o = json_object();
    PUT_MONEY(payment, budget);
    PUT_MONEY(payment, protection);
    PUT_MONEY(payment, unspent);
    PUT("streams", streams(json, payment));
    PUT_MONEY(payment, contribution);
    PUT_MONEY(payment, council);
    return o;
}

static json_t *
designs(rasimi_json *json, const rasim_explanation *explanation)
{
    json_t *list = json_array();
    for (size_t d = 0; d < explanation->n_designs; d++) {
        const rasim_person_design *design = &explanation->designs[d];
        const bool scored = design->status != RASIM_PERSON_UNSCORED;
        json_t *o = json_object();
        PUT_TEXT(design, name);
        PUT_TEXT(design, family);
        PUT("of_place", json_boolean(design->of_place));
        PUT("status", json_string(rasim_person_status_name(design->status)));
        PUT("steps", steps(json, design->steps, design->n_steps));
        PUT_NUMBER(design, points);
        PUT("indicative_units", scored ? json_integer((json_int_t)design->indicative_units) : json_null());
        PUT("indicative_gbp_week", rasimi_json_money(scored ? design->indicative_gbp_week : (double)NAN));
        PUT("indicative_gbp_year", rasimi_json_money(scored ? design->indicative_gbp_year : (double)NAN));
        PUT("exclusion", scored ? exclusion(json, &design->exclusion) : json_null());
        PUT("final_budget_gbp_week", range(json, &design->range));
        PUT("payment_gbp_week", payment_of(json, &design->payment));
        rasimi_json_push(json, list, o);
    }
    return list;
}

rasim_status
rasim_explanation_json(const rasim_explanation *explanation, char **out)
{
    if (!explanation || !out)
        return RASIM_ERR_ARGUMENT;
    rasimi_json document = {0}, *json = &document;
    json_t *o = json_object();
    PUT("schema", json_string("rasim-explain 1"));
    PUT("framework", rasimi_json_text(explanation->framework));
    PUT_TEXT(explanation, year);
    PUT("synthetic", json_boolean(explanation->synthetic));
    PUT("in_caseload", json_boolean(explanation->in_caseload));
    PUT_TEXT(explanation, person_id);
    PUT_TEXT(explanation, care_group);
    PUT_TEXT(explanation, setting);
    PUT_TEXT(explanation, place);
    PUT_NUMBER(explanation, weeks_per_year);
    PUT_MONEY(explanation, package_gbp_week);
    PUT("financial_assessment", assessment(json, &explanation->assessment));
    PUT("designs", designs(json, explanation));
    PUT("sentence", json_string(RASIM_PERSON_SENTENCE));
    return rasimi_json_write(json, o, out);
}
