/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Expected shortfalls from partial means of the lognormal need, over the ways that a person's year may go. Only
   expectations are asked for, so each shock enters by its own law. */
#include "engine/analytic_shortfall.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/analytic_person.h"
#include "rasim/ledger.h"

typedef struct adder {
    rasimi_analytic_frame frame;
    double leniency[RASIMI_AXIS_MOST], need[RASIMI_AXIS_MOST]; /* mean weights of the nodes */
    double left;                                               /* E[(1 - u X)+]: of a gap that sign-off leaves open */
    rasimi_assessed_memo *assessed;
    rasimi_shortfall sums;
} adder;

/* Where the points of the shared draws lie among the nodes of one shock, on average. */
static void
mean_weights(const rasimi_axis *axis, const double *draws, size_t n, double *out)
{
    memset(out, 0, axis->n * sizeof *out);
    for (size_t i = 0; i < n; i++) {
        double weights[RASIMI_AXIS_ORDER];
        const double x = axis->n == 1 ? axis->node[0] : draws[i];
        const size_t first = rasimi_axis_weights(axis, x, weights);
        for (size_t k = 0; k < axis->order; k++) {
            out[first + k] += weights[k] / (double)n;
        }
    }
}

static double
mean_left(const rasimi_analytic_frame *frame)
{
    const double uplift = frame->study->framework.sign_off.uplift_share.value;
    double left = 0.0;
    for (size_t i = 0; i < frame->draws.n; i++) {
        const double open = 1.0 - uplift * frame->draws.practice[i];
        left += open > 0.0 ? open / (double)frame->draws.n : 0.0;
    }
    return left;
}

/* E[(C - amount); low < C <= high], C being what is drawn and `more`. */
static double
gap_between(const rasimi_lognormal *need, double more, double amount, double low, double high)
{
    double below[RASIMI_POWERS], upto[RASIMI_POWERS];
    if (!(high > low)) {
        return 0.0;
    }
    rasimi_lognormal_below(need, low - more, below);
    rasimi_lognormal_below(need, high - more, upto);
    return upto[1] - below[1] - (amount - more) * (upto[0] - below[0]);
}

/* Adds one way with its probability, times the people who are like that. */
static void
add_way(adder *self, const rasimi_lognormal *need, const rasimi_assessed *assessed, const rasimi_way *way,
        double people)
{
    if (assessed->status == RASIMI_RULE_INELIGIBLE) {
        self->sums.indicative += people * (need->moment[1] + way->more);
        self->sums.final += people * (need->moment[1] + way->more);
        return;
    }
    const double top = way->threshold, given = assessed->gbp_week, start = way->allocation;
    const double lifted_from = start * self->frame.terms.above < top ? start * self->frame.terms.above : top;
    self->sums.indicative += people * gap_between(need, way->more, given, given, top);
    self->sums.final += people * (gap_between(need, way->more, start, start, lifted_from) +
                                  self->left * gap_between(need, way->more, start, lifted_from, top));
}

/* A person with or without a carer, where need is a factor times what the file says. */
static rasim_status
add_state(adder *self, const rasimi_analytic_rules *rules, size_t row, const rasimi_lognormal *need, bool stopped,
          double more, double people)
{
    if (!(people > 0.0)) {
        return RASIM_OK;
    }
    const rasimi_assessed_list *list;
    if (rasimi_analytic_assess(&self->frame, rules, row, stopped, self->assessed, &list) != RASIM_OK) {
        return RASIM_ERR_NO_MEMORY;
    }
    self->sums.need += people * (need->moment[1] + more);
    for (size_t i = 0; i < list->n; i++) {
        const rasimi_assessed *assessed = &list->items[i];
        const double *weight = rasimi_assessed_weight(list, i);
        const rasimi_way way = rasimi_person_on_ras(&self->frame, rules, row, assessed, more);
        double share = 0.0;
        for (size_t l = 0; l < self->frame.leniency.n; l++) {
            share += self->leniency[l] * weight[l];
        }
        add_way(self, need, assessed, &way, people * share);
    }
    return RASIM_OK;
}

static rasim_status
add_row(adder *self, size_t outcome, size_t row)
{
    const rasim_study *study = self->frame.study;
    const size_t design = rasimi_outcome_design(study, outcome, study->cells[study->cell[row]].place);
    const rasimi_analytic_rules *rules = &self->frame.designs[design];
    const rasimi_gross *gross = &rules->applied->gross;
    const bool fixed = study->framework.population.sampling.value == RASIMI_SAMPLING_FIXED;
    const double people = self->frame.review * (fixed ? (double)study->fixed_count[row] : study->weight[row]);
    const double stops = gross->stops != NULL ? gross->stops[row] : 0.0;
    const double more = stops > 0.0 ? (double)gross->replaced[row] / RASIM_UNITS_PER_GBP : 0.0;
    rasim_status status = RASIM_OK;
    for (size_t k = 0; k < self->frame.need.n && status == RASIM_OK; k++) {
        const rasimi_lognormal need = rasimi_person_need(&self->frame, row, self->frame.need.node[k]);
        const double share = people * self->need[k];
        status = add_state(self, rules, row, &need, false, 0.0, share * (1.0 - stops));
        if (status == RASIM_OK) {
            status = add_state(self, rules, row, &need, true, more, share * stops);
        }
    }
    return status;
}

rasim_status
rasimi_analytic_shortfall(const rasim_study *study, size_t outcome, rasimi_shortfall *out, rasim_problems *problems)
{
    adder self = {.assessed = NULL};
    const rasimi_analytic_question question = {.shock_scale = 1.0, .allocation_scale = 1.0};
    rasim_status status = rasimi_analytic_frame_make(study, &question, &self.frame, problems);
    if (status == RASIM_OK) {
        self.assessed = rasimi_assessed_memo_make(&self.frame);
        status = self.assessed == NULL ? RASIM_ERR_NO_MEMORY : RASIM_OK;
    }
    if (status == RASIM_OK) {
        mean_weights(&self.frame.leniency, self.frame.draws.leniency, self.frame.draws.n, self.leniency);
        mean_weights(&self.frame.need, self.frame.draws.need, self.frame.draws.n, self.need);
        self.left = mean_left(&self.frame);
    }
    for (size_t row = 0; row < study->n_rows && status == RASIM_OK; row++) {
        status = add_row(&self, outcome, row);
    }
    rasimi_assessed_memo_free(self.assessed);
    rasimi_analytic_frame_clear(&self.frame);
    if (status == RASIM_OK) {
        *out = self.sums;
    }
    return status;
}
