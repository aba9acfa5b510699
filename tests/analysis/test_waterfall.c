/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The waterfall where every bar is known: people whose figures are worked out by hand, effects that only add, a
   product, and several years of people who come and go. */
#include "support/scenario.h"

#include <math.h>

#include "rasim/waterfall.h"

enum { SEED = 0x3cb562c8, REPLICATES = 256 };
#define YEAR  52.0
#define PENNY 0.011
#define UNITS (PENNY + 2 * YEAR / 256) /* two people, rounded to the ledger's unit */

/* A study, its run and its waterfall; the run has four times the replicates that the bars rest on. */
typedef struct climbed {
    char *folder;
    rasim_study *study;
    rasim_results *results;
    rasim_waterfall *waterfall;
} climbed;

static climbed
climb(const char *framework, const char *design, const char *people)
{
    climbed c = {.folder = scenario_folder()};
    scenario_write(c.folder, "framework.yaml", framework);
    scenario_write(c.folder, "design.yaml", design);
    scenario_write(c.folder, "caseload.csv", people);
    c.study = scenario_load(c.folder, "framework.yaml");
    c.results = scenario_run(c.study, 4 * REPLICATES, SEED, 1);
    rasim_run_options options;
    rasim_run_options_init(&options, c.study);
    options.replicates = REPLICATES;
    cr_assert_eq(rasim_waterfall_run(c.study, c.results, &options, &c.waterfall, NULL), RASIM_OK);
    return c;
}

static void
descend(climbed *c)
{
    rasim_waterfall_free(c->waterfall);
    rasim_results_free(c->results);
    rasim_study_free(c->study);
    scenario_remove(c->folder);
}

static double
mean_net(const climbed *c, size_t year)
{
    double sum = 0;
    rasim_results_info info;
    rasim_results_describe(c->results, &info);
    for (uint64_t r = 0; r < info.replicates; r++)
        for (size_t g = 0; g < info.n_groups; g++)
            sum += (double)rasim_results_ledger(c->results, 0, year, r)[g * RASIM_N_LINES + RASIM_LINE_NET];
    return sum / (double)info.replicates / 256 * YEAR;
}

/* Bars to the penny add up to the mean, with the margins to the quantiles; last + interaction = bar. */
static void
check_sums(const rasim_waterfall_of *of)
{
    double sum = 0;
    for (size_t i = 0; i < of->n_bars; i++) {
        sum += of->bars[i].gbp;
        if (i > 0)
            cr_assert_float_eq(of->bars[i].last_gbp + of->bars[i].interaction_gbp, of->bars[i].gbp, 1e-6);
    }
    cr_assert_float_eq(sum, of->mean_gbp, 1e-6);
    cr_assert(isnan(of->bars[0].last_gbp));
}

static const char two_people[] = "person_id,care_group,setting,weekly_cost,points,client_contribution\n"
                                 "p1,A,home,100,1,20\np2,A,home,300,1,20\n";

static const char priced[] = "name: By hand\ncaseload: caseload.csv\ndesigns: [design.yaml]\n"
                             "population: {sampling: fixed}\nenvelope: [{gbp_year: 20000}]\n"
                             "sign_off: {tolerance: 0, uplift_share: 1, trim_share: 0.5}\nneed: [{log_sd: 0}]\n"
                             "prices: [{mean: 0.1, sd: 0}]\n";

static const char at_150[] = "name: Allocations\nfamily: price_per_point\nallocation: [{gbp_per_point: 150}]\n"
                             "exclusion: {threshold_gbp_week: 250, best_value_saving: 0.1}\n";

/* A bar and its effect if last, £ a week. */
typedef struct known_bar {
    rasim_bar_kind kind;
    double bar, last;
} known_bar;

static void
check_bars(const rasim_waterfall_of *of, const known_bar *known, size_t n)
{
    cr_assert_eq(of->n_bars, n, "no step that the study does not have");
    for (size_t i = 0; i < n; i++) {
        const rasim_bar *bar = &of->bars[i];
        const char *name = rasim_bar_name(known[i].kind);
        cr_assert_eq(bar->step, known[i].kind);
        cr_assert_float_eq(bar->gbp, known[i].bar * YEAR, UNITS, "%s: %g", name, bar->gbp / YEAR);
        cr_assert_float_eq(bar->se, 0, 1e-9, "%s", name);
        if (i > 0)
            cr_assert_float_eq(bar->last_gbp, known[i].last * YEAR, UNITS, "%s last: %g", name, bar->last_gbp / YEAR);
    }
    check_sums(of);
    for (size_t l = 0; l < of->n_levels; l++)
        cr_assert_float_eq(of->to_level[l].gbp, 0, PENNY);
}

