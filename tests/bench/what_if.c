/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A what-if without simulation: the analytic engine on a study, again and again. */
#include "bench.h"

#include "rasim/rasim.h"

#include <stdio.h>
#include <stdlib.h>

/* Solves once; false: it failed, or does not apply. */
static bool
solve(const rasim_study *study, int n_threads, rasim_problems *problems)
{
    rasim_analytic_options options;
    rasim_analytic *analytic = NULL;
    rasim_analytic_options_init(&options);
    options.n_threads = n_threads;
    const bool solved = rasim_analytic_solve(study, &options, &analytic, problems) == RASIM_OK && analytic->applies;
    rasim_analytic_free(analytic);
    return solved;
}

int
bench_what_if(int argc, char **argv)
{
    (void)argc;
    const int n_threads = atoi(argv[2]);
    const unsigned long times = strtoul(argv[1], NULL, 10);
    rasim_problems *problems = NULL;
    rasim_study *study = NULL;
    rasim_study_options reading;
    rasim_study_options_init(&reading);
    bool fine = rasim_problems_create(&problems) == RASIM_OK &&
                rasim_study_load(argv[0], &reading, &study, problems) == RASIM_OK && solve(study, n_threads, problems);
    const double start = bench_seconds(CLOCK_MONOTONIC), work = bench_seconds(CLOCK_PROCESS_CPUTIME_ID);
    for (unsigned long i = 0; i < times && fine; i++) {
        fine = solve(study, n_threads, problems);
    }
    const double seconds = bench_seconds(CLOCK_MONOTONIC) - start;
    const double cpu_seconds = bench_seconds(CLOCK_PROCESS_CPUTIME_ID) - work;
    if (fine) {
        rasim_study_info about;
        rasim_study_describe(study, &about);
        printf("part=what_if rows=%zu threads=%d times=%lu seconds=%.6f cpu_seconds=%.6f\n", about.n_rows, n_threads,
               times, seconds / (double)times, cpu_seconds / (double)times);
    }
    bench_problems(problems);
    rasim_study_free(study);
    rasim_problems_free(problems);
    return fine ? 0 : 1;
}
