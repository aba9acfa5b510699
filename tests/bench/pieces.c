/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pieces that several years are made of, each alone and with its data in the cache: a seat gone through in a year,
   a random word, the glance at who may leave, the time of an exit, and what is drawn of a start. */
#include "bench.h"

#include "base/mem.h"
#include "engine/kernel.h"
#include "num/philox.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* A cell of a council of 7,000 people in two dozen cells; and starts of a year of it in four replicates. */
#define SEATS 304
#define PAIRS 160

/* Calls that a pair of starts takes. */
#define CALLS_PER_PAIR 4

/* How often a piece is timed; the least counts, which others on the machine disturb least. */
#define ROUNDS 9

typedef struct cell {
    int32_t *key_low, *key_high, *contribution, *fate, *standing, *words[2], *who;
    float *cost, *amount, *persistent, *since, *first_left, *until;
    uint16_t *taken;
    uint32_t *drawn;
    double *times, *rates;
    int64_t sums[RASIMI_N_SUMS];
    uint64_t round_keys[20];
    rasimi_people people;
    rasimi_kernel_terms terms;
    rasimi_kernel_design design;
    rasimi_stretch stretch;
    rasimi_kernel_shock shock;
    rasimi_cohort_lanes lanes;
    rasimi_kernel_call call;
} cell;

/* One allocation after another; those of a bench are not many. */
static void *
room(size_t n, size_t size)
{
    void *out = rasimi_calloc_aligned(n, size);
    if (out == NULL) {
        fprintf(stderr, "out of memory\n");
        exit(1);
    }
    return out;
}

static void
make_columns(cell *c)
{
    int32_t **const whole[] = {&c->key_low,  &c->key_high, &c->contribution, &c->fate,
                               &c->standing, &c->words[0], &c->words[1],     &c->who};
    float **const real[] = {&c->cost, &c->amount, &c->persistent, &c->since, &c->first_left, &c->until};
    for (size_t k = 0; k < sizeof whole / sizeof *whole; k++) {
        *whole[k] = room(RASIMI_BLOCK_PEOPLE + RASIMI_LANES_PAD, sizeof **whole[k]);
    }
    for (size_t k = 0; k < sizeof real / sizeof *real; k++) {
        *real[k] = room(RASIMI_BLOCK_PEOPLE, sizeof **real[k]);
    }
    c->taken = room(RASIMI_BLOCK_PEOPLE / RASIMI_LANES_PAD, sizeof *c->taken);
    c->drawn = room(4 * RASIMI_BLOCK_PEOPLE * CALLS_PER_PAIR, sizeof *c->drawn);
    c->times = room(RASIMI_BLOCK_PEOPLE, sizeof *c->times);
    c->rates = room(PAIRS, sizeof *c->rates);
}

/* A fifth leaves in the middle of the year. */
static void
fill_columns(cell *c)
{
    for (size_t i = 0; i < RASIMI_BLOCK_PEOPLE; i++) {
        const uint64_t draw = rasimi_splitmix64(i);
        c->key_low[i] = (int32_t)(uint32_t)draw;
        c->key_high[i] = (int32_t)(uint32_t)(draw >> 32);
        c->words[0][i] = (int32_t)(uint32_t)rasimi_splitmix64(draw);
        c->words[1][i] = (int32_t)(uint32_t)(rasimi_splitmix64(draw) >> 32);
        c->cost[i] = (float)((100 + draw % 900) * RASIM_UNITS_PER_GBP);
        c->amount[i] = (float)((100 + draw / 1000 % 900) * RASIM_UNITS_PER_GBP);
        c->contribution[i] = (int32_t)(draw % 100) * RASIM_UNITS_PER_GBP;
        c->persistent[i] = (float)(draw % 4000) / 1000.0f - 2.0f;
        c->until[i] = i % 5 == 0 ? 0.5f : 1.0f;
        c->fate[i] = i % 5 == 0 ? RASIMI_FATE_LEFT : RASIMI_FATE_STAYED;
        c->taken[i / RASIMI_LANES_PAD] = 0xFFFF;
    }
    for (size_t i = 0; i < PAIRS; i++) {
        c->rates[i] = 65.0;
    }
}

