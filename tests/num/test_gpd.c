/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The generalised Pareto distribution against its textbook forms in long double, GSL's Pareto and exponential, and
   numerical integrals. */
#include "num/gpd.h"

#include <criterion/criterion.h>
#include <gsl/gsl_cdf.h>
#include <float.h>
#include <math.h>

static const double shapes[] = {-0.9, -0.5, -0.2, -1e-3, -1e-9, -1e-18, 0.0, 1e-18, 1e-9, 1e-3, 0.1, 0.35, 0.5, 0.9};
#define N_SHAPES (sizeof shapes / sizeof *shapes)

/* scale (q^-shape - 1) / shape, whose digits long double keeps for shapes as small as 1e-9. */
static long double
textbook_quantile(rasimi_gpd g, long double log_q)
{
    const long double shape = (long double)g.shape, scale = (long double)g.scale;
    return g.shape == 0.0 ? -scale * log_q : scale * expm1l(-shape * log_q) / shape;
}

Test(gpd, quantile_is_the_textbooks)
{
    for (size_t s = 0; s < N_SHAPES; s++) {
        const rasimi_gpd g = {shapes[s], 417.0};
        for (double q = 1e-300; q < 1.0; q *= 1.9) {
            const long double log_q = logl((long double)q), log_rest = log1pl(-(long double)q);
            const double above = (double)textbook_quantile(g, log_q), below = (double)textbook_quantile(g, log_rest);
            const double allowed = 1e-14 * (1.0 + fabs(shapes[s] * (double)log_q));
            cr_assert(fabs(rasimi_gpd_exceeded_with(g, q) / above - 1.0) < allowed, "shape %g, q %g", g.shape, q);
            cr_assert(fabs(rasimi_gpd_quantile(g, q) / below - 1.0) < allowed, "shape %g, p %g", g.shape, q);
        }
        cr_assert(rasimi_gpd_quantile(g, 0.0) == 0.0 && rasimi_gpd_exceeded_with(g, 1.0) == 0.0);
    }
}

/* Shape 0 is GSL's exponential, shape > 0 its Pareto moved to 0. */
Test(gpd, distribution_function_agrees_with_gsl)
{
    for (double x = 1e-9; x < 1e7; x *= 1.3) {
        const rasimi_gpd exponential = {0.0, 300.0}, pareto = {0.4, 300.0};
        const double moved = x + 300.0 / 0.4;
        cr_assert(fabs(rasimi_gpd_cdf(exponential, x) / gsl_cdf_exponential_P(x, 300.0) - 1.0) < 1e-14, "%g", x);
        cr_assert(fabs(rasimi_gpd_survival(exponential, x) - gsl_cdf_exponential_Q(x, 300.0)) < 1e-15, "%g", x);
        cr_assert(fabs(rasimi_gpd_survival(pareto, x) / gsl_cdf_pareto_Q(moved, 1.0 / 0.4, 300.0 / 0.4) - 1.0) < 1e-13,
                  "%g", x);
    }
}

Test(gpd, distribution_function_undoes_the_quantile)
{
    for (size_t s = 0; s < N_SHAPES; s++) {
        const rasimi_gpd g = {shapes[s], 3.5};
        for (double q = 1e-12; q < 1.0; q *= 1.7) {
            const double x = rasimi_gpd_exceeded_with(g, q);
            const double lost =
                DBL_EPSILON * pow(q, g.shape < 0.0 ? g.shape : 0.0) * 100.0; /* near the largest value */
            cr_assert(fabs(rasimi_gpd_survival(g, x) / q - 1.0) < 1e-13 + lost, "shape %g, q %g", g.shape, q);
            cr_assert(fabs(rasimi_gpd_cdf(g, x) - (1.0 - q)) < 1e-14 + lost, "shape %g, q %g", g.shape, q);
        }
    }
}

Test(gpd, nothing_lies_beyond_the_ends)
{
    const rasimi_gpd g = {-0.25, 100.0};
    cr_assert(rasimi_gpd_cdf(g, 400.0) == 1.0 && rasimi_gpd_survival(g, 401.0) == 0.0);
    cr_assert(rasimi_gpd_cdf(g, -1.0) == 0.0 && rasimi_gpd_survival(g, 0.0) == 1.0);
    cr_assert(isinf(rasimi_gpd_log_density(g, 400.0)) && rasimi_gpd_log_density(g, 400.0) < 0.0);
    cr_assert(rasimi_gpd_mean_above(g, 400.0) == 400.0 && rasimi_gpd_mean_above(g, 500.0) == 500.0);
    cr_assert(rasimi_gpd_mean_capped(g, 400.0) == rasimi_gpd_mean(g));
    cr_assert(rasimi_gpd_mean_capped(g, 1e9) == rasimi_gpd_mean(g) && rasimi_gpd_mean_capped(g, 0.0) == 0.0);
    cr_assert(isinf(rasimi_gpd_sd((rasimi_gpd){0.5, 1.0})) && isinf(rasimi_gpd_mean((rasimi_gpd){1.0, 1.0})));
}

/* Means of x over q by the midpoint rule on q = t^8, which tames the upper end. */
typedef struct integrals {
    double mean, square, capped, above, mass_above;
} integrals;

static integrals
integrate(rasimi_gpd g, double cap)
{
    const int steps = 400000;
    integrals sum = {0};
    for (int i = 0; i < steps; i++) {
        const double t = (i + 0.5) / steps, q = pow(t, 8.0), mass = 8.0 * pow(t, 7.0) / steps;
        const double x = rasimi_gpd_exceeded_with(g, q);
        sum.mean += mass * x;
        sum.square += mass * x * x;
        sum.capped += mass * (x < cap ? x : cap);
        sum.above += x > cap ? mass * x : 0.0;
        sum.mass_above += x > cap ? mass : 0.0;
    }
    return sum;
}

Test(gpd, moments_are_integrals)
{
    static const double few[] = {-0.5, -0.1, -1e-12, 0.0, 1e-12, 0.2, 0.35};
    for (size_t s = 0; s < sizeof few / sizeof *few; s++) {
        const rasimi_gpd g = {few[s], 250.0};
        const double cap = 400.0;
        const integrals is = integrate(g, cap);
        cr_assert(fabs(rasimi_gpd_mean(g) / is.mean - 1.0) < 1e-6, "shape %g", g.shape);
        cr_assert(fabs(rasimi_gpd_sd(g) / sqrt(is.square - is.mean * is.mean) - 1.0) < 1e-4, "shape %g", g.shape);
        cr_assert(fabs(rasimi_gpd_mean_capped(g, cap) / is.capped - 1.0) < 1e-6, "shape %g", g.shape);
        cr_assert(fabs(rasimi_gpd_mean_above(g, cap) / (is.above / is.mass_above) - 1.0) < 1e-4, "shape %g", g.shape);
    }
}

/* The density is the slope of the distribution function. */
Test(gpd, density_is_the_slope)
{
    for (size_t s = 0; s < N_SHAPES; s++) {
        const rasimi_gpd g = {shapes[s], 20.0};
        for (double x = 0.5; x < 20.0; x *= 1.5) {
            const double h = 1e-4, slope = (rasimi_gpd_cdf(g, x + h) - rasimi_gpd_cdf(g, x - h)) / (2.0 * h);
            cr_assert(fabs(exp(rasimi_gpd_log_density(g, x)) / slope - 1.0) < 1e-6, "shape %g at %g", g.shape, x);
        }
    }
}
