/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Beta distribution against R, GSL and long double, and against itself undone. */
#include "num/beta.h"

#include "num/detmath.h"

#include <criterion/criterion.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <float.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static const double shapes[][2] = {{1e-4, 0.3},  {0.02, 0.03}, {0.3, 7.0},   {0.5, 0.5},   {1.0, 1.0},   {2.0, 3.0},
                                   {1.0, 5.0},   {3.4, 2.6},   {14.9, 15.1}, {12.0, 40.0}, {300.0, 2.0}, {0.4, 5000.0},
                                   {7e3, 0.8e3}, {2.0, 3e4},   {1e6, 30.0},  {5e5, 5e5},   {1e6, 1e6}};

/* What the header allows for the tails, relatively. */
static double
allowed(const rasimi_beta *beta)
{
    return 1e-15 * (1000.0 + beta->a + beta->b) / fmin(1.0, fmin(beta->a, beta->b));
}

static double
quantile_at(const rasimi_beta *beta, double z)
{
    return rasimi_beta_quantile(beta, rasimi_normal_cdf(z), rasimi_normal_cdf(-z));
}

/* R 4.2: qbeta(pnorm(z), a, b), with lower.tail = FALSE and -z for z >= 0. */
Test(beta, quantile_agrees_with_r)
{
    static const struct {
        double a, b, z, x;
    } cases[] = {
        {0.001, 0.5, -6.0, 0.0},
        {0.001, 0.5, -2.0, 0.0},
        {0.001, 0.5, 0.0, 3.726927839083514e-301},
        {0.001, 0.5, 0.7, 1.9560374341423588e-120},
        {0.001, 0.5, 4.0, 0.999748579805443},
        {0.05, 0.2, -6.0, 5.008403246628056e-179},
        {0.05, 0.2, -2.0, 9.050326249927121e-32},
        {0.05, 0.2, 0.0, 6.256986533495261e-05},
        {0.05, 0.2, 0.7, 0.2147486081896497},
        {0.05, 0.2, 4.0, 1.0},
        {0.5, 0.5, -6.0, 2.4016576453966437e-18},
        {0.5, 0.5, -2.0, 0.0012765055698203964},
        {0.5, 0.5, 0.0, 0.4999999999999999},
        {0.5, 0.5, 0.7, 0.8623659076527133},
        {0.5, 0.5, 4.0, 0.99999999752503},
        {1.0, 1.0, -6.0, 9.86587645037698e-10},
        {1.0, 1.0, -2.0, 0.022750131948179212},
        {1.0, 1.0, 0.0, 0.5},
        {1.0, 1.0, 0.7, 0.758036347776927},
        {1.0, 1.0, 4.0, 0.9999683287581669},
        {2.0, 3.0, -6.0, 1.2823185469471543e-05},
        {2.0, 3.0, -2.0, 0.06432766304610278},
        {2.0, 3.0, 0.0, 0.3857275681323895},
        {2.0, 3.0, 0.7, 0.5496392264404459},
        {2.0, 3.0, 4.0, 0.9799678992732911},
        {5.0, 1.0, -6.0, 0.015806187684789245},
        {5.0, 1.0, -2.0, 0.46924189930352084},
        {5.0, 1.0, 0.0, 0.8705505632961241},
        {5.0, 1.0, 0.7, 0.9461020992244419},
        {5.0, 1.0, 4.0, 0.9999936656713865},
        {1.0, 5.0, -6.0, 1.9731752908540817e-10},
        {1.0, 5.0, -2.0, 0.00459200621719439},
        {1.0, 5.0, 0.0, 0.12944943670387588},
        {1.0, 5.0, 0.7, 0.24707793231330877},
        {1.0, 5.0, 4.0, 0.8740688937430426},
        {3.4, 2.6, -6.0, 0.0012060934754284367},
        {3.4, 2.6, -2.0, 0.1901585276098884},
        {3.4, 2.6, 0.0, 0.5745291979977002},
        {3.4, 2.6, 0.7, 0.7141250662522587},
        {3.4, 2.6, 4.0, 0.992522853444832},
        {12.0, 40.0, -6.0, 0.02214071388099741},
        {12.0, 40.0, -2.0, 0.12621095364071244},
        {12.0, 40.0, 0.0, 0.2272981053456992},
        {12.0, 40.0, 0.7, 0.26978678760121266},
        {12.0, 40.0, 4.0, 0.49822775236914707},
        {300.0, 2.0, -6.0, 0.9233802855190907},
        {300.0, 2.0, -2.0, 0.9812667732827839},
        {300.0, 2.0, 0.0, 0.9944303748073786},
        {300.0, 2.0, 0.7, 0.9968787347095831},
        {300.0, 2.0, 4.0, 0.999973444606469},
        {2.0, 30000.0, -6.0, 1.4806785041491543e-09},
        {2.0, 30000.0, -2.0, 7.671335227146821e-06},
        {2.0, 30000.0, 0.0, 5.5942402445327816e-05},
        {2.0, 30000.0, 0.7, 9.12390694468308e-05},
        {2.0, 30000.0, 4.0, 0.000433202056518415},
        {500000.0, 500000.0, -6.0, 0.4970000262498199},
        {500000.0, 500000.0, -2.0, 0.49900000074999995},
        {500000.0, 500000.0, 0.0, 0.5},
        {500000.0, 500000.0, 0.7, 0.500350000044625},
        {500000.0, 500000.0, 4.0, 0.50199999250002},
        {1000000.0, 30.0, -6.0, 0.9999247418495554},
        {1000000.0, 30.0, -2.0, 0.9999580797294995},
        {1000000.0, 30.0, 0.0, 0.9999703335370879},
        {1000000.0, 30.0, 0.7, 0.9999739811369192},
        {1000000.0, 30.0, 4.0, 0.9999871310908915},
    };
    for (size_t i = 0; i < LENGTH(cases); i++) {
        rasimi_beta beta;
        rasimi_beta_make(cases[i].a, cases[i].b, &beta);
        const double x = quantile_at(&beta, cases[i].z);
        cr_assert(fabs(x - cases[i].x) < 1e-12, "Beta(%g, %g) at %g: %.17g, not %.17g", cases[i].a, cases[i].b,
                  cases[i].z, x, cases[i].x);
    }
}

