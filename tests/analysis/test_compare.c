/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Designs side by side: a design beside itself, one band changed by a pound, figures by hand, and intervals that cover.
 */
#include "analysis/compare.h"
#include "model/complexity.h"
#include "num/stats.h"
#include "support/law.h"
#include "support/scenario.h"

#define BANDS(name, second)                                                                                            \
    "name: " name "\nfamily: banded\nallocation:\n  - bands: [{from: 0, gbp: 50}, {from: 10, gbp: " second             \
    "}, {from: 20, gbp: 300}]\nexclusion: {threshold_gbp_week: 900}\n"

/* By hand: points 12 and 18 (a and d, weights 3 and 7) are in the second band, whose amount is 120. */
static const char PEOPLE[] = "person_id,care_group,setting,weight,weekly_cost,points\n"
                             "a,Older,home,3,100,12\nb,Older,home,2,60,4\nc,Younger,home,4,310,25\n"
                             "d,Younger,home,7,200,18\ne,Older,home,1,2000,30\n";

#define FRAMEWORK(designs, more)                                                                                       \
    "name: T\ncaseload: people.csv\ndesigns: [" designs                                                                \
    "]\nenvelope: [{gbp_year: 220000}]\nneed: [{log_sd: 0.3, persistence: 0.5}]\n"                                     \
    "prices: [{mean: 0, sd: 0.05}]\npopulation: {sampling: fixed}\nconfidence_levels: [0.5, 0.9]\n" more

static char *
make_folder(const char *framework)
{
    char *folder = scenario_folder();
    scenario_write(folder, "people.csv", PEOPLE);
    scenario_write(folder, "a.yaml", BANDS("A", "120"));
    scenario_write(folder, "copy.yaml", BANDS("Copy", "120"));
    scenario_write(folder, "pound.yaml", BANDS("Pound", "121"));
    scenario_write(folder, "framework.yaml", framework);
    return folder;
}

/* A comparison and what it was made from. */
typedef struct made {
    char *folder;
    rasim_study *study;
    rasim_results *results;
    rasim_summary *summary;
    rasim_comparison *comparison;
} made;

static made
make(const char *framework, const char *against)
{
    made m = {.folder = make_folder(framework)};
    m.study = scenario_load(m.folder, "framework.yaml");
    m.results = scenario_run(m.study, 512, 7, 1);
    cr_assert_eq(rasim_summarise(m.results, NULL, &m.summary), RASIM_OK);
    const rasim_compare_options options = {.against = against};
    cr_assert_eq(rasim_compare(m.results, m.summary, &options, &m.comparison, NULL), RASIM_OK);
    return m;
}

static void
unmake(made *m)
{
    rasim_comparison_free(m->comparison);
    rasim_summary_free(m->summary);
    rasim_results_free(m->results);
    rasim_study_free(m->study);
    scenario_remove(m->folder);
}

static void
expect(const char *what, double actual, double expected)
{
    cr_assert(fabs(actual - expected) <= 1e-9 * fmax(1, fabs(expected)), "%s is %.12g, not %.12g", what, actual,
              expected);
}

/* ---- against itself ---- */

Test(compare, a_renamed_copy_differs_by_exactly_nothing)
{
    made m = make(FRAMEWORK("a.yaml, copy.yaml", ""), NULL);
    const rasim_criteria *criteria = &m.comparison->designs[1].periods[0];
    const rasim_difference *x = &criteria->difference;
    cr_assert_eq(x->mean, 0);
    cr_assert_eq(x->mean_se, 0);
    cr_assert_eq(x->low, 0);
    cr_assert_eq(x->high, 0);
    cr_assert_eq(x->sd, 0);
    cr_assert_eq(x->dearer.probability, 0);
    cr_assert_eq(x->affordability, 0);
    cr_assert_eq(x->affordability_se, 0);
    for (size_t i = 0; i < m.comparison->n_levels; i++) {
        cr_assert_eq(x->quantiles[i].value, 0);
        cr_assert_eq(x->quantiles[i].low, 0);
        cr_assert_eq(x->quantiles[i].high, 0);
    }
    cr_assert_eq(criteria->cheapest, 0.5);
    cr_assert_eq(criteria->most_sufficient, 0.5);
    const rasim_moves *moves = &m.comparison->designs[1].from_other;
    expect("unchanged", moves->people[RASIM_MOVE_UNCHANGED], 16);
    expect("without", moves->people_without, 1);
    unmake(&m);
}

