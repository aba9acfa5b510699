/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calibrations: rules that are known are found again, weights are people, intervals cover, prices meet the plan, scales
   the envelope, and what cannot be fitted is said. */
#include "analysis/calibrate.h"
#include "analysis/calibrating.h"

#include "num/draws.h"
#include "num/philox.h"
#include "support/ready.h"
#include "support/scenario.h"

#include <math.h>

enum { PEOPLE = 200 };

#define FRAMEWORK(envelope)                                                                                            \
    "name: T\ncaseload: people.csv\ndesigns: [a.yaml]\nenvelope: [{gbp_year: " envelope "}]\n"                         \
    "need: [{log_sd: 0.1}]\nprices: [{mean: 0.02, sd: 0.02}]\npopulation: {sampling: fixed}\n"                         \
    "confidence_levels: [0.5, 0.9]\nreplicates: 256\nseed: 9\n"

#define DESIGN(limits)                                                                                                 \
    "name: A\nabout: \"with: a colon\"\nfamily: price_per_point\nallocation: [{gbp_per_point: 10}]\n"                  \
    "limits: {uprating: 0.02" limits "}\nexclusion: {threshold_gbp_week: 1000}\n"

/* £ a week by points, of people i of n. */
typedef double
rule_fn(double points);

static double
ten_a_point(double points)
{
    return 10 * points;
}

static double
three_steps(double points)
{
    return points < 20 ? 100 : points < 50 ? 250 : 700;
}

static char *
make_folder(const char *framework, const char *design, rule_fn *rule, size_t n, const char *more)
{
    char *folder = scenario_folder();
    rasimi_buffer csv = {0};
    rasimi_buffer_printf(&csv, "person_id,care_group,setting,weight,weekly_cost,points\n");
    for (size_t i = 0; i < n; i++) {
        const double points = 5 + (double)(i * 37 % 75);
        rasimi_buffer_printf(&csv, "p%zu,%s,home,%d,%.2f,%g\n", i, i % 3 ? "Older" : "Younger", 1 + (int)(i % 4),
                             rule(points), points);
    }
    rasimi_buffer_printf(&csv, "%s", more);
    scenario_write(folder, "people.csv", csv.data);
    scenario_write(folder, "a.yaml", design);
    scenario_write(folder, "framework.yaml", framework);
    rasimi_buffer_clear(&csv);
    return folder;
}

static rasim_calibrate_options
options_of(const char *method)
{
    rasim_calibrate_options options;
    rasim_calibrate_options_init(&options);
    options.method = method;
    options.resamples = 40;
    options.n_threads = 1;
    return options;
}

/* The study of the written design. */
static rasim_study *
load_written(const char *folder, const rasim_calibration *made)
{
    char *path = scenario_path(folder, "fitted.yaml"), *framework = scenario_path(folder, "framework.yaml");
    cr_assert_eq(rasim_write_calibrated(path, made, NULL), RASIM_OK);
    const char *design = path;
    rasim_study_options options;
    rasim_study *study = NULL;
    rasim_problems *problems = NULL;
    rasim_study_options_init(&options);
    options.designs = &design;
    options.n_designs = 1;
    cr_assert_eq(rasim_problems_create(&problems), RASIM_OK);
    cr_assert_eq(rasim_study_load(framework, &options, &study, problems), RASIM_OK, "%s",
                 rasim_problems_size(problems) ? rasim_problems_get(problems, 0)->text : "");
    cr_assert_eq(rasim_problems_size(problems), 0);
    rasim_problems_free(problems);
    free(path);
    free(framework);
    return study;
}

static const rasim_calibrated_way *
chosen_way(const rasim_calibration *made)
{
    for (size_t w = 0; w < made->n_ways; w++)
        if (made->ways[w].chosen)
            return &made->ways[w];
    cr_assert_fail("no way is chosen");
    return NULL;
}

/* ---- known rules ---- */

