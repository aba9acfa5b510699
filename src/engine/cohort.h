/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People of one cell in a replicate whose draws are their own (engine/seats.h has the others), side by side as the
   kernel reads them, in the order in which they came. */
#ifndef RASIMI_ENGINE_COHORT_H
#define RASIMI_ENGINE_COHORT_H

#include "engine/person.h"

/* What is kept of each person, as rasimi_person has it; `persistent` is the standard normal that stays with them. */
#define RASIMI_PERSON_COLUMNS(X)                                                                                       \
    X(int32_t, row)                                                                                                    \
    X(int32_t, donor)                                                                                                  \
    X(int32_t, standing)                                                                                               \
    X(float, cost)                                                                                                     \
    X(float, reference)                                                                                                \
    X(float, persistent)                                                                                               \
    X(float, first_left)                                                                                               \
    X(float, since)

/* And of those who make calls alone: which call, and which of its words is theirs. */
#define RASIMI_COHORT_COLUMNS(X)                                                                                       \
    X(int32_t, key_low)                                                                                                \
    X(int32_t, key_high)                                                                                               \
    X(int32_t, third)                                                                                                  \
    X(int32_t, fourth)                                                                                                 \
    X(int32_t, word)                                                                                                   \
    RASIMI_PERSON_COLUMNS(X)

/* Zero-initialised is valid and empty. Lanes from n to the next multiple of RASIMI_LANES_PAD hold any valid people. */
typedef struct rasimi_cohort {
    size_t n, capacity; /* the latter a multiple of RASIMI_LANES_PAD */
#define X(type, name) type *name;
    RASIMI_COHORT_COLUMNS(X)
#undef X
} rasimi_cohort;

/* Makes room for n people in all. Errors: RASIM_ERR_NO_MEMORY, and then the cohort is as it was; likewise below. */
rasim_status
rasimi_cohort_reserve(rasimi_cohort *cohort, size_t n);

/* Writes the person at a place there is room for, without the normal that stays with them. */
static inline void
rasimi_cohort_put(rasimi_cohort *cohort, size_t i, const rasimi_person *person)
{
    cohort->key_low[i] = (int32_t)person->key_low;
    cohort->key_high[i] = (int32_t)person->key_high;
    cohort->third[i] = (int32_t)person->third;
    cohort->fourth[i] = (int32_t)person->fourth;
    cohort->word[i] = (int32_t)person->word;
    cohort->row[i] = (int32_t)person->row;
    cohort->donor[i] = (int32_t)person->donor;
    cohort->standing[i] = (int32_t)person->standing;
    cohort->cost[i] = person->cost;
    cohort->reference[i] = person->reference;
    cohort->first_left[i] = person->first_left;
    cohort->since[i] = person->since;
}

/* Adds a person, without the normal that stays with them. */
rasim_status
rasimi_cohort_add(rasimi_cohort *cohort, const rasimi_person *person);

/* Adds the people of another cohort. */
rasim_status
rasimi_cohort_append(rasimi_cohort *cohort, const rasimi_cohort *others);

/* Nobody, with the memory kept. */
static inline void
rasimi_cohort_empty(rasimi_cohort *cohort)
{
    cohort->n = 0;
}

/* Keeps those whose bit in `stay` is set, in their order: sixteen to an item, the first the lowest. */
void
rasimi_cohort_keep(rasimi_cohort *cohort, const rasimi_kernel *kernel, const uint16_t *stay);

/* Makes of n people at a year's end people at the beginning of the next. */
void
rasimi_pass_year(float *first_left, float *since, size_t n);

/* The people from `first` on, a multiple of RASIMI_LANES_PAD, as the kernel reads them, but for what a year does. */
rasimi_cohort_lanes
rasimi_cohort_lanes_of(const rasimi_cohort *cohort, size_t first);

void
rasimi_cohort_clear(rasimi_cohort *cohort);

/* n up to the next multiple of RASIMI_LANES_PAD. */
static inline size_t
rasimi_padded(size_t n)
{
    return (n + RASIMI_LANES_PAD - 1) / RASIMI_LANES_PAD * RASIMI_LANES_PAD;
}

#endif
