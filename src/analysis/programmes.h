/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prevention programmes and savings lines: what they cost, save and deliver. */
#ifndef RASIMI_ANALYSIS_PROGRAMMES_H
#define RASIMI_ANALYSIS_PROGRAMMES_H

#include "analysis/estimate.h"
#include "engine/results.h"

/* Savings of a year: planned by the framework, delivered by the ledger's line, which is [n]. */
void
rasimi_savings(const rasimi_framework *framework, size_t year, const int64_t *delivered, rasimi_estimator *estimator,
               uint64_t n, double gbp_per_unit, rasim_savings *out);

/* Compares every year of a design with the same year without programmes; `without` may be NULL. Errors:
   RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_interventions(const rasim_results *results, const rasim_results *without, size_t design,
                     rasimi_estimator *estimator, double gbp_per_unit, rasim_design_summary *out);

#endif
