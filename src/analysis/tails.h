/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tails of high_cost_arrivals: what they are, how sure that is, and the two plots by which one judges them. */
#ifndef RASIMI_ANALYSIS_TAILS_H
#define RASIMI_ANALYSIS_TAILS_H

#include "base/mem.h"
#include "model/study.h"
#include "rasim/summary.h"

/* A pure function of the study. Everything lives in the arena. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_tail_summaries(const rasim_study *study, rasimi_arena *arena, size_t *n, rasim_tail_summary **out);

#endif
