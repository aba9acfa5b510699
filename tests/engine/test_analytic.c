/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The analytic engine's parts that add people up: the urn's exact variance and third moment, interpolation, points of
   the shared shocks, quantiles of a mixture against the fast Fourier transform, and where the engine does not apply. */
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_fft_complex.h>
#include <time.h>

#include "engine/against_runs.h"
#include "engine/analytic_sums.h"

/* ---- the urn ---- */

enum { URN_ROWS = 4, URN_UNSEEN = 3 };

static const double urn_costs[URN_ROWS] = {100, 130, 310, 900};

/* Every population that the urn of four rows and three unseen people can give, each as likely as it is: one row left
   out, then all ways of sharing three people among three rows. */
static void
enumerate_urn(double *variance, double *third)
{
    double n = 0, sums[4] = {0};
    for (int left_out = 0; left_out < URN_ROWS; left_out++) {
        for (int a = 0; a <= URN_UNSEEN; a++) {
            for (int b = 0; a + b <= URN_UNSEEN; b++) {
                const int shares[URN_ROWS - 1] = {a, b, URN_UNSEEN - a - b};
                double total = 0;
                for (int i = 0, j = 0; i < URN_ROWS; i++) {
                    total += urn_costs[i] * (i == left_out ? 1 : 1 + shares[j]);
                    j += i != left_out;
                }
                n++;
                for (int k = 1; k < 4; k++) {
                    sums[k] += pow(total, k);
                }
            }
        }
    }
    const double m = sums[1] / n;
    *variance = sums[2] / n - m * m;
    *third = sums[3] / n - 3 * m * sums[2] / n + 2 * m * m * m;
}

static void
central_moments(double *square, double *cube)
{
    double m = 0;
    *square = *cube = 0;
    for (int i = 0; i < URN_ROWS; i++) {
        m += urn_costs[i] / URN_ROWS;
    }
    for (int i = 0; i < URN_ROWS; i++) {
        *square += pow(urn_costs[i] - m, 2) / URN_ROWS;
        *cube += pow(urn_costs[i] - m, 3) / URN_ROWS;
    }
}

Test(analytic, the_urn_has_the_moments_of_all_its_populations)
{
    double variance, third, square, cube;
    enumerate_urn(&variance, &third);
    central_moments(&square, &cube);
    const rasimi_urn_law law = rasimi_urn_law_of(URN_ROWS, URN_UNSEEN, true);
    cr_assert_lt(fabs(law.variance * square / variance - 1), 1e-10, "%g, not %g", law.variance * square, variance);
    cr_assert_lt(fabs(law.third * cube / third - 1), 1e-10, "%g, not %g", law.third * cube, third);
    const double N = URN_ROWS + URN_UNSEEN, n = URN_ROWS, s2 = square * n / (n - 1);
    cr_assert_lt(fabs(law.variance * square / (N * N * (1 - n / N) * (s2 / n) * (N - 2) / N) - 1), 1e-12,
                 "the textbook's variance");
    cr_assert_eq(rasimi_urn_law_of(10, 0, true).variance, 0);
}

/* The unequal urn on two classes of rows is the beta-binomial, whose moments are in every book. */
Test(analytic, the_unequal_urn_has_the_moments_of_the_beta_binomial)
{
    const double mass = 12, unseen = 30, p = 0.3, a = mass * p, b = mass * (1 - p), m = unseen;
    const double variance = m * p * (1 - p) * (a + b + m) / (a + b + 1);
    const double skewness = (a + b + 2 * m) * (b - a) / (a + b + 2) * sqrt((1 + a + b) / (m * a * b * (m + a + b)));
    const rasimi_urn_law law = rasimi_urn_law_of(mass + 2, unseen, false);
    cr_assert_lt(fabs(law.variance * p * (1 - p) / variance - 1), 1e-12);
    cr_assert_lt(fabs(law.third * p * (1 - p) * (1 - 2 * p) / (skewness * pow(variance, 1.5)) - 1), 1e-12);
}

