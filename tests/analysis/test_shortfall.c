/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Expected shortfalls: a closed form written down here, and the two engines on shipped scenarios. */
#include "analysis/shortfall.h"

#include <gsl/gsl_cdf.h>

#include "engine/analytic_shortfall.h"
#include "support/law.h"
#include "support/scenario.h"

/* One person of £100 and log sd 0.4, who is given £90; packages above £150 are planned one by one; half of what is
   lacking is added. */
static const char *const ONE = "name: T\ncaseload: people.csv\ndesigns: [a.yaml]\nenvelope: [{gbp_year: 90000}]\n"
                               "need: [{log_sd: 0.4}]\nprices: [{mean: 0, sd: 0}]\npopulation: {sampling: fixed}\n"
                               "sign_off: {tolerance: 0.1, uplift_share: 0.5, trim_share: 0.5}\nreplicates: 64\n";

/* E[(C - a); low < C <= high] of a lognormal of mean 100 and log sd 0.4. */
static double
gap(double a, double low, double high)
{
    const double sd = 0.4, m = log(100) - sd * sd / 2;
    const double zl = (log(low) - m) / sd, zh = (log(high) - m) / sd;
    return 100 * (gsl_cdf_ugaussian_P(zh - sd) - gsl_cdf_ugaussian_P(zl - sd)) -
           a * (gsl_cdf_ugaussian_P(zh) - gsl_cdf_ugaussian_P(zl));
}

Test(shortfall, one_person_in_closed_form)
{
    char *folder = scenario_folder();
    scenario_write(folder, "people.csv", "person_id,care_group,setting,weekly_cost,points\na,G,home,100,9\n");
    scenario_write(folder, "a.yaml",
                   "name: A\nfamily: price_per_point\nallocation: [{gbp_per_point: 10}]\n"
                   "exclusion: {threshold_gbp_week: 150}\n");
    scenario_write(folder, "framework.yaml", ONE);
    rasim_study *study = scenario_load(folder, "framework.yaml");
    rasimi_shortfall shortfall;
    cr_assert_eq(rasimi_analytic_shortfall(study, 0, &shortfall, NULL), RASIM_OK);
    cr_assert_float_eq(shortfall.need, 100, 1e-6);
    cr_assert_float_eq(shortfall.indicative, gap(90, 90, 150), 1e-6, "%g", shortfall.indicative);
    /* within the tolerance nothing is added; above it half */
    cr_assert_float_eq(shortfall.final, gap(90, 90, 99) + 0.5 * gap(90, 99, 150), 1e-6, "%g", shortfall.final);
    rasim_study_free(study);
    scenario_remove(folder);
}

/* Assessment error, leniency, rounding, exclusion, minimum points, legacy and carers among them. */
Test(shortfall, the_engines_agree_on_shipped_scenarios)
{
    static const char *const frameworks[] = {"cheshire/whole.yaml",           "face/framework.yaml",
                                             "upper-banding/framework.yaml",  "national/framework.yaml",
                                             "ready-reckoner/framework.yaml", "guarantee/framework.yaml"};
    const char *root = getenv("RASIM_SOURCE_DIR");
    char folder[PATH_MAX];
    snprintf(folder, sizeof folder, "%s/scenarios", root ? root : ".");
    for (size_t i = 0; i < sizeof frameworks / sizeof *frameworks; i++) {
        rasim_study *study = scenario_load(folder, frameworks[i]);
        rasim_analytic *analytic = NULL;
        rasim_analytic_options options;
        rasim_analytic_options_init(&options);
        cr_assert_eq(rasim_analytic_solve(study, &options, &analytic, NULL), RASIM_OK);
        rasimi_shortfall shortfall;
        rasimi_seen_shortfall seen;
        for (size_t d = 0; analytic->applies && d < analytic->n_designs; d++) {
            cr_assert_eq(rasimi_analytic_shortfall(study, d, &shortfall, NULL), RASIM_OK);
            cr_assert_eq(rasimi_shortfall_watch(study, d, 11, 200, &seen, NULL), RASIM_OK);
            const double a = shortfall.indicative / shortfall.need, f = shortfall.final / shortfall.need;
            const double za = (seen.indicative.value - a) / seen.indicative.se,
                         zf = (seen.final.value - f) / seen.final.se;
            cr_expect_lt(fabs(za), LAW_Z, "%s %zu: %g, not %g (z %.1f)", frameworks[i], d, seen.indicative.value, a,
                         za);
            cr_expect_lt(fabs(zf), LAW_Z, "%s %zu: %g, not %g (z %.1f)", frameworks[i], d, seen.final.value, f, zf);
        }
        cr_expect(analytic->applies || i > 0, "%s", analytic->reason);
        rasim_analytic_free(analytic);
        rasim_study_free(study);
    }
}
