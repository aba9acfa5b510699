/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tail fits against R (gpd_fit.R) and a published one, against known parameters by the law of their estimates, and
   where data are few or odd. */
#include "num/gpd_fit.h"

#include "danish_fire.h"
#include "draws.h"
#include "num/detmath.h"
#include "support/law.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST 400

static const rasimi_shape_range wide = {-0.5, 0.9};

/* The data sets of gpd_fit.R: values at p = (i - 1/2) / n. */
static double
lognormal(double p)
{
    return 100.0 * exp(rasimi_normal_quantile(p));
}

static double
exponential(double p)
{
    return -400.0 * log(1.0 - p);
}

static double
uniform(double p)
{
    return 7.0 * p;
}

static double
half_normal(double p)
{
    return 50.0 * rasimi_normal_quantile(0.5 + 0.5 * p);
}

static double
weibull(double p)
{
    return 300.0 * pow(-log(1.0 - p), 0.7);
}

static double
inverse_cube(double p)
{
    return pow(p, -3.0);
}

static size_t
make(double (*at)(double), size_t n, bool weighted, rasimi_weighted *out)
{
    double values[MOST], weights[MOST];
    for (size_t i = 0; i < n; i++) {
        values[i] = at(((double)i + 0.5) / (double)n);
        weights[i] = weighted ? 1.0 + (double)((i + 1) % 3) : 1.0;
    }
    return rasimi_excesses(values, weighted ? weights : NULL, n, 0.0, out);
}

typedef struct expected_fit {
    double shape, scale, log_likelihood, shape_se, scale_se;
} expected_fit;

/* Standard errors in R are those of the observed information, ours of the expected: they agree in their first digit. */
static void
assert_fit(const char *name, const rasimi_weighted *x, size_t n, rasimi_shape_range range, expected_fit r)
{
    rasimi_gpd_fit fit;
    rasimi_gpd_fit_excesses(x, n, range, &fit);
    cr_assert(fabs(fit.gpd.shape - r.shape) < 2e-6, "%s: shape %.9g, not %.9g", name, fit.gpd.shape, r.shape);
    cr_assert(fabs(fit.gpd.scale / r.scale - 1.0) < 2e-6, "%s: scale %.9g, not %.9g", name, fit.gpd.scale, r.scale);
    cr_assert(fabs(fit.log_likelihood / r.log_likelihood - 1.0) < 1e-9, "%s: log-likelihood %.10g, not %.10g", name,
              fit.log_likelihood, r.log_likelihood);
    const bool inside = r.shape_se > 0.0;
    cr_assert(fit.at_bound == !inside, "%s", name);
    cr_assert(!inside || (fabs(fit.shape_se / r.shape_se - 1.0) < 0.45 && fabs(fit.scale_se / r.scale_se - 1.0) < 0.3),
              "%s: se %g and %g, not %g and %g", name, fit.shape_se, fit.scale_se, r.shape_se, r.scale_se);
}

Test(gpd_fit, agrees_with_r)
{
    static const struct {
        const char *name;
        double (*at)(double);
        size_t n;
        expected_fit r;
    } cases[] = {
        {"lognormal", lognormal, 200, {0.130554849, 141.724512, -1216.887997, 0.0690067, 13.9416}},
        {"exponential", exponential, 150, {-0.013506934, 404.469973, -1048.360585, 0.0845311, 47.5331}},
        {"uniform", uniform, 60, {-0.5, 4.39218152, -124.4092449, 0, 0}},
        {"half normal", half_normal, 80, {-0.332056403, 52.8438429, -370.8227761, 0.0845853, 7.14391}},
        {"ten of a Weibull", weibull, 10, {-0.5, 384.61129, -64.80278316, 0, 0}},
        {"ten of a Pareto", inverse_cube, 10, {0.5, 21.5737935, -58.27756968, 0, 0}},
    };
    rasimi_weighted x[MOST];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const size_t n = make(cases[i].at, cases[i].n, false, x);
        cr_assert(n == cases[i].n);
        assert_fit(cases[i].name, x, n, RASIMI_SHAPE_RANGE, cases[i].r);
    }
}

