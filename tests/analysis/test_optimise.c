/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Optimisations: an optimum in closed form, with and without simulation; constraints that bind and that do not; what
   cannot be reached; a cap on losers; the design that is written. */
#include "support/ready.h"
#include "support/scenario.h"

/* Two kinds of people who cost £100 for certain: 8 and 12 points. Prices alone move: a lognormal factor of mean 1. Half
   of what an allocation is above need is kept, and the duty makes up what is missing. */
static void
write_framework(const char *folder, double envelope_gbp, const char *extra)
{
    char text[1024];
    snprintf(text, sizeof text,
             "name: T\ncaseload: people.csv\ndesigns: [other.yaml, a.yaml]\nenvelope: [{gbp_year: %.0f}]\n"
             "need: [{log_sd: 0}]\nprices: [{mean: 0, sd: 0.1}]\npopulation: {sampling: fixed}\n"
             "sign_off: {tolerance: 0, uplift_share: 1, trim_share: 0.5}\nreplicates: 8192\nseed: 9\n%s",
             envelope_gbp, extra);
    scenario_write(folder, "framework.yaml", text);
}

/* The study in a folder of its own. */
static char *
make_folder(double envelope_gbp, const char *extra)
{
    char *folder = scenario_folder();
    scenario_write(folder, "people.csv",
                   "person_id,care_group,setting,weight,weekly_cost,points\na,G,home,10,100,8\nb,G,home,10,100,12\n");
    scenario_write(folder, "other.yaml", "name: Other\nfamily: price_per_point\nallocation: [{gbp_per_point: 8}]\n");
    scenario_write(folder, "a.yaml",
                   "name: A # a comment\nabout: Made by hand.\nfamily: price_per_point\n"
                   "allocation:\n  - {gbp_per_point: 10}\n");
    write_framework(folder, envelope_gbp, extra);
    return folder;
}

/* The envelope at which so many £ a point are just affordable in 9 years of 10: both people at F, times the quantile of
   the prices. */
static double
envelope_for(double gbp_per_point)
{
    const double a = 8 * gbp_per_point, b = 12 * gbp_per_point, v = sqrt(log(1.01));
    const double fa = a > 100 ? 100 + (a - 100) / 2 : 100, fb = b > 100 ? 100 + (b - 100) / 2 : 100;
    return 520 * (fa + fb) * exp(1.2815515655446 * v - v * v / 2);
}

static rasim_status
run(const char *folder, rasim_optimise_options *options, const char *key, double low, double high,
    rasim_optimisation **out, rasim_problems *problems)
{
    const rasim_range range = {key, low, high};
    char *path = scenario_path(folder, "framework.yaml");
    options->ranges = &range;
    options->n_ranges = 1;
    options->design = "A";
    options->n_threads = 1;
    const rasim_status status = rasim_optimise_run(path, options, out, problems);
    free(path);
    return status;
}

static rasim_optimisation *
optimise(const char *folder, rasim_optimise_options *options)
{
    rasim_optimisation *out = NULL;
    cr_assert_eq(run(folder, options, "design.allocation.gbp_per_point", 5, 15, &out, NULL), RASIM_OK);
    return out;
}

static rasim_optimise_options
defaults(void)
{
    rasim_optimise_options options;
    rasim_optimise_options_init(&options);
    options.evaluations = 20;
    return options;
}

/* ---- the optimum ---- */

