/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The financial assessment: councils' published examples, cases worked by hand from the regulations, each boundary, and
   the figures of the years. */
#include "model/means_test.h"

#include <criterion/criterion.h>
#include <math.h>

#define LENGTH(array) (sizeof(array) / sizeof *(array))
#define PENNY         0.005

static rasimi_charging_rules
rules_of(unsigned year)
{
    rasimi_charging_rules rules = {.disposable_share = 1};
    rasimi_charging_figures(year, 0, rules.figure);
    return rules;
}

/* ---- examples that councils publish ---- */

/* Two figures that the table of a year lacks, or that a council sets itself; 0: the year's own. */
typedef struct example {
    const char *source;
    unsigned year;
    double disability, enhanced, couple_pension;
    rasimi_circumstances person;
    double gbp_week;
} example;

static const example EXAMPLES[] = {
    /* Guarantee 171.75: 103.65 and premiums of together 68.10. */
    {"Devon County Council, 2023/24, example 1",
     2023,
     45.75,
     22.35,
     0,
     {.age = 37,
      .income_gbp_week = 225.45 + 101.75 + 26.90,
      .disregarded_gbp_week = 26.90,
      .housing_gbp_week = 10 + 6 + 1.27,
      .disability_gbp_week = 20 + 2.31 + 5.77,
      .premium = RASIMI_PREMIUM_ENHANCED},
     110.10},
    /* Guarantee 160.30: 87.65 and premiums of together 72.65. */
    {"Knowsley Council, 2024/25, care at home, client A",
     2024,
     48.80,
     23.85,
     0,
     {.age = 22,
      .income_gbp_week = 167.96 + 108.55 + 75.75,
      .disregarded_gbp_week = 35.90 + 75.75,
      .disability_gbp_week = 6.42 + 6.18,
      .premium = RASIMI_PREMIUM_ENHANCED},
     67.71},
    /* A council's own guarantee; joint savings of 9,500. */
    {"a council's consultation for 2017/18, example 1, 2016/17",
     2025,
     0,
     0,
     148.47,
     {.age = 85,
      .income_gbp_week = 122 + 60 + 55.10,
      .capital_gbp = 4750,
      .disability_gbp_week = 25,
      .partner = RASIMI_PARTNER_YES},
     63.63},
    {"Knowsley Council, 2024/25, care home, client C",
     2024,
     0,
     0,
     0,
     {.residential = true,
      .age = 90,
      .income_gbp_week = 227.55 + 7.25,
      .disregarded_gbp_week = 6.95,
      .capital_gbp = 17050.91},
     209.70},
    {"Lambeth Council, 2024/25, care home",
     2024,
     0,
     0,
     0,
     {.residential = true, .age = 71, .income_gbp_week = 130 + 40, .capital_gbp = 15250},
     143.85},
    {"Leeds City Council, 2024/25, care home, example 1",
     2024,
     0,
     0,
     0,
     {.residential = true, .age = (double)NAN, .income_gbp_week = 209.67 + 25.81, .capital_gbp = 14249},
     205.33},
};

Test(means, gives_what_councils_publish)
{
    for (size_t i = 0; i < LENGTH(EXAMPLES); i++) {
        const example *e = &EXAMPLES[i];
        rasimi_charging_rules rules = rules_of(e->year);
        if (e->disability > 0)
            rules.figure[RASIMI_CHARGING_DISABILITY_SINGLE] = e->disability;
        if (e->enhanced > 0)
            rules.figure[RASIMI_CHARGING_ENHANCED_SINGLE] = e->enhanced;
        if (e->couple_pension > 0)
            rules.figure[RASIMI_CHARGING_COUPLE_PENSION] = e->couple_pension;
        const rasimi_means means = rasimi_means_test(&e->person, &rules);
        cr_expect_eq(means.outcome, RASIMI_MEANS_PART, "%s", e->source);
        cr_expect_float_eq(means.gbp_week, e->gbp_week, PENNY, "%s: %.4f", e->source, means.gbp_week);
    }
}

/* ---- worked by hand from regulation 7, with the figures of 2025/26 ---- */

