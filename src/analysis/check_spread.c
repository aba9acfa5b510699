/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Distributions over people: values at weights. */
#include "analysis/check.h"

#include <math.h>
#include <stdlib.h>

/* A level's share of the weight is reached where sums differ only by their rounding. */
#define SAME_SHARE 1e-12

static int
by_value(const void *a, const void *b)
{
    const double x = ((const rasimi_weighted *)a)->value, y = ((const rasimi_weighted *)b)->value;
    return (x > y) - (x < y);
}

static double
sum_weights(const rasimi_weighted *values, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += values[i].weight;
    return sum;
}

double
rasimi_weighted_quantile(const rasimi_weighted *sorted, size_t n, double level)
{
    const double wanted = level * sum_weights(sorted, n) * (1 - SAME_SHARE);
    double below = 0;
    for (size_t i = 0; i + 1 < n; i++) {
        below += sorted[i].weight;
        if (below >= wanted)
            return sorted[i].value;
    }
    return sorted[n - 1].value;
}

void
rasimi_spread_of(rasimi_weighted *values, size_t n, rasim_check_spread *out)
{
    const double none = (double)NAN;
    *out = (rasim_check_spread){n, 0, none, none, none, none, none, none, none, none, none};
    if (n == 0)
        return;
    qsort(values, n, sizeof *values, by_value);
    double sum = 0, squares = 0;
    out->people = sum_weights(values, n);
    for (size_t i = 0; i < n; i++)
        sum += values[i].weight * values[i].value;
    out->mean = sum / out->people;
    for (size_t i = 0; i < n; i++)
        squares += values[i].weight * (values[i].value - out->mean) * (values[i].value - out->mean);
    out->sd = n > 1 ? sqrt(squares / out->people * (double)n / (double)(n - 1)) : 0;
    out->cv = out->mean > 0 ? out->sd / out->mean : none;
    out->least = values[0].value;
    out->median = rasimi_weighted_quantile(values, n, 0.5);
    out->p90 = rasimi_weighted_quantile(values, n, 0.9);
    out->p95 = rasimi_weighted_quantile(values, n, 0.95);
    out->p99 = rasimi_weighted_quantile(values, n, 0.99);
    out->most = values[n - 1].value;
}
