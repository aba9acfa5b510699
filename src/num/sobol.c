/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sobol indices from pairs of points. */
#include "num/sobol.h"

#include <math.h>

/* The outputs, centred, and the variance of A and B together. */
typedef struct centred {
    const double *a, *b, *ab;
    size_t n;
    double mean, variance;
} centred;

static centred
centre(const double *a, const double *b, const double *ab, size_t n)
{
    double sum = 0.0, squares = 0.0;
    for (size_t i = 0; i < n; i++) {
        sum += a[i] + b[i];
    }
    const double mean = sum / (2.0 * (double)n);
    for (size_t i = 0; i < n; i++) {
        squares += (a[i] - mean) * (a[i] - mean) + (b[i] - mean) * (b[i] - mean);
    }
    return (centred){a, b, ab, n, mean, squares / (2.0 * (double)n)};
}

static double
first_term(const centred *c, size_t i)
{
    return (c->b[i] - c->mean) * (c->ab[i] - c->a[i]);
}

static double
total_term(const centred *c, size_t i)
{
    return 0.5 * (c->a[i] - c->ab[i]) * (c->a[i] - c->ab[i]);
}

/* Mean of the terms over the variance. */
static rasimi_sobol_share
share_of(const centred *c, double (*term)(const centred *c, size_t i))
{
    double sum = 0.0, squares = 0.0;
    for (size_t i = 0; i < c->n; i++) {
        sum += term(c, i);
    }
    const double share = sum / (double)c->n / c->variance;
    for (size_t i = 0; i < c->n; i++) {
        const double a = c->a[i] - c->mean, b = c->b[i] - c->mean;
        const double rest = term(c, i) - share * 0.5 * (a * a + b * b);
        squares += rest * rest;
    }
    const double n = (double)c->n;
    return (rasimi_sobol_share){share, __builtin_sqrt(squares / (n * (n - 1.0))) / c->variance};
}

rasimi_sobol
rasimi_sobol_estimate(const double *a, const double *b, const double *ab, size_t n)
{
    const centred c = centre(a, b, ab, n);
    if (!(c.variance > 0.0)) {
        const rasimi_sobol_share none = {(double)NAN, (double)NAN};
        return (rasimi_sobol){none, none};
    }
    return (rasimi_sobol){share_of(&c, first_term), share_of(&c, total_term)};
}
