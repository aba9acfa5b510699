/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chunk: the replicates that one thread simulates at a time. It depends on nothing but its number, and writes only
   its own replicates' slots of the results. */
#ifndef RASIMI_ENGINE_CHUNK_H
#define RASIMI_ENGINE_CHUNK_H

#include "engine/kernel.h"
#include "engine/lanes.h"
#include "engine/population.h"
#include "engine/results.h"
#include "engine/shocks.h"
#include "engine/years.h"

/* What all chunks share. */
typedef struct rasimi_job {
    const rasim_study *study;
    const rasimi_kernel *kernel;
    const rasimi_lanes *lanes;
    const rasimi_shocks *shocks;
    const int64_t *const *planned_net; /* [outcome][n_rows] planned net of one person, ledger units */
    const rasimi_years *years;         /* NULL: one year in which everybody stays, which is faster */
    rasim_results *results;
} rasimi_job;

/* One thread's scratch. */
typedef struct rasimi_scratch {
    rasimi_population population;
    float *price;  /* [4 x n_settings] */
    float *stream; /* [4 x n_uncertain_streams] */
    double *shock_work;
    int64_t *sums; /* of one kernel call */
    rasimi_years_scratch years;
} rasimi_scratch;

/* Errors: RASIM_ERR_NO_MEMORY. Clear whatever happens. */
rasim_status
rasimi_scratch_make(const rasimi_job *job, const rasimi_seeds *seeds, rasimi_scratch *out);

void
rasimi_scratch_clear(rasimi_scratch *scratch);

/* Simulates chunk number `chunk`, and leaves it open in the results' places. Errors: RASIM_ERR_LEDGER where lines do
   not add up to net; RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_chunk_run(const rasimi_job *job, uint64_t chunk, rasimi_scratch *scratch);

#endif
