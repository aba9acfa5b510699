/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mixtures of skewed laws: moments, distribution function, quantiles. */
#include "engine/analytic_mixture.h"

#include "num/detmath.h"

/* Below this the two forms of the skewness correction agree to a rounding error. */
#define LITTLE_SKEWNESS 1e-4

#define ONE_OVER_SQRT_TWO_PI 0x1.9884533d43651p-2

rasimi_component
rasimi_component_of(rasimi_moments moments)
{
    const double variance = moments.variance > 0.0 ? moments.variance : 0.0, sd = __builtin_sqrt(variance);
    return (rasimi_component){moments.mean, sd, sd > 0.0 ? moments.third / (variance * sd) : 0.0};
}

/* The cube root of t > 0, by Halley's iteration. */
static double
cube_root(double t)
{
    double y = t < 8.0 && t > 0.125 ? (t + 2.0) / 3.0 : t;
    for (int step = 0; step < 64; step++) {
        const double cube = y * y * y, next = y * (cube + 2.0 * t) / (2.0 * cube + t), change = next - y;
        y = next;
        if (change < 1e-12 * y && change > -1e-12 * y) {
            break;
        }
    }
    return y;
}

/* The standard normal that a standardised value z of a law with this skewness corresponds to. */
static double
normal_score(double z, double skewness)
{
    if (skewness < LITTLE_SKEWNESS && skewness > -LITTLE_SKEWNESS) {
        return z - skewness * (z * z - 1.0) / 6.0;
    }
    const double t = 1.0 + 0.5 * skewness * z;
    if (!(t > 0.0)) { /* past the end of the gamma law */
        return skewness > 0.0 ? -__builtin_inf() : __builtin_inf();
    }
    return 6.0 / skewness * (cube_root(t) - 1.0) + skewness / 6.0;
}

double
rasimi_component_cdf(const rasimi_normal_table *table, const rasimi_component *component, double at)
{
    const double above = at - component->mean;
    if (!(component->sd > 0.0)) {
        return above < 0.0 ? 0.0 : 1.0;
    }
    return rasimi_normal_table_cdf(table, normal_score(above / component->sd, component->skewness));
}

rasimi_moments
rasimi_mixture_moments(const rasimi_component *components, size_t n)
{
    rasimi_moments out = {0};
    double variance = 0.0;
    for (size_t i = 0; i < n; i++) {
        out.mean += components[i].mean / (double)n;
        variance += components[i].sd * components[i].sd / (double)n;
    }
    for (size_t i = 0; i < n; i++) {
        const rasimi_component *c = &components[i];
        const double d = c->mean - out.mean, own = c->sd * c->sd;
        out.variance += (own + d * d) / (double)n;
        out.third += (own * c->sd * c->skewness + 3.0 * d * (own - variance) + d * d * d) / (double)n;
    }
    return out;
}

double
rasimi_mixture_cdf(const rasimi_normal_table *table, const rasimi_component *components, size_t n, const double *factor,
                   double at)
{
    double sum = 0.0;
    for (size_t i = 0; i < n; i++) {
        sum += rasimi_component_cdf(table, &components[i], factor == NULL ? at : at * factor[i]);
    }
    return sum / (double)n;
}

/* An interval that surely holds the quantile: components rarely reach ten of their sds. */
static void
bracket(const rasimi_component *components, size_t n, double *low, double *high)
{
    *low = __builtin_inf();
    *high = -__builtin_inf();
    for (size_t i = 0; i < n; i++) {
        const double reach = 10.0 * components[i].sd * (1.0 + __builtin_fabs(components[i].skewness));
        *low = components[i].mean - reach < *low ? components[i].mean - reach : *low;
        *high = components[i].mean + reach > *high ? components[i].mean + reach : *high;
    }
}

/* Secant steps inside a bracket; where they do not end soon, every third halves it: distribution functions may jump. */
double
rasimi_mixture_quantile(const rasimi_normal_table *table, const rasimi_component *components, size_t n, double level)
{
    const rasimi_moments all = rasimi_mixture_moments(components, n);
    const double sd = __builtin_sqrt(all.variance), z = rasimi_normal_quantile(level);
    double low, high, slope = ONE_OVER_SQRT_TWO_PI * rasimi_exp(-0.5 * z * z) / sd;
    bracket(components, n, &low, &high);
    double x = all.mean + sd * z, last_x = x, last_miss = 0.0;
    for (int step = 0; step < 200 && high - low > 1e-10 * sd; step++) {
        const double miss = rasimi_mixture_cdf(table, components, n, NULL, x) - level;
        *(miss < 0.0 ? &low : &high) = x;
        if (miss < 1e-12 && miss > -1e-12) {
            break;
        }
        if (step > 0 && (x < last_x || x > last_x)) {
            slope = (miss - last_miss) / (x - last_x);
        }
        last_x = x;
        last_miss = miss;
        const double next = x - miss / slope;
        const bool halve = step > 12 && step % 3 == 2;
        x = next > low && next < high && !halve ? next : 0.5 * (low + high);
    }
    return x;
}
