/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether there were enough replicates, as JSON and as datasets. */
#include "report/convergence.h"

#include "report/json_words.h"

#include "base/mem.h"

#include <stdlib.h>

#define GBP_YEAR "£ a year"
#define FRACTION "fraction"

json_t *
rasimi_json_convergence(rasimi_json *json, const rasim_design_summary *design)
{
    json_t *list = json_array();
    for (size_t i = 0; i < design->n_steps; i++) {
        const rasim_convergence_step *step = &design->steps[i];
        json_t *o = json_object();
        PUT("replicates", rasimi_json_whole(step->replicates));
        PUT("affordability", rasimi_json_probability(json, step->affordability));
        PUT("mean_gbp", rasimi_json_money(step->mean));
        PUT("quantiles", rasimi_json_quantiles(json, step->quantiles, design->n_precision_needs, rasimi_json_money));
        rasimi_json_push(json, list, o);
    }
    return list;
}

static json_t *
replicates_by_precision(rasimi_json *json, const rasim_precision_need *need)
{
    json_t *list = json_array();
    for (size_t i = 0; i < RASIM_N_PRECISIONS; i++) {
        json_t *o = json_object();
        PUT("within", rasimi_json_number(rasim_precision(i)));
        PUT("replicates", rasimi_json_number(need->replicates[i]));
        rasimi_json_push(json, list, o);
    }
    return list;
}

json_t *
rasimi_json_precision(rasimi_json *json, const rasim_design_summary *design)
{
    json_t *list = json_array();
    for (size_t l = 0; l < design->n_precision_needs; l++) {
        const rasim_precision_need *need = &design->precision_needs[l];
        json_t *o = json_object();
        PUT("level", rasimi_json_number(need->level));
        PUT("half_width", rasimi_json_number(need->half_width));
        PUT("needed", replicates_by_precision(json, need));
        rasimi_json_push(json, list, o);
    }
    return list;
}

/* A figure of the quantile of every step, [steps x levels]. */
static void
put_quantiles(rasimi_h5put *put, const rasim_design_summary *design, size_t offset, rasimi_h5name name)
{
    const uint64_t shape[] = {design->n_steps, design->n_precision_needs};
    double *values = rasimi_calloc(shape[0] * shape[1], sizeof *values);
    if (!values) {
        put->status = put->status ? put->status : RASIM_ERR_NO_MEMORY;
        return;
    }
    for (size_t i = 0; i < shape[0] * shape[1]; i++) {
        const rasim_at_level *quantile = &design->steps[i / shape[1]].quantiles[i % shape[1]];
        values[i] = *(const double *)(const void *)((const char *)quantile + offset);
    }
    rasimi_h5put_doubles(put, name, 2, shape, values);
    free(values);
}

static void
put_steps(rasimi_h5put *put, const rasim_design_summary *design)
{
    const rasim_convergence_step *steps = design->steps;
    const size_t n = design->n_steps, stride = sizeof *steps;
    int32_t *replicates = rasimi_calloc(n, sizeof *replicates);
    if (!replicates) {
        put->status = put->status ? put->status : RASIM_ERR_NO_MEMORY;
        return;
    }
    for (size_t i = 0; i < n; i++)
        replicates[i] = (int32_t)steps[i].replicates; /* at most RASIM_MAX_REPLICATES */
    rasimi_h5put_int32(put, (rasimi_h5name){"replicates", "", "replicates so far"}, 1, &(uint64_t){n}, replicates);
    free(replicates);
    rasimi_h5put_field(put, (rasimi_h5name){"affordability", FRACTION, "probability that net is at most the envelope"},
                       &steps->affordability.probability, stride, n);
    rasimi_h5put_field(put, (rasimi_h5name){"affordability_low", FRACTION, "lower ends of its 95 % intervals"},
                       &steps->affordability.low, stride, n);
    rasimi_h5put_field(put, (rasimi_h5name){"affordability_high", FRACTION, "upper ends of its 95 % intervals"},
                       &steps->affordability.high, stride, n);
    rasimi_h5put_field(put, (rasimi_h5name){"mean", GBP_YEAR, "expected net"}, &steps->mean, stride, n);
}

void
rasimi_h5put_convergence(rasimi_h5put *put, const rasim_design_summary *design)
{
    const uint64_t shape[] = {design->n_precision_needs, RASIM_N_PRECISIONS}, n_precisions = RASIM_N_PRECISIONS;
    double *needed = rasimi_calloc(shape[0] * shape[1], sizeof *needed), precisions[RASIM_N_PRECISIONS];
    if (!needed) {
        put->status = put->status ? put->status : RASIM_ERR_NO_MEMORY;
        return;
    }
    for (size_t i = 0; i < RASIM_N_PRECISIONS; i++)
        precisions[i] = rasim_precision(i);
    for (size_t i = 0; i < shape[0] * shape[1]; i++)
        needed[i] = design->precision_needs[i / shape[1]].replicates[i % shape[1]];
    put_steps(put, design);
    put_quantiles(put, design, offsetof(rasim_at_level, value), (rasimi_h5name){"quantile", GBP_YEAR, "of net"});
    put_quantiles(put, design, offsetof(rasim_at_level, low),
                  (rasimi_h5name){"quantile_low", GBP_YEAR, "lower ends of their 95 % intervals"});
    put_quantiles(put, design, offsetof(rasim_at_level, high),
                  (rasimi_h5name){"quantile_high", GBP_YEAR, "upper ends of their 95 % intervals"});
    rasimi_h5put_field(put, (rasimi_h5name){"half_width", FRACTION, "half of each interval, of the envelope"},
                       &design->precision_needs->half_width, sizeof *design->precision_needs, shape[0]);
    rasimi_h5put_doubles(put, (rasimi_h5name){"precision", FRACTION, "of the envelope, either way"}, 1, &n_precisions,
                         precisions);
    rasimi_h5put_doubles(put, (rasimi_h5name){"needed", "", "replicates that it takes to be so precise"}, 2, shape,
                         needed);
    free(needed);
}
