/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pick-freeze over the sources of a study: runs with one source from elsewhere, and with one held at a percentile. */
#include "rasim/spread.h"

#include "analysis/source_list.h"
#include "base/mem.h"
#include "engine/results.h"
#include "engine/run.h"
#include "engine/years.h"
#include "num/sobol.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The normal score of the 90th percentile, and of the 97.5th. */
#define SCORE_90  1.2815515655446004
#define SCORE_975 1.959963984540054

/* Person-years of all runs that take seconds, and the replicates that a spread is worth at most and at least. */
#define MOST_PERSON_YEARS 0x1p29
/* A year of somebody who may come, go and move takes so many times as long. */
#define EFFORT_OF_PATHS 32.0
enum { MOST_REPLICATES = 1024, FEWEST = 256 };

/* What B is seeded with. */
#define OTHER_SEED(seed) rasimi_splitmix64((seed) ^ 0x6f746865722073eeu)

/* A spread being worked out. Outputs are [design][replicate]. */
typedef struct spreading {
    const rasim_study *study;
    const rasim_run_options *options;
    rasim_problems *problems;
    rasimi_arena *arena;
    rasimi_source *sources;
    size_t n_sources, n_designs;
    uint64_t n;
    uint64_t n_runs, n_made; /* runs in all, and those that are finished */
    double *a, *b, *ab, *low, *high;
    rasimi_lanes lanes; /* of all runs */
} spreading;

/* Net less envelope of a replicate, over all years, £. */
static double
output_of(const rasim_results *results, size_t design, uint64_t replicate)
{
    const rasim_study *study = results->study;
    const double gbp_year = study->framework.weeks_per_year.value / RASIM_UNITS_PER_GBP;
    double sum = 0.0;
    for (size_t year = 0; year < results->n_years; year++) {
        const int64_t *lines = rasim_results_ledger(results, design, year, replicate);
        const double *funding = rasim_results_funding(results, year);
        int64_t net = 0;
        for (size_t g = 0; g < results->n_groups; g++) {
            net += lines[g * RASIM_N_LINES + RASIM_LINE_NET];
        }
        const double came = funding == NULL ? 1.0 : funding[replicate];
        sum += (double)net * gbp_year - study->year_envelope_gbp[year] * came;
    }
    return sum;
}

/* Translates a run's replicates into those of all runs. */
static int
poll_all(void *context, uint64_t done, uint64_t total)
{
    const spreading *s = context;
    return s->options->poll(s->options->poll_context, s->n_made * total + done, s->n_runs * total);
}

static rasim_status
run(spreading *s, rasim_run_options *options, double *out)
{
    rasim_results *results;
    options->poll = s->options->poll == NULL ? NULL : poll_all;
    options->poll_context = s;
    const rasim_status status = rasimi_run_on(&s->lanes, s->study, options, &results, s->problems);
    if (status != RASIM_OK) {
        return status;
    }
    const bool whole = results->replicates == s->n;
    for (size_t d = 0; d < s->n_designs && whole; d++) {
        for (uint64_t r = 0; r < s->n; r++) {
            out[d * s->n + r] = output_of(results, d, r);
        }
    }
    rasim_results_free(results);
    s->n_made++;
    return whole ? RASIM_OK : RASIM_ERR_INTERRUPTED;
}

/* A run in which some sources are taken from B. */
static rasim_status
run_mixed(spreading *s, uint64_t streams, uint64_t shocks, double *out)
{
    rasim_run_options options = *s->options;
    options.other_seed = OTHER_SEED(options.seed);
    options.other_streams = streams;
    options.other_shocks = shocks;
    return run(s, &options, out);
}

static rasim_status
run_forced(spreading *s, uint64_t shocks, double score, double *out)
{
    rasim_run_options options = *s->options;
    options.forced_shocks = shocks;
    options.forced_score = score;
    return run(s, &options, out);
}

static double
mean_of(const double *values, uint64_t n)
{
    double sum = 0.0;
    for (uint64_t i = 0; i < n; i++) {
        sum += values[i];
    }
    return sum / (double)n;
}

static double
sd_of(const double *values, uint64_t n)
{
    const double mean = mean_of(values, n);
    double squares = 0.0;
    for (uint64_t i = 0; i < n; i++) {
        squares += (values[i] - mean) * (values[i] - mean);
    }
    return sqrt(squares / (double)(n - 1));
}

