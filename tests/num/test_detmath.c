/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Elementary functions against long double and GSL, over their whole range, and their bits. */
#include "num/detmath.h"

#include <criterion/criterion.h>
#include <gsl/gsl_cdf.h>
#include <float.h>
#include <math.h>
#include <string.h>

#define INF          ((double)INFINITY)
#define NOT_A_NUMBER ((double)NAN)

/* The largest error seen and where. */
typedef struct worst {
    double error, at;
} worst;

static void
note(worst *w, double error, double at)
{
    if (!(error <= w->error)) {
        *w = (worst){error, at};
    }
}

/* |got - exact| in units of the last place of a double of exact's size. */
static double
ulps(double got, long double exact)
{
    int exponent;
    frexpl(exact, &exponent);
    const int place = exponent - 53 < -1074 ? -1074 : exponent - 53;
    return (double)(fabsl((long double)got - exact) / ldexpl(1.0L, place));
}

static double
relative(double got, long double exact)
{
    return (double)fabsl(((long double)got - exact) / exact);
}

#define assert_within(w, limit) cr_assert((w).error <= (limit), "error %.4g at %.17g", (w).error, (w).at)

Test(detmath, exp_is_within_one_ulp)
{
    worst w = {0};
    const int steps = 300000;
    for (int i = 0; i <= steps; i++) {
        const double x = -745.13 + (709.78 + 745.13) * i / steps;
        note(&w, ulps(rasimi_exp(x), expl((long double)x)), x);
    }
    for (double x = 1.0; x > 1e-320; x /= 1.7) {
        note(&w, ulps(rasimi_exp(x), expl((long double)x)), x);
        note(&w, ulps(rasimi_exp(-x), expl(-(long double)x)), -x);
    }
    for (int k = -1022; k <= 1022; k++) { /* where the reduction changes over */
        const double x = (k + 0.5) * 0.693147180559945309;
        note(&w, ulps(rasimi_exp(x), expl((long double)x)), x);
    }
    assert_within(w, 1.0);
}

Test(detmath, exp_ends_where_doubles_end)
{
    cr_assert(rasimi_exp(0.0) == 1.0 && rasimi_exp(-0.0) == 1.0);
    cr_assert(rasimi_exp(709.9) == INF && rasimi_exp(INF) == INF && rasimi_exp(DBL_MAX) == INF);
    cr_assert(rasimi_exp(709.79) == INF);
    cr_assert(rasimi_exp(-745.3) == 0.0 && rasimi_exp(-INF) == 0.0 && rasimi_exp(-DBL_MAX) == 0.0);
    cr_assert(rasimi_exp(-745.1) == 0x1p-1074);
    cr_assert(isnan(rasimi_exp(NOT_A_NUMBER)));
}

Test(detmath, expm1_is_within_two_ulp)
{
    worst w = {0};
    for (double x = 1e-320; x < 700.0; x *= 1.003) {
        note(&w, ulps(rasimi_expm1(x), expm1l((long double)x)), x);
        note(&w, ulps(rasimi_expm1(-x), expm1l(-(long double)x)), -x);
    }
    const int steps = 300000;
    for (int i = 0; i <= steps; i++) {
        const double x = -45.0 + 90.0 * i / steps;
        note(&w, ulps(rasimi_expm1(x), expm1l((long double)x)), x);
    }
    for (int k = -60; k <= 60; k++) { /* where the reduction changes over */
        for (int step = -1; step <= 1; step++) {
            const double x = (k + 0.5) * 0.693147180559945309 * (1.0 + step * DBL_EPSILON);
            note(&w, ulps(rasimi_expm1(x), expm1l((long double)x)), x);
        }
    }
    assert_within(w, 2.0);
    cr_assert(rasimi_expm1(0.0) == 0.0 && rasimi_expm1(INF) == INF && rasimi_expm1(-INF) == -1.0);
    cr_assert(rasimi_expm1(709.79) == INF && rasimi_expm1(-800.0) == -1.0 && isnan(rasimi_expm1(NOT_A_NUMBER)));
}

Test(detmath, log_is_within_one_ulp)
{
    worst w = {0};
    for (int exponent = -1074; exponent <= 1023; exponent++) {
        for (int i = 0; i < 128; i++) {
            const double x = ldexp(1.0 + (i + 0.37) / 128.0, exponent);
            note(&w, ulps(rasimi_log(x), logl((long double)x)), x);
        }
    }
    const int steps = 100000;
    for (int i = 1; i <= steps; i++) {
        const double x = 0.5 + 2.0 * i / steps;
        note(&w, ulps(rasimi_log(x), logl((long double)x)), x);
    }
    for (double d = 0.3; d > DBL_EPSILON; d /= 1.1) {
        note(&w, ulps(rasimi_log(1.0 + d), logl((long double)(1.0 + d))), 1.0 + d);
        note(&w, ulps(rasimi_log(1.0 - d), logl((long double)(1.0 - d))), 1.0 - d);
    }
    assert_within(w, 1.0);
}

