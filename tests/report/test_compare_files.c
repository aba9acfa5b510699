/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finished runs compared: the same figures as one run of both designs, and refusals of what is unlike. */
#include "rasim/report.h"
#include "support/scenario.h"

#define DESIGN(name, price) "name: " name "\nfamily: price_per_point\nallocation: [{gbp_per_point: " price "}]\n"

#define FRAMEWORK(people, horizon)                                                                                     \
    "name: T\ncaseload: people.csv\ndesigns: [a.yaml, b.yaml]\nenvelope: [{gbp_year: 90000}]\n"                        \
    "need: [{log_sd: 0.3, persistence: 0.5}]\nprices: [{mean: 0.02, sd: 0.05}]\nhorizon: " horizon "\n"                \
    "population: {frame: [{care_group: Older, people: " people "}]}\nconfidence_levels: [0.5, 0.9]\n"

static const char PEOPLE[] = "person_id,care_group,setting,weekly_cost,points\n"
                             "a,Older,home,100,12\nb,Older,home,60,4\nc,Older,home,310,25\nd,Older,home,200,18\n"
                             "e,Older,home,150,17\n";

#define NOT_KNOWN ((double)NAN)

static char *folder;
static const rasim_spread *own_spread; /* what the next run says of why */
static const rasim_reverse *own_reverse;

static void
set_up(void)
{
    folder = scenario_folder();
    scenario_write(folder, "people.csv", PEOPLE);
    scenario_write(folder, "a.yaml", DESIGN("A", "10"));
    scenario_write(folder, "b.yaml", DESIGN("B", "11"));
    scenario_write(folder, "framework.yaml", FRAMEWORK("40", "2"));
}

static void
tear_down(void)
{
    scenario_remove(folder);
}

TestSuite(compare_files, .init = set_up, .fini = tear_down);

/* Runs the framework with one design (NULL: its own two) and leaves NAME.h5; *both, where it is not NULL, is what one
   run compares. */
static void
run(const char *name, const char *design, uint64_t seed, uint64_t replicates, rasim_comparison **both)
{
    rasim_study_options options;
    rasim_study_options_init(&options);
    char *framework = scenario_path(folder, "framework.yaml"), *h5 = scenario_path(folder, name);
    char *path = design ? scenario_path(folder, design) : NULL;
    const char *paths[] = {path};
    options.designs = paths;
    options.n_designs = design != NULL;
    rasim_study *study = NULL;
    rasim_summary *summary = NULL;
    cr_assert_eq(rasim_study_load(framework, &options, &study, NULL), RASIM_OK);
    rasim_results *results = scenario_run(study, replicates, seed, 1);
    rasim_persons *persons = NULL;
    cr_assert_eq(rasim_summarise(results, NULL, &summary), RASIM_OK);
    cr_assert_eq(rasim_analyse_persons(study, results, NULL, &persons, NULL), RASIM_OK);
    summary->persons = persons;
    summary->spread = own_spread;
    summary->reverse = own_reverse;
    cr_assert_eq(rasim_write_h5(h5, study, results, summary, NULL), RASIM_OK);
    if (both)
        cr_assert_eq(rasim_compare(results, summary, NULL, both, NULL), RASIM_OK);
    rasim_summary_free(summary);
    rasim_persons_free(persons);
    rasim_results_free(results);
    rasim_study_free(study);
    free(framework);
    free(h5);
    free(path);
}

static rasim_status
compare(const char *one, const char *other, rasim_comparison **out, rasim_problems *problems)
{
    char *a = scenario_path(folder, one), *b = scenario_path(folder, other);
    const char *paths[] = {a, b};
    const rasim_status status = rasim_compare_files(paths, 2, NULL, out, problems);
    free(a);
    free(b);
    return status;
}

static void
expect(const char *what, double actual, double expected)
{
    cr_assert(fabs(actual - expected) <= 1e-9 * fmax(1, fabs(expected)), "%s is %.12g, not %.12g", what, actual,
              expected);
}

