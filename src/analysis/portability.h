/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the same person would get in each place, where each place has its own design. */
#ifndef RASIMI_ANALYSIS_PORTABILITY_H
#define RASIMI_ANALYSIS_PORTABILITY_H

#include "base/mem.h"
#include "model/study.h"
#include "rasim/summary.h"

/* Compares the places' designs on everybody; a pure function of the study. Everything lives in the arena. Errors:
   RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_portability(const rasim_study *study, rasimi_arena *arena, rasim_portability *out);

#endif
