/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Studies: what a scenario's files become, by hand; that neither the order of rows nor of labels matters; and the
   sentence of every way in which the files do not fit each other. */
#include "model/study.h"

#include "base/text.h"
#include "io/file.h"
#include "num/philox.h"
#include "rasim/ledger.h"
#include "support/scenario.h"

#define FRAMEWORK                                                                                                      \
    "name: Test council\nyear: 2027/28\nabout: invented\ncaseload: people.csv\ndesigns: [a.yaml]\n"                    \
    "envelope:\n  - gbp_year: 400000\n"
#define NEED      "need:\n  - log_sd: 0.2\n"
#define PRICES    "prices:\n  - {mean: 0.03, sd: 0.01}\n"
#define QUESTIONS "questionnaire:\n  domains:\n    - name: Washing\n      levels: {none: 0, some: 4, full: 10}\n"
#define RULE      "family: price_per_point\nallocation:\n  - gbp_per_point: 10\n" QUESTIONS
#define DESIGN    "name: A\n" RULE
#define TWO_QUESTIONS                                                                                                  \
    "name: A\nfamily: price_per_point\nallocation:\n  - gbp_per_point: 10\nquestionnaire:\n  domains:\n"               \
    "    - {name: Washing, levels: {none: 0, full: 10}}\n    - {name: Meals, levels: {none: 0, full: 5}}\n"
#define HEAD "person_id,care_group,setting,weekly_cost,Washing"
#define PEOPLE                                                                                                         \
    HEAD "\np1,Older,home,100,some\np2,Older,home,200,full\np3,Older,care,300,full\np4,Learning,home,400,none\n"       \
         "p5,Learning,care,500,full\np6,Older,home,150,none\n"

/* What a load gave. */
typedef struct loaded {
    char *folder;
    rasim_problems *problems;
    rasim_study *study;
    rasim_status status;
} loaded;

static loaded
load_with(const char *framework, const char *design, const char *people, const rasim_study_options *options)
{
    loaded l = {.folder = scenario_folder()};
    scenario_write(l.folder, "framework.yaml", framework);
    scenario_write(l.folder, "a.yaml", design);
    scenario_write(l.folder, "people.csv", people);
    cr_assert_eq(rasim_problems_create(&l.problems), RASIM_OK);
    char *path = scenario_path(l.folder, "framework.yaml");
    l.status = rasim_study_load(path, options, &l.study, l.problems);
    free(path);
    return l;
}

static loaded
load(const char *framework, const char *design, const char *people)
{
    return load_with(framework, design, people, NULL);
}

static void
unload(loaded *l)
{
    rasim_study_free(l->study);
    rasim_problems_free(l->problems);
    scenario_remove(l->folder);
}

/* The i-th problem as a person sees it, without the temporary folder. */
static const char *
problem(const loaded *l, size_t i)
{
    static char text[2048];
    const rasim_problem *found = rasim_problems_get(l->problems, i);
    if (!found)
        return "(no problem)";
    rasim_problem_format(found, text, sizeof text);
    const size_t length = strlen(l->folder);
    return strncmp(text, l->folder, length) == 0 ? text + length + 1 : text;
}

/* Where a person stands among the study's rows. */
static size_t
row_of(const rasim_study *study, const char *id)
{
    for (size_t i = 0; i < study->n_rows; i++)
        if (strcmp(study->person_id[i], id) == 0)
            return i;
    cr_assert_fail("nobody is called %s", id);
    return 0;
}

/* ---- a scenario that loads ---- */

#define FULL_FRAMEWORK                                                                                                 \
    "name: Test council\nyear: 2027/28\nabout: invented\ncaseload: people.csv\ndesigns: [a.yaml]\n"                    \
    "weeks_per_year: 365/7\nreplicates: 640\nseed: 7\ncontingency_held_gbp_year: 5000\n"                               \
    "confidence_levels: [0.5, 0.9]\ncovered_settings: [home, care]\n"                                                  \
    "population: {sampling: fixed}\n"                                                                                  \
    "envelope:\n  - {budget_area: 'Learning, care', gbp_year: 1000}\n"                                                 \
    "  - {budget_area: 'Learning, home', gbp_year: 2000}\n"                                                            \
    "  - {budget_area: 'Older, care', gbp_year: 3000}\n  - {budget_area: 'Older, home', gbp_year: 4000}\n"             \
    "need:\n  - {log_sd: 0.2}\n  - {care_group: Learning, log_sd: 0.3, drift: 0.01}\n"                                 \
    "prices:\n  - {mean: 0.03, sd: 0.01}\n  - {setting: care, mean: 0.04, sd: 0.02}\n"                                 \
    "assessment:\n  modes:\n    - {mode: self, bias: 1.5, sd: 2}\n"                                                    \
    "outturn: {managed_underuse: 0.1, direct_payment_underuse: 0.2, direct_payment_recovered: 0.25}\n"                 \
    "income:\n  contribution_uprating: 0.25\n  collection_rate: 0.5\n  other_funding:\n"                               \
    "    - {name: NHS, column: nhs}\n    - {name: Section 117, column: s117, kind: share}\n"

#define FULL_DESIGN                                                                                                    \
    DESIGN "exclusion: {threshold_gbp_week: 1000, index: 0.05}\nlimits: {uprating: 0.5, minimum_points: 1}\n"

#define FULL_HEAD                                                                                                      \
    "person_id,care_group,setting,weekly_cost,Washing,place,weight,assessment_mode,delivery,client_contribution,nhs,"  \
    "s117\n"