Test(compare_files, two_files_say_what_one_run_says)
{
    rasim_comparison *both = NULL, *files = NULL;
    run("a.h5", "a.yaml", 5, 256, NULL);
    run("b.h5", "b.yaml", 5, 256, NULL);
    run("both.h5", NULL, 5, 256, &both);
    cr_assert_eq(compare("a.h5", "b.h5", &files, NULL), RASIM_OK);
    cr_assert_eq(files->n_designs, 2);
    cr_assert_eq(files->n_periods, 3);
    cr_assert_str_eq(files->designs[1].name, "B");
    for (size_t p = 0; p < 3; p++) {
        const rasim_criteria *x = &files->designs[1].periods[p], *y = &both->designs[1].periods[p];
        expect("plan", x->plan_gbp, y->plan_gbp);
        expect("envelope", x->envelope_gbp, y->envelope_gbp);
        expect("mean", x->mean, y->mean);
        expect("inside", x->affordability.probability, y->affordability.probability);
        expect("every year", x->every_year.probability, y->every_year.probability);
        expect("panel cases", x->panel_cases, y->panel_cases);
        expect("uplift", x->uplift_gbp, y->uplift_gbp);
        expect("quantile", x->net[1].value, y->net[1].value);
        expect("contingency", x->contingency[1].high, y->contingency[1].high);
        expect("difference", x->difference.mean, y->difference.mean);
        expect("its error", x->difference.mean_se, y->difference.mean_se);
        expect("of quantiles", x->difference.quantiles[1].low, y->difference.quantiles[1].low);
        expect("dearer", x->difference.dearer.probability, y->difference.dearer.probability);
        cr_assert(isnan(x->most_sufficient));
        if (p == 2)
            continue; /* what single people tell is told by year */
        expect("short before the panel", x->indicative_short_share, y->indicative_short_share);
        expect("short in the end", x->final_short_share, y->final_short_share);
        expect("inequality", x->equity_theil, y->equity_theil);
    }
    expect("share of uplift", files->designs[0].periods[0].uplift_share, both->designs[0].periods[0].uplift_share);
    rasim_comparison_free(both);
    rasim_comparison_free(files);
}

Test(compare_files, a_run_and_itself_differ_by_nothing)
{
    rasim_comparison *files = NULL;
    run("a.h5", "a.yaml", 5, 128, NULL);
    run("again.h5", "a.yaml", 5, 128, NULL);
    cr_assert_eq(compare("a.h5", "again.h5", &files, NULL), RASIM_OK);
    cr_assert_str_eq(files->designs[1].name, "A (again.h5)");
    cr_assert_eq(files->designs[1].periods[2].difference.mean, 0);
    cr_assert_eq(files->designs[1].periods[2].difference.sd, 0);
    rasim_comparison_free(files);
}

/* The one sentence of a refusal, without the paths. */
static void
expect_refused(const char *other, const char *part)
{
    rasim_problems *problems = NULL;
    rasim_comparison *none = NULL;
    cr_assert_eq(rasim_problems_create(&problems), RASIM_OK);
    cr_assert_eq(compare("a.h5", other, &none, problems), RASIM_ERR_INPUT, "%s", part);
    cr_assert_null(none);
    cr_assert_eq(rasim_problems_size(problems), 1, "%s", part);
    cr_assert_not_null(strstr(rasim_problems_get(problems, 0)->text, part), "'%s' is not in: %s", part,
                       rasim_problems_get(problems, 0)->text);
    rasim_problems_free(problems);
}

