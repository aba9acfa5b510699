/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Optimal stretches against every way of cutting small sequences, and rising steps against every rising way. */
#include "num/segments.h"

#include "num/isotonic.h"

#include <criterion/criterion.h>

#include <math.h>
#include <stdint.h>
#include <string.h>

enum { N = 9, SEQUENCES = 60 };

/* Numbers that look random and are the same everywhere (Park & Miller 1988). */
static double
next(uint32_t *state, unsigned below)
{
    *state = (uint32_t)((uint64_t)*state * 48271u % 2147483647u);
    return *state % below;
}

static double
spread_of(const double *values, const double *weights, size_t from, size_t to, double *mean)
{
    double sum = 0, weight = 0, spread = 0;
    for (size_t i = from; i < to; i++) {
        sum += weights[i] * values[i];
        weight += weights[i];
    }
    *mean = sum / weight;
    for (size_t i = from; i < to; i++)
        spread += weights[i] * (values[i] - *mean) * (values[i] - *mean);
    return spread;
}

/* Spread of one way of cutting, a bit for each place where a stretch begins; infinite where means must rise and do
   not. */
static double
spread_of_cuts(const double *values, const double *weights, unsigned cuts, bool rising)
{
    double spread = 0, before = -HUGE_VAL;
    for (size_t from = 0, to; from < N; from = to) {
        double mean;
        for (to = from + 1; to < N && !(cuts >> to & 1);)
            to++;
        spread += spread_of(values, weights, from, to, &mean);
        if (rising && mean < before)
            return HUGE_VAL;
        before = mean;
    }
    return spread;
}

static double
least_spread(const double *values, const double *weights, unsigned k, bool rising)
{
    double least = HUGE_VAL;
    for (unsigned cuts = 1; cuts < 1u << N; cuts += 2)
        if ((unsigned)__builtin_popcount(cuts) == k)
            least = fmin(least, spread_of_cuts(values, weights, cuts, rising));
    return least;
}

static unsigned
cuts_of(const size_t *start, size_t k)
{
    unsigned cuts = 0;
    for (size_t j = 0; j < k; j++)
        cuts |= 1u << start[j];
    return cuts;
}

static void
draw(uint32_t *state, double *values, double *weights)
{
    for (size_t i = 0; i < N; i++) {
        values[i] = next(state, 90) + 7 * (double)i;
        weights[i] = 1 + next(state, 5);
    }
}

Test(segments, no_other_cuts_leave_less_spread)
{
    uint32_t state = 1;
    for (int s = 0; s < SEQUENCES; s++) {
        double values[N], weights[N], mean[N];
        size_t start[N];
        draw(&state, values, weights);
        for (unsigned k = 1; k <= N; k++) {
            cr_assert(rasimi_segments(values, weights, N, k, start, mean));
            const double found = spread_of_cuts(values, weights, cuts_of(start, k), false);
            cr_assert_float_eq(found, least_spread(values, weights, k, false), 1e-7, "sequence %d, k = %u", s, k);
            for (unsigned j = 0; j < k; j++) {
                double own;
                (void)spread_of(values, weights, start[j], j + 1 < k ? start[j + 1] : N, &own);
                cr_assert_float_eq(mean[j], own, 1e-10);
            }
        }
    }
}

/* Bands: the rising sequence first, then its stretches. Against every way of cutting the values themselves whose means
   rise. */
Test(segments, of_a_rising_fit_are_the_best_rising_steps)
{
    uint32_t state = 77;
    for (int s = 0; s < SEQUENCES; s++) {
        double values[N], weights[N], fitted[N], mean[N];
        size_t start[N], pools[N];
        draw(&state, values, weights);
        memcpy(fitted, values, sizeof fitted);
        rasimi_isotonic(fitted, weights, N, pools);
        for (unsigned k = 1; k <= 4; k++) {
            cr_assert(rasimi_segments(fitted, weights, N, k, start, mean));
            const double least = least_spread(values, weights, k, true);
            const double found = spread_of_cuts(values, weights, cuts_of(start, k), true);
            if (isfinite(least) && isfinite(found)) /* more steps than pools: some would be equal */
                cr_assert_float_eq(found, least, 1e-7, "sequence %d, k = %u", s, k);
        }
    }
}
