/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Generated caseloads: pinned text, stability, laws, costs, problems, and the shipped county. */
#include "model/recipe.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>

#include "io/file.h"
#include "model/csv_table.h"
#include "support/law.h"
#include "support/scenario.h"

/* ---- help ---- */

static rasim_status
try_generate_by(const char *yaml, int n_threads, rasimi_buffer *csv, rasim_problems *problems)
{
    rasimi_arena arena = {0};
    const rasimi_node *root = NULL;
    rasim_status status = rasimi_yaml_parse("recipe.yaml", yaml, strlen(yaml), &arena, &root, problems);
    if (status == RASIM_OK) {
        status = rasimi_recipe_generate("recipe.yaml", root, n_threads, csv, problems);
    }
    rasimi_arena_clear(&arena);
    return status;
}

static rasim_status
try_generate(const char *yaml, rasimi_buffer *csv, rasim_problems *problems)
{
    return try_generate_by(yaml, 1, csv, problems);
}

static rasimi_buffer
generate(const char *yaml)
{
    rasimi_buffer csv = {0};
    rasim_problems *problems = NULL;
    cr_assert_eq(rasim_problems_create(&problems), RASIM_OK);
    const rasim_status status = try_generate(yaml, &csv, problems);
    const rasim_problem *first = rasim_problems_get(problems, 0);
    cr_assert_eq(status, RASIM_OK, "%s", first == NULL ? rasim_status_text(status) : first->text);
    rasim_problems_free(problems);
    return csv;
}

static csv_table
people_of(const char *yaml)
{
    rasimi_buffer csv = generate(yaml);
    csv_table table = csv_table_of(csv.data, csv.length);
    rasimi_buffer_clear(&csv);
    return table;
}

/* z of a count against a binomial law. */
static double
z_count(size_t k, size_t n, double p)
{
    return ((double)k - (double)n * p) / sqrt((double)n * p * (1 - p));
}

/* A count that must fit p, and must not fit the slightly wrong p: so the sample is large enough to tell. */
static void
check_share(const char *what, size_t k, size_t n, double p, double wrong)
{
    cr_assert_lt(fabs(z_count(k, n, p)), LAW_Z, "%s: %zu of %zu against a share of %g", what, k, n, p);
    cr_assert_gt(fabs(z_count(k, n, wrong)), LAW_Z, "%s: %zu of %zu also fit a share of %g", what, k, n, wrong);
}

#define WHOLE_RECIPE(people_a, people_b)                                                                               \
    "name: small\nid_prefix: T\nseed: 7\n"                                                                             \
    "start_dates: {from: 2009-01-01, to: 2009-12-31}\n"                                                                \
    "groups:\n"                                                                                                        \
    "  - care_group: Older people\n    code: OP\n    people: " people_a "\n    base_gbp_week: 100\n"                   \
    "    residual_log_sd: 0.4\n    need: {mean: 0.2, sd: 1.1}\n    shifts: {meals: 0.5}\n"                             \
    "    settings:\n"                                                                                                  \
    "      - {setting: community, share: 0.6, tail: {share: 0.05, multiplier: 3, log_sd: 0.2},\n"                      \
    "         contribution: {paying: 0.5, mean_gbp_week: 20, sd_gbp_week: 10},\n"                                      \
    "         delivery: {managed: 0.7, direct payment: 0.3}}\n"                                                        \
    "      - {setting: nursing, share: 0.4, need_shift: 1, base_gbp_week: 400, answers_weight: 0}\n"                   \
    "    places: {North: 0.25, South: 0.75}\n"                                                                         \
    "  - {care_group: Others, code: X, people: " people_b ", base_gbp_week: 50, residual_log_sd: 0,\n"                 \
    "     settings: [{setting: community, share: 1}]}\n"                                                               \
    "domains:\n"                                                                                                       \
    "  - {name: care, loading: 0.8, levels: [{label: low, share: 0.5}, {label: high, share: 0.5, log_cost: 1}]}\n"     \
    "  - {name: meals, loading: 0.6, levels: [{label: no, share: 0.3}, {label: some, share: 0.4, log_cost: 0.2},\n"    \
    "     {label: all, share: 0.3, log_cost: 0.5}]}\n"                                                                 \
    "interactions: [{first: care, second: meals, log_cost: 0.3}]\n"                                                    \
    "carer_support:\n  loading: -0.5\n  consent: 0.8\n"                                                                \
    "  levels: [{label: none, share: 0.5}, {label: some, share: 0.5, log_cost: -0.3}]\n"                               \
    "assessment_modes: {professional: 0.9, self: 0.1}\n"

/* ---- determinism ---- */

Test(recipe, generated_text_is_pinned)
{
    rasimi_buffer csv = generate(WHOLE_RECIPE("400", "100"));
    char digest[65];
    cr_assert_eq(rasimi_sha256(csv.data, csv.length, digest), RASIM_OK);
    cr_assert_str_eq(digest, "b175ae642cc629ea717f788e9f1fb575c944e146ebe5e27a265a39c23d812596",
                     "the contract of generated caseloads has changed: %.200s", csv.data);
    rasimi_buffer_clear(&csv);
}

