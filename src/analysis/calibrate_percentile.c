/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Method percentile: the person at a rank in points gets what stands at the same rank in cost, at a few knots. */
#include "analysis/calibrate.h"
#include "num/percentile.h"

#include <math.h>

/* Points wider apart than this have their knots at whole points. */
#define WIDE 20

/* Knots at evenly spaced ranks of points, each once. */
static size_t
place_knots(const rasimi_ranked *points, size_t wanted, double *at)
{
    const bool whole = points->values[points->n - 1] - points->values[0] >= WIDE;
    size_t n = 0;
    for (size_t j = 0; j < wanted; j++) {
        const double there = rasimi_value_at_rank(points, (double)j / (double)(wanted - 1));
        const double knot = whole ? rint(there) : rint(100 * there) / 100;
        if (n == 0 || knot > at[n - 1])
            at[n++] = knot;
    }
    return n;
}

static rasim_status
fit_class(const rasimi_fit_job *job, const rasimi_class_data *data, const rasimi_curve *like, rasimi_curve *out)
{
    const rasimi_ranked points = {data->people_points, data->points_upto, data->n_people};
    const rasimi_ranked costs = {data->costs, data->cost_upto, data->n_people};
    const size_t wanted = like ? like->n : job->settings->n_knots;
    out->at = rasimi_arena_alloc(job->arena, wanted, sizeof *out->at);
    out->values = rasimi_arena_alloc(job->arena, wanted, sizeof *out->values);
    if (!out->at || !out->values)
        return RASIM_ERR_NO_MEMORY;
    if (!like)
        out->n = place_knots(&points, wanted, out->at);
    for (size_t j = 0; like && j < wanted; j++)
        out->at[out->n++] = like->at[j];
    for (size_t j = 0; j < out->n; j++)
        out->values[j] = rasimi_value_at_rank(&costs, rasimi_mid_rank(&points, out->at[j]));
    return RASIM_OK;
}

static rasim_status
fit(const rasimi_fit_job *job, rasimi_fitted *out)
{
    return rasimi_fit_curves(job, fit_class, out);
}

const rasimi_method rasimi_method_percentile = {
    .name = "percentile",
    .family = "table",
    .sentence = "who stands at a rank in points gets what stands at that rank in cost; straight between a few knots",
    .fit = fit,
    .predict = rasimi_knots_predict,
    .what = rasimi_knots_what,
    .write = rasimi_knots_write,
    .rounding_gbp = 0.01,
};
