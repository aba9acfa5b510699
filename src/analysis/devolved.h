/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Budgets held by places, each for itself, against one pooled budget. */
#ifndef RASIMI_ANALYSIS_DEVOLVED_H
#define RASIMI_ANALYSIS_DEVOLVED_H

#include "base/mem.h"
#include "rasim/persons.h"

/* At each level of the study: the sum of the places' own quantiles of net in the first year, the quantile of the sum,
   and the difference with its error from batches of replicates. None where there are fewer than two places, or the
   run does not have their series. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_devolved(const rasim_results *results, size_t outcome, rasimi_arena *arena, rasim_design_persons *out);

#endif