/* People enough for several rounds of all threads, the last one of a part, and for a second group within a round. */
Test(recipe, any_number_of_threads_writes_the_same)
{
    static const char recipe[] = WHOLE_RECIPE("140000", "9000");
    rasimi_buffer alone = {0}, shared = {0};
    cr_assert_eq(try_generate_by(recipe, 1, &alone, NULL), RASIM_OK);
    cr_assert_eq(try_generate_by(recipe, 3, &shared, NULL), RASIM_OK);
    cr_assert_eq(alone.length, shared.length);
    cr_assert(memcmp(alone.data, shared.data, alone.length) == 0);
    csv_table people = csv_table_of(shared.data, shared.length);
    cr_assert_eq(people.n_rows, 149000);
    csv_table_clear(&people);
    rasimi_buffer_clear(&alone);
    rasimi_buffer_clear(&shared);
}

Test(recipe, columns_stand_in_their_order)
{
    rasimi_buffer csv = generate(WHOLE_RECIPE("1", "1"));
    const char *header = "person_id,care_group,setting,place,weekly_cost,carer_support,carer_consent,assessment_mode,"
                         "delivery,start_date,client_contribution,care,meals\nT-OP-00001,Older people,";
    cr_assert_eq(strncmp(csv.data, header, strlen(header)), 0, "%.200s", csv.data);
    rasimi_buffer_clear(&csv);
}

Test(recipe, adding_people_changes_nobody_else)
{
    csv_table few = people_of(WHOLE_RECIPE("50", "30")), many = people_of(WHOLE_RECIPE("80", "40"));
    for (size_t i = 0; i < few.n_rows; i++) {
        const size_t same = i < 50 ? i : i + 30;
        for (size_t c = 0; c < few.n_columns; c++) {
            cr_assert_str_eq(few.rows[i][c], many.rows[same][c], "row %zu, %s", i, few.headings[c]);
        }
    }
    csv_table_clear(&few);
    csv_table_clear(&many);
}

/* Two groups that differ in their labels only have different people; so have two seeds. */
Test(recipe, group_and_seed_decide_the_draws)
{
#define TWINS(seed)                                                                                                    \
    "name: twins\nseed: " seed "\ngroups:\n"                                                                           \
    "  - {care_group: A, code: A, people: 20, base_gbp_week: 100, residual_log_sd: 1, settings: [{setting: s, share: " \
    "1}]}\n"                                                                                                           \
    "  - {care_group: B, code: B, people: 20, base_gbp_week: 100, residual_log_sd: 1, settings: [{setting: s, share: " \
    "1}]}\n"
    csv_table first = people_of(TWINS("1")), second = people_of(TWINS("2"));
    for (size_t i = 0; i < 20; i++) {
        cr_assert_str_neq(csv_table_get(&first, i, "weekly_cost"), csv_table_get(&first, i + 20, "weekly_cost"));
        cr_assert_str_neq(csv_table_get(&first, i, "weekly_cost"), csv_table_get(&second, i, "weekly_cost"));
    }
    csv_table_clear(&first);
    csv_table_clear(&second);
}

/* ---- laws ---- */

/* Every column of labels against its shares; the wrong shares are 0.03 off. */
Test(recipe, shares_are_those_of_the_recipe)
{
    csv_table table = people_of(WHOLE_RECIPE("20000", "1"));
    static const struct {
        const char *heading, *value;
        double share;
    } cases[] = {{"setting", "community", 0.6},        {"place", "North", 0.25},
                 {"carer_consent", "yes", 0.8},        {"assessment_mode", "self", 0.1},
                 {"delivery", "direct payment", 0.18}, {"client_contribution", "0.00", 0.7}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check_share(cases[i].heading, csv_table_count(&table, cases[i].heading, cases[i].value), table.n_rows,
                    cases[i].share, cases[i].share + 0.03);
    }
    csv_table_clear(&table);
}

static const char LATENT[] =
    "name: latent\nseed: %u\ngroups:\n"
    "  - {care_group: A, code: A, people: 40000, base_gbp_week: 100, residual_log_sd: 0, settings: [{setting: s, "
    "share: "
    "1}]}\n"
    "domains:\n"
    "  - {name: a, loading: 0.8, levels: [{label: l, share: 0.5}, {label: h, share: 0.5}]}\n"
    "  - {name: b, loading: 0.6, levels: [{label: l, share: 0.5}, {label: h, share: 0.5}]}\n"
    "  - {name: c, loading: -0.7, levels: [{label: l, share: 0.5}, {label: h, share: 0.5}]}\n"
    "  - {name: d, loading: 0, levels: [{label: l, share: 0.5}, {label: h, share: 0.5}]}\n"
    "carer_support: {loading: -0.5, levels: [{label: l, share: 0.5}, {label: h, share: 0.5}]}\n";

