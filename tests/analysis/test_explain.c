/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Explanations against the engine: the sum shown is the engine's figure to the ledger unit for every person of every
   shipped scenario, and a person's simulated years are those that they have in a run of everybody. */
#include "support/scenario.h"

#include "analysis/explain.h"
#include "engine/plan.h"
#include "model/trail.h"
#include "num/stats.h"

#include <glob.h>

/* ---- every person of every scenario ---- */

typedef struct walk {
    const char *name;
    size_t n_people, n_steps;
} walk;

/* The explanation's last £ must be the engine's, for one person and design. */
static void
check_amount(walk *self, const rasimi_draft *whole, const rasimi_draft *person, size_t i, size_t d)
{
    rasimi_arena arena = {0};
    rasimi_trail trail = {.arena = &arena};
    const rasimi_applied *own = &person->study->applied[d], *engine = &whole->study->applied[d];
    cr_assert_eq(rasimi_score_explain(&person->scorers[d], 0, &trail), RASIM_OK, "%s, row %zu", self->name, i);
    if (trail.n > 0)
        cr_assert_float_eq((float)rasimi_trail_total(&trail, RASIM_STEP_POINTS), engine->points[i], 1e-4);
    cr_assert_eq(rasimi_amount_explain(person->study, own, &person->scorers[d], 0, 0, &trail), RASIM_OK, "%s, row %zu",
                 self->name, i);
    cr_assert_eq(own->amount[0].units, engine->amount[i].units, "%s, row %zu: %d, engine %d", self->name, i,
                 own->amount[0].units, engine->amount[i].units);
    cr_assert_eq(own->amount[0].status, engine->amount[i].status);
    const double units = rasimi_trail_total(&trail, RASIM_STEP_GBP_WEEK) * RASIM_UNITS_PER_GBP;
    if (engine->amount[i].status == RASIMI_RULE_ALLOCATED)
        cr_assert_eq(units, engine->amount[i].units, "%s, row %zu: steps lead to %.3f, engine %d", self->name, i, units,
                     engine->amount[i].units);
    self->n_steps += trail.n;
    rasimi_arena_clear(&arena);
}

static rasim_status
walk_people(rasimi_draft *draft, void *context)
{
    walk *self = context;
    const rasim_study *study = draft->study;
    for (size_t i = 0; i < study->n_rows; i++) {
        rasimi_caseload one;
        rasimi_draft person = {0};
        const size_t row = draft->caseload.by_key[i];
        const bool scored = !study->scored || study->scored[i];
        cr_assert_eq(rasimi_caseload_row(&draft->caseload, row, &draft->arena, &one), RASIM_OK);
        cr_assert_eq(rasimi_person_study_make(draft, &one, "caseload", scored, &person), RASIM_OK);
        for (size_t d = 0; scored && d < study->n_designs; d++)
            check_amount(self, draft, &person, i, d);
        rasimi_person_study_clear(&person);
        self->n_people++;
    }
    return RASIM_OK;
}

static void
walk_framework(walk *self, const char *path)
{
    rasim_study *study = NULL;
    rasim_problems *problems = NULL;
    self->name = path;
    cr_assert_eq(rasim_problems_create(&problems), RASIM_OK);
    const rasim_status status = rasimi_study_load_visited(path, NULL, walk_people, self, &study, problems);
    for (size_t i = 0; status != RASIM_OK && i < rasim_problems_size(problems); i++) {
        char text[1024];
        rasim_problem_format(rasim_problems_get(problems, i), text, sizeof text);
        cr_log_error("%s", text);
    }
    cr_assert_eq(status, RASIM_OK, "%s: %s", path, rasim_status_text(status));
    rasim_study_free(study);
    rasim_problems_free(problems);
}

/* A framework says what it holds money for; designs and recipes do not. */
static bool
is_framework(const char *path)
{
    char line[512];
    bool found = false;
    FILE *file = fopen(path, "r");
    while (file && !found && fgets(line, sizeof line, file))
        found = strncmp(line, "envelope:", 9) == 0;
    if (file)
        fclose(file);
    return found;
}