Test(calibrate, a_rule_that_people_follow_exactly_is_found_again)
{
    static const struct {
        const char *method;
        rule_fn *rule;
        double most_error; /* £ a week on people not seen */
    } cases[] = {{"percentile", ten_a_point, 1}, {"isotonic", ten_a_point, 0.5}, {"bands", three_steps, 1e-9}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        char *folder = make_folder(FRAMEWORK("9000000"), DESIGN(""), cases[c].rule, PEOPLE, "");
        rasim_calibrate_options options = options_of(cases[c].method);
        options.confidence = (double)NAN;
        rasim_calibration *made = fit(folder, &options);
        cr_assert_leq(chosen_way(made)->fit.mean_absolute.value, cases[c].most_error, "%s: %g", cases[c].method,
                      chosen_way(made)->fit.mean_absolute.value);
        cr_assert_geq(chosen_way(made)->fit.r_squared, 0.999);
        rasim_study *study = load_written(folder, made);
        cr_assert_str_eq(rasim_study_design_name(study, 0), made->name);
        rasim_study_free(study);
        rasim_calibration_free(made);
        scenario_remove(folder);
    }
}

Test(calibrate, bands_are_those_that_people_are_in)
{
    char *folder = make_folder(FRAMEWORK("9000000"), DESIGN(""), three_steps, PEOPLE, "");
    rasim_calibrate_options options = options_of("bands");
    options.confidence = (double)NAN;
    rasim_calibration *made = fit(folder, &options);
    cr_assert_eq(made->n_values, 3); /* as many as do best on people not seen */
    const double at[] = {5, 20, 50}, gbp[] = {100, 250, 700};
    for (size_t v = 0; v < 3; v++) {
        cr_assert_float_eq(made->values[v].value, gbp[v], 1e-9);
        cr_assert_float_eq(made->values[v].low, gbp[v], 1e-9); /* every sample says the same */
        cr_assert_float_eq(made->values[v].at, at[v], 1e-9);
    }
    cr_assert(strstr(made->text, "- {from: 20, gbp: 250}"));
    rasim_calibration_free(made);
    scenario_remove(folder);
}

static double
falling(double points)
{
    return 900 - 10 * points;
}

/* Where more need costs less no rising rule is better than the mean. */
Test(calibrate, rules_do_not_fall)
{
    static const char *const methods[] = {"isotonic", "bands"};
    for (size_t m = 0; m < 2; m++) {
        char *folder = make_folder(FRAMEWORK("9000000"), DESIGN(""), falling, PEOPLE, "");
        rasim_calibrate_options options = options_of(methods[m]);
        options.confidence = (double)NAN;
        options.n_bands = 4;
        rasim_calibration *made = fit(folder, &options);
        cr_assert_leq(made->n_values, 2); /* a knot at either end, or one band */
        for (size_t v = 0; v < made->n_values; v++)
            cr_assert_float_eq(made->values[v].value, made->seen.mean_target, 1e-9);
        rasim_calibration_free(made);
        scenario_remove(folder);
    }
}

/* ---- who is fitted to ---- */

Test(calibrate, a_weight_is_so_many_people)
{
    const char *heavy = "w,Older,home,3,400,40\n",
               *three = "w1,Older,home,1,400,40\nw2,Older,home,1,400,40\nw3,Older,home,1,400,40\n";
    double values[2][32];
    static const char *const methods[] = {"percentile", "isotonic", "bands"};
    for (size_t m = 0; m < 3; m++) {
        for (size_t side = 0; side < 2; side++) {
            char *folder = make_folder(FRAMEWORK("9000000"), DESIGN(""), ten_a_point, 30, side ? three : heavy);
            rasim_calibrate_options options = options_of(methods[m]);
            options.confidence = (double)NAN;
            options.resamples = 0;
            options.n_bands = 5;
            options.n_knots = 6;
            rasim_calibration *made = fit(folder, &options);
            cr_assert_leq(made->n_values, 32);
            for (size_t v = 0; v < made->n_values; v++)
                values[side][v] = made->values[v].value;
            for (size_t v = 0; side == 1 && v < made->n_values && m > 0; v++)
                cr_assert_float_eq(values[0][v], values[1][v], 1e-9, "%s value %zu", methods[m], v);
            cr_assert_float_eq(made->people, 30 / 4 * 10 + 3 + 3, 1e-9);
            rasim_calibration_free(made);
            scenario_remove(folder);
        }
    }
}

Test(calibrate, high_cost_packages_and_people_below_the_minimum_are_left_out)
{
    char *folder = make_folder(FRAMEWORK("9000000"), DESIGN(", minimum_points: 8"), ten_a_point, PEOPLE,
                               "h,Older,home,1,981,70\nk,Older,home,1,980,70\n"); /* 980 x 1.02 is not above 1,000 */
    rasim_calibrate_options options = options_of("isotonic");
    options.confidence = (double)NAN;
    rasim_calibration *made = fit(folder, &options);
    cr_assert_eq(made->n_high_cost, 1);
    size_t below = 0; /* points 5, 6 and 7 */
    for (size_t i = 0; i < PEOPLE; i++)
        below += i * 37 % 75 < 3;
    cr_assert_eq(made->n_below_minimum, below);
    cr_assert_eq(made->n_people, PEOPLE + 1 - below);
    cr_assert_float_eq(made->values[0].at, 8, 1e-12);
    rasim_calibration_free(made);
    scenario_remove(folder);
}

