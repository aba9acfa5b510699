/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checkpoints and crews: whoever made a chunk, and whenever, the run is the same to the bit. */
#include "engine/identity.h"
#include "engine/record.h"
#include "engine/results.h"
#include "io/journal.h"
#include "support/law.h"
#include "support/same.h"
#include "support/scenario.h"

#include <fcntl.h>
#include <sys/stat.h>

/* The last chunk is a part of one. */
enum { REPLICATES = 500, CHUNKS = 8, SEED = 5 };

#define DESIGN "name: D\nfamily: price_per_point\nallocation: [{gbp_per_point: 0.9}]\n"

/* Everything that results hold: two designs, years, places, an urn, uncertain funding, an envelope that nearly
 * suffices. */
#define REST                                                                                                           \
    "population: {sampling: polya, frame: [{people: 60}]}\nfunding: {law: normal, mean: 0, sd: 0.02}\n"                \
    "envelope: [{gbp_year: 1700000}]\nprices: [{mean: 0.03, sd: 0.02}]\npractice: {sd: 0.1}\n"

#define ONE_YEAR  "need: [{log_sd: 0.3}]\n" REST
#define TWO_YEARS "horizon: 2\nneed: [{log_sd: 0.3, persistence: 0.5}]\n" REST

typedef struct fixture {
    char *folder, *path; /* of the checkpoint */
    rasim_study *study;
    rasim_results *whole; /* a run that nothing happened to */
} fixture;

static void
write_study(const char *folder, const char *rest, int first_cost)
{
    char *text = NULL;
    size_t size = 0;
    FILE *csv = open_memstream(&text, &size);
    fprintf(csv, "person_id,care_group,setting,place,weekly_cost,points\n");
    for (int i = 0; i < 30; i++) {
        fprintf(csv, "p%d,%s,community,%s,%d,%d\n", i, i % 3 ? "A" : "B", i % 2 ? "East" : "West", first_cost + 31 * i,
                60 + 35 * i);
    }
    fclose(csv);
    scenario_write(folder, "caseload.csv", text);
    free(text);
    cr_assert_gt(asprintf(&text,
                          "name: Kept\nyear: \"1\"\nprice_date: \"2009-04-01\"\ncaseload: caseload.csv\n"
                          "designs: [design.yaml, design.yaml]\n%s",
                          rest),
                 0);
    scenario_write(folder, "framework.yaml", text);
    scenario_write(folder, "design.yaml", DESIGN);
    free(text);
}

static fixture
make(const char *rest)
{
    fixture f = {.folder = scenario_folder()};
    write_study(f.folder, rest, 80);
    f.study = scenario_load(f.folder, "framework.yaml");
    f.whole = scenario_run(f.study, REPLICATES, SEED, 1);
    f.path = scenario_path(f.folder, "kept.checkpoint");
    return f;
}

static void
discard(fixture *f)
{
    rasim_results_free(f->whole);
    rasim_study_free(f->study);
    free(f->path);
    scenario_remove(f->folder);
}

/* Some keep the series of places and others not: of that a checkpoint knows nothing. */
static rasim_run_options
options_of(const fixture *f, int n_threads)
{
    rasim_run_options options;
    rasim_run_options_init(&options, f->study);
    options.replicates = REPLICATES;
    options.seed = SEED;
    options.n_threads = n_threads;
    options.place_series = n_threads != 2;
    return options;
}

static rasim_checkpoint *
open_checkpoint(const fixture *f, bool resume)
{
    rasim_checkpoint *checkpoint = NULL;
    const rasim_checkpoint_options options = {.resume = resume};
    cr_assert_eq(rasim_checkpoint_open(f->path, f->study, &options, &checkpoint, NULL), RASIM_OK);
    return checkpoint;
}

static uint64_t
found_in(rasim_checkpoint *checkpoint)
{
    rasim_checkpoint_info info;
    rasim_checkpoint_describe(checkpoint, &info);
    cr_assert_eq(info.found, info.n_found > 0);
    return info.n_found / RASIM_CHUNK_REPLICATES;
}

static int
stop_at_once(void *context, uint64_t done, uint64_t total)
{
    (void)total;
    const uint64_t *stop_after = context;
    return done >= *stop_after * RASIM_CHUNK_REPLICATES;
}

