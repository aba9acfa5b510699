/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two runs of the same study, seed and replicates, one with something left out: differences by replicate. */
#ifndef RASIMI_ANALYSIS_PAIRED_H
#define RASIMI_ANALYSIS_PAIRED_H

#include <stddef.h>
#include <stdint.h>

#include "rasim/summary.h"

/* `without` has at least as many replicates. */
typedef struct rasimi_pairing {
    const rasim_results *with, *without;
    size_t design;
} rasimi_pairing;

/* With minus without, and the standard error of that mean. */
typedef struct rasimi_paired {
    double mean, se;
} rasimi_paired;

/* One line of a design's first year over all groups, in its units. */
int64_t
rasimi_line_of(const rasim_results *results, size_t design, uint64_t replicate, rasim_line line);

rasimi_paired
rasimi_paired_line(const rasimi_pairing *pairing, rasim_line line);

/* P(net <= envelope) without, over the replicates of the run with. */
rasim_probability
rasimi_paired_affordability(const rasimi_pairing *pairing, double envelope_units);

#endif
