/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Seats: one block of memory a kind, column after column. */
#include "engine/seats.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

/* Columns of calls; those of the people on them are of the same width. */
#define CALL_COLUMNS(X) X(int32_t, key_low) X(int32_t, key_high) X(int32_t, fourth)
#define ITEM            sizeof(int32_t)
#define X(type, name)   +1
enum { N_CALL_COLUMNS = CALL_COLUMNS(X), N_LANE_COLUMNS = RASIMI_PERSON_COLUMNS(X), LANES_PER_CALL = 4 };
#undef X

/* ---- a seat a row ---- */

static rasim_status
reserve_rows(rasimi_row_seats *seats, size_t n)
{
    if (n <= seats->capacity) {
        return RASIM_OK;
    }
    rasimi_row_seats_clear(seats);
    seats->persistent = rasimi_calloc_aligned(n, sizeof *seats->persistent);
    seats->standing = rasimi_calloc_aligned(n, sizeof *seats->standing);
    seats->taken = rasimi_calloc_aligned(n / RASIMI_LANES_PAD, sizeof *seats->taken);
    seats->capacity = n;
    return seats->persistent != NULL && seats->standing != NULL && seats->taken != NULL ? RASIM_OK
                                                                                        : RASIM_ERR_NO_MEMORY;
}

rasim_status
rasimi_row_seats_fill(rasimi_row_seats *seats, const rasimi_stretch *rows, rasimi_standing standing)
{
    const size_t n = rasimi_padded(rows->n);
    if (reserve_rows(seats, n) != RASIM_OK) {
        rasimi_row_seats_clear(seats);
        return RASIM_ERR_NO_MEMORY;
    }
    seats->first = rows->first;
    seats->n = n;
    for (size_t i = 0; i < n; i++) {
        seats->standing[i] = (int32_t)standing;
    }
    memset(seats->taken, 0xFF, n / RASIMI_LANES_PAD * sizeof *seats->taken);
    if (rows->n < n) {
        seats->taken[n / RASIMI_LANES_PAD - 1] = (uint16_t)((1u << rows->n % RASIMI_LANES_PAD) - 1u);
    }
    return RASIM_OK;
}

rasimi_cohort_lanes
rasimi_row_seats_lanes(const rasimi_row_seats *seats, const rasimi_people *people, uint64_t replicate, size_t first)
{
    const size_t lane = seats->first + first;
    return (rasimi_cohort_lanes){
        .sharing = RASIMI_REPLICATES,
        .calls = {people->key_low + lane, people->key_high + lane, NULL},
        .all_third = (uint32_t)(replicate / 4),
        .all_word = (uint32_t)(replicate % 4),
        .taken = seats->taken + first / RASIMI_LANES_PAD,
        .first_row = (uint32_t)lane,
        .cost = people->cost + lane,
        .reference = people->reference + lane,
        .persistent = seats->persistent + first,
        .standing = seats->standing + first,
    };
}

void
rasimi_row_seats_clear(rasimi_row_seats *seats)
{
    free(seats->persistent);
    free(seats->standing);
    free(seats->taken);
    *seats = (rasimi_row_seats){0};
}

/* ---- four to a call ---- */

void
rasimi_seats_empty(rasimi_seats *seats)
{
    seats->n_calls = seats->settled = 0;
}

/* Nobody in the seats of calls [from, to), multiples of RASIMI_LANES_PAD. */
static void
make_empty(rasimi_seats *seats, size_t from, size_t to)
{
    const size_t lane = LANES_PER_CALL * from, n = LANES_PER_CALL * (to - from);
    memset(seats->taken + lane / RASIMI_LANES_PAD, 0, n / RASIMI_LANES_PAD * sizeof *seats->taken);
    memset(seats->since + lane, 0, n * sizeof *seats->since);
    memset(seats->first_left + lane, 0, n * sizeof *seats->first_left);
}

