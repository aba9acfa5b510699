/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Method isotonic: the rising amounts that lie nearest to what people cost. Where they stand still there is a knot at
   either end; between, they run straight. */
#include "analysis/calibrate.h"
#include "num/isotonic.h"

#include <string.h>

/* The rising means of the distinct points. */
static rasim_status
rising(const rasimi_fit_job *job, const rasimi_class_data *data, double **out)
{
    double *values = rasimi_arena_alloc(job->arena, data->n, sizeof *values);
    size_t *start = rasimi_arena_alloc(job->arena, data->n, sizeof *start);
    if (!values || !start)
        return RASIM_ERR_NO_MEMORY;
    memcpy(values, data->mean, data->n * sizeof *values);
    rasimi_isotonic(values, data->weight, data->n, start);
    *out = values;
    return RASIM_OK;
}

/* Whether a value is at neither end of where amounts stand still. */
static bool
is_inside(const double *values, size_t i, size_t n)
{
    return i > 0 && i + 1 < n && !(values[i] > values[i - 1]) && !(values[i + 1] > values[i]);
}

/* This fit at the points of another. */
static void
look_up(const rasimi_fitted *here, const rasimi_curve *like, rasimi_curve *out)
{
    out->n = like->n;
    for (size_t j = 0; j < like->n; j++) {
        out->at[j] = like->at[j];
        out->values[j] = rasimi_curve_between(here, 0, like->at[j]);
    }
}

static rasim_status
fit_class(const rasimi_fit_job *job, const rasimi_class_data *data, const rasimi_curve *like, rasimi_curve *out)
{
    double *values;
    const size_t most = like ? like->n : data->n;
    out->at = rasimi_arena_alloc(job->arena, most, sizeof *out->at);
    out->values = rasimi_arena_alloc(job->arena, most, sizeof *out->values);
    if (!out->at || !out->values || rising(job, data, &values) != RASIM_OK)
        return RASIM_ERR_NO_MEMORY;
    if (like) {
        look_up(&(rasimi_fitted){.n_classes = 1, .first = (size_t[]){0, data->n}, .values = values, .at = data->points},
                like, out);
        return RASIM_OK;
    }
    out->n = 0;
    for (size_t i = 0; i < data->n; i++) {
        if (is_inside(values, i, data->n))
            continue;
        out->at[out->n] = data->points[i];
        out->values[out->n++] = values[i];
    }
    return RASIM_OK;
}

static rasim_status
fit(const rasimi_fit_job *job, rasimi_fitted *out)
{
    return rasimi_fit_curves(job, fit_class, out);
}

const rasimi_method rasimi_method_isotonic = {
    .name = "isotonic",
    .family = "table",
    .sentence = "the rising amounts with the least squares from what people cost",
    .fit = fit,
    .predict = rasimi_knots_predict,
    .what = rasimi_knots_what,
    .write = rasimi_knots_write,
    .rounding_gbp = 0.01,
};
