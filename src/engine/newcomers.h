/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People who come to a package within a year: those who start care, high-cost arrivals beyond the rows, and movers. */
#ifndef RASIMI_ENGINE_NEWCOMERS_H
#define RASIMI_ENGINE_NEWCOMERS_H

#include "engine/cohort.h"
#include "engine/lanes.h"

/* What all replicates share; immutable. */
typedef struct rasimi_newcomers {
    const rasim_study *study;  /* borrowed */
    const rasimi_lanes *lanes; /* borrowed */
    const rasimi_kernel *kernel;
    uint64_t arrivals_key, moves_key;
    uint64_t arrivals_keys[20]; /* round keys of the arrivals stream */
    uint64_t *start_keys;       /* [n_years x n_cells] */
    uint64_t *tail_keys;        /* [n_years x n_tails] */
    uint32_t *dearest;          /* [n_cells] row with the dearest package; UINT32_MAX where a cell has no rows */
    uint32_t *donor_lane;       /* [study rows] lanes of cell_donors */
    uint32_t *guide;            /* [study rows] by cell as cell_donors: where a search for a donor begins */
} rasimi_newcomers;

/* Errors: RASIM_ERR_NO_MEMORY. Clear whatever happens. */
rasim_status
rasimi_newcomers_make(const rasim_study *study, const rasimi_lanes *lanes, const rasimi_kernel *kernel,
                      const rasimi_seeds *seeds, rasimi_newcomers *out);

void
rasimi_newcomers_clear(rasimi_newcomers *newcomers);

/* The row of a cell whose package and income a newcomer takes, by weight; u is uniform in [0, 1). */
uint32_t
rasimi_newcomers_row(const rasim_study *study, uint32_t cell, double u);

/* Adds the people of a cell who start care in a year, as a Poisson process: `demand` multiplies its intensity, and each
   start is prevented with probability `prevented`. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_newcomers_start(const rasimi_newcomers *newcomers, uint32_t cell, uint32_t year, uint64_t replicate,
                       double demand, double prevented, rasimi_cohort *cohort);

/* Adds the high-cost arrivals of a tail likewise, of all its cells; *n_capped counts severities that were held at the
   most. */
rasim_status
rasimi_newcomers_arrive(const rasimi_newcomers *newcomers, size_t tail, uint32_t year, uint64_t replicate,
                        double demand, rasimi_people_list *list, uint64_t *n_capped);

/* A person who moved to another cell at a time of the year, with a package of that cell. */
rasimi_person
rasimi_newcomers_move(const rasimi_newcomers *newcomers, const rasimi_person *person, uint32_t cell, uint32_t year,
                      uint64_t replicate, float at);

#endif
