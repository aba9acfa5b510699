/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The finite-population Bayesian bootstrap's urn with equal weights, in integers only (methods.md section 5). */
#ifndef RASIMI_NUM_URN_H
#define RASIMI_NUM_URN_H

#include <stddef.h>
#include <stdint.h>

/* Words of scratch that rasimi_urn_counts needs for an urn of n rows and `unseen` people. */
size_t
rasimi_urn_scratch_words(uint64_t n, uint64_t unseen);

/*
 * How many people each of n seen rows stands for in one replicate: itself plus its share of the `unseen`. One row,
 * chosen uniformly, is left out of the urn; the unseen are a uniform composition over the other n-1 (n-2 bars among
 * unseen + n-2 slots). n >= 3 where unseen > 0. The draws are a pure function of (key, stratum, replicate).
 * counts: [n]. scratch: rasimi_urn_scratch_words words, any content.
 */
void
rasimi_urn_counts(uint64_t n, uint64_t unseen, uint64_t key, uint64_t stratum, uint64_t replicate, uint32_t *counts,
                  uint64_t *scratch);

/* Whole numbers that sum to `total`, proportional to weights[i] >= 0, by largest remainder; ties go to the lower index.
   Returns 0, or -1 where memory ran out or the weights sum to 0. */
int
rasimi_apportion(const double *weights, size_t n, uint64_t total, uint64_t *out);

#endif
