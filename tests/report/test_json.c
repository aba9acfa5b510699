/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The summary as JSON, parsed back: every field that a reader may rely on, for results made by hand. */
#include "analysis/by_hand.h"
#include "report/scratch.h"

#include "rasim/report.h"
#include "rasim/version.h"

#include <jansson.h>
#include <stdio.h>
#include <unistd.h>

static rasim_study *study;
static rasim_results *results;
static rasim_summary *summary;

static void
set_up(void)
{
    study = make_hand_study();
    results = make_hand_results(study);
    cr_assert_eq(rasim_summarise(results, &(rasim_what_ifs){.halved = results, .doubled = results}, &summary),
                 RASIM_OK);
}

static void
tear_down(void)
{
    rasim_summary_free(summary);
    rasim_results_free(results);
}

TestSuite(json, .init = set_up, .fini = tear_down);

static char *
render(void)
{
    char *text = NULL;
    cr_assert_eq(rasim_summary_json(study, summary, &text), RASIM_OK);
    return text;
}

static json_t *
render_and_parse(void)
{
    json_error_t error;
    char *text = render();
    json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, &error);
    cr_assert_not_null(root, "line %d: %s", error.line, error.text);
    free(text);
    return root;
}

/* The value at a path of keys and, in brackets, indices: "designs[0].years[1].net_gbp". */
static json_t *
at(json_t *value, const char *path)
{
    const char *rest = path;
    while (*rest && value) {
        char key[64];
        size_t index, length = strcspn(rest, ".[");
        if (*rest == '[' && sscanf(rest, "[%zu]", &index) == 1) {
            value = json_array_get(value, index);
            rest += strcspn(rest, "]") + 1;
        } else {
            snprintf(key, sizeof key, "%.*s", (int)length, rest);
            value = json_object_get(value, key);
            rest += length;
        }
        rest += *rest == '.';
    }
    cr_assert_not_null(value, "there is no %s", path);
    return value;
}