static const struct {
    const char *who;
    rasimi_circumstances person;
    double left; /* what the rules leave: income 1,000 less the charge */
} GUARANTEES[] = {
    {"18", {.age = 18}, 89.15},
    {"a day short of 25", {.age = 24.99}, 89.15},
    {"25", {.age = 25}, 112.50},
    {"a day short of pension age", {.age = 65.99}, 112.50},
    {"66", {.age = 66}, 232.60},
    {"couple of working age", {.age = 40, .partner = RASIMI_PARTNER_YES}, 88.35},
    {"couple, under 25", {.age = 20, .partner = RASIMI_PARTNER_YES}, 88.35},
    {"couple, the partner of pension age", {.age = 60, .partner = RASIMI_PARTNER_PENSION_AGE}, 177.55},
    {"couple, of pension age", {.age = 70, .partner = RASIMI_PARTNER_YES}, 177.55},
    {"disability", {.age = 40, .premium = RASIMI_PREMIUM_DISABILITY}, 162.15},
    {"both premiums", {.age = 40, .premium = RASIMI_PREMIUM_ENHANCED}, 186.40},
    {"disability, couple", {.age = 40, .partner = RASIMI_PARTNER_YES, .premium = RASIMI_PREMIUM_DISABILITY}, 123.75},
    {"both, couple", {.age = 40, .partner = RASIMI_PARTNER_YES, .premium = RASIMI_PREMIUM_ENHANCED}, 141.20},
    {"premiums end at pension age", {.age = 66, .premium = RASIMI_PREMIUM_ENHANCED}, 232.60},
    {"housing and disability", {.age = 30, .housing_gbp_week = 30, .disability_gbp_week = 12.5}, 155},
    {"a care home", {.residential = true, .housing_gbp_week = 30, .disability_gbp_week = 12.5}, 43.15},
    {"the home is left alone outside a care home", {.age = 30, .home_gbp = 300000}, 112.50},
};

Test(means, leaves_what_regulation_7_says)
{
    const rasimi_charging_rules rules = rules_of(2025);
    for (size_t i = 0; i < LENGTH(GUARANTEES); i++) {
        rasimi_circumstances person = GUARANTEES[i].person;
        person.income_gbp_week = 1000;
        const rasimi_means means = rasimi_means_test(&person, &rules);
        cr_expect_eq(means.outcome, RASIMI_MEANS_PART, "%s", GUARANTEES[i].who);
        cr_expect_float_eq(1000 - means.gbp_week, GUARANTEES[i].left, PENNY, "%s: %.4f", GUARANTEES[i].who,
                           1000 - means.gbp_week);
    }
}

Test(means, counts_children_and_the_carer_premium)
{
    rasimi_charging_rules rules = rules_of(2023);
    rules.figure[RASIMI_CHARGING_CARER] = 49;
    rasimi_circumstances person = {.age = 20, .income_gbp_week = 500, .children = 2, .carer_premium = true};
    /* a lone parent has the amount from 25: 103.65 + 2 x 94.90 + 49 */
    cr_assert_float_eq(rasimi_means_test(&person, &rules).gbp_week, 500 - 342.45, PENNY);
    person.children = 0;
    cr_assert_float_eq(rasimi_means_test(&person, &rules).gbp_week, 500 - 82.15 - 49, PENNY);
}

/* ---- capital ---- */

static const struct {
    double capital_gbp, tariff;
} TARIFFS[] = {{0, 0},         {14250, 0},     {14250.01, 1},
               {14500, 1},     {14500.01, 2},  {15000, 3}, /* St Helens' and Buckinghamshire's example */
               {17050.91, 12}, {23249.99, 36}, {23250, 36}};

Test(means, tariff_income_counts_a_part_of_a_step_as_a_whole)
{
    const rasimi_charging_rules rules = rules_of(2025);
    for (size_t i = 0; i < LENGTH(TARIFFS); i++)
        cr_expect_float_eq(rasimi_means_tariff(TARIFFS[i].capital_gbp, &rules), TARIFFS[i].tariff, 0, "%g",
                           TARIFFS[i].capital_gbp);
}

Test(means, capital_above_the_upper_limit_pays_in_full_whatever_else_is_known)
{
    const rasimi_charging_rules rules = rules_of(2025);
    const double no = (double)NAN;
    const rasimi_circumstances full[] = {
        {.age = no, .income_gbp_week = no, .capital_gbp = 23250.01},
        {.residential = true, .age = no, .income_gbp_week = no, .capital_gbp = 3250.01, .home_gbp = 20000},
        {.residential = true, .age = no, .income_gbp_week = no, .capital_gbp = no, .home_gbp = 23251},
    };
    for (size_t i = 0; i < LENGTH(full); i++)
        cr_expect_eq(rasimi_means_test(&full[i], &rules).outcome, RASIMI_MEANS_FULL_COST, "%zu", i);
    const rasimi_circumstances at = {.age = 70, .income_gbp_week = 300, .capital_gbp = 23250, .home_gbp = 1e6};
    cr_assert_float_eq(rasimi_means_test(&at, &rules).gbp_week, 300 + 36 - 232.60, PENNY);
}