/* R 4.2: lbeta(a, b). */
Test(beta, log_beta_agrees_with_r_and_long_double)
{
    static const struct {
        double a, b, log_beta;
    } cases[] = {
        {0.001, 0.5, 6.909139930809522},       {0.05, 0.2, 3.2049204987844377},
        {0.5, 0.5, 1.1447298858494004},        {1.0, 1.0, 0.0},
        {2.0, 3.0, -2.4849066497880004},       {5.0, 1.0, -1.6094379124341003},
        {1.0, 5.0, -1.6094379124341003},       {3.4, 2.6, -3.337751819430325},
        {12.0, 40.0, -28.275524477980014},     {300.0, 2.0, -11.410892739405076},
        {2.0, 30000.0, -20.617938654066375},   {500000.0, 500000.0, -693152.4762292604},
        {1000000.0, 30.0, -343.2087127674828},
    };
    for (size_t i = 0; i < LENGTH(cases); i++) {
        const double got = rasimi_log_beta(cases[i].a, cases[i].b), expected = cases[i].log_beta;
        cr_assert(fabs(got - expected) < 1e-13 * (1.0 + fabs(expected)), "case %zu: %.17g", i, got);
        cr_assert(got == rasimi_log_beta(cases[i].b, cases[i].a), "case %zu", i);
    }
    for (double a = 1e-4; a < 1e4; a *= 1.9) {
        for (double b = 1e-4; b < 1e4; b *= 1.7) {
            const long double la = (long double)a, lb = (long double)b;
            const long double exact = lgammal(la) + lgammal(lb) - lgammal(la + lb);
            const double miss = (double)fabsl((long double)rasimi_log_beta(a, b) - exact);
            cr_assert(miss < 1e-13 * (1.0 + fabs((double)exact)), "B(%g, %g): %g", a, b, miss);
        }
    }
}

/* GSL's own quantile is good to 1e-10 only: so the distribution functions are compared, and the quantile is undone by
   them; the density turns a miss in probability into one in x. */
Test(beta, tails_agree_with_gsl)
{
    for (size_t s = 0; s < LENGTH(shapes); s++) {
        const double a = shapes[s][0], b = shapes[s][1];
        const double mean = a / (a + b), sd = sqrt(mean * (1.0 - mean) / (a + b + 1.0));
        rasimi_beta beta;
        rasimi_beta_make(a, b, &beta);
        for (double t = -6.0; t <= 6.0; t += 0.25) {
            const double x = mean + t * sd;
            const double p = gsl_cdf_beta_P(x, a, b), q = gsl_cdf_beta_Q(x, a, b);
            if (x <= 0.0 || x >= 1.0 || isnan(p)) { /* GSL gives up where both shapes are 10^6 */
                continue;
            }
            double lower, upper;
            rasimi_beta_tails(&beta, x, 1.0 - x, &lower, &upper);
            const double most = 30.0 * allowed(&beta); /* GSL's share is the larger */
            cr_assert(fabs(lower - p) <= most * p && fabs(upper - q) <= most * q,
                      "Beta(%g, %g) at %.17g: %.17g and %.17g, not %.17g and %.17g", a, b, x, lower, upper, p, q);
        }
    }
}