Test(json, says_where_it_comes_from)
{
    json_t *root = render_and_parse();
    const struct {
        const char *path, *text;
    } texts[] = {
        {"schema", "rasim-results 1"},
        {"rasim.version", rasim_version()},
        {"rasim.git", rasim_version_git()},
        {"framework.name", "Tiny borough"},
        {"framework.year", "2009/10"},
        {"framework.about", "Made by hand."},
        {"inputs[0].path", "scenarios/tiny/framework.yaml"},
        {"inputs[0].sha256", "aa11"},
        {"inputs[1].path", "people.csv"},
        {"designs[0].name", "Bands"},
        {"designs[1].name", "Bands (2)"},
        {"designs[0].years[0].year", "2009/10"},
        {"diagnostics.sampling", "polya"},
        {"diagnostics.frame[1].stratum", "Learning disability, community"},
        {"diagnostics.designs[1].name", "Bands (2)"},
        {"statement", RASIM_FIXED_SENTENCE},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        cr_assert_str_eq(json_string_value(at(root, texts[i].path)), texts[i].text, "%s", texts[i].path);
    const struct {
        const char *path;
        json_int_t value;
    } wholes[] = {
        {"rasim.engine", RASIM_ENGINE_VERSION},
        {"seed", 7},
        {"replicates", 10},
        {"replicates_asked", 12},
        {"diagnostics.population.rows", 9},
        {"diagnostics.population.rows_not_covered", 3},
        {"diagnostics.population.people", 60},
        {"diagnostics.population.strata", 2},
        {"diagnostics.frame[0].rows", 4},
        {"diagnostics.frame[0].people", 40},
        {"diagnostics.designs[0].convergence[0].replicates", 10},
    };
    for (size_t i = 0; i < sizeof wholes / sizeof *wholes; i++)
        cr_assert_eq(json_integer_value(at(root, wholes[i].path)), wholes[i].value, "%s", wholes[i].path);
    cr_assert(json_is_false(at(root, "complete")));
    cr_assert(json_is_true(at(root, "synthetic")));
    json_decref(root);
}

#define YEAR        "designs[0].years[0]."
#define DIAGNOSTICS "diagnostics.designs[0]."

/* £ a year to the penny; closed forms in by_hand.h. */
Test(json, holds_every_number)
{
    const struct {
        const char *path;
        double value;
    } numbers[] = {
        {YEAR "envelope_gbp", 310000},
        {YEAR "plan_gbp", 200000},
        {YEAR "planned_pool_gbp", 180000},
        {YEAR "drift_gbp", 15800},
        {YEAR "affordability.probability", 0.8},
        {YEAR "affordability.low", 0.490162471536642},
        {YEAR "affordability.high", 0.943317848545625},
        {YEAR "net_gbp.mean", 215800},
        {YEAR "net_gbp.mean_se", 34850.35},
        {YEAR "net_gbp.sd", 110206.47},
        {YEAR "net_gbp.quantiles[1].level", 0.5},
        {YEAR "net_gbp.quantiles[1].value", 197600},
        {YEAR "net_gbp.quantiles[1].low", 88400},
        {YEAR "net_gbp.quantiles[1].high", 343200},
        {YEAR "contingency[1].level", 0.8},
        {YEAR "contingency[1].gbp", 106800},
        {YEAR "contingency[1].risk_margin_gbp", 91000},
        {YEAR "contingency[1].share_of_plan", 0.534},
        {YEAR "contingency[1].share_of_pool", 0.593333333333333},
        {YEAR "contingency[1].low", -2400},
        {YEAR "contingency[0].high", 143200},
        {YEAR "contingency_held_gbp", 12000},
        {YEAR "headroom[0].level", 0.5},
        {YEAR "headroom[0].gbp", 112400},
        {YEAR "headroom[0].low", -33200},
        {YEAR "headroom[0].high", 221600},
        {YEAR "expected_overspend_gbp", 10280},
        {YEAR "overspend_if_over_gbp", 51400},
        {YEAR "expected_shortfall[1].level", 0.8},
        {YEAR "expected_shortfall[1].gbp", 361400},
        {YEAR "pools.ras_gbp", 203944},
        {YEAR "pools.high_cost_gbp", 17160},
        {YEAR "pools.legacy_gbp", 3146},
        {YEAR "pools.total_gbp", 224250},
        {YEAR "pools.distributions.ras_gbp.mean", 203944},
        {YEAR "pools.distributions.ras_gbp.quantiles[1].value", 185900},
        {YEAR "pools.distributions.high_cost_gbp.mean", 17160},
        {YEAR "pools.distributions.legacy_gbp.mean", 3146},
        {YEAR "pools.distributions.total_gbp.mean", 224250},
        {YEAR "ledger.indicative", 201916},
        {YEAR "ledger.net", 215800},
        {YEAR "ledger.capped_draws", 0.1},
        {YEAR "uplift_gbp", 5200},
        {YEAR "trim_gbp", 5720},
        {YEAR "contribution_gbp", 7280},
        {YEAR "other_funding_gbp", 572},
        {YEAR "underspend_gbp", 858},
        {YEAR "panel_cases", 7.5},
        {YEAR "excluded_people", 2.5},
        {YEAR "people.panel_cases.mean", 7.5},
        {YEAR "people.panel_cases.quantiles[4].value", 12},
        {YEAR "people.excluded_people.mean", 2.5},
        {YEAR "sample_alone.sd_gbp", 55103.24},
        {YEAR "sample_alone.share_of_variance", 0.25},
        {YEAR "sample_alone.quantiles[4].value", 182000},
        {YEAR "by_budget_area[1].envelope_gbp", 300000},
        {YEAR "by_budget_area[1].plan_gbp", 180000},
        {YEAR "by_budget_area[1].affordability.probability", 0.8},
        {YEAR "by_budget_area[1].net_gbp.mean", 196092},
        {YEAR "by_budget_area[0].net_gbp.mean", 19708},
        {YEAR "by_budget_area[0].ledger.high_cost", 15600},
        {YEAR "by_place[1].people", 25},
        {YEAR "by_place[1].plan_gbp", 90000},
        {YEAR "by_place[1].net_gbp.mean", 101400},
        {"designs[0].years[1].net_gbp.mean", 252200},
        {DIAGNOSTICS "convergence[0].mean_gbp", 215800},
        {DIAGNOSTICS "convergence[0].affordability.probability", 0.8},
        {DIAGNOSTICS "convergence[0].quantiles[2].value", 343200},
        {DIAGNOSTICS "affordability_shocks_halved", 0.8},
        {DIAGNOSTICS "affordability_shocks_doubled", 0.8},
        {DIAGNOSTICS "shocks_halved.affordability.probability", 0.8},
        {DIAGNOSTICS "shocks_halved.affordability.low", 0.490162471536642},
        {DIAGNOSTICS "shocks_doubled.affordability_every_year.probability", 0.7},
        {DIAGNOSTICS "capped_draws[0]", 0.1},
        {YEAR "affordability_so_far.probability", 0.8},
        {YEAR "fan_gbp[2].level", 0.25},
        {YEAR "fan_gbp[2].value", 124800},
        {YEAR "ledger_se.panel_cases", 0.957427107756338},
        {YEAR "ledger_se.net", 34850.35},
        {YEAR "sample_alone.sd_se", 6961.15},
        {YEAR "turnover.starters.mean", 7.5},
        {YEAR "turnover.full_year_gbp.p90", 23764},
        {YEAR "turnover.person_years.mean_se", 0.957427107756338},
        {"designs[0].horizon.net_gbp.mean", 468000},
        {"designs[0].horizon.affordability_every_year.probability", 0.7},
    };
    json_t *root = render_and_parse();
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        double value = json_real_value(at(root, numbers[i].path));
        cr_assert_eq(value, numbers[i].value, "%s is %.17g, not %.17g", numbers[i].path, value, numbers[i].value);
    }
    json_decref(root);
}

