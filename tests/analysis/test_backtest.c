/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Backtests: a forecast whose law is known in closed form, outturns drawn from the model itself, outturns that are
   shifted, years together, and what is refused. */
#include "analysis/backtest.h"

#include "analysis/series.h"
#include "engine/results.h"
#include "num/detmath.h"
#include "num/stats.h"
#include "support/law.h"
#include "support/scenario.h"

/* Prices alone move: an allocation is exactly what care costs, and nobody's need changes. */
#define PRICES_ONLY(year, seed)                                                                                        \
    "name: Prices " year "\nyear: " year "\ncaseload: people.csv\ndesigns: [a.yaml]\nenvelope: [{gbp_year: 60000}]\n"  \
    "need: [{log_sd: 0}]\nprices: [{setting: home, mean: 0, sd: 0.1}, {setting: away, mean: 0, sd: 0.1}]\n"            \
    "population: {sampling: fixed}\nconfidence_levels: [0.9]\nreplicates: 4096\nseed: " seed "\n"

/* Need, prices and practice. */
#define EVERYTHING(year, seed)                                                                                         \
    "name: All " year "\nyear: " year "\ncaseload: people.csv\ndesigns: [a.yaml]\nenvelope: [{gbp_year: 60000}]\n"     \
    "need: [{log_sd: 0.3}]\nprices: [{mean: 0.02, sd: 0.05}]\npractice: {sd: 0.1}\n"                                   \
    "population: {sampling: fixed}\nconfidence_levels: [0.9]\nreplicates: 4096\nseed: " seed "\n"

static char *
make_folder(const char *outturn)
{
    char *folder = scenario_folder();
    scenario_write(folder, "people.csv",
                   "person_id,care_group,setting,weight,weekly_cost,points\n"
                   "a,Older,home,3,100,10\nb,Older,home,2,60,6\nc,Younger,away,1,310,31\n");
    scenario_write(folder, "a.yaml", "name: A\nfamily: price_per_point\nallocation: [{gbp_per_point: 10}]\n");
    if (outturn)
        scenario_write(folder, "outturn.csv", outturn);
    return folder;
}

enum { MOST_FRAMEWORKS = 16 };

/* A backtest of n frameworks 0.yaml, 1.yaml, ... of a folder. */
static rasim_status
run_folder(const char *folder, size_t n, rasim_backtest **out, rasim_problems *problems)
{
    char *paths[MOST_FRAMEWORKS], *outturn = scenario_path(folder, "outturn.csv");
    const char *frameworks[MOST_FRAMEWORKS];
    for (size_t i = 0; i < n; i++) {
        cr_assert_gt(asprintf(&paths[i], "%s/%zu.yaml", folder, i), 0);
        frameworks[i] = paths[i];
    }
    rasim_backtest_options options;
    rasim_backtest_options_init(&options);
    options.frameworks = frameworks;
    options.n_frameworks = n;
    options.outturn = outturn;
    options.n_threads = 1;
    const rasim_status status = rasim_backtest_run(&options, out, problems);
    for (size_t i = 0; i < n; i++)
        free(paths[i]);
    free(outturn);
    return status;
}

/* ---- a law in closed form ---- */

/* Net is 52 x 730 x f, and f is lognormal with mean 1 and sd 0.1; both settings have prices of their own, so areas are
   lognormal too. The percentile of an outturn is that of the law, within the error of 4,096 replicates. */
Test(backtest, percentiles_are_those_of_the_law)
{
    static const double outturns[] = {14000, 16120, 17000, 20000};
    const double log_sd = sqrt(log(1.01)), people_gbp = 310 * 52;
    for (size_t i = 0; i < sizeof outturns / sizeof *outturns; i++) {
        char csv[256];
        snprintf(csv, sizeof csv, "year,budget_area,net_gbp\n2010,\"Younger, away\",%.0f\n", outturns[i]);
        char *folder = make_folder(csv);
        scenario_write(folder, "0.yaml", PRICES_ONLY("2010", "3"));
        rasim_backtest *backtest = NULL;
        cr_assert_eq(run_folder(folder, 1, &backtest, NULL), RASIM_OK);
        cr_assert_eq(backtest->n_points, 1);
        const rasim_backtest_point *point = &backtest->points[0];
        const double z = (log(outturns[i] / people_gbp) + log_sd * log_sd / 2) / log_sd;
        const double law = rasimi_normal_cdf(z), error = sqrt(law * (1 - law) / 4096);
        cr_assert_str_eq(point->area, "Younger, away");
        cr_assert_lt(fabs(point->percentile.probability - law), LAW_Z * error, "%g: %g, not %g", outturns[i],
                     point->percentile.probability, law);
        cr_assert(point->percentile.low <= law + 2 * error && point->percentile.high >= law - 2 * error);
        cr_assert_float_eq(point->score, z, LAW_Z * error / exp(-z * z / 2) * sqrt(2 * M_PI), "%g", point->score);
        cr_assert_float_eq(point->plan_gbp, people_gbp, 1e-6 * people_gbp);
        cr_assert_eq(point->inside[1], fabs(z) < 1.2816);
        rasim_backtest_free(backtest);
        scenario_remove(folder);
    }
}

