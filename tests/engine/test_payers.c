/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Income against closed forms: shares of other funders that are uncertain, contributions that grow and are collected in
   part, direct payments over parts of a year. The same bits on every instruction set. */
#include "support/law.h"
#include "support/scenario.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

enum { REPLICATES = 8000 };

/* Need is certain, allocations are what care costs: the outturn of a whole year is the package. */
#define FRAMEWORK                                                                                                      \
    "name: Income\nyear: \"1\"\ncaseload: people.csv\ndesigns: [design.yaml]\npopulation: {sampling: fixed}\n"         \
    "envelope: [{gbp_year: 1000000}]\nneed: [{log_sd: 0, persistence: 0.5}]\nprices: [{mean: 0, sd: 0}]\nreplicates: " \
    "64\n"
#define DESIGN "name: D\nfamily: price_per_point\nallocation: [{gbp_per_point: 10}]\n"
#define STREAM "income: {other_funding: [{name: NHS, column: nhs, kind: share, share_sd: 0.1}]}\n"

typedef struct made {
    char *folder;
    rasim_study *study;
    rasim_results *results;
} made;

/* Loads and runs what a framework, a design and people say. */
static made
make(const char *test, const char *framework, const char *people, double shock_scale)
{
    made m = {.folder = scenario_folder()};
    scenario_write(m.folder, "framework.yaml", framework);
    scenario_write(m.folder, "people.csv", people);
    scenario_write(m.folder, "design.yaml", DESIGN);
    m.study = scenario_load(m.folder, "framework.yaml");
    rasim_run_options options;
    rasim_run_options_init(&options, m.study);
    options.replicates = REPLICATES;
    options.seed = law_seed(test);
    options.n_threads = 2;
    options.shock_scale = shock_scale;
    cr_assert_eq(rasim_run(m.study, &options, &m.results, NULL), RASIM_OK);
    return m;
}

static void
clear(made *m)
{
    rasim_results_free(m->results);
    rasim_study_free(m->study);
    scenario_remove(m->folder);
}

/* A line over all groups in a replicate and year, £ a week of a whole year. */
static double
line_of(const rasim_results *results, size_t year, uint64_t replicate, rasim_line line)
{
    rasim_results_info info;
    rasim_results_describe(results, &info);
    const int64_t *lines = rasim_results_ledger(results, 0, year, replicate);
    int64_t sum = 0;
    for (size_t g = 0; g < info.n_groups; g++) {
        sum += lines[g * RASIM_N_LINES + line];
    }
    return (double)sum / RASIM_UNITS_PER_GBP;
}

static law_sample
sample(const rasim_results *results, size_t year, rasim_line line)
{
    static double values[REPLICATES];
    for (uint64_t r = 0; r < REPLICATES; r++) {
        values[r] = line_of(results, year, r, line);
    }
    return law_sample_of(values, REPLICATES);
}

/* ---- shares that are uncertain ---- */

/* Shares 0.2 of £400 and 0.4 of £1,000 (twice), and nobody's of £300: the mean of those paid for is 1/3; no share
   reaches 1, so what is paid has mean 880 and standard deviation 880 x 0.1 x 3. */
static const char some_paid[] = "person_id,care_group,setting,weight,weekly_cost,points,nhs\n"
                                "a,G,home,1,400,40,0.2\nb,G,home,2,1000,100,0.4\nc,G,home,1,300,30,0\n";

static void
expect_law(const rasim_results *results, size_t year, double mean, double sd)
{
    const law_sample paid = sample(results, year, RASIM_LINE_OTHER_FUNDING);
    cr_expect_lt(fabs(law_z_mean(paid, mean)), LAW_Z, "mean %g, expected %g", paid.mean, mean);
    cr_expect_lt(fabs(law_z_variance(paid, sd * sd)), LAW_Z, "sd %g, expected %g", sqrt(law_variance(paid)), sd);
    cr_expect_gt(fabs(law_z_mean(paid, 1.02 * mean)), LAW_Z, "the check would see 2 %%");
    cr_expect_gt(fabs(law_z_variance(paid, 1.21 * sd * sd)), LAW_Z, "the check would see 10 %%");
}

Test(payers, an_uncertain_share_has_the_mean_and_spread_that_are_given)
{
    static const char *const horizons[] = {"", "horizon: 3\n"};
    const double mean_share = (0.2 + 2 * 0.4) / 3, mean = 0.2 * 400 + 2 * 0.4 * 1000;
    for (size_t h = 0; h < LENGTH(horizons); h++) {
        char framework[1024];
        snprintf(framework, sizeof framework, FRAMEWORK STREAM "%s", horizons[h]);
        made m = make("income.share", framework, some_paid, 1.0);
        for (size_t year = 0; year < (h == 0 ? 1 : 3); year++) {
            expect_law(m.results, year, mean, mean * 0.1 / mean_share);
        }
        clear(&m);
    }
}