Test(json, holds_what_the_same_person_would_get_in_each_place)
{
    json_t *root = render_and_parse();
    cr_assert(json_is_null(at(root, "portability")), "designs are for everybody");
    json_decref(root);
    summary->portability = make_hand_portability();
    root = render_and_parse();
    cr_assert_str_eq(json_string_value(at(root, "portability.places[1].name")), "South");
    cr_assert_str_eq(json_string_value(at(root, "portability.places[1].design")), "Bands (2)");
    const struct {
        const char *path;
        double value;
    } cases[] = {
        {"portability.people", 50},
        {"portability.people_left_out", 10},
        {"portability.places[0].gbp_week", 210.5},
        {"portability.bands[0].gbp_week[1]", 100},
        {"portability.bands[2].people", 20},
        {"portability.bands[2].gbp_week[0]", 300},
        {"portability.place_share", 0.25},
        {"portability.chance_share", 0.0625},
        {"portability.spread", 0.125},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect(cases[i].path, json_real_value(at(root, cases[i].path)), cases[i].value);
    json_decref(root);
}

Test(json, absent_numbers_are_null)
{
    const char *const absent[] = {
        YEAR "net_gbp.quantiles[0].low",
        YEAR "net_gbp.quantiles[4].high",
        YEAR "contingency[1].high",
        YEAR "headroom[1].low",
        YEAR "by_budget_area[0].envelope_gbp",
        YEAR "by_budget_area[0].affordability",
        "designs[1].years[0].overspend_if_over_gbp",
        YEAR "envelope_turned_out_gbp",
        YEAR "savings",
        YEAR "reserve",
        YEAR "interventions",
        "designs[0].reserve",
        "designs[0].guarantee",
    };
    json_t *root = render_and_parse();
    for (size_t i = 0; i < sizeof absent / sizeof *absent; i++)
        cr_assert(json_is_null(at(root, absent[i])), "%s", absent[i]);
    json_decref(root);
}

/* Values of the same summary are derived in tests/analysis/test_years.c. */
Test(json, holds_what_only_years_have)
{
    const struct {
        const char *path;
        double value;
    } numbers[] = {
        {"designs[0].years[1].envelope_gbp", 340000},
        {"designs[0].years[1].envelope_turned_out_gbp.mean", 323000},
        {"designs[0].years[1].savings.planned_gbp", 12000},
        {"designs[0].years[1].savings.delivered_gbp.mean", 208},
        {"designs[0].years[1].reserve.quantiles_gbp[0].value", -94600},
        {"designs[0].years[1].reserve.never_below.probability", 0.8},
        {"designs[0].years[1].interventions.cumulated_gbp.mean", 7280},
        {"designs[0].years[1].interventions.paid_back.probability", 0.6},
        {"designs[0].reserve.opening_gbp", 50000},
        {"designs[0].reserve.call.gbp.mean", 7640},
        {"designs[0].reserve.call.p95_gbp", 74600},
        {"designs[0].reserve.call.if_called_gbp", 38200},
        {"designs[0].guarantee.confidence", 0.8},
        {"designs[0].guarantee.each_alone.factor", 1.00261437908497},
        {"designs[0].guarantee.each_alone.extra_gbp", 1699.35},
        {"designs[0].guarantee.at_end.factor", 0.846491228070175},
    };
    rasim_results *without = make_hand_without_programme(study);
    add_hand_years(study, results);
    rasim_summary_free(summary);
    cr_assert_eq(rasim_summarise(results, &(rasim_what_ifs){.without_interventions = without}, &summary), RASIM_OK);
    json_t *root = render_and_parse();
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        double value = json_real_value(at(root, numbers[i].path));
        cr_assert(fabs(value - numbers[i].value) <= 1e-14 * fmax(1, fabs(value)), "%s is %.17g, not %.17g",
                  numbers[i].path, value, numbers[i].value);
    }
    cr_assert(json_is_true(at(root, "designs[0].reserve.in_framework")));
    cr_assert(json_is_false(at(root, "precision_reached")));
    json_decref(root);
    rasim_results_free(without);
}

