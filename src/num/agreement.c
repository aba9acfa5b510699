/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bias and error of one way of measuring against another. */
#include "num/agreement.h"

#include <math.h>

rasimi_agreement
rasimi_agree(const double *differences, size_t n, double reference_sd)
{
    double mean = 0, squares = 0;
    for (size_t i = 0; i < n; i++)
        mean += differences[i] / (double)n;
    for (size_t i = 0; i < n; i++)
        squares += (differences[i] - mean) * (differences[i] - mean);
    const double variance = squares / (double)(n - 1), own = variance - reference_sd * reference_sd;
    rasimi_agreement out = {
        .n = n, .bias = mean, .bias_se = sqrt(variance / (double)n), .sd_difference = sqrt(variance)};
    if (own > 0) {
        out.sd = sqrt(own);
        out.sd_se = variance * sqrt(2 / (double)(n - 1)) / (2 * out.sd);
    }
    return out;
}
