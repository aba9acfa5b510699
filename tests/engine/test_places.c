/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Net by place: what is known without its replicates is what they would say, of a prefix of them, whoever made which
   when. */
#include "base/text.h"
#include "engine/results.h"
#include "support/same.h"
#include "support/scenario.h"

#include <math.h>
#include <stdlib.h>

enum { REPLICATES = 500, SEED = 3, YEARS = 2, DESIGNS = 3, PLACES = 3 };

/* Two designs, and a third outcome in which each place has its own; programmes and urn for what has no place. */
static const char framework[] =
    "name: Places\nyear: \"1\"\nprice_date: \"2009-04-01\"\ncaseload: caseload.csv\nhorizon: 2\n"
    "designs: [low.yaml, high.yaml]\nplace_designs: [{place: East, design: low.yaml}, {place: North, design: "
    "low.yaml}, "
    "{place: West, design: high.yaml}]\nenvelope: [{gbp_year: 1700000}]\n"
    "population: {sampling: polya, frame: [{people: 60}]}\nneed: [{log_sd: 0.3, persistence: 0.5}]\n"
    "prices: [{mean: 0.03, sd: 0.02}]\nturnover: [{leave_probability: 0.2}]\n";

static rasim_study *
make_study(const char *folder)
{
    static const char *const places[PLACES] = {"East", "North", "West"};
    char *text = NULL;
    size_t size = 0;
    FILE *csv = open_memstream(&text, &size);
    fprintf(csv, "person_id,care_group,setting,place,weekly_cost,points\n");
    for (int i = 0; i < 30; i++) {
        fprintf(csv, "p%d,%s,community,%s,%d,%d\n", i, i % 2 ? "A" : "B", places[i % PLACES], 80 + 31 * i, 60 + 35 * i);
    }
    fclose(csv);
    scenario_write(folder, "caseload.csv", text);
    free(text);
    scenario_write(folder, "framework.yaml", framework);
    scenario_write(folder, "low.yaml", "name: L\nfamily: price_per_point\nallocation: [{gbp_per_point: 0.9}]\n");
    scenario_write(folder, "high.yaml", "name: H\nfamily: price_per_point\nallocation: [{gbp_per_point: 1.1}]\n");
    return scenario_load(folder, "framework.yaml");
}

static rasim_run_options
options_of(const rasim_study *study, uint64_t replicates, int n_threads)
{
    rasim_run_options options;
    rasim_run_options_init(&options, study);
    options.replicates = replicates;
    options.seed = SEED;
    options.n_threads = n_threads;
    return options;
}

static rasim_results *
run(const rasim_study *study, const rasim_run_options *options)
{
    rasim_results *results = NULL;
    cr_assert_eq(rasim_run(study, options, &results, NULL), RASIM_OK);
    return results;
}

/* ---- against the series ---- */

static void
check_moments(const rasim_results *results, size_t d, size_t y, size_t p)
{
    const int64_t *net = rasim_results_place_net(results, d, y, p);
    rasim_place_moments moments;
    cr_assert_eq(rasim_results_place_moments(results, d, y, p, &moments), RASIM_OK);
    int64_t sum = 0, least = net[0], most = net[0];
    for (size_t r = 0; r < REPLICATES; r++) {
        sum += net[r];
        least = net[r] < least ? net[r] : least;
        most = net[r] > most ? net[r] : most;
    }
    long double squares = 0;
    for (size_t r = 0; r < REPLICATES; r++) {
        const long double deviation = (long double)net[r] - (long double)sum / REPLICATES;
        squares += deviation * deviation;
    }
    const double sd = (double)sqrtl(squares / (REPLICATES - 1));
    cr_assert(moments.mean == (double)sum / REPLICATES && moments.least == least && moments.most == most);
    cr_assert(fabs(moments.sd - sd) <= 1e-15 * sd, "design %zu, year %zu, place %zu: %.17g, not %.17g", d, y, p,
              moments.sd, sd);
    cr_assert(sd > 0 && least < most);
}

Test(places, moments_are_those_of_the_series)
{
    char *folder = scenario_folder();
    rasim_study *study = make_study(folder);
    rasim_results *results = scenario_run(study, REPLICATES, SEED, 2);
    for (size_t i = 0; i < (size_t)DESIGNS * YEARS * PLACES; i++) {
        check_moments(results, i / (YEARS * PLACES), i / PLACES % YEARS, i % PLACES);
    }
    rasim_place_moments none;
    cr_assert_eq(rasim_results_place_moments(results, DESIGNS, 0, 0, &none), RASIM_ERR_ARGUMENT);
    cr_assert_eq(rasim_results_place_moments(results, 0, 0, PLACES, &none), RASIM_ERR_ARGUMENT);
    rasim_results_free(results);
    rasim_study_free(study);
    scenario_remove(folder);
}

/* The places together are all that is spent, in every replicate. */
Test(places, add_up_to_the_whole)
{
    char *folder = scenario_folder();
    rasim_study *study = make_study(folder);
    rasim_results *results = scenario_run(study, REPLICATES, SEED, 1);
    for (size_t i = 0; i < (size_t)DESIGNS * YEARS * REPLICATES; i++) {
        const size_t d = i / (YEARS * REPLICATES), y = i / REPLICATES % YEARS, r = i % REPLICATES;
        const int64_t *ledger = rasim_results_ledger(results, d, y, r);
        int64_t left = 0;
        for (size_t g = 0; g < results->n_groups; g++) {
            left += ledger[g * RASIM_N_LINES + RASIM_LINE_NET];
        }
        for (size_t p = 0; p < PLACES; p++) {
            left -= rasim_results_place_net(results, d, y, p)[r];
        }
        cr_assert_eq(left, 0, "design %zu, year %zu, replicate %zu", d, y, r);
    }
    rasim_results_free(results);
    rasim_study_free(study);
    scenario_remove(folder);
}

