/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of an explanation, step by step, for figures that are worked out by hand: at the very edge of a band, at
   knots, with and without the carer's consent, outside the table. */
#include "support/scenario.h"

#define SCORING "questionnaire: {domains: [{name: w, levels: {none: 0, some: 5, much: 20, all: 60}}]}\n"

static const char bands[] =
    "name: Bands\nfamily: banded\n" SCORING "carer_rule:\n  deduction_gbp_week: {none: 0, lots: 60}\n"
    "  sustain_gbp_week: {none: 0, lots: 15}\n"
    "add_ons: [{name: nights, gbp: 20, when: [{domain: w, levels: [much]}]}]\n"
    "allocation: [{bands: [{from: 5, gbp: 50}, {from: 20, gbp: 100}], top: 60}]\n"
    "limits: {uprating: 0.5, top_slice: 0.2, floor_gbp_week: 62, cap_gbp_week: 130}\n";

static const char knots[] =
    "name: Knots\nfamily: table\n" SCORING "allocation: [{knots: [{points: 5, gbp: 50}, {points: 20, gbp: 100}]}]\n";

static const struct {
    const char *who, *bands, *knots;
} expected[] = {
    {"a",
     "Band of the table (from 5 to below 20 points: £50.00) 50.00\n"
     "Unpaid support (what it takes off the amount) 50.00\n"
     "Support for the carer (added back, to keep the carer going) 50.00\n"
     "Uprating (50 %, from the table's prices to the year's) 75.00\n"
     "Top-slice (20 % is held back from every amount) 60.00\n"
     "Smallest amount (£62.00: lifts the amount) 62.00\n"
     "Largest amount (£130.00: does not change the amount) 62.00\n",
     "Amount in the table (5 points lie between 5 points (£50.00) and 20 points (£100.00)) 50.00\n"},
    {"b",
     "Band of the table (from 20 to below 60 points: £100.00) 100.00\n"
     "Added: nights () 120.00\n"
     "Uprating (50 %, from the table's prices to the year's) 180.00\n"
     "Top-slice (20 % is held back from every amount) 144.00\n"
     "Smallest amount (£62.00: does not change the amount) 144.00\n"
     "Largest amount (£130.00: limits the amount) 130.00\n",
     "Amount in the table (from 20 points: £100.00) 100.00\n"},
    {"c",
     "Band of the table (from 5 to below 20 points: £50.00) 50.00\n"
     "Unpaid support (what it takes off the amount) -10.00\n"
     "Support for the carer (added back, to keep the carer going) 5.00\n"
     "Uprating (50 %, from the table's prices to the year's) 7.50\n"
     "Top-slice (20 % is held back from every amount) 6.00\n"
     "Smallest amount (£62.00: lifts the amount) 62.00\n"
     "Largest amount (£130.00: does not change the amount) 62.00\n",
     "Amount in the table (5 points lie between 5 points (£50.00) and 20 points (£100.00)) 50.00\n"},
    {"d", "Outside the table (it ends at 60 points; these are 60)\n",
     "Amount in the table (from 20 points: £100.00) 100.00\n"},
};

/* A minimum budget and the price of a care home, where they are the ones that stand and where they are not. */
static const char named[] =
    "name: Named\nfamily: table\n" SCORING "allocation: [{knots: [{points: 5, gbp: 50}, {points: 20, gbp: 100}]}]\n"
    "limits: {floor_gbp_week: 20, cap_gbp_week: 900, minimum_budget: [{care_group: g, gbp_week: "
    "50, index: 0.1}, {gbp_week: 70}], residential_equivalent: [{gbp_week: 80, index: 0.05}]}\n";
static const char unnamed[] =
    "name: Unnamed\nfamily: table\n" SCORING "allocation: [{knots: [{points: 5, gbp: 50}, {points: 20, gbp: 100}]}]\n"
    "limits: {floor_gbp_week: 60, cap_gbp_week: 80, minimum_budget: [{gbp_week: 60}], "
    "residential_equivalent: [{gbp_week: 80}, {care_group: other, gbp_week: 70}]}\n";

