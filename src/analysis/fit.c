/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bias, absolute and squared errors of allocations, over all person-years of a pass. */
#include "analysis/fit.h"

#include <math.h>

double
rasim_close(size_t i)
{
    return i < RASIM_N_CLOSE ? rasimi_close[i] : (double)NAN;
}

void
rasimi_fit_end(rasimi_fit_tally *tally)
{
    const rasimi_errors *now = &tally->now;
    rasimi_ratio_add(&tally->bias, now->error, now->n);
    rasimi_ratio_add(&tally->absolute, now->absolute, now->n);
    rasimi_ratio_add(&tally->squared, now->squared, now->n);
    rasimi_errors_add(&tally->all, now);
    tally->now = (rasimi_errors){0};
}

void
rasimi_fit_describe(const rasimi_fit_tally *tally, rasim_fit *out)
{
    const rasimi_errors *all = &tally->all;
    const double mean = all->target / all->n, squares = all->target_squared - all->n * mean * mean;
    const rasim_measured square = rasimi_ratio_measured(&tally->squared);
    const double root = sqrt(square.value);
    *out = (rasim_fit){
        .people = tally->bias.replicates > 0 ? all->n / (double)tally->bias.replicates : 0,
        .mean_allocation = all->n > 0 ? all->allocation / all->n : (double)NAN,
        .mean_target = all->n > 0 ? mean : (double)NAN,
        .bias = rasimi_ratio_measured(&tally->bias),
        .mean_absolute = rasimi_ratio_measured(&tally->absolute),
        .root_mean_square = {root, root > 0 ? square.se / (2 * root) : square.se},
        .r_squared = squares > 0 ? 1 - all->squared / squares : (double)NAN,
    };
    for (size_t i = 0; i < RASIM_N_CLOSE; i++)
        out->within[i] = all->n > 0 ? all->within[i] / all->n : (double)NAN;
}
