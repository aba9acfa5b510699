/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A year of a block of people: reviews and exits, what they cost, counts, and who does not stay. Shared by the files
   that take a replicate through its years. */
#ifndef RASIMI_ENGINE_YEARS_BLOCK_H
#define RASIMI_ENGINE_YEARS_BLOCK_H

#include "engine/years.h"

/* A year of a replicate that is going on. */
typedef struct rasimi_year_at {
    const rasimi_years *years;
    rasimi_years_scratch *scratch;
    const rasimi_shock_path *path;
    const uint32_t *cells; /* [n_cells] that are simulated together */
    size_t n_cells;
    uint64_t replicate;
    size_t year;
    rasimi_cohort *people, *fresh; /* [n_cells] of the replicate */
    bool founders_drawn;           /* the scratch has the words of the founders of the cell at hand */
} rasimi_year_at;

/* A cell in this year. */
static inline const rasimi_cell_year *
rasimi_cell_at(const rasimi_year_at *at, uint32_t cell)
{
    const rasimi_cell_year *cells = at->scratch->cells != NULL ? at->scratch->cells : at->years->cells;
    return &cells[at->year * at->years->study->n_cells + cell];
}

/* Simulates n people of a cohort from `first` on, of whom those from the `fresh`-th of these on came within the year.
   Who does not stay is noted in the scratch: `gone`, and `moving`. Errors: RASIM_ERR_NO_MEMORY, and what a watch
   returns. */
rasim_status
rasimi_years_block(const rasimi_year_at *at, uint32_t cell, rasimi_cohort *cohort, size_t first, size_t n,
                   size_t fresh);

#endif