Test(calibrate, groups_with_a_rule_each_have_their_own)
{
    char *folder = make_folder(FRAMEWORK("9000000"), DESIGN(""), ten_a_point, PEOPLE,
                               "t1,Third,home,1,40,20\nt2,Third,home,1,60,30\n");
    rasim_calibrate_options options = options_of("price-per-point");
    options.pooling = RASIM_POOLING_PER_GROUP;
    options.confidence = (double)NAN;
    rasim_problems *problems = NULL;
    rasim_calibration *made = NULL;
    cr_assert_eq(rasim_problems_create(&problems), RASIM_OK);
    cr_assert_eq(calibrate(folder, &options, &made, problems), RASIM_OK);
    cr_assert_eq(made->n_values, 3);
    cr_assert_str_eq(made->values[1].care_group, "Third");
    cr_assert_eq(rasim_problems_size(problems), 1); /* too few people */
    cr_assert(strstr(rasim_problems_get(problems, 0)->text, "'Third' can be fitted to"));
    cr_assert_float_eq(made->values[0].value / made->values[2].value, 1, 1e-9);
    rasim_problems_free(problems);
    rasim_calibration_free(made);
    scenario_remove(folder);
}

/* ---- intervals ---- */

/* A sample of n people with 10 £ a point on average and a spread of 40 %, as the price of a point sees it. */
static void
draw_sample(uint64_t replicate, rasimi_sample *sample)
{
    rasimi_draws draws;
    rasimi_draws_start(&draws, rasimi_stream_key(0xbedb32aa, RASIMI_STREAM_GENERATE), 0, replicate, 2 * sample->n);
    for (size_t i = 0; i < sample->n; i++) {
        sample->points[i] = 5 + rint(80 * rasimi_draws_uniform(&draws));
        sample->target[i] = 10 * sample->points[i] * (0.3 + 1.4 * rasimi_draws_uniform(&draws));
    }
}

/* P(X <= k) of a binomial. */
static double
binomial_below(unsigned k, unsigned n, double p)
{
    double sum = 0;
    for (unsigned i = 0; i <= k; i++)
        sum += exp(lgamma(n + 1.0) - lgamma(i + 1.0) - lgamma(n - i + 1.0) + i * log(p) + (n - i) * log1p(-p));
    return sum;
}

/* How many of 95 % intervals hold a price per point, out of n samples. */
static unsigned
count_covering(double truth, unsigned n_samples)
{
    enum { N = 120 };
    static uint32_t row[N], group[N];
    static double points[N], target[N], weight[N];
    rasimi_method shape = rasimi_method_price_per_point;
    shape.settle = NULL; /* the ratio itself, whatever the envelope */
    const rasimi_fit_settings settings = {.method = &shape};
    rasimi_sample sample = {.n = N,
                            .n_people = N,
                            .n_groups = 1,
                            .row = row,
                            .group = group,
                            .points = points,
                            .target = target,
                            .weight = weight};
    unsigned covering = 0;
    for (size_t i = 0; i < N; i++)
        weight[i] = 1;
    for (uint64_t s = 0; s < n_samples; s++) {
        rasimi_arena arena = {0};
        rasimi_fitted fitted;
        rasimi_meter meter = {0};
        rasim_calibrated_value value = {0};
        draw_sample(s, &sample);
        const rasimi_fit_job job = {&sample, &settings, weight, points, NULL, &arena};
        cr_assert_eq(shape.fit(&job, &fitted), RASIM_OK);
        cr_assert_eq(rasimi_bootstrap(&job, &fitted, 200, s, &meter, &value), RASIM_OK);
        covering += value.low <= truth && truth <= value.high;
        rasimi_arena_clear(&arena);
    }
    return covering;
}

/* 400 samples. The bootstrap's own error (200 resamples, n = 120) costs about 1.5 percentage points: coverage is tested
   to be above 92 % and below 98 %, each with error 1e-4 by the binomial law. A price that is 4 % off (two standard
   errors) must fail. */
