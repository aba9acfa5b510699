/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sweeps: axes, points that are the runs of edited files, and what is refused. */
#include "analysis/sweep.h"
#include "support/ready.h"
#include "support/scenario.h"

#define DESIGN(slice)                                                                                                  \
    "name: A\nfamily: price_per_point\nallocation: [{gbp_per_point: 10}]\nlimits: {top_slice: " slice "}\n"

#define FRAMEWORK(mean)                                                                                                \
    "name: T\ncaseload: people.csv\ndesigns: [other.yaml, a.yaml]\nenvelope: [{gbp_year: 90000}]\n"                    \
    "need: [{log_sd: 0.3}]\nprices: [{setting: home, mean: " mean ", sd: 0.05}, {mean: 0, sd: 0}]\n"                   \
    "population: {sampling: fixed}\nconfidence_levels: [0.5, 0.9]\nreplicates: 256\nseed: 9\n"

static const char PEOPLE[] = "person_id,care_group,setting,weight,weekly_cost,points\n"
                             "a,Older,home,3,100,12\nb,Older,home,2,60,4\nc,Younger,away,4,310,25\n";

static char *
make_folder(const char *framework, const char *design)
{
    char *folder = scenario_folder();
    scenario_write(folder, "people.csv", PEOPLE);
    scenario_write(folder, "a.yaml", design);
    scenario_write(folder, "other.yaml", "name: Other\nfamily: price_per_point\nallocation: [{gbp_per_point: 8}]\n");
    scenario_write(folder, "framework.yaml", framework);
    return folder;
}

static rasim_status
sweep(const char *folder, const rasim_axis *axes, size_t n_axes, rasim_sweep **out, rasim_problems *problems)
{
    rasim_sweep_options options;
    rasim_sweep_options_init(&options);
    options.axes = axes;
    options.n_axes = n_axes;
    options.design = "A";
    options.n_threads = 1;
    char *path = scenario_path(folder, "framework.yaml");
    const rasim_status status = rasim_sweep_run(path, &options, out, problems);
    free(path);
    return status;
}

/* Net of design A in files that were edited by hand. */
static rasim_distribution
run_edited(const char *framework, const char *design, double *p90)
{
    char *folder = make_folder(framework, design);
    rasim_study *study = scenario_load(folder, "framework.yaml");
    rasim_results *results = scenario_run(study, 256, 9, 1);
    rasim_summary *summary = NULL;
    cr_assert_eq(rasim_summarise(results, NULL, &summary), RASIM_OK);
    const rasim_distribution net = summary->designs[1].years[0].net;
    for (size_t i = 0; i < net.n_quantiles; i++)
        *p90 = net.quantiles[i].level > 0.89 && net.quantiles[i].level < 0.91 ? net.quantiles[i].value : *p90;
    rasim_summary_free(summary);
    rasim_results_free(results);
    rasim_study_free(study);
    scenario_remove(folder);
    return (rasim_distribution){.mean = net.mean, .sd = net.sd};
}

static void
expect_same(const rasim_sweep_point *point, const char *framework, const char *design)
{
    double p90 = 0;
    const rasim_distribution net = run_edited(framework, design, &p90);
    const rasim_criteria *c = &point->periods[0];
    cr_assert_float_eq(c->mean, net.mean, 1e-9 * net.mean, "%.12g, not %.12g", c->mean, net.mean);
    cr_assert_eq(c->sd, net.sd);
    cr_assert_eq(c->net[1].value, p90);
}

/* ---- axes ---- */

