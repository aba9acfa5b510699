/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run: take what a checkpoint has, hand the other chunks to the pool (and to the crew) stage by stage, keep the
   finished prefix. */
#include "engine/run.h"

#include "base/mem.h"
#include "base/pool.h"
#include "base/problem.h"
#include "engine/checkpoint.h"
#include "engine/chunk.h"
#include "engine/identity.h"
#include "engine/record.h"
#include "num/stats.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

/* Precision is tested at this many replicates, and at every doubling. */
#define FIRST_TEST 1024

/* How long to do nothing while others are at work. */
#define WAIT_NS 500000

void
rasim_run_options_init(rasim_run_options *options, const rasim_study *study)
{
    *options = (rasim_run_options){
        .replicates = study->framework.replicates.value,
        .seed = study->framework.seed.value,
        .precision = (double)NAN,
        .shock_scale = 1.0,
        .place_series = study->framework.place_series.value,
    };
}

/* Everything that a run holds while it is going on. */
typedef struct run {
    const rasim_run_options *options;
    rasim_results *results;   /* not released with the rest */
    const rasimi_lanes *base; /* whose people the lanes are; NULL: their own */
    rasimi_lanes lanes;
    rasimi_shocks shocks;
    rasimi_years years;
    rasimi_job job;
    int64_t **planned_net; /* [outcome][row]; NULL where the caseload is fixed */
    size_t n_outcomes;
    rasimi_scratch *scratch; /* [n_threads] */
    int n_threads;

    uint64_t key, n_chunks;
    bool *finished;    /* [n_chunks] */
    uint64_t end;      /* replicates at the end of this stage */
    uint64_t n_before; /* chunks of this stage and those before that were there when it began */
    uint64_t *own;     /* [n_own] chunks of this stage that are ours to make */
    uint64_t n_own;
    uint64_t n_away; /* chunks that others were asked for and that have not come */
    uint64_t n_come; /* and those that have, in this stage */
    rasim_status crew_status;
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
    free(r->finished);
    free(r->own);
    rasimi_years_clear(&r->years);
    rasimi_lanes_clear(&r->lanes);
    rasimi_shocks_clear(&r->shocks);
}

/* Each person's planned net of year 1 in ledger units, for what the sample alone does. */
static rasim_status
fill_planned_net(const rasim_study *study, const rasim_results *results, run *r)
{
    r->n_outcomes = rasimi_study_n_outcomes(study);
    r->planned_net = rasimi_calloc(r->n_outcomes, sizeof *r->planned_net);
    for (size_t d = 0; d < r->n_outcomes && r->planned_net != NULL; d++) {
        r->planned_net[d] = rasimi_calloc(study->n_rows, sizeof **r->planned_net);
        if (r->planned_net[d] == NULL) {
            return RASIM_ERR_NO_MEMORY;
        }
        for (size_t i = 0; i < study->n_rows; i++) {
            const double units = results->plans[d * study->n_years].person_net_gbp_week[i] * RASIM_UNITS_PER_GBP;
            r->planned_net[d][i] = (int64_t)__builtin_floor(units + 0.5);
        }
    }
    return r->planned_net == NULL ? RASIM_ERR_NO_MEMORY : RASIM_OK;
}

/* Plans of all designs and years where they are wanted; what the sample alone does needs those of year 1. */
static rasim_status
make_plans(const rasim_study *study, rasim_results *results, run *r)
{
    const bool sampled = results->sample_net != NULL;
    const size_t n_years = !results->series_only ? study->n_years : sampled ? 1 : 0;
    rasim_status status = RASIM_OK;
    if (n_years > 0) {
        status = rasimi_plans_make(study, n_years, r->n_threads, results->plans);
    }
    return status == RASIM_OK && sampled ? fill_planned_net(study, results, r) : status;
}

