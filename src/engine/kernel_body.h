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
    STAGED_MODE_SD,
    STAGED_AMOUNT,
    STAGED_STATUS,
    STAGED_MOVING,
    STAGED_FACTOR_SD,
    STAGED_EXTRA,
    N_STAGED
};

/* The people being worked on: drawn values, and where their data lie side by side. */
typedef struct strip {
    size_t at; /* index of the first person or item */
    size_t n;  /* people or items */
    vf need[4][STRIP_BLOCKS];
    vf error[4][STRIP_BLOCKS];  /* general: standard normals of assessment error */
    vm legacy[4][STRIP_BLOCKS]; /* general, where there are reviews */
    const int32_t *contribution, *other, *status;
    const float *reference, *used, *other_share, *mode_sd;
    const float *amount, *moving, *factor_sd, *extra; /* of the design at hand; moving: points or raw amount */
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
    const vf cost = multi ? vf_gather(costs, vi_load(call->items->payer + at)) : vf_load(costs + at);
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
    if (terms->errors) {
        vec_philox(key.low, key.high, call->third, key.fourth, terms->assessment_keys, words);
        for (int w = 0; w < 4; w++) {
            s->error[w][block] = vec_normal(words[w]);
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
        s->mode_sd = float_column(call->people->mode_sd, multi ? call->items->donor : NULL, s, STAGED_MODE_SD);
        s->reference = float_column(call->people->reference, multi ? call->items->payer : NULL, s, STAGED_REFERENCE);
        s->used = float_column(call->people->used, rows, s, STAGED_USED);
        s->other = int_column(call->people->other, rows, s, STAGED_OTHER);
        s->other_share = float_column(call->people->other_share, rows, s, STAGED_OTHER_SHARE);
    }
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
                   vf extra, vi *status)
{
    const size_t lane = block * VEC_LANES;
    vf points = vf_load(s->moving + lane);
    if (s->mode_sd != NULL) {
        points = vf_fma(vf_load(s->mode_sd + lane), s->error[word][block], points);
    }
    return evaluate_rule(rule, vf_add(points, vf_set(shock->leniency)), extra, status);
}

/* By factor: a family that reads answers takes its error as a lognormal factor on the amount before limits. */
INLINE vf
allocate_by_factor(const rasimi_rule *rule, const rasimi_kernel_shock *shock, const strip *s, size_t block, int word,
                   vf extra, vi status)
{
    const size_t lane = block * VEC_LANES;
    vf raw = vf_mul(vf_load(s->moving + lane), vf_set(shock->leniency_factor));
    if (s->factor_sd != NULL) {
        raw = vf_mul(raw, vec_exp2_product(vf_load(s->factor_sd + lane), s->error[word][block]));
    }
    const vf amount = apply_limits(&rule->limits, vf_add(raw, extra));
    return vf_select(vi_eq(status, vi_set(RASIMI_RULE_ALLOCATED)), amount, vf_set(0.0f));
}

/* What a design gives a block before sign-off: A in whole units, and status. */
INLINE vf
allocate(const rasimi_kernel_design *design, const rasimi_stretch *stretch, const rasimi_kernel_shock *shock,
         const strip *s, size_t block, int word, const bool general, vi *status)
{
    const size_t lane = block * VEC_LANES;
    *status = general && s->status != NULL ? vi_load(s->status + lane) : vi_set(RASIMI_RULE_ALLOCATED);
    if (!general || design->motion == RASIMI_STILL) {
        return vf_load(s->amount + lane);
    }
    const rasimi_rule *rule = &design->rules[stretch->care_group];
    const vf extra = s->extra != NULL ? vf_load(s->extra + lane) : vf_set(0.0f);
    if (design->motion == RASIMI_BY_FACTOR) {
        return allocate_by_factor(rule, shock, s, block, word, extra, *status);
    }
    return allocate_by_points(rule, shock, s, block, word, extra, status);
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

/* Who is what in a block: everybody present is in exactly one of these, or absent. */
typedef struct standing {
    vm legacy;     /* not yet on the RAS */
    vm ineligible; /* below minimum points, and gets nothing */
    vm high;       /* above the exclusion threshold */
    vm inside;     /* the RAS */
} standing;

INLINE standing
stand(const rasimi_kernel_call *call, const rasimi_kernel_design *design, const strip *s, size_t block, int word,
      vm present, vf need, vf indicative, vi status, const bool general)
{
    standing out = {vm_none(), vm_none(), vm_none(), vm_none()};
    vm on_ras = present;
    if (general) {
        out.legacy = call->terms->reviews ? s->legacy[word][block] : out.legacy;
        on_ras = vm_without(present, out.legacy);
        out.ineligible = vm_and(on_ras, vi_eq(status, vi_set(RASIMI_RULE_INELIGIBLE)));
        on_ras = vm_without(on_ras, out.ineligible);
    }
    out.high = vm_and(on_ras, is_high_cost(design, s, block, need, indicative, status, general));
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

/* Transitional protection: a share of what the allocation is below the current package. */
INLINE vi
protect(const rasimi_kernel_terms *terms, const strip *s, size_t lane, vf indicative)
{
    const vf loss = vf_max(vf_sub(vf_load(s->reference + lane), indicative), vf_set(0.0f));
    return vf_round(vf_mul(loss, vf_set(terms->protection_share)));
}

/* Steps 5 to 8: from the signed-off budget to what everybody pays. */
INLINE void
pay(const strip *s, size_t lane, vf budget, vf price, vm present, const bool masked, const bool general, stages *out)
{
    const vf most = vf_set(RASIMI_MAX_UNITS);
    const vf planned = vf_min(budget, most), priced = vf_min(vf_mul(planned, price), most);
    out->at_plan = vf_round(planned);
    out->at_price = out->outturn = vf_round(priced);
    if (general && s->used != NULL) {
        out->outturn = vf_round(vf_mul(priced, vf_load(s->used + lane)));
    }
    if (masked) { /* otherwise lanes past the last person are zero by their data */
        out->at_plan = vi_keep(present, out->at_plan);
        out->at_price = vi_keep(present, out->at_price);
        out->outturn = vi_keep(present, out->outturn);
    }
    vi left = out->outturn;
    if (general && s->other != NULL) {
        const vf share = vf_mul(vi_float(out->outturn), vf_load(s->other_share + lane));
        out->other = vi_min(vi_add(vi_load(s->other + lane), vf_round(share)), out->outturn);
        left = vi_sub(out->outturn, out->other);
    }
    out->paid = vi_min(vi_load(s->contribution + lane), left);
}

/* The ledger: differences of rounded stages, so that the lines add up to net without remainder. */
INLINE void
enter(const standing *who, const signed_off *planned, const stages *at, const bool general, vi sums[RASIMI_N_SUMS])
{
    const vi one = vi_set(1);
    const vi allocation = general ? vi_add(at->indicative, at->protection) : at->indicative;
    const vi surprise = vi_sub(at->at_price, at->at_plan);
    const vi left = general ? vi_sub(at->outturn, at->other) : at->outturn;
    add_if(sums, RASIMI_SUM_INDICATIVE, who->inside, at->indicative);
    add_if(sums, RASIMI_SUM_UPLIFT, planned->lifted, vi_sub(at->at_plan, allocation));
    add_if(sums, RASIMI_SUM_TRIM, planned->trimmed, vi_sub(allocation, at->at_plan));
    add_if(sums, RASIMI_SUM_HIGH_COST, who->high, at->at_plan);
    add(sums, RASIMI_SUM_PRICE_SURPRISE, surprise);
    add_if(sums, RASIMI_SUM_HIGH_COST_SURPRISE, who->high, surprise);
    add(sums, RASIMI_SUM_CONTRIBUTION, at->paid);
    add(sums, RASIMI_SUM_NET, vi_sub(left, at->paid));
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

INLINE void
settle_block(const rasimi_kernel_call *call, const rasimi_kernel_design *design, const rasimi_stretch *stretch,
             const rasimi_kernel_shock *shock, const strip *s, size_t block, int word, const bool multi,
             const bool general, vi sums[RASIMI_N_SUMS])
{
    const rasimi_kernel_terms *terms = call->terms;
    const size_t lane = block * VEC_LANES;
    const vf need = s->need[word][block];
    const vm present = present_lanes(call, s, block, word, multi, general);
    vi status;
    const vf indicative = allocate(design, stretch, shock, s, block, word, general, &status);
    const standing who = stand(call, design, s, block, word, present, need, indicative, status, general);
    stages at = {.indicative = vf_round(indicative), .protection = vi_set(0), .other = vi_set(0)};
    vf allocation = indicative;
    if (general && terms->protection_share > 0.0f) {
        at.protection = protect(terms, s, lane, indicative);
        allocation = vf_add(indicative, vi_float(at.protection));
    }
    const signed_off planned = sign_off(need, allocation, who.inside, terms, shock);
    vf budget = vf_select(who.high, general ? vf_mul(need, vf_set(design->high_cost_share)) : need, planned.budget);
    if (general) {
        budget = vf_select(who.ineligible, vf_set(0.0f), vf_select(who.legacy, need, budget));
        add_if(sums, RASIMI_SUM_INELIGIBLE_COST, who.ineligible, vf_round(need));
        const vm capped = vm_without(present, vf_lt(need, vf_set(RASIMI_MAX_UNITS)));
        add_if(sums, RASIMI_SUM_CAPPED_DRAWS, capped, vi_set(1));
    }
    pay(s, lane, budget, vf_set(shock->price[stretch->setting]), present, multi || general, general, &at);
    enter(&who, &planned, &at, general, sums);
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
        const bool by_factor = design->motion == RASIMI_BY_FACTOR;
        s->moving = float_column(by_factor ? design->raw : design->points, donors, s, STAGED_MOVING);
        s->factor_sd = float_column(design->factor_sd, donors, s, STAGED_FACTOR_SD);
        s->extra = float_column(design->extra, donors, s, STAGED_EXTRA);
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
