/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Results of a run, as stored: integers by replicate. Allocated once for the replicates asked for. */
#ifndef RASIMI_ENGINE_RESULTS_H
#define RASIMI_ENGINE_RESULTS_H

#include "engine/places.h"
#include "engine/plan.h"
#include "rasim/run.h"

struct rasim_results {
    const rasim_study *study; /* borrowed */
    uint64_t replicates, replicates_asked, seed;
    bool complete, precision_reached;
    bool series_only; /* there are no plans, but those of year 1 where the caseload is sampled */
    size_t n_designs; /* outcomes of the study */
    size_t n_years, n_groups, n_areas, n_places;
    int n_threads_used;
    double seconds;
    const char *instruction_set;
    rasim_group *groups; /* [n_groups] */
    int64_t *ledger;     /* [design][year][replicate][group][RASIM_N_LINES] */
    rasimi_places places;
    int64_t *sample_net; /* [design][replicate], of year 1; NULL under fixed sampling */
    double *funding;     /* [year][replicate] factor on the envelope; NULL where funding is certain */
    rasimi_plan *plans;  /* [design][year] */
};

/* Allocates zeroed results for a study. Errors: RASIM_ERR_NO_MEMORY. Free with rasim_results_free. */
rasim_status
rasimi_results_create(const rasim_study *study, uint64_t replicates, uint64_t seed, rasim_results **out);

/* Exact moments of a place's net over the replicates; NULL where there is no such place. */
const rasimi_moments *
rasimi_results_place_moments(const rasim_results *results, size_t design, size_t year, size_t place);

#endif
