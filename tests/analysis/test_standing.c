/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands without simulation, against figures by hand: modes estimated from pairs, what they matter in £, and whom
   limits bind. */
#include "analysis/limits.h"
#include "analysis/mode_effects.h"
#include "model/draft.h"
#include "support/scenario.h"

#define DESIGN                                                                                                         \
    "name: D\nfamily: price_per_point\nallocation: [{gbp_per_point: 10}]\nquestionnaire: {points_min: 0, points_max: " \
    "100}\n"
#define ASSESSMENT "assessment:\n  paired_assessments: pairs.csv\n  reference_mode: professional\n  modes:\n"

/* Twelve people seen by themselves and by a professional; another two by one of them only. R:
   d <- c(3,1,4,-1,5,2,6,0,3,5,-2,4); c(mean(d), sd(d), sd(d)/sqrt(12), sqrt(var(d)-1.5^2))
   2.5 2.54058331 0.73340323 2.05048626 */
static const int SELF_MORE[] = {3, 1, 4, -1, 5, 2, 6, 0, 3, 5, -2, 4};
#define BIAS    2.5
#define BIAS_SE 0.7334032
#define SD      2.0504988

/* `n` of the twelve pairs, shuffled: all of one mode first, the other backwards. */
static void
write_pairs(const char *folder, int n)
{
    char *text = NULL;
    size_t size = 0;
    FILE *csv = open_memstream(&text, &size);
    fprintf(csv, "assessment_mode,points,person_id,note\n");
    for (int i = 0; i < n; i++)
        fprintf(csv, "self,%d,q%d,\n", 30 + 3 * i + SELF_MORE[i], i);
    fprintf(csv, "self,12,alone,\n");
    for (int i = n; i-- > 0;)
        fprintf(csv, "professional,%d,q%d,\n", 30 + 3 * i, i);
    fprintf(csv, "professional,90,seen,\njoint,50,q1,\n");
    fclose(csv);
    scenario_write(folder, "pairs.csv", text);
    free(text);
}

static const char PEOPLE[] = "person_id,care_group,setting,weight,weekly_cost,points,assessment_mode\n"
                             "a,A,home,1,400,40,self\nb,A,home,2,300,30,professional\nc,A,home,3,50,4,self\n"
                             "d,A,home,4,900,70,professional\ne,A,home,5,20,1,professional\n";

static char *
make_folder(const char *design, const char *assessment, const char *sampling)
{
    char *folder = scenario_folder(), *framework = NULL;
    scenario_write(folder, "people.csv", PEOPLE);
    scenario_write(folder, "design.yaml", design);
    cr_assert_gt(asprintf(&framework,
                          "name: T\ncaseload: people.csv\ndesigns: [design.yaml]\nenvelope: [{gbp_year: 900000}]\n"
                          "need: [{log_sd: 0.1}]\nprices: [{mean: 0, sd: 0}]\npopulation: {sampling: %s}\n%s",
                          sampling, assessment),
                 0);
    scenario_write(folder, "framework.yaml", framework);
    free(framework);
    return folder;
}

static void
unload(rasim_study *study, char *folder)
{
    rasim_study_free(study);
    scenario_remove(folder);
}

/* ---- estimates ---- */

#define ESTIMATED ASSESSMENT "    - {mode: professional, sd: 1.5}\n    - {mode: self, estimate: yes}\n"

Test(standing, bias_and_sd_are_estimated_from_pairs)
{
    char *folder = make_folder(DESIGN, ESTIMATED, "fixed");
    write_pairs(folder, 12);
    rasim_study *study = scenario_load(folder, "framework.yaml");
    cr_assert_eq(study->n_modes, 2);
    const rasimi_mode *reference = &study->modes[0], *self = &study->modes[1];
    cr_assert_str_eq(reference->label, "professional");
    cr_assert(reference->is_reference && !reference->from && self->from);
    cr_assert_eq(self->from->against_reference.n, 12);
    cr_assert_float_eq(self->bias, BIAS, 1e-12);
    cr_assert_float_eq(self->from->against_reference.bias_se, BIAS_SE, 1e-6);
    cr_assert_float_eq(self->sd, SD, 1e-6, "%.9g", self->sd);
    cr_assert_float_eq(self->people, 4, 1e-12);
    for (size_t i = 0; i < study->n_rows; i++) {
        const bool by_self = strchr("ac", study->person_id[i][0]) != NULL;
        cr_assert_float_eq(study->mode_bias[i], by_self ? BIAS : 0, 1e-12, "%s", study->person_id[i]);
        cr_assert_float_eq(study->mode_sd[i], by_self ? SD : 1.5, 1e-6, "%s", study->person_id[i]);
    }
    unload(study, folder);
}

