/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Of the kernel's body: the strip of people being worked on, where their data come from, and their draws (methods.md
   section 4 step 1). Included by kernel_body.h after one of the vec_*.h headers. */
#ifndef RASIMI_ENGINE_KERNEL_DRAW_H
#define RASIMI_ENGINE_KERNEL_DRAW_H

#include "engine/kernel.h"
#include "num/philox.h"

#define INLINE static inline __attribute__((always_inline))

/* Blocks of lanes in a strip: a 32-bit lane sum takes this many amounts of at most 2^24 units before it is folded. */
#define STRIP_BLOCKS 64
#define STRIP_LANES  (STRIP_BLOCKS * VEC_LANES)
_Static_assert((int64_t)STRIP_BLOCKS *RASIM_MAX_GBP_WEEK *RASIM_UNITS_PER_GBP <= INT32_MAX, "lanes must not overflow");

/* What the words of a strip are. */
enum shape {
    SOLO,   /* four consecutive replicates of people who are one row each */
    MULTI,  /* four copies of a row, in one replicate */
    PEOPLE, /* one word: people of a cohort, in one year of one replicate */
};

/* Words of a strip. */
#define N_WORDS(shape) ((shape) == PEOPLE ? 1 : 4)

/* The shocks that a word is under, and the replicates that a call has sums for. */
#define SHOCK_OF(shape, word) ((shape) == SOLO ? (word) : 0)
#define N_REPLICATES(shape)   ((shape) == SOLO ? 4 : 1)

/* Columns that a multi strip copies to itself, because its rows are scattered. */
enum {
    STAGED_COST,
    STAGED_CONTRIBUTION,
    STAGED_REFERENCE,
    STAGED_USED,
    STAGED_OTHER,
    STAGED_OTHER_SHARE,
    STAGED_MODE_SD,
    STAGED_AMOUNT,
    STAGED_STATUS,
    STAGED_MOVING,
    STAGED_FACTOR_SD,
    STAGED_EXTRA,
    STAGED_STOP_BELOW,
    STAGED_REPLACED,
    STAGED_GROSS,
    STAGED_GROSS_EXTRA,
    STAGED_GROSS_STATUS,
    N_STAGED
};

/* One word of one block. */
typedef struct turn {
    uint16_t word, block;
} turn;

/* The people being worked on: drawn values, and where their data lie side by side. */
typedef struct strip {
    size_t at;      /* index of the first person or item */
    size_t n;       /* people or items */
    size_t own_row; /* of rasimi_people: the first person's, where people have rows side by side */
    vf need[4][STRIP_BLOCKS];
    vf error[4][STRIP_BLOCKS];  /* general: standard normals of assessment error */
    vm legacy[4][STRIP_BLOCKS]; /* general, where there are reviews */
    vi stop[4][STRIP_BLOCKS];   /* general, where carers may stop: their draws */
    vi drawn[4][STRIP_BLOCKS];  /* multi: words that need is made of */
    turn turns[4 * STRIP_BLOCKS];
    size_t n_turns; /* multi: of a word and a block with people in it */
    const int32_t *contribution, *other, *status;
    const float *reference, *used, *other_share, *mode_sd;
    const float *amount, *moving, *factor_sd, *extra; /* of the design at hand; moving: points or raw amount */
    const int32_t *stop_below, *gross_status;         /* likewise, of people whose carer stops; NULL: none do */
    const float *replaced, *gross, *gross_extra;
    _Alignas(64) int32_t staged[N_STAGED][STRIP_LANES];
} strip;

/* The ledger of a strip in the making: amounts a lane, and how many people. A line has the one or the other. */
typedef struct tally {
    vi amounts[RASIMI_N_AMOUNTS];
    int64_t people[RASIMI_N_SUMS]; /* from RASIMI_N_AMOUNTS on */
} tally;

INLINE void
clear(tally *sums)
{
#pragma GCC unroll 32
    for (int k = 0; k < RASIMI_N_AMOUNTS; k++) {
        sums->amounts[k] = vi_set(0);
    }
#pragma GCC unroll 32
    for (int k = RASIMI_N_AMOUNTS; k < RASIMI_N_SUMS; k++) {
        sums->people[k] = 0;
    }
}