static const char *const FULL_ROWS[] = {
    "p1,Older,home,100,some,N,2,self,managed,40,0,0\n",
    "p2,Older,home,200,full,S,2,joint,Direct Payment,0,0,0\n",
    "p3,Older,care,300,full,,1,,,0,30,0.25\n",
    "p4,Learning,home,400,none,N,1,self,direct payment,10,0,1\n",
    "p5,Learning,care,500,full,S,1.4,,managed,0,,\n",
    "p6,Older,home,150,none,N,2,,,0,0,0\n",
    "p7,Older,hospital,150,,N,1,,,0,0,0\n",
};
#define N_FULL (sizeof FULL_ROWS / sizeof *FULL_ROWS)

/* The full scenario with its rows in an order: 0, step, 2 step, ... modulo their number. */
static loaded
load_full(size_t step)
{
    char people[2048] = FULL_HEAD;
    for (size_t i = 0; i < N_FULL; i++)
        strcat(people, FULL_ROWS[i * step % N_FULL]);
    loaded l = load(FULL_FRAMEWORK, FULL_DESIGN, people);
    cr_assert_eq(l.status, RASIM_OK, "%s", problem(&l, 0));
    return l;
}

Test(study, labels_are_in_bytewise_order_and_people_in_key_order)
{
    loaded l = load_full(1);
    const rasim_study *s = l.study;
    cr_assert(s->n_rows == 6 && s->n_rows_uncovered == 1);
    cr_assert(s->n_care_groups == 2 && s->n_settings == 2 && s->n_areas == 4 && s->n_places == 3);
    cr_assert_str_eq(s->care_groups[0], "Learning");
    cr_assert_str_eq(s->care_groups[1], "Older");
    cr_assert_str_eq(s->settings[0], "care");
    cr_assert_str_eq(s->settings[1], "home");
    cr_assert_str_eq(s->areas[0], "Learning, care");
    cr_assert_str_eq(s->areas[3], "Older, home");
    cr_assert_str_eq(s->places[0], "N");
    cr_assert_str_eq(s->places[1], "S");
    cr_assert_str_eq(s->places[2], "not stated");
    for (size_t i = 0; i < s->n_rows; i++) {
        cr_assert_eq(s->key[i], rasimi_label_key(s->person_id[i], strlen(s->person_id[i])));
        cr_assert(i == 0 || s->key[i - 1] < s->key[i]);
    }
    const size_t p3 = row_of(s, "p3");
    cr_assert(s->care_group[p3] == 1 && s->setting[p3] == 0 && s->area[p3] == 2 && s->place[p3] == 2);
    unload(&l);
}

Test(study, cells_are_ordered_by_group_and_place)
{
    loaded l = load_full(1);
    const rasim_study *s = l.study;
    cr_assert(s->n_groups == 4 && s->n_cells == 5);
    static const rasimi_cell expected[] = {
        {0, 0, 0, 1, 0}, {0, 1, 1, 0, 1}, {1, 0, 2, 2, 2}, {1, 1, 3, 0, 3}, {1, 1, 3, 1, 3}};
    for (size_t c = 0; c < s->n_cells; c++)
        cr_assert(memcmp(&s->cells[c], &expected[c], sizeof *expected) == 0, "cell %zu", c);
    cr_assert(s->group_cell[0] == 0 && s->group_cell[2] == 2 && s->group_cell[3] == 3);
    cr_assert(s->cell[row_of(s, "p1")] == 3 && s->cell[row_of(s, "p2")] == 4 && s->cell[row_of(s, "p6")] == 3);
    unload(&l);
}

Test(study, people_carry_what_the_framework_says_of_them)
{
    loaded l = load_full(1);
    const rasim_study *s = l.study;
    const size_t p1 = row_of(s, "p1"), p2 = row_of(s, "p2"), p3 = row_of(s, "p3"), p4 = row_of(s, "p4");
    cr_assert(s->cost_gbp_week[p1] == 100 && s->cost_gbp_week[p4] == 400);
    cr_assert(s->contribution_gbp_week[p1] == 50 && s->collection_rate == 0.5 && s->contribution_gbp_week[p2] == 0);
    cr_assert(s->other_gbp_week[p3] == 30 && s->other_share[p3] == 0.25 && s->other_share[p4] == 1);
    cr_assert(s->other_gbp_week[p1] == 0 && s->other_share[p1] == 0);
    cr_assert(s->used_share[p1] == 1 - 0.1 && s->used_share[p3] == 1 - 0.1);
    cr_assert(s->used_share[p2] == 1 - 0.2 * 0.25 && s->used_share[p4] == 1 - 0.2 * 0.25);
    cr_assert(s->mode_bias[p1] == 1.5 && s->mode_sd[p1] == 2 && s->mode_bias[p2] == 0 && s->mode_sd[p3] == 0);
    cr_assert(s->log_sd[0] == 0.3 && s->log_sd[1] == 0.2 && s->drift[0] == 0.01 && s->drift[1] == 0);
    cr_assert(s->price_mean[0] == 0.04 && s->price_sd[0] == 0.02 && s->price_mean[1] == 0.03 && s->price_sd[1] == 0.01);
    cr_assert(s->envelope_gbp == 10000 && s->area_envelope_gbp[0] == 1000 && s->area_envelope_gbp[3] == 4000);
    cr_assert_eq(rasim_problems_size(l.problems), 1);
    cr_assert_str_eq(problem(&l, 0), "framework.yaml:26:5: note: assessment.modes has no row for 'joint'; assessments "
                                     "of that mode are taken as exact.");
    unload(&l);
}