/* A run that is stopped when so many chunks are done; leaves its checkpoint behind. */
static void
run_a_part(const fixture *f, uint64_t n_chunks, int n_threads, bool resume)
{
    rasim_results *results = NULL;
    rasim_run_options options = options_of(f, n_threads);
    options.checkpoint = open_checkpoint(f, resume);
    options.poll = stop_at_once;
    options.poll_context = &n_chunks;
    const rasim_status status = rasim_run(f->study, &options, &results, NULL);
    cr_assert(status == RASIM_OK || status == RASIM_ERR_INTERRUPTED);
    rasim_results_free(results);
    rasim_checkpoint_close(options.checkpoint);
}

/* Goes on from what there is, and compares; gives the number of chunks that were there. */
static uint64_t
finish(const fixture *f, int n_threads, const char *what)
{
    rasim_results *results = NULL;
    rasim_run_options options = options_of(f, n_threads);
    options.checkpoint = open_checkpoint(f, true);
    const uint64_t found = found_in(options.checkpoint);
    cr_assert_eq(rasim_run(f->study, &options, &results, NULL), RASIM_OK);
    assert_same(f->whole, results, REPLICATES, what);
    rasim_results_info info;
    rasim_results_describe(results, &info);
    cr_assert(info.complete && info.replicates == REPLICATES);
    cr_assert_eq(info.n_threads_used == 0, found == CHUNKS, "%s: what was found is made again", what);
    rasim_results_free(results);
    rasim_checkpoint_remove(options.checkpoint);
    cr_assert_neq(access(f->path, F_OK), 0, "the checkpoint is removed");
    return found;
}

Test(checkpoint, a_run_that_was_stopped_anywhere_goes_on_to_the_same_bits)
{
    static const char *const studies[] = {ONE_YEAR, TWO_YEARS};
    for (int s = 0; s < 2; s++) {
        fixture f = make(studies[s]);
        for (uint64_t stop = 1; stop <= CHUNKS; stop++) {
            run_a_part(&f, stop, 1, false);
            cr_assert_eq(finish(&f, 1 + (int)stop % 3, "stopped once"), stop);
            run_a_part(&f, 1, 2, false);
            run_a_part(&f, stop, 3, true);
            cr_assert_geq(finish(&f, 1, "stopped twice"), stop);
        }
        cr_assert_eq(finish(&f, 2, "no checkpoint"), 0);
        discard(&f);
    }
}

/* ---- a file that was cut or has rotted ---- */

typedef struct bytes {
    unsigned char *data;
    size_t size;
} bytes;

static bytes
read_file(const char *path)
{
    struct stat info;
    cr_assert_eq(stat(path, &info), 0);
    bytes b = {malloc((size_t)info.st_size), (size_t)info.st_size};
    FILE *file = fopen(path, "r");
    cr_assert(file != NULL && b.data != NULL && fread(b.data, 1, b.size, file) == b.size);
    fclose(file);
    return b;
}

static void
write_file(const char *path, const unsigned char *data, size_t size)
{
    FILE *file = fopen(path, "w");
    cr_assert(file != NULL && fwrite(data, 1, size, file) == size && fclose(file) == 0);
}

/* Small numbers from a seed. */
static size_t
next_below(uint64_t *state, size_t n)
{
    *state = *state * UINT64_C(6364136223846793005) + 1442695040888963407U;
    return (size_t)(*state >> 33) % n;
}

Test(checkpoint, cut_at_random_bytes_it_goes_on_to_the_same_bits)
{
    fixture f = make(ONE_YEAR);
    run_a_part(&f, CHUNKS, 1, false);
    const bytes whole = read_file(f.path);
    uint64_t state = law_seed("checkpoint.cut"), most = 0, least = CHUNKS;
    for (int i = 0; i < 150; i++) {
        write_file(f.path, whole.data, next_below(&state, whole.size + 1));
        const uint64_t found = finish(&f, 1 + i % 3, "cut");
        most = found > most ? found : most;
        least = found < least ? found : least;
    }
    cr_assert(least == 0 && most >= CHUNKS - 1, "the cuts fall everywhere");
    free(whole.data);
    discard(&f);
}

