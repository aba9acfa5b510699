/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A calibration as JSON (docs/calibrate.md). */
#include "rasim/calibrate.h"

#include "rasim/report.h"
#include "report/json_words.h"
#include "report/public_path.h"
#include "report/summary_json.h"

static json_t *
fit(rasimi_json *json, const rasim_fit *fit)
{
    json_t *o = json_object();
    NUMBER("people", fit->people);
    MONEY("mean_allocation", fit->mean_allocation);
    MONEY("mean_target", fit->mean_target);
    MONEY("bias", fit->bias.value);
    MONEY("bias_se", fit->bias.se);
    MONEY("mean_absolute", fit->mean_absolute.value);
    MONEY("mean_absolute_se", fit->mean_absolute.se);
    MONEY("root_mean_square", fit->root_mean_square.value);
    NUMBER("r_squared", fit->r_squared);
    NUMBER("within_10", fit->within[1]);
    NUMBER("within_20", fit->within[2]);
    NUMBER("within_25", fit->within[3]);
    return o;
}

static json_t *
values(rasimi_json *json, const rasim_calibration *c)
{
    json_t *list = json_array();
    for (size_t i = 0; i < c->n_values; i++) {
        const rasim_calibrated_value *value = &c->values[i];
        json_t *o = json_object();
        PUT("care_group", value->care_group ? rasimi_json_text(value->care_group) : json_null());
        TEXT("what", value->what);
        NUMBER("value", value->value);
        NUMBER("low", value->low);
        NUMBER("high", value->high);
        NUMBER("at", value->at);
        NUMBER("at_low", value->at_low);
        NUMBER("at_high", value->at_high);
        rasimi_json_push(json, list, o);
    }
    return list;
}

static json_t *
ways(rasimi_json *json, const rasim_calibration *c)
{
    json_t *list = json_array();
    for (size_t i = 0; i < c->n_ways; i++) {
        json_t *o = json_object();
        TEXT("method", c->ways[i].method);
        TEXT("pooling", rasim_pooling_name(c->ways[i].pooling));
        WHOLE("values", c->ways[i].n_values);
        PUT("chosen", json_boolean(c->ways[i].chosen));
        PUT("bands", c->ways[i].n_bands > 0 ? rasimi_json_whole(c->ways[i].n_bands) : json_null());
        NUMBER("ridge", c->ways[i].ridge);
        NUMBER("towards_common", c->ways[i].towards_common);
        PUT("cross_validated", fit(json, &c->ways[i].fit));
        PUT("in_new_places", c->ways[i].in_new_places.people > 0 ? fit(json, &c->ways[i].in_new_places) : json_null());
        rasimi_json_push(json, list, o);
    }
    return list;
}

static json_t *
interactions(rasimi_json *json, const rasim_calibration *c)
{
    json_t *list = json_array();
    for (size_t i = 0; i < c->n_interactions; i++)
        rasimi_json_push(json, list, rasimi_json_text(c->interactions[i]));
    return list;
}

static json_t *
parts(rasimi_json *json, const rasim_calibration *c)
{
    json_t *list = json_array();
    for (size_t i = 0; i < c->n_parts; i++) {
        json_t *o = json_object();
        TEXT("by", c->parts[i].by);
        TEXT("label", c->parts[i].label);
        PUT("cross_validated", fit(json, &c->parts[i].fit));
        rasimi_json_push(json, list, o);
    }
    return list;
}

static json_t *
questions(rasimi_json *json, const rasim_calibration *c)
{
    json_t *list = json_array();
    for (size_t i = 0; i < c->n_questions; i++) {
        json_t *o = json_object();
        TEXT("domain", c->questions[i].domain);
        MONEY("cost_of_dropping", c->questions[i].cost);
        PUT("without", fit(json, &c->questions[i].without));
        rasimi_json_push(json, list, o);
    }
    return list;
}