Test(study, designs_are_compiled_and_applied)
{
    loaded l = load_full(1);
    const rasim_study *s = l.study;
    const rasimi_applied *a = &s->applied[0];
    const size_t p1 = row_of(s, "p1"), p2 = row_of(s, "p2"), p6 = row_of(s, "p6");
    cr_assert_eq(a->threshold_gbp_week, 1000 * (1 + 0.05));
    cr_assert(a->points[p1] == 4 && a->points[p2] == 10 && a->points[p6] == 0);
    cr_assert_eq(a->amount[p1].units, 60 * RASIM_UNITS_PER_GBP);
    cr_assert_eq(a->amount[p2].units, 150 * RASIM_UNITS_PER_GBP);
    cr_assert(a->amount[p2].status == RASIMI_RULE_ALLOCATED && a->amount[p6].status == RASIMI_RULE_PANEL);
    cr_assert_eq(a->rules[0].pieces, a->rules[1].pieces, "groups that share a row share its pieces");
    unload(&l);
}

Test(study, weights_are_whole_people_by_stratum)
{
    loaded l = load_full(1);
    const rasim_study *s = l.study;
    cr_assert(s->n_strata == 4 && s->n_people == 9);
    static const char *const labels[] = {"Learning, care", "Learning, home", "Older, care", "Older, home"};
    static const uint64_t people[] = {1, 1, 1, 6}, rows[] = {1, 1, 1, 3}, first[] = {0, 1, 2, 3};
    for (size_t h = 0; h < 4; h++) {
        cr_assert_str_eq(s->strata[h].label, labels[h]);
        cr_assert_eq(s->strata[h].key, rasimi_label_key(labels[h], strlen(labels[h])));
        cr_assert(s->strata[h].n_people == people[h] && s->strata[h].n_rows == rows[h]);
        cr_assert_eq(s->strata[h].first, first[h]);
        for (uint64_t i = 0; i < rows[h]; i++)
            cr_assert_eq(s->stratum[s->stratum_rows[first[h] + i]], h);
    }
    cr_assert(s->stratum_rows[3] < s->stratum_rows[4] && s->stratum_rows[4] < s->stratum_rows[5]);
    cr_assert(s->weight[row_of(s, "p1")] == 2 && s->fixed_count[row_of(s, "p1")] == 2);
    cr_assert(s->weight[row_of(s, "p5")] == 1 && s->fixed_count[row_of(s, "p5")] == 1);
    unload(&l);
}

Test(study, description_and_inputs_are_what_was_read)
{
    loaded l = load_full(1);
    rasim_study_info info;
    rasim_study_describe(l.study, &info);
    cr_assert_str_eq(info.name, "Test council");
    cr_assert_str_eq(info.year, "2027/28");
    cr_assert_str_eq(info.source_note, "invented");
    cr_assert_str_eq(info.sampling, "fixed");
    cr_assert(!info.synthetic && info.n_rows == 6 && info.n_rows_uncovered == 1 && info.n_people == 9);
    cr_assert(info.n_strata == 4 && info.n_designs == 1 && info.replicates == 640 && info.seed == 7);
    cr_assert(info.weeks_per_year == 365.0 / 7 && info.envelope_gbp == 10000 && info.contingency_held_gbp == 5000);
    cr_assert(info.n_levels == 2 && info.levels[0] == 0.5 && info.levels[1] == 0.9);
    cr_assert_str_eq(rasim_study_design_name(l.study, 0), "A");
    cr_assert_null(rasim_study_design_name(l.study, 1));

    char digest[65];
    cr_assert_eq(rasimi_sha256(FULL_DESIGN, strlen(FULL_DESIGN), digest), RASIM_OK);
    cr_assert_eq(rasim_study_n_inputs(l.study), 3);
    cr_assert_str_eq(rasim_study_input(l.study, 1)->path, "a.yaml");
    cr_assert_str_eq(rasim_study_input(l.study, 1)->sha256, digest);
    cr_assert_str_eq(rasim_study_input(l.study, 2)->path, "people.csv");
    char *path = scenario_path(l.folder, "framework.yaml");
    cr_assert_str_eq(rasim_study_input(l.study, 0)->path, path);
    cr_assert_null(rasim_study_input(l.study, 3));
    free(path);
    unload(&l);
}

#define SAME(field, n) cr_assert_eq(memcmp(a->field, b->field, (n) * sizeof *a->field), 0, #field)

Test(study, a_shuffled_file_gives_the_same_study)
{
    loaded straight = load_full(1);
    for (size_t step = 2; step < N_FULL; step++) {
        loaded shuffled = load_full(step);
        const rasim_study *a = straight.study, *b = shuffled.study;
        SAME(key, a->n_rows);
        SAME(care_group, a->n_rows);
        SAME(setting, a->n_rows);
        SAME(area, a->n_rows);
        SAME(place, a->n_rows);
        SAME(cell, a->n_rows);
        SAME(stratum, a->n_rows);
        SAME(stratum_rows, a->n_rows);
        SAME(weight, a->n_rows);
        SAME(fixed_count, a->n_rows);
        SAME(cost_gbp_week, a->n_rows);
        SAME(contribution_gbp_week, a->n_rows);
        SAME(other_gbp_week, a->n_rows);
        SAME(other_share, a->n_rows);
        SAME(used_share, a->n_rows);
        SAME(mode_bias, a->n_rows);
        SAME(cells, a->n_cells);
        SAME(group_cell, a->n_groups);
        SAME(applied[0].points, a->n_rows);
        SAME(applied[0].amount, a->n_rows);
        unload(&shuffled);
    }
    unload(&straight);
}

