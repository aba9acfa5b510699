/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Families that read answers, add-ons and the money parts of the carer rule: a study loaded from files gives the
   published or separately computed figure to the ledger unit. */
#include "model/family.h"

#include "model/study.h"
#include "rasim/ledger.h"
#include "support/scenario.h"

#define UNITS(gbp) ((int32_t)lrint((gbp)*RASIM_UNITS_PER_GBP))

#define FRAMEWORK                                                                                                      \
    "name: Test council\ncaseload: people.csv\ndesigns: [a.yaml]\npopulation: {sampling: fixed}\n"                     \
    "envelope:\n  - gbp_year: 400000\nneed:\n  - log_sd: 0.2\nprices:\n  - {mean: 0.25, sd: 0.01}\n"

/* What a load gave. */
typedef struct loaded {
    char *folder;
    rasim_problems *problems;
    rasim_study *study;
} loaded;

static loaded
load(const char *more, const char *design, const char *people)
{
    loaded l = {.folder = scenario_folder()};
    char framework[2048];
    snprintf(framework, sizeof framework, "%s%s", FRAMEWORK, more);
    scenario_write(l.folder, "framework.yaml", framework);
    scenario_write(l.folder, "a.yaml", design);
    scenario_write(l.folder, "people.csv", people);
    cr_assert_eq(rasim_problems_create(&l.problems), RASIM_OK);
    char *path = scenario_path(l.folder, "framework.yaml");
    const rasim_status status = rasim_study_load(path, NULL, &l.study, l.problems);
    char text[1024] = "";
    if (rasim_problems_size(l.problems) > 0) {
        rasim_problem_format(rasim_problems_get(l.problems, 0), text, sizeof text);
    }
    cr_assert_eq(status, RASIM_OK, "%s", text);
    free(path);
    return l;
}

static void
unload(loaded *l)
{
    rasim_study_free(l->study);
    rasim_problems_free(l->problems);
    scenario_remove(l->folder);
}

static size_t
row_of(const rasim_study *study, const char *id)
{
    for (size_t i = 0; i < study->n_rows; i++) {
        if (strcmp(study->person_id[i], id) == 0) {
            return i;
        }
    }
    cr_assert_fail("nobody is called %s", id);
    return 0;
}

/* What a person must get. */
typedef struct expectation {
    const char *id;
    double gbp_week;
} expectation;

static void
check_amounts(const loaded *l, const expectation *expected, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const rasimi_allocated got = l->study->applied[0].amount[row_of(l->study, expected[i].id)];
        cr_expect(got.units == UNITS(expected[i].gbp_week) && got.status == RASIMI_RULE_ALLOCATED,
                  "%s: %d units, expected %d", expected[i].id, got.units, UNITS(expected[i].gbp_week));
    }
}

#define CHECK(more, design, people, ...)                                                                               \
    do {                                                                                                               \
        const expectation expected[] = {__VA_ARGS__};                                                                  \
        loaded l = load(more, design, people);                                                                         \
        check_amounts(&l, expected, sizeof expected / sizeof *expected);                                               \
        unload(&l);                                                                                                    \
    } while (0)

/* ---- published figures ---- */

/* KM v Cambridgeshire, £ a year of 52 weeks: 55 points 61,000; double-handed handover of half an hour a day at £14.10
   2,566 (.20 before the council's rounding); 14 hours a day and half an hour a day at £4.00 20,384 and 728. */
#define KM                                                                                                             \
    "name: KM\nfamily: banded\nperiod: year\nquestionnaire:\n  domains:\n"                                             \
    "    - {name: points, column: band, levels: {low: 10, high: 55}}\n"                                                \
    "    - {name: handover, levels: {one: 0, two: 0}}\n"                                                               \
    "    - {name: skill, levels: {usual: 0, specialist: 0}}\n"                                                         \
    "rates:\n  - {name: base, gbp_per_hour: 14.10}\n  - {name: premium, gbp_per_hour: 4.00}\n"                         \
    "add_ons:\n"                                                                                                       \
    "  - {name: second worker, when: [{domain: handover, levels: [two]}], hours_per_week: 7/2, rate: base}\n"          \
    "  - {name: specialist, when: [{domain: skill, levels: [specialist]}], hours_per_week: 98, rate: premium}\n"       \
    "  - name: specialist second worker\n    hours_per_week: 3.5\n    rate: premium\n    when:\n"                      \
    "      - {domain: skill, levels: [specialist]}\n      - {domain: handover, levels: [two]}\n"                       \
    "allocation: [{bands: [{from: 55, gbp: 61000}]}]\n"