/* ---- one band ---- */

Test(compare, a_pound_in_one_band_moves_exactly_its_people)
{
    made m = make(FRAMEWORK("a.yaml, pound.yaml", ""), NULL);
    const rasim_moves *moves = &m.comparison->designs[1].from_other;
    for (size_t i = 0; i < RASIM_N_MOVE_CLASSES; i++) {
        const bool small_rise = i == RASIM_MOVE_UNCHANGED + 1, same = i == RASIM_MOVE_UNCHANGED;
        expect("people", moves->people[i], small_rise ? 10 : same ? 6 : 0);
        expect("£", moves->gbp[i], small_rise ? 10 * 52 : 0);
    }
    expect("Older who rise", moves->groups[0].people_up, 3);
    expect("Younger who rise", moves->groups[1].people_up, 7);
    expect("£ of Younger", moves->groups[1].gbp_up, 7 * 52);
    expect("all who fall", moves->groups[2].people_down, 0);
    cr_assert_null(moves->groups[2].care_group);
    expect("with an amount", moves->groups[2].people, 16);
    expect("gain", moves->people_gain_amount, 0);
    expect("lose", moves->people_lose_amount, 0);
    const rasim_difference *x = &m.comparison->designs[1].periods[0].difference;
    cr_assert_gt(x->mean, 0);
    cr_assert_lt(x->mean, 10 * 52 + 1e-9);
    cr_assert_eq(m.comparison->designs[0].periods[0].difference.sd, 0);
    unmake(&m);
}

Test(compare, the_direction_turns_with_the_design_held_against)
{
    made m = make(FRAMEWORK("a.yaml, pound.yaml", ""), "Pound");
    cr_assert_eq(m.comparison->against, 1);
    const rasim_moves *moves = &m.comparison->designs[0].from_other;
    expect("people", moves->people[RASIM_MOVE_UNCHANGED - 1], 10);
    expect("£", moves->gbp[RASIM_MOVE_UNCHANGED - 1], -10 * 52);
    cr_assert_lt(m.comparison->designs[0].periods[0].difference.mean, 0);
    unmake(&m);
}

Test(compare, an_unknown_name_is_refused_with_the_nearest)
{
    made m = make(FRAMEWORK("a.yaml, pound.yaml", ""), NULL);
    const rasim_compare_options options = {.against = "Poind"};
    rasim_problems *problems = NULL;
    rasim_comparison *none = NULL;
    cr_assert_eq(rasim_problems_create(&problems), RASIM_OK);
    cr_assert_eq(rasim_compare(m.results, m.summary, &options, &none, problems), RASIM_ERR_INPUT);
    cr_assert_null(none);
    cr_assert_str_eq(
        rasim_problems_get(problems, 0)->text,
        "There is no design 'Poind' to hold the others against (did you mean 'Pound'?); the first is 'A'.");
    rasim_problems_free(problems);
    unmake(&m);
}

/* ---- against current packages ---- */

/* a: 120 for 100, b: 50 for 60, c: 300 for 310, d: 120 for 200; e is above the threshold. */
Test(compare, winners_and_losers_by_hand)
{
    made m = make(FRAMEWORK("a.yaml", ""), NULL);
    const rasim_moves *moves = &m.comparison->designs[0].from_package;
    expect("£10 to £50 up", moves->people[RASIM_MOVE_UNCHANGED + 2], 3);
    expect("up to £10 down", moves->people[RASIM_MOVE_UNCHANGED - 1], 2 + 4);
    expect("£50 to £100 down", moves->people[RASIM_MOVE_UNCHANGED - 3], 7);
    expect("£ of them", moves->gbp[RASIM_MOVE_UNCHANGED - 3], -7 * 80 * 52);
    expect("lose their amount", moves->people_lose_amount, 1);
    expect("won", moves->groups[2].gbp_up, 3 * 20 * 52);
    expect("lost", moves->groups[2].gbp_down, (2 * 10 + 4 * 10 + 7 * 80) * 52);
    unmake(&m);
}

