/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fitting within a replicate: to a sample drawn before the designs are adopted, and recalibration: every few years a
   design is fitted anew to what the needs of its own people cost in the year before (methods.md section 5), with the
   design's own method: banded            the mean cost of each band, made rising; table             percentile
   matching: each knot takes the cost quantile of its points' mid-rank; everything else   one factor, what needs cost
   over what the rule gives before limits. */
#ifndef RASIMI_ENGINE_REFIT_H
#define RASIMI_ENGINE_REFIT_H

#include "engine/cohort.h"
#include "engine/lanes.h"
#include "engine/pilot.h"

/* What was seen of the people of one design and care group. */
typedef struct rasimi_sightings {
    double *need, *measure; /* units; points or units */
    size_t n, capacity_need, capacity_measure;
} rasimi_sightings;

/* One thread's scratch: the designs of the year as they were fitted in this replicate. */
typedef struct rasimi_refit {
    const rasim_study *study;  /* borrowed */
    const rasimi_lanes *lanes; /* borrowed */
    uint64_t every;            /* years; 0: never */
    bool to_sample;            /* fitted to a sample of their own before year 1 */
    rasimi_pilot pilot;
    rasimi_kernel_design *designs; /* [n_designs] of this year */
    rasimi_rule *rules;            /* [n_designs x n_care_groups], with pieces of their own */
    rasimi_piece *pieces;
    size_t fitted_in;            /* year whose costs the rules were fitted to; SIZE_MAX: they are as written */
    rasimi_sightings *sightings; /* [n_designs x n_care_groups] */
    double *values, *weights;    /* [most pieces] */
    size_t *start;
} rasimi_refit;

/* Does a study recalibrate within its horizon, or calibrate before sampling? */
bool
rasimi_refit_needed(const rasim_study *study);

/* Errors: RASIM_ERR_NO_MEMORY. Clear whatever happens. */
rasim_status
rasimi_refit_make(const rasim_study *study, const rasimi_lanes *lanes, const rasimi_seeds *seeds, rasimi_refit *out);

void
rasimi_refit_clear(rasimi_refit *refit);

/* The designs of a year: as written, or fitted to the replicate's sample, when a replicate begins (year 0); fitted anew
   where the year is one for it. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_refit_year(rasimi_refit *refit, uint64_t replicate, size_t year);

/* Whether people of this year are fitted to later. */
bool
rasimi_refit_watches(const rasimi_refit *refit, size_t year);

/* Keeps what the kernel saw of a block of n people of a care group: [n_designs]. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_refit_see(rasimi_refit *refit, const rasimi_observed *observed, size_t care_group, size_t n);

#endif
