/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A top-slice against the same years without it. The duty to meet needs brings most of it back as uplift: that is what
   the comparison shows. */
#include "analysis/top_slice.h"

#include "analysis/paired.h"
#include "engine/results.h"
#include "num/stats.h"

/* Sums over replicates of what is less with the slice; exact integers until the end. */
typedef struct differences {
    int64_t taken, uplift, saved;
    double saved_squares;
    uint64_t n_affordable_without;
} differences;

static void
add_replicate(const rasim_results *with, const rasim_results *without, size_t d, uint64_t r, double envelope_units,
              differences *sums)
{
    const int64_t net = rasimi_line_of(without, d, r, RASIM_LINE_NET),
                  saved = net - rasimi_line_of(with, d, r, RASIM_LINE_NET);
    const int64_t lift = rasimi_line_of(with, d, r, RASIM_LINE_UPLIFT) - rasimi_line_of(with, d, r, RASIM_LINE_TRIM);
    sums->taken +=
        rasimi_line_of(without, d, r, RASIM_LINE_INDICATIVE) - rasimi_line_of(with, d, r, RASIM_LINE_INDICATIVE);
    sums->uplift +=
        lift - rasimi_line_of(without, d, r, RASIM_LINE_UPLIFT) + rasimi_line_of(without, d, r, RASIM_LINE_TRIM);
    sums->saved += saved;
    sums->saved_squares += (double)saved * (double)saved;
    sums->n_affordable_without += (double)net <= envelope_units;
}

void
rasimi_top_slice(const rasim_results *results, const rasim_results *without, size_t design, rasim_top_slice *out)
{
    const rasim_study *study = results->study;
    *out = (rasim_top_slice){0};
    if (design >= study->n_designs) /* each place its own: each design tells of its own slice */
        return;
    out->share = study->designs[design].limits.top_slice.value;
    if (!without || !(out->share > 0) || without->replicates < results->replicates)
        return;
    const double n = (double)results->replicates;
    const double gbp = study->framework.weeks_per_year.value / RASIM_UNITS_PER_GBP;
    differences sums = {0};
    const double *funding = rasim_results_funding(without, 0);
    for (uint64_t r = 0; r < results->replicates; r++)
        add_replicate(results, without, design, r, study->envelope_gbp / gbp * (funding ? funding[r] : 1), &sums);
    const double mean = (double)sums.saved / n, variance = sums.saved_squares / n - mean * mean;
    out->applies = true;
    out->taken_gbp = (double)sums.taken / n * gbp;
    out->uplift_gbp = (double)sums.uplift / n * gbp;
    out->saved_gbp = mean * gbp;
    out->saved_se = variance > 0 ? __builtin_sqrt(variance / n) * gbp : 0;
    out->affordability_without = rasimi_wilson(sums.n_affordable_without, results->replicates);
}
