/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ways of sampling, through the engine, against their formulas: the bootstrap of Rao and Wu, the urn with unequal
   weights, rows with a cost but no points, merged strata, weights calibrated to known costs. */
#include "model/study.h"
#include "support/law.h"
#include "support/scenario.h"

enum { REPLICATES = 20000 };

static const char design[] = "name: D\nfamily: price_per_point\nallocation: [{gbp_per_point: 1}]\n";

/* Packages that do not move, and F = C: net of a replicate is what its population costs. */
static void
write_still(const char *folder, const char *population)
{
    char *text = NULL;
    cr_assert_gt(asprintf(&text,
                          "name: Sampling\nyear: \"1\"\nprice_date: \"2009-04-01\"\ncaseload: caseload.csv\n"
                          "designs: [design.yaml]\n%s"
                          "envelope: [{gbp_year: 1e9}]\nneed: [{log_sd: 0}]\nprices: [{mean: 0, sd: 0}]\n"
                          "sign_off: {trim_share: 1}\n",
                          population),
                 0);
    scenario_write(folder, "framework.yaml", text);
    scenario_write(folder, "design.yaml", design);
    free(text);
}

static double
cost_of(int i)
{
    return 50 + 13 * (i % 41) + i;
}

/* Rows of one stratum with a weight each; weight_of(i) may be NULL. */
static void
write_rows(const char *folder, int n, double (*weight_of)(int))
{
    char *csv = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&csv, &size);
    fprintf(out, "person_id,care_group,setting,weekly_cost,points%s\n", weight_of ? ",weight" : "");
    for (int i = 0; i < n; i++) {
        fprintf(out, "p%d,A,community,%.2f,%.2f", i, cost_of(i), cost_of(i));
        if (weight_of) {
            fprintf(out, ",%.6f", weight_of(i));
        }
        fprintf(out, "\n");
    }
    fclose(out);
    scenario_write(folder, "caseload.csv", csv);
    free(csv);
}

static law_sample
sample_line(const rasim_results *results, rasim_line line)
{
    static double values[REPLICATES];
    for (uint64_t r = 0; r < REPLICATES; r++) {
        values[r] = scenario_line(results, 0, r, line);
    }
    return law_sample_of(values, REPLICATES);
}

/* sampling: a way with equal weights, whose variance of a total is N^2 (1-n/N) (s^2/n) x factor. */
static void
check_equal(const char *sampling, int n, int people, double factor, const char *name)
{
    char *folder = scenario_folder(), *population = NULL;
    cr_assert_gt(asprintf(&population, "population: {sampling: %s, frame: [{people: %d}]}\n", sampling, people), 0);
    write_still(folder, population);
    write_rows(folder, n, NULL);
    double mean = 0, squares = 0;
    for (int i = 0; i < n; i++) {
        mean += cost_of(i) / n;
        squares += cost_of(i) * cost_of(i);
    }
    rasim_study *study = scenario_load(folder, "framework.yaml");
    rasim_results *results = scenario_run(study, REPLICATES, law_seed(name), 2);
    const double N = people, s2 = (squares - n * mean * mean) / (n - 1);
    const double variance = N * N * (1 - n / N) * s2 / n * factor;
    const law_sample s = sample_line(results, RASIM_LINE_NET);
    cr_assert_lt(fabs(law_z_mean(s, N * mean)), LAW_Z, "%s: mean %g, expected %g", name, s.mean, N * mean);
    cr_assert_lt(fabs(law_z_variance(s, variance)), LAW_Z, "%s: variance %g, expected %g", name, law_variance(s),
                 variance);
    cr_assert_gt(fabs(law_z_variance(s, variance * n / (n - 1) * (n < 100 ? 1 : 1.1))), LAW_Z,
                 "%s: a divisor n for n-1 must be noticed", name);
    rasim_results_free(results);
    rasim_study_free(study);
    scenario_remove(folder);
    free(population);
}

Test(sampling, equal_weights_have_the_textbook_variance)
{
    check_equal("bootstrap", 5, 500, 1, "sampling.bootstrap.5");
    check_equal("bootstrap", 10, 400, 1, "sampling.bootstrap.10");
    check_equal("bootstrap", 119, 5000, 1, "sampling.bootstrap.119");
    check_equal("polya", 10, 400, 398.0 / 400, "sampling.polya.10");
}

