/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of an explanation. Each fills its own fields from a study of one person (model/draft.h). */
#ifndef RASIMI_ANALYSIS_EXPLAIN_H
#define RASIMI_ANALYSIS_EXPLAIN_H

#include "base/mem.h"
#include "model/draft.h"
#include "rasim/explain.h"

/* explain_money.c: what the design makes of the person at planned prices, the exclusion test, and who pays. */
rasim_status
rasimi_explain_money(const rasimi_draft *person, size_t design, rasimi_arena *arena, rasim_person_design *out);

/* explain_means.c: the financial assessment, where the framework asks for it. Errors: RASIM_ERR_INTERNAL where its
   steps do not lead to what the simulation has, RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_explain_means(const rasimi_draft *person, rasimi_arena *arena, rasim_person_assessment *out);

/* explain_range.c: the final budget over simulated years, for all designs on the same draws, which are those that the
   person has in a run of the framework's seed. */
rasim_status
rasimi_explain_ranges(const rasim_study *person, uint64_t replicates, rasim_person_design *designs,
                      rasim_problems *problems);

#endif
