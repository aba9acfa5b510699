/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The kernel's body, included once per instruction set after one of the vec_*.h headers.
 *
 * A stretch of people of one cell is worked through in strips that stay in the first-level cache. For a strip, the need
 * costs C of its people are drawn in four words (methods.md section 4 step 1); then, for every design and word, the
 * strip is settled (steps 2 to 8) with the ledger's sums in registers. `solo` words are four consecutive replicates of
 * a person who is one row; `multi` words are four copies of a row in one replicate; `people` have one word: people of a
 * cohort in one year of one replicate, who may be there for a part of it. The shapes differ only in where a strip's
 * data come from, which lanes are people, and where sums go; `general` adds the features beyond the plain case. So
 * there are five instances of one body, made by constant flags.
 *
 * Every amount is rounded to the ledger unit exactly once, and the ledger's lines are integer differences of rounded
 * amounts, so that they add up to net without remainder.
 */
#ifndef RASIMI_ENGINE_KERNEL_BODY_H
#define RASIMI_ENGINE_KERNEL_BODY_H

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

/* The people being worked on: drawn values, and where their data lie side by side. */
typedef struct strip {
    size_t at; /* index of the first person or item */
    size_t n;  /* people or items */
    vf need[4][STRIP_BLOCKS];
    vf error[4][STRIP_BLOCKS];  /* general: standard normals of assessment error */
    vm legacy[4][STRIP_BLOCKS]; /* general, where there are reviews */
    vi stop[4][STRIP_BLOCKS];   /* general, where carers may stop: their draws */
    const int32_t *contribution, *other, *status;
    const float *reference, *used, *other_share, *mode_sd;
    const float *amount, *moving, *factor_sd, *extra; /* of the design at hand; moving: points or raw amount */
    const int32_t *stop_below, *gross_status;         /* likewise, of people whose carer stops; NULL: none do */
    const float *replaced, *gross, *gross_extra;
    _Alignas(64) int32_t staged[N_STAGED][STRIP_LANES];
} strip;

INLINE void
add(vi sums[RASIMI_N_SUMS], rasimi_sum sum, vi amount)
{
    sums[sum] = vi_add(sums[sum], amount);
}

INLINE void
add_if(vi sums[RASIMI_N_SUMS], rasimi_sum sum, vm who, vi amount)
{
    sums[sum] = vi_add_if(sums[sum], who, amount);
}

/* ---- where a strip's data come from ---- */

/* A column of the strip's people side by side: where it is (solo, without an index), or copied. NULL stays NULL. */
INLINE const int32_t *
int_column(const int32_t *column, const int32_t *index, strip *s, int slot)
{
    if (column == NULL || index == NULL) {
        return column == NULL ? NULL : column + s->at;
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
        return column == NULL ? NULL : column + s->at;
    }
    for (size_t i = 0; i < s->n; i += VEC_LANES) {
        vf_store((float *)s->staged[slot] + i, vf_gather(column, vi_load(index + s->at + i)));
    }
    return (const float *)s->staged[slot];
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
    return general ? vm_first((uint32_t)(s->n - block * VEC_LANES)) : vm_all();
}

/* ---- step 1: need cost, and the other draws of a person-year ---- */

/* What identifies the draws of one block: keys and the fourth counter word. */
typedef struct draw_key {
    vi low, high, third, fourth;
} draw_key;

INLINE draw_key
key_of_block(const rasimi_kernel_call *call, size_t at, const enum shape shape)
{
    const rasimi_people *people = call->people;
    const vi third = vi_set(0); /* the call's own, but for a cohort */
    if (shape == MULTI) {
        const vi row = vi_load(call->items->row + at);
        return (draw_key){vi_gather(people->key_low, row), vi_gather(people->key_high, row), third,
                          vi_load(call->items->fourth + at)};
    }
    const vi fourth = vi_set((int32_t)rasimi_counter_word(call->year, 0, 0));
    if (shape == PEOPLE) {
        const rasimi_cohort_lanes *cohort = call->cohort;
        return (draw_key){vi_load(cohort->key_low + at), vi_load(cohort->key_high + at), vi_load(cohort->third + at),
                          vi_add(vi_load(cohort->fourth + at), fourth)};
    }
    return (draw_key){vi_load(people->key_low + at), vi_load(people->key_high + at), third, fourth};
}

