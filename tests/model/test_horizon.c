/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The years of a study against hand computations: labels, laws, expected indices, envelopes, reviews, first years. */
#include "model/law.h"
#include "model/shared.h"
#include "model/study.h"
#include "model/year_label.h"
#include "support/scenario.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static bool
near(double a, double b)
{
    return fabs(a - b) <= 1e-12 * (1 + fabs(b));
}

/* ---- labels ---- */

Test(horizon, labels_are_counted_on)
{
    static const struct {
        const char *first;
        size_t years;
        const char *label;
    } cases[] = {
        {"2027/28", 0, "2027/28"}, {"2027/28", 1, "2028/29"},     {"2098/99", 2, "2100/01"},
        {"2027-28", 3, "2030-31"}, {"2027/2028", 1, "2028/2029"}, {"year 1", 4, "year 5"},
        {"year 9", 1, "year 10"},  {"2027", 1, "2028"},           {"FY 2027/28 (draft)", 1, "FY 2028/29 (draft)"},
        {"2027/30", 1, "2027/31"}, /* no year and the next: only the last number is */
        {"09", 1, "10"},           {"first", 2, "first + 2"},     {"20270401123", 1, "20270401123 + 1"},
    };
    rasimi_arena arena = {0};
    for (size_t i = 0; i < LENGTH(cases); i++)
        cr_expect_str_eq(rasimi_year_label(cases[i].first, cases[i].years, &arena), cases[i].label);
    rasimi_arena_clear(&arena);
}

/* ---- laws ---- */

static rasimi_spread_spec
law(rasimi_law_kind kind, double a, double b, double c)
{
    const bool moments = kind == RASIMI_LAW_LOGNORMAL || kind == RASIMI_LAW_NORMAL || kind == RASIMI_LAW_FIXED;
    return (rasimi_spread_spec){.law.value = (int)kind,
                                .mean.value = moments ? a : (double)NAN,
                                .sd.value = moments ? b : (double)NAN,
                                .low.value = moments ? (double)NAN : a,
                                .mode.value = moments ? (double)NAN : b,
                                .high.value = moments ? (double)NAN : c};
}

/* Moments of the Beta behind PERT, and of a triangle by the textbook's sum of squares. */
Test(horizon, means_and_sds_of_laws)
{
    const rasimi_spread_spec pert = law(RASIMI_LAW_PERT, 0.01, 0.03, 0.11);
    const double alpha = 1 + 4 * 0.02 / 0.1, beta = 1 + 4 * 0.08 / 0.1;
    cr_assert(near(rasimi_law_mean(&pert), 0.01 + 0.1 * alpha / (alpha + beta)));
    cr_assert(
        near(rasimi_law_sd(&pert), 0.1 * sqrt(alpha * beta / ((alpha + beta) * (alpha + beta) * (alpha + beta + 1)))));
    const rasimi_spread_spec triangle = law(RASIMI_LAW_TRIANGULAR, 0.01, 0.03, 0.11);
    cr_assert(near(rasimi_law_mean(&triangle), 0.05));
    cr_assert(near(rasimi_law_sd(&triangle), sqrt((0.0001 + 0.0009 + 0.0121 - 0.0003 - 0.0011 - 0.0033) / 18)));
    const rasimi_spread_spec uniform = law(RASIMI_LAW_UNIFORM, 0.02, 0, 0.08);
    cr_assert(near(rasimi_law_mean(&uniform), 0.05) && near(rasimi_law_sd(&uniform), 0.06 / sqrt(12)));
    const rasimi_spread_spec fixed = law(RASIMI_LAW_FIXED, 0.02, 0, 0);
    cr_assert(near(rasimi_law_mean(&fixed), 0.02) && near(rasimi_law_sd(&fixed), 0));
    const rasimi_spread_spec normal = law(RASIMI_LAW_NORMAL, 0.02, 0.03, 0);
    cr_assert(near(rasimi_law_mean(&normal), 0.02) && near(rasimi_law_sd(&normal), 0.03));
}

