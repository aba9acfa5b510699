/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The averaging-out curve: how far what is spent strays from what is allocated, over pools of more and more people. */
#ifndef RASIMI_ANALYSIS_AVERAGING_H
#define RASIMI_ANALYSIS_AVERAGING_H

#include "base/mem.h"
#include "rasim/persons.h"

enum { RASIMI_MOST_SIZES = 13 }; /* 10, 30, ... 3,000,000 and everybody */

/* Ratios of the pools of one size in one replicate. */
typedef struct rasimi_pools {
    double n, mean, square; /* pools, mean and mean square of their ratios */
} rasimi_pools;

typedef struct rasimi_averager {
    uint64_t key, replicates, n_done;
    size_t n_sizes;
    double sizes[RASIMI_MOST_SIZES];
    rasimi_pools *pools; /* [replicates x RASIMI_MOST_SIZES] */
    uint32_t *order;     /* scratch [capacity] */
    size_t capacity;
    double people; /* over all replicates */
} rasimi_averager;

/* Errors: RASIM_ERR_NO_MEMORY. Clear whatever happens. */
rasim_status
rasimi_averager_create(uint64_t seed, uint64_t replicates, rasimi_averager *out);
void
rasimi_averager_clear(rasimi_averager *self);

/* Adds a replicate: of each of n people inside the RAS what is spent and what was allocated. Errors:
   RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_averager_add(rasimi_averager *self, const double *spent, const double *allocated, size_t n);

/* The curve. `everybody` are the ratios of the whole caseload in the replicates of the run, which know them better than
   the pass; NULL: none. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_averager_describe(const rasimi_averager *self, const double *everybody, uint64_t n_everybody,
                         rasimi_arena *arena, rasim_averaging *out);

/* Least squares of variance = a / people + b with the given standard errors of the variances; false where fewer than
   two sizes differ. */
bool
rasimi_averaging_fit(const double *people, const double *variance, const double *error, size_t n, double *a, double *b);

#endif