/* £10.30 a point are affordable; people with 8 points then lack £17.60 of £100. */
Test(optimise, finds_what_is_affordable)
{
    char *folder = make_folder(envelope_for(10.3), "");
    rasim_optimise_options options = defaults();
    rasim_optimisation *found = optimise(folder, &options);
    cr_assert(found->analytic && found->chosen.reached && found->varies_design && !found->counts_final);
    cr_assert_str_eq(found->design, "A");
    cr_assert_eq(strlen(found->design_sha256), 64);
    cr_assert_float_eq(found->chosen.values[0], 10.3, 0.011, "%g", found->chosen.values[0]);
    cr_assert_float_eq(found->chosen.values[0] * 100, round(found->chosen.values[0] * 100), 1e-9); /* rounded */
    cr_assert_float_eq(found->chosen.affordability, 0.9, 0.001, "%g", found->chosen.affordability);
    cr_assert_geq(found->chosen.affordability, 0.9);
    const double k = found->chosen.values[0];
    cr_assert_float_eq(found->chosen.indicative_shortfall, (100 - 8 * k) / 200, 2e-5); /* to the unit */
    cr_assert_float_eq(found->as_is.indicative_shortfall, 0.1, 1e-6);
    cr_assert(found->confirmation.confirmed);
    cr_assert(found->confirmation.affordability.low <= 0.9 && found->confirmation.affordability.high >= 0.9);
    cr_assert_float_eq(found->confirmation.indicative_shortfall.value, (100 - 8 * k) / 200, 1e-4);
    rasim_optimisation_free(found);
    scenario_remove(folder);
}

/* Along the frontier each confidence has the £ a point that its quantile allows. */
Test(optimise, the_frontier_is_that_of_the_law)
{
    const double envelope = envelope_for(10.3), v = sqrt(log(1.01));
    static const double z[] = {0, 0.2533471, 0.5244005, 0.8416212, 1.2815516, 1.6448536, 2.3263479};
    char *folder = make_folder(envelope, "");
    rasim_optimise_options options = defaults();
    rasim_optimisation *found = optimise(folder, &options);
    cr_assert_eq(found->n_frontier, 7);
    for (size_t i = 0; i < 7; i++) {
        const double most = envelope / 520 / exp(z[i] * v - v * v / 2);         /* of both kinds of people together */
        const double k = most >= 200 + 25 ? (most + 0) / 10 : (most - 150) / 6; /* above and below £12.50 a point */
        cr_assert_eq(found->frontier[i].reached, most >= 200, "%zu", i);
        if (most >= 200)
            cr_assert_lt(fabs(found->frontier[i].indicative_shortfall - fmax((100 - 8 * k) / 200, 0)), 2e-3, "%zu: %g",
                         i, found->frontier[i].indicative_shortfall);
    }
    rasim_optimisation_free(found);
    scenario_remove(folder);
}

/* With money for all, nobody lacks anything, and of the points alike the cheapest is taken. */
Test(optimise, a_constraint_that_does_not_bind)
{
    char *folder = make_folder(envelope_for(14.5), "");
    rasim_optimise_options options = defaults();
    rasim_optimisation *found = optimise(folder, &options);
    cr_assert(found->chosen.reached);
    cr_assert_lt(found->chosen.indicative_shortfall, 1e-4);
    cr_assert_float_eq(found->chosen.values[0], 12.5, 0.02, "%g", found->chosen.values[0]);
    rasim_optimisation_free(found);
    scenario_remove(folder);
}

/* Where closed forms do not apply, the same answer comes from common draws, within what 1,024 of them know. */
Test(optimise, simulates_where_it_must)
{
    char *folder = make_folder(envelope_for(10.3), "income: {collection_rate: 0.5}\n");
    rasim_optimise_options options = defaults();
    rasim_optimisation *found = optimise(folder, &options);
    cr_assert(!found->analytic && strstr(found->why_not, "collected"), "%s", found->why_not);
    cr_assert(found->chosen.reached);
    /* the 90 % quantile of 1,024 prices is known to 0.1 x sqrt(0.09 / 1024) / 0.175 = 0.5 % of net: £0.2 a point */
    cr_assert_float_eq(found->chosen.values[0], 10.3, 1, "%g", found->chosen.values[0]);
    cr_assert_float_eq(found->chosen.indicative_shortfall, (100 - 8 * found->chosen.values[0]) / 200, 1e-4);
    rasim_optimisation_free(found);
    scenario_remove(folder);
}

/* ---- what cannot be reached, and caps ---- */

