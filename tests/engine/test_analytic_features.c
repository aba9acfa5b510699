/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two engines on small caseloads that between them have every feature, each at 40,000 replicates; what the analytic
   engine says of itself where it does not apply; and how long a what-if takes. */
#include "engine/against_runs.h"

enum { REPLICATES = 40000, PEOPLE = 60 };

/* People with points, packages and circumstances that do not follow one from another too closely. */
static char *
caseload(int n)
{
    char *csv = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&csv, &size);
    fprintf(out, "person_id,care_group,setting,place,assessment_mode,delivery,carer_support,weight,weekly_cost,points,"
                 "client_contribution,nhs,share\n");
    for (int i = 0; i < n; i++) {
        const int points = (i * 37) % 100;
        fprintf(out, "p%d,%s,%s,%s,%s,%s,%s,%d,%.2f,%d,%.2f,%.2f,%.3f\n", i, i % 3 ? "Older" : "Younger",
                i % 4 ? "community" : "home", i % 2 ? "North" : "South", i % 5 ? "professional" : "self",
                i % 7 ? "managed" : "direct payment", i % 2 ? "some" : "none", 1 + (i % 9 == 0) * 2,
                40 + points * 4.0 * (0.6 + (i * 53 % 90) / 100.0), points, i % 6 ? (i * 29) % 140 : 900.0,
                i % 8 ? 0 : 35.0, i % 10 ? 0 : 0.4);
    }
    fclose(out);
    return csv;
}

#define TABLE                                                                                                          \
    "family: table\nquestionnaire: {points_min: 0, points_max: 100}\nallocation: [{knots: [{points: 5, gbp: 50}, "     \
    "{points: 50, gbp: 230}, {points: 100, gbp: 520}]}]\n"
#define BANDS                                                                                                          \
    "family: banded\nquestionnaire: {points_min: 0, points_max: 100}\nallocation: [{top: 90, bands: [{from: 5, gbp: "  \
    "60}, {from: 20, gbp: 140}, {from: 45, gbp: 250}, {from: 70, gbp: 380}]}]\n"
#define MODES "modes: [{mode: professional, bias: 0, sd: 3}, {mode: self, bias: 2, sd: 7}]"

/* A framework's own lines and a design's. */
typedef struct variant {
    const char *name, *framework, *design;
} variant;

static const variant variants[] = {
    {"plain", "", TABLE},
    {"tolerance and shares", "sign_off: {tolerance: 0.2, uplift_share: 0.8, trim_share: 0.7}\n", TABLE},
    {"practice past 1", "sign_off: {tolerance: 0.1, trim_share: 0.95}\npractice: {sd: 0.15}\n", TABLE},
    {"need above", "", TABLE "exclusion: {threshold_gbp_week: 400, best_value_saving: 0.15}\n"},
    {"reference above", "", TABLE "exclusion: {threshold_gbp_week: 400, basis: reference, best_value_saving: 0.1}\n"},
    {"allocation above", "assessment: {" MODES "}\n",
     TABLE "exclusion: {threshold_gbp_week: 300, basis: allocation, best_value_saving: 0.1}\n"},
    {"either above", "assessment: {" MODES "}\n",
     TABLE "exclusion: {threshold_gbp_week: 350, basis: either, best_value_saving: 0.1}\n"},
    {"bands and errors", "assessment: {" MODES ", leniency_sd: 2}\n", BANDS "limits: {minimum_points: 10}\n"},
    {"ineligible", "assessment: {" MODES "}\n", BANDS "limits: {minimum_points: 25, below_minimum: ineligible}\n"},
    {"leniency over steps", "assessment: {leniency_sd: 4}\n", BANDS},
    {"wide rounding, floor and cap", "assessment: {" MODES ", leniency_sd: 1}\n",
     TABLE "limits: {rounding_gbp_week: 40, floor_gbp_week: 80, cap_gbp_week: 480, uprating: 0.03, top_slice: 0.1}\n"},
    {"optimism", "optimism: {mean: 0.06, sd: 0.08}\npractice: {sd: 0.2}\n", TABLE},
    {"reviews and protection", "transition: {review_probability: 0.6, protection_share: 0.5}\n", TABLE},
    {"other funding and underuse",
     "income: {other_funding: [{name: NHS, column: nhs}, {name: shared, column: share, kind: "
     "share}]}\noutturn: {managed_underuse: 0.03, direct_payment_underuse: 0.1, direct_payment_recovered: 0.5}\n",
     TABLE},
    {"carers stop", "carers_stop: {share: 0.3}\n", TABLE "carer_rule: {multipliers: {none: 1, some: 0.7}}\n"},
    {"correlated shocks",
     "practice: {sd: 0.2}\noptimism: {mean: 0, sd: 0.05}\ncorrelations: [{a: practice, b: 'price: home', rho: 0.6}, "
     "{a: "
     "'price: community', b: 'price: home', rho: 0.5}]\n",
     TABLE},
    {"part of the price surprise", "price_passthrough: 0.5\n", TABLE},
    {"weeks", "weeks_per_year: 365/7\n", TABLE},
    {"uncertain funding", "funding: {law: normal, mean: 0, sd: 0.02}\n", TABLE},
    {"a judgement", "", "family: judgement\nallocation: [{bias: 0.05, log_sd: 0.2}]\n"},
};

