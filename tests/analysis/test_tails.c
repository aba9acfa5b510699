/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a summary says of tails, against closed forms: packages lie at the quantiles of a known tail, so fit, errors and
   plots are known; what is given is repeated, and what is held at the most follows from the survival function. */
#include "support/scenario.h"

#define THRESHOLD 1000.0
#define SHAPE     0.2
#define SCALE     300.0

enum { N_BELOW = 900, N_ABOVE = 250 };

/* The x that is exceeded with probability q, by the definition of the generalised Pareto distribution. */
static double
exceeded_with(double q)
{
    return SCALE / SHAPE * (pow(q, -SHAPE) - 1);
}

static char *
write_people(void)
{
    char *text = NULL;
    size_t size = 0;
    FILE *csv = open_memstream(&text, &size);
    fprintf(csv, "person_id,care_group,setting,weekly_cost,points\n");
    for (int i = 0; i < N_BELOW; i++)
        fprintf(csv, "b%d,Older,home,%d,50\n", i, 1000 - i % 500);
    for (int i = 0; i < N_ABOVE; i++)
        fprintf(csv, "a%d,Older,home,%.6f,50\n", i, THRESHOLD + exceeded_with(1 - (i + 0.5) / N_ABOVE));
    fclose(csv);
    return text;
}

static rasim_summary *
summarise(const char *row)
{
    char *folder = scenario_folder(), *framework = NULL, *people = write_people();
    cr_assert_gt(asprintf(&framework,
                          "name: T\ncaseload: people.csv\ndesigns: [a.yaml]\nneed: [{log_sd: 0}]\n"
                          "prices: [{mean: 0, sd: 0}]\nenvelope: [{gbp_year: 1000}]\npopulation: {sampling: fixed}\n"
                          "high_cost_arrivals: [{arrivals_a_year: 4, threshold_gbp_week: 1000, %s}]\n",
                          row),
                 0);
    scenario_write(folder, "framework.yaml", framework);
    scenario_write(folder, "a.yaml", "name: A\nfamily: price_per_point\nallocation: [{gbp_per_point: 10}]\n");
    scenario_write(folder, "people.csv", people);
    free(framework);
    free(people);
    rasim_study *study = scenario_load(folder, "framework.yaml");
    rasim_results *results = scenario_run(study, 64, 1, 1);
    rasim_summary *summary = NULL;
    cr_assert_eq(rasim_summarise(results, NULL, &summary), RASIM_OK);
    rasim_results_free(results);
    rasim_study_free(study);
    scenario_remove(folder);
    cr_assert_eq(summary->n_tails, 1);
    return summary;
}

/* Smith (1987): of n excesses the estimated shape has variance (1 + shape)^2 / n, the scale 2 scale^2 (1 + shape) / n.
 */
Test(tails, a_fit_comes_back_with_its_errors)
{
    rasim_summary *summary = summarise("max_gbp_week: 5000");
    const rasim_tail_summary *tail = &summary->tails[0];
    cr_expect(tail->fitted && !tail->at_bound);
    cr_expect_str_eq(tail->care_group, "Older");
    cr_expect_str_eq(tail->setting, "home");
    cr_expect(tail->packages_above == N_ABOVE && fabs(tail->people_above - N_ABOVE) < 1e-9);
    cr_expect(tail->threshold_gbp_week == 1000 && tail->max_gbp_week == 5000 && tail->arrivals_a_year == 4);
    const double shape_se = (1 + tail->shape.value) / sqrt(N_ABOVE);
    const double scale_se = tail->scale_gbp_week.value * sqrt(2 * (1 + tail->shape.value) / N_ABOVE);
    cr_expect_float_eq(tail->shape.se, shape_se, 1e-9);
    cr_expect_float_eq(tail->scale_gbp_week.se, scale_se, 1e-6);
    cr_expect_float_eq(tail->shape.value, SHAPE, 0.5 * shape_se);
    cr_expect_float_eq(tail->scale_gbp_week.value, SCALE, 0.5 * scale_se);
    /* the middle 95 % of 200 refits, about four standard errors wide */
    const double width = (tail->shape.high - tail->shape.low) / shape_se;
    cr_expect(width > 2.8 && width < 5.2, "%g", width);
    cr_expect(tail->shape.low < SHAPE && SHAPE < tail->shape.high);
    cr_expect(tail->scale_gbp_week.low < SCALE && SCALE < tail->scale_gbp_week.high);
    rasim_summary_free(summary);
}

/* Quantile plot: on the diagonal, at most 100 points, from the smallest to the largest package. Mean-excess plot: the
   mean of the packages above each threshold, counted anew. */
Test(tails, plots_are_of_the_packages)
{
    rasim_summary *summary = summarise("shape: 0.2, scale_gbp_week: 300");
    const rasim_tail_summary *tail = &summary->tails[0];
    cr_assert_eq(tail->n_quantiles, 100);
    for (size_t k = 0; k < 100; k++) {
        const rasim_tail_quantile *q = &tail->quantiles[k];
        cr_expect_float_eq(q->fitted_gbp_week, q->package_gbp_week, 1e-5, "point %zu", k);
    }
    cr_expect_float_eq(tail->quantiles[0].package_gbp_week, 1000 + exceeded_with(1 - 0.5 / N_ABOVE), 1e-5);
    cr_expect_float_eq(tail->quantiles[99].package_gbp_week, 1000 + exceeded_with(0.5 / N_ABOVE), 1e-5);
    cr_assert(tail->n_mean_excesses >= 10 && tail->n_mean_excesses <= 40, "%zu", tail->n_mean_excesses);
    for (size_t m = 0; m < tail->n_mean_excesses; m++) {
        const rasim_mean_excess *point = &tail->mean_excesses[m];
        double sum = 0;
        size_t n = 0;
        for (int i = 0; i < N_BELOW + N_ABOVE; i++) {
            const double package =
                i < N_BELOW ? 1000 - i % 500 : 1000 + exceeded_with(1 - (i - N_BELOW + 0.5) / N_ABOVE);
            const bool above = package > point->threshold_gbp_week + 1e-6;
            sum += above ? package - point->threshold_gbp_week : 0;
            n += above;
        }
        cr_expect_eq(point->packages, n, "above %g: %zu, counted %zu", point->threshold_gbp_week, point->packages, n);
        cr_expect_float_eq(point->mean_gbp_week, sum / (double)n, 1e-5);
    }
    rasim_summary_free(summary);
}

/* Held at the most: the survival function there; the mean is the integral of the survival function up to it. */
Test(tails, what_is_given_is_repeated_and_what_is_held_follows)
{
    rasim_summary *summary = summarise("shape: 0.2, scale_gbp_week: 300, max_gbp_week: 2500");
    const rasim_tail_summary *tail = &summary->tails[0];
    double integral = 0;
    for (int i = 0; i < 150000; i++)
        integral += 0.01 * pow(1 + SHAPE * (0.01 * i + 0.005) / SCALE, -1 / SHAPE);
    cr_expect(!tail->fitted && tail->shape.value == 0.2 && tail->scale_gbp_week.value == 300);
    cr_expect(isnan(tail->shape.se) && isnan(tail->shape.low) && isnan(tail->scale_gbp_week.high));
    cr_expect_float_eq(tail->capped_share, pow(2, -5), 1e-12); /* (1 + 0.2 x 1500 / 300)^-5 */
    cr_expect_float_eq(tail->mean_gbp_week, 1000 + integral, 1e-4, "%g", tail->mean_gbp_week);
    rasim_summary_free(summary);
}
