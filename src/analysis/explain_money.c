/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One person's money as the plan has it (methods.md section 7): whether the package is planned one by one, the budget,
   and who pays for it. */
#include "analysis/explain.h"

#include "engine/plan.h"
#include "rasim/ledger.h"

#include <math.h>
#include <string.h>

static const char *const basis_names[] = {
    [RASIMI_BASIS_NEED] = "need",
    [RASIMI_BASIS_REFERENCE] = "reference",
    [RASIMI_BASIS_ALLOCATION] = "allocation",
    [RASIMI_BASIS_EITHER] = "either",
};

static double
least(double a, double b)
{
    return a < b ? a : b;
}

/* The package at planned prices; NAN where its cost is not known. */
static double
planned_need(const rasim_study *study)
{
    return study->cost_gbp_week[0] * (1 + study->price_mean[study->setting[0]]);
}

static rasim_person_exclusion
test_exclusion(const rasim_study *study, size_t d)
{
    const rasimi_applied *applied = &study->applied[d];
    return (rasim_person_exclusion){
        .applies = !isinf(applied->threshold_gbp_week),
        .basis = basis_names[applied->design->exclusion.basis.value],
        .threshold_gbp_week = applied->threshold_gbp_week,
        .need_gbp_week = planned_need(study),
        .excluded = applied->amount[0].status != RASIMI_RULE_INELIGIBLE && rasimi_plan_is_high_cost(study, d, 0),
        .saving = applied->design->exclusion.best_value_saving.value,
    };
}

static rasim_person_status
status_of(rasimi_rule_status rule, bool excluded)
{
    switch (rule) {
        case RASIMI_RULE_INELIGIBLE:
            return RASIM_PERSON_INELIGIBLE;
        case RASIMI_RULE_OUTSIDE:
            return RASIM_PERSON_OUTSIDE;
        case RASIMI_RULE_PANEL:
            return excluded ? RASIM_PERSON_HIGH_COST : RASIM_PERSON_PANEL;
        case RASIMI_RULE_ALLOCATED:
            break;
    }
    return excluded ? RASIM_PERSON_HIGH_COST : RASIM_PERSON_ALLOCATED;
}

/* ---- who pays ---- */

/* The budget as the plan has it. */
static void
plan_budget(const rasim_study *study, const rasim_person_design *design, rasim_person_payment *out)
{
    const double need = design->exclusion.need_gbp_week, amount = design->indicative_gbp_week;
    switch (design->status) {
        case RASIM_PERSON_HIGH_COST:
        case RASIM_PERSON_OUTSIDE:
            out->budget = need * (1 - design->exclusion.saving);
            break;
        case RASIM_PERSON_ALLOCATED:
        case RASIM_PERSON_PANEL:
            out->protection = need > amount ? study->framework.transition.protection_share.value * (need - amount) : 0;
            out->budget = amount + out->protection;
            break;
        case RASIM_PERSON_INELIGIBLE:
        case RASIM_PERSON_UNSCORED:
            break;
    }
    out->known = !isnan(out->budget);
}

static const char *
copy(rasimi_arena *arena, const char *text)
{
    return rasimi_arena_text(arena, text ? text : "", text ? strlen(text) : 0);
}

/* What each stream pays of what is spent, in the framework's order, none more than is left. */
static rasim_status
pay_streams(const rasimi_draft *person, double spent, rasimi_arena *arena, rasim_person_payment *out)
{
    const rasimi_structs *rows = &person->study->framework.income.other_funding;
    double left = spent;
    out->streams = rasimi_arena_alloc(arena, rows->n, sizeof *out->streams);
    if (!out->streams)
        return RASIM_ERR_NO_MEMORY;
    for (size_t s = 0; s < rows->n; s++) {
        const rasimi_funding_row *row = RASIMI_ROW(rasimi_funding_row, *rows, s);
        const double given = person->caseload.wanted_numbers[person->funding_wanted[s]][0];
        if (!(given > 0))
            continue;
        rasim_person_stream *stream = &out->streams[out->n_streams++];
        stream->name = copy(arena, row->name.value);
        stream->restriction = copy(arena, row->restriction.value);
        stream->gbp_week = least(row->kind.value == RASIMI_FUNDING_SHARE ? given * spent : given, left);
        left -= stream->gbp_week;
        if (!stream->name || !stream->restriction)
            return RASIM_ERR_NO_MEMORY;
    }
    const rasim_study *study = person->study;
    out->contribution = study->collection_rate * least(study->contribution_gbp_week[0], left);
    out->council = left - out->contribution;
    return RASIM_OK;
}

rasim_status
rasimi_explain_money(const rasimi_draft *person, size_t d, rasimi_arena *arena, rasim_person_design *out)
{
    const rasim_study *study = person->study;
    rasim_person_payment *payment = &out->payment;
    out->exclusion = test_exclusion(study, d);
    out->status = status_of(study->applied[d].amount[0].status, out->exclusion.excluded);
    plan_budget(study, out, payment);
    if (!payment->known)
        return RASIM_OK;
    const double spent = payment->budget * study->used_share[0];
    payment->unspent = payment->budget - spent;
    return pay_streams(person, spent, arena, payment);
}