static rasim_study *
load_variant(const variant *v, const char *sampling, char *folder, int n)
{
    char *framework = NULL, *design = NULL, *csv = caseload(n);
    cr_assert_gt(asprintf(&framework,
                          "name: %s\nyear: \"1\"\nprice_date: \"2009-04-01\"\ncaseload: caseload.csv\ndesigns: "
                          "[design.yaml]\npopulation: {sampling: %s}\nenvelope: [{gbp_year: %d}]\nneed: [{care_group: "
                          "Older, log_sd: 0.3, drift: 0.02}, {care_group: Younger, log_sd: 0.2}]\nprices: [{setting: "
                          "community, mean: 0.02, sd: 0.04}, {setting: home, mean: 0.03, sd: 0.02}]\n%s",
                          v->name, sampling, 8300 * n, v->framework),
                 0);
    cr_assert_gt(asprintf(&design, "name: %s\n%s", v->name, v->design), 0);
    scenario_write(folder, "framework.yaml", framework);
    scenario_write(folder, "design.yaml", design);
    scenario_write(folder, "caseload.csv", csv);
    free(framework);
    free(design);
    free(csv);
    return scenario_load(folder, "framework.yaml");
}

static void
check_variant(const variant *v, const char *sampling)
{
    char *folder = scenario_folder(), name[128];
    rasim_study *study = load_variant(v, sampling, folder, PEOPLE);
    rasim_analytic *analytic = solve_analytic(study, 1);
    study->envelope_gbp = analytic->designs[0].mean * 1.02; /* neither hopeless nor certain */
    rasim_analytic_free(analytic);
    snprintf(name, sizeof name, "analytic.%s.%s", sampling, v->name);
    rasim_results *results = run_scaled(study, REPLICATES, name, 1);
    const double z = worst_of_study(study, results, REPLICATES, 1, 1, name);
    cr_expect_lt(z, LAW_Z, "%s: z %.2f", name, z);
    rasim_results_free(results);
    rasim_study_free(study);
    scenario_remove(folder);
}

Test(analytic_features, agree_where_the_caseload_is_known)
{
    for (size_t i = 0; i < sizeof variants / sizeof *variants; i++) {
        check_variant(&variants[i], "fixed");
    }
}

Test(analytic_features, agree_where_it_is_sampled)
{
    check_variant(&variants[0], "polya, frame: [{people: 400}]");
    check_variant(&variants[3], "polya");
}
