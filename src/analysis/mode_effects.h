/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What it matters, in points and in £, in which mode people are assessed (methods.md section 7). */
#ifndef RASIMI_ANALYSIS_MODE_EFFECTS_H
#define RASIMI_ANALYSIS_MODE_EFFECTS_H

#include <stddef.h>

#include "base/mem.h"
#include "model/study.h"
#include "rasim/summary.h"

/* The effect of a design for each pair of modes that occur: the later one less the earlier one, all people assessed in
   each. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_mode_effects(const rasim_study *study, size_t design, rasimi_arena *arena, size_t *n, rasim_mode_effect **out);

/* The modes themselves. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_mode_summaries(const rasim_study *study, rasimi_arena *arena, size_t *n, rasim_mode_summary **out);

#endif