Test(explain, leads_to_the_engines_amount_for_everybody_in_every_scenario)
{
    glob_t files = {0};
    walk all = {0};
    size_t n = 0;
    char pattern[PATH_MAX];
    snprintf(pattern, sizeof pattern, "%s/scenarios/*/*.yaml", getenv("RASIM_SOURCE_DIR"));
    cr_assert_eq(glob(pattern, 0, NULL, &files), 0, "%s", pattern);
    for (size_t f = 0; f < files.gl_pathc; f++) {
        if (is_framework(files.gl_pathv[f])) {
            walk_framework(&all, files.gl_pathv[f]);
            n++;
        }
    }
    globfree(&files);
    cr_assert_geq(n, 9);
    cr_assert_gt(all.n_people, 1000);
    cr_assert_gt(all.n_steps, 10 * all.n_people);
}

/* ---- a scenario with every feature ---- */

static const char caseload[] =
    "person_id,care_group,setting,budget_area,weekly_cost,carer_support,carer_consent,delivery,client_contribution,"
    "washing,meals,chc,s117,assessment_mode\n"
    "a,Older,home,a,120.50,none,yes,managed,20,low,low,0,0,joint\n"
    "b,Older,home,b,260,some,yes,direct payment,0,high,low,30.25,0.1,self\n"
    "c,Older,home,c,300,most,no,managed,999,high,high,0,0.5,joint\n"
    "d,Young,home,d,1500,none,yes,managed,0,high,high,2000,0,self\n"
    "e,Young,home,e,90,some,yes,managed,15,low,low,0,0,joint\n"
    "f,Young,home,f,10,most,yes,managed,0,none,none,0,0,joint\n"
    "g,Young,home,g,410,none,yes,direct payment,33.33,high,none,0,0,self\n";

static const char framework[] =
    "name: Every feature\nyear: 2010/11\nprice_date: 2009-04-01\ncaseload: caseload.csv\n"
    "designs: [table.yaml, banded.yaml, price.yaml]\npopulation: {sampling: fixed}\nenvelope: [{gbp_year: 100000}]\n"
    "sign_off: {tolerance: 0.1, uplift_share: 0.9, trim_share: 0.5}\nneed: [{log_sd: 0.3, drift: 0.02}]\n"
    "prices: [{mean: 0.03, sd: 0.05}]\npractice: {sd: 0.1}\ntransition: {protection_share: 0.5}\n"
    "outturn: {managed_underuse: 0.04, direct_payment_underuse: 0.1, direct_payment_recovered: 0.5}\n"
    "income:\n  contribution_uprating: 0.02\n  collection_rate: 0.95\n  other_funding:\n"
    "    - {name: NHS continuing care, column: chc, restriction: health needs}\n"
    "    - {name: Section 117, column: s117, kind: share}\nreplicates: 640\nseed: 7\n";

#define QUESTIONS                                                                                                      \
    "questionnaire:\n  domains:\n    - {name: washing, weight: 1.5, levels: {none: 0, low: 4, high: 20}}\n"            \
    "    - {name: meals, levels: {none: 0, low: 3, high: 15.5}}\n"                                                     \
    "carer_rule: {multipliers: {none: 1, some: 0.85, most: 0.6}}\n"

static const char table[] =
    "name: Table\nfamily: table\n" QUESTIONS "allocation: [{knots: [{points: 2, gbp: 10}, {points: 20, gbp: 111.11}, "
    "{points: 40, gbp: 500}]}]\n"
    "limits: {minimum_points: 1, below_minimum: ineligible, uprating: 0.025, top_slice: 0.1, "
    "floor_gbp_week: 60, cap_gbp_week: 400, rounding_gbp_week: 0.5}\n"
    "exclusion: {threshold_gbp_week: 400, basis: either, best_value_saving: 0.05}\n";
static const char banded[] = "name: Banded\nfamily: banded\nperiod: year\n" QUESTIONS
                             "allocation: [{bands: [{from: 5, gbp: 5200}, {from: 20, gbp: 13333}], top: 45}]\n"
                             "limits: {minimum_points: 1, below_minimum: panel}\n";
