/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bias, absolute and squared errors of allocations, over all person-years of a pass. */
#include "analysis/fit.h"

#include <math.h>

double
rasim_close(size_t i)
{
    static const double close[RASIM_N_CLOSE] = {0.05, 0.1, 0.2, 0.25, 0.5};
    return i < RASIM_N_CLOSE ? close[i] : (double)NAN;
}

void
rasimi_fit_add(rasimi_fit_tally *tally, double allocation, double target)
{
    rasimi_errors *sums = &tally->now;
    const double error = allocation - target, absolute = fabs(error);
    sums->n += 1;
    sums->allocation += allocation;
    sums->target += target;
    sums->target_squared += target * target;
    sums->error += error;
    sums->absolute += absolute;
    sums->squared += error * error;
    for (size_t i = 0; i < RASIM_N_CLOSE; i++)
        sums->within[i] += absolute <= rasim_close(i) * target;
}

void
rasimi_fit_end(rasimi_fit_tally *tally)
{
    const rasimi_errors *now = &tally->now;
    rasimi_errors *all = &tally->all;
    rasimi_ratio_add(&tally->bias, now->error, now->n);
    rasimi_ratio_add(&tally->absolute, now->absolute, now->n);
    rasimi_ratio_add(&tally->squared, now->squared, now->n);
    all->n += now->n;
    all->allocation += now->allocation;
    all->target += now->target;
    all->target_squared += now->target_squared;
    all->squared += now->squared;
    for (size_t i = 0; i < RASIM_N_CLOSE; i++)
        all->within[i] += now->within[i];
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
