/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sequence cut into the k stretches that leave least spread within them. */
#ifndef RASIMI_NUM_SEGMENTS_H
#define RASIMI_NUM_SEGMENTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strict_math.h"

/*
 * Cuts values[n], in their order, into k stretches with the least weighted sum of squares around the stretches' means
 * (dynamic programming: Fisher 1958, Bellman 1961): start[j] is the first index of stretch j, mean[j] its mean. Weights
 * are above 0; 1 <= k <= n. n x (k + 3) doubles of memory, n^2 k steps. False where memory ran out.
 *
 * Of the rising sequence of rasimi_isotonic this gives the best rising steps of all (Haiminen, Gionis & Laasonen 2008).
 */
bool
rasimi_segments(const double *values, const double *weights, size_t n, size_t k, size_t *start, double *mean);

#endif
