/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which of a study's designs, or of its outcomes, a name or a path means; and which keys cannot vary. */
#ifndef RASIMI_ANALYSIS_CHOOSE_DESIGN_H
#define RASIMI_ANALYSIS_CHOOSE_DESIGN_H

#include "base/problem.h"
#include "model/study.h"

/* The design that a name or path means, also one that ends in it after a "/"; NULL: the first. Errors: RASIM_ERR_INPUT
   with a problem that names the nearest, RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_choose_design(const rasim_study *study, const char *wanted, size_t *out, rasim_problems *problems);

/* The outcome that is meant: likewise; NULL: the first design, or, where places have designs of their own, the outcome
   after the last design. */
rasim_status
rasimi_choose_outcome(const rasim_study *study, const char *wanted, size_t *out, rasim_problems *problems);

/* Refuses a key that must be the same at all points, or they could not be held against each other: "replicates cannot
   be swept". Errors: RASIM_ERR_INPUT with a problem. */
rasim_status
rasimi_refuse_fixed(const char *key, const char *done, rasim_problems *problems);

/* Refuses a key that is varied already: only one of its values could hold. Errors: RASIM_ERR_INPUT with a problem. */
rasim_status
rasimi_refuse_repeated(const char *key, const char *earlier, rasim_problems *problems);

#endif
