/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ratios of sums over the replicates of a person-level pass, with their simulation error: replicates are independent,
   people of one replicate are not, because they share its shocks. */
#ifndef RASIMI_ANALYSIS_RATIO_H
#define RASIMI_ANALYSIS_RATIO_H

#include "rasim/persons.h"

/* Sums over replicates of y, n and their products. */
typedef struct rasimi_ratio {
    double y, n, yy, yn, nn;
    uint64_t replicates;
} rasimi_ratio;

/* Adds one replicate; a mean by replicate has n = 1. */
static inline void
rasimi_ratio_add(rasimi_ratio *ratio, double y, double n)
{
    ratio->y += y;
    ratio->n += n;
    ratio->yy += y * y;
    ratio->yn += y * n;
    ratio->nn += n * n;
    ratio->replicates++;
}

/* sum y / sum n with the linearised standard error (Cochran 1977, section 6.4); NAN where n is 0, its error NAN where
   there is one replicate. */
rasim_measured
rasimi_ratio_measured(const rasimi_ratio *ratio);

#endif
