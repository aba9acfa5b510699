/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The caseload with which year 1 begins, as cohorts. */
#ifndef RASIMI_ENGINE_FOUNDERS_H
#define RASIMI_ENGINE_FOUNDERS_H

#include "engine/cohort.h"
#include "engine/population.h"

/* What all replicates share; immutable. */
typedef struct rasimi_founders {
    const rasimi_lanes *lanes; /* borrowed */
    float *first_left;         /* [lanes] of the first year in care, when year 1 begins */
    uint32_t *solo, *multi;    /* [n_cells] which of the lanes' stretches is the cell's; UINT32_MAX: none */
    uint32_t standing;         /* towards the RAS */
} rasimi_founders;

/* Errors: RASIM_ERR_NO_MEMORY. Clear whatever happens. */
rasim_status
rasimi_founders_make(const rasim_study *study, const rasimi_lanes *lanes, rasimi_founders *out);

void
rasimi_founders_clear(rasimi_founders *founders);

/* The lanes of the people of a cell who are one row each; NULL: nobody is. */
const rasimi_stretch *
rasimi_founders_rows(const rasimi_founders *founders, uint32_t cell);

/* Makes a cohort of the people of a cell in a replicate whose population has been drawn, without the normals that stay
   with them. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_founders_fill(const rasimi_founders *founders, uint32_t cell, uint64_t replicate,
                     const rasimi_population *population, rasimi_cohort *out);

#endif