/* Packages that do not move: the whole variance is the sample's. */
Test(analytic, a_still_sample_has_exactly_the_variance_of_its_total)
{
    enum { ROWS = 12, PEOPLE = 90 };
    char *folder = scenario_folder(), *csv = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&csv, &size);
    double mean = 0, square = 0;
    fprintf(out, "person_id,care_group,setting,weekly_cost,points\n");
    for (int i = 0; i < ROWS; i++) {
        const double cost = 100 + 17 * i + 3 * (i % 4) * (i % 4);
        fprintf(out, "p%d,A,community,%.2f,%.2f\n", i, cost, cost);
        mean += cost / ROWS;
        square += cost * cost;
    }
    fclose(out);
    scenario_write(folder, "caseload.csv", csv);
    scenario_write(folder, "design.yaml", "name: D\nfamily: price_per_point\nallocation: [{gbp_per_point: 1}]\n");
    scenario_write(folder, "framework.yaml",
                   "name: S\nyear: \"1\"\nprice_date: \"1\"\ncaseload: caseload.csv\ndesigns: [design.yaml]\n"
                   "population: {sampling: polya, frame: [{people: 90}]}\nenvelope: [{gbp_year: 1e9}]\nneed: [{log_sd: "
                   "0}]\nprices: [{mean: 0, sd: 0}]\nsign_off: {trim_share: 1}\n");
    rasim_study *study = scenario_load(folder, "framework.yaml");
    rasim_analytic *analytic = solve_analytic(study, 1);
    const double N = PEOPLE, n = ROWS, s2 = (square - n * mean * mean) / (n - 1);
    const double sd = 52 * sqrt(N * N * (1 - n / N) * (s2 / n) * (N - 2) / N);
    cr_assert_lt(fabs(analytic->designs[0].mean / (52 * N * mean) - 1), 1e-6);
    cr_assert_lt(fabs(analytic->designs[0].sd / sd - 1), 1e-6, "%g, not %g", analytic->designs[0].sd, sd);
    cr_assert_eq(analytic->designs[0].affordability, 1);
    rasim_analytic_free(analytic);
    rasim_study_free(study);
    scenario_remove(folder);
    free(csv);
}

/* ---- interpolation ---- */

static double
cubic(double x)
{
    return ((2 * x - 3) * x + 0.5) * x + 7;
}

static double
interpolate(const rasimi_axis *axis, double (*of)(double), double x)
{
    double weights[RASIMI_AXIS_ORDER], sum = 0;
    const size_t first = rasimi_axis_weights(axis, x, weights);
    for (size_t i = 0; i < axis->order; i++) {
        sum += weights[i] * of(axis->node[first + i]);
    }
    return sum;
}

static double
bent(double x)
{
    return x < 1.3 ? cubic(x) : cubic(1.3) + 40 * (x - 1.3);
}

Test(analytic, interpolation_is_exact_for_its_polynomials)
{
    rasimi_axis one, kinked, point;
    rasimi_axis_make(-1, 2, 1, 4, &one);
    rasimi_axis_make_kinked(-1, 2, 1.3, 4, &kinked);
    rasimi_axis_make(0.7, 0.7, 3, 4, &point);
    for (double x = -1; x <= 2; x += 0.01) {
        cr_assert_lt(fabs(interpolate(&one, cubic, x) - cubic(x)), 1e-12);
        cr_assert_lt(fabs(interpolate(&kinked, bent, x) - bent(x)), 1e-12);
    }
    cr_assert_gt(fabs(interpolate(&one, bent, 1.2) - bent(1.2)), 0.1, "a kink is no polynomial");
    cr_assert_eq(point.n, 1);
    cr_assert_eq(interpolate(&point, cubic, 0.7), cubic(0.7));
}

/* ---- quantiles of a mixture ---- */

enum { FFT = 1 << 15, FFT_PEOPLE = 40, FFT_PRICES = 21 };

static const double fft_step = 1; /* £ a week a slot */

/* What one of these people costs: at least £100, and what a lognormal need is above it. */
static double
fft_cdf(double cost, double price)
{
    const double need = cost / price;
    return need < 100 ? 0 : gsl_cdf_ugaussian_P((log(need) - log(180)) / 0.6);
}

