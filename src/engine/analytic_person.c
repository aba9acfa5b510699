/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One person: whether the carer stops, whether they are on the RAS, what assessment makes of them, and for each of
   these ways the moments of what they cost. */
#include "engine/analytic_person.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "num/detmath.h"
#include "rasim/ledger.h"

#define INFINITE __builtin_inf()

/* Probabilities below this are not looked at. */
#define NEGLIGIBLE 1e-12

/* The person at hand. */
typedef struct person {
    const rasimi_analytic_frame *frame;
    const rasimi_analytic_rules *rules;
    size_t row;
    rasimi_lognormal need;
    rasimi_way_income income;
    rasimi_person_work *work;
} person;

/* ---- scratch ---- */

size_t
rasimi_person_nodes(const rasimi_analytic_frame *frame)
{
    return frame->leniency.n * frame->nodes.n;
}

rasim_status
rasimi_person_work_make(const rasimi_analytic_frame *frame, rasimi_person_work *out)
{
    const size_t leniency = rasimi_loop_padded(frame->leniency.n), stride = rasimi_loop_padded(frame->nodes.n);
    const size_t terms = RASIMI_WAY_TERMS * leniency, weights = RASIMI_WAYS_AT_ONCE * leniency;
    const size_t column = frame->leniency.n * stride, n_columns = RASIMI_POWERS - 1 + 3;
    const size_t powers = (RASIMI_POWERS - 1) * stride;
    *out = (rasimi_person_work){.stride = stride, .block.stride = leniency};
    out->room = rasimi_calloc(terms + weights + powers + n_columns * column, sizeof *out->room);
    out->assessed = rasimi_assessed_memo_make(frame);
    if (out->room == NULL || out->assessed == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    out->terms = out->room;
    out->block.weight = out->terms + terms;
    double *columns = out->block.weight + weights + powers;
    for (size_t k = 1; k < RASIMI_POWERS; k++, columns += column) {
        out->powers[k] = out->block.weight + weights + (k - 1) * stride;
        out->raw[k] = columns;
    }
    out->moments = (rasimi_moment_columns){columns, columns + column, columns + 2 * column};
    return RASIM_OK;
}

void
rasimi_person_work_clear(rasimi_person_work *work)
{
    rasimi_assessed_memo_free(work->assessed);
    free(work->room);
    *work = (rasimi_person_work){0};
}

/* ---- bent ways ---- */

/* Adds a way's powers at the nodes of practice and prices to all nodes of leniency. */
static void
add_raw(const person *p, const rasimi_bent_way *bent)
{
    rasimi_person_work *work = p->work;
    work->any_raw = true;
    for (size_t l = 0; l < p->frame->leniency.n; l++) {
        const double share = bent->probability * (bent->weight == NULL ? 1.0 : bent->weight[l]);
        for (int k = 1; k < RASIMI_POWERS; k++) {
            p->frame->loops->add(share, work->powers[k], p->frame->nodes.n, work->raw[k] + l * work->stride);
        }
    }
}

/* What holding net at 0 adds to a way that is straight but for that. */
static void
find_cut(const person *p, const rasimi_bent_way *bent)
{
    const rasimi_way_block *block = &p->work->block;
    rasimi_cut_way cut = {.way = bent->way, .income = p->income};
    for (int k = 0; k < RASIMI_POWERS; k++) {
        cut.trim[k] = block->trim[k][bent->index];
        cut.keep[k] = block->keep[k][bent->index];
    }
    p->frame->loops->cuts(&cut, &p->frame->terms, &p->need, &p->frame->nodes, p->work->powers);
}

/* Any other way: its line at every node. */
static void
find_broken(const person *p, const rasimi_bent_way *bent)
{
    const rasimi_shock_nodes *nodes = &p->frame->nodes;
    for (size_t j = 0; j < nodes->n; j++) {
        const rasimi_way_shock shock = {nodes->price[j], nodes->uplift[j], nodes->trim[j]};
        const rasimi_line line = rasimi_way_line(&bent->way, &p->frame->terms, &shock, &p->income);
        double powers[RASIMI_POWERS];
        rasimi_line_moments(&line, &p->need, powers);
        for (int k = 1; k < RASIMI_POWERS; k++) {
            p->work->powers[k][j] = powers[k];
        }
    }
}

/* ---- ways, some at a time ---- */

/* Partial means below the threshold. */
static void
find_top(const person *p, rasimi_way_block *block)
{
    const double own = p->rules->threshold;
    if (block->more > 0.0 || block->threshold < own || block->threshold > own) {
        rasimi_lognormal_below(&p->need, block->threshold - block->more, block->top);
    } else {
        rasimi_lognormal_below_log(&p->need, p->rules->log_threshold, block->top);
    }
}

/* Adds up the ways of the block, and the bent ones in their order. */
static void
flush(person *p)
{
    const rasimi_analytic_frame *frame = p->frame;
    rasimi_way_block *block = &p->work->block;
    if (block->n > 0) {
        find_top(p, block);
        frame->loops->ways(block, &frame->terms, &p->need, frame->leniency.n, p->work->terms);
    }
    for (size_t i = 0; i < p->work->n_bent; i++) {
        const rasimi_bent_way *bent = &p->work->bent[i];
        if (bent->cut) {
            find_cut(p, bent);
        } else {
            find_broken(p, bent);
        }
        add_raw(p, bent);
    }
    block->n = p->work->n_bent = 0;
}

static void
add_straight(person *p, const rasimi_way *way, double probability, const double *weight)
{
    rasimi_way_block *block = &p->work->block;
    const bool inside = way->threshold > 0.0;
    block->more = way->more;
    block->threshold = inside ? way->threshold : block->threshold;
    block->allocation[block->n] = way->allocation;
    block->share[block->n] = way->share;
    block->inside[block->n] = inside ? 1.0 : 0.0;
    for (size_t l = 0; l < p->frame->leniency.n; l++) {
        block->weight[block->n * block->stride + l] = probability * (weight == NULL ? 1.0 : weight[l]);
    }
    block->n++;
}

/* Adds a way; `weight` is its probability at each node of leniency, NULL: 1. Until the next flush they all share a
   threshold, or have none, and the same need. */
static void
add_way(person *p, const rasimi_way *way, double probability, const double *weight)
{
    if (!(probability > NEGLIGIBLE)) {
        return;
    }
    rasimi_person_work *work = p->work;
    const rasimi_analytic_frame *frame = p->frame;
    if (work->block.n == RASIMI_WAYS_AT_ONCE || work->n_bent == RASIMI_WAYS_AT_ONCE) {
        flush(p);
    }
    const rasimi_way_kind kind = rasimi_way_kind_of(way, &frame->terms, &frame->range, &p->income, &p->need);
    if (kind != RASIMI_WAY_STRAIGHT) {
        const bool cut = kind == RASIMI_WAY_CUT;
        work->bent[work->n_bent++] = (rasimi_bent_way){*way, cut, work->block.n, probability, weight};
    }
    if (kind != RASIMI_WAY_BROKEN) {
        add_straight(p, way, probability, weight);
    }
}

/* ---- the ways of a person ---- */

static double
planned_package(const rasimi_analytic_frame *frame, size_t row)
{
    const rasim_study *study = frame->study;
    return study->cost_gbp_week[row] * (1.0 + study->price_mean[study->setting[row]]);
}

rasimi_lognormal
rasimi_person_need(const rasimi_analytic_frame *frame, size_t row, double need_factor)
{
    const rasim_study *study = frame->study;
    const uint32_t group = study->care_group[row];
    const double sd = study->log_sd[group], planned = planned_package(frame, row) * need_factor;
    return rasimi_lognormal_of(&frame->table, rasimi_log(planned) + study->drift[group] - 0.5 * sd * sd,
                               &frame->need_shape[group]);
}

rasimi_way
rasimi_person_on_ras(const rasimi_analytic_frame *frame, const rasimi_analytic_rules *rules, size_t row,
                     const rasimi_assessed *assessed, double more)
{
    const double top = rules->threshold, a = assessed->gbp_week, reference = planned_package(frame, row);
    const double loss = reference > a ? reference - a : 0.0;
    rasimi_way way = {a + frame->protection * loss, more, top, rules->high_share};
    bool high = assessed->status == RASIMI_RULE_OUTSIDE;
    switch (rules->basis) {
        case RASIMI_BASIS_NEED:
            break;
        case RASIMI_BASIS_REFERENCE:
            high = high || reference > top;
            way.threshold = INFINITE;
            break;
        case RASIMI_BASIS_ALLOCATION:
            high = high || a > top;
            way.threshold = INFINITE;
            break;
        case RASIMI_BASIS_EITHER:
            high = high || a > top;
            break;
    }
    if (assessed->status == RASIMI_RULE_INELIGIBLE) {
        way.share = 0.0;
    }
    way.threshold = high || assessed->status == RASIMI_RULE_INELIGIBLE ? 0.0 : way.threshold;
    return way;
}

/* With or without a carer: legacy or on the RAS. */
static rasim_status
add_ways(person *p, bool stopped, double probability, double more)
{
    if (!(probability > NEGLIGIBLE)) {
        return RASIM_OK;
    }
    const rasimi_way legacy = {0.0, more, 0.0, 1.0};
    add_way(p, &legacy, probability * (1.0 - p->frame->review), NULL);
    const rasimi_assessed_list *list;
    if (rasimi_analytic_assess(p->frame, p->rules, p->row, stopped, p->work->assessed, &list) != RASIM_OK) {
        return RASIM_ERR_NO_MEMORY;
    }
    for (size_t i = 0; i < list->n; i++) {
        const rasimi_way way = rasimi_person_on_ras(p->frame, p->rules, p->row, &list->items[i], more);
        add_way(p, &way, probability * p->frame->review, rasimi_assessed_weight(list, i));
    }
    flush(p);
    return RASIM_OK;
}

static rasim_status
add_all(person *p)
{
    const rasimi_gross *gross = &p->rules->applied->gross;
    const bool may_stop = gross->stops != NULL && !p->frame->question.without_carers_stop;
    const double stops = may_stop ? gross->stops[p->row] : 0.0;
    const double more = stops > 0.0 ? (double)gross->replaced[p->row] / RASIM_UNITS_PER_GBP : 0.0;
    const rasim_status status = add_ways(p, false, 1.0 - stops, 0.0);
    return status == RASIM_OK ? add_ways(p, true, stops, more) : status;
}

/* ---- the person ---- */

static void
finish(const person *p)
{
    const rasimi_person_work *work = p->work;
    for (size_t l = 0; l < p->frame->leniency.n; l++) {
        const size_t at = l * work->stride;
        const double *raw[RASIMI_POWERS] = {NULL, work->raw[1] + at, work->raw[2] + at, work->raw[3] + at};
        const rasimi_moment_columns out = {work->moments.mean + at, work->moments.variance + at,
                                           work->moments.third + at};
        double terms[RASIMI_WAY_TERMS];
        for (size_t k = 0; k < RASIMI_WAY_TERMS; k++) {
            terms[k] = work->terms[k * work->block.stride + l];
        }
        p->frame->loops->nets(&p->frame->nodes, &p->income, terms, raw, &out);
    }
}

static void
clear_sums(const rasimi_analytic_frame *frame, rasimi_person_work *work)
{
    const size_t column = frame->leniency.n * work->stride;
    memset(work->terms, 0, RASIMI_WAY_TERMS * work->block.stride * sizeof *work->terms);
    for (int k = 1; k < RASIMI_POWERS && work->any_raw; k++) {
        memset(work->raw[k], 0, column * sizeof *work->raw[k]);
    }
    work->any_raw = false;
}

/* Of a person who pays for all of it. */
static void
clear_moments(const rasimi_analytic_frame *frame, rasimi_person_work *work)
{
    const size_t size = frame->leniency.n * work->stride * sizeof(double);
    memset(work->moments.mean, 0, size);
    memset(work->moments.variance, 0, size);
    memset(work->moments.third, 0, size);
}

rasim_status
rasimi_person_moments(const rasimi_analytic_frame *frame, const rasimi_analytic_rules *rules, size_t row,
                      double need_factor, rasimi_person_work *work)
{
    const rasim_study *study = frame->study;
    const double used = study->used_share[row], share = study->other_share[row];
    person p = {
        .frame = frame,
        .rules = rules,
        .row = row,
        .need = rasimi_person_need(frame, row, need_factor),
        .income = {used * (share < 1.0 ? 1.0 - share : 0.0),
                   study->other_gbp_week[row] + study->contribution_gbp_week[row]},
        .work = work,
    };
    if (study->contribution_gbp_week[row] >= RASIM_MAX_GBP_WEEK || !(p.income.kept > 0.0)) {
        clear_moments(frame, work);
        return RASIM_OK;
    }
    clear_sums(frame, work);
    const rasim_status status = add_all(&p);
    if (status == RASIM_OK) {
        finish(&p);
    }
    return status;
}
