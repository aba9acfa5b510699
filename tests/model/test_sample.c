/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drawn samples: sizes, weights, who is drawn, problems, and the shipped samples. */
#include <gsl/gsl_cdf.h>

#include "base/text.h"
#include "io/file.h"
#include "model/csv_table.h"
#include "model/sample_allocate.h"
#include "rasim/caseload.h"
#include "support/law.h"
#include "support/scenario.h"

/* ---- help ---- */

typedef struct desk {
    char *folder, *in, *out;
    rasim_problems *problems;
} desk;

static desk
desk_set(const char *csv)
{
    desk d = {.folder = scenario_folder()};
    d.in = scenario_path(d.folder, "in.csv");
    d.out = scenario_path(d.folder, "out.csv");
    scenario_write(d.folder, "in.csv", csv);
    cr_assert_eq(rasim_problems_create(&d.problems), RASIM_OK);
    return d;
}

static void
desk_clear(desk *d)
{
    rasim_problems_free(d->problems);
    free(d->in);
    free(d->out);
    scenario_remove(d->folder);
}

static char *
read_text(const char *path)
{
    char *bytes = NULL;
    size_t length = 0;
    cr_assert_eq(rasimi_file_read(path, (size_t)1 << 24, &bytes, &length, NULL, NULL), RASIM_OK, "%s", path);
    return bytes;
}

static csv_table
drawn_table(desk *d, const rasim_sample_plan *plan)
{
    const rasim_status status = rasim_sample_draw(d->in, plan, d->out, NULL, d->problems);
    const rasim_problem *first = rasim_problems_get(d->problems, 0);
    cr_assert_eq(status, RASIM_OK, "%s", first == NULL ? rasim_status_text(status) : first->text);
    char *text = read_text(d->out);
    csv_table table = csv_table_of(text, strlen(text));
    free(text);
    return table;
}

/* A file of strata "0", "1", ... with the given people, dealt out in turns so that strata are mixed. */
static rasimi_buffer
file_of_strata(const size_t *people, size_t n)
{
    rasimi_buffer csv = {0};
    rasimi_buffer_printf(&csv, "person_id,stratum,place\n");
    size_t left = n;
    for (size_t turn = 0; left > 0; turn++) {
        left = 0;
        for (size_t h = 0; h < n; h++) {
            if (turn < people[h]) {
                rasimi_buffer_printf(&csv, "P-%zu-%zu,%zu,%s\n", h, turn, h, turn % 2 == 0 ? "North" : "South");
                left++;
            }
        }
    }
    return csv;
}

static const char *const BY_STRATUM[] = {"stratum"};

/* ---- sizes and weights ---- */

