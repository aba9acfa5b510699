/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small dense linear algebra whose bits do not depend on the processor. */
#ifndef RASIMI_NUM_LINALG_H
#define RASIMI_NUM_LINALG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strict_math.h"

/* Replaces a symmetric matrix [n x n] by its lower Cholesky factor (Cholesky-Banachiewicz, row by row); the upper
   triangle becomes 0. False where it is not positive definite; *failed is the row at which that showed. */
bool
rasimi_cholesky(double *matrix, size_t n, size_t *failed);

/* Replaces b[n] by the solution of L L' x = b, L the lower Cholesky factor. */
void
rasimi_cholesky_solve(const double *factor, size_t n, double *b);

#endif
