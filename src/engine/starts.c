/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Starts: waits between them, then whose package each takes (methods.md section 5). */
#include "engine/starts.h"

#include <string.h>

/* What a start takes of its sequence, 64 bits each: the wait for it, whether it is prevented, whose package, and who
   stands in for that row's points and cost. */
enum { DRAW_WAIT, DRAW_STOPPED, DRAW_PACKAGE, DRAW_DONOR, DRAW_PAYER, DRAWS_PER_START };

/* Starts are drawn two by two: the draws of a pair are five calls, of which the last is for rows that want somebody to
   stand in for them. */
#define CALLS_PER_PAIR DRAWS_PER_START

/* Which call of a pair has a draw of its first start or its second, and which of the call's two draws it is. */
#define CALL_OF(second, draw) (((second)*DRAWS_PER_START + (draw)) / 2)
#define HALF_OF(second, draw) (((second)*DRAWS_PER_START + (draw)) % 2)

/* Pairs of a batch, of all replicates together; and starts of one replicate. */
#define MAX_PAIRS  (16 * RASIMI_LANES_PAD)
#define MAX_STARTS (2 * MAX_PAIRS)

/* Starts of one call of the generator, in what is drawn of them once they are people. */
#define STARTS_PER_CALL 4

/* A replicate whose year has not been drawn to its end. */
typedef struct process {
    size_t index;   /* of the replicates */
    uint32_t pairs; /* drawn so far */
    double rate;    /* a year */
    double at;      /* when the last of these came */
} process;

typedef struct batch {
    size_t n_pairs, n; /* pairs of a replicate, and of all */
    _Alignas(64) int32_t replicate[MAX_PAIRS], call[MAX_PAIRS];
    _Alignas(64) uint32_t words[CALLS_PER_PAIR * 4 * MAX_PAIRS];
    double rates[MAX_PAIRS];
    double waits[2][MAX_PAIRS];    /* of the first start of each pair, and of the second */
    double packages[2][MAX_PAIRS]; /* in [0, 1): whose package */
} batch;

/* Starts of one replicate, by their number in the batch. */
typedef struct found {
    size_t n;                   /* before the year ends */
    double at[MAX_STARTS];      /* also of those after it */
    double package[MAX_STARTS]; /* [n] likewise below */
    uint64_t donor[MAX_STARTS], payer[MAX_STARTS];
    rasimi_package from[MAX_STARTS];
    bool prevented[MAX_STARTS];
} found;

/* One of the two words of a draw. */
static inline const uint32_t *
words_of_draw(const batch *b, size_t second, size_t draw, size_t word)
{
    return b->words + (4 * CALL_OF(second, draw) + 2 * HALF_OF(second, draw) + word) * b->n;
}

static inline uint64_t
bits_of_draw(const batch *b, size_t second, size_t draw, size_t pair)
{
    return words_of_draw(b, second, draw, 0)[pair] | (uint64_t)words_of_draw(b, second, draw, 1)[pair] << 32;
}

static inline double
uniform_of_draw(const batch *b, size_t second, size_t draw, size_t pair)
{
    return (double)(bits_of_draw(b, second, draw, pair) >> 11) * 0x1p-53;
}

/* Pairs for n replicates, so that all of them are a whole number of registers. */
static size_t
whole_pairs(double expected, size_t n)
{
    size_t step = RASIMI_LANES_PAD;
    while (step > 1 && n * (step / 2) % RASIMI_LANES_PAD == 0) {
        step /= 2;
    }
    step = step < STARTS_PER_CALL / 2 ? STARTS_PER_CALL / 2 : step;
    const size_t most = MAX_PAIRS / n / step * step;
    const size_t pairs = expected < (double)most ? ((size_t)expected / step + 1) * step : most;
    return pairs < most ? pairs : most;
}

/* How many pairs are likely to be all that is left of the year of whoever has most. */
static size_t
pairs_for(const process *going, size_t n)
{
    double most = 0.0;
    for (size_t i = 0; i < n; i++) {
        const double left = going[i].rate * (1.0 - going[i].at);
        most = left > most ? left : most;
    }
    return whole_pairs((most + __builtin_sqrt(most)) / 2.0, n);
}

static void
draw_batch(const rasimi_newcomers *newcomers, const rasimi_starts *starts, uint64_t key, const process *going, size_t n,
           batch *out)
{
    const rasimi_kernel *kernel = newcomers->kernel;
    out->n_pairs = pairs_for(going, n);
    out->n = n * out->n_pairs;
    for (size_t i = 0; i < n; i++) {
        for (size_t p = 0; p < out->n_pairs; p++) {
            out->replicate[i * out->n_pairs + p] = (int32_t)(uint32_t)(starts->first + going[i].index);
            out->call[i * out->n_pairs + p] = (int32_t)((going[i].pairs + p) * CALLS_PER_PAIR);
            out->rates[i * out->n_pairs + p] = going[i].rate;
        }
    }
    kernel->calls_of(key, out->replicate, out->call, out->n,
                     rasimi_newcomers_stand_in(newcomers) ? CALLS_PER_PAIR : CALLS_PER_PAIR - 1,
                     newcomers->arrivals_keys, out->words);
    for (size_t second = 0; second < 2; second++) {
        kernel->waits(words_of_draw(out, second, DRAW_WAIT, 0), words_of_draw(out, second, DRAW_WAIT, 1), out->rates,
                      out->n, out->waits[second]);
        kernel->uniforms(words_of_draw(out, second, DRAW_PACKAGE, 0), words_of_draw(out, second, DRAW_PACKAGE, 1),
                         out->n, out->packages[second]);
    }
}

