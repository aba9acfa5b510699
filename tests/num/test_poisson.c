/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Poisson counts against GSL's distribution function: inversion is right or wrong at every step, no statistics needed.
 */
#include "num/poisson.h"

#include "draws.h"

#include <criterion/criterion.h>
#include <gsl/gsl_cdf.h>
#include <inttypes.h>
#include <math.h>

static const double means[] = {1e-12, 0.01, 0.4, 1.0, 3.7, 14.999, 15.0, 16.2, 99.5, 700.0, 800.0, 4321.0, 1e5};
#define N_MEANS (sizeof means / sizeof *means)

/* P(N <= k) of GSL is u's bracket: P(N <= k-1) < u <= P(N <= k), but for what the header allows. */
static void
assert_inverts(double mean, double u, double slack)
{
    const uint64_t k = rasimi_poisson(mean, u);
    cr_assert(k < UINT32_MAX);
    const double below = k > 0 ? gsl_cdf_poisson_P((unsigned)k - 1, mean) : 0.0;
    const double at = gsl_cdf_poisson_P((unsigned)k, mean);
    cr_assert(below <= u + slack && u <= at + slack, "mean %g, u %.17g: %" PRIu64 " (%.17g, %.17g)", mean, u, k, below,
              at);
}

Test(poisson, is_the_inverse_of_the_distribution_function)
{
    test_draws draws = {0xeaa4d690, 0};
    for (size_t m = 0; m < N_MEANS; m++) {
        const double slack = 1e-13 * (10.0 + sqrt(means[m])); /* GSL's is the larger share */
        for (int i = 0; i < 3000; i++) {
            assert_inverts(means[m], draw_uniform(&draws), slack);
        }
        for (double u = 0x1p-53; u < 0.5; u *= 3.0) {
            assert_inverts(means[m], u, slack);
            assert_inverts(means[m], 1.0 - u, slack);
        }
    }
}

/* Just beside a step of the distribution function the count changes by one: an error in the mode's probability moves
   all steps at once and would be seen here. */
Test(poisson, steps_stand_where_they_should)
{
    for (size_t m = 2; m < N_MEANS; m++) {
        const double mean = means[m], slack = 1e-13 * (10.0 + sqrt(mean));
        for (double t = -2.0; t <= 3.0; t += 0.5) {
            const double at = floor(mean + t * sqrt(mean));
            if (at < 0.0) {
                continue;
            }
            const unsigned k = (unsigned)at;
            const double step = gsl_cdf_poisson_P(k, mean);
            cr_assert(rasimi_poisson(mean, step - slack) == k, "mean %g, below the step of %u", mean, k);
            cr_assert(rasimi_poisson(mean, step + slack) == k + 1, "mean %g, above the step of %u", mean, k);
        }
    }
}

Test(poisson, rises_with_the_uniform)
{
    for (size_t m = 0; m < N_MEANS; m++) {
        uint64_t last = 0;
        for (int i = 0; i < 4096; i++) {
            const uint64_t k = rasimi_poisson(means[m], i / 4096.0);
            cr_assert(k >= last, "mean %g at %d / 4096", means[m], i);
            last = k;
        }
    }
}

Test(poisson, nobody_comes_where_nobody_is_expected)
{
    cr_assert(rasimi_poisson(0.0, 0.0) == 0 && rasimi_poisson(0.0, 0x1.fffffffffffffp-1) == 0);
    cr_assert(rasimi_poisson(1e-300, 0.999) == 0);
    cr_assert(rasimi_poisson(5.0, 0.0) == 0);
}

/* qpois(c(0.001, 0.5, 0.999), 1e8): 99969099 100000000 100030904. And in a table small enough for anybody's own sums:
   e^-2 = 0.1353, 0.4060, 0.6767, 0.8571. */
Test(poisson, agrees_with_known_values)
{
    cr_assert(rasimi_poisson(1e8, 0.001) == 99969099 && rasimi_poisson(1e8, 0.5) == 100000000 &&
              rasimi_poisson(1e8, 0.999) == 100030904);
    static const double u[] = {0.13, 0.14, 0.40, 0.41, 0.67, 0.68, 0.85, 0.86};
    static const uint64_t k[] = {0, 1, 1, 2, 2, 3, 3, 4};
    for (int i = 0; i < 8; i++) {
        cr_assert(rasimi_poisson(2.0, u[i]) == k[i], "u = %g", u[i]);
    }
}