static double
unequal(int i)
{
    return 2 + 3 * (i % 7);
}

/* The Dirichlet-multinomial's mean and variance: Var = M (M + a) / (1 + a) (E_p[c^2] - E_p[c]^2), a = n - 2. */
Test(sampling, the_urn_with_unequal_weights_has_its_law)
{
    enum { N_ROWS = 60 };
    char *folder = scenario_folder();
    write_still(folder, "population: {sampling: polya}\n");
    write_rows(folder, N_ROWS, unequal);
    double people = 0, total = 0, first = 0, second = 0, unweighted = 0;
    for (int i = 0; i < N_ROWS; i++) {
        people += unequal(i);
        total += unequal(i) * cost_of(i);
        unweighted += cost_of(i) / N_ROWS;
    }
    const double unseen = people - N_ROWS, mass = N_ROWS - 2;
    for (int i = 0; i < N_ROWS; i++) {
        const double p = (unequal(i) - 1) / unseen;
        first += p * cost_of(i);
        second += p * cost_of(i) * cost_of(i);
    }
    const double variance = unseen * (unseen + mass) / (1 + mass) * (second - first * first);
    rasim_study *study = scenario_load(folder, "framework.yaml");
    cr_assert_eq((double)study->n_people, people);
    rasim_results *results = scenario_run(study, REPLICATES, law_seed("sampling.unequal"), 2);
    const law_sample s = sample_line(results, RASIM_LINE_NET);
    cr_assert_lt(fabs(law_z_mean(s, total)), LAW_Z, "mean %g, design-based %g", s.mean, total);
    cr_assert_lt(fabs(law_z_variance(s, variance)), LAW_Z, "variance %g, expected %g", law_variance(s), variance);
    cr_assert_gt(fabs(law_z_mean(s, people * unweighted)), LAW_Z, "ignoring the weights must be noticed");
    cr_assert_gt(fabs(law_z_variance(s, variance * (1 + mass) / (3 + mass) * 0.9)), LAW_Z);
    rasim_results_free(results);
    rasim_study_free(study);
    scenario_remove(folder);
}

/* The bootstrap with unequal weights is unbiased for the design-based total, up to the ratio's order 1/n. */
Test(sampling, the_bootstrap_honours_unequal_weights)
{
    enum { N_ROWS = 60 };
    char *folder = scenario_folder();
    write_still(folder, "population: {sampling: bootstrap}\n");
    write_rows(folder, N_ROWS, unequal);
    double people = 0, total = 0, unweighted = 0;
    for (int i = 0; i < N_ROWS; i++) {
        people += unequal(i);
        total += unequal(i) * cost_of(i);
        unweighted += cost_of(i) / N_ROWS;
    }
    rasim_study *study = scenario_load(folder, "framework.yaml");
    rasim_results *results = scenario_run(study, REPLICATES, law_seed("sampling.bootstrap.unequal"), 2);
    const law_sample s = sample_line(results, RASIM_LINE_NET);
    cr_assert_float_eq(s.mean / total, 1, 0.005, "mean %g, design-based %g", s.mean, total);
    cr_assert_gt(fabs(people * unweighted / total - 1), 0.005, "ignoring the weights must be noticed");
    rasim_results_free(results);
    rasim_study_free(study);
    scenario_remove(folder);
}

/* 100 people with costs 10, 20, ..., 1000; every fourth is scored, and its points are its cost. */
static void
write_partly_scored(const char *folder)
{
    char *csv = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&csv, &size);
    fprintf(out, "person_id,care_group,setting,weekly_cost,points\n");
    for (int i = 0; i < 100; i++) {
        fprintf(out, "p%d,A,community,%d,", i, 10 * (i + 1));
        if (i % 4 == 1) {
            fprintf(out, "%d", 10 * (i + 1));
        }
        fprintf(out, "\n");
    }
    fclose(out);
    scenario_write(folder, "caseload.csv", csv);
    free(csv);
}

