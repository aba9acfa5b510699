/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The kernel's body, included once per instruction set after one of the vec_*.h headers.
 *
 * For every stretch of people of one cell: draw the need cost C of a block of people in four words (methods.md section
 * 4 step 1), then settle it for each design (steps 2 to 8). `solo` words are four consecutive replicates of a person
 * who is one row; `multi` words are four copies of a row in one replicate. The two differ only in where data are read
 * from and where sums go, and `general` adds the features beyond the plain case, so there are four instances of one
 * body, made by constant flags.
 *
 * Every amount is rounded to the ledger unit exactly once, and the ledger's lines are integer differences of rounded
 * amounts, so that they add up to net without remainder.
 */
#ifndef RASIMI_ENGINE_KERNEL_BODY_H
#define RASIMI_ENGINE_KERNEL_BODY_H

#include "engine/kernel.h"
#include "num/philox.h"

#define INLINE static inline __attribute__((always_inline))

/* Amounts that a 32-bit lane sum takes before it is folded into 64 bits: each is at most 2^24 units. */
#define FOLD_AMOUNTS 64
_Static_assert((int64_t)FOLD_AMOUNTS *RASIM_MAX_GBP_WEEK *RASIM_UNITS_PER_GBP <= INT32_MAX, "lanes must not overflow");

/* At most this many designs are settled in one pass; more take several passes over the same draws. */
#define MAX_DESIGNS 4

/* Everything the settlement of one block needs to know about the people in it. */
typedef struct block {
    size_t at;  /* index of the first person or item */
    vi row;     /* multi: person of each lane */
    vm present; /* lanes that are people at all */
    vi fourth;  /* fourth counter word without the draw */
} block;

INLINE vf
read_float(const float *array, const block *b, const bool multi)
{
    return multi ? vf_gather(array, b->row) : vf_load(array + b->at);
}

INLINE vi
read_int(const int32_t *array, const block *b, const bool multi)
{
    return multi ? vi_gather(array, b->row) : vi_load(array + b->at);
}

/* The four random words of each lane from one stream. */
INLINE void
draw_words(const rasimi_kernel_call *call, const block *b, const uint64_t keys[20], const bool multi, vi words[4])
{
    vec_philox(read_int(call->people->key_low, b, multi), read_int(call->people->key_high, b, multi), call->third,
               b->fourth, keys, words);
}

/* Sign-off inside the RAS (step 4): who is lifted, who is trimmed, and the budget before the price surprise. */
typedef struct signed_off {
    vf budget;
    vm lifted, trimmed;
} signed_off;

INLINE signed_off
sign_off(vf need, vf allocation, vm inside, vf above, vf below, vf uplift_share, vf trim_share)
{
    signed_off out;
    out.lifted = vm_and(inside, vf_gt(need, vf_mul(allocation, above)));
    out.trimmed = vm_and(inside, vf_lt(need, vf_mul(allocation, below)));
    const vf gap = vf_sub(need, allocation);
    const vf lifted = vf_fma(gap, uplift_share, allocation);
    const vf trimmed = vf_fma(gap, trim_share, allocation);
    out.budget = vf_select(out.lifted, lifted, vf_select(out.trimmed, trimmed, allocation));
    return out;
}

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
         const block *b, vf error, float leniency, const bool multi, const bool general, vi *status)
{
    if (general && design->moving) {
        vf points = read_float(design->points, b, multi);
        if (call->people->mode_sd != NULL) {
            points = vf_fma(read_float(call->people->mode_sd, b, multi), error, points);
        }
        points = vf_add(points, vf_set(leniency));
        return evaluate_rule(&design->rules[stretch->care_group], points, status);
    }
    *status = general && design->status != NULL ? read_int(design->status, b, multi) : vi_set(RASIMI_RULE_ALLOCATED);
    return read_float(design->amount, b, multi);
}

