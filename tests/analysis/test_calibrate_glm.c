/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Regressions from answers: known coefficients are found again, the written design gives what the fit predicts, groups
   and places, priors, and interactions that are there. */
#include "analysis/calibrate.h"
#include "analysis/calibrating.h"

#include "num/draws.h"
#include "num/philox.h"
#include "support/scenario.h"

#include <math.h>

enum { PEOPLE = 480 };

static const char FRAMEWORK[] = "name: T\ncaseload: people.csv\ndesigns: [a.yaml]\nenvelope: [{gbp_year: 90000000}]\n"
                                "need: [{log_sd: 0.1}]\nprices: [{mean: 0, sd: 0.02}]\n"
                                "population: {sampling: fixed}\nreplicates: 64\nseed: 9\n";

static const char DESIGN[] = "name: A\nfamily: price_per_point\nquestionnaire:\n  domains:\n"
                             "    - {name: washing, levels: {none: 0, some: 1, much: 3}}\n"
                             "    - {name: nights, levels: {no: 0, yes: 2}}\n"
                             "    - {name: safety, levels: {low: 1, high: 2}}\n"
                             "allocation: [{gbp_per_point: 10}]\n";

/* What a person's answers cost: group and place 0 or 1. */
typedef struct truth {
    double group, place, washing[3], nights, product, noise;
} truth;

static const double washing_points[] = {0, 1, 3};

/* Answers run through all combinations; noise is uniform on the scale of the cost, with mean 1. */
static char *
make_folder(const truth *t)
{
    static const char *const washing[] = {"none", "some", "much"}, *const nights[] = {"no", "yes"};
    char *folder = scenario_folder();
    rasimi_buffer csv = {0};
    rasimi_draws draws;
    rasimi_draws_start(&draws, rasimi_stream_key(0xc7b5c182, RASIMI_STREAM_GENERATE), 0, 0, PEOPLE);
    rasimi_buffer_printf(&csv, "person_id,care_group,setting,place,weekly_cost,washing,nights,safety\n");
    for (size_t i = 0; i < PEOPLE; i++) {
        const size_t w = i % 3, n = i / 3 % 2, group = i / 6 % 2, place = i / 12 % 2;
        const double log = 5 + t->group * (double)group + t->place * (double)place + t->washing[w] +
                           t->nights * (double)n + t->product * washing_points[w] * 2 * (double)n;
        const double cost = exp(log) * (1 + t->noise * (2 * rasimi_draws_uniform(&draws) - 1));
        rasimi_buffer_printf(&csv, "p%zu,%s,home,%s,%.9f,%s,%s,%s\n", i, group ? "Younger" : "Older",
                             place ? "South" : "North", cost, washing[w], nights[n], i / 24 % 2 ? "high" : "low");
    }
    scenario_write(folder, "people.csv", csv.data);
    scenario_write(folder, "a.yaml", DESIGN);
    scenario_write(folder, "framework.yaml", FRAMEWORK);
    rasimi_buffer_clear(&csv);
    return folder;
}

static rasim_calibrate_options
options_of(const char *method)
{
    rasim_calibrate_options options;
    rasim_calibrate_options_init(&options);
    options.method = method;
    options.resamples = 0;
    options.folds = 4;
    options.ridge = 0;
    options.confidence = (double)NAN;
    return options;
}

static const rasim_calibrated_value *
value_of(const rasim_calibration *made, const char *group, const char *what)
{
    for (size_t v = 0; v < made->n_values; v++)
        if (strcmp(made->values[v].what, what) == 0 && (!group || strcmp(made->values[v].care_group, group) == 0))
            return &made->values[v];
    cr_assert_fail("there is no value '%s'", what);
    return NULL;
}

static void
expect(const rasim_calibration *made, const char *group, const char *what, double value, double within)
{
    const double found = value_of(made, group, what)->value;
    cr_assert_float_eq(found, value, within, "%s %s: %.9g, not %.9g", group ? group : "", what, found, value);
}

/* The design as written gives everybody what the fit does: what their needs cost, where nothing is left to chance. */
static void
expect_written_costs(const char *folder, const rasim_calibration *made)
{
    char *path = scenario_path(folder, "fitted.yaml"), *framework = scenario_path(folder, "framework.yaml");
    cr_assert_eq(rasim_write_calibrated(path, made, NULL), RASIM_OK);
    const char *design = path;
    rasim_study_options options;
    rasim_study *study = NULL;
    rasim_study_options_init(&options);
    options.designs = &design;
    options.n_designs = 1;
    cr_assert_eq(rasim_study_load(framework, &options, &study, NULL), RASIM_OK);
    for (size_t i = 0; i < study->n_rows; i++) {
        const double gbp = (double)study->applied[0].amount[i].units / RASIM_UNITS_PER_GBP;
        cr_assert_float_eq(gbp, study->cost_gbp_week[i], 0.02, "%g, not %g", gbp, study->cost_gbp_week[i]);
    }
    rasim_study_free(study);
    free(path);
    free(framework);
}

