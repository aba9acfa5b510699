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
    rasimi_cell_people *people; /* [n_cells] of the replicate */
    rasimi_tally *tally;        /* of the cell at hand in the replicate */
} rasimi_year_at;

/* Replicates of the same four, in the same year of the same people. */
typedef struct rasimi_side_by_side {
    size_t n;
    rasimi_year_at at[RASIMI_SIDE_BY_SIDE];
} rasimi_side_by_side;

/* A cell in this year. */
static inline const rasimi_cell_year *
rasimi_cell_at(const rasimi_year_at *at, uint32_t cell)
{
    const rasimi_cell_year *cells = at->scratch->cells != NULL ? at->scratch->cells : at->years->cells;
    return &cells[at->year * at->years->study->n_cells + cell];
}

/* The people of a cell of the component at hand. */
static inline rasimi_cell_people *
rasimi_people_of(const rasimi_year_at *at, uint32_t cell)
{
    return &at->people[at->years->components.place[cell]];
}

/* The draws of the people of a cell in this year. */
rasimi_year_draws
rasimi_years_draws(const rasimi_year_at *at, uint32_t cell);

/* The draw of the need stream that holds for all years. */
rasimi_draw
rasimi_years_draw_that_stays(const rasimi_years *years);

/* People of a cell side by side, whose words have been drawn. */
typedef struct rasimi_sitting {
    rasimi_cohort_lanes lanes;
    size_t n;          /* lanes, a multiple of RASIMI_LANES_PAD and at most RASIMI_BLOCK_PEOPLE */
    size_t n_people;   /* alone: whom there are, in the first lanes */
    bool fresh;        /* alone: they came within the year */
    uint16_t *taken;   /* those of the lanes: who does not stay is taken out */
    int32_t *standing; /* that of the lanes */
} rasimi_sitting;

/* Simulates them, and adds what they are and cost to the tally. Who moves is noted in the scratch's `moving`. Errors:
   RASIM_ERR_NO_MEMORY, and what a watch returns. */
rasim_status
rasimi_years_block(const rasimi_year_at *at, uint32_t cell, const rasimi_sitting *people);

/* Whoever moved is fresh elsewhere. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_years_deliver(const rasimi_year_at *at);

/* Posts the tally of a cell, and makes it empty. */
void
rasimi_years_post(const rasimi_year_at *at, uint32_t cell);

#endif
