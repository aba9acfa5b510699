/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who comes, goes and moves within a year, and what that does to a whole year's cost. */
#ifndef RASIMI_ANALYSIS_FLOWS_H
#define RASIMI_ANALYSIS_FLOWS_H

#include "analysis/estimate.h"

/* Describes a year's turnover. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_turnover(const rasimi_series *series, rasimi_estimator *estimator, double gbp_per_unit, rasim_turnover *out);

#endif
