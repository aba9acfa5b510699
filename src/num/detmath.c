/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Elementary functions in + - x / and sqrt alone, which IEEE 754 rounds the same way everywhere (with contraction off).
 *
 * exp, log: Cody & Waite's two-part ln 2 (Software Manual for the Elementary Functions, 1980) and series short enough
 * that the reduced argument makes their tails vanish. Normal quantile: Wichura (1988), Applied Statistics 37, 477-484.
 * Normal distribution function: Cody (1969), Mathematics of Computation 23, 631-637. log k!: Stirling's series.
 */
#include "num/detmath.h"

#include "num/detmath_log.h"

#include <stddef.h>
#include <string.h>

#define INVERSE_LN2  0x1.71547652b82fep+0
#define LN2_HI       RASIMI_LN2_HI
#define LN2_LO       RASIMI_LN2_LO
#define INFINITE     __builtin_inf()
#define NOT_A_NUMBER __builtin_nan("")

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static double
double_of(uint64_t bits)
{
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* 2^k for normal exponents, -1022 <= k <= 1023. */
static double
power_of_two(int k)
{
    return double_of((uint64_t)(k + 1023) << 52);
}

/* sum of coefficients[i] x^i, by Horner's rule. */
static inline double
polynomial(const double *coefficients, size_t n, double x)
{
    double sum = coefficients[n - 1];
    for (size_t i = n - 1; i > 0; i--) {
        sum = sum * x + coefficients[i - 1];
    }
    return sum;
}

/* (e^r - 1 - r) / r^2 for |r| <= ln 2 / 2: Taylor's series to r^13; its tail is below 5e-18 of e^r. */
static double
exp_tail(double r)
{
    static const double inverse_factorials[] = {
        1.0 / 2.0,     1.0 / 6.0,      1.0 / 24.0,      1.0 / 120.0,      1.0 / 720.0,       1.0 / 5040.0,
        1.0 / 40320.0, 1.0 / 362880.0, 1.0 / 3628800.0, 1.0 / 39916800.0, 1.0 / 479001600.0, 1.0 / 6227020800.0,
    };
    return polynomial(inverse_factorials, LENGTH(inverse_factorials), r);
}

/* x = k ln 2 + r + rounding, with |r| <= ln 2 / 2 but for rounding; |x| below 2^20. */
static inline double
reduce(double x, int *k, double *rounding)
{
    *k = (int)(x * INVERSE_LN2 + (x < 0.0 ? -0.5 : 0.5));
    const double hi = x - *k * LN2_HI;
    const double lo = *k * LN2_LO;
    const double r = hi - lo;
    *rounding = (hi - r) - lo;
    return r;
}

double
rasimi_exp(double x)
{
    int k;
    double rounding;
    if (x != x) {
        return x;
    }
    if (x > 709.8) {
        return INFINITE;
    }
    if (x < -745.2) {
        return 0.0;
    }
    const double r = reduce(x, &k, &rounding);
    const double e = 1.0 + (r + (rounding + r * r * exp_tail(r)));
    /* In two steps: 2^k alone may be out of range where e 2^k is not, and the first step rounds nothing. */
    return e * power_of_two(k / 2) * power_of_two(k - k / 2);
}

double
rasimi_expm1(double x)
{
    int k;
    double rounding;
    if (!(x < 40.0)) {
        return rasimi_exp(x); /* the 1 is below half of its last digit */
    }
    if (x < -40.0) {
        return -1.0;
    }
    const double r = reduce(x, &k, &rounding);
    const double less_one = r + (rounding + r * r * exp_tail(r)); /* e^r - 1 */
    return k == 0 ? less_one : power_of_two(k) * ((1.0 - power_of_two(-k)) + less_one);
}

/* log(2^k m + small) where 2^k m = x is positive, normal or not, and `small` is below its last digit. */
static double
log_of_sum(double x, double small)
{
    const double correction = small / x;
    return x < 0x1p-1022 ? rasimi_log_normal(x * 0x1p54, -54, correction) : rasimi_log_normal(x, 0, correction);
}

double
rasimi_log(double x)
{
    if (x == 0.0) {
        return -INFINITE;
    }
    if (!(x > 0.0)) {
        return NOT_A_NUMBER;
    }
    return x == INFINITE ? x : log_of_sum(x, 0.0);
}

double
rasimi_log1p(double x)
{
    if (x == -1.0) {
        return -INFINITE;
    }
    if (!(x > -1.0)) {
        return NOT_A_NUMBER;
    }
    if (x == INFINITE || (x < 0x1p-54 && x > -0x1p-54)) {
        return x;
    }
    const double sum = 1.0 + x;
    const double lost = x > 1.0 ? 1.0 - (sum - x) : x - (sum - 1.0);
    return log_of_sum(sum, lost);
}

double
rasimi_pow(double x, double y)
{
    return rasimi_exp(y * rasimi_log(x));
}

/* AS 241's three rational approximations, lowest power first. */
static double
quantile_centre(double r)
{
    static const double a[] = {3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
                               1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
                               3.3430575583588128105e4, 2.5090809287301226727e3};
    static const double b[] = {1.0,
                               4.2313330701600911252e1,
                               6.8718700749205790830e2,
                               5.3941960214247511077e3,
                               2.1213794301586595867e4,
                               3.9307895800092710610e4,
                               2.8729085735721942674e4,
                               5.2264952788528545610e3};
    return polynomial(a, LENGTH(a), r) / polynomial(b, LENGTH(b), r);
}

static double
quantile_shoulder(double r)
{
    static const double c[] = {1.42343711074968357734e0,  4.63033784615654529590e0, 5.76949722146069140550e0,
                               3.64784832476320460504e0,  1.27045825245236838258e0, 2.41780725177450611770e-1,
                               2.27238449892691845833e-2, 7.74545014278341407640e-4};
    static const double d[] = {1.0,
                               2.05319162663775882187e0,
                               1.67638483018380384940e0,
                               6.89767334985100004550e-1,
                               1.48103976427480074590e-1,
                               1.51986665636164571966e-2,
                               5.47593808499534494600e-4,
                               1.05075007164441684324e-9};
    return polynomial(c, LENGTH(c), r) / polynomial(d, LENGTH(d), r);
}

static double
quantile_tail(double r)
{
    static const double e[] = {6.65790464350110377720e0,  5.46378491116411436990e0,  1.78482653991729133580e0,
                               2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
                               2.71155556874348757815e-5, 2.01033439929228813265e-7};
    static const double f[] = {1.0,
                               5.99832206555887937690e-1,
                               1.36929880922735805310e-1,
                               1.48753612908506148525e-2,
                               7.86869131145613259100e-4,
                               1.84631831751005468180e-5,
                               1.42151175831644588870e-7,
                               2.04426310338993978564e-15};
    return polynomial(e, LENGTH(e), r) / polynomial(f, LENGTH(f), r);
}

double
rasimi_normal_quantile(double p)
{
    const double q = p - 0.5;
    if (q >= -0.425 && q <= 0.425) {
        return q * quantile_centre(0.180625 - q * q);
    }
    const double r = __builtin_sqrt(-rasimi_log(q < 0.0 ? p : 1.0 - p));
    const double z = r <= 5.0 ? quantile_shoulder(r - 1.6) : quantile_tail(r - 5.0);
    return q < 0.0 ? -z : z;
}

/* Phi(x) - 1/2 for |x| below 0.66. */
static double
cdf_centre(double x)
{
    static const double a[] = {18154.981253343561249, 1067.6894854603709582, 161.02823106855587881,
                               2.2352520354606839287, 0.065682337918207449113};
    static const double b[] = {45507.789335026729956, 10260.932208618978205, 976.09855173777669322,
                               47.20258190468824187, 1.0};
    const double square = x * x;
    return x * (polynomial(a, LENGTH(a), square) / polynomial(b, LENGTH(b), square));
}

/* Phi(-y) e^(y^2 / 2) for y between 0.66 and sqrt 32. */
static double
cdf_shoulder(double y)
{
    static const double c[] = {9842.7148383839780218, 11602.651437647350124,  6848.1904505362823326,
                               2494.5375852903726711, 597.27027639480026226,  93.506656132177855979,
                               8.8831497943883759412, 0.39894151208813466764, 1.0765576773720192317e-8};
    static const double d[] = {19685.429676859990727, 38912.003286093271411, 34900.952721145977266,
                               18615.571640885098091, 6485.558298266760755,  1519.377599407554805,
                               235.38790178262499861, 22.266688044328115691, 1.0};
    return polynomial(c, LENGTH(c), y) / polynomial(d, LENGTH(d), y);
}

/* The same beyond sqrt 32, from the asymptotic series' form 1 / sqrt(2 pi) less a small correction, over y. */
static double
cdf_tail(double y)
{
    static const double p[] = {2.9112874951168792e-5, 0.001421619193227893466, 0.022235277870649807,
                               0.1274011611602473639, 0.21589853405795699,     0.02307344176494017303};
    static const double q[] = {7.29751555083966205e-5, 0.00378239633202758244, 0.0659881378689285515,
                               0.468238212480865118,   1.28426009614491121,    1.0};
    const double u = 1.0 / (y * y);
    const double correction = u * (polynomial(p, LENGTH(p), u) / polynomial(q, LENGTH(q), u));
    return (0x1.9884533d43651p-2 - correction) / y;
}

/* e^(-y^2 / 2) for y >= 0: y^2 is split at a sixteenth, whose square is exact, else its rounding would be magnified. */
static double
exp_minus_half_square(double y)
{
    const double head = (double)(int)(y * 16.0) / 16.0;
    const double rest = (y - head) * (y + head);
    return rasimi_exp(-0.5 * head * head) * rasimi_exp(-0.5 * rest);
}

double
rasimi_normal_cdf(double x)
{
    if (x != x) {
        return x;
    }
    const double y = x < 0.0 ? -x : x;
    if (y <= 0.67448975) {
        return 0.5 + cdf_centre(x);
    }
    const double beyond_double = 39.0;
    if (y > beyond_double) {
        return x < 0.0 ? 0.0 : 1.0;
    }
    const double scaled = y < 5.656854249492380 ? cdf_shoulder(y) : cdf_tail(y);
    const double tail = exp_minus_half_square(y) * scaled;
    return x < 0.0 ? tail : 1.0 - tail;
}

double
rasimi_log_factorial(uint64_t k)
{
    static const double half_log_two_pi = 0x1.d67f1c864beb5p-1;
    if (k < 17) {
        double product = 1.0;
        for (uint64_t i = 2; i <= k; i++) {
            product *= (double)i;
        }
        return rasimi_log(product);
    }
    static const double stirling[] = {1.0 / 12.0, -1.0 / 360.0, 1.0 / 1260.0, -1.0 / 1680.0, 1.0 / 1188.0};
    const double x = (double)k, u = 1.0 / x;
    const double series = u * polynomial(stirling, LENGTH(stirling), u * u);
    return (x + 0.5) * rasimi_log(x) - x + half_log_two_pi + series;
}

double
rasimi_stirling(double x)
{
    static const double series[] = {1.0 / 12.0,    -1.0 / 360.0, 1.0 / 1260.0,
                                    -1.0 / 1680.0, 1.0 / 1188.0, -691.0 / 360360.0};
    const double u = 1.0 / x;
    return u * polynomial(series, LENGTH(series), u * u);
}
