/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A study without some of the steps from today's packages to net spend, for runs on the same draws. */
#ifndef RASIMI_ANALYSIS_STUDY_WITHOUT_H
#define RASIMI_ANALYSIS_STUDY_WITHOUT_H

#include "base/mem.h"
#include "model/study.h"
#include "rasim/waterfall.h"

/* A set of steps. */
#define RASIMI_BAR(step) (1u << (step))

/* The steps that a study has, in their order: [RASIM_N_BARS]. */
size_t
rasimi_bars_of(const rasim_study *study, rasim_bar_kind *out);

/*
 * A copy of a study without the steps of a set. It shares what is not changed with the study, the rest lives in the
 * arena: both must outlive it, and it is not freed. Every draw that is still needed is the one of the study. Without
 * the RAS nobody is signed off or planned by threshold: all keep their packages. Errors: RASIM_ERR_NO_MEMORY.
 */
rasim_status
rasimi_study_without(const rasim_study *study, unsigned steps, rasimi_arena *arena, rasim_study *out);

#endif
