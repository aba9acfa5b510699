/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scoring: answers to points by hand, the carer rule, the range that points are held in, and answers that no design
   knows. */
#include "model/score.h"

#include "io/yaml.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* A design and a caseload, both from text. */
typedef struct bench {
    rasimi_arena arena;
    rasim_problems *problems;
    rasimi_design design;
    rasimi_caseload caseload;
    rasimi_scorer scorer;
    rasim_status status;
} bench;

#define ALLOCATION                                                                                                     \
    "name: A\nfamily: price_per_point\nallocation:\n  - gbp_per_point: 10\n"                                           \
    "questionnaire:\n"

#define QUESTIONS                                                                                                      \
    "  domains:\n"                                                                                                     \
    "    - name: Washing\n      levels: {none: 0, some help: 4, full help: 10}\n"                                      \
    "    - name: Eating\n      column: Meals\n      weight: 0.5\n      levels: {none: 1, some help: 5}\n"

#define HEAD "person_id,care_group,setting,weekly_cost,Washing,Meals,carer_support,carer_consent\n"

static const rasimi_wanted WANTED[] = {{.heading = "Washing", .asked_by = "a test"},
                                       {.heading = "Meals", .asked_by = "a test"}};

static bench
set_up(const char *yaml, const char *csv)
{
    static const size_t wanted[] = {0, 1};
    bench b = {.status = RASIM_OK};
    const rasimi_node *root = NULL;
    const rasimi_columns_spec columns = {0};
    cr_assert_eq(rasim_problems_create(&b.problems), RASIM_OK);
    cr_assert_eq(rasimi_yaml_parse("a.yaml", yaml, strlen(yaml), &b.arena, &root, b.problems), RASIM_OK);
    cr_assert_eq(rasimi_design_read("a.yaml", root, &b.arena, &b.design, b.problems), RASIM_OK);
    const size_t n_wanted = b.design.questionnaire.domains.n;
    cr_assert_eq(rasimi_caseload_parse("p.csv", csv, strlen(csv), &columns, WANTED, n_wanted, false, &b.arena,
                                       &b.caseload, b.problems),
                 RASIM_OK);
    b.status = rasimi_scorer_make(&b.design, &b.caseload, wanted, "p.csv", &b.arena, &b.scorer, b.problems);
    return b;
}

/* The scorer points into the bench, which has moved since. */
static double
score(bench *b, size_t row)
{
    b->scorer.design = &b->design;
    b->scorer.caseload = &b->caseload;
    for (size_t d = 0; d < b->scorer.n_domains; d++)
        b->scorer.answers[d] = &b->caseload.wanted_labels[d];
    return rasimi_score(&b->scorer, row);
}

static void
tear_down(bench *b)
{
    rasim_problems_free(b->problems);
    rasimi_arena_clear(&b->arena);
}

static const char *
problem(const bench *b, size_t i)
{
    static char text[1024];
    const rasim_problem *found = rasim_problems_get(b->problems, i);
    if (!found)
        return "(no problem)";
    rasim_problem_format(found, text, sizeof text);
    return text;
}

Test(score, points_are_the_weighted_sum_of_answers)
{
    bench b = set_up(ALLOCATION QUESTIONS, HEAD "p1,a,b,1,some help,none,,\n"
                                                "p2,a,b,1,full help,some help,,\n"
                                                "p3,a,b,1,,none,,\n"
                                                "p4,a,b,1,none,,,\n");
    cr_assert_eq(b.status, RASIM_OK, "%s", problem(&b, 0));
    cr_assert_eq(score(&b, 0), 4.5);
    cr_assert_eq(score(&b, 1), 12.5);
    cr_assert(isnan(score(&b, 2)));
    cr_assert(isnan(score(&b, 3)));
    cr_assert(b.scorer.low == 0.5 && b.scorer.high == 12.5);
    tear_down(&b);
}

