/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several years of one replicate: people come, go and move; what stays of their needs stays (methods.md sections 4 to
   6). The state is the replicate's own people, cell by cell; nothing is kept by person, replicate and year. */
#ifndef RASIMI_ENGINE_YEARS_H
#define RASIMI_ENGINE_YEARS_H

#include "engine/cell_year.h"
#include "engine/components.h"
#include "engine/lanes.h"
#include "engine/exits.h"
#include "engine/founders.h"
#include "engine/newcomers.h"
#include "engine/population.h"
#include "engine/refit.h"
#include "engine/results.h"
#include "engine/shocks.h"
#include "engine/starts.h"
#include "engine/year_words.h"

/* A block of people of one cell in a year of a replicate, as every design settled them. */
typedef struct rasimi_sight {
    uint64_t replicate;
    size_t year;
    uint32_t cell;
    size_t n;
    const rasimi_cohort_lanes *people; /* with when they leave */
    const rasimi_observed *observed;   /* [n_designs] */
    double price_index;                /* of the cell's setting: f over its expectation */
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
    bool in_turn; /* everybody year by year and alone, those who were there before those who come */
    rasimi_newcomers newcomers;
    rasimi_cell_year *cells; /* [n_years x n_cells] without prevention */
    rasimi_seeds seeds;
    rasimi_founders founders;
    rasimi_components components;
    uint64_t need_keys[20];  /* round keys of the need stream */
    rasimi_exit_draws exits; /* but for the year */
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

/* Lets somebody see every block of people, year by year in the order of cells. */
void
rasimi_years_watch(rasimi_years *years, rasimi_watch *watch, void *context);

void
rasimi_years_clear(rasimi_years *years);

/* What a year does to the people of a block. */
typedef struct rasimi_block {
    _Alignas(64) float until[RASIMI_BLOCK_PEOPLE];  /* share of the year that has gone when they leave; 1: they stay */
    _Alignas(64) int32_t fate[RASIMI_BLOCK_PEOPLE]; /* rasimi_fate */
    rasimi_exits exits;
} rasimi_block;

/* What the people of a cell are and cost in a year of a replicate, so far. */
typedef struct rasimi_tally {
    int64_t *sums; /* [n_designs x RASIMI_N_SUMS] */
    int64_t counts[RASIM_N_LINES];
} rasimi_tally;

/* The people of a cell in a replicate. */
typedef struct rasimi_cell_people {
    rasimi_row_seats rows; /* founders who are one row each */
    rasimi_seats copies;   /* founders whose row stands for several, and those who started care */
    rasimi_cohort alone;   /* who came from another cell or a tail, or everybody in turn */
    rasimi_cohort fresh;   /* who came so within the year and is still to be simulated */
} rasimi_cell_people;

/* Replicates that go through their years side by side, because one call of the generator serves as many of them. */
#define RASIMI_SIDE_BY_SIDE 4

/* One thread's scratch. */
typedef struct rasimi_years_scratch {
    rasimi_shock_path paths[RASIM_CHUNK_REPLICATES];
    rasimi_cell_year *cells;                   /* [n_years x n_cells] of the replicate; NULL: nothing is prevented */
    size_t n_cells;                            /* of the largest component; one is done before the next begins */
    rasimi_cell_people *people;                /* [RASIMI_SIDE_BY_SIDE x n_cells] */
    rasimi_tally tallies[RASIMI_SIDE_BY_SIDE]; /* of the cell at hand */
    rasimi_block_words *words;                 /* [RASIMI_SIDE_BY_SIDE] of the block at hand */
    float *nothing;                            /* [RASIMI_BLOCK_PEOPLE] zeros */
    uint16_t *stay;                            /* [capacity_stay] who of a cohort stays, sixteen to an item */
    size_t capacity_stay;
    rasimi_people_list moving; /* who leaves the people at hand for another cell */
    rasimi_people_list tails;  /* high-cost arrivals */
    rasimi_block *block;
    rasimi_refit refit;
    rasimi_observed *observed; /* [n_designs]; NULL where nobody looks */
} rasimi_years_scratch;

rasim_status
rasimi_years_scratch_make(const rasimi_years *years, rasimi_years_scratch *out);

void
rasimi_years_scratch_clear(rasimi_years_scratch *scratch);

/* How many replicates may be simulated together, at most: those that have their people in common. */
uint64_t
rasimi_years_at_once(const rasimi_years *years, const rasimi_population *population);

/* Simulates all years of replicates [first, end), no more than may be at once, whose population has been drawn:
   component by component, so that what they share stays in the cache. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_years_run(const rasimi_years *years, uint64_t first, uint64_t end, const rasimi_population *population,
                 rasimi_years_scratch *scratch);

#endif