Test(compare, classes_know_their_bounds)
{
    static const double upto[] = {HUGE_VAL, 250, 100, 50, 10, 0, 10, 50, 100, 250, HUGE_VAL};
    for (size_t i = 0; i < RASIM_N_MOVE_CLASSES; i++)
        cr_assert_eq(rasim_move_class_upto(i), upto[i]);
    cr_assert(isnan(rasim_move_class_upto(RASIM_N_MOVE_CLASSES)));
}

/* ---- what it takes ---- */

#define ADMINISTRATION                                                                                                 \
    "administration: {gbp_per_assessment: 100, hours_per_assessment: 3, gbp_per_panel_case: 50, reviews_per_year: "    \
    "0.5, gbp_per_review: 40, hours_per_review: 1}\n"

Test(compare, administration_is_counted)
{
    made m = make(FRAMEWORK("a.yaml, pound.yaml", ADMINISTRATION), NULL);
    const rasim_criteria *c = &m.comparison->designs[0].periods[0];
    const rasim_administration *to = &c->administration;
    expect("assessments", to->assessments, 17);
    expect("reviews", to->reviews, 8.5);
    expect("panel cases", to->panel_cases, c->panel_cases);
    expect("£", to->gbp, 17 * 100 + c->panel_cases * 50 + 8.5 * 40);
    expect("hours", to->hours, 17 * 3 + 8.5);
    cr_assert(to->partial, "panel cases have no hours");
    unmake(&m);
}

Test(compare, a_design_has_figures_of_its_own)
{
    char *folder = make_folder(FRAMEWORK("a.yaml, copy.yaml", "administration: {gbp_per_assessment: 100}\n"));
    scenario_write(folder, "copy.yaml", BANDS("Copy", "120") "administration: {gbp_per_assessment: 60}\n");
    made m = {.folder = folder, .study = scenario_load(folder, "framework.yaml")};
    m.results = scenario_run(m.study, 64, 7, 1);
    cr_assert_eq(rasim_summarise(m.results, NULL, &m.summary), RASIM_OK);
    cr_assert_eq(rasim_compare(m.results, m.summary, NULL, &m.comparison, NULL), RASIM_OK);
    expect("the framework's", m.comparison->designs[0].periods[0].administration.gbp, 1700);
    expect("its own", m.comparison->designs[1].periods[0].administration.gbp, 1020);
    cr_assert(isnan(m.comparison->designs[1].periods[0].administration.hours));
    unmake(&m);
}

Test(compare, free_numbers_are_counted)
{
    made m = make(FRAMEWORK("a.yaml", ""), NULL);
    const rasim_complexity *c = &m.comparison->designs[0].complexity;
    expect("questions", c->questions, 0);
    expect("of the table", c->table_parameters, 6);
    expect("all", c->parameters, 7); /* and the threshold */
    unmake(&m);
}

/* ---- several years ---- */

Test(compare, years_and_their_sum)
{
    made m = make(FRAMEWORK("a.yaml, pound.yaml", "horizon: 2\n"), NULL);
    cr_assert_eq(m.comparison->n_periods, 3);
    cr_assert_str_eq(m.comparison->periods[2], "all years");
    const rasim_criteria *c = m.comparison->designs[1].periods;
    expect("plan", c[2].plan_gbp, c[0].plan_gbp + c[1].plan_gbp);
    expect("mean", c[2].mean, c[0].mean + c[1].mean);
    expect("difference", c[2].difference.mean, c[0].difference.mean + c[1].difference.mean);
    expect("every year", c[2].every_year.probability, c[1].every_year.probability);
    expect("every year so far", c[1].every_year.probability,
           m.summary->designs[1].years[1].affordability_so_far.probability);
    expect("affordability", c[1].affordability.probability, m.summary->designs[1].years[1].affordability.probability);
    expect("affordability of all", c[2].affordability.probability, m.summary->designs[1].horizon.total.probability);
    unmake(&m);
}

/* ---- made series ---- */

