/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Posting to the ledger of a run's results. */
#ifndef RASIMI_ENGINE_POST_H
#define RASIMI_ENGINE_POST_H

#include <stdbool.h>

#include "engine/kernel.h"
#include "engine/results.h"

/* The lines of one ledger group: [RASIM_N_LINES]. */
static inline int64_t *
rasimi_post_lines(const rasim_results *results, size_t design, size_t year, uint64_t replicate, size_t group)
{
    const uint64_t slot = (design * results->n_years + year) * results->replicates_asked + replicate;
    return results->ledger + (slot * results->n_groups + group) * RASIM_N_LINES;
}

/* Adds the sums of one cell, design, year and replicate to their ledger group and place: in the design's own outcome,
   and in "each place its own design" where it is the design of the cell's place. */
void
rasimi_post_sums(rasim_results *results, uint32_t cell, size_t design, size_t year, uint64_t replicate,
                 const int64_t *sums);

/* Adds to a line of every outcome: what no design changes. */
void
rasimi_post_count(rasim_results *results, uint32_t cell, size_t year, uint64_t replicate, rasim_line line,
                  int64_t amount);

/* The identity of the ledger, in replicates [first, end) of all designs, years and groups: the signed sum of the lines
   is net, to the unit. */
bool
rasimi_post_balances(const rasim_results *results, uint64_t first, uint64_t end);

#endif
