/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reverse stress: how much worse it would have to be before the budget is as likely as not to be enough, and how large
   allocations could be. */
#ifndef RASIM_REVERSE_H
#define RASIM_REVERSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rasim/export.h"
#include "rasim/problems.h"
#include "rasim/run.h"
#include "rasim/status.h"

RASIM_BEGIN_DECLS

/** What a search for a change came to. */
typedef enum rasim_tipping {
    RASIM_TIPS,          /**< the probability falls below the level at the change */
    RASIM_ALWAYS_INSIDE, /**< it is at least the level over the whole range that was searched */
    RASIM_NEVER_INSIDE,  /**< it is nowhere */
} rasim_tipping;

/** The largest change at which P(inside in every year) is at least a level: 0.05 is 5 % more. */
typedef struct rasim_tip {
    rasim_tipping found;
    double change, low, high; /**< with a 95 % interval; NAN unless it tips */
} rasim_tip;

/** Of one outcome of the study. */
typedef struct rasim_reverse_of {
    rasim_tip price;  /**< common change of all uncertain prices in all years, at 50 % */
    bool has_demand;  /**< the study has turnover */
    rasim_tip demand; /**< common change of the people who start care, at 50 % */
    rasim_tip scale;  /**< change of all allocations, at the highest stated level */
} rasim_reverse_of;

typedef struct rasim_reverse {
    uint64_t replicates;
    double level; /**< the highest that the framework states */
    size_t n_designs;
    rasim_reverse_of *designs;
} rasim_reverse;

/**
 * Searches on the same draws throughout: prices and demand from half of what they are to twice that, allocations from
 * half to one and a half times. Of the options only replicates, seed, n_threads and poll count; at least 64 replicates.
 * Errors: as rasim_run. Free with rasim_reverse_free.
 */
RASIM_API RASIM_CHECKED rasim_status
rasim_reverse_run(const rasim_study *study, const rasim_run_options *options, rasim_reverse **out,
                  rasim_problems *problems);

RASIM_API void
rasim_reverse_free(rasim_reverse *reverse);

RASIM_END_DECLS

#endif
