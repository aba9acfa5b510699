/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One person: whether the carer stops, whether they are on the RAS, what assessment makes of them, and for each of
   these ways the moments of what they cost. */
#include "engine/analytic_person.h"

#include <math.h>
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
    rasimi_way_memo top; /* of need below the threshold */
    rasimi_person_work *work;
} person;

/* ---- scratch ---- */

size_t
rasimi_person_nodes(const rasimi_analytic_frame *frame)
{
    return frame->leniency.n * frame->practice.n * frame->price.n;
}

rasim_status
rasimi_person_work_make(const rasimi_analytic_frame *frame, rasimi_person_work *out)
{
    const size_t nodes = rasimi_person_nodes(frame);
    *out = (rasimi_person_work){0};
    out->polynomials = rasimi_calloc(frame->leniency.n * RASIMI_WAY_TERMS, sizeof *out->polynomials);
    out->raw = rasimi_calloc(nodes * RASIMI_POWERS, sizeof *out->raw);
    out->moments = rasimi_calloc(nodes, sizeof *out->moments);
    return out->polynomials != NULL && out->raw != NULL && out->moments != NULL ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

void
rasimi_person_work_clear(rasimi_person_work *work)
{
    free(work->assessed.items);
    free(work->polynomials);
    free(work->raw);
    free(work->moments);
    *work = (rasimi_person_work){0};
}

/* ---- one way ---- */

/* Adds powers at a node of practice and price to all nodes of leniency. */
static void
add_raw(const person *p, size_t node, const double powers[RASIMI_POWERS], double probability, const double *weight)
{
    const size_t per_leniency = p->frame->practice.n * p->frame->price.n;
    p->work->any_raw = true;
    for (size_t l = 0; l < p->frame->leniency.n; l++) {
        double *sum = p->work->raw + (l * per_leniency + node) * RASIMI_POWERS;
        const double share = probability * (weight == NULL ? 1.0 : weight[l]);
        for (int k = 1; k < RASIMI_POWERS; k++) {
            sum[k] += share * powers[k];
        }
    }
}

static void
add_straight(const person *p, const rasimi_way *way, const rasimi_way_parts *parts, double probability,
             const double *weight)
{
    double terms[RASIMI_WAY_TERMS];
    rasimi_way_polynomials(way, parts, &p->need, terms);
    for (size_t l = 0; l < p->frame->leniency.n; l++) {
        double *sum = p->work->polynomials + l * RASIMI_WAY_TERMS;
        const double share = probability * (weight == NULL ? 1.0 : weight[l]);
        for (int k = 0; k < RASIMI_WAY_TERMS; k++) {
            sum[k] += share * terms[k];
        }
    }
}

static rasimi_way_shock
shock_at(const rasimi_analytic_frame *frame, size_t node)
{
    const size_t x = node / frame->price.n;
    return (rasimi_way_shock){frame->price.node[node % frame->price.n], frame->uplift[x], frame->trim[x]};
}

/* What holding net at 0 adds to a way that is straight but for that. */
static void
add_cut(const person *p, const rasimi_way *way, const rasimi_way_parts *parts, double probability, const double *weight)
{
    const rasimi_analytic_frame *frame = p->frame;
    for (size_t node = 0; node < frame->practice.n * frame->price.n; node++) {
        const rasimi_way_shock shock = shock_at(frame, node);
        double powers[RASIMI_POWERS];
        if (rasimi_way_cut_moments(way, &frame->terms, &shock, &p->income, &p->need, parts, powers)) {
            add_raw(p, node, powers, probability, weight);
        }
    }
}

/* Any other way: its line at every node. */
static void
add_broken(const person *p, const rasimi_way *way, double probability, const double *weight)
{
    const rasimi_analytic_frame *frame = p->frame;
    for (size_t node = 0; node < frame->practice.n * frame->price.n; node++) {
        const rasimi_way_shock shock = shock_at(frame, node);
        const rasimi_line line = rasimi_way_line(way, &frame->terms, &shock, &p->income);
        double powers[RASIMI_POWERS];
        rasimi_line_moments(&line, &p->need, powers);
        add_raw(p, node, powers, probability, weight);
    }
}

/* Adds a way; `weight` is its probability at each node of leniency, NULL: 1. */
static void
add_way(person *p, const rasimi_way *way, double probability, const double *weight)
{
    if (!(probability > NEGLIGIBLE)) {
        return;
    }
    const rasimi_analytic_frame *frame = p->frame;
    const rasimi_way_kind kind = rasimi_way_kind_of(way, &frame->terms, &frame->range, &p->income, &p->need);
    if (kind == RASIMI_WAY_BROKEN) {
        add_broken(p, way, probability, weight);
        return;
    }
    rasimi_way_parts parts;
    rasimi_way_split(way, &frame->terms, &p->need, &p->top, &parts);
    add_straight(p, way, &parts, probability, weight);
    if (kind == RASIMI_WAY_CUT) {
        add_cut(p, way, &parts, probability, weight);
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
    return rasimi_lognormal_of(&frame->table, rasimi_log(planned) + study->drift[group] - 0.5 * sd * sd, sd);
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
    rasimi_assessed_list *list = &p->work->assessed;
    if (rasimi_analytic_assess(p->frame, p->rules, p->row, stopped, list) != RASIM_OK) {
        return RASIM_ERR_NO_MEMORY;
    }
    for (size_t i = 0; i < list->n; i++) {
        const rasimi_way way = rasimi_person_on_ras(p->frame, p->rules, p->row, &list->items[i], more);
        add_way(p, &way, probability * p->frame->review, list->items[i].weight);
    }
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

/* ---- from sums of powers to central moments ---- */

static rasimi_moments
central(const double powers[RASIMI_POWERS])
{
    const double m = powers[1], variance = powers[2] - m * m;
    return (rasimi_moments){m, variance > 0.0 ? variance : 0.0, powers[3] - m * (3.0 * variance + m * m)};
}

static void
finish(const person *p)
{
    const rasimi_analytic_frame *frame = p->frame;
    const size_t n_prices = frame->price.n, n_practice = frame->practice.n;
    for (size_t lx = 0; lx < frame->leniency.n * n_practice; lx++) {
        const size_t x = lx % n_practice;
        double budget[RASIMI_POWERS], powers[RASIMI_POWERS];
        rasimi_way_budget_moments(p->work->polynomials + lx / n_practice * RASIMI_WAY_TERMS, frame->uplift[x],
                                  frame->trim[x], budget);
        for (size_t k = 0; k < n_prices; k++) {
            const size_t node = lx * n_prices + k;
            rasimi_way_net_moments(budget, frame->price.node[k], &p->income, powers);
            for (int j = 1; j < RASIMI_POWERS && p->work->any_raw; j++) {
                powers[j] += p->work->raw[node * RASIMI_POWERS + (size_t)j];
            }
            p->work->moments[node] = central(powers);
        }
    }
}

/* ---- the person ---- */

static void
clear_sums(const rasimi_analytic_frame *frame, rasimi_person_work *work)
{
    memset(work->polynomials, 0, frame->leniency.n * RASIMI_WAY_TERMS * sizeof *work->polynomials);
    if (work->any_raw) {
        memset(work->raw, 0, rasimi_person_nodes(frame) * RASIMI_POWERS * sizeof *work->raw);
    }
    work->any_raw = false;
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
        .top = {.at = (double)NAN},
        .work = work,
    };
    if (study->contribution_gbp_week[row] >= RASIM_MAX_GBP_WEEK || !(p.income.kept > 0.0)) {
        memset(work->moments, 0, rasimi_person_nodes(frame) * sizeof *work->moments); /* pays for all of it */
        return RASIM_OK;
    }
    clear_sums(frame, work);
    const rasim_status status = add_all(&p);
    if (status == RASIM_OK) {
        finish(&p);
    }
    return status;
}
