/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the framework says about each care group, setting, budget area and person, as arrays that the engine reads. */
#include "model/charging.h"
#include "model/draft.h"
#include "model/funding.h"
#include "model/law.h"
#include "model/turnover_make.h"
#include "rasim/ledger.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

const rasimi_need_row *
rasimi_need_find(const rasimi_framework *framework, const char *care_group)
{
    const rasimi_need_row *others = NULL;
    for (size_t r = 0; r < framework->need.n; r++) {
        const rasimi_need_row *row = RASIMI_ROW(rasimi_need_row, framework->need, r);
        if (!row->care_group.value)
            others = row;
        else if (strcmp(row->care_group.value, care_group) == 0)
            return row;
    }
    return others;
}

const rasimi_price_row *
rasimi_price_find(const rasimi_framework *framework, const char *setting)
{
    const rasimi_price_row *others = NULL;
    for (size_t r = 0; r < framework->prices.n; r++) {
        const rasimi_price_row *row = RASIMI_ROW(rasimi_price_row, framework->prices, r);
        if (!row->setting.value)
            others = row;
        else if (strcmp(row->setting.value, setting) == 0)
            return row;
    }
    return others;
}

const rasimi_demand_row *
rasimi_demand_find(const rasimi_framework *framework, const char *care_group)
{
    const rasimi_demand_row *others = NULL;
    for (size_t r = 0; r < framework->demand.n; r++) {
        const rasimi_demand_row *row = RASIMI_ROW(rasimi_demand_row, framework->demand, r);
        if (!row->care_group.value)
            others = row;
        else if (strcmp(row->care_group.value, care_group) == 0)
            return row;
    }
    return others;
}

/* ---- by index ---- */

static rasim_status
prepare_groups(rasim_study *study)
{
    study->log_sd = rasimi_arena_alloc(&study->arena, study->n_care_groups, sizeof *study->log_sd);
    study->drift = rasimi_arena_alloc(&study->arena, study->n_care_groups, sizeof *study->drift);
    if (!study->log_sd || !study->drift)
        return RASIM_ERR_NO_MEMORY;
    for (size_t g = 0; g < study->n_care_groups; g++) {
        const rasimi_need_row *row = rasimi_need_find(&study->framework, study->care_groups[g]);
        study->log_sd[g] = row->log_sd.value;
        study->drift[g] = row->drift.value;
    }
    return RASIM_OK;
}

static rasim_status
prepare_settings(rasim_study *study)
{
    study->price_mean = rasimi_arena_alloc(&study->arena, study->n_settings, sizeof *study->price_mean);
    study->price_sd = rasimi_arena_alloc(&study->arena, study->n_settings, sizeof *study->price_sd);
    if (!study->price_mean || !study->price_sd)
        return RASIM_ERR_NO_MEMORY;
    for (size_t k = 0; k < study->n_settings; k++) {
        const rasimi_price_row *row = rasimi_price_find(&study->framework, study->settings[k]);
        const rasimi_spread_spec spread = rasimi_price_spread(row);
        study->price_mean[k] = rasimi_law_mean(&spread);
        study->price_sd[k] = rasimi_law_sd(&spread);
    }
    return RASIM_OK;
}

static rasim_status
prepare_areas(rasim_study *study)
{
    const rasimi_structs *rows = &study->framework.envelope;
    study->area_envelope_gbp = rasimi_arena_alloc(&study->arena, study->n_areas, sizeof *study->area_envelope_gbp);
    if (!study->area_envelope_gbp)
        return RASIM_ERR_NO_MEMORY;
    for (size_t a = 0; a < study->n_areas; a++)
        study->area_envelope_gbp[a] = (double)NAN;
    for (size_t r = 0; r < rows->n; r++) {
        const rasimi_envelope_row *row = RASIMI_ROW(rasimi_envelope_row, *rows, r);
        study->envelope_gbp += row->gbp_year.value;
        for (size_t a = 0; row->budget_area.value && a < study->n_areas; a++)
            if (strcmp(study->areas[a], row->budget_area.value) == 0)
                study->area_envelope_gbp[a] = row->gbp_year.value;
    }
    return RASIM_OK;
}

static rasim_status
prepare_levels(rasim_study *study)
{
    const rasimi_numbers *levels = &study->framework.confidence_levels;
    study->levels = rasimi_arena_alloc(&study->arena, levels->n, sizeof *study->levels);
    if (!study->levels)
        return RASIM_ERR_NO_MEMORY;
    study->n_levels = levels->n;
    for (size_t i = 0; i < levels->n; i++)
        study->levels[i] = levels->items[i].value;
    return RASIM_OK;
}

