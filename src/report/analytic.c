/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The analytic engine beside the simulation, as JSON and as arrays. */
#include "report/analytic.h"

#include "report/json_words.h"

#define GBP    "£ a year"
#define ERRORS "simulation errors"

static json_t *
compared(rasimi_json *json, const rasim_compared *figure, rasimi_json_show *show)
{
    json_t *o = json_object();
    PUT("value", show(figure->value));
    PUT("distance", rasimi_json_number(figure->distance));
    return o;
}

static json_t *
quantiles(rasimi_json *json, const rasim_analytic_check *check)
{
    json_t *list = json_array();
    for (size_t i = 0; i < check->n_quantiles; i++) {
        const rasim_compared *quantile = &check->quantiles[i];
        json_t *o = json_object();
        PUT("level", rasimi_json_number(quantile->level));
        PUT("value", rasimi_json_money(quantile->value));
        PUT("distance", rasimi_json_number(quantile->distance));
        rasimi_json_push(json, list, o);
    }
    return list;
}

json_t *
rasimi_json_analytic(rasimi_json *json, const rasim_analytic_check *check)
{
    if (!check->applies && !check->reason[0])
        return json_null();
    json_t *o = json_object();
    PUT("applies", json_boolean(check->applies));
    PUT("reason", rasimi_json_text(check->reason));
    if (!check->applies)
        return o;
    PUT("mean_gbp", compared(json, &check->mean, rasimi_json_money));
    PUT("sd_gbp", compared(json, &check->sd, rasimi_json_money));
    PUT("affordability", compared(json, &check->affordability, rasimi_json_number));
    PUT("quantiles", quantiles(json, check));
    PUT("furthest", rasimi_json_number(check->furthest));
    return o;
}

/* One figure and its distance. */
static void
put_figure(rasimi_h5put *put, const rasim_compared *figure, rasimi_h5name value, rasimi_h5name distance)
{
    const uint64_t one = 1;
    rasimi_h5put_doubles(put, value, 1, &one, &figure->value);
    rasimi_h5put_doubles(put, distance, 1, &one, &figure->distance);
}

void
rasimi_h5put_analytic(rasimi_h5put *put, const rasim_analytic_check *check)
{
    if (!check->applies)
        return;
    const rasim_compared *q = check->quantiles;
    put_figure(put, &check->mean, (rasimi_h5name){"mean", GBP, "expected net by the analytic engine"},
               (rasimi_h5name){"mean_distance", ERRORS, "how far above it the simulated one is"});
    put_figure(put, &check->sd, (rasimi_h5name){"sd", GBP, "standard deviation of net by the analytic engine"},
               (rasimi_h5name){"sd_distance", ERRORS, "how far above it the simulated one is"});
    put_figure(put, &check->affordability,
               (rasimi_h5name){"affordability", "fraction", "probability that net is at most the envelope"},
               (rasimi_h5name){"affordability_distance", ERRORS, "how far above it the simulated one is"});
    rasimi_h5put_field(put, (rasimi_h5name){"quantile_level", "fraction", "levels of the quantiles"}, &q->level,
                       sizeof *q, check->n_quantiles);
    rasimi_h5put_field(put, (rasimi_h5name){"quantile", GBP, "quantiles of net by the analytic engine"}, &q->value,
                       sizeof *q, check->n_quantiles);
    rasimi_h5put_field(put, (rasimi_h5name){"quantile_distance", ERRORS, "how far above each the simulated one is"},
                       &q->distance, sizeof *q, check->n_quantiles);
}