Test(calibrate, bootstrap_intervals_cover)
{
    const unsigned n = 400, covering = count_covering(10, n), off = count_covering(10.8, n);
    cr_assert_gt(binomial_below(covering, n, 0.92), 1e-4, "%u of %u", covering, n);
    cr_assert_lt(binomial_below(covering, n, 0.98), 1 - 1e-4, "%u of %u", covering, n);
    cr_assert_lt(binomial_below(off, n, 0.92), 1e-4, "negative control: %u of %u", off, n);
}

/* ---- cross-validation ---- */

/* Each fold by hand: the ratio of those outside it. */
Test(calibrate, people_are_predicted_by_those_in_other_folds)
{
    enum { N = 7 };
    uint32_t row[N] = {0}, group[N] = {0}, fold[N] = {0, 1, 2, 0, 1, 2, 0};
    double points[N] = {1, 2, 3, 4, 5, 6, 7}, target[N] = {12, 18, 33, 41, 47, 66, 71},
           weight[N] = {1, 2, 1, 3, 1, 1, 2}, predicted[N];
    const rasimi_fit_settings settings = {.method = &rasimi_method_price_per_point};
    const rasimi_sample sample = {.n = N,
                                  .n_people = N,
                                  .n_groups = 1,
                                  .row = row,
                                  .group = group,
                                  .points = points,
                                  .target = target,
                                  .weight = weight};
    cr_assert_eq(rasimi_cross_validate(&sample, &settings, points, fold, 3, predicted), RASIM_OK);
    for (size_t i = 0; i < N; i++) {
        double cost = 0, all = 0;
        for (size_t j = 0; j < N; j++)
            if (fold[j] != fold[i]) {
                cost += weight[j] * target[j];
                all += weight[j] * points[j];
            }
        cr_assert_float_eq(predicted[i], cost / all * points[i], 1e-10);
    }
    rasim_fit judged;
    rasimi_judge(&sample, target, NULL, &judged);
    cr_assert_float_eq(judged.mean_absolute.value, 0, 1e-12);
    cr_assert_float_eq(judged.r_squared, 1, 1e-12);
    const double flat[N] = {0};
    rasimi_judge(&sample, flat, NULL, &judged);
    cr_assert_float_eq(judged.bias.value, -(12 + 36 + 33 + 123 + 47 + 66 + 142) / 11.0, 1e-10);
    cr_assert_float_eq(judged.mean_absolute.value, -judged.bias.value, 1e-10);
    cr_assert_float_eq(judged.people, 11, 1e-12);
}

/* ---- the envelope ---- */

static double
plan_of(const rasim_study *study)
{
    rasim_results *results = scenario_run(study, 64, 9, 1);
    rasim_summary *summary = NULL;
    cr_assert_eq(rasim_summarise(results, NULL, &summary), RASIM_OK);
    const double plan = summary->designs[0].years[0].plan_gbp;
    rasim_summary_free(summary);
    rasim_results_free(results);
    return plan;
}

/* The plan of the written design is the envelope less the contingency, high-cost packages and all. */
Test(calibrate, a_price_per_point_makes_the_plan_meet_the_envelope)
{
    char *folder = make_folder(FRAMEWORK("7000000") "contingency_held_gbp_year: 500000\n", DESIGN(""), ten_a_point,
                               PEOPLE, "h,Older,home,2,1500,70\n");
    rasim_calibrate_options options = options_of("price-per-point");
    options.confidence = (double)NAN;
    rasim_calibration *made = fit(folder, &options);
    rasim_study *study = load_written(folder, made);
    cr_assert_float_eq(plan_of(study), 6500000, 700, "%.2f", plan_of(study)); /* prices have four decimals */
    cr_assert(made->values[0].low < made->values[0].value && made->values[0].value < made->values[0].high);
    rasim_study_free(study);
    rasim_calibration_free(made);
    scenario_remove(folder);
}