/* Steps to the amount: a line each. */
static void
write_steps(const rasim_person_design *design, char *text, size_t size)
{
    size_t length = 0;
    text[0] = '\0';
    for (size_t i = design->n_point_steps; i < design->n_steps; i++) {
        const rasim_step *step = &design->steps[i];
        char total[32] = "";
        if (step->unit == RASIM_STEP_GBP_WEEK)
            snprintf(total, sizeof total, " %.2f", step->total);
        length += (size_t)snprintf(text + length, size - length, "%s (%s)%s\n", step->label, step->detail, total);
        cr_assert_lt(length, size);
    }
}

Test(steps, each_says_what_it_did)
{
    char *folder = scenario_folder(), *path = scenario_path(folder, "framework.yaml"), text[2048];
    scenario_write(folder, "framework.yaml",
                   "name: Small\ncaseload: people.csv\ndesigns: [bands.yaml, knots.yaml]\n"
                   "population: {sampling: fixed}\nenvelope: [{gbp_year: 100000}]\nneed: [{log_sd: 0.3}]\n"
                   "prices: [{mean: 0, sd: 0.05}]\n");
    scenario_write(folder, "bands.yaml", bands);
    scenario_write(folder, "knots.yaml", knots);
    scenario_write(folder, "people.csv",
                   "person_id,care_group,setting,weekly_cost,w,carer_support,carer_consent\n"
                   "a,g,s,100,some,none,\nb,g,s,100,much,lots,no\nc,g,s,100,some,lots,yes\nd,g,s,100,all,none,\n");
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        rasim_explanation *made = NULL;
        rasim_explain_options options;
        rasim_explain_options_init(&options);
        options.person_id = expected[i].who;
        options.replicates = 64;
        cr_assert_eq(rasim_explain(path, &options, &made, NULL), RASIM_OK);
        write_steps(&made->designs[0], text, sizeof text);
        cr_expect_str_eq(text, expected[i].bands);
        write_steps(&made->designs[1], text, sizeof text);
        cr_expect_str_eq(text, expected[i].knots);
        rasim_explanation_free(made);
    }
    free(path);
    scenario_remove(folder);
}

static void
expect_steps(const char *folder, const char *person, const char *first, const char *second)
{
    char *path = scenario_path(folder, "framework.yaml"), text[2048];
    rasim_explanation *made = NULL;
    rasim_explain_options options;
    rasim_explain_options_init(&options);
    options.person_id = person;
    options.replicates = 64;
    cr_assert_eq(rasim_explain(path, &options, &made, NULL), RASIM_OK);
    write_steps(&made->designs[0], text, sizeof text);
    cr_expect_str_eq(text, first);
    write_steps(&made->designs[1], text, sizeof text);
    cr_expect_str_eq(text, second);
    rasim_explanation_free(made);
    free(path);
}

Test(steps, of_two_limits_the_one_that_stands_is_named)
{
    char *folder = scenario_folder();
    scenario_write(folder, "framework.yaml",
                   "name: Small\ncaseload: people.csv\ndesigns: [named.yaml, unnamed.yaml]\n"
                   "population: {sampling: fixed}\nenvelope: [{gbp_year: 100000}]\nneed: [{log_sd: 0.3}]\n"
                   "prices: [{mean: 0, sd: 0.05}]\n");
    scenario_write(folder, "named.yaml", named);
    scenario_write(folder, "unnamed.yaml", unnamed);
    scenario_write(folder, "people.csv",
                   "person_id,care_group,setting,weekly_cost,w\na,g,s,100,some\nb,g,s,100,much\n");
    expect_steps(folder, "a",
                 "Amount in the table (5 points lie between 5 points (£50.00) and 20 points (£100.00)) 50.00\n"
                 "Minimum budget (£55.00: lifts the amount) 55.00\n"
                 "Price of a care home (£84.00: does not change the amount) 55.00\n",
                 "Amount in the table (5 points lie between 5 points (£50.00) and 20 points (£100.00)) 50.00\n"
                 "Smallest amount (£60.00: lifts the amount) 60.00\n"
                 "Largest amount (£80.00: does not change the amount) 60.00\n");
    expect_steps(folder, "b",
                 "Amount in the table (from 20 points: £100.00) 100.00\n"
                 "Minimum budget (£55.00: does not change the amount) 100.00\n"
                 "Price of a care home (£84.00: limits the amount) 84.00\n",
                 "Amount in the table (from 20 points: £100.00) 100.00\n"
                 "Smallest amount (£60.00: does not change the amount) 100.00\n"
                 "Largest amount (£80.00: limits the amount) 80.00\n");
    scenario_remove(folder);
}
