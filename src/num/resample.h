/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many people each row of a sample stands for in one replicate, beyond the urn with equal weights: the urn with
   unequal weights, and the bootstrap of Rao and Wu. Pure functions of (key, stratum, replicate), by num/draws.h. */
#ifndef RASIMI_NUM_RESAMPLE_H
#define RASIMI_NUM_RESAMPLE_H

#include <stddef.h>
#include <stdint.h>

/*
 * The finite-population Bayesian bootstrap with unequal weights: each of n rows is itself, and the `unseen` are a
 * Dirichlet-multinomial draw with mass (n-2)(w_i - 1)/(sum of w - n) on row i, so that E[count_i] = w_i. Drawn one by
 * one (Blackwell & MacQueen 1973): the t-th unseen person takes u (mass + t), u one uniform; below the mass it is a new
 * row, by the rows' cumulative masses; above it a copy of an earlier unseen person.
 *
 * cumulative: [n] of w_i - 1, ascending, the last > 0. counts: [n] out. chosen: [unseen] scratch. n >= 3, unseen > 0.
 */
void
rasimi_dirichlet_counts(uint64_t n, uint64_t unseen, const double *cumulative, uint64_t key, uint64_t stratum,
                        uint64_t replicate, uint32_t *counts, uint32_t *chosen);

/*
 * Rao & Wu (1988): n-1 draws with replacement from n rows, row i drawn m_i times, weight
 * w_i (1 - lambda + lambda n m_i / (n-1)) with lambda = sqrt(1 - n/people), scaled to sum to `people` and made whole by
 * systematic rounding from one uniform start. The first n-1 draws choose rows, the last is the start.
 *
 * counts: [n] out. times: [n] scratch. n >= 2, people >= n.
 */
void
rasimi_rao_wu_counts(uint64_t n, uint64_t people, const double *weights, uint64_t key, uint64_t stratum,
                     uint64_t replicate, uint32_t *counts, uint32_t *times);

#endif
