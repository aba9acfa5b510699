/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When and where to people go within a year: competing intensities, thinned by prevention (methods.md section 5).
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
    rasimi_risk risk;
} rasimi_hazard;

void
rasimi_hazard_make(const rasimi_churn *churn, const rasimi_flow *flows, double prevented, rasimi_hazard *out);

/* How the year ends for a person who does not keep their package; the fate is RASIMI_FATE_STAYED where they do. */
typedef struct rasimi_exit {
    rasimi_fate fate;
    float until;   /* share of the year that has gone when they leave the package; 1: they keep it */
    uint32_t cell; /* where a mover goes */
} rasimi_exit;

/* One person's; word: their own, of draw RASIMI_DRAW_EXIT. churn_key: of the churn stream. */
rasimi_exit
rasimi_exit_of(const rasimi_person *person, const rasimi_hazard *hazard, uint32_t year, uint32_t word,
               uint64_t churn_key);

/* Room for lanes of a block, written a register at a time. */
#define RASIMI_BLOCK_ROOM (RASIMI_BLOCK_PEOPLE + RASIMI_LANES_PAD)

/* The exits of a block, one after another: who goes, and of them what rasimi_exit says, in columns. */
typedef struct rasimi_exits {
    size_t n, n_moved, n_outside;                /* all; those whose fate is RASIMI_FATE_MOVED or RASIMI_FATE_OUTSIDE */
    _Alignas(64) int32_t who[RASIMI_BLOCK_ROOM]; /* [n] ascending, likewise below */
    int32_t fate[RASIMI_BLOCK_ROOM];
    float until[RASIMI_BLOCK_ROOM];
    uint32_t cell[RASIMI_BLOCK_ROOM]; /* of movers */
    _Alignas(64) int32_t words[RASIMI_BLOCK_ROOM], which[RASIMI_BLOCK_ROOM], elsewhere[RASIMI_BLOCK_ROOM];
    _Alignas(64) double times[RASIMI_BLOCK_ROOM];
    float moved_at[RASIMI_BLOCK_ROOM]; /* room for whoever follows the movers: when each moved */
} rasimi_exits;

/* Where the draws of exits come from: a year of the churn stream. */
typedef struct rasimi_exit_draws {
    const rasimi_kernel *kernel;
    uint64_t key;
    uint64_t round_keys[20];
    uint32_t year;
} rasimi_exit_draws;

/* Those of the people in the first n lanes, a multiple of RASIMI_LANES_PAD and at most RASIMI_BLOCK_PEOPLE, whose exit
   words have been drawn: for each what rasimi_exit_of says. Most people stay, and of them nothing is computed but that
   they do. */
void
rasimi_exits_draw(const rasimi_exit_draws *draws, const rasimi_cohort_lanes *cohort, size_t n,
                  const rasimi_hazard *hazard, rasimi_exits *out);

#endif
