/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plan by year, computed without simulation, against closed forms and against what is simulated where nothing of a
   package is uncertain. */
#include "support/several.h"

#include "engine/results.h"

enum { N = 160, REPLICATES = 2000, YEARS = 5 };

#define CERTAIN                                                                                                        \
    SEVERAL_FULL_DUTY "need: [{log_sd: 0, persistence: 0}]\n"                                                          \
                      "prices: [{law: fixed, mean: 0.03}]\npopulation: {sampling: fixed}\nhorizon: 5\n"

/* Allocations are what needs cost, and go with prices. */
static const char with_prices[] = SEVERAL_POUND_A_POINT "limits: {uprating: 0.03}\n";

static several
make(const char *caseload, const char *design, const char *rest)
{
    char *text = NULL;
    cr_assert_gt(asprintf(&text, CERTAIN "%s", rest), 0);
    const several out = several_make(caseload, design, text);
    free(text);
    return out;
}

/* ---- one cell in closed form ---- */

/* Time in care of newcomers: people of the cell change as dP/dt = starters - mu P from P = 0. */
Test(expected, one_cell_has_its_closed_form)
{
    const double mu = -log1p(-0.3), starters = 0.5 * N;
    char *caseload = several_alike(N, "community", 100);
    several s = make(caseload, with_prices, "turnover: [{leave_probability: 0.3, starters_share: 0.5}]\n");
    rasimi_expected expected;
    cr_assert_eq(rasimi_expected_make(s.study, &expected), RASIM_OK);
    for (size_t t = 0; t < YEARS; t++) {
        const double alive = exp(-mu * (double)t) * -expm1(-mu) / mu;
        cr_assert_float_eq(expected.row_years[t * N], alive, 1e-12, "year %zu: %g", t + 1, expected.row_years[t * N]);
        /* integral over the year of starters / mu (1 - exp(-mu x)) */
        const double since = starters / mu * (1 - alive);
        cr_assert_float_eq(expected.newcomer_years[t], since, 3e-4 * since, "year %zu: %g, expected %g", t + 1,
                           expected.newcomer_years[t], since);
        rasimi_plan plan;
        cr_assert_eq(rasimi_plan_make(s.study, &expected, 0, t, &plan), RASIM_OK);
        const double net = 52 * 100 * pow(1.03, (double)t + 1) * (N * alive + since);
        cr_assert_float_eq(plan.net_gbp_year, net, 3e-4 * net, "year %zu: %g, expected %g", t + 1, plan.net_gbp_year,
                           net);
        rasimi_plan_clear(&plan);
    }
    rasimi_expected_clear(&expected);
    several_free(&s);
    free(caseload);
}

/* ---- what is simulated ---- */

/* Two settings, dear and cheap packages, contributions, starts of care within the last year. */
static char *
write_people(void)
{
    char *text = NULL;
    size_t size = 0;
    FILE *csv = open_memstream(&text, &size);
    fprintf(csv, "person_id,care_group,setting,budget_area,weekly_cost,points,client_contribution,start_date\n");
    for (int i = 0; i < N; i++) {
        const bool home = i % 4 == 0;
        const int cost = home ? 700 + i : 100 + 2 * i;
        fprintf(csv, "p%d,A,%s,Adults,%d,%d,%d,%s\n", i, home ? "residential" : "community", cost, cost, i % 50,
                i % 3 ? "2020-01-01" : "2026-11-08");
    }
    fclose(csv);
    return text;
}

static const struct {
    const char *what, *rest;
} cases[] = {
    {"turnover", "turnover: [{leave_probability: 0.3, starters_share: 0.4}]\n"},
    {"first year", "first_day: \"2027-04-01\"\n"
                   "turnover: [{leave_probability: 0.1, first_year_probability: 0.6, starters_share: 0.5}]\n"},
    {"moves", "covered_settings: [community, residential]\n"
              "turnover: [{leave_probability: 0.15}, {setting: residential, leave_probability: 0.4}]\n"
              "moves: [{from: community, to: residential, probability: 0.3}, {from: residential, to: community, "
              "probability: 0.2}, {from: residential, to: hospital, probability: 0.1}]\n"},
    {"moves in the first year",
     "first_day: \"2027-04-01\"\n"
     "turnover: [{leave_probability: 0.1, first_year_probability: 0.5, starters_share: 0.5}]\n"
     "moves: [{from: community, to: residential, probability: 0.5}]\n"},
    {"demand", "turnover: [{leave_probability: 0.3}]\ndemand: [{law: fixed, mean: 0.08}]\n"},
    {"prevention", "turnover: [{leave_probability: 0.2}]\n"
                   "moves: [{from: community, to: residential, probability: 0.3}]\n"
                   "interventions: [{name: One, gbp_year: 90000, from_year: 2, lag_years: 1, reduces: starters, mean: "
                   "0.3}, {name: Two, gbp_year: 40000, reduces: moves, mean: 0.5}]\n"
                   "savings: [{name: Three, gbp_by_year: [10000, 50000]}]\n"},
    {"nobody but for programmes", "savings: [{name: Three, gbp_by_year: [10000, 50000]}]\n"},
};

static law_sample
net_of_year(const rasim_results *results, size_t t)
{
    law_sample s = several_sample(results, t, SEVERAL_ALL, RASIM_LINE_NET);
    s.mean *= 52;
    s.sum_squares *= 52 * 52;
    return s;
}

/* Where packages are certain the plan is the mean, apart from its steps in time (an error of a few parts in 10,000 of
   what newcomers cost) and the ledger's rounding. */
