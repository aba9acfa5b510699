/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reserve over the years, the guarantee and the guarantor's call (methods.md section 7). */
#ifndef RASIMI_ANALYSIS_RESERVE_H
#define RASIMI_ANALYSIS_RESERVE_H

#include "analysis/paths.h"

/* R_t = R_{t-1} + carry (B_t - net_t)+ - (net_t - B_t)+ + transfer_t. */
typedef struct rasimi_reserve_terms {
    double opening_gbp, carry, floor_gbp;
    double transfer_gbp[RASIMI_MAX_YEARS];
} rasimi_reserve_terms;

/* The framework's terms; where it has no reserve: opening 0, carry 1, floor 0, no transfers, and false. */
bool
rasimi_reserve_terms_of(const rasimi_framework *framework, rasimi_reserve_terms *out);

/* The confidence of the guarantee that the framework asks for; NAN where it asks for none. */
double
rasimi_guarantee_confidence(const rasimi_framework *framework);

/* Reserve at the end of each year of one replicate, all its budgets times `factor`: reserve[n_years]. */
void
rasimi_reserve_path(const rasimi_reserve_terms *terms, const rasimi_paths *paths, uint64_t replicate, double factor,
                    double *reserve);

/* The least factor, at least 0, with which one replicate's reserve is at or above the floor after n_years years;
   INFINITY where no factor does that. Exact: the reserve is piecewise linear and never falls in the factor. */
double
rasimi_reserve_factor(const rasimi_reserve_terms *terms, const rasimi_paths *paths, uint64_t replicate, size_t n_years);

/* Fills the years' reserve and the design's, call included. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_reserve(const rasim_study *study, const rasimi_paths *paths, rasimi_estimator *estimator,
               rasim_design_summary *out);

/* Fills the design's guarantee where the framework asks for one; the horizon is filled already. Errors:
   RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_guarantee(const rasim_study *study, const rasimi_paths *paths, rasim_design_summary *out);

#endif
