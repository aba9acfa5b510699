/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exact moments of whole numbers: sums and sums of squares, the same bits in whatever order they are added. */
#ifndef RASIMI_NUM_MOMENTS_H
#define RASIMI_NUM_MOMENTS_H

#include <stdint.h>

/* Sums over replicates: ten million large councils outgrow 64 bits. */
__extension__ typedef __int128 rasimi_wide;
__extension__ typedef unsigned __int128 rasimi_wide_unsigned;

/* All zero: of no numbers. */
typedef struct rasimi_moments {
    rasimi_wide sum;
    rasimi_wide_unsigned squares; /* sum of squares, modulo 2^128 */
    int64_t least, most;
    uint64_t n;
} rasimi_moments;

void
rasimi_moments_add(rasimi_moments *moments, const int64_t *values, uint64_t n);

/* Adds the moments of other numbers. */
void
rasimi_moments_merge(rasimi_moments *moments, const rasimi_moments *other);

/* Standard deviation with divisor n - 1, 0 for fewer than two: the sum of squared deviations is exact, and rounded when
   it is known, as long as it is below 2^128 (ten million numbers that lie within 2^52 of their mean). */
double
rasimi_moments_sd(const rasimi_moments *moments);

#endif
