/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small scenarios for tests: files written into a temporary folder, loaded and run through the public API. */
#ifndef RASIM_TESTS_SUPPORT_SCENARIO_H
#define RASIM_TESTS_SUPPORT_SCENARIO_H

#include <criterion/criterion.h>
#include <limits.h>
#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "rasim/rasim.h"

/* A folder of its own for one test; remove it with scenario_remove. */
static inline char *
scenario_folder(void)
{
    const char *base = getenv("TMPDIR");
    char *path = NULL;
    cr_assert_gt(asprintf(&path, "%s/rasim-test-XXXXXX", base != NULL ? base : P_tmpdir), 0);
    cr_assert_not_null(mkdtemp(path));
    return path;
}

static inline void
scenario_remove(char *folder)
{
    char command[PATH_MAX];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    cr_assert_eq(system(command), 0);
    free(folder);
}

/* Path of a file in the folder; freed by the caller. */
static inline char *
scenario_path(const char *folder, const char *name)
{
    char *path = NULL;
    cr_assert_gt(asprintf(&path, "%s/%s", folder, name), 0);
    return path;
}

static inline void
scenario_write(const char *folder, const char *name, const char *text)
{
    char *path = scenario_path(folder, name);
    FILE *file = fopen(path, "w");
    cr_assert_not_null(file, "%s", path);
    cr_assert_geq(fputs(text, file), 0);
    cr_assert_eq(fclose(file), 0);
    free(path);
}

/* Loads a framework that must load; its problems are printed if it does not. */
static inline rasim_study *
scenario_load(const char *folder, const char *framework)
{
    rasim_problems *problems = NULL;
    rasim_study *study = NULL;
    cr_assert_eq(rasim_problems_create(&problems), RASIM_OK);
    char *path = scenario_path(folder, framework);
    const rasim_status status = rasim_study_load(path, NULL, &study, problems);
    for (size_t i = 0; status != RASIM_OK && i < rasim_problems_size(problems); i++) {
        char text[1024];
        rasim_problem_format(rasim_problems_get(problems, i), text, sizeof text);
        cr_log_error("%s", text);
    }
    cr_assert_eq(status, RASIM_OK, "%s does not load: %s", path, rasim_status_text(status));
    free(path);
    rasim_problems_free(problems);
    return study;
}

/* Runs a study that must run, and keeps all that can be kept. */
static inline rasim_results *
scenario_run(const rasim_study *study, uint64_t replicates, uint64_t seed, int n_threads)
{
    rasim_run_options options;
    rasim_run_options_init(&options, study);
    options.replicates = replicates;
    options.seed = seed;
    options.n_threads = n_threads;
    options.place_series = true;
    rasim_results *results = NULL;
    cr_assert_eq(rasim_run(study, &options, &results, NULL), RASIM_OK);
    return results;
}

/* A line over all groups in one replicate of the first year, in £ a week (or people). */
static inline double
scenario_line(const rasim_results *results, size_t design, uint64_t replicate, rasim_line line)
{
    rasim_results_info info;
    rasim_results_describe(results, &info);
    const int64_t *lines = rasim_results_ledger(results, design, 0, replicate);
    cr_assert_not_null(lines);
    int64_t sum = 0;
    for (size_t g = 0; g < info.n_groups; g++) {
        sum += lines[g * RASIM_N_LINES + line];
    }
    return rasim_line_describe(line)->unit == RASIM_UNIT_MONEY ? (double)sum / RASIM_UNITS_PER_GBP : (double)sum;
}

#endif
