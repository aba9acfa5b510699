/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words that a block of people draws for a year: one call of the generator serves four of those who share calls,
   and one of those who are alone. */
#ifndef RASIMI_ENGINE_YEAR_WORDS_H
#define RASIMI_ENGINE_YEAR_WORDS_H

#include "engine/kernel.h"

/* A draw: of which stream, year and number. */
typedef struct rasimi_draw {
    const uint64_t *round_keys; /* [20] of the stream; NULL: nothing is drawn */
    uint32_t counter;           /* year and number, as rasimi_counter_word has them */
} rasimi_draw;

/* All draws of a year. */
typedef struct rasimi_year_draws {
    rasimi_draw of[RASIMI_N_WORDS];
} rasimi_year_draws;

/* The words of a block. */
typedef struct rasimi_block_words {
    _Alignas(64) int32_t of[RASIMI_N_WORDS][RASIMI_BLOCK_PEOPLE];
} rasimi_block_words;

/* Those of n people who are alone; n is at most RASIMI_BLOCK_PEOPLE. */
void
rasimi_words_alone(const rasimi_kernel *kernel, const rasimi_year_draws *draws, const rasimi_cohort_lanes *people,
                   size_t n, rasimi_block_words *out);

/* Those of n rows, a multiple of RASIMI_LANES_PAD, in the four replicates that have the third counter word in common.
 */
void
rasimi_words_of_rows(const rasimi_kernel *kernel, const rasimi_year_draws *draws, const rasimi_cohort_lanes *rows,
                     size_t n, rasimi_block_words out[4]);

/* Those of n lanes of people who share calls in one replicate, a multiple of RASIMI_COPIES_LANES. */
void
rasimi_words_of_copies(const rasimi_kernel *kernel, const rasimi_year_draws *draws, const rasimi_cohort_lanes *people,
                       size_t n, rasimi_block_words *out);

/* The words of one draw of such lanes, any number of them. */
void
rasimi_words_of_copies_draw(const rasimi_kernel *kernel, rasimi_draw draw, const rasimi_cohort_lanes *people, size_t n,
                            int32_t *out);

/* Tells people their words. */
void
rasimi_words_give(const rasimi_year_draws *draws, const rasimi_block_words *words, rasimi_cohort_lanes *people);

#endif