static rasim_comparison *
compare_made(const double *x, const double *y, uint64_t n, double envelope)
{
    static const double levels[] = {0.5};
    rasim_comparison *out = rasimi_comparison_create(2, 1, levels, 1);
    rasimi_paired_series series;
    cr_assert_not_null(out);
    cr_assert_eq(rasimi_paired_series_make(2, 1, n, false, &series), RASIM_OK);
    memcpy(series.net + rasimi_paired_at(&series, 0, 0), x, n * sizeof *x);
    memcpy(series.net + rasimi_paired_at(&series, 1, 0), y, n * sizeof *y);
    for (uint64_t r = 0; r < 2 * n; r++)
        series.inside[r] = series.net[r] <= envelope;
    cr_assert_eq(rasimi_compare_paired(&series, out->arena, out), RASIM_OK);
    rasimi_paired_series_clear(&series);
    return out;
}

/* R: x <- c(3,10,1,7,5,9,2,8,6,4); y <- rep(5,10); d <- y-x; mean(d) -0.5; sd(d) 3.02765; mean(y>x) 0.4 */
Test(compare, differences_by_hand)
{
    static const double x[] = {3, 10, 1, 7, 5, 9, 2, 8, 6, 4}, y[] = {5, 5, 5, 5, 5, 5, 5, 5, 5, 5};
    rasim_comparison *c = compare_made(x, y, 10, 6);
    const rasim_criteria *criteria = &c->designs[1].periods[0];
    const rasim_difference *d = &criteria->difference;
    expect("mean", d->mean, -0.5);
    expect("sd", d->sd, 3.0276503540974917);
    expect("se", d->mean_se, 3.0276503540974917 / sqrt(10));
    expect("high", d->high, -0.5 + 1.959963984540054 * 3.0276503540974917 / sqrt(10));
    expect("dearer", d->dearer.probability, 0.4);
    expect("median", d->quantiles[0].value, 0);
    expect("inside", d->affordability, 1 - 0.6);
    expect("its se", d->affordability_se, sqrt(0.4 * 0.6 / 10));
    expect("cheapest", criteria->cheapest, 5.5 / 10); /* one tie */
    expect("the other", c->designs[0].periods[0].cheapest, 4.5 / 10);
    cr_assert(isnan(criteria->most_sufficient));
    rasim_comparison_free(c);
}

/* ---- intervals of paired quantiles ---- */

enum { N_TRIALS = 600, N_REPLICATES = 1000 };

static double
uniform(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return ((double)(*state >> 11) + 0.5) * 0x1p-53;
}

static double
normal(uint64_t *state)
{
    return sqrt(-2 * log(uniform(state))) * cos(2 * M_PI * uniform(state));
}

/* How often the interval of the difference of medians of two normals, correlated by 0.95, covers the truth, 1; and how
   often one does that takes them for independent. */
static void
cover(uint64_t seed, double *paired, double *unpaired)
{
    double x[N_REPLICATES], y[N_REPLICATES];
    uint64_t state = seed;
    *paired = *unpaired = 0;
    for (size_t trial = 0; trial < N_TRIALS; trial++) {
        for (size_t r = 0; r < N_REPLICATES; r++) {
            x[r] = normal(&state);
            y[r] = 1 + 0.95 * x[r] + sqrt(1 - 0.95 * 0.95) * normal(&state);
        }
        rasim_comparison *c = compare_made(x, y, N_REPLICATES, 0);
        const rasim_at_level *d = &c->designs[1].periods[0].difference.quantiles[0];
        const rasim_at_level *a = &c->designs[0].periods[0].net[0], *b = &c->designs[1].periods[0].net[0];
        const double half = sqrt(pow((a->high - a->low) / 2, 2) + pow((b->high - b->low) / 2, 2));
        *paired += d->low <= 1 && 1 <= d->high;
        *unpaired += fabs(d->value - 1) <= half;
        rasim_comparison_free(c);
    }
}

/* Coverage of 95 %, to first order: 1 in 100 either way is allowed for, and chance at 4.89 standard errors. */
Test(compare, intervals_of_paired_quantiles_cover)
{
    double paired, unpaired;
    cover(law_seed("compare.intervals_of_paired_quantiles_cover"), &paired, &unpaired);
    const double slack = N_TRIALS * 0.01 + LAW_Z * sqrt(N_TRIALS * 0.95 * 0.05);
    cr_assert(fabs(paired - 0.95 * N_TRIALS) <= slack, "%g of %d", paired, N_TRIALS);
    cr_assert(fabs(unpaired - 0.95 * N_TRIALS) > 0.04 * N_TRIALS, "the check must tell them apart: %g", unpaired);
}
