/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plan: every row once, at its weight, at expected prices, without noise, uplift or trim. */
#include "engine/plan.h"

#include "base/mem.h"
#include "base/pool.h"
#include "engine/newcomers.h"
#include "engine/programmes.h"
#include "model/family.h"
#include "num/detmath.h"
#include "num/gpd.h"
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
is_high_cost(const rasimi_applied *applied, double threshold, double need, double allocation)
{
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

/* What the rows of a design's plan have in common in a year. */
typedef struct plan_year {
    const rasim_study *study;
    const rasimi_applied *applied;
    size_t year;
    const rasimi_rule *rules;   /* [n_care_groups x n_settings] as they stand after year 1; NULL in year 1 */
    double threshold;           /* of exclusion */
    double contribution_growth; /* since year 1 */
    double reviewed;            /* probability that a person who was there before is on the RAS */
} plan_year;

static double
price_index(const plan_year *at, size_t setting)
{
    return at->study->price_index[at->year * at->study->n_settings + setting];
}

static plan_year
plan_year_of(const rasim_study *study, size_t design, size_t year)
{
    const rasimi_applied *applied = &study->applied[design];
    double waiting = 1.0;
    for (size_t t = 0; t <= year; t++) {
        waiting *= 1.0 - study->review_probability[t];
    }
    return (plan_year){
        .study = study,
        .applied = applied,
        .year = year,
        .threshold = applied->threshold_gbp_week * rasimi_compound(applied->design->exclusion.index.value, year),
        .contribution_growth = rasimi_compound(study->framework.income.contribution_uprating.value, year),
        .reviewed = 1.0 - waiting,
    };
}

/* The rules of a design as they stand in a year: uprated, and with prices where amounts follow what need costs. */
static void
fill_rules(const plan_year *at, rasimi_rule *rules)
{
    const rasim_study *study = at->study;
    const rasimi_design *design = at->applied->design;
    const rasimi_family *family = rasimi_family_find(design->family.value);
    const bool by_need = family != NULL && family->without_points;
    const double uprating = rasimi_compound(design->limits.uprating.value, at->year);
    for (size_t i = 0; i < study->n_care_groups * study->n_settings; i++) {
        const size_t setting = i % study->n_settings;
        const double prices = by_need ? price_index(at, setting) / study->price_index[setting] : 1.0;
        rules[i] = at->applied->rules[i / study->n_settings];
        rules[i].limits.scale = (float)((double)rules[i].limits.scale * uprating * prices);
        rasimi_rule_set_year(&rules[i], at->year);
    }
}

/* The allocation of a scored row at this year's rule. */
static rasimi_allocated
allocation_of(const plan_year *at, size_t row)
{
    const rasim_study *study = at->study;
    if (at->rules == NULL) {
        return at->applied->amount[row];
    }
    const rasimi_rule *rule = &at->rules[study->care_group[row] * study->n_settings + study->setting[row]];
    return rasimi_applied_amount(at->applied, rule, row);
}

/* A person on the RAS: the allocation (with protection), or the package where it is above the threshold. */
static planned
plan_on_ras(const plan_year *at, size_t donor, double need, bool newcomer)
{
    const rasimi_allocated amount = allocation_of(at, donor);
    const double allocation = (double)amount.units / RASIM_UNITS_PER_GBP;
    if (amount.status == RASIMI_RULE_INELIGIBLE) {
        return (planned){0};
    }
    if (amount.status == RASIMI_RULE_OUTSIDE || is_high_cost(at->applied, at->threshold, need, allocation)) {
        const double cost = need * (1.0 - at->applied->design->exclusion.best_value_saving.value);
        return (planned){.gross = cost, .high_cost = cost};
    }
    const double loss = need > allocation ? need - allocation : 0.0;
    const double protection = newcomer ? 0.0 : at->study->protection_share[at->year] * loss;
    return (planned){.gross = allocation + protection, .ras_pool = allocation};
}

/* The share of the outturn that others are expected to pay. */
static double
others_share(const rasim_study *study, size_t row)
{
    double share = study->other_share[row];
    for (size_t k = 0; k < study->n_uncertain_streams; k++) {
        share += study->uncertain_streams[k].share[row];
    }
    return share;
}

/* What a person has to pay a week: contributions grow, but who pays the full cost pays just that. */
static double
owed(const plan_year *at, size_t row)
{
    const double first = at->study->contribution_gbp_week[row];
    return first < RASIM_MAX_GBP_WEEK ? first * at->contribution_growth : first;
}

/* Steps 7 and 8: outturn and income. */
static double
net_of(const plan_year *at, size_t row, double gross)
{
    const rasim_study *study = at->study;
    const double outturn = gross * study->used_share[row];
    const double other = least(study->other_gbp_week[row] + others_share(study, row) * outturn, outturn);
    return outturn - other - study->collection_rate * least(owed(at, row), outturn - other);
}

/* One person like a row, with the points of a donor and the cost of a payer (itself, if it has its own). */
typedef struct planned_person {
    double net, ras_pool, high_cost, legacy, gross;
} planned_person;

/* Who is planned: a row, or somebody who came since with the package of one. */
typedef struct planned_row {
    size_t row;
    bool newcomer;
} planned_row;

static planned_person
plan_person(const plan_year *at, planned_row who, size_t donor, size_t payer)
{
    const double need = at->study->cost_gbp_week[payer] * price_index(at, at->study->setting[payer]);
    const double reviewed = who.newcomer ? 1.0 : at->reviewed;
    const planned on_ras = plan_on_ras(at, donor, need, who.newcomer);
    return (planned_person){
        .net = reviewed * net_of(at, who.row, on_ras.gross) + (1.0 - reviewed) * net_of(at, who.row, need),
        .ras_pool = reviewed * on_ras.ras_pool,
        .high_cost = reviewed * on_ras.high_cost,
        .legacy = (1.0 - reviewed) * need,
        .gross = reviewed * on_ras.gross + (1.0 - reviewed) * need,
    };
}

static void
add_share(planned_person *sum, planned_person one, double share)
{
    sum->net += share * one.net;
    sum->ras_pool += share * one.ras_pool;
    sum->high_cost += share * one.high_cost;
    sum->legacy += share * one.legacy;
    sum->gross += share * one.gross;
}

/* The expectation over the payers that a row may take its cost from. */
static planned_person
plan_over_payers(const plan_year *at, planned_row who, size_t donor)
{
    const rasim_study *study = at->study;
    if (study->costed == NULL || study->costed[who.row]) {
        return plan_person(at, who, donor, who.row);
    }
    const rasimi_donor_class *class = &study->payer_classes[study->stratum[who.row]];
    planned_person mean = {0};
    for (uint32_t i = 0; i < class->n; i++) {
        add_share(&mean, plan_person(at, who, donor, study->payers[class->first + i]), 1.0 / class->n);
    }
    return mean;
}

/* The expectation over the donors that a row may take its points from. */
static planned_person
plan_row(const plan_year *at, planned_row who)
{
    const rasim_study *study = at->study;
    if (study->scored == NULL || study->scored[who.row]) {
        return plan_over_payers(at, who, who.row);
    }
    const rasimi_donor_class *class = &study->donor_classes[study->donor_class[who.row]];
    planned_person mean = {0};
    for (uint32_t i = 0; i < class->n; i++) {
        add_share(&mean, plan_over_payers(at, who, study->donors[class->first + i]), 1.0 / class->n);
    }
    return mean;
}

bool
rasimi_plan_is_high_cost(const rasim_study *study, size_t design, size_t row)
{
    const rasimi_applied *applied = &study->applied[design];
    const double need = study->cost_gbp_week[row] * (1.0 + study->price_mean[study->setting[row]]);
    const double allocation = (double)applied->amount[row].units / RASIM_UNITS_PER_GBP;
    return is_high_cost(applied, applied->threshold_gbp_week, need, allocation);
}

/* Adds people who cost what a planned person does: `years` person-years. */
static void
add_person(const plan_year *at, size_t cell, planned_person person, double years, rasimi_plan *plan)
{
    const rasim_study *study = at->study;
    const double weeks = years * study->framework.weeks_per_year.value;
    plan->net_gbp_year += person.net * weeks;
    plan->ras_pool_gbp_year += person.ras_pool * weeks;
    plan->high_cost_gbp_year += person.high_cost * weeks;
    plan->legacy_gbp_year += person.legacy * weeks;
    plan->gross_gbp_year += person.gross * weeks;
    plan->area_net_gbp_year[study->cells[cell].area] += person.net * weeks;
    if (study->n_places > 0) {
        plan->place_net_gbp_year[study->cells[cell].place] += person.net * weeks;
        plan->place_people[study->cells[cell].place] += years;
    }
}

/* The plan of an outcome in a year: that of the design of each place. */
typedef struct plan_outcome {
    const rasim_study *study;
    size_t outcome, year;
    const plan_year *designs; /* [n_designs] */
    planned_person *rows;     /* [n_rows] what add_rows planned, where newcomers are planned alike; else NULL */
} plan_outcome;

/* Nobody is still to be reviewed, and nobody protected: a person who came costs what the row does whose package they
   have. */
static bool
newcomers_are_alike(const rasim_study *study, const plan_year *at)
{
    return at->reviewed >= 1.0 && !(study->protection_share[at->year] > 0.0);
}

static const plan_year *
plan_of_place(const plan_outcome *of, uint32_t place)
{
    return &of->designs[rasimi_outcome_design(of->study, of->outcome, place)];
}

static void
add_rows(const plan_outcome *of, const rasimi_expected *expected, rasimi_plan *plan)
{
    const rasim_study *study = of->study;
    for (size_t row = 0; row < study->n_rows; row++) {
        const plan_year *at = plan_of_place(of, study->cells[study->cell[row]].place);
        const double years = expected->row_years == NULL ? 1.0 : expected->row_years[of->year * study->n_rows + row];
        const planned_person person = plan_row(at, (planned_row){row, false});
        plan->person_net_gbp_week[row] = person.net;
        if (of->rows != NULL) {
            of->rows[row] = person;
        }
        add_person(at, study->cell[row], person, study->weight[row] * years, plan);
    }
}

/* People who came since: the packages of the rows of their cell, by weight. */
static void
add_newcomers(const plan_outcome *of, const rasimi_expected *expected, rasimi_plan *plan)
{
    const rasim_study *study = of->study;
    for (size_t cell = 0; cell < study->n_cells && expected->newcomer_years != NULL; cell++) {
        const plan_year *at = plan_of_place(of, study->cells[cell].place);
        const double years = expected->newcomer_years[of->year * study->n_cells + cell];
        const rasimi_churn *churn = &study->churn[cell];
        double before = 0.0;
        for (uint32_t i = churn->first_donor; i < churn->first_donor + churn->n_donors && years > 0.0; i++) {
            const uint32_t row = study->cell_donors[i];
            const planned_person person = of->rows != NULL ? of->rows[row] : plan_row(at, (planned_row){row, true});
            add_person(at, cell, person, years * (study->cell_donor_upto[i] - before), plan);
            before = study->cell_donor_upto[i];
        }
    }
}

/* Points of the unit interval at which a tail's severity is averaged. */
#define TAIL_POINTS 20000

/* Well-spread points of (0, 1) in any order of the fits, for severities and for rows: multiples of two irrationals. */
#define GOLDEN_RATIO 0.6180339887498949
#define ROOT_OF_TWO  0.41421356237309503

static double
spread(size_t i, double irrational)
{
    const double x = ((double)i + 0.5) * irrational;
    return x - __builtin_floor(x);
}

/* High-cost arrivals in a cell: their severity at evenly spread quantiles of every fit, above the exclusion threshold
   or not, each with the income of a row. */
static planned_person
plan_tail(const plan_year *at, const rasimi_tail *tail, uint32_t cell)
{
    planned_person mean = {0};
    for (size_t i = 0; i < TAIL_POINTS; i++) {
        const size_t fit = i % tail->n_fits;
        const rasimi_gpd gpd = {.shape = tail->shape[fit], .scale = tail->scale_gbp_week[fit]};
        const double drawn = tail->threshold_gbp_week + rasimi_gpd_quantile(gpd, spread(i, GOLDEN_RATIO));
        const double cost = least(drawn, tail->max_gbp_week) * price_index(at, tail->setting);
        const double saving = cost > at->threshold ? at->applied->design->exclusion.best_value_saving.value : 0.0;
        const double gross = cost * (1.0 - saving);
        const uint32_t row = rasimi_newcomers_row(at->study, cell, spread(i, ROOT_OF_TWO));
        const planned_person one = {.net = net_of(at, row, gross), .high_cost = gross, .gross = gross};
        add_share(&mean, one, 1.0 / TAIL_POINTS);
    }
    return mean;
}

static void
add_tails(const plan_outcome *of, const rasimi_expected *expected, rasimi_plan *plan)
{
    const rasim_study *study = of->study;
    for (size_t t = 0; t < study->n_tails; t++) {
        const rasimi_tail *tail = &study->tails[t];
        for (uint32_t i = tail->first_cell; i < tail->first_cell + tail->n_cells; i++) {
            const uint32_t cell = study->tail_cells[i].cell;
            const plan_year *at = plan_of_place(of, study->cells[cell].place);
            add_person(at, cell, plan_tail(at, tail, cell), expected->tail_years[of->year * study->n_cells + cell],
                       plan);
        }
    }
}

/* Programmes at their cost, and savings as they are planned. */
static void
add_programmes(const plan_outcome *of, rasimi_plan *plan)
{
    for (size_t area = 0; area < of->study->n_areas; area++) {
        const double net = rasimi_programmes_planned(of->study, area, of->year);
        plan->net_gbp_year += net;
        plan->area_net_gbp_year[area] += net;
    }
}

static rasim_status
make_arrays(const rasim_study *study, rasimi_plan *out)
{
    out->area_net_gbp_year = rasimi_calloc(study->n_areas, sizeof(double));
    out->place_net_gbp_year = rasimi_calloc(study->n_places, sizeof(double));
    out->place_people = rasimi_calloc(study->n_places, sizeof(double));
    out->person_net_gbp_week = rasimi_calloc(study->n_rows, sizeof(double));
    const bool all = out->area_net_gbp_year != NULL && out->place_net_gbp_year != NULL && out->place_people != NULL &&
                     out->person_net_gbp_week != NULL;
    return all ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

/* The designs in a year; `rules` has room for all of them after year 1. */
static void
fill_designs(const rasim_study *study, size_t year, plan_year *designs, rasimi_rule *rules)
{
    const size_t n_rules = study->n_care_groups * study->n_settings;
    for (size_t d = 0; d < study->n_designs; d++) {
        designs[d] = plan_year_of(study, d, year);
        if (year > 0) {
            fill_rules(&designs[d], rules + d * n_rules);
            designs[d].rules = rules + d * n_rules;
        }
    }
}

rasim_status
rasimi_plan_make(const rasim_study *study, const rasimi_expected *expected, size_t outcome, size_t year,
                 rasimi_plan *out)
{
    *out = (rasimi_plan){0};
    plan_year *designs = rasimi_calloc(study->n_designs, sizeof *designs);
    rasimi_rule *rules = rasimi_calloc(study->n_designs, study->n_care_groups * study->n_settings * sizeof *rules);
    plan_outcome of = {study, outcome, year, designs, NULL};
    rasim_status status = designs == NULL || rules == NULL ? RASIM_ERR_NO_MEMORY : make_arrays(study, out);
    if (status != RASIM_OK) {
        goto out;
    }
    fill_designs(study, year, designs, rules);
    if (expected->newcomer_years != NULL && newcomers_are_alike(study, designs)) {
        of.rows = rasimi_calloc(study->n_rows, sizeof *of.rows);
        if (of.rows == NULL) {
            status = RASIM_ERR_NO_MEMORY;
            goto out;
        }
    }
    add_rows(&of, expected, out);
    add_newcomers(&of, expected, out);
    add_tails(&of, expected, out);
    add_programmes(&of, out);
out:
    free(of.rows);
    free(rules);
    free(designs);
    return status;
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

/* ---- all of them ---- */

/* Plans that threads make side by side, each a piece. */
typedef struct planning {
    const rasim_study *study;
    rasimi_expected expected;
    size_t n_years; /* that are planned */
    rasimi_plan *plans;
} planning;

static rasim_status
make_plan(void *context, uint64_t i, int thread)
{
    const planning *p = context;
    const size_t outcome = i / p->n_years, year = i % p->n_years;
    (void)thread;
    return rasimi_plan_make(p->study, &p->expected, outcome, year, &p->plans[outcome * p->study->n_years + year]);
}

rasim_status
rasimi_plans_make(const rasim_study *study, size_t n_years, int n_threads, rasimi_plan *plans)
{
    planning p = {.study = study, .n_years = n_years, .plans = plans};
    rasimi_pool_result done;
    rasim_status status = rasimi_expected_make(study, &p.expected);
    if (status == RASIM_OK) {
        const size_t n = rasimi_study_n_outcomes(study) * n_years;
        status = rasimi_pool_run(0, n, n_threads, make_plan, &p, NULL, NULL, &done);
    }
    rasimi_expected_clear(&p.expected);
    return status;
}