/* The law of the total at one price: the power of one person's characteristic function. */
static void
add_total(double price, double *law)
{
    static double data[2 * FFT];
    for (int i = 0; i < FFT; i++) {
        const double upper = fft_cdf((i + 0.5) * fft_step, price),
                     lower = i > 0 ? fft_cdf((i - 0.5) * fft_step, price) : 0;
        data[2 * i] = upper - lower;
        data[2 * i + 1] = 0;
    }
    gsl_fft_complex_radix2_forward(data, 1, FFT);
    for (int i = 0; i < FFT; i++) {
        double re = 1, im = 0;
        for (int k = 0; k < FFT_PEOPLE; k++) {
            const double next = re * data[2 * i] - im * data[2 * i + 1];
            im = re * data[2 * i + 1] + im * data[2 * i];
            re = next;
        }
        data[2 * i] = re;
        data[2 * i + 1] = im;
    }
    gsl_fft_complex_radix2_inverse(data, 1, FFT);
    for (int i = 0; i < FFT; i++) {
        law[i] += data[2 * i] / FFT_PRICES;
    }
}

static double
quantile_of_law(const double *law, double level)
{
    double sum = 0;
    for (int i = 0; i < FFT; i++) {
        sum += law[i];
        if (sum >= level) {
            return (i + 0.5 - (sum - level) / law[i]) * fft_step;
        }
    }
    return HUGE_VAL;
}

/* The same person by the closed forms: an allocation of £100 that is not trimmed, lifted above it. */
static rasimi_moments
fft_person(const rasimi_normal_table *table, double price)
{
    const rasimi_way way = {100, 0, HUGE_VAL, 1};
    const rasimi_way_terms terms = {1, 1, 0};
    const rasimi_way_shock shock = {price, 1, 0};
    const rasimi_way_income income = {1, 0};
    const rasimi_lognormal need =
        rasimi_lognormal_of(table, log(180), (rasimi_lognormal_shape[]){rasimi_lognormal_shape_of(0.6)});
    const rasimi_line line = rasimi_way_line(&way, &terms, &shock, &income);
    double m[RASIMI_POWERS];
    rasimi_line_moments(&line, &need, m);
    const double variance = m[2] - m[1] * m[1];
    return (rasimi_moments){m[1], variance, m[3] - 3 * m[1] * variance - m[1] * m[1] * m[1]};
}

Test(analytic, quantiles_of_a_mixture_are_those_of_the_fourier_transform)
{
    static double law[FFT];
    static rasimi_normal_table table;
    rasimi_component components[FFT_PRICES], flat[FFT_PRICES];
    rasimi_normal_table_make(&table);
    for (int k = 0; k < FFT_PRICES; k++) {
        const double price = exp(0.05 * gsl_cdf_ugaussian_Pinv((k + 0.5) / FFT_PRICES));
        const rasimi_moments one = fft_person(&table, price);
        components[k] = rasimi_component_of(
            (rasimi_moments){FFT_PEOPLE * one.mean, FFT_PEOPLE * one.variance, FFT_PEOPLE * one.third});
        flat[k] = (rasimi_component){components[k].mean, components[k].sd, 0};
        add_total(price, law);
    }
    const rasimi_loops *loops = rasimi_loops_choose();
    const rasimi_mixture mixture = rasimi_mixture_of(loops, &table, components, FFT_PRICES);
    const rasimi_mixture without = rasimi_mixture_of(loops, &table, flat, FFT_PRICES);
    const double sd = sqrt(mixture.moments.variance);
    double worst = 0, worst_flat = 0;
    const double levels[] = {0.01, 0.05, 0.2, 0.5, 0.8, 0.95, 0.99};
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
        const double exact = quantile_of_law(law, levels[i]);
        const double found = rasimi_mixture_quantile(&mixture, levels[i]);
        worst = fmax(worst, fabs(found - exact) / sd);
        worst_flat = fmax(worst_flat, fabs(rasimi_mixture_quantile(&without, levels[i]) - exact) / sd);
        cr_assert_lt(fabs(rasimi_mixture_cdf(&mixture, NULL, found) - levels[i]), 1e-9);
    }
    cr_assert_lt(worst, 0.012, "%g sds off", worst);
    cr_assert_gt(worst_flat, 0.1, "without skewness it would be %g sds off", worst_flat);
}

/* ---- points of the shared shocks ---- */

static rasim_study *
load_shipped(const char *framework)
{
    const char *root = getenv("RASIM_SOURCE_DIR");
    char folder[PATH_MAX];
    snprintf(folder, sizeof folder, "%s/scenarios", root ? root : ".");
    return scenario_load(folder, framework);
}