/* ---- files ---- */

Test(study, designs_may_be_replaced_and_get_names_of_their_own)
{
    loaded l = load(FRAMEWORK NEED PRICES, DESIGN, PEOPLE);
    cr_assert_eq(l.status, RASIM_OK, "%s", problem(&l, 0));
    scenario_write(l.folder, "b.yaml", "name: A (2)\n" RULE);
    rasim_study_free(l.study);
    char *a = scenario_path(l.folder, "a.yaml"), *b = scenario_path(l.folder, "b.yaml");
    char *framework = scenario_path(l.folder, "framework.yaml");
    const char *const designs[] = {a, a, b, a};
    rasim_study_options options;
    rasim_study_options_init(&options);
    options.designs = designs;
    options.n_designs = 4;
    cr_assert_eq(rasim_study_load(framework, &options, &l.study, l.problems), RASIM_OK, "%s", problem(&l, 0));
    static const char *const names[] = {"A", "A (2)", "A (2) (2)", "A (3)"};
    for (size_t d = 0; d < 4; d++)
        cr_assert_str_eq(rasim_study_design_name(l.study, d), names[d]);
    cr_assert_eq(rasim_study_n_inputs(l.study), 6);
    cr_assert_str_eq(rasim_study_input(l.study, 3)->path, b);
    free(a);
    free(b);
    free(framework);
    unload(&l);
}

Test(study, recipes_are_generated_and_synthetic)
{
    loaded l = load("name: T\ncaseload: recipe.yaml\ndesigns: [a.yaml]\nenvelope: [{gbp_year: 1000000}]\n" NEED PRICES
                    "synthetic: no\n",
                    "name: A\nfamily: price_per_point\nallocation: [{gbp_per_point: 10}]\n"
                    "questionnaire:\n  domains:\n    - {name: Washing, levels: {none: 0, some: 5}}\n",
                    "");
    cr_assert_eq(l.status, RASIM_ERR_READ);
    scenario_write(l.folder, "recipe.yaml",
                   "name: R\ngroups:\n  - care_group: Older\n    code: OP\n    people: 50\n    base_gbp_week: 200\n"
                   "    residual_log_sd: 0.3\n    settings: [{setting: home, share: 1}]\n"
                   "domains:\n  - name: Washing\n    loading: 0.5\n    levels:\n"
                   "      - {label: none, share: 0.5}\n      - {label: some, share: 0.5, log_cost: 0.5}\n");
    char *path = scenario_path(l.folder, "framework.yaml");
    const rasim_status status = rasim_study_load(path, NULL, &l.study, l.problems);
    cr_assert_eq(status, RASIM_OK, "%s", problem(&l, rasim_problems_size(l.problems) - 1));
    rasim_study_info info;
    rasim_study_describe(l.study, &info);
    cr_assert(info.synthetic && info.n_rows == 50 && info.n_people == 50);
    cr_assert_str_eq(info.sampling, "polya");
    cr_assert_str_eq(rasim_study_input(l.study, 2)->path, "recipe.yaml");
    free(path);
    unload(&l);
}

Test(study, problems_of_all_files_come_together)
{
    loaded l = load("name: T\ncaseload: people.csv\ndesigns: [a.yaml, none.yaml]\nenvelope: [{gbp_year: -5}]\n",
                    "name: A\nfamily: banana\n", "person_id,care_group\np1,a\n");
    cr_assert_eq(l.status, RASIM_ERR_READ);
    cr_assert_null(l.study);
    bool framework = false, design = false, missing = false, people = false;
    for (size_t i = 0; i < rasim_problems_size(l.problems); i++) {
        framework |= strncmp(problem(&l, i), "framework.yaml:4", 16) == 0;
        design |= strncmp(problem(&l, i), "a.yaml:2", 8) == 0;
        missing |= strncmp(problem(&l, i), "none.yaml: error", 16) == 0;
        people |= strncmp(problem(&l, i), "people.csv:1: error", 19) == 0;
    }
    cr_assert(framework && design && missing && people);
    unload(&l);
}

Test(study, arguments_and_lists_may_be_missing)
{
    rasim_study *study = NULL;
    cr_assert_eq(rasim_study_load(NULL, NULL, &study, NULL), RASIM_ERR_ARGUMENT);
    cr_assert_eq(rasim_study_load("nowhere.yaml", NULL, NULL, NULL), RASIM_ERR_ARGUMENT);
    cr_assert_eq(rasim_study_load("nowhere.yaml", NULL, &study, NULL), RASIM_ERR_READ);
    cr_assert_null(study);
    rasim_study_free(NULL);
    loaded l = load(FRAMEWORK PRICES, DESIGN, PEOPLE);
    char *path = scenario_path(l.folder, "framework.yaml");
    cr_assert_eq(rasim_study_load(path, NULL, &study, NULL), RASIM_ERR_INPUT, "errors count without a list too");
    free(path);
    unload(&l);
}

/* ---- strata and frame ---- */

#define FIXED "population:\n  sampling: fixed\n"

