/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores of forecasts against closed forms of the normal distribution, and chances against GSL's. */
#include "num/forecast.h"

#include <criterion/criterion.h>
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

#include "num/detmath.h"
#include "support/law.h"

enum { N = 20001 };

/* The quantiles of a normal distribution at (i + 1/2) / N. */
static double *
normal_sample(double mean, double sd)
{
    double *sorted = malloc(N * sizeof *sorted);
    cr_assert_not_null(sorted);
    for (int i = 0; i < N; i++)
        sorted[i] = mean + sd * rasimi_normal_quantile((i + 0.5) / N);
    return sorted;
}

/* CRPS of a normal forecast: sd (z (2 Phi(z) - 1) + 2 phi(z) - 1/sqrt(pi)) (Gneiting & Raftery 2007). */
Test(forecast, crps_is_the_normals)
{
    double *sorted = normal_sample(1000, 50);
    for (double z = -4; z <= 4; z += 0.25) {
        const double density = exp(-z * z / 2) / sqrt(2 * M_PI);
        const double crps = 50 * (z * (2 * gsl_cdf_ugaussian_P(z) - 1) + 2 * density - 1 / sqrt(M_PI));
        cr_assert_float_eq(rasimi_crps(sorted, N, 1000 + 50 * z), crps, 0.02, "%g", z);
    }
    cr_assert_float_eq(rasimi_half_mean_difference(sorted, N), 50 / sqrt(M_PI), 0.02);
    free(sorted);
}

/* Against the definition, over all pairs of different values. */
Test(forecast, crps_is_fair_in_small_samples)
{
    static const double sorted[] = {-3, 1, 1, 4, 9};
    double pairs = 0, distance = 0;
    for (int i = 0; i < 5; i++) {
        distance += fabs(sorted[i] - 2) / 5;
        for (int j = 0; j < 5; j++)
            pairs += fabs(sorted[i] - sorted[j]) / 20;
    }
    cr_assert_float_eq(rasimi_half_mean_difference(sorted, 5), pairs / 2, 1e-12);
    cr_assert_float_eq(rasimi_crps(sorted, 5, 2), distance - pairs / 2, 1e-12);
}

Test(forecast, values_below_and_equal_are_counted)
{
    static const double sorted[] = {1, 2, 2, 2, 5};
    static const struct {
        double x;
        uint64_t below, equal;
    } cases[] = {{0, 0, 0}, {1, 0, 1}, {2, 1, 3}, {3, 4, 0}, {5, 4, 1}, {6, 5, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint64_t below, equal;
        rasimi_count_below(sorted, 5, cases[i].x, &below, &equal);
        cr_assert(below == cases[i].below && equal == cases[i].equal, "case %zu", i);
    }
}

Test(forecast, chances_are_gsls)
{
    for (uint64_t k = 1; k <= 40; k++)
        for (double x = 0; x < 120; x += 0.37)
            cr_assert_float_eq(rasimi_chi_squared_above(k, x), gsl_cdf_chisq_Q(x, (double)k), 1e-13, "%llu %g",
                               (unsigned long long)k, x);
    for (unsigned n = 1; n <= 30; n++)
        for (unsigned k = 0; k <= n; k++) {
            cr_assert_float_eq(rasimi_binomial_at_most(k, n, 0.8), gsl_cdf_binomial_P(k, 0.8, n), 1e-13);
            cr_assert_float_eq(rasimi_binomial_at_most(k, n, 0.05), gsl_cdf_binomial_P(k, 0.05, n), 1e-13);
        }
}