static const char price[] = "name: Price\nfamily: price_per_point\n" QUESTIONS "allocation: [{gbp_per_point: 7.77}]\n"
                            "exclusion: {threshold_gbp_week: 1000, index: 0.03, basis: reference}\n";

static char *
write_everything(void)
{
    char *folder = scenario_folder();
    scenario_write(folder, "caseload.csv", caseload);
    scenario_write(folder, "framework.yaml", framework);
    scenario_write(folder, "table.yaml", table);
    scenario_write(folder, "banded.yaml", banded);
    scenario_write(folder, "price.yaml", price);
    return folder;
}

static rasim_explanation *
explain(const char *folder, const char *person, const char *answers)
{
    rasim_explain_options options;
    rasim_explanation *out = NULL;
    rasim_problems *problems = NULL;
    char *path = scenario_path(folder, "framework.yaml");
    char *file = answers ? scenario_path(folder, answers) : NULL;
    rasim_explain_options_init(&options);
    options.person_id = person;
    options.answers_path = file;
    options.replicates = 640;
    cr_assert_eq(rasim_problems_create(&problems), RASIM_OK);
    const rasim_status status = rasim_explain(path, &options, &out, problems);
    for (size_t i = 0; status != RASIM_OK && i < rasim_problems_size(problems); i++) {
        char text[1024];
        rasim_problem_format(rasim_problems_get(problems, i), text, sizeof text);
        cr_log_error("%s", text);
    }
    cr_assert_eq(status, RASIM_OK, "%s", rasim_status_text(status));
    rasim_problems_free(problems);
    free(file);
    free(path);
    return out;
}

Test(explain, leads_to_the_engines_amount_under_every_limit)
{
    char *folder = write_everything(), *path = scenario_path(folder, "framework.yaml");
    walk all = {0};
    walk_framework(&all, path);
    cr_assert_eq(all.n_people, 7);
    free(path);
    scenario_remove(folder);
}

/* ---- every family, carer rule and way of scoring ---- */

#define SCORING                                                                                                        \
    "questionnaire:\n  interactions: [{a: washing, b: meals, coefficient: 0.02}]\n  rescale: {low: 0, high: 100}\n"    \
    "  domains:\n    - {name: washing, weight: 1.5, levels: {none: 0, low: 4, high: 20}}\n"                            \
    "    - {name: meals, threshold: 4, levels: {none: 0, low: 3, high: 15.5}}\n"
#define CARER                                                                                                          \
    "carer_rule:\n  multipliers: {none: 1, some: 0.85, most: 0.6}\n"                                                   \
    "  domains: [{domain: meals, multipliers: {none: 1, some: 0.5, most: 0}}]\n"                                       \
    "  deduction_gbp_week: {none: 0, some: 10, most: 45.5}\n  sustain_gbp_week: {none: 0, some: 5, most: 12.25}\n"