Test(calibrate_glm, known_coefficients_are_found_and_written)
{
    const truth t = {.group = 0, .washing = {0, 0.3, 0.9}, .nights = 0.5};
    static const char *const methods[] = {"glm", "lognormal"};
    for (size_t m = 0; m < 2; m++) {
        char *folder = make_folder(&t);
        rasim_calibrate_options options = options_of(methods[m]);
        rasim_calibration *made = fit(folder, &options);
        expect(made, NULL, "everybody", 5, 1e-5);
        expect(made, NULL, "washing: some", 0.3, 1e-5);
        expect(made, NULL, "washing: much", 0.9, 1e-5);
        expect(made, NULL, "nights: yes", 0.5, 1e-5);
        expect(made, NULL, "safety: high", 0, 1e-5);
        cr_assert_eq(made->n_values, 5);
        expect_written_costs(folder, made);
        rasim_calibration_free(made);
        scenario_remove(folder);
    }
}

/* Noise of mean 1: the mean is found by both, the second through its smearing. */
Test(calibrate_glm, with_noise_the_truth_is_inside_the_intervals)
{
    const truth t = {.washing = {0, 0.3, 0.9}, .nights = 0.5, .noise = 0.8};
    char *folder = make_folder(&t);
    rasim_calibrate_options options = options_of("glm");
    options.resamples = 200;
    rasim_calibration *made = fit(folder, &options);
    const struct {
        const char *what;
        double value;
    } known[] = {{"washing: some", 0.3}, {"washing: much", 0.9}, {"nights: yes", 0.5}, {"safety: high", 0}};
    for (size_t k = 0; k < 4; k++) {
        const rasim_calibrated_value *value = value_of(made, NULL, known[k].what);
        const double half = 0.5 * (value->high - value->low);
        cr_assert_lt(fabs(value->value - known[k].value), 1.6 * half, "%s", known[k].what); /* 4.5 in 1,000 each */
        cr_assert_gt(half, 0.02);
    }
    cr_assert_lt(fabs(made->seen.bias.value), 4 * made->seen.bias.se);
    cr_assert_gt(made->questions[0].cost, 3 * made->questions[2].cost); /* washing beside safety, which is nothing */
    options = options_of("lognormal");
    rasim_calibration *logs = fit(folder, &options);
    cr_assert_lt(fabs(logs->seen.bias.value), 4 * logs->seen.bias.se);
    cr_assert(strstr(logs->text, "smearing: 1."));
    rasim_calibration_free(logs);
    rasim_calibration_free(made);
    scenario_remove(folder);
}

Test(calibrate_glm, interactions_are_fitted_by_name_and_chosen_where_they_are)
{
    const truth t = {.washing = {0, 0.1, 0.3}, .nights = 0.2, .product = 0.1, .noise = 0.2};
    char *folder = make_folder(&t);
    rasim_calibrate_options options = options_of("glm");
    options.by_points = true;
    options.choose_interactions = true;
    rasim_calibration *chosen = fit(folder, &options);
    cr_assert_eq(chosen->n_interactions, 1);
    cr_assert_str_eq(chosen->interactions[0], "washing x nights");
    options.choose_interactions = false;
    options.interactions = (const char *const[]){"washing:nights"};
    options.n_interactions = 1;
    rasim_calibration *named = fit(folder, &options);
    cr_assert_str_eq(chosen->text, named->text);
    expect(named, NULL, "washing x nights", 0.1, 0.015);
    expect(named, NULL, "washing, a point", 0.1, 0.03);
    rasim_calibration_free(chosen);
    rasim_calibration_free(named);
    scenario_remove(folder);
}

Test(calibrate_glm, groups_have_their_own_or_share)
{
    const truth t = {.group = 0.7, .washing = {0, 0.3, 0.9}, .nights = 0.5};
    char *folder = make_folder(&t);
    rasim_calibrate_options options = options_of("glm");
    options.pooling = RASIM_POOLING_PER_GROUP;
    rasim_calibration *each = fit(folder, &options);
    expect(each, "Older", "everybody", 5, 1e-5);
    expect(each, "Younger", "everybody", 5.7, 1e-5);
    expect(each, "Younger", "washing: much", 0.9, 1e-5);
    expect_written_costs(folder, each);
    options.pooling = RASIM_POOLING_PARTIAL;
    rasim_calibration *shared = fit(folder, &options); /* cross-validation finds that nothing is gained by sharing */
    expect(shared, "Older", "everybody", 5, 1e-4);
    expect(shared, "Younger", "everybody", 5.7, 1e-4);
    expect_written_costs(folder, shared);
    size_t generic = 0, partial = 0;
    for (size_t w = 0; w < each->n_ways; w++) {
        if (strcmp(each->ways[w].method, "glm") == 0 && each->ways[w].pooling == RASIM_POOLING_GENERIC)
            generic = w;
        if (strcmp(each->ways[w].method, "glm") == 0 && each->ways[w].pooling == RASIM_POOLING_PARTIAL)
            partial = w;
    }
    cr_assert_lt(each->ways[partial].fit.mean_absolute.value, 0.01 * each->ways[generic].fit.mean_absolute.value);
    rasim_calibration_free(each);
    rasim_calibration_free(shared);
    scenario_remove(folder);
}