static rasim_share
share_of(rasimi_sobol_share share)
{
    return (rasim_share){share.share, share.share - SCORE_975 * share.se, share.share + SCORE_975 * share.se};
}

/* Mean of the difference of paired outputs, and its standard error. */
static double
paired(const double *values, const double *base, uint64_t n, double *se)
{
    double sum = 0.0, squares = 0.0;
    for (uint64_t i = 0; i < n; i++) {
        sum += values[i] - base[i];
    }
    const double mean = sum / (double)n;
    for (uint64_t i = 0; i < n; i++) {
        const double rest = values[i] - base[i] - mean;
        squares += rest * rest;
    }
    *se = sqrt(squares / ((double)n * (double)(n - 1)));
    return mean;
}

static rasim_source
describe(const spreading *s, const rasimi_source *source, size_t design)
{
    const double *a = s->a + design * s->n, *b = s->b + design * s->n, *ab = s->ab + design * s->n;
    const rasimi_sobol shares = rasimi_sobol_estimate(a, b, ab, s->n);
    rasim_source out = {
        .name = source->name,
        .first = share_of(shares.first),
        .total = share_of(shares.total),
        .shared = source->shocks != 0,
        .se_gbp = (double)NAN,
    };
    if (out.shared) {
        double se_low;
        out.low_gbp = paired(s->low + design * s->n, a, s->n, &se_low);
        out.high_gbp = paired(s->high + design * s->n, a, s->n, &out.se_gbp);
        out.se_gbp = se_low > out.se_gbp ? se_low : out.se_gbp;
    } else {
        const double first = shares.first.share > 0.0 ? shares.first.share : 0.0;
        out.high_gbp = SCORE_90 * sqrt(first) * sd_of(a, s->n);
        out.low_gbp = -out.high_gbp;
    }
    return out;
}

static rasim_status
run_source(spreading *s, size_t i, rasim_spread *out)
{
    const rasimi_source *source = &s->sources[i];
    rasim_status status = run_mixed(s, source->streams, source->shocks, s->ab);
    if (status == RASIM_OK && source->shocks != 0) {
        status = run_forced(s, source->shocks, -SCORE_90, s->low);
    }
    if (status == RASIM_OK && source->shocks != 0) {
        status = run_forced(s, source->shocks, SCORE_90, s->high);
    }
    for (size_t d = 0; d < s->n_designs && status == RASIM_OK; d++) {
        out->designs[d].sources[out->designs[d].n++] = describe(s, source, d);
    }
    return status;
}

static int
by_total(const void *x, const void *y)
{
    const rasim_source *a = x, *b = y;
    const int order = (a->total.share < b->total.share) - (a->total.share > b->total.share);
    return order != 0 ? order : strcmp(a->name, b->name);
}

static rasim_status
make_outputs(spreading *s)
{
    double **outputs[] = {&s->a, &s->b, &s->ab, &s->low, &s->high};
    for (size_t i = 0; i < sizeof outputs / sizeof *outputs; i++) {
        *outputs[i] = rasimi_arena_alloc(s->arena, s->n_designs * s->n, sizeof(double));
        if (*outputs[i] == NULL) {
            return RASIM_ERR_NO_MEMORY;
        }
    }
    return RASIM_OK;
}