/* A normal forecast: z, intervals and scores in closed form. */
Test(backtest, a_normal_forecast_is_judged_by_its_law)
{
    enum { N_VALUES = 10001 };
    static double sorted[N_VALUES];
    for (int i = 0; i < N_VALUES; i++)
        sorted[i] = 500 + 20 * rasimi_normal_quantile((i + 0.5) / N_VALUES);
    rasim_backtest_point point = {.outturn_gbp = 530};
    rasimi_backtest_judge(sorted, N_VALUES, &point);
    cr_assert_float_eq(point.percentile.probability, 0.9331928, 1e-4);
    cr_assert_float_eq(point.score, 1.5, 1e-3);
    cr_assert_float_eq(point.mean_gbp, 500, 1e-6);
    cr_assert_float_eq(point.sd_gbp, 20, 0.01);
    cr_assert_float_eq(point.low_gbp[1], 500 - 20 * 1.281552, 0.02);
    cr_assert_float_eq(point.high_gbp[2], 500 + 20 * 1.959964, 0.02);
    cr_assert(!point.inside[0] && !point.inside[1] && point.inside[2]);
    /* 20 (1.5 (2 x 0.9331928 - 1) + 2 x 0.1295176 - 0.5641896) */
    cr_assert_float_eq(point.crps_gbp, 20 * (1.5 * 0.8663856 + 2 * 0.1295176 - 0.5641896), 0.01);
    cr_assert_float_eq(point.crps_expected_gbp, 20 * 0.5641896, 0.01);
}

/* An outturn that several simulated years hit counts half of them. */
Test(backtest, ties_count_by_half)
{
    static const double sorted[] = {1, 2, 2, 2, 5};
    rasim_backtest_point point = {.outturn_gbp = 2};
    rasimi_backtest_judge(sorted, 5, &point);
    cr_assert_float_eq(point.percentile.probability, 0.5, 1e-15);
    cr_assert_float_eq(point.score, 0, 1e-15);
}

/* ---- outturns from the model itself ---- */

enum { REFERENCE = 4096, DRAWN = 1024 };

static double *
net_of(const char *folder, uint64_t replicates, uint64_t seed)
{
    rasim_study *study = scenario_load(folder, "0.yaml");
    rasim_results *results = scenario_run(study, replicates, seed, 1);
    rasimi_series series = {0};
    double *net = malloc(replicates * sizeof *net);
    cr_assert_not_null(net);
    cr_assert_eq(rasimi_series_create(results, &series), RASIM_OK);
    rasimi_series_fill(&series, results, 0, 0);
    for (uint64_t r = 0; r < replicates; r++)
        net[r] = (double)series.line[RASIM_LINE_NET][r];
    rasimi_series_clear(&series);
    rasim_results_free(results);
    rasim_study_free(study);
    return net;
}

/* z of the mean percentile of the outturns, which is uniform: variance 1/12 for each outturn, and the forecast's own
   4,096 years add as much of theirs. */
static double
mean_percentile_z(const double *sorted, const double *outturns, double shift, double *inside_80)
{
    double sum = 0;
    *inside_80 = 0;
    for (int i = 0; i < DRAWN; i++) {
        rasim_backtest_point point = {.outturn_gbp = outturns[i] + shift};
        rasimi_backtest_judge(sorted, REFERENCE, &point);
        sum += point.percentile.probability;
        *inside_80 += point.inside[1];
    }
    return (sum / DRAWN - 0.5) / sqrt((1.0 / DRAWN + 1.0 / REFERENCE) / 12);
}