Test(score, carer_rule_multiplies_where_the_carer_consents)
{
    bench b = set_up(ALLOCATION QUESTIONS "carer_rule:\n  multipliers: {none: 1, a lot: 0.5}\n",
                     HEAD "p1,a,b,1,full help,some help,a lot,yes\n"
                          "p2,a,b,1,full help,some help,a lot,no\n"
                          "p3,a,b,1,full help,some help,none,\n"
                          "p4,a,b,1,none,none,a lot,yes\n"
                          "p5,a,b,1,full help,some help,,yes\n"
                          "p6,a,b,1,full help,some help,,no\n");
    cr_assert_eq(b.status, RASIM_OK, "%s", problem(&b, 0));
    cr_assert_eq(score(&b, 0), 6.25);
    cr_assert_eq(score(&b, 1), 12.5);
    cr_assert_eq(score(&b, 2), 12.5);
    cr_assert_eq(score(&b, 3), 0.25);
    cr_assert(isnan(score(&b, 4)));
    cr_assert_eq(score(&b, 5), 12.5);
    cr_assert(b.scorer.low == 0.25 && b.scorer.high == 12.5);
    tear_down(&b);
}

Test(score, points_are_held_in_the_designs_range)
{
    bench b = set_up(ALLOCATION QUESTIONS "  points_min: 3\n  points_max: 12\n", HEAD "p1,a,b,1,none,none,,\n"
                                                                                      "p2,a,b,1,full help,some help,,\n"
                                                                                      "p3,a,b,1,some help,some help,,\n"
                                                                                      "p4,a,b,1,,some help,,\n");
    cr_assert_eq(score(&b, 0), 3);
    cr_assert_eq(score(&b, 1), 12);
    cr_assert_eq(score(&b, 2), 6.5);
    cr_assert(isnan(score(&b, 3)));
    tear_down(&b);
}

Test(score, finished_points_serve_a_design_without_questions)
{
    bench b = set_up(ALLOCATION "  points_max: 90\ncarer_rule:\n  multipliers: {none: 1, a lot: 0.5}\n",
                     "person_id,care_group,setting,weekly_cost,points,carer_support\n"
                     "p1,a,b,1,44,none\np2,a,b,1,-7,none\np3,a,b,1,,none\np4,a,b,1,95,none\np5,a,b,1,95,a lot\n");
    cr_assert_eq(b.status, RASIM_OK, "%s", problem(&b, 0));
    cr_assert_eq(score(&b, 0), 44);
    cr_assert_eq(score(&b, 1), -7);
    cr_assert(isnan(score(&b, 2)));
    cr_assert_eq(score(&b, 3), 90);
    cr_assert_eq(score(&b, 4), 47.5);
    cr_assert(isinf(b.scorer.low) && b.scorer.high == 90);
    tear_down(&b);
}

Test(score, unknown_answers_are_named_once_with_the_nearest_level)
{
    bench b = set_up(ALLOCATION QUESTIONS "carer_rule:\n  multipliers: {none: 1, a lot: 0.5}\n",
                     HEAD "p1,a,b,1,Some help,none,none,\n"
                          "p2,a,b,1,full help,sometimes,none,\n"
                          "p3,a,b,1,Some help,none,plenty,no\n");
    cr_assert_eq(b.status, RASIM_ERR_INPUT);
    cr_assert_eq(rasim_problems_size(b.problems), 3);
    cr_assert_str_eq(problem(&b, 0), "p.csv:2:5: error: 'Some help' is no level of the domain 'Washing' in design 'A' "
                                     "(did you mean 'some help'?); 2 rows have it, this being the first.");
    cr_assert_str_eq(problem(&b, 1),
                     "p.csv:3:6: error: 'sometimes' is no level of the domain 'Eating' in design 'A' (it "
                     "has none and some help); 1 row has it, this being the first.");
    cr_assert_str_eq(
        problem(&b, 2),
        "p.csv:4:7: error: 'plenty' is no level of the carer rule in design 'A' (it has none and a lot); 1 row has "
        "it, this being the first.");
    tear_down(&b);
}