/* More memory, with the calls that there are. */
static rasim_status
grow(rasimi_seats *seats, size_t n_calls)
{
    const size_t capacity = rasimi_padded(n_calls + n_calls / 2), used = rasimi_padded(seats->n_calls);
    const size_t columns = (N_CALL_COLUMNS + LANES_PER_CALL * N_LANE_COLUMNS) * ITEM;
    unsigned char *memory =
        rasimi_calloc_aligned(capacity, columns + 1); /* a byte has more bits than a call has seats */
    if (memory == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    unsigned char *at = memory;
    void *old = seats->key_low;
#define MOVE(type, name, lanes)                                                                                        \
    if (used > 0) {                                                                                                    \
        memcpy(at, seats->name, used *(lanes)*ITEM);                                                                   \
    }                                                                                                                  \
    seats->name = (type *)(void *)at;                                                                                  \
    at += capacity * (lanes)*ITEM;
#define X(type, name) MOVE(type, name, 1)
    CALL_COLUMNS(X)
#undef X
#define X(type, name) MOVE(type, name, LANES_PER_CALL)
    RASIMI_PERSON_COLUMNS(X)
#undef X
#undef MOVE
    if (used > 0) {
        memcpy(at, seats->taken, LANES_PER_CALL * used / RASIMI_LANES_PAD * sizeof *seats->taken);
    }
    seats->taken = (uint16_t *)(void *)at;
    free(old);
    seats->capacity = capacity;
    return RASIM_OK;
}

rasim_status
rasimi_seats_reserve(rasimi_seats *seats, size_t n_calls)
{
    const size_t from = rasimi_padded(seats->n_calls), to = rasimi_padded(seats->n_calls + n_calls);
    if (to > seats->capacity && grow(seats, to) != RASIM_OK) {
        return RASIM_ERR_NO_MEMORY;
    }
    if (from < to) { /* otherwise there may be no memory at all */
        make_empty(seats, from, to);
    }
    return RASIM_OK;
}

rasimi_cohort_lanes
rasimi_seats_lanes(const rasimi_seats *seats, uint64_t replicate, size_t first)
{
    const size_t call = first / LANES_PER_CALL;
    rasimi_cohort_lanes out = {
        .sharing = RASIMI_COPIES,
        .calls = {seats->key_low + call, seats->key_high + call, seats->fourth + call},
        .all_third = (uint32_t)replicate,
        .taken = seats->taken + first / RASIMI_LANES_PAD,
    };
#define X(type, name) out.name = seats->name + first;
    RASIMI_PERSON_COLUMNS(X)
#undef X
    return out;
}

/* Is somebody in a seat? */
static inline bool
is_taken(const rasimi_seats *seats, size_t lane)
{
    return (seats->taken[lane / RASIMI_LANES_PAD] >> lane % RASIMI_LANES_PAD & 1) != 0;
}

/* Who sits on a call: a bit a word. */
static uint32_t
sitting(const rasimi_seats *seats, size_t call)
{
    uint32_t out = 0;
    for (size_t word = 0; word < LANES_PER_CALL; word++) {
        const size_t lane = rasimi_copies_lane(call, word);
        out |= (uint32_t)is_taken(seats, lane) << word;
    }
    return out;
}

/* Calls of which somebody is left. */
static size_t
count_calls(const rasimi_seats *seats)
{
    size_t n = 0;
    for (size_t first = 0; first < seats->n_calls; first += RASIMI_LANES_PAD) {
        const uint16_t *of = seats->taken + LANES_PER_CALL * first / RASIMI_LANES_PAD;
        n += (size_t)__builtin_popcount((uint32_t)of[0] | of[1] | of[2] | of[3]);
    }
    return n;
}

/* Puts a call, and those who sit on it, in the place of another that is no longer asked for. */
static void
move_call(rasimi_seats *seats, size_t from, size_t to)
{
    const uint32_t who = sitting(seats, from);
#define X(type, name) seats->name[to] = seats->name[from];
    CALL_COLUMNS(X)
#undef X
    for (size_t word = 0; word < LANES_PER_CALL; word++) {
        const size_t of = rasimi_copies_lane(from, word), lane = rasimi_copies_lane(to, word);
        const uint16_t bit = (uint16_t)(1u << lane % RASIMI_LANES_PAD);
        uint16_t *item = &seats->taken[lane / RASIMI_LANES_PAD];
        *item = (uint16_t)(who >> word & 1u ? *item | bit : *item & ~bit);
#define X(type, name) seats->name[lane] = seats->name[of];
        RASIMI_PERSON_COLUMNS(X)
#undef X
    }
}

/* Nobody on the calls from the n-th on. */
static void
cut(rasimi_seats *seats, size_t n)
{
    for (size_t call = n; call < rasimi_padded(n); call++) {
        for (size_t word = 0; word < LANES_PER_CALL; word++) {
            const size_t lane = rasimi_copies_lane(call, word);
            seats->taken[lane / RASIMI_LANES_PAD] &= (uint16_t) ~(1u << lane % RASIMI_LANES_PAD);
            seats->since[lane] = seats->first_left[lane] = 0.0f;
        }
    }
    seats->n_calls = n;
}

/* Calls of which nobody is left go, if they are most. */
static void
close_up(rasimi_seats *seats)
{
    if (2 * count_calls(seats) > seats->n_calls) {
        return;
    }
    size_t n = 0, settled = 0;
    for (size_t call = 0; call < seats->n_calls; call++) {
        if (sitting(seats, call) != 0) {
            settled += call < seats->settled;
            move_call(seats, call, n++);
        }
    }
    cut(seats, n);
    seats->settled = settled;
}

void
rasimi_seats_pass_year(rasimi_seats *seats, size_t fresh)
{
    const size_t from = seats->settled / RASIMI_LANES_PAD * RASIMI_COPIES_LANES;
    if (seats->n_calls > 0) { /* otherwise there may be no memory at all */
        rasimi_pass_year(seats->first_left + from, seats->since + from,
                         rasimi_seats_lanes_of_calls(seats->n_calls) - from);
    }
    seats->settled = fresh;
    close_up(seats);
}

rasim_status
rasimi_seats_pour(const rasimi_seats *seats, uint64_t replicate, rasimi_cohort *cohort)
{
    if (seats->n_calls == 0) { /* there may be no memory at all */
        return RASIM_OK;
    }
    const rasimi_cohort_lanes lanes = rasimi_seats_lanes(seats, replicate, 0);
    rasim_status status = RASIM_OK;
    for (size_t i = 0; i < LANES_PER_CALL * seats->n_calls && status == RASIM_OK; i++) {
        const size_t lane = rasimi_copies_lane(i / LANES_PER_CALL, i % LANES_PER_CALL);
        if (is_taken(seats, lane)) {
            const rasimi_person person = rasimi_person_of(&lanes, lane);
            status = rasimi_cohort_add(cohort, &person);
        }
    }
    return status;
}

void
rasimi_seats_clear(rasimi_seats *seats)
{
    free(seats->key_low);
    *seats = (rasimi_seats){0};
}
