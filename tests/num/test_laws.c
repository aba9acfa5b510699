/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Distributions by quantile: values from R, moments by numerical integration, scaling, and what is refused. */
#include "num/laws.h"

#include "num/detmath.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#define INF          ((double)INFINITY)
#define NOT_A_NUMBER ((double)NAN)

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static const rasimi_law_spec specs[] = {
    {.kind = RASIMI_LAW_NORMAL, .mean = 0.03, .sd = 0.02},
    {.kind = RASIMI_LAW_LOGNORMAL, .mean = 1.04, .sd = 0.2},
    {.kind = RASIMI_LAW_UNIFORM, .min = -2.0, .max = 5.0},
    {.kind = RASIMI_LAW_TRIANGULAR, .min = -0.02, .mode = 0.03, .max = 0.1},
    {.kind = RASIMI_LAW_PERT, .min = -0.02, .mode = 0.03, .max = 0.1, .lambda = 4.0},
    {.kind = RASIMI_LAW_PERT, .min = 10.0, .mode = 10.0, .max = 25.0, .lambda = 2.0},
    {.kind = RASIMI_LAW_BETA, .mean = 0.3, .sd = 0.1},
    {.kind = RASIMI_LAW_FIXED, .value = 0.07},
};

/* R 4.2 at p = pnorm(z): qnorm, qlnorm with the log mean and log sd of this mean and sd, qunif, the triangular's two
   square roots, min + (max - min) qbeta with PERT's shapes, and qbeta with the shapes of this mean and sd. */
Test(laws, quantiles_agree_with_r)
{
    static const double z[] = {-2.5, -0.4, 0.0, 1.0, 3.0};
    static const double expected[][8] = {
        {-0.02, 0.63422732854076, -1.95653234271957, -0.0138960675008109, -0.0123702649083908, 10.0311128158311,
         0.0935297532439427, 0.07},
        {0.022, 0.946331381407587, 0.412047808727731, 0.025469435342195, 0.0226361495476114, 11.9703862917799,
         0.253252056826761, 0.07},
        {0.03, 1.02128670485987, 1.5, 0.0351925930159214, 0.0325468053926225, 13.0944921102385, 0.293220179943664,
         0.07},
        {0.05, 1.23568782862601, 3.8894132224798, 0.0634937795297262, 0.0576329534136958, 16.8796251294451,
         0.401977864979003, 0.07},
        {0.0899999999999999, 1.80896827434076, 4.99055071377859, 0.0966326355312065, 0.0910770816503734,
         23.3422275660724, 0.628187563714284, 0.07},
    };
    for (size_t s = 0; s < LENGTH(specs); s++) {
        rasimi_law law;
        rasimi_law_make(&specs[s], 1.0, &law);
        for (size_t i = 0; i < LENGTH(z); i++) {
            const double x = rasimi_law_at(&law, z[i]);
            cr_assert(fabs(x - expected[i][s]) < 2e-12 * (1.0 + fabs(x)), "law %zu at %g: %.15g, not %.15g", s, z[i], x,
                      expected[i][s]);
        }
    }
}

/* Mean and sd by the trapezium rule in z, which converges beyond all powers for what decays like a normal; kinks and
   bounded ends cost a few digits. */
static void
moments(const rasimi_law *law, double *mean, double *sd)
{
    const double step = 1.0 / 256.0;
    double sum = 0.0, square = 0.0;
    for (double z = -9.0; z <= 9.0; z += step) {
        const double mass = step * exp(-0.5 * z * z) / sqrt(2.0 * acos(-1.0)), d = rasimi_law_at(law, z) - law->mean;
        sum += mass * d;
        square += mass * d * d;
    }
    *mean = law->mean + sum;
    *sd = sqrt(square - sum * sum);
}

Test(laws, mean_and_sd_are_those_of_the_draws)
{
    static const double scales[] = {0.0, 0.5, 1.0, 2.0};
    for (size_t s = 0; s < LENGTH(specs); s++) {
        rasimi_law written;
        rasimi_law_make(&specs[s], 1.0, &written);
        for (size_t k = 0; k < LENGTH(scales); k++) {
            rasimi_law law;
            double mean, sd;
            rasimi_law_make(&specs[s], scales[k], &law);
            moments(&law, &mean, &sd);
            const double unit = written.sd > 0.0 ? written.sd : 1.0;
            cr_assert(fabs(law.mean - written.mean) < 1e-15 && fabs(law.sd - scales[k] * written.sd) < 1e-14 * unit);
            cr_assert(fabs(mean - law.mean) < 1e-6 * unit && fabs(sd - law.sd) < 1e-5 * unit,
                      "law %zu times %g: mean %.12g and sd %.12g, not %.12g and %.12g", s, scales[k], mean, sd,
                      law.mean, law.sd);
        }
    }
}

