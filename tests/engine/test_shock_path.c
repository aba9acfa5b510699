/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shared shocks over several years against their laws: means, quantiles, cumulated indices, correlations between shocks
   and from year to year. */
#include "support/several.h"

#include "engine/shocks.h"

#include <gsl/gsl_cdf.h>

enum { N = 20000, YEARS = 4 };

#define PERSON "person_id,care_group,setting,weekly_cost,points\na,A,community,500,500\nb,B,nursing,900,900\n"
#define BASE   "need: [{log_sd: 0, persistence: 0}]\npopulation: {sampling: fixed}\nhorizon: 4\n"

/* What is drawn of N replicates. */
typedef struct drawn {
    several s;
    double price[YEARS][2][N]; /* cumulated price index by setting: community, nursing */
    double demand[YEARS][2][N];
    double uplift[YEARS][N], leniency[YEARS][N], optimism[YEARS][N], envelope[YEARS][N];
} drawn;

static drawn *
draw(const char *rest, double scale, const char *name)
{
    drawn *d = malloc(sizeof *d);
    cr_assert_not_null(d);
    char *text = NULL;
    cr_assert_gt(asprintf(&text, BASE "%s", rest), 0);
    d->s = several_make(PERSON, SEVERAL_POUND_A_POINT, text);
    free(text);
    const rasimi_seeds seeds = {.seed = law_seed(name)};
    rasimi_shocks shocks;
    rasimi_shock_path path;
    cr_assert_eq(rasimi_shocks_make(d->s.study, &seeds, scale, &shocks, NULL), RASIM_OK);
    cr_assert_eq(rasimi_shock_path_make(&shocks, &path), RASIM_OK);
    for (uint64_t r = 0; r < N; r++) {
        rasimi_shock_path_draw(&shocks, r, &path);
        for (size_t t = 0; t < YEARS; t++) {
            for (size_t k = 0; k < 2; k++) {
                d->price[t][k][r] = (double)path.years[t].kernel.price[k] * d->s.study->price_index[2 * t + k];
                d->demand[t][k][r] = path.years[t].demand[k];
            }
            d->uplift[t][r] = (double)path.years[t].kernel.uplift_share;
            d->leniency[t][r] = (double)path.years[t].kernel.leniency;
            d->optimism[t][r] = (double)path.years[t].kernel.need_factor;
            d->envelope[t][r] = path.years[t].envelope;
        }
    }
    rasimi_shock_path_clear(&path);
    rasimi_shocks_clear(&shocks);
    return d;
}

static void
release(drawn *d)
{
    several_free(&d->s);
    free(d);
}

/* The share of replicates at or below a quantile is the quantile's, within the binomial's error. */
static double
z_below(const double *x, double quantile, double p)
{
    double below = 0;
    for (int i = 0; i < N; i++) {
        below += x[i] <= quantile;
    }
    return (below - N * p) / sqrt(N * p * (1 - p));
}

static double
correlation(const double *x, const double *y)
{
    double mx = 0, my = 0, xx = 0, yy = 0, xy = 0;
    for (int i = 0; i < N; i++) {
        mx += x[i] / N;
        my += y[i] / N;
    }
    for (int i = 0; i < N; i++) {
        xx += (x[i] - mx) * (x[i] - mx);
        yy += (y[i] - my) * (y[i] - my);
        xy += (x[i] - mx) * (y[i] - my);
    }
    return xy / sqrt(xx * yy);
}

/* Fisher's z against a correlation of normals. */
static double
z_correlation(const double *x, const double *y, double rho)
{
    return (atanh(correlation(x, y)) - atanh(rho)) * sqrt(N - 3.0);
}

/* ---- laws ---- */

