/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Designs applied to the people: a compiled rule for every care group, then everybody's points and amount. */
#include "model/draft.h"

#include <math.h>

/* ---- rules ---- */

/* The rule of care group g; groups that share a row of the design share its pieces. */
static rasim_status
compile_group(rasimi_draft *draft, rasimi_applied *applied, size_t g)
{
    rasim_study *study = draft->study;
    const rasimi_allocation_row *row = rasimi_design_row(applied->design, study->care_groups[g]);
    if (!row)
        return RASIM_OK;
    for (size_t earlier = 0; earlier < g; earlier++) {
        if (rasimi_design_row(applied->design, study->care_groups[earlier]) == row) {
            applied->rules[g] = applied->rules[earlier];
            return RASIM_OK;
        }
    }
    return rasimi_rule_compile(applied->design, row, study->framework.weeks_per_year.value, &study->arena,
                               &applied->rules[g], draft->problems);
}

static rasim_status
compile_design(rasimi_draft *draft, size_t d)
{
    rasim_study *study = draft->study;
    rasimi_applied *applied = &study->applied[d];
    const rasimi_exclusion_spec *exclusion = &study->designs[d].exclusion;
    const double threshold = exclusion->threshold_gbp_week.value;
    applied->design = &study->designs[d];
    applied->threshold_gbp_week = isnan(threshold) ? HUGE_VAL : threshold * (1 + exclusion->index.value);
    applied->rules = rasimi_arena_alloc(&study->arena, study->n_care_groups, sizeof *applied->rules);
    rasim_status status = applied->rules ? RASIM_OK : RASIM_ERR_NO_MEMORY;
    for (size_t g = 0; status == RASIM_OK && g < study->n_care_groups; g++)
        status = rasimi_draft_note(draft, compile_group(draft, applied, g));
    return status;
}

rasim_status
rasimi_designs_compile(rasimi_draft *draft)
{
    rasim_study *study = draft->study;
    study->applied = rasimi_arena_alloc(&study->arena, study->n_designs, sizeof *study->applied);
    rasim_status status = study->applied ? RASIM_OK : RASIM_ERR_NO_MEMORY;
    for (size_t d = 0; status == RASIM_OK && d < study->n_designs; d++)
        if (draft->design_usable[d])
            status = compile_design(draft, d);
    return status;
}

/* ---- people ---- */

rasimi_allocated
rasimi_applied_amount(const rasimi_applied *applied, const rasimi_rule *rule, size_t row)
{
    const float extra = applied->extra ? applied->extra[row] : 0;
    if (applied->by_factor)
        return (rasimi_allocated){rasimi_limits_apply(&rule->limits, applied->raw[row] + extra), RASIMI_RULE_ALLOCATED};
    return rasimi_rule_evaluate(rule, applied->points[row], extra);
}

static rasim_status
apply_design(rasimi_draft *draft, size_t d)
{
    rasim_study *study = draft->study;
    rasimi_applied *applied = &study->applied[d];
    applied->points = rasimi_arena_alloc(&study->arena, study->n_rows, sizeof *applied->points);
    applied->amount = rasimi_arena_alloc(&study->arena, study->n_rows, sizeof *applied->amount);
    if (!applied->points || !applied->amount)
        return RASIM_ERR_NO_MEMORY;
    for (size_t i = 0; i < study->n_rows; i++) {
        if (study->scored && !study->scored[i])
            continue; /* nothing of its own: it takes a scored row's */
        applied->points[i] = (float)rasimi_score(&draft->scorers[d], draft->caseload.by_key[i]);
        applied->amount[i] = rasimi_applied_amount(applied, &applied->rules[study->care_group[i]], i);
    }
    return RASIM_OK;
}

rasim_status
rasimi_designs_apply(rasimi_draft *draft)
{
    rasim_status status = RASIM_OK;
    for (size_t d = 0; status == RASIM_OK && d < draft->study->n_designs; d++)
        status = apply_design(draft, d);
    return status;
}