#define NEEDS                                                                                                          \
    "  domains:\n"                                                                                                     \
    "    - {name: Washing, weight: 2, threshold: 8, levels: {none: 0, some help: 3, full help: 10}}\n"                 \
    "    - {name: Eating, column: Meals, care_groups: [old], levels: {none: 1, some help: 5}}\n"

Test(score, thresholds_and_masks_leave_points_out)
{
    bench b = set_up(ALLOCATION NEEDS, HEAD "p1,old,b,1,some help,none,,\n"
                                            "p2,old,b,1,full help,some help,,\n"
                                            "p3,young,b,1,full help,some help,,\n"
                                            "p4,young,b,1,full help,,,\n"
                                            "p5,old,b,1,full help,,,\n");
    cr_assert_eq(b.status, RASIM_OK, "%s", problem(&b, 0));
    static const double expected[] = {1, 25, 20, 20};
    for (size_t row = 0; row < 4; row++)
        cr_expect(score(&b, row) == expected[row], "row %zu: %g", row, score(&b, row));
    cr_expect(isnan(score(&b, 4)));
    cr_expect(b.scorer.low == 0 && b.scorer.high == 25);
    tear_down(&b);
}

/* Washing 0 to 20 and Eating 0 to 5 with 0.1 a product: 0 to 35, stretched to 0 to 70. */
Test(score, needs_compound_and_the_sum_is_stretched)
{
    bench b = set_up(ALLOCATION NEEDS "  interactions: [{a: Washing, b: Eating, coefficient: 0.1}]\n"
                                      "  rescale: {high: 70}\n",
                     HEAD "p1,old,b,1,some help,none,,\n"
                          "p2,old,b,1,full help,some help,,\n"
                          "p3,old,b,1,full help,none,,\n"
                          "p4,young,b,1,full help,some help,,\n");
    cr_assert_eq(b.status, RASIM_OK, "%s", problem(&b, 0));
    static const double expected[] = {2, 70, 46, 40};
    for (size_t row = 0; row < 4; row++)
        cr_expect_float_eq(score(&b, row), expected[row], 1e-12, "row %zu: %g", row, score(&b, row));
    cr_expect(b.scorer.low == 0 && b.scorer.high == 70);
    tear_down(&b);
}

Test(score, a_carer_may_count_for_single_domains)
{
    bench b = set_up(ALLOCATION NEEDS "carer_rule:\n  multipliers: {none: 1, a lot: 0.5}\n"
                                      "  domains: [{domain: Washing, multipliers: {none: 1, a lot: 0.25}}]\n",
                     HEAD "p1,old,b,1,full help,some help,a lot,yes\n"
                          "p2,old,b,1,full help,some help,a lot,no\n"
                          "p3,old,b,1,full help,some help,none,\n");
    cr_assert_eq(b.status, RASIM_OK, "%s", problem(&b, 0));
    cr_expect(score(&b, 0) == 0.5 * (0.25 * 20 + 5));
    cr_expect(score(&b, 1) == 25 && score(&b, 2) == 25);
    cr_expect(b.scorer.low == 0 && b.scorer.high == 25);
    tear_down(&b);
}

/* Two questions that give something whatever the answer, so that the least points are not 0. */
#define AT_LEAST                                                                                                       \
    "  domains:\n"                                                                                                     \
    "    - {name: Washing, weight: 2, threshold: 6, levels: {none: 2, some help: 3, full help: 10}}\n"                 \
    "    - {name: Eating, column: Meals, levels: {none: 4, some help: 6}}\n"

#define THREE                                                                                                          \
    HEAD "p1,a,b,1,none,none,a lot,yes\n"                                                                              \
         "p2,a,b,1,some help,none,none,yes\n"                                                                          \
         "p3,a,b,1,full help,some help,a lot,yes\n"