Test(sweep, axes_are_counted_and_walked)
{
    static const struct {
        double from, to, step;
        size_t n;
        const char *last;
    } cases[] = {{0, 1, 0.1, 11, "1"},        {0, 1, 0.3, 4, "0.9"},      {1, 0, -0.25, 5, "0"},
                 {0.5, 0.5, 1, 1, "0.5"},     {0, 1, -0.1, 0, ""},        {0, 1, 0, 0, ""},
                 {1, 0, 0.1, 0, ""},          {0, 10000, 1, 0, ""},       {-0.3, 0.3, 0.1, 7, "0.3"},
                 {0, 9999, 1, 10000, "9999"}, {500, 1500, 250, 5, "1500"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const rasim_axis axis = {"k", cases[i].from, cases[i].to, cases[i].step};
        cr_assert_eq(rasim_axis_count(&axis), cases[i].n, "case %zu", i);
        if (cases[i].n > 0)
            cr_assert_str_eq(rasimi_axis_text(&axis, cases[i].n - 1).text, cases[i].last, "case %zu", i);
    }
    const rasim_axis through = {"k", -0.3, 0.3, 0.1};
    cr_assert_str_eq(rasimi_axis_text(&through, 3).text, "0");
    cr_assert_str_eq(rasimi_axis_text(&through, 5).text, "0.2");
}

Test(sweep, axes_are_read)
{
    rasim_axis axis = {0};
    char *key = NULL;
    cr_assert_eq(rasim_axis_parse("prices[setting=a:b].mean=-0.1:0.1:5e-2", &axis, &key, NULL), RASIM_OK);
    cr_assert_str_eq(key, "prices[setting=a:b].mean");
    cr_assert(axis.from < -0.09 && axis.to > 0.09 && axis.step > 0.04);
    free(key);
    static const char *const wrong[] = {"",       "a",       "=1:2:1",   "a=1:2",     "a=1:2:3:4",
                                        "a=1:2:", "a=x:2:1", "a=1:2:-1", "a=1,5:2:1", "a=1:2:0"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        key = NULL;
        cr_assert_eq(rasim_axis_parse(wrong[i], &axis, &key, NULL), RASIM_ERR_INPUT, "%s", wrong[i]);
        cr_assert_null(key);
    }
}

/* ---- points ---- */

Test(sweep, points_are_the_runs_of_edited_frameworks)
{
    char *folder = make_folder(FRAMEWORK("0.02"), DESIGN("0"));
    const rasim_axis axis = {"prices[setting=home].mean", 0, 0.1, 0.05};
    rasim_sweep *s = NULL;
    cr_assert_eq(sweep(folder, &axis, 1, &s, NULL), RASIM_OK);
    cr_assert_eq(s->n_points, 3);
    cr_assert_str_eq(s->design, "A");
    expect_same(&s->points[0], FRAMEWORK("0"), DESIGN("0"));
    expect_same(&s->points[1], FRAMEWORK("0.05"), DESIGN("0"));
    expect_same(&s->points[2], FRAMEWORK("0.1"), DESIGN("0"));
    rasim_sweep_free(s);
    scenario_remove(folder);
}

/* These three are designs of one study; a key that the file lacks is added. */
Test(sweep, points_are_the_runs_of_edited_designs)
{
    char *folder =
        make_folder(FRAMEWORK("0.02"), "name: A\nfamily: price_per_point\nallocation: [{gbp_per_point: 10}]\n");
    const rasim_axis axis = {"design.limits.top_slice", 0, 0.2, 0.1};
    rasim_sweep *s = NULL;
    cr_assert_eq(sweep(folder, &axis, 1, &s, NULL), RASIM_OK);
    expect_same(&s->points[0], FRAMEWORK("0.02"), DESIGN("0"));
    expect_same(&s->points[1], FRAMEWORK("0.02"), DESIGN("0.1"));
    expect_same(&s->points[2], FRAMEWORK("0.02"), DESIGN("0.2"));
    rasim_sweep_free(s);
    scenario_remove(folder);
}

Test(sweep, a_grid_has_all_combinations_the_last_key_fastest)
{
    char *folder = make_folder(FRAMEWORK("0.02"), DESIGN("0"));
    const rasim_axis axes[] = {{"prices[1].mean", 0, 0.1, 0.1}, {"design.limits.top_slice", 0, 0.2, 0.1}};
    rasim_sweep *s = NULL;
    cr_assert_eq(sweep(folder, axes, 2, &s, NULL), RASIM_OK);
    cr_assert_eq(s->n_points, 6);
    cr_assert_eq(s->points[4].values[0], 0.1);
    cr_assert_eq(s->points[4].values[1], 0.1);
    expect_same(&s->points[4], FRAMEWORK("0.1"), DESIGN("0.1"));
    cr_assert(isnan(s->points[3].changes[0].mean), "the first point of a line has none before it");
    rasim_sweep_free(s);
    scenario_remove(folder);
}

/* Nobody's need moves by more than a few per cent, allocations are 0.8 of it: everybody is short of more than a tenth,
   nobody of more than three tenths; and everybody gets the same share. */
Test(sweep, says_who_is_short)
{
    static const char framework[] =
        "name: T\ncaseload: people.csv\ndesigns: [a.yaml]\nenvelope: [{gbp_year: 90000}]\nneed: [{log_sd: 0.01}]\n"
        "prices: [{mean: 0, sd: 0}]\npopulation: {sampling: fixed}\nreplicates: 64\nsign_off: {tolerance: 0}\n";
    char *folder = scenario_folder();
    const rasim_axis axis = {"sign_off.tolerance", 0.1, 0.5, 0.4};
    rasim_sweep *found = NULL;
    scenario_write(
        folder, "people.csv",
        "person_id,care_group,setting,weight,weekly_cost,points\na,Older,home,3,100,8\nb,Older,home,2,50,4\n");
    scenario_write(folder, "a.yaml", DESIGN("0"));
    scenario_write(folder, "framework.yaml", framework);
    cr_assert_eq(sweep(folder, &axis, 1, &found, NULL), RASIM_OK);
    cr_assert_eq(found->n_points, 2);
    cr_assert_eq(found->points[0].periods[0].indicative_short_share, 1);
    cr_assert_eq(found->points[1].periods[0].indicative_short_share, 0);
    cr_assert_lt(found->points[0].periods[0].equity_theil, 1e-3);
    cr_assert_eq(found->points[0].periods[0].final_short_share, 0, "uplift is complete");
    rasim_sweep_free(found);
    scenario_remove(folder);
}

Test(sweep, changes_are_paired)
{
    char *folder = make_folder(FRAMEWORK("0.02"), DESIGN("0"));
    const rasim_axis axes[] = {{"prices[setting=home].mean", 0, 0.1, 0.1},
                               {"contingency_held_gbp_year", 0, 1000, 1000}};
    rasim_sweep *s = NULL;
    cr_assert_eq(sweep(folder, axes, 1, &s, NULL), RASIM_OK);
    const rasim_step_change *change = &s->points[1].changes[0];
    cr_assert_float_eq(change->mean, s->points[1].periods[0].mean - s->points[0].periods[0].mean, 1e-6);
    cr_assert_lt(change->mean_se, s->points[0].periods[0].mean_se / 2, "the draws are the same");
    cr_assert_float_eq(
        change->affordability,
        s->points[1].periods[0].affordability.probability - s->points[0].periods[0].affordability.probability, 1e-12);
    rasim_sweep_free(s);
    cr_assert_eq(sweep(folder, &axes[1], 1, &s, NULL), RASIM_OK);
    cr_assert_eq(s->points[1].changes[0].mean, 0);
    cr_assert_eq(s->points[1].changes[0].mean_se, 0);
    cr_assert(!s->points[1].changes[0].inside_error, "exactly the same is no error");
    rasim_sweep_free(s);
    scenario_remove(folder);
}

/* ---- refusals ---- */

static void
expect_refused(const char *key, double from, double to, const char *sentence)
{
    char *folder = make_folder(FRAMEWORK("0.02"), DESIGN("0"));
    const rasim_axis axis = {key, from, to, to - from};
    rasim_problems *problems = NULL;
    rasim_sweep *none = NULL;
    cr_assert_eq(rasim_problems_create(&problems), RASIM_OK);
    cr_assert_eq(sweep(folder, &axis, 1, &none, problems), RASIM_ERR_INPUT, "%s", key);
    cr_assert_null(none);
    cr_assert_geq(rasim_problems_size(problems), 1);
    cr_assert_str_eq(rasim_problems_get(problems, 0)->text, sentence);
    rasim_problems_free(problems);
    scenario_remove(folder);
}

#define CANNOT(key) "'" key "' cannot be varied: "

Test(sweep, refusals_say_what_to_do)
{
    static const struct {
        const char *key;
        double from, to;
        const char *sentence;
    } cases[] = {
        {"sign_off.uplift", 0, 1,
         CANNOT("sign_off.uplift") "'uplift' is no key of sign_off; did you mean 'uplift_share'?"},
        {"sgn_off.tolerance", 0, 1,
         CANNOT("sgn_off.tolerance") "'sgn_off' is no key of the framework file; did you mean 'sign_off'?"},
        {"limits.top_slice", 0, 1,
         CANNOT("limits.top_slice") "'limits' is a key of designs; write 'design.limits.top_slice'."},
        {"prices.mean", 0, 1,
         CANNOT("prices.mean") "'prices' has 2 rows; say which, as prices[setting=...] or prices[1]."},
        {"prices[setting=hom].mean", 0, 1, CANNOT("prices[setting=hom].mean") "no row of 'prices' has setting=hom."},
        {"prices[3].mean", 0, 1, CANNOT("prices[3].mean") "'prices' has 2 items; they are counted from 1."},
        {"name", 0, 1, CANNOT("name") "'name' is no number but a text; only numbers vary."},
        {"seed", 0, 1,
         "'seed' cannot be swept: all points have the same years, draws and levels; compare finished runs "
         "instead."},
        {"sign_off.uplift_share", 0, 2,
         "'uplift_share' is 2 but must be 0 to 1; it is a share, so write 2 per cent as 0.02."},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect_refused(cases[i].key, cases[i].from, cases[i].to, cases[i].sentence);
}

Test(sweep, an_unknown_design_is_refused)
{
    char *folder = make_folder(FRAMEWORK("0.02"), DESIGN("0"));
    const rasim_axis axis = {"sign_off.tolerance", 0, 0.1, 0.1};
    rasim_sweep_options options;
    rasim_sweep_options_init(&options);
    options.axes = &axis;
    options.n_axes = 1;
    options.design = "Othr";
    rasim_problems *problems = NULL;
    rasim_sweep *none = NULL;
    char *path = scenario_path(folder, "framework.yaml");
    cr_assert_eq(rasim_problems_create(&problems), RASIM_OK);
    cr_assert_eq(rasim_sweep_run(path, &options, &none, problems), RASIM_ERR_INPUT);
    cr_assert_str_eq(rasim_problems_get(problems, 0)->text,
                     "The framework has no design 'Othr' (did you mean 'Other'?); its first is 'Other'.");
    options.design = "a.yaml";
    cr_assert_eq(rasim_sweep_run(path, &options, &none, problems), RASIM_OK);
    cr_assert_str_eq(none->design, "A");
    rasim_sweep_free(none);
    rasim_problems_free(problems);
    free(path);
    scenario_remove(folder);
}

static int
stop_at_once(void *context, uint64_t done, uint64_t total)
{
    (void)context;
    (void)done;
    (void)total;
    return 1;
}

Test(sweep, an_interrupted_sweep_leaves_nothing)
{
    char *folder = make_folder(FRAMEWORK("0.02"), DESIGN("0"));
    const rasim_axis axis = {"sign_off.tolerance", 0, 0.1, 0.1};
    rasim_sweep_options options;
    rasim_sweep_options_init(&options);
    options.axes = &axis;
    options.n_axes = 1;
    options.n_threads = 1;
    options.replicates = 6400;
    options.poll = stop_at_once;
    rasim_sweep *none = NULL;
    char *path = scenario_path(folder, "framework.yaml");
    cr_assert_eq(rasim_sweep_run(path, &options, &none, NULL), RASIM_ERR_INTERRUPTED);
    cr_assert_null(none);
    free(path);
    scenario_remove(folder);
}

Test(sweep, asks_before_anything_is_simulated)
{
    char *folder = make_folder(FRAMEWORK("0.02"), DESIGN("0")), *path = scenario_path(folder, "framework.yaml");
    const rasim_axis axis = {"sign_off.tolerance", 0, 0.1, 0.1};
    ready_seen seen = {.name = "T"};
    rasim_sweep_options options;
    rasim_sweep_options_init(&options);
    options.axes = &axis;
    options.n_axes = 1;
    options.ready = ready_to_refuse;
    options.poll = ready_poll;
    options.ready_context = options.poll_context = &seen;
    rasim_sweep *none = NULL;
    const rasim_status status = rasim_sweep_run(path, &options, &none, NULL);
    ready_check(&seen, status, none);
    free(path);
    scenario_remove(folder);
}
