/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ranks and quantiles of weighted values, for matching one distribution to another: who stands at the middle of the
   points takes what stands in the middle of the costs. A sorted value's own rank is the middle of its weight, so equal
   weights give Hazen's plotting positions (type 5 of Hyndman & Fan 1996). */
#ifndef RASIMI_NUM_PERCENTILE_H
#define RASIMI_NUM_PERCENTILE_H

#include <stddef.h>

#include "base/strict_math.h"

/* Values in ascending order. */
typedef struct rasimi_ranked {
    const double *values;
    const double *upto; /* [n] weight of values[0] to values[i], ascending, the last > 0; NULL: all weigh 1 */
    size_t n;           /* at least 1 */
} rasimi_ranked;

/* Share of the weight below x, that of values equal to it by half. */
double
rasimi_mid_rank(const rasimi_ranked *ranked, double x);

/* The value at a rank from 0 to 1, straight between the ranks of neighbours; the first and the last beyond theirs. */
double
rasimi_value_at_rank(const rasimi_ranked *ranked, double rank);

#endif
