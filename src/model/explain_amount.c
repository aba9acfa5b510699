/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a person's indicative amount comes about from their points, in words: the family's own steps, then each limit, in
   the engine's order and with its figures. */
#include "model/trail.h"

#include "model/add_on.h"
#include "rasim/ledger.h"

#include <math.h>

/* Steps of a family are in pounds, the engine's amount is single precision. */
#define NEGLIGIBLE_UNITS 1.0

static double
to_gbp(float units)
{
    return (double)units / RASIM_UNITS_PER_GBP;
}

static void
add_gbp(rasimi_trail *trail, float units, const char *label, const char *detail)
{
    rasimi_trail_add(trail, RASIM_STEP_GBP_WEEK, to_gbp(units), label, "%s", detail);
}

/* "does not change the amount" where a limit does not bind. */
static const char *
effect(float before, float after, const char *bound)
{
    return before < after || before > after ? bound : "does not change the amount";
}

/* ---- before limits ---- */

/* The family's steps; they must lead to the engine's amount. */
static rasim_status
explain_family(const rasimi_family_case *at, rasimi_trail *trail)
{
    const rasimi_family *family = rasimi_family_find(at->design->family.value);
    if (family->explain)
        family->explain(at, trail);
    else
        rasimi_trail_add(trail, RASIM_STEP_GBP_WEEK, at->gbp_week, "Amount of the design", "%s", family->sentence);
    if (trail->failed)
        return RASIM_ERR_NO_MEMORY;
    const double apart = fabs(rasimi_trail_total(trail, RASIM_STEP_GBP_WEEK) - at->gbp_week);
    return apart * RASIM_UNITS_PER_GBP <= NEGLIGIBLE_UNITS ? RASIM_OK : RASIM_ERR_INTERNAL;
}

/* Why there is no amount. */
static void
explain_none(const rasimi_applied *applied, rasimi_rule_status status, const rasimi_family_case *at,
             rasimi_trail *trail)
{
    const char *points = rasimi_arena_text(trail->arena, rasimi_words_points(at->points).text, 24);
    if (status == RASIMI_RULE_OUTSIDE)
        rasimi_trail_add(trail, RASIM_STEP_NOTE, 0, "Outside the table", "it ends at %s points; these are %s",
                         rasimi_words_points(at->row->top.value).text, points ? points : "more");
    else
        rasimi_trail_add(trail, RASIM_STEP_NOTE, 0, "Below the minimum",
                         "%s points are fewer than the %s that an amount takes", points ? points : "these",
                         rasimi_words_points(applied->design->limits.minimum_points.value).text);
}

/* ---- limits ---- */

static void
explain_scale(const rasimi_limits_spec *spec, const rasimi_limited *stages, rasimi_trail *trail)
{
    const double uprating = spec->uprating.value, top_slice = spec->top_slice.value;
    if (stages->above_zero > 0 && (uprating < 0 || uprating > 0)) {
        const double total = top_slice > 0 ? to_gbp(stages->above_zero) * (1 + uprating) : to_gbp(stages->scaled);
        rasimi_trail_add(trail, RASIM_STEP_GBP_WEEK, total, "Uprating", "%s, from the table's prices to the year's",
                         rasimi_words_percent(uprating).text);
    }
    if (top_slice > 0)
        rasimi_trail_add(trail, RASIM_STEP_GBP_WEEK, to_gbp(stages->scaled), "Top-slice",
                         "%s is held back from every amount", rasimi_words_percent(top_slice).text);
}

/* The smallest amount: the floor, or the minimum budget of the care group. */
static void
explain_least(const rasimi_bounds *bounds, const rasimi_limited *stages, rasimi_trail *trail)
{
    const bool named = rasimi_bounds_least_is_named(bounds, 0);
    rasimi_trail_add(trail, RASIM_STEP_GBP_WEEK, to_gbp(stages->floored), named ? "Minimum budget" : "Smallest amount",
                     "%s: %s", rasimi_words_gbp(rasimi_bounds_least(bounds, 0)).text,
                     effect(stages->scaled, stages->floored, "lifts the amount"));
}

/* The largest amount: the cap, what a care home would cost, or the largest package that is simulated. */
static void
explain_most(const rasimi_bounds *bounds, const rasimi_limited *stages, rasimi_trail *trail)
{
    const bool named = rasimi_bounds_most_is_named(bounds, 0);
    if (named || !isnan(bounds->spec->cap_gbp_week.value))
        rasimi_trail_add(trail, RASIM_STEP_GBP_WEEK, to_gbp(stages->capped),
                         named ? "Price of a care home" : "Largest amount", "%s: %s",
                         rasimi_words_gbp(rasimi_bounds_most(bounds, 0)).text,
                         effect(stages->floored, stages->capped, "limits the amount"));
    else if (stages->capped < stages->floored)
        add_gbp(trail, stages->capped, "Largest amount", "no larger package is simulated");
}

static void
explain_limits(const rasimi_limits_spec *spec, const rasimi_rule *rule, float raw, rasimi_trail *trail)
{
    const rasimi_limits *limits = &rule->limits;
    const rasimi_limited stages = rasimi_limits_stages(limits, raw);
    if (raw < 0)
        add_gbp(trail, stages.above_zero, "Not below £0", "");
    explain_scale(spec, &stages, trail);
    if (limits->floor > 0)
        explain_least(&rule->bounds, &stages, trail);
    explain_most(&rule->bounds, &stages, trail);
    if (limits->rounding > 0)
        rasimi_trail_add(trail, RASIM_STEP_GBP_WEEK, to_gbp(stages.rounded), "Rounding", "to the nearest %s",
                         rasimi_words_gbp(spec->rounding_gbp_week.value).text);
}

/* ---- one person ---- */