Test(optimise, says_where_nothing_is_affordable)
{
    char *folder = make_folder(0.97 * envelope_for(5), ""), *path = scenario_path(folder, "best.yaml");
    rasim_optimise_options options = defaults();
    rasim_optimisation *found = optimise(folder, &options);
    cr_assert_not(found->chosen.reached);
    cr_assert(found->chosen.affordability > 0.5 && found->chosen.affordability < 0.9);
    cr_assert_eq(rasim_write_optimised_design(path, found, NULL), RASIM_ERR_ARGUMENT);
    cr_assert_neq(access(path, F_OK), 0);
    rasim_optimisation_free(found);
    free(path);
    scenario_remove(folder);
}

/* People with 8 points lose more than a tenth below £11.25 a point: half of all. */
Test(optimise, a_cap_on_losers_holds)
{
    char *folder = make_folder(envelope_for(11.6), "");
    rasim_optimise_options options = defaults();
    options.confidence = 0.9;
    options.most_losers = 0.2;
    rasim_optimisation *found = optimise(folder, &options);
    cr_assert(found->chosen.reached);
    cr_assert_eq(found->chosen.losers, 0);
    cr_assert(found->chosen.values[0] >= 11.25 && found->chosen.values[0] <= 11.61, "%g", found->chosen.values[0]);
    rasim_optimisation_free(found);
    write_framework(folder, envelope_for(10.3), "");
    found = optimise(folder, &options);
    cr_assert_not(found->chosen.reached); /* affordable or kind, not both */
    rasim_optimisation_free(found);
    scenario_remove(folder);
}

/* ---- the design ---- */

static void
expect_allocation(const char *folder, double gbp_week)
{
    char *path = scenario_path(folder, "best.yaml"), *framework = scenario_path(folder, "framework.yaml");
    const char *designs[] = {path};
    rasim_study_options options;
    rasim_study *study = NULL;
    rasim_problems *problems = NULL;
    rasim_study_options_init(&options);
    options.designs = designs;
    options.n_designs = 1;
    cr_assert_eq(rasim_problems_create(&problems), RASIM_OK);
    cr_assert_eq(rasim_study_load(framework, &options, &study, problems), RASIM_OK);
    cr_assert_eq(rasim_problems_size(problems), 0);
    cr_assert_str_eq(rasim_study_design_name(study, 0), "A, optimised");
    char *points = scenario_path(folder, "points.csv"), line[256] = "", wanted[32];
    cr_assert_eq(rasim_points_write(study, points, problems), RASIM_OK);
    FILE *file = fopen(points, "r");
    cr_assert_not_null(file);
    cr_assert(fgets(line, sizeof line, file) && fgets(line, sizeof line, file));
    fclose(file);
    snprintf(wanted, sizeof wanted, "%.2f", gbp_week);
    cr_assert_not_null(strstr(line, wanted), "%s has no %s", line, wanted);
    free(points);
    rasim_problems_free(problems);
    rasim_study_free(study);
    free(framework);
    free(path);
}

Test(optimise, the_design_that_is_written_runs)
{
    char *folder = make_folder(envelope_for(10.3), ""), *path = scenario_path(folder, "best.yaml"),
         *own = scenario_path(folder, "a.yaml");
    rasim_optimise_options options = defaults();
    rasim_optimisation *found = optimise(folder, &options);
    cr_assert_eq(rasim_write_optimised_design(path, found, NULL), RASIM_OK);
    expect_allocation(folder, 8 * found->chosen.values[0]);
    cr_assert_eq(rasim_write_optimised_design(own, found, NULL), RASIM_ERR_WRITE); /* the file that it came from */
    rasim_optimisation_free(found);
    free(own);
    free(path);
    scenario_remove(folder);
}

/* ---- the same again, and what is refused ---- */

static int
stop_soon(void *context, uint64_t done, uint64_t total)
{
    (void)context, (void)total;
    return done >= 5;
}

