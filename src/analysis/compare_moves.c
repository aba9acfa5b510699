/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who moves: each row's indicative amount under one design and another, or beside the current package. A function of
   the rows alone: planned prices, no assessment error, no simulation. */
#include "analysis/compare.h"

#include <math.h>

#include "engine/plan.h"
#include "rasim/ledger.h"

/* £ a week that a class comes to at most: no change, then small to large. */
static const double upto[] = {0, 10, 50, 100, 250, HUGE_VAL};

_Static_assert(RASIM_N_MOVE_CLASSES == 2 * (sizeof upto / sizeof *upto) - 1, "a fall and a rise of each size");

double
rasim_move_class_upto(size_t i)
{
    if (i >= RASIM_N_MOVE_CLASSES)
        return (double)NAN;
    return upto[i < RASIM_MOVE_UNCHANGED ? RASIM_MOVE_UNCHANGED - i : i - RASIM_MOVE_UNCHANGED];
}

static size_t
class_of(double change)
{
    size_t size = 0;
    while (fabs(change) > upto[size])
        size++;
    return change < 0 ? RASIM_MOVE_UNCHANGED - size : RASIM_MOVE_UNCHANGED + size;
}

/* £ a week; NAN where the person has no amount. */
static double
amount_of(const rasim_study *study, size_t outcome, size_t row)
{
    const uint32_t place = study->place_design ? study->place[row] : 0;
    const size_t design = rasimi_outcome_design(study, outcome, place);
    const rasimi_allocated amount = study->applied[design].amount[row];
    if (study->scored && !study->scored[row])
        return (double)NAN;
    if (amount.status == RASIMI_RULE_INELIGIBLE)
        return 0;
    if (amount.status != RASIMI_RULE_ALLOCATED || rasimi_plan_is_high_cost(study, design, row))
        return (double)NAN;
    return (double)amount.units / RASIM_UNITS_PER_GBP;
}

/* The current package at the planned prices of year 1; NAN where its cost is not known. */
static double
package_of(const rasim_study *study, size_t row)
{
    if (study->costed && !study->costed[row])
        return (double)NAN;
    return study->cost_gbp_week[row] * study->price_index[study->setting[row]];
}

static void
add_group(rasim_group_moves *group, double people, double change_gbp)
{
    group->people += people;
    group->people_up += change_gbp > 0 ? people : 0;
    group->gbp_up += change_gbp > 0 ? change_gbp : 0;
    group->people_down += change_gbp < 0 ? people : 0;
    group->gbp_down -= change_gbp < 0 ? change_gbp : 0;
}

static void
add_row(const rasim_study *study, size_t row, double before, double after, rasim_moves *out)
{
    const double people = study->weight[row];
    if (isnan(before) || isnan(after)) {
        *(isnan(before) && isnan(after) ? &out->people_without
          : isnan(before)               ? &out->people_gain_amount
                                        : &out->people_lose_amount) += people;
        return;
    }
    const double change = after - before, gbp = change * people * study->framework.weeks_per_year.value;
    const size_t size = class_of(change);
    out->people[size] += people;
    out->gbp[size] += gbp;
    add_group(&out->groups[study->care_group[row]], people, gbp);
    add_group(&out->groups[study->n_care_groups], people, gbp);
}

rasim_status
rasimi_moves_make(const rasim_study *study, size_t from, size_t to, rasimi_arena *arena, rasim_moves *out)
{
    *out = (rasim_moves){.known = true, .n_groups = study->n_care_groups + 1};
    out->groups = rasimi_arena_alloc(arena, out->n_groups, sizeof *out->groups);
    if (!out->groups)
        return RASIM_ERR_NO_MEMORY;
    for (size_t g = 0; g < study->n_care_groups; g++) {
        const char *label = study->care_groups[g];
        out->groups[g].care_group = rasimi_arena_printf(arena, "%s", label);
        if (!out->groups[g].care_group)
            return RASIM_ERR_NO_MEMORY;
    }
    for (size_t row = 0; row < study->n_rows; row++)
        add_row(study, row, from == RASIMI_FROM_PACKAGES ? package_of(study, row) : amount_of(study, from, row),
                amount_of(study, to, row), out);
    return RASIM_OK;
}