/* The questions what if shocks were half, or twice, as uncertain. */
Test(payers, a_what_if_scales_the_spread_of_shares)
{
    static const double scales[] = {0.0, 0.5, 2.0};
    const double mean_share = (0.2 + 2 * 0.4) / 3, mean = 0.2 * 400 + 2 * 0.4 * 1000;
    for (size_t s = 0; s < LENGTH(scales); s++) {
        made m = make("income.scale", FRAMEWORK STREAM, some_paid, scales[s]);
        if (scales[s] > 1) { /* some draws reach 1 / 0.4 of the mean, beyond which the dearest pay no more */
            const law_sample paid = sample(m.results, 0, RASIM_LINE_OTHER_FUNDING);
            const double sd = sqrt(law_variance(paid));
            cr_expect(sd > 0.9 * mean * 0.2 / mean_share && sd < 1.02 * mean * 0.2 / mean_share, "%g", sd);
        } else if (scales[s] > 0) {
            expect_law(m.results, 0, mean, mean * 0.05 / mean_share);
        } else {
            cr_expect_float_eq(line_of(m.results, 0, 5, RASIM_LINE_OTHER_FUNDING), mean, 0.02);
        }
        clear(&m);
    }
}

/* Everybody has the same draw, all years have the same draw, and it is a Beta draw: its distribution function is that
   of R, pbeta(x, 7.074074, 14.14815) for mean 1/3 and sd 0.1. */
Test(payers, one_beta_draw_for_everybody_and_all_years)
{
    static const struct {
        double x, p;
    } law[] = {
        {0.20, 0.0854494416667287}, {0.30, 0.391207270877967}, {1.0 / 3, 0.520547557377457}, {0.45, 0.871233983832042}};
    made m = make("income.beta", FRAMEWORK STREAM "horizon: 2\n", some_paid, 1.0);
    double below[LENGTH(law)] = {0};
    for (uint64_t r = 0; r < REPLICATES; r++) {
        const double paid = line_of(m.results, 0, r, RASIM_LINE_OTHER_FUNDING);
        cr_assert_float_eq(paid, line_of(m.results, 1, r, RASIM_LINE_OTHER_FUNDING), 1e-12);
        for (size_t i = 0; i < LENGTH(law); i++) {
            below[i] += paid / 880 / 3 <= law[i].x;
        }
    }
    for (size_t i = 0; i < LENGTH(law); i++) {
        const double se = sqrt(law[i].p * (1 - law[i].p) / REPLICATES);
        cr_expect_lt(fabs(below[i] / REPLICATES - law[i].p), LAW_Z * se, "P(share <= %g) is %g", law[i].x,
                     below[i] / REPLICATES);
    }
    clear(&m);
}

/* Nobody is paid more than care costs: where a share of 0.9 is the mean 0.5 of a few, it is held at 1. E min(1, 1.8 X)
   of X ~ Beta with mean 0.5 and sd 0.2, from R: 1.8 * E(X; X < 1/1.8) + P(X >= 1/1.8). */
Test(payers, a_share_is_held_at_all_that_care_costs)
{
    made m = make("income.held",
                  FRAMEWORK "income: {other_funding: [{name: NHS, column: nhs, kind: share, share_sd: 0.2}]}\n",
                  "person_id,care_group,setting,weight,weekly_cost,points,nhs\n"
                  "a,G,home,1,1000,100,0.9\nb,G,home,1,1000,100,0.1\n",
                  1.0);
    const law_sample paid = sample(m.results, 0, RASIM_LINE_OTHER_FUNDING);
    const double expected = 1000 * (0.795717046126617 + 0.2 * 0.5);
    cr_expect_lt(fabs(law_z_mean(paid, expected)), LAW_Z, "%g, expected %g", paid.mean, expected);
    cr_expect_gt(fabs(law_z_mean(paid, 1000)), LAW_Z, "without the hold");
    for (uint64_t r = 0; r < REPLICATES; r++) {
        cr_assert_leq(line_of(m.results, 0, r, RASIM_LINE_OTHER_FUNDING), 1200.001);
        cr_assert_geq(line_of(m.results, 0, r, RASIM_LINE_NET), 0);
    }
    clear(&m);
}

/* The plan has the mean, whatever the spread. */
Test(payers, the_plan_pays_the_columns_share)
{
    made m = make("income.plan", FRAMEWORK STREAM, some_paid, 1.0);
    rasim_summary *summary = NULL;
    cr_assert_eq(rasim_summarise(m.results, NULL, &summary), RASIM_OK);
    cr_expect_float_eq(summary->designs[0].years[0].plan_gbp, 52 * (400 + 2 * 1000 + 300 - 880), 0.5);
    rasim_summary_free(summary);
    clear(&m);
}

