/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a summary says over the years, as arrays in the results file. */
#ifndef RASIMI_REPORT_YEARS_H5_H
#define RASIMI_REPORT_YEARS_H5_H

#include "engine/results.h"
#include "rasim/summary.h"
#include "report/h5put.h"

/* Turnover, savings, reserve and programmes of a year, in the current folder; what does not apply is left out. */
void
rasimi_h5put_year(rasimi_h5put *put, const rasim_design_summary *design, const rasim_year_summary *year);

/* All years together, reserve and guarantee of a design, in the current folder. */
void
rasimi_h5put_horizon(rasimi_h5put *put, const rasim_design_summary *design);

/* Envelopes by year, and what of them comes in each replicate, in the current folder. Errors stay in `put`. */
void
rasimi_h5put_envelopes(rasimi_h5put *put, const rasim_results *results);

#endif