/* To the bit, but for the confidence, which is no number where nothing was asked. */
static void
assert_same(const rasim_optimum *a, const rasim_optimum *b)
{
    cr_assert_eq(a->reached, b->reached);
    cr_assert_eq(memcmp(a->values, b->values, sizeof a->values), 0);
    cr_assert_eq(memcmp(&a->affordability, &b->affordability, sizeof a->affordability), 0);
    cr_assert_eq(memcmp(&a->indicative_shortfall, &b->indicative_shortfall, sizeof a->indicative_shortfall), 0);
    cr_assert_eq(memcmp(&a->final_shortfall, &b->final_shortfall, sizeof a->final_shortfall), 0);
    cr_assert_eq(memcmp(&a->losers, &b->losers, sizeof a->losers), 0);
    cr_assert_eq(memcmp(&a->mean_gbp, &b->mean_gbp, sizeof a->mean_gbp), 0);
}

Test(optimise, gives_the_same_again_and_stops)
{
    char *folder = make_folder(envelope_for(10.3), "");
    rasim_optimise_options options = defaults();
    rasim_optimisation *first = optimise(folder, &options), *second = optimise(folder, &options);
    cr_assert_eq(first->n_points, second->n_points);
    cr_assert_eq(first->n_frontier, second->n_frontier);
    for (size_t i = 0; i < first->n_frontier; i++)
        assert_same(&first->frontier[i], &second->frontier[i]);
    rasim_optimisation_free(first);
    rasim_optimisation_free(second);
    options.poll = stop_soon;
    rasim_optimisation *none = NULL;
    cr_assert_eq(run(folder, &options, "design.allocation.gbp_per_point", 5, 15, &none, NULL), RASIM_ERR_INTERRUPTED);
    cr_assert_null(none);
    scenario_remove(folder);
}

Test(optimise, asks_before_anything_is_simulated)
{
    char *folder = make_folder(envelope_for(10.3), "");
    ready_seen seen = {.name = "T"};
    rasim_optimise_options options = defaults();
    options.ready = ready_to_refuse;
    options.poll = ready_poll;
    options.ready_context = options.poll_context = &seen;
    rasim_optimisation *none = NULL;
    const rasim_status status = run(folder, &options, "design.allocation.gbp_per_point", 5, 15, &none, NULL);
    ready_check(&seen, status, none);
    scenario_remove(folder);
}

Test(optimise, refuses_what_cannot_vary)
{
    static const struct {
        const char *key, *says;
        double low, high;
    } cases[] = {
        {"design.limits.top_slise", "did you mean 'top_slice'?", 0, 0.5},
        {"design.limits.top_slice", "top_slice", 0.5, 1.5},
        {"replicates", "cannot be optimised", 64, 128},
    };
    char *folder = make_folder(envelope_for(10.3), "");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rasim_optimise_options options = defaults();
        rasim_optimisation *none = NULL;
        rasim_problems *problems = NULL;
        cr_assert_eq(rasim_problems_create(&problems), RASIM_OK);
        cr_assert_eq(run(folder, &options, cases[i].key, cases[i].low, cases[i].high, &none, problems), RASIM_ERR_INPUT,
                     "case %zu", i);
        cr_assert_not_null(strstr(rasim_problems_get(problems, 0)->text, cases[i].says), "%s",
                           rasim_problems_get(problems, 0)->text);
        rasim_problems_free(problems);
    }
    scenario_remove(folder);
}

Test(optimise, ranges_are_read)
{
    static const char *const wrong[] = {"key", "=1:2", "key=1", "key=1:x", "key=2:1", "key=1:1", "key=1:2:3"};
    rasim_range range = {NULL, 0, 0};
    char *key = NULL;
    cr_assert_eq(rasim_range_parse("a[b=c].d=-0.5:2e3", &range, &key, NULL), RASIM_OK);
    cr_assert(strcmp(range.key, "a[b=c].d") == 0 && range.low == -0.5 && range.high == 2000);
    free(key);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        cr_assert_eq(rasim_range_parse(wrong[i], &range, &key, NULL), RASIM_ERR_INPUT, "%s", wrong[i]);
}
