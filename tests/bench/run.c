/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A study as the library reads and simulates it, timed apart. */
#include "bench.h"

#include "rasim/rasim.h"

#include <stdio.h>
#include <stdlib.h>

void
bench_problems(const rasim_problems *problems)
{
    for (size_t i = 0; i < rasim_problems_size(problems); i++) {
        fprintf(stderr, "%s\n", rasim_problems_get(problems, i)->text);
    }
}

int
bench_run(int argc, char **argv)
{
    (void)argc;
    rasim_problems *problems = NULL;
    rasim_study *study = NULL;
    rasim_results *results = NULL;
    rasim_study_options reading;
    int code = 1;
    rasim_study_options_init(&reading);
    const double start = bench_seconds(CLOCK_MONOTONIC), reading_work = bench_seconds(CLOCK_PROCESS_CPUTIME_ID);
    if (rasim_problems_create(&problems) != RASIM_OK || rasim_study_load(argv[0], &reading, &study, problems)) {
        goto out;
    }
    const double load_seconds = bench_seconds(CLOCK_MONOTONIC) - start;
    const double load_cpu_seconds = bench_seconds(CLOCK_PROCESS_CPUTIME_ID) - reading_work;
    rasim_run_options options;
    rasim_run_options_init(&options, study);
    options.replicates = strtoul(argv[1], NULL, 10);
    options.n_threads = atoi(argv[2]);
    const double work = bench_seconds(CLOCK_PROCESS_CPUTIME_ID);
    if (rasim_run(study, &options, &results, problems) != RASIM_OK) {
        goto out;
    }
    const double cpu_seconds = bench_seconds(CLOCK_PROCESS_CPUTIME_ID) - work;
    rasim_results_info info;
    rasim_study_info about;
    rasim_results_describe(results, &info);
    rasim_study_describe(study, &about);
    printf("part=run isa=%s rows=%zu people=%llu years=%zu replicates=%llu threads=%d load_seconds=%.6f "
           "load_cpu_seconds=%.6f "
           "seconds=%.6f cpu_seconds=%.6f\n",
           info.instruction_set, about.n_rows, (unsigned long long)about.n_people, info.n_years,
           (unsigned long long)info.replicates, info.n_threads_used, load_seconds, load_cpu_seconds, info.seconds,
           cpu_seconds);
    code = 0;
out:
    bench_problems(problems);
    rasim_results_free(results);
    rasim_study_free(study);
    rasim_problems_free(problems);
    return code;
}
