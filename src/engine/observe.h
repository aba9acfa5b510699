/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The person-level pass: single people's figures in a stated number of replicates, apart from the run, which it does
   not slow. It simulates the very person-years of the run's first replicates. */
#ifndef RASIMI_ENGINE_OBSERVE_H
#define RASIMI_ENGINE_OBSERVE_H

#include "engine/years.h"

typedef struct rasimi_observe_options {
    rasimi_seeds seeds;
    uint64_t replicates; /* 0 to this many, less one */
    double shock_scale;
    bool without_interventions;
    rasimi_left_out without;
    size_t n_years; /* that are simulated; 0: all */
    /* called after each replicate, if not NULL; anything but RASIM_OK ends the pass */
    rasim_status (*ended)(void *context, uint64_t replicate);
} rasimi_observe_options;

/* What stays the same during a pass, for whoever watches: lanes->row says which row of the study a lane is. */
typedef struct rasimi_observing {
    const rasim_study *study;
    rasimi_lanes lanes;
    rasimi_shocks shocks;
    rasimi_years years;
    rasim_results *results; /* of the pass's replicates */
} rasimi_observing;

/* Calls `watch` for every block of people, replicate by replicate, year by year, in the same order on every machine and
   from the calling thread. `before`, if not NULL, is called once with what stays the same. Errors: what `watch`
   returned, RASIM_ERR_NO_MEMORY, RASIM_ERR_INSTRUCTION_SET, RASIM_ERR_INPUT (with a problem). */
rasim_status
rasimi_observe(const rasim_study *study, const rasimi_observe_options *options,
               void (*before)(void *context, const rasimi_observing *observing), rasimi_watch *watch, void *context,
               rasim_problems *problems);

#endif
