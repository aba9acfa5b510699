/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Populations resampled from weighted rows. */
#include "num/resample.h"

#include "num/draws.h"

/* The first row whose cumulative mass exceeds x, x in [0, last). */
static uint32_t
row_at(const double *cumulative, uint64_t n, double x)
{
    uint64_t low = 0, high = n - 1;
    while (low < high) {
        const uint64_t middle = (low + high) / 2;
        if (cumulative[middle] > x) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return (uint32_t)low;
}

void
rasimi_dirichlet_counts(uint64_t n, uint64_t unseen, const double *cumulative, uint64_t key, uint64_t stratum,
                        uint64_t replicate, uint32_t *counts, uint32_t *chosen)
{
    rasimi_draws draws;
    rasimi_draws_start(&draws, key, stratum, replicate, unseen);
    for (uint64_t i = 0; i < n; i++) {
        counts[i] = 1;
    }
    const double mass = (double)(n - 2), to_cumulative = cumulative[n - 1] / mass;
    for (uint64_t t = 0; t < unseen; t++) {
        const double x = rasimi_draws_uniform(&draws) * (mass + (double)t);
        const uint64_t earlier = x < mass ? t : (uint64_t)(x - mass);
        /* rounding may carry x to the very end: then it is the last earlier person, or the last row */
        if (x < mass || t == 0) {
            chosen[t] = row_at(cumulative, n, x * to_cumulative);
        } else {
            chosen[t] = chosen[earlier < t ? earlier : t - 1];
        }
        counts[chosen[t]]++;
    }
}

/* The weight of a row drawn m times, on the scale of w. */
static double
rao_wu_weight(double weight, double lambda, uint64_t n, uint32_t times)
{
    return weight * (1.0 - lambda + lambda * (double)n * (double)times / (double)(n - 1));
}

void
rasimi_rao_wu_counts(uint64_t n, uint64_t people, const double *weights, uint64_t key, uint64_t stratum,
                     uint64_t replicate, uint32_t *counts, uint32_t *times)
{
    rasimi_draws draws;
    rasimi_draws_start(&draws, key, stratum, replicate, n);
    for (uint64_t i = 0; i < n; i++) {
        times[i] = 0;
    }
    for (uint64_t draw = 0; draw + 1 < n; draw++) {
        times[rasimi_draws_below(&draws, n)]++;
    }
    const double lambda = __builtin_sqrt(1.0 - (double)n / (double)people);
    const double start = rasimi_draws_uniform(&draws);
    double sum = 0.0;
    for (uint64_t i = 0; i < n; i++) {
        sum += rao_wu_weight(weights[i], lambda, n, times[i]);
    }
    double cumulative = 0.0; /* systematic rounding: floor(S_i + start) - floor(S_(i-1) + start), S cumulative */
    uint64_t before = 0;
    for (uint64_t i = 0; i < n; i++) {
        cumulative += rao_wu_weight(weights[i], lambda, n, times[i]);
        const uint64_t exact = (uint64_t)(cumulative / sum * (double)people + start);
        const uint64_t upto = i + 1 == n || exact > people ? people : exact;
        counts[i] = (uint32_t)(upto - before);
        before = upto;
    }
}
