/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether what a design gives is enough: the indicative amount before the panel, and the final budget. */
#ifndef RASIMI_ANALYSIS_SUFFICIENCY_H
#define RASIMI_ANALYSIS_SUFFICIENCY_H

#include "analysis/persons_pass.h"
#include "analysis/ratio.h"

typedef struct rasimi_sufficient {
    rasimi_ratio share, depth, final_share;
    rasimi_ratio panel_units; /* ledger units a week over the year */
} rasimi_sufficient;

/* Adds a replicate. */
void
rasimi_sufficient_add(rasimi_sufficient *self, const rasimi_crowd *crowd);

void
rasimi_sufficient_describe(const rasimi_sufficient *self, const rasim_study *study, size_t outcome,
                           rasim_sufficiency *out);

#endif