Test(calibrate, the_scale_is_the_largest_that_is_affordable)
{
    char *folder = make_folder(FRAMEWORK("11600000"), DESIGN(""), ten_a_point, PEOPLE, "");
    rasim_calibrate_options options = options_of("percentile");
    options.confidence = 0.9;
    rasim_calibration *made = fit(folder, &options);
    cr_assert(made->affordable);
    cr_assert_eq(made->n_scales, 21);
    cr_assert_geq(made->inside.probability, 0.9);
    cr_assert(made->scale > 0.5 && made->scale < 1.5);
    for (size_t i = 0; i < made->n_scales; i++)
        cr_assert(made->scales[i].affordability < 0.9 || made->scales[i].scale <= made->scale + 0.001);
    rasim_study *study = load_written(folder, made);
    rasim_results *results = scenario_run(study, made->replicates, made->seed, 2);
    rasim_summary *summary = NULL;
    cr_assert_eq(rasim_summarise(results, NULL, &summary), RASIM_OK);
    cr_assert_float_eq(summary->designs[0].years[0].affordability.probability, made->inside.probability, 1e-12);
    rasim_summary_free(summary);
    rasim_results_free(results);
    rasim_study_free(study);
    rasim_calibration_free(made);
    scenario_remove(folder);
}

Test(calibrate, where_no_scale_is_affordable_there_is_no_design)
{
    char *folder = make_folder(FRAMEWORK("3000000"), DESIGN(""), ten_a_point, PEOPLE, "");
    rasim_calibrate_options options = options_of("isotonic");
    rasim_calibration *made = fit(folder, &options);
    cr_assert_not(made->affordable);
    cr_assert_null(made->text);
    for (size_t i = 0; i < made->n_scales; i++)
        cr_assert_geq(made->scales[i].quantile_gbp, made->lowest.quantile_gbp);
    cr_assert_gt(made->lowest.quantile_gbp, made->envelope_gbp);
    char *path = scenario_path(folder, "fitted.yaml");
    cr_assert_eq(rasim_write_calibrated(path, made, NULL), RASIM_ERR_ARGUMENT);
    free(path);
    rasim_calibration_free(made);
    scenario_remove(folder);
}

Test(calibrate, the_same_inputs_give_the_same_text_for_any_threads)
{
    char *folder = make_folder(FRAMEWORK("14000000"), DESIGN(""), three_steps, PEOPLE, "");
    rasim_calibrate_options options = options_of("bands");
    rasim_calibration *one = fit(folder, &options);
    options.n_threads = 3;
    rasim_calibration *three = fit(folder, &options);
    cr_assert_str_eq(one->text, three->text);
    rasim_calibration_free(one);
    rasim_calibration_free(three);
    scenario_remove(folder);
}

/* ---- vignettes ---- */

#define VIGNETTES "person_id,care_group,setting,weekly_cost,points,vignette\n"

/* Everybody costs £10 a point, the panel would give £20 for 40 points. */
Test(calibrate, vignettes_weigh_as_people_do)
{
    char *folder = make_folder(FRAMEWORK("9000000"), DESIGN(""), ten_a_point, PEOPLE, "");
    scenario_write(folder, "panel.csv",
                   VIGNETTES "a,Older,home,700,40,V1\nb,Older,home,900,40,V1\nc,Younger,home,400,20,V2\n");
    char *panel = scenario_path(folder, "panel.csv");
    rasim_calibrate_options options = options_of("isotonic");
    options.confidence = (double)NAN;
    options.vignettes = panel;
    options.vignette_weight = 3;
    rasim_calibration *made = fit(folder, &options);
    cr_assert_eq(made->n_people, PEOPLE);
    cr_assert_eq(made->n_vignettes, 2);
    cr_assert_str_eq(made->vignettes[0].name, "V1");
    cr_assert_float_eq(made->vignettes[0].agreed, 800, 1e-9);
    cr_assert_float_eq(made->vignettes[0].sd, 100 * sqrt(2), 1e-9);
    cr_assert_float_eq(made->disagreement, sqrt(2) / 8, 1e-12);
    cr_assert(isnan(made->vignettes[1].sd));
    /* 3 x 2.5 of weight at £800 beside the people with 40 points at £400, and pooled with those above */
    cr_assert_gt(made->vignettes[0].fitted, 410);
    cr_assert_lt(made->vignettes[0].fitted, 800);
    cr_assert_eq(rasim_write_calibrated(panel, made, NULL), RASIM_ERR_WRITE, "the panel's file would be lost");
    options.vignette_weight = 1e9;
    rasim_calibration *panel_only = fit(folder, &options);
    cr_assert_float_eq(panel_only->vignettes[0].fitted, 800, 1e-3);
    cr_assert_float_eq(panel_only->vignettes[1].fitted, 400, 1e-3);
    rasim_calibration_free(panel_only);
    rasim_calibration_free(made);
    free(panel);
    scenario_remove(folder);
}

/* ---- what is refused ---- */

