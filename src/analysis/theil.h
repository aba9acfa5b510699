/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Theil's T (Theil 1967): how unequal ratios are, one person one vote, and how much of that lies between bands of equal
   need, care groups and places. T = mean of (x / mu) ln (x / mu), with 0 ln 0 = 0. */
#ifndef RASIMI_ANALYSIS_THEIL_H
#define RASIMI_ANALYSIS_THEIL_H

#include "analysis/ratio.h"

/* Sums over people who have something in common. */
typedef struct rasimi_theil_sums {
    double n, x, x_log_x, xx;
} rasimi_theil_sums;

/* One replicate's sums, and what the replicates so far say. */
typedef struct rasimi_theil_tally {
    size_t n_groups, n_places;         /* n_places is 1 where there are none */
    double rows_per_person;            /* at most 1: people who stand on one row of a sample tell no more than one */
    rasimi_theil_sums *group, *places; /* [n_groups], [RASIM_N_TENTHS x n_places] */
    rasimi_ratio total, within, between, groups, between_places, effect, chance;
    rasimi_ratio band_people[RASIM_N_TENTHS], band_mean[RASIM_N_TENTHS], band_theil[RASIM_N_TENTHS];
} rasimi_theil_tally;

/* Errors: RASIM_ERR_NO_MEMORY. Clear whatever happens. */
rasim_status
rasimi_theil_create(size_t n_groups, size_t n_places, double rows_per_person, rasimi_theil_tally *out);
void
rasimi_theil_clear(rasimi_theil_tally *tally);

/* Adds a person of the replicate; x >= 0. */
void
rasimi_theil_add(rasimi_theil_tally *tally, double x, size_t band, size_t group, size_t place);

/* Ends the replicate: one in which nobody has anything says nothing. */
void
rasimi_theil_end(rasimi_theil_tally *tally);

/* Means over the replicates. */
void
rasimi_theil_describe(const rasimi_theil_tally *tally, rasim_theil *out);

#endif
