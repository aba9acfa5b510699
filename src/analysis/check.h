/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of a check. All are pure functions of the study. */
#ifndef RASIMI_ANALYSIS_CHECK_H
#define RASIMI_ANALYSIS_CHECK_H

#include "base/mem.h"
#include "model/study.h"
#include "rasim/check.h"

/* A report being made. Arrays of the report come from the arena; scratch from rasimi_calloc. */
typedef struct rasimi_checking {
    const rasim_study *study;
    rasim_check_options options;
    rasimi_arena *arena;
    rasim_check_report *report;
} rasimi_checking;

/* ---- check_spread.c ---- */

/* A value and how many people have it. */
typedef struct rasimi_weighted {
    double value, weight;
} rasimi_weighted;

/* Describes n values, sorted in place; with n = 0 every figure is NAN. */
void
rasimi_spread_of(rasimi_weighted *values, size_t n, rasim_check_spread *out);

/* The smallest value at which the cumulated weight reaches level x total; values are sorted, n >= 1. */
double
rasimi_weighted_quantile(const rasimi_weighted *sorted, size_t n, double level);

/* ---- check_margin.c ---- */

/* y of each row of the study, NAN where it has none; the margin of the total of y as a share of the total of base. */
void
rasimi_margin_of(const rasim_study *study, const double *y, const double *base_gbp_week, rasim_check_margin *out);

/* ---- check_design.c ---- */

/* Cost of a person's needs at planned prices, £ a week: what the plan takes it to be, without drift. */
double
rasimi_planned_cost(const rasim_study *study, size_t row);

/* Planned cost less planned budget, £ a week: what is left to estimate of a person where costs are known. Nothing for a
   package above the threshold, because it is budgeted at its cost; NAN of a row without points. */
double
rasimi_unknown_cost(const rasim_study *study, const rasimi_applied *applied, size_t row);

/* P(C > threshold) and E[C; C > threshold] of a lognormal C of this mean and log sd (0: C is the mean). */
void
rasimi_lognormal_above(double mean, double log_sd, double threshold, double *probability, double *expected);

/* Fills one design of the report. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_check_design(rasimi_checking *self, size_t design);

/* ---- check_means.c ---- */

/* Fills the report's assessments; after its costs. */
rasim_status
rasimi_check_means(rasimi_checking *self);

/* ---- check_findings.c ---- */

/* Fills the findings of the report; those without rows are left out. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_check_findings(rasimi_checking *self);

#endif