static rasim_status
make_designs(const spreading *s, rasim_spread *out)
{
    out->n_designs = s->n_designs;
    out->designs = rasimi_arena_alloc(s->arena, s->n_designs, sizeof *out->designs);
    if (out->designs == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    for (size_t d = 0; d < s->n_designs; d++) {
        const char *name = rasim_study_design_name(s->study, d);
        out->designs[d].design = rasimi_arena_text(s->arena, name, strlen(name));
        out->designs[d].sources = rasimi_arena_alloc(s->arena, s->n_sources, sizeof *out->designs[d].sources);
        if (out->designs[d].design == NULL || out->designs[d].sources == NULL) {
            return RASIM_ERR_NO_MEMORY;
        }
    }
    return RASIM_OK;
}

/* A and B, one run a source, and two more for a shared one. */
static uint64_t
count_runs(const rasimi_source *sources, size_t n)
{
    uint64_t runs = 2;
    for (size_t i = 0; i < n; i++) {
        runs += sources[i].shocks != 0 ? 3 : 1;
    }
    return runs;
}

static rasim_status
spread(spreading *s, rasim_spread *out)
{
    rasim_status status = rasimi_source_list(s->study, s->arena, &s->sources, &s->n_sources, s->problems);
    s->n_runs = count_runs(s->sources, s->n_sources);
    if (status == RASIM_OK) {
        status = make_outputs(s);
    }
    if (status == RASIM_OK) {
        status = make_designs(s, out);
    }
    if (status == RASIM_OK) {
        const rasimi_seeds seeds = {.seed = s->options->seed};
        status = rasimi_lanes_make(s->study, &seeds, (rasimi_left_out){.top_slice = false}, &s->lanes);
    }
    if (status == RASIM_OK) {
        status = run_mixed(s, 0, 0, s->a);
    }
    if (status == RASIM_OK) {
        status = run_mixed(s, UINT64_MAX, UINT64_MAX, s->b);
    }
    for (size_t i = 0; i < s->n_sources && status == RASIM_OK; i++) {
        status = run_source(s, i, out);
    }
    for (size_t d = 0; d < s->n_designs && status == RASIM_OK; d++) {
        out->designs[d].sd_gbp = sd_of(s->a + d * s->n, s->n);
        qsort(out->designs[d].sources, out->designs[d].n, sizeof *out->designs[d].sources, by_total);
    }
    return status;
}

uint64_t
rasim_spread_replicates(const rasim_study *study)
{
    rasimi_arena arena = {0};
    rasimi_source *sources = NULL;
    size_t n = 0;
    const rasim_status status = rasimi_source_list(study, &arena, &sources, &n, NULL);
    const uint64_t runs = status == RASIM_OK ? count_runs(sources, n) : 0;
    rasimi_arena_clear(&arena);
    if (status != RASIM_OK) {
        return 0;
    }
    rasim_study_info info;
    rasim_study_describe(study, &info);
    const double effort = rasimi_years_needed(study) ? EFFORT_OF_PATHS : 1.0;
    const double years =
        effort * (double)info.n_people * (double)study->n_years * (double)rasimi_study_n_outcomes(study);
    const double fitting = MOST_PERSON_YEARS / ((double)runs * (years > 1.0 ? years : 1.0));
    if (fitting >= MOST_REPLICATES) {
        return MOST_REPLICATES;
    }
    const uint64_t whole = (uint64_t)fitting / RASIM_CHUNK_REPLICATES * RASIM_CHUNK_REPLICATES;
    return whole < FEWEST ? FEWEST : whole;
}

rasim_status
rasim_spread_run(const rasim_study *study, const rasim_run_options *options, rasim_spread **out,
                 rasim_problems *problems)
{
    *out = NULL;
    if (options->replicates < 64) {
        return RASIM_ERR_ARGUMENT;
    }
    rasim_spread *made = rasimi_calloc(1, sizeof *made);
    rasimi_arena *arena = rasimi_calloc(1, sizeof *arena);
    rasim_run_options plain;
    rasim_run_options_init(&plain, study);
    plain.place_series = false;
    plain.series_only = true;
    plain.replicates = options->replicates;
    plain.seed = options->seed;
    plain.n_threads = options->n_threads;
    plain.poll = options->poll;
    plain.poll_context = options->poll_context;
    spreading s = {
        .study = study,
        .options = &plain,
        .problems = problems,
        .arena = arena,
        .n_designs = rasimi_study_n_outcomes(study),
        .n = options->replicates,
    };
    rasim_status status = RASIM_ERR_NO_MEMORY;
    if (made != NULL && arena != NULL) {
        made->replicates = options->replicates;
        made->arena = arena;
        status = spread(&s, made);
    }
    rasimi_lanes_clear(&s.lanes);
    if (status != RASIM_OK) {
        rasimi_arena_clear(arena == NULL ? &(rasimi_arena){0} : arena);
        free(arena);
        free(made);
        return status;
    }
    *out = made;
    return RASIM_OK;
}

void
rasim_spread_free(rasim_spread *spread)
{
    if (spread != NULL) {
        rasimi_arena_clear(spread->arena);
        free(spread->arena);
        free(spread);
    }
}