Test(beta, quantile_agrees_with_gsl)
{
    int compared = 0;
    gsl_error_handler_t *handler = gsl_set_error_handler_off(); /* its search does not always end */
    for (size_t s = 0; s < LENGTH(shapes); s++) {
        const double a = shapes[s][0], b = shapes[s][1];
        if (a < 0.3 || a + b > 1e4) { /* where it is not what it claims to be */
            continue;
        }
        rasimi_beta beta;
        rasimi_beta_make(a, b, &beta);
        for (double p = 0.001; p < 1.0; p += 0.0173) {
            const double x = rasimi_beta_quantile(&beta, p, 1.0 - p), expected = gsl_cdf_beta_Pinv(p, a, b);
            cr_assert(isnan(expected) || fabs(x - expected) < 1e-10, "Beta(%g, %g) at %g: %.17g, not %.17g", a, b, p, x,
                      expected);
            compared += !isnan(expected);
        }
    }
    gsl_set_error_handler(handler);
    cr_assert(compared > 500, "%d", compared);
}

/* Within 1e-12 of the quantile the smaller tail passes its probability. */
Test(beta, quantile_is_undone_by_the_distribution_function)
{
    for (size_t s = 0; s < LENGTH(shapes); s++) {
        rasimi_beta beta;
        rasimi_beta_make(shapes[s][0], shapes[s][1], &beta);
        for (double z = -8.0; z <= 8.0; z += 0.0625) {
            const double x = quantile_at(&beta, z);
            const double low = fmax(x - 1e-12, 0.0), high = fmin(x + 1e-12, 1.0);
            double tails_low[2], tails_high[2]; /* lower, upper */
            rasimi_beta_tails(&beta, low, 1.0 - low, &tails_low[0], &tails_low[1]);
            rasimi_beta_tails(&beta, high, 1.0 - high, &tails_high[0], &tails_high[1]);
            const double p = rasimi_normal_cdf(z < 0.0 ? z : -z);
            const double least = z < 0.0 ? tails_low[0] : tails_high[1], most = z < 0.0 ? tails_high[0] : tails_low[1];
            cr_assert(least <= p * (1.0 + allowed(&beta)) && p * (1.0 - allowed(&beta)) <= most,
                      "Beta(%g, %g) at z = %g: %.17g is not between %.17g and %.17g", beta.a, beta.b, z, p, least,
                      most);
        }
    }
}

/* Small values keep their relative accuracy: P(x) = x^a / (a B) (1 + O(x)). */
Test(beta, lower_end_is_relatively_accurate)
{
    static const double ends[][2] = {{0.5, 0.5}, {2.0, 3.0}, {3.4, 40.0}, {20.0, 1.5}};
    for (size_t s = 0; s < LENGTH(ends); s++) {
        const double a = ends[s][0], b = ends[s][1];
        rasimi_beta beta;
        rasimi_beta_make(a, b, &beta);
        const double p = exp(a * log(1e-14) - log(a) - beta.log_beta);
        const double x = rasimi_beta_quantile(&beta, p, 1.0 - p);
        cr_assert(fabs(x / 1e-14 - 1.0) < 1e-11, "Beta(%g, %g): %.17g", a, b, x);
    }
}

Test(beta, quantile_rises_with_the_probability)
{
    for (size_t s = 0; s < LENGTH(shapes); s++) {
        rasimi_beta beta;
        rasimi_beta_make(shapes[s][0], shapes[s][1], &beta);
        double last = 0.0;
        const double step = shapes[s][0] + shapes[s][1] > 1e4 ? 1.0 / 64 : 1.0 / 1024;
        for (double z = -7.0; z <= 7.0; z += step) {
            const double x = quantile_at(&beta, z);
            cr_assert((x >= last || last < 1e-300) && x <= 1.0, "Beta(%g, %g) at z = %g: %.17g after %.17g", beta.a,
                      beta.b, z, x, last);
            last = x;
        }
    }
}

Test(beta, ends_are_exact)
{
    rasimi_beta beta;
    rasimi_beta_make(2.0, 3.0, &beta);
    cr_assert(rasimi_beta_quantile(&beta, 0.0, 1.0) == 0.0 && rasimi_beta_quantile(&beta, 1.0, 0.0) == 1.0);
    double lower, upper;
    rasimi_beta_tails(&beta, 0.0, 1.0, &lower, &upper);
    cr_assert(lower == 0.0 && upper == 1.0);
    rasimi_beta_tails(&beta, 1.0, 0.0, &lower, &upper);
    cr_assert(lower == 1.0 && upper == 0.0);
}

/* A change here changes results: it needs a line in the changelog. */
Test(beta, bits_are_the_same_everywhere)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (size_t s = 0; s < LENGTH(shapes); s++) {
        rasimi_beta beta;
        rasimi_beta_make(shapes[s][0], shapes[s][1], &beta);
        for (double z = -6.0; z <= 6.0; z += 0.125) {
            const double x = quantile_at(&beta, z);
            uint64_t bits;
            memcpy(&bits, &x, sizeof bits);
            hash = (hash ^ bits) * UINT64_C(1099511628211);
        }
    }
    cr_assert(hash == UINT64_C(0x2f85f21f9979b75a), "digest 0x%016llx", (unsigned long long)hash);
}
