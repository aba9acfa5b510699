/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Method bands: the k rising steps with the least squares from what people cost: the isotonic fit, cut into the k best
   stretches. */
#include "analysis/calibrate.h"
#include "num/isotonic.h"
#include "num/segments.h"

#include <math.h>

/* Stretches of equal value in the isotonic fit. */
typedef struct pools {
    size_t n;
    double *values, *weights, *from, *to; /* of points */
} pools;

static bool
allocate(pools *p, size_t n, rasimi_arena *arena)
{
    p->values = rasimi_arena_alloc(arena, n, sizeof *p->values);
    p->weights = rasimi_arena_alloc(arena, n, sizeof *p->weights);
    p->from = rasimi_arena_alloc(arena, n, sizeof *p->from);
    p->to = rasimi_arena_alloc(arena, n, sizeof *p->to);
    return p->values && p->weights && p->from && p->to;
}

static rasim_status
make_pools(const rasimi_class_data *data, rasimi_arena *arena, pools *out)
{
    double *rising = rasimi_arena_alloc(arena, data->n, sizeof *rising);
    size_t *start = rasimi_arena_alloc(arena, data->n, sizeof *start);
    *out = (pools){0};
    if (!rising || !start || !allocate(out, data->n, arena))
        return RASIM_ERR_NO_MEMORY;
    for (size_t i = 0; i < data->n; i++)
        rising[i] = data->mean[i];
    rasimi_isotonic(rising, data->weight, data->n, start);
    for (size_t i = 0; i < data->n; i++) {
        if (out->n == 0 || rising[i] > out->values[out->n - 1]) {
            out->values[out->n] = rising[i];
            out->from[out->n] = data->points[i];
            out->weights[out->n++] = 0;
        }
        out->weights[out->n - 1] += data->weight[i];
        out->to[out->n - 1] = data->points[i];
    }
    return RASIM_OK;
}

/* Where a band begins: between the people on either side, at the whole points nearest to halfway where there are any;
   the first where points do. */
static double
edge(const rasimi_fit_job *job, const pools *p, size_t pool)
{
    const double low = job->sample->points_low;
    if (pool == 0)
        return isfinite(low) && low < p->from[0] ? low : p->from[0];
    const double before = p->to[pool - 1], after = p->from[pool], middle = 0.5 * (before + after);
    const double whole = rint(middle), next = whole > before ? whole : whole + 1;
    return next <= after ? next : fmin(ceil(100 * middle) / 100, after);
}

static rasim_status
fit_class(const rasimi_fit_job *job, const rasimi_class_data *data, const rasimi_curve *like, rasimi_curve *out)
{
    pools p;
    const size_t wanted = like ? like->n : job->settings->n_bands;
    size_t *start = rasimi_arena_alloc(job->arena, wanted, sizeof *start);
    out->at = rasimi_arena_alloc(job->arena, wanted, sizeof *out->at);
    out->values = rasimi_arena_alloc(job->arena, wanted, sizeof *out->values);
    if (!start || !out->at || !out->values || make_pools(data, job->arena, &p) != RASIM_OK)
        return RASIM_ERR_NO_MEMORY;
    const size_t k = wanted < p.n ? wanted : p.n;
    if (!rasimi_segments(p.values, p.weights, p.n, k, start, out->values))
        return RASIM_ERR_NO_MEMORY;
    for (size_t j = 0; j < k; j++)
        out->at[j] = edge(job, &p, start[j]);
    for (out->n = k; like && out->n < wanted; out->n++) { /* a sample with fewer steps than the fit */
        out->at[out->n] = out->at[k - 1];
        out->values[out->n] = out->values[k - 1];
    }
    return RASIM_OK;
}

static rasim_status
fit(const rasimi_fit_job *job, rasimi_fitted *out)
{
    return rasimi_fit_curves(job, fit_class, out);
}

static double
predict(const rasimi_fit_job *job, const rasimi_fitted *fitted, size_t class, size_t i)
{
    return rasimi_curve_step(fitted, class, job->points[i]);
}

static const char *
what(const rasimi_fitted *fitted, const rasimi_sample *sample, size_t value, rasimi_arena *arena)
{
    (void)sample;
    return rasimi_arena_printf(arena, "from %s points", rasimi_words_number(fitted->at[value]).text);
}

static void
write(const rasimi_fitted *fitted, const rasimi_sample *sample, size_t class, const rasimi_fit_settings *settings,
      double scale, rasimi_buffer *out)
{
    rasimi_curve_write(fitted, sample, class, settings->rounding_gbp, scale, "bands", "from", out);
}

const rasimi_method rasimi_method_bands = {
    .name = "bands",
    .family = "banded",
    .sentence = "the rising steps, so many as are asked for, with the least squares from what people cost",
    .fit = fit,
    .predict = predict,
    .what = what,
    .write = write,
    .ends_vary = true,
    .rounding_gbp = 5,
};
