/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several years of one replicate: people come, go and move; what stays of their needs stays (methods.md sections 4 to
   6). The state is the replicate's own people, one after another; nothing is kept by person, replicate and year. */
#ifndef RASIMI_ENGINE_YEARS_H
#define RASIMI_ENGINE_YEARS_H

#include "engine/cell_year.h"
#include "engine/cohort.h"
#include "engine/lanes.h"
#include "engine/newcomers.h"
#include "engine/person.h"
#include "engine/population.h"
#include "engine/refit.h"
#include "engine/results.h"
#include "engine/shocks.h"

/* A block of people of one cell in a year of a replicate, as every design settled them. */
typedef struct rasimi_sight {
    uint64_t replicate;
    size_t year;
    uint32_t cell;
    size_t n;
    const rasimi_person *people;     /* [n] */
    const float *weeks;              /* [n] share of the year in care */
    const rasimi_observed *observed; /* [n_designs] */
    double price_index;              /* of the cell's setting: f over its expectation */
} rasimi_sight;

/* Anything but RASIM_OK ends the run with that status. */
typedef rasim_status
rasimi_watch(void *context, const rasimi_sight *sight);

/* What all replicates share; immutable. */
typedef struct rasimi_years {
    const rasim_study *study;
    const rasimi_kernel *kernel;
    const rasimi_lanes *lanes;
    const rasimi_shocks *shocks;
    size_t n_years; /* that are simulated: the study's, or the first of them */
    bool without_interventions, refits;
    rasimi_newcomers newcomers;
    rasimi_cell_year *cells; /* [n_years x n_cells] without prevention */
    uint64_t need_key, churn_key;
    uint64_t churn_keys[20]; /* round keys of the churn stream */
    rasimi_watch *watch;     /* sees every block of people, if not NULL */
    void *watch_context;
    rasim_results *results;
} rasimi_years;

/* Does a study need this, beyond one year in which everybody stays? */
bool
rasimi_years_needed(const rasim_study *study);

/* Errors: RASIM_ERR_NO_MEMORY. Clear whatever happens. */
rasim_status
rasimi_years_make(const rasim_study *study, const rasimi_kernel *kernel, const rasimi_lanes *lanes,
                  const rasimi_shocks *shocks, const rasimi_seeds *seeds, bool without_interventions,
                  rasim_results *results, rasimi_years *out);

void
rasimi_years_clear(rasimi_years *years);

/* People by cell; of those who came in one year. */
typedef struct rasimi_generation {
    rasimi_people_list list;
    size_t *first; /* [n_cells + 1] where each cell starts */
} rasimi_generation;

/* One thread's scratch. */
typedef struct rasimi_years_scratch {
    rasimi_shock_path path;
    rasimi_cell_year *cells; /* [n_years x n_cells] of the replicate; NULL: nothing is prevented */
    size_t n_generations;
    rasimi_generation *generations; /* [n_years + 1] the caseload at the start, then who came in each year */
    rasimi_generation round;        /* people who came within the year and are being simulated */
    rasimi_people_list arriving;    /* who come next in it */
    rasimi_people_list spare;
    rasimi_cohort_block *block;
    rasimi_refit refit;
    rasimi_observed *observed; /* [n_designs]; NULL where nobody looks */
    int64_t *sums;             /* [n_designs x RASIMI_N_SUMS] */
} rasimi_years_scratch;

rasim_status
rasimi_years_scratch_make(const rasimi_years *years, rasimi_years_scratch *out);

void
rasimi_years_scratch_clear(rasimi_years_scratch *scratch);

/* Simulates all years of a replicate whose population has been drawn. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_years_run(const rasimi_years *years, uint64_t replicate, const rasimi_population *population,
                 rasimi_years_scratch *scratch);

#endif
