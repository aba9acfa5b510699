/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The kernel's body, included once per instruction set after one of the vec_*.h headers.
 *
 * A stretch of people of one cell is worked through in strips that stay in the first-level cache. For a strip, the need
 * costs C of its people are drawn in four words (methods.md section 4 step 1); then, for every design and word, the
 * strip is settled (steps 2 to 8) with the ledger's sums in registers. `solo` words are four consecutive replicates of
 * a person who is one row; `multi` words are four copies of a row in one replicate. The two differ only in where a
 * strip's data come from, which lanes are people, and where sums go; `general` adds the features beyond the plain case.
 * So there are four instances of one body, made by constant flags.
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

/* Columns that a multi strip copies to itself, because its rows are scattered. */
enum {
    STAGED_CONTRIBUTION,
    STAGED_REFERENCE,
    STAGED_USED,
    STAGED_OTHER,
    STAGED_OTHER_SHARE,
    STAGED_AMOUNT,
    STAGED_STATUS,
    STAGED_POINTS,
    N_STAGED
};

/* The people being worked on: drawn values, and where their data lie side by side. */
typedef struct strip {
    size_t at; /* index of the first person or item */
    size_t n;  /* people or items */
    vf need[4][STRIP_BLOCKS];
    vf error[4][STRIP_BLOCKS];  /* general, where points move: assessment error in points */
    vm legacy[4][STRIP_BLOCKS]; /* general, where there are reviews */
    const int32_t *contribution, *other, *status;
    const float *reference, *used, *other_share, *amount, *points;
    _Alignas(64) int32_t staged[N_STAGED][STRIP_LANES];
} strip;

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
present_lanes(const rasimi_kernel_call *call, const strip *s, size_t block, int word, const bool multi,
              const bool general)
{
    if (multi) {
        return vi_gt(vi_load(call->items->copies + s->at + block * VEC_LANES), vi_set(word));
    }
    return general ? vm_first((uint32_t)(s->n - block * VEC_LANES)) : vm_all();
}

/* ---- step 1: need cost, and the other draws of a person-year ---- */

/* What identifies the draws of one block: keys and the fourth counter word. */
typedef struct draw_key {
    vi low, high, fourth;
} draw_key;

INLINE draw_key
key_of_block(const rasimi_kernel_call *call, size_t at, const bool multi)
{
    const rasimi_people *people = call->people;
    if (multi) {
        const vi row = vi_load(call->items->row + at);
        return (draw_key){vi_gather(people->key_low, row), vi_gather(people->key_high, row),
                          vi_load(call->items->fourth + at)};
    }
    const uint32_t fourth = rasimi_counter_word(call->year, 0, 0);
    return (draw_key){vi_load(people->key_low + at), vi_load(people->key_high + at), vi_set((int32_t)fourth)};
}

INLINE void
draw_need(const rasimi_kernel_call *call, const rasimi_stretch *stretch, strip *s, size_t block, draw_key key,
          const bool multi, const bool general)
{
    const size_t at = s->at + block * VEC_LANES;
    const float *costs = call->people->cost;
    const vf cost = multi ? vf_gather(costs, vi_load(call->items->row + at)) : vf_load(costs + at);
    vi words[4];
    vec_philox(key.low, key.high, call->third, key.fourth, call->terms->need_keys, words);
#pragma GCC unroll 4
    for (int w = 0; w < 4; w++) {
        vf need = vf_mul(vec_exp2_product(vf_set(stretch->log2_sd), vec_normal(words[w])), cost);
        if (general) {
            need = vf_mul(need, vf_set(call->shocks[multi ? 0 : w].need_factor));
        }
        s->need[w][block] = vf_min(need, vf_set(RASIMI_MAX_UNITS));
    }
}

