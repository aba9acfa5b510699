/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which outcome of a study somebody means who names a design, or none; and which keys cannot vary. */
#ifndef RASIMI_ANALYSIS_CHOOSE_H
#define RASIMI_ANALYSIS_CHOOSE_H

#include "model/study.h"

/* The outcome that is meant: a design by its name or its file; without a name (NULL) the first design, or, where places
   have designs of their own, the outcome after the last. `file` stands in the problem. Errors: RASIM_ERR_INPUT. */
rasim_status
rasimi_choose_outcome(const rasim_study *study, const char *wanted, const char *file, size_t *out,
                      rasim_problems *problems);

/* Refuses a key that must be the same at all points, or they could not be held against each other: "replicates cannot
   be swept". Errors: RASIM_ERR_INPUT with a problem. */
rasim_status
rasimi_refuse_fixed(const char *key, const char *done, rasim_problems *problems);

#endif