Test(places, series_are_kept_on_request_and_change_nothing_else)
{
    char *folder = scenario_folder();
    rasim_study *study = make_study(folder);
    rasim_results *whole = scenario_run(study, REPLICATES, SEED, 1);
    for (int n_threads = 1; n_threads <= 3; n_threads++) {
        const rasim_run_options options = options_of(study, REPLICATES, n_threads);
        rasim_results *results = run(study, &options);
        rasim_results_info info;
        rasim_results_describe(results, &info);
        cr_assert(!info.place_series && info.n_places == PLACES);
        cr_assert_null(rasim_results_place_net(results, 0, 0, 0));
        assert_same(whole, results, REPLICATES, "without series");
        rasim_results_free(results);
        results = scenario_run(study, REPLICATES, SEED, n_threads);
        rasim_results_describe(results, &info);
        cr_assert(info.place_series);
        assert_same(whole, results, REPLICATES, "with series");
        rasim_results_free(results);
    }
    rasim_results_free(whole);
    rasim_study_free(study);
    scenario_remove(folder);
}

/* ---- of the replicates that there are ---- */

/* Another who hands over what it has made, the last first. */
typedef struct backwards {
    rasimi_buffer records[8];
    size_t n, n_given;
} backwards;

static rasim_status
give(void *context, const void *record, size_t n_bytes)
{
    backwards *b = context;
    rasimi_buffer_add(&b->records[b->n++], record, n_bytes);
    return RASIM_OK;
}

static rasim_status
ask(void *context, size_t other, const rasim_study *study, const rasim_run_options *options, const uint64_t *chunks,
    size_t n_chunks)
{
    (void)other;
    rasim_run_options theirs = options_of(study, options->replicates, 1);
    return rasim_run_chunks(study, &theirs, chunks, n_chunks, give, context, NULL);
}

/* Its first chunk it keeps. */
static rasim_status
take(void *context, const void **record, size_t *n_bytes)
{
    backwards *b = context;
    const rasimi_buffer *next = b->n_given + 1 < b->n ? &b->records[b->n - ++b->n_given] : NULL;
    *record = next ? next->data : NULL;
    *n_bytes = next ? next->length : 0;
    return RASIM_OK;
}

static int
stop_when_nothing_comes(void *context, uint64_t done, uint64_t total)
{
    (void)done;
    (void)total;
    const backwards *b = context;
    return b->n_given + 1 == b->n;
}

/* The other's chunks are 1, 3, 5 and 7: without the first of them only chunk 0 is of use. */
Test(places, of_a_run_that_was_stopped_moments_are_those_of_its_prefix)
{
    char *folder = scenario_folder();
    rasim_study *study = make_study(folder);
    backwards b = {.n = 0};
    const rasim_crew crew = {1, &b, ask, take};
    rasim_run_options options = options_of(study, REPLICATES, 1);
    options.crew = &crew;
    options.poll = stop_when_nothing_comes;
    options.poll_context = &b;
    rasim_results *part = run(study, &options);
    cr_assert(!part->complete && part->replicates == RASIM_CHUNK_REPLICATES && b.n_given == 3);
    rasim_results *alone = scenario_run(study, RASIM_CHUNK_REPLICATES, SEED, 1);
    assert_same(alone, part, RASIM_CHUNK_REPLICATES, "a prefix");
    for (size_t i = 0; i < b.n; i++) {
        rasimi_buffer_clear(&b.records[i]);
    }
    rasim_results_free(alone);
    rasim_results_free(part);
    rasim_study_free(study);
    scenario_remove(folder);
}

/* A checkpoint may hold more than a run with --precision comes to need. */
Test(places, chunks_beyond_the_end_of_a_precise_run_do_not_count)
{
    char *folder = scenario_folder(), *path = scenario_path(folder, "kept.checkpoint");
    rasim_study *study = make_study(folder);
    rasim_run_options options = options_of(study, 2500, 2);
    const rasim_checkpoint_options new = {.resume = false}, old = {.resume = true};
    cr_assert_eq(rasim_checkpoint_open(path, study, &new, &options.checkpoint, NULL), RASIM_OK);
    rasim_results_free(run(study, &options));
    rasim_checkpoint_close(options.checkpoint);
    cr_assert_eq(rasim_checkpoint_open(path, study, &old, &options.checkpoint, NULL), RASIM_OK);
    options.precision = 0.05;
    rasim_results *precise = run(study, &options), *alone = scenario_run(study, 1024, SEED, 1);
    cr_assert(precise->replicates == 1024 && precise->precision_reached);
    assert_same(alone, precise, 1024, "a precise run");
    rasim_results_free(precise);
    options.precision = 1e-9; /* and what waited counts when there are more stages */
    rasim_results *vain = run(study, &options), *all = scenario_run(study, 2500, SEED, 3);
    assert_same(all, vain, 2500, "precision in vain");
    rasim_checkpoint_close(options.checkpoint);
    rasim_results_free(vain);
    rasim_results_free(all);
    rasim_results_free(alone);
    rasim_study_free(study);
    free(path);
    scenario_remove(folder);
}
