/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Expected time in care by year, without simulation: what the plan weighs people by (methods.md section 7). */
#ifndef RASIMI_ENGINE_EXPECTED_H
#define RASIMI_ENGINE_EXPECTED_H

#include "model/study.h"

/* Person-years. Where nobody comes or goes the arrays are NULL: every row has its weight in every year. */
typedef struct rasimi_expected {
    size_t n_years, n_rows, n_cells;
    double *row_years;      /* [n_years x n_rows] of one person like row i who is there when year 1 begins */
    double *newcomer_years; /* [n_years x n_cells] of people who came to the cell since, by starting or moving */
    double *tail_years;     /* [n_years x n_cells] of high-cost arrivals, while they have the package they came with */
} rasimi_expected;

/*
 * Rows in closed form; newcomers by steps of 1/32 year in which intensities hold, people who come within a step
 * coming at its middle (error of the order of the step squared). Prevention has its expected effect, demand its
 * expected growth. Errors: RASIM_ERR_NO_MEMORY. Clear whatever happens.
 */
rasim_status
rasimi_expected_make(const rasim_study *study, rasimi_expected *out);

void
rasimi_expected_clear(rasimi_expected *expected);

#endif
