/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who the caseload is in one replicate: how many people each row stands for, as items for the kernel. */
#ifndef RASIMI_ENGINE_POPULATION_H
#define RASIMI_ENGINE_POPULATION_H

#include "engine/lanes.h"
#include "num/draws.h"

/* One thread's scratch for drawing populations; sized once. */
typedef struct rasimi_population {
    const rasim_study *study;     /* borrowed */
    const rasimi_lanes *lanes;    /* borrowed */
    uint64_t key;                 /* of the population stream */
    rasimi_draws_engine draws;    /* of that key */
    bool drawn;                   /* counts hold what never varies */
    bool laid_out;                /* items are those of the counts */
    uint32_t *counts;             /* [n_rows] people that each row stands for */
    int32_t *payer_of, *donor_of; /* [lanes] whose cost and whose points a row has; NULL: everybody has their own */
    uint32_t *stratum_counts;     /* [largest stratum] */
    uint64_t *urn;                /* scratch of the urn */
    double *cumulative;           /* [n_rows] by stratum, masses of the urn with unequal weights; NULL: none has */
    uint32_t *chosen;             /* [most unseen people] scratch of that urn */
    double *weights;              /* [n_rows] by stratum, of the bootstrap; NULL elsewhere */
    int32_t *row, *payer, *donor, *fourth, *copies; /* columns of the items */
    int32_t *rest_row, *rest_fourth; /* [4 x most_rest] items of fewer than four copies, by copies, of one cell */
    size_t most_rest;
    rasimi_items items;
    rasimi_stretch *stretches; /* [lanes' n_multi] over items */
    int64_t *people;           /* [n_multi] of each stretch */
} rasimi_population;

/* Errors: RASIM_ERR_NO_MEMORY. Clear whatever happens. */
rasim_status
rasimi_population_make(const rasim_study *study, const rasimi_kernel *kernel, const rasimi_lanes *lanes,
                       const rasimi_seeds *seeds, rasimi_population *out);

void
rasimi_population_clear(rasimi_population *population);

/* Are the people the same in all replicates? */
bool
rasimi_population_is_constant(const rasimi_population *population);

/* Draws the population of a replicate, a pure function of seed and replicate: counts, payers and donors. */
void
rasimi_population_draw(rasimi_population *population, uint64_t replicate);

/* Lays out the items of the population drawn last. */
void
rasimi_population_lay_out(rasimi_population *population);

#endif