Test(family, kms_add_ons_make_84678_a_year)
{
    loaded l = load("", KM,
                    "person_id,care_group,setting,weekly_cost,band,handover,skill\n"
                    "km,a,b,1,high,two,specialist\nno,a,b,1,high,one,usual\nhalf,a,b,1,high,one,specialist\n"
                    "low,a,b,1,low,two,usual\n");
    static const expectation expected[] = {
        {"km", (61000 + 2566.2 + 20384 + 728) / 52},
        {"no", 61000 / 52.0},
        {"half", (61000 + 20384) / 52.0},
        {"low", 2566.2 / 52},
    };
    check_amounts(&l, expected, 4);
    const int32_t units = l.study->applied[0].amount[row_of(l.study, "km")].units;
    cr_assert_eq(lrint(floor(units * 52.0 / RASIM_UNITS_PER_GBP)), 84678);
    unload(&l);
}

/* Savva v Kensington and Chelsea: 22 points £112.21 a week, £4.88 a point above 16, adjusted by £29.81 to £142.02. */
Test(family, savvas_adjustment_makes_142_02_a_week)
{
    CHECK("",
          "name: Savva\nfamily: table\nquestionnaire:\n  domains:\n    - {name: score, levels: {July: 16, one: 17, "
          "November: 22}}\n    - {name: adjusted, levels: {n: 0, y: 0}}\n"
          "add_ons: [{name: adjustment, gbp: 29.81, when: [{domain: adjusted, levels: [y]}]}]\n"
          "allocation: [{knots: [{points: 16, gbp: 82.91}, {points: 22, gbp: 112.21}]}]\n",
          "person_id,care_group,setting,weekly_cost,score,adjusted\n"
          "a,x,y,1,July,n\nb,x,y,1,November,n\nc,x,y,1,November,y\nd,x,y,1,one,n\n",
          {"a", 82.91}, {"b", 112.21}, {"c", 142.02}, {"d", 82.91 + 29.30 / 6});
}

/* Davey v Oxfordshire: £1,651 to £950 a week, by more time alone and a lower rate. The hours and rates are ours: 127 at
   £13.00, 100 at £9.50. */
#define DAVEY(rate)                                                                                                    \
    "name: Davey\nfamily: hours\nrates: [{name: assistant, gbp_per_hour: " rate "}]\n"                                 \
    "questionnaire: {domains: [{name: alone, levels: {less: 2, more: 1}}]}\n"                                          \
    "allocation: [{hours: [{domain: alone, rate: assistant, hours_per_week: {more: 100, less: 127}}]}]\n"
#define DAVEY_PEOPLE "person_id,care_group,setting,weekly_cost,alone\nbefore,x,y,1,less\nafter,x,y,1,more\n"

Test(family, daveys_cut_is_a_price_and_a_volume_effect)
{
    CHECK("", DAVEY("13.00"), DAVEY_PEOPLE, {"before", 1651}, {"after", 1300});
    CHECK("", DAVEY("9.50"), DAVEY_PEOPLE, {"before", 1206.5}, {"after", 950});
    cr_assert((1206.5 - 1651) + (950 - 1206.5) == 950 - 1651, "price at old hours, volume at new rate");
}

/* ---- regression ---- */

/* R: x <- c(0,2,4,6,8,10); n <- c(0,1,0,1,0,1); y <- c(50,95,120,210,260,450)
      f <- lm(log(y) ~ x + n + x:n); s <- mean(exp(resid(f)))
      print(exp(predict(f, data.frame(x=c(4,10,0), n=c(0,1,1))))*s, digits=17) */
#define FITTED                                                                                                         \
    "name: R\nfamily: regression\nquestionnaire:\n  domains:\n"                                                        \
    "    - {name: x, levels: {none: 0, some: 4, most: 10}}\n    - {name: n, levels: {day: 0, night: 1}}\n"

