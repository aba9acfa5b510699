/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statistical tests: a seed from the test's name, and thresholds from the law. The family-wise error over the whole
   suite is kept below 1e-6 x the number of comparisons: each comparison is two-sided at 1e-6 (|z| < 4.8916). Seeds are
   fixed, so a failure is a change in the code, never luck. */
#ifndef RASIM_TESTS_SUPPORT_LAW_H
#define RASIM_TESTS_SUPPORT_LAW_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "io/file.h"

/* Two-sided tail probability 1e-6 of a standard normal. */
#define LAW_Z 4.8916

/* First 8 hex digits of SHA-256 of the test's name. */
static inline uint64_t
law_seed(const char *name)
{
    char digest[65];
    unsigned seed = 0;
    if (rasimi_sha256(name, strlen(name), digest) == RASIM_OK) {
        digest[8] = '\0';
        sscanf(digest, "%x", &seed);
    }
    return seed;
}

/* Sample mean against an expectation: z in standard errors. */
typedef struct law_sample {
    double n, mean, sum_squares; /* of deviations */
    double fourth;               /* sum of fourth powers about a pivot near the mean */
    double pivot;
} law_sample;

static inline law_sample
law_sample_of(const double *x, uint64_t n)
{
    law_sample s = {.n = (double)n};
    for (uint64_t i = 0; i < n; i++) {
        s.mean += x[i] / (double)n;
    }
    for (uint64_t i = 0; i < n; i++) {
        const double d = x[i] - s.mean;
        s.sum_squares += d * d;
        s.fourth += d * d * d * d;
    }
    return s;
}

static inline double
law_variance(law_sample s)
{
    return s.sum_squares / (s.n - 1.0);
}

/* z of the mean against what it should be. */
static inline double
law_z_mean(law_sample s, double expected)
{
    return (s.mean - expected) / sqrt(law_variance(s) / s.n);
}

/* z of the variance against what it should be, its own variance (m4 - m2^2) / n estimated from the sample. */
static inline double
law_z_variance(law_sample s, double expected)
{
    const double m2 = s.sum_squares / s.n, m4 = s.fourth / s.n;
    return (law_variance(s) - expected) / sqrt((m4 - m2 * m2) / s.n);
}

#endif
