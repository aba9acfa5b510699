/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole runs against closed forms: a lognormal's partial expectations for every line of the ledger, the textbook
   variance of a total under the urn, the law of the price surprise. Each check has a control that must fail. */
#include "engine/run.h"
#include "support/law.h"
#include "support/scenario.h"

#include <gsl/gsl_cdf.h>

enum { N = 200, REPLICATES = 20000 };

/* The caseload of the closed forms: £ a week, spread widely, allocations on both sides of need. */
static double
cost_of(int i)
{
    return 60.0 + 7.0 * i;
}
static double
allocation_of(int i)
{
    return round(cost_of(i) * (0.6 + 0.05 * (i % 17)));
}
static double
contribution_of(int i)
{
    return (i % 5) * 20.0;
}

static void
write_caseload(const char *folder)
{
    char *text = NULL;
    size_t size = 0;
    FILE *csv = open_memstream(&text, &size);
    fprintf(csv, "person_id,care_group,setting,weekly_cost,points,client_contribution\n");
    for (int i = 0; i < N; i++) {
        fprintf(csv, "p%d,%s,community,%.2f,%.0f,%.2f\n", i, i % 2 ? "A" : "B", cost_of(i), allocation_of(i),
                contribution_of(i));
    }
    fclose(csv);
    scenario_write(folder, "caseload.csv", text);
    free(text);
}

static const char design_all[] = "name: One pound a point\nfamily: price_per_point\n"
                                 "allocation: [{gbp_per_point: 1}]\n";
static const char design_excluding[] = "name: One pound a point\nfamily: price_per_point\n"
                                       "allocation: [{gbp_per_point: 1}]\n"
                                       "exclusion: {threshold_gbp_week: 900}\n";

static void
write_framework(const char *folder, const char *sign_off, const char *need, const char *prices, const char *rest)
{
    char *text = NULL;
    cr_assert_gt(asprintf(&text,
                          "name: Closed forms\nyear: \"2009/10\"\nprice_date: \"2009-04-01\"\n"
                          "caseload: caseload.csv\ndesigns: [design.yaml]\npopulation: {sampling: fixed}\n"
                          "envelope: [{gbp_year: 9000000}]\nsign_off: %s\nneed: [%s]\nprices: [%s]\n%s",
                          sign_off, need, prices, rest),
                 0);
    scenario_write(folder, "framework.yaml", text);
    free(text);
}

/* C is lognormal with mean c and log sd s: P(C > x) and E[C; C > x]. */
static double
prob_above(double c, double s, double x)
{
    return gsl_cdf_ugaussian_P((log(c / x) - 0.5 * s * s) / s);
}
static double
cost_above(double c, double s, double x)
{
    return c * gsl_cdf_ugaussian_P((log(c / x) + 0.5 * s * s) / s);
}

