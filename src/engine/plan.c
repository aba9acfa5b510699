/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plan: every row once, at its weight, at expected prices, without noise, uplift or trim. */
#include "engine/plan.h"

#include "base/mem.h"
#include "rasim/ledger.h"

#include <stdlib.h>

/* One person's £ a week at the plan: gross, by where it comes from. */
typedef struct planned {
    double gross, ras_pool, high_cost;
} planned;

static double
least(double a, double b)
{
    return a < b ? a : b;
}

static bool
is_high_cost(const rasimi_applied *applied, double need, double allocation)
{
    const double threshold = applied->threshold_gbp_week;
    switch ((rasimi_basis)applied->design->exclusion.basis.value) {
        case RASIMI_BASIS_ALLOCATION:
            return allocation > threshold;
        case RASIMI_BASIS_EITHER:
            return need > threshold || allocation > threshold;
        case RASIMI_BASIS_NEED:
        case RASIMI_BASIS_REFERENCE:
            break;
    }
    return need > threshold;
}

/* A person on the RAS: the allocation (with protection), or the package where it is above the threshold. */
static planned
plan_on_ras(const rasim_study *study, const rasimi_applied *applied, size_t donor, double need)
{
    const rasimi_allocated *amount = &applied->amount[donor];
    const double allocation = (double)amount->units / RASIM_UNITS_PER_GBP;
    if (amount->status == RASIMI_RULE_INELIGIBLE) {
        return (planned){0};
    }
    if (amount->status == RASIMI_RULE_OUTSIDE || is_high_cost(applied, need, allocation)) {
        const double cost = need * (1.0 - applied->design->exclusion.best_value_saving.value);
        return (planned){.gross = cost, .high_cost = cost};
    }
    const double loss = need > allocation ? need - allocation : 0.0;
    const double protection = study->framework.transition.protection_share.value * loss;
    return (planned){.gross = allocation + protection, .ras_pool = allocation};
}

/* Steps 7 and 8: outturn and income. */
static double
net_of(const rasim_study *study, size_t row, double gross)
{
    const double outturn = gross * study->used_share[row];
    const double other = least(study->other_gbp_week[row] + study->other_share[row] * outturn, outturn);
    const double contribution = least(study->contribution_gbp_week[row], outturn - other);
    return outturn - other - contribution;
}

/* One person like a row, with the points of a donor and the cost of a payer (itself, if it has its own). */
typedef struct planned_person {
    double net, ras_pool, high_cost;
} planned_person;

static planned_person
plan_person(const rasim_study *study, size_t design, size_t row, size_t donor, size_t payer)
{
    const double need = study->cost_gbp_week[payer] * (1.0 + study->price_mean[study->setting[payer]]);
    const double reviewed = study->framework.transition.review_probability.value;
    const planned on_ras = plan_on_ras(study, &study->applied[design], donor, need);
    return (planned_person){
        .net = reviewed * net_of(study, row, on_ras.gross) + (1.0 - reviewed) * net_of(study, row, need),
        .ras_pool = reviewed * on_ras.ras_pool,
        .high_cost = reviewed * on_ras.high_cost,
    };
}

static void
add_share(planned_person *sum, planned_person one, double share)
{
    sum->net += share * one.net;
    sum->ras_pool += share * one.ras_pool;
    sum->high_cost += share * one.high_cost;
}

/* The expectation over the payers that a row may take its cost from. */
static planned_person
plan_over_payers(const rasim_study *study, size_t design, size_t row, size_t donor)
{
    if (study->costed == NULL || study->costed[row]) {
        return plan_person(study, design, row, donor, row);
    }
    const rasimi_donor_class *class = &study->payer_classes[study->stratum[row]];
    planned_person mean = {0};
    for (uint32_t i = 0; i < class->n; i++) {
        add_share(&mean, plan_person(study, design, row, donor, study->payers[class->first + i]), 1.0 / class->n);
    }
    return mean;
}

/* The expectation over the donors that a row may take its points from. */
static planned_person
plan_row(const rasim_study *study, size_t design, size_t row)
{
    if (study->scored == NULL || study->scored[row]) {
        return plan_over_payers(study, design, row, row);
    }
    const rasimi_donor_class *class = &study->donor_classes[study->donor_class[row]];
    planned_person mean = {0};
    for (uint32_t i = 0; i < class->n; i++) {
        add_share(&mean, plan_over_payers(study, design, row, study->donors[class->first + i]), 1.0 / class->n);
    }
    return mean;
}

bool
rasimi_plan_is_high_cost(const rasim_study *study, size_t design, size_t row)
{
    const rasimi_applied *applied = &study->applied[design];
    const double need = study->cost_gbp_week[row] * (1.0 + study->price_mean[study->setting[row]]);
    return is_high_cost(applied, need, (double)applied->amount[row].units / RASIM_UNITS_PER_GBP);
}

static void
add_row(const rasim_study *study, size_t outcome, size_t row, rasimi_plan *plan)
{
    const planned_person person = plan_row(study, rasimi_outcome_design(study, outcome, study->place[row]), row);
    const double net = person.net;
    const double years = study->weight[row] * study->framework.weeks_per_year.value;
    plan->person_net_gbp_week[row] = net;
    plan->net_gbp_year += net * years;
    plan->ras_pool_gbp_year += person.ras_pool * years;
    plan->high_cost_gbp_year += person.high_cost * years;
    plan->area_net_gbp_year[study->area[row]] += net * years;
    if (study->n_places > 0) {
        plan->place_net_gbp_year[study->place[row]] += net * years;
        plan->place_people[study->place[row]] += study->weight[row];
    }
}

rasim_status
rasimi_plan_make(const rasim_study *study, size_t outcome, rasimi_plan *out)
{
    *out = (rasimi_plan){0};
    out->area_net_gbp_year = rasimi_calloc(study->n_areas, sizeof(double));
    out->place_net_gbp_year = rasimi_calloc(study->n_places, sizeof(double));
    out->place_people = rasimi_calloc(study->n_places, sizeof(double));
    out->person_net_gbp_week = rasimi_calloc(study->n_rows, sizeof(double));
    if (out->area_net_gbp_year == NULL || out->place_net_gbp_year == NULL || out->place_people == NULL ||
        out->person_net_gbp_week == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    for (size_t row = 0; row < study->n_rows; row++) {
        add_row(study, outcome, row, out);
    }
    return RASIM_OK;
}

void
rasimi_plan_clear(rasimi_plan *plan)
{
    free(plan->area_net_gbp_year);
    free(plan->place_net_gbp_year);
    free(plan->place_people);
    free(plan->person_net_gbp_week);
    *plan = (rasimi_plan){0};
}