Test(family, a_log_regression_gives_what_r_predicts)
{
    CHECK("",
          FITTED "allocation:\n  - intercept: 3.92906948028155112\n    smearing: 1.0001595759558888\n"
                 "    coefficients:\n      - {domain: x, per_point: 0.20608232819842245}\n"
                 "      - {domain: n, level: night, value: 0.24114650303970525}\n"
                 "    interactions:\n      - {a: x, b: n, coefficient: -0.01166099180294430}\n",
          "person_id,care_group,setting,weekly_cost,x,n\na,g,s,1,some,day\nb,g,s,1,most,night\nc,g,s,1,none,night\n",
          {"a", 115.996307221269419}, {"b", 452.410028126747022}, {"c", 64.739760336081375});
}

Test(family, a_regression_may_differ_by_group_and_never_falls_below_nothing)
{
    CHECK("",
          FITTED "period: year\nallocation:\n"
                 "  - {intercept: 520, link: identity, coefficients: [{domain: x, per_point: 52}]}\n"
                 "  - {care_group: g, intercept: -260, link: identity, coefficients: [{domain: x, per_point: 104}]}\n",
          "person_id,care_group,setting,weekly_cost,x,n\na,g,s,1,some,day\nb,h,s,1,most,night\nc,g,s,1,none,night\n",
          {"a", 3}, {"b", 20}, {"c", 0});
}

/* Points after the carer rule, a term for one answer and for no other, and the product of points after the carer rule.
 */
Test(family, a_regression_has_terms_of_points_that_remain_and_of_single_answers)
{
    CHECK("",
          FITTED "carer_rule: {multipliers: {none: 1, lots: 0.5}}\n"
                 "allocation:\n  - intercept: 100\n    link: identity\n    coefficients:\n"
                 "      - {domain: x, per_point: 10}\n      - {domain: x, level: some, value: 7}\n"
                 "    interactions:\n      - {a: x, b: n, coefficient: 8}\n",
          "person_id,care_group,setting,weekly_cost,x,n,carer_support,carer_consent\n"
          "a,g,s,1,some,day,none,\nb,g,s,1,most,day,none,\nc,g,s,1,most,night,lots,yes\nd,g,s,1,most,night,lots,no\n",
          {"a", 100 + 40 + 7}, {"b", 100 + 100}, {"c", 100 + 50 + 8 * 5 * 0.5}, {"d", 100 + 100 + 8 * 10});
}

Test(family, an_exponential_is_held_before_it_overflows)
{
    loaded l = load("", FITTED "allocation: [{intercept: 700, coefficients: [{domain: x, per_point: 1}]}]\n",
                    "person_id,care_group,setting,weekly_cost,x,n\na,g,s,1,most,day\n");
    check_amounts(&l, &(expectation){"a", RASIM_MAX_GBP_WEEK}, 1);
    cr_assert_eq(l.study->applied[0].raw[0], 2.0f * RASIM_MAX_GBP_WEEK * RASIM_UNITS_PER_GBP);
    unload(&l);
}

/* ---- hours ---- */

#define RECKONER                                                                                                       \
    "name: H\nfamily: hours\nrates:\n  - {name: home, gbp_per_hour: 20}\n  - {name: skilled, gbp_per_hour: 30}\n"      \
    "questionnaire:\n  domains:\n    - {name: wash, levels: {none: 0, some: 1, much: 2}}\n"                            \
    "    - {name: move, levels: {alone: 0, hoist: 1}}\n    - {name: meals, care_groups: [g], levels: {n: 0, y: 1}}\n"  \
    "    - {name: night, levels: {quiet: 0, sleep-in: 1}}\n"                                                           \
    "carer_rule:\n  hours_offsets: [{domain: wash, hours_per_week: {none: 0, lots: 4}}]\n"                             \
    "  sustain_gbp_week: {none: 0, lots: 25}\n"                                                                        \
    "allocation:\n  - hours:\n"                                                                                        \
    "      - {domain: wash, rate: home, hours_per_week: {much: 10, some: 3, none: 0}}\n"                               \
    "      - {domain: meals, rate: skilled, hours_per_week: {n: 0, y: 2}}\n"                                           \
    "    lump_sums: [{domain: move, gbp: {alone: 0, hoist: 15}}]\n"                                                    \
    "    double_handed: [{domain: move, levels: [hoist], multiplies: [wash]}]\n"                                       \
    "    night_support: [{domain: night, gbp_per_night: 60, nights_per_week: {sleep-in: 7, quiet: 0}}]\n"

