/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Isotonic regression: the rising sequence nearest to a given one. */
#ifndef RASIMI_NUM_ISOTONIC_H
#define RASIMI_NUM_ISOTONIC_H

#include <stddef.h>

#include "base/strict_math.h"

/* Replaces values[n] by the non-decreasing sequence with the least weighted sum of squares from them: pool adjacent
   violators (Ayer, Brunk, Ewing, Reid, Silverman 1955). Weights are at least 0 and those of a pool may all be 0, which
   then takes its plain mean. start: [n] scratch. */
void
rasimi_isotonic(double *values, const double *weights, size_t n, size_t *start);

#endif
