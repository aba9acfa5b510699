/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of a comparison (include/rasim/compare.h). Paired differences come from series in £ by replicate, whether a
   run made them or a file had them. */
#ifndef RASIMI_ANALYSIS_COMPARE_H
#define RASIMI_ANALYSIS_COMPARE_H

#include "base/mem.h"
#include "model/study.h"
#include "rasim/compare.h"

/* Net spend of every design in every period, by replicate. */
typedef struct rasimi_paired_series {
    size_t n_designs, n_periods;
    uint64_t n;
    double *net;     /* [design][period][replicate], £ a year */
    double *unmet;   /* likewise: share of need that only the panel meets; NULL: not known */
    uint8_t *inside; /* likewise: 1 where net is inside the envelope as it turned out */
} rasimi_paired_series;

/* Makes room. Errors: RASIM_ERR_NO_MEMORY. Clear whatever happens. */
rasim_status
rasimi_paired_series_make(size_t n_designs, size_t n_periods, uint64_t n, bool has_unmet, rasimi_paired_series *out);

void
rasimi_paired_series_clear(rasimi_paired_series *series);

/* Where a design's period begins in the arrays. */
size_t
rasimi_paired_at(const rasimi_paired_series *series, size_t design, size_t period);

/* One design in one period. */
typedef struct rasimi_paired_one {
    const double *net;
    const uint8_t *inside;
} rasimi_paired_one;

rasimi_paired_one
rasimi_paired_get(const rasimi_paired_series *series, size_t design, size_t period);

/* One less another, replicate by replicate; all but the quantiles. `differences` is a workplace of n. */
void
rasimi_paired_difference(const rasimi_paired_one *this, const rasimi_paired_one *other, uint64_t n, double *differences,
                         rasim_difference *out);

/* compare.c: the series of a run. Errors: RASIM_ERR_NO_MEMORY. Clear whatever happens. */
rasim_status
rasimi_paired_series_of(const rasim_results *results, const rasim_summary *summary, rasimi_paired_series *out);

/* compare_paired.c: differences, quantiles, and who is cheapest or most sufficient, into the designs' criteria, whose
   plans are known. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_compare_paired(const rasimi_paired_series *series, rasimi_arena *arena, rasim_comparison *comparison);

/* compare.c: an empty comparison in its own arena, with room for its designs and their criteria; NULL where memory ran
   out. The labels of periods are the caller's to fill in. */
rasim_comparison *
rasimi_comparison_create(size_t n_designs, size_t n_years, const double *levels, size_t n_levels);

/* compare.c: the index of the design that others are held against. Errors: RASIM_ERR_INPUT with a problem. */
rasim_status
rasimi_compare_choose(rasim_comparison *comparison, const rasim_compare_options *options, rasim_problems *problems);

/* compare_moves.c: from the amounts of one outcome to those of another; `from` RASIMI_FROM_PACKAGES: from current
   packages. Errors: RASIM_ERR_NO_MEMORY. */
#define RASIMI_FROM_PACKAGES SIZE_MAX
rasim_status
rasimi_moves_make(const rasim_study *study, size_t from, size_t to, rasimi_arena *arena, rasim_moves *out);

/* compare_administration.c: expected assessments, panel cases and reviews of an outcome in each year, and what they
   cost, into its criteria. */
void
rasimi_compare_administration(const rasim_study *study, size_t outcome, const rasim_design_summary *summary,
                              rasim_compared_design *out);

#endif
