/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The promise of reproducibility: the same bits for any threads, order of rows, folder, instruction set, stopping
 * point. */
#include "support/same.h"
#include "support/scenario.h"

enum { N = 150, REPLICATES = 2000 };

static void
write_caseload(const char *folder, const char *name, int n, bool reversed, bool own_area)
{
    char *text = NULL;
    size_t size = 0;
    FILE *csv = open_memstream(&text, &size);
    fprintf(csv, "person_id,care_group,setting,place,weekly_cost,points,client_contribution,assessment_mode%s\n",
            own_area ? ",budget_area" : "");
    for (int j = 0; j < n; j++) {
        const int i = reversed ? n - 1 - j : j;
        fprintf(csv, "p%d,%s,%s,%s,%d,%d,%d,%s", i, i % 3 ? "A" : "B", i % 5 ? "community" : "residential",
                i % 2 ? "East" : "West", 80 + 11 * i, 60 + 12 * i, i % 30, i % 4 ? "self" : "joint");
        if (own_area) {
            fprintf(csv, ",area %d", i);
        }
        fprintf(csv, "\n");
    }
    fclose(csv);
    scenario_write(folder, name, text);
    free(text);
}

static const char design[] = "name: D\nfamily: price_per_point\nallocation: [{gbp_per_point: 0.9}]\n"
                             "exclusion: {threshold_gbp_week: 1200, basis: either}\n"
                             "limits: {minimum_points: 70, cap_gbp_week: 1500, rounding_gbp_week: 5}\n";

static void
write_framework(const char *folder, const char *name, const char *caseload, const char *population)
{
    char *text = NULL;
    cr_assert_gt(asprintf(&text,
                          "name: Bits\nyear: \"1\"\nprice_date: \"2009-04-01\"\ncaseload: %s\n"
                          "designs: [design.yaml, design.yaml]\n%s"
                          "envelope: [{gbp_year: 9000000}]\nsign_off: {tolerance: 0.1}\nneed: [{log_sd: 0.3}]\n"
                          "prices: [{mean: 0.03, sd: 0.02}, {setting: residential, mean: 0.05, sd: 0.03}]\n"
                          "practice: {sd: 0.1}\noptimism: {mean: 0.01, sd: 0.02}\n"
                          "correlations: [{a: price, b: practice, rho: -0.4}]\n"
                          "assessment: {leniency_sd: 2, modes: [{mode: self, bias: 5, sd: 20}]}\n"
                          "transition: {review_probability: 0.7, protection_share: 0.5}\n",
                          caseload, population),
                 0);
    scenario_write(folder, name, text);
    free(text);
}

#define POLYA "population: {sampling: polya, frame: [{people: 2000}]}\n"
#define FIXED "population: {sampling: fixed}\n"

static char *
make_folder(const char *population)
{
    char *folder = scenario_folder();
    write_caseload(folder, "caseload.csv", N, false, false);
    scenario_write(folder, "design.yaml", design);
    write_framework(folder, "framework.yaml", "caseload.csv", population);
    return folder;
}

Test(reproducible, threads_give_the_same_bits_and_share_the_work)
{
    const char *populations[] = {FIXED, POLYA};
    for (int p = 0; p < 2; p++) {
        char *folder = make_folder(populations[p]);
        rasim_study *study = scenario_load(folder, "framework.yaml");
        rasim_results *one = scenario_run(study, REPLICATES, 5, 1);
        static const int threads[] = {2, 3, 8};
        for (int t = 0; t < 3; t++) {
            rasim_results *many = scenario_run(study, REPLICATES, 5, threads[t]);
            rasim_results_info info;
            rasim_results_describe(many, &info);
            cr_assert_geq(info.n_threads_used, 2, "%d threads: only one did work", threads[t]);
            assert_same(one, many, REPLICATES, "threads");
            rasim_results_free(many);
        }
        rasim_results_free(one);
        rasim_study_free(study);
        scenario_remove(folder);
    }
}