/* Who is above the exclusion threshold (step 3). */
INLINE vm
is_high_cost(const rasimi_kernel_call *call, const rasimi_kernel_design *design, const block *b, vf need, vf allocation,
             vi status, const bool multi, const bool general)
{
    const vf threshold = vf_set(design->threshold);
    if (!general) {
        return vf_gt(need, threshold);
    }
    const vm outside = vi_eq(status, vi_set(RASIMI_RULE_OUTSIDE));
    switch (design->basis) {
        case RASIMI_BASIS_REFERENCE:
            return vm_or(outside, vf_gt(read_float(call->people->reference, b, multi), threshold));
        case RASIMI_BASIS_ALLOCATION:
            return vm_or(outside, vf_gt(allocation, threshold));
        case RASIMI_BASIS_EITHER:
            return vm_or(outside, vm_or(vf_gt(need, threshold), vf_gt(allocation, threshold)));
        case RASIMI_BASIS_NEED:
            break;
    }
    return vm_or(outside, vf_gt(need, threshold));
}

/* One word of a block, settled for one design: steps 2 to 8, added to the lane sums. */
INLINE void
settle(const rasimi_kernel_call *call, const rasimi_kernel_design *design, const rasimi_stretch *stretch,
       const rasimi_kernel_shock *shock, const block *b, vf need, vf error, vm legacy, vm present, const bool multi,
       const bool general, vi sums[RASIMI_N_SUMS])
{
    const rasimi_kernel_terms *terms = call->terms;
    const vf most = vf_set(RASIMI_MAX_UNITS);
    const vi one = vi_set(1);

    vi status;
    const vf indicative = allocate(call, design, stretch, b, error, shock->leniency, multi, general, &status);
    vm ineligible = vm_none();
    vm on_ras = present;
    if (general) {
        on_ras = vm_without(present, legacy);
        ineligible = vm_and(on_ras, vi_eq(status, vi_set(RASIMI_RULE_INELIGIBLE)));
        on_ras = vm_without(on_ras, ineligible);
    }
    const vm high = vm_and(on_ras, is_high_cost(call, design, b, need, indicative, status, multi, general));
    const vm inside = vm_without(on_ras, high);

    vf allocation = indicative;
    vi protection = vi_set(0);
    if (general && terms->protection_share > 0.0f) {
        const vf loss = vf_max(vf_sub(read_float(call->people->reference, b, multi), indicative), vf_set(0.0f));
        protection = vf_round(vf_mul(loss, vf_set(terms->protection_share)));
        allocation = vf_add(indicative, vi_float(protection));
    }
    const signed_off planned =
        sign_off(need, allocation, inside, vf_set(terms->above_tolerance), vf_set(terms->below_tolerance),
                 vf_set(shock->uplift_share), vf_set(shock->trim_share));
    vf budget = vf_select(high, general ? vf_mul(need, vf_set(design->high_cost_share)) : need, planned.budget);
    if (general) {
        budget = vf_select(ineligible, vf_set(0.0f), vf_select(legacy, need, budget));
    }
    budget = vf_min(budget, most);
    vi at_plan = vf_round(budget);
    const vf after_price = vf_min(vf_mul(budget, vf_set(shock->price[stretch->setting])), most);
    vi at_price = vf_round(after_price);
    vi outturn = at_price;
    if (general && call->people->used != NULL) {
        outturn = vf_round(vf_mul(after_price, read_float(call->people->used, b, multi)));
    }
    if (multi || general) { /* otherwise lanes past the last person are zero by their data */
        at_plan = vi_keep(present, at_plan);
        at_price = vi_keep(present, at_price);
        outturn = vi_keep(present, outturn);
    }
    vi left = outturn;
    if (general && call->people->other != NULL) {
        const vf share = vf_mul(vi_float(outturn), read_float(call->people->other_share, b, multi));
        const vi other = vi_min(vi_add(read_int(call->people->other, b, multi), vf_round(share)), outturn);
        left = vi_sub(outturn, other);
        sums[RASIMI_SUM_OTHER_FUNDING] = vi_add(sums[RASIMI_SUM_OTHER_FUNDING], other);
    }
    const vi paid = vi_min(read_int(call->people->contribution, b, multi), left);

    const vi indicative_units = vf_round(indicative);
    const vi surprise = vi_sub(at_price, at_plan);
    const vi moved = vi_sub(at_plan, vi_add(indicative_units, protection));
    sums[RASIMI_SUM_INDICATIVE] = vi_add_if(sums[RASIMI_SUM_INDICATIVE], inside, indicative_units);
    sums[RASIMI_SUM_UPLIFT] = vi_add_if(sums[RASIMI_SUM_UPLIFT], planned.lifted, moved);
    sums[RASIMI_SUM_TRIM] = vi_add_if(sums[RASIMI_SUM_TRIM], planned.trimmed, vi_sub(vi_set(0), moved));
    sums[RASIMI_SUM_HIGH_COST] = vi_add_if(sums[RASIMI_SUM_HIGH_COST], high, at_plan);
    sums[RASIMI_SUM_PRICE_SURPRISE] = vi_add(sums[RASIMI_SUM_PRICE_SURPRISE], surprise);
    sums[RASIMI_SUM_HIGH_COST_SURPRISE] = vi_add_if(sums[RASIMI_SUM_HIGH_COST_SURPRISE], high, surprise);
    sums[RASIMI_SUM_CONTRIBUTION] = vi_add(sums[RASIMI_SUM_CONTRIBUTION], paid);
    sums[RASIMI_SUM_NET] = vi_add(sums[RASIMI_SUM_NET], vi_sub(left, paid));
    sums[RASIMI_SUM_EXCLUDED_PEOPLE] = vi_add_if(sums[RASIMI_SUM_EXCLUDED_PEOPLE], high, one);
    sums[RASIMI_SUM_PANEL_CASES] = vi_add_if(sums[RASIMI_SUM_PANEL_CASES], planned.lifted, one);
    if (general) {
        sums[RASIMI_SUM_LEGACY] = vi_add_if(sums[RASIMI_SUM_LEGACY], legacy, at_plan);
        sums[RASIMI_SUM_LEGACY_SURPRISE] = vi_add_if(sums[RASIMI_SUM_LEGACY_SURPRISE], legacy, surprise);
        sums[RASIMI_SUM_PROTECTION] = vi_add_if(sums[RASIMI_SUM_PROTECTION], inside, protection);
        sums[RASIMI_SUM_UNDERSPEND] = vi_add(sums[RASIMI_SUM_UNDERSPEND], vi_sub(at_price, outturn));
        sums[RASIMI_SUM_INELIGIBLE_COST] = vi_add_if(sums[RASIMI_SUM_INELIGIBLE_COST], ineligible, vf_round(need));
        sums[RASIMI_SUM_LEGACY_PEOPLE] = vi_add_if(sums[RASIMI_SUM_LEGACY_PEOPLE], legacy, one);
        sums[RASIMI_SUM_INELIGIBLE_PEOPLE] = vi_add_if(sums[RASIMI_SUM_INELIGIBLE_PEOPLE], ineligible, one);
        sums[RASIMI_SUM_CAPPED_DRAWS] =
            vi_add_if(sums[RASIMI_SUM_CAPPED_DRAWS], vm_without(present, vf_lt(need, most)), one);
    }
}