/* Expected uplift and trim of one person inside the RAS, with an exclusion threshold. */
static double
expected_uplift(double c, double s, double a, double tau, double u, double threshold)
{
    const double from = fmin(a * (1 + tau), threshold);
    const double cost = cost_above(c, s, from) - cost_above(c, s, threshold);
    const double prob = prob_above(c, s, from) - prob_above(c, s, threshold);
    return u * (cost - a * prob);
}
static double
expected_trim(double c, double s, double a, double tau, double d, double threshold)
{
    const double below = fmin(a * (1 - tau), threshold);
    return d * (a * (1 - prob_above(c, s, below)) - (c - cost_above(c, s, below)));
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

/* Asserts that a line has its expectation, and that the control's expectation would be noticed. */
static void
assert_mean(const rasim_results *results, rasim_line line, double expected, double control)
{
    const law_sample s = sample_line(results, line);
    const char *name = rasim_line_describe(line)->name;
    cr_assert_lt(fabs(law_z_mean(s, expected)), LAW_Z, "%s: %g, expected %g", name, s.mean, expected);
    cr_assert_gt(fabs(law_z_mean(s, control)), LAW_Z, "%s: the control %g must be noticed (%g)", name, control, s.mean);
}

Test(run, totals_have_the_lognormals_mean_and_variance)
{
    char *folder = scenario_folder();
    write_caseload(folder);
    scenario_write(folder, "design.yaml", design_all);
    write_framework(folder, "{tolerance: 0, uplift_share: 1, trim_share: 1}", "{log_sd: 0.4}", "{mean: 0, sd: 0}", "");
    rasim_study *study = scenario_load(folder, "framework.yaml");
    rasim_results *results = scenario_run(study, REPLICATES, law_seed("run.lognormal_totals"), 2);
    double mean = 0, variance = 0;
    for (int i = 0; i < N; i++) {
        mean += cost_of(i);
        variance += cost_of(i) * cost_of(i) * expm1(0.4 * 0.4);
    }
    double paid = 0;
    for (int i = 0; i < N; i++) {
        const double k = contribution_of(i);
        paid += k > 0 ? k * prob_above(cost_of(i), 0.4, k) + cost_of(i) - cost_above(cost_of(i), 0.4, k) : 0;
    }
    static double gross[REPLICATES];
    for (uint64_t r = 0; r < REPLICATES; r++) {
        gross[r] = scenario_line(results, 0, r, RASIM_LINE_NET) + scenario_line(results, 0, r, RASIM_LINE_CONTRIBUTION);
    }
    const law_sample s = law_sample_of(gross, REPLICATES);
    cr_assert_lt(fabs(law_z_mean(s, mean)), LAW_Z, "mean %g, expected %g", s.mean, mean);
    cr_assert_lt(fabs(law_z_variance(s, variance)), LAW_Z, "variance %g, expected %g", law_variance(s), variance);
    /* without -sigma^2/2 the mean is higher; a draw shared by two people doubles the variance of their pair */
    cr_assert_gt(fabs(law_z_mean(s, mean * exp(0.08))), LAW_Z);
    cr_assert_gt(fabs(law_z_variance(s, 1.1 * variance)), LAW_Z);
    assert_mean(results, RASIM_LINE_CONTRIBUTION, paid, 1.002 * paid);
    rasim_results_free(results);
    rasim_study_free(study);
    scenario_remove(folder);
}

Test(run, every_line_has_its_partial_expectation)
{
    const double s = 0.3, tau = 0.1, u = 0.8, d = 0.4, threshold = 900;
    char *folder = scenario_folder();
    write_caseload(folder);
    scenario_write(folder, "design.yaml", design_excluding);
    write_framework(folder, "{tolerance: 0.1, uplift_share: 0.8, trim_share: 0.4}", "{log_sd: 0.3}", "{mean: 0, sd: 0}",
                    "");
    rasim_study *study = scenario_load(folder, "framework.yaml");
    rasim_results *results = scenario_run(study, REPLICATES, law_seed("run.partial_expectations"), 2);
    double uplift = 0, trim = 0, high = 0, excluded = 0, panel = 0, indicative = 0, swapped = 0, on_need = 0;
    for (int i = 0; i < N; i++) {
        const double c = cost_of(i), a = allocation_of(i);
        uplift += expected_uplift(c, s, a, tau, u, threshold);
        trim += expected_trim(c, s, a, tau, d, threshold);
        swapped += expected_trim(c, s, a, tau, 1 - d, threshold);
        on_need += expected_uplift(c, s, a, 1 / (1 - tau) - 1, u, threshold); /* C (1 - tau) > A */
        high += cost_above(c, s, threshold);
        excluded += prob_above(c, s, threshold);
        panel += prob_above(c, s, fmin(a * (1 + tau), threshold)) - prob_above(c, s, threshold);
        indicative += a * (1 - prob_above(c, s, threshold));
    }
    assert_mean(results, RASIM_LINE_UPLIFT, uplift, on_need);
    assert_mean(results, RASIM_LINE_UPLIFT, uplift, 0.99 * uplift); /* u a hundredth too small */
    assert_mean(results, RASIM_LINE_TRIM, trim, swapped);
    assert_mean(results, RASIM_LINE_HIGH_COST, high, 1.01 * high);
    assert_mean(results, RASIM_LINE_EXCLUDED_PEOPLE, excluded, 1.01 * excluded);
    assert_mean(results, RASIM_LINE_PANEL_CASES, panel, 1.01 * panel);
    assert_mean(results, RASIM_LINE_INDICATIVE, indicative, 1.01 * indicative);
    rasim_results_free(results);
    rasim_study_free(study);
    scenario_remove(folder);
}

/* With no noise of people, net is a constant times the price multiplier: its mean and variance are the law's. */
Test(run, the_price_surprise_has_its_law)
{
    char *folder = scenario_folder();
    write_caseload(folder);
    scenario_write(folder, "design.yaml", design_all);
    write_framework(folder, "{tolerance: 0, uplift_share: 1, trim_share: 1}", "{log_sd: 0}", "{mean: 0.05, sd: 0.1}",
                    "price_passthrough: 0.8\n");
    rasim_study *study = scenario_load(folder, "framework.yaml");
    rasim_results *results = scenario_run(study, REPLICATES, law_seed("run.price_law"), 2);
    double total = 0;
    for (int i = 0; i < N; i++) {
        total += cost_of(i) * 1.05;
    }
    const law_sample s = sample_line(results, RASIM_LINE_PRICE_SURPRISE);
    const double sd = total * 0.8 * 0.1 / 1.05;
    const double median = total * 0.8 * (1 / sqrt(1 + pow(0.1 / 1.05, 2)) - 1); /* the mean taken for the median */
    cr_assert_lt(fabs(law_z_mean(s, 0)), LAW_Z, "mean %g", s.mean);
    cr_assert_lt(fabs(law_z_variance(s, sd * sd)), LAW_Z, "sd %g, expected %g", sqrt(law_variance(s)), sd);
    cr_assert_gt(fabs(law_z_mean(s, -median)), LAW_Z, "the control must be noticed");
    rasim_results_free(results);
    rasim_study_free(study);
    scenario_remove(folder);
}

Test(run, correlated_shocks_have_their_correlation)
{
    char *folder = scenario_folder();
    scenario_write(folder, "caseload.csv",
                   "person_id,care_group,setting,weekly_cost,points\na,A,community,500,500\nb,A,residential,500,500\n");
    scenario_write(folder, "design.yaml", design_all);
    write_framework(folder, "{tolerance: 0, uplift_share: 1, trim_share: 1}", "{log_sd: 0}",
                    "{setting: community, mean: 0, sd: 0.02}, {setting: residential, mean: 0, sd: 0.02}",
                    "correlations: [{a: \"price: community\", b: \"price: residential\", rho: 0.6}]\n");
    rasim_study *study = scenario_load(folder, "framework.yaml");
    rasim_results *results = scenario_run(study, REPLICATES, law_seed("run.correlated_shocks"), 2);
    double xy = 0, xx = 0, yy = 0;
    for (uint64_t r = 0; r < REPLICATES; r++) {
        const int64_t *lines = rasim_results_ledger(results, 0, 0, r);
        const double x = (double)lines[RASIM_LINE_PRICE_SURPRISE];
        const double y = (double)lines[RASIM_N_LINES + RASIM_LINE_PRICE_SURPRISE];
        xy += x * y;
        xx += x * x;
        yy += y * y;
    }
    /* Fisher's z; the lognormals' correlation differs from rho by less than 1e-4 at this sd */
    const double z = (atanh(xy / sqrt(xx * yy)) - atanh(0.6)) * sqrt(REPLICATES - 3.0);
    cr_assert_lt(fabs(z), LAW_Z, "correlation %g", xy / sqrt(xx * yy));
    cr_assert_gt(fabs((atanh(xy / sqrt(xx * yy)) - atanh(0.5)) * sqrt(REPLICATES - 3.0)), LAW_Z);
    rasim_results_free(results);
    rasim_study_free(study);
    scenario_remove(folder);
}

/* The urn through the engine: with constant packages the variance of a total is N^2 (1-n/N) (s^2/n) (N-2)/N. */
static void
check_polya(int n, int people, const char *name)
{
    char *folder = scenario_folder(), *csv = NULL, *framework = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&csv, &size);
    fprintf(out, "person_id,care_group,setting,weekly_cost,points\n");
    double mean = 0, squares = 0;
    for (int i = 0; i < n; i++) {
        const double c = 50 + 13 * (i % 41) + i;
        fprintf(out, "p%d,A,community,%.2f,%.2f\n", i, c, c);
        mean += c / n;
        squares += c * c;
    }
    fclose(out);
    scenario_write(folder, "caseload.csv", csv);
    scenario_write(folder, "design.yaml", design_all);
    cr_assert_gt(asprintf(&framework,
                          "name: Urn\nyear: \"1\"\nprice_date: \"2009-04-01\"\ncaseload: caseload.csv\n"
                          "designs: [design.yaml]\npopulation: {sampling: polya, frame: [{people: %d}]}\n"
                          "envelope: [{gbp_year: 1e9}]\nneed: [{log_sd: 0}]\nprices: [{mean: 0, sd: 0}]\n",
                          people),
                 0);
    scenario_write(folder, "framework.yaml", framework);
    rasim_study *study = scenario_load(folder, "framework.yaml");
    rasim_results *results = scenario_run(study, REPLICATES, law_seed(name), 2);
    const double s2 = (squares - n * mean * mean) / (n - 1);
    const double N_h = people, textbook = N_h * N_h * (1 - n / N_h) * s2 / n * (N_h - 2) / N_h;
    const law_sample s = sample_line(results, RASIM_LINE_NET);
    cr_assert_lt(fabs(law_z_mean(s, N_h * mean)), LAW_Z, "mean %g, expected %g", s.mean, N_h * mean);
    cr_assert_lt(fabs(law_z_variance(s, textbook)), LAW_Z, "variance %g, expected %g", law_variance(s), textbook);
    if (n <= 20) { /* the plain urn over n rows */
        cr_assert_gt(fabs(law_z_variance(s, textbook * (n - 1) / (n + 1))), LAW_Z);
    }
    const int64_t *sample = rasim_results_sample_net(results, 0, 0);
    cr_assert_not_null(sample);
    for (uint64_t r = 0; r < 100; r++) {
        cr_assert_eq(sample[r], (int64_t)(256 * scenario_line(results, 0, r, RASIM_LINE_NET)));
    }
    rasim_results_free(results);
    rasim_study_free(study);
    scenario_remove(folder);
    free(csv);
    free(framework);
}

