/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Beta distribution, whose bits do not depend on the processor: distribution function and quantile, for shapes from
   0.01 to 10^6. */
#ifndef RASIMI_NUM_BETA_H
#define RASIMI_NUM_BETA_H

#include "base/strict_math.h"

/* A Beta distribution; made by rasimi_beta_make. */
typedef struct rasimi_beta {
    double a, b;     /* shapes, 1e-4 to 1e6 */
    double log_beta; /* log B(a, b) */
    double at_half;  /* P(x <= 1/2) */
} rasimi_beta;

/* log B(a, b) of a, b > 0: absolute error below 1e-13 (1 + |log B|). */
double
rasimi_log_beta(double a, double b);

void
rasimi_beta_make(double a, double b, rasimi_beta *out);

/* P(X <= x) and P(X > x), each with relative error below 1e-15 (1000 + a + b) / min(1, a, b) down to 1e-300;
   y = 1 - x, which the caller may know better than subtraction does. 0 <= x <= 1. */
void
rasimi_beta_tails(const rasimi_beta *beta, double x, double y, double *lower, double *upper);

/* The x with P(X <= x) = lower; upper = 1 - lower, given too so that no digit is lost in either tail. Absolute error
   below 1e-12, and x does not fall as `lower` rises by more than 1e-12. A few microseconds; shapes of 10^6 take a
   hundred times as long. */
double
rasimi_beta_quantile(const rasimi_beta *beta, double lower, double upper);

#endif
