/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Explanations as JSON and everybody's points as CSV, with somebody who has a cost but no answers. */
#include "support/scenario.h"

#include <jansson.h>

static const char caseload[] = "person_id,care_group,setting,weekly_cost,points\n"
                               "zoe,Older,home,100,10\n"
                               "\"adam, junior\",Older,home,300,31.25\n"
                               "mia,Older,home,90,\n"
                               "bob,Older,home,2000,60\n";

static char *
write_scenario(void)
{
    char *folder = scenario_folder();
    scenario_write(folder, "caseload.csv", caseload);
    scenario_write(folder, "framework.yaml",
                   "name: Small\nyear: 2010/11\nprice_date: 2009-04-01\ncaseload: caseload.csv\n"
                   "designs: [design.yaml]\npopulation: {sampling: fixed}\nenvelope: [{gbp_year: 100000}]\n"
                   "sign_off: {tolerance: 0.1}\nneed: [{log_sd: 0.3}]\nprices: [{mean: 0.02, sd: 0.05}]\nseed: 7\n");
    scenario_write(folder, "design.yaml",
                   "name: A\nfamily: price_per_point\nallocation: [{gbp_per_point: 10}]\n"
                   "limits: {minimum_points: 20, below_minimum: panel}\nexclusion: {threshold_gbp_week: 1500}\n");
    return folder;
}

static json_t *
explain_as_json(const char *folder, const char *person)
{
    rasim_explain_options options;
    rasim_explanation *explanation = NULL;
    char *path = scenario_path(folder, "framework.yaml"), *text = NULL;
    rasim_explain_options_init(&options);
    options.person_id = person;
    options.replicates = 64;
    cr_assert_eq(rasim_explain(path, &options, &explanation, NULL), RASIM_OK);
    cr_assert_eq(rasim_explanation_json(explanation, &text), RASIM_OK);
    json_t *root = json_loads(text, 0, NULL);
    cr_assert_not_null(root, "%s", text);
    rasim_explanation_free(explanation);
    free(text);
    free(path);
    return root;
}

Test(explain, an_explanation_becomes_json)
{
    char *folder = write_scenario();
    json_t *root = explain_as_json(folder, "adam, junior");
    json_t *design = json_array_get(json_object_get(root, "designs"), 0);
    json_t *steps = json_object_get(design, "steps");
    cr_assert_str_eq(json_string_value(json_object_get(root, "schema")), "rasim-explain 1");
    cr_assert_str_eq(json_string_value(json_object_get(root, "sentence")), RASIM_PERSON_SENTENCE);
    cr_assert_str_eq(json_string_value(json_object_get(design, "status")), "allocated");
    cr_assert_eq(json_integer_value(json_object_get(design, "indicative_units")), 80000);
    cr_assert_float_eq(json_number_value(json_object_get(design, "indicative_gbp_year")), 16250, 1e-9);
    cr_assert_eq(json_array_size(steps), 2);
    cr_assert_float_eq(json_number_value(json_object_get(json_array_get(steps, 1), "total")), 312.5, 1e-9);
    cr_assert(json_is_object(json_object_get(design, "final_budget_gbp_week")));
    json_decref(root);
    scenario_remove(folder);
}

Test(explain, without_answers_there_is_no_amount)
{
    char *folder = write_scenario();
    json_t *root = explain_as_json(folder, "mia");
    json_t *design = json_array_get(json_object_get(root, "designs"), 0);
    cr_assert_str_eq(json_string_value(json_object_get(design, "status")), "unscored");
    cr_assert_eq(json_array_size(json_object_get(design, "steps")), 0);
    static const char *const absent[] = {"points",    "indicative_units",      "indicative_gbp_week",
                                         "exclusion", "final_budget_gbp_week", "payment_gbp_week"};
    for (size_t i = 0; i < sizeof absent / sizeof *absent; i++)
        cr_assert(json_is_null(json_object_get(design, absent[i])), "%s", absent[i]);
    json_decref(root);
    scenario_remove(folder);
}

Test(explain, points_are_written_in_the_order_of_the_file)
{
    static const char expected[] = "person_id,care_group,setting,design,points,indicative_gbp_week,status\n"
                                   "zoe,Older,home,A,10,0.00,panel\n"
                                   "\"adam, junior\",Older,home,A,31.25,312.50,allocated\n"
                                   "mia,Older,home,A,,,unscored\n"
                                   "bob,Older,home,A,60,600.00,high-cost\n";
    char *folder = write_scenario(), *path = scenario_path(folder, "points.csv"), text[1024] = "";
    rasim_study *study = scenario_load(folder, "framework.yaml");
    cr_assert_eq(rasim_points_write(study, path, NULL), RASIM_OK);
    FILE *file = fopen(path, "r");
    cr_assert_not_null(file);
    cr_assert_gt(fread(text, 1, sizeof text - 1, file), 0);
    fclose(file);
    cr_assert_str_eq(text, expected);
    rasim_study_free(study);
    free(path);
    scenario_remove(folder);
}
