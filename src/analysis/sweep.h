/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The grid of a sweep (include/rasim/sweep.h). */
#ifndef RASIMI_ANALYSIS_SWEEP_H
#define RASIMI_ANALYSIS_SWEEP_H

#include "model/param_words.h"
#include "rasim/sweep.h"

/* The i-th value of an axis as a file would have it, at most 15 digits. */
rasimi_words
rasimi_axis_text(const rasim_axis *axis, size_t i);

/* Where a point stands on each axis, the last one fastest. */
void
rasimi_grid_place(const size_t *n_values, size_t n_axes, size_t point, size_t *at);

#endif