static void
expect_refusal(const char *folder, const rasim_calibrate_options *options, const char *sentence)
{
    rasim_problems *problems = NULL;
    rasim_calibration *made = (rasim_calibration *)1;
    cr_assert_eq(rasim_problems_create(&problems), RASIM_OK);
    cr_assert_eq(calibrate(folder, options, &made, problems), RASIM_ERR_INPUT);
    cr_assert_null(made);
    cr_assert_geq(rasim_problems_size(problems), 1);
    const char *text = rasim_problems_get(problems, rasim_problems_size(problems) - 1)->text;
    cr_assert(strstr(text, sentence), "%s", text);
    rasim_problems_free(problems);
}

static double
the_same(double points)
{
    (void)points;
    return 100;
}

Test(calibrate, what_cannot_be_fitted_is_said)
{
    char *folder = make_folder(FRAMEWORK("9000000"), DESIGN(""), ten_a_point, 19, "");
    rasim_calibrate_options options = options_of("percentil");
    expect_refusal(folder, &options, "There is no method 'percentil' (did you mean 'percentile'?)");
    options.method = "percentile";
    expect_refusal(folder, &options, "Only 19 people can be fitted to");
    options.design = "B";
    expect_refusal(folder, &options, "The framework has no design 'B'");
    options.design = NULL;
    scenario_write(folder, "panel.csv", VIGNETTES "a,Nobody,home,700,40,V1\n");
    char *panel = scenario_path(folder, "panel.csv");
    options.vignettes = panel;
    expect_refusal(folder, &options, "The care group 'Nobody' does not occur");
    scenario_write(folder, "panel.csv", VIGNETTES "a,Older,home,0,40,V1\n");
    expect_refusal(folder, &options, "The vignette lacks an amount above £0");
    free(panel);
    options.vignettes = NULL;
    options.pooling = RASIM_POOLING_PARTIAL;
    expect_refusal(folder, &options, "partially pooled");
    scenario_remove(folder);
    folder = make_folder(FRAMEWORK("50000"), DESIGN(""), the_same, 40, "h,Older,home,2,1500,70\n");
    options = options_of("price-per-point");
    expect_refusal(folder, &options, "nothing is left for a price per point");
    scenario_remove(folder);
}

Test(calibrate, one_care_group_is_not_pooled)
{
    char *folder = make_folder(FRAMEWORK("9000000"), DESIGN(""), ten_a_point, 0, "");
    rasimi_buffer csv = {0};
    rasimi_buffer_printf(&csv, "person_id,care_group,setting,weekly_cost,points\n");
    for (size_t i = 0; i < 40; i++)
        rasimi_buffer_printf(&csv, "p%zu,Older,home,%zu,%zu\n", i, 100 + 10 * i, 5 + i);
    scenario_write(folder, "people.csv", csv.data);
    rasim_calibrate_options options = options_of("percentile");
    options.pooling = RASIM_POOLING_PER_GROUP;
    expect_refusal(folder, &options, "is of one care group; choose the pooling generic");
    rasimi_buffer_clear(&csv);
    scenario_remove(folder);
}

Test(calibrate, asks_before_anything_is_fitted)
{
    char *folder = make_folder(FRAMEWORK("9000000"), DESIGN(""), ten_a_point, PEOPLE, "");
    ready_seen seen = {.name = "T"};
    rasim_calibrate_options options = options_of("price-per-point");
    options.ready = ready_to_refuse;
    options.poll = ready_poll;
    options.ready_context = options.poll_context = &seen;
    rasim_calibration *none = NULL;
    const rasim_status status = calibrate(folder, &options, &none, NULL);
    ready_check(&seen, status, none);
    scenario_remove(folder);
}

Test(calibrate, arguments_are_checked)
{
    rasim_calibration *made = NULL;
    rasim_calibrate_options options = options_of("bands");
    cr_assert_eq(rasim_calibrate(NULL, &options, &made, NULL), RASIM_ERR_ARGUMENT);
    options.folds = 1;
    cr_assert_eq(rasim_calibrate("x", &options, &made, NULL), RASIM_ERR_ARGUMENT);
    options = options_of("bands");
    options.resamples = 39;
    cr_assert_eq(rasim_calibrate("x", &options, &made, NULL), RASIM_ERR_ARGUMENT);
    options = options_of("bands");
    options.confidence = 1;
    cr_assert_eq(rasim_calibrate("x", &options, &made, NULL), RASIM_ERR_ARGUMENT);
}
