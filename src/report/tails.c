/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tails of high-cost arrivals as JSON and HDF5 (docs/results.md). */
#include "report/tails.h"

#include "report/json_words.h"

#define GBP_WEEK "£ a week"

/* ---- JSON ---- */

static json_t *
figure(rasimi_json *json, const rasim_tail_figure *x, rasimi_json_show *show)
{
    json_t *o = json_object();
    PUT("value", show(x->value));
    PUT("se", show(x->se));
    PUT("low", show(x->low));
    PUT("high", show(x->high));
    return o;
}

static json_t *
mean_excesses(rasimi_json *json, const rasim_tail_summary *tail)
{
    json_t *list = json_array();
    for (size_t i = 0; i < tail->n_mean_excesses; i++) {
        const rasim_mean_excess *point = &tail->mean_excesses[i];
        json_t *o = json_object();
        MONEY("threshold_gbp_week", point->threshold_gbp_week);
        MONEY("mean_gbp_week", point->mean_gbp_week);
        MONEY("se_gbp_week", point->se_gbp_week);
        PUT("packages", json_integer((json_int_t)point->packages));
        rasimi_json_push(json, list, o);
    }
    return list;
}

static json_t *
quantiles(rasimi_json *json, const rasim_tail_summary *tail)
{
    json_t *list = json_array();
    for (size_t i = 0; i < tail->n_quantiles; i++) {
        json_t *o = json_object();
        MONEY("fitted_gbp_week", tail->quantiles[i].fitted_gbp_week);
        MONEY("package_gbp_week", tail->quantiles[i].package_gbp_week);
        rasimi_json_push(json, list, o);
    }
    return list;
}

static json_t *
one_tail(rasimi_json *json, const rasim_tail_summary *tail)
{
    json_t *o = json_object();
    PUT("care_group", rasimi_json_text(tail->care_group));
    PUT("setting", rasimi_json_text(tail->setting));
    PUT("fitted", json_boolean(tail->fitted));
    PUT("at_bound", json_boolean(tail->at_bound));
    PUT("arrivals_a_year", rasimi_json_number(tail->arrivals_a_year));
    MONEY("threshold_gbp_week", tail->threshold_gbp_week);
    MONEY("max_gbp_week", tail->max_gbp_week);
    MONEY("mean_gbp_week", tail->mean_gbp_week);
    PUT("capped_share", rasimi_json_number(tail->capped_share));
    PUT("packages_above", json_integer((json_int_t)tail->packages_above));
    PUT("people_above", rasimi_json_number(tail->people_above));
    PUT("shape", figure(json, &tail->shape, rasimi_json_number));
    PUT("scale_gbp_week", figure(json, &tail->scale_gbp_week, rasimi_json_money));
    PUT("mean_excesses", mean_excesses(json, tail));
    PUT("quantiles", quantiles(json, tail));
    return o;
}

json_t *
rasimi_json_tails(rasimi_json *json, const rasim_summary *summary)
{
    json_t *list = json_array();
    for (size_t t = 0; t < summary->n_tails; t++)
        rasimi_json_push(json, list, one_tail(json, &summary->tails[t]));
    return list;
}

/* ---- HDF5 ---- */

static void
put_figure(rasimi_h5put *put, rasimi_h5name name, const rasim_tail_figure *x)
{
    rasimi_h5put_field(put, name, &x->value, sizeof x->value, sizeof *x / sizeof x->value);
}

static void
put_points(rasimi_h5put *put, const rasim_tail_summary *tail)
{
    const rasim_mean_excess *m = tail->mean_excesses;
    const rasim_tail_quantile *q = tail->quantiles;
    if (tail->n_mean_excesses > 0) {
        rasimi_h5put_field(put, (rasimi_h5name){"mean_excess_threshold", GBP_WEEK, "thresholds that could be chosen"},
                           &m->threshold_gbp_week, sizeof *m, tail->n_mean_excesses);
        rasimi_h5put_field(put, (rasimi_h5name){"mean_excess", GBP_WEEK, "mean of packages above each, less it"},
                           &m->mean_gbp_week, sizeof *m, tail->n_mean_excesses);
        rasimi_h5put_field(put, (rasimi_h5name){"mean_excess_se", GBP_WEEK, "standard errors of these"},
                           &m->se_gbp_week, sizeof *m, tail->n_mean_excesses);
    }
    if (tail->n_quantiles > 0) {
        rasimi_h5put_field(put, (rasimi_h5name){"quantile_fitted", GBP_WEEK, "what the tail says for each package"},
                           &q->fitted_gbp_week, sizeof *q, tail->n_quantiles);
        rasimi_h5put_field(put, (rasimi_h5name){"quantile_package", GBP_WEEK, "packages above the threshold"},
                           &q->package_gbp_week, sizeof *q, tail->n_quantiles);
    }
}

static void
put_tail(rasimi_h5put *put, const rasim_tail_summary *tail)
{
    rasimi_h5put_text(put, "care_group", tail->care_group);
    rasimi_h5put_text(put, "setting", tail->setting);
    rasimi_h5put_whole(put, "fitted", tail->fitted);
    rasimi_h5put_whole(put, "at_bound", tail->at_bound);
    rasimi_h5put_number(put, "arrivals_a_year", tail->arrivals_a_year);
    rasimi_h5put_number(put, "threshold_gbp_week", tail->threshold_gbp_week);
    rasimi_h5put_number(put, "max_gbp_week", tail->max_gbp_week);
    rasimi_h5put_number(put, "mean_gbp_week", tail->mean_gbp_week);
    rasimi_h5put_number(put, "capped_share", tail->capped_share);
    rasimi_h5put_whole(put, "packages_above", tail->packages_above);
    rasimi_h5put_number(put, "people_above", tail->people_above);
    put_figure(put, (rasimi_h5name){"shape", "number", "shape, its standard error, 2.5 % and 97.5 % of refits"},
               &tail->shape);
    put_figure(put, (rasimi_h5name){"scale", GBP_WEEK, "scale, its standard error, 2.5 % and 97.5 % of refits"},
               &tail->scale_gbp_week);
    put_points(put, tail);
}

void
rasimi_h5put_tails(rasimi_h5put *put, const rasim_summary *summary)
{
    for (size_t t = 0; t < summary->n_tails; t++) {
        rasimi_h5put_folder(put, "/tails/%zu", t + 1);
        put_tail(put, &summary->tails[t]);
    }
}