Test(run, polya_has_the_textbook_variance_at_5_and_119)
{
    check_polya(5, 50, "run.polya.5");
    check_polya(119, 5000, "run.polya.119");
}

/* Weights: a row of weight 3 is three people with their own draws, not one draw times three. */
Test(run, people_behind_a_weight_have_their_own_draws)
{
    char *folder = scenario_folder();
    scenario_write(folder, "caseload.csv",
                   "person_id,care_group,setting,weight,weekly_cost,points\na,A,community,90,100,100\n");
    scenario_write(folder, "design.yaml", design_all);
    write_framework(folder, "{tolerance: 0, uplift_share: 1, trim_share: 1}", "{log_sd: 0.5}", "{mean: 0, sd: 0}", "");
    rasim_study *study = scenario_load(folder, "framework.yaml");
    rasim_results *results = scenario_run(study, REPLICATES, law_seed("run.weights"), 2);
    const law_sample s = sample_line(results, RASIM_LINE_NET);
    const double variance = 90 * 100.0 * 100.0 * expm1(0.25);
    cr_assert_lt(fabs(law_z_mean(s, 9000)), LAW_Z, "mean %g", s.mean);
    cr_assert_lt(fabs(law_z_variance(s, variance)), LAW_Z, "variance %g, expected %g", law_variance(s), variance);
    cr_assert_gt(fabs(law_z_variance(s, 90 * variance)), LAW_Z);
    rasim_results_free(results);
    rasim_study_free(study);
    scenario_remove(folder);
}

