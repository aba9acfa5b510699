/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Estimates against R's and GSL's values, direct definitions, and their own claimed coverage. */
#include "num/stats.h"

#include "draws.h"

#include <criterion/criterion.h>
#include <gsl/gsl_cdf.h>
#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* prop.test(k, n, correct = FALSE)$conf.int; R's z is qnorm(0.975). */
Test(stats, wilson_agrees_with_r)
{
    static const struct {
        uint64_t k, n;
        double low, high;
    } cases[] = {
        {0, 1, 0.0, 0.79345068562276255},
        {1, 1, 0.2065493143772375, 1.0},
        {0, 10, 0.0, 0.27753279986288915},
        {1, 10, 0.017876213095072892, 0.40415002679523837},
        {5, 10, 0.23659309051256402, 0.76340690948743595},
        {10, 10, 0.72246720013711085, 1.0},
        {950, 1000, 0.93468617975574919, 0.96186973760725114},
        {9731, 10000, 0.96974268949624443, 0.97609397124542119},
        {3, 1000000, 1.0202712409681229e-06, 8.8211497743124362e-06},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const rasim_probability p = rasimi_wilson(cases[i].k, cases[i].n);
        cr_assert(p.probability == (double)cases[i].k / (double)cases[i].n);
        cr_assert(fabs(p.low - cases[i].low) < 1e-14 && fabs(p.high - cases[i].high) < 1e-14,
                  "%" PRIu64 " of %" PRIu64 ": %.17g to %.17g", cases[i].k, cases[i].n, p.low, p.high);
    }
    for (uint64_t n = 1; n < 3000; n++) { /* the ends are exact and nothing leaves 0..1 */
        const rasim_probability none = rasimi_wilson(0, n), all = rasimi_wilson(n, n);
        const rasim_probability one = rasimi_wilson(1, n), most = rasimi_wilson(n - 1, n);
        cr_assert(none.low == 0.0 && all.high == 1.0 && one.low > 0.0 && most.high < 1.0, "n = %" PRIu64, n);
    }
}

Test(stats, quantile_rank_is_the_ceiling_of_the_exact_product)
{
    static const struct {
        double level;
        uint64_t n, rank;
    } cases[] = {
        {0.5, 1, 1},       {0.5, 2, 1},     {0.5, 3, 2},       {0.95, 1000, 950},
        {0.95, 1001, 951}, {0.9, 10, 9},    {0.7, 10, 7},      {0.07, 100, 7},
        {0.55, 100, 55},   {0.57, 100, 57}, {0.29, 100, 29},   {0.01, 10, 1},
        {0.99, 10, 10},    {0.001, 100, 1}, {0.995, 200, 199}, {0.95, 10000000, 9500000},
        {0.999, 10, 10},   {1.0 / 3, 3, 1}, {1.0 / 3, 4, 2},   {0.95000001, 1000, 951},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const uint64_t rank = rasimi_quantile_rank(cases[i].level, cases[i].n);
        cr_assert(rank == cases[i].rank, "%g of %" PRIu64 ": %" PRIu64, cases[i].level, cases[i].n, rank);
    }
    for (uint64_t percent = 1; percent < 100; percent++) { /* whole percents of whole hundreds have whole ranks */
        for (uint64_t hundreds = 1; hundreds < 2000; hundreds += 7) {
            cr_assert(rasimi_quantile_rank((double)percent / 100.0, 100 * hundreds) == percent * hundreds);
        }
    }
}

static double
binomial_at_most(uint64_t k, double p, uint64_t n)
{
    return gsl_cdf_binomial_P((unsigned)k, p, (unsigned)n);
}

static double
binomial_at_least(uint64_t k, double p, uint64_t n)
{
    return k == 0 ? 1.0 : gsl_cdf_binomial_Q((unsigned)k - 1, p, (unsigned)n);
}

/* Each rank's tail holds at most 2.5 %, and the next rank inwards holds more: so no pair is narrower. */
Test(stats, interval_ranks_are_the_innermost_allowed)
{
    static const double levels[] = {0.005, 0.05, 0.5, 0.8, 0.9, 0.95, 0.975, 0.99, 0.995};
    static const uint64_t sizes[] = {1, 2, 3, 5, 10, 64, 100, 1000, 10000, 100000, 10000000};
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
        for (size_t j = 0; j < sizeof sizes / sizeof *sizes; j++) {
            const double p = levels[i];
            const uint64_t n = sizes[j];
            uint64_t low = 99, high = 99;
            rasimi_quantile_interval_ranks(p, n, &low, &high);
            cr_assert(low <= n && high >= 1 && high <= n + 1 && low < high, "%g, %" PRIu64, p, n);
            cr_assert(low == 0 || binomial_at_most(low - 1, p, n) <= 0.025, "low %" PRIu64 ", %g, %" PRIu64, low, p, n);
            cr_assert(binomial_at_most(low, p, n) > 0.025, "low %" PRIu64 " could be more, %g, %" PRIu64, low, p, n);
            cr_assert(high > n || binomial_at_least(high, p, n) <= 0.025, "high %" PRIu64 ", %g, %" PRIu64, high, p, n);
            cr_assert(binomial_at_least(high - 1, p, n) > 0.025, "high %" PRIu64 " could be less, %g, %" PRIu64, high,
                      p, n);
        }
    }
}

