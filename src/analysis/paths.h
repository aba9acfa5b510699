/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every replicate does over the years: net beside what the envelope turns out to be. */
#ifndef RASIMI_ANALYSIS_PATHS_H
#define RASIMI_ANALYSIS_PATHS_H

#include "analysis/estimate.h"
#include "model/study.h"

/* £ a year; arrays are [n_years x n], year by year. */
typedef struct rasimi_paths {
    uint64_t n;     /* replicates */
    size_t n_years; /* at most RASIMI_MAX_YEARS */
    double *net, *budget;
} rasimi_paths;

/* The stated envelope of a year, of all areas and of one of them (NAN where only a total is given). */
double
rasimi_envelope_of(const rasim_study *study, size_t year);
double
rasimi_area_envelope_of(const rasim_study *study, size_t year, size_t area);

/* Room for the paths of any design of these results. Errors: RASIM_ERR_NO_MEMORY. Clear them whatever happens. */
rasim_status
rasimi_paths_create(const rasim_results *results, rasimi_paths *out);

void
rasimi_paths_clear(rasimi_paths *paths);

/* Sets one year from net in ledger units and the results' funding. */
void
rasimi_paths_set(rasimi_paths *paths, const rasim_results *results, size_t year, const int64_t *net_units,
                 double gbp_per_unit);

/* P(inside in each of the first n_years years). */
rasim_probability
rasimi_paths_inside(const rasimi_paths *paths, size_t n_years);

/* The horizon: sums over the years. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_horizon(const rasimi_paths *paths, rasimi_estimator *estimator, const rasim_year_summary *years,
               rasim_horizon *out);

#endif
