/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Advice for correlations that cannot be: which pair is most at fault, and the nearest that can. Feeds messages, never
   results. */
#ifndef RASIMI_NUM_NEAREST_CORRELATION_H
#define RASIMI_NUM_NEAREST_CORRELATION_H

#include <stdbool.h>
#include <stddef.h>

/* The smallest eigenvalue of a symmetric matrix, sum of v_i v_j a_ij over its unit eigenvector v, and the pair i > j
   whose term 2 v_i v_j a_ij is lowest; of equals the last. */
typedef struct rasimi_worst_pair {
    double eigenvalue;
    size_t i, j;
} rasimi_worst_pair;

/* matrix: [n x n] symmetric, n >= 2. False where memory ran out. */
bool
rasimi_find_worst_pair(const double *matrix, size_t n, rasimi_worst_pair *out);

/*
 * The nearest correlation matrix in the Frobenius norm (Higham 2002), entries correct to 1e-8, on the edge of what is
 * positive semidefinite where `matrix` is beyond it. With `held`, entries i, j with held[i n + j] are kept at 0: pairs
 * that nobody gave, which stay uncorrelated; the nearest among those.
 *
 * matrix: [n x n] symmetric. held: [n x n] symmetric, or NULL. out: [n x n]. False where memory ran out.
 */
bool
rasimi_nearest_correlation(const double *matrix, size_t n, const bool *held, double *out);

/* Makes a correlation matrix [n x n] one of whole hundredths with no eigenvalue below `margin` (0 < margin < 1):
   entries off the diagonal are multiplied by 1, 0.99, 0.98, ... and rounded until that holds. False where memory ran
   out. */
bool
rasimi_round_correlation(double *matrix, size_t n, double margin);

#endif
