/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cholesky's factor, in the plain order of the textbook. */
#include "num/linalg.h"

/* Below this share of the diagonal a pivot is rounding noise. */
#define SMALLEST_PIVOT 1e-12

bool
rasimi_cholesky(double *matrix, size_t n, size_t *failed)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j <= i; j++) {
            double sum = matrix[i * n + j];
            for (size_t k = 0; k < j; k++) {
                sum -= matrix[i * n + k] * matrix[j * n + k];
            }
            if (i != j) {
                matrix[i * n + j] = sum / matrix[j * n + j];
            } else if (sum > SMALLEST_PIVOT * matrix[i * n + i]) {
                matrix[i * n + i] = __builtin_sqrt(sum);
            } else {
                *failed = i;
                return false;
            }
        }
        for (size_t j = i + 1; j < n; j++) {
            matrix[i * n + j] = 0.0;
        }
    }
    return true;
}

void
rasimi_cholesky_solve(const double *factor, size_t n, double *b)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < i; j++) {
            b[i] -= factor[i * n + j] * b[j];
        }
        b[i] /= factor[i * n + i];
    }
    for (size_t i = n; i-- > 0;) {
        for (size_t j = i + 1; j < n; j++) {
            b[i] -= factor[j * n + i] * b[j];
        }
        b[i] /= factor[i * n + i];
    }
}