/* ---- what is not known ---- */

Test(means, says_what_is_missing)
{
    const rasimi_charging_rules rules = rules_of(2025);
    const double no = (double)NAN;
    const struct {
        rasimi_circumstances person;
        rasimi_means_lack lack;
    } cases[] = {
        {{.age = 40, .income_gbp_week = 100, .capital_gbp = no}, RASIMI_LACKS_CAPITAL},
        {{.age = 40, .income_gbp_week = no}, RASIMI_LACKS_INCOME},
        {{.age = no, .income_gbp_week = 100}, RASIMI_LACKS_AGE},
        {{.age = 40, .income_gbp_week = 100, .carer_premium = true}, RASIMI_LACKS_FIGURE},
    };
    for (size_t i = 0; i < LENGTH(cases); i++) {
        const rasimi_means means = rasimi_means_test(&cases[i].person, &rules);
        cr_expect_eq(means.outcome, RASIMI_MEANS_UNKNOWN, "%zu", i);
        cr_expect_eq(means.lack, cases[i].lack, "%zu: %d", i, (int)means.lack);
        cr_expect(means.gbp_week <= 0 && means.gbp_week >= 0);
    }
    const rasimi_means carer = rasimi_means_test(&cases[3].person, &rules);
    cr_assert_str_eq(rasimi_charging_key(carer.lacking), "carer");
    const rasimi_charging_rules later = rules_of(2026);
    const rasimi_means age = rasimi_means_test(&(rasimi_circumstances){.age = 40}, &later);
    cr_assert(age.lack == RASIMI_LACKS_FIGURE && age.lacking == RASIMI_CHARGING_PENSION_AGE);
}

/* ---- from what is left over to a charge ---- */

Test(means, a_charge_is_never_below_nothing)
{
    const rasimi_charging_rules rules = rules_of(2025);
    const rasimi_circumstances poor = {.age = 40, .income_gbp_week = 92.05, .disregarded_gbp_week = 500};
    const rasimi_means means = rasimi_means_test(&poor, &rules);
    cr_assert(means.outcome == RASIMI_MEANS_NIL && means.gbp_week >= 0 && means.gbp_week <= 0);
}

Test(means, share_least_charge_and_whole_pence_are_the_councils)
{
    rasimi_charging_rules rules = rules_of(2025);
    rasimi_circumstances person = {.age = 40, .income_gbp_week = 112.50 + 10.01};
    rules.disposable_share = 0.9; /* 9.009: the fraction of a penny is dropped */
    cr_assert_float_eq(rasimi_means_test(&person, &rules).gbp_week, 9.00, 1e-9);
    rules.minimum_charge_gbp_week = 9.009;
    cr_assert_float_eq(rasimi_means_test(&person, &rules).gbp_week, 9.00, 1e-9);
    rules.minimum_charge_gbp_week = 9.01;
    cr_assert_eq(rasimi_means_test(&person, &rules).outcome, RASIMI_MEANS_NIL);
    person.residential = true; /* neither concerns a care home */
    cr_assert_float_eq(rasimi_means_test(&person, &rules).gbp_week, 122.51 - 30.65, 1e-9);
}

/* No penny is lost to binary fractions: every charge from 0.01 to 99.99 comes out as it is. */
Test(means, whole_pence_stay_as_they_are)
{
    const rasimi_charging_rules rules = rules_of(2025);
    for (int pence = 1; pence < 10000; pence++) {
        const rasimi_circumstances person = {.age = 40, .income_gbp_week = (11250 + pence) / 100.0};
        const rasimi_means means = rasimi_means_test(&person, &rules);
        cr_assert_eq((int)floor(means.gbp_week * 100 + 0.5), pence);
    }
}

/* ---- steps ---- */

static double
sum_of_steps(const rasimi_means *means)
{
    double sum = 0;
    for (size_t s = 0; s < means->n_steps; s++)
        sum += means->steps[s].gbp_week;
    return sum;
}