static rasim_status
prepare(const rasim_study *study, const rasim_run_options *options, const rasimi_kernel *kernel, run *r,
        rasim_problems *problems)
{
    rasim_results *results = r->results;
    const rasimi_seeds seeds = {options->seed, options->other_seed, options->other_streams, options->other_shocks};
    const rasimi_left_out without = {options->without_top_slice, options->without_carers_stop,
                                     options->allocation_change};
    rasim_status status = r->base != NULL ? rasimi_lanes_like(r->base, study, &seeds, without, &r->lanes)
                                          : rasimi_lanes_make(study, &seeds, without, &r->lanes);
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

/* ---- chunks: ours, the checkpoint's, the crew's ---- */

static void
keep(const run *r, uint64_t chunk)
{
    if (!rasimi_checkpoint_wants(r->options->checkpoint)) {
        return;
    }
    rasimi_buffer record = {0};
    rasimi_record_pack(r->job.results, (rasimi_record_name){r->key, chunk}, &record);
    if (!record.failed) {
        rasimi_checkpoint_keep(r->options->checkpoint, record.data, record.length);
    }
    rasimi_buffer_clear(&record);
}

static rasim_status
run_piece(void *context, uint64_t i, int thread)
{
    run *r = context;
    const rasim_status status = rasimi_chunk_run(&r->job, r->own[i], &r->scratch[thread]);
    if (status == RASIM_OK) {
        r->finished[r->own[i]] = true;
        keep(r, r->own[i]);
        rasimi_places_end(&r->results->places, r->own[i]);
    }
    return status;
}

/* Takes a chunk that another process has made; one of a run that was given up is not ours any more. */
static rasim_status
take_record(run *r, const void *record, size_t length)
{
    rasimi_record_name name;
    if (!rasimi_record_read_name(record, length, &name) || name.run != r->key) {
        return RASIM_OK;
    }
    if (name.chunk >= r->n_chunks || r->finished[name.chunk] || !rasimi_record_unpack(r->results, record, length)) {
        return RASIM_ERR_INTERNAL;
    }
    r->finished[name.chunk] = true;
    r->n_away--;
    r->n_come++;
    rasimi_checkpoint_keep(r->options->checkpoint, record, length);
    return RASIM_OK;
}

/* Takes all that has come from the others by now. */
static rasim_status
take_what_came(run *r)
{
    const rasim_crew *crew = r->options->crew;
    const void *record = r;
    size_t length = 0;
    rasim_status status = RASIM_OK;
    while (status == RASIM_OK && r->n_away > 0 && record != NULL) {
        status = crew->take(crew->context, &record, &length);
        if (status == RASIM_OK && record != NULL) {
            status = take_record(r, record, length);
        }
    }
    return status;
}

/* Translates the pool's pieces of this stage into the caller's replicates. */
static int
poll_run(void *context, uint64_t done, uint64_t total)
{
    run *r = context;
    (void)total;
    r->crew_status = take_what_came(r);
    if (r->crew_status != RASIM_OK || r->options->poll == NULL) {
        return r->crew_status != RASIM_OK;
    }
    const uint64_t replicates = (r->n_before + done + r->n_come) * RASIM_CHUNK_REPLICATES;
    const uint64_t asked = r->options->replicates;
    return r->options->poll(r->options->poll_context, replicates < asked ? replicates : asked, asked);
}

/* Waits for what others were asked for. */
static rasim_status
wait_for_crew(run *r)
{
    int stopped = r->crew_status != RASIM_OK;
    while (r->n_away > 0 && !stopped) {
        nanosleep(&(struct timespec){.tv_nsec = WAIT_NS}, NULL);
        stopped = poll_run(r, r->n_own, r->n_own);
    }
    return r->crew_status;
}

static uint64_t
last_chunk(uint64_t replicates)
{
    return (replicates + RASIM_CHUNK_REPLICATES - 1) / RASIM_CHUNK_REPLICATES;
}

/* Lists every n-th unfinished chunk of the stage. */
static void
list_share(run *r, uint64_t share, uint64_t n)
{
    uint64_t i = 0;
    r->n_own = 0;
    for (uint64_t c = 0; c < last_chunk(r->end); c++) {
        if (!r->finished[c] && i++ % n == share) {
            r->own[r->n_own++] = c;
        }
    }
}

/* Asks the others for their shares of the stage; our own is listed last. */
static rasim_status
share_out(run *r)
{
    const rasim_crew *crew = r->options->crew;
    const size_t n_others = crew == NULL ? 0 : crew->n_others;
    r->n_away = r->n_come = r->n_before = 0;
    for (uint64_t c = 0; c < last_chunk(r->end); c++) {
        r->n_before += r->finished[c];
    }
    for (size_t other = 0; other < n_others; other++) {
        list_share(r, other + 1, n_others + 1);
        if (r->n_own == 0) {
            continue;
        }
        const rasim_status status = crew->ask(crew->context, other, r->results->study, r->options, r->own, r->n_own);
        if (status != RASIM_OK) {
            return status;
        }
        r->n_away += r->n_own;
    }
    list_share(r, 0, n_others + 1);
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

/* Room for a run's chunks, and what a checkpoint has of them. */
static rasim_status
begin_chunks(run *r)
{
    r->n_chunks = last_chunk(r->options->replicates);
    r->finished = rasimi_calloc(r->n_chunks, sizeof *r->finished);
    r->own = rasimi_calloc(r->n_chunks, sizeof *r->own);
    rasim_status status =
        r->finished == NULL || r->own == NULL ? RASIM_ERR_NO_MEMORY : rasimi_run_key(r->options, &r->key);
    if (status == RASIM_OK && r->options->place_series) {
        status = rasimi_places_keep_series(&r->results->places);
    }
    if (status == RASIM_OK) {
        rasimi_places_count_until(&r->results->places, last_chunk(stage_end(r->options, 0)));
        status = rasimi_checkpoint_restore(r->options->checkpoint, r->key, r->results, r->finished, r->n_chunks);
    }
    return status;
}

/* ---- stages ---- */

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

static rasim_status
begin_stage(run *r)
{
    r->end = stage_end(r->options, r->end);
    rasimi_places_count_until(&r->results->places, last_chunk(r->end));
    return share_out(r);
}

/* The longest finished prefix of the stage. */
static uint64_t
finished_replicates(const run *r)
{
    uint64_t chunk = 0;
    while (chunk < last_chunk(r->end) && r->finished[chunk]) {
        chunk++;
    }
    const uint64_t replicates = chunk * RASIM_CHUNK_REPLICATES;
    return replicates < r->end ? replicates : r->end;
}

static rasim_status
make_stage(run *r)
{
    rasim_results *results = r->results;
    rasimi_pool_result pool;
    rasim_status status = rasimi_pool_run(0, r->n_own, r->n_threads, run_piece, r, poll_run, r, &pool);
    if (status == RASIM_OK && !pool.stopped) {
        status = wait_for_crew(r);
    }
    if (status == RASIM_OK) {
        status = r->crew_status;
    }
    results->replicates = finished_replicates(r);
    results->n_threads_used =
        pool.n_threads_used > results->n_threads_used ? pool.n_threads_used : results->n_threads_used;
    return status;
}

static rasim_status
simulate(run *r)
{
    rasim_results *results = r->results;
    const double precision = r->options->precision;
    bool precise = false;
    for (;;) {
        rasim_status status = make_stage(r);
        if (status != RASIM_OK) {
            return status;
        }
        if (results->replicates < r->end) {
            return results->replicates == 0 ? RASIM_ERR_INTERRUPTED : RASIM_OK;
        }
        if (!isnan(precision)) {
            status = is_precise(results, precision, &precise);
        }
        if (status != RASIM_OK) {
            return status;
        }
        if (precise || r->end == r->options->replicates) {
            break;
        }
        status = begin_stage(r);
        if (status != RASIM_OK) {
            return status;
        }
    }
    results->precision_reached = precise || isnan(precision);
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

/* The options, and the instruction set that the environment names. */
static rasim_status
check(const rasim_run_options *options, const rasimi_kernel **kernel, rasim_problems *problems)
{
    if (!options_valid(options)) {
        return RASIM_ERR_ARGUMENT;
    }
    *kernel = rasimi_kernel_choose();
    if (*kernel == NULL) {
        rasimi_problem_add(problems, RASIM_ERROR, (rasimi_place){0},
                           "The environment's RASIM_ISA is '%s', which this machine does not have; unset it, or use "
                           "avx512, avx2 or portable.",
                           getenv("RASIM_ISA"));
        return RASIM_ERR_INSTRUCTION_SET;
    }
    return RASIM_OK;
}

rasim_status
rasimi_run_on(const rasimi_lanes *base, const rasim_study *study, const rasim_run_options *options, rasim_results **out,
              rasim_problems *problems)
{
    *out = NULL;
    const rasimi_kernel *kernel;
    const rasim_status checked = check(options, &kernel, problems);
    if (checked != RASIM_OK) {
        return checked;
    }
    const double start = seconds_now();
    run r = {.options = options, .base = base, .n_threads = rasimi_pool_threads(options->n_threads)};
    rasim_status status = rasimi_results_create(study, options->replicates, options->seed, &r.results);
    if (status == RASIM_OK) {
        r.results->series_only = options->series_only;
        status = begin_chunks(&r);
    }
    if (status == RASIM_OK) {
        status = begin_stage(&r); /* the others prepare while we do */
    }
    if (status == RASIM_OK) {
        status = prepare(study, options, kernel, &r, problems);
    }
    if (status == RASIM_OK) {
        r.results->instruction_set = kernel->name;
        status = simulate(&r);
    }
    run_clear(&r);
    if (status != RASIM_OK) {
        rasim_results_free(r.results);
        return status;
    }
    r.results->seconds = seconds_now() - start;
    *out = r.results;
    return RASIM_OK;
}

rasim_status
rasim_run(const rasim_study *study, const rasim_run_options *options, rasim_results **out, rasim_problems *problems)
{
    return rasimi_run_on(NULL, study, options, out, problems);
}

/* ---- chunks for another process ---- */

/* What the threads share that make chunks for another process. */
typedef struct errand {
    run run;
    pthread_mutex_t giving;
    rasim_give_fn *give;
    void *context;
} errand;

static rasim_status
give_piece(void *context, uint64_t i, int thread)
{
    errand *e = context;
    const uint64_t chunk = e->run.own[i];
    rasim_status status = rasimi_chunk_run(&e->run.job, chunk, &e->run.scratch[thread]);
    if (status != RASIM_OK) {
        return status;
    }
    rasimi_buffer record = {0};
    rasimi_record_pack(e->run.results, (rasimi_record_name){e->run.key, chunk}, &record);
    rasimi_places_drop(&e->run.results->places, chunk);
    if (record.failed) {
        status = RASIM_ERR_NO_MEMORY;
    } else {
        pthread_mutex_lock(&e->giving);
        status = e->give(e->context, record.data, record.length);
        pthread_mutex_unlock(&e->giving);
    }
    rasimi_buffer_clear(&record);
    return status;
}

static rasim_status
make_errand(errand *e, const uint64_t *chunks, size_t n_chunks)
{
    const rasim_run_options *options = e->run.options;
    e->run.own = rasimi_calloc(n_chunks, sizeof *chunks);
    if (e->run.own == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    for (size_t i = 0; i < n_chunks; i++) {
        if (chunks[i] >= last_chunk(options->replicates)) {
            return RASIM_ERR_ARGUMENT;
        }
        e->run.own[i] = chunks[i];
    }
    rasimi_pool_result pool;
    const rasim_status status =
        rasimi_pool_run(0, n_chunks, e->run.n_threads, give_piece, e, options->poll, options->poll_context, &pool);
    return status == RASIM_OK && pool.stopped ? RASIM_ERR_INTERRUPTED : status;
}

rasim_status
rasim_run_chunks(const rasim_study *study, const rasim_run_options *options, const uint64_t *chunks, size_t n_chunks,
                 rasim_give_fn *give, void *context, rasim_problems *problems)
{
    const rasimi_kernel *kernel;
    rasim_status status = check(options, &kernel, problems);
    if (status != RASIM_OK) {
        return status;
    }
    errand e = {
        .run = {.options = options, .n_threads = rasimi_pool_threads(options->n_threads)},
        .give = give,
        .context = context,
    };
    pthread_mutex_init(&e.giving, NULL);
    status = rasimi_run_key(options, &e.run.key);
    if (status == RASIM_OK) {
        status = rasimi_results_create(study, options->replicates, options->seed, &e.run.results);
    }
    if (status == RASIM_OK) {
        e.run.results->series_only = true;
        status = prepare(study, options, kernel, &e.run, problems);
    }
    if (status == RASIM_OK) {
        status = make_errand(&e, chunks, n_chunks);
    }
    run_clear(&e.run);
    rasim_results_free(e.run.results);
    pthread_mutex_destroy(&e.giving);
    return status;
}