/* £ a week of packages of 100 and 300, allocations of 150 each and contributions of 20 each: today 400; RAS 300;
   sign-off 125 + 300 = 425; above 250 planned at 90 %: 125 + 270 = 395; 10 % dearer: 130 + 297 = 427; net 387. Without
   one of them: RAS 440 - 40 = 400; sign-off 150 + 297 - 40 = 407; high cost 130 + 330 - 40 = 420; prices 355. */
Test(waterfall, bars_of_two_people_by_hand)
{
    static const known_bar known[] = {
        {RASIM_BAR_TODAY, 400, 0},       {RASIM_BAR_RAS, -100, -13}, {RASIM_BAR_SIGN_OFF, 125, -20},
        {RASIM_BAR_HIGH_COST, -30, -33}, {RASIM_BAR_PRICES, 32, 32}, {RASIM_BAR_INCOME, -40, -40},
    };
    climbed c = climb(priced, at_150, two_people);
    cr_assert_eq(c.waterfall->n_periods, 1);
    cr_assert_eq(c.waterfall->replicates, REPLICATES);
    check_bars(rasim_waterfall_at(c.waterfall, 0, 0), known, sizeof known / sizeof *known);
    descend(&c);
}

/* The same where the rule itself leaves the dear one outside: not planned one by one, the panel would decide. */
Test(waterfall, whom_a_rule_leaves_outside_the_panel_decides_on)
{
    static const known_bar known[] = {
        {RASIM_BAR_TODAY, 400, 0},       {RASIM_BAR_RAS, -250, -13}, {RASIM_BAR_SIGN_OFF, 275, -20},
        {RASIM_BAR_HIGH_COST, -30, -33}, {RASIM_BAR_PRICES, 32, 32}, {RASIM_BAR_INCOME, -40, -40},
    };
    climbed c = climb(priced,
                      "name: Bands\nfamily: banded\nallocation: [{bands: [{from: 0, gbp: 150}], top: 2}]\n"
                      "exclusion: {best_value_saving: 0.1}\n",
                      "person_id,care_group,setting,weekly_cost,points,client_contribution\n"
                      "p1,A,home,100,1,20\np2,A,home,300,2,20\n");
    check_bars(rasim_waterfall_at(c.waterfall, 0, 0), known, sizeof known / sizeof *known);
    descend(&c);
}

/* A professional's figure is made at the prices of the year: at those of the file it is the package. */
Test(waterfall, a_judgement_follows_prices)
{
    static const known_bar known[] = {
        {RASIM_BAR_TODAY, 400, 0},   {RASIM_BAR_RAS, 0, 0},      {RASIM_BAR_SIGN_OFF, 0, 0},
        {RASIM_BAR_HIGH_COST, 0, 0}, {RASIM_BAR_PRICES, 40, 40}, {RASIM_BAR_INCOME, -40, -40},
    };
    climbed c = climb(priced, "name: Judgement\nfamily: judgement\nallocation: [{log_sd: 0}]\n", two_people);
    check_bars(rasim_waterfall_at(c.waterfall, 0, 0), known, sizeof known / sizeof *known);
    descend(&c);
}

static const char same_people[] = "person_id,care_group,setting,weekly_cost,points,client_contribution\n"
                                  "p1,A,home,200,1,20\np2,A,home,220,1,30\n";

/* Allocations above every need that nobody trims, and no prices: each step adds what it always adds. */
Test(waterfall, effects_that_only_add_have_no_interactions)
{
    climbed c = climb("name: Adds\ncaseload: caseload.csv\ndesigns: [design.yaml]\n"
                      "population: {sampling: fixed}\nenvelope: [{gbp_year: 20000}]\n"
                      "sign_off: {tolerance: 0, uplift_share: 1, trim_share: 0}\nneed: [{log_sd: 0.01}]\nprices: "
                      "[{mean: 0, sd: 0}]\n",
                      "name: Allocations\nfamily: price_per_point\nallocation: [{gbp_per_point: 300}]\n", same_people);
    const rasim_waterfall_of *of = rasim_waterfall_at(c.waterfall, 0, 0);
    for (size_t i = 1; i < of->n_bars; i++)
        cr_assert_float_eq(of->bars[i].interaction_gbp, 0, 2 * PENNY, "%s", rasim_bar_name(of->bars[i].step));
    cr_assert_float_eq(of->bars[1].gbp, (600 - 420) * YEAR, 6 * of->bars[1].se);
    cr_assert_gt(of->bars[1].se, 0, "packages differ from year to year");
    cr_assert_float_eq(of->bars[of->n_bars - 1].gbp, -50 * YEAR, YEAR / 64);
    check_sums(of);
    descend(&c);
}

