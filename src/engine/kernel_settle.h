/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Of the kernel's body: what a strip of people costs under a design (methods.md section 4 steps 2 to 8). Every amount
   is rounded to the ledger unit exactly once, and the ledger's lines are integer differences of rounded amounts, so
   that they add up to net without remainder. Included by kernel_body.h after one of the vec_*.h headers. */
#ifndef RASIMI_ENGINE_KERNEL_SETTLE_H
#define RASIMI_ENGINE_KERNEL_SETTLE_H

#include "engine/kernel_draw.h"

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
                   vf points, vf extra, vi *status, vf *measure)
{
    const size_t lane = block * VEC_LANES;
    if (s->mode_sd != NULL) {
        points = vf_fma(vf_load(s->mode_sd + lane), s->error[word][block], points);
    }
    *measure = vf_add(points, vf_set(shock->leniency));
    return evaluate_rule(rule, *measure, extra, status);
}

/* By factor: a family that reads answers takes its error as a lognormal factor on the amount before limits. */
INLINE vf
allocate_by_factor(const rasimi_rule *rule, const rasimi_kernel_shock *shock, const strip *s, size_t block, int word,
                   vf raw, vf extra, vi status, vf *measure)
{
    const size_t lane = block * VEC_LANES;
    raw = vf_mul(raw, vf_set(shock->leniency_factor));
    if (s->factor_sd != NULL) {
        raw = vf_mul(raw, vec_exp2_product(vf_load(s->factor_sd + lane), s->error[word][block]));
    }
    *measure = vf_add(raw, extra);
    const vf amount = apply_limits(&rule->limits, *measure);
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

/* What a design gives a block before sign-off: A in whole units, and status; and what it goes by, where people move. */
INLINE vf
allocate(const rasimi_kernel_call *call, const rasimi_kernel_design *design, const rasimi_stretch *stretch,
         const rasimi_kernel_shock *shock, const strip *s, size_t block, int word, vm stopped, const enum shape shape,
         const bool general, vi *status, vf *measure)
{
    const size_t lane = block * VEC_LANES;
    *status = general && s->status != NULL ? vi_load(s->status + lane) : vi_set(RASIMI_RULE_ALLOCATED);
    if (general && s->gross_status != NULL) {
        *status = vi_select(stopped, vi_load(s->gross_status + lane), *status);
    }
    if (!general || design->motion == RASIMI_STILL) {
        return *measure = gross_if(stopped, s->amount, general ? s->gross : NULL, lane);
    }
    const rasimi_rule *rule = &design->rules[stretch->care_group];
    const vf moving = gross_if(stopped, s->moving, s->gross, lane);
    const vf extra = s->extra != NULL ? gross_if(stopped, s->extra, s->gross_extra, lane) : vf_set(0.0f);
    if (design->motion == RASIMI_BY_FACTOR) {
        const vf raw = raw_amount(call, design, stretch, s, block, moving, shape);
        return allocate_by_factor(rule, shock, s, block, word, raw, extra, *status, measure);
    }
    return allocate_by_points(rule, shock, s, block, word, moving, extra, status, measure);
}

/* The current package at this year's planned prices. */
INLINE vf
current_package(const rasimi_stretch *stretch, const strip *s, size_t block, const enum shape shape)
{
    const vf reference = vf_load(s->reference + block * VEC_LANES);
    return shape == PEOPLE ? vf_mul(reference, vf_set(stretch->price_growth)) : reference;
}

/* Whose carer has stopped. What the design had counted on then has to be bought, so need costs more. */
INLINE vm
stop_carers(const rasimi_stretch *stretch, const strip *s, size_t block, int word, vm present, vf *need,
            const enum shape shape, tally *sums)
{
    const size_t lane = block * VEC_LANES;
    const vm stopped = vm_and(present, vi_below(s->stop[word][block], vi_load(s->stop_below + lane)));
    vf more = vf_load(s->replaced + lane);
    if (shape == PEOPLE) {
        more = vf_mul(more, vf_set(stretch->growth));
    }
    *need = vf_min(vf_add(*need, vf_select(stopped, more, vf_set(0.0f))), vf_set(RASIMI_MAX_UNITS));
    count(sums, RASIMI_SUM_CARERS_STOPPED, stopped);
    return stopped;
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

/* The share of the outturn that others pay: certain shares, and of each uncertain stream what it pays in this
   replicate, never more than all. */
INLINE vf
others_share(const rasimi_kernel_call *call, const rasimi_kernel_shock *shock, const strip *s, size_t lane,
             const enum shape shape)
{
    const rasimi_people *people = call->people;
    const int32_t *rows = rows_of(call, shape);
    vf share = vf_load(s->other_share + lane);
    for (size_t k = 0; k < people->n_streams; k++) {
        const float *column = people->shares + k * people->n;
        const vf planned =
            rows == NULL ? vf_load(column + s->own_row + lane) : vf_gather(column, vi_load(rows + s->at + lane));
        share = vf_fma(planned, vf_set(shock->stream[k]), share);
    }
    return people->n_streams > 0 ? vf_min(share, vf_set(1.0f)) : share;
}

/* What a person has to pay towards the part of a year: contributions grow, but who pays the full cost pays just that.
 */
INLINE vi
owed(const rasimi_kernel_call *call, const strip *s, size_t lane, vf weeks, const enum shape shape)
{
    const vi assessed = vi_load(s->contribution + lane);
    if (shape != PEOPLE) {
        return assessed;
    }
    const vf first = vi_float(assessed), grown = vf_mul(first, vf_set(call->contribution_growth));
    const vf weekly = vf_select(vf_ge(first, vf_set(RASIMI_MAX_UNITS)), first, grown);
    return vf_round(vf_mul(weekly, weeks));
}

/* Steps 5 to 8: from the signed-off budget to what everybody pays. */
INLINE void
pay(const rasimi_kernel_call *call, const rasimi_stretch *stretch, const rasimi_kernel_shock *shock, const strip *s,
    size_t lane, vf budget, vf weeks, vm present, const bool masked, const enum shape shape, const bool general,
    stages *out)
{
    const vf price = vf_set(shock->price[stretch->setting]);
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
        const vf share = vf_mul(vi_float(out->outturn), others_share(call, shock, s, lane, shape));
        vi fixed = vi_load(s->other + lane);
        if (shape == PEOPLE) {
            fixed = vf_round(vf_mul(vi_float(fixed), weeks));
        }
        out->other = vi_min(vi_add(fixed, vf_round(share)), out->outturn);
        left = vi_sub(out->outturn, out->other);
    }
    out->paid = vi_min(owed(call, s, lane, weeks, shape), left);
    if (general || shape == PEOPLE) {
        out->paid = vf_round(vf_mul(vi_float(out->paid), vf_set(call->terms->collected)));
    }
}

/* What the envelope bears. */
INLINE vi
net_of(const stages *at, const bool general)
{
    return vi_sub(general ? vi_sub(at->outturn, at->other) : at->outturn, at->paid);
}

/* The ledger: differences of rounded stages, so that the lines add up to net without remainder. */
INLINE void
enter(const standing *who, const signed_off *planned, const stages *at, const bool general, tally *sums)
{
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
    count(sums, RASIMI_SUM_EXCLUDED_PEOPLE, who->high);
    count(sums, RASIMI_SUM_PANEL_CASES, planned->lifted);
    if (general) {
        add_if(sums, RASIMI_SUM_LEGACY, who->legacy, at->at_plan);
        add_if(sums, RASIMI_SUM_LEGACY_SURPRISE, who->legacy, surprise);
        add_if(sums, RASIMI_SUM_PROTECTION, who->inside, at->protection);
        add(sums, RASIMI_SUM_UNDERSPEND, vi_sub(at->at_price, at->outturn));
        add(sums, RASIMI_SUM_OTHER_FUNDING, at->other);
        count(sums, RASIMI_SUM_LEGACY_PEOPLE, who->legacy);
        count(sums, RASIMI_SUM_INELIGIBLE_PEOPLE, who->ineligible);
    }
}

/* A whole year's net of the people of a block. */
INLINE vi
whole_year_net(const rasimi_kernel_call *call, const rasimi_stretch *stretch, const rasimi_kernel_shock *shock,
               const strip *s, size_t lane, vf budget, vm present, const bool general)
{
    stages year = {.other = vi_set(0)};
    pay(call, stretch, shock, s, lane, budget, vf_set(1.0f), present, true, PEOPLE, general, &year);
    return net_of(&year, general);
}

/* The full-year effect: a whole year's net of people who are there at its end, less what they cost within it. Most
   people are there all year or leave, and of them a whole year's net is not asked. */
INLINE void
enter_full_year(const rasimi_kernel_call *call, const rasimi_stretch *stretch, const rasimi_kernel_shock *shock,
                const strip *s, size_t block, vf budget, vm present, vi net, const bool general, tally *sums)
{
    const vi fate = vi_load(call->cohort->fate + s->at + block * VEC_LANES);
    const vm stayed = vi_eq(fate, vi_set(RASIMI_FATE_STAYED));
    const vm came = vf_gt(vf_load(call->cohort->since + s->at + block * VEC_LANES), vf_set(0.0f));
    const vm part = vm_or(vm_without(present, stayed), vm_and(present, came));
    if (vm_is_none(part)) {
        return;
    }
    const vi gone = vi_sub(vi_set(0), net);
    const vm outside = vm_and(part, vi_eq(fate, vi_set(RASIMI_FATE_OUTSIDE)));
    const vm left = vm_or(outside, vm_and(part, vi_eq(fate, vi_set(RASIMI_FATE_LEFT))));
    const vm moved = vm_and(part, vi_eq(fate, vi_set(RASIMI_FATE_MOVED)));
    add_if(sums, RASIMI_SUM_FULL_YEAR_LEAVERS, left, gone);
    add_if(sums, RASIMI_SUM_FULL_YEAR_CHANGES, moved, gone);
    const vm asked = vm_or(outside, vm_without(vm_without(part, left), moved));
    if (vm_is_none(asked)) {
        return;
    }
    const vi whole = whole_year_net(call, stretch, shock, s, block * VEC_LANES, budget, present, general);
    const vi missing = vi_sub(whole, net);
    add_if(sums, RASIMI_SUM_FULL_YEAR_STARTERS, vm_and(part, stayed), missing);
    add_if(sums, RASIMI_SUM_FULL_YEAR_CHANGES, vm_and(part, vi_eq(fate, vi_set(RASIMI_FATE_ARRIVED))), missing);
    add_if(sums, RASIMI_SUM_MOVED_OUTSIDE, outside, whole);
}

/* The allocation as the ledger has it: over the weeks in care, and so that it and protection add up without remainder
   to what they are together. */
INLINE void
allot(vf indicative, vf allocation, vf weeks, const enum shape shape, const bool general, stages *at)
{
    if (shape == PEOPLE) {
        at->protection = general ? vf_round(vf_mul(vi_float(at->protection), weeks)) : at->protection;
        at->indicative = vi_sub(vf_round(vf_mul(allocation, weeks)), at->protection);
    } else {
        at->indicative = vf_round(indicative);
    }
}

/* What people get beside the rule where that reads points: add-ons, the carer's £. */
INLINE vf
beside_rule(const rasimi_kernel_design *design, const strip *s, size_t lane, vm stopped)
{
    const bool any = design->motion == RASIMI_BY_POINTS && s->extra != NULL;
    return any ? gross_if(stopped, s->extra, s->gross_extra, lane) : vf_set(0.0f);
}

/* For whoever watches single people. */
INLINE void
observe(const standing *who, const signed_off *planned, const stages *at, vf indicative, vf budget, vf price,
        size_t lane, rasimi_observed *out)
{
    const vf most = vf_set(RASIMI_MAX_UNITS), held = vf_min(budget, most);
    const vi high = vi_keep(who->high, vi_set(RASIMI_POOL_HIGH));
    const vi legacy = vi_keep(who->legacy, vi_set(RASIMI_POOL_LEGACY));
    const vi ineligible = vi_keep(who->ineligible, vi_set(RASIMI_POOL_INELIGIBLE));
    vf_store(out->indicative + lane, indicative);
    vf_store(out->budget + lane, held);
    vf_store(out->priced + lane, vf_min(vf_mul(held, price), most));
    vi_store(out->net + lane, net_of(at, true));
    vi_store(out->pool + lane, vi_add(high, vi_add(legacy, ineligible)));
    vi_store(out->lifted + lane, vi_keep(planned->lifted, vi_set(1)));
}

/* The share of the year that the people of a block are in care. */
INLINE vf
weeks_in_care(const rasimi_kernel_call *call, const strip *s, size_t lane)
{
    return vf_sub(vf_load(call->cohort->until + s->at + lane), vf_load(call->cohort->since + s->at + lane));
}

/* The same in the ledger's units, rounded half up. */
INLINE vi
time_units(vf weeks)
{
    return vf_round(vf_floor(vf_add(vf_mul(weeks, vf_set((float)RASIM_UNITS_PER_YEAR)), vf_set(0.5f))));
}

INLINE void
settle_block(const rasimi_kernel_call *call, const rasimi_kernel_design *design, const rasimi_stretch *stretch,
             const rasimi_kernel_shock *shock, const strip *s, size_t block, int word, const enum shape shape,
             const bool general, tally *sums)
{
    const rasimi_kernel_terms *terms = call->terms;
    const size_t lane = block * VEC_LANES;
    const vm present = present_lanes(call, s, block, word, shape, general);
    if (shape == PEOPLE && nobody_is_there(present)) {
        return;
    }
    vf need = s->need[word][block];
    const vf weeks = shape == PEOPLE ? weeks_in_care(call, s, lane) : vf_set(1.0f);
    vm stopped = vm_none();
    if (general && s->stop_below != NULL) {
        stopped = stop_carers(stretch, s, block, word, present, &need, shape, sums);
    }
    vi status;
    vf measure;
    const vf indicative =
        allocate(call, design, stretch, shock, s, block, word, stopped, shape, general, &status, &measure);
    const standing who =
        stand(call, design, stretch, s, block, word, present, need, indicative, status, shape, general);
    stages at = {.protection = vi_set(0), .other = vi_set(0)};
    vf allocation = indicative;
    if (general && terms->protection_share > 0.0f) {
        at.protection = protect(call, stretch, s, block, indicative, shape);
        allocation = vf_add(indicative, vi_float(at.protection));
    }
    allot(indicative, allocation, weeks, shape, general, &at);
    const signed_off planned = sign_off(need, allocation, who.inside, terms, shock);
    const bool saves = general || shape == PEOPLE; /* on packages above the threshold */
    vf budget = vf_select(who.high, saves ? vf_mul(need, vf_set(design->high_cost_share)) : need, planned.budget);
    if (general) {
        budget = vf_select(who.ineligible, vf_set(0.0f), vf_select(who.legacy, need, budget));
        add_if(sums, RASIMI_SUM_INELIGIBLE_COST, who.ineligible, vf_round(over_weeks(need, weeks, shape)));
    }
    if (general || shape == PEOPLE) { /* the plain one-year body is for people who cannot reach the most */
        const vm capped = vm_without(present, vf_lt(need, vf_set(RASIMI_MAX_UNITS)));
        count(sums, RASIMI_SUM_CAPPED_DRAWS, capped);
    }
    pay(call, stretch, shock, s, lane, budget, weeks, present, shape != SOLO || general, shape, general, &at);
    enter(&who, &planned, &at, general, sums);
    if (shape == PEOPLE && call->observed != NULL) {
        rasimi_observed *seen = &call->observed[design - call->designs];
        vf_store(seen->need + s->at + lane, need);
        vf_store(seen->measure + s->at + lane, measure);
        vf_store(seen->beside + s->at + lane, beside_rule(design, s, lane, stopped));
        const vf price = vf_set(shock->price[stretch->setting]);
        observe(&who, &planned, &at, indicative, budget, price, s->at + lane, seen);
    }
    if (shape == PEOPLE) {
        add_if(sums, RASIMI_SUM_PERSON_YEARS, present, time_units(weeks));
        enter_full_year(call, stretch, shock, s, block, budget, present, net_of(&at, general), general, sums);
    }
}

/* Adds up the amounts [first, end). */
INLINE void
add_up_amounts(const tally *sums, int first, const int end, int64_t *totals)
{
#pragma GCC unroll 4
    for (; first + VEC_SUMS <= end; first += VEC_SUMS) {
        vi_add_sums(sums->amounts + first, totals + first);
    }
#pragma GCC unroll 8
    for (; first < end; first++) {
        totals[first] += vi_sum(sums->amounts[first]);
    }
}

INLINE void
add_up(const tally *sums, const enum shape shape, const bool general, int64_t *totals)
{
    add_up_amounts(sums, 0, general ? RASIMI_N_GENERAL_AMOUNTS : RASIMI_N_BASE_AMOUNTS, totals);
    if (shape == PEOPLE) {
        add_up_amounts(sums, RASIMI_N_GENERAL_AMOUNTS, RASIMI_N_AMOUNTS, totals);
    }
#pragma GCC unroll 32
    for (int k = RASIMI_N_AMOUNTS; k < RASIMI_N_SUMS; k++) {
        totals[k] += sums->people[k];
    }
}

/* One design and one word of a strip, added to 64-bit totals. */
INLINE void
settle_word(const rasimi_kernel_call *call, const rasimi_kernel_design *design, const rasimi_stretch *stretch,
            const strip *s, int word, const enum shape shape, const bool general, int64_t *totals)
{
    const rasimi_kernel_shock *shock = &call->shocks[SHOCK_OF(shape, word)];
    tally sums;
    clear(&sums);
    for (size_t block = 0; block * VEC_LANES < s->n; block++) {
        settle_block(call, design, stretch, shock, s, block, word, shape, general, &sums);
    }
    add_up(&sums, shape, general, totals);
}

/* One design and turns of a strip of copies, [first, end), which are all of one replicate: no more than there may be
   before they are added up. */
INLINE void
settle_turns(const rasimi_kernel_call *call, const rasimi_kernel_design *design, const rasimi_stretch *stretch,
             const strip *s, size_t first, size_t end, const bool general, int64_t *totals)
{
    tally sums;
    clear(&sums);
    for (size_t i = first; i < end; i++) {
        const turn at = s->turns[i];
        settle_block(call, design, stretch, &call->shocks[0], s, at.block, at.word, MULTI, general, &sums);
    }
    add_up(&sums, MULTI, general, totals);
}

INLINE void
settle_design(const rasimi_kernel_call *call, const rasimi_kernel_design *design, const rasimi_stretch *stretch,
              strip *s, const enum shape shape, const bool general, int64_t *totals)
{
    const int32_t *donors = donors_of(call, shape);
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
    if (shape == MULTI) {
        for (size_t first = 0; first < s->n_turns; first += STRIP_BLOCKS) {
            const size_t rest = s->n_turns - first, n = rest < STRIP_BLOCKS ? rest : STRIP_BLOCKS;
            settle_turns(call, design, stretch, s, first, first + n, general, totals);
        }
    }
    for (int word = 0; shape != MULTI && word < N_WORDS(shape); word++) {
        const size_t replicate = (size_t)SHOCK_OF(shape, word);
        settle_word(call, design, stretch, s, word, shape, general, totals + replicate * RASIMI_N_SUMS);
    }
}

#endif
