/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recalibration inside a replicate: a design fitted to itself stays, costs that rise are followed, and bands, knots and
   factors are what a script that knows none of this code makes of the same people. */
#include "support/several.h"

#include "refit_expected.h"

enum { YEARS = 5 };

#define CERTAIN "need: [{log_sd: 0, persistence: 0}]\npopulation: {sampling: fixed}\nhorizon: 5\n"

static double
indicative(const rasim_results *results, size_t year)
{
    return several_line(results, year, 0, SEVERAL_ALL, RASIM_LINE_INDICATIVE);
}

/* ---- a design fitted to itself ---- */

/* Packages that are exactly what each family gives, with an answer for the families that read answers. */
static const char exact[] = "person_id,care_group,setting,weekly_cost,points,Help\n"
                            "a,A,community,100,10,some\nb,A,community,200,20,much\nc,A,community,200,20,much\n"
                            "d,A,community,400,40,most\ne,A,community,100,10,some\nf,A,community,400,40,most\n";

#define HELP "questionnaire: {domains: [{name: Help, levels: {some: 1, much: 2, most: 4}}]}\n"

static const struct {
    const char *family, *design;
} selves[] = {
    {"price_per_point", "name: D\nfamily: price_per_point\nallocation: [{gbp_per_point: 10}]\n"},
    {"banded", "name: D\nfamily: banded\nallocation: [{bands: [{from: 5, gbp: 100}, {from: 15, gbp: 200}, {from: 30, "
               "gbp: 400}]}]\n"},
    {"table", "name: D\nfamily: table\nallocation: [{knots: [{points: 10, gbp: 100}, {points: 20, gbp: 200}, {points: "
              "40, gbp: 400}]}]\n"},
    {"regression", "name: D\nfamily: regression\n" HELP
                   "allocation: [{link: identity, intercept: 0, coefficients: [{domain: Help, per_point: 100}]}]\n"},
    {"hours", "name: D\nfamily: hours\n" HELP "rates: [{name: home care, gbp_per_hour: 20}]\n"
              "allocation: [{hours: [{domain: Help, rate: home care, hours_per_week: {some: 5, much: 10, most: "
              "20}}]}]\n"},
    {"judgement", "name: D\nfamily: judgement\nallocation: [{log_sd: 0}]\n"},
};

Test(refit, a_design_fitted_to_itself_stays)
{
    for (size_t i = 0; i < sizeof selves / sizeof *selves; i++) {
        several s = several_make(exact, selves[i].design,
                                 CERTAIN "prices: [{law: fixed, mean: 0}]\ntransition: {recalibrate_every: 1}\n");
        rasim_results *results = scenario_run(s.study, 64, 5, 1);
        for (size_t t = 0; t < YEARS; t++) {
            cr_assert_eq(indicative(results, t), 1400, "%s gives %g in year %zu", selves[i].family,
                         indicative(results, t), t + 1);
            cr_assert_eq(several_line(results, t, 0, SEVERAL_ALL, RASIM_LINE_UPLIFT), 0, "%s", selves[i].family);
            cr_assert_eq(several_line(results, t, 0, SEVERAL_ALL, RASIM_LINE_TRIM), 0, "%s", selves[i].family);
        }
        rasim_results_free(results);
        several_free(&s);
    }
}

/* ---- costs that rise ---- */

/* Prices rise by 5 % a year. Every two years a design is fitted to the year before, and is uprated from there on. */
Test(refit, rising_costs_are_followed_every_so_many_years)
{
    static const int fitted_to[YEARS] = {0, 0, 2, 2, 4}; /* 1 for the first; 0: as written */
    for (size_t i = 0; i < sizeof selves / sizeof *selves; i++) {
        const bool follows = strcmp(selves[i].family, "judgement") == 0; /* its own figure follows prices already */
        if (follows) {
            continue;
        }
        char *design = NULL;
        cr_assert_gt(asprintf(&design, "%slimits: {uprating: 0.02, top_slice: 0.1}\n", selves[i].design), 0);
        several s = several_make(exact, design,
                                 CERTAIN "prices: [{law: fixed, mean: 0.05}]\ntransition: {recalibrate_every: 2}\n");
        rasim_results *results = scenario_run(s.study, 64, 5, 1);
        for (size_t t = 0; t < YEARS; t++) {
            const double base = 0.9 * 1400 * pow(1.05, fitted_to[t]);
            const double expected = base * pow(1.02, (double)t + 1 - fitted_to[t]);
            cr_assert_float_eq(indicative(results, t), expected, 0.05, "%s gives %g in year %zu, not %g",
                               selves[i].family, indicative(results, t), t + 1, expected);
        }
        rasim_results_free(results);
        several_free(&s);
        free(design);
    }
}