static const char *const FAMILIES[] = {
    "name: Scored\nfamily: table\n" SCORING CARER "rates: [{name: day, gbp_per_hour: 18.4}]\n"
    "add_ons:\n  - {name: Nights, when: [{domain: washing, levels: [high]}], gbp: 77.7}\n"
    "  - {name: Meals, when: [{domain: meals, levels: [low, high]}], hours_per_week: 2.5, rate: day}\n"
    "allocation: [{knots: [{points: 0, gbp: 10}, {points: 100, gbp: 500}]}]\nlimits: {top_slice: 0.05}\n",
    "name: Masked\nfamily: price_per_point\nquestionnaire:\n  domains:\n"
    "    - {name: washing, care_groups: [Young], levels: {none: 0, low: 4, high: 20}}\n"
    "    - {name: meals, levels: {none: 0, low: 3, high: 15.5}}\nallocation: [{gbp_per_point: 9.99}]\n",
    "name: Log\nfamily: regression\n" SCORING CARER
    "allocation:\n  - intercept: 4\n    link: log\n    smearing: 1.08\n    coefficients:\n"
    "      - {domain: washing, per_point: 0.03}\n      - {domain: meals, level: high, value: 0.5}\n"
    "    interactions: [{a: washing, b: meals, coefficient: 0.001}]\nlimits: {uprating: 0.02}\n",
    "name: Identity\nfamily: regression\nperiod: year\n" SCORING
    "allocation:\n  - intercept: -800\n    link: identity\n    coefficients: [{domain: washing, per_point: 400}]\n",
    "name: Hours\nfamily: hours\n" SCORING "rates: [{name: day, gbp_per_hour: 18.4}]\n"
    "carer_rule: {hours_offsets: [{domain: meals, hours_per_week: {none: 0, some: 2, most: 9}}]}\n"
    "allocation:\n  - hours:\n      - {domain: washing, rate: day, hours_per_week: {none: 0, low: 3.5, high: 10}}\n"
    "      - {domain: meals, rate: day, hours_per_week: {none: 0, low: 3, high: 7}}\n"
    "    double_handed: [{domain: washing, levels: [high], multiplies: [washing]}]\n"
    "    lump_sums: [{domain: meals, gbp: {none: 0, low: 0, high: 25}}]\n"
    "    night_support: [{domain: washing, gbp_per_night: 61.3, nights_per_week: {none: 0, low: 0, high: 2}}]\n"
    "limits: {rounding_gbp_week: 1}\n",
    "name: Judgement\nfamily: judgement\nallocation: [{bias: 0.1, log_sd: 0.2}]\n",
};

Test(explain, leads_to_the_engines_amount_in_every_family)
{
    char *folder = scenario_folder(), *path = scenario_path(folder, "framework.yaml"), *text = NULL;
    for (size_t f = 0; f < sizeof FAMILIES / sizeof *FAMILIES; f++) {
        walk all = {0};
        cr_assert_gt(asprintf(&text, "%s%s", framework,
                              "assessment: {modes: [{mode: self, factor_bias: 0.05, factor_log_sd: 0.1}]}\n"),
                     0);
        char *designs = strstr(text, "[table.yaml, banded.yaml, price.yaml]");
        memcpy(designs, "[family.yaml]                        ", strlen("[table.yaml, banded.yaml, price.yaml]"));
        scenario_write(folder, "framework.yaml", text);
        scenario_write(folder, "family.yaml", FAMILIES[f]);
        scenario_write(folder, "caseload.csv", caseload);
        walk_framework(&all, path);
        cr_assert_geq(all.n_steps, all.n_people);
        free(text);
    }
    free(path);
    scenario_remove(folder);
}

/* ---- simulated years, and who pays ---- */

/* Final budgets of a person who is alone in their budget area, from a run of everybody; sorted. */
static double *
budgets_in_run(const rasim_results *results, size_t d, const char *area, rasim_person_range *out)
{
    rasim_results_info info;
    rasim_results_describe(results, &info);
    double *budgets = calloc(info.replicates, sizeof *budgets);
    double panel = 0, high = 0;
    size_t g = 0;
    while (strcmp(rasim_results_group(results, g)->budget_area, area) != 0)
        g++;
    for (uint64_t r = 0; r < info.replicates; r++) {
        const int64_t *lines = rasim_results_ledger(results, d, 0, r) + g * RASIM_N_LINES;
        int64_t net_and_after = lines[RASIM_LINE_NET] + lines[RASIM_LINE_CONTRIBUTION] +
                                lines[RASIM_LINE_OTHER_FUNDING] + lines[RASIM_LINE_UNDERSPEND];
        budgets[r] = (double)net_and_after / RASIM_UNITS_PER_GBP;
        panel += (double)lines[RASIM_LINE_PANEL_CASES];
        high += (double)lines[RASIM_LINE_EXCLUDED_PEOPLE];
    }
    out->panel_share = panel / (double)info.replicates;
    out->high_cost_share = high / (double)info.replicates;
    rasimi_sort(budgets, info.replicates);
    return budgets;
}

