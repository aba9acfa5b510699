/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a top-slice takes, what comes back as uplift, and what it truly saves (methods.md section 7). */
#ifndef RASIMI_ANALYSIS_TOP_SLICE_H
#define RASIMI_ANALYSIS_TOP_SLICE_H

#include "rasim/summary.h"

/* Compares a design's first year with the same years without its top-slice; `without` may be NULL. */
void
rasimi_top_slice(const rasim_results *results, const rasim_results *without, size_t design, rasim_top_slice *out);

#endif