/* k <- 0:n; sum(pbinom(k, n, p) <= 0.025); which(pbinom(k - 1, n, p, lower = FALSE) <= 0.025)[1] - 1 */
Test(stats, interval_ranks_agree_with_r)
{
    static const struct {
        double level;
        uint64_t n, low, high;
    } cases[] = {
        {0.05, 10, 0, 3},  {0.05, 64, 0, 8},   {0.05, 1000, 37, 65},   {0.05, 10000, 458, 544},
        {0.5, 10, 2, 9},   {0.5, 64, 24, 41},  {0.5, 1000, 469, 532},  {0.5, 10000, 4902, 5099},
        {0.95, 10, 8, 11}, {0.95, 64, 57, 65}, {0.95, 1000, 936, 964}, {0.95, 10000, 9457, 9543},
        {0.99, 10, 9, 11}, {0.99, 64, 61, 65}, {0.99, 1000, 983, 997}, {0.99, 10000, 9880, 9920},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint64_t low, high;
        rasimi_quantile_interval_ranks(cases[i].level, cases[i].n, &low, &high);
        cr_assert(low == cases[i].low && high == cases[i].high, "%g, %" PRIu64 ": %" PRIu64 " to %" PRIu64,
                  cases[i].level, cases[i].n, low, high);
    }
}

/* How often n uniforms' interval of a level, moved outwards by `widen` ranks on each side, holds the level. */
static uint64_t
covered(double level, uint64_t n, int64_t widen, uint64_t trials)
{
    test_draws draws = {0x24503ef0, n << 32};
    uint64_t low, high, hits = 0;
    rasimi_quantile_interval_ranks(level, n, &low, &high);
    const uint64_t least = low - (uint64_t)widen, most = high + (uint64_t)widen;
    for (uint64_t trial = 0; trial < trials; trial++) {
        uint64_t below = 0; /* X_(r) <= q where at least r values are below it */
        for (uint64_t i = 0; i < n; i++) {
            below += draw_uniform(&draws) < level;
        }
        hits += below >= least && below < most;
    }
    return hits;
}

/* The band is exact: hits are binomial with the ranks' own probability. Family-wise error 1e-6 over 3 cases and two
   sides. Ranks one further in or out on each side must leave it. */
Test(stats, quantile_interval_covers)
{
    static const struct {
        double level;
        uint64_t n;
    } cases[] = {{0.95, 200}, {0.5, 60}, {0.8, 100}};
    const uint64_t trials = 20000;
    const double alpha = 1e-6 / 6.0;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const double p = cases[i].level;
        const uint64_t n = cases[i].n;
        uint64_t low, high;
        rasimi_quantile_interval_ranks(p, n, &low, &high);
        const double truth = binomial_at_most(high - 1, p, n) - binomial_at_most(low - 1, p, n);
        cr_assert(truth >= 0.95 && truth < 0.98, "%g", truth);
        for (int64_t widen = -1; widen <= 1; widen++) {
            const uint64_t hits = covered(p, n, widen, trials);
            const bool fits =
                binomial_at_most(hits, truth, trials) > alpha && binomial_at_least(hits, truth, trials) > alpha;
            cr_assert(fits == (widen == 0), "case %zu, widened by %d: %" PRIu64 " hits, expected %g", i, (int)widen,
                      hits, truth * (double)trials);
        }
    }
}

Test(stats, quantile_gives_order_statistics_and_absent_bounds)
{
    double values[1000];
    for (int i = 0; i < 1000; i++) {
        values[i] = 10.0 * (i + 1);
    }
    const rasim_at_level many = rasimi_quantile(values, 1000, 0.95);
    cr_assert(many.level == 0.95 && many.value == 9500.0 && many.low == 9360.0 && many.high == 9640.0);
    const rasim_at_level few = rasimi_quantile(values, 10, 0.95);
    cr_assert(few.value == 100.0 && few.low == 80.0 && isnan(few.high));
    const rasim_at_level low = rasimi_quantile(values, 10, 0.05);
    cr_assert(low.value == 10.0 && isnan(low.low) && low.high == 30.0);
    const rasim_at_level one = rasimi_quantile(values, 1, 0.5);
    cr_assert(one.value == 10.0 && isnan(one.low) && isnan(one.high));
}

