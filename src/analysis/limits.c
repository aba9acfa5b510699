/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What minimum points, floor and cap do: each person's amount taken through the stages of the engine's own limits. */
#include "analysis/limits.h"

#include <math.h>

#include "engine/plan.h"
#include "rasim/ledger.h"

enum { MINIMUM, FLOOR, CAP };
_Static_assert(CAP + 1 == RASIMI_MOST_LIMITS, "one slot for each limit");

/* Units a week that a limit gives (or takes, below 0), and to how many. */
typedef struct tally {
    double people, units;
} tally;

static void
add_change(tally *to, double weight, double change)
{
    if (change < 0 || change > 0) {
        to->people += weight;
        to->units += weight * change;
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
add_minimum(const rasim_study *study, const rasimi_applied *applied, size_t row, tally *to)
{
    const rasimi_rule *open = &applied->open_rules[study->care_group[row]];
    const rasimi_allocated without = rasimi_rule_evaluate(open, applied->points[row], beside(applied, row));
    to->people += study->weight[row];
    to->units -= study->weight[row] * without.units;
}

static void
add_person(const rasim_study *study, size_t design, size_t row, tally tallies[RASIMI_MOST_LIMITS])
{
    const rasimi_applied *applied = &study->applied[design];
    const rasimi_rule *rule = &applied->rules[study->care_group[row]];
    rasimi_rule_status status;
    const float units = rasimi_rule_units(rule, applied->points[row], beside(applied, row), &status);
    if (status == RASIMI_RULE_PANEL || status == RASIMI_RULE_INELIGIBLE)
        add_minimum(study, applied, row, &tallies[MINIMUM]);
    if (status != RASIMI_RULE_ALLOCATED || rasimi_plan_is_high_cost(study, design, row))
        return;
    const rasimi_limited at = rasimi_limits_stages(&rule->limits, units);
    add_change(&tallies[FLOOR], study->weight[row], (double)at.floored - (double)at.scaled);
    add_change(&tallies[CAP], study->weight[row], (double)at.capped - (double)at.floored);
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

size_t
rasimi_limit_effects(const rasim_study *study, size_t design, rasim_limit_effect *out)
{
    const rasimi_applied *applied = &study->applied[design];
    if (!applied->rules)
        return 0;
    const rasimi_limits_spec *spec = &applied->design->limits;
    const struct {
        const char *name;
        double value;
    } limits[RASIMI_MOST_LIMITS] = {[MINIMUM] = {"minimum points", spec->minimum_points.value},
                                    [FLOOR] = {"floor", spec->floor_gbp_week.value},
                                    [CAP] = {"cap", spec->cap_gbp_week.value}};
    tally tallies[RASIMI_MOST_LIMITS] = {{0}};
    for (size_t i = 0; i < study->n_rows; i++)
        if (!study->scored || study->scored[i])
            add_person(study, design, i, tallies);
    const double scale = scale_to_all(study), gbp = study->framework.weeks_per_year.value / RASIM_UNITS_PER_GBP;
    size_t n = 0;
    for (size_t l = 0; l < RASIMI_MOST_LIMITS; l++)
        if (!isnan(limits[l].value))
            out[n++] = (rasim_limit_effect){limits[l].name, (double)l + 1, limits[l].value, scale * tallies[l].people,
                                            scale * tallies[l].units * gbp};
    return n;
}
