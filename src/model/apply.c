/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Designs applied to the people: a compiled rule for every care group, then everybody's points and amount. */
#include "model/draft.h"

#include <math.h>

#include "model/add_on.h"
#include "model/family.h"
#include "rasim/ledger.h"

/* ---- rules ---- */

/* The pieces for care group g; groups that share a row of the design share them. */
static rasim_status
compile_pieces(rasimi_draft *draft, rasimi_applied *applied, size_t g)
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
compile_group(rasimi_draft *draft, rasimi_applied *applied, size_t g)
{
    const rasim_status status = compile_pieces(draft, applied, g);
    rasimi_rule_bound(&applied->rules[g], &applied->design->limits, draft->study->care_groups[g]);
    return status;
}

/* The rules without the minimum points, for what that limit takes. */
static rasim_status
compile_open(rasimi_draft *draft, rasimi_applied *applied)
{
    rasim_study *study = draft->study;
    rasimi_design open = *applied->design;
    if (isnan(open.limits.minimum_points.value))
        return RASIM_OK;
    open.limits.minimum_points.value = (double)NAN;
    applied->open_rules = rasimi_arena_alloc(&study->arena, study->n_care_groups, sizeof *applied->open_rules);
    rasim_status status = applied->open_rules ? RASIM_OK : RASIM_ERR_NO_MEMORY;
    for (size_t g = 0; status == RASIM_OK && g < study->n_care_groups; g++) {
        const rasimi_allocation_row *row = rasimi_design_row(&open, study->care_groups[g]);
        if (row)
            status = rasimi_rule_compile(&open, row, study->framework.weeks_per_year.value, &study->arena,
                                         &applied->open_rules[g], draft->problems);
        rasimi_rule_bound(&applied->open_rules[g], &applied->design->limits, study->care_groups[g]);
    }
    return status;
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
    const uint64_t errors = rasimi_problems_errors(draft->problems);
    for (size_t g = 0; status == RASIM_OK && g < study->n_care_groups; g++)
        status = rasimi_draft_note(draft, compile_group(draft, applied, g));
    const bool compiled = status == RASIM_OK && rasimi_problems_errors(draft->problems) == errors;
    return compiled ? compile_open(draft, applied) : status;
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

/* What a row has besides what the rule makes of its points. */
static float
beside(const rasimi_applied *applied, size_t row)
{
    const float extra = applied->extra ? applied->extra[row] : 0;
    return applied->by_factor ? applied->raw[row] + extra : extra;
}

float
rasimi_applied_units(const rasimi_applied *applied, const rasimi_rule *rule, size_t row, rasimi_rule_status *status)
{
    return rasimi_rule_units(rule, applied->points[row], beside(applied, row), status);
}

rasimi_allocated
rasimi_applied_amount(const rasimi_applied *applied, const rasimi_rule *rule, size_t row)
{
    return rasimi_rule_evaluate(rule, applied->points[row], beside(applied, row));
}

/* Does anything come beside the amount of the rule? */
static bool
has_extra(const rasimi_design *design)
{
    return design->add_ons.n > 0 || design->carer_rule.deduction_gbp_week.n > 0 ||
           design->carer_rule.sustain_gbp_week.n > 0;
}

static rasim_status
allocate_arrays(rasim_study *study, rasimi_applied *applied)
{
    const size_t n = study->n_rows;
    const bool has_more = has_extra(applied->design);
    applied->by_factor = rasimi_family_find(applied->design->family.value)->amount != NULL;
    applied->points = rasimi_arena_alloc(&study->arena, n, sizeof *applied->points);
    applied->amount = rasimi_arena_alloc(&study->arena, n, sizeof *applied->amount);
    if (has_more)
        applied->extra = rasimi_arena_alloc(&study->arena, n, sizeof *applied->extra);
    if (applied->by_factor) {
        applied->raw = rasimi_arena_alloc(&study->arena, n, sizeof *applied->raw);
        applied->factor_log_sd = rasimi_arena_alloc(&study->arena, n, sizeof *applied->factor_log_sd);
    }
    const bool factors = !applied->by_factor || (applied->raw && applied->factor_log_sd);
    return applied->points && applied->amount && factors && (!has_more || applied->extra) ? RASIM_OK
                                                                                          : RASIM_ERR_NO_MEMORY;
}

/* How far the assessment of a family that reads answers may err: its own error, and that of the mode. */
static double
factor_log_sd(const rasim_study *study, const rasimi_allocation_row *row, const rasimi_family *family, size_t i)
{
    const double own = family->log_sd ? family->log_sd(row) : 0, mode = study->mode_factor_log_sd[i];
    return sqrt(own * own + mode * mode);
}

rasimi_figures
rasimi_person_figures(const rasimi_draft *draft, size_t d, const rasimi_scorer *scorer, size_t i)
{
    const rasim_study *study = draft->study;
    const rasimi_design *design = &study->designs[d];
    const rasimi_family *family = rasimi_family_find(design->family.value);
    const double weeks = design->period.value == RASIMI_PERIOD_YEAR ? study->framework.weeks_per_year.value : 1;
    const size_t row = draft->caseload.by_key[i];
    const double need = study->cost_gbp_week[i] * (1 + study->price_mean[study->setting[i]]);
    const rasimi_case person = {.scorer = scorer, .row = row, .need_gbp_week = need, .weeks = weeks};
    const double points = rasimi_score(scorer, row);
    const double extra = rasimi_scorer_carer_gbp(scorer, row) + rasimi_add_ons_sum(scorer, row, weeks);
    double raw = 0;
    if (family->amount) {
        const rasimi_allocation_row *rates = rasimi_design_row(design, study->care_groups[study->care_group[i]]);
        raw = family->amount(rates, &person) * (1 + study->mode_factor_bias[i]);
    }
    return (rasimi_figures){
        .points = isnan(points) ? 0.0f : (float)points, /* a judgement needs none */
        .raw = (float)(raw * RASIM_UNITS_PER_GBP),
        .extra = (float)(extra * RASIM_UNITS_PER_GBP),
    };
}

/* The order of methods.md section 3: rule, carer's £, add-ons, then the limits. */
static void
apply_person(const rasimi_draft *draft, size_t d, size_t i)
{
    const rasim_study *study = draft->study;
    rasimi_applied *applied = &study->applied[d];
    const rasimi_figures figures = rasimi_person_figures(draft, d, &draft->scorers[d], i);
    applied->points[i] = figures.points;
    if (applied->extra)
        applied->extra[i] = figures.extra;
    if (applied->by_factor) {
        const rasimi_family *family = rasimi_family_find(applied->design->family.value);
        const char *group = study->care_groups[study->care_group[i]];
        applied->raw[i] = figures.raw;
        applied->factor_log_sd[i] = factor_log_sd(study, rasimi_design_row(applied->design, group), family, i);
    }
    applied->amount[i] = rasimi_applied_amount(applied, &applied->rules[study->care_group[i]], i);
}

static rasim_status
apply_design(rasimi_draft *draft, size_t d)
{
    rasim_study *study = draft->study;
    rasim_status status = allocate_arrays(study, &study->applied[d]);
    for (size_t i = 0; status == RASIM_OK && i < study->n_rows; i++) {
        if (i + RASIMI_ROWS_AHEAD < study->n_rows)
            rasimi_score_soon(&draft->scorers[d], draft->caseload.by_key[i + RASIMI_ROWS_AHEAD]);
        if (!study->scored || study->scored[i]) /* else nothing of its own: it takes a scored row's */
            apply_person(draft, d, i);
    }
    return status == RASIM_OK ? rasimi_gross_apply(draft, d) : status;
}

rasim_status
rasimi_designs_apply(rasimi_draft *draft)
{
    rasim_status status = RASIM_OK;
    for (size_t d = 0; status == RASIM_OK && d < draft->study->n_designs; d++)
        status = apply_design(draft, d);
    return status;
}