/* ---- by person ---- */

/* Years over which contributions grow until year 1: one from the file; from an assessment as many as its year lies
   before year 1, where both are financial years. */
static unsigned
years_of_uprating(const rasimi_framework *framework)
{
    const rasimi_financial_spec *assessment = &framework->financial_assessment;
    if (assessment->mark.line == 0)
        return 1;
    const unsigned first = rasimi_charging_year(framework->year.value);
    const unsigned assessed = rasimi_charging_year(assessment->year.value);
    if (first == 0 || assessed == 0)
        return 1;
    return first > assessed ? first - assessed : 0;
}

/* What a person has to pay in year 1: assessed, or as the file has it. Whoever pays the full cost pays all of that. */
static double
contribution(const rasim_study *study, size_t i, double in_file, double growth)
{
    if (!study->means_outcome)
        return in_file * growth;
    return isinf(study->assessed_gbp_week[i]) ? RASIM_MAX_GBP_WEEK : study->assessed_gbp_week[i] * growth;
}

static rasim_status
prepare_money(rasimi_draft *draft)
{
    rasim_study *study = draft->study;
    const rasimi_caseload *caseload = &draft->caseload;
    const rasimi_income_spec *income = &study->framework.income;
    double growth = 1;
    for (unsigned y = years_of_uprating(&study->framework); y > 0; y--)
        growth *= 1 + income->contribution_uprating.value;
    study->collection_rate = income->collection_rate.value;
    study->cost_gbp_week = rasimi_arena_alloc(&study->arena, study->n_rows, sizeof *study->cost_gbp_week);
    study->contribution_gbp_week =
        rasimi_arena_alloc(&study->arena, study->n_rows, sizeof *study->contribution_gbp_week);
    if (!study->cost_gbp_week || !study->contribution_gbp_week)
        return RASIM_ERR_NO_MEMORY;
    for (size_t i = 0; i < study->n_rows; i++) {
        const uint32_t row = caseload->by_key[i];
        study->cost_gbp_week[i] = caseload->weekly_cost[row];
        study->contribution_gbp_week[i] = contribution(study, i, caseload->contribution[row], growth);
    }
    return RASIM_OK;
}

/* For each person the value of their label's code, or `otherwise` where they have none; NULL where memory ran out. */
static double *
spread(rasimi_draft *draft, const rasimi_labels *labels, const double *by_code, double otherwise)
{
    rasim_study *study = draft->study;
    double *out = rasimi_arena_alloc(&study->arena, study->n_rows, sizeof *out);
    for (size_t i = 0; out && i < study->n_rows; i++) {
        const uint32_t code = labels->codes ? labels->codes[draft->caseload.by_key[i]] : RASIMI_NO_LABEL;
        out[i] = code == RASIMI_NO_LABEL ? otherwise : by_code[code];
    }
    return out;
}

static bool
is_direct_payment(const rasimi_outturn_spec *outturn, const char *label)
{
    for (size_t i = 0; i < outturn->direct_payment_labels.n; i++)
        if (strcasecmp(outturn->direct_payment_labels.items[i].value, label) == 0)
            return true;
    return false;
}