/* P(both above their medians) of two normals with correlation rho is 1/4 + asin(rho) / (2 pi) (Sheppard 1899). */
Test(recipe, answers_correlate_through_the_latent_need)
{
    char yaml[2048];
    snprintf(yaml, sizeof yaml, LATENT, (unsigned)law_seed("recipe.answers_correlate_through_the_latent_need"));
    csv_table table = people_of(yaml);
    static const struct {
        const char *first, *second;
        double rho;
    } cases[] = {{"a", "b", 0.48}, {"a", "c", -0.56}, {"b", "c", -0.42}, {"a", "d", 0}, {"a", "carer_support", -0.4}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t both = 0;
        for (size_t row = 0; row < table.n_rows; row++) {
            both += csv_table_get(&table, row, cases[i].first)[0] == 'h' &&
                    csv_table_get(&table, row, cases[i].second)[0] == 'h';
        }
        check_share(cases[i].first, both, table.n_rows, 0.25 + asin(cases[i].rho) / (2 * M_PI),
                    0.25 + asin(cases[i].rho + 0.1) / (2 * M_PI));
    }
    csv_table_clear(&table);
}

/* An answer's latent is normal with mean loading x (mean + need_shift) + shift and variance loading^2 sd^2 + 1 -
   loading^2; levels are cut where the standard normal's shares are. */
Test(recipe, group_and_setting_move_the_answers)
{
    csv_table table = people_of("name: moved\nseed: 3\ngroups:\n"
                                "  - {care_group: A, code: A, people: 20000, base_gbp_week: 100, residual_log_sd: 0,\n"
                                "     need: {mean: 0.3, sd: 1.5}, shifts: {a: -0.4},\n"
                                "     settings: [{setting: s, share: 1, need_shift: 0.9}]}\n"
                                "domains:\n"
                                "  - {name: a, loading: 0.8, levels: [{label: l, share: 0.2}, {label: m, share: 0.5},\n"
                                "     {label: h, share: 0.3}]}\n");
    const double mean = 0.8 * 1.2 - 0.4, sd = sqrt(0.64 * 2.25 + 0.36);
    const double low = gsl_cdf_ugaussian_P((gsl_cdf_ugaussian_Pinv(0.2) - mean) / sd);
    const double high = gsl_cdf_ugaussian_Q((gsl_cdf_ugaussian_Pinv(0.7) - mean) / sd);
    check_share("low", csv_table_count(&table, "a", "l"), table.n_rows, low, low + 0.03);
    check_share("high", csv_table_count(&table, "a", "h"), table.n_rows, high, high + 0.03);
    csv_table_clear(&table);
}

/* ---- costs ---- */

/* What a person costs where nothing is left to chance: every answer is the last level. */
Test(recipe, cost_follows_the_formula)
{
    static const struct {
        const char *group, *setting, *rest;
        double cost;
    } cases[] = {
        {"", "", "", 100},
        {"", ", cost_multiplier: 1.5", "", 150},
        {"", ", base_gbp_week: 30, cost_multiplier: 1.5", "", 45},
        {"", "",
         "domains: [{name: a, loading: 1, levels: [{label: l, share: 0}, {label: h, share: 1, log_cost: 0.5}]}]",
         164.87},
        {"", ", answers_weight: 0.5",
         "domains: [{name: a, loading: 1, levels: [{label: l, share: 0}, {label: h, share: 1, log_cost: 0.5}]}]",
         128.40},
        {"", ", answers_weight: 0.5",
         "domains: [{name: a, loading: 1, levels: [{label: l, share: 0}, {label: h, share: 1, gbp_week: 41}]}]", 120.5},
        {"", "",
         "domains:\n"
         "  - {name: a, loading: 1, levels: [{label: l, share: 0}, {label: h, share: 1}]}\n"
         "  - {name: b, loading: 1, levels: [{label: l, share: 0}, {label: m, share: 1}, {label: h, share: 0}]}\n"
         "interactions: [{first: a, second: b, log_cost: 1}]",
         164.87},
        {"", "", "carer_support: {levels: [{label: l, share: 0}, {label: h, share: 1, log_cost: -0.5}]}", 60.65},
        {"", "", "carer_support: {consent: 0, levels: [{label: l, share: 0}, {label: h, share: 1, log_cost: -0.5}]}",
         100},
        {"", ", tail: {share: 1, multiplier: 2.5}", "", 250},
        {"", "", "smallest_gbp_week: 120", 120},
        {"", "", "largest_gbp_week: 33.335", 33.34},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char yaml[2048];
        snprintf(yaml, sizeof yaml,
                 "name: exact\ngroups:\n  - {care_group: A, code: A, people: 3, base_gbp_week: 100, residual_log_sd: "
                 "0%s,\n     settings: [{setting: s, share: 1%s}]}\n%s\n",
                 cases[i].group, cases[i].setting, cases[i].rest);
        csv_table table = people_of(yaml);
        for (size_t row = 0; row < table.n_rows; row++) {
            cr_assert_float_eq(csv_table_number(&table, row, "weekly_cost"), cases[i].cost, 1e-9, "case %zu: %s", i,
                               csv_table_get(&table, row, "weekly_cost"));
        }
        csv_table_clear(&table);
    }
}