static double
lognormal_quantile(double p, double mean, double sd)
{
    const double v = log1p(sd * sd / ((1 + mean) * (1 + mean)));
    return exp(log(1 + mean) - v / 2 + sqrt(v) * gsl_cdf_ugaussian_Pinv(p));
}
static double
normal_quantile(double p)
{
    return 1.03 + 0.02 * gsl_cdf_ugaussian_Pinv(p);
}
static double
default_quantile(double p)
{
    return lognormal_quantile(p, 0.03, 0.06);
}
static double
triangular_quantile(double p)
{
    const double a = -0.01, c = 0.02, b = 0.08, at = (c - a) / (b - a);
    return 1 + (p < at ? a + sqrt(p * (b - a) * (c - a)) : b - sqrt((1 - p) * (b - a) * (b - c)));
}
static double
pert_quantile(double p)
{
    const double a = -0.01, c = 0.02, b = 0.08;
    return 1 + a + (b - a) * gsl_cdf_beta_Pinv(p, 1 + 4 * (c - a) / (b - a), 1 + 4 * (b - c) / (b - a));
}
static double
uniform_quantile(double p)
{
    return 0.99 + 0.07 * p;
}

static const struct {
    const char *row;
    double mean;
    double (*quantile)(double p);
} laws[] = {
    {"mean: 0.03, sd: 0.06", 0.03, default_quantile},
    {"law: normal, mean: 0.03, sd: 0.02", 0.03, normal_quantile},
    {"law: triangular, low: -0.01, mode: 0.02, high: 0.08", 0.03, triangular_quantile},
    {"law: pert, low: -0.01, mode: 0.02, high: 0.08", 0.025, pert_quantile},
    {"law: uniform, low: -0.01, high: 0.06", 0.025, uniform_quantile},
};

/* One year's growth has its law's mean and quantiles in prices, demand and funding, in the first year and the last;
   what a law expects over years is what the study plans with. */
Test(shock_path, growth_has_its_law)
{
    static const double levels[] = {0.02, 0.25, 0.5, 0.9, 0.99};
    static double growth[N];
    for (size_t l = 0; l < sizeof laws / sizeof *laws; l++) {
        char *text = NULL;
        cr_assert_gt(asprintf(&text, "prices: [{%s}]\ndemand: [{%s}]\nfunding: {%s%s}\n", laws[l].row, laws[l].row,
                              l == 0 ? "law: lognormal, " : "", laws[l].row),
                     0);
        drawn *d = draw(text, 1, "shock_path.laws");
        for (size_t t = 0; t < YEARS; t += YEARS - 1) {
            const double *const values[] = {d->price[t][0], d->demand[t][0], d->envelope[t]};
            const double *const before[] = {d->price[t - (t > 0)][0], d->demand[t - (t > 0)][0], NULL};
            for (size_t v = 0; v < 3; v++) {
                for (int r = 0; r < N; r++) {
                    growth[r] = t > 0 && before[v] != NULL ? values[v][r] / before[v][r] : values[v][r];
                }
                const double z = law_z_mean(law_sample_of(growth, N), 1 + laws[l].mean);
                cr_assert_lt(fabs(z), LAW_Z, "%s: mean of year %zu, z %g", laws[l].row, t + 1, z);
                for (size_t q = 0; q < sizeof levels / sizeof *levels; q++) {
                    const double below = z_below(growth, laws[l].quantile(levels[q]), levels[q]);
                    cr_assert_lt(fabs(below), LAW_Z, "%s: quantile %g, z %g", laws[l].row, levels[q], below);
                }
                cr_assert_gt(fabs(z_below(growth, laws[l].quantile(0.5) + 0.005, 0.5)), LAW_Z, "the control");
            }
        }
        for (size_t t = 0; t < YEARS; t++) {
            const rasim_study *study = d->s.study;
            cr_assert_float_eq(study->price_index[2 * t], pow(1 + laws[l].mean, (double)t + 1), 1e-12);
            cr_assert_lt(fabs(law_z_mean(law_sample_of(d->price[t][0], N), study->price_index[2 * t])), LAW_Z);
            cr_assert_lt(fabs(law_z_mean(law_sample_of(d->demand[t][1], N), study->demand_index[2 * t + 1])), LAW_Z);
        }
        release(d);
        free(text);
    }
}

