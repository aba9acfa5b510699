/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Studies of several years made from text, and lines of their ledgers by year and group. */
#ifndef RASIM_TESTS_SUPPORT_SEVERAL_H
#define RASIM_TESTS_SUPPORT_SEVERAL_H

#include "support/law.h"
#include "support/scenario.h"

/* One pound a point, so that the caseload's points are the allocations. */
#define SEVERAL_POUND_A_POINT "name: One pound a point\nfamily: price_per_point\nallocation: [{gbp_per_point: 1}]\n"

/* Budgets are what needs cost, to the pound. */
#define SEVERAL_FULL_DUTY "sign_off: {tolerance: 0, uplift_share: 1, trim_share: 1}\n"

/* Every group of a replicate together. */
#define SEVERAL_ALL SIZE_MAX

/* A study that is to be released with several_free. */
typedef struct several {
    char *folder;
    rasim_study *study;
} several;

/* Writes and loads a study; `rest` follows the framework's keys that every study has. */
static inline several
several_make(const char *caseload, const char *design, const char *rest)
{
    several out = {.folder = scenario_folder()};
    char *framework = NULL;
    cr_assert_gt(asprintf(&framework,
                          "name: Several years\nyear: \"2027/28\"\nprice_date: \"2026-04-01\"\n"
                          "caseload: caseload.csv\ndesigns: [design.yaml]\nenvelope: [{gbp_year: 1e9}]\n%s",
                          rest),
                 0);
    scenario_write(out.folder, "caseload.csv", caseload);
    scenario_write(out.folder, "design.yaml", design);
    scenario_write(out.folder, "framework.yaml", framework);
    out.study = scenario_load(out.folder, "framework.yaml");
    free(framework);
    return out;
}

static inline void
several_free(several *study)
{
    rasim_study_free(study->study);
    scenario_remove(study->folder);
}

/* A line of one group, or of all of them, in £ a week, people or person-years. */
static inline double
several_line(const rasim_results *results, size_t year, uint64_t replicate, size_t group, rasim_line line)
{
    rasim_results_info info;
    rasim_results_describe(results, &info);
    const int64_t *lines = rasim_results_ledger(results, 0, year, replicate);
    cr_assert_not_null(lines);
    int64_t sum = 0;
    for (size_t g = 0; g < info.n_groups; g++) {
        sum += group == SEVERAL_ALL || group == g ? lines[g * RASIM_N_LINES + line] : 0;
    }
    const rasim_line_unit unit = rasim_line_describe(line)->unit;
    return (double)sum / (unit == RASIM_UNIT_MONEY   ? RASIM_UNITS_PER_GBP
                          : unit == RASIM_UNIT_YEARS ? RASIM_UNITS_PER_YEAR
                                                     : 1);
}

/* The group of a setting; the first that has it. */
static inline size_t
several_group(const rasim_results *results, const char *setting)
{
    for (size_t g = 0; rasim_results_group(results, g) != NULL; g++) {
        if (strcmp(rasim_results_group(results, g)->setting, setting) == 0) {
            return g;
        }
    }
    cr_assert_fail("no group of %s", setting);
    return SIZE_MAX;
}

static inline law_sample
several_sample(const rasim_results *results, size_t year, size_t group, rasim_line line)
{
    rasim_results_info info;
    rasim_results_describe(results, &info);
    double *values = malloc(info.replicates * sizeof *values);
    cr_assert_not_null(values);
    for (uint64_t r = 0; r < info.replicates; r++) {
        values[r] = several_line(results, year, r, group, line);
    }
    const law_sample sample = law_sample_of(values, info.replicates);
    free(values);
    return sample;
}

/* Asserts that a line has its expectation, and, where one is given, that a control's expectation would be noticed. */
static inline void
several_assert_mean(const rasim_results *results, size_t year, size_t group, rasim_line line, double expected,
                    double control)
{
    const law_sample s = several_sample(results, year, group, line);
    const char *name = rasim_line_describe(line)->name;
    cr_assert_lt(fabs(law_z_mean(s, expected)), LAW_Z, "%s of year %zu: %g, expected %g (z %.1f)", name, year + 1,
                 s.mean, expected, law_z_mean(s, expected));
    if (!isnan(control)) {
        cr_assert_gt(fabs(law_z_mean(s, control)), LAW_Z, "%s of year %zu: the control %g must be noticed beside %g",
                     name, year + 1, control, s.mean);
    }
}

/* A caseload of n people of one care group and setting, every one with the same package. */
static inline char *
several_alike(int n, const char *setting, double gbp_week)
{
    char *text = NULL;
    size_t size = 0;
    FILE *csv = open_memstream(&text, &size);
    fprintf(csv, "person_id,care_group,setting,weekly_cost,points\n");
    for (int i = 0; i < n; i++) {
        fprintf(csv, "p%d,A,%s,%g,%g\n", i, setting, gbp_week, gbp_week);
    }
    fclose(csv);
    return text;
}

/* The integral of f over [0, 1]: Simpson's rule. */
static inline double
several_integral(double (*f)(double x, const void *context), const void *context)
{
    enum { STEPS = 2000 };
    double sum = 0;
    for (int i = 0; i <= STEPS; i++) {
        sum += f((double)i / STEPS, context) * (i == 0 || i == STEPS ? 1 : i % 2 ? 4 : 2);
    }
    return sum / (3.0 * STEPS);
}

#endif
