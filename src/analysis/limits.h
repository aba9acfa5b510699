/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whom the limits of a design bind, and what they give or take (methods.md section 7). */
#ifndef RASIMI_ANALYSIS_LIMITS_H
#define RASIMI_ANALYSIS_LIMITS_H

#include <stddef.h>

#include "model/study.h"
#include "rasim/summary.h"

#define RASIMI_MOST_LIMITS 3

/* Fills out[RASIMI_MOST_LIMITS] with the limits that a design has, in the order in which they work; returns how many.
 */
size_t
rasimi_limit_effects(const rasim_study *study, size_t design, rasim_limit_effect *out);

#endif
