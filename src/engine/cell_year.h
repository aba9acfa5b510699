/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything that is the same for the people of a cell in a year: growth, intensities, and what prevention does to
 * them.
 */
#ifndef RASIMI_ENGINE_CELL_YEAR_H
#define RASIMI_ENGINE_CELL_YEAR_H

#include "engine/exits.h"
#include "engine/programmes.h"

typedef struct rasimi_cell_year {
    rasimi_stretch stretch; /* but for first and n */
    rasimi_hazard hazard;
    double prevented_starts; /* share of starters */
} rasimi_cell_year;

/* Fills [n_years x n_cells] with what a replicate's programmes do; NULL: nothing is prevented. */
void
rasimi_cell_years_fill(const rasim_study *study, const rasimi_programme_draw *programmes, rasimi_cell_year *out);

#endif