Test(json, carries_the_warning)
{
    json_t *root = render_and_parse();
    cr_assert(json_is_true(at(root, DIAGNOSTICS "decision.inside_error")));
    cr_assert_str_eq(json_string_value(at(root, DIAGNOSTICS "decision.text")), summary->designs[0].decision_text);
    json_decref(root);
}

Test(json, every_contingency_level_is_among_the_quantiles)
{
    json_t *root = render_and_parse(), *year = at(root, "designs[0].years[0]"), *contingency, *quantile;
    size_t i, j;
    json_array_foreach(at(year, "contingency"), i, contingency)
    {
        bool found = false;
        json_array_foreach(at(year, "net_gbp.quantiles"), j, quantile) found |=
            json_equal(at(quantile, "level"), at(contingency, "level"));
        cr_assert(found, "level %zu", i);
    }
    json_decref(root);
}

Test(json, lines_stand_in_the_order_of_the_ledger)
{
    json_t *root = render_and_parse();
    const char *name;
    json_t *value;
    size_t l = 0;
    json_object_foreach(at(root, YEAR "ledger"), name, value)
        cr_assert_str_eq(name, rasim_line_describe((rasim_line)l++)->name);
    cr_assert_eq(l, RASIM_N_LINES);
    json_decref(root);
}

Test(json, money_is_whole_pennies_half_away_from_zero_and_never_minus_nothing)
{
    const struct {
        double gbp;
        const char *text;
    } cases[] = {
        {1.125, "1.13"}, {-1.125, "-1.13"}, {1.124, "1.12"}, {-0.001, "0.0"}, {0, "0.0"}, {123456789012.345, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        summary->designs[0].years[0].drift_gbp = cases[i].gbp;
        char expected[64], *text = render();
        snprintf(expected, sizeof expected, "\"drift_gbp\": %s,", cases[i].text ? cases[i].text : "123456789012.35");
        cr_assert_not_null(strstr(text, expected), "%.17g", cases[i].gbp);
        free(text);
    }
}

Test(json, a_seed_beyond_63_bits_is_text)
{
    const struct {
        uint64_t seed;
        const char *text;
    } cases[] = {
        {9223372036854775807u, "\"seed\": 9223372036854775807,"},
        {9223372036854775808u, "\"seed\": \"9223372036854775808\","},
        {18446744073709551615u, "\"seed\": \"18446744073709551615\","},
    };
    for (size_t i = 0; i < 3; i++) {
        summary->seed = cases[i].seed;
        char *text = render();
        cr_assert_not_null(strstr(text, cases[i].text), "%s", cases[i].text);
        free(text);
    }
}

Test(json, bytes_that_are_not_utf8_become_question_marks)
{
    char name[] = "caf\xe9-\xff.yaml";
    const char *kept = hand_inputs[0].path;
    hand_inputs[0].path = name;
    char *text = render();
    cr_assert_not_null(strstr(text, "\"caf?-?.yaml\""));
    free(text);
    hand_inputs[0].path = kept;
}

Test(json, what_would_steer_a_terminal_is_escaped)
{
    char name[] = "a\x1b\x7f\xc2\x9b\xe2\x80\xae£.yaml";
    const char *kept = hand_inputs[0].path;
    hand_inputs[0].path = name;
    char *text = render();
    cr_assert_not_null(strstr(text, "\"a\\u001B\\u007F\\u009B\\u202E£.yaml\""));
    json_error_t error;
    json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, &error);
    cr_assert_not_null(root);
    json_decref(root);
    free(text);
    hand_inputs[0].path = kept;
}