/* Closed forms that are not those of the code: the triangular's variance in its three corners, PERT's mean. */
Test(laws, moments_are_the_textbooks)
{
    rasimi_law law;
    rasimi_law_make(&specs[3], 1.0, &law);
    const double a = -0.02, c = 0.03, b = 0.1;
    cr_assert(fabs(law.mean - (a + b + c) / 3.0) < 1e-16);
    cr_assert(fabs(law.sd - sqrt((a * a + b * b + c * c - a * b - a * c - b * c) / 18.0)) < 1e-16);
    rasimi_law_make(&specs[4], 1.0, &law);
    cr_assert(fabs(law.mean - (a + 4.0 * c + b) / 6.0) < 1e-16);
    cr_assert(fabs(law.sd - sqrt((law.mean - a) * (b - law.mean) / 7.0)) < 1e-15);
    rasimi_law_make(&specs[2], 1.0, &law);
    cr_assert(law.mean == 1.5 && fabs(law.sd - 7.0 / sqrt(12.0)) < 1e-15);
}

Test(laws, scaling_moves_values_from_the_mean)
{
    for (size_t s = 0; s < LENGTH(specs); s++) {
        rasimi_law once, twice;
        rasimi_law_make(&specs[s], 1.0, &once);
        rasimi_law_make(&specs[s], 2.0, &twice);
        const bool own_form = specs[s].kind == RASIMI_LAW_LOGNORMAL || specs[s].kind == RASIMI_LAW_BETA;
        for (double z = -5.0; z <= 5.0; z += 0.37) {
            const double x = rasimi_law_at(&once, z), wide = rasimi_law_at(&twice, z);
            cr_assert(own_form || fabs(wide - (once.mean + 2.0 * (x - once.mean))) < 1e-14 * (1.0 + fabs(x)), "law %zu",
                      s);
            cr_assert(specs[s].kind != RASIMI_LAW_LOGNORMAL || wide > 0.0);
            cr_assert(specs[s].kind != RASIMI_LAW_BETA || (wide >= 0.0 && wide <= 1.0));
        }
    }
}

Test(laws, a_share_stays_a_share_however_it_is_scaled)
{
    const rasimi_law_spec wide = {.kind = RASIMI_LAW_BETA, .mean = 0.2, .sd = 0.3};
    const rasimi_law_spec widest = {.kind = RASIMI_LAW_BETA, .mean = 0.2, .sd = 0.39};
    rasimi_law law;
    rasimi_law_make(&wide, 2.0, &law);
    cr_assert(fabs(law.sd - 0.95 * 0.4) < 1e-15 && law.mean == 0.2);
    rasimi_law_make(&widest, 2.0, &law);
    cr_assert(law.sd == 0.39);
    rasimi_law_make(&wide, 1e-6, &law);
    cr_assert(law.sd == 0.0 && rasimi_law_at(&law, 3.0) == 0.2);
}

Test(laws, quantiles_rise)
{
    for (size_t s = 0; s < LENGTH(specs); s++) {
        rasimi_law law;
        rasimi_law_make(&specs[s], 1.0, &law);
        double last = -INF;
        for (double z = -8.0; z <= 8.0; z += 1.0 / 512.0) {
            const double x = rasimi_law_at(&law, z);
            cr_assert(x >= last, "law %zu at %g: %.17g after %.17g", s, z, x, last);
            last = x;
        }
    }
}

Test(laws, bounds_are_kept_and_reached)
{
    rasimi_law law;
    for (size_t s = 2; s < 6; s++) {
        rasimi_law_make(&specs[s], 1.0, &law);
        cr_assert(rasimi_law_at(&law, -38.0) >= specs[s].min && rasimi_law_at(&law, 38.0) <= specs[s].max);
        cr_assert(rasimi_law_at(&law, 38.0) > specs[s].max - 1e-3 * (specs[s].max - specs[s].min), "law %zu", s);
    }
    const rasimi_law_spec at_end = {.kind = RASIMI_LAW_TRIANGULAR, .min = 0.0, .mode = 1.0, .max = 1.0};
    rasimi_law_make(&at_end, 1.0, &law);
    cr_assert(fabs(rasimi_law_at(&law, 0.0) - sqrt(0.5)) < 1e-15);
}

