/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Single people, a replicate and year at a time, under every outcome of a study. */
#ifndef RASIMI_ANALYSIS_PERSONS_PASS_H
#define RASIMI_ANALYSIS_PERSONS_PASS_H

#include "base/pool.h"
#include "engine/kernel.h"
#include "model/study.h"
#include "rasim/persons.h"

/* A person with a package in the year, whatever the design. Somebody who moves settings is seen with each package. */
typedef struct rasimi_seen {
    uint32_t row, donor; /* rows of the study: whose income, and whose answers, are theirs */
    uint32_t cell;
    float package; /* the current package at the year's planned prices, units a week */
    float weeks;   /* share of the year in care */
    float prices;  /* price index over its expectation */
    bool newcomer; /* has no package from before */
} rasimi_seen;

/* The same person under one outcome. Units a week. */
typedef struct rasimi_fared {
    float need, measure, indicative, budget, priced;
    uint8_t pool; /* rasimi_pool_of_person */
} rasimi_fared;

/* Everybody of one replicate and year under one outcome. */
typedef struct rasimi_crowd {
    const rasim_study *study;
    uint64_t replicate;
    size_t year; /* 0 the first; packages are right in that one only */
    size_t outcome, n;
    const rasimi_seen *seen;             /* [n] */
    const rasimi_fared *fared;           /* [n] */
    const rasimi_kernel_design *designs; /* [n_designs] of the year, as they began */
    const rasimi_kernel_shock *shock;
    const rasimi_kernel_terms *terms;
} rasimi_crowd;

/* Sees a replicate's year under each outcome in turn: crowds is [n_outcomes]. Anything but RASIM_OK ends the pass. */
typedef rasim_status
rasimi_see_crowds(void *context, const rasimi_crowd *crowds);

typedef struct rasimi_persons_pass {
    const rasim_study *study;
    uint64_t seed, replicates;
    size_t n_years; /* the first of them */
    rasimi_see_crowds *see;
    void *context;
} rasimi_persons_pass;

/* Replicates 0 to replicates - 1, in order, and their years, from the calling thread. Errors: those of rasimi_observe
 * and of `see`. */
rasim_status
rasimi_persons_watch(const rasimi_persons_pass *pass, rasim_problems *problems);

/* Does n pieces of work on the crowd that have nothing in common but the crowd: over threads (0: as many as there are
   cores) where there are people enough to be worth it, else one after another. Errors: the lowest failing piece's. */
rasim_status
rasimi_crowd_share_out(const rasimi_crowd *crowd, int n_threads, uint64_t n, rasimi_piece_fn *piece, void *context);

/* The design of a person under the crowd's outcome. */
static inline size_t
rasimi_crowd_design(const rasimi_crowd *crowd, const rasimi_seen *seen)
{
    return rasimi_outcome_design(crowd->study, crowd->outcome, crowd->study->cells[seen->cell].place);
}

#endif