static void
make_cell(cell *c)
{
    static const float price[] = {1.01f};
    make_columns(c);
    fill_columns(c);
    rasimi_kernel_keys(7, c->round_keys);
    c->people = (rasimi_people){.n = RASIMI_BLOCK_PEOPLE, .cost = c->cost, .contribution = c->contribution};
    c->terms = (rasimi_kernel_terms){.above_tolerance = 1.1f, .below_tolerance = 0.9f, .collected = 1.0f};
    c->design = (rasimi_kernel_design){
        .amount = c->amount, .threshold = 1000.0f * (float)RASIM_UNITS_PER_GBP, .high_cost_share = 1.0f};
    c->stretch = (rasimi_stretch){
        .n = SEATS, .log2_sd = 0.43f, .fresh = 0.63f, .kept = 0.77f, .growth = 1.05f, .price_growth = 1.05f};
    c->shock = (rasimi_kernel_shock){
        .uplift_share = 1.0f, .trim_share = 0.5f, .leniency_factor = 1.0f, .need_factor = 1.0f, .price = price};
    c->lanes = (rasimi_cohort_lanes){
        .sharing = RASIMI_REPLICATES,
        .calls = {c->key_low, c->key_high, NULL},
        .taken = c->taken,
        .cost = c->cost,
        .reference = c->cost,
        .persistent = c->persistent,
        .since = c->since,
        .first_left = c->first_left,
        .until = c->until,
        .fate = c->fate,
        .standing = c->standing,
        .words = {[RASIMI_WORD_NEED] = c->words[0], [RASIMI_WORD_EXIT] = c->words[1]},
    };
    c->call = (rasimi_kernel_call){
        .people = &c->people,
        .terms = &c->terms,
        .designs = &c->design,
        .n_designs = 1,
        .stretches = &c->stretch,
        .n_stretches = 1,
        .shocks = &c->shock,
        .cohort = &c->lanes,
        .contribution_growth = 1.02f,
        .sums = c->sums,
    };
}

/* ---- the pieces; each returns how many of it there were ---- */

static size_t
seats(const rasimi_kernel *kernel, cell *c)
{
    kernel->people(&c->call);
    return SEATS;
}

static size_t
words(const rasimi_kernel *kernel, cell *c)
{
    kernel->four_words(&c->lanes.calls, SEATS, 1, 0, c->round_keys, RASIMI_BLOCK_PEOPLE, RASIMI_LANES_PAD,
                       (int32_t *)c->drawn);
    return (size_t)SEATS * 4;
}

static size_t
glances(const rasimi_kernel *kernel, cell *c)
{
    const rasimi_risk risk = {0.32f, 0.32f};
    kernel->leavers(&c->lanes, SEATS, risk, c->who, (int32_t *)c->drawn);
    return SEATS;
}

static size_t
exits(const rasimi_kernel *kernel, cell *c)
{
    enum { EXITS = 64 };
    kernel->exit_times(&c->lanes, c->who, c->words[1], EXITS, 0.22, 0.22, c->times);
    return EXITS;
}

static size_t
starts(const rasimi_kernel *kernel, cell *c)
{
    kernel->calls_of(11, c->key_low, c->key_high, PAIRS, CALLS_PER_PAIR, c->round_keys, c->drawn);
    for (size_t second = 0; second < 2; second++) {
        const uint32_t *low = c->drawn + 8 * second * PAIRS;
        kernel->waits(low, low + PAIRS, c->rates, PAIRS, c->times);
        kernel->uniforms(low + (size_t)2 * PAIRS, low + (size_t)3 * PAIRS, PAIRS, c->times);
    }
    return (size_t)PAIRS * 2;
}

/* Nanoseconds of one. */
static double
time_of(size_t (*piece)(const rasimi_kernel *kernel, cell *c), const rasimi_kernel *kernel, cell *c, size_t times)
{
    double best = HUGE_VAL;
    for (int round = 0; round < ROUNDS; round++) {
        size_t n = 0;
        const double start = bench_seconds(CLOCK_THREAD_CPUTIME_ID);
        for (size_t i = 0; i < times; i++) {
            n += piece(kernel, c);
        }
        const double each = 1e9 * (bench_seconds(CLOCK_THREAD_CPUTIME_ID) - start) / (double)n;
        best = each < best ? each : best;
    }
    return best;
}

int
bench_pieces(int argc, char **argv)
{
    (void)argc;
    const rasimi_kernel *kernel = rasimi_kernel_choose();
    const size_t times = strtoul(argv[0], NULL, 10);
    cell c = {0};
    if (kernel == NULL || times == 0) {
        return 1;
    }
    make_cell(&c); /* released when the program ends */
    printf("part=pieces isa=%s seat_ns=%.4f word_ns=%.4f glance_ns=%.4f exit_ns=%.4f start_ns=%.4f\n", kernel->name,
           time_of(seats, kernel, &c, times), time_of(words, kernel, &c, times), time_of(glances, kernel, &c, times),
           time_of(exits, kernel, &c, times), time_of(starts, kernel, &c, times));
    return 0;
}
