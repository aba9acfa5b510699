/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two engines on every scenario that ships: with shared shocks at 100,000 replicates; and without any, where a
   total is a hundred times as precise, with a log sd of need that is wrong by 2 % as control. */
#include "engine/against_runs.h"

enum { REPLICATES = 100000, WITHOUT_SHOCKS = 20000 };

static rasim_study *
load_shipped(const char *framework)
{
    const char *root = getenv("RASIM_SOURCE_DIR");
    char folder[PATH_MAX];
    snprintf(folder, sizeof folder, "%s/scenarios", root ? root : ".");
    return scenario_load(folder, framework);
}

/* Under polya the sample's own uncertainty drowns a need that is a little wrong. */
static void
check_shipped(const char *framework, bool known_people)
{
    rasim_study *study = load_shipped(framework);
    rasim_results *results = run_scaled(study, REPLICATES, framework, 1);
    const double full = worst_of_study(study, results, REPLICATES, 1, 1, framework);
    cr_expect_lt(full, LAW_Z, "%s: z %.2f", framework, full);
    rasim_results_free(results);
    results = run_scaled(study, WITHOUT_SHOCKS, framework, 0);
    const double still = worst_of_study(study, results, WITHOUT_SHOCKS, 0, 1, framework);
    const double wrong = worst_of_study(study, results, WITHOUT_SHOCKS, 0, 1.02, framework);
    cr_expect_lt(still, LAW_Z, "%s without shared shocks: z %.2f", framework, still);
    if (known_people) {
        cr_expect_gt(wrong, LAW_Z, "%s: a log sd wrong by 2 %% must be noticed; z %.2f", framework, wrong);
    }
    rasim_results_free(results);
    rasim_study_free(study);
}

Test(analytic_scenarios, cheshire_from_its_sample)
{
    check_shipped("cheshire/framework.yaml", false);
}

Test(analytic_scenarios, cheshire_as_a_whole)
{
    check_shipped("cheshire/whole.yaml", true);
}

Test(analytic_scenarios, others)
{
    static const char *const frameworks[] = {
        "conversation/framework.yaml", "face/framework.yaml",        "face/joint.yaml",
        "national/framework.yaml",     "portability/framework.yaml", "ready-reckoner/framework.yaml",
        "upper-banding/framework.yaml"};
    for (size_t i = 0; i < sizeof frameworks / sizeof *frameworks; i++) {
        check_shipped(frameworks[i], true);
    }
}