Test(analytic, points_of_the_shocks_have_their_laws)
{
    rasim_study *study = load_shipped("cheshire/whole.yaml");
    rasimi_shocks shocks;
    rasimi_shared_draws draws;
    const rasimi_seeds seeds = {.seed = 1};
    cr_assert_eq(rasimi_shocks_make(study, &seeds, 1, &shocks, NULL), RASIM_OK);
    cr_assert_eq(rasimi_shared_draws_make(&shocks, &draws), RASIM_OK);
    double leniency = 0, squares = 0, price = 0, practice = 0, product = 0;
    const double n = (double)draws.n;
    for (size_t k = 0; k < draws.n; k++) {
        leniency += draws.leniency[k] / n;
        squares += draws.leniency[k] * draws.leniency[k] / n;
        price += draws.price[k] / n;
        practice += draws.practice[k] / n;
        product += draws.leniency[k] * log(draws.practice[k]) / n;
        cr_assert_eq(draws.need[k], 1);
        cr_assert_eq(draws.envelope[k], 1);
    }
    cr_assert_lt(fabs(leniency), 1e-12);
    cr_assert_lt(fabs(squares - 1), 1e-12);
    cr_assert_lt(fabs(product), 1e-12, "leniency and practice are independent");
    cr_assert_lt(fabs(price - 1), 1e-5, "a surprise has mean 1: %.9f", price);
    cr_assert_lt(fabs(practice - 1), 1e-5, "%.9f", practice);
    rasimi_shared_draws_clear(&draws);
    rasimi_shocks_clear(&shocks);
    rasim_study_free(study);
}

/* ---- the whole ---- */

/* Top-slice and scale are the same thing to an allocation. */
Test(analytic, a_scale_is_a_top_slice)
{
    rasim_study *study = load_shipped("portability/framework.yaml");
    rasim_analytic_options options;
    rasim_analytic *sliced = solve_analytic(study, 1), *scaled = NULL, *again = NULL;
    rasim_analytic_options_init(&options);
    options.without_top_slice = true;
    options.allocation_scale = 0.9;
    cr_assert_eq(rasim_analytic_solve(study, &options, &scaled, NULL), RASIM_OK);
    const rasim_analytic_design *a = &sliced->designs[2], *b = &scaled->designs[2]; /* Carrow takes 10 % off */
    cr_assert_lt(fabs(a->mean / b->mean - 1), 1e-6);
    cr_assert_gt(fabs(sliced->designs[0].mean / scaled->designs[0].mean - 1), 1e-4, "others take nothing off");
    cr_assert_str_eq(sliced->designs[5].name, RASIM_OWN_DESIGNS);
    rasim_analytic_options_init(&options);
    cr_assert_eq(rasim_analytic_solve(study, &options, &again, NULL), RASIM_OK);
    cr_assert_eq(memcmp(&a->mean, &again->designs[2].mean, sizeof a->mean), 0, "the same bits every time");
    rasim_analytic_free(again);
    options.allocation_scale = 0;
    cr_assert_eq(rasim_analytic_solve(study, &options, &again, NULL), RASIM_ERR_ARGUMENT);
    cr_assert_null(again);
    rasim_analytic_free(sliced);
    rasim_analytic_free(scaled);
    rasim_study_free(study);
}

/* People are added up in parts that do not hang on who adds them; more parts than one here, by 2,200 rows. */
Test(analytic, has_the_same_bits_on_any_number_of_threads)
{
    rasim_study *study = load_shipped("portability/framework.yaml");
    rasim_analytic *alone = NULL, *many = NULL;
    rasim_analytic_options options;
    rasim_analytic_options_init(&options);
    options.n_threads = 1;
    cr_assert_eq(rasim_analytic_solve(study, &options, &alone, NULL), RASIM_OK);
    options.n_threads = 5;
    cr_assert_eq(rasim_analytic_solve(study, &options, &many, NULL), RASIM_OK);
    for (size_t d = 0; d < alone->n_designs; d++) {
        const rasim_analytic_design *a = &alone->designs[d], *b = &many->designs[d];
        cr_assert_eq(memcmp(&a->mean, &b->mean, 3 * sizeof a->mean), 0, "mean, sd and skewness");
        for (size_t i = 0; i < a->n_quantiles; i++)
            cr_assert_eq(memcmp(&a->quantiles[i].gbp, &b->quantiles[i].gbp, sizeof(double)), 0);
    }
    rasim_analytic_free(alone);
    rasim_analytic_free(many);
    options.n_threads = -1;
    cr_assert_eq(rasim_analytic_solve(study, &options, &alone, NULL), RASIM_ERR_ARGUMENT);
    rasim_study_free(study);
}

