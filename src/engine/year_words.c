/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words of a year: only those that the study has a use for. */
#include "engine/year_words.h"

/* From a word of one replicate to the same of the next. */
#define NEXT_REPLICATE (sizeof(rasimi_block_words) / sizeof(int32_t))

void
rasimi_words_alone(const rasimi_kernel *kernel, const rasimi_year_draws *draws, const rasimi_cohort_lanes *people,
                   size_t n, rasimi_block_words *out)
{
    for (int k = 0; k < RASIMI_N_WORDS; k++) {
        const rasimi_draw draw = draws->of[k];
        if (draw.round_keys != NULL) {
            kernel->words(people, n, draw.counter, draw.round_keys, out->of[k]);
        }
    }
}

void
rasimi_words_of_rows(const rasimi_kernel *kernel, const rasimi_year_draws *draws, const rasimi_cohort_lanes *rows,
                     size_t n, rasimi_block_words out[4])
{
    int32_t *first = &out[0].of[0][0];
    for (size_t k = 0; k < RASIMI_N_WORDS; k++) {
        const rasimi_draw draw = draws->of[k];
        if (draw.round_keys != NULL) {
            kernel->four_words(&rows->calls, n, rows->all_third, draw.counter, draw.round_keys, NEXT_REPLICATE,
                               RASIMI_LANES_PAD, first + k * RASIMI_BLOCK_PEOPLE);
        }
    }
}

void
rasimi_words_of_copies_draw(const rasimi_kernel *kernel, rasimi_draw draw, const rasimi_cohort_lanes *people, size_t n,
                            int32_t *out)
{
    kernel->four_words(&people->calls, n / 4, people->all_third, draw.counter, draw.round_keys, RASIMI_LANES_PAD,
                       RASIMI_COPIES_LANES, out);
}

void
rasimi_words_of_copies(const rasimi_kernel *kernel, const rasimi_year_draws *draws, const rasimi_cohort_lanes *people,
                       size_t n, rasimi_block_words *out)
{
    for (int k = 0; k < RASIMI_N_WORDS; k++) {
        if (draws->of[k].round_keys != NULL) {
            rasimi_words_of_copies_draw(kernel, draws->of[k], people, n, out->of[k]);
        }
    }
}

void
rasimi_words_give(const rasimi_year_draws *draws, const rasimi_block_words *words, rasimi_cohort_lanes *people)
{
    for (int k = 0; k < RASIMI_N_WORDS; k++) {
        people->words[k] = draws->of[k].round_keys != NULL ? words->of[k] : NULL;
    }
}