INLINE void
add(tally *sums, rasimi_sum sum, vi amount)
{
    sums->amounts[sum] = vi_add(sums->amounts[sum], amount);
}

INLINE void
add_if(tally *sums, rasimi_sum sum, vm who, vi amount)
{
    sums->amounts[sum] = vi_add_if(sums->amounts[sum], who, amount);
}

INLINE void
count(tally *sums, rasimi_sum sum, vm who)
{
    sums->people[sum] += __builtin_popcount(vm_bits(who));
}

/* ---- where a strip's data come from ---- */

/* A column of the strip's people side by side: where it is (without an index), or copied. NULL stays NULL. */
INLINE const int32_t *
int_column(const int32_t *column, const int32_t *index, strip *s, int slot)
{
    if (column == NULL || index == NULL) {
        return column == NULL ? NULL : column + s->own_row;
    }
    for (size_t i = 0; i < s->n; i += VEC_LANES) {
        vi_store(s->staged[slot] + i, vi_gather(column, vi_load(index + s->at + i)));
    }
    return s->staged[slot];
}

INLINE const float *
float_column(const float *column, const int32_t *index, strip *s, int slot)
{
    if (column == NULL || index == NULL) {
        return column == NULL ? NULL : column + s->own_row;
    }
    for (size_t i = 0; i < s->n; i += VEC_LANES) {
        vf_store((float *)s->staged[slot] + i, vf_gather(column, vi_load(index + s->at + i)));
    }
    return (const float *)s->staged[slot];
}

/* Of the lanes from `at` on those whose bits are set. */
INLINE vm
lanes_of_bits(const uint16_t *bits, size_t at)
{
    return vm_of_bits((uint32_t)bits[at / RASIMI_LANES_PAD] >> at % RASIMI_LANES_PAD & ((1u << VEC_LANES) - 1u));
}

/* Which lanes of a block are people. In the plain solo case lanes past the last person need no mask: their data are 0.
 */
INLINE vm
present_lanes(const rasimi_kernel_call *call, const strip *s, size_t block, int word, const enum shape shape,
              const bool general)
{
    if (shape == MULTI) {
        return vi_gt(vi_load(call->items->copies + s->at + block * VEC_LANES), vi_set(word));
    }
    if (shape == PEOPLE) {
        return lanes_of_bits(call->cohort->taken, s->at + block * VEC_LANES);
    }
    return general ? vm_first((uint32_t)(s->n - block * VEC_LANES)) : vm_all();
}

/* ---- step 1: need cost, and the other draws of a person-year ---- */

/* What identifies the draws of one block: keys and the fourth counter word. People of a cohort have been drawn for. */
typedef struct draw_key {
    vi low, high, fourth;
} draw_key;

INLINE draw_key
key_of_block(const rasimi_kernel_call *call, size_t at, const enum shape shape)
{
    const rasimi_people *people = call->people;
    if (shape == MULTI) {
        const vi row = vi_load(call->items->row + at);
        return (draw_key){vi_gather(people->key_low, row), vi_gather(people->key_high, row),
                          vi_load(call->items->fourth + at)};
    }
    return (draw_key){vi_load(people->key_low + at), vi_load(people->key_high + at),
                      vi_set((int32_t)rasimi_counter_word(call->year, 0, 0))};
}

INLINE void
draw_words(const rasimi_kernel_call *call, draw_key key, const uint64_t round_keys[20], vi words[4])
{
    vec_philox(key.low, key.high, call->third, key.fourth, round_keys, words);
}

/* The word of each person of a cohort among the four of a call. */
INLINE vi
own_word(const vi words[4], vi which)
{
    vi word = words[0];
    for (int w = 1; w < 4; w++) {
        word = vi_select(vi_eq(which, vi_set(w)), words[w], word);
    }
    return word;
}

