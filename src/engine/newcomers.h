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
    uint64_t arrivals_key;
    uint64_t arrivals_keys[20], moves_keys[20]; /* round keys of these streams */
    uint64_t *start_keys;                       /* [n_years x n_cells] */
    uint64_t *tail_keys;                        /* [n_years x n_tails] */
    uint32_t *dearest;    /* [n_cells] row with the dearest package; UINT32_MAX where a cell has no rows */
    uint32_t *donor_lane; /* [study rows] lanes of cell_donors */
    uint32_t *guide;      /* [study rows] by cell as cell_donors: where a search for a donor begins */
    bool *even;           /* [n_cells] all donors of the cell are as likely as each other */
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

/* Lanes of the people whose package a newcomer takes: the row's own income, and its own points and cost, or those of a
   row that stands in for it. */
typedef struct rasimi_package {
    uint32_t row, donor, payer;
} rasimi_package;

/* Have some rows no points or no cost of their own? */
static inline bool
rasimi_newcomers_stand_in(const rasimi_newcomers *newcomers)
{
    return newcomers->study->scored != NULL || newcomers->study->costed != NULL;
}

/* The packages of n newcomers to a cell: u[n] are uniform in [0, 1), the bits [n] of whoever stands in for points and
   for cost, which are not read where no row wants that. */
void
rasimi_newcomers_packages(const rasimi_newcomers *newcomers, uint32_t cell, size_t n, const double *u,
                          const uint64_t *donor_bits, const uint64_t *payer_bits, rasimi_package *out);

/* Adds the people of a tail who start care in a year in any of its cells, as a Poisson process whose intensity `demand`
   multiplies; *n_capped counts severities that were held at the most. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_newcomers_arrive(const rasimi_newcomers *newcomers, size_t tail, uint32_t year, uint64_t replicate,
                        double demand, rasimi_people_list *list, uint64_t *n_capped);

/* Makes of n people, who move to the cell that they are said to be of, at a time of the year each, people with a
   package of that cell. */
void
rasimi_newcomers_move(const rasimi_newcomers *newcomers, rasimi_person *people, const float *at, size_t n,
                      uint32_t year, uint64_t replicate);

#endif