/* Where a block's data are, and which of its lanes are people: in the plain case lanes past the last person need no
   mask, because their data are zero. */
INLINE block
block_at(const rasimi_kernel_call *call, const rasimi_stretch *stretch, size_t offset, const bool multi,
         const bool general)
{
    block b;
    b.at = stretch->first + offset;
    b.present = general ? vm_first((uint32_t)(stretch->n - offset)) : vm_all();
    if (multi) {
        b.row = vi_load(call->items->row + b.at);
        b.fourth = vi_load(call->items->fourth + b.at);
    } else {
        b.row = vi_set(0);
        b.fourth = vi_set((int32_t)rasimi_counter_word(call->year, 0, 0));
    }
    return b;
}

/* One block in four words: need cost once, then every design. */
INLINE void
simulate_block(const rasimi_kernel_call *call, const rasimi_stretch *stretch, size_t offset, size_t first_design,
               size_t n_designs, const bool multi, const bool general, vi sums[MAX_DESIGNS][4][RASIMI_N_SUMS])
{
    const rasimi_kernel_terms *terms = call->terms;
    const block b = block_at(call, stretch, offset, multi, general);
    const vf cost = read_float(call->people->cost, &b, multi);
    const vf log2_sd = vf_set(stretch->log2_sd);
    vi words[4], errors[4], reviews[4];
    draw_words(call, &b, terms->need_keys, multi, words);
    const bool moving = general && call->people->mode_sd != NULL;
    if (moving) {
        draw_words(call, &b, terms->assessment_keys, multi, errors);
    }
    if (general && terms->reviews) {
        draw_words(call, &b, terms->churn_keys, multi, reviews);
    }
    const vi copies = multi ? vi_load(call->items->copies + b.at) : vi_set(4);
#pragma GCC unroll 4
    for (int w = 0; w < 4; w++) {
        const rasimi_kernel_shock *shock = &call->shocks[multi ? 0 : w];
        vf need = vf_mul(vec_exp2_product(log2_sd, vec_normal(words[w])), cost);
        if (general) {
            need = vf_mul(need, vf_set(shock->need_factor));
        }
        need = vf_min(need, vf_set(RASIMI_MAX_UNITS));
        const vm present = multi ? vi_gt(copies, vi_set(w)) : b.present;
        vm legacy = vm_none();
        if (general && terms->reviews) {
            legacy = vm_without(present, vi_below(reviews[w], vi_set((int32_t)terms->review_below)));
        }
        const vf error = moving ? vec_normal(errors[w]) : vf_set(0.0f);
        for (size_t d = 0; d < n_designs; d++) {
            settle(call, &call->designs[first_design + d], stretch, shock, &b, need, error, legacy, present, multi,
                   general, sums[d][multi ? 0 : w]);
        }
    }
}