/* Need cost of a cohort: a part of the deviation stays with the person, the rest is new every year (step 1). */
INLINE void
draw_cohort_need(const rasimi_kernel_call *call, const rasimi_stretch *stretch, strip *s, size_t block)
{
    const size_t at = s->at + block * VEC_LANES;
    const rasimi_cohort_lanes *cohort = call->cohort;
    const vf fresh = vec_normal(vi_load(cohort->words[RASIMI_WORD_NEED] + at));
    const vf kept = vf_mul(vf_set(stretch->kept), vf_load(cohort->persistent + at));
    const vf normal = vf_fma(vf_set(stretch->fresh), fresh, kept);
    vf need = vf_mul(vec_exp2_product(vf_set(stretch->log2_sd), normal), vf_load(cohort->cost + at));
    need = vf_mul(need, vf_set(stretch->growth));
    need = vf_mul(need, vf_set(call->shocks[0].need_factor));
    s->need[0][block] = vf_min(need, vf_set(RASIMI_MAX_UNITS));
}

INLINE void
draw_need(const rasimi_kernel_call *call, const rasimi_stretch *stretch, strip *s, size_t block, draw_key key,
          const bool general)
{
    vi words[4];
    draw_words(call, key, call->terms->need_keys, words);
    const vf cost = vf_load(call->people->cost + s->at + block * VEC_LANES);
#pragma GCC unroll 4
    for (int w = 0; w < 4; w++) {
        vf need = vf_mul(vec_exp2_product(vf_set(stretch->log2_sd), vec_normal(words[w])), cost);
        if (general) {
            need = vf_mul(need, vf_set(call->shocks[w].need_factor));
        }
        s->need[w][block] = vf_min(need, vf_set(RASIMI_MAX_UNITS));
    }
}

/* The words of a block of copies, and those of them that have people: rows that stand for fewer copies than others come
   last. */
INLINE void
draw_copies(const rasimi_kernel_call *call, strip *s, size_t block, draw_key key)
{
    vi words[4];
    draw_words(call, key, call->terms->need_keys, words);
    for (int w = 0; w < 4; w++) {
        s->drawn[w][block] = words[w];
        s->turns[s->n_turns] = (turn){(uint16_t)w, (uint16_t)block};
        s->n_turns += !vm_is_none(present_lanes(call, s, block, w, MULTI, true));
    }
}

/* And what they need. */
INLINE void
draw_copies_need(const rasimi_kernel_call *call, const rasimi_stretch *stretch, strip *s, const bool general)
{
    const float *costs = float_column(call->people->cost, call->items->payer, s, STAGED_COST);
    for (size_t i = 0; i < s->n_turns; i++) {
        const turn at = s->turns[i];
        const vf factor = vec_exp2_product(vf_set(stretch->log2_sd), vec_normal(s->drawn[at.word][at.block]));
        vf need = vf_mul(factor, vf_load(costs + at.block * VEC_LANES));
        if (general) {
            need = vf_mul(need, vf_set(call->shocks[0].need_factor));
        }
        s->need[at.word][at.block] = vf_min(need, vf_set(RASIMI_MAX_UNITS));
    }
}

/* Assessment error in points, and who is not yet on the RAS: each from a stream of its own. Whose carer stops is a draw
   of the churn stream. */
INLINE void
draw_general(const rasimi_kernel_call *call, strip *s, size_t block, draw_key key, const enum shape shape)
{
    const rasimi_kernel_terms *terms = call->terms;
    vi words[4];
    if (terms->errors) {
        draw_words(call, key, terms->assessment_keys, words);
        for (int w = 0; w < 4; w++) {
            s->error[w][block] = vec_normal(words[w]);
        }
    }
    if (terms->reviews) {
        draw_words(call, key, terms->churn_keys, words);
        for (int w = 0; w < 4; w++) {
            const vm reviewed = vi_below(words[w], vi_set((int32_t)terms->review_below));
            s->legacy[w][block] = vm_without(present_lanes(call, s, block, w, shape, true), reviewed);
        }
    }
    if (terms->stops) {
        key.fourth = vi_add(key.fourth, vi_set((int32_t)rasimi_counter_word(0, RASIMI_DRAW_STOP, 0)));
        draw_words(call, key, terms->churn_keys, words);
        for (int w = 0; w < 4; w++) {
            s->stop[w][block] = words[w];
        }
    }
}