Test(checkpoint, with_bits_turned_anywhere_it_goes_on_to_the_same_bits)
{
    fixture f = make(TWO_YEARS);
    run_a_part(&f, CHUNKS, 1, false);
    const bytes whole = read_file(f.path);
    uint64_t state = law_seed("checkpoint.rot");
    for (int i = 0; i < 100; i++) {
        const size_t at = 8 + next_below(&state, whole.size - 8);
        const unsigned char was = whole.data[at];
        whole.data[at] = (unsigned char)(was ^ (1 << next_below(&state, 8)));
        write_file(f.path, whole.data, whole.size);
        cr_assert_lt(finish(&f, 1 + i % 3, "rotten"), CHUNKS);
        whole.data[at] = was;
    }
    free(whole.data);
    discard(&f);
}

/* ---- what it is of ---- */

static void
expect_refusal(const fixture *f, const rasim_study *study, const char *says)
{
    rasim_checkpoint *checkpoint = NULL;
    rasim_problems *problems = NULL;
    cr_assert_eq(rasim_problems_create(&problems), RASIM_OK);
    const bytes before = read_file(f->path);
    const rasim_checkpoint_options options = {.resume = true};
    cr_assert_eq(rasim_checkpoint_open(f->path, study, &options, &checkpoint, problems), RASIM_ERR_INPUT, "%s", says);
    cr_assert_null(checkpoint);
    cr_assert_eq(rasim_problems_size(problems), 1);
    const char *text = rasim_problems_get(problems, 0)->text;
    cr_assert_not_null(strstr(text, says), "'%s' does not say '%s'", text, says);
    const bytes after = read_file(f->path);
    cr_assert(after.size == before.size && memcmp(after.data, before.data, after.size) == 0, "it is left as it was");
    free(before.data);
    free(after.data);
    rasim_problems_free(problems);
}

Test(checkpoint, one_of_other_inputs_or_another_build_is_refused)
{
    fixture f = make(ONE_YEAR);
    run_a_part(&f, 3, 1, false);
    char *other = scenario_folder(), *path = scenario_path(f.folder, "framework.yaml");
    static const struct {
        const char *rest;
        int first_cost;
    } others[] = {{ONE_YEAR, 81}, {TWO_YEARS, 80}};
    for (size_t i = 0; i < 2; i++) {
        write_study(other, others[i].rest, others[i].first_cost);
        rasim_study *study = scenario_load(other, "framework.yaml");
        expect_refusal(&f, study, "other inputs");
        rasim_study_free(study);
    }
    const rasim_override what_if = {"practice.sd", "0.2", 0};
    rasim_study_options options;
    rasim_study_options_init(&options);
    options.overrides = &what_if;
    options.n_overrides = 1;
    rasim_study *study = NULL;
    cr_assert_eq(rasim_study_load(path, &options, &study, NULL), RASIM_OK);
    expect_refusal(&f, study, "what-if");
    rasim_study_free(study);
    cr_assert_eq(finish(&f, 1, "its own inputs"), 3);

    rasimi_journal *journal = NULL;
    static const char build[] = "rasim 0.0.0 (elsewhere)\n";
    cr_assert_eq(rasimi_journal_create(f.path, build, sizeof build - 1, &journal, NULL), RASIM_OK);
    rasimi_journal_close(journal);
    expect_refusal(&f, f.study, "another build");
    free(path);
    scenario_remove(other);
    discard(&f);
}

Test(checkpoint, runs_of_a_study_share_one_without_mixing)
{
    fixture f = make(ONE_YEAR);
    rasim_checkpoint *checkpoint = open_checkpoint(&f, false);
    for (int pass = 0; pass < 2; pass++) {
        for (int kind = 0; kind < 4; kind++) {
            rasim_run_options options = options_of(&f, 2);
            options.seed += kind == 1;
            options.shock_scale = kind == 2 ? 0.5 : 1.0;
            options.forced_shocks = kind == 3;
            rasim_results *alone = NULL, *kept = NULL;
            cr_assert_eq(rasim_run(f.study, &options, &alone, NULL), RASIM_OK);
            options.checkpoint = checkpoint;
            cr_assert_eq(rasim_run(f.study, &options, &kept, NULL), RASIM_OK);
            assert_same(alone, kept, REPLICATES, "one of four runs");
            rasim_results_info info;
            rasim_results_describe(kept, &info);
            cr_assert_eq(info.n_threads_used == 0, pass == 1);
            rasim_results_free(alone);
            rasim_results_free(kept);
        }
        rasim_checkpoint_close(checkpoint);
        checkpoint = open_checkpoint(&f, true);
    }
    rasim_checkpoint_close(checkpoint);
    discard(&f);
}

