/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores of forecasts, and the chances that judge them. */
#include "num/forecast.h"

#include <math.h>
#include <stdbool.h>

#include "num/detmath.h"

double
rasimi_half_mean_difference(const double *sorted, uint64_t n)
{
    const double size = (double)n, pivot = sorted[n / 2];
    double sum = 0;
    for (uint64_t i = 0; i < n; i++)
        sum += (2 * (double)(i + 1) - size - 1) * (sorted[i] - pivot);
    return sum / (size * (size - 1));
}

double
rasimi_crps(const double *sorted, uint64_t n, double outcome)
{
    double distance = 0;
    for (uint64_t i = 0; i < n; i++)
        distance += fabs(sorted[i] - outcome);
    return distance / (double)n - rasimi_half_mean_difference(sorted, n);
}

void
rasimi_count_below(const double *sorted, uint64_t n, double x, uint64_t *below, uint64_t *equal)
{
    *below = *equal = 0;
    for (uint64_t i = 0; i < n; i++) {
        *below += sorted[i] < x;
        *equal += !(sorted[i] < x) && !(sorted[i] > x);
    }
}

/* From k to k + 2 degrees of freedom the tail grows by (x/2)^(k/2) exp(-x/2) / Gamma(k/2 + 1). */
double
rasimi_chi_squared_above(uint64_t k, double x)
{
    const double half = x / 2, root_two_over_pi = 0.79788456080286535588;
    const bool odd = k % 2 == 1;
    double above = odd ? 2 * rasimi_normal_cdf(-sqrt(x)) : rasimi_exp(-half);
    double term = odd ? root_two_over_pi * sqrt(x) * rasimi_exp(-half) : half * rasimi_exp(-half);
    for (uint64_t degrees = odd ? 1 : 2; degrees < k; degrees += 2) {
        above += term;
        term *= x / (double)(degrees + 2);
    }
    return above < 1 ? above : 1;
}

double
rasimi_binomial_at_most(uint64_t k, uint64_t n, double p)
{
    const double odds = p / (1 - p);
    double term = 1, sum = 0;
    for (uint64_t i = 0; i < n; i++)
        term *= 1 - p;
    for (uint64_t i = 0; i <= k && i <= n; i++) {
        sum += term;
        term *= odds * (double)(n - i) / (double)(i + 1);
    }
    return sum < 1 ? sum : 1;
}
