/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the steps of a summary share. */
#ifndef RASIMI_ANALYSIS_SUMMARY_WORK_H
#define RASIMI_ANALYSIS_SUMMARY_WORK_H

#include "analysis/estimate.h"
#include "analysis/paths.h"
#include "engine/results.h"

typedef struct rasimi_summariser {
    const rasim_results *results;
    rasim_study_info info;
    rasimi_arena *arena;
    rasimi_series series; /* of the year that was summarised last */
    rasimi_paths paths;   /* of the design */
    rasimi_estimator estimator;
    double gbp_per_unit; /* £ a year of one ledger unit */
} rasimi_summariser;

/* A copy in the arena; NULL where memory ran out. */
const char *
rasimi_summary_text(rasimi_summariser *self, const char *text);

/* Everything about one design and year but what needs other years; sets the year's paths. Errors:
   RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_summarise_year(rasimi_summariser *self, size_t design, size_t year, rasim_year_summary *out);

#endif