/* A fifth of every budget is not spent: what sign-off adds is worth four fifths of it once that is so. */
Test(waterfall, a_product_interacts_by_the_product)
{
    climbed c = climb("name: Product\ncaseload: caseload.csv\ndesigns: [design.yaml]\n"
                      "population: {sampling: fixed}\nenvelope: [{gbp_year: 20000}]\n"
                      "sign_off: {tolerance: 0, uplift_share: 1, trim_share: 0}\nneed: [{log_sd: 0}]\n"
                      "prices: [{mean: 0, sd: 0}]\noutturn: {managed_underuse: 0.2}\n",
                      "name: Allocations\nfamily: price_per_point\nallocation: [{gbp_per_point: 160}]\n",
                      "person_id,care_group,setting,weekly_cost,points\np1,A,home,200,1\np2,A,home,220,1\n");
    const rasim_waterfall_of *of = rasim_waterfall_at(c.waterfall, 0, 0);
    cr_assert_eq(of->bars[2].step, RASIM_BAR_SIGN_OFF);
    cr_assert_float_eq(of->bars[2].gbp, 100 * YEAR, PENNY);
    cr_assert_float_eq(of->bars[2].last_gbp, 80 * YEAR, YEAR / 64);
    cr_assert_float_eq(of->bars[2].interaction_gbp, 20 * YEAR, YEAR / 64);
    cr_assert_float_eq(of->bars[of->n_bars - 1].gbp, -84 * YEAR, YEAR / 64);
    descend(&c);
}

static const char years[] = "name: Years\ncaseload: caseload.csv\ndesigns: [design.yaml]\n"
                            "population: {sampling: fixed}\nenvelope: [{gbp_year: 2000000}]\nhorizon: 2\n"
                            "sign_off: {tolerance: 0, uplift_share: 1, trim_share: 1}\n"
                            "need: [{log_sd: 0.2, persistence: 0.5}]\nprices: [{mean: 0.05, sd: 0.02}]\n"
                            "turnover: [{leave_probability: 0.3, starters_share: 0}]\n"
                            "savings: [{name: Less, gbp_by_year: [1000, 3000]}]\n";

/* So many packages of £100 with a point each. */
static char *
packages_of_100(int n)
{
    char *people = NULL;
    size_t size = 0;
    FILE *csv = open_memstream(&people, &size);
    fprintf(csv, "person_id,care_group,setting,weekly_cost,points\n");
    for (int i = 0; i < n; i++)
        fprintf(csv, "p%d,A,home,100,1\n", i);
    fclose(csv);
    return people;
}

/* People who leave at 30 % a year and nobody who starts: of 200 packages of £100 that cost what is needed. In year t
   (1 or 2), prices are 1.05^t; the share of the year that people are there is 0.7^(t-1) x 0.3 / -ln 0.7. */
Test(waterfall, several_years_are_each_and_together)
{
    char *people = packages_of_100(200);
    climbed c = climb(years, "name: Need\nfamily: price_per_point\nallocation: [{gbp_per_point: 80}]\n", people);
    cr_assert_eq(c.waterfall->n_periods, 3);
    double means[3] = {0}, prices = 1, there = 0.3 / -log(0.7);
    for (size_t period = 0; period < 3; period++) {
        const rasim_waterfall_of *of = rasim_waterfall_at(c.waterfall, 0, period);
        const rasim_bar *turnover = &of->bars[5], *programmes = &of->bars[6];
        check_sums(of);
        means[period] = of->mean_gbp;
        cr_assert_eq(of->n_bars, RASIM_N_BARS);
        cr_assert_eq(of->period == NULL, period == 2);
        if (period == 2)
            continue;
        prices *= 1.05;
        const double today = 20000 * YEAR, all = today * prices;
        cr_assert_float_eq(of->mean_gbp, mean_net(&c, period), 0.01);
        cr_assert_float_eq(of->bars[0].gbp, today, 5 * of->bars[0].se);
        cr_assert_float_eq(of->bars[4].gbp, today * (prices - 1), 5 * of->bars[4].se);
        cr_assert_float_eq(turnover->gbp, all * (there - 1), 5 * turnover->se);
        cr_assert_lt(turnover->se, 0.003 * today, "the same people with the same needs on either side");
        cr_assert_float_eq(programmes->gbp, period == 0 ? -1000 : -3000, 1);
        there *= 0.7;
    }
    cr_assert_float_eq(means[0] + means[1], means[2], 0.02);
    free(people);
    descend(&c);
}

/* One year in which hardly anybody leaves: without turnover everybody else costs what they cost with it, so that its
   error is that of two people, not of two hundred needs (0.0012 of what they cost). */