static const char SCATTERED[] =
    "name: scattered\nseed: 11\nlargest_gbp_week: 60000\ngroups:\n"
    "  - {care_group: A, code: A, people: 20000, base_gbp_week: 200, residual_log_sd: 0.5,\n"
    "     settings: [{setting: s, share: 1, contribution: {paying: 0.4, mean_gbp_week: 9,\n"
    "     sd_gbp_week: 6}}]}\n";

/* log(cost / 200) is normal with sd 0.5; a wrong sd of 0.52 is told apart. */
Test(recipe, residual_is_lognormal)
{
    csv_table table = people_of(SCATTERED);
    double *logs = malloc(table.n_rows * sizeof *logs);
    for (size_t i = 0; i < table.n_rows; i++) {
        logs[i] = log(csv_table_number(&table, i, "weekly_cost") / 200);
    }
    const law_sample s = law_sample_of(logs, table.n_rows);
    cr_assert_lt(fabs(law_z_mean(s, 0)), LAW_Z);
    cr_assert_lt(fabs(law_z_variance(s, 0.25)), LAW_Z);
    cr_assert_gt(fabs(law_z_variance(s, 0.52 * 0.52)), LAW_Z);
    free(logs);
    csv_table_clear(&table);
}

Test(recipe, contributions_have_their_share_and_mean)
{
    csv_table table = people_of(SCATTERED);
    double *paid = malloc(table.n_rows * sizeof *paid);
    size_t n = 0;
    for (size_t i = 0; i < table.n_rows; i++) {
        const double pays = csv_table_number(&table, i, "client_contribution");
        cr_assert_leq(pays, csv_table_number(&table, i, "weekly_cost"));
        if (pays > 0) {
            paid[n++] = pays;
        }
    }
    check_share("paying", n, table.n_rows, 0.4, 0.42);
    const law_sample s = law_sample_of(paid, n); /* costs are far above, so that holding to them changes nothing */
    cr_assert_lt(fabs(law_z_mean(s, 9)), LAW_Z, "mean %g", s.mean);
    cr_assert_lt(fabs(law_z_variance(s, 36)), LAW_Z, "variance %g", law_variance(s));
    cr_assert_gt(fabs(law_z_mean(s, 9.5)), LAW_Z);
    free(paid);
    csv_table_clear(&table);
}

Test(recipe, nobody_pays_more_than_the_package_costs)
{
    csv_table table =
        people_of("name: dear\ngroups:\n"
                  "  - {care_group: A, code: A, people: 200, base_gbp_week: 10, residual_log_sd: 0.5,\n"
                  "     settings: [{setting: s, share: 1, contribution: {paying: 1, mean_gbp_week: 500}}]}\n");
    for (size_t i = 0; i < table.n_rows; i++) {
        cr_assert_str_eq(csv_table_get(&table, i, "client_contribution"), csv_table_get(&table, i, "weekly_cost"));
    }
    csv_table_clear(&table);
}

Test(recipe, tail_multiplies_its_share_of_packages)
{
    csv_table table = people_of("name: tail\nseed: 5\ngroups:\n"
                                "  - {care_group: A, code: A, people: 20000, base_gbp_week: 100, residual_log_sd: 0,\n"
                                "     settings: [{setting: s, share: 1, tail: {share: 0.1, multiplier: 3}}]}\n");
    check_share("tail", csv_table_count(&table, "weekly_cost", "300.00"), table.n_rows, 0.1, 0.115);
    cr_assert_eq(csv_table_count(&table, "weekly_cost", "300.00") + csv_table_count(&table, "weekly_cost", "100.00"),
                 table.n_rows);
    csv_table_clear(&table);
}

Test(recipe, start_dates_fill_their_range)
{
    csv_table table = people_of("name: days\nstart_dates: {from: 2008-02-28, to: 2008-03-01}\ngroups:\n"
                                "  - {care_group: A, code: A, people: 9000, base_gbp_week: 1, residual_log_sd: 0,\n"
                                "     settings: [{setting: s, share: 1}]}\n");
    static const char *const days[] = {"2008-02-28", "2008-02-29", "2008-03-01"};
    size_t n = 0;
    for (size_t i = 0; i < 3; i++) {
        const size_t here = csv_table_count(&table, "start_date", days[i]);
        check_share(days[i], here, table.n_rows, 1.0 / 3, 0.37);
        n += here;
    }
    cr_assert_eq(n, table.n_rows);
    csv_table_clear(&table);
}

