/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run: prepare, hand chunks to the pool stage by stage, keep the finished prefix. */
#include "rasim/run.h"

#include "base/mem.h"
#include "base/pool.h"
#include "base/problem.h"
#include "engine/chunk.h"
#include "num/stats.h"

#include <math.h>
#include <stdlib.h>
#include <time.h>

/* Precision is tested at this many replicates, and at every doubling. */
#define FIRST_TEST 1024

void
rasim_run_options_init(rasim_run_options *options, const rasim_study *study)
{
    *options = (rasim_run_options){
        .replicates = study->framework.replicates.value,
        .seed = study->framework.seed.value,
        .precision = (double)NAN,
        .shock_scale = 1.0,
    };
}

/* Everything that a run holds while it is going on. */
typedef struct run {
    const rasim_run_options *options;
    rasimi_lanes lanes;
    rasimi_shocks shocks;
    rasimi_expected expected;
    rasimi_years years;
    rasimi_job job;
    int64_t **planned_net; /* [outcome][row] */
    size_t n_outcomes;
    rasimi_scratch *scratch; /* [n_threads] */
    int n_threads;
    uint64_t done; /* replicates of the stages before this one */
} run;

static double
seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void
run_clear(run *r)
{
    for (int t = 0; r->scratch != NULL && t < r->n_threads; t++) {
        rasimi_scratch_clear(&r->scratch[t]);
    }
    for (size_t d = 0; r->planned_net != NULL && d < r->n_outcomes; d++) {
        free(r->planned_net[d]);
    }
    free(r->planned_net);
    free(r->scratch);
    rasimi_expected_clear(&r->expected);
    rasimi_years_clear(&r->years);
    rasimi_lanes_clear(&r->lanes);
    rasimi_shocks_clear(&r->shocks);
}

/* Plans of all designs and years, and each person's planned net of year 1 in ledger units for what the sample alone
   does. */
static rasim_status
make_plans(const rasim_study *study, rasim_results *results, run *r)
{
    r->n_outcomes = rasimi_study_n_outcomes(study);
    r->planned_net = rasimi_calloc(r->n_outcomes, sizeof *r->planned_net);
    if (r->planned_net == NULL || rasimi_expected_make(study, &r->expected) != RASIM_OK) {
        return RASIM_ERR_NO_MEMORY;
    }
    for (size_t d = 0; d < r->n_outcomes; d++) {
        rasim_status status = RASIM_OK;
        for (size_t year = 0; year < study->n_years && status == RASIM_OK; year++) {
            status = rasimi_plan_make(study, &r->expected, d, year, &results->plans[d * study->n_years + year]);
        }
        r->planned_net[d] = rasimi_calloc(study->n_rows, sizeof **r->planned_net);
        if (status != RASIM_OK || r->planned_net[d] == NULL) {
            return RASIM_ERR_NO_MEMORY;
        }
        for (size_t i = 0; i < study->n_rows; i++) {
            const double units = results->plans[d * study->n_years].person_net_gbp_week[i] * RASIM_UNITS_PER_GBP;
            r->planned_net[d][i] = (int64_t)__builtin_floor(units + 0.5);
        }
    }
    return RASIM_OK;
}