/* Effects of places sum to about nothing, because the penalty shares what they have in common out to everybody. */
Test(calibrate_glm, places_have_effects_that_the_design_has_not)
{
    const truth t = {.place = 0.4, .washing = {0, 0.3, 0.9}, .nights = 0.5};
    char *folder = make_folder(&t);
    rasim_calibrate_options options = options_of("glm");
    options.place_effects = true;
    rasim_calibration *made = fit(folder, &options);
    const double north = value_of(made, NULL, "place North")->value, south = value_of(made, NULL, "place South")->value;
    cr_assert_float_eq(south - north, 0.4, 1e-3);
    cr_assert_float_eq(south + north, 0, 1e-2);
    cr_assert_null(strstr(made->text, "South\n"));
    for (size_t w = 0; w < made->n_ways; w++)
        if (made->ways[w].chosen)
            cr_assert_gt(made->ways[w].in_new_places.mean_absolute.value,
                         20 * made->ways[w].fit.mean_absolute.value); /* a place that was not seen is 40 % off */
    rasim_calibration_free(made);
    scenario_remove(folder);
}

static const char PRIOR[] = "name: P\nfamily: regression\nquestionnaire:\n  domains:\n"
                            "    - {name: washing, levels: {none: 0, some: 1, much: 3}}\n"
                            "    - {name: nights, levels: {no: 0, yes: 2}}\n"
                            "allocation:\n  - intercept: 3\n    coefficients:\n"
                            "      - {domain: washing, level: some, value: 0.2}\n"
                            "      - {domain: washing, level: much, value: 0.5}\n"
                            "      - {domain: nights, per_point: 0.3}\n";

Test(calibrate_glm, a_strong_penalty_leads_to_the_prior)
{
    const truth t = {.washing = {0, 0.3, 0.9}, .nights = 0.5};
    char *folder = make_folder(&t);
    scenario_write(folder, "prior.yaml", PRIOR);
    char *prior = scenario_path(folder, "prior.yaml");
    rasim_calibrate_options options = options_of("glm");
    options.prior = prior;
    options.ridge = 1e9;
    rasim_calibration *made = fit(folder, &options);
    expect(made, NULL, "washing: some", 0.2, 1e-6);
    expect(made, NULL, "washing: much", 0.5, 1e-6);
    expect(made, NULL, "nights: yes", 0.6, 1e-6);
    expect(made, NULL, "safety: high", 0, 1e-6);
    cr_assert_float_eq(made->seen.bias.value / made->seen.mean_target, 0, 0.05); /* its level is not the prior's */
    rasim_calibration_free(made);
    options.ridge = 0;
    made = fit(folder, &options);
    expect(made, NULL, "washing: much", 0.9, 1e-5);
    rasim_calibration_free(made);
    free(prior);
    scenario_remove(folder);
}

Test(calibrate_glm, what_cannot_be_asked_is_said)
{
    const truth t = {.washing = {0, 0.3, 0.9}};
    char *folder = make_folder(&t), *path = scenario_path(folder, "framework.yaml"),
         *other = scenario_path(folder, "a.yaml");
    const struct {
        const char *method, *interaction, *prior, *sentence;
    } cases[] = {
        {"glm", "washing:night", NULL, "The design has no question 'night' (did you mean 'nights'?)"},
        {"glm", "washing", NULL, "a colon between them"},
        {"bands", "washing:nights", NULL, "are for the methods glm and lognormal"},
        {"glm", NULL, other, "A prior is a design of family regression"},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        rasim_calibrate_options options = options_of(cases[c].method);
        options.interactions = &cases[c].interaction;
        options.n_interactions = cases[c].interaction != NULL;
        options.prior = cases[c].prior;
        rasim_problems *problems = NULL;
        rasim_calibration *made = NULL;
        cr_assert_eq(rasim_problems_create(&problems), RASIM_OK);
        cr_assert_eq(rasim_calibrate(path, &options, &made, problems), RASIM_ERR_INPUT);
        const char *text = rasim_problems_get(problems, rasim_problems_size(problems) - 1)->text;
        cr_assert(strstr(text, cases[c].sentence), "%s", text);
        rasim_problems_free(problems);
    }
    free(path);
    free(other);
    scenario_remove(folder);
}
