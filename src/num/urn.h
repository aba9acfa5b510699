/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The finite-population Bayesian bootstrap's urn with equal weights, in integers only (methods.md section 5). */
#ifndef RASIMI_NUM_URN_H
#define RASIMI_NUM_URN_H

#include <stddef.h>
#include <stdint.h>

#include "num/draws.h"

/* Words of scratch that rasimi_urn_counts needs for an urn of n rows and `unseen` people. */
size_t
rasimi_urn_scratch_words(uint64_t n, uint64_t unseen);

/*
 * How many people each of n seen rows stands for in one replicate: itself plus its share of the `unseen`. One row,
 * chosen uniformly, is left out of the urn; the unseen are a uniform composition over the other n-1 (n-2 bars among
 * unseen + n-2 slots). n >= 3 where unseen > 0; n + unseen < 2^32; replicate < 2^32. counts: [n], each at least 1,
 * summing to n + unseen. scratch: rasimi_urn_scratch_words words, any content.
 *
 * The draws are a pure function of (key, stratum, replicate), and which ones they are is part of the contract:
 *   block d = 0, 1, ... is Philox of counter (stratum low 32 bits, stratum high 32 bits, replicate, d) with `key`, the
 *   population stream's. It gives two 64-bit draws: word 0 + 2^32 word 1, then word 2 + 2^32 word 3.
 *   A whole number below b from a draw u is floor(u b / 2^64): no outcome's probability is off by more than a factor
 *   1 +- b / 2^64, so by 2^-40 up to 16 million people.
 *   Draw 0, with b = n, is the row left out. With T = unseen + n-2 slots and m = min(n-2, unseen), draw i = 1..m
 *   chooses a slot by Floyd's method: b = T-m+i, and if slot floor(u b / 2^64) is taken already, slot b-1 instead.
 *   Chosen slots are the bars where n-2 <= unseen, else they are the unseen people and all other slots are bars. Row
 *   j of the n-1 (in order, the left-out one skipped) stands for the people between its bars, j before it.
 *   Nothing is drawn where unseen = 0.
 */
void
rasimi_urn_counts(uint64_t n, uint64_t unseen, uint64_t key, uint64_t stratum, uint64_t replicate, uint32_t *counts,
                  uint64_t *scratch);

/* The same, with draws computed by an engine that has round keys of `key`; NULL: one after another. */
void
rasimi_urn_counts_by(const rasimi_draws_engine *engine, uint64_t n, uint64_t unseen, uint64_t key, uint64_t stratum,
                     uint64_t replicate, uint32_t *counts, uint64_t *scratch);

/* Whole numbers that sum to `total`, proportional to weights[i] >= 0, by largest remainder; ties go to the lower index.
   Exact for whole weights that sum to less than 2^53; total < 2^63. Returns 0, or -1 with `out` untouched where memory
   ran out or the weights do not sum to a positive number. */
int
rasimi_apportion(const double *weights, size_t n, uint64_t total, uint64_t *out);

#endif
