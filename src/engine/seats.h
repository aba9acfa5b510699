/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People who share calls of the generator keep their seats from when they come until they go: one call gives four
   words, to a person who is one row one in each of four replicates, to copies of a row and to people who start care one
   each. A seat that is left stays empty, so that no one who stays has to be moved; empty calls are closed up when they
   are many. */
#ifndef RASIMI_ENGINE_SEATS_H
#define RASIMI_ENGINE_SEATS_H

#include "engine/cohort.h"
#include "engine/lanes.h"

/* The people of one cell in one replicate who are one row each: a seat a row. Zero-initialised is valid and empty. */
typedef struct rasimi_row_seats {
    uint32_t first;     /* lane of the first row */
    size_t n, capacity; /* seats, multiples of RASIMI_LANES_PAD */
    float *persistent;  /* standard normal that stays with them */
    int32_t *standing;  /* rasimi_standing */
    uint16_t *taken;    /* sixteen seats to an item, the first the lowest bit */
} rasimi_row_seats;

/* Seats for the rows of a stretch, all of them taken by people who stand so towards the RAS, without the normals that
   stay with them. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_row_seats_fill(rasimi_row_seats *seats, const rasimi_stretch *rows, rasimi_standing standing);

/* The seats from `first` on, a multiple of RASIMI_LANES_PAD, as the kernel reads them, but for what a year does and for
   what is theirs of their first year in care. */
rasimi_cohort_lanes
rasimi_row_seats_lanes(const rasimi_row_seats *seats, const rasimi_people *people, uint64_t replicate, size_t first);

void
rasimi_row_seats_clear(rasimi_row_seats *seats);

/* People of one cell in one replicate who come four to a call: seats as rasimi_copies_lane has them. Zero-initialised
   is valid and empty. */
typedef struct rasimi_seats {
    size_t n_calls, capacity; /* calls, the latter a multiple of RASIMI_LANES_PAD */
    size_t settled;           /* calls of people whose first year in care is over and who came before this year */
    int32_t *key_low, *key_high, *fourth; /* [calls] */
#define X(type, name) type *name;         /* [4 x calls] */
    RASIMI_PERSON_COLUMNS(X)
#undef X
    uint16_t *taken; /* [calls / 4] */
} rasimi_seats;

/* Nobody, with the memory kept. */
void
rasimi_seats_empty(rasimi_seats *seats);

/* Makes room for n_calls more, whose seats are empty; they are made by rasimi_seats_call. Errors: RASIM_ERR_NO_MEMORY,
   and then the seats are as they were. */
rasim_status
rasimi_seats_reserve(rasimi_seats *seats, size_t n_calls);

/* One more call, for which there is room; its number. */
static inline size_t
rasimi_seats_call(rasimi_seats *seats, uint64_t key, uint32_t fourth)
{
    const size_t call = seats->n_calls++;
    seats->key_low[call] = (int32_t)(uint32_t)key;
    seats->key_high[call] = (int32_t)(uint32_t)(key >> 32);
    seats->fourth[call] = (int32_t)fourth;
    return call;
}

/* Says that somebody sits there. */
static inline void
rasimi_seats_take(rasimi_seats *seats, size_t lane)
{
    seats->taken[lane / RASIMI_LANES_PAD] |= (uint16_t)(1u << lane % RASIMI_LANES_PAD);
}

/* Lanes of so many calls, up to whole registers of them. */
static inline size_t
rasimi_seats_lanes_of_calls(size_t n_calls)
{
    return 4 * rasimi_padded(n_calls);
}

/* The seats from `first` on, a multiple of RASIMI_COPIES_LANES, as the kernel reads them, but for what a year does. */
rasimi_cohort_lanes
rasimi_seats_lanes(const rasimi_seats *seats, uint64_t replicate, size_t first);

/* Makes of people at a year's end people at the beginning of the next, of whom those from call `fresh` on came within
   the year; closes up where most calls have nobody left. */
void
rasimi_seats_pass_year(rasimi_seats *seats, size_t fresh);

/* Adds the people to a cohort, call by call, as those who make calls of their own. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_seats_pour(const rasimi_seats *seats, uint64_t replicate, rasimi_cohort *cohort);

void
rasimi_seats_clear(rasimi_seats *seats);

#endif