/* Assessment error in points, and who is not yet on the RAS: each from a stream of its own. */
INLINE void
draw_general(const rasimi_kernel_call *call, strip *s, size_t block, draw_key key, const bool multi)
{
    const rasimi_kernel_terms *terms = call->terms;
    vi words[4];
    if (call->people->mode_sd != NULL) {
        const size_t at = s->at + block * VEC_LANES;
        const float *sds = call->people->mode_sd;
        const vf sd = multi ? vf_gather(sds, vi_load(call->items->donor + at)) : vf_load(sds + at);
        vec_philox(key.low, key.high, call->third, key.fourth, terms->assessment_keys, words);
        for (int w = 0; w < 4; w++) {
            s->error[w][block] = vf_mul(sd, vec_normal(words[w]));
        }
    }
    if (terms->reviews) {
        vec_philox(key.low, key.high, call->third, key.fourth, terms->churn_keys, words);
        for (int w = 0; w < 4; w++) {
            const vm reviewed = vi_below(words[w], vi_set((int32_t)terms->review_below));
            s->legacy[w][block] = vm_without(present_lanes(call, s, block, w, multi, true), reviewed);
        }
    }
}

INLINE void
draw_strip(const rasimi_kernel_call *call, const rasimi_stretch *stretch, strip *s, const bool multi,
           const bool general)
{
    for (size_t block = 0; block * VEC_LANES < s->n; block++) {
        const draw_key key = key_of_block(call, s->at + block * VEC_LANES, multi);
        draw_need(call, stretch, s, block, key, multi, general);
        if (general) {
            draw_general(call, s, block, key, multi);
        }
    }
    const int32_t *rows = multi ? call->items->row : NULL;
    s->contribution = int_column(call->people->contribution, rows, s, STAGED_CONTRIBUTION);
    if (general) {
        s->reference = float_column(call->people->reference, rows, s, STAGED_REFERENCE);
        s->used = float_column(call->people->used, rows, s, STAGED_USED);
        s->other = int_column(call->people->other, rows, s, STAGED_OTHER);
        s->other_share = float_column(call->people->other_share, rows, s, STAGED_OTHER_SHARE);
    }
}

/* ---- steps 2 and 3: the allocation, and who is excluded ---- */

/* A rule evaluated for a block of points: the operations of rasimi_rule_evaluate, in its order. */
INLINE vf
evaluate_rule(const rasimi_rule *rule, vf points, vi *status)
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
    vf amount = vf_fma(slope, vf_sub(points, from), base);
    if (rule->rounding > 0.0f) {
        const vf unit = vf_set(rule->rounding);
        amount = vf_mul(vf_floor(vf_add(vf_div(amount, unit), vf_set(0.5f))), unit);
    }
    *status = state;
    return vi_float(vf_round(amount));
}

/* What a design gives a block before sign-off: A in whole units, and status. */
INLINE vf
allocate(const rasimi_kernel_call *call, const rasimi_kernel_design *design, const rasimi_stretch *stretch,
         const strip *s, size_t block, int word, float leniency, const bool general, vi *status)
{
    const size_t lane = block * VEC_LANES;
    if (general && design->moving) {
        vf points = vf_load(s->points + lane);
        if (call->people->mode_sd != NULL) {
            points = vf_add(points, s->error[word][block]);
        }
        return evaluate_rule(&design->rules[stretch->care_group], vf_add(points, vf_set(leniency)), status);
    }
    *status = general && s->status != NULL ? vi_load(s->status + lane) : vi_set(RASIMI_RULE_ALLOCATED);
    return vf_load(s->amount + lane);
}