/* The same of a cohort, whose words have been drawn, and who know whether they are on the RAS. */
INLINE void
take_general(const rasimi_kernel_call *call, strip *s, size_t block)
{
    const rasimi_kernel_terms *terms = call->terms;
    const rasimi_cohort_lanes *cohort = call->cohort;
    const size_t at = s->at + block * VEC_LANES;
    if (terms->errors) {
        s->error[0][block] = vec_normal(vi_load(cohort->words[RASIMI_WORD_ERROR] + at));
    }
    if (terms->reviews) {
        const vm legacy = vi_eq(vi_load(cohort->standing + at), vi_set(RASIMI_LEGACY));
        s->legacy[0][block] = vm_and(present_lanes(call, s, block, 0, PEOPLE, true), legacy);
    }
    if (terms->stops) {
        s->stop[0][block] = vi_load(cohort->words[RASIMI_WORD_STOP] + at);
    }
}

/* Rows of the strip's people where they do not stand side by side; NULL: they do. */
INLINE const int32_t *
rows_of(const rasimi_kernel_call *call, const enum shape shape)
{
    return shape == SOLO ? NULL : shape == MULTI ? call->items->row : call->cohort->row;
}

INLINE const int32_t *
donors_of(const rasimi_kernel_call *call, const enum shape shape)
{
    return shape == SOLO ? NULL : shape == MULTI ? call->items->donor : call->cohort->donor;
}

/* The columns of the strip that no design changes. */
INLINE void
find_columns(const rasimi_kernel_call *call, strip *s, const enum shape shape, const bool general)
{
    const rasimi_people *people = call->people;
    const int32_t *rows = rows_of(call, shape);
    s->contribution = int_column(people->contribution, rows, s, STAGED_CONTRIBUTION);
    if (!general) {
        return;
    }
    s->mode_sd = float_column(people->mode_sd, donors_of(call, shape), s, STAGED_MODE_SD);
    if (shape == PEOPLE) {
        s->reference = call->cohort->reference + s->at;
    } else {
        s->reference = float_column(people->reference, shape == MULTI ? call->items->payer : NULL, s, STAGED_REFERENCE);
    }
    s->used = float_column(people->used, rows, s, STAGED_USED);
    s->other = int_column(people->other, rows, s, STAGED_OTHER);
    s->other_share = float_column(people->other_share, rows, s, STAGED_OTHER_SHARE);
}

/* Is there nobody to simulate? Registers of several people hardly ever are empty, and are not asked. */
INLINE bool
nobody_is_there(vm present)
{
    return VEC_LANES == 1 && vm_is_none(present);
}

/* What is drawn of a block of a strip. */
INLINE void
draw_block(const rasimi_kernel_call *call, const rasimi_stretch *stretch, strip *s, size_t block,
           const enum shape shape, const bool general)
{
    if (shape == PEOPLE) {
        if (nobody_is_there(present_lanes(call, s, block, 0, PEOPLE, general))) {
            return;
        }
        draw_cohort_need(call, stretch, s, block);
        if (general) {
            take_general(call, s, block);
        }
        return;
    }
    const draw_key key = key_of_block(call, s->at + block * VEC_LANES, shape);
    if (shape == MULTI) {
        draw_copies(call, s, block, key);
    } else {
        draw_need(call, stretch, s, block, key, general);
    }
    if (general) {
        draw_general(call, s, block, key, shape);
    }
}

INLINE void
draw_strip(const rasimi_kernel_call *call, const rasimi_stretch *stretch, strip *s, const enum shape shape,
           const bool general)
{
    s->n_turns = 0;
    s->own_row = shape == PEOPLE ? call->cohort->first_row + s->at : s->at;
    for (size_t block = 0; block * VEC_LANES < s->n; block++) {
        draw_block(call, stretch, s, block, shape, general);
    }
    if (shape == MULTI) {
        draw_copies_need(call, stretch, s, general);
    }
    find_columns(call, s, shape, general);
}

#endif