/* Weights 1 to 3 count as so many excesses in the likelihood, but not in the standard errors. */
Test(gpd_fit, weights_count_as_in_r)
{
    rasimi_weighted x[MOST];
    rasimi_gpd_fit fit;
    const size_t n = make(lognormal, 200, true, x);
    rasimi_gpd_fit_excesses(x, n, RASIMI_SHAPE_RANGE, &fit);
    cr_assert(fabs(fit.gpd.shape - 0.151570630) < 2e-6 && fabs(fit.gpd.scale - 140.444984) < 2e-4);
    cr_assert(fabs(fit.log_likelihood / -2444.650959 - 1.0) < 1e-9);
    cr_assert(fabs(fit.n_effective - 401.0 * 401.0 / 937.0) < 1e-9, "%g", fit.n_effective);
    cr_assert(fabs(fit.shape_se - (1.0 + fit.gpd.shape) / sqrt(fit.n_effective)) < 1e-12);
}

/* McNeil (1997): over 10, shape 0.50 (0.14) and scale 6.98; over 20, shape 0.68 (0.28) and scale 9.63. */
Test(gpd_fit, danish_fire_losses_as_published)
{
    rasimi_weighted x[109];
    size_t n = rasimi_excesses(danish_fire, NULL, 109, 10.0, x);
    cr_assert(n == 109);
    assert_fit("over 10", x, n, wide, (expected_fit){0.496985771, 6.97546657, -374.892987, 0.136283, 1.11349});
    n = rasimi_excesses(danish_fire, NULL, 109, 20.0, x);
    cr_assert(n == 36);
    assert_fit("over 20", x, n, wide, (expected_fit){0.684152168, 9.6351331, -142.184459, 0.275073, 2.89762});
    assert_fit("over 20, held", x, n, RASIMI_SHAPE_RANGE, (expected_fit){0.5, 10.8849093, -142.4612921, 0, 0});
}

/* Means of many fits against the truth, less the bias of order 1 / n that maximum likelihood has here (Giles, Feng &
   Godwin 2016, Communications in Statistics 45, 2465-2483); what is left of it is of the next order. The spread is what
   the fit says. A shape wrong by 0.03 is seen. */
Test(gpd_fit, known_parameters_are_found_with_the_claimed_error)
{
    static const double shapes[] = {-0.1, 0.0, 0.2, 0.35};
    const size_t n = 400, n_fits = 300;
    test_draws draws = {law_seed("known_parameters_are_found_with_the_claimed_error"), 0};
    for (size_t s = 0; s < 4; s++) {
        const double k = shapes[s], scale = 350.0, size = (double)n * (1.0 + 3.0 * k);
        const double shape_bias = -(1.0 + k) * (3.0 + k) / size,
                     scale_bias = scale * (3.0 + 5.0 * k + 4.0 * k * k) / size;
        double z_shape[300], z_scale[300];
        for (size_t f = 0; f < n_fits; f++) {
            rasimi_weighted x[400];
            rasimi_gpd_fit fit;
            for (size_t i = 0; i < n; i++) {
                x[i] = (rasimi_weighted){rasimi_gpd_exceeded_with((rasimi_gpd){k, scale}, draw_uniform(&draws)), 1.0};
            }
            rasimi_weighted_sort(x, n);
            rasimi_gpd_fit_excesses(x, n, wide, &fit);
            z_shape[f] = (fit.gpd.shape - k - shape_bias) / ((1.0 + k) / 20.0);
            z_scale[f] = (fit.gpd.scale - scale - scale_bias) / (scale * sqrt(2.0 * (1.0 + k)) / 20.0);
        }
        const law_sample of_shape = law_sample_of(z_shape, n_fits), of_scale = law_sample_of(z_scale, n_fits);
        const double most = LAW_Z + 0.08 * sqrt((double)n_fits); /* 0.08 standard errors: of order n^-3/2 */
        const double z = law_z_mean(of_shape, 0.0), far = law_z_mean(of_shape, 0.03 * 20.0 / (1.0 + k));
        cr_assert(fabs(z) < most && fabs(law_z_mean(of_scale, 0.0)) < most, "shape %g: z %g", k, z);
        cr_assert(fabs(far) > most || fabs(law_z_mean(of_shape, -0.03 * 20.0 / (1.0 + k))) > most, "no power: %g", far);
        cr_assert(fabs(law_variance(of_shape) - 1.0) < 0.45 && fabs(law_variance(of_scale) - 1.0) < 0.45,
                  "shape %g: variances %g and %g", k, law_variance(of_shape), law_variance(of_scale));
    }
}