Test(waterfall, a_year_without_turnover_has_the_same_draws)
{
    char *people = packages_of_100(200);
    climbed c = climb("name: Year\ncaseload: caseload.csv\ndesigns: [design.yaml]\npopulation: {sampling: fixed}\n"
                      "envelope: [{gbp_year: 2000000}]\nsign_off: {tolerance: 0, uplift_share: 1, trim_share: 1}\n"
                      "need: [{log_sd: 0.2, persistence: 0.5}]\nprices: [{mean: 0, sd: 0}]\n"
                      "turnover: [{leave_probability: 0.01, starters_share: 0}]\n",
                      "name: Need\nfamily: price_per_point\nallocation: [{gbp_per_point: 80}]\n", people);
    const rasim_bar *turnover = &rasim_waterfall_at(c.waterfall, 0, 0)->bars[5];
    cr_assert_eq(turnover->step, RASIM_BAR_TURNOVER);
    cr_assert_float_eq(turnover->gbp, 20000 * YEAR * (0.01 / -log(0.99) - 1), 5 * turnover->se);
    cr_assert_lt(turnover->se, 0.0006 * 20000 * YEAR, "%g", turnover->se / 20000 / YEAR);
    descend(&c);
    free(people);
}

/* A figure of many waterfalls: its mean and spread, and the error that each states. */
typedef struct figure_sums {
    double sum, squares, se;
} figure_sums;

static void
add_figure(figure_sums *sums, double gbp, double se)
{
    sums->sum += gbp;
    sums->squares += gbp * gbp;
    sums->se += se;
}

/* The sd of 400 nearly normal values is within 4 / sqrt(800) = 0.14 of what it should be; errors from 64 replicates
   that regress on others miss a little of it. */
static void
check_figure(const figure_sums *sums, size_t runs, const char *what)
{
    const double mean = sums->sum / (double)runs, sd = sqrt(sums->squares / (double)runs - mean * mean);
    cr_assert_float_eq(sd / (sums->se / (double)runs), 1, 0.17, "%s: %g against %g", what, sd, sums->se / (double)runs);
}

/* Errors against the spread of many waterfalls: they join those of two numbers of replicates. */
Test(waterfall, bars_vary_as_their_errors_say)
{
    enum { RUNS = 400, BARS = 6 };
    char *folder = scenario_folder();
    figure_sums bars[BARS] = {{0}}, lasts[BARS] = {{0}};
    scenario_write(folder, "framework.yaml",
                   "name: Spread\ncaseload: caseload.csv\ndesigns: [design.yaml]\npopulation: {sampling: fixed}\n"
                   "envelope: [{gbp_year: 20000}]\nsign_off: {tolerance: 0, uplift_share: 1, trim_share: 0.5}\n"
                   "need: [{log_sd: 0.4}]\nprices: [{mean: 0.1, sd: 0.1}]\n");
    scenario_write(folder, "design.yaml", at_150);
    scenario_write(folder, "caseload.csv", two_people);
    rasim_study *study = scenario_load(folder, "framework.yaml");
    for (uint64_t i = 0; i < RUNS; i++) {
        rasim_results *results = scenario_run(study, 4 * 64, SEED + i, 1);
        rasim_waterfall *waterfall = NULL;
        rasim_run_options options;
        rasim_run_options_init(&options, study);
        options.replicates = 64;
        options.n_threads = 1;
        cr_assert_eq(rasim_waterfall_run(study, results, &options, &waterfall, NULL), RASIM_OK);
        const rasim_waterfall_of *of = rasim_waterfall_at(waterfall, 0, 0);
        for (size_t k = 0; k < BARS; k++) {
            add_figure(&bars[k], of->bars[k].gbp, of->bars[k].se);
            add_figure(&lasts[k], of->bars[k].last_gbp, of->bars[k].last_se);
        }
        rasim_waterfall_free(waterfall);
        rasim_results_free(results);
    }
    for (size_t k = 0; k + 1 < BARS; k++) /* contributions are the same whatever happens */
        check_figure(&bars[k], RUNS, rasim_bar_name((rasim_bar_kind)k));
    for (size_t k = 1; k + 1 < BARS; k++)
        check_figure(&lasts[k], RUNS, rasim_bar_name((rasim_bar_kind)k));
    cr_assert_float_eq(bars[0].sum / RUNS, 400 * YEAR, 4 * bars[0].se / RUNS / sqrt(RUNS), "unbiased");
    rasim_study_free(study);
    scenario_remove(folder);
}

Test(waterfall, wants_as_many_replicates_as_there_are)
{
    climbed c = climb(priced, at_150, two_people);
    rasim_waterfall *none = NULL;
    rasim_run_options options;
    rasim_run_options_init(&options, c.study);
    options.replicates = 4 * REPLICATES + 1;
    cr_assert_eq(rasim_waterfall_run(c.study, c.results, &options, &none, NULL), RASIM_ERR_ARGUMENT);
    options.replicates = 63;
    cr_assert_eq(rasim_waterfall_run(c.study, c.results, &options, &none, NULL), RASIM_ERR_ARGUMENT);
    cr_assert_null(none);
    descend(&c);
}