INLINE void
draw_words(const rasimi_kernel_call *call, draw_key key, const uint64_t round_keys[20], const enum shape shape,
           vi words[4])
{
    if (shape == PEOPLE) {
        vec_philox_lanes(key.low, key.high, key.third, key.fourth, round_keys, words);
    } else {
        vec_philox(key.low, key.high, call->third, key.fourth, round_keys, words);
    }
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
draw_cohort_need(const rasimi_kernel_call *call, const rasimi_stretch *stretch, strip *s, size_t block,
                 const vi words[4])
{
    const size_t at = s->at + block * VEC_LANES;
    const rasimi_cohort_lanes *cohort = call->cohort;
    const vf fresh = vec_normal(own_word(words, vi_load(cohort->word + at)));
    const vf kept = vf_mul(vf_set(stretch->kept), vf_load(cohort->persistent + at));
    const vf normal = vf_fma(vf_set(stretch->fresh), fresh, kept);
    vf need = vf_mul(vec_exp2_product(vf_set(stretch->log2_sd), normal), vf_load(cohort->cost + at));
    need = vf_mul(need, vf_set(stretch->growth));
    need = vf_mul(need, vf_set(call->shocks[0].need_factor));
    s->need[0][block] = vf_min(need, vf_set(RASIMI_MAX_UNITS));
}

INLINE void
draw_need(const rasimi_kernel_call *call, const rasimi_stretch *stretch, strip *s, size_t block, draw_key key,
          const enum shape shape, const bool general)
{
    const size_t at = s->at + block * VEC_LANES;
    vi words[4];
    draw_words(call, key, call->terms->need_keys, shape, words);
    if (shape == PEOPLE) {
        draw_cohort_need(call, stretch, s, block, words);
        return;
    }
    const float *costs = call->people->cost;
    const vf cost = shape == MULTI ? vf_gather(costs, vi_load(call->items->payer + at)) : vf_load(costs + at);
#pragma GCC unroll 4
    for (int w = 0; w < 4; w++) {
        vf need = vf_mul(vec_exp2_product(vf_set(stretch->log2_sd), vec_normal(words[w])), cost);
        if (general) {
            need = vf_mul(need, vf_set(call->shocks[SHOCK_OF(shape, w)].need_factor));
        }
        s->need[w][block] = vf_min(need, vf_set(RASIMI_MAX_UNITS));
    }
}

/* Assessment error in points, and who is not yet on the RAS: each from a stream of its own. A cohort knows the latter.
 */
INLINE void
draw_general(const rasimi_kernel_call *call, strip *s, size_t block, draw_key key, const enum shape shape)
{
    const rasimi_kernel_terms *terms = call->terms;
    const size_t at = s->at + block * VEC_LANES;
    vi words[4];
    if (terms->errors) {
        draw_words(call, key, terms->assessment_keys, shape, words);
        if (shape == PEOPLE) {
            words[0] = own_word(words, vi_load(call->cohort->word + at));
        }
        for (int w = 0; w < N_WORDS(shape); w++) {
            s->error[w][block] = vec_normal(words[w]);
        }
    }
    if (terms->reviews && shape == PEOPLE) {
        const vm legacy = vi_eq(vi_load(call->cohort->standing + at), vi_set(RASIMI_LEGACY));
        s->legacy[0][block] = vm_and(present_lanes(call, s, block, 0, shape, true), legacy);
    } else if (terms->reviews) {
        draw_words(call, key, terms->churn_keys, shape, words);
        for (int w = 0; w < 4; w++) {
            const vm reviewed = vi_below(words[w], vi_set((int32_t)terms->review_below));
            s->legacy[w][block] = vm_without(present_lanes(call, s, block, w, shape, true), reviewed);
        }
    }
}

/* Whose carer stops, as words to hold against the share: the churn stream's second draw. */
INLINE void
draw_stops(const rasimi_kernel_call *call, strip *s, size_t block, draw_key key, const enum shape shape)
{
    vi words[4];
    key.fourth = vi_add(key.fourth, vi_set((int32_t)rasimi_counter_word(0, RASIMI_DRAW_STOP, 0)));
    draw_words(call, key, call->terms->churn_keys, shape, words);
    if (shape == PEOPLE) {
        words[0] = own_word(words, vi_load(call->cohort->word + s->at + block * VEC_LANES));
    }
    for (int w = 0; w < N_WORDS(shape); w++) {
        s->stop[w][block] = words[w];
    }
}

/* The columns of the strip that no design changes. */
INLINE void
find_columns(const rasimi_kernel_call *call, strip *s, const enum shape shape, const bool general)
{
    const rasimi_people *people = call->people;
    const int32_t *rows = shape == SOLO ? NULL : shape == MULTI ? call->items->row : call->cohort->row;
    s->contribution = int_column(people->contribution, rows, s, STAGED_CONTRIBUTION);
    if (!general) {
        return;
    }
    const int32_t *donors = shape == SOLO ? NULL : shape == MULTI ? call->items->donor : call->cohort->donor;
    s->mode_sd = float_column(people->mode_sd, donors, s, STAGED_MODE_SD);
    if (shape == PEOPLE) {
        s->reference = call->cohort->reference + s->at;
    } else {
        s->reference = float_column(people->reference, shape == MULTI ? call->items->payer : NULL, s, STAGED_REFERENCE);
    }
    s->used = float_column(people->used, rows, s, STAGED_USED);
    s->other = int_column(people->other, rows, s, STAGED_OTHER);
    s->other_share = float_column(people->other_share, rows, s, STAGED_OTHER_SHARE);
}

INLINE void
draw_strip(const rasimi_kernel_call *call, const rasimi_stretch *stretch, strip *s, const enum shape shape,
           const bool general)
{
    for (size_t block = 0; block * VEC_LANES < s->n; block++) {
        const draw_key key = key_of_block(call, s->at + block * VEC_LANES, shape);
        draw_need(call, stretch, s, block, key, shape, general);
        if (general) {
            draw_general(call, s, block, key, shape);
        }
        if (general && call->terms->stops) {
            draw_stops(call, s, block, key, shape);
        }
    }
    find_columns(call, s, shape, general);
}

/* ---- steps 2 and 3: the allocation, and who is excluded ---- */

/* The operations of rasimi_limits_apply, in its order. */
INLINE vf
apply_limits(const rasimi_limits *limits, vf units)
{
    vf x = vf_mul(vf_max(units, vf_set(0.0f)), vf_set(limits->scale));
    x = vf_select(vf_ge(x, vf_set(0.5f)), vf_max(x, vf_set(limits->floor)), x);
    x = vf_min(x, vf_set(limits->cap));
    if (limits->rounding > 0.0f) {
        const vf step = vf_set(limits->rounding);
        x = vf_mul(vf_floor(vf_add(vf_div(x, step), vf_set(0.5f))), step);
    }
    return vi_float(vf_round(x));
}

/* The operations of rasimi_rule_evaluate for a block of points, in its order. */
INLINE vf
evaluate_rule(const rasimi_rule *rule, vf points, vf extra, vi *status)
{
    points = vf_min(vf_max(points, vf_set(rule->low)), vf_set(rule->high));
    vf from = vf_set(rule->pieces[0].from), base = vf_set(rule->pieces[0].base), slope = vf_set(rule->pieces[0].slope);
    vi state = vi_set(rule->pieces[0].status);
    for (size_t j = 1; j < rule->n; j++) {
        const rasimi_piece *piece = &rule->pieces[j];
        const vm reached = vf_ge(points, vf_set(piece->from));
        from = vf_select(reached, vf_set(piece->from), from);
        base = vf_select(reached, vf_set(piece->base), base);
        slope = vf_select(reached, vf_set(piece->slope), slope);
        state = vi_select(reached, vi_set(piece->status), state);
    }
    *status = state;
    const vf amount = apply_limits(&rule->limits, vf_add(vf_fma(slope, vf_sub(points, from), base), extra));
    return vf_select(vi_eq(state, vi_set(RASIMI_RULE_ALLOCATED)), amount, vf_set(0.0f));
}

/* By points: what the assessor sees, and what the rule makes of it. */
INLINE vf
allocate_by_points(const rasimi_rule *rule, const rasimi_kernel_shock *shock, const strip *s, size_t block, int word,
                   vf points, vf extra, vi *status)
{
    const size_t lane = block * VEC_LANES;
    if (s->mode_sd != NULL) {
        points = vf_fma(vf_load(s->mode_sd + lane), s->error[word][block], points);
    }
    return evaluate_rule(rule, vf_add(points, vf_set(shock->leniency)), extra, status);
}

/* By factor: a family that reads answers takes its error as a lognormal factor on the amount before limits. */
INLINE vf
allocate_by_factor(const rasimi_rule *rule, const rasimi_kernel_shock *shock, const strip *s, size_t block, int word,
                   vf raw, vf extra, vi status)
{
    const size_t lane = block * VEC_LANES;
    raw = vf_mul(raw, vf_set(shock->leniency_factor));
    if (s->factor_sd != NULL) {
        raw = vf_mul(raw, vec_exp2_product(vf_load(s->factor_sd + lane), s->error[word][block]));
    }
    const vf amount = apply_limits(&rule->limits, vf_add(raw, extra));
    return vf_select(vi_eq(status, vi_set(RASIMI_RULE_ALLOCATED)), amount, vf_set(0.0f));
}

/* A column, with the gross figure for people whose carer has stopped. */
INLINE vf
gross_if(vm stopped, const float *column, const float *gross, size_t lane)
{
    const vf value = vf_load(column + lane);
    return gross == NULL ? value : vf_select(stopped, vf_load(gross + lane), value);
}

/* What a family that reads answers starts from: the amount before limits. One that follows need (a judgement) takes
   the part of need that stays with the person, at this year's planned prices. */
INLINE vf
raw_amount(const rasimi_kernel_call *call, const rasimi_kernel_design *design, const rasimi_stretch *stretch,
           const strip *s, size_t block, vf raw, const enum shape shape)
{
    if (shape != PEOPLE || !design->by_need) {
        return raw;
    }
    const vf persistent = vf_load(call->cohort->persistent + s->at + block * VEC_LANES);
    const vf stays = vec_exp2_product(vf_set(stretch->log2_sd * stretch->kept), persistent);
    return vf_mul(vf_mul(raw, vf_set(stretch->growth * stretch->kept_correction)), stays);
}

/* What a design gives a block before sign-off: A in whole units, and status. */
INLINE vf
allocate(const rasimi_kernel_call *call, const rasimi_kernel_design *design, const rasimi_stretch *stretch,
         const rasimi_kernel_shock *shock, const strip *s, size_t block, int word, vm stopped, const enum shape shape,
         const bool general, vi *status)
{
    const size_t lane = block * VEC_LANES;
    *status = general && s->status != NULL ? vi_load(s->status + lane) : vi_set(RASIMI_RULE_ALLOCATED);
    if (general && s->gross_status != NULL) {
        *status = vi_select(stopped, vi_load(s->gross_status + lane), *status);
    }
    if (!general || design->motion == RASIMI_STILL) {
        return gross_if(stopped, s->amount, general ? s->gross : NULL, lane);
    }
    const rasimi_rule *rule = &design->rules[stretch->care_group];
    const vf moving = gross_if(stopped, s->moving, s->gross, lane);
    const vf extra = s->extra != NULL ? gross_if(stopped, s->extra, s->gross_extra, lane) : vf_set(0.0f);
    if (design->motion == RASIMI_BY_FACTOR) {
        const vf raw = raw_amount(call, design, stretch, s, block, moving, shape);
        return allocate_by_factor(rule, shock, s, block, word, raw, extra, *status);
    }
    return allocate_by_points(rule, shock, s, block, word, moving, extra, status);
}

/* Whose carer stops in this year. What the design had counted on then has to be bought, so need costs more. */
INLINE vm
stop_carers(const rasimi_stretch *stretch, const strip *s, size_t block, int word, vm present, const enum shape shape,
            vf *need, vi sums[RASIMI_N_SUMS])
{
    const size_t lane = block * VEC_LANES;
    const vm stopped = vm_and(present, vi_below(s->stop[word][block], vi_load(s->stop_below + lane)));
    const vf replaced = vf_load(s->replaced + lane);
    const vf now = shape == PEOPLE ? vf_mul(replaced, vf_set(stretch->price_growth)) : replaced;
    *need = vf_min(vf_add(*need, vf_select(stopped, now, vf_set(0.0f))), vf_set(RASIMI_MAX_UNITS));
    add_if(sums, RASIMI_SUM_CARERS_STOPPED, stopped, vi_set(1));
    return stopped;
}

/* The current package at this year's planned prices. */
INLINE vf
current_package(const rasimi_stretch *stretch, const strip *s, size_t block, const enum shape shape)
{
    const vf reference = vf_load(s->reference + block * VEC_LANES);
    return shape == PEOPLE ? vf_mul(reference, vf_set(stretch->price_growth)) : reference;
}

INLINE vm
is_high_cost(const rasimi_kernel_design *design, const rasimi_stretch *stretch, const strip *s, size_t block, vf need,
             vf allocation, vi status, const enum shape shape, const bool general)
{
    const vf threshold = vf_set(design->threshold);
    const vm need_above = vf_gt(need, threshold);
    if (!general) {
        return need_above;
    }
    const vm outside = vi_eq(status, vi_set(RASIMI_RULE_OUTSIDE));
    switch (design->basis) {
        case RASIMI_BASIS_REFERENCE:
            return vm_or(outside, vf_gt(current_package(stretch, s, block, shape), threshold));
        case RASIMI_BASIS_ALLOCATION:
            return vm_or(outside, vf_gt(allocation, threshold));
        case RASIMI_BASIS_EITHER:
            return vm_or(outside, vm_or(need_above, vf_gt(allocation, threshold)));
        case RASIMI_BASIS_NEED:
            break;
    }
    return vm_or(outside, need_above);
}

/* ---- step 4: sign-off inside the RAS ---- */

typedef struct signed_off {
    vf budget;
    vm lifted, trimmed;
} signed_off;

INLINE signed_off
sign_off(vf need, vf allocation, vm inside, const rasimi_kernel_terms *terms, const rasimi_kernel_shock *shock)
{
    signed_off out;
    out.lifted = vm_and(inside, vf_gt(need, vf_mul(allocation, vf_set(terms->above_tolerance))));
    out.trimmed = vm_and(inside, vf_lt(need, vf_mul(allocation, vf_set(terms->below_tolerance))));
    const vf gap = vf_sub(need, allocation);
    const vf lifted = vf_fma(gap, vf_set(shock->uplift_share), allocation);
    const vf trimmed = vf_fma(gap, vf_set(shock->trim_share), allocation);
    out.budget = vf_select(out.lifted, lifted, vf_select(out.trimmed, trimmed, allocation));
    return out;
}

/* ---- steps 2 to 8 for one block, design and word ---- */

/* Who is what in a block: everybody present is in exactly one of these, or absent. */
typedef struct standing {
    vm legacy;     /* not yet on the RAS */
    vm ineligible; /* below minimum points, and gets nothing */
    vm high;       /* above the exclusion threshold */
    vm inside;     /* the RAS */
} standing;

INLINE standing
stand(const rasimi_kernel_call *call, const rasimi_kernel_design *design, const rasimi_stretch *stretch, const strip *s,
      size_t block, int word, vm present, vf need, vf indicative, vi status, const enum shape shape, const bool general)
{
    standing out = {vm_none(), vm_none(), vm_none(), vm_none()};
    vm on_ras = present;
    if (general) {
        out.legacy = call->terms->reviews ? s->legacy[word][block] : out.legacy;
        on_ras = vm_without(present, out.legacy);
        out.ineligible = vm_and(on_ras, vi_eq(status, vi_set(RASIMI_RULE_INELIGIBLE)));
        on_ras = vm_without(on_ras, out.ineligible);
    }
    const vm high = is_high_cost(design, stretch, s, block, need, indicative, status, shape, general);
    out.high = vm_and(on_ras, high);
    out.inside = vm_without(on_ras, out.high);
    return out;
}

/* What a person costs, stage by stage, each rounded once to whole units. */
typedef struct stages {
    vi indicative, protection; /* the allocation, and what transitional protection adds */
    vi at_plan;                /* signed off, at planned prices */
    vi at_price;               /* after the price surprise */
    vi outturn;                /* after what is not spent */
    vi other, paid;            /* other funding and contribution */
} stages;

/* Transitional protection: a share of what the allocation is below the current package, which newcomers do not have. */
INLINE vi
protect(const rasimi_kernel_call *call, const rasimi_stretch *stretch, const strip *s, size_t block, vf indicative,
        const enum shape shape)
{
    const vf loss = vf_max(vf_sub(current_package(stretch, s, block, shape), indicative), vf_set(0.0f));
    const vi protection = vf_round(vf_mul(loss, vf_set(call->terms->protection_share)));
    if (shape != PEOPLE) {
        return protection;
    }
    const vi towards = vi_load(call->cohort->standing + s->at + block * VEC_LANES);
    return vi_keep(vm_without(vm_all(), vi_eq(towards, vi_set(RASIMI_NEWCOMER))), protection);
}

/* A weekly amount over the part of the year that a person is in care; the amount itself for a whole year. */
INLINE vf
over_weeks(vf amount, vf weeks, const enum shape shape)
{
    return shape == PEOPLE ? vf_mul(amount, weeks) : amount;
}

/* Steps 5 to 8: from the signed-off budget to what everybody pays. */
INLINE void
pay(const rasimi_kernel_call *call, const strip *s, size_t lane, vf budget, vf price, vf weeks, vm present,
    const bool masked, const enum shape shape, const bool general, stages *out)
{
    const vf most = vf_set(RASIMI_MAX_UNITS);
    const vf planned = vf_min(budget, most), priced = vf_min(vf_mul(planned, price), most);
    out->at_plan = vf_round(over_weeks(planned, weeks, shape));
    out->at_price = out->outturn = vf_round(over_weeks(priced, weeks, shape));
    if (general && s->used != NULL) {
        out->outturn = vf_round(over_weeks(vf_mul(priced, vf_load(s->used + lane)), weeks, shape));
    }
    if (masked) { /* otherwise lanes past the last person are zero by their data */
        out->at_plan = vi_keep(present, out->at_plan);
        out->at_price = vi_keep(present, out->at_price);
        out->outturn = vi_keep(present, out->outturn);
    }
    vi left = out->outturn;
    if (general && s->other != NULL) {
        const vf share = vf_mul(vi_float(out->outturn), vf_load(s->other_share + lane));
        vi fixed = vi_load(s->other + lane);
        if (shape == PEOPLE) {
            fixed = vf_round(vf_mul(vi_float(fixed), weeks));
        }
        out->other = vi_min(vi_add(fixed, vf_round(share)), out->outturn);
        left = vi_sub(out->outturn, out->other);
    }
    vi assessed = vi_load(s->contribution + lane);
    if (shape == PEOPLE) {
        assessed = vf_round(vf_mul(vi_float(assessed), vf_mul(weeks, vf_set(call->contribution_growth))));
    }
    out->paid = vi_min(assessed, left);
}

/* What the envelope bears. */
INLINE vi
net_of(const stages *at, const bool general)
{
    return vi_sub(general ? vi_sub(at->outturn, at->other) : at->outturn, at->paid);
}

/* The ledger: differences of rounded stages, so that the lines add up to net without remainder. */
INLINE void
enter(const standing *who, const signed_off *planned, const stages *at, const bool general, vi sums[RASIMI_N_SUMS])
{
    const vi one = vi_set(1);
    const vi allocation = general ? vi_add(at->indicative, at->protection) : at->indicative;
    const vi surprise = vi_sub(at->at_price, at->at_plan);
    add_if(sums, RASIMI_SUM_INDICATIVE, who->inside, at->indicative);
    add_if(sums, RASIMI_SUM_UPLIFT, planned->lifted, vi_sub(at->at_plan, allocation));
    add_if(sums, RASIMI_SUM_TRIM, planned->trimmed, vi_sub(allocation, at->at_plan));
    add_if(sums, RASIMI_SUM_HIGH_COST, who->high, at->at_plan);
    add(sums, RASIMI_SUM_PRICE_SURPRISE, surprise);
    add_if(sums, RASIMI_SUM_HIGH_COST_SURPRISE, who->high, surprise);
    add(sums, RASIMI_SUM_CONTRIBUTION, at->paid);
    add(sums, RASIMI_SUM_NET, net_of(at, general));
    add_if(sums, RASIMI_SUM_EXCLUDED_PEOPLE, who->high, one);
    add_if(sums, RASIMI_SUM_PANEL_CASES, planned->lifted, one);
    if (general) {
        add_if(sums, RASIMI_SUM_LEGACY, who->legacy, at->at_plan);
        add_if(sums, RASIMI_SUM_LEGACY_SURPRISE, who->legacy, surprise);
        add_if(sums, RASIMI_SUM_PROTECTION, who->inside, at->protection);
        add(sums, RASIMI_SUM_UNDERSPEND, vi_sub(at->at_price, at->outturn));
        add(sums, RASIMI_SUM_OTHER_FUNDING, at->other);
        add_if(sums, RASIMI_SUM_LEGACY_PEOPLE, who->legacy, one);
        add_if(sums, RASIMI_SUM_INELIGIBLE_PEOPLE, who->ineligible, one);
    }
}

/* The full-year effect: a whole year's net of people who are there at its end, less what they cost within it. */
INLINE void
enter_full_year(const rasimi_kernel_call *call, const strip *s, size_t block, vf budget, vf price, vm present, vi net,
                const bool general, vi sums[RASIMI_N_SUMS])
{
    const vi fate = vi_load(call->cohort->fate + s->at + block * VEC_LANES);
    const vm whole_year = vm_or(vm_without(vm_all(), present), vi_eq(fate, vi_set(RASIMI_FATE_STAYED)));
    if (vm_is_all(whole_year)) {
        return;
    }
    stages year = {.other = vi_set(0)};
    pay(call, s, block * VEC_LANES, budget, price, vf_set(1.0f), present, true, PEOPLE, general, &year);
    const vi whole = net_of(&year, general), missing = vi_sub(whole, net), gone = vi_sub(vi_set(0), net);
    const vm outside = vm_and(present, vi_eq(fate, vi_set(RASIMI_FATE_OUTSIDE)));
    const vm left = vm_or(outside, vm_and(present, vi_eq(fate, vi_set(RASIMI_FATE_LEFT))));
    add_if(sums, RASIMI_SUM_FULL_YEAR_STARTERS, vm_and(present, vi_eq(fate, vi_set(RASIMI_FATE_STARTED))), missing);
    add_if(sums, RASIMI_SUM_FULL_YEAR_LEAVERS, left, gone);
    add_if(sums, RASIMI_SUM_FULL_YEAR_CHANGES, vm_and(present, vi_eq(fate, vi_set(RASIMI_FATE_ARRIVED))), missing);
    add_if(sums, RASIMI_SUM_FULL_YEAR_CHANGES, vm_and(present, vi_eq(fate, vi_set(RASIMI_FATE_MOVED))), gone);
    add_if(sums, RASIMI_SUM_MOVED_OUTSIDE, outside, whole);
}

/* The allocation as the ledger has it: over the weeks in care, and so that it and protection add up without remainder
   to what they are together. */
INLINE void
allot(vf indicative, vf allocation, vf weeks, const enum shape shape, stages *at)
{
    if (shape == PEOPLE) {
        at->protection = vf_round(vf_mul(vi_float(at->protection), weeks));
        at->indicative = vi_sub(vf_round(vf_mul(allocation, weeks)), at->protection);
    } else {
        at->indicative = vf_round(indicative);
    }
}

INLINE void
settle_block(const rasimi_kernel_call *call, const rasimi_kernel_design *design, const rasimi_stretch *stretch,
             const rasimi_kernel_shock *shock, const strip *s, size_t block, int word, const enum shape shape,
             const bool general, vi sums[RASIMI_N_SUMS])
{
    const rasimi_kernel_terms *terms = call->terms;
    const size_t lane = block * VEC_LANES;
    vf need = s->need[word][block];
    const vm present = present_lanes(call, s, block, word, shape, general);
    vm stopped = vm_none();
    if (general && s->stop_below != NULL) {
        stopped = stop_carers(stretch, s, block, word, present, shape, &need, sums);
    }
    const vf weeks = shape == PEOPLE ? vf_load(call->cohort->weeks + s->at + lane) : vf_set(1.0f);
    vi status;
    const vf indicative = allocate(call, design, stretch, shock, s, block, word, stopped, shape, general, &status);
    const standing who =
        stand(call, design, stretch, s, block, word, present, need, indicative, status, shape, general);
    stages at = {.protection = vi_set(0), .other = vi_set(0)};
    vf allocation = indicative;
    if (general && terms->protection_share > 0.0f) {
        at.protection = protect(call, stretch, s, block, indicative, shape);
        allocation = vf_add(indicative, vi_float(at.protection));
    }
    allot(indicative, allocation, weeks, shape, &at);
    const signed_off planned = sign_off(need, allocation, who.inside, terms, shock);
    vf budget = vf_select(who.high, general ? vf_mul(need, vf_set(design->high_cost_share)) : need, planned.budget);
    if (general) {
        budget = vf_select(who.ineligible, vf_set(0.0f), vf_select(who.legacy, need, budget));
        add_if(sums, RASIMI_SUM_INELIGIBLE_COST, who.ineligible, vf_round(over_weeks(need, weeks, shape)));
        const vm capped = vm_without(present, vf_lt(need, vf_set(RASIMI_MAX_UNITS)));
        add_if(sums, RASIMI_SUM_CAPPED_DRAWS, capped, vi_set(1));
    }
    const vf price = vf_set(shock->price[stretch->setting]);
    pay(call, s, lane, budget, price, weeks, present, shape != SOLO || general, shape, general, &at);
    enter(&who, &planned, &at, general, sums);
    if (shape == PEOPLE) {
        enter_full_year(call, s, block, budget, price, present, net_of(&at, general), general, sums);
    }
}

/* One design and word of a strip, added to 64-bit totals. */
INLINE void
settle_word(const rasimi_kernel_call *call, const rasimi_kernel_design *design, const rasimi_stretch *stretch,
            const strip *s, int word, const enum shape shape, const bool general, int64_t *totals)
{
    const rasimi_kernel_shock *shock = &call->shocks[SHOCK_OF(shape, word)];
    const int n_sums = shape == PEOPLE ? RASIMI_N_SUMS : general ? RASIMI_N_GENERAL_SUMS : RASIMI_N_BASE_SUMS;
    vi sums[RASIMI_N_SUMS];
    for (int k = 0; k < RASIMI_N_SUMS; k++) {
        sums[k] = vi_set(0);
    }
    for (size_t block = 0; block * VEC_LANES < s->n; block++) {
        settle_block(call, design, stretch, shock, s, block, word, shape, general, sums);
    }
    for (int k = 0; k < n_sums; k++) {
        totals[k] += vi_sum(sums[k]);
    }
}

INLINE void
settle_design(const rasimi_kernel_call *call, const rasimi_kernel_design *design, const rasimi_stretch *stretch,
              strip *s, const enum shape shape, const bool general, int64_t *totals)
{
    const int32_t *donors = shape == SOLO ? NULL : shape == MULTI ? call->items->donor : call->cohort->donor;
    s->amount = float_column(design->amount, donors, s, STAGED_AMOUNT);
    if (general) {
        s->status = int_column(design->status, donors, s, STAGED_STATUS);
        const bool by_factor = design->motion == RASIMI_BY_FACTOR;
        s->moving = float_column(by_factor ? design->raw : design->points, donors, s, STAGED_MOVING);
        s->factor_sd = float_column(design->factor_sd, donors, s, STAGED_FACTOR_SD);
        s->extra = float_column(design->extra, donors, s, STAGED_EXTRA);
        s->stop_below = int_column(design->stop_below, donors, s, STAGED_STOP_BELOW);
        s->replaced = float_column(design->replaced, donors, s, STAGED_REPLACED);
        s->gross = float_column(design->gross, donors, s, STAGED_GROSS);
        s->gross_extra = float_column(design->gross_extra, donors, s, STAGED_GROSS_EXTRA);
        s->gross_status = int_column(design->gross_status, donors, s, STAGED_GROSS_STATUS);
    }
    for (int word = 0; word < N_WORDS(shape); word++) {
        const size_t replicate = (size_t)SHOCK_OF(shape, word);
        settle_word(call, design, stretch, s, word, shape, general, totals + replicate * RASIMI_N_SUMS);
    }
}

/* ---- a call ---- */

INLINE void
simulate_stretch(const rasimi_kernel_call *call, size_t index, const enum shape shape, const bool general)
{
    const rasimi_stretch *stretch = &call->stretches[index];
    const size_t stride = N_REPLICATES(shape) * (size_t)RASIMI_N_SUMS;
    int64_t *totals = call->sums + index * call->n_designs * stride;
    strip s;
    for (size_t start = 0; start < stretch->n; start += STRIP_LANES) {
        const size_t rest = stretch->n - start;
        s.at = stretch->first + start;
        s.n = rest < STRIP_LANES ? rest : STRIP_LANES;
        draw_strip(call, stretch, &s, shape, general);
        for (size_t d = 0; d < call->n_designs; d++) {
            settle_design(call, &call->designs[d], stretch, &s, shape, general, totals + d * stride);
        }
    }
}

INLINE void
simulate(const rasimi_kernel_call *call, const enum shape shape, const bool general)
{
    const size_t n = call->n_stretches * call->n_designs * N_REPLICATES(shape) * RASIMI_N_SUMS;
    for (size_t i = 0; i < n; i++) {
        call->sums[i] = 0;
    }
    for (size_t index = 0; index < call->n_stretches; index++) {
        simulate_stretch(call, index, shape, general);
    }
}

static void
solo(const rasimi_kernel_call *call)
{
    if (call->terms->general) {
        simulate(call, SOLO, true);
    } else {
        simulate(call, SOLO, false);
    }
}

static void
multi(const rasimi_kernel_call *call)
{
    if (call->terms->general) {
        simulate(call, MULTI, true);
    } else {
        simulate(call, MULTI, false);
    }
}

static void
people(const rasimi_kernel_call *call)
{
    simulate(call, PEOPLE, true);
}

/* A word of a stream for each person of a cohort's block, [0, n), n a multiple of VEC_LANES. */
static void
words(const rasimi_cohort_lanes *cohort, size_t n, uint32_t counter, const uint64_t round_keys[20], int32_t *out)
{
    for (size_t at = 0; at < n; at += VEC_LANES) {
        vi four[4];
        vec_philox_lanes(vi_load(cohort->key_low + at), vi_load(cohort->key_high + at), vi_load(cohort->third + at),
                         vi_add(vi_load(cohort->fourth + at), vi_set((int32_t)counter)), round_keys, four);
        vi_store(out + at, own_word(four, vi_load(cohort->word + at)));
    }
}

#endif