/* Mean and variance of net of so many people who are all the same, without anything shared. */
static void
solve_alike(int n_people, double *mean, double *variance)
{
    char *folder = scenario_folder(), *people = NULL;
    size_t size = 0;
    FILE *csv = open_memstream(&people, &size);
    fprintf(csv, "person_id,care_group,setting,weekly_cost,points\n");
    for (int i = 0; i < n_people; i++)
        fprintf(csv, "p%d,A,home,100,1\n", i);
    fclose(csv);
    scenario_write(folder, "caseload.csv", people);
    scenario_write(folder, "design.yaml", "name: D\nfamily: price_per_point\nallocation: [{gbp_per_point: 90}]\n");
    scenario_write(folder, "framework.yaml",
                   "name: F\ncaseload: caseload.csv\ndesigns: [design.yaml]\npopulation: {sampling: fixed}\n"
                   "envelope: [{gbp_year: 20000}]\nneed: [{log_sd: 0.3}]\nprices: [{mean: 0, sd: 0}]\n");
    rasim_study *study = scenario_load(folder, "framework.yaml");
    rasim_analytic *analytic = solve_analytic(study, 1);
    *mean = analytic->designs[0].mean;
    *variance = analytic->designs[0].sd * analytic->designs[0].sd;
    rasim_analytic_free(analytic);
    rasim_study_free(study);
    scenario_remove(folder);
    free(people);
}

/* 700 rows are added up in two parts, one row in one. */
Test(analytic, people_who_are_alike_cost_so_many_times_one)
{
    double one, one_variance, many, many_variance;
    solve_alike(1, &one, &one_variance);
    solve_alike(700, &many, &many_variance);
    cr_assert_float_eq(many / (700 * one), 1, 1e-10);
    cr_assert_float_eq(many_variance / (700 * one_variance), 1, 1e-9);
}

Test(analytic, says_what_stands_in_the_way)
{
    rasim_study *study = load_shipped("upper-banding/framework.yaml");
    rasim_analytic_options options;
    rasim_analytic *analytic = NULL;
    rasim_analytic_options_init(&options);
    study->framework.population.sampling.value = RASIMI_SAMPLING_BOOTSTRAP;
    cr_assert_eq(rasim_analytic_solve(study, &options, &analytic, NULL), RASIM_OK);
    cr_assert_not(analytic->applies);
    cr_assert_str_eq(analytic->reason, "not applicable: bootstrap sampling");
    cr_assert_eq(analytic->n_designs, 0);
    rasim_analytic_free(analytic);
    study->turnover = true;
    cr_assert_eq(rasim_analytic_solve(study, &options, &analytic, NULL), RASIM_OK);
    cr_assert_str_eq(analytic->reason, "not applicable: people come, go or move");
    rasim_analytic_free(analytic);
    rasim_study_free(study);
}

/* Reported, not asserted: machines differ. */
Test(analytic, tells_how_long_a_what_if_takes)
{
    static const char *const frameworks[] = {"national/framework.yaml", "cheshire/whole.yaml"};
    for (size_t f = 0; f < sizeof frameworks / sizeof *frameworks; f++) {
        rasim_study *study = load_shipped(frameworks[f]);
        double best = HUGE_VAL;
        size_t n = 0;
        for (int i = 0; i < 5; i++) {
            const double start = (double)clock() / CLOCKS_PER_SEC;
            rasim_analytic *analytic = solve_analytic(study, 1);
            best = fmin(best, (double)clock() / CLOCKS_PER_SEC - start);
            n = analytic->n_designs;
            rasim_analytic_free(analytic);
        }
        const double people = (double)study->n_rows * (double)n;
        cr_log_info("%s: %.1f ms of one core for %.0f people x designs, %.1f ms for 7,000\n", frameworks[f], 1e3 * best,
                    people, 7e6 * best / people);
        rasim_study_free(study);
    }
}
