/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stress "carers stop": who may lose a carer that a design counts on, and what they get then (methods.md section
   2).

   What the design had taken off for the carer has to be bought when the carer stops: the allocation returns to the
   gross figure, and need costs more by the same amount, before limits and at the prices of the year. */
#include "model/draft.h"

#include <string.h>

/* The share of carers at a level who stop. */
static double
share_of(const rasimi_carers_stop_spec *spec, const char *level)
{
    for (size_t i = 0; i < spec->by_level.n; i++)
        if (strcmp(spec->by_level.items[i].label.value, level) == 0)
            return spec->by_level.items[i].number.value;
    return spec->share.value;
}

/* ---- checks ---- */

static bool
any_carer_rule(const rasimi_draft *draft)
{
    bool any = false;
    for (size_t d = 0; d < draft->study->n_designs; d++)
        any = any || !draft->design_usable[d] || rasimi_carer_rule_given(&draft->study->designs[d].carer_rule);
    return any;
}

void
rasimi_carers_stop_check(rasimi_draft *draft)
{
    const rasimi_carers_stop_spec *spec = &draft->study->framework.carers_stop;
    if (spec->mark.line == 0)
        return;
    for (size_t i = 0; i < spec->by_level.n; i++) {
        const rasimi_text *level = &spec->by_level.items[i].label;
        rasimi_draft_check_label(draft, RASIM_WARNING, rasimi_draft_place(draft, level->mark),
                                 "The level of unpaid support", level->value,
                                 rasimi_names_of(&draft->caseload.carer_support));
    }
    if (!any_carer_rule(draft))
        rasimi_problem_add(
            draft->problems, RASIM_WARNING, rasimi_draft_place(draft, spec->mark),
            "'carers_stop' changes nothing: no design has a 'carer_rule' that counts on unpaid support.");
}

/* ---- people ---- */

static rasim_status
allocate_arrays(rasim_study *study, const rasimi_applied *applied, rasimi_gross *out)
{
    rasimi_arena *arena = &study->arena;
    const size_t n = study->n_rows;
    rasimi_gross gross = {.stops = rasimi_arena_alloc(arena, n, sizeof *gross.stops),
                          .points = rasimi_arena_alloc(arena, n, sizeof *gross.points),
                          .replaced = rasimi_arena_alloc(arena, n, sizeof *gross.replaced)};
    if (applied->raw)
        gross.raw = rasimi_arena_alloc(arena, n, sizeof *gross.raw);
    if (applied->extra)
        gross.extra = rasimi_arena_alloc(arena, n, sizeof *gross.extra);
    *out = gross;
    const bool missing = (applied->raw && !gross.raw) || (applied->extra && !gross.extra);
    return gross.stops && gross.points && gross.replaced && !missing ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

/* What the rule gives before its limits, at the prices of year 1, in units; false where it gives no amount. */
static bool
uprated_units(const rasimi_applied *applied, const rasimi_rule *rule, const rasimi_figures *figures, float *units)
{
    rasimi_rule_status status;
    const float given = rasimi_rule_units(rule, figures->points, figures->raw + figures->extra, &status);
    *units = (given > 0 ? given : 0) * (float)(1 + applied->design->limits.uprating.value);
    return status == RASIMI_RULE_ALLOCATED;
}

/* What has to be bought in the carer's place. Where either figure is no amount (below the minimum, above an open top),
   the design says nothing of it. */
static float
replaced_units(const rasimi_applied *applied, const rasimi_rule *rule, rasimi_figures net, rasimi_figures gross)
{
    float before, after;
    const bool given_before = uprated_units(applied, rule, &net, &before);
    const bool given_after = uprated_units(applied, rule, &gross, &after);
    return given_before && given_after && after > before ? after - before : 0;
}

/* Care costs what it costs, whoever assesses: without the bias of the mode. Points are held without it anyway. */
static rasimi_figures
unbiased(const rasim_study *study, rasimi_figures figures, size_t i)
{
    figures.raw /= (float)(1 + study->mode_factor_bias[i]); /* the bias is above -1 */
    return figures;
}

static bool
differ(const rasimi_figures *a, const rasimi_figures *b)
{
    return a->points < b->points || a->points > b->points || a->raw < b->raw || a->raw > b->raw ||
           a->extra < b->extra || a->extra > b->extra;
}

static void
gross_person(const rasimi_draft *draft, size_t d, const rasimi_scorer *without, size_t i)
{
    const rasim_study *study = draft->study;
    const rasimi_labels *support = &draft->caseload.carer_support;
    const rasimi_applied *applied = &study->applied[d];
    const rasimi_gross *to = &applied->gross;
    const uint32_t code = support->codes ? support->codes[draft->caseload.by_key[i]] : RASIMI_NO_LABEL;
    const rasimi_figures gross = rasimi_person_figures(draft, d, without, i);
    const rasimi_figures net = {
        .points = applied->points[i],
        .raw = applied->raw ? applied->raw[i] : 0,
        .extra = applied->extra ? applied->extra[i] : 0,
    };
    if (code != RASIMI_NO_LABEL && differ(&net, &gross))
        to->stops[i] = share_of(&study->framework.carers_stop, support->labels[code]);
    to->points[i] = gross.points;
    if (to->raw)
        to->raw[i] = gross.raw;
    if (to->extra)
        to->extra[i] = gross.extra;
    to->replaced[i] = replaced_units(applied, &applied->rules[study->care_group[i]], unbiased(study, net, i),
                                     unbiased(study, gross, i));
}

static bool
may_stop(const rasimi_carers_stop_spec *spec)
{
    bool any = spec->share.value > 0;
    for (size_t i = 0; i < spec->by_level.n; i++)
        any = any || spec->by_level.items[i].number.value > 0;
    return any;
}

rasim_status
rasimi_gross_apply(rasimi_draft *draft, size_t d)
{
    rasim_study *study = draft->study;
    rasimi_applied *applied = &study->applied[d];
    if (!may_stop(&study->framework.carers_stop) || !rasimi_carer_rule_given(&applied->design->carer_rule))
        return RASIM_OK;
    rasimi_scorer without;
    rasim_status status = rasimi_scorer_gross(&draft->scorers[d], &draft->arena, &without);
    if (status == RASIM_OK)
        status = allocate_arrays(study, applied, &applied->gross);
    for (size_t i = 0; status == RASIM_OK && i < study->n_rows; i++)
        if (!study->scored || study->scored[i])
            gross_person(draft, d, &without, i);
    return status;
}

rasimi_allocated
rasimi_gross_amount(const rasimi_applied *applied, const rasimi_rule *rule, size_t row)
{
    const rasimi_gross *gross = &applied->gross;
    const float extra = gross->extra ? gross->extra[row] : 0;
    const float beside = applied->by_factor ? gross->raw[row] + extra : extra;
    return rasimi_rule_evaluate(rule, gross->points[row], beside);
}
