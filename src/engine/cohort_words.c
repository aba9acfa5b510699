/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words of cohorts: drawn once a call, looked up by row or number. */
#include "engine/cohort_words.h"

#include "base/mem.h"

#include <stdlib.h>

/* Words of a call. */
#define FOUR 4

rasim_status
rasimi_founder_words_draw(const rasimi_kernel *kernel, const rasimi_people *people, const rasimi_stretch *stretch,
                          uint32_t third, rasimi_draw draw, rasimi_founder_words *out)
{
    const size_t n = rasimi_padded(stretch->n);
    if (n > out->capacity) {
        rasimi_founder_words_clear(out);
        out->words = rasimi_calloc_aligned(FOUR * n, sizeof *out->words);
        if (out->words == NULL) {
            return RASIM_ERR_NO_MEMORY;
        }
        out->capacity = n;
    }
    out->n = n;
    kernel->four_words(people->key_low + stretch->first, people->key_high + stretch->first, n, third, draw.counter,
                       draw.round_keys, out->words);
    return RASIM_OK;
}

void
rasimi_founder_words_clear(rasimi_founder_words *words)
{
    free(words->words);
    *words = (rasimi_founder_words){0};
}

/* Calls that serve as many people, a whole number of registers of them. */
static size_t
calls_for(size_t n_people)
{
    return rasimi_padded((n_people + FOUR - 1) / FOUR);
}

rasim_status
rasimi_word_room_reserve(rasimi_word_room *room, const rasimi_cohort *cohort)
{
    size_t drawn = 0;
    for (size_t s = 0; s < cohort->n_segments; s++) {
        const size_t needed = FOUR * calls_for(cohort->segments[s].n_drawn);
        drawn = cohort->segments[s].kind == RASIMI_SEGMENT_STARTERS && needed > drawn ? needed : drawn;
    }
    if (drawn > room->capacity_drawn) {
        free(room->drawn);
        room->drawn = rasimi_calloc_aligned(2 * drawn, sizeof *room->drawn);
        room->capacity_drawn = room->drawn != NULL ? 2 * drawn : 0;
    }
    if (cohort->n > room->capacity) {
        const size_t capacity = rasimi_padded(2 * cohort->n);
        free(room->need);
        free(room->exit);
        free(room->stay);
        room->need = rasimi_calloc_aligned(capacity, sizeof *room->need);
        room->exit = rasimi_calloc_aligned(capacity, sizeof *room->exit);
        room->stay = rasimi_calloc(capacity / RASIMI_LANES_PAD, sizeof *room->stay);
        room->capacity = room->need != NULL && room->exit != NULL && room->stay != NULL ? capacity : 0;
    }
    return drawn <= room->capacity_drawn && cohort->n <= room->capacity ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

void
rasimi_word_room_clear(rasimi_word_room *room)
{
    free(room->need);
    free(room->exit);
    free(room->drawn);
    free(room->stay);
    *room = (rasimi_word_room){0};
}

/* Is it less work to draw for all who ever were than for those who are still there? */
static bool
draws_together(const rasimi_segment *segment)
{
    return calls_for(segment->n_drawn) <= rasimi_padded(segment->end - segment->begin);
}

/* The words of a segment; false where its people draw one by one. */
static bool
draw_segment(const rasimi_cohort_lanes *people, const rasimi_segment *segment, const rasimi_word_source *source,
             rasimi_draw draw, uint32_t *drawn, int32_t *out)
{
    const rasimi_kernel *kernel = source->kernel;
    if (segment->kind == RASIMI_SEGMENT_FOUNDERS) {
        if (source->founders != NULL) {
            kernel->look_up(source->founders, people->row, (int32_t)source->first_lane, segment->begin, segment->end,
                            out);
        }
        return source->founders != NULL;
    }
    const bool together = draws_together(segment);
    if (together) {
        const size_t n_calls = calls_for(segment->n_drawn);
        kernel->calls(segment->key, source->replicate, draw.counter, 1, n_calls, draw.round_keys, drawn);
        kernel->look_up_call((const int32_t *)drawn, n_calls, people, segment->begin, segment->end, out);
    }
    return together;
}

static void
draw_singles(const rasimi_cohort_lanes *people, size_t begin, size_t end, const rasimi_word_source *source,
             rasimi_draw draw, int32_t *out)
{
    if (begin < end) {
        source->kernel->words(people, begin, end, draw.counter, draw.round_keys, out);
    }
}

void
rasimi_cohort_draw(const rasimi_cohort *cohort, size_t from, const rasimi_word_source *source, rasimi_draw draw,
                   rasimi_word_room *room, int32_t *out)
{
    const rasimi_cohort_lanes people = rasimi_cohort_lanes_of(cohort, 0);
    size_t done = from;
    for (size_t s = 0; s < cohort->n_segments; s++) {
        const rasimi_segment *segment = &cohort->segments[s];
        if (segment->begin >= from && draw_segment(&people, segment, source, draw, room->drawn, out)) {
            draw_singles(&people, done, segment->begin, source, draw, out);
            done = segment->end;
        }
    }
    draw_singles(&people, done, cohort->n, source, draw, out);
}