Test(backtest, outturns_of_the_model_itself_are_uniform)
{
    const uint64_t seed = law_seed("outturns_of_the_model_itself_are_uniform");
    char *folder = make_folder(NULL);
    scenario_write(folder, "0.yaml", EVERYTHING("2010", "3"));
    double *forecast = net_of(folder, REFERENCE, seed), *outturns = net_of(folder, DRAWN, seed + 1), mean, sd, inside;
    rasimi_sort(forecast, REFERENCE);
    rasimi_mean_sd(forecast, REFERENCE, &mean, &sd);
    const double z = mean_percentile_z(forecast, outturns, 0, &inside);
    cr_assert_lt(fabs(z), LAW_Z, "%g", z);
    /* inside 80 % intervals: binomial, and the ends of the interval are off by what 4,096 years know of them */
    const double error = sqrt(0.16 * DRAWN * (1 + 2.0 * DRAWN / REFERENCE));
    cr_assert_lt(fabs(inside - 0.8 * DRAWN), LAW_Z * error, "%g", inside);
    /* the control: shifted by 0.3 sd, the same outturns fail */
    cr_assert_gt(fabs(mean_percentile_z(forecast, outturns, 0.3 * sd, &inside)), LAW_Z);
    free(outturns);
    free(forecast);
    scenario_remove(folder);
}

/* ---- several years ---- */

/* Eight frameworks; outturns are what another seed makes of each year, times a factor. */
static void
write_years(const char *folder, double factor)
{
    const uint64_t seed = law_seed("shifted_outturns_are_noticed");
    char *text = NULL;
    size_t size = 0;
    scenario_write(folder, "0.yaml", EVERYTHING("2010", "1"));
    double *outturns = net_of(folder, 64, seed);
    FILE *csv = open_memstream(&text, &size);
    fprintf(csv, "net_gbp,year\n");
    for (unsigned i = 0; i < 8; i++) {
        char name[16], *framework = NULL;
        cr_assert_gt(asprintf(&framework,
                              "name: All\nyear: '%u'\ncaseload: people.csv\ndesigns: [a.yaml]\n"
                              "envelope: [{gbp_year: 60000}]\nneed: [{log_sd: 0.3}]\n"
                              "prices: [{mean: 0.02, sd: 0.05}]\npractice: {sd: 0.1}\n"
                              "population: {sampling: fixed}\nreplicates: 1024\nseed: %u\n",
                              2010 + i, i),
                     0);
        snprintf(name, sizeof name, "%u.yaml", i);
        scenario_write(folder, name, framework);
        fprintf(csv, "%.2f,%u\n", factor * outturns[i] * 52 / RASIM_UNITS_PER_GBP, 2010 + i);
        free(framework);
    }
    fclose(csv);
    scenario_write(folder, "outturn.csv", text);
    free(text);
    free(outturns);
}

Test(backtest, shifted_outturns_are_noticed)
{
    static const double factors[] = {1, 1.4, 0.6};
    for (size_t i = 0; i < 3; i++) {
        char *folder = make_folder(NULL);
        rasim_backtest *backtest = NULL;
        write_years(folder, factors[i]);
        cr_assert_eq(run_folder(folder, 8, &backtest, NULL), RASIM_OK);
        cr_assert_eq(backtest->n_records, 1);
        const rasim_backtest_record *record = &backtest->records[0];
        cr_assert_eq(record->n, 8);
        cr_assert_null(record->area);
        if (i == 0) {
            cr_assert(record->bias_p > 1e-6 && record->narrow_p > 1e-6 && record->wide_p > 1e-6, "%g %g %g",
                      record->bias_p, record->narrow_p, record->wide_p);
        } else {
            cr_assert_lt(record->bias_p, 1e-6, "%g", record->bias_p);
            cr_assert(i == 1 ? record->bias > 0 : record->bias < 0);
            cr_assert_lt(record->inside_p[1], 0.01, "%g", record->inside_p[1]);
            cr_assert_gt(record->crps_gbp, record->crps_expected_gbp);
        }
        rasim_backtest_free(backtest);
        scenario_remove(folder);
    }
}

