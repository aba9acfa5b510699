/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pool adjacent violators, in one pass with a stack of pools. */
#include "num/isotonic.h"

/* Mean of values[from, to), by weight where there is any. The values of a pool that was filled before are equal. */
static double
pool_mean(const double *values, const double *weights, size_t from, size_t to)
{
    double sum = 0.0, weight = 0.0, plain = 0.0;
    for (size_t i = from; i < to; i++) {
        sum += weights[i] * values[i];
        weight += weights[i];
        plain += values[i];
    }
    return weight > 0.0 ? sum / weight : plain / (double)(to - from);
}

static void
fill(double *values, size_t from, size_t to, double mean)
{
    for (size_t i = from; i < to; i++) {
        values[i] = mean;
    }
}

void
rasimi_isotonic(double *values, const double *weights, size_t n, size_t *start)
{
    size_t pools = 0;
    for (size_t i = 0; i < n; i++) {
        start[pools++] = i;
        while (pools > 1 && values[start[pools - 2]] > values[start[pools - 1]]) {
            const size_t from = start[pools - 2];
            fill(values, from, i + 1, pool_mean(values, weights, from, i + 1));
            pools--;
        }
    }
}