Test(stats, expected_shortfall_averages_the_exact_tail)
{
    static const double values[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 30};
    static const struct {
        uint64_t n;
        double level, expected;
    } cases[] = {
        {10, 0.8, 19.5},               /* level n = 8: (9 + 30) / 2 */
        {10, 0.9, 30.0},               /* 30 / 1 */
        {10, 0.95, 30.0},              /* (10 - 9.5) 30 / 0.5 */
        {10, 0.75, 17.2},              /* (9 + 30 + 0.5 x 8) / 2.5 */
        {10, 0.5, 12.0},               /* (6 + 7 + 8 + 9 + 30) / 5 */
        {4, 0.7, (4 + 0.2 * 3) / 1.2}, /* level n = 2.8 */
        {1, 0.5, 1.0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const double got = rasimi_expected_shortfall(values, cases[i].n, cases[i].level);
        cr_assert(fabs(got - cases[i].expected) < 1e-13, "case %zu: %.17g", i, got);
    }
    const double equal[] = {0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1};
    cr_assert(rasimi_expected_shortfall(equal, 7, 0.3) == 0.1);
}

Test(stats, mean_and_sd_survive_a_large_offset)
{
    double mean, sd, values[1000];
    const double three[] = {1.0, 2.0, 4.0};
    rasimi_mean_sd(three, 3, &mean, &sd);
    cr_assert(fabs(mean - 7.0 / 3.0) < 1e-15 && fabs(sd - 1.5275252316519467) < 1e-15); /* sd(c(1, 2, 4)) */
    rasimi_mean_sd(three, 1, &mean, &sd);
    cr_assert(mean == 1.0 && sd == 0.0);
    for (int i = 0; i < 1000; i++) {
        values[i] = 1e12 + i % 10;
    }
    rasimi_mean_sd(values, 1000, &mean, &sd);
    cr_assert(mean == 1e12 + 4.5 && fabs(sd - sqrt(8250.0 / 999.0)) < 1e-12, "%.17g, %.17g", mean, sd);
    for (int i = 0; i < 1000; i++) {
        values[i] = 0.1;
    }
    rasimi_mean_sd(values, 1000, &mean, &sd);
    cr_assert(mean == 0.1 && sd == 0.0);
}

static int
by_value(const void *left, const void *right)
{
    double a, b;
    memcpy(&a, left, sizeof a);
    memcpy(&b, right, sizeof b);
    if (a != b) {
        return a < b ? -1 : 1;
    }
    return (signbit(a) == 0) - (signbit(b) == 0); /* -0 before 0 */
}

/* Value i of a kind: spread over all doubles, alike, repeated, sorted, reversed, all equal, signed zeros. */
static double
sample(int kind, uint64_t i, test_draws *draws)
{
    const uint64_t bits = draw_bits(draws);
    double any;
    memcpy(&any, &bits, sizeof any);
    switch (kind) {
        case 0:
            return isfinite(any) ? any : -DBL_MAX;
        case 1:
            return 4.2e7 + 1e5 * draw_uniform(draws);
        case 2:
            return (double)(int)(bits % 7) - 3.0;
        case 3:
            return (double)i;
        case 4:
            return -(double)i;
        case 5:
            return 3.5;
        default:
            return bits & 1 ? 0.0 : -0.0;
    }
}

Test(stats, sort_agrees_with_a_comparison_sort)
{
    static const uint64_t sizes[] = {0, 1, 2, 3, 48, 49, 50, 257, 10000, 100000};
    const uint64_t most = 100000;
    test_draws draws = {0x36ccd642, 0};
    double *values = malloc(most * sizeof *values), *expected = malloc(most * sizeof *expected);
    cr_assert(values != NULL && expected != NULL);
    for (int kind = 0; kind < 7; kind++) {
        for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
            for (uint64_t i = 0; i < sizes[s]; i++) {
                values[i] = expected[i] = sample(kind, i, &draws);
            }
            rasimi_sort(values, sizes[s]);
            qsort(expected, sizes[s], sizeof *expected, by_value);
            cr_assert(memcmp(values, expected, sizes[s] * sizeof *values) == 0, "kind %d, %" PRIu64 " values", kind,
                      sizes[s]);
        }
    }
    free(values);
    free(expected);
}
