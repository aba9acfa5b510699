/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the limits of a design do: each person's amount taken through the stages of the engine's own limits. A change is
   put down to the one of two limits that stands in the engine's floor or cap. */
#include "analysis/limits.h"

#include <math.h>
#include <string.h>

#include "engine/plan.h"
#include "rasim/ledger.h"

enum { MINIMUM = 1, FLOOR, CAP, MINIMUM_BUDGET, RESIDENTIAL }; /* the kinds of rasim_limit_effect */

/* One limit: what it is, and units a week that it gives (or takes, below 0), and to how many. */
typedef struct tally {
    int kind;
    const char *name;
    double value;
    const rasimi_group_limit *row; /* NULL: not named for a care group */
    double people, units;
} tally;

typedef struct tallies {
    tally *items;
    size_t n;
} tallies;

/* ---- the limits ---- */

static void
add(tallies *to, int kind, const char *name, double value, const rasimi_group_limit *row)
{
    if (!isnan(value))
        to->items[to->n++] = (tally){.kind = kind, .name = name, .value = value, .row = row};
}

static void
add_rows(tallies *to, int kind, const char *name, const rasimi_structs *rows)
{
    const rasimi_group_limit *items = rows->items;
    for (size_t r = 0; r < rows->n; r++)
        add(to, kind, name, rasimi_group_limit_gbp(&items[r], 0), &items[r]);
}

static bool
list(const rasimi_limits_spec *spec, rasimi_arena *arena, tallies *out)
{
    const size_t most = CAP + spec->minimum_budget.n + spec->residential_equivalent.n;
    out->items = rasimi_arena_alloc(arena, most, sizeof *out->items);
    if (!out->items)
        return false;
    add(out, MINIMUM, "minimum points", spec->minimum_points.value, NULL);
    add(out, FLOOR, "floor", spec->floor_gbp_week.value, NULL);
    add_rows(out, MINIMUM_BUDGET, "minimum budget", &spec->minimum_budget);
    add(out, CAP, "cap", spec->cap_gbp_week.value, NULL);
    add_rows(out, RESIDENTIAL, "residential equivalent", &spec->residential_equivalent);
    return true;
}

/* ---- people ---- */

static void
put_down(tallies *to, int kind, const rasimi_group_limit *row, double weight, double units)
{
    for (size_t l = 0; l < to->n; l++) {
        if (to->items[l].kind == kind && to->items[l].row == row) {
            to->items[l].people += weight;
            to->items[l].units += weight * units;
        }
    }
}

/* What comes beside the rule's pieces, in units. */
static float
beside(const rasimi_applied *applied, size_t row)
{
    return (applied->by_factor ? applied->raw[row] : 0) + (applied->extra ? applied->extra[row] : 0);
}

/* Below the minimum nothing is allocated: what the rule would give there is taken. */
static void
add_minimum(const rasim_study *study, const rasimi_applied *applied, size_t row, tallies *to)
{
    const rasimi_rule *open = &applied->open_rules[study->care_group[row]];
    const rasimi_allocated without = rasimi_rule_evaluate(open, applied->points[row], beside(applied, row));
    put_down(to, MINIMUM, NULL, study->weight[row], -(double)without.units);
}

/* What floor and cap make of an amount, put down to whichever of two limits each of them is. */
static void
add_bounds(const rasimi_rule *rule, float units, double weight, tallies *to)
{
    const rasimi_limited at = rasimi_limits_stages(&rule->limits, units);
    const bool least = rasimi_bounds_least_is_named(&rule->bounds, 0),
               most = rasimi_bounds_most_is_named(&rule->bounds, 0);
    if (at.floored > at.scaled)
        put_down(to, least ? MINIMUM_BUDGET : FLOOR, least ? rule->bounds.minimum_budget : NULL, weight,
                 (double)at.floored - (double)at.scaled);
    if (at.capped < at.floored)
        put_down(to, most ? RESIDENTIAL : CAP, most ? rule->bounds.care_home_price : NULL, weight,
                 (double)at.capped - (double)at.floored);
}

static void
add_person(const rasim_study *study, size_t design, size_t row, tallies *to)
{
    const rasimi_applied *applied = &study->applied[design];
    const rasimi_rule *rule = &applied->rules[study->care_group[row]];
    rasimi_rule_status status;
    const float units = rasimi_rule_units(rule, applied->points[row], beside(applied, row), &status);
    if (status == RASIMI_RULE_PANEL || status == RASIMI_RULE_INELIGIBLE)
        add_minimum(study, applied, row, to);
    if (status == RASIMI_RULE_ALLOCATED && !rasimi_plan_is_high_cost(study, design, row))
        add_bounds(rule, units, study->weight[row], to);
}

/* Rows without points count as the scored ones do on average. */
static double
scale_to_all(const rasim_study *study)
{
    double scored = 0, all = 0;
    for (size_t i = 0; i < study->n_rows; i++) {
        all += study->weight[i];
        scored += !study->scored || study->scored[i] ? study->weight[i] : 0;
    }
    return scored > 0 ? all / scored : 1;
}

static rasim_status
report(const tallies *from, double scale, double gbp, rasimi_arena *arena, rasim_limit_effect *out)
{
    for (size_t l = 0; l < from->n; l++) {
        const tally *one = &from->items[l];
        const char *group = one->row ? one->row->care_group.value : NULL;
        out[l] = (rasim_limit_effect){.limit = one->name,
                                      .kind = one->kind,
                                      .value = one->value,
                                      .people = scale * one->people,
                                      .gbp = scale * one->units * gbp};
        if (group && !(out[l].care_group = rasimi_arena_text(arena, group, strlen(group))))
            return RASIM_ERR_NO_MEMORY;
    }
    return RASIM_OK;
}

rasim_status
rasimi_limit_effects(const rasim_study *study, size_t design, rasimi_arena *arena, size_t *n, rasim_limit_effect **out)
{
    tallies found = {0};
    *n = 0;
    if (!study->applied[design].rules)
        return RASIM_OK;
    const rasimi_limits_spec *spec = &study->applied[design].design->limits;
    rasim_limit_effect *effects =
        list(spec, arena, &found) ? rasimi_arena_alloc(arena, found.n, sizeof *effects) : NULL;
    if (!effects)
        return RASIM_ERR_NO_MEMORY;
    for (size_t i = 0; i < study->n_rows; i++)
        if (!study->scored || study->scored[i])
            add_person(study, design, i, &found);
    const double gbp = study->framework.weeks_per_year.value / RASIM_UNITS_PER_GBP;
    const rasim_status status = report(&found, scale_to_all(study), gbp, arena, effects);
    if (status == RASIM_OK) {
        *n = found.n;
        *out = effects;
    }
    return status;
}
