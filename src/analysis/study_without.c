/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Taking steps out of a study: by terms of the framework that do nothing, and by copies of the arrays that remain. */
#include "analysis/study_without.h"

#include "engine/years.h"
#include "model/family.h"

#include <float.h>
#include <math.h>
#include <string.h>

/* A copy in the arena; NULL where memory ran out, or of nothing. */
static void *
copy(rasimi_arena *arena, const void *items, size_t n, size_t size)
{
    void *made = items == NULL ? NULL : rasimi_arena_alloc(arena, n, size);
    return made == NULL ? NULL : memcpy(made, items, n * size);
}

/* An array of one value. */
static double *
constant(rasimi_arena *arena, size_t n, double value)
{
    double *made = rasimi_arena_alloc(arena, n, sizeof *made);
    for (size_t i = 0; made != NULL && i < n; i++) {
        made[i] = value;
    }
    return made;
}

/* Designs and what they make of the people, to be changed: `designs` too, since exclusion is read from there. */
static rasim_status
copy_designs(rasimi_arena *arena, rasim_study *out)
{
    rasimi_design *designs = copy(arena, out->designs, out->n_designs, sizeof *designs);
    rasimi_applied *applied = copy(arena, out->applied, out->n_designs, sizeof *applied);
    if (designs == NULL || applied == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    for (size_t d = 0; d < out->n_designs; d++) {
        applied[d].design = &designs[d];
        applied[d].rules = copy(arena, applied[d].rules, out->n_care_groups, sizeof *applied[d].rules);
        if (applied[d].rules == NULL) {
            return RASIM_ERR_NO_MEMORY;
        }
    }
    out->designs = designs;
    out->applied = applied;
    return RASIM_OK;
}

/* Nobody is on the RAS: whatever the points, the package stays. */
static rasim_status
without_ras(rasimi_arena *arena, rasim_study *out)
{
    rasimi_piece *keeps = rasimi_arena_alloc(arena, 1, sizeof *keeps);
    if (keeps == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    *keeps = (rasimi_piece){.from = -FLT_MAX, .status = RASIMI_RULE_OUTSIDE};
    for (size_t d = 0; d < out->n_designs; d++) {
        for (size_t g = 0; g < out->n_care_groups; g++) {
            out->applied[d].rules[g].pieces = keeps;
            out->applied[d].rules[g].n = 1;
        }
        out->applied[d].gross = (rasimi_gross){.stops = NULL};
        out->designs[d].exclusion.best_value_saving.value = 0.0;
    }
    out->framework.transition.recalibrate_every.value = 0; /* there is nothing to fit */
    return RASIM_OK;
}

/* Nobody is above a threshold; of whom a rule leaves outside the panel decides. */
static rasim_status
without_high_cost(rasimi_arena *arena, rasim_study *out)
{
    for (size_t d = 0; d < out->n_designs; d++) {
        out->applied[d].threshold_gbp_week = HUGE_VAL;
        for (size_t g = 0; g < out->n_care_groups; g++) {
            rasimi_rule *rule = &out->applied[d].rules[g];
            rule->pieces = copy(arena, rule->pieces, rule->n, sizeof *rule->pieces);
            if (rule->pieces == NULL && rule->n > 0) {
                return RASIM_ERR_NO_MEMORY;
            }
            for (size_t j = 0; j < rule->n; j++) {
                int32_t *status = &rule->pieces[j].status;
                *status = *status == RASIMI_RULE_OUTSIDE ? (int32_t)RASIMI_RULE_PANEL : *status;
            }
        }
    }
    return RASIM_OK;
}

/* A judgement is made at planned prices, which no longer rise. */
static rasim_status
at_file_prices(const rasim_study *study, rasimi_arena *arena, rasimi_applied *applied)
{
    const rasimi_family *family = rasimi_family_find(applied->design->family.value);
    if (family == NULL || !family->without_points || !applied->by_factor) {
        return RASIM_OK;
    }
    applied->raw = copy(arena, applied->raw, study->n_rows, sizeof *applied->raw);
    if (applied->raw == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    for (size_t i = 0; i < study->n_rows; i++) {
        applied->raw[i] = (float)((double)applied->raw[i] / (1.0 + study->price_mean[study->setting[i]]));
    }
    return RASIM_OK;
}

static rasim_status
without_prices(const rasim_study *study, rasimi_arena *arena, rasim_study *out)
{
    out->framework.price_passthrough.value = 0.0;
    out->price_mean = constant(arena, study->n_settings, 0.0);
    out->price_index = constant(arena, study->n_years * study->n_settings, 1.0);
    rasim_status status = out->price_mean == NULL || out->price_index == NULL ? RASIM_ERR_NO_MEMORY : RASIM_OK;
    for (size_t d = 0; d < study->n_designs && status == RASIM_OK; d++) {
        status = at_file_prices(study, arena, &out->applied[d]);
    }
    return status;
}

/* Those who are there stay for all years. */
static rasim_status
without_turnover(rasimi_arena *arena, rasim_study *out)
{
    out->churn = copy(arena, out->churn, out->n_cells, sizeof *out->churn);
    for (size_t c = 0; out->churn != NULL && c < out->n_cells; c++) {
        rasimi_churn *churn = &out->churn[c];
        churn->leave = churn->leave_first = churn->move = churn->starters = 0.0;
    }
    out->n_tails = 0;
    return out->churn == NULL ? RASIM_ERR_NO_MEMORY : RASIM_OK;
}

/* Uncertain streams stay, so that no other shock is drawn otherwise, and pay nothing. */
static rasim_status
without_streams(rasimi_arena *arena, double *nothing, rasim_study *out)
{
    const size_t n = out->n_uncertain_streams;
    if (n == 0) {
        return RASIM_OK;
    }
    out->uncertain_streams = copy(arena, out->uncertain_streams, n, sizeof *out->uncertain_streams);
    for (size_t k = 0; out->uncertain_streams != NULL && k < n; k++) {
        out->uncertain_streams[k].share = nothing;
    }
    return out->uncertain_streams == NULL ? RASIM_ERR_NO_MEMORY : RASIM_OK;
}

static rasim_status
without_income(rasimi_arena *arena, rasim_study *out)
{
    double *nothing = constant(arena, out->n_rows, 0.0), *all = constant(arena, out->n_rows, 1.0);
    if (nothing == NULL || all == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    out->contribution_gbp_week = out->other_gbp_week = out->other_share = nothing;
    out->used_share = all;
    return without_streams(arena, nothing, out);
}

size_t
rasimi_bars_of(const rasim_study *study, rasim_bar_kind *out)
{
    const bool has[RASIM_N_BARS] = {
        [RASIM_BAR_TODAY] = true,
        [RASIM_BAR_RAS] = true,
        [RASIM_BAR_SIGN_OFF] = true,
        [RASIM_BAR_HIGH_COST] = true,
        [RASIM_BAR_PRICES] = true,
        [RASIM_BAR_TURNOVER] = study->turnover || study->n_tails > 0,
        [RASIM_BAR_PROGRAMMES] = study->framework.interventions.n > 0 || study->framework.savings.n > 0,
        [RASIM_BAR_INCOME] = true,
    };
    size_t n = 0;
    for (rasim_bar_kind step = RASIM_BAR_TODAY; step < RASIM_N_BARS; step++) {
        if (has[step]) {
            out[n++] = step;
        }
    }
    return n;
}

rasim_status
rasimi_study_without(const rasim_study *study, unsigned steps, rasimi_arena *arena, rasim_study *out)
{
    *out = *study;
    out->turnover = rasimi_years_needed(study); /* by the same engine, whatever is taken out */
    rasim_status status = copy_designs(arena, out);
    if (status == RASIM_OK && steps & RASIMI_BAR(RASIM_BAR_RAS)) {
        status = without_ras(arena, out);
    }
    if (steps & RASIMI_BAR(RASIM_BAR_SIGN_OFF)) {
        out->framework.sign_off.uplift_share.value = 0.0;
        out->framework.sign_off.trim_share.value = 0.0;
    }
    if (status == RASIM_OK && steps & RASIMI_BAR(RASIM_BAR_HIGH_COST) && !(steps & RASIMI_BAR(RASIM_BAR_RAS))) {
        status = without_high_cost(arena, out);
    }
    if (status == RASIM_OK && steps & RASIMI_BAR(RASIM_BAR_PRICES)) {
        status = without_prices(study, arena, out);
    }
    if (status == RASIM_OK && steps & RASIMI_BAR(RASIM_BAR_TURNOVER)) {
        status = without_turnover(arena, out);
    }
    if (steps & RASIMI_BAR(RASIM_BAR_PROGRAMMES)) {
        out->framework.interventions.n = 0;
        out->framework.savings.n = 0;
    }
    if (status == RASIM_OK && steps & RASIMI_BAR(RASIM_BAR_INCOME)) {
        status = without_income(arena, out);
    }
    return status;
}