/* The recipe's places are those of every group that names none, and change nothing else about anybody. */
Test(recipe, groups_without_places_take_the_recipes)
{
    csv_table own = people_of(WHOLE_RECIPE("40", "40"));
    csv_table shared = people_of(WHOLE_RECIPE("40", "40") "places: {North: 0.25, South: 0.75, Nowhere: 0}\n");
    csv_table other = people_of(WHOLE_RECIPE("40", "40") "places: {East: 1}\n");
    size_t in_the_south = 0;
    for (size_t i = 0; i < own.n_rows; i++) {
        for (size_t c = 0; c < own.n_columns; c++) {
            const bool moves = i >= 40 && strcmp(own.headings[c], "place") == 0;
            cr_assert_str_eq(moves ? "" : own.rows[i][c], own.rows[i][c], "row %zu", i);
            cr_assert_str_eq(other.rows[i][c], moves ? "East" : own.rows[i][c], "row %zu, %s", i, own.headings[c]);
            in_the_south += moves && strcmp(shared.rows[i][c], "South") == 0;
            cr_assert(!moves || strcmp(shared.rows[i][c], "South") == 0 || strcmp(shared.rows[i][c], "North") == 0);
        }
    }
    cr_assert(in_the_south > 20 && in_the_south < 40, "%zu of 40 in the South", in_the_south);
    csv_table_clear(&own);
    csv_table_clear(&shared);
    csv_table_clear(&other);
}

Test(recipe, what_is_not_asked_for_stays_empty)
{
    csv_table table = people_of("name: bare\ngroups:\n"
                                "  - {care_group: A, code: A, people: 2, base_gbp_week: 1, residual_log_sd: 0,\n"
                                "     settings: [{setting: s, share: 1}]}\n");
    static const char *const empty[] = {"place", "carer_support", "assessment_mode", "delivery", "start_date"};
    for (size_t i = 0; i < sizeof empty / sizeof *empty; i++) {
        cr_assert_str_eq(csv_table_get(&table, 1, empty[i]), "");
    }
    cr_assert_str_eq(csv_table_get(&table, 1, "person_id"), "SYN-A-00002");
    cr_assert_str_eq(csv_table_get(&table, 1, "carer_consent"), "yes");
    cr_assert_str_eq(csv_table_get(&table, 1, "client_contribution"), "0.00");
    csv_table_clear(&table);
}

/* ---- problems ---- */

#define GROUP(settings)                                                                                                \
    "name: bad\ngroups:\n  - {care_group: A, code: A, people: 2, base_gbp_week: 1, residual_log_sd: 0, settings: "     \
    "[" settings "]}\n"
#define GOOD_SETTING "{setting: s, share: 1}"
#define LEVELS       "levels: [{label: l, share: 0.5}, {label: h, share: 0.5}]"

