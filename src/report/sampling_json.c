/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan of a sample as JSON (docs/results.md). */
#include <math.h>

#include "rasim/report.h"
#include "report/json_words.h"
#include "report/summary_json.h"

static const char *const WAYS[RASIM_N_SAMPLING_WAYS] = {
    [RASIM_SAMPLING_AT_RANDOM] = "at_random",
    [RASIM_SAMPLING_PROPORTIONAL] = "proportional",
    [RASIM_SAMPLING_NEYMAN] = "neyman",
    [RASIM_SAMPLING_DEAREST_TAKEN] = "dearest_taken",
};

/* [{margin, n}]: 0 people is no answer. */
static json_t *
sizes(rasimi_json *json, const uint64_t *needed)
{
    json_t *list = json_array();
    for (size_t i = 0; i < RASIM_N_SAMPLING_MARGINS; i++) {
        json_t *o = json_object();
        PUT("margin", rasimi_json_number(rasim_sampling_margin(i)));
        PUT("n", needed[i] > 0 ? rasimi_json_whole(needed[i]) : json_null());
        rasimi_json_push(json, list, o);
    }
    return list;
}

static json_t *
precision(rasimi_json *json, const rasim_sampling_precision *of)
{
    json_t *o = json_object();
    PUT_NUMBER(of, cv);
    PUT_NUMBER(of, margin);
    PUT("needed", sizes(json, of->needed));
    return o;
}

/* The line with each of the sizes needed: null where there is none. */
static json_t *
lines(rasimi_json *json, const rasim_sampling_draw *way)
{
    json_t *list = json_array();
    for (size_t i = 0; i < RASIM_N_SAMPLING_MARGINS; i++)
        rasimi_json_push(json, list,
                         way->needed_taken[i] > 0 ? rasimi_json_money(way->needed_line_gbp_week[i]) : json_null());
    return list;
}

static json_t *
draw(rasimi_json *json, const rasim_sampling_draw *way)
{
    json_t *o = json_object();
    PUT_NUMBER(way, margin);
    PUT("needed", sizes(json, way->needed));
    PUT_MONEY(way, line_gbp_week);
    PUT_WHOLE(way, taken);
    PUT("needed_lines_gbp_week", lines(json, way));
    return o;
}

static json_t *
strata(rasimi_json *json, const rasim_sampling_stratum *list, size_t n)
{
    json_t *array = json_array();
    for (size_t h = 0; h < n; h++) {
        json_t *o = json_object();
        PUT("name", rasimi_json_text(list[h].name));
        PUT_WHOLE(&list[h], people);
        PUT_MONEY(&list[h], mean_gbp_week);
        PUT_MONEY(&list[h], sd_gbp_week);
        PUT("take_all", json_boolean(list[h].take_all));
        PUT_WHOLE(&list[h], scored);
        PUT_WHOLE(&list[h], proportional);
        PUT_WHOLE(&list[h], neyman);
        rasimi_json_push(json, array, o);
    }
    return array;
}

static json_t *
caseload(rasimi_json *json, const rasim_sampling_caseload *of)
{
    if (!of)
        return json_null();
    json_t *o = json_object(), *ways = json_object();
    PUT_WHOLE(of, people);
    PUT_MONEY(of, mean_gbp_week);
    PUT_NUMBER(of, skewness);
    PUT_WHOLE(of, normal_from);
    PUT("costs_unknown", precision(json, &of->unknown));
    for (size_t i = 0; i < RASIM_N_SAMPLING_WAYS; i++)
        rasimi_json_put(json, ways, WAYS[i], draw(json, &of->ways[i]));
    PUT("ways", ways);
    PUT_WHOLE(of, least);
    PUT("strata", strata(json, of->strata, of->n_strata));
    return o;
}

/* What holds if points explain so much of the spread of known costs. */
static json_t *
explained(rasimi_json *json, const rasim_sampling *plan)
{
    json_t *list = json_array();
    for (size_t i = 0; plan->caseload && i < RASIM_N_SAMPLING_EXPLAINED; i++) {
        json_t *o = precision(json, &plan->explained[i]);
        PUT("explained", rasimi_json_number(plan->explained_share[i]));
        rasimi_json_push(json, list, o);
    }
    return list;
}

static json_t *
second(rasimi_json *json, const rasim_sampling_second *of)
{
    json_t *o = json_object();
    PUT("design", rasimi_json_text(of->design));
    PUT_WHOLE(of, scored);
    PUT_NUMBER(of, pilot_factor);
    PUT("costs_known", precision(json, &of->known));
    PUT("costs_unknown", precision(json, &of->unknown));
    PUT("neyman", sizes(json, of->neyman));
    PUT("strata", strata(json, of->strata, of->n_strata));
    return o;
}

static json_t *
document(rasimi_json *json, const rasim_sampling *plan)
{
    json_t *o = json_object(), *assumed = json_array(), *stages = json_array();
    for (size_t i = 0; i < RASIM_N_SAMPLING_ASSUMED; i++)
        rasimi_json_push(json, assumed, precision(json, &plan->assumed[i]));
    for (size_t d = 0; d < plan->n_designs; d++)
        rasimi_json_push(json, stages, second(json, &plan->second[d]));
    PUT("schema", rasimi_json_text("rasim-sample-plan 1"));
    PUT("rasim", rasimi_json_producer(json));
    PUT_WHOLE(plan, population);
    PUT_NUMBER(plan, confidence);
    PUT_NUMBER(plan, interval);
    PUT_WHOLE(plan, n);
    PUT_WHOLE(plan, n_infinite);
    PUT("assumed", assumed);
    PUT("stage_one", caseload(json, plan->caseload));
    PUT("if_explained", explained(json, plan));
    PUT("stage_two", stages);
    return o;
}

rasim_status
rasim_sampling_json(const rasim_sampling *plan, char **out)
{
    if (!plan || !out)
        return RASIM_ERR_ARGUMENT;
    rasimi_json json = {0};
    return rasimi_json_write(&json, document(&json, plan), out);
}