/* Adds the lane sums of one design and replicate to their 64-bit totals and clears them. */
INLINE void
fold(vi sums[RASIMI_N_SUMS], const bool general, int64_t *totals)
{
    for (int k = 0; k < (general ? RASIMI_N_SUMS : RASIMI_N_BASE_SUMS); k++) {
        totals[k] += vi_sum(sums[k]);
        sums[k] = vi_set(0);
    }
}

INLINE void
simulate_stretch(const rasimi_kernel_call *call, size_t s, size_t first_design, size_t n_designs, const bool multi,
                 const bool general)
{
    const rasimi_stretch *stretch = &call->stretches[s];
    const int replicates = multi ? 1 : 4;
    vi sums[MAX_DESIGNS][4][RASIMI_N_SUMS];
    for (size_t d = 0; d < n_designs; d++) {
        for (int r = 0; r < replicates; r++) {
            for (int k = 0; k < RASIMI_N_SUMS; k++) {
                sums[d][r][k] = vi_set(0);
            }
        }
    }
    const size_t step = (size_t)VEC_LANES * FOLD_AMOUNTS / (multi ? 4 : 1);
    for (size_t start = 0; start < stretch->n; start += step) {
        const size_t end = start + step;
        const size_t stop = end < stretch->n ? end : stretch->n;
        for (size_t offset = start; offset < stop; offset += VEC_LANES) {
            simulate_block(call, stretch, offset, first_design, n_designs, multi, general, sums);
        }
        for (size_t d = 0; d < n_designs; d++) {
            for (int r = 0; r < replicates; r++) {
                fold(sums[d][r], general,
                     call->sums +
                         ((s * call->n_designs + first_design + d) * (size_t)replicates + (size_t)r) * RASIMI_N_SUMS);
            }
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
    for (size_t first = 0; first < call->n_designs; first += MAX_DESIGNS) {
        const size_t rest = call->n_designs - first;
        for (size_t s = 0; s < call->n_stretches; s++) {
            if (rest == 1) { /* the common case, made its own instance */
                simulate_stretch(call, s, first, 1, multi, general);
            } else {
                simulate_stretch(call, s, first, rest < MAX_DESIGNS ? rest : MAX_DESIGNS, multi, general);
            }
        }
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