/* One person alone has no pairs: they take the whole study's estimates. */
static rasim_status
visit_alone(rasimi_draft *whole, void *context)
{
    bool *seen = context;
    for (size_t i = 0; i < whole->study->n_rows; i++) {
        rasimi_caseload one;
        rasimi_draft person;
        cr_assert_eq(rasimi_caseload_row(&whole->caseload, whole->caseload.by_key[i], &whole->arena, &one), RASIM_OK);
        cr_assert_eq(rasimi_person_study_make(whole, &one, "people.csv", true, &person), RASIM_OK);
        cr_assert_eq(person.study->mode_bias[0], whole->study->mode_bias[i]);
        cr_assert_eq(person.study->mode_sd[0], whole->study->mode_sd[i]);
        *seen = *seen || person.study->mode_bias[0] > 2;
        rasimi_person_study_clear(&person);
    }
    return RASIM_OK;
}

Test(standing, one_person_alone_takes_the_estimates_of_the_whole)
{
    char *folder = make_folder(DESIGN, ESTIMATED, "fixed");
    write_pairs(folder, 12);
    rasim_problems *problems = NULL;
    rasim_study *study = NULL;
    bool seen = false;
    char *path = scenario_path(folder, "framework.yaml");
    cr_assert_eq(rasim_problems_create(&problems), RASIM_OK);
    cr_assert_eq(rasimi_study_load_visited(path, NULL, visit_alone, &seen, &study, problems), RASIM_OK);
    cr_assert(seen);
    free(path);
    rasim_problems_free(problems);
    unload(study, folder);
}

static void
check_refused(const char *assessment, int n_pairs, const char *sentence)
{
    char *folder = make_folder(DESIGN, assessment, "fixed"), text[2048] = "(no problem)";
    write_pairs(folder, n_pairs);
    rasim_problems *problems = NULL;
    rasim_study *study = NULL;
    char *path = scenario_path(folder, "framework.yaml");
    cr_assert_eq(rasim_problems_create(&problems), RASIM_OK);
    cr_assert_eq(rasim_study_load(path, NULL, &study, problems), RASIM_ERR_INPUT, "%s", sentence);
    if (rasim_problems_size(problems) > 0)
        rasim_problem_format(rasim_problems_get(problems, 0), text, sizeof text);
    cr_assert_not_null(strstr(text, sentence), "%s", text);
    free(path);
    rasim_problems_free(problems);
    scenario_remove(folder);
}

Test(standing, estimates_that_cannot_be_are_refused)
{
    check_refused(ESTIMATED, 9, "9 people are assessed as 'self' and as 'professional'");
    check_refused(ASSESSMENT "    - {mode: joint, estimate: yes}\n", 12, "1 person is assessed as 'joint'");
    check_refused(ASSESSMENT "    - {mode: self, estimate: yes, sd: 2}\n", 12, "keep one of the two.");
    check_refused(ASSESSMENT "    - {mode: professional, estimate: yes}\n", 12, "cannot be estimated against itself");
    check_refused(ASSESSMENT "    - {mode: professional, bias: 1}\n    - {mode: self, estimate: yes}\n", 12,
                  "is 0 by its meaning");
    check_refused(ASSESSMENT "    - {mode: self, sd: 2}\n", 12, "no mode is estimated from it");
    check_refused("assessment: {modes: [{mode: self, estimate: yes}]}\n", 12, "there are no 'paired_assessments'");
    check_refused("assessment: {paired_assessments: pairs.csv, modes: [{mode: self, estimate: yes}]}\n", 12,
                  "there is no 'reference_mode'");
    check_refused("assessment: {paired_assessments: people.csv, reference_mode: x, modes: [{mode: self, estimate: "
                  "yes}]}\n",
                  12, "0 people are assessed");
}