Test(sample, sizes_are_proportional_with_at_least_two)
{
    static const struct {
        size_t size, n, people[5], drawn[5];
    } cases[] = {
        {16, 3, {100, 50, 10}, {9, 5, 2}},            /* quotas 10, 5, 1; the third is raised, the others share 14 */
        {15, 3, {100, 50, 25}, {9, 4, 2}},            /* quotas 8.57, 4.29, 2.14 */
        {10, 3, {1000, 3, 1}, {7, 2, 1}},             /* a stratum of one is taken whole */
        {10, 2, {5, 5}, {5, 5}},                      /* everybody */
        {6, 3, {1000, 2, 50}, {2, 2, 2}},             /* as small as it may be */
        {20, 5, {40, 30, 20, 5, 5}, {7, 5, 4, 2, 2}}, /* two are raised */
        {1, 1, {1}, {1}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rasimi_buffer csv = file_of_strata(cases[i].people, cases[i].n);
        desk d = desk_set(csv.data);
        const rasim_sample_plan plan = {.size = cases[i].size, .by = BY_STRATUM, .n_by = 1, .seed = i};
        csv_table table = drawn_table(&d, &plan);
        cr_assert_eq(table.n_rows, cases[i].size);
        for (size_t h = 0; h < cases[i].n; h++) {
            const char label[2] = {(char)('0' + h), '\0'};
            cr_assert_eq(csv_table_count(&table, "stratum", label), cases[i].drawn[h], "case %zu, stratum %zu: %zu", i,
                         h, csv_table_count(&table, "stratum", label));
        }
        csv_table_clear(&table);
        desk_clear(&d);
        rasimi_buffer_clear(&csv);
    }
}

Test(sample, weights_sum_to_the_people)
{
    static const size_t people[] = {101, 53, 7, 2};
    rasimi_buffer csv = file_of_strata(people, 4);
    desk d = desk_set(csv.data);
    const rasim_sample_plan plan = {.size = 23, .by = BY_STRATUM, .n_by = 1, .seed = 5};
    csv_table table = drawn_table(&d, &plan);
    double sums[4] = {0};
    for (size_t i = 0; i < table.n_rows; i++) {
        sums[csv_table_get(&table, i, "stratum")[0] - '0'] += csv_table_number(&table, i, "weight");
    }
    for (size_t h = 0; h < 4; h++) {
        cr_assert_float_eq(sums[h], (double)people[h], 1e-12, "stratum %zu: %.17g", h, sums[h]);
    }
    csv_table_clear(&table);
    desk_clear(&d);
    rasimi_buffer_clear(&csv);
}

Test(sample, weights_are_written_to_fifteen_decimals)
{
    static const struct {
        size_t people, size;
        const char *weight;
    } cases[] = {{3, 3, ",1\n"}, {5, 2, ",2.5\n"}, {7, 3, ",2.333333333333333\n"}, {8, 7, ",1.142857142857142\n"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rasimi_buffer csv = file_of_strata(&cases[i].people, 1);
        desk d = desk_set(csv.data);
        const rasim_sample_plan plan = {.size = cases[i].size};
        csv_table table = drawn_table(&d, &plan);
        char *text = read_text(d.out);
        cr_assert_not_null(strstr(text, cases[i].weight), "%s in %s", cases[i].weight, text);
        free(text);
        csv_table_clear(&table);
        desk_clear(&d);
        rasimi_buffer_clear(&csv);
    }
}

/* ---- who is drawn ---- */

Test(sample, rows_keep_their_text_and_order)
{
    desk d = desk_set("\xEF\xBB\xBFperson_id,note,\"a,b\"\r\nA,\"said \"\"no\"\"\",1\r\nB,,2\r\nC,\"x\ny\",3\r\n");
    const rasim_sample_plan plan = {.size = 3, .seed = 1};
    csv_table table = drawn_table(&d, &plan);
    char *text = read_text(d.out);
    cr_assert_str_eq(text, "person_id,note,\"a,b\",weight\nA,\"said \"\"no\"\"\",1,1\nB,,2,1\nC,\"x\ny\",3,1\n", "%s",
                     text);
    free(text);
    csv_table_clear(&table);
    desk_clear(&d);
}

/* 20 in three equal strata: even who has the two left over does not depend on the order. Nobody is drawn twice. */
Test(sample, order_of_the_file_does_not_matter)
{
    rasimi_buffer forth = {0}, back = {0};
    rasimi_buffer_printf(&forth, "person_id,stratum\n");
    rasimi_buffer_printf(&back, "person_id,stratum\n");
    for (int i = 0; i < 60; i++) {
        rasimi_buffer_printf(&forth, "P%d,%d\n", i, i % 3);
        rasimi_buffer_printf(&back, "P%d,%d\n", 59 - i, (59 - i) % 3);
    }
    desk a = desk_set(forth.data), b = desk_set(back.data);
    const rasim_sample_plan plan = {.size = 20, .by = BY_STRATUM, .n_by = 1, .seed = 9};
    csv_table one = drawn_table(&a, &plan), other = drawn_table(&b, &plan);
    for (size_t i = 0; i < one.n_rows; i++) {
        const char *id = csv_table_get(&one, i, "person_id");
        cr_assert_eq(csv_table_count(&one, "person_id", id), 1);
        cr_assert_eq(csv_table_count(&other, "person_id", id), 1, "%s is drawn from one order only", id);
    }
    csv_table_clear(&one);
    csv_table_clear(&other);
    desk_clear(&a);
    desk_clear(&b);
    rasimi_buffer_clear(&forth);
    rasimi_buffer_clear(&back);
}

Test(sample, seed_decides_who_is_drawn)
{
    static const size_t people[] = {200};
    rasimi_buffer csv = file_of_strata(people, 1);
    desk d = desk_set(csv.data);
    char *texts[3];
    for (uint64_t i = 0; i < 3; i++) {
        const rasim_sample_plan plan = {.size = 20, .seed = i == 2 ? 0 : i};
        csv_table table = drawn_table(&d, &plan);
        texts[i] = read_text(d.out);
        csv_table_clear(&table);
    }
    cr_assert_str_neq(texts[0], texts[1]);
    cr_assert_str_eq(texts[0], texts[2]);
    for (size_t i = 0; i < 3; i++) {
        free(texts[i]);
    }
    desk_clear(&d);
    rasimi_buffer_clear(&csv);
}

Test(sample, where_draws_from_those_rows_only)
{
    static const size_t people[] = {40, 20};
    rasimi_buffer csv = file_of_strata(people, 2);
    desk d = desk_set(csv.data);
    const rasim_sample_plan plan = {
        .size = 9, .by = BY_STRATUM, .n_by = 1, .seed = 1, .where_column = "place", .where_value = "South"};
    csv_table table = drawn_table(&d, &plan);
    double sum = 0;
    for (size_t i = 0; i < table.n_rows; i++) {
        cr_assert_str_eq(csv_table_get(&table, i, "place"), "South");
        sum += csv_table_number(&table, i, "weight");
    }
    cr_assert_float_eq(sum, 30, 1e-12);
    csv_table_clear(&table);
    desk_clear(&d);
    rasimi_buffer_clear(&csv);
}

enum { STRATA = 300, PEOPLE = 20, DRAWN = 5, SEEDS = 10 };

/* How often the person at each place of a stratum was drawn, over all strata and seeds. */
static void
count_places(size_t counts[PEOPLE])
{
    size_t people[STRATA];
    for (size_t h = 0; h < STRATA; h++) {
        people[h] = PEOPLE;
    }
    rasimi_buffer csv = file_of_strata(people, STRATA);
    desk d = desk_set(csv.data);
    const uint64_t seed = law_seed("sample.everybody_has_the_same_chance");
    for (uint64_t s = 0; s < SEEDS; s++) {
        const rasim_sample_plan plan = {.size = STRATA * DRAWN, .by = BY_STRATUM, .n_by = 1, .seed = seed + s};
        csv_table table = drawn_table(&d, &plan);
        for (size_t i = 0; i < table.n_rows; i++) {
            counts[atoi(strrchr(csv_table_get(&table, i, "person_id"), '-') + 1)]++;
        }
        csv_table_clear(&table);
    }
    desk_clear(&d);
    rasimi_buffer_clear(&csv);
}

/* Tail probability of the counts where everybody's chance is n/N: draws without replacement make their covariance
   p(1-p)(I - J/N) N/(N-1), so sum (x - mp)^2 / (m p (1-p) N/(N-1)) is chi-square with N-1 degrees. `tilt` makes the
   chances of the first half larger and of the second smaller. */
static double
chance_of(const size_t counts[PEOPLE], double tilt)
{
    const double p = (double)DRAWN / PEOPLE, m = STRATA * SEEDS;
    double chi_square = 0;
    for (size_t i = 0; i < PEOPLE; i++) {
        const double d = (double)counts[i] - m * p * (i < PEOPLE / 2 ? 1 + tilt : 1 - tilt);
        chi_square += d * d / (m * p * (1 - p) * PEOPLE / (PEOPLE - 1));
    }
    return gsl_cdf_chisq_Q(chi_square, PEOPLE - 1);
}

Test(sample, everybody_has_the_same_chance)
{
    size_t counts[PEOPLE] = {0};
    count_places(counts);
    const double chance = chance_of(counts, 0);
    cr_assert(chance > 1e-6 && chance < 1 - 1e-6, "p = %g", chance);
    cr_assert_lt(chance_of(counts, 0.06), 1e-6, "the test cannot tell chances of 0.265 and 0.235");
}

/* ---- problems ---- */

Test(sample, problems_say_what_is_wrong)
{
    static const char *const by_missing[] = {"strata"};
    static const struct {
        const char *csv;
        rasim_sample_plan plan;
        const char *sentence;
        uint64_t line;
    } cases[] = {
        {"person_id,stratum\nA,1\n",
         {.size = 2, .by = BY_STRATUM, .n_by = 1},
         "A sample of 2 cannot be drawn from 1",
         0},
        {"person_id,stratum\nA,1\nB,1\nC,2\n",
         {.size = 2, .by = BY_STRATUM, .n_by = 1},
         "A sample of 2 is too small for 2 strata, which need 2 rows each (1 where there is only 1); ask for 3 or "
         "more.",
         0},
        {"person_id,stratum\nA,1\n", {.size = 0}, "A sample of 0 is too small", 0},
        {"person_id,stratum\nA,1\n",
         {.size = 1, .by = by_missing, .n_by = 1},
         "The file has no column 'strata' (did you mean 'stratum'?)",
         1},
        {"id,stratum\nA,1\n", {.size = 1}, "The file has no column 'person_id'", 1},
        {"person_id,weight\nA,1\n", {.size = 1}, "The file has a column 'weight', so its rows stand for several", 1},
        {"person_id,Weight\nA,1\n", {.size = 1}, "The file has a column 'Weight'", 1},
        {"person_id,x\nA,1\n,2\n", {.size = 1}, "The cell person_id is empty", 3},
        {"person_id,x\nA,1\nB,2\nA,3\n", {.size = 1}, "The person on this line stands on line 2 already", 4},
        {"person_id,x\n", {.size = 1}, "The file has no rows", 0},
        {"person_id,setting\nA,community\n",
         {.size = 1, .where_column = "setting", .where_value = "comunity"},
         "No row has 'comunity' in the column 'setting' (did you mean 'community'?)",
         0},
        {"person_id,setting\nA,community\n",
         {.size = 1, .where_column = "seting", .where_value = "community"},
         "The file has no column 'seting' (did you mean 'setting'?)",
         1},
        {"person_id,x\nA\n", {.size = 1}, "", 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        desk d = desk_set(cases[i].csv);
        cr_assert_eq(rasim_sample_draw(d.in, &cases[i].plan, d.out, NULL, d.problems), RASIM_ERR_INPUT, "case %zu", i);
        const rasim_problem *first = rasim_problems_get(d.problems, 0);
        cr_assert_not_null(strstr(first->text, cases[i].sentence), "case %zu: %s", i, first->text);
        cr_assert_eq(first->line, cases[i].line, "case %zu: line %llu", i, (unsigned long long)first->line);
        cr_assert_eq(first->text[strlen(first->text) - 1], '.', "case %zu: %s", i, first->text);
        cr_assert_neq(access(d.out, F_OK), 0, "case %zu left a file", i);
        cr_assert_eq(rasim_sample_draw(d.in, &cases[i].plan, d.out, NULL, NULL), RASIM_ERR_INPUT,
                     "case %zu without list", i);
        desk_clear(&d);
    }
}

Test(sample, arguments_are_checked)
{
    desk d = desk_set("person_id\nA\n");
    const rasim_sample_plan good = {.size = 1}, no_columns = {.size = 1, .n_by = 1},
                            no_value = {.size = 1, .where_column = "x"}, no_column = {.size = 1, .where_value = "x"};
    cr_assert_eq(rasim_sample_draw(NULL, &good, d.out, NULL, NULL), RASIM_ERR_ARGUMENT);
    cr_assert_eq(rasim_sample_draw(d.in, NULL, d.out, NULL, NULL), RASIM_ERR_ARGUMENT);
    cr_assert_eq(rasim_sample_draw(d.in, &good, NULL, NULL, NULL), RASIM_ERR_ARGUMENT);
    cr_assert_eq(rasim_sample_draw(d.in, &no_columns, d.out, NULL, NULL), RASIM_ERR_ARGUMENT);
    cr_assert_eq(rasim_sample_draw(d.in, &no_value, d.out, NULL, NULL), RASIM_ERR_ARGUMENT);
    cr_assert_eq(rasim_sample_draw(d.in, &no_column, d.out, NULL, NULL), RASIM_ERR_ARGUMENT);
    cr_assert_eq(rasim_sample_draw("none.csv", &good, d.out, NULL, NULL), RASIM_ERR_READ);
    cr_assert_eq(rasim_sample_draw(d.in, &good, "none/out.csv", NULL, NULL), RASIM_ERR_WRITE);
    desk_clear(&d);
}

/* ---- allocation ---- */

enum { MOST_STRATA = 5 };

Test(sample, neyman_allocation_is_that_of_the_formula)
{
    static const struct {
        uint64_t size;
        size_t n;
        rasimi_sample_stratum strata[MOST_STRATA];
        uint64_t drawn[MOST_STRATA];
    } cases[] = {
        /* n N_h S_h / sum N_h S_h = 11.76, 14.12, 14.12 */
        {40, 3, {{155, 5, false, 0, 0}, {62, 15, false, 0, 0}, {93, 10, false, 0, 0}}, {12, 14, 14}},
        /* 12.21 and 11.79, where proportion would give 6 and 18 */
        {24, 2, {{16, 232.04, false, 0, 0}, {48, 74.71, false, 0, 0}}, {12, 12}},
        /* 44.44, 4.44, 1.11: the first has 10; the other 40 are 32 and 8 */
        {50, 3, {{10, 400, false, 0, 0}, {100, 4, false, 0, 0}, {25, 4, false, 0, 0}}, {10, 32, 8}},
        /* the first wants 6.98 of 7 and has 5, but then the others would lack their 2 */
        {7, 3, {{5, 1000, false, 0, 0}, {5, 1, false, 0, 0}, {5, 1, false, 0, 0}}, {3, 2, 2}},
        /* everybody in the fourth; 3, 1 and 0 of spread share 16 as 12, 4 and 0, the last is raised to 2: 10.5, 3.5 */
        {20,
         4,
         {{100, 3, false, 0, 0}, {100, 1, false, 0, 0}, {100, 0, false, 0, 0}, {4, 9, true, 0, 0}},
         {11, 3, 2, 4}},
        /* nobody has any spread: by people */
        {12, 2, {{40, 0, false, 0, 0}, {20, 0, false, 0, 0}}, {8, 4}},
        /* what is left after an exhausted stratum has no spread: by people */
        {16, 3, {{10, 5, false, 0, 0}, {40, 0, false, 0, 0}, {20, 0, false, 0, 0}}, {10, 4, 2}},
        {9, 3, {{4, 5, false, 0, 0}, {3, 0, false, 0, 0}, {2, 7, false, 0, 0}}, {4, 3, 2}}, /* everybody */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rasimi_sample_stratum strata[MOST_STRATA];
        memcpy(strata, cases[i].strata, sizeof strata);
        cr_assert_eq(rasimi_sample_allocate(strata, cases[i].n, cases[i].size, RASIM_ALLOCATION_NEYMAN), RASIM_OK);
        for (size_t h = 0; h < cases[i].n; h++) {
            cr_assert_eq(strata[h].drawn, cases[i].drawn[h], "case %zu, stratum %zu: %llu", i, h,
                         (unsigned long long)strata[h].drawn);
        }
    }
}

/* Whatever the strata: the size is met, the bounds hold, and no two strata inside their bounds differ in rows for their
   N_h S_h by more than rounding does. */
Test(sample, allocation_always_meets_size_and_bounds)
{
    srandom((unsigned)law_seed("allocation_always_meets_size_and_bounds"));
    for (int round = 0; round < 2000; round++) {
        rasimi_sample_stratum strata[MOST_STRATA];
        uint64_t fewest = 0, people = 0, sum = 0;
        for (size_t h = 0; h < MOST_STRATA; h++) {
            const uint64_t n = (uint64_t)random() % (h == 0 ? 4 : 60);
            strata[h] =
                (rasimi_sample_stratum){n, (double)(random() % 400) / (random() % 9 == 0 ? 1 : 50), h == 4, 0, 0};
            fewest += rasimi_sample_least(&strata[h]);
            people += n;
        }
        const uint64_t size = fewest + (uint64_t)random() % (people - fewest + 1);
        cr_assert_eq(rasimi_sample_allocate(strata, MOST_STRATA, size, RASIM_ALLOCATION_NEYMAN), RASIM_OK);
        for (size_t h = 0; h < MOST_STRATA; h++) {
            sum += strata[h].drawn;
            cr_assert(strata[h].drawn >= rasimi_sample_least(&strata[h]) && strata[h].drawn <= strata[h].people,
                      "round %d", round);
        }
        cr_assert_eq(sum, size, "round %d", round);
        for (size_t a = 0; a < MOST_STRATA; a++) {
            for (size_t b = 0; b < MOST_STRATA; b++) {
                const double pa = (double)strata[a].people * strata[a].sd, pb = (double)strata[b].people * strata[b].sd;
                const bool may_give = strata[a].drawn > rasimi_sample_least(&strata[a]) + 1,
                           may_take = strata[b].drawn + 1 < strata[b].people;
                if (pa > 0 && pb > 0 && may_give && may_take) { /* a could give a row to b: b must not want it more */
                    cr_assert_geq(((double)strata[b].drawn + 1) / pb, ((double)strata[a].drawn - 1) / pa, "round %d",
                                  round);
                }
            }
        }
    }
}

/* Costs 0..9 by person and place: A has sd 3.03 among those not above 900, and 2 dear packages; B has no spread. */
static desk
desk_of_costs(void)
{
    rasimi_buffer csv = {0};
    rasimi_buffer_printf(&csv, "person_id,stratum,weekly_cost\n");
    for (int i = 0; i < 40; i++) {
        rasimi_buffer_printf(&csv, "A%d,A,%d\nB%d,B,500\n", i, i < 2 ? 901 + i : i % 10, i);
    }
    desk d = desk_set(csv.data);
    rasimi_buffer_clear(&csv);
    return d;
}

Test(sample, packages_above_the_line_are_all_drawn_at_weight_one)
{
    desk d = desk_of_costs();
    const rasim_sample_plan plan = {.size = 20,
                                    .by = BY_STRATUM,
                                    .n_by = 1,
                                    .seed = 3,
                                    .allocation = RASIM_ALLOCATION_NEYMAN,
                                    .take_all_above_gbp_week = 901};
    rasim_sample_drawn *drawn = NULL;
    cr_assert_eq(rasim_sample_draw(d.in, &plan, d.out, &drawn, d.problems), RASIM_OK);
    cr_assert_eq(drawn->n_strata, 3);
    static const struct {
        const char *name;
        uint64_t people, drawn;
        bool take_all;
    } expected[] = {{"A", 39, 17, false}, {"B", 40, 2, false}, {"above £901 a week", 1, 1, true}};
    double people = 0;
    for (size_t h = 0; h < 3; h++) {
        const rasim_sample_stratum *s = &drawn->strata[h];
        cr_assert_str_eq(s->name, expected[h].name);
        cr_assert(s->people == expected[h].people && s->drawn == expected[h].drawn &&
                      s->take_all == expected[h].take_all,
                  "%s: %llu of %llu", s->name, (unsigned long long)s->drawn, (unsigned long long)s->people);
        cr_assert_float_eq(s->weight, (double)s->people / (double)s->drawn, 1e-15);
    }
    cr_assert_eq(drawn->strata[1].sd_gbp_week, 0);
    rasim_sample_drawn_free(drawn);
    char *text = read_text(d.out);
    csv_table table = csv_table_of(text, strlen(text));
    for (size_t i = 0; i < table.n_rows; i++) {
        const double weight = csv_table_number(&table, i, "weight");
        people += weight;
        cr_assert_eq(csv_table_number(&table, i, "weekly_cost") > 901, weight == 1, "row %zu", i);
    }
    cr_assert_float_eq(people, 80, 1e-12);
    csv_table_clear(&table);
    free(text);
    desk_clear(&d);
}

/* Over many seeds everybody of a stratum is drawn equally often, n_h / N_h: 120 people at |z| < 4.8916. */
Test(sample, everybody_of_a_stratum_is_drawn_as_often)
{
    enum { DRAWS = 400 };
    const uint64_t first = law_seed("everybody_of_a_stratum_is_drawn_as_often");
    unsigned times[2][40] = {{0}};
    desk d = desk_of_costs();
    for (uint64_t seed = 0; seed < DRAWS; seed++) {
        const rasim_sample_plan plan = {.size = 22, .by = BY_STRATUM, .n_by = 1, .seed = first + seed};
        csv_table table = drawn_table(&d, &plan);
        for (size_t i = 0; i < table.n_rows; i++) {
            const char *id = csv_table_get(&table, i, "person_id");
            times[id[0] - 'A'][atoi(id + 1)]++;
        }
        csv_table_clear(&table);
    }
    const double share = 11.0 / 40, sd = sqrt(DRAWS * share * (1 - share));
    for (size_t h = 0; h < 2; h++) {
        for (size_t i = 0; i < 40; i++) {
            cr_assert_lt(fabs(times[h][i] - DRAWS * share) / sd, LAW_Z, "%zu %zu: %u", h, i, times[h][i]);
        }
    }
    desk_clear(&d);
}

Test(sample, costs_that_are_none_are_refused)
{
    static const struct {
        const char *csv, *sentence;
        uint64_t line, size;
    } cases[] = {
        {"person_id,stratum\nA,1\nB,1\n", "The file has no column 'weekly_cost'", 1, 2},
        {"person_id,stratum,weekly_cost\nA,1,5\nB,1,\n", "The cell weekly_cost is ''", 3, 2},
        {"person_id,stratum,weekly_cost\nA,1,-5\nB,1,4\n", "The cell weekly_cost is '-5'", 2, 2},
        {"person_id,stratum,weekly_cost\nA,1,1e9\nB,1,4\n", "The cell weekly_cost is '1e9'", 2, 2},
        {"person_id,stratum,weekly_cost\nA,1,50\nB,1,4\nC,1,3\nD,1,2\n", "1 packages are above the line", 0, 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        desk d = desk_set(cases[i].csv);
        const rasim_sample_plan plan = {
            .size = cases[i].size, .by = BY_STRATUM, .n_by = 1, .take_all_above_gbp_week = 10};
        cr_assert_eq(rasim_sample_draw(d.in, &plan, d.out, NULL, d.problems), RASIM_ERR_INPUT, "case %zu", i);
        const rasim_problem *first = rasim_problems_get(d.problems, 0);
        cr_assert_not_null(strstr(first->text, cases[i].sentence), "case %zu: %s", i, first->text);
        cr_assert_eq(first->line, cases[i].line, "case %zu", i);
        desk_clear(&d);
    }
}

/* ---- the shipped samples ---- */

Test(sample, shipped_samples_are_what_the_recipe_gives)
{
    static const char *const by[] = {"care_group"};
    static const struct {
        const char *name;
        rasim_sample_plan plan;
    } cases[] = {{"stage-one.csv", {.size = 60, .by = by, .n_by = 1, .seed = 1}},
                 {"stage-two.csv", {.size = 116, .by = by, .n_by = 1, .seed = 2}}};
    const char *source = getenv("RASIM_SOURCE_DIR");
    cr_assert_not_null(source, "RASIM_SOURCE_DIR is not set");
    char *scenario = scenario_path(source, "scenarios/cheshire"), *folder = scenario_folder();
    char *recipe = scenario_path(scenario, "county.recipe.yaml"), *county = scenario_path(folder, "county.csv");
    cr_assert_eq(rasim_generate(recipe, county, NULL, NULL), RASIM_OK);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rasim_sample_plan plan = cases[i].plan;
        plan.where_column = "setting";
        plan.where_value = "community";
        char *drawn = scenario_path(folder, cases[i].name), *shipped = scenario_path(scenario, cases[i].name);
        cr_assert_eq(rasim_sample_draw(county, &plan, drawn, NULL, NULL), RASIM_OK);
        char *now = read_text(drawn), *then = read_text(shipped);
        cr_assert(strcmp(now, then) == 0, "%s differs; run scripts/make-scenario-data", cases[i].name);
        free(now);
        free(then);
        free(drawn);
        free(shipped);
    }
    free(recipe);
    free(county);
    free(scenario);
    scenario_remove(folder);
}