Test(explain, shows_the_years_that_the_person_has_in_a_run_of_everybody)
{
    char *folder = write_everything();
    rasim_study *study = scenario_load(folder, "framework.yaml");
    rasim_results *results = scenario_run(study, 640, 7, 1);
    for (char who[] = "a"; who[0] <= 'g'; who[0]++) {
        rasim_explanation *explanation = explain(folder, who, NULL);
        for (size_t d = 0; d < explanation->n_designs; d++) {
            const rasim_person_range *range = &explanation->designs[d].range;
            rasim_person_range run;
            double *budgets = budgets_in_run(results, d, who, &run);
            cr_assert_eq(range->replicates, 640);
            cr_assert_float_eq(range->p10, budgets[63], 1e-9, "%s, design %zu: %.3f, run %.3f", who, d, range->p10,
                               budgets[63]);
            cr_assert_float_eq(range->p90, budgets[575], 1e-9);
            cr_assert_float_eq(range->panel_share, run.panel_share, 1e-12);
            cr_assert_float_eq(range->high_cost_share, run.high_cost_share, 1e-12);
            free(budgets);
        }
        rasim_explanation_free(explanation);
    }
    rasim_results_free(results);
    rasim_study_free(study);
    scenario_remove(folder);
}

Test(explain, pays_as_the_plan_does_and_adds_up)
{
    char *folder = write_everything();
    rasim_study *study = scenario_load(folder, "framework.yaml");
    for (size_t d = 0; d < study->n_designs; d++) {
        rasimi_plan plan;
        cr_assert_eq(rasimi_plan_make(study, &(rasimi_expected){0}, d, 0, &plan), RASIM_OK);
        for (size_t i = 0; i < study->n_rows; i++) {
            rasim_explanation *explanation = explain(folder, study->person_id[i], NULL);
            const rasim_person_payment *pays = &explanation->designs[d].payment;
            double sum = pays->unspent + pays->contribution + pays->council;
            for (size_t s = 0; s < pays->n_streams; s++)
                sum += pays->streams[s].gbp_week;
            cr_assert_float_eq(sum, pays->budget, 1e-9);
            cr_assert_float_eq(pays->council, plan.person_net_gbp_week[i], 1e-9, "%s, design %zu", study->person_id[i],
                               d);
            rasim_explanation_free(explanation);
        }
        rasimi_plan_clear(&plan);
    }
    rasim_study_free(study);
    scenario_remove(folder);
}

/* What each person is under each design: worked out by hand from the files above. */
static const struct {
    const char *who;
    rasim_person_status of[3];
} STATUSES[] = {
    {"a", {RASIM_PERSON_ALLOCATED, RASIM_PERSON_ALLOCATED, RASIM_PERSON_ALLOCATED}},
    {"c", {RASIM_PERSON_ALLOCATED, RASIM_PERSON_OUTSIDE, RASIM_PERSON_ALLOCATED}},
    {"d", {RASIM_PERSON_HIGH_COST, RASIM_PERSON_OUTSIDE, RASIM_PERSON_HIGH_COST}},
    {"f", {RASIM_PERSON_INELIGIBLE, RASIM_PERSON_PANEL, RASIM_PERSON_ALLOCATED}},
    {"g", {RASIM_PERSON_HIGH_COST, RASIM_PERSON_ALLOCATED, RASIM_PERSON_ALLOCATED}},
};

Test(explain, says_what_becomes_of_a_person)
{
    char *folder = write_everything();
    for (size_t i = 0; i < sizeof STATUSES / sizeof *STATUSES; i++) {
        rasim_explanation *explanation = explain(folder, STATUSES[i].who, NULL);
        for (size_t d = 0; d < 3; d++)
            cr_assert_eq(explanation->designs[d].status, STATUSES[i].of[d], "%s, design %zu: %s", STATUSES[i].who, d,
                         rasim_person_status_name(explanation->designs[d].status));
        rasim_explanation_free(explanation);
    }
    scenario_remove(folder);
}

/* ---- answers from a file ---- */

