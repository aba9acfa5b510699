/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The natural logarithm of a normal number, without a branch, so that a loop over it becomes vector instructions: the
   same operations in the same order, and so the same bits, as rasimi_log. */
#ifndef RASIMI_NUM_DETMATH_LOG_H
#define RASIMI_NUM_DETMATH_LOG_H

#include <stdint.h>
#include <string.h>

#include "base/strict_math.h"

/* ln 2 = HI + LO; HI has 21 zero bits at its end, so that k HI is exact for every exponent k. */
#define RASIMI_LN2_HI 0x1.62e42feep-1
#define RASIMI_LN2_LO 0x1.a39ef35793c76p-33

/* log(1 + f) = 2 s + 2 s^3 / 3 + ... for s = f / (2 + f), |s| < 0.172; this is what follows 2 s, over s. */
static inline double
rasimi_log_tail(double z)
{
    double sum = 2.0 / 21.0;
    sum = sum * z + 2.0 / 19.0;
    sum = sum * z + 2.0 / 17.0;
    sum = sum * z + 2.0 / 15.0;
    sum = sum * z + 2.0 / 13.0;
    sum = sum * z + 2.0 / 11.0;
    sum = sum * z + 2.0 / 9.0;
    sum = sum * z + 2.0 / 7.0;
    sum = sum * z + 2.0 / 5.0;
    sum = sum * z + 2.0 / 3.0;
    return sum * z + 0.0;
}

/* log(2^k x) + correction for a normal x > 0. */
static inline double
rasimi_log_normal(double x, int k, double correction)
{
    const uint64_t one = UINT64_C(0x3FF0000000000000), sqrt_half = UINT64_C(0x3FE6A09E667F3BCD);
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    /* Adding the distance from sqrt(1/2) to 1 carries into the exponent exactly where m would be above sqrt 2. */
    const uint64_t shifted = bits + (one - sqrt_half);
    const uint64_t reduced = (shifted & UINT64_C(0xFFFFFFFFFFFFF)) + sqrt_half;
    const double exponent = (double)((int)(shifted >> 52) - 1023 + k);
    double m;
    memcpy(&m, &reduced, sizeof m);
    const double f = m - 1.0;
    const double s = f / (2.0 + f);
    const double half_square = 0.5 * f * f;
    /* 2 s = f - f^2/2 + s f^2/2, so f, which is exact, is the only term of its size. */
    const double rest = s * (half_square + rasimi_log_tail(s * s)) + (exponent * RASIMI_LN2_LO + correction);
    return exponent * RASIMI_LN2_HI + (f - (half_square - rest));
}

#endif
