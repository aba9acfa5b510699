/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drawn samples: sizes, weights, who is drawn, problems, and the shipped samples. */
#include <gsl/gsl_cdf.h>

#include "base/text.h"
#include "io/file.h"
#include "model/csv_table.h"
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
    const rasim_status status = rasim_sample_draw(d->in, plan, d->out, d->problems);
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
        cr_assert_eq(rasim_sample_draw(d.in, &cases[i].plan, d.out, d.problems), RASIM_ERR_INPUT, "case %zu", i);
        const rasim_problem *first = rasim_problems_get(d.problems, 0);
        cr_assert_not_null(strstr(first->text, cases[i].sentence), "case %zu: %s", i, first->text);
        cr_assert_eq(first->line, cases[i].line, "case %zu: line %llu", i, (unsigned long long)first->line);
        cr_assert_eq(first->text[strlen(first->text) - 1], '.', "case %zu: %s", i, first->text);
        cr_assert_neq(access(d.out, F_OK), 0, "case %zu left a file", i);
        cr_assert_eq(rasim_sample_draw(d.in, &cases[i].plan, d.out, NULL), RASIM_ERR_INPUT, "case %zu without list", i);
        desk_clear(&d);
    }
}

Test(sample, arguments_are_checked)
{
    desk d = desk_set("person_id\nA\n");
    const rasim_sample_plan good = {.size = 1}, no_columns = {.size = 1, .n_by = 1},
                            no_value = {.size = 1, .where_column = "x"}, no_column = {.size = 1, .where_value = "x"};
    cr_assert_eq(rasim_sample_draw(NULL, &good, d.out, NULL), RASIM_ERR_ARGUMENT);
    cr_assert_eq(rasim_sample_draw(d.in, NULL, d.out, NULL), RASIM_ERR_ARGUMENT);
    cr_assert_eq(rasim_sample_draw(d.in, &good, NULL, NULL), RASIM_ERR_ARGUMENT);
    cr_assert_eq(rasim_sample_draw(d.in, &no_columns, d.out, NULL), RASIM_ERR_ARGUMENT);
    cr_assert_eq(rasim_sample_draw(d.in, &no_value, d.out, NULL), RASIM_ERR_ARGUMENT);
    cr_assert_eq(rasim_sample_draw(d.in, &no_column, d.out, NULL), RASIM_ERR_ARGUMENT);
    cr_assert_eq(rasim_sample_draw("none.csv", &good, d.out, NULL), RASIM_ERR_READ);
    cr_assert_eq(rasim_sample_draw(d.in, &good, "none/out.csv", NULL), RASIM_ERR_WRITE);
    desk_clear(&d);
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
    cr_assert_eq(rasim_generate(recipe, county, NULL), RASIM_OK);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rasim_sample_plan plan = cases[i].plan;
        plan.where_column = "setting";
        plan.where_value = "community";
        char *drawn = scenario_path(folder, cases[i].name), *shipped = scenario_path(scenario, cases[i].name);
        cr_assert_eq(rasim_sample_draw(county, &plan, drawn, NULL), RASIM_OK);
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