Test(family, hours_take_the_carers_off_before_a_second_worker_comes)
{
    CHECK("", RECKONER,
          "person_id,care_group,setting,weekly_cost,wash,move,meals,night,carer_support,carer_consent\n"
          "plain,g,s,1,much,alone,y,quiet,none,\nhoist,g,s,1,much,hoist,y,quiet,none,\n"
          "carer,g,s,1,much,hoist,y,quiet,lots,yes\nrefused,g,s,1,much,hoist,y,quiet,lots,no\n"
          "little,g,s,1,some,hoist,n,quiet,lots,\nnight,g,s,1,none,alone,n,sleep-in,none,\n"
          "other,h,s,1,some,alone,,quiet,none,\n",
          {"plain", 10 * 20 + 2 * 30}, {"hoist", 10 * 2 * 20 + 2 * 30 + 15},
          {"carer", (10 - 4) * 2 * 20 + 2 * 30 + 15 + 25}, {"refused", 10 * 2 * 20 + 2 * 30 + 15}, {"little", 15 + 25},
          {"night", 7 * 60}, {"other", 3 * 20});
}

/* Hours, rates and nights are by the week whatever the period; sums are by the period, an add-on's too. Two reasons for
   more workers multiply. */
#define YEARLY                                                                                                         \
    "name: Y\nfamily: hours\nperiod: year\nrates: [{name: home, gbp_per_hour: 20}]\n"                                  \
    "questionnaire:\n  domains:\n    - {name: wash, levels: {none: 0, some: 1, much: 2}}\n"                            \
    "    - {name: move, levels: {alone: 0, hoist: 1}}\n    - {name: mind, levels: {calm: 0, restless: 1}}\n"           \
    "add_ons: [{name: laundry, gbp: 520, when: [{domain: wash, levels: [none, much]}]}]\n"                             \
    "allocation:\n  - hours: [{domain: wash, rate: home, hours_per_week: {none: 0, some: 3, much: 10}}]\n"             \
    "    double_handed:\n      - {domain: move, levels: [hoist]}\n"                                                    \
    "      - {domain: mind, levels: [restless], factor: 1.5}\n"                                                        \
    "    lump_sums: [{domain: move, gbp: {alone: 0, hoist: 260}}]\n"                                                   \
    "    night_support: [{domain: mind, gbp_per_night: 30, nights_per_week: {calm: 0, restless: 2}}]\n"

Test(family, hours_are_by_the_week_and_sums_by_the_period)
{
    CHECK("", YEARLY,
          "person_id,care_group,setting,weekly_cost,wash,move,mind\n"
          "a,g,s,1,some,alone,calm\nb,g,s,1,much,hoist,calm\nc,g,s,1,much,hoist,restless\n"
          "d,g,s,1,some,alone,restless\n",
          {"a", 3 * 20}, {"b", 10 * 2 * 20 + 5 + 10}, {"c", 10 * 2 * 1.5 * 20 + 2 * 30 + 5 + 10},
          {"d", 3 * 1.5 * 20 + 2 * 30});
}

/* ---- judgement ---- */

#define MODES                                                                                                          \
    "assessment: {modes: [{mode: self, factor_bias: 0.1, factor_log_sd: 0.4}, {mode: joint}], leniency_log_sd: 0.1}\n"

Test(family, a_judgement_starts_from_need_at_planned_prices)
{
    loaded l = load(MODES,
                    "name: J\nfamily: judgement\nallocation:\n  - {log_sd: 0.3, bias: -0.2}\n"
                    "limits: {cap_gbp_week: 900}\n",
                    "person_id,care_group,setting,weekly_cost,assessment_mode\n"
                    "a,g,s,100,joint\nb,g,s,100,self\nc,g,s,2000,joint\n");
    static const expectation expected[] = {{"a", 100}, {"b", 110}, {"c", 900}};
    check_amounts(&l, expected, 3);
    const rasimi_applied *applied = &l.study->applied[0];
    const size_t a = row_of(l.study, "a"), b = row_of(l.study, "b"), c = row_of(l.study, "c");
    cr_assert(applied->by_factor && !applied->extra && !l.study->scored);
    cr_assert_eq(applied->factor_log_sd[a], sqrt(0.3 * 0.3));
    cr_assert_eq(applied->factor_log_sd[b], sqrt(0.3 * 0.3 + 0.4 * 0.4));
    cr_assert_eq(applied->raw[c], 2000.0f * RASIM_UNITS_PER_GBP, "the cap comes after the error");
    unload(&l);
}

