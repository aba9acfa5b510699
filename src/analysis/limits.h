/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whom the limits of a design bind, and what they give or take (methods.md section 7). */
#ifndef RASIMI_ANALYSIS_LIMITS_H
#define RASIMI_ANALYSIS_LIMITS_H

#include <stddef.h>

#include "base/mem.h"
#include "model/study.h"
#include "rasim/summary.h"

/* The limits that a design has, in the order in which they work; those that are named for care groups one by one, in
   the order of the file. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_limit_effects(const rasim_study *study, size_t design, rasimi_arena *arena, size_t *n, rasim_limit_effect **out);

#endif