Test(json, same_summary_same_bytes_and_one_newline_at_the_end)
{
    char *one = render(), *two = render();
    size_t length = strlen(one);
    cr_assert_str_eq(one, two);
    cr_assert_eq(one[length - 1], '\n');
    cr_assert_eq(one[length - 2], '}');
    cr_assert_eq(strstr(one, "{\n  \"schema\": \"rasim-results 1\",\n"), one);
    cr_assert_null(strstr(one, "/somewhere/"), "an absolute path was written");
    free(one);
    free(two);
}

static size_t allocations_left;

static void *
scarce_malloc(size_t size)
{
    return allocations_left-- > 0 ? malloc(size) : (allocations_left = 0, NULL);
}

Test(json, running_out_of_memory_is_an_error_wherever_it_happens)
{
    char *out = NULL;
    rasim_status status = RASIM_ERR_NO_MEMORY;
    json_set_alloc_funcs(scarce_malloc, free);
    size_t n = 0;
    for (; status && n < 100000; n = n < 50 ? n + 1 : n + 97) {
        allocations_left = n;
        status = rasim_summary_json(study, summary, &out);
        cr_assert(status == RASIM_OK || (status == RASIM_ERR_NO_MEMORY && !out), "after %zu: %d", n, status);
    }
    json_set_alloc_funcs(malloc, free);
    cr_assert_gt(n, 1000);
    cr_assert_eq(status, RASIM_OK);
    free(out);
}

static size_t
read_all(const char *path, char *bytes, size_t size)
{
    FILE *file = fopen(path, "rb");
    cr_assert_not_null(file, "%s", path);
    size_t n = fread(bytes, 1, size, file);
    fclose(file);
    return n;
}

Test(json, a_written_file_holds_the_same_text)
{
    static char bytes[1 << 20];
    char folder[FOLDER_SIZE], path[FOLDER_SIZE + 32];
    make_folder(folder);
    snprintf(path, sizeof path, "%s/summary.json", folder);
    cr_assert_eq(rasim_write_json(path, study, summary, NULL), RASIM_OK);
    char *text = render();
    cr_assert_eq(read_all(path, bytes, sizeof bytes), strlen(text));
    cr_assert_eq(memcmp(bytes, text, strlen(text)), 0);
    free(text);
    unlink(path);
    cr_assert_eq(rmdir(folder), 0, "something else was left behind");
}

Test(json, a_folder_that_is_missing_is_a_problem_and_arguments_are_checked)
{
    rasim_problems *problems = NULL;
    char *untouched = NULL;
    cr_assert_eq(rasim_problems_create(&problems), RASIM_OK);
    cr_assert_eq(rasim_write_json("/nonexistent/summary.json", study, summary, problems), RASIM_ERR_WRITE);
    cr_assert_eq(rasim_problems_total(problems, RASIM_ERROR), 1);
    cr_assert_str_eq(rasim_problems_get(problems, 0)->file, "/nonexistent/summary.json");
    rasim_problems_free(problems);
    cr_assert_eq(rasim_write_json(NULL, study, summary, NULL), RASIM_ERR_ARGUMENT);
    cr_assert_eq(rasim_make_folder(NULL, NULL), RASIM_ERR_ARGUMENT);
    cr_assert_eq(rasim_summary_json(NULL, summary, &untouched), RASIM_ERR_ARGUMENT);
    cr_assert_eq(rasim_summary_json(study, NULL, &untouched), RASIM_ERR_ARGUMENT);
    cr_assert_eq(rasim_summary_json(study, summary, NULL), RASIM_ERR_ARGUMENT);
    cr_assert_null(untouched);
}

Test(json, makes_folders)
{
    char folder[FOLDER_SIZE], inner[FOLDER_SIZE + 8], path[FOLDER_SIZE + 16];
    make_folder(folder);
    snprintf(inner, sizeof inner, "%s/a", folder);
    snprintf(path, sizeof path, "%s/b", inner);
    cr_assert_eq(rasim_make_folder(path, NULL), RASIM_OK);
    cr_assert_eq(rasim_make_folder(path, NULL), RASIM_OK, "a folder that is there is fine");
    cr_assert_eq(rmdir(path), 0);
    cr_assert_eq(rmdir(inner), 0);
    cr_assert_eq(rmdir(folder), 0);
}