/* 1 + x as num/laws.h has it: the same mean and sd, one higher. */
Test(horizon, the_law_of_a_factor)
{
    const rasimi_spread_spec spreads[] = {
        law(RASIMI_LAW_LOGNORMAL, 0.04, 0.2, 0), law(RASIMI_LAW_NORMAL, 0.04, 0.1, 0),
        law(RASIMI_LAW_FIXED, 0.04, 0, 0),       law(RASIMI_LAW_TRIANGULAR, 0.01, 0.03, 0.11),
        law(RASIMI_LAW_PERT, 0.01, 0.03, 0.11),  law(RASIMI_LAW_UNIFORM, 0.01, 0, 0.11),
    };
    for (size_t i = 0; i < LENGTH(spreads); i++) {
        const rasimi_law_spec spec = rasimi_law_of_factor(&spreads[i]);
        rasimi_law_fault fault;
        rasimi_law made;
        cr_assert(rasimi_law_valid(&spec, &fault));
        rasimi_law_make(&spec, 1, &made);
        cr_expect(near(made.mean, 1 + rasimi_law_mean(&spreads[i])), "law %zu: mean %.15g", i, made.mean);
        cr_expect(near(made.sd, rasimi_law_sd(&spreads[i])), "law %zu: sd %.15g", i, made.sd);
    }
}

/* The log of the index is normal; its variance is the sum over all pairs of years of v a^|s-t|. */
static double
index_by_pairs(double mean, double sd, double a, int years)
{
    const double v = log(1 + sd * sd / ((1 + mean) * (1 + mean))), m = log(1 + mean) - v / 2;
    double variance = 0;
    for (int s = 0; s < years; s++)
        for (int t = 0; t < years; t++)
            variance += v * pow(a, abs(s - t));
    return exp(years * m + variance / 2);
}

Test(horizon, correlated_years_raise_the_expected_index)
{
    const rasimi_spread_spec spread = law(RASIMI_LAW_LOGNORMAL, 0.04, 0.2, 0);
    static const double correlations[] = {0, 0.5, 0.9, -0.5};
    for (size_t i = 0; i < LENGTH(correlations); i++)
        for (int years = 1; years <= 10; years++) {
            const double index = rasimi_expected_index(&spread, correlations[i], (size_t)years);
            cr_expect(near(index, index_by_pairs(0.04, 0.2, correlations[i], years)), "a %g, %d years: %.15g",
                      correlations[i], years, index);
        }
    cr_assert(rasimi_expected_index(&spread, 0.9, 1) == 1.04, "year 1 is not touched");
    cr_assert_gt(rasimi_expected_index(&spread, 0.5, 3), rasimi_expected_index(&spread, 0, 3) * 1.04);
    const rasimi_spread_spec triangle = law(RASIMI_LAW_TRIANGULAR, 0, 0.03, 0.06);
    cr_assert(near(rasimi_expected_index(&triangle, 0, 3), 1.03 * 1.03 * 1.03));
}

/* ---- shared shocks ---- */

Test(horizon, names_of_shocks)
{
    static const struct {
        const char *text;
        bool good;
        rasimi_shared_kind kind;
        const char *of;
    } cases[] = {
        {"price", true, RASIMI_SHARED_PRICE, NULL},
        {"price: a", true, RASIMI_SHARED_PRICE, "a"},
        {"demand", true, RASIMI_SHARED_DEMAND, NULL},
        {"demand: b c", true, RASIMI_SHARED_DEMAND, "b c"},
        {"funding", true, RASIMI_SHARED_FUNDING, NULL},
        {"practice", true, RASIMI_SHARED_PRACTICE, NULL},
        {"leniency", true, RASIMI_SHARED_LENIENCY, NULL},
        {"optimism", false, 0, NULL},
        {"price:", false, 0, NULL},
        {"price: ", false, 0, NULL},
        {"price:a", false, 0, NULL},
        {"funding: a", false, 0, NULL},
        {"funding share: NHS", true, RASIMI_SHARED_SHARE, "NHS"},
        {"funding share", false, 0, NULL},
        {"funding share:", false, 0, NULL},
        {"", false, 0, NULL},
        {"prices", false, 0, NULL},
    };
    for (size_t i = 0; i < LENGTH(cases); i++) {
        rasimi_shared_name name;
        cr_expect_eq(rasimi_shared_parse(cases[i].text, &name), cases[i].good, "'%s'", cases[i].text);
        if (!cases[i].good)
            continue;
        cr_expect(name.kind == cases[i].kind, "'%s'", cases[i].text);
        cr_expect_str_eq(name.of ? name.of : "-", cases[i].of ? cases[i].of : "-");
    }
}

