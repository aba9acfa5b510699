/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far the sample's total may lie from the truth. Within a stratum the variance of a total is that of the weighted
   residuals around the stratum's mean,

       V_h = (1 - n_h/N_h) n_h/(n_h - 1) sum (w_i (y_i - mean_h))^2,

   which with equal weights is the textbook's N_h^2 (1 - n_h/N_h) s_h^2 / n_h (Cochran 1977, section 5.3) and with
   unequal ones the linearised estimator for weights calibrated to N_h (Särndal, Swensson & Wretman 1992, section 5.7).
   Rows without y drop out of the sample, and the others stand for them. */
#include "analysis/check.h"

#include <math.h>

#include "num/stats.h"

/* Sums over the rows of a stratum that have y. */
typedef struct stratum_sums {
    uint64_t n;
    double weight, weighted_y;
} stratum_sums;

static stratum_sums
sum_stratum(const rasim_study *study, const rasimi_stratum *stratum, const double *y)
{
    stratum_sums sums = {0};
    for (uint64_t i = 0; i < stratum->n_rows; i++) {
        const uint32_t row = study->stratum_rows[stratum->first + i];
        if (isnan(y[row]))
            continue;
        sums.n++;
        sums.weight += study->weight[row];
        sums.weighted_y += study->weight[row] * y[row];
    }
    return sums;
}

/* Variance of the stratum's total of y; NAN where a single row stands for others. */
static double
stratum_variance(const rasim_study *study, const rasimi_stratum *stratum, const double *y)
{
    const stratum_sums sums = sum_stratum(study, stratum, y);
    if (sums.n == stratum->n_people)
        return 0;
    if (sums.n < 2)
        return (double)NAN;
    const double n = (double)sums.n, people = (double)stratum->n_people;
    const double mean = sums.weighted_y / sums.weight, scale = people / sums.weight;
    double squares = 0;
    for (uint64_t i = 0; i < stratum->n_rows; i++) {
        const uint32_t row = study->stratum_rows[stratum->first + i];
        if (isnan(y[row]))
            continue;
        const double part = scale * study->weight[row] * (y[row] - mean);
        squares += part * part;
    }
    return (1 - n / people) * n / (n - 1) * squares;
}

/* Weighted sd of y over all rows that have it, as a spread of people. */
static double
pooled_sd(const rasim_study *study, const double *y, uint64_t *n)
{
    double weight = 0, sum = 0, squares = 0;
    *n = 0;
    for (size_t i = 0; i < study->n_rows; i++) {
        if (isnan(y[i]))
            continue;
        (*n)++;
        weight += study->weight[i];
        sum += study->weight[i] * y[i];
    }
    for (size_t i = 0; i < study->n_rows; i++)
        if (!isnan(y[i]))
            squares += study->weight[i] * (y[i] - sum / weight) * (y[i] - sum / weight);
    return *n > 1 ? sqrt(squares / weight * (double)*n / (double)(*n - 1)) : (double)NAN;
}

void
rasimi_margin_of(const rasim_study *study, const double *y, const double *base_gbp_week, rasim_check_margin *out)
{
    double total = 0, variance = 0;
    for (size_t i = 0; i < study->n_rows; i++)
        total += study->weight[i] * base_gbp_week[i];
    for (size_t h = 0; h < study->n_strata; h++)
        variance += stratum_variance(study, &study->strata[h], y);
    const double people = (double)study->n_people, sd = pooled_sd(study, y, &out->rows);
    const double n = (double)out->rows, left = n < people ? 1 - n / people : 0;
    out->cv = total > 0 ? sd * people / total : (double)NAN;
    out->simple_share = RASIMI_Z95 * out->cv * sqrt(left / n);
    out->strata_share = total > 0 ? RASIMI_Z95 * sqrt(variance) / total : (double)NAN;
    out->strata_gbp = RASIMI_Z95 * sqrt(variance) * study->framework.weeks_per_year.value;
}
