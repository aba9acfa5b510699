/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Poisson counts by inversion from the mode (Kemp & Kemp 1991, Applied Statistics 40, 143-158): one logarithm of a
   factorial, then each probability from its neighbour. */
#include "num/poisson.h"

#include "num/detmath.h"

/* Below this share of the mode's probability what is left of a tail cannot move a sum. */
#define NEGLIGIBLE 1e-20

/* P(N = mode), for the mode next below the mean. In Loader's (2000) form no large terms cancel:
   e^(-stirling) / sqrt(2 pi m) e^-(mean - m - m log(mean / m)). */
static double
mode_probability(double mean, uint64_t mode)
{
    static const double half_log_two_pi = 0x1.d67f1c864beb5p-1;
    const double m = (double)mode, above = mean - m;
    if (m < RASIMI_STIRLING_FROM) {
        return rasimi_exp(m * rasimi_log(mean) - mean - rasimi_log_factorial(mode));
    }
    const double deviance = above - m * rasimi_log1p(above / m);
    return rasimi_exp(-half_log_two_pi - 0.5 * rasimi_log(m) - rasimi_stirling(m) - deviance);
}

/* P(N < mode). */
static double
below_mode(double mean, uint64_t mode, double at_mode)
{
    double sum = 0.0, term = at_mode;
    for (uint64_t k = mode; k > 0 && term > NEGLIGIBLE * at_mode; k--) {
        term *= (double)k / mean;
        sum += term;
    }
    return sum;
}

/* The least k >= mode with P(N <= k) >= u. */
static uint64_t
search_up(double mean, uint64_t mode, double at_mode, double cumulative, double u)
{
    double term = at_mode;
    uint64_t k = mode;
    while (cumulative < u && term > NEGLIGIBLE * at_mode) {
        term *= mean / (double)++k;
        cumulative += term;
    }
    return k;
}

/* The same below the mode, where P(N < mode) >= u. */
static uint64_t
search_down(double mean, uint64_t mode, double at_mode, double cumulative, double u)
{
    double term = at_mode;
    uint64_t k = mode;
    while (k > 0 && cumulative >= u && term > NEGLIGIBLE * at_mode) {
        term *= (double)k-- / mean;
        cumulative -= term; /* P(N < k) */
    }
    return k;
}

uint64_t
rasimi_poisson(double mean, double u)
{
    if (!(mean > 0.0)) {
        return 0;
    }
    const uint64_t mode = (uint64_t)mean;
    const double at_mode = mode_probability(mean, mode), below = below_mode(mean, mode, at_mode);
    return u > below ? search_up(mean, mode, at_mode, below + at_mode, u) : search_down(mean, mode, at_mode, below, u);
}