Test(expected, the_plan_is_the_mean_where_packages_are_certain)
{
    char *caseload = write_people();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        several s = make(caseload, with_prices, cases[i].rest);
        rasim_results *results = scenario_run(s.study, REPLICATES, law_seed("expected.plan"), 2);
        for (size_t t = 0; t < YEARS; t++) {
            const law_sample net = net_of_year(results, t);
            const double plan = results->plans[t].net_gbp_year, room = 3e-4 * plan;
            const double off = fabs(net.mean - plan) - room;
            cr_assert(off <= LAW_Z * sqrt(law_variance(net) / net.n), "%s: year %zu: plan %.0f, mean %.0f",
                      cases[i].what, t + 1, plan, net.mean);
        }
        rasim_results_free(results);
        several_free(&s);
    }
    free(caseload);
}

/* A plan that left newcomers out, or had them for whole years, would be noticed by that check. */
Test(expected, a_plan_without_newcomers_would_be_noticed)
{
    char *caseload = write_people();
    several s = make(caseload, with_prices, cases[0].rest);
    rasim_results *results = scenario_run(s.study, REPLICATES, law_seed("expected.plan"), 2);
    rasimi_expected expected;
    cr_assert_eq(rasimi_expected_make(s.study, &expected), RASIM_OK);
    for (size_t t = 0; t < YEARS; t++) {
        rasimi_plan plan;
        for (size_t c = 0; c < expected.n_cells; c++) {
            expected.newcomer_years[t * expected.n_cells + c] *= 1.02;
        }
        cr_assert_eq(rasimi_plan_make(s.study, &expected, 0, t, &plan), RASIM_OK);
        const law_sample net = net_of_year(results, t);
        const double off = fabs(net.mean - plan.net_gbp_year) - 3e-4 * plan.net_gbp_year;
        cr_assert(t == 0 || off > LAW_Z * sqrt(law_variance(net) / net.n), "year %zu: 2 %% more newcomers", t + 1);
        rasimi_plan_clear(&plan);
    }
    rasimi_expected_clear(&expected);
    rasim_results_free(results);
    several_free(&s);
    free(caseload);
}

/* High-cost arrivals stand in the plan at their expected severity, capped, over their expected time; their income is
   that of the cell's rows. */
Test(expected, tails_are_planned_at_their_expected_severity)
{
    char *caseload = NULL;
    size_t size = 0;
    FILE *csv = open_memstream(&caseload, &size);
    fprintf(csv, "person_id,care_group,setting,weekly_cost,points,client_contribution\n");
    for (int i = 0; i < N; i++) {
        fprintf(csv, "p%d,A,community,100,100,%d\n", i, i % 2 ? 90 : i);
    }
    fclose(csv);
    several s = make(caseload, with_prices,
                     "turnover: [{leave_probability: 0.3}]\n"
                     "high_cost_arrivals: [{arrivals_a_year: 10, threshold_gbp_week: 1000, shape: 0.3, "
                     "scale_gbp_week: 500, max_gbp_week: 6000}]\n");
    rasim_results *results = scenario_run(s.study, REPLICATES, law_seed("expected.tails"), 2);
    for (size_t t = 0; t < YEARS; t++) {
        const law_sample net = net_of_year(results, t);
        cr_assert_lt(fabs(law_z_mean(net, results->plans[t].net_gbp_year)), LAW_Z, "year %zu: plan %.0f, mean %.0f",
                     t + 1, results->plans[t].net_gbp_year, net.mean);
    }
    rasim_results_free(results);
    several_free(&s);
    free(caseload);
}

/* The plan is made of people like those who are simulated: at reviews of 0.4 a year, 0.6^t of them are as they were.
   Protection, uprated allocations and contributions, thresholds with an index of their own. */
Test(expected, rules_of_later_years_are_those_that_are_simulated)
{
    char *caseload = NULL;
    size_t size = 0;
    FILE *csv = open_memstream(&caseload, &size);
    fprintf(csv, "person_id,care_group,setting,weekly_cost,points,client_contribution\n");
    for (int i = 0; i < N; i++) {
        fprintf(csv, "p%d,A,community,%d,%d,%d\n", i, 200 + 5 * i, 180 + 5 * i, i % 40);
    }
    fclose(csv);
    static const char design[] = "name: D\nfamily: price_per_point\nallocation: [{gbp_per_point: 1}]\n"
                                 "limits: {uprating: 0.02}\n"
                                 "exclusion: {threshold_gbp_week: 700, index: 0.01, best_value_saving: 0.1}\n";
    char *rest = NULL;
    /* nothing is lifted or trimmed: the plan has neither */
    cr_assert_gt(asprintf(&rest, "%s",
                          "transition: {review_probability: 0.4, protection_share: 0.5, protection_later: [0.3, 0.1]}\n"
                          "income: {contribution_uprating: 0.04}\nturnover: [{leave_probability: 0.2}]\n"),
                 0);
    char *text = NULL;
    cr_assert_gt(asprintf(&text,
                          "sign_off: {tolerance: 1, uplift_share: 0}\nneed: [{log_sd: 0, persistence: 0}]\n"
                          "prices: [{law: fixed, mean: 0.03}]\npopulation: {sampling: fixed}\nhorizon: 5\n%s",
                          rest),
                 0);
    several s = several_make(caseload, design, text);
    rasim_results *results = scenario_run(s.study, REPLICATES, law_seed("expected.rules"), 2);
    for (size_t t = 0; t < YEARS; t++) {
        const law_sample net = net_of_year(results, t);
        const double plan = results->plans[t].net_gbp_year;
        cr_assert(fabs(net.mean - plan) - 3e-4 * plan <= LAW_Z * sqrt(law_variance(net) / net.n),
                  "year %zu: plan %.0f, mean %.0f", t + 1, plan, net.mean);
    }
    rasim_results_free(results);
    several_free(&s);
    free(caseload);
    free(rest);
    free(text);
}