/* ---- a study ---- */

#define HEAD                                                                                                           \
    "name: T\nyear: 2027/28\ncaseload: people.csv\ndesigns: [a.yaml]\npopulation: {sampling: fixed}\n"                 \
    "sign_off: {tolerance: 0}\n"
#define DESIGN                                                                                                         \
    "name: A\nfamily: price_per_point\nallocation:\n  - gbp_per_point: 10\nquestionnaire:\n  domains:\n"               \
    "    - name: Washing\n      levels: {none: 0, some: 4, full: 10}\n"
#define PEOPLE                                                                                                         \
    "person_id,care_group,setting,weekly_cost,Washing,budget_area,start_date\n"                                        \
    "p1,Older,home,100,some,East,2027-04-01\np2,Older,care,200,full,West,2026-10-01\n"                                 \
    "p3,Younger,home,300,full,East,2020-01-01\np4,Younger,home,400,none,West,\np5,Older,home,1,none,East,2027-06-01\n"
#define FIVE_YEARS                                                                                                     \
    HEAD "horizon: 4\nfirst_day: 2027-04-01\n"                                                                         \
         "envelope:\n  - {budget_area: East, gbp_year: 1000, later_gbp: [1500], growth: 0.1}\n"                        \
         "  - {budget_area: West, gbp_year: 2000, growth: -0.5}\n"                                                     \
         "need:\n  - {log_sd: 0.2, persistence: 0.6}\n  - {care_group: Older, log_sd: 0.2, persistence: 0.25}\n"       \
         "prices:\n  - {mean: 0.03, sd: 0.01}\n"                                                                       \
         "  - {setting: care, law: pert, low: 0, mode: 0.03, high: 0.12, mean: 0.9}\n"                                 \
         "demand:\n  - {care_group: Older, law: fixed, mean: 0.1}\n"                                                   \
         "turnover: [{leave_probability: 0.1, first_year_probability: 0.2}]\n"                                         \
         "transition: {review_probability: 0.5, review_later: [0.75, 1], protection_share: 0.8, protection_later: "    \
         "[0.4]}\n"                                                                                                    \
         "savings: [{name: s, budget_area: West, gbp_by_year: [5]}]\n"

static rasim_study *
load(char *folder, const char *framework)
{
    scenario_write(folder, "framework.yaml", framework);
    scenario_write(folder, "a.yaml", DESIGN);
    scenario_write(folder, "people.csv", PEOPLE);
    return scenario_load(folder, "framework.yaml");
}

static size_t
row_of(const rasim_study *study, const char *id)
{
    size_t i = 0;
    while (i < study->n_rows && strcmp(study->person_id[i], id) != 0)
        i++;
    cr_assert_lt(i, study->n_rows, "nobody is called %s", id);
    return i;
}