static rasim_status
prepare_delivery(rasimi_draft *draft)
{
    const rasimi_outturn_spec *outturn = &draft->study->framework.outturn;
    const rasimi_labels *delivery = &draft->caseload.delivery;
    const double managed = 1 - outturn->managed_underuse.value;
    const double direct = 1 - outturn->direct_payment_underuse.value * outturn->direct_payment_recovered.value;
    double *by_code = rasimi_arena_alloc(&draft->arena, delivery->n_labels, sizeof *by_code);
    if (!by_code)
        return RASIM_ERR_NO_MEMORY;
    for (size_t code = 0; code < delivery->n_labels; code++)
        by_code[code] = is_direct_payment(outturn, delivery->labels[code]) ? direct : managed;
    draft->study->used_share = spread(draft, delivery, by_code, managed);
    return draft->study->used_share ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

static const rasimi_mode_estimate *
estimate_of(const rasim_study *study, const char *label)
{
    for (size_t e = 0; e < study->n_mode_estimates; e++)
        if (strcmp(study->mode_estimates[e].label, label) == 0)
            return &study->mode_estimates[e];
    return NULL;
}

static double
people_with(const rasimi_draft *draft, const rasimi_labels *labels, uint32_t code)
{
    const rasim_study *study = draft->study;
    double people = 0;
    for (size_t i = 0; labels->codes && i < study->n_rows; i++)
        people += labels->codes[draft->caseload.by_key[i]] == code ? study->weight[i] : 0;
    return people;
}

/* The reference first, then by label: the order of the rows must not matter. */
static int
by_reference_and_label(const void *a, const void *b)
{
    const rasimi_mode *x = a, *y = b;
    if (x->is_reference != y->is_reference)
        return x->is_reference ? -1 : 1;
    return strcmp(x->label, y->label);
}

/* Modes that somebody was assessed in. */
static rasim_status
prepare_mode_list(rasimi_draft *draft, const double *bias, const double *sd, const double *factor_bias,
                  const double *factor_log_sd)
{
    rasim_study *study = draft->study;
    const rasimi_labels *labels = &draft->caseload.assessment_mode;
    const char *reference = study->framework.assessment.reference_mode.value;
    study->modes = rasimi_arena_alloc(&study->arena, labels->n_labels, sizeof *study->modes);
    if (!study->modes)
        return RASIM_ERR_NO_MEMORY;
    for (uint32_t code = 0; code < labels->n_labels; code++) {
        const char *label = rasimi_arena_text(&study->arena, labels->labels[code], strlen(labels->labels[code]));
        const double people = people_with(draft, labels, code);
        if (!label)
            return RASIM_ERR_NO_MEMORY;
        if (people > 0)
            study->modes[study->n_modes++] = (rasimi_mode){
                .label = label,
                .people = people,
                .bias = bias[code],
                .sd = sd[code],
                .factor_bias = factor_bias[code],
                .factor_log_sd = factor_log_sd[code],
                .is_reference = reference && strcmp(reference, label) == 0,
                .from = estimate_of(study, label),
            };
    }
    if (study->n_modes > 1)
        qsort(study->modes, study->n_modes, sizeof *study->modes, by_reference_and_label);
    return RASIM_OK;
}

static rasim_status
prepare_modes(rasimi_draft *draft)
{
    rasim_study *study = draft->study;
    const rasimi_structs *rows = &study->framework.assessment.modes;
    const rasimi_labels *modes = &draft->caseload.assessment_mode;
    double *bias = rasimi_arena_alloc(&draft->arena, modes->n_labels, sizeof *bias);
    double *sd = rasimi_arena_alloc(&draft->arena, modes->n_labels, sizeof *sd);
    double *factor_bias = rasimi_arena_alloc(&draft->arena, modes->n_labels, sizeof *factor_bias);
    double *factor_log_sd = rasimi_arena_alloc(&draft->arena, modes->n_labels, sizeof *factor_log_sd);
    if (!bias || !sd || !factor_bias || !factor_log_sd)
        return RASIM_ERR_NO_MEMORY;
    for (size_t r = 0; r < rows->n; r++) {
        const rasimi_mode_row *row = RASIMI_ROW(rasimi_mode_row, *rows, r);
        const size_t code = rasimi_names_find(rasimi_names_of(modes), row->mode.value);
        if (code == modes->n_labels)
            continue;
        bias[code] = row->bias.value;
        sd[code] = row->sd.value;
        factor_bias[code] = row->factor_bias.value;
        factor_log_sd[code] = row->factor_log_sd.value;
    }
    study->mode_bias = spread(draft, modes, bias, 0);
    study->mode_sd = spread(draft, modes, sd, 0);
    study->mode_factor_bias = spread(draft, modes, factor_bias, 0);
    study->mode_factor_log_sd = spread(draft, modes, factor_log_sd, 0);
    const bool all = study->mode_bias && study->mode_sd && study->mode_factor_bias && study->mode_factor_log_sd;
    return all ? prepare_mode_list(draft, bias, sd, factor_bias, factor_log_sd) : RASIM_ERR_NO_MEMORY;
}

rasim_status
rasimi_people_prepare(rasimi_draft *draft)
{
    rasim_study *study = draft->study;
    rasim_status (*const by_index[])(rasim_study *) = {prepare_groups, prepare_settings, prepare_areas, prepare_levels};
    rasim_status (*const by_person[])(rasimi_draft *) = {rasimi_assess,          prepare_money,    rasimi_benchmark,
                                                         rasimi_funding_prepare, prepare_delivery, prepare_modes};
    rasim_status status = RASIM_OK;
    for (size_t i = 0; status == RASIM_OK && i < sizeof by_index / sizeof *by_index; i++)
        status = by_index[i](study);
    for (size_t i = 0; status == RASIM_OK && i < sizeof by_person / sizeof *by_person; i++)
        status = by_person[i](draft);
    if (status == RASIM_OK)
        status = rasimi_horizon_make(draft);
    if (status == RASIM_OK)
        status = rasimi_tails_make(draft);
    return status == RASIM_OK ? rasimi_turnover_make(study) : status;
}
