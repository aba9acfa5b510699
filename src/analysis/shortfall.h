/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much of what needs cost a design leaves to others, from simulated people: the check of the analytic figure, and
   what stands in for it where that does not apply. */
#ifndef RASIMI_ANALYSIS_SHORTFALL_H
#define RASIMI_ANALYSIS_SHORTFALL_H

#include "model/study.h"
#include "rasim/persons.h"

/* Shares of what everybody on the RAS needs in year 1. */
typedef struct rasimi_seen_shortfall {
    rasim_measured indicative; /* sum (C - A)+ of people inside the RAS, and all that the ineligible need */
    rasim_measured final;      /* sum (C - F)+ likewise, F without the price surprise */
} rasimi_seen_shortfall;

/* Over the first replicates of a run with this seed. Errors: those of rasimi_persons_watch. */
rasim_status
rasimi_shortfall_watch(const rasim_study *study, size_t outcome, uint64_t seed, uint64_t replicates,
                       rasimi_seen_shortfall *out, rasim_problems *problems);

#endif