Test(detmath, log_ends_where_it_is_defined)
{
    cr_assert(rasimi_log(1.0) == 0.0 && !signbit(rasimi_log(1.0)));
    cr_assert(rasimi_log(0.0) == -INF && rasimi_log(-0.0) == -INF);
    cr_assert(isnan(rasimi_log(-1.0)) && isnan(rasimi_log(-0x1p-1074)) && isnan(rasimi_log(NOT_A_NUMBER)));
    cr_assert(isnan(rasimi_log(-INF)) && rasimi_log(INF) == INF);
    cr_assert(rasimi_log(0x1p-1074) == -0x1.74385446d71c3p+9);
}

Test(detmath, log1p_is_within_two_ulp)
{
    worst w = {0};
    for (double x = 1e-320; x < 1e300; x *= 1.01) {
        note(&w, ulps(rasimi_log1p(x), log1pl((long double)x)), x);
        if (x < 1.0) {
            note(&w, ulps(rasimi_log1p(-x), log1pl(-(long double)x)), -x);
        }
    }
    const int steps = 100000;
    for (int i = 1; i < steps; i++) {
        const double x = -1.0 + 3.0 * i / steps;
        note(&w, ulps(rasimi_log1p(x), log1pl((long double)x)), x);
    }
    for (double d = 0.5; d >= 0x1p-53; d /= 2.0) {
        note(&w, ulps(rasimi_log1p(-1.0 + d), logl((long double)d)), -1.0 + d);
    }
    assert_within(w, 2.0);
    cr_assert(rasimi_log1p(0.0) == 0.0 && rasimi_log1p(-1.0) == -INF && rasimi_log1p(INF) == INF);
    cr_assert(isnan(rasimi_log1p(-1.5)) && isnan(rasimi_log1p(NOT_A_NUMBER)) && isnan(rasimi_log1p(-INF)));
}

Test(detmath, pow_is_as_good_as_its_exponent)
{
    worst w = {0};
    for (double x = 1e-12; x < 1e12; x *= 1.37) {
        for (double y = -20.0; y <= 20.0; y += 0.173) {
            const long double scale = 1.0L + fabsl((long double)y * logl((long double)x));
            const double error = relative(rasimi_pow(x, y), powl((long double)x, (long double)y));
            note(&w, error / (double)scale, x);
        }
    }
    assert_within(w, 3e-16);
    cr_assert(rasimi_pow(1.0, 12.5) == 1.0 && rasimi_pow(7.3, 0.0) == 1.0);
}

/* Newton's step in long double: how far Phi(z) is from p says how far z is from the quantile. */
static double
quantile_error(double p)
{
    const long double z = (long double)rasimi_normal_quantile(p);
    const long double root_half = 0.707106781186547524400844362104849039L;
    const long double density = 0.398942280401432677939946059934381868L * expl(-0.5L * z * z);
    const long double miss =
        p < 0.5 ? 0.5L * erfcl(-z * root_half) - (long double)p : (1.0L - (long double)p) - 0.5L * erfcl(z * root_half);
    return (double)fabsl(miss / density / z);
}

Test(detmath, normal_quantile_is_within_2e_15)
{
    worst w = {0}, against_gsl = {0};
    for (double p = 1e-300; p < 0.4999; p *= 1.003) {
        note(&w, quantile_error(p), p);
        note(&against_gsl, relative(rasimi_normal_quantile(p), (long double)gsl_cdf_ugaussian_Pinv(p)), p);
        if (p > 1e-16) {
            note(&w, quantile_error(1.0 - p), 1.0 - p);
        }
    }
    assert_within(w, 2e-15);
    assert_within(against_gsl, 4e-15);
}

