/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Differences between two runs that share their draws. */
#include "analysis/paired.h"

#include "engine/results.h"
#include "num/stats.h"

int64_t
rasimi_line_of(const rasim_results *results, size_t design, uint64_t replicate, rasim_line line)
{
    const int64_t *lines = rasim_results_ledger(results, design, 0, replicate);
    int64_t sum = 0;
    for (size_t g = 0; g < results->n_groups; g++)
        sum += lines[g * RASIM_N_LINES + line];
    return sum;
}

/* Deviations are taken from the first difference, so that squares of large common parts do not cancel. */
rasimi_paired
rasimi_paired_line(const rasimi_pairing *pairing, rasim_line line)
{
    const uint64_t n = pairing->with->replicates;
    int64_t first = 0;
    double sum = 0, squares = 0;
    for (uint64_t r = 0; r < n; r++) {
        const int64_t difference = rasimi_line_of(pairing->with, pairing->design, r, line) -
                                   rasimi_line_of(pairing->without, pairing->design, r, line);
        first = r == 0 ? difference : first;
        const double deviation = (double)(difference - first);
        sum += deviation;
        squares += deviation * deviation;
    }
    const double mean = sum / (double)n, variance = squares / (double)n - mean * mean;
    return (rasimi_paired){
        .mean = (double)first + mean,
        .se = variance > 0 && n > 1 ? __builtin_sqrt(variance / (double)(n - 1)) : 0,
    };
}

rasim_probability
rasimi_paired_affordability(const rasimi_pairing *pairing, double envelope_units)
{
    const uint64_t n = pairing->with->replicates;
    const double *funding = rasim_results_funding(pairing->without, 0);
    uint64_t n_inside = 0;
    for (uint64_t r = 0; r < n; r++) {
        const int64_t net = rasimi_line_of(pairing->without, pairing->design, r, RASIM_LINE_NET);
        n_inside += (double)net <= (funding ? funding[r] * envelope_units : envelope_units);
    }
    return rasimi_wilson(n_inside, n);
}