Test(gpd_fit, few_and_odd_data_are_survived)
{
    static const double odd[][4] = {
        {5.0, 5.0, 5.0, 5.0}, {1e-9, 1e9, 1e-9, 1e9}, {3.0, 3.0, 3.0, 1e6}, {1e-300, 2e-300, 1e-300, 3e-300}};
    for (size_t i = 0; i < 4; i++) {
        for (size_t n = 1; n <= 4; n++) {
            rasimi_weighted x[4];
            rasimi_gpd_fit fit;
            rasimi_excesses(odd[i], NULL, n, 0.0, x);
            rasimi_gpd_fit_excesses(x, n, RASIMI_SHAPE_RANGE, &fit);
            cr_assert(fit.gpd.shape >= -0.5 && fit.gpd.shape <= 0.5, "case %zu of %zu: shape %g", i, n, fit.gpd.shape);
            cr_assert(fit.gpd.scale > 0.0 && isfinite(fit.gpd.scale) && isfinite(fit.log_likelihood),
                      "case %zu of %zu: scale %g", i, n, fit.gpd.scale);
        }
    }
}

/* Ten excesses: no fit runs away, and the range is used. */
Test(gpd_fit, ten_excesses_give_a_sane_tail)
{
    test_draws draws = {law_seed("ten_excesses_give_a_sane_tail"), 0};
    const rasimi_gpd truth = {0.2, 350.0};
    size_t at_bound = 0;
    for (size_t f = 0; f < 500; f++) {
        rasimi_weighted x[10];
        rasimi_gpd_fit fit;
        for (size_t i = 0; i < 10; i++) {
            x[i] = (rasimi_weighted){rasimi_gpd_exceeded_with(truth, draw_uniform(&draws)), 1.0};
        }
        rasimi_weighted_sort(x, 10);
        rasimi_gpd_fit_excesses(x, 10, RASIMI_SHAPE_RANGE, &fit);
        cr_assert(fit.gpd.scale > 20.0 && fit.gpd.scale < 3500.0, "scale %g", fit.gpd.scale);
        cr_assert(fabs(fit.gpd.shape) <= 0.5 && rasimi_gpd_mean(fit.gpd) < 10000.0);
        at_bound += fit.at_bound;
    }
    cr_assert(at_bound > 50 && at_bound < 450, "%zu", at_bound);
}

Test(gpd_fit, a_shape_can_be_held)
{
    rasimi_weighted x[MOST];
    rasimi_gpd_fit fit;
    const size_t n = make(lognormal, 200, false, x);
    double sum = 0.0;
    for (size_t i = 0; i < n; i++) {
        sum += x[i].value;
    }
    rasimi_gpd_fit_excesses(x, n, (rasimi_shape_range){0.0, 0.0}, &fit); /* the exponential's scale is the mean */
    cr_assert(fit.gpd.shape == 0.0 && fabs(fit.gpd.scale / (sum / (double)n) - 1.0) < 1e-12);
    for (int i = -4; i <= 8; i++) { /* the slope in the scale is 0: mean of (1 + shape) x / (scale + shape x) is 1 */
        const double shape = i / 10.0;
        rasimi_gpd_fit_excesses(x, n, (rasimi_shape_range){shape, shape}, &fit);
        double mean = 0.0;
        for (size_t k = 0; k < n; k++) {
            mean += (1.0 + shape) * x[k].value / (fit.gpd.scale + shape * x[k].value) / (double)n;
        }
        cr_assert(fit.gpd.shape == shape && fabs(mean - 1.0) < 1e-6, "shape %g: %.9g", shape, mean);
    }
}

