/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Net of a year against what the year's envelope turned out to be. */
#include "analysis/excess.h"

#include <math.h>

#include "analysis/paths.h"

double
rasimi_worst_excess(const rasim_results *results, size_t design, uint64_t replicate)
{
    const double gbp_year = results->study->framework.weeks_per_year.value / RASIM_UNITS_PER_GBP;
    double worst = -HUGE_VAL;
    for (size_t year = 0; year < results->n_years; year++) {
        const int64_t *lines = rasim_results_ledger(results, design, year, replicate);
        const double *funding = rasim_results_funding(results, year);
        int64_t net = 0;
        for (size_t g = 0; g < results->n_groups; g++) {
            net += lines[g * RASIM_N_LINES + RASIM_LINE_NET];
        }
        const double came = funding == NULL ? 1.0 : funding[replicate];
        const double excess = (double)net * gbp_year - rasimi_envelope_of(results->study, year) * came;
        worst = excess > worst ? excess : worst;
    }
    return worst;
}
