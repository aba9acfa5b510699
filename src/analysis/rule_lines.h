/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rule of a design as lines that can be drawn. */
#ifndef RASIMI_ANALYSIS_RULE_LINES_H
#define RASIMI_ANALYSIS_RULE_LINES_H

#include "base/mem.h"
#include "model/study.h"
#include "rasim/persons.h"

/* Lines over the classes of points that *out already has; none where it has none. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_rule_lines(const rasim_study *study, size_t outcome, rasimi_arena *arena, rasim_design_persons *out);

#endif
