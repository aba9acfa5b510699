/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether there were enough replicates: how the estimates settle, and whether a yes or no lies inside their error. */
#ifndef RASIMI_ANALYSIS_DECISION_H
#define RASIMI_ANALYSIS_DECISION_H

#include "analysis/estimate.h"

/* Fills the steps of a design's summary from prefixes of its first year's net: 1/8, 1/4, 1/2 (where that leaves at
   least RASIM_CHUNK_REPLICATES) and all replicates. `funding`, unless NULL, is the share of the envelope that comes.
   Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_convergence(rasimi_estimator *estimator, const int64_t *net, uint64_t n, double per_unit, double envelope_gbp,
                   const double *funding, const double *levels, size_t n_levels, rasim_design_summary *out);

/* Sets precision_needs from the last step: half widths fall as the root of the replicates. Errors: RASIM_ERR_NO_MEMORY.
 */
rasim_status
rasimi_precision_needs(rasimi_arena *arena, double envelope_gbp, size_t n_levels, rasim_design_summary *out);

/* Sets decision_inside_error and decision_text from the years' affordability: a stated level strictly inside the
   interval of P(net <= envelope) cannot be told from it. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_decision(rasimi_arena *arena, uint64_t replicates, const double *levels, size_t n_levels,
                rasim_design_summary *out);

/* Replicates after which a probability like this one could be told from the level, rounded up to 1, 2 or 5 times a
   power of ten; 0 where that is more than RASIM_MAX_REPLICATES. */
uint64_t
rasimi_replicates_to_decide(double probability, double level);

#endif