Test(sampling, rows_without_points_take_those_of_a_donor_of_their_cost_quintile)
{
    const char *ways[] = {"population: {sampling: fixed}\n", "population: {sampling: polya}\n"};
    for (int w = 0; w < 2; w++) {
        char *folder = scenario_folder();
        write_still(folder, ways[w]);
        write_partly_scored(folder);
        rasim_study *study = scenario_load(folder, "framework.yaml");
        rasim_results *results = scenario_run(study, REPLICATES, law_seed("sampling.donors"), 2);
        /* a quintile is 20 rows, 5 of them scored: A of the other 15 is uniform on the five */
        double mean = 0, variance = 0;
        for (int q = 0; q < 5; q++) {
            double sum = 0, squares = 0;
            for (int i = 20 * q + 1; i < 20 * (q + 1); i += 4) {
                sum += 10 * (i + 1);
                squares += 100.0 * (i + 1) * (i + 1);
            }
            mean += sum + 15 * sum / 5;
            variance += 15 * (squares / 5 - sum * sum / 25);
        }
        const law_sample s = sample_line(results, RASIM_LINE_INDICATIVE);
        cr_assert_lt(fabs(law_z_mean(s, mean)), LAW_Z, "mean %g, expected %g", s.mean, mean);
        cr_assert_lt(fabs(law_z_variance(s, variance)), LAW_Z, "variance %g, expected %g", law_variance(s), variance);
        cr_assert_gt(fabs(law_z_variance(s, 15 * variance)), LAW_Z, "one donor for all must be noticed");
        for (uint64_t r = 0; r < 100; r++) { /* their own cost stays theirs: everybody is there */
            cr_assert_float_eq(scenario_line(results, 0, r, RASIM_LINE_NET), 50500, 1e-9);
        }
        rasim_results_free(results);
        rasim_study_free(study);
        scenario_remove(folder);
    }
}

/* Ten people who cost 10 to 100 and thirty whose cost is missing: they cost what a row drawn from the ten costs. */
Test(sampling, rows_without_a_cost_take_that_of_a_row_of_their_stratum)
{
    char *folder = scenario_folder(), *csv = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&csv, &size);
    fprintf(out, "person_id,care_group,setting,weekly_cost,points\n");
    for (int i = 0; i < 10; i++) {
        fprintf(out, "p%d,A,community,%d,50\n", i, 10 * (i + 1));
    }
    for (int i = 10; i < 40; i++) {
        fprintf(out, "p%d,A,community,,50\n", i);
    }
    fclose(out);
    scenario_write(folder, "caseload.csv", csv);
    write_still(folder, "population: {sampling: fixed}\n");
    rasim_study *study = scenario_load(folder, "framework.yaml");
    rasim_results *results = scenario_run(study, REPLICATES, law_seed("sampling.costs"), 2);
    const law_sample s = sample_line(results, RASIM_LINE_NET);
    const double variance = 30 * 825; /* of the numbers 10, 20, ..., 100 */
    cr_assert_lt(fabs(law_z_mean(s, 40 * 55)), LAW_Z, "mean %g", s.mean);
    cr_assert_lt(fabs(law_z_variance(s, variance)), LAW_Z, "variance %g, expected %g", law_variance(s), variance);
    cr_assert_gt(fabs(law_z_variance(s, 30 * variance)), LAW_Z, "one payer for all must be noticed");
    rasim_summary *summary = NULL;
    cr_assert_eq(rasim_summarise(results, NULL, &summary), RASIM_OK);
    cr_assert_float_eq(summary->designs[0].years[0].plan_gbp, 40 * 50 * 52, 1e-6, "A is 50 whatever the cost");
    rasim_summary_free(summary);
    rasim_results_free(results);
    rasim_study_free(study);
    scenario_remove(folder);
    free(csv);
}