/* A top-slice against the same years without it: A less by exactly the slice, and most of it back as uplift. With F = C
   (no tolerance, full uplift and trim) nothing at all is saved, in any replicate. */
Test(run, a_top_slice_saves_nothing_where_every_need_is_met)
{
    char *folder = scenario_folder();
    write_caseload(folder);
    scenario_write(folder, "design.yaml",
                   "name: D\nfamily: price_per_point\nallocation: [{gbp_per_point: 1}]\nlimits: {top_slice: 0.1}\n");
    const char *sign_offs[] = {"{trim_share: 1}", "{trim_share: 0.5}"};
    for (int i = 0; i < 2; i++) {
        write_framework(folder, sign_offs[i], "{log_sd: 0.35}", "{mean: 0, sd: 0}", "");
        rasim_study *study = scenario_load(folder, "framework.yaml");
        rasim_run_options options;
        rasim_run_options_init(&options, study);
        options.replicates = 1024;
        rasim_results *with = NULL, *without = NULL;
        cr_assert_eq(rasim_run(study, &options, &with, NULL), RASIM_OK);
        options.without_top_slice = true;
        cr_assert_eq(rasim_run(study, &options, &without, NULL), RASIM_OK);
        rasim_summary *summary = NULL;
        cr_assert_eq(rasim_summarise(with, &(rasim_what_ifs){.without_top_slice = without}, &summary), RASIM_OK);
        const rasim_top_slice *slice = &summary->designs[0].top_slice;
        double allocated = 0;
        for (int p = 0; p < N; p++) {
            allocated += allocation_of(p) * 52;
        }
        cr_assert(slice->applies);
        cr_assert_float_eq(slice->taken_gbp, 0.1 * allocated, N * 52 * 0.5 / 256, "%g", slice->taken_gbp);
        if (i == 0) {
            cr_assert_float_eq(slice->saved_gbp, 0, N * 52 * 1.0 / 256, "%g", slice->saved_gbp);
            cr_assert_float_eq(slice->uplift_gbp, slice->taken_gbp, N * 52 * 1.0 / 256);
        } else { /* what trim leaves above need: half of the surplus is kept, so less allocation saves a little */
            cr_assert_gt(slice->saved_gbp, 0.01 * allocated);
            cr_assert_lt(slice->saved_gbp, 0.06 * allocated);
            cr_assert_float_eq(slice->taken_gbp - slice->uplift_gbp, slice->saved_gbp + 0, 0.02 * allocated);
        }
        rasim_summary_free(summary);
        rasim_results_free(with);
        rasim_results_free(without);
        rasim_study_free(study);
    }
    scenario_remove(folder);
}