Test(recipe, problems_say_what_is_wrong)
{
    static const struct {
        const char *yaml, *sentence;
        uint64_t line;
    } cases[] = {
        {GROUP("{setting: s, share: 0.5}, {setting: t, share: 0.45}"),
         "The shares of the settings of 'A' sum to 0.95; change them so that they sum to 1.", 3},
        {GROUP("{setting: s, share: 0.5}, {setting: s, share: 0.5}"), "The setting 's' stands on line 3 already", 3},
        {GROUP("{setting: s, share: 1, delivery: {managed: 0.5}}"),
         "The shares of the kinds of delivery of 's' sum to 0.5", 3},
        {GROUP("{setting: s, share: 1, contribution: {paying: 0.5}}"), "pays a contribution whose mean is 0", 3},
        {GROUP(GOOD_SETTING) "domains: [{name: a, loading: 0.5, levels: [{label: l, share: 0.5}, {label: h, share: "
                             "0.4}]}]",
         "The shares of the levels of 'a' sum to 0.9", 4},
        {GROUP(GOOD_SETTING) "domains: [{name: a, loading: 0.5, levels: [{label: l, share: 1}]}]",
         "'a' has one level; give it at least two", 4},
        {GROUP(GOOD_SETTING) "domains: [{name: a, loading: 0.5, levels: [{label: l, share: 0.5}, {label: l, share: "
                             "0.5}]}]",
         "The level 'l' stands on line 4 already", 4},
        {GROUP(GOOD_SETTING) "domains: [{name: place, loading: 0.5, " LEVELS "}]",
         "A domain cannot be called 'place', which is another column's heading", 4},
        {GROUP(GOOD_SETTING) "domains: [{name: weight, loading: 0.5, " LEVELS "}]",
         "A domain cannot be called 'weight'", 4},
        {GROUP(GOOD_SETTING) "domains: [{name: a, loading: 0.5, " LEVELS "}, {name: a, loading: 0.5, " LEVELS "}]",
         "The domain 'a' stands on line 4 already", 4},
        {GROUP(GOOD_SETTING) "domains: [{name: meals, loading: 0.5, " LEVELS "}]\n"
                             "interactions: [{first: meals, second: meal, log_cost: 1}]",
         "There is no domain 'meal' (did you mean 'meals'?); name one of the recipe's domains.", 5},
        {GROUP(GOOD_SETTING) "domains: [{name: meals, loading: 0.5, " LEVELS "}]\n"
                             "interactions: [{first: meals, second: meals, log_cost: 1}]",
         "'meals' cannot interact with itself", 5},
        {GROUP(GOOD_SETTING) "carer_support: {levels: [{label: l, share: 0.5}, {label: h, share: 0.4}]}",
         "The shares of the levels of 'carer_support' sum to 0.9", 4},
        {GROUP(GOOD_SETTING) "assessment_modes: {self: 0.5}", "The shares of the assessment modes of 'bad' sum to 0.5",
         4},
        {GROUP(GOOD_SETTING) "start_dates: {from: 2009-02-30, to: 2009-03-01}", "'2009-02-30' is not a date", 4},
        {GROUP(GOOD_SETTING) "start_dates: {from: 2009-02-03}", "start_dates has one date; give both", 4},
        {GROUP(GOOD_SETTING) "start_dates: {from: 2009-02-03, to: 2009-02-02}",
         "start_dates ends on 2009-02-02, before it begins on 2009-02-03", 4},
        {GROUP(GOOD_SETTING) "smallest_gbp_week: 10\nlargest_gbp_week: 5",
         "smallest_gbp_week (10) is above largest_gbp_week (5)", 4},
        {"name: bad\ngroups:\n"
         "  - {care_group: A, code: A, people: 2, base_gbp_week: 1, residual_log_sd: 0, settings: [" GOOD_SETTING "]}\n"
         "  - {care_group: A, code: B, people: 2, base_gbp_week: 1, residual_log_sd: 0, settings: [" GOOD_SETTING
         "]}\n",
         "The care group 'A' stands on line 3 already", 4},
        {"name: bad\ngroups:\n"
         "  - {care_group: A, code: A, people: 2, base_gbp_week: 1, residual_log_sd: 0, settings: [" GOOD_SETTING "]}\n"
         "  - {care_group: B, code: A, people: 2, base_gbp_week: 1, residual_log_sd: 0, settings: [" GOOD_SETTING
         "]}\n",
         "The code 'A' stands on line 3 already", 4},
        {"name: bad\ngroups:\n  - {care_group: A, code: A, people: 2, base_gbp_week: 1, residual_log_sd: 0, shifts: "
         "{x: 1},\n"
         "     settings: [" GOOD_SETTING "]}\n",
         "There is no domain 'x'", 3},
        {"name: bad\ngroups:\n  - {care_group: A, code: A, people: 2, base_gbp_week: 1, residual_log_sd: 0,\n"
         "     places: {N: 0.5}, settings: [" GOOD_SETTING "]}\n",
         "The shares of the places of 'A' sum to 0.5", 4},
        {"name: bad\nplaces: {N: 0.5}\ngroups:\n  - {care_group: A, code: A, people: 2, base_gbp_week: 1,\n"
         "     residual_log_sd: 0, settings: [" GOOD_SETTING "]}\n",
         "The shares of the places of 'bad' sum to 0.5", 2},
        {"name: bad\ngroups:\n  - {care_group: A, code: A, people: 0, base_gbp_week: 1, residual_log_sd: 0,\n"
         "     settings: [" GOOD_SETTING "]}\n",
         "people", 3},
        {"name: bad\ngroups:\n"
         "  - {care_group: A, code: A, people: 9999999, base_gbp_week: 1, residual_log_sd: 0, settings: [" GOOD_SETTING
         "]}\n"
         "  - {care_group: B, code: B, people: 2, base_gbp_week: 1, residual_log_sd: 0, settings: [" GOOD_SETTING
         "]}\n",
         "With this group the recipe has 10000001 people, but may have 10000000", 4},
        {"name: bad\n", "groups", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rasim_problems *problems = NULL;
        rasimi_buffer csv = {0};
        cr_assert_eq(rasim_problems_create(&problems), RASIM_OK);
        cr_assert_eq(try_generate(cases[i].yaml, &csv, problems), RASIM_ERR_INPUT, "case %zu", i);
        cr_assert_null(csv.data);
        const rasim_problem *first = rasim_problems_get(problems, 0);
        cr_assert_not_null(strstr(first->text, cases[i].sentence), "case %zu: %s", i, first->text);
        cr_assert_eq(first->line, cases[i].line, "case %zu: line %llu", i, (unsigned long long)first->line);
        cr_assert_eq(first->text[strlen(first->text) - 1], '.');
        rasim_problems_free(problems);
    }
}

/* A caller without a list is refused too. */
Test(recipe, errors_count_without_a_list)
{
    rasimi_buffer csv = {0};
    cr_assert_eq(try_generate(GROUP("{setting: s, share: 0.5}"), &csv, NULL), RASIM_ERR_INPUT);
    cr_assert_null(csv.data);
}

Test(recipe, file_is_written_whole_or_not_at_all)
{
    char *folder = scenario_folder();
    scenario_write(folder, "good.yaml", GROUP(GOOD_SETTING));
    scenario_write(folder, "bad.yaml", GROUP("{setting: s, share: 0.5}"));
    char *good = scenario_path(folder, "good.yaml"), *bad = scenario_path(folder, "bad.yaml");
    char *out = scenario_path(folder, "out.csv"), *nowhere = scenario_path(folder, "none/out.csv");
    cr_assert_eq(rasim_generate(bad, out, NULL, NULL), RASIM_ERR_INPUT);
    cr_assert_neq(access(out, F_OK), 0);
    cr_assert_eq(rasim_generate(out, out, NULL, NULL), RASIM_ERR_READ);
    cr_assert_eq(rasim_generate(good, nowhere, NULL, NULL), RASIM_ERR_WRITE);
    cr_assert_eq(rasim_generate(NULL, out, NULL, NULL), RASIM_ERR_ARGUMENT);
    cr_assert_eq(rasim_generate(good, out, NULL, NULL), RASIM_OK);
    cr_assert_eq(access(out, F_OK), 0);
    free(good);
    free(bad);
    free(out);
    free(nowhere);
    scenario_remove(folder);
}

/* ---- the shipped county ---- */

typedef struct moments {
    double n, sum, squares, above, above_gbp, low_n, low_sum, low_squares, contributions;
} moments;

static moments
moments_of(const csv_table *table, const char *group, const char *setting)
{
    moments m = {0};
    for (size_t i = 0; i < table->n_rows; i++) {
        if ((group != NULL && strcmp(csv_table_get(table, i, "care_group"), group) != 0) ||
            strcmp(csv_table_get(table, i, "setting"), setting) != 0) {
            continue;
        }
        const double cost = csv_table_number(table, i, "weekly_cost"), low = cost > 1000 ? 0 : 1;
        m.n += 1;
        m.sum += cost;
        m.squares += cost * cost;
        m.above += 1 - low;
        m.above_gbp += (1 - low) * cost;
        m.low_n += low;
        m.low_sum += low * cost;
        m.low_squares += low * cost * cost;
        m.contributions += csv_table_number(table, i, "client_contribution");
    }
    return m;
}

static double
cv_of(double n, double sum, double squares)
{
    const double mean = sum / n;
    return sqrt(squares / n - mean * mean) / mean;
}

static csv_table
county(void)
{
    const char *source = getenv("RASIM_SOURCE_DIR");
    cr_assert_not_null(source, "RASIM_SOURCE_DIR is not set");
    char *path = scenario_path(source, "scenarios/cheshire/county.recipe.yaml"), *bytes = NULL;
    size_t length = 0;
    cr_assert_eq(rasimi_file_read(path, RASIMI_YAML_MAX_BYTES, &bytes, &length, NULL, NULL), RASIM_OK);
    csv_table table = people_of(bytes);
    free(bytes);
    free(path);
    return table;
}

/* What the head of county.recipe.yaml says that it aims at. */
Test(recipe, county_is_near_its_targets)
{
    csv_table table = county();
    const moments m = moments_of(&table, NULL, "community");
    cr_assert_eq(table.n_rows, 7000);
    cr_assert_float_eq(cv_of(m.n, m.sum, m.squares), 1.1, 0.1);
    cr_assert_float_eq(cv_of(m.low_n, m.low_sum, m.low_squares), 0.85, 0.05);
    cr_assert_float_eq(m.above / m.n, 0.018, 0.004);
    cr_assert_float_eq(m.above_gbp / m.sum, 0.12, 0.025);
    csv_table_clear(&table);
}

/* Published unit costs of care homes, to 3 standard errors, and contributions as a share of gross. */
Test(recipe, county_has_the_published_costs_and_contributions)
{
    static const struct {
        const char *group, *setting;
        double cost, paid, margin; /* £ a week, 0: assumed; share of gross and how near */
    } cases[] = {{"Older people", "residential", 452.3, 0.404, 0.02},
                 {"Older people", "nursing", 402.9, 0.387, 0.02},
                 {"Physical disability", "residential", 571.5, 0.15, 0.03},
                 {"Learning disability", "residential", 960.6, 0.078, 0.02},
                 {"Mental health", "residential", 460.9, 0.15, 0.04},
                 {"Older people", "community", 0, 0.04, 0.01},
                 {"Physical disability", "community", 0, 0.03, 0.01},
                 {"Learning disability", "community", 0, 0.02, 0.01},
                 {"Mental health", "community", 0, 0.02, 0.01}};
    csv_table table = county();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const moments m = moments_of(&table, cases[i].group, cases[i].setting);
        const double mean = m.sum / m.n, se = mean * cv_of(m.n, m.sum, m.squares) / sqrt(m.n);
        cr_assert(cases[i].cost <= 0 || fabs(mean - cases[i].cost) < 3 * se, "%s, %s: mean %g, se %g", cases[i].group,
                  cases[i].setting, mean, se);
        cr_assert_float_eq(m.contributions / m.sum, cases[i].paid, cases[i].margin, "%s, %s: %g of gross is paid",
                           cases[i].group, cases[i].setting, m.contributions / m.sum);
    }
    csv_table_clear(&table);
}

