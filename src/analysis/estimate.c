/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Estimates from a series of integers. Means are exact integer sums converted once; spread is two-pass in the order of
   the replicates; quantiles are order statistics (num/stats.h). */
#include "analysis/estimate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "num/stats.h"

/* Shown in every distribution beside the study's own levels: the middle and a 90 % range. */
static const double always_shown[] = {0.05, 0.5, 0.95};
enum { N_ALWAYS_SHOWN = sizeof always_shown / sizeof *always_shown };

/* Inserts a level into an ascending list unless it is there; returns the new length. */
static size_t
insert_level(double *levels, size_t n, double level)
{
    size_t at = 0;
    while (at < n && levels[at] < level)
        at++;
    if (at < n && levels[at] == level)
        return n;
    memmove(levels + at + 1, levels + at, (n - at) * sizeof *levels);
    levels[at] = level;
    return n + 1;
}

static rasim_status
make_levels(rasimi_estimator *estimator, const double *levels, size_t n_levels)
{
    double *shown = rasimi_arena_alloc(estimator->arena, n_levels + N_ALWAYS_SHOWN, sizeof *shown);
    if (!shown)
        return RASIM_ERR_NO_MEMORY;
    size_t n = 0;
    for (size_t i = 0; i < n_levels; i++)
        n = insert_level(shown, n, levels[i]);
    for (size_t i = 0; i < N_ALWAYS_SHOWN; i++)
        n = insert_level(shown, n, always_shown[i]);
    estimator->levels = shown;
    estimator->n_levels = n;
    return RASIM_OK;
}

rasim_status
rasimi_estimator_create(rasimi_arena *arena, const double *levels, size_t n_levels, uint64_t capacity,
                        rasimi_estimator *out)
{
    *out = (rasimi_estimator){.arena = arena};
    rasim_status status = make_levels(out, levels, n_levels);
    if (status)
        return status;
    out->values = rasimi_calloc(capacity, sizeof *out->values);
    out->sorted = rasimi_calloc(capacity, sizeof *out->sorted);
    return out->values && out->sorted ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

void
rasimi_estimator_clear(rasimi_estimator *estimator)
{
    free(estimator->values);
    free(estimator->sorted);
    *estimator = (rasimi_estimator){0};
}

void
rasimi_estimator_load(rasimi_estimator *estimator, const int64_t *units, uint64_t n, double per_unit)
{
    estimator->n = n;
    for (uint64_t i = 0; i < n; i++)
        estimator->values[i] = (double)units[i] * per_unit;
    memcpy(estimator->sorted, estimator->values, n * sizeof *estimator->sorted);
    rasimi_sort(estimator->sorted, n);
}

void
rasimi_estimator_load_doubles(rasimi_estimator *estimator, const double *values, uint64_t n)
{
    estimator->n = n;
    memcpy(estimator->values, values, n * sizeof *values);
    memcpy(estimator->sorted, values, n * sizeof *values);
    rasimi_sort(estimator->sorted, n);
}

rasim_status
rasimi_estimate_loaded(rasimi_estimator *estimator, rasim_distribution *out)
{
    rasimi_mean_sd(estimator->values, estimator->n, &out->mean, &out->sd);
    out->mean_se = out->sd / sqrt((double)estimator->n);
    out->n_quantiles = estimator->n_levels;
    out->quantiles = rasimi_estimate_quantiles(estimator, estimator->levels, estimator->n_levels);
    return out->quantiles ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

rasim_status
rasimi_estimate_distribution(rasimi_estimator *estimator, const int64_t *units, uint64_t n, double per_unit,
                             rasim_distribution *out)
{
    rasimi_estimator_load(estimator, units, n, per_unit);
    rasim_status status = rasimi_estimate_loaded(estimator, out);
    out->mean = rasimi_estimate_mean(rasimi_series_sum(units, n), n, per_unit); /* from the exact sum */
    return status;
}

rasim_expected
rasimi_estimate_expected(const rasimi_estimator *estimator)
{
    const uint64_t n = estimator->n;
    rasim_expected out = {.p10 = estimator->sorted[rasimi_quantile_rank(0.1, n) - 1],
                          .p90 = estimator->sorted[rasimi_quantile_rank(0.9, n) - 1]};
    double sd;
    rasimi_mean_sd(estimator->values, n, &out.mean, &sd);
    out.mean_se = sd / sqrt((double)n);
    return out;
}

void
rasimi_estimate_fan(const rasimi_estimator *estimator, rasim_at_level fan[RASIM_N_FAN_LEVELS])
{
    static const double levels[RASIM_N_FAN_LEVELS] = {0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95};
    for (size_t i = 0; i < RASIM_N_FAN_LEVELS; i++)
        fan[i] = rasimi_quantile(estimator->sorted, estimator->n, levels[i]);
}

rasim_at_level *
rasimi_estimate_quantiles(const rasimi_estimator *estimator, const double *levels, size_t n_levels)
{
    rasim_at_level *quantiles = rasimi_arena_alloc(estimator->arena, n_levels, sizeof *quantiles);
    for (size_t i = 0; quantiles && i < n_levels; i++)
        quantiles[i] = rasimi_quantile(estimator->sorted, estimator->n, levels[i]);
    return quantiles;
}

rasim_probability
rasimi_estimate_at_most(const rasimi_estimator *estimator, double limit, const double *factors)
{
    uint64_t below = 0;
    for (uint64_t i = 0; i < estimator->n; i++)
        below += estimator->values[i] <= (factors ? factors[i] * limit : limit);
    return rasimi_wilson(below, estimator->n);
}

double
rasimi_estimate_mean(rasimi_wide sum, uint64_t n, double per_unit)
{
    return (double)sum / (double)n * per_unit;
}
