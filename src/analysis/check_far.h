/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far each person's cost lies from what their needs would lead to expect. */
#ifndef RASIMI_ANALYSIS_CHECK_FAR_H
#define RASIMI_ANALYSIS_CHECK_FAR_H

#include "model/study.h"

/* Robust standard deviations from which on a cost is far from need. */
#define RASIMI_FAR_SDS 3.0

/* log(planned cost / allocation) of each row, NAN where either is 0 or there is no allocation: ratios[n_rows]. */
void
rasimi_log_ratios(const rasim_study *study, const rasimi_applied *applied, double *ratios);

/* exp of a log ratio. */
double
rasimi_ratio_of(double log_ratio);

/* scores[i] = (ratio - median) / (1.4826 x median absolute deviation) within the care group, or within everybody where
   the care group has fewer than 20 ratios; 0 where there is no ratio or no deviation. False where memory ran out. */
bool
rasimi_robust_scores(const rasim_study *study, const double *ratios, double *scores);

#endif