Test(checkpoint, going_on_may_ask_for_more_replicates_and_for_precision)
{
    fixture f = make(ONE_YEAR);
    run_a_part(&f, CHUNKS, 2, false);
    rasim_run_options options = options_of(&f, 2);
    options.replicates = 5000;
    options.precision = 0.008;
    rasim_results *alone = NULL, *more = NULL;
    cr_assert_eq(rasim_run(f.study, &options, &alone, NULL), RASIM_OK);
    options.checkpoint = open_checkpoint(&f, true);
    cr_assert_eq(found_in(options.checkpoint), CHUNKS);
    cr_assert_eq(rasim_run(f.study, &options, &more, NULL), RASIM_OK);
    rasim_results_info a, b;
    rasim_results_describe(alone, &a);
    rasim_results_describe(more, &b);
    cr_assert(a.replicates == b.replicates && a.precision_reached == b.precision_reached);
    cr_assert(a.replicates > 1024 && a.replicates < 5000, "stopped at %lu", (unsigned long)a.replicates);
    for (uint64_t r = 0; r < a.replicates; r++) {
        cr_assert(same_bytes(rasim_results_ledger(alone, 0, 0, r), rasim_results_ledger(more, 0, 0, r),
                             a.n_groups * RASIM_N_LINES * sizeof(int64_t)));
    }
    rasim_results_free(alone);
    rasim_results_free(more);
    rasim_checkpoint_remove(options.checkpoint);
    discard(&f);
}

Test(checkpoint, it_begins_when_it_is_time_and_stops_no_run)
{
    fixture f = make(ONE_YEAR);
    char *beneath = scenario_path(f.folder, "design.yaml/kept");
    const struct {
        const char *path;
        double begin_after_s;
    } cases[] = {{f.path, 1000.0}, {beneath, 0.0}};
    for (size_t i = 0; i < 2; i++) {
        rasim_results *results = NULL;
        rasim_run_options options = options_of(&f, 2);
        const rasim_checkpoint_options how = {.begin_after_s = cases[i].begin_after_s};
        cr_assert_eq(rasim_checkpoint_open(cases[i].path, f.study, &how, &options.checkpoint, NULL), RASIM_OK);
        cr_assert_eq(rasim_run(f.study, &options, &results, NULL), RASIM_OK);
        assert_same(f.whole, results, REPLICATES, "without a file");
        rasim_checkpoint_info info;
        rasim_checkpoint_describe(options.checkpoint, &info);
        cr_assert(!info.begun && !info.found && (info.unwritable != NULL) == (i == 1));
        cr_assert_neq(access(cases[i].path, F_OK), 0);
        rasim_results_free(results);
        rasim_checkpoint_close(options.checkpoint);
    }
    free(beneath);
    discard(&f);
}

/* ---- records ---- */

static rasim_status
keep_record(void *context, const void *record, size_t n_bytes)
{
    rasimi_buffer_add(context, record, n_bytes);
    return RASIM_OK;
}

Test(checkpoint, a_record_that_is_not_whole_puts_nothing_into_results)
{
    fixture f = make(TWO_YEARS);
    const rasim_run_options options = options_of(&f, 1);
    const uint64_t chunk = 2;
    rasim_results *empty = NULL, *zeros = NULL;
    rasimi_buffer record = {0};
    cr_assert_eq(rasimi_results_create(f.study, REPLICATES, SEED, &empty), RASIM_OK);
    cr_assert_eq(rasimi_results_create(f.study, REPLICATES, SEED, &zeros), RASIM_OK);
    cr_assert_eq(rasim_run_chunks(f.study, &options, &chunk, 1, keep_record, &record, NULL), RASIM_OK);
    for (size_t length = 0; length < record.length; length += 1 + length / 50) {
        cr_assert_not(rasimi_record_unpack(empty, record.data, length), "%zu of %zu bytes", length, record.length);
    }
    record.data[record.length / 2] ^= 2; /* a number of the same length, but the ledger no longer adds up */
    cr_assert_not(rasimi_record_unpack(empty, record.data, record.length));
    record.data[record.length / 2] ^= 2;
    empty->replicates = zeros->replicates = REPLICATES;
    assert_same(zeros, empty, REPLICATES, "refused records");
    cr_assert(rasimi_record_unpack(empty, record.data, record.length));
    cr_assert_lt(3 * record.length, 2 * sizeof(int64_t) * RASIM_N_LINES * 64 * 2 * 2 * f.whole->n_groups,
                 "packed: %zu bytes", record.length);
    rasimi_buffer_clear(&record);
    rasim_results_free(empty);
    rasim_results_free(zeros);
    discard(&f);
}

