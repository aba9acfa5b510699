/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The people of one cell in a replicate, side by side as the kernel reads them. They stay in the order in which they
   came, so that those whose draws are made together stand together; no sum hangs on their order. */
#ifndef RASIMI_ENGINE_COHORT_H
#define RASIMI_ENGINE_COHORT_H

#include "engine/person.h"

/* What is kept of each person, as rasimi_person has it; `persistent` is the standard normal that stays with them. */
#define RASIMI_COHORT_COLUMNS(X)                                                                                       \
    X(int32_t, key_low)                                                                                                \
    X(int32_t, key_high)                                                                                               \
    X(int32_t, third)                                                                                                  \
    X(int32_t, fourth)                                                                                                 \
    X(int32_t, word)                                                                                                   \
    X(int32_t, row)                                                                                                    \
    X(int32_t, donor)                                                                                                  \
    X(int32_t, standing)                                                                                               \
    X(float, cost)                                                                                                     \
    X(float, reference)                                                                                                \
    X(float, persistent)                                                                                               \
    X(float, first_left)                                                                                               \
    X(float, since)

/* Whose draws are made together: one call of the generator gives four words. */
typedef enum rasimi_segment_kind {
    RASIMI_SEGMENT_FOUNDERS, /* people who are one row each: the same person in four replicates */
    RASIMI_SEGMENT_STARTERS, /* people who started care in a year: four of them */
} rasimi_segment_kind;

/* People of a cohort who stand together. */
typedef struct rasimi_segment {
    rasimi_segment_kind kind;
    size_t begin, end;
    size_t n_drawn; /* people whom the draws are made for, of whom some may have gone */
    uint64_t key;   /* starters: of all of them */
} rasimi_segment;

/* Founders, and the starters of each year: years run to ten. */
#define RASIMI_MAX_SEGMENTS 12

/* Zero-initialised is valid and empty. Lanes from n to the next multiple of RASIMI_LANES_PAD hold any valid people. */
typedef struct rasimi_cohort {
    size_t n, capacity; /* the latter a multiple of RASIMI_LANES_PAD */
    size_t n_segments;
    rasimi_segment segments[RASIMI_MAX_SEGMENTS]; /* [n_segments] ascending; who is in none has draws of their own */
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
    cohort->n = cohort->n_segments = 0;
}

/* Says that the people from `begin` to the last are such a segment. */
void
rasimi_cohort_mark(rasimi_cohort *cohort, rasimi_segment_kind kind, size_t begin, size_t n_drawn, uint64_t key);

/* Takes out who[0..n), which ascend. `stay` is room for as many bits as there are people, in units of
   RASIMI_LANES_PAD. */
void
rasimi_cohort_remove(rasimi_cohort *cohort, const rasimi_kernel *kernel, const uint32_t *who, size_t n, uint16_t *stay);

/* Makes of people at a year's end people at the beginning of the next. */
void
rasimi_cohort_pass_year(rasimi_cohort *cohort);

/* The people from `first` on, a multiple of RASIMI_LANES_PAD, as the kernel reads them, but for weeks and fate. */
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