/* ---- targets ---- */

/* Two groups of everybody alike: 75 people at £100 and 25 at £500, but for the answers, of which there are none. */
#define TWO_COSTS                                                                                                      \
    "name: two costs\ngroups:\n"                                                                                       \
    "  - {care_group: A, code: A, people: 75, base_gbp_week: 100, residual_log_sd: 0,\n"                               \
    "     settings: [{setting: s, share: 1}]}\n"                                                                       \
    "  - {care_group: B, code: B, people: 25, base_gbp_week: 500, residual_log_sd: 0,\n"                               \
    "     settings: [{setting: t, share: 1}]}\n"

Test(recipe, report_has_the_figures_of_the_costs)
{
    char *folder = scenario_folder();
    scenario_write(folder, "r.yaml",
                   TWO_COSTS "targets:\n  - {line_gbp_week: 100, mean_gbp_week: 200, cv: 0.9, p95_over_median: 5, "
                             "people_above: 0.25, gbp_above: 0.6}\n  - {care_group: B, mean_gbp_week: 450}\n");
    char *recipe = scenario_path(folder, "r.yaml"), *out = scenario_path(folder, "out.csv");
    rasim_problems *problems = NULL;
    rasim_generated *made = NULL;
    cr_assert_eq(rasim_problems_create(&problems), RASIM_OK);
    cr_assert_eq(rasim_generate(recipe, out, &made, problems), RASIM_OK);
    cr_assert_eq(made->n_parts, 5); /* everybody, s, t, two targets */
    const rasim_generated_part *all = &made->parts[0], *target = &made->parts[3], *of_b = &made->parts[4];
    cr_assert(all->people == 100 && made->parts[1].people == 75 && made->parts[2].people == 25);
    cr_assert(all->median_gbp_week == 100 && all->p95_gbp_week == 500 && isnan(all->line_gbp_week));
    cr_assert(isnan(all->found[RASIM_GENERATED_PEOPLE_ABOVE]) && isnan(all->target[RASIM_GENERATED_CV]));
    cr_assert_float_eq(target->found[RASIM_GENERATED_MEAN], 200, 1e-9);
    cr_assert_float_eq(target->found[RASIM_GENERATED_CV], 0.8703882797784892, 1e-12); /* sqrt(30000 x 100/99) / 200 */
    cr_assert_float_eq(target->found[RASIM_GENERATED_P95_OVER_MEDIAN], 5, 1e-12);
    cr_assert_float_eq(target->found[RASIM_GENERATED_CV_BELOW_LINE], 0, 1e-12); /* £100 is not above £100 */
    cr_assert_float_eq(target->found[RASIM_GENERATED_PEOPLE_ABOVE], 0.25, 1e-12);
    cr_assert_float_eq(target->found[RASIM_GENERATED_GBP_ABOVE], 0.625, 1e-12);
    for (int f = 0; f < RASIM_N_GENERATED_FIGURES; f++)
        cr_assert(target->met[f], "%s", rasim_generated_key((rasim_generated_figure)f));
    cr_assert(of_b->people == 25 && !of_b->met[RASIM_GENERATED_MEAN]); /* 500 for 450: 11 % */
    cr_assert_eq(rasim_problems_total(problems, RASIM_NOTE), 1);
    const rasim_problem *note = rasim_problems_get(problems, 0);
    cr_assert_not_null(strstr(note->text, "The target 'mean_gbp_week' is 450, but the people generated have 500"), "%s",
                       note->text);
    cr_assert_eq(note->line, 9);
    rasim_generated_free(made);
    rasim_problems_free(problems);
    free(recipe);
    free(out);
    scenario_remove(folder);
}