Test(compare_files, unlike_runs_are_refused)
{
    run("a.h5", "a.yaml", 5, 128, NULL);
    run("seed.h5", "a.yaml", 6, 128, NULL);
    run("more.h5", "a.yaml", 5, 192, NULL);
    scenario_write(folder, "framework.yaml", FRAMEWORK("41", "2"));
    run("frame.h5", "a.yaml", 5, 128, NULL);
    scenario_write(folder, "framework.yaml", FRAMEWORK("40", "1"));
    run("years.h5", "a.yaml", 5, 128, NULL);
    scenario_write(folder, "framework.yaml", FRAMEWORK("40", "2"));
    scenario_write(folder, "people.csv",
                   "person_id,care_group,setting,weekly_cost,points\na,Older,home,101,12\n"
                   "b,Older,home,60,4\nc,Older,home,310,25\nd,Older,home,200,18\n"
                   "e,Older,home,150,17\n");
    run("people.h5", "a.yaml", 5, 128, NULL);
    expect_refused("seed.h5", "its seed is 6, not 5; run both with the same --seed.");
    expect_refused("more.h5", "its number of replicates is 192, not 128; run both with the same --replicates.");
    expect_refused("frame.h5", "its rows stand for other people");
    expect_refused("years.h5", "its number of years is 1, not 2; run both with the same horizon.");
    expect_refused("people.h5", "it has another caseload (SHA-256 ");
}

static void
expect_tip(const char *what, const rasim_tip *tip, const rasim_tip *expected)
{
    cr_assert_eq(tip->found, expected->found, "%s", what);
    cr_assert(isnan(expected->change) ? isnan(tip->change) : tip->change == expected->change, "%s", what);
    cr_assert(isnan(expected->low) || (tip->low == expected->low && tip->high == expected->high), "%s", what);
}

/* Of the run that says where its spread comes from and what would tip it; of the other nothing is known. */
Test(compare_files, why_comes_back_from_runs_that_say_it)
{
    rasim_source sources[] = {
        {"price: home", {0.6, 0.5, 0.7}, {0.65, 0.55, 0.75}, true, -9000, 9500, 120},
        {"need of each person", {0.4, 0.3, 0.5}, {0.35, 0.25, 0.45}, false, -7000, 7100, NOT_KNOWN}};
    rasim_spread_of of = {"A", 12500.5, 2, sources};
    rasim_reverse_of tips = {.price = {RASIM_TIPS, 0.03, 0.02, 0.04},
                             .has_demand = true,
                             .demand = {RASIM_ALWAYS_INSIDE, NOT_KNOWN, NOT_KNOWN, NOT_KNOWN},
                             .scale = {RASIM_NEVER_INSIDE, NOT_KNOWN, NOT_KNOWN, NOT_KNOWN}};
    const rasim_spread spread = {.replicates = 256, .n_designs = 1, .designs = &of};
    const rasim_reverse reverse = {.replicates = 128, .level = 0.9, .n_designs = 1, .designs = &tips};
    rasim_comparison *files = NULL;
    own_spread = &spread;
    own_reverse = &reverse;
    run("a.h5", "a.yaml", 5, 128, NULL);
    own_spread = NULL;
    own_reverse = NULL;
    run("b.h5", "b.yaml", 5, 128, NULL);
    cr_assert_eq(compare("a.h5", "b.h5", &files, NULL), RASIM_OK);
    const rasim_spread_of *seen = files->designs[0].spread;
    cr_assert(seen && seen->n == 2 && files->designs[0].reverse);
    cr_assert_eq(seen->sd_gbp, 12500.5);
    for (size_t i = 0; i < 2; i++) {
        cr_assert_str_eq(seen->sources[i].name, sources[i].name);
        cr_assert_eq(seen->sources[i].shared, sources[i].shared);
        cr_assert_eq(memcmp(&seen->sources[i].first, &sources[i].first, sizeof sources[i].first), 0);
        cr_assert_eq(seen->sources[i].total.share, sources[i].total.share);
        cr_assert_eq(seen->sources[i].high_gbp, sources[i].high_gbp);
    }
    expect_tip("prices", &files->designs[0].reverse->price, &tips.price);
    expect_tip("demand", &files->designs[0].reverse->demand, &tips.demand);
    expect_tip("scale", &files->designs[0].reverse->scale, &tips.scale);
    cr_assert(files->designs[0].reverse->has_demand);
    cr_assert(!files->designs[1].spread && !files->designs[1].reverse);
    rasim_comparison_free(files);
}