Test(reproducible, row_order_and_folder_do_not_matter)
{
    const char *populations[] = {FIXED, POLYA};
    for (int p = 0; p < 2; p++) {
        char *folder = make_folder(populations[p]), *other = make_folder(populations[p]);
        write_caseload(other, "caseload.csv", N, true, false);
        rasim_study *a = scenario_load(folder, "framework.yaml"), *b = scenario_load(other, "framework.yaml");
        rasim_results *x = scenario_run(a, REPLICATES, 5, 2), *y = scenario_run(b, REPLICATES, 5, 2);
        assert_same(x, y, REPLICATES, "shuffled rows in another folder");
        rasim_results *z = scenario_run(a, REPLICATES, 6, 2);
        const int64_t *first = rasim_results_ledger(x, 0, 0, 0), *third = rasim_results_ledger(z, 0, 0, 0);
        cr_assert_neq(first[RASIM_LINE_NET], third[RASIM_LINE_NET], "another seed must give other numbers");
        rasim_results_free(x);
        rasim_results_free(y);
        rasim_results_free(z);
        rasim_study_free(a);
        rasim_study_free(b);
        scenario_remove(folder);
        scenario_remove(other);
    }
}

Test(reproducible, instruction_sets_give_the_same_bits_in_whole_runs)
{
    const char *populations[] = {FIXED, POLYA};
    for (int p = 0; p < 2; p++) {
        char *folder = make_folder(populations[p]);
        rasim_study *study = scenario_load(folder, "framework.yaml");
        setenv("RASIM_ISA", "portable", 1);
        rasim_results *portable = scenario_run(study, 256, 5, 2);
        setenv("RASIM_ISA", "", 1);
        rasim_results *fastest = scenario_run(study, 256, 5, 2);
        assert_same(portable, fastest, 256, "instruction sets");
        rasim_results_free(portable);
        rasim_results_free(fastest);
        rasim_study_free(study);
        scenario_remove(folder);
    }
}

Test(reproducible, a_design_against_itself_differs_by_exactly_0)
{
    char *folder = make_folder(POLYA);
    rasim_study *study = scenario_load(folder, "framework.yaml");
    cr_assert_str_eq(rasim_study_design_name(study, 1), "D (2)");
    rasim_results *results = scenario_run(study, REPLICATES, 5, 2);
    rasim_results_info info;
    rasim_results_describe(results, &info);
    for (uint64_t r = 0; r < REPLICATES; r++) {
        cr_assert_arr_eq(rasim_results_ledger(results, 0, 0, r), rasim_results_ledger(results, 1, 0, r),
                         info.n_groups * RASIM_N_LINES * sizeof(int64_t));
    }
    rasim_results_free(results);
    rasim_study_free(study);
    scenario_remove(folder);
}

/* With everybody their own budget area, the ledger shows each person; a newcomer changes nobody else. */
Test(reproducible, adding_a_person_changes_nobody_else)
{
    char *folder = make_folder(FIXED);
    write_caseload(folder, "few.csv", 40, false, true);
    write_caseload(folder, "more.csv", 41, false, true);
    write_framework(folder, "few.yaml", "few.csv", FIXED);
    write_framework(folder, "more.yaml", "more.csv", FIXED);
    rasim_study *a = scenario_load(folder, "few.yaml"), *b = scenario_load(folder, "more.yaml");
    rasim_results *x = scenario_run(a, 64, 5, 1), *y = scenario_run(b, 64, 5, 1);
    int matched = 0;
    for (size_t g = 0; rasim_results_group(x, g) != NULL; g++) {
        for (size_t h = 0; rasim_results_group(y, h) != NULL; h++) {
            if (strcmp(rasim_results_group(x, g)->budget_area, rasim_results_group(y, h)->budget_area) == 0) {
                matched++;
                for (uint64_t r = 0; r < 64; r++) {
                    cr_assert_arr_eq(rasim_results_ledger(x, 0, 0, r) + g * RASIM_N_LINES,
                                     rasim_results_ledger(y, 0, 0, r) + h * RASIM_N_LINES,
                                     RASIM_N_LINES * sizeof(int64_t));
                }
            }
        }
    }
    cr_assert_eq(matched, 40);
    rasim_results_free(x);
    rasim_results_free(y);
    rasim_study_free(a);
    rasim_study_free(b);
    scenario_remove(folder);
}

