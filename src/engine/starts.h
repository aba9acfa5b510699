/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People who start care in a year: a Poisson process in time a cell, in several replicates at once, because one call of
   the generator after another would leave a processor waiting. */
#ifndef RASIMI_ENGINE_STARTS_H
#define RASIMI_ENGINE_STARTS_H

#include "engine/newcomers.h"
#include "engine/seats.h"

/* Replicates whose starts are drawn together, at most. */
#define RASIMI_STARTS_AT_ONCE 4

/* Starts of a cell in a year, in replicates one after another. */
typedef struct rasimi_starts {
    uint32_t cell, year;
    uint64_t first;                             /* replicate */
    size_t n;                                   /* replicates */
    double prevented;                           /* probability that a start is prevented */
    double demand[RASIMI_STARTS_AT_ONCE];       /* [n] multiplies the intensity */
    rasimi_seats *seats[RASIMI_STARTS_AT_ONCE]; /* [n] which the people are added to */
    size_t n_started[RASIMI_STARTS_AT_ONCE];    /* [n] out */
} rasimi_starts;

/* Adds those who start, without the normals that stay with them. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_starts_draw(const rasimi_newcomers *newcomers, rasimi_starts *starts);

#endif