Test(horizon, a_study_of_four_years)
{
    char *folder = scenario_folder();
    rasim_study *s = load(folder, FIVE_YEARS);
    cr_assert_eq(s->n_years, 4);
    cr_assert_str_eq(s->year_labels[0], "2027/28");
    cr_assert_str_eq(s->year_labels[3], "2030/31");
    static const double east[] = {1000, 1500, 1650, 1815}, west[] = {2000, 1000, 500, 250};
    static const double review[] = {0.5, 0.75, 1, 1}, protection[] = {0.8, 0.4, 0, 0};
    for (size_t t = 0; t < 4; t++) {
        const double n = (double)t + 1;
        cr_assert(near(s->year_area_envelope_gbp[t * 2], east[t]), "East, year %zu", t + 1);
        cr_assert(near(s->year_area_envelope_gbp[t * 2 + 1], west[t]), "West, year %zu", t + 1);
        cr_assert(near(s->year_envelope_gbp[t], east[t] + west[t]));
        cr_assert(near(s->price_index[t * 2], pow(1.04, n)), "care: PERT has mean 0.04, whatever 'mean' says");
        cr_assert(near(s->price_index[t * 2 + 1], pow(1.03, n)));
        cr_assert(near(s->demand_index[t * 2], pow(1.1, n)) && near(s->demand_index[t * 2 + 1], 1));
        cr_assert(near(s->review_probability[t], review[t]) && near(s->protection_share[t], protection[t]));
    }
    cr_assert(near(s->price_mean[0], 0.04) && near(s->price_mean[1], 0.03));
    cr_assert(near(s->persistence[0], 0.25) && near(s->persistence[1], 0.6));
    cr_assert_eq(s->programme_group[0], UINT32_MAX);
    cr_assert_eq(s->programme_group[1], s->n_groups, "West's own, behind those of the cells");
    rasim_study_free(s);
    scenario_remove(folder);
}

/* 1 April 2027 less 1 October 2026 is 182 days. */
Test(horizon, what_is_left_of_the_first_year_in_care)
{
    char *folder = scenario_folder();
    rasim_study *s = load(folder, FIVE_YEARS);
    cr_assert(near(s->first_year_left[row_of(s, "p1")], 1));
    cr_assert(near(s->first_year_left[row_of(s, "p2")], 1 - 182.0 / 365));
    cr_assert(near(s->first_year_left[row_of(s, "p3")], 0), "long ago");
    cr_assert(near(s->first_year_left[row_of(s, "p4")], 0), "not known");
    cr_assert(near(s->first_year_left[row_of(s, "p5")], 1), "after the year begins");
    rasim_study_free(s);
    scenario_remove(folder);
}

Test(horizon, one_year_is_neutral)
{
    char *folder = scenario_folder();
    rasim_study *s = load(folder, HEAD "envelope: [{gbp_year: 1000}]\nneed: [{log_sd: 0.2}]\n"
                                       "prices: [{mean: 0.03, sd: 0.01}]\n");
    cr_assert(s->n_years == 1 && !s->turnover && s->n_tails == 0);
    cr_assert(s->year_envelope_gbp[0] == s->envelope_gbp && isnan(s->year_area_envelope_gbp[0]));
    for (size_t k = 0; k < s->n_settings; k++)
        cr_assert(s->price_index[k] == 1 + s->price_mean[k]);
    for (size_t g = 0; g < s->n_care_groups; g++)
        cr_assert(s->demand_index[g] == 1 && s->persistence[g] == 0);
    cr_assert(s->review_probability[0] == 1 && s->protection_share[0] == 0);
    for (size_t i = 0; i < s->n_rows; i++)
        cr_assert(s->first_year_left[i] == 0);
    for (size_t c = 0; c < s->n_cells; c++)
        cr_assert(s->churn[c].leave == 0 && s->churn[c].move == 0 && s->churn[c].starters == 0);
    cr_assert_eq(s->programme_group[0], UINT32_MAX);
    rasim_study_free(s);
    scenario_remove(folder);
}

/* The order is part of the contract: what is new stands at the end. */
Test(horizon, the_list_of_shocks)
{
    static const char *const labels[] = {"price",    "price: care",   "practice", "leniency",
                                         "optimism", "demand: Older", "funding"};
    char *folder = scenario_folder();
    rasim_study *s = load(folder, FIVE_YEARS);
    rasimi_arena arena = {0};
    rasimi_shared *list;
    size_t n;
    cr_assert_eq(rasimi_shared_list(&s->framework, &arena, &list, &n), RASIM_OK);
    cr_assert_eq(n, LENGTH(labels));
    for (size_t i = 0; i < n; i++)
        cr_expect_str_eq(list[i].label, labels[i]);
    cr_assert(list[1].kind == RASIMI_SHARED_PRICE && list[1].row == 1);
    cr_assert(list[5].kind == RASIMI_SHARED_DEMAND && list[5].row == 0);
    rasimi_arena_clear(&arena);
    rasim_study_free(s);
    scenario_remove(folder);
}
