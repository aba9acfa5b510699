/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One person of a replicate's caseload over several years, apart from the others of the cell (engine/cohort.h). */
#ifndef RASIMI_ENGINE_PERSON_H
#define RASIMI_ENGINE_PERSON_H

#include <stddef.h>
#include <stdint.h>

#include "engine/kernel.h"
#include "num/philox.h"
#include "rasim/status.h"

/* Moves of a person that have draws of their own; whoever has made so many stays where they are. */
#define RASIMI_MAX_MOVES 15

/* The year field of draws that hold for the whole horizon: years run to ten. */
#define RASIMI_ALL_YEARS 15

/* Draw of the need stream, for all years: the normal that stays with a person while they have a package. */
#define RASIMI_DRAW_PERSISTENT 1

typedef struct rasimi_person {
    uint32_t key_low, key_high; /* the first two counter words */
    uint32_t third;             /* the third: the replicate, or replicate / 4 for a person who is one row */
    uint32_t fourth;            /* the fourth without year and draw: moves so far, and copy / 4 */
    uint32_t word;              /* which of four words is theirs */
    uint32_t row, donor;        /* lanes of the people whose income, and whose points, are theirs */
    uint32_t standing;          /* rasimi_standing */
    uint32_t cell;
    float cost, reference; /* weekly, in units, as rasimi_people has them */
    float since;           /* share of the year before they came to this package */
    float first_left;      /* of their first year in care, at `since` (or when the year began) */
} rasimi_person;

/* A list that grows. */
typedef struct rasimi_people_list {
    rasimi_person *items;
    size_t n, capacity;
} rasimi_people_list;

/* Errors: RASIM_ERR_NO_MEMORY, and then the list is as it was. */
rasim_status
rasimi_people_add(rasimi_people_list *list, const rasimi_person *person);

void
rasimi_people_clear(rasimi_people_list *list);

/* The i-th person of a cohort's lanes; the cell is left 0. */
rasimi_person
rasimi_person_of(const rasimi_cohort_lanes *cohort, size_t i);

/* What the fourth counter word of a person's draws says: each move has sixteen draws of its own. */
static inline uint32_t
rasimi_person_fourth(uint32_t moves, uint32_t copy)
{
    return rasimi_counter_word(0, moves * 16, copy);
}
static inline uint32_t
rasimi_person_moves(uint32_t fourth)
{
    return fourth >> 24;
}
static inline uint32_t
rasimi_person_copy(uint32_t fourth)
{
    return fourth & 0xFFFFFu;
}

/* The person's word of a draw. */
uint32_t
rasimi_person_word(const rasimi_person *person, uint32_t year, uint32_t draw, uint64_t stream_key);

#endif
