/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What net spend is above the envelope, replicate by replicate. */
#ifndef RASIMI_ANALYSIS_EXCESS_H
#define RASIMI_ANALYSIS_EXCESS_H

#include "engine/results.h"

/* What a design's net is above the envelope, as funded, in the worst year of a replicate, £ a year; at most 0 where it
   is inside in every year. */
double
rasimi_worst_excess(const rasim_results *results, size_t design, uint64_t replicate);

#endif