Test(gpd_fit, excesses_are_those_above_the_threshold)
{
    static const double values[] = {7.0, 2.0, 5.0, 9.0, 5.5, 6.0}, weights[] = {1.0, 1.0, 3.0, 2.0, 0.0, 4.0};
    rasimi_weighted x[6];
    cr_assert(rasimi_excesses(values, weights, 6, 5.0, x) == 3);
    cr_assert(x[0].value == 1.0 && x[0].weight == 4.0 && x[1].value == 2.0 && x[2].value == 4.0 && x[2].weight == 2.0);
    cr_assert(rasimi_excesses(values, NULL, 6, 5.0, x) == 4 && x[0].value == 0.5 && x[0].weight == 1.0);
    cr_assert(rasimi_excesses(values, NULL, 6, 9.0, x) == 0);
}

Test(gpd_fit, refits_spread_as_the_fit_is_uncertain)
{
    enum { N_REFITS = 600 };
    rasimi_weighted x[MOST], scratch[MOST];
    rasimi_gpd refits[N_REFITS], again[3];
    rasimi_gpd_fit fit;
    const size_t n = make(lognormal, 200, false, x);
    const uint64_t key = law_seed("refits_spread_as_the_fit_is_uncertain");
    rasimi_gpd_fit_excesses(x, n, RASIMI_SHAPE_RANGE, &fit);
    rasimi_gpd_bootstrap(x, n, RASIMI_SHAPE_RANGE, key, 5, N_REFITS, refits, scratch);
    double mean = 0.0, square = 0.0, cross = 0.0, scale = 0.0, scale_square = 0.0;
    for (size_t b = 0; b < N_REFITS; b++) {
        const double d = refits[b].shape - fit.gpd.shape, e = refits[b].scale - fit.gpd.scale;
        mean += d / N_REFITS;
        square += d * d / N_REFITS;
        cross += d * e / N_REFITS;
        scale += e / N_REFITS;
        scale_square += e * e / N_REFITS;
    }
    const double sd = sqrt(square - mean * mean), scale_sd = sqrt(scale_square - scale * scale);
    /* R: sd of 2,000 bootstrap fits 0.0720 and 12.00, correlation -0.509 (gpd_fit.R); 5 standard errors */
    cr_assert(fabs(sd / 0.0720 - 1.0) < 0.17 && fabs(scale_sd / 12.0 - 1.0) < 0.17, "%g, %g", sd, scale_sd);
    const double correlation = (cross - mean * scale) / (sd * scale_sd);
    cr_assert(fabs(correlation + 0.509) < 0.17, "%g", correlation);
    cr_assert(fabs(mean) < 0.5 * sd);
    rasimi_gpd_bootstrap(x, n, RASIMI_SHAPE_RANGE, key, 5, 3, again, scratch); /* a refit depends on its number alone */
    cr_assert(memcmp(again, refits, sizeof again) == 0);
    rasimi_gpd_bootstrap(x, n, RASIMI_SHAPE_RANGE, key, 6, 3, again, scratch);
    cr_assert(memcmp(again, refits, sizeof again) != 0);
}