Test(study, a_total_frame_is_shared_out_by_weight)
{
    loaded l = load(FRAMEWORK NEED PRICES FIXED "  strata: [care_group]\n  frame: [{people: 13}]\n", DESIGN, PEOPLE);
    cr_assert_eq(l.status, RASIM_OK, "%s", problem(&l, 0));
    const rasim_study *s = l.study;
    cr_assert(s->n_strata == 2 && s->n_people == 13);
    cr_assert(s->strata[0].n_people == 4 && s->strata[1].n_people == 9);
    cr_assert_eq(s->weight[row_of(s, "p1")], 2.25);
    uint64_t sum = 0;
    for (size_t i = 0; i < s->n_rows; i++)
        sum += s->fixed_count[i];
    cr_assert_eq(sum, 13);
    cr_assert_str_eq(problem(&l, 0),
                     "framework.yaml:15:11: note: The 13 people of this row of the frame are shared out "
                     "over 2 strata in proportion to the weights.");
    unload(&l);
}

Test(study, frame_rows_count_for_the_strata_that_they_match)
{
    loaded l = load(FRAMEWORK NEED PRICES FIXED "  frame:\n    - {care_group: Older, people: 12}\n"
                                                "    - {care_group: Learning, setting: home, people: 3}\n"
                                                "    - {care_group: Learning, setting: care, people: 5}\n",
                    DESIGN, PEOPLE);
    cr_assert_eq(l.status, RASIM_OK, "%s", problem(&l, 0));
    const rasimi_stratum *h = l.study->strata;
    cr_assert(h[0].n_people == 5 && h[1].n_people == 3 && h[2].n_people == 3 && h[3].n_people == 9);
    unload(&l);
}

/* Weights 9, 1, 0.5 scaled to 12 people would be 10.3, 1.1, 0.6: the last is raised to 1 and the others share 11. */
Test(study, no_weight_is_below_one_after_calibration)
{
    loaded l = load(FRAMEWORK NEED PRICES FIXED "  frame: [{people: 12}]\n", DESIGN,
                    HEAD ",weight\np1,a,b,1,full,9\np2,a,b,1,full,1\np3,a,b,1,full,0.5\n");
    cr_assert_eq(l.status, RASIM_OK, "%s", problem(&l, 0));
    const rasim_study *s = l.study;
    cr_assert_float_eq(s->weight[row_of(s, "p1")], 9.9, 1e-12);
    cr_assert_float_eq(s->weight[row_of(s, "p2")], 1.1, 1e-12);
    cr_assert_eq(s->weight[row_of(s, "p3")], 1);
    cr_assert(s->fixed_count[row_of(s, "p1")] == 10 && s->fixed_count[row_of(s, "p3")] == 1);
    unload(&l);
}

Test(study, polya_takes_equal_weights_and_three_rows)
{
    const char *people = HEAD ",weight\np1,a,b,1,full,2.5\np2,a,b,1,full,2.5\np3,a,b,1,full,2.5\n";
    loaded l = load(FRAMEWORK NEED PRICES, DESIGN, people);
    cr_assert_eq(l.status, RASIM_OK, "%s", problem(&l, 0));
    rasim_study_info info;
    rasim_study_describe(l.study, &info);
    cr_assert_str_eq(info.sampling, "polya");
    cr_assert(info.n_people == 8 && l.study->weight[0] == 8.0 / 3);
    unload(&l);
}

Test(study, places_and_areas_may_make_strata)
{
    loaded l = load(FRAMEWORK NEED PRICES FIXED "  strata: [budget_area, place]\n", DESIGN,
                    HEAD ",place,budget_area\np1,a,b,1,full,N,X\np2,a,b,1,full,S,X\np3,a,b,1,full,N,X\n");
    cr_assert_eq(l.status, RASIM_OK, "%s", problem(&l, 0));
    cr_assert_eq(l.study->n_strata, 2);
    cr_assert_str_eq(l.study->strata[0].label, "X, N");
    cr_assert_str_eq(l.study->areas[0], "X");
    unload(&l);
    l = load(FRAMEWORK NEED PRICES, DESIGN, PEOPLE);
    cr_assert(l.study->n_places == 0 && l.study->place[0] == UINT32_MAX && l.study->cells[0].place == UINT32_MAX);
    unload(&l);
}

/* ---- files that do not fit each other ---- */

/* A scenario with one thing wrong, and what is said about it. */
typedef struct misfit {
    const char *framework, *design, *people;
    const char *problem;
} misfit;

static void
check_misfits(const misfit *cases, size_t n, rasim_status status)
{
    for (size_t i = 0; i < n; i++) {
        loaded l = load(cases[i].framework, cases[i].design, cases[i].people);
        size_t k = 0;
        while (k < rasim_problems_size(l.problems) && strcmp(problem(&l, k), cases[i].problem) != 0)
            k++;
        cr_assert_lt(k, rasim_problems_size(l.problems), "'%s' is missing; there is '%s'", cases[i].problem,
                     problem(&l, 0));
        cr_assert_eq(l.status, status, "%s", cases[i].problem);
        cr_assert_eq(rasim_problems_total(l.problems, RASIM_ERROR), status != RASIM_OK, "%s", problem(&l, 1));
        unload(&l);
    }
}

#define GOOD FRAMEWORK NEED PRICES

