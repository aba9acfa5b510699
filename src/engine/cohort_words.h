/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words that the people of a cohort draw. One call of the generator gives four: to a person who is one row, one in
   each of four replicates; to people who start care, one each. So these are drawn together, as far as enough of them
   are still there, and looked up; who moved has a call of their own. */
#ifndef RASIMI_ENGINE_COHORT_WORDS_H
#define RASIMI_ENGINE_COHORT_WORDS_H

#include "engine/cohort.h"

/* Words of the people of a cell who are one row each, in four replicates. */
typedef struct rasimi_founder_words {
    size_t n, capacity; /* people, up to a multiple of RASIMI_LANES_PAD; words each word of the four has room for */
    int32_t *words;     /* [4 x n] */
} rasimi_founder_words;

/* A draw: of which stream, year and number. */
typedef struct rasimi_draw {
    const uint64_t *round_keys; /* [20] of the stream */
    uint32_t counter;           /* year and number, as rasimi_counter_word has them */
} rasimi_draw;

/* Draws those of the people who are the lanes of a stretch, for the replicates that share `third`. Errors:
   RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_founder_words_draw(const rasimi_kernel *kernel, const rasimi_people *people, const rasimi_stretch *stretch,
                          uint32_t third, rasimi_draw draw, rasimi_founder_words *out);

void
rasimi_founder_words_clear(rasimi_founder_words *words);

/* Where words come from. */
typedef struct rasimi_word_source {
    const rasimi_kernel *kernel;
    uint32_t replicate;
    const int32_t *founders; /* of this replicate, by lane from `first_lane` on; NULL: each draws their own */
    uint32_t first_lane;
} rasimi_word_source;

/* Room for what is drawn of a cohort. */
typedef struct rasimi_word_room {
    size_t capacity;       /* people */
    int32_t *need, *exit;  /* [capacity] words of the people of the cohort at hand */
    size_t capacity_drawn; /* words */
    uint32_t *drawn;       /* [capacity_drawn] of people who started care in one year */
    uint16_t *stay;        /* [capacity / RASIMI_LANES_PAD] */
} rasimi_word_room;

/* Makes room for the people and segments of a cohort. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_word_room_reserve(rasimi_word_room *room, const rasimi_cohort *cohort);

void
rasimi_word_room_clear(rasimi_word_room *room);

/* The words of a draw of the people from `from` on: out[from..n), which has room up to a multiple of RASIMI_LANES_PAD.
   `room` has been made. */
void
rasimi_cohort_draw(const rasimi_cohort *cohort, size_t from, const rasimi_word_source *source, rasimi_draw draw,
                   rasimi_word_room *room, int32_t *out);

#endif