/* ---- £ ---- */

static rasim_mode_effect
only_effect(const char *design, const char *assessment, const char *sampling)
{
    char *folder = make_folder(design, assessment, sampling);
    write_pairs(folder, 12);
    rasim_study *study = scenario_load(folder, "framework.yaml");
    rasimi_arena arena = {0};
    rasim_mode_effect *effects = NULL;
    size_t n = 0;
    cr_assert_eq(rasimi_mode_effects(study, 0, &arena, &n, &effects), RASIM_OK);
    cr_assert_eq(n, 1);
    rasim_mode_effect only = effects[0];
    cr_assert_eq(only.i_mode, 2);
    cr_assert_eq(only.i_against, 1);
    rasimi_arena_clear(&arena);
    unload(study, folder);
    return only;
}

/* 15 people, 10 £ a point. A bias of 2.5 adds 2.5 points to everybody, and nobody is near the ends of the range. */
Test(standing, a_bias_costs_what_its_points_cost)
{
    const char *given = "assessment: {reference_mode: professional, modes: [{mode: self, bias: 2.5}]}\n";
    const rasim_mode_effect exact = only_effect(DESIGN, given, "fixed");
    cr_assert_float_eq(exact.points, 2.5, 1e-5);
    cr_assert_float_eq(exact.gbp_week, 25, 0.01, "%g", exact.gbp_week);
    cr_assert_float_eq(exact.gbp, 25 * 15 * 52, 8);
    cr_assert_float_eq(exact.gbp_high - exact.gbp_low, 0, 1e-6, "nothing is uncertain");
    const rasim_mode_effect estimated = only_effect(
        DESIGN, ASSESSMENT "    - {mode: professional, sd: 0}\n    - {mode: self, estimate: yes}\n", "fixed");
    /* of c (4 points) and e (1 point) a share stays at 0 points, whatever the bias */
    const double sd = 2.54058331, c_held = 0.5 * erfc((4 + BIAS) / sd / sqrt(2)),
                 e_held = 0.5 * erfc((1 + BIAS) / sd / sqrt(2));
    const double moved = 1 - 3 / 15.0 * c_held - 5 / 15.0 * e_held, width = 1.959964 * 10 * BIAS_SE * moved;
    cr_assert_float_eq(estimated.gbp_week_high - estimated.gbp_week, width, 0.02 * width, "%g, expected %g",
                       estimated.gbp_week_high - estimated.gbp_week, width);
}

/* Bands: only b (30 to 32.5) passes an edge, 2 of 15 people from £100 to £260. Polya: the mean of a sample of people.
 */
Test(standing, bands_pay_for_those_who_pass_an_edge)
{
    const char *bands = "name: D\nfamily: banded\nallocation: [{bands: [{from: 0, gbp: 100}, {from: 31, gbp: 260}]}]\n";
    const char *given = "assessment: {reference_mode: professional, modes: [{mode: self, bias: 2.5}]}\n";
    const rasim_mode_effect fixed = only_effect(bands, given, "fixed"), sampled = only_effect(bands, given, "polya");
    const double mean = 160 * 2 / 15.0, weights[] = {1, 2, 3, 4, 5};
    double squares = 0;
    for (int i = 0; i < 5; i++)
        squares += pow(weights[i] * ((i == 1 ? 160 : 0) - mean) / 15, 2);
    cr_assert_float_eq(fixed.gbp_week, mean, 0.01);
    cr_assert_float_eq(fixed.gbp_week_high, fixed.gbp_week, 1e-9);
    cr_assert_float_eq(sampled.gbp_week_high - sampled.gbp_week, 1.959964 * sqrt(squares * 5 / 4 * (1 - 5 / 15.0)),
                       0.01);
}

