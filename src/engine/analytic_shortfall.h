/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Of the analytic engine: how much of what needs cost a design leaves to others, expected, without simulation. */
#ifndef RASIMI_ENGINE_ANALYTIC_SHORTFALL_H
#define RASIMI_ENGINE_ANALYTIC_SHORTFALL_H

#include "model/study.h"

/* £ a week at planned prices, of everybody on the RAS in year 1. */
typedef struct rasimi_shortfall {
    double need;       /* E[sum C] */
    double indicative; /* E[sum (C - A)+] of people inside the RAS, and all that the ineligible need */
    double final;      /* E[sum (C - F)+] likewise, after sign-off, before prices move */
} rasimi_shortfall;

/* Of one outcome. It applies where nobody comes or goes. Errors: RASIM_ERR_NO_MEMORY, RASIM_ERR_INPUT (correlations
   that contradict each other). */
rasim_status
rasimi_analytic_shortfall(const rasim_study *study, size_t outcome, rasimi_shortfall *out, rasim_problems *problems);

#endif
