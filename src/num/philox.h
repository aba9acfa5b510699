/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Philox4x32-10 (Salmon, Moraes, Dror, Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3"): a stateless function
   of counter and key. The streams and counters of methods.md section 11. */
#ifndef RASIMI_NUM_PHILOX_H
#define RASIMI_NUM_PHILOX_H

#include <stdint.h>

#include "base/strict_math.h"

#define RASIMI_PHILOX_M0 0xD2511F53u
#define RASIMI_PHILOX_M1 0xCD9E8D57u
#define RASIMI_PHILOX_W0 0x9E3779B9u
#define RASIMI_PHILOX_W1 0xBB67AE85u

/* Replaces the counter by the four random words. Key word 0 is the low half of the key, key word 1 the high half. */
void
rasimi_philox(uint32_t counter[4], uint64_t key);

/* One stream for each source of randomness; numbers are part of the contract and are never reused. */
typedef enum rasimi_stream {
    RASIMI_STREAM_POPULATION = 1,
    RASIMI_STREAM_NEED = 2,
    RASIMI_STREAM_ASSESSMENT = 3,
    RASIMI_STREAM_CHURN = 4, /* reviews, and later turnover */
    RASIMI_STREAM_PRICE = 5, /* all shared shocks that are correlated with prices come from here too */
    RASIMI_STREAM_PRACTICE = 6,
    RASIMI_STREAM_LENIENCY = 7,
    RASIMI_STREAM_OPTIMISM = 8,
    RASIMI_STREAM_ARRIVALS = 9, /* starters and tail arrivals: when they come, and whose package they take */
    RASIMI_STREAM_MOVES = 10,   /* whose package a mover takes */
    RASIMI_STREAM_DEMAND = 11,
    RASIMI_STREAM_FUNDING = 12,
    RASIMI_STREAM_PROGRAMMES = 13, /* interventions and savings */
    RASIMI_STREAM_SHARES = 14,     /* shares of the outturn that other funders in fact pay */
    RASIMI_STREAM_PILOT = 15,      /* samples that designs are fitted to */
    RASIMI_STREAM_GENERATE = 100,  /* synthetic caseloads */
    RASIMI_STREAM_SAMPLE = 101,    /* drawing samples from files */
    RASIMI_STREAM_POOLS = 103,     /* pools of people in the averaging-out curve */
    RASIMI_STREAM_CALIBRATE = 106, /* folds and bootstrap samples of calibrations */
    RASIMI_STREAM_TAIL = 102,      /* refits of tails, always with seed 0: they belong to the study, not to a run */
} rasimi_stream;

/* SplitMix64 (Steele, Lea, Flood 2014): the finaliser applied to x + 0x9E3779B97F4A7C15. */
uint64_t
rasimi_splitmix64(uint64_t x);

/* Key of a stream: splitmix64(seed + stream x 0x9E3779B97F4A7C15). */
uint64_t
rasimi_stream_key(uint64_t seed, rasimi_stream stream);

/* Key of a person or any label: FNV-1a 64 of the bytes, then splitmix64. */
uint64_t
rasimi_label_key(const char *bytes, uint64_t length);

/* Fourth counter word: year in the top 4 bits, draw in the next 8, copy / 4 (or another number) in the low 20. */
static inline uint32_t
rasimi_counter_word(uint32_t year, uint32_t draw, uint32_t low)
{
    return year << 28 | draw << 20 | (low & 0xFFFFFu);
}

/* A uniform in (0, 1) from 53 bits of two words: ((a >> 5) 2^26 + (b >> 6) + 0.5) / 2^53. From 1/2 on the sum rounds to
   a whole number, the last one to 2^53, which would give 1: it gives the largest double below 1 instead. */
static inline double
rasimi_uniform53(uint32_t a, uint32_t b)
{
    const double u = ((double)(a >> 5) * 67108864.0 + (double)(b >> 6) + 0.5) * 0x1p-53;
    return u < 1.0 ? u : 0x1.fffffffffffffp-1;
}

#endif