/* Spread alone: everybody stands at the lowest points, 70, where an error can only add: E max(0, sd z) = sd / sqrt(2
   pi). 32 slices of the normal law come within 2 %. */
Test(standing, an_error_costs_where_the_rule_is_not_straight)
{
    const char *given = "assessment: {modes: [{mode: professional, sd: 0}, {mode: self, sd: 10}]}\n";
    const char *low = "name: D\nfamily: price_per_point\nallocation: [{gbp_per_point: 10}]\n"
                      "questionnaire: {points_min: 70, points_max: 1000}\n";
    const rasim_mode_effect effect = only_effect(low, given, "fixed");
    const double expected = 10 * 10 / sqrt(2 * M_PI);
    cr_assert_float_eq(effect.gbp_week, expected, 0.02 * expected, "%g, expected %g", effect.gbp_week, expected);
    cr_assert_float_eq(effect.points, expected / 10, 0.02 * expected / 10);
}

Test(standing, a_factor_is_for_families_that_read_answers)
{
    const char *judged = "name: J\nfamily: judgement\nallocation: [{log_sd: 0.1, bias: 0.2}]\n";
    const char *given = "assessment: {reference_mode: professional, modes: [{mode: self, bias: 50, factor_bias: 0.1, "
                        "factor_log_sd: 0.2}]}\n";
    const rasim_mode_effect effect = only_effect(judged, given, "fixed");
    const double mean = (400 * 1 + 300 * 2 + 50 * 3 + 900 * 4 + 20 * 5) / 15.0;
    cr_assert_float_eq(effect.points, 0, 1e-9);
    cr_assert_float_eq(effect.gbp_week, mean * 1.2 * 0.1, 0.02, "%g", effect.gbp_week);
}

/* ---- limits ---- */

static void
expect_limit(const rasim_limit_effect *found, const rasim_limit_effect *expected)
{
    cr_assert_str_eq(found->limit, expected->limit);
    cr_assert_eq(found->kind, expected->kind);
    cr_assert_float_eq(found->value, expected->value, 1e-12);
    cr_assert_float_eq(found->people, expected->people, 1e-12, "%s: %g", found->limit, found->people);
    cr_assert_float_eq(found->gbp, expected->gbp, 0.25 * 52, "%s: %g", found->limit, found->gbp);
    if (expected->care_group)
        cr_assert_str_eq(found->care_group, expected->care_group);
    else
        cr_assert_null(found->care_group);
}

/* At £10 a point: a 400, b 300, c 40, d 700 (package 900, above the threshold), e 1 point, below the minimum. The floor
   lifts c by £20 a week, the cap takes £50 from a; d is planned outside the RAS. */
Test(standing, limits_bind_whom_they_change)
{
    char *folder = make_folder(DESIGN "limits: {minimum_points: 3, floor_gbp_week: 60, cap_gbp_week: 350}\n"
                                      "exclusion: {threshold_gbp_week: 800}\n",
                               "", "fixed");
    rasim_study *study = scenario_load(folder, "framework.yaml");
    rasimi_arena arena = {0};
    rasim_limit_effect *found = NULL;
    size_t n = 0;
    cr_assert_eq(rasimi_limit_effects(study, 0, &arena, &n, &found), RASIM_OK);
    cr_assert_eq(n, 3);
    static const rasim_limit_effect expected[] = {{"minimum points", 1, 3, 5, -5 * 60 * 52.0, NULL},
                                                  {"floor", 2, 60, 3, 3 * 20 * 52.0, NULL},
                                                  {"cap", 3, 350, 1, -50 * 52.0, NULL}};
    for (int l = 0; l < 3; l++)
        expect_limit(&found[l], &expected[l]);
    rasimi_arena_clear(&arena);
    unload(study, folder);
}

/* The same people, all of group A. Minimum budgets: £50 for A at 20 % is £60 in year 1, above the floor of £45, so that
   c is lifted by £20 and the floor binds nobody; the row for the rest is for nobody either. What a care home costs is
   £360 at 2 % for A, 367.20, below the cap of £390: it takes £32.80 from a, and the cap nothing. */