Test(study, labels_without_a_row_are_errors)
{
    static const misfit cases[] = {
        {FRAMEWORK "need: [{care_group: Older, log_sd: 0.2}]\n" PRICES, DESIGN, PEOPLE,
         "framework.yaml:8:7: error: need has no row for the care group 'Learning' of 2 people; add one, or a row "
         "without care_group for all others."},
        {FRAMEWORK NEED "prices: [{setting: home, mean: 0, sd: 0}]\n", DESIGN, PEOPLE,
         "framework.yaml:10:9: error: prices has no row for the setting 'care' of 2 people; add one, or a row without "
         "setting for all others."},
        {GOOD, "name: A\nfamily: price_per_point\nallocation:\n  - {care_group: Older, gbp_per_point: 1}\n" QUESTIONS,
         PEOPLE,
         "a.yaml:4:3: error: Design 'A' has no allocation for the care group 'Learning' of 2 people; add a row for it, "
         "or one without care_group for all others."},
        {"name: T\ncaseload: people.csv\ndesigns: [a.yaml]\nenvelope: [{budget_area: 'Learning, care', gbp_year: 1}, "
         "{budget_area: 'Learning, home', gbp_year: 1}, {budget_area: 'Older, home', gbp_year: 1}]\n" NEED PRICES,
         DESIGN, PEOPLE,
         "framework.yaml:4:11: error: envelope has no row for the budget area 'Older, care' of 1 person; add one, or "
         "give one row without budget_area for the whole."},
    };
    check_misfits(cases, sizeof cases / sizeof *cases, RASIM_ERR_INPUT);
}

#define ABSENT(what, label) what " '" label "' does not occur in the caseload"
#define CORRECT             "; correct the name or take it out."

Test(study, labels_that_must_occur_are_errors)
{
    static const misfit cases[] = {
        {GOOD "covered_settings: [hom, care]\n", DESIGN, PEOPLE,
         "framework.yaml:12:20: error: " ABSENT("The setting", "hom") " (did you mean 'home'?)" CORRECT},
        {GOOD FIXED "  frame: [{care_group: Oldest, people: 9}]\n", DESIGN, PEOPLE,
         "framework.yaml:14:24: error: " ABSENT("The care group", "Oldest") " (did you mean 'Older'?)" CORRECT},
        {"name: T\ncaseload: people.csv\ndesigns: [a.yaml]\n"
         "envelope: [{budget_area: 'Older; all', gbp_year: 1}, {budget_area: X, gbp_year: 1}]\n" NEED PRICES,
         DESIGN, HEAD ",budget_area\np1,a,b,1,full,X\n",
         "framework.yaml:4:26: error: " ABSENT("The budget area", "Older; all") ", which has X" CORRECT},
        {GOOD "correlations: [{a: practice, b: 'price: hospice', rho: 0.1}]\n", DESIGN, PEOPLE,
         "framework.yaml:12:33: error: " ABSENT("The covered setting", "hospice") ", which has care and home" CORRECT},
        {GOOD "covered_settings: [home]\ncorrelations: [{a: practice, b: 'price: care', rho: 0.1}]\n", DESIGN, PEOPLE,
         "framework.yaml:13:33: error: " ABSENT("The covered setting", "care") ", which has home" CORRECT},
        {FRAMEWORK NEED "prices: [{setting: home, mean: 0, sd: 0.1}, {setting: care, mean: 0, sd: 0.1}]\n"
                        "correlations: [{a: practice, b: price, rho: 0.1}]\n",
         DESIGN, PEOPLE,
         "framework.yaml:11:33: error: 'price' is the price of settings without a row of their own, but no row of "
         "prices is for those; name one setting, as 'price: SETTING'."},
        {FRAMEWORK NEED "prices: [{setting: home, mean: 0, sd: 0.1}, {mean: 0, sd: 0.1}]\n"
                        "correlations: [{a: practice, b: 'price: care', rho: 0.1}]\n",
         DESIGN, PEOPLE,
         "framework.yaml:11:33: error: 'price: care' has no row of its own under prices, so it moves with 'price'; "
         "correlate that, or give the setting a row."},
    };
    check_misfits(cases, sizeof cases / sizeof *cases, RASIM_ERR_INPUT);
}

Test(study, labels_that_need_not_occur_are_warnings)
{
    static const misfit cases[] = {
        {FRAMEWORK NEED "  - {care_group: older, log_sd: 0.5}\n" PRICES, DESIGN, PEOPLE,
         "framework.yaml:10:18: warning: " ABSENT("The care group", "older") " (did you mean 'Older'?)" CORRECT},
        {GOOD "  - {setting: hospice, mean: 0, sd: 0}\n", DESIGN, PEOPLE,
         "framework.yaml:12:15: warning: " ABSENT("The setting", "hospice") ", which has home and care" CORRECT},
        {GOOD,
         "name: A\nfamily: price_per_point\nallocation:\n  - {gbp_per_point: 1}\n"
         "  - {care_group: Oldr, gbp_per_point: 1}\n" QUESTIONS,
         PEOPLE, "a.yaml:5:18: warning: " ABSENT("The care group", "Oldr") " (did you mean 'Older'?)" CORRECT},
        {GOOD "assessment: {modes: [{mode: self, sd: 1}]}\n", DESIGN, PEOPLE,
         "framework.yaml:12:29: warning: " ABSENT("The assessment mode", "self") ", which has none" CORRECT},
        {GOOD "outturn: {direct_payment_labels: [DP]}\n", DESIGN, HEAD ",delivery\np1,a,b,1,full,managed\n",
         "framework.yaml:12:35: warning: " ABSENT("The delivery label", "DP") ", which has managed" CORRECT},
        {GOOD FIXED "  frame:\n    - {care_group: Older, people: 9}\n    - {care_group: Learning, people: 9}\n"
                    "    - {care_group: Mental, people: 30}\n"
                    "covered_settings: [home, care]\n",
         DESIGN, PEOPLE "p7,Mental,ward,1,full\n",
         "framework.yaml:17:7: warning: No row of the covered caseload matches this row of the frame; its 30 people "
         "are not simulated."},
    };
    check_misfits(cases, sizeof cases / sizeof *cases, RASIM_OK);
}

