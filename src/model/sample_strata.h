/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The strata that a sample is drawn from, and how well a sample of them knows the total. Shared by the files of the
   sample only. */
#ifndef RASIMI_MODEL_SAMPLE_STRATA_H
#define RASIMI_MODEL_SAMPLE_STRATA_H

#include "model/sample_allocate.h"
#include "model/sample_rows.h"

/* Reads the rows of a file. Clear them also after an error. Errors: RASIM_ERR_READ, RASIM_ERR_INPUT with a problem. */
rasim_status
rasimi_sample_open(const char *csv_path, const rasim_sample_plan *plan, rasimi_sample_rows *rows,
                   rasim_problems *problems);

/* The rows by stratum, the luckiest first, in the rows' arena; NULL where memory ran out. */
rasimi_sample_row **
rasimi_sample_by_luck(rasimi_sample_rows *rows, uint64_t seed);

/* People, mean and sd of every stratum. Costs are summed in the order of luck, which the order of the file does not
   change. strata: [rows->n_strata] of zeros. */
void
rasimi_sample_describe(const rasimi_sample_rows *rows, rasimi_sample_row *const *by_luck,
                       rasimi_sample_stratum *strata);

/* The fewest people that a sample of these strata has. */
uint64_t
rasimi_sample_least_of(const rasimi_sample_stratum *strata, size_t n);

/* Variance of the estimated total cost with the numbers drawn that the strata hold: sum of N_h^2 s_h^2 (1/n_h - 1/N_h)
   (Cochran 1977, section 5.3). */
double
rasimi_sample_strata_variance(const rasimi_sample_stratum *strata, size_t n);

/* The smallest sample that, so shared out, has a variance of at most `most` > 0, by bisection; the strata hold what is
   drawn then. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_sample_strata_size(rasimi_sample_stratum *strata, size_t n, rasim_allocation allocation, double most,
                          uint64_t *size);

#endif