/* Money beside the rule for unpaid support: what it takes off, then what keeps the carer going. */
static double
explain_carer_gbp(const rasimi_case *person, double total, rasimi_trail *trail)
{
    const rasimi_scorer *scorer = person->scorer;
    if (!scorer->caseload->carer_consent[person->row])
        return total;
    const uint32_t support =
        scorer->deduction || scorer->sustain ? scorer->caseload->carer_support.codes[person->row] : RASIMI_NO_LABEL;
    if (scorer->deduction) {
        total -= scorer->deduction[support];
        rasimi_trail_add(trail, RASIM_STEP_GBP_WEEK, total, "Unpaid support", "%s", "what it takes off the amount");
    }
    if (scorer->sustain) {
        total += scorer->sustain[support];
        rasimi_trail_add(trail, RASIM_STEP_GBP_WEEK, total, "Support for the carer", "%s",
                         "added back, to keep the carer going");
    }
    return total;
}

/* What comes beside the rule: the carer's £, then each add-on; it leads to the engine's sum. */
static void
explain_extra(const rasimi_case *person, float raw, float extra, rasimi_trail *trail)
{
    const rasimi_design *design = person->scorer->design;
    const rasimi_add_on *items = design->add_ons.items;
    double total = explain_carer_gbp(person, to_gbp(raw), trail);
    for (size_t i = 0; i < design->add_ons.n; i++) {
        if (!rasimi_add_on_holds(&items[i], person->scorer, person->row))
            continue;
        total += rasimi_add_on_worth(&items[i], design, person->weeks);
        const char *label = rasimi_arena_printf(trail->arena, "Added: %s", items[i].name.value);
        trail->failed |= !label;
        if (label && items[i].rate.value)
            rasimi_trail_add(trail, RASIM_STEP_GBP_WEEK, total, label, "%.40s hours a week at '%.100s'",
                             rasimi_words_number(items[i].hours_per_week.value).text, items[i].rate.value);
        else if (label)
            rasimi_trail_add(trail, RASIM_STEP_GBP_WEEK, total, label, "%s", "");
    }
    if (fabs(total - to_gbp(raw + extra)) * RASIM_UNITS_PER_GBP > NEGLIGIBLE_UNITS)
        add_gbp(trail, raw + extra, "Besides", "");
}

/* A family that reads answers takes the bias of the assessment's mode as a factor. */
static void
explain_bias(const rasim_study *study, float raw, size_t i, rasimi_trail *trail)
{
    const double bias = study->mode_factor_bias[i];
    if (bias < 0 || bias > 0)
        rasimi_trail_add(trail, RASIM_STEP_GBP_WEEK, to_gbp(raw), "How this was assessed", "%s, as the framework says",
                         rasimi_words_percent(bias).text);
}

static rasimi_case
case_of(const rasim_study *study, const rasimi_scorer *scorer, size_t i, size_t caseload_row)
{
    const bool yearly = scorer->design->period.value == RASIMI_PERIOD_YEAR;
    return (rasimi_case){
        .scorer = scorer,
        .row = caseload_row,
        .need_gbp_week = study->cost_gbp_week[i] * (1 + study->price_mean[study->setting[i]]),
        .weeks = yearly ? study->framework.weeks_per_year.value : 1,
    };
}

/* The steps run in £, the engine in whole units: the last of them ends on the engine's own figure. Further from it than
   rounding explains, they do not lead there. */
static rasim_status
end_on(int32_t units, rasimi_trail *trail)
{
    const double engine = to_gbp((float)units), shown = rasimi_trail_total(trail, RASIM_STEP_GBP_WEEK);
    for (size_t i = trail->n; i-- > 0 && !trail->failed;) {
        rasim_step *step = &trail->steps[i];
        if (step->unit != RASIM_STEP_GBP_WEEK)
            continue;
        step->change += engine - shown;
        step->total = engine;
        break;
    }
    return fabs(engine - shown) * RASIM_UNITS_PER_GBP <= 1 ? RASIM_OK : RASIM_ERR_INTERNAL;
}

rasim_status
rasimi_amount_explain(const rasim_study *study, const rasimi_applied *applied, const rasimi_scorer *scorer, size_t i,
                      size_t caseload_row, rasimi_trail *trail)
{
    const rasimi_rule *rule = &applied->rules[study->care_group[i]];
    const rasimi_case person = case_of(study, scorer, i, caseload_row);
    const rasimi_family *family = rasimi_family_find(applied->design->family.value);
    float held;
    const rasimi_piece *piece = rasimi_rule_piece(rule, applied->points[i], &held);
    const float raw = applied->by_factor ? applied->raw[i] : rasimi_piece_units(piece, held);
    const float extra = applied->extra ? applied->extra[i] : 0;
    rasimi_family_case at = {
        .design = applied->design,
        .row = rasimi_design_row(applied->design, study->care_groups[study->care_group[i]]),
        .person = &person,
        .points = (double)held,
    };
    at.gbp_week = applied->by_factor ? family->amount(at.row, &person) : to_gbp(raw);
    if (piece->status != RASIMI_RULE_ALLOCATED) {
        explain_none(applied, (rasimi_rule_status)piece->status, &at, trail);
        return trail->failed ? RASIM_ERR_NO_MEMORY : RASIM_OK;
    }
    const rasim_status status = explain_family(&at, trail);
    if (status != RASIM_OK)
        return status;
    if (applied->by_factor)
        explain_bias(study, raw, i, trail);
    if (applied->extra)
        explain_extra(&person, raw, extra, trail);
    explain_limits(&applied->design->limits, rule, raw + extra, trail);
    const rasim_status ended = end_on(applied->amount[i].units, trail);
    return trail->failed ? RASIM_ERR_NO_MEMORY : ended;
}
