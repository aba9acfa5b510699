/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The caseload with which year 1 begins. */
#ifndef RASIMI_ENGINE_FOUNDERS_H
#define RASIMI_ENGINE_FOUNDERS_H

#include "engine/population.h"
#include "engine/seats.h"

/* What all replicates share; immutable. */
typedef struct rasimi_founders {
    const rasimi_lanes *lanes; /* borrowed */
    float *first_left;         /* [lanes] aligned, of the first year in care, when year 1 begins */
    uint32_t *solo, *multi;    /* [n_cells] which of the lanes' stretches is the cell's; UINT32_MAX: none */
    rasimi_standing standing;  /* towards the RAS */
} rasimi_founders;

/* Errors: RASIM_ERR_NO_MEMORY. Clear whatever happens. */
rasim_status
rasimi_founders_make(const rasim_study *study, const rasimi_lanes *lanes, rasimi_founders *out);

void
rasimi_founders_clear(rasimi_founders *founders);

/* The lanes of the people of a cell who are one row each; NULL: nobody is. */
const rasimi_stretch *
rasimi_founders_rows(const rasimi_founders *founders, uint32_t cell);

/* Gives the people of a cell in a replicate whose population has been drawn their seats, without the normals that stay
   with them: those who are one row each, and copies of rows that stand for several. Errors: RASIM_ERR_NO_MEMORY;
   likewise below. */
rasim_status
rasimi_founders_seat(const rasimi_founders *founders, uint32_t cell, const rasimi_population *population,
                     rasimi_row_seats *rows, rasimi_seats *copies);

/* Makes a cohort of them instead; `copies` is room for the work. */
rasim_status
rasimi_founders_fill(const rasimi_founders *founders, uint32_t cell, uint64_t replicate,
                     const rasimi_population *population, rasimi_seats *copies, rasimi_cohort *out);

#endif