/* Of a family that reads answers add-ons are part of what the factor is on; of one that reads points they stand beside
   what is fitted. Either way people get what needs cost, once. */
Test(refit, add_ons_are_not_paid_for_twice)
{
    const char *families[] = {selves[4].design,
                              "name: D\nfamily: price_per_point\n" HELP "allocation: [{gbp_per_point: 100}]\n"};
    for (int f = 0; f < 2; f++) {
        char *design = NULL;
        cr_assert_gt(asprintf(&design,
                              "%sadd_ons: [{name: Nights, when: [{domain: Help, levels: [most]}], gbp: 100}]\n",
                              families[f]),
                     0);
        several s = several_make(exact, design,
                                 CERTAIN "prices: [{law: fixed, mean: 0}]\ntransition: {recalibrate_every: 1}\n");
        rasim_results *results = scenario_run(s.study, 64, 5, 1);
        cr_assert_eq(indicative(results, 0), 1600);
        for (size_t t = 1; t < YEARS; t++) {
            cr_assert_float_eq(indicative(results, t), 1400, 0.05, "year %zu: %g", t + 1, indicative(results, t));
        }
        rasim_results_free(results);
        several_free(&s);
        free(design);
    }
}

/* ---- the script's people ---- */

static char *
write_script_people(void)
{
    char *text = NULL;
    size_t size = 0;
    FILE *csv = open_memstream(&text, &size);
    fprintf(csv, "person_id,care_group,setting,budget_area,weekly_cost,points\n");
    for (int i = 0; i < REFIT_PEOPLE; i++) {
        fprintf(csv, "p%d,A,community,area %d,%.2f,%.0f\n", i, i, refit_cost[i], refit_points[i]);
    }
    fclose(csv);
    return text;
}

/* What every person gets in year 2, who is a budget area of their own; nothing where they are above the threshold. */
static void
compare(const char *design, const double expected[REFIT_PEOPLE], const char *what)
{
    char *caseload = write_script_people(), *text = NULL;
    cr_assert_gt(asprintf(&text, "%slimits: {top_slice: 0.1}\nexclusion: {threshold_gbp_week: 900}\n", design), 0);
    several s = several_make(caseload, text,
                             "need: [{log_sd: 0, persistence: 0}]\npopulation: {sampling: fixed}\nhorizon: 2\n"
                             "prices: [{law: fixed, mean: 0}]\ntransition: {recalibrate_every: 1}\n");
    rasim_results *results = scenario_run(s.study, 64, 5, 1);
    int changed = 0;
    for (size_t g = 0; rasim_results_group(results, g) != NULL; g++) {
        int i = -1;
        cr_assert_eq(sscanf(rasim_results_group(results, g)->budget_area, "area %d", &i), 1);
        const double due = refit_cost[i] > 900 ? 0 : expected[i];
        const double given = several_line(results, 1, 0, g, RASIM_LINE_INDICATIVE);
        cr_assert_float_eq(given, due, 0.01, "%s: %g points, cost %g: %g, the script %g", what, refit_points[i],
                           refit_cost[i], given, due);
        changed += fabs(given - several_line(results, 0, 0, g, RASIM_LINE_INDICATIVE)) > 1;
    }
    cr_assert_gt(changed, REFIT_PEOPLE / 2, "%s: most amounts must have changed", what);
    rasim_results_free(results);
    several_free(&s);
    free(caseload);
    free(text);
}

Test(refit, bands_knots_and_factors_are_those_of_the_script)
{
    compare("name: D\nfamily: banded\nallocation: [{bands: [{from: 10, gbp: 120}, {from: 20, gbp: 150}, {from: 30, "
            "gbp: 300}, {from: 45, gbp: 420}, {from: 60, gbp: 700}]}]\n",
            refit_banded, "banded");
    compare("name: D\nfamily: table\nallocation: [{knots: [{points: 5, gbp: 60}, {points: 20, gbp: 200}, {points: 35, "
            "gbp: 200}, {points: 50, gbp: 640}, {points: 70, gbp: 800}]}]\n",
            refit_table, "table");
    compare("name: D\nfamily: price_per_point\nallocation: [{gbp_per_point: 8}]\n", refit_per_point, "per point");
}