static rasim_status
prepare(const rasim_study *study, const rasim_run_options *options, const rasimi_kernel *kernel, rasim_results *results,
        run *r, rasim_problems *problems)
{
    const rasimi_seeds seeds = {options->seed, options->other_seed, options->other_streams, options->other_shocks};
    const rasimi_left_out without = {options->without_top_slice, options->without_carers_stop,
                                     options->allocation_change};
    rasim_status status = rasimi_lanes_make(study, &seeds, without, &r->lanes);
    if (status == RASIM_OK) {
        status = rasimi_shocks_make(study, &seeds, options->shock_scale, &r->shocks, problems);
    }
    r->shocks.stress =
        (rasimi_stress){options->price_change, options->demand_change, options->forced_shocks, options->forced_score};
    if (status == RASIM_OK) {
        status = make_plans(study, results, r);
    }
    const bool several = rasimi_years_needed(study);
    if (status == RASIM_OK && several) {
        status = rasimi_years_make(study, kernel, &r->lanes, &r->shocks, &seeds, options->without_interventions,
                                   results, &r->years);
    }
    if (status != RASIM_OK) {
        return status;
    }
    r->job = (rasimi_job){
        .study = study,
        .kernel = kernel,
        .lanes = &r->lanes,
        .shocks = &r->shocks,
        .planned_net = (const int64_t *const *)r->planned_net,
        .years = several ? &r->years : NULL,
        .results = results,
    };
    r->scratch = rasimi_calloc((size_t)r->n_threads, sizeof *r->scratch);
    if (r->scratch == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    for (int t = 0; t < r->n_threads && status == RASIM_OK; t++) {
        status = rasimi_scratch_make(&r->job, &seeds, &r->scratch[t]);
    }
    return status;
}

static rasim_status
run_piece(void *context, uint64_t chunk, int thread)
{
    run *r = context;
    return rasimi_chunk_run(&r->job, chunk, &r->scratch[thread]);
}

/* Translates the pool's pieces of this stage into the caller's replicates. */
static int
poll_run(void *context, uint64_t done, uint64_t total)
{
    const run *r = context;
    (void)total;
    const uint64_t replicates = r->done + done * RASIM_CHUNK_REPLICATES, asked = r->options->replicates;
    return r->options->poll(r->options->poll_context, replicates < asked ? replicates : asked, asked);
}

/* Is every quantile of net, for every design, within +-precision x envelope on the finished prefix? */
static rasim_status
is_precise(const rasim_results *results, double precision, bool *precise)
{
    const rasim_study *study = results->study;
    const double gbp_year = study->framework.weeks_per_year.value / RASIM_UNITS_PER_GBP;
    double *net = rasimi_calloc(results->replicates, sizeof *net);
    if (net == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    *precise = true;
    for (size_t d = 0; d < results->n_designs && *precise; d++) {
        for (uint64_t i = 0; i < results->replicates; i++) {
            const int64_t *lines = rasim_results_ledger(results, d, 0, i);
            int64_t units = 0;
            for (size_t g = 0; g < results->n_groups; g++) {
                units += lines[g * RASIM_N_LINES + RASIM_LINE_NET];
            }
            net[i] = (double)units * gbp_year;
        }
        rasimi_sort(net, results->replicates);
        for (size_t l = 0; l < study->n_levels && *precise; l++) {
            const rasim_at_level q = rasimi_quantile(net, results->replicates, study->levels[l]);
            *precise = q.high - q.low <= 2.0 * precision * study->envelope_gbp; /* false for absent bounds */
        }
    }
    free(net);
    return RASIM_OK;
}

/* Replicates at the end of the stage that starts at `done`: the next test, or all. */
static uint64_t
stage_end(const rasim_run_options *options, uint64_t done)
{
    uint64_t test = FIRST_TEST;
    while (test <= done) {
        test *= 2;
    }
    const bool tested = !isnan(options->precision) && test < options->replicates;
    return tested ? test : options->replicates;
}

static rasim_status
simulate(run *r, rasim_results *results)
{
    bool precise = false;
    while (r->done < r->options->replicates && !precise) {
        const uint64_t end = stage_end(r->options, r->done);
        const uint64_t last = (end + RASIM_CHUNK_REPLICATES - 1) / RASIM_CHUNK_REPLICATES;
        rasimi_pool_result pool;
        rasim_status status = rasimi_pool_run(r->done / RASIM_CHUNK_REPLICATES, last, r->n_threads, run_piece, r,
                                              r->options->poll == NULL ? NULL : poll_run, r, &pool);
        if (status != RASIM_OK) {
            return status;
        }
        const uint64_t prefix = pool.n_prefix * RASIM_CHUNK_REPLICATES;
        results->replicates = prefix < end ? prefix : end;
        results->n_threads_used =
            pool.n_threads_used > results->n_threads_used ? pool.n_threads_used : results->n_threads_used;
        if (results->replicates < end) {
            return results->replicates == 0 ? RASIM_ERR_INTERRUPTED : RASIM_OK;
        }
        r->done = end;
        if (!isnan(r->options->precision)) {
            status = is_precise(results, r->options->precision, &precise);
            if (status != RASIM_OK) {
                return status;
            }
        }
    }
    results->precision_reached = precise || isnan(r->options->precision);
    results->complete = true;
    return RASIM_OK;
}

static bool
options_valid(const rasim_run_options *options)
{
    return options->replicates >= 1 && options->replicates <= RASIM_MAX_REPLICATES && options->n_threads >= 0 &&
           options->shock_scale >= 0.0 && options->shock_scale <= 100.0 &&
           (isnan(options->precision) || options->precision > 0.0);
}

rasim_status
rasim_run(const rasim_study *study, const rasim_run_options *options, rasim_results **out, rasim_problems *problems)
{
    *out = NULL;
    if (!options_valid(options)) {
        return RASIM_ERR_ARGUMENT;
    }
    const rasimi_kernel *kernel = rasimi_kernel_choose();
    if (kernel == NULL) {
        rasimi_problem_add(problems, RASIM_ERROR, (rasimi_place){0},
                           "The environment's RASIM_ISA is '%s', which this machine does not have; unset it, or use "
                           "avx512, avx2 or portable.",
                           getenv("RASIM_ISA"));
        return RASIM_ERR_INSTRUCTION_SET;
    }
    const double start = seconds_now();
    run r = {.options = options, .n_threads = rasimi_pool_threads(options->n_threads)};
    rasim_results *results = NULL;
    rasim_status status = rasimi_results_create(study, options->replicates, options->seed, &results);
    if (status == RASIM_OK) {
        status = prepare(study, options, kernel, results, &r, problems);
    }
    if (status == RASIM_OK) {
        results->instruction_set = kernel->name;
        status = simulate(&r, results);
    }
    run_clear(&r);
    if (status != RASIM_OK) {
        rasim_results_free(results);
        return status;
    }
    results->seconds = seconds_now() - start;
    *out = results;
    return RASIM_OK;
}