/* A Gaussian copula with the price of care: where both are normal scores, the correlation is the one given. Price is
   lognormal of little spread and the share far from its ends, so figures correlate nearly as scores do. */
Test(payers, a_share_correlates_with_a_price)
{
    made m =
        make("income.correlation",
             "name: Income\nyear: \"1\"\ncaseload: people.csv\ndesigns: [design.yaml]\n"
             "population: {sampling: fixed}\nenvelope: [{gbp_year: 1000000}]\nneed: [{log_sd: 0, persistence: 0.5}]\n"
             "prices: [{mean: 0, sd: 0.02}]\n"
             "correlations: [{a: price, b: 'funding share: NHS', rho: -0.6}]\n"
             "income: {other_funding: [{name: NHS, column: nhs, kind: share, share_sd: 0.05}]}\n",
             "person_id,care_group,setting,weekly_cost,points,nhs\na,G,home,1000,100,0.5\n", 1.0);
    double sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0;
    for (uint64_t r = 0; r < REPLICATES; r++) {
        const double price = 1 + line_of(m.results, 0, r, RASIM_LINE_PRICE_SURPRISE) / 1000;
        const double share = line_of(m.results, 0, r, RASIM_LINE_OTHER_FUNDING) / (1000 * price);
        sx += price, sy += share, sxx += price * price, syy += share * share, sxy += price * share;
    }
    const double n = REPLICATES;
    const double rho = (n * sxy - sx * sy) / sqrt((n * sxx - sx * sx) * (n * syy - sy * sy));
    cr_expect_lt(fabs(atanh(rho) - atanh(-0.6)) * sqrt(n - 3), LAW_Z, "%g", rho);
    clear(&m);
}

/* ---- contributions ---- */

/* What is owed is the contribution, but never more than is left of the outturn; of that, the share is collected. */
Test(payers, collection_applies_to_what_is_owed_also_of_full_cost)
{
    static const char *const horizons[] = {"", "horizon: 2\n"};
    for (size_t h = 0; h < LENGTH(horizons); h++) {
        char framework[1024];
        snprintf(framework, sizeof framework,
                 FRAMEWORK "income: {collection_rate: 0.9, other_funding: [{name: NHS, column: nhs}]}\n%s",
                 horizons[h]);
        made m = make("income.collection", framework,
                      "person_id,care_group,setting,weekly_cost,points,client_contribution,nhs\n"
                      "part,G,home,500,50,100,0\nfull,G,home,500,50,65536,0\njust,G,home,500,50,520,0\n"
                      "both,G,home,500,50,490,100\n",
                      1.0);
        rasim_summary *summary = NULL;
        const double owed = 100 + 500 + 500 + 400;
        cr_assert_eq(rasim_summarise(m.results, NULL, &summary), RASIM_OK);
        for (size_t year = 0; year < (h == 0 ? 1 : 2); year++) {
            cr_expect_float_eq(line_of(m.results, year, 3, RASIM_LINE_CONTRIBUTION), 0.9 * owed, 0.01);
            cr_expect_float_eq(line_of(m.results, year, 3, RASIM_LINE_NET), 2000 - 100 - 0.9 * owed, 0.01);
            cr_expect_float_eq(summary->designs[0].years[year].plan_gbp, 52 * (1900 - 0.9 * owed), 0.5);
        }
        rasim_summary_free(summary);
        clear(&m);
    }
}

/* Contributions grow every year; who pays the full cost goes on doing so, even where others' contributions fall. */
Test(payers, contributions_are_uprated_every_year)
{
    static const double rates[] = {0.05, -0.5};
    for (size_t i = 0; i < LENGTH(rates); i++) {
        char framework[1024];
        snprintf(framework, sizeof framework,
                 FRAMEWORK "horizon: 10\nfinancial_assessment: {year: 2025/26, residential_settings: [care]}\n"
                           "income: {contribution_uprating: %g}\n",
                 rates[i]);
        made m = make("income.uprated", framework,
                      "person_id,care_group,setting,weekly_cost,points,age,income_gbp_week,capital_gbp\n"
                      "part,G,home,500,50,40,200,0\nfull,G,home,900,90,40,200,30000\n",
                      1.0);
        rasim_summary *summary = NULL;
        cr_assert_eq(rasim_summarise(m.results, NULL, &summary), RASIM_OK);
        for (size_t year = 0; year < 10; year++) {
            const double assessed = fmin(87.5 * pow(1 + rates[i], (double)year + 1), 500); /* 200 - 112.50 */
            cr_expect_float_eq(line_of(m.results, year, 3, RASIM_LINE_CONTRIBUTION), assessed + 900, 0.01,
                               "year %zu: %g", year, line_of(m.results, year, 3, RASIM_LINE_CONTRIBUTION));
            cr_expect_float_eq(summary->designs[0].years[year].plan_gbp, 52 * (500 - assessed), 0.5, "year %zu", year);
        }
        rasim_summary_free(summary);
        clear(&m);
    }
}

