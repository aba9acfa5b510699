/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An optimisation as JSON (docs/results.md). */
#include <math.h>

#include "rasim/report.h"
#include "report/json_words.h"
#include "report/public_path.h"
#include "report/summary_json.h"

static json_t *
measured(rasimi_json *json, rasim_measured figure)
{
    json_t *o = json_object();
    PUT("value", rasimi_json_number(figure.value));
    PUT("se", rasimi_json_number(figure.se));
    return o;
}

/* Values stand in the order of the keys; null where the files are as they are. */
static json_t *
optimum(rasimi_json *json, const rasim_optimisation *of, const rasim_optimum *point)
{
    json_t *o = json_object(), *values = isnan(point->confidence) ? json_null() : json_array();
    for (size_t i = 0; i < of->n_ranges && !isnan(point->confidence); i++)
        rasimi_json_push(json, values, rasimi_json_number(point->values[i]));
    PUT_NUMBER(point, confidence);
    PUT("reached", isnan(point->confidence) ? json_null() : json_boolean(point->reached));
    PUT("values", values);
    PUT_NUMBER(point, affordability);
    PUT_NUMBER(point, indicative_shortfall);
    PUT_NUMBER(point, final_shortfall);
    PUT_NUMBER(point, losers);
    PUT("mean_gbp", rasimi_json_money(point->mean_gbp));
    return o;
}

static json_t *
confirmation(rasimi_json *json, const rasim_optimisation *of)
{
    const rasim_confirmation *from = &of->confirmation;
    if (!of->chosen.reached)
        return json_null();
    json_t *o = json_object();
    PUT("replicates", rasimi_json_whole(from->replicates));
    PUT("affordability", rasimi_json_probability(json, from->affordability));
    PUT("confirmed", json_boolean(from->confirmed));
    PUT("indicative_shortfall", measured(json, from->indicative_shortfall));
    PUT("final_shortfall", measured(json, from->final_shortfall));
    return o;
}

static json_t *
ranges(rasimi_json *json, const rasim_optimisation *of)
{
    json_t *list = json_array();
    for (size_t i = 0; i < of->n_ranges; i++) {
        json_t *o = json_object();
        PUT_TEXT(&of->ranges[i], key);
        PUT_NUMBER(&of->ranges[i], low);
        PUT_NUMBER(&of->ranges[i], high);
        rasimi_json_push(json, list, o);
    }
    return list;
}

static json_t *
document(rasimi_json *json, const rasim_optimisation *of)
{
    json_t *o = json_object(), *frontier = json_array();
    for (size_t i = 0; i < of->n_frontier; i++)
        rasimi_json_push(json, frontier, optimum(json, of, &of->frontier[i]));
    PUT("schema", rasimi_json_text("rasim-optimise 1"));
    PUT("rasim", rasimi_json_producer(json));
    PUT_TEXT(of, framework);
    PUT_TEXT(of, year);
    PUT_TEXT(of, design);
    PUT("design_file", rasimi_json_text(rasimi_public_path(of->design_path)));
    PUT_TEXT(of, design_sha256);
    PUT("synthetic", json_boolean(of->synthetic));
    PUT("analytic", json_boolean(of->analytic));
    PUT_TEXT(of, why_not);
    PUT("seed", rasimi_json_whole(of->seed));
    PUT_NUMBER(of, confidence);
    PUT_NUMBER(of, most_losers);
    PUT("envelope_gbp", rasimi_json_money(of->envelope_gbp));
    PUT("counts_final", json_boolean(of->counts_final));
    PUT("points", rasimi_json_whole(of->n_points));
    PUT("ranges", ranges(json, of));
    PUT("as_is", optimum(json, of, &of->as_is));
    PUT("chosen", optimum(json, of, &of->chosen));
    PUT("confirmation", confirmation(json, of));
    PUT("frontier", frontier);
    PUT("statement", rasimi_json_text(RASIM_FIXED_SENTENCE));
    return o;
}

rasim_status
rasim_optimisation_json(const rasim_optimisation *optimisation, char **out)
{
    if (!optimisation || !out)
        return RASIM_ERR_ARGUMENT;
    rasimi_json json = {0};
    return rasimi_json_write(&json, document(&json, optimisation), out);
}
