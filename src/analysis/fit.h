/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far allocations lie from a target: the tally behind rasim_fit. £ a week. */
#ifndef RASIMI_ANALYSIS_FIT_H
#define RASIMI_ANALYSIS_FIT_H

#include "analysis/ratio.h"

/* Sums over people. */
typedef struct rasimi_errors {
    double n, allocation, target, target_squared, error, absolute, squared;
    double within[RASIM_N_CLOSE];
} rasimi_errors;

typedef struct rasimi_fit_tally {
    rasimi_errors now, all; /* this replicate's; those that have ended */
    rasimi_ratio bias, absolute, squared;
} rasimi_fit_tally;

void
rasimi_fit_add(rasimi_fit_tally *tally, double allocation, double target);

/* Ends a replicate. */
void
rasimi_fit_end(rasimi_fit_tally *tally);

void
rasimi_fit_describe(const rasimi_fit_tally *tally, rasim_fit *out);

#endif
