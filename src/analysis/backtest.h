/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of a backtest: one outturn against its forecast, and several together. */
#ifndef RASIMI_ANALYSIS_BACKTEST_H
#define RASIMI_ANALYSIS_BACKTEST_H

#include "rasim/backtest.h"

/* Fills what follows from the outturn (point->outturn_gbp) and a forecast: sorted[n], £ a year, n >= 2. */
void
rasimi_backtest_judge(const double *sorted, uint64_t n, rasim_backtest_point *point);

/* Sums up the first-year points of an area (NULL: the whole budget); false where there are fewer than two. */
bool
rasimi_backtest_sum_up(const rasim_backtest_point *points, size_t n_points, const char *area,
                       rasim_backtest_record *out);

#endif
