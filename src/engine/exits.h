/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When and where to a person goes within a year: competing intensities, thinned by prevention (methods.md section 5).
 */
#ifndef RASIMI_ENGINE_EXITS_H
#define RASIMI_ENGINE_EXITS_H

#include "engine/person.h"
#include "model/turnover.h"

/* Draws of the churn stream: of a person's year, beside 0 (review) and 1 (whether a carer stops). */
enum {
    RASIMI_DRAW_EXIT = 2,     /* then which exit, then whether it is prevented; again while it is */
    RASIMI_MAX_PREVENTED = 4, /* exits prevented in a year that have draws of their own; there are no more */
};

/* What may befall the people of a cell in a year. */
typedef struct rasimi_hazard {
    const rasimi_churn *churn;
    const rasimi_flow *flows; /* the cell's first */
    double prevented;         /* share of moves that prevention stops */
    int64_t stay_upto;        /* words up to this one mean a whole year without an exit, past the first year in care */
} rasimi_hazard;

void
rasimi_hazard_make(const rasimi_churn *churn, const rasimi_flow *flows, double prevented, rasimi_hazard *out);

/* How the year ends for a person. */
typedef struct rasimi_exit {
    rasimi_fate fate;
    float until;   /* share of the year that has gone when they leave the package; 1: they keep it */
    uint32_t cell; /* where a mover goes */
} rasimi_exit;

/* How a year ends for a person who keeps the package. */
rasimi_exit
rasimi_exit_none(const rasimi_person *person);

/* Whether a word says at a glance that nothing befalls the person this year. */
static inline bool
rasimi_exit_is_none(const rasimi_person *person, const rasimi_hazard *hazard, uint32_t word)
{
    return person->arrival == RASIMI_ARRIVAL_BEFORE && !(person->first_left > 0.0f) && word <= hazard->stay_upto;
}

/* word: the person's own, of draw RASIMI_DRAW_EXIT. churn_key: of the churn stream. */
rasimi_exit
rasimi_exit_of(const rasimi_person *person, const rasimi_hazard *hazard, uint32_t year, uint32_t word,
               uint64_t churn_key);

#endif