Test(standing, of_two_limits_the_one_that_stands_binds)
{
    static const char named[] =
        DESIGN "limits: {floor_gbp_week: 45, cap_gbp_week: 390, minimum_budget: [{gbp_week: 80}, {care_group: A, "
               "gbp_week: 50, index: 0.2}], residential_equivalent: [{care_group: A, gbp_week: 360, index: 0.02}]}\n"
               "exclusion: {threshold_gbp_week: 800}\n";
    char *folder = make_folder(named, "", "fixed");
    rasim_study *study = scenario_load(folder, "framework.yaml");
    rasimi_arena arena = {0};
    rasim_limit_effect *found = NULL;
    size_t n = 0;
    cr_assert_eq(rasimi_limit_effects(study, 0, &arena, &n, &found), RASIM_OK);
    cr_assert_eq(n, 5);
    static const rasim_limit_effect expected[] = {
        {"floor", 2, 45, 0, 0, NULL},
        {"minimum budget", 4, 80, 0, 0, NULL},
        {"minimum budget", 4, 60, 3 + 5, (3 * 20 + 5 * 50) * 52.0, "A"},
        {"cap", 3, 390, 0, 0, NULL},
        {"residential equivalent", 5, 367.2, 1, -32.8 * 52, "A"},
    };
    for (int l = 0; l < 5; l++)
        expect_limit(&found[l], &expected[l]);
    rasimi_arena_clear(&arena);
    unload(study, folder);
}

/* Limits of two years at prices that stand still: a has £400 a week at the rule. A care home's £300 grows by 10 % to
   £330 and £363; the cap of £350 takes its place in year 2, where it is the lower. The minimum budget of £50 grows by
   20 %, to £60 and £72, and lifts c and e. */
Test(standing, named_limits_grow_by_their_index)
{
    static const char named[] =
        DESIGN "limits: {cap_gbp_week: 350, minimum_budget: [{gbp_week: 50, index: 0.2}], residential_equivalent: "
               "[{gbp_week: 300, index: 0.1}]}\n";
    char *folder = make_folder(named, "", "fixed");
    scenario_write(folder, "framework.yaml",
                   "name: T\ncaseload: people.csv\ndesigns: [design.yaml]\nenvelope: [{gbp_year: 900000}]\nhorizon: 2\n"
                   "need: [{log_sd: 0.1, persistence: 1}]\nprices: [{mean: 0, sd: 0}]\n"
                   "population: {sampling: fixed}\n");
    rasim_study *study = scenario_load(folder, "framework.yaml");
    rasim_results *results = scenario_run(study, 4, 1, 1);
    static const double expected[] = {330 + 2 * 300 + 3 * 60 + 4 * 330 + 5 * 60,
                                      350 + 2 * 300 + 3 * 72 + 4 * 350 + 5 * 72};
    rasim_results_info info;
    rasim_results_describe(results, &info);
    rasim_summary *summary = NULL;
    cr_assert_eq(rasim_summarise(results, NULL, &summary), RASIM_OK);
    for (size_t year = 0; year < 2; year++) {
        const rasim_year_summary *of = &summary->designs[0].years[year];
        const double week = of->lines[RASIM_LINE_INDICATIVE] / 52;
        cr_expect_float_eq(week, expected[year], 0.05, "year %zu: %.9g, expected %.9g", year, week, expected[year]);
        cr_expect_float_eq(of->plan_gbp / 52, expected[year], 0.05, "plan of year %zu: %.9g", year, of->plan_gbp / 52);
    }
    rasim_summary_free(summary);
    rasim_results_free(results);
    unload(study, folder);
}

Test(standing, a_design_without_limits_has_none)
{
    char *folder = make_folder(DESIGN, "", "fixed");
    rasim_study *study = scenario_load(folder, "framework.yaml");
    rasimi_arena arena = {0};
    rasim_limit_effect *found = NULL;
    size_t n = 7;
    cr_assert_eq(rasimi_limit_effects(study, 0, &arena, &n, &found), RASIM_OK);
    cr_assert_eq(n, 0);
    rasimi_arena_clear(&arena);
    unload(study, folder);
}