Test(detmath, normal_quantile_is_odd_and_hits_known_values)
{
    cr_assert(rasimi_normal_quantile(0.5) == 0.0);
    for (double p = 0x1p-53; p < 0.5; p *= 2.0) { /* 1 - p is exact */
        cr_assert(rasimi_normal_quantile(p) == -rasimi_normal_quantile(1.0 - p), "p = %g", p);
    }
    /* qnorm(c(1e-300, 1e-10, 0.025, 0.8)) */
    static const double p[] = {1e-300, 1e-10, 0.025, 0.8};
    static const double z[] = {-37.047096299361201, -6.3613409024040557, -1.9599639845400538, 0.84162123357291441};
    for (int i = 0; i < 4; i++) {
        cr_assert(relative(rasimi_normal_quantile(p[i]), (long double)z[i]) < 2e-15, "p = %g", p[i]);
    }
}

Test(detmath, normal_cdf_is_within_2e_15)
{
    worst w = {0}, against_gsl = {0};
    const int steps = 50000;
    for (int i = 0; i <= steps; i++) {
        const double x = -37.0 + 47.0 * i / steps;
        const long double exact = 0.5L * erfcl(-(long double)x * 0.707106781186547524400844362104849039L);
        note(&w, relative(rasimi_normal_cdf(x), exact), x);
        note(&against_gsl, relative(rasimi_normal_cdf(x), (long double)gsl_cdf_ugaussian_P(x)), x);
    }
    assert_within(w, 2e-15);
    assert_within(against_gsl, 1e-13);
    cr_assert(rasimi_normal_cdf(0.0) == 0.5);
    cr_assert(rasimi_normal_cdf(-INF) == 0.0 && rasimi_normal_cdf(INF) == 1.0);
    cr_assert(isnan(rasimi_normal_cdf(NOT_A_NUMBER)));
}

Test(detmath, normal_cdf_and_quantile_undo_each_other)
{
    for (double x = -37.0; x < 5.0; x += 0.0137) {
        const double back = rasimi_normal_quantile(rasimi_normal_cdf(x));
        /* p near 1 holds few digits of the tail. */
        const double lost = x > 0.0 ? DBL_EPSILON / gsl_cdf_ugaussian_Q(x) : 0.0;
        cr_assert(fabs(back - x) <= (1e-14 + lost) * (1.0 + fabs(x)), "x = %.17g, back %.17g", x, back);
    }
}

Test(detmath, log_factorial_is_within_its_claim)
{
    worst w = {0};
    for (uint64_t k = 0; k < 3000; k++) {
        const long double exact = lgammal((long double)k + 1.0L);
        note(&w, (double)(fabsl((long double)rasimi_log_factorial(k) - exact) / (1.0L + exact)), (double)k);
    }
    for (uint64_t k = 3000; k < UINT64_C(1) << 62; k += k / 3) {
        const long double exact = lgammal((long double)k + 1.0L);
        note(&w, (double)(fabsl((long double)rasimi_log_factorial(k) - exact) / (1.0L + exact)), (double)k);
    }
    assert_within(w, 1e-15);
    cr_assert(rasimi_log_factorial(0) == 0.0 && rasimi_log_factorial(1) == 0.0);
}

static uint64_t
mix_bits(uint64_t hash, double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return (hash ^ bits) * UINT64_C(1099511628211);
}

/* A digest of every function's bits over its range, which any compiler, processor and library must give. A change here
   changes results: it needs a line in the changelog. */
Test(detmath, bits_are_the_same_everywhere)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (int i = 1; i < 20000; i++) {
        const double u = i / 20000.0;
        hash = mix_bits(hash, rasimi_exp(-745.0 + 1454.0 * u));
        hash = mix_bits(hash, rasimi_log(u * u * 1000.0));
        hash = mix_bits(hash, rasimi_log1p(u - 0.5));
        hash = mix_bits(hash, rasimi_pow(1.0 + u, 3.7 - 9.0 * u));
        hash = mix_bits(hash, rasimi_normal_quantile(u));
        hash = mix_bits(hash, rasimi_normal_quantile(u * 1e-12));
        hash = mix_bits(hash, rasimi_normal_cdf(-38.0 + 46.0 * u));
        hash = mix_bits(hash, rasimi_log_factorial((uint64_t)i * (uint64_t)i / 100));
    }
    cr_assert(hash == UINT64_C(0x2aae5a3754683c8b), "digest 0x%016llx", (unsigned long long)hash);
}

/* Functions that came later have a digest of their own. */
Test(detmath, expm1_bits_are_the_same_everywhere)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (int i = 1; i < 20000; i++) {
        hash = mix_bits(hash, rasimi_expm1(-42.0 + 84.0 * (i / 20000.0)));
        hash = mix_bits(hash, rasimi_expm1((i / 20000.0 - 0.5) * 1e-3));
    }
    cr_assert(hash == UINT64_C(0x292e392044c1935b), "digest 0x%016llx", (unsigned long long)hash);
}
