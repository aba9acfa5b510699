/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many rows of a sample each stratum gives. For samples from files, and for those that are simulated. */
#ifndef RASIMI_MODEL_SAMPLE_ALLOCATE_H
#define RASIMI_MODEL_SAMPLE_ALLOCATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rasim/caseload.h"

typedef struct rasimi_sample_stratum {
    uint64_t people;
    double sd;      /* of weekly cost, divisor people - 1; 0 where costs are not read */
    bool take_all;  /* everybody is drawn */
    uint64_t drawn; /* out */
    double mean;    /* of weekly cost */
} rasimi_sample_stratum;

/* Fewer than 2 of a stratum say nothing about its spread; a take-all stratum gives everybody. */
uint64_t
rasimi_sample_least(const rasimi_sample_stratum *stratum);

/*
 * Shares `size` rows out: proportional to people, or to people x sd (Neyman 1934; Cochran 1977, section 5.5), at least
 * rasimi_sample_least and at most everybody in each stratum, whole by largest remainder. A stratum that would get too
 * few or too many is held at its bound and the others share the rest, the side with the larger misfit first (Bitran &
 * Hax 1981), so that the bounds can always be met. Where no stratum left has any spread, people decide. `size` is
 * between the sum of the leasts and all people. Errors: RASIM_ERR_NO_MEMORY.
 */
rasim_status
rasimi_sample_allocate(rasimi_sample_stratum *strata, size_t n, uint64_t size, rasim_allocation allocation);

#endif
