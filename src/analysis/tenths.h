/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tenths of a caseload by need and by cost: equal values are never parted. */
#ifndef RASIMI_ANALYSIS_TENTHS_H
#define RASIMI_ANALYSIS_TENTHS_H

#include "base/mem.h"
#include "model/study.h"
#include "num/sort_rows.h"

/* Sorts n rows, which come in their order, by value, and puts each one's mid-rank by weight, 0 to 1, into rank[row];
   ties share theirs. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_mid_ranks(rasimi_sortable *items, size_t n, const double *weight, double *rank);

/* The tenth of a mid-rank, 0 to 9. */
uint8_t
rasimi_tenth(double mid_rank);

/* What the tenths of need of an outcome are of: points, the answers' own measure, or where places have designs of their
   own the mean of everybody's ranks under them. */
const char *
rasimi_need_basis(const rasim_study *study, size_t outcome);

/* The tenth of need of every row: [n_rows] in the arena. Rows without answers have 0; nobody has theirs. Errors:
   RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_need_tenths(const rasim_study *study, size_t outcome, rasimi_arena *arena, uint8_t **out);

/* The largest weekly cost of each tenth of the rows with a cost, £ at the price date; the last is infinite. Errors:
   RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_cost_cuts(const rasim_study *study, double cuts[10]);

#endif