/* What a design makes of the three people, and its range. */
typedef struct scored {
    const char *more;
    double points[3], low, high;
} scored;

static void
check_scored(const scored *expected)
{
    char yaml[2048];
    snprintf(yaml, sizeof yaml, "%s%s%s", ALLOCATION, AT_LEAST, expected->more);
    bench b = set_up(yaml, THREE);
    cr_assert_eq(b.status, RASIM_OK, "%s", problem(&b, 0));
    for (size_t row = 0; row < 3; row++)
        cr_expect_float_eq(score(&b, row), expected->points[row], 1e-12, "%s row %zu: %g", expected->more, row,
                           score(&b, row));
    cr_expect_float_eq(b.scorer.low, expected->low, 1e-12, "%s: %g", expected->more, b.scorer.low);
    cr_expect_float_eq(b.scorer.high, expected->high, 1e-12, "%s: %g", expected->more, b.scorer.high);
    tear_down(&b);
}

/* The threshold is held against weighted points, which count where they reach it: 2 x 3 does, 2 x 2 does not. A carer's
   share of a domain lowers the least points; the stretch goes by what answers give without it, 4 to 26. A falling
   interaction has its least at the far corner: 4 x 20 x -0.5 against 6 x 20 x -0.5. */
Test(score, the_range_follows_thresholds_carers_and_interactions)
{
    static const scored expected[] = {
        {"", {4, 10, 26}, 4, 26},
        {"carer_rule: {domains: [{domain: Eating, multipliers: {none: 1, a lot: 0.25}}]}\n", {1, 10, 21.5}, 1, 26},
        {"  rescale: {low: 0, high: 44}\n"
         "carer_rule: {domains: [{domain: Eating, multipliers: {none: 1, a lot: 0.25}}]}\n",
         {-6, 12, 35},
         -6,
         44},
        {"  interactions: [{a: Washing, b: Eating, coefficient: -0.5}]\n", {4, -2, -34}, -56, 26},
    };
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        check_scored(&expected[i]);
}

/* Sums of two questions and their product, whose least or most may lie at any of the four corners. */
Test(score, an_interaction_is_bounded_at_all_four_corners)
{
    static const struct {
        const char *yaml;
        double low, high;
    } expected[] = {
        {"{domains: [{name: A, levels: {a: -2, b: 3}}, {name: B, levels: {a: -5, b: 7}}], interactions: [{a: A, b: B, "
         "coefficient: 1}]}",
         -7 - 15, 10 + 21},
        {"{domains: [{name: A, levels: {a: -6, b: 1}}, {name: B, levels: {a: -1, b: 5}}], interactions: [{a: A, b: B, "
         "coefficient: 1}]}",
         -7 - 30, 6 + 6},
        {"{domains: [{name: A, levels: {a: 2, b: 3}}, {name: B, levels: {a: 4, b: 5}}], interactions: [{a: A, b: B, "
         "coefficient: -1}]}",
         6 - 15, 8 - 8},
    };
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        char yaml[512];
        double low, high;
        snprintf(yaml, sizeof yaml, "%s %s\n",
                 "name: A\nfamily: price_per_point\nallocation: [{gbp_per_point: 1}]\n"
                 "questionnaire:",
                 expected[i].yaml);
        bench b = {.status = RASIM_OK};
        const rasimi_node *root = NULL;
        cr_assert_eq(rasim_problems_create(&b.problems), RASIM_OK);
        cr_assert_eq(rasimi_yaml_parse("a.yaml", yaml, strlen(yaml), &b.arena, &root, b.problems), RASIM_OK);
        cr_assert_eq(rasimi_design_read("a.yaml", root, &b.arena, &b.design, b.problems), RASIM_OK, "%s",
                     problem(&b, 0));
        rasimi_points_range(&b.design, &low, &high);
        cr_expect(low == expected[i].low && high == expected[i].high, "%s: %g to %g", expected[i].yaml, low, high);
        tear_down(&b);
    }
}