/* ---- crews ---- */

/* Others who work at once, in this process, and whose records come in another order than they were made. */
typedef struct crew_here {
    rasimi_buffer records[4 * CHUNKS];
    size_t n, n_asked, n_taken;
} crew_here;

static rasim_status
give(void *context, const void *record, size_t n_bytes)
{
    crew_here *here = context;
    rasimi_buffer *kept = &here->records[here->n++];
    rasimi_buffer_clear(kept);
    rasimi_buffer_add(kept, record, n_bytes);
    return RASIM_OK;
}

static rasim_status
ask(void *context, size_t other, const rasim_study *study, const rasim_run_options *options, const uint64_t *chunks,
    size_t n_chunks)
{
    crew_here *here = context;
    here->n_asked += n_chunks;
    rasim_run_options theirs = *options;
    theirs.poll = NULL;
    theirs.checkpoint = NULL;
    theirs.crew = NULL;
    theirs.n_threads = 1 + (int)other;
    return rasim_run_chunks(study, &theirs, chunks, n_chunks, give, here, NULL);
}

static rasim_status
take(void *context, const void **record, size_t *n_bytes)
{
    crew_here *here = context;
    *record = here->n > 0 ? here->records[here->n - 1].data : NULL;
    *n_bytes = here->n > 0 ? here->records[here->n - 1].length : 0;
    here->n_taken += here->n > 0;
    here->n -= here->n > 0;
    return RASIM_OK;
}

Test(checkpoint, a_crew_of_any_size_makes_the_same_bits)
{
    fixture f = make(TWO_YEARS);
    for (size_t n_others = 0; n_others <= 9; n_others++) {
        crew_here here = {0};
        const rasim_crew crew = {n_others, &here, ask, take};
        rasim_results *results = NULL;
        run_a_part(&f, n_others % 3 + 1, 1, false); /* a crew shares what is still to be made */
        rasim_run_options options = options_of(&f, 1 + (int)n_others % 2);
        options.crew = &crew;
        options.checkpoint = open_checkpoint(&f, true);
        const uint64_t missing = CHUNKS - found_in(options.checkpoint);
        cr_assert_eq(rasim_run(f.study, &options, &results, NULL), RASIM_OK);
        assert_same(f.whole, results, REPLICATES, "a crew");
        cr_assert_eq(here.n_asked, missing - (missing + n_others) / (n_others + 1));
        cr_assert_eq(here.n_taken, here.n_asked);
        rasim_results_free(results);
        rasim_checkpoint_close(options.checkpoint);
        cr_assert_eq(finish(&f, 1, "a crew's checkpoint"), CHUNKS);
        for (size_t i = 0; i < 4 * CHUNKS; i++) {
            rasimi_buffer_clear(&here.records[i]);
        }
    }
    discard(&f);
}

Test(checkpoint, chunks_that_a_run_has_not_are_refused)
{
    fixture f = make(ONE_YEAR);
    const rasim_run_options options = options_of(&f, 1);
    const uint64_t chunk = CHUNKS;
    crew_here here = {0};
    cr_assert_eq(rasim_run_chunks(f.study, &options, &chunk, 1, give, &here, NULL), RASIM_ERR_ARGUMENT);
    cr_assert_eq(here.n, 0);
    char digest[65];
    cr_assert_eq(rasim_study_digest(f.study, digest), RASIM_OK);
    cr_assert_eq(strlen(digest), 64);
    discard(&f);
}