INLINE vm
is_high_cost(const rasimi_kernel_design *design, const strip *s, size_t block, vf need, vf allocation, vi status,
             const bool general)
{
    const vf threshold = vf_set(design->threshold);
    const vm need_above = vf_gt(need, threshold);
    if (!general) {
        return need_above;
    }
    const vm outside = vi_eq(status, vi_set(RASIMI_RULE_OUTSIDE));
    switch (design->basis) {
        case RASIMI_BASIS_REFERENCE:
            return vm_or(outside, vf_gt(vf_load(s->reference + block * VEC_LANES), threshold));
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

/* Step 8: what is left of the outturn after other funding. */
INLINE vi
after_other_funding(const strip *s, size_t lane, vi outturn, vi sums[RASIMI_N_SUMS])
{
    const vf share = vf_mul(vi_float(outturn), vf_load(s->other_share + lane));
    const vi other = vi_min(vi_add(vi_load(s->other + lane), vf_round(share)), outturn);
    add(sums, RASIMI_SUM_OTHER_FUNDING, other);
    return vi_sub(outturn, other);
}

INLINE void
settle_block(const rasimi_kernel_call *call, const rasimi_kernel_design *design, const rasimi_stretch *stretch,
             const rasimi_kernel_shock *shock, const strip *s, size_t block, int word, const bool multi,
             const bool general, vi sums[RASIMI_N_SUMS])
{
    const rasimi_kernel_terms *terms = call->terms;
    const size_t lane = block * VEC_LANES;
    const vf need = s->need[word][block], most = vf_set(RASIMI_MAX_UNITS);
    const vm present = present_lanes(call, s, block, word, multi, general);
    const vi one = vi_set(1);

    vi status;
    const vf indicative = allocate(call, design, stretch, s, block, word, shock->leniency, general, &status);
    vm legacy = vm_none(), ineligible = vm_none(), on_ras = present;
    if (general) {
        legacy = terms->reviews ? s->legacy[word][block] : legacy;
        on_ras = vm_without(present, legacy);
        ineligible = vm_and(on_ras, vi_eq(status, vi_set(RASIMI_RULE_INELIGIBLE)));
        on_ras = vm_without(on_ras, ineligible);
    }
    const vm high = vm_and(on_ras, is_high_cost(design, s, block, need, indicative, status, general));
    const vm inside = vm_without(on_ras, high);

    vf allocation = indicative;
    const vi indicative_units = vf_round(indicative);
    vi allocation_units = indicative_units;
    if (general && terms->protection_share > 0.0f) {
        const vf loss = vf_max(vf_sub(vf_load(s->reference + lane), indicative), vf_set(0.0f));
        const vi protection = vf_round(vf_mul(loss, vf_set(terms->protection_share)));
        allocation = vf_add(indicative, vi_float(protection));
        allocation_units = vi_add(indicative_units, protection);
        add_if(sums, RASIMI_SUM_PROTECTION, inside, protection);
    }
    const signed_off planned = sign_off(need, allocation, inside, terms, shock);
    vf budget = vf_select(high, general ? vf_mul(need, vf_set(design->high_cost_share)) : need, planned.budget);
    if (general) {
        budget = vf_select(ineligible, vf_set(0.0f), vf_select(legacy, need, budget));
    }
    budget = vf_min(budget, most);
    const vf after_price = vf_min(vf_mul(budget, vf_set(shock->price[stretch->setting])), most);
    vi at_plan = vf_round(budget), at_price = vf_round(after_price), outturn = at_price;
    if (general && s->used != NULL) {
        outturn = vf_round(vf_mul(after_price, vf_load(s->used + lane)));
    }
    if (multi || general) { /* otherwise lanes past the last person are zero by their data */
        at_plan = vi_keep(present, at_plan);
        at_price = vi_keep(present, at_price);
        outturn = vi_keep(present, outturn);
    }
    const vi left = general && s->other != NULL ? after_other_funding(s, lane, outturn, sums) : outturn;
    const vi paid = vi_min(vi_load(s->contribution + lane), left);

    const vi surprise = vi_sub(at_price, at_plan), moved = vi_sub(at_plan, allocation_units);
    add_if(sums, RASIMI_SUM_INDICATIVE, inside, indicative_units);
    add_if(sums, RASIMI_SUM_UPLIFT, planned.lifted, moved);
    add_if(sums, RASIMI_SUM_TRIM, planned.trimmed, vi_sub(allocation_units, at_plan));
    add_if(sums, RASIMI_SUM_HIGH_COST, high, at_plan);
    add(sums, RASIMI_SUM_PRICE_SURPRISE, surprise);
    add_if(sums, RASIMI_SUM_HIGH_COST_SURPRISE, high, surprise);
    add(sums, RASIMI_SUM_CONTRIBUTION, paid);
    add(sums, RASIMI_SUM_NET, vi_sub(left, paid));
    add_if(sums, RASIMI_SUM_EXCLUDED_PEOPLE, high, one);
    add_if(sums, RASIMI_SUM_PANEL_CASES, planned.lifted, one);
    if (general) {
        add_if(sums, RASIMI_SUM_LEGACY, legacy, at_plan);
        add_if(sums, RASIMI_SUM_LEGACY_SURPRISE, legacy, surprise);
        add(sums, RASIMI_SUM_UNDERSPEND, vi_sub(at_price, outturn));
        add_if(sums, RASIMI_SUM_INELIGIBLE_COST, ineligible, vf_round(need));
        add_if(sums, RASIMI_SUM_LEGACY_PEOPLE, legacy, one);
        add_if(sums, RASIMI_SUM_INELIGIBLE_PEOPLE, ineligible, one);
        add_if(sums, RASIMI_SUM_CAPPED_DRAWS, vm_without(present, vf_lt(need, most)), one);
    }
}

/* One design and word of a strip, added to 64-bit totals. */
INLINE void
settle_word(const rasimi_kernel_call *call, const rasimi_kernel_design *design, const rasimi_stretch *stretch,
            const strip *s, int word, const bool multi, const bool general, int64_t *totals)
{
    const rasimi_kernel_shock *shock = &call->shocks[multi ? 0 : word];
    const int n_sums = general ? RASIMI_N_SUMS : RASIMI_N_BASE_SUMS;
    vi sums[RASIMI_N_SUMS];
    for (int k = 0; k < RASIMI_N_SUMS; k++) {
        sums[k] = vi_set(0);
    }
    for (size_t block = 0; block * VEC_LANES < s->n; block++) {
        settle_block(call, design, stretch, shock, s, block, word, multi, general, sums);
    }
    for (int k = 0; k < n_sums; k++) {
        totals[k] += vi_sum(sums[k]);
    }
}

INLINE void
settle_design(const rasimi_kernel_call *call, const rasimi_kernel_design *design, const rasimi_stretch *stretch,
              strip *s, const bool multi, const bool general, int64_t *totals)
{
    const int32_t *donors = multi ? call->items->donor : NULL;
    s->amount = float_column(design->amount, donors, s, STAGED_AMOUNT);
    if (general) {
        s->status = int_column(design->status, donors, s, STAGED_STATUS);
        s->points = float_column(design->points, donors, s, STAGED_POINTS);
    }
    for (int word = 0; word < 4; word++) {
        settle_word(call, design, stretch, s, word, multi, general, totals + (multi ? 0 : word * RASIMI_N_SUMS));
    }
}

/* ---- a call ---- */

INLINE void
simulate_stretch(const rasimi_kernel_call *call, size_t index, const bool multi, const bool general)
{
    const rasimi_stretch *stretch = &call->stretches[index];
    const size_t stride = (multi ? 1 : 4) * (size_t)RASIMI_N_SUMS;
    int64_t *totals = call->sums + index * call->n_designs * stride;
    strip s;
    for (size_t start = 0; start < stretch->n; start += STRIP_LANES) {
        const size_t rest = stretch->n - start;
        s.at = stretch->first + start;
        s.n = rest < STRIP_LANES ? rest : STRIP_LANES;
        draw_strip(call, stretch, &s, multi, general);
        for (size_t d = 0; d < call->n_designs; d++) {
            settle_design(call, &call->designs[d], stretch, &s, multi, general, totals + d * stride);
        }
    }
}

INLINE void
simulate(const rasimi_kernel_call *call, const bool multi, const bool general)
{
    const size_t n = call->n_stretches * call->n_designs * (multi ? 1 : 4) * RASIMI_N_SUMS;
    for (size_t i = 0; i < n; i++) {
        call->sums[i] = 0;
    }
    for (size_t index = 0; index < call->n_stretches; index++) {
        simulate_stretch(call, index, multi, general);
    }
}

static void
solo(const rasimi_kernel_call *call)
{
    if (call->terms->general) {
        simulate(call, false, true);
    } else {
        simulate(call, false, false);
    }
}

static void
multi(const rasimi_kernel_call *call)
{
    if (call->terms->general) {
        simulate(call, true, true);
    } else {
        simulate(call, true, false);
    }
}

#endif