Test(sampling, thin_strata_are_merged_with_the_nearest_of_their_care_group)
{
    char *folder = scenario_folder(), *csv = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&csv, &size);
    fprintf(out, "person_id,care_group,setting,weekly_cost,points\n");
    for (int i = 0; i < 10; i++) {
        fprintf(out, "c%d,A,community,200,200\nr%d,A,residential,600,600\nb%d,B,community,590,590\n", i, i, i);
    }
    fprintf(out, "n0,A,nursing,700,700\nn1,A,nursing,720,720\n");
    fclose(out);
    scenario_write(folder, "caseload.csv", csv);
    write_still(folder, "population: {sampling: polya, frame: [\n"
                        "  {care_group: A, setting: community, people: 100},\n"
                        "  {care_group: A, setting: residential, people: 50},\n"
                        "  {care_group: A, setting: nursing, people: 20},\n"
                        "  {care_group: B, setting: community, people: 10}]}\n");
    rasim_study *study = scenario_load(folder, "framework.yaml");
    cr_assert_eq(study->n_strata, 3);
    bool found = false;
    for (size_t h = 0; h < study->n_strata; h++) {
        if (study->strata[h].n_rows == 12) {
            cr_assert_str_eq(study->strata[h].label, "A, residential + A, nursing");
            cr_assert_eq(study->strata[h].n_people, 70);
            found = true;
        }
        for (uint64_t i = 0; i < study->strata[h].n_rows; i++) {
            cr_assert_eq(study->stratum[study->stratum_rows[study->strata[h].first + i]], h);
        }
    }
    cr_assert(found);
    cr_assert_eq(study->n_people, 180);
    rasim_study_free(study);
    scenario_remove(folder);
    free(csv);
}

Test(sampling, weights_meet_known_people_and_known_costs)
{
    char *folder = scenario_folder();
    write_still(folder, "population: {sampling: polya, frame: [{people: 300, known_cost_gbp_week: 90000}]}\n");
    write_rows(folder, 60, unequal);
    rasim_study *study = scenario_load(folder, "framework.yaml");
    double people = 0, cost = 0;
    for (size_t i = 0; i < study->n_rows; i++) {
        cr_assert_geq(study->weight[i], 1.0);
        people += study->weight[i];
        cost += study->weight[i] * study->cost_gbp_week[i];
    }
    cr_assert_float_eq(people, 300, 1e-6);
    cr_assert_float_eq(cost, 90000, 1e-3);
    rasim_results *results = scenario_run(study, REPLICATES, law_seed("sampling.known_cost"), 2);
    cr_assert_lt(fabs(law_z_mean(sample_line(results, RASIM_LINE_NET), 90000)), LAW_Z);
    rasim_results_free(results);
    rasim_study_free(study);

    /* £20 a week each is less than the cheapest row costs: no weights give it */
    write_still(folder, "population: {sampling: polya, frame: [{people: 300, known_cost_gbp_week: 6000}]}\n");
    rasim_problems *problems = NULL;
    cr_assert_eq(rasim_problems_create(&problems), RASIM_OK);
    char *path = scenario_path(folder, "framework.yaml");
    cr_assert_eq(rasim_study_load(path, NULL, &study, problems), RASIM_ERR_INPUT);
    cr_assert_not_null(strstr(rasim_problems_get(problems, 0)->text, "known_cost_gbp_week"));
    rasim_problems_free(problems);
    free(path);
    scenario_remove(folder);
}

/* A run for its series only has the very series of one that is summarised: what the sample alone does is in them. It
   has no plans, so no summary. */
Test(sampling, a_run_for_its_series_has_the_same_and_no_summary)
{
    char *folder = scenario_folder();
    write_still(folder, "population: {sampling: polya, frame: [{people: 300}]}\n");
    write_rows(folder, 60, NULL);
    rasim_study *study = scenario_load(folder, "framework.yaml");
    rasim_results *whole = scenario_run(study, 64, 1, 2), *series = NULL;
    rasim_run_options options;
    rasim_summary *summary = NULL;
    rasim_run_options_init(&options, study);
    options.replicates = 64;
    options.seed = 1;
    options.series_only = true;
    cr_assert_eq(rasim_run(study, &options, &series, NULL), RASIM_OK);
    const int64_t *sample = rasim_results_sample_net(whole, 0, 0);
    cr_assert_neq(sample[0], sample[1]);
    cr_assert_arr_eq(rasim_results_sample_net(series, 0, 0), sample, 64 * sizeof *sample);
    for (uint64_t r = 0; r < 64; r++) {
        cr_assert_arr_eq(rasim_results_ledger(series, 0, 0, r), rasim_results_ledger(whole, 0, 0, r),
                         RASIM_N_LINES * sizeof(int64_t));
    }
    cr_assert_eq(rasim_summarise(series, NULL, &summary), RASIM_ERR_ARGUMENT);
    cr_assert_eq(rasim_summarise(whole, NULL, &summary), RASIM_OK);
    rasim_summary_free(summary);
    rasim_results_free(series);
    rasim_results_free(whole);
    rasim_study_free(study);
    scenario_remove(folder);
}