/* Errors have mean 1: without limits the mean of A over replicates is the expected figure. Power: uncorrected, the mean
   would be exp(0.3^2 / 2) = 1.046 times that; the standard error here is 0.3 / sqrt(200 x 512) = 0.1 %. */
Test(family, the_error_of_a_judgement_has_mean_one)
{
    char people[8192] = "person_id,care_group,setting,weekly_cost\n";
    for (int i = 0; i < 200; i++) {
        char row[32];
        snprintf(row, sizeof row, "p%d,g,s,100\n", i);
        strcat(people, row);
    }
    loaded l = load("", "name: J\nfamily: judgement\nallocation: [{log_sd: 0.3}]\n", people);
    rasim_results *results = scenario_run(l.study, 512, 1, 1);
    double sum = 0;
    for (uint64_t r = 0; r < 512; r++) {
        sum += scenario_line(results, 0, r, RASIM_LINE_INDICATIVE);
    }
    cr_assert_float_eq(sum / 512 / 200 / 125, 1, 0.005, "%.5f", sum / 512 / 200 / 125);
    rasim_results_free(results);
    unload(&l);
}

static double
mean_indicative(const rasim_results *results, uint64_t n)
{
    double sum = 0;
    for (uint64_t r = 0; r < n; r++) {
        sum += scenario_line(results, 0, r, RASIM_LINE_INDICATIVE);
    }
    return sum / (double)n;
}

/* The shared factor is exp(0.4 z - 0.08), of sd 0.4165: five standard errors of its mean over 4096 replicates
   (two-sided probability 6e-7) are 0.0325, and without the correction the mean would be exp(0.08), 0.083 too high. It
   multiplies what the rule gives, here hours that are none, and not the add-on of £10. */
Test(family, leniency_has_mean_one_and_leaves_money_beside_the_rule_alone)
{
    enum { N = 4096 };
    const double allowed = 5 * 0.4165 / sqrt(N);
    const char *lenient = "assessment: {leniency_log_sd: 0.4}\n";
    loaded l = load(lenient, "name: J\nfamily: judgement\nallocation: [{log_sd: 0}]\n",
                    "person_id,care_group,setting,weekly_cost\na,g,s,100\n");
    rasim_results *results = scenario_run(l.study, N, 0x7e1a6250, 1);
    const double mean = mean_indicative(results, N) / 125;
    cr_assert_float_eq(mean, 1, allowed, "%.5f", mean);
    cr_assert_gt(fabs(mean * exp(0.08) - 1), allowed);
    rasim_results_free(results);
    unload(&l);
    l = load(lenient, YEARLY, "person_id,care_group,setting,weekly_cost,wash,move,mind\na,g,s,1,none,alone,calm\n");
    results = scenario_run(l.study, 64, 0x7e1a6250, 1);
    for (uint64_t r = 0; r < 64; r++) {
        cr_assert_eq(scenario_line(results, 0, r, RASIM_LINE_INDICATIVE), 10);
    }
    rasim_results_free(results);
    unload(&l);
}

/* ---- carer's £ and the order ---- */

#define ORDER                                                                                                          \
    "name: A\nfamily: price_per_point\nallocation: [{gbp_per_point: 10}]\n"                                            \
    "questionnaire: {domains: [{name: w, levels: {none: 0, some: 5, much: 20}}]}\n"                                    \
    "carer_rule:\n  deduction_gbp_week: {none: 0, lots: 60}\n  sustain_gbp_week: {none: 0, lots: 10}\n"                \
    "add_ons: [{name: extra, gbp: 20, when: [{domain: w, levels: [much]}]}]\n"                                         \
    "limits: {uprating: 0.5, top_slice: 0.2, cap_gbp_week: 250}\n"

Test(family, carers_money_and_add_ons_come_before_uprating_top_slice_and_cap)
{
    CHECK("", ORDER,
          "person_id,care_group,setting,weekly_cost,w,carer_support,carer_consent\n"
          "a,g,s,1,some,none,\nb,g,s,1,some,lots,\nc,g,s,1,much,lots,\nd,g,s,1,much,none,\ne,g,s,1,some,lots,no\n",
          {"a", 50 * 1.2}, {"b", (50 - 60 + 10) * 1.2}, {"c", (200 - 60 + 10 + 20) * 1.2}, {"d", 250}, {"e", 50 * 1.2});
}
