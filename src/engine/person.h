/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People of a replicate's caseload over several years, and lists of them by cell. */
#ifndef RASIMI_ENGINE_PERSON_H
#define RASIMI_ENGINE_PERSON_H

#include <stddef.h>
#include <stdint.h>

#include "engine/kernel.h"
#include "rasim/status.h"

/* Moves of a person that have draws of their own; whoever has made so many stays where they are. */
#define RASIMI_MAX_MOVES 15

/* How a person came to the package they have. */
typedef enum rasimi_arrival {
    RASIMI_ARRIVAL_BEFORE, /* before this year began */
    RASIMI_ARRIVAL_START,  /* by starting care in this year */
    RASIMI_ARRIVAL_MOVE,   /* by moving settings in this year */
} rasimi_arrival;

typedef struct rasimi_person {
    uint32_t key_low, key_high; /* the first two counter words */
    uint32_t third;             /* the third: the replicate, or replicate / 4 for a person who is one row */
    uint32_t copy;              /* the low bits of the fourth: copy / 4 */
    uint32_t row, donor;        /* lanes of the people whose income, and whose points, are theirs */
    uint32_t cell;
    float cost, reference; /* weekly, in units, as rasimi_people has them */
    float persistent;      /* the standard normal that stays with them while they have this package */
    float since;           /* share of the year before they came to this package */
    float first_left;      /* of their first year in care, at `since` (or when the year began) */
    uint8_t word;          /* which of four words is theirs */
    uint8_t moves;
    uint8_t standing; /* rasimi_standing */
    uint8_t arrival;  /* rasimi_arrival */
} rasimi_person;

/* A list that grows. */
typedef struct rasimi_people_list {
    rasimi_person *items;
    size_t n, capacity;
} rasimi_people_list;

/* Errors: RASIM_ERR_NO_MEMORY, and then the list is as it was. */
rasim_status
rasimi_people_add(rasimi_people_list *list, const rasimi_person *person);

/* Adds the people of another list at the end. Errors: RASIM_ERR_NO_MEMORY, and then the list is as it was. */
rasim_status
rasimi_people_append(rasimi_people_list *list, const rasimi_people_list *others);

/* Puts the people into cell order, those of a cell in the order they had. first: [n_cells + 1], where each cell starts
   in the sorted list; spare is scratch that the two swap. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_people_sort(rasimi_people_list *list, rasimi_people_list *spare, size_t n_cells, size_t *first);

void
rasimi_people_clear(rasimi_people_list *list);

/* The fourth counter word of a person's draw in a year. Each move has sixteen draws of its own. */
static inline uint32_t
rasimi_person_counter(const rasimi_person *person, uint32_t year, uint32_t draw)
{
    return year << 28 | ((uint32_t)person->moves * 16 + draw) << 20 | person->copy;
}

/* The person's word of a draw. */
uint32_t
rasimi_person_word(const rasimi_person *person, uint32_t year, uint32_t draw, uint64_t stream_key);

/* Draws the normal that stays with the person, of the need stream. Years run to ten, so year 15 is free for it. */
float
rasimi_person_persistent(const rasimi_person *person, uint64_t need_key);

#endif