Test(study, answers_and_columns_that_a_design_needs_are_errors)
{
    static const misfit cases[] = {
        {GOOD, "name: A\nfamily: price_per_point\nallocation: [{gbp_per_point: 1}]\n", PEOPLE,
         "a.yaml: error: Design 'A' has no questionnaire, so the caseload needs a column of points; add the one or the "
         "other."},
        {GOOD, DESIGN "carer_rule: {multipliers: {none: 1, much: 0.5}}\n", PEOPLE,
         "a.yaml:9:13: error: Design 'A' has a carer rule, so the caseload needs the column carer_support; add it or "
         "take the rule out."},
        {GOOD, TWO_QUESTIONS, HEAD ",Meals\np1,a,b,1,full,none\np2,a,b,1,,full\np3,a,b,1,,none\n",
         "people.csv:3:5: error: 2 rows lack an answer to 'Washing', which design 'A' needs, this being the first; "
         "fill "
         "the cells in."},
        {GOOD, DESIGN, HEAD "\np1,a,b,1,\np2,a,b,1,\np3,a,b,1,\n",
         "people.csv:2:5: error: 3 rows lack an answer to 'Washing', which design 'A' needs, this being the first; "
         "fill "
         "the cells in."},
        {GOOD, DESIGN "carer_rule: {multipliers: {none: 1, much: 0.5}}\n",
         HEAD ",carer_support,carer_consent\np1,a,b,1,full,none,\np2,a,b,1,full,,no\np3,a,b,1,full,,\n",
         "people.csv:4:6: error: 1 row lacks a label in 'carer_support', which design 'A' needs, this being the first; "
         "fill the cells in."},
        {GOOD, "name: A\nfamily: price_per_point\nallocation: [{gbp_per_point: 1}]\n",
         "person_id,care_group,setting,weekly_cost,points\np1,a,b,1,\np2,a,b,1,\n",
         "people.csv:2:5: error: 2 rows lack a number in 'points', which design 'A' needs, this being the first; fill "
         "the cells in."},
        {GOOD, DESIGN, HEAD "\np1,a,b,1,full\np2,a,b,1,Some\n",
         "people.csv:3:5: error: 'Some' is no level of the domain 'Washing' in design 'A' (did you mean 'some'?); 1 "
         "row "
         "has it, this being the first."},
        {GOOD, DESIGN, "person_id,care_group,setting,weekly_cost\np1,a,b,1\n",
         "people.csv:1: error: The file has no column 'Washing'; the domain 'Washing' of design 'A' asks for it."},
    };
    check_misfits(cases, sizeof cases / sizeof *cases, RASIM_ERR_INPUT);
}

Test(study, answers_outside_the_covered_settings_do_not_matter)
{
    loaded l = load(GOOD "covered_settings: [b]\n", DESIGN, HEAD "\np1,a,b,1,full\np2,a,c,1,\np3,a,c,1,banana\n");
    cr_assert_eq(l.status, RASIM_OK, "%s", problem(&l, 0));
    cr_assert(l.study->n_rows == 1 && l.study->n_rows_uncovered == 2 && l.study->n_settings == 1);
    unload(&l);
}

#define STREAMS                                                                                                        \
    "income:\n  other_funding:\n    - {name: X, column: x, kind: share}\n    - {name: Y, column: y, kind: share}\n"

Test(study, funding_shares_above_one_are_errors)
{
    static const misfit cases[] = {
        {GOOD STREAMS, DESIGN, HEAD ",x,y\np1,a,b,1,full,1,0\np2,a,b,1,full,1.5,0\np3,a,b,1,full,2,0\n",
         "people.csv:3:6: error: The share in column 'x' is more than 1 on 2 rows, this being the first; shares of the "
         "outturn are 0 to 1."},
        {GOOD STREAMS, DESIGN, HEAD ",x,y\np1,a,b,1,full,1,0\np2,a,b,1,full,0.5,0.6\n",
         "people.csv:3: error: The shares of all funding streams together are more than 1 on 1 row, this being the "
         "first; shares of the outturn are 0 to 1."},
    };
    check_misfits(cases, sizeof cases / sizeof *cases, RASIM_ERR_INPUT);
}

#define UNCERTAIN(row) "income:\n  other_funding:\n    - {name: X, column: x, " row "}\n"

Test(study, uncertain_shares_that_cannot_be_are_errors)
{
    static const misfit cases[] = {
        {GOOD UNCERTAIN("share_sd: 0.1"), DESIGN, HEAD ",x\np1,a,b,1,full,1\n",
         "framework.yaml:14:38: error: 'share_sd' is the uncertainty of a share, but this stream pays £ a week; write "
         "'kind: share' where its column holds shares, or take 'share_sd' out."},
        {GOOD UNCERTAIN("kind: share, share_sd: 0.1"), DESIGN, HEAD ",x\np1,a,b,1,full,1\np2,a,b,1,full,0\n",
         "framework.yaml:14:51: error: 'X' pays everything for everybody whom it pays for, so its share cannot vary; "
         "take 'share_sd' out, or write shares below 1."},
        {GOOD UNCERTAIN("kind: share, share_sd: 0.4"), DESIGN, HEAD ",x\np1,a,b,1,full,0.1\np2,a,b,1,full,0\n",
         "framework.yaml:14:51: error: 'share_sd' is 0.4, but around the mean share of 'X', 0.1, it must lie between 0 "
         "and 0.297; correct it."},
        {GOOD UNCERTAIN("kind: share") "correlations: [{a: price, b: 'funding share: X', rho: 0.1}]\n", DESIGN,
         HEAD ",x\np1,a,b,1,full,0.1\n",
         "framework.yaml:15:30: error: 'funding share: X' is the share of no stream that is uncertain; give the stream "
         "of that name under other_funding a 'share_sd', or remove the correlation."},
    };
    check_misfits(cases, sizeof cases / sizeof *cases, RASIM_ERR_INPUT);
}