/* Prices accumulate: after four years the log has four times the variance of one. */
Test(shock_path, independent_years_accumulate)
{
    drawn *d = draw("prices: [{mean: 0.03, sd: 0.06}]\n", 1, "shock_path.accumulate");
    const double v = log1p(pow(0.06 / 1.03, 2));
    static double logs[N];
    for (size_t t = 0; t < YEARS; t++) {
        for (int r = 0; r < N; r++) {
            logs[r] = log(d->price[t][0][r]);
        }
        const law_sample s = law_sample_of(logs, N);
        const double years = (double)t + 1;
        cr_assert_lt(fabs(law_z_variance(s, years * v)), LAW_Z, "year %zu: %g", t + 1, law_variance(s));
        cr_assert_lt(fabs(law_z_mean(s, years * (log(1.03) - v / 2))), LAW_Z, "year %zu: %g", t + 1, s.mean);
        if (t > 0) {
            cr_assert_gt(fabs(law_z_variance(s, v)), LAW_Z, "the control must be noticed");
        }
    }
    release(d);
}

/* ---- from year to year ---- */

/* Scores of consecutive years have the autocorrelation, of years d apart its power; the expected index takes it in,
   whether it is above 0 or below. */
static void
check_autocorrelation(double a)
{
    char *text = NULL;
    static double scores[YEARS][N];
    cr_assert_gt(asprintf(&text, "prices: [{mean: 0.02, sd: 0.2, autocorrelation: %g}]\n", a), 0);
    drawn *d = draw(text, 1, "shock_path.autocorrelation");
    for (size_t t = 0; t < YEARS; t++) {
        for (int r = 0; r < N; r++) {
            scores[t][r] = log(d->price[t][0][r] / (t > 0 ? d->price[t - 1][0][r] : 1));
        }
        const double expected = d->s.study->price_index[2 * t];
        const law_sample s = law_sample_of(d->price[t][0], N);
        cr_assert_lt(fabs(law_z_mean(s, expected)), LAW_Z, "%g: year %zu: %g, expected %g", a, t + 1, s.mean, expected);
        if (t == YEARS - 1) {
            cr_assert_gt(fabs(law_z_mean(s, pow(1.02, YEARS))), LAW_Z, "%g: the control must be noticed", a);
        }
    }
    for (size_t t = 1; t < YEARS; t++) {
        cr_assert_lt(fabs(z_correlation(scores[t - 1], scores[t], a)), LAW_Z, "%g: %g", a,
                     correlation(scores[t - 1], scores[t]));
        cr_assert_lt(fabs(z_correlation(scores[0], scores[t], pow(a, (double)t))), LAW_Z, "%g: %zu years", a, t);
    }
    cr_assert_gt(fabs(z_correlation(scores[0], scores[1], 0.9 * a)), LAW_Z, "the control must be noticed");
    release(d);
    free(text);
}

Test(shock_path, years_have_their_autocorrelation)
{
    check_autocorrelation(0.6);
    check_autocorrelation(-0.5);
}

/* ---- between shocks ---- */

