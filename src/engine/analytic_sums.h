/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Of the analytic engine: people added up, by who may stand in for whom and by budget area, at every node of the shared
   shocks; and the law of their total at any point between. */
#ifndef RASIMI_ENGINE_ANALYTIC_SUMS_H
#define RASIMI_ENGINE_ANALYTIC_SUMS_H

#include "engine/analytic_mixture.h"
#include "engine/analytic_person.h"

/* What is summed over people: mean, variance and third moment of those expected; and, where who they are is uncertain,
   moments of the rows' means and variances under the urn's shares (a stratum's add up to 1). */
typedef enum rasimi_person_sum {
    RASIMI_PERSON_MEAN,
    RASIMI_PERSON_VARIANCE,
    RASIMI_PERSON_THIRD,
    RASIMI_N_FIXED_SUMS,
    RASIMI_URN_MEAN = RASIMI_N_FIXED_SUMS,
    RASIMI_URN_SQUARE,
    RASIMI_URN_CUBE,
    RASIMI_URN_VARIANCE,
    RASIMI_URN_PRODUCT, /* mean x variance */
    RASIMI_N_PERSON_SUMS
} rasimi_person_sum;

/* People of one stratum, area and setting: a price is theirs alone. */
typedef struct rasimi_person_group {
    uint32_t stratum, area, setting;
    double *sums; /* [n_sums x nodes] */
} rasimi_person_group;

/* How uncertain a stratum's total is: factors on the urn's central moments of a row's cost. */
typedef struct rasimi_urn_law {
    double variance, third;
} rasimi_urn_law;

/* Of n rows, of whom each is itself, and the unseen are drawn: with equal weights one row is left out of the urn
   (methods.md section 5); else a Dirichlet-multinomial of mass n - 2. */
rasimi_urn_law
rasimi_urn_law_of(double n, double unseen, bool equal_weights);

typedef struct rasimi_person_sums {
    const rasimi_analytic_frame *frame;
    size_t n_sums, n_nodes; /* n_nodes: need x leniency x practice x price */
    size_t n_groups;
    rasimi_person_group *groups; /* by stratum */
    uint32_t *group_of_row;      /* [n_rows] */
    double *expected, *share;    /* [n_rows] people that a row stands for; its share in the urn */
    rasimi_urn_law *urns;        /* [n_strata]; NULL under fixed sampling */
    size_t n_parts, part_size;   /* people are added up in so many parts, whatever the number of threads */
    double *parts;               /* [n_parts x part_size]; part 0 holds the groups' sums, by group */
    rasimi_arena arena;
} rasimi_person_sums;

/* Groups for a study; sums are 0. Errors: RASIM_ERR_NO_MEMORY. Clear whatever happens. */
rasim_status
rasimi_person_sums_make(const rasimi_analytic_frame *frame, rasimi_person_sums *out);

void
rasimi_person_sums_clear(rasimi_person_sums *sums);

/* Adds up all people under an outcome, on so many threads (0: one per core): the same bits on any number. Errors:
 * RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_person_sums_fill(rasimi_person_sums *sums, size_t outcome, int n_threads);

/* The law of the total at each point of the shared draws, in £ a year: components[n_draws], and those of the areas,
   areas[n_areas x n_draws] (NULL: not wanted). Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_person_sums_laws(const rasimi_person_sums *sums, int n_threads, rasimi_component *components,
                        rasimi_component *areas);

#endif
