/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of a plan of a sample: before anybody is scored, and after a pilot. */
#ifndef RASIMI_ANALYSIS_SAMPLING_H
#define RASIMI_ANALYSIS_SAMPLING_H

#include "base/mem.h"
#include "rasim/sampling.h"

/* A plan being made. */
typedef struct rasimi_sampling_work {
    const rasim_sampling_options *options;
    rasim_sampling *plan;
    rasimi_arena *arena;
    rasim_problems *problems;
} rasimi_sampling_work;

/* The margin that a variance of the total means, and the variance that a margin means. */
double
rasimi_sampling_margin_of(const rasim_sampling *plan, double variance, double total);
double
rasimi_sampling_variance_of(const rasim_sampling *plan, double margin, double total);

/* A simple random sample of n of the people, where what is estimated has this cv; sizes are multiplied by `factor`. */
void
rasimi_sampling_precise(const rasim_sampling *plan, uint64_t people, uint64_t n, double cv, double factor,
                        rasim_sampling_precision *out);

/* A size times a factor, rounded up, at most everybody. */
uint64_t
rasimi_sampling_enlarge(uint64_t size, double factor, uint64_t people);

/* Reads the caseload: its people, and once plan->n is known, what costs say. */
rasim_status
rasimi_sampling_first(rasimi_sampling_work *work);

/* Reads the pilot: stage two for each of its designs. */
rasim_status
rasimi_sampling_second(rasimi_sampling_work *work);

/* Settles plan->population against the people of a file, and with it plan->n. Errors: RASIM_ERR_INPUT. */
rasim_status
rasimi_sampling_settle(rasimi_sampling_work *work, uint64_t people, const char *file);

#endif
