/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mixtures of skewed laws: moments, distribution function, quantiles. */
#include "engine/analytic_mixture.h"

#include "num/detmath.h"

#define ONE_OVER_SQRT_TWO_PI 0x1.9884533d43651p-2

rasimi_component
rasimi_component_of(rasimi_moments moments)
{
    const double variance = moments.variance > 0.0 ? moments.variance : 0.0, sd = __builtin_sqrt(variance);
    return (rasimi_component){moments.mean, sd, sd > 0.0 ? moments.third / (variance * sd) : 0.0};
}

static rasimi_moments
moments_of(const rasimi_component *components, size_t n)
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

rasimi_mixture
rasimi_mixture_of(const rasimi_loops *loops, const rasimi_normal_table *table, const rasimi_component *components,
                  size_t n)
{
    rasimi_mixture out = {loops, table, components, n, moments_of(components, n), __builtin_inf(), -__builtin_inf()};
    for (size_t i = 0; i < n; i++) {
        const double reach = 10.0 * components[i].sd * (1.0 + __builtin_fabs(components[i].skewness));
        out.low = components[i].mean - reach < out.low ? components[i].mean - reach : out.low;
        out.high = components[i].mean + reach > out.high ? components[i].mean + reach : out.high;
    }
    return out;
}

double
rasimi_mixture_cdf(const rasimi_mixture *mixture, const double *factor, double at)
{
    rasimi_law_columns laws = {0};
    double below[RASIMI_LAWS_AT_ONCE], sum = 0.0;
    for (size_t first = 0; first < mixture->n; first += RASIMI_LAWS_AT_ONCE) {
        const size_t rest = mixture->n - first;
        laws.n = rest < RASIMI_LAWS_AT_ONCE ? rest : RASIMI_LAWS_AT_ONCE;
        for (size_t i = 0; i < laws.n; i++) {
            const rasimi_component *component = &mixture->components[first + i];
            laws.mean[i] = component->mean;
            laws.sd[i] = component->sd;
            laws.skewness[i] = component->skewness;
            laws.at[i] = factor == NULL ? at : at * factor[first + i];
        }
        mixture->loops->laws(mixture->table, &laws, below);
        for (size_t i = 0; i < laws.n; i++) {
            sum += below[i];
        }
    }
    return sum / (double)mixture->n;
}

/* Secant steps inside a bracket; where they do not end soon, every third halves it: distribution functions may jump. */
double
rasimi_mixture_quantile(const rasimi_mixture *mixture, double level)
{
    const double sd = __builtin_sqrt(mixture->moments.variance), z = rasimi_normal_quantile(level);
    double low = mixture->low, high = mixture->high, slope = ONE_OVER_SQRT_TWO_PI * rasimi_exp(-0.5 * z * z) / sd;
    double x = mixture->moments.mean + sd * z, last_x = x, last_miss = 0.0;
    for (int step = 0; step < 200 && high - low > 1e-10 * sd; step++) {
        const double miss = rasimi_mixture_cdf(mixture, NULL, x) - level;
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