Test(study, strata_that_cannot_be_simulated_are_errors)
{
    static const misfit cases[] = {
        {GOOD FIXED "  strata: [care_group]\n  frame: [{care_group: Older, people: 9}]\n", DESIGN, PEOPLE,
         "framework.yaml:15:10: error: The frame has no row for 'Learning', which 2 rows of the caseload belong to; "
         "say "
         "how many people it has."},
        {GOOD FIXED "  strata: [care_group]\n  frame: [{care_group: Older, people: 9}, {care_group: Learning, people: "
                    "1}]\n",
         DESIGN, PEOPLE,
         "framework.yaml:15:10: error: 'Learning' has 2 rows in the caseload but only 1 people in the whole "
         "population; "
         "its frame or weights are too small."},
        {GOOD FIXED "  frame:\n    - {care_group: Older, people: 9}\n    - {setting: home, people: 1}\n", DESIGN,
         HEAD "\np1,Older,home,1,full\n",
         "framework.yaml:16:7: error: The frame counts the people of 'Older, home' twice, here and on line 15; let one "
         "row count them."},
        {GOOD FIXED "  frame: [{place: N, people: 9}]\n", DESIGN, HEAD ",place\np1,a,b,1,full,N\n",
         "framework.yaml:14:19: error: A row of the frame gives place, but population.strata does not name it; add it "
         "there or take it out here."},
        {GOOD FIXED "  strata: [place]\n", DESIGN, PEOPLE,
         "framework.yaml:14:11: error: population.strata names place, but the caseload has no such column; add it or "
         "choose other strata."},
        {GOOD FIXED "  frame: [{people: 9000000}]\n", DESIGN, HEAD "\np1,a,b,1,full\n",
         "framework.yaml:14:10: error: 'a, b' has 9000000 people, but at most 4194304 can be simulated in one stratum; "
         "split it by place or budget area."},
        {GOOD "population: {sampling: polya, frame: [{people: 9}]}\n", DESIGN, HEAD "\np1,a,b,1,full\np2,a,b,1,full\n",
         "framework.yaml:12:24: error: 'a, b' has 2 rows for 9 people and no stratum of its care group to merge with; "
         "at "
         "least 3 rows are needed to stand for people who are not in the file; choose coarser population.strata, or "
         "sampling: fixed."},
        {GOOD FIXED "  strata: [care_group, setting]\n", DESIGN, HEAD "\np1,\"a, b\",c,1,full\np2,a,\"b, c\",1,full\n",
         "framework.yaml:14:11: error: The strata 'a, b, c' and 'a, b, c' cannot be told apart; rename one of their "
         "labels."},
        {GOOD "covered_settings: [c]\n", DESIGN, HEAD "\np1,a,b,1,full\n",
         "framework.yaml:12:20: error: " ABSENT("The setting", "c") ", which has b" CORRECT},
    };
    check_misfits(cases, sizeof cases / sizeof *cases, RASIM_ERR_INPUT);
}

/* A stratum of which everybody is in the file has no unseen people: two rows and different weights are no matter. */
Test(study, polya_without_unseen_people_takes_any_strata)
{
    loaded l = load(GOOD "population: {frame: [{people: 2}]}\n", DESIGN,
                    HEAD ",weight\np1,a,b,1,full,0.5\np2,a,b,1,full,1.5\n");
    cr_assert_eq(l.status, RASIM_OK, "%s", problem(&l, 0));
    cr_assert(l.study->weight[0] == 1 && l.study->weight[1] == 1 && l.study->fixed_count[0] == 1);
    unload(&l);
}

Test(study, identifiers_and_limits_follow_the_options)
{
    rasimi_buffer people = {0};
    rasimi_buffer_printf(&people, HEAD "\n");
    for (int i = 0; i < 30; i++)
        rasimi_buffer_printf(&people, "smith,a,b,-1,full\n");
    rasim_study_options options;
    rasim_study_options_init(&options);
    cr_assert(options.problem_limit == 20 && !options.show_ids && options.n_designs == 0);
    options.problem_limit = 35;
    options.show_ids = true;
    loaded l = load_with(GOOD, DESIGN, people.data, &options);
    cr_assert_eq(l.status, RASIM_ERR_INPUT);
    cr_assert_eq(rasim_problems_total(l.problems, RASIM_ERROR), 59);
    cr_assert_not_null(strstr(problem(&l, 30), "Person 'smith' appears on lines 2 and 3"));
    unload(&l);
    options.show_ids = false;
    l = load_with(GOOD, DESIGN, people.data, &options);
    for (size_t i = 0; i < rasim_problems_size(l.problems); i++)
        cr_assert_null(strstr(problem(&l, i), "smith"));
    unload(&l);
    rasimi_buffer_clear(&people);
}