Test(recipe, targets_do_not_change_the_people)
{
    rasimi_buffer without = {0}, with = {0};
    cr_assert_eq(try_generate(TWO_COSTS, &without, NULL), RASIM_OK);
    cr_assert_eq(try_generate(TWO_COSTS "targets: [{cv: 9, tolerance: 0.01}]\n", &with, NULL), RASIM_OK);
    cr_assert_str_eq(without.data, with.data);
    rasimi_buffer_clear(&without);
    rasimi_buffer_clear(&with);
}

Test(recipe, targets_for_nobody_and_without_their_line_are_refused)
{
    static const struct {
        const char *yaml, *sentence;
    } cases[] = {
        {TWO_COSTS "targets: [{care_group: C, cv: 1}]\n", "This target is for C, where the recipe has nobody"},
        {TWO_COSTS "targets: [{care_group: A, setting: t, cv: 1}]\n", "This target is for A in t, where"},
        {TWO_COSTS "targets: [{setting: u, cv: 1}]\n", "This target is for all care groups in u, where"},
        {TWO_COSTS "targets: [{people_above: 0.1}]\n", "has no 'line_gbp_week'"},
        {TWO_COSTS "targets: [{gbp_above: 0.1}]\n", "has no 'line_gbp_week'"},
        {TWO_COSTS "targets: [{cv_below_line: 0.1}]\n", "has no 'line_gbp_week'"},
        {TWO_COSTS "targets: [{cv: 0}]\n", "cv"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rasim_problems *problems = NULL;
        rasimi_buffer csv = {0};
        cr_assert_eq(rasim_problems_create(&problems), RASIM_OK);
        cr_assert_eq(try_generate(cases[i].yaml, &csv, problems), RASIM_ERR_INPUT, "case %zu", i);
        const rasim_problem *first = rasim_problems_get(problems, 0);
        cr_assert_not_null(strstr(first->text, cases[i].sentence), "case %zu: %s", i, first->text);
        rasim_problems_free(problems);
    }
}
