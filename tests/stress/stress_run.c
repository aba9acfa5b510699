/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A whole run under the thread sanitizer: loads the framework named on the command line and simulates a few chunks on
   three threads, which keep a checkpoint together, and on one, and compares the two. */
#include "rasim/rasim.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define N_THREADS 3

static void
print_problems(const rasim_problems *problems)
{
    char line[1024];
    for (size_t i = 0; i < rasim_problems_size(problems); i++) {
        rasim_problem_format(rasim_problems_get(problems, i), line, sizeof line);
        fprintf(stderr, "%s\n", line);
    }
}

static rasim_status
simulate(const rasim_study *study, int n_threads, rasim_results **out, rasim_problems *problems)
{
    rasim_run_options options;
    rasim_run_options_init(&options, study);
    options.replicates = 4 * RASIM_CHUNK_REPLICATES;
    options.n_threads = n_threads;
    const rasim_checkpoint_options at_once = {.begin_after_s = 0.0};
    char folder[] = P_tmpdir "/rasim-stress-XXXXXX", path[sizeof folder + sizeof "/checkpoint"];
    if (mkdtemp(folder) == NULL)
        return RASIM_ERR_WRITE;
    snprintf(path, sizeof path, "%s/checkpoint", folder);
    rasim_status status = rasim_checkpoint_open(path, study, &at_once, &options.checkpoint, problems);
    if (status == RASIM_OK)
        status = rasim_run(study, &options, out, problems);
    rasim_checkpoint_remove(options.checkpoint);
    rmdir(folder);
    return status;
}

/* 1 where both runs know the same of each place in the first year. */
static int
same_places(const rasim_results *a, const rasim_results *b)
{
    rasim_results_info info;
    rasim_results_describe(a, &info);
    for (size_t i = 0; i < info.n_designs * info.n_places; i++) {
        rasim_place_moments x, y;
        if (rasim_results_place_moments(a, i / info.n_places, 0, i % info.n_places, &x) != RASIM_OK ||
            rasim_results_place_moments(b, i / info.n_places, 0, i % info.n_places, &y) != RASIM_OK ||
            memcmp(&x, &y, sizeof x) != 0)
            return 0;
    }
    return 1;
}

/* 1 where both runs hold the same ledgers, replicate by replicate. */
static int
same_ledgers(const rasim_results *a, const rasim_results *b)
{
    rasim_results_info info;
    rasim_results_describe(a, &info);
    const size_t size = info.n_groups * RASIM_N_LINES * sizeof(int64_t);
    for (size_t design = 0; design < info.n_designs; design++)
        for (uint64_t r = 0; r < info.replicates; r++)
            if (memcmp(rasim_results_ledger(a, design, 0, r), rasim_results_ledger(b, design, 0, r), size) != 0)
                return 0;
    return info.replicates == 4 * RASIM_CHUNK_REPLICATES;
}

int
main(int n_arguments, char **arguments)
{
    rasim_problems *problems = NULL;
    rasim_study *study = NULL;
    rasim_results *several = NULL, *one = NULL;
    int failed = 1;

    rasim_init();
    rasim_study_options options;
    rasim_study_options_init(&options);
    rasim_status status = rasim_problems_create(&problems);
    if (status == RASIM_OK && n_arguments == 2)
        status = rasim_study_load(arguments[1], &options, &study, problems);
    if (status == RASIM_OK && study)
        status = simulate(study, N_THREADS, &several, problems);
    if (status == RASIM_OK && several)
        status = simulate(study, 1, &one, problems);
    if (status == RASIM_OK && one)
        failed = !same_ledgers(several, one) || !same_places(several, one);
    if (failed) {
        print_problems(problems);
        fprintf(stderr, "Runs on %d threads and on 1 differ or did not finish: %s\n", N_THREADS,
                rasim_status_text(status));
    }

    rasim_results_free(one);
    rasim_results_free(several);
    rasim_study_free(study);
    rasim_problems_free(problems);
    return failed;
}
