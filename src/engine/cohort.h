/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A block of people side by side, as the kernel reads them, and what a year does to them. */
#ifndef RASIMI_ENGINE_COHORT_H
#define RASIMI_ENGINE_COHORT_H

#include "engine/exits.h"
#include "engine/person.h"

typedef struct rasimi_cohort_block {
    size_t n; /* people; lanes up to the next multiple of RASIMI_LANES_PAD repeat the last */
    _Alignas(64) int32_t key_low[RASIMI_BLOCK_PEOPLE], key_high[RASIMI_BLOCK_PEOPLE];
    _Alignas(64) int32_t third[RASIMI_BLOCK_PEOPLE], fourth[RASIMI_BLOCK_PEOPLE], word[RASIMI_BLOCK_PEOPLE];
    _Alignas(64) int32_t row[RASIMI_BLOCK_PEOPLE], donor[RASIMI_BLOCK_PEOPLE];
    _Alignas(64) float cost[RASIMI_BLOCK_PEOPLE], reference[RASIMI_BLOCK_PEOPLE], persistent[RASIMI_BLOCK_PEOPLE];
    _Alignas(64) float weeks[RASIMI_BLOCK_PEOPLE];
    _Alignas(64) int32_t fate[RASIMI_BLOCK_PEOPLE], standing[RASIMI_BLOCK_PEOPLE];
    _Alignas(64) int32_t drawn[RASIMI_BLOCK_PEOPLE]; /* words of one draw */
    rasimi_exit exit[RASIMI_BLOCK_PEOPLE];
} rasimi_cohort_block;

/* Loads 1 to RASIMI_BLOCK_PEOPLE people. */
void
rasimi_cohort_load(const rasimi_person *people, size_t n, rasimi_cohort_block *out);

/* The block as the kernel reads it. */
rasimi_cohort_lanes
rasimi_cohort_lanes_of(const rasimi_cohort_block *block);

/* Reviews of a year: people who are not yet on the RAS come onto it with this probability, in the list and the block.
 */
void
rasimi_cohort_review(const rasimi_kernel *kernel, const uint64_t churn_keys[20], uint32_t year, double probability,
                     rasimi_person *people, rasimi_cohort_block *block);

/* Draws exits; fills fate and weeks, and exit of those who move. */
void
rasimi_cohort_exits(const rasimi_kernel *kernel, const uint64_t churn_keys[20], uint64_t churn_key, uint32_t year,
                    const rasimi_hazard *hazard, const rasimi_person *people, rasimi_cohort_block *block);

#endif