/* ---- direct payments over parts of a year ---- */

/* Whoever leaves in the year costs, and gives back, in proportion to the weeks: what is not spent is the same share of
   the budgets in every replicate, to rounding. */
Test(payers, underuse_is_of_the_weeks_in_care)
{
    made m = make("income.underuse",
                  FRAMEWORK "horizon: 2\nturnover: [{leave_probability: 0.3, starters_share: 0.3}]\n"
                            "outturn: {direct_payment_underuse: 0.2, direct_payment_recovered: 0.25}\n",
                  "person_id,care_group,setting,weight,weekly_cost,points,delivery,client_contribution\n"
                  "a,G,home,40,400,40,direct payment,30\nb,G,home,40,800,80,direct payment,70\n",
                  1.0);
    double weeks = 0;
    for (uint64_t r = 0; r < REPLICATES; r += 40) {
        const double years = line_of(m.results, 1, r, RASIM_LINE_PERSON_YEARS) * RASIM_UNITS_PER_GBP / 4096;
        const double gross = line_of(m.results, 1, r, RASIM_LINE_INDICATIVE);
        cr_assert(years > 5 && fabs(years - rint(years)) > 1e-6, "%g person-years, of people and parts", years);
        cr_expect_float_eq(line_of(m.results, 1, r, RASIM_LINE_UNDERSPEND), 0.05 * gross, 0.005 * years + 0.5);
        cr_expect_float_eq(line_of(m.results, 1, r, RASIM_LINE_NET),
                           0.95 * gross - line_of(m.results, 1, r, RASIM_LINE_CONTRIBUTION), 0.5);
        weeks += line_of(m.results, 1, r, RASIM_LINE_CONTRIBUTION) / gross;
    }
    cr_expect_float_eq(weeks / (REPLICATES / 40.0), 100.0 / 1200, 0.01, "contributions go with the weeks too");
    clear(&m);
}

/* ---- bits ---- */

Test(payers, instruction_sets_and_threads_give_the_same_bits)
{
    static const char *const horizons[] = {"",
                                           "horizon: 2\nturnover: [{leave_probability: 0.2, starters_share: 0.2}]\n"};
    static const char *const sets[] = {"portable", "avx2", "avx512"};
    char *folder = scenario_folder();
    scenario_write(folder, "people.csv",
                   "person_id,care_group,setting,weight,weekly_cost,points,nhs,icb,client_contribution\n"
                   "a,G,home,1,400,40,0.2,0.7,20\nb,G,home,3,1000,100,0.4,0,9999\nc,G,home,1,300,30,0,0.5,0\n");
    scenario_write(folder, "design.yaml", DESIGN);
    for (size_t h = 0; h < LENGTH(horizons); h++) {
        char framework[1024];
        snprintf(framework, sizeof framework,
                 FRAMEWORK "income: {collection_rate: 0.9, contribution_uprating: 0.03, other_funding: [{name: NHS, "
                           "column: nhs, kind: share, share_sd: 0.1}, {name: ICB, column: icb, kind: share, share_sd: "
                           "0.15}]}\n%s",
                 horizons[h]);
        scenario_write(folder, "framework.yaml", framework);
        rasim_study *study = scenario_load(folder, "framework.yaml");
        rasim_results *runs[LENGTH(sets)] = {NULL};
        for (size_t s = 0; s < LENGTH(sets); s++) {
            rasim_run_options options;
            rasim_run_options_init(&options, study);
            options.replicates = 256;
            options.n_threads = 1 + (int)s;
            setenv("RASIM_ISA", sets[s], 1);
            if (rasim_run(study, &options, &runs[s], NULL) != RASIM_OK) { /* this machine lacks the set */
                continue;
            }
            for (uint64_t r = 0; r < 256; r++) {
                cr_assert_arr_eq(rasim_results_ledger(runs[s], 0, h, r), rasim_results_ledger(runs[0], 0, h, r),
                                 RASIM_N_LINES * sizeof(int64_t), "%s: replicate %lu", sets[s], (unsigned long)r);
            }
        }
        for (size_t s = 0; s < LENGTH(sets); s++) {
            rasim_results_free(runs[s]);
        }
        rasim_study_free(study);
    }
    scenario_remove(folder);
}