static json_t *
vignettes(rasimi_json *json, const rasim_calibration *c)
{
    json_t *list = json_array();
    for (size_t i = 0; i < c->n_vignettes; i++) {
        const rasim_calibrated_vignette *vignette = &c->vignettes[i];
        json_t *o = json_object();
        TEXT("vignette", vignette->name);
        WHOLE("members", vignette->n_members);
        MONEY("agreed", vignette->agreed);
        MONEY("low", vignette->low);
        MONEY("high", vignette->high);
        MONEY("sd", vignette->sd);
        MONEY("fitted", vignette->fitted);
        rasimi_json_push(json, list, o);
    }
    return list;
}

static json_t *
scale(rasimi_json *json, const rasim_calibrated_scale *at)
{
    json_t *o = json_object();
    NUMBER("scale", at->scale);
    NUMBER("affordability", at->affordability);
    MONEY("quantile_gbp", at->quantile_gbp);
    return o;
}

static json_t *
envelope(rasimi_json *json, const rasim_calibration *c)
{
    json_t *o = json_object(), *scales = json_array();
    for (size_t i = 0; i < c->n_scales; i++)
        rasimi_json_push(json, scales, scale(json, &c->scales[i]));
    WHOLE("years", c->n_years);
    MONEY("envelope_gbp", c->envelope_gbp);
    NUMBER("confidence", c->confidence);
    WHOLE("replicates", c->replicates);
    PUT("affordable", json_boolean(c->affordable));
    PUT("scale", c->affordable ? rasimi_json_number(c->scale) : json_null());
    PUT("inside", rasimi_json_probability(json, c->inside));
    PUT("lowest", c->n_scales > 0 ? scale(json, &c->lowest) : json_null());
    PUT("scales", scales);
    return o;
}

static json_t *
sample(rasimi_json *json, const rasim_calibration *c)
{
    json_t *o = json_object();
    WHOLE("rows", c->n_people);
    NUMBER("people", c->people);
    WHOLE("left_out_high_cost", c->n_high_cost);
    WHOLE("left_out_below_minimum", c->n_below_minimum);
    WHOLE("left_out_unscored", c->n_unscored);
    WHOLE("left_out_uncosted", c->n_uncosted);
    return o;
}

static json_t *
inputs(rasimi_json *json, const rasim_calibration *c)
{
    json_t *list = json_array();
    for (size_t i = 0; i < c->n_inputs; i++) {
        json_t *o = json_object();
        TEXT("path", rasimi_public_path(c->inputs[i].path));
        TEXT("sha256", c->inputs[i].sha256);
        rasimi_json_push(json, list, o);
    }
    return list;
}

rasim_status
rasim_calibration_json(const rasim_calibration *c, char **out)
{
    if (!c || !out)
        return RASIM_ERR_ARGUMENT;
    rasimi_json made = {0}, *json = &made;
    json_t *o = json_object();
    TEXT("schema", "rasim-calibrate 1");
    PUT("rasim", rasimi_json_producer(json));
    TEXT("framework", c->framework);
    TEXT("year", c->year);
    PUT("synthetic", json_boolean(c->synthetic));
    TEXT("from_design", c->from);
    TEXT("design", c->name);
    TEXT("method", c->method);
    TEXT("family", c->family);
    TEXT("pooling", rasim_pooling_name(c->pooling));
    PUT("on_log_scale", json_boolean(c->on_log_scale));
    PUT("interactions", interactions(json, c));
    WHOLE("seed", c->seed);
    WHOLE("folds", c->folds);
    WHOLE("resamples", c->resamples);
    PUT("sample", sample(json, c));
    PUT("seen", fit(json, &c->seen));
    PUT("ways", ways(json, c));
    PUT("values", values(json, c));
    PUT("parts", parts(json, c));
    PUT("questions", questions(json, c));
    PUT("vignettes", vignettes(json, c));
    NUMBER("disagreement", c->disagreement);
    PUT("envelope", envelope(json, c));
    PUT("inputs", inputs(json, c));
    TEXT("statement", RASIM_FIXED_SENTENCE);
    return rasimi_json_write(json, o, out);
}
