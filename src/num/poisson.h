/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Poisson counts from one uniform each, so that a count has one place among the random numbers and rises with it. */
#ifndef RASIMI_NUM_POISSON_H
#define RASIMI_NUM_POISSON_H

#include <stdint.h>

#include "base/strict_math.h"

/* The least k with P(N <= k) >= u for N Poisson with this mean, 0 <= mean <= 1e8, 0 <= u < 1. A uniform within
   1e-14 (10 + sqrt(mean)) of a step may fall on either side of it. About 10 sqrt(mean) steps of nanoseconds. */
uint64_t
rasimi_poisson(double mean, double u);

#endif
