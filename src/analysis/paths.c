/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every replicate does over the years. */
#include "analysis/paths.h"

#include <stdlib.h>

#include "base/mem.h"
#include "engine/results.h"
#include "num/stats.h"

double
rasimi_envelope_of(const rasim_study *study, size_t year)
{
    return study->year_envelope_gbp && year < study->n_years ? study->year_envelope_gbp[year] : study->envelope_gbp;
}

double
rasimi_area_envelope_of(const rasim_study *study, size_t year, size_t area)
{
    return study->year_area_envelope_gbp && year < study->n_years
               ? study->year_area_envelope_gbp[year * study->n_areas + area]
               : study->area_envelope_gbp[area];
}

rasim_status
rasimi_paths_create(const rasim_results *results, rasimi_paths *out)
{
    *out = (rasimi_paths){.n = results->replicates, .n_years = results->n_years};
    out->net = rasimi_calloc(out->n, out->n_years * sizeof *out->net);
    out->budget = rasimi_calloc(out->n, out->n_years * sizeof *out->budget);
    return out->net && out->budget ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

void
rasimi_paths_clear(rasimi_paths *paths)
{
    free(paths->net);
    free(paths->budget);
    *paths = (rasimi_paths){0};
}

void
rasimi_paths_set(rasimi_paths *paths, const rasim_results *results, size_t year, const int64_t *net_units,
                 double gbp_per_unit)
{
    const double envelope = rasimi_envelope_of(results->study, year);
    const double *funding = rasim_results_funding(results, year);
    for (uint64_t r = 0; r < paths->n; r++) {
        paths->net[year * paths->n + r] = (double)net_units[r] * gbp_per_unit;
        paths->budget[year * paths->n + r] = funding ? funding[r] * envelope : envelope;
    }
}

rasim_probability
rasimi_paths_inside(const rasimi_paths *paths, size_t n_years)
{
    uint64_t n_inside = 0;
    for (uint64_t r = 0; r < paths->n; r++) {
        size_t y = 0;
        while (y < n_years && paths->net[y * paths->n + r] <= paths->budget[y * paths->n + r])
            y++;
        n_inside += y == n_years;
    }
    return rasimi_wilson(n_inside, paths->n);
}

/* Net of all years of each replicate into `net`; how many are inside the envelopes of all years together. */
static uint64_t
add_up(const rasimi_paths *paths, double *net)
{
    uint64_t n_inside = 0;
    for (uint64_t r = 0; r < paths->n; r++) {
        double budget = 0;
        net[r] = 0;
        for (size_t y = 0; y < paths->n_years; y++) {
            net[r] += paths->net[y * paths->n + r];
            budget += paths->budget[y * paths->n + r];
        }
        n_inside += net[r] <= budget;
    }
    return n_inside;
}

rasim_status
rasimi_horizon(const rasimi_paths *paths, rasimi_estimator *estimator, const rasim_year_summary *years,
               rasim_horizon *out)
{
    double *net = rasimi_calloc(paths->n, sizeof *net);
    if (!net)
        return RASIM_ERR_NO_MEMORY;
    for (size_t y = 0; y < paths->n_years; y++) {
        out->envelope_gbp += years[y].envelope_gbp;
        out->plan_gbp += years[y].plan_gbp;
    }
    out->total = rasimi_wilson(add_up(paths, net), paths->n);
    out->every_year = rasimi_paths_inside(paths, paths->n_years);
    rasimi_estimator_load_doubles(estimator, net, paths->n);
    free(net);
    return rasimi_estimate_loaded(estimator, &out->net);
}
