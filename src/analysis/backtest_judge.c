/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where an outturn falls in its forecast, and what several falls say of the forecaster: the normal scores of
   percentiles are independent standard normals where forecasts are right (Rosenblatt 1952; Berkowitz 2001), so their
   mean and their scatter around it have known laws, independent of each other, however few they are. */
#include "analysis/backtest.h"

#include <math.h>
#include <string.h>

#include "num/detmath.h"
#include "num/forecast.h"
#include "num/stats.h"

static const double INTERVALS[RASIM_N_BACKTEST_INTERVALS] = {0.5, 0.8, 0.95};

/* A bias is noticed 8 times in 10 by a two-sided test at 5 % from (1.96 + 0.84) / sqrt(n) on. */
#define POWER_SCORES 2.8016

double
rasim_backtest_interval(size_t i)
{
    return i < RASIM_N_BACKTEST_INTERVALS ? INTERVALS[i] : (double)NAN;
}

/* Ties count by half. The score is of the middle of the gap between replicates in which the outturn lies. */
static void
place(const double *sorted, uint64_t n, rasim_backtest_point *point)
{
    uint64_t below, equal;
    rasimi_count_below(sorted, n, point->outturn_gbp, &below, &equal);
    const double rank = (double)below + 0.5 * (double)equal;
    point->percentile = rasimi_wilson(below + equal / 2, n);
    point->percentile.probability = rank / (double)n;
    point->score = rasimi_normal_quantile((rank + 0.5) / ((double)n + 1));
}

void
rasimi_backtest_judge(const double *sorted, uint64_t n, rasim_backtest_point *point)
{
    rasimi_mean_sd(sorted, n, &point->mean_gbp, &point->sd_gbp);
    point->median_gbp = rasimi_quantile(sorted, n, 0.5).value;
    place(sorted, n, point);
    for (size_t i = 0; i < RASIM_N_BACKTEST_INTERVALS; i++) {
        point->low_gbp[i] = rasimi_quantile(sorted, n, (1 - INTERVALS[i]) / 2).value;
        point->high_gbp[i] = rasimi_quantile(sorted, n, (1 + INTERVALS[i]) / 2).value;
        point->inside[i] = point->outturn_gbp >= point->low_gbp[i] && point->outturn_gbp <= point->high_gbp[i];
    }
    point->crps_gbp = rasimi_crps(sorted, n, point->outturn_gbp);
    point->crps_expected_gbp = rasimi_half_mean_difference(sorted, n);
}

/* ---- several years ---- */

static bool
belongs(const rasim_backtest_point *point, const char *area)
{
    return point->lead == 1 && (area ? point->area && strcmp(point->area, area) == 0 : !point->area);
}

static void
add(const rasim_backtest_point *point, rasim_backtest_record *sums)
{
    sums->n++;
    sums->mean_percentile += point->percentile.probability;
    sums->bias += point->score;
    sums->spread += point->score * point->score;
    sums->crps_gbp += point->crps_gbp;
    sums->crps_expected_gbp += point->crps_expected_gbp;
    sums->plan_error_gbp += fabs(point->outturn_gbp - point->plan_gbp);
    for (size_t i = 0; i < RASIM_N_BACKTEST_INTERVALS; i++)
        sums->inside[i] += point->inside[i];
}

/* From sums to means and chances. */
static void
finish(rasim_backtest_record *out)
{
    const double n = (double)out->n, squares = out->spread - out->bias * out->bias / n; /* around their mean */
    out->mean_percentile /= n;
    out->bias /= n;
    out->spread = sqrt(squares / (n - 1));
    out->crps_gbp /= n;
    out->crps_expected_gbp /= n;
    out->plan_error_gbp /= n;
    out->bias_p = 2 * rasimi_normal_cdf(-fabs(out->bias) * sqrt(n));
    out->narrow_p = rasimi_chi_squared_above(out->n - 1, squares);
    out->wide_p = 1 - out->narrow_p;
    out->noticeable = POWER_SCORES / sqrt(n);
    for (size_t i = 0; i < RASIM_N_BACKTEST_INTERVALS; i++)
        out->inside_p[i] = rasimi_binomial_at_most(out->inside[i], out->n, INTERVALS[i]);
}

bool
rasimi_backtest_sum_up(const rasim_backtest_point *points, size_t n_points, const char *area,
                       rasim_backtest_record *out)
{
    rasim_backtest_record record = {.area = area};
    for (size_t i = 0; i < n_points; i++)
        if (belongs(&points[i], area))
            add(&points[i], &record);
    if (record.n < 2)
        return false;
    finish(&record);
    *out = record;
    return true;
}