/* In every year the scores of all kinds of shock have the matrix's correlations, and unnamed pairs none. */
Test(shock_path, shocks_have_their_correlations)
{
    drawn *d = draw("prices: [{mean: 0.03, sd: 0.02}, {setting: nursing, mean: 0.04, sd: 0.03}]\n"
                    "demand: [{mean: 0.02, sd: 0.04}, {care_group: B, mean: 0.01, sd: 0.05}]\n"
                    "funding: {law: normal, mean: 0, sd: 0.02}\npractice: {sd: 0.1}\nassessment: {leniency_sd: 2}\n"
                    "sign_off: {uplift_share: 0.5, trim_share: 0.2}\noptimism: {mean: 0.02, sd: 0.03}\n"
                    "correlations: [{a: price, b: \"price: nursing\", rho: 0.7}, {a: price, b: demand, rho: -0.3}, "
                    "{a: demand, b: \"demand: B\", rho: 0.5}, {a: practice, b: leniency, rho: 0.4}, "
                    "{a: funding, b: price, rho: 0.25}, {a: practice, b: funding, rho: -0.2}]\n",
                    1, "shock_path.correlations");
    enum { KINDS = 7 };
    static const double matrix[KINDS][KINDS] = {
        /* price, nursing, demand A, demand B, practice, leniency, funding */
        {1, 0.7, -0.3, 0, 0, 0, 0.25}, {0.7, 1, 0, 0, 0, 0, 0}, {-0.3, 0, 1, 0.5, 0, 0, 0},  {0, 0, 0.5, 1, 0, 0, 0},
        {0, 0, 0, 0, 1, 0.4, -0.2},    {0, 0, 0, 0, 0.4, 1, 0}, {0.25, 0, 0, 0, -0.2, 0, 1},
    };
    static double scores[2][KINDS][N]; /* of two years */
    for (size_t t = 0; t < 2; t++) {
        for (int r = 0; r < N; r++) {
            const size_t before = t > 0 ? t - 1 : 0;
            for (size_t k = 0; k < 2; k++) {
                scores[t][k][r] = log(d->price[t][k][r] / (t > 0 ? d->price[before][k][r] : 1));
                scores[t][2 + k][r] = log(d->demand[t][k][r] / (t > 0 ? d->demand[before][k][r] : 1));
            }
            scores[t][4][r] = log(d->uplift[t][r]);
            scores[t][5][r] = d->leniency[t][r];
            scores[t][6][r] = d->envelope[t][r];
            cr_assert_eq(d->optimism[t][r], d->optimism[0][r], "optimism is the same in all years");
        }
        for (size_t i = 0; i < KINDS; i++) {
            for (size_t j = 0; j < i; j++) {
                const double z = z_correlation(scores[t][i], scores[t][j], matrix[i][j]);
                cr_assert_lt(fabs(z), LAW_Z, "year %zu, %zu and %zu: %g for %g", t + 1, i, j,
                             correlation(scores[t][i], scores[t][j]), matrix[i][j]);
            }
        }
    }
    for (size_t i = 0; i < KINDS; i++) {
        cr_assert_lt(fabs(z_correlation(scores[0][i], scores[1][i], 0)), LAW_Z, "years are independent");
    }
    cr_assert_gt(fabs(z_correlation(scores[0][0], scores[0][1], 0.66)), LAW_Z, "the control must be noticed");
    const law_sample optimism = law_sample_of(d->optimism[0], N);
    cr_assert_lt(fabs(law_z_mean(optimism, 1.02)), LAW_Z, "optimism %g", optimism.mean);
    cr_assert_lt(fabs(law_z_variance(optimism, 0.0009)), LAW_Z, "optimism %g", law_variance(optimism));
    cr_assert_lt(fabs(law_z_mean(law_sample_of(d->uplift[1], N), 0.5)), LAW_Z, "practice has mean 1");
    release(d);
}

/* The matrix is that of what is new in each year: with another autocorrelation beside it a shock carries on what the
   other does not. */
Test(shock_path, what_is_new_in_a_year_has_the_correlations)
{
    const double a = 0.8, b = 0.3, rho = 0.7;
    drawn *d = draw("prices: [{mean: 0.03, sd: 0.04, autocorrelation: 0.8}]\n"
                    "demand: [{mean: 0.02, sd: 0.04, autocorrelation: 0.3}]\n"
                    "correlations: [{a: price, b: demand, rho: 0.7}]\n",
                    1, "shock_path.new_in_a_year");
    static double price[N], demand[N];
    double expected = rho;
    for (size_t t = 0; t < YEARS; t++) {
        for (int r = 0; r < N; r++) {
            price[r] = log(d->price[t][0][r] / (t > 0 ? d->price[t - 1][0][r] : 1));
            demand[r] = log(d->demand[t][0][r] / (t > 0 ? d->demand[t - 1][0][r] : 1));
        }
        cr_assert_lt(fabs(z_correlation(price, demand, expected)), LAW_Z, "year %zu: %g, expected %g", t + 1,
                     correlation(price, demand), expected);
        expected = a * b * expected + sqrt((1 - a * a) * (1 - b * b)) * rho;
    }
    release(d);
}

