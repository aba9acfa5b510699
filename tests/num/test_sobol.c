/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sobol indices against closed forms: the function of Ishigami and Homma (1990), a product, and its negative control.
 */
#include "num/sobol.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdint.h>

#include "num/draws.h"

#define N 20000
#define K 3

/* Four standard errors: 12 comparisons exceed it with probability below 1e-3 together. */
#define LIMIT 4.0

typedef double
output_fn(const double *x);

/* sin x1 + 7 sin^2 x2 + 0.1 x3^4 sin x1, x uniform on (-pi, pi). */
static double
ishigami(const double *x)
{
    const double x3 = x[2] * x[2];
    return sin(x[0]) + 7.0 * sin(x[1]) * sin(x[1]) + 0.1 * x3 * x3 * sin(x[0]);
}

/* x1 x2 of two uniforms on (-pi, pi): no first order at all. */
static double
product(const double *x)
{
    return x[0] * x[1];
}

static void
draw(double points[N][K], uint64_t key)
{
    rasimi_draws draws;
    rasimi_draws_start(&draws, key, 1, 0, (uint64_t)N * K);
    for (size_t i = 0; i < N; i++)
        for (size_t k = 0; k < K; k++)
            points[i][k] = M_PI * (2.0 * rasimi_draws_uniform(&draws) - 1.0);
}

static double a[N][K], b[N][K], fa[N], fb[N], fab[N];

static rasimi_sobol
estimate(output_fn *f, size_t source)
{
    draw(a, 0x1a6b3c4d);
    draw(b, 0x5e2f7081);
    for (size_t i = 0; i < N; i++) {
        double mixed[K] = {a[i][0], a[i][1], a[i][2]};
        mixed[source] = b[i][source];
        fa[i] = f(a[i]);
        fb[i] = f(b[i]);
        fab[i] = f(mixed);
    }
    return rasimi_sobol_estimate(fa, fb, fab, N);
}

static bool
agrees(rasimi_sobol_share share, double expected)
{
    return fabs(share.share - expected) < LIMIT * share.se + 1e-12;
}

Test(sobol, ishigami_as_published)
{
    /* V = a^2/8 + b pi^4/5 + b^2 pi^8/18 + 1/2, with a = 7 and b = 0.1 */
    const double p4 = pow(M_PI, 4), p8 = pow(M_PI, 8), b1 = 0.1;
    const double variance = 49.0 / 8.0 + b1 * p4 / 5.0 + b1 * b1 * p8 / 18.0 + 0.5;
    const double v1 = 0.5 * (1.0 + b1 * p4 / 5.0) * (1.0 + b1 * p4 / 5.0), v2 = 49.0 / 8.0;
    const double v13 = b1 * b1 * p8 * (1.0 / 18.0 - 1.0 / 50.0);
    const double first[] = {v1 / variance, v2 / variance, 0.0};
    const double total[] = {(v1 + v13) / variance, v2 / variance, v13 / variance};
    for (size_t k = 0; k < K; k++) {
        const rasimi_sobol s = estimate(ishigami, k);
        cr_assert(agrees(s.first, first[k]), "first %zu: %g +- %g, not %g", k, s.first.share, s.first.se, first[k]);
        cr_assert(agrees(s.total, total[k]), "total %zu: %g +- %g, not %g", k, s.total.share, s.total.se, total[k]);
        cr_assert_lt(s.first.se, 0.03);
    }
    /* the control: the first order of x3 is not its total */
    cr_assert_not(agrees(estimate(ishigami, 2).total, 0.0));
}

Test(sobol, a_product_is_all_interaction)
{
    for (size_t k = 0; k < 2; k++) {
        const rasimi_sobol s = estimate(product, k);
        cr_assert(agrees(s.first, 0.0));
        cr_assert(agrees(s.total, 1.0));
    }
    cr_assert_eq(estimate(product, 2).total.share, 0.0, "what does not matter has exactly nothing");
}

Test(sobol, nothing_without_variance)
{
    const double same[] = {3, 3, 3};
    cr_assert(isnan(rasimi_sobol_estimate(same, same, same, 3).total.share));
}
