/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far allocations lie from a target: the tally behind rasim_fit. £ a week. */
#ifndef RASIMI_ANALYSIS_FIT_H
#define RASIMI_ANALYSIS_FIT_H

#include <math.h>

#include "analysis/ratio.h"

/* What rasim_close tells. */
static const double rasimi_close[RASIM_N_CLOSE] = {0.05, 0.1, 0.2, 0.25, 0.5};

/* Sums over people. */
typedef struct rasimi_errors {
    double n, allocation, target, target_squared, error, absolute, squared;
    double within[RASIM_N_CLOSE];
} rasimi_errors;

typedef struct rasimi_fit_tally {
    rasimi_errors now, all; /* this replicate's; those that have ended */
    rasimi_ratio bias, absolute, squared;
} rasimi_fit_tally;

/* The errors of one person: worked out once, and added to every tally that the person belongs to. */
static inline rasimi_errors
rasimi_errors_of(double allocation, double target)
{
    const double error = allocation - target, absolute = fabs(error);
    rasimi_errors out = {
        .n = 1,
        .allocation = allocation,
        .target = target,
        .target_squared = target * target,
        .error = error,
        .absolute = absolute,
        .squared = error * error,
    };
    for (size_t i = 0; i < RASIM_N_CLOSE; i++)
        out.within[i] = absolute <= rasimi_close[i] * target;
    return out;
}

static inline void
rasimi_errors_add(rasimi_errors *to, const rasimi_errors *from)
{
    to->n += from->n;
    to->allocation += from->allocation;
    to->target += from->target;
    to->target_squared += from->target_squared;
    to->error += from->error;
    to->absolute += from->absolute;
    to->squared += from->squared;
    for (size_t i = 0; i < RASIM_N_CLOSE; i++)
        to->within[i] += from->within[i];
}

static inline void
rasimi_fit_add(rasimi_fit_tally *tally, const rasimi_errors *person)
{
    rasimi_errors_add(&tally->now, person);
}

/* Ends a replicate. */
void
rasimi_fit_end(rasimi_fit_tally *tally);

void
rasimi_fit_describe(const rasimi_fit_tally *tally, rasim_fit *out);

#endif