Test(means, steps_add_up_and_are_told_in_words)
{
    for (size_t i = 0; i < LENGTH(EXAMPLES); i++) {
        rasimi_arena arena = {0};
        rasimi_trail trail = {.arena = &arena};
        rasimi_charging_rules rules = rules_of(2025);
        const rasimi_means means = rasimi_means_test(&EXAMPLES[i].person, &rules);
        rasimi_means_explain(&EXAMPLES[i].person, &rules, &means, &trail);
        cr_expect_float_eq(sum_of_steps(&means), means.gbp_week, 1e-6, "%s", EXAMPLES[i].source);
        cr_expect_float_eq(rasimi_trail_total(&trail, RASIM_STEP_GBP_WEEK), means.gbp_week, 1e-6);
        cr_expect(!trail.failed && trail.n == means.n_steps);
        rasimi_arena_clear(&arena);
    }
}

Test(means, every_kind_of_step_has_words)
{
    rasimi_arena arena = {0};
    rasimi_trail trail = {.arena = &arena};
    rasimi_charging_rules rules = rules_of(2025);
    const rasimi_circumstances person = {.age = 40, .children = 2, .capital_gbp = 15000};
    rasimi_means means = {.outcome = RASIMI_MEANS_PART};
    rules.figure[RASIMI_CHARGING_CHILD] = 100;
    for (int kind = 0; kind < RASIMI_N_MEANS_KINDS; kind++)
        means.steps[means.n_steps++] = (rasimi_means_step){(rasimi_means_kind)kind, 1};
    rasimi_means_explain(&person, &rules, &means, &trail);
    cr_assert_eq(trail.n, (size_t)RASIMI_N_MEANS_KINDS);
    for (size_t s = 0; s < trail.n; s++)
        cr_expect_gt(strlen(trail.steps[s].label), 4);
    cr_assert_str_eq(trail.steps[RASIMI_MEANS_TARIFF].detail,
                     "£1 for each £250.00, or part of it, of £15,000.00 above £14,250.00");
    cr_assert_str_eq(trail.steps[RASIMI_MEANS_CHILDREN].detail, "2 x £100.00");
    rasimi_arena_clear(&arena);
}

/* ---- figures by year ---- */

Test(means, a_year_is_written_as_financial_years_are)
{
    cr_assert_eq(rasimi_charging_year("2025/26"), 2025);
    cr_assert_eq(rasimi_charging_year("1999/00"), 1999);
    static const char *const wrong[] = {"", "2025", "2025/27", "2025-26", "25/26", "2025/2026", "2025/2a", "x025/26"};
    for (size_t i = 0; i < LENGTH(wrong); i++)
        cr_expect_eq(rasimi_charging_year(wrong[i]), 0, "%s", wrong[i]);
}

Test(means, later_years_grow_from_the_last_that_is_known)
{
    double last[RASIMI_N_CHARGING_FIGURES], later[RASIMI_N_CHARGING_FIGURES], early[RASIMI_N_CHARGING_FIGURES];
    rasimi_charging_figures(2026, 0.5, last);
    rasimi_charging_figures(2028, 0.02, later);
    rasimi_charging_figures(2022, 0, early);
    cr_assert_float_eq(last[RASIMI_CHARGING_SINGLE_25], 120.40, 0);
    cr_assert_float_eq(later[RASIMI_CHARGING_SINGLE_25], 125.26, 1e-9); /* 120.40 x 1.0404 = 125.264 */
    cr_assert_float_eq(later[RASIMI_CHARGING_UPPER_CAPITAL_LIMIT], 23250, 0);
    cr_assert(isnan(later[RASIMI_CHARGING_CARER]) && isnan(early[RASIMI_CHARGING_SINGLE_25]));
}

/* What the regulations of 2023 say, read in the instrument itself. */
Test(means, figures_are_those_of_the_instrument)
{
    double figure[RASIMI_N_CHARGING_FIGURES];
    rasimi_charging_figures(2023, 0, figure);
    cr_assert_float_eq(figure[RASIMI_CHARGING_PERSONAL_EXPENSES], 28.25, 0);
    cr_assert_float_eq(figure[RASIMI_CHARGING_CHILD], 94.90, 0);
    cr_assert_float_eq(figure[RASIMI_CHARGING_SINGLE_18], 82.15, 0);
    cr_assert_float_eq(figure[RASIMI_CHARGING_SINGLE_25], 103.65, 0);
    cr_assert_float_eq(figure[RASIMI_CHARGING_SINGLE_PENSION], 214.35, 0);
}