/* Mean excess over the values' own definition; in R: mean(x[x > u] - u), sd / sqrt(n). */
Test(gpd_fit, mean_excesses_are_the_definition)
{
    rasimi_weighted x[109];
    rasimi_mean_excess points[20];
    const size_t n = rasimi_excesses(danish_fire, NULL, 109, 0.0, x);
    const size_t n_points = rasimi_mean_excesses(x, n, 10, 20, points);
    cr_assert(n_points == 20 && points[0].threshold == 10.01112 && points[0].n == 108 && points[19].n == 10);
    for (size_t p = 0; p < n_points; p++) {
        double sum = 0.0, squares = 0.0;
        size_t above = 0;
        for (size_t i = 0; i < n; i++) {
            const double excess = danish_fire[i] - points[p].threshold;
            if (excess > 0.0) {
                above++;
                sum += excess;
                squares += excess * excess;
            }
        }
        const double mean = sum / (double)above;
        const double se = sqrt((squares / (double)above - mean * mean) / (double)(above - 1));
        cr_assert(points[p].n == above && fabs(points[p].mean / mean - 1.0) < 1e-12, "point %zu", p);
        cr_assert(fabs(points[p].se / se - 1.0) < 1e-10, "point %zu: %g, not %g", p, points[p].se, se);
        cr_assert(p == 0 || points[p].threshold > points[p - 1].threshold);
    }
    cr_assert(rasimi_mean_excesses(x, 10, 10, 20, points) == 0 && rasimi_mean_excesses(x, n, 10, 0, points) == 0);
    cr_assert(rasimi_mean_excesses(x, n, 10, 1, points) == 1 && rasimi_mean_excesses(x, 12, 10, 20, points) == 2);
}

/* Weights of 2 are two of the same, but for the standard error. */
Test(gpd_fit, mean_excesses_weigh)
{
    rasimi_weighted once[6], twice[12];
    rasimi_mean_excess a, b;
    for (size_t i = 0; i < 6; i++) {
        const double value = (double)(i * i + 1);
        once[i] = (rasimi_weighted){value, i % 2 == 0 ? 2.0 : 1.0};
        twice[2 * i] = twice[2 * i + 1] = (rasimi_weighted){value, i % 2 == 0 ? 1.0 : 0.5};
    }
    cr_assert(rasimi_mean_excesses(once, 6, 2, 1, &a) == 1 && rasimi_mean_excesses(twice, 12, 2, 1, &b) == 1);
    cr_assert(a.threshold == b.threshold && fabs(a.mean - b.mean) < 1e-12 && a.n == 5 && b.n == 10);
    cr_assert(fabs(a.mean - (1.0 + 2 * 4.0 + 9.0 + 2 * 16.0 + 25.0) / 7.0) < 1e-12, "%.17g", a.mean);
}

Test(gpd_fit, quantile_plot_stands_at_hazens_positions)
{
    const rasimi_gpd g = {0.2, 30.0};
    const rasimi_weighted even[4] = {{1, 1}, {2, 1}, {3, 1}, {4, 1}}, uneven[3] = {{1, 1}, {2, 2}, {3, 5}};
    double q[4];
    rasimi_gpd_qq(even, 4, g, q);
    for (int i = 0; i < 4; i++) {
        cr_assert(fabs(q[i] - 30.0 / 0.2 * (pow(1.0 - (i + 0.5) / 4.0, -0.2) - 1.0)) < 1e-12, "%d", i);
    }
    rasimi_gpd_qq(uneven, 3, g, q);
    cr_assert(fabs(q[2] - 30.0 / 0.2 * (pow(1.0 - 5.5 / 8.0, -0.2) - 1.0)) < 1e-12);
}

/* A change here changes results: it needs a line in the changelog. */
Test(gpd_fit, bits_are_the_same_everywhere)
{
    rasimi_weighted x[109], scratch[109];
    rasimi_gpd refits[8];
    const size_t n = rasimi_excesses(danish_fire, NULL, 109, 10.0, x);
    rasimi_gpd_bootstrap(x, n, RASIMI_SHAPE_RANGE, 1, 2, 8, refits, scratch);
    uint64_t hash = UINT64_C(14695981039346656037);
    for (size_t b = 0; b < 8; b++) {
        uint64_t bits[2];
        memcpy(bits, &refits[b], sizeof bits);
        hash = (hash ^ bits[0]) * UINT64_C(1099511628211);
        hash = (hash ^ bits[1]) * UINT64_C(1099511628211);
    }
    cr_assert(hash == UINT64_C(0x46555e29398f67d0), "digest 0x%016llx", (unsigned long long)hash);
}
