/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The urn: Floyd's sampling of bars without replacement (Bentley & Floyd 1987) on a bitmap, whose scan gives the
   positions in order without a sort. Whichever is fewer, bars or people, is drawn. Apportionment is exact too: weights
   become integers whose quotas are divided in 128 bits. */
#include "num/urn.h"

#include "base/mem.h"
#include "num/draws.h"

#include <stdlib.h>
#include <string.h>

/* Steps of looking for bars in a word of the bitmap. */
#define STEPS_AT_ONCE 8

/* Sums of weights that can be scaled by powers of two without leaving a double's range. */
#define SUM_LEAST 0x1p-900
#define SUM_MOST  0x1p900

__extension__ typedef unsigned __int128 uint128;

static size_t
bitmap_words(uint64_t n, uint64_t unseen)
{
    return (size_t)((unseen + n - 2 + 63) / 64);
}

/* The bitmap, and where each row begins and the last one ends. */
size_t
rasimi_urn_scratch_words(uint64_t n, uint64_t unseen)
{
    return unseen > 0 ? bitmap_words(n, unseen) + (size_t)n : 0;
}

/* Sets `chosen` of the bitmap's first `slots` bits, every such set equally likely. A taken slot's place in the set is
   `last`'s; both words are written in any case: nobody could predict the branch, and the processor knows where it will
   write before it has read. */
static void
choose_slots(rasimi_draws *d, uint64_t slots, uint64_t chosen, uint64_t *restrict bitmap)
{
    const uint64_t *draws;
    for (uint64_t last = slots - chosen; last < slots;) {
        const uint64_t n = rasimi_draws_take(d, slots - last, &draws);
        for (uint64_t i = 0; i < n; i++, last++) {
            const uint64_t slot = rasimi_scale_below(draws[i], last + 1), bit = UINT64_C(1) << slot % 64;
            const uint64_t before = bitmap[slot / 64];
            bitmap[slot / 64] = before | bit;
            bitmap[last / 64] |= (before >> slot % 64 & 1) << last % 64;
        }
    }
}

/* Positions of the set bits in order, and anything in one place more. How many a word has nobody can predict, so some
   steps are made in any case: one that finds none writes where the next one found will be. */
static void
find_bars(const uint64_t *bitmap, size_t words, uint64_t *out)
{
    for (size_t w = 0; w < words; w++) {
        uint64_t bits = bitmap[w];
        do {
#pragma GCC unroll 8
            for (int k = 0; k < STEPS_AT_ONCE; k++) {
                *out = 64 * w + (uint64_t)__builtin_ctzll(bits | UINT64_C(1) << 63);
                out += bits != 0;
                bits &= bits - 1;
            }
        } while (bits != 0);
    }
}

/* Chosen slots are bars: row j takes the gap before bar j, the last row what is left; and each is there itself. */
static void
count_between_bars(const uint64_t *bitmap, size_t words, uint64_t slots, uint64_t n, uint64_t left_out,
                   uint64_t *border, uint32_t *counts)
{
    border[0] = UINT64_MAX; /* one before the first slot */
    find_bars(bitmap, words, border + 1);
    border[n - 1] = slots;
    for (uint64_t row = 0; row < left_out; row++) {
        counts[row] = (uint32_t)(border[row + 1] - border[row]);
    }
    counts[left_out] = 1;
    for (uint64_t row = left_out + 1; row < n; row++) {
        counts[row] = (uint32_t)(border[row] - border[row - 1]);
    }
}

static void
count_themselves(uint64_t n, uint32_t *counts)
{
    for (uint64_t i = 0; i < n; i++) {
        counts[i] = 1;
    }
}

/* Chosen slots are people: a slot with j bars before it, so all slots before it but the people, is row j's. */
static void
count_people(const uint64_t *bitmap, size_t words, uint64_t n, uint64_t left_out, uint32_t *counts)
{
    count_themselves(n, counts);
    uint64_t people = 0;
    for (size_t w = 0; w < words; w++) {
        for (uint64_t bits = bitmap[w]; bits != 0; bits &= bits - 1) {
            const uint64_t row = 64 * w + (uint64_t)__builtin_ctzll(bits) - people;
            counts[row + (row >= left_out)]++;
            people++;
        }
    }
}

void
rasimi_urn_counts_by(const rasimi_draws_engine *engine, uint64_t n, uint64_t unseen, uint64_t key, uint64_t stratum,
                     uint64_t replicate, uint32_t *counts, uint64_t *scratch)
{
    if (unseen == 0) {
        count_themselves(n, counts);
        return;
    }
    const uint64_t bars = n - 2, slots = unseen + bars;
    const uint64_t chosen = bars <= unseen ? bars : unseen;
    const size_t words = bitmap_words(n, unseen);
    rasimi_draws d;
    rasimi_draws_start_by(&d, engine, key, stratum, replicate, 1 + chosen);
    const uint64_t left_out = rasimi_draws_below(&d, n);
    memset(scratch, 0, words * sizeof *scratch);
    choose_slots(&d, slots, chosen, scratch);
    if (bars <= unseen) {
        count_between_bars(scratch, words, slots, n, left_out, scratch + words, counts);
    } else {
        count_people(scratch, words, n, left_out, counts);
    }
}

void
rasimi_urn_counts(uint64_t n, uint64_t unseen, uint64_t key, uint64_t stratum, uint64_t replicate, uint32_t *counts,
                  uint64_t *scratch)
{
    rasimi_urn_counts_by(NULL, n, unseen, key, stratum, replicate, counts, scratch);
}

/* What is left of one weight's quota after its whole part, in units of 1 / (sum of the integer weights). */
typedef struct remainder_of {
    uint64_t remainder;
    size_t index;
} remainder_of;

static int
by_remainder(const void *left, const void *right)
{
    const remainder_of *a = left, *b = right;
    if (a->remainder != b->remainder) {
        return a->remainder > b->remainder ? -1 : 1;
    }
    return (a->index > b->index) - (a->index < b->index);
}

/* The power of two that brings a positive sum into [2^61, 2^62): whole weights stay exact, as long as doubles can hold
   their sum; others keep 2^-61 of the sum. */
static double
integer_scale(double sum)
{
    double scale = 1.0;
    for (; sum < 0x1p61; sum *= 2.0) {
        scale *= 2.0;
    }
    for (; sum >= 0x1p62; sum *= 0.5) {
        scale *= 0.5;
    }
    return scale;
}

int
rasimi_apportion(const double *weights, size_t n, uint64_t total, uint64_t *out)
{
    double sum = 0.0;
    for (size_t i = 0; i < n; i++) {
        sum += weights[i];
    }
    if (!(sum > SUM_LEAST && sum < SUM_MOST)) {
        return -1;
    }
    remainder_of *rest = rasimi_calloc(n, sizeof *rest);
    if (rest == NULL) {
        return -1;
    }
    const double scale = integer_scale(sum);
    uint64_t divisor = 0;
    for (size_t i = 0; i < n; i++) {
        divisor += (uint64_t)(weights[i] * scale);
    }
    uint64_t left = total;
    for (size_t i = 0; i < n; i++) {
        const uint128 product = (uint128)(uint64_t)(weights[i] * scale) * total;
        out[i] = (uint64_t)(product / divisor);
        rest[i] = (remainder_of){.remainder = (uint64_t)(product % divisor), .index = i};
        left -= out[i];
    }
    qsort(rest, n, sizeof *rest, by_remainder);
    for (size_t i = 0; i < left; i++) {
        out[rest[i].index]++;
    }
    free(rest);
    return 0;
}