Test(explain, scores_answers_as_the_same_person_in_the_caseload)
{
    char *folder = write_everything();
    scenario_write(folder, "answers.yaml",
                   "care_group: Older\nsetting: home\ncarer_support: some\nwashing: high\nmeals: low\n"
                   "delivery: direct payment\nchc: 30.25\ns117: 0.1\nperson_id: b\nweekly_cost: 260\n");
    rasim_explanation *here = explain(folder, "b", NULL), *there = explain(folder, NULL, "answers.yaml");
    for (size_t d = 0; d < 3; d++) {
        const rasim_person_design *a = &here->designs[d], *b = &there->designs[d];
        cr_assert_eq(a->indicative_units, b->indicative_units);
        cr_assert_eq(a->n_steps, b->n_steps);
        for (size_t s = 0; s < a->n_steps; s++) {
            cr_assert_str_eq(a->steps[s].label, b->steps[s].label);
            cr_assert_str_eq(a->steps[s].detail, b->steps[s].detail);
        }
        cr_assert_float_eq(a->range.p90, b->range.p90, 1e-12);
        cr_assert_float_eq(a->payment.council, b->payment.council, 1e-12);
    }
    rasim_explanation_free(here);
    rasim_explanation_free(there);
    scenario_remove(folder);
}

static const struct {
    const char *answers, *problem;
} WRONG[] = {
    {"care_group: Older\nsetting: home\ncarer_support: some\nwashing: high\nmeal: low\n", "5:1: error: 'meal' is "},
    {"care_group: Older\nsetting: home\ncarer_support: some\nwashing: hihg\nmeals: low\n", "'hihg' is no level"},
    {"care_group: Old\nsetting: home\ncarer_support: some\nwashing: high\nmeals: low\n", "1:13: error: The care group"},
    {"care_group: Older\nsetting: home\nwashing: high\nmeals: low\n", "has no 'carer_support'"},
    {"care_group: Older\nsetting: home\ncarer_support: some\nmeals: low\n", "has no 'washing'"},
    {"care_group: Older\nsetting: home\ncarer_support: none\nwashing: [high]\nmeals: low\n", "4:10: error: 'washing'"},
    {"- high\n", "The answers are no list of names and values"},
};

Test(explain, refuses_answers_with_their_place)
{
    char *folder = write_everything();
    char *path = scenario_path(folder, "framework.yaml"), *file = scenario_path(folder, "answers.yaml");
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++) {
        rasim_explain_options options;
        rasim_explanation *out = NULL;
        rasim_problems *problems = NULL;
        char text[1024] = "", all[4096] = "";
        scenario_write(folder, "answers.yaml", WRONG[i].answers);
        rasim_explain_options_init(&options);
        options.answers_path = file;
        cr_assert_eq(rasim_problems_create(&problems), RASIM_OK);
        cr_assert_eq(rasim_explain(path, &options, &out, problems), RASIM_ERR_INPUT, "%s", WRONG[i].answers);
        cr_assert_null(out);
        for (size_t p = 0; p < rasim_problems_size(problems); p++) {
            rasim_problem_format(rasim_problems_get(problems, p), text, sizeof text);
            strncat(all, text, sizeof all - strlen(all) - 1);
        }
        cr_assert_not_null(strstr(all, WRONG[i].problem), "'%s' is not in:\n%s", WRONG[i].problem, all);
        rasim_problems_free(problems);
    }
    free(file);
    free(path);
    scenario_remove(folder);
}

Test(explain, without_a_cost_there_is_an_amount_but_no_range)
{
    char *folder = write_everything();
    scenario_write(folder, "answers.yaml",
                   "care_group: Older\nsetting: home\ncarer_support: some\nwashing: high\nmeals: low\n");
    rasim_explanation *explanation = explain(folder, NULL, "answers.yaml");
    cr_assert_gt(explanation->designs[0].indicative_units, 0);
    cr_assert_not(explanation->designs[0].range.known);
    cr_assert(isnan(explanation->package_gbp_week));
    rasim_explanation_free(explanation);
    scenario_remove(folder);
}
