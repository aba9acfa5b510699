/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random integers and uniforms in order, for drawing populations: 64 bits at a time, two from each Philox call with the
   counter (stratum low, stratum high, replicate, call number). A pure function of key, stratum and replicate. */
#ifndef RASIMI_NUM_DRAWS_H
#define RASIMI_NUM_DRAWS_H

#include <assert.h>
#include <stdint.h>

#define RASIMI_DRAWS_BATCH 64

/* 64-bit draws in order. Philox calls are computed in batches, which the processor overlaps, and no more of them than
   will be asked for. */
typedef struct rasimi_draws {
    uint64_t key, stratum, calls;
    uint32_t replicate, next_call;
    unsigned next, filled;
    uint64_t values[RASIMI_DRAWS_BATCH];
} rasimi_draws;

/* Starts a sequence of which at most n_draws will be taken. */
void
rasimi_draws_start(rasimi_draws *draws, uint64_t key, uint64_t stratum, uint64_t replicate, uint64_t n_draws);

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