/* By hand: scores 1, -1 and 2. */
Test(backtest, years_are_summed_up)
{
    const rasim_backtest_point points[] = {
        {.lead = 1,
         .score = 1,
         .percentile.probability = 0.8,
         .outturn_gbp = 110,
         .plan_gbp = 100,
         .inside = {0, 1, 1}},
        {.lead = 1, .area = "Homes", .score = 9},
        {.lead = 1,
         .score = -1,
         .percentile.probability = 0.2,
         .outturn_gbp = 80,
         .plan_gbp = 100,
         .inside = {0, 1, 1}},
        {.lead = 2, .score = 9, .outturn_gbp = 1000},
        {.lead = 1, .score = 2, .percentile.probability = 0.98, .outturn_gbp = 130, .plan_gbp = 100},
    };
    rasim_backtest_record record;
    cr_assert(rasimi_backtest_sum_up(points, 5, NULL, &record));
    cr_assert_eq(record.n, 3);
    cr_assert_float_eq(record.mean_percentile, 0.66, 1e-12);
    cr_assert_float_eq(record.bias, 2.0 / 3, 1e-12);
    cr_assert_float_eq(record.bias_p, 2 * rasimi_normal_cdf(-2 / sqrt(3)), 1e-12);
    /* squares around their mean: (1 + 25 + 16) / 9 = 14/3, 2 degrees of freedom */
    cr_assert_float_eq(record.spread, sqrt(7.0 / 3), 1e-12);
    cr_assert_float_eq(record.narrow_p, exp(-7.0 / 3), 1e-12);
    cr_assert_float_eq(record.wide_p, 1 - exp(-7.0 / 3), 1e-12);
    cr_assert_eq(record.inside[1], 2);
    cr_assert_float_eq(record.inside_p[1], 1 - 0.512, 1e-12);
    cr_assert_float_eq(record.plan_error_gbp, 20, 1e-12);
    cr_assert_float_eq(record.noticeable, 2.8016 / sqrt(3), 1e-12);
    cr_assert_not(rasimi_backtest_sum_up(points, 5, "Homes", &record)); /* one year only */
}

/* Areas for all make the whole; a year that nobody forecast is told. */
Test(backtest, areas_make_the_whole)
{
    char *folder = make_folder("year,budget_area,net_gbp,note\n2010,\"Older, home\",22000,x\n"
                               "2010,\"Younger, away\",16000,\n1999,,5,\n");
    rasim_problems *problems = NULL;
    rasim_backtest *backtest = NULL;
    cr_assert_eq(rasim_problems_create(&problems), RASIM_OK);
    scenario_write(folder, "0.yaml", PRICES_ONLY("2010", "3"));
    cr_assert_eq(run_folder(folder, 1, &backtest, problems), RASIM_OK);
    cr_assert_eq(backtest->n_points, 3);
    cr_assert_null(backtest->points[0].area);
    cr_assert_eq(backtest->points[0].outturn_gbp, 38000);
    cr_assert_eq(backtest->points[0].envelope_gbp, 60000);
    cr_assert(isnan(backtest->points[1].envelope_gbp));
    cr_assert_float_eq(backtest->points[1].plan_gbp + backtest->points[2].plan_gbp, backtest->points[0].plan_gbp, 1e-6);
    cr_assert_eq(backtest->n_records, 0);
    const rasim_problem *last = rasim_problems_get(problems, rasim_problems_size(problems) - 1);
    cr_assert(last->severity == RASIM_WARNING && strstr(last->text, "'1999'"), "%s", last->text);
    rasim_backtest_free(backtest);
    rasim_problems_free(problems);
    scenario_remove(folder);
}

Test(backtest, refuses_outturns_that_cannot_be_meant)
{
    static const struct {
        const char *csv, *says;
    } cases[] = {
        {"year,net_gbp\n2011,5\n", "No row is of a year of"},
        {"year,budget_area,net_gbp\n2010,\"Older, hom\",5\n", "did you mean 'Older, home'?"},
        {"year,budget_area,net_gbp\n2010,,5\n2010,\"Older, home\",3\n2010,\"Younger, away\",3\n", "sum to 6"},
        {"year,net_gbp\n2010,5\n2010,6\n", "stands on line 2 already"},
        {"year,net_gbp\n2010,£5\n", "is no outturn"},
        {"year,net_gbp\n,5\n", "year is empty"},
        {"year,net\n2010,5\n", "'net_gbp' is missing"},
        {"year,net_gbp\n", "has no outturns"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *folder = make_folder(cases[i].csv);
        rasim_problems *problems = NULL;
        rasim_backtest *backtest = NULL;
        cr_assert_eq(rasim_problems_create(&problems), RASIM_OK);
        scenario_write(folder, "0.yaml", PRICES_ONLY("2010", "3"));
        cr_assert_eq(run_folder(folder, 1, &backtest, problems), RASIM_ERR_INPUT, "case %zu", i);
        cr_assert_null(backtest);
        cr_assert_not_null(strstr(rasim_problems_get(problems, 0)->text, cases[i].says), "%s",
                           rasim_problems_get(problems, 0)->text);
        rasim_problems_free(problems);
        scenario_remove(folder);
    }
}