/* Runs of a study on lanes that they share, and on their own, with five sets of options. */
static void
check_shared_lanes(const rasim_study *study, size_t n_years, size_t n_groups)
{
    enum { N_OPTIONS = 5 };
    rasim_run_options options[N_OPTIONS];
    rasimi_lanes lanes;
    int64_t first = 0;
    for (size_t i = 0; i < N_OPTIONS; i++) {
        rasim_run_options_init(&options[i], study);
        options[i].replicates = 64;
        options[i].seed = 11;
        options[i].n_threads = 1;
    }
    options[1].other_seed = 12;
    options[1].other_streams = UINT64_MAX;
    options[2].without_top_slice = true;
    options[3].allocation_change = -0.2;
    options[4].price_change = 0.1;
    cr_assert_eq(rasimi_lanes_make(study, &(rasimi_seeds){.seed = 11}, (rasimi_left_out){.top_slice = false}, &lanes),
                 RASIM_OK);
    for (size_t i = 0; i < N_OPTIONS; i++) {
        rasim_results *own = NULL, *shared = NULL;
        cr_assert_eq(rasim_run(study, &options[i], &own, NULL), RASIM_OK);
        cr_assert_eq(rasimi_run_on(&lanes, study, &options[i], &shared, NULL), RASIM_OK);
        for (size_t year = 0; year < n_years; year++) {
            cr_assert_arr_eq(rasim_results_ledger(shared, 0, year, 0), rasim_results_ledger(own, 0, year, 0),
                             64 * n_groups * RASIM_N_LINES * sizeof(int64_t), "options %zu, year %zu", i, year + 1);
        }
        const int64_t net = rasim_results_ledger(own, 0, 0, 0)[RASIM_LINE_NET];
        cr_assert(i == 0 || net != first, "options %zu change nothing", i);
        first = i == 0 ? net : first;
        rasim_results_free(shared);
        rasim_results_free(own);
    }
    rasimi_lanes_clear(&lanes);
}

/* Whatever option differs, and whether people come and go or not. */
Test(run, shared_lanes_give_what_own_ones_give)
{
    static const char cut[] = "name: One pound a point\nfamily: price_per_point\nallocation: [{gbp_per_point: 1}]\n"
                              "limits: {top_slice: 0.1}\nexclusion: {threshold_gbp_week: 900}\n";
    static const char *const rest[] = {"income: {collection_rate: 0.9}\n",
                                       "horizon: 2\nturnover: [{leave_probability: 0.2}]\n"};
    for (size_t i = 0; i < 2; i++) {
        char *folder = scenario_folder();
        write_caseload(folder);
        write_framework(folder, "{tolerance: 0.1}", "{log_sd: 0.3, persistence: 0.5}", "{mean: 0.03, sd: 0.02}",
                        rest[i]);
        scenario_write(folder, "design.yaml", cut);
        rasim_study *study = scenario_load(folder, "framework.yaml");
        check_shared_lanes(study, 1 + i, 2);
        rasim_study_free(study);
        scenario_remove(folder);
    }
}
