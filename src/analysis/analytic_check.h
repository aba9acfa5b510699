/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two engines beside each other (docs/methods.md section 10). */
#ifndef RASIMI_ANALYSIS_ANALYTIC_CHECK_H
#define RASIMI_ANALYSIS_ANALYTIC_CHECK_H

#include "base/mem.h"
#include "rasim/summary.h"

/* How far the first year of a design that is otherwise summarised lies from what the analytic engine says of it (NULL:
   not asked), in simulation errors of so many replicates. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_analytic_check(const rasim_analytic *analytic, size_t design, uint64_t replicates, rasimi_arena *arena,
                      rasim_design_summary *out);

#endif