/* A poll function that stops the run once this many replicates are done. */
static int
stop_after(void *context, uint64_t done, uint64_t total)
{
    (void)total;
    return done >= *(const uint64_t *)context;
}

Test(reproducible, a_stopped_run_is_a_prefix_of_the_whole)
{
    char *folder = make_folder(POLYA);
    rasim_study *study = scenario_load(folder, "framework.yaml");
    rasim_results *whole = scenario_run(study, REPLICATES, 5, 2);
    uint64_t limit = 500;
    rasim_run_options options;
    rasim_run_options_init(&options, study);
    options.replicates = REPLICATES;
    options.seed = 5;
    options.n_threads = 3;
    options.poll = stop_after;
    options.poll_context = &limit;
    rasim_results *part = NULL;
    cr_assert_eq(rasim_run(study, &options, &part, NULL), RASIM_OK);
    rasim_results_info info;
    rasim_results_describe(part, &info);
    cr_assert(!info.complete);
    cr_assert_geq(info.replicates, 64);
    cr_assert_lt(info.replicates, REPLICATES);
    cr_assert_eq(info.replicates % RASIM_CHUNK_REPLICATES, 0);
    assert_same(part, whole, 64, "prefix");
    for (uint64_t r = 0; r < info.replicates; r++) {
        cr_assert_arr_eq(rasim_results_ledger(part, 0, 0, r), rasim_results_ledger(whole, 0, 0, r),
                         info.n_groups * RASIM_N_LINES * sizeof(int64_t));
    }
    cr_assert_null(rasim_results_ledger(part, 0, 0, info.replicates));
    rasim_results_free(part);
    rasim_results_free(whole);
    rasim_study_free(study);
    scenario_remove(folder);
}

Test(reproducible, precision_stops_at_a_doubling_of_1024_whatever_the_threads)
{
    char *folder = make_folder(POLYA);
    rasim_study *study = scenario_load(folder, "framework.yaml");
    uint64_t stopped[2];
    for (int t = 0; t < 2; t++) {
        rasim_run_options options;
        rasim_run_options_init(&options, study);
        options.replicates = 100000;
        options.n_threads = t == 0 ? 1 : 3;
        options.precision = 0.02;
        rasim_results *results = NULL;
        cr_assert_eq(rasim_run(study, &options, &results, NULL), RASIM_OK);
        rasim_results_info info;
        rasim_results_describe(results, &info);
        stopped[t] = info.replicates;
        cr_assert(info.complete && info.precision_reached);
        rasim_results_free(results);
    }
    rasim_run_options vain;
    rasim_run_options_init(&vain, study);
    vain.replicates = 1500;
    vain.precision = 1e-6;
    rasim_results *short_of = NULL;
    rasim_results_info info;
    cr_assert_eq(rasim_run(study, &vain, &short_of, NULL), RASIM_OK);
    rasim_results_describe(short_of, &info);
    cr_assert(info.complete && info.replicates == 1500 && !info.precision_reached);
    rasim_results_free(short_of);
    cr_assert_eq(stopped[0], stopped[1]);
    cr_assert_eq(stopped[0] & (stopped[0] - 1), 0, "%lu is no doubling of 1,024", (unsigned long)stopped[0]);
    cr_assert_geq(stopped[0], 1024);
    cr_assert_lt(stopped[0], 100000);
    rasim_study_free(study);
    scenario_remove(folder);
}

Test(reproducible, an_instruction_set_that_is_not_there_is_an_error)
{
    char *folder = make_folder(FIXED);
    rasim_study *study = scenario_load(folder, "framework.yaml");
    rasim_run_options options;
    rasim_run_options_init(&options, study);
    rasim_results *results = NULL;
    setenv("RASIM_ISA", "abacus", 1);
    cr_assert_eq(rasim_run(study, &options, &results, NULL), RASIM_ERR_INSTRUCTION_SET);
    cr_assert_null(results);
    setenv("RASIM_ISA", "", 1);
    options.replicates = 0;
    cr_assert_eq(rasim_run(study, &options, &results, NULL), RASIM_ERR_ARGUMENT);
    rasim_study_free(study);
    scenario_remove(folder);
}
