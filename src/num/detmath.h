/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Elementary functions whose bits do not depend on the processor or the C library: only + - x / sqrt and integer
   work on the representation. For the path from input to results (methods.md section 11). Errors are stated over the
   whole range and tested against GSL and long double. */
#ifndef RASIMI_NUM_DETMATH_H
#define RASIMI_NUM_DETMATH_H

#include <stdint.h>

#include "base/strict_math.h"

/* e^x: at most 1 ulp; 0 below -745.2, infinity above 709.8; NaN stays. */
double
rasimi_exp(double x);

/* e^x - 1, at most 2 ulp also near 0; -1 below -40; NaN stays. */
double
rasimi_expm1(double x);

/* Natural logarithm: at most 1 ulp; -infinity at 0, NaN below. */
double
rasimi_log(double x);

/* log(1+x), at most 2 ulp also near 0; -infinity at -1, NaN below. */
double
rasimi_log1p(double x);

/* x^y for x > 0 as exp(y log x): relative error below 1e-15 (1 + |y log x|). */
double
rasimi_pow(double x, double y);

/* Standard normal quantile: Wichura (1988), algorithm AS 241 PPND16, relative error below 2e-15; p in (0, 1). */
double
rasimi_normal_quantile(double p);

/* Standard normal distribution function, Cody (1969): relative error below 2e-15 for x > -37. */
double
rasimi_normal_cdf(double x);

/* log(k!) for any k, absolute error below 1e-12 (1 + log k!). */
double
rasimi_log_factorial(uint64_t k);

/* From here on rasimi_stirling is good to the last digit of log Gamma. */
#define RASIMI_STIRLING_FROM 15.0

/* log Gamma(x) - ((x - 1/2) log x - x + log(2 pi) / 2) for x >= 15: absolute error below 1e-17. */
double
rasimi_stirling(double x);

/* (1 + rate) to the power of whole years, by multiplication. */
static inline double
rasimi_compound(double rate, uint64_t years)
{
    double growth = 1.0;
    for (uint64_t t = 0; t < years; t++) {
        growth *= 1.0 + rate;
    }
    return growth;
}

#endif