/* Which starts of a batch come before the year ends. */
static void
find_starts(const batch *b, size_t i, process *going, found *out)
{
    const size_t first = i * b->n_pairs;
    double at = going->at;
    for (size_t p = 0; p < b->n_pairs; p++) {
        at += b->waits[0][first + p];
        out->at[2 * p] = at;
        at += b->waits[1][first + p];
        out->at[2 * p + 1] = at;
        out->package[2 * p] = b->packages[0][first + p];
        out->package[2 * p + 1] = b->packages[1][first + p];
    }
    size_t n = 0;
    for (size_t j = 0; j < 2 * b->n_pairs; j++) { /* they ascend */
        n += out->at[j] < 1.0;
    }
    going->at = at;
    out->n = n;
}

/* Whose packages they take. */
static void
find_packages(const rasimi_newcomers *newcomers, uint32_t cell, const batch *b, size_t i, found *out)
{
    const size_t first = i * b->n_pairs;
    for (size_t j = 0; j < out->n && rasimi_newcomers_stand_in(newcomers); j++) {
        out->donor[j] = bits_of_draw(b, j % 2, DRAW_DONOR, first + j / 2);
        out->payer[j] = bits_of_draw(b, j % 2, DRAW_PAYER, first + j / 2);
    }
    rasimi_newcomers_packages(newcomers, cell, out->n, out->package, out->donor, out->payer, out->from);
}

/* Which of them are prevented; how many are not. */
static size_t
prevent(const batch *b, size_t i, double prevented, found *out)
{
    const size_t first = i * b->n_pairs;
    size_t n = 0;
    for (size_t j = 0; j < out->n; j++) {
        out->prevented[j] = prevented > 0.0 && uniform_of_draw(b, j % 2, DRAW_STOPPED, first + j / 2) < prevented;
        n += !out->prevented[j];
    }
    return n;
}

/* Gives one a seat; those who are prevented leave theirs empty. */
static inline void
seat(const rasimi_people *people, const found *who, size_t j, size_t lane, rasimi_seats *seats)
{
    const rasimi_package *from = &who->from[j];
    seats->row[lane] = (int32_t)from->row;
    seats->donor[lane] = (int32_t)from->donor;
    seats->standing[lane] = RASIMI_NEWCOMER;
    seats->cost[lane] = people->cost[from->payer];
    seats->reference[lane] = people->reference[from->payer];
    seats->first_left[lane] = 1.0f;
    seats->since[lane] = (float)who->at[j];
    if (!who->prevented[j]) {
        rasimi_seats_take(seats, lane);
    }
}

/* Gives those found their seats; there is room. */
static void
seat_all(const rasimi_newcomers *newcomers, uint64_t key, const process *going, const found *who, rasimi_seats *seats)
{
    const rasimi_people *people = &newcomers->lanes->people;
    const uint32_t before = 2 * going->pairs / STARTS_PER_CALL;
    for (size_t first = 0; first < who->n; first += STARTS_PER_CALL) {
        const size_t call = rasimi_seats_call(seats, key, before + (uint32_t)(first / STARTS_PER_CALL));
        const size_t lane = rasimi_copies_lane(call, 0), left = who->n - first;
        for (size_t w = 0; w < STARTS_PER_CALL && w < left; w++) {
            seat(people, who, first + w, lane + w * RASIMI_LANES_PAD, seats);
        }
    }
}

/* A batch of all who are not done; those who are drop out of `going`. */
static rasim_status
take_batch(const rasimi_newcomers *newcomers, rasimi_starts *starts, uint64_t key, process *going, size_t *n)
{
    batch b;
    found who;
    size_t left = 0;
    draw_batch(newcomers, starts, key, going, *n, &b);
    for (size_t i = 0; i < *n; i++) {
        process *of = &going[i];
        rasimi_seats *seats = starts->seats[of->index];
        if (rasimi_seats_reserve(seats, b.n_pairs) != RASIM_OK) {
            return RASIM_ERR_NO_MEMORY;
        }
        find_starts(&b, i, of, &who);
        find_packages(newcomers, starts->cell, &b, i, &who);
        starts->n_started[of->index] += prevent(&b, i, starts->prevented, &who);
        seat_all(newcomers, key, of, &who, seats);
        of->pairs += (uint32_t)b.n_pairs;
        if (of->at < 1.0) {
            going[left++] = *of;
        }
    }
    *n = left;
    return RASIM_OK;
}

rasim_status
rasimi_starts_draw(const rasimi_newcomers *newcomers, rasimi_starts *starts)
{
    const rasim_study *study = newcomers->study;
    const rasimi_churn *churn = &study->churn[starts->cell];
    const uint64_t key = newcomers->start_keys[starts->year * study->n_cells + starts->cell];
    process going[RASIMI_STARTS_AT_ONCE];
    size_t n = 0;
    for (size_t i = 0; i < starts->n; i++) {
        const double rate = churn->starters * starts->demand[i];
        starts->n_started[i] = 0;
        if (rate > 0.0 && churn->n_donors > 0) {
            going[n++] = (process){.index = i, .rate = rate};
        }
    }
    rasim_status status = RASIM_OK;
    while (n > 0 && status == RASIM_OK) {
        status = take_batch(newcomers, starts, key, going, &n);
    }
    return status;
}