/* ---- every sd at once ---- */

Test(shock_path, a_scale_multiplies_every_sd_and_moves_no_mean)
{
    static const char rest[] = "prices: [{law: pert, low: 0, mode: 0.02, high: 0.08}]\n"
                               "demand: [{law: normal, mean: 0.02, sd: 0.04}]\nfunding: {law: uniform, low: -0.04, "
                               "high: 0.02}\noptimism: {sd: 0.03}\nassessment: {leniency_sd: 2}\n";
    drawn *one = draw(rest, 1, "shock_path.scale"), *two = draw(rest, 2, "shock_path.scale");
    drawn *none = draw(rest, 0, "shock_path.scale");
    const double *const pairs[][2] = {{one->price[0][0], two->price[0][0]},
                                      {one->demand[0][0], two->demand[0][0]},
                                      {one->envelope[0], two->envelope[0]},
                                      {one->optimism[0], two->optimism[0]},
                                      {one->leniency[0], two->leniency[0]}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        const law_sample a = law_sample_of(pairs[i][0], N), b = law_sample_of(pairs[i][1], N);
        cr_assert_float_eq(sqrt(law_variance(b) / law_variance(a)), 2, 0.02, "pair %zu", i);
        cr_assert_float_eq(a.mean, b.mean, LAW_Z * sqrt(law_variance(b) / N), "pair %zu", i);
    }
    for (int r = 0; r < N; r += 997) {
        for (size_t t = 0; t < YEARS; t++) {
            cr_assert_float_eq(none->price[t][0][r], one->s.study->price_index[2 * t], 1e-6);
            cr_assert_float_eq(none->demand[t][0][r], pow(1.02, (double)t + 1), 1e-9);
            cr_assert_eq(none->leniency[t][r], 0);
        }
    }
    release(one);
    release(two);
    release(none);
}

/* What prices do in a year reaches the ledger as that year's index, against what was planned for it. */
Test(shock_path, the_ledger_has_the_index_of_its_year)
{
    enum { R = 256 };
    several s = several_make(PERSON, SEVERAL_POUND_A_POINT,
                             BASE SEVERAL_FULL_DUTY "prices: [{mean: 0.03, sd: 0.05}]\nprice_passthrough: 0.6\n");
    rasim_results *results = scenario_run(s.study, R, 7, 1);
    const rasimi_seeds seeds = {.seed = 7};
    rasimi_shocks shocks;
    rasimi_shock_path path;
    cr_assert_eq(rasimi_shocks_make(s.study, &seeds, 1, &shocks, NULL), RASIM_OK);
    cr_assert_eq(rasimi_shock_path_make(&shocks, &path), RASIM_OK);
    for (uint64_t r = 0; r < R; r++) {
        double index = 1;
        rasimi_shock_path_draw(&shocks, r, &path);
        for (size_t t = 0; t < YEARS; t++) {
            double normals[8], work[16];
            rasimi_shocks_normals(&shocks, r, (uint32_t)t, normals, work);
            const double v = log1p(pow(0.05 / 1.03, 2)), planned = pow(1.03, (double)t + 1);
            index *= exp(log(1.03) - v / 2 + sqrt(v) * normals[0]);
            const double net = 1400 * planned * (1 + 0.6 * (index / planned - 1));
            cr_assert_float_eq(several_line(results, t, r, SEVERAL_ALL, RASIM_LINE_NET), net, 0.01, "year %zu", t + 1);
        }
    }
    rasimi_shock_path_clear(&path);
    rasimi_shocks_clear(&shocks);
    rasim_results_free(results);
    several_free(&s);
}
