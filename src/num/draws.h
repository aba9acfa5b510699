/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random integers and uniforms in order, for drawing populations: 64 bits at a time, two from each Philox call with the
   counter (stratum low, stratum high, replicate, call number). A pure function of key, stratum and replicate. */
#ifndef RASIMI_NUM_DRAWS_H
#define RASIMI_NUM_DRAWS_H

#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#define RASIMI_DRAWS_BATCH 64

/* Whoever computes many Philox calls of a sequence at a time, in place of one after another: the words [4 x n] of every
   stride-th call from `first` on, all first words, then all second ones, ...; n a multiple of 16, out aligned to 64
   bytes. */
typedef void
rasimi_draws_calls(uint64_t stratum, uint32_t replicate, uint32_t first, uint32_t stride, size_t n,
                   const uint64_t round_keys[20], uint32_t *out);

typedef struct rasimi_draws_engine {
    rasimi_draws_calls *calls;
    uint64_t round_keys[20]; /* of the sequence's key, as the calls want them */
} rasimi_draws_engine;

/* 64-bit draws in order. Philox calls are computed in batches, which the processor overlaps, and no more of them than
   will be asked for; with an engine up to a batch more. */
typedef struct rasimi_draws {
    const rasimi_draws_engine *engine; /* NULL: one call after another */
    uint64_t key, stratum, calls;
    uint32_t replicate, next_call;
    unsigned next, filled;
    uint64_t values[RASIMI_DRAWS_BATCH];
} rasimi_draws;

/* Starts a sequence of which at most n_draws will be taken. */
void
rasimi_draws_start(rasimi_draws *draws, uint64_t key, uint64_t stratum, uint64_t replicate, uint64_t n_draws);

/* The same draws, computed by an engine that has round keys of `key`; it outlives the sequence. */
void
rasimi_draws_start_by(rasimi_draws *draws, const rasimi_draws_engine *engine, uint64_t key, uint64_t stratum,
                      uint64_t replicate, uint64_t n_draws);

/* Computes the next batch. */
void
rasimi_draws_fill(rasimi_draws *draws);

static inline uint64_t
rasimi_draws_bits(rasimi_draws *draws)
{
    if (draws->next == draws->filled) {
        rasimi_draws_fill(draws);
    }
    assert(draws->next < draws->filled && "more draws taken than were announced");
    return draws->values[draws->next++];
}

/* Some of the next draws, at least one and at most `most`, which are taken by that; how many they are. They stand until
   the next is taken. */
static inline uint64_t
rasimi_draws_take(rasimi_draws *draws, uint64_t most, const uint64_t **values)
{
    if (draws->next == draws->filled) {
        rasimi_draws_fill(draws);
    }
    assert(draws->next < draws->filled && "more draws taken than were announced");
    const uint64_t left = draws->filled - draws->next, n = left < most ? left : most;
    *values = draws->values + draws->next;
    draws->next += (unsigned)n;
    return n;
}

/* 64 random bits as a whole number 0 to bound-1, by multiply-high: its bias is below bound / 2^64. */
static inline uint64_t
rasimi_scale_below(uint64_t bits, uint64_t bound)
{
    __extension__ typedef unsigned __int128 uint128;
    return (uint64_t)((uint128)bits * bound >> 64);
}

static inline uint64_t
rasimi_draws_below(rasimi_draws *draws, uint64_t bound)
{
    return rasimi_scale_below(rasimi_draws_bits(draws), bound);
}

/* A uniform in [0, 1) from the high 53 bits. */
static inline double
rasimi_draws_uniform(rasimi_draws *draws)
{
    return (double)(rasimi_draws_bits(draws) >> 11) * 0x1p-53;
}

#endif