Test(laws, what_is_wrong_is_named)
{
    static const struct {
        rasimi_law_spec spec;
        const char *parameter, *rule;
    } cases[] = {
        {{.kind = RASIMI_LAW_FIXED, .value = NOT_A_NUMBER}, "value", "must be a number"},
        {{.kind = RASIMI_LAW_NORMAL, .mean = INF}, "mean", "must be a number"},
        {{.kind = RASIMI_LAW_NORMAL, .sd = -0.1}, "sd", "must be 0 or above"},
        {{.kind = RASIMI_LAW_NORMAL, .sd = NOT_A_NUMBER}, "sd", "must be 0 or above"},
        {{.kind = RASIMI_LAW_LOGNORMAL, .mean = 0.0, .sd = 0.1}, "mean", "must be above 0"},
        {{.kind = RASIMI_LAW_LOGNORMAL, .mean = INF, .sd = 0.1}, "mean", "must be above 0"},
        {{.kind = RASIMI_LAW_LOGNORMAL, .mean = 1.0, .sd = INF}, "sd", "must be 0 or above"},
        {{.kind = RASIMI_LAW_UNIFORM, .min = 2.0, .max = 2.0}, "max", "must be above min"},
        {{.kind = RASIMI_LAW_UNIFORM, .min = NOT_A_NUMBER, .max = 2.0}, "min", "must be a number"},
        {{.kind = RASIMI_LAW_UNIFORM, .min = 0.0, .max = INF}, "max", "must be a number"},
        {{.kind = RASIMI_LAW_TRIANGULAR, .min = 0.0, .mode = 0.5, .max = -1.0}, "max", "must be above min"},
        {{.kind = RASIMI_LAW_TRIANGULAR, .min = 0.0, .mode = 1.5, .max = 1.0}, "mode", "must lie between min and max"},
        {{.kind = RASIMI_LAW_PERT, .min = 0.0, .mode = -0.5, .max = 1.0, .lambda = 4},
         "mode",
         "must lie between min and max"},
        {{.kind = RASIMI_LAW_PERT, .min = 0.0, .mode = 0.5, .max = 1.0, .lambda = -1},
         "lambda",
         "must lie between 0 and 1000"},
        {{.kind = RASIMI_LAW_PERT, .min = 0.0, .mode = 0.5, .max = 1.0, .lambda = 1001},
         "lambda",
         "must lie between 0 and 1000"},
        {{.kind = RASIMI_LAW_BETA, .mean = 1.0, .sd = 0.1}, "mean", "must lie between 0 and 1, both left out"},
        {{.kind = RASIMI_LAW_BETA, .mean = 0.5, .sd = -0.1}, "sd", "must be 0 or above"},
        {{.kind = RASIMI_LAW_BETA, .mean = 0.5, .sd = 0.499},
         "sd",
         "must be at most 0.99 times the square root of mean x (1 - mean)"},
        {{.kind = RASIMI_LAW_BETA, .mean = 0.5, .sd = 1e-5},
         "sd",
         "must be 0, or at least a thousandth of the square root of mean x (1 - mean)"},
        {{.kind = (rasimi_law_kind)99}, "kind", "must be a known distribution"},
    };
    rasimi_law_fault fault;
    for (size_t c = 0; c < LENGTH(cases); c++) {
        fault = (rasimi_law_fault){"", ""};
        cr_assert(!rasimi_law_valid(&cases[c].spec, &fault), "case %zu", c);
        cr_assert(strcmp(fault.parameter, cases[c].parameter) == 0 && strcmp(fault.rule, cases[c].rule) == 0,
                  "case %zu: '%s' %s", c, fault.parameter, fault.rule);
    }
    for (size_t s = 0; s < LENGTH(specs); s++) {
        cr_assert(rasimi_law_valid(&specs[s], &fault), "law %zu: '%s' %s", s, fault.parameter, fault.rule);
    }
}

/* A change here changes results: it needs a line in the changelog. */
Test(laws, bits_are_the_same_everywhere)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (size_t s = 0; s < LENGTH(specs); s++) {
        rasimi_law law;
        rasimi_law_make(&specs[s], 1.7, &law);
        for (double z = -6.0; z <= 6.0; z += 0.03125) {
            const double x = rasimi_law_at(&law, z);
            uint64_t bits;
            memcpy(&bits, &x, sizeof bits);
            hash = (hash ^ bits) * UINT64_C(1099511628211);
        }
    }
    cr_assert(hash == UINT64_C(0xea038e0004724a3d), "digest 0x%016llx", (unsigned long long)hash);
}
