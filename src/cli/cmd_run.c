/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `rasim run`: simulates a framework and says whether its budget is enough. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "complain.h"
#include "files_out.h"
#include "interrupt.h"
#include "keeper.h"
#include "number.h"
#include "rasim/rasim.h"
#include "report_files.h"
#include "run_options.h"
#include "session.h"
#include "statement.h"
#include "why_runs.h"

enum {
    DESIGN,
    REPLICATES,
    SEED,
    THREADS,
    PRECISION,
    OUT,
    JSON,
    QUIET,
    FULL,
    SHOW_IDS,
    NO_WHAT_IFS,
    NO_WHY,
    PERSON_REPLICATES,
    BY,
    SMALL_NUMBER,
    PEOPLE,
    PLACE_SERIES,
    RESUME,
    CHECKPOINT,
    REPORT
};

static const option_info OPTIONS[] = {
    [DESIGN] = {.name = "design",
                .kind = OPTION_TEXT,
                .value_name = "FILE",
                .repeats = true,
                .sentence =
                    "A design to run instead of the framework's own; may be given several times, for designs on "
                    "the same draws."},
    [REPLICATES] = OPTION_REPLICATES,
    [SEED] = OPTION_SEED,
    [THREADS] = OPTION_THREADS,
    [PRECISION] = {.name = "precision",
                   .kind = OPTION_NUMBER,
                   .value_name = "X",
                   .sentence = "Stop early, once the interval of every quantile is within X times the envelope either "
                               "way; for example 0.001."},
    [OUT] = {.name = "out",
             .kind = OPTION_TEXT,
             .value_name = "PREFIX",
             .sentence = "Where PREFIX.json and PREFIX.h5 go; results/NAME where it is left out. Folders are made."},
    [JSON] = OPTION_JSON("results"),
    [QUIET] = {.name = "quiet", .kind = OPTION_FLAG, .sentence = "Print only the verdict, one line a design."},
    [FULL] = {.name = "full",
              .kind = OPTION_FLAG,
              .sentence = "Print every table of the statement, not only what fits one screen."},
    [SHOW_IDS] = OPTION_SHOW_IDS,
    [NO_WHAT_IFS] =
        {.name = "no-what-ifs",
         .kind = OPTION_FLAG,
         .sentence =
             "Leave out the further simulations with shared shocks halved and doubled, and without a top-slice, carers "
             "who stop or prevention programmes, and with them those of --no-why."},
    [NO_WHY] = {.name = "no-why",
                .kind = OPTION_FLAG,
                .sentence = "Leave out the simulations that say where the spread of net spend comes from, what would "
                            "tip it, and how it comes about step by step."},
    [PERSON_REPLICATES] = {.name = "person-replicates",
                           .kind = OPTION_WHOLE,
                           .value_name = "N",
                           .least = 0,
                           .most = RASIM_MAX_REPLICATES,
                           .sentence = "Simulated years in which single people are looked at; enough for 400,000 "
                                       "person-years where it is left out, none with 0."},
    [BY] = {.name = "by",
            .kind = OPTION_TEXT,
            .value_name = "COLUMN",
            .repeats = true,
            .sentence = "A column of the caseload by which winners and losers are broken down, beside the framework's "
                        "own; may be given several times."},
    [SMALL_NUMBER] = {.name = "small-number",
                      .kind = OPTION_WHOLE,
                      .value_name = "N",
                      .least = 0,
                      .most = 1000,
                      .sentence = "Counts of people below this are hidden, and others that would tell them; 5 where it "
                                  "is left out, 0 for none."},
    [PEOPLE] = {.name = "people",
                .kind = OPTION_WHOLE,
                .value_name = "N",
                .least = 1,
                .most = RASIM_MAX_REPLICATES,
                .sentence = "Write PREFIX-people.csv with the N people of each design whose allocations are furthest "
                            "from their needs (personal data)."},
    [PLACE_SERIES] = {.name = "place-series",
                      .kind = OPTION_FLAG,
                      .sentence = "Keep each place's net in every simulated year, for quantiles by place and what "
                                  "budgets by place would take, as the framework's place_series does."},
    [RESUME] = {.name = "resume",
                .kind = OPTION_FLAG,
                .sentence = "Go on from PREFIX.checkpoint, which a run that was stopped has left; where there is none, "
                            "start at the beginning. The results are those of a run that was never stopped."},
    [CHECKPOINT] = {.name = "checkpoint",
                    .kind = OPTION_FLAG,
                    .sentence = "Keep a checkpoint from the start, not only once the run has taken ten seconds."},
    [REPORT] = OPTION_REPORT,
};

/* The runs of one session: the framework's own, and the same draws with larger and smaller shared shocks. */
typedef enum run_kind {
    RUN_MAIN,
    RUN_HALVED,
    RUN_DOUBLED,
    RUN_WITHOUT_TOP_SLICE,
    RUN_WITHOUT_CARERS_STOP,
    RUN_WITHOUT_INTERVENTIONS,
    N_RUNS
} run_kind;

static const double SHOCK_SCALES[N_RUNS] = {[RUN_MAIN] = 1.0,
                                            [RUN_HALVED] = 0.5,
                                            [RUN_DOUBLED] = 2.0,
                                            [RUN_WITHOUT_TOP_SLICE] = 1.0,
                                            [RUN_WITHOUT_CARERS_STOP] = 1.0,
                                            [RUN_WITHOUT_INTERVENTIONS] = 1.0};

typedef struct session {
    cli_session base;
    rasim_results *results[N_RUNS];
    rasim_analytic *analytic;
    rasim_spread *spread;
    rasim_reverse *reverse;
    rasim_waterfall *waterfall;
    rasim_summary *summary;
    files_out files;
    keeper keeper;
    rasim_persons *persons; /* NULL: not looked at */
} session;

static bool
given(const session *self, size_t option)
{
    return session_given(&self->base, option);
}

static void
set_options(session *self, run_kind kind, rasim_run_options *out)
{
    session_run_options(&self->base, out);
    out->shock_scale = SHOCK_SCALES[kind];
    out->without_top_slice = kind == RUN_WITHOUT_TOP_SLICE;
    out->without_carers_stop = kind == RUN_WITHOUT_CARERS_STOP;
    out->without_interventions = kind == RUN_WITHOUT_INTERVENTIONS;
    out->series_only = kind != RUN_MAIN;
    out->place_series = kind == RUN_MAIN && (out->place_series || given(self, PLACE_SERIES));
    out->checkpoint = self->keeper.checkpoint;
    out->crew = session_crew();
}

/* A what-if run repeats exactly the replicates that the main run made. */
static void
repeat_main_run(const session *self, rasim_run_options *options)
{
    rasim_results_info main_run;
    rasim_results_describe(self->results[RUN_MAIN], &main_run);
    options->replicates = main_run.replicates;
    options->precision = NOT_KNOWN;
}

/* What-if runs that did not come to their end are worth nothing beside the main one: they are dropped. */
static void
drop_unfinished(session *self, run_kind kind)
{
    rasim_results_info info = {0};
    if (self->results[kind])
        rasim_results_describe(self->results[kind], &info);
    if (info.complete)
        return;
    rasim_results_free(self->results[kind]);
    self->results[kind] = NULL;
}

/* The main run always; the others where they may change something and were not declined. */
static bool
is_wanted(const session *self, run_kind kind)
{
    if (kind == RUN_MAIN)
        return true;
    if (kind == RUN_WITHOUT_TOP_SLICE && !self->base.info.has_top_slice)
        return false;
    if (kind == RUN_WITHOUT_CARERS_STOP && !self->base.info.has_carers_stop)
        return false;
    if (kind == RUN_WITHOUT_INTERVENTIONS && !rasim_study_has_interventions(self->base.study))
        return false;
    return !given(self, NO_WHAT_IFS);
}

static bool
why_is_wanted(const session *self)
{
    return !given(self, NO_WHAT_IFS) && !given(self, NO_WHY);
}

static unsigned
count_runs(const session *self)
{
    unsigned n = why_is_wanted(self) ? 3 : 0;
    for (run_kind kind = RUN_MAIN; kind < N_RUNS; kind++)
        n += is_wanted(self, kind);
    return n;
}

/* Makes one of the runs; a what-if repeats the main run's replicates. */
static rasim_status
simulate_kind(session *self, run_kind kind)
{
    rasim_run_options options;
    set_options(self, kind, &options);
    if (kind != RUN_MAIN)
        repeat_main_run(self, &options);
    const rasim_status status = rasim_run(self->base.study, &options, &self->results[kind], self->base.problems);
    if (kind != RUN_MAIN)
        drop_unfinished(self, kind);
    return status;
}

/* Where the spread comes from, how net spend comes about, and what tips it, on no more replicates than the main run
   has. */
static rasim_status
find_why(session *self)
{
    rasim_run_options options;
    set_options(self, RUN_MAIN, &options);
    repeat_main_run(self, &options);
    options.checkpoint = NULL; /* many small runs, which are quicker made than kept */
    const why_replicates n = why_replicates_of(self->base.study, options.replicates);
    if (n.spread == 0)
        return RASIM_ERR_NO_MEMORY;
    options.replicates = n.spread;
    rasim_status status = rasim_spread_run(self->base.study, &options, &self->spread, self->base.problems);
    if (status != RASIM_OK)
        return status;
    self->base.progress.i_run++;
    status =
        rasim_waterfall_run(self->base.study, self->results[RUN_MAIN], &options, &self->waterfall, self->base.problems);
    if (status != RASIM_OK)
        return status;
    self->base.progress.i_run++;
    options.replicates = n.reverse;
    return rasim_reverse_run(self->base.study, &options, &self->reverse, self->base.problems);
}

static rasim_status
simulate(session *self)
{
    rasim_run_options options;
    set_options(self, RUN_MAIN, &options);
    char label[128];
    snprintf(label, sizeof label, "Simulating %s years of %s people", whole_text((int64_t)options.replicates).text,
             whole_text((int64_t)self->base.info.n_people).text);
    session_start_work(&self->base, given(self, QUIET), count_runs(self), label);
    rasim_status status = RASIM_OK;
    unsigned n_made = 0;
    for (run_kind kind = RUN_MAIN; kind < N_RUNS && status == RASIM_OK && !interrupt_came(); kind++) {
        if (!is_wanted(self, kind))
            continue;
        self->base.progress.i_run = n_made++;
        status = simulate_kind(self, kind);
    }
    if (status == RASIM_OK && why_is_wanted(self) && !interrupt_came()) {
        self->base.progress.i_run = n_made;
        status = find_why(self);
    }
    session_end_work(&self->base);
    if (self->base.interrupted && session_crew())
        return RASIM_ERR_INTERRUPTED; /* there may be no time to write more than the checkpoint */
    /* a what-if run stopped before its first chunk has nothing to keep, but the main run is whole */
    return status == RASIM_ERR_INTERRUPTED && self->results[RUN_MAIN] ? RASIM_OK : status;
}

static rasim_status
summarise(session *self)
{
    rasim_analytic_options options;
    rasim_analytic_options_init(&options);
    if (given(self, THREADS))
        options.n_threads = (int)self->base.line->values[THREADS].whole;
    rasim_status status = rasim_analytic_solve(self->base.study, &options, &self->analytic, self->base.problems);
    if (status != RASIM_OK)
        return status;
    const rasim_what_ifs what_ifs = {
        .halved = self->results[RUN_HALVED],
        .doubled = self->results[RUN_DOUBLED],
        .without_top_slice = self->results[RUN_WITHOUT_TOP_SLICE],
        .without_carers_stop = self->results[RUN_WITHOUT_CARERS_STOP],
        .without_interventions = self->results[RUN_WITHOUT_INTERVENTIONS],
        .analytic = self->analytic,
        .spread = self->spread,
        .reverse = self->reverse,
        .waterfall = self->waterfall,
    };
    return rasim_summarise(self->results[RUN_MAIN], &what_ifs, &self->summary);
}

/* Single people, in years that the run has made. */
static rasim_status
look_at_persons(session *self)
{
    const option_value *values = self->base.line->values;
    rasim_persons_options options;
    rasim_persons_options_init(&options);
    options.poll = session_poll;
    options.poll_context = &self->base;
    if (given(self, THREADS))
        options.n_threads = (int)values[THREADS].whole;
    if (given(self, PERSON_REPLICATES))
        options.replicates = values[PERSON_REPLICATES].whole;
    if (given(self, SMALL_NUMBER))
        options.small_number = (double)values[SMALL_NUMBER].whole;
    if (given(self, PEOPLE))
        options.n_furthest = values[PEOPLE].whole;
    session_start_work(&self->base, given(self, QUIET), 1, "Looking at single people");
    const rasim_status status =
        rasim_analyse_persons(self->base.study, self->results[RUN_MAIN], &options, &self->persons, self->base.problems);
    session_end_work(&self->base);
    self->summary->persons = self->persons;
    return status == RASIM_ERR_INTERRUPTED ? RASIM_OK : status; /* the run itself is whole */
}

/* They are left out where that was asked for, and where somebody is in a hurry. */
static bool
persons_are_wanted(const session *self)
{
    const bool declined =
        given(self, PERSON_REPLICATES) && self->base.line->values[PERSON_REPLICATES].whole == 0 && !given(self, PEOPLE);
    return !declined && !self->base.interrupted;
}

static rasim_status
print_results(const session *self)
{
    if (given(self, JSON)) {
        char *json = NULL;
        const rasim_status status = rasim_summary_json(self->base.study, self->summary, &json);
        return session_print_json(status, json);
    }
    cli_page page;
    page_init(&page, stdout);
    cli_statement statement = {&self->base.info, self->summary, self->results[RUN_MAIN]};
    if (given(self, QUIET))
        statement_print_verdicts(&page, &statement);
    else if (given(self, FULL))
        statement_print(&page, &statement);
    else
        statement_print_screen(&page, &statement);
    fflush(stdout); /* what follows on standard error is to stand below */
    return RASIM_OK;
}

/* What differs from run to run stays off standard output, so that two statements can be compared. */
static void
tell_time_taken(const session *self, const cli_page *page)
{
    double seconds = 0.0;
    unsigned n_runs = 0;
    rasim_results_info info = {0};
    for (run_kind kind = N_RUNS; kind-- > RUN_MAIN;)
        if (self->results[kind]) {
            rasim_results_describe(self->results[kind], &info);
            seconds += info.seconds;
            n_runs++;
        }
    const int n_threads = info.n_threads_used > 0 ? info.n_threads_used : 1; /* none where a checkpoint had all */
    char runs_text[32];
    snprintf(runs_text, sizeof runs_text, "%u x ", (unsigned)n_runs);
    page_say(page, 0, "Simulated %s%s years in %.2f s on %d thread%s (%s).", n_runs > 1 ? runs_text : "",
             whole_text((int64_t)info.replicates).text, seconds, n_threads, n_threads == 1 ? "" : "s",
             info.instruction_set);
}

static void
tell_interruption(const session *self)
{
    if (!self->base.interrupted)
        return;
    cli_page page;
    page_init(&page, stderr);
    page_say(&page, 0, "%s",
             self->summary->complete
                 ? "Interrupted: the results are complete, but what comes from further simulations was left out."
                 : "Interrupted: the results hold the years that were finished and are marked incomplete.");
}

static void
tell_precision(const session *self)
{
    rasim_results_info info;
    rasim_results_describe(self->results[RUN_MAIN], &info);
    if (info.precision_reached || self->base.interrupted)
        return;
    cli_page page;
    page_init(&page, stderr);
    page_say(
        &page, 0,
        "The precision asked for was not reached with %s simulated years; allow more with --replicates, or ask for "
        "less.",
        whole_text((int64_t)info.replicates).text);
}

/* Where the results go is asked before hours are spent on them. */
static rasim_status
choose_files(session *self)
{
    const char *prefix = session_text(&self->base, OUT);
    const rasim_sources sources = {.study = self->base.study};
    const unsigned besides = (given(self, PEOPLE) ? FILES_PEOPLE : 0) | (given(self, REPORT) ? FILES_REPORT : 0);
    const rasim_status status = files_out_init(&self->files, prefix, self->base.info.name);
    return status == RASIM_OK ? files_out_check(&self->files, besides, &sources, self->base.problems) : status;
}

static rasim_status
open_checkpoint(session *self)
{
    const keeper_wish wish = {
        .resume = given(self, RESUME),
        .at_once = given(self, CHECKPOINT),
        .crewed = session_crew() && session_crew()->n_others > 0,
        .silent = given(self, QUIET),
    };
    return keeper_open(&self->keeper, self->files.checkpoint, self->base.study, wish, self->base.problems);
}

static rasim_status
write_files(session *self)
{
    rasim_status status =
        files_out_write(&self->files, self->base.study, self->results[RUN_MAIN], self->summary, self->base.problems);
    const bool lists = self->persons && given(self, PEOPLE);
    if (status != RASIM_OK)
        return status;
    written_add(&self->base.written, self->files.json);
    written_add(&self->base.written, self->files.h5);
    if (lists)
        status = files_out_write_people(&self->files, self->base.study, self->persons, self->base.problems);
    if (status == RASIM_OK && lists)
        written_add(&self->base.written, self->files.people);
    if (status == RASIM_OK && !given(self, QUIET) && !given(self, JSON)) {
        cli_page page;
        page_init(&page, stderr);
        fprintf(stderr, "Wrote %s and %s.\n", self->files.json, self->files.h5);
        if (lists)
            page_say(&page, 0, "Wrote %s, which names people: keep it as personal data.", self->files.people);
        tell_time_taken(self, &page);
    }
    if (status == RASIM_OK && given(self, REPORT))
        status = report_write(self->files.h5, &(report_targets){0}, given(self, QUIET) || given(self, JSON),
                              &self->base.written, self->base.problems);
    return status;
}

static void
end_session(session *self)
{
    files_out_clear(&self->files);
    rasim_persons_free(self->persons);
    rasim_summary_free(self->summary);
    rasim_analytic_free(self->analytic);
    rasim_spread_free(self->spread);
    rasim_reverse_free(self->reverse);
    rasim_waterfall_free(self->waterfall);
    for (run_kind kind = RUN_MAIN; kind < N_RUNS; kind++)
        rasim_results_free(self->results[kind]);
}

static exit_code
run_run(const command_line *line)
{
    session self = {.base.line = line};
    const char *nothing = "run";
    rasim_status status = session_begin(&self.base, line);
    if (status == RASIM_OK)
        status = session_load(&self.base);
    if (status != RASIM_OK)
        goto out;
    status = session_tell_problems(&self.base);
    if (status == RASIM_OK)
        status = choose_files(&self);
    if (status == RASIM_OK)
        status = open_checkpoint(&self);
    if (status == RASIM_OK)
        status = simulate(&self);
    nothing = "written";
    if (status == RASIM_OK)
        status = summarise(&self);
    if (status == RASIM_OK && persons_are_wanted(&self))
        status = look_at_persons(&self);
    if (status == RASIM_OK)
        status = print_results(&self);
    if (status == RASIM_OK)
        status = write_files(&self);
    if (status == RASIM_OK) {
        tell_precision(&self);
        tell_interruption(&self);
    }
out:
    keeper_close(&self.keeper, status == RASIM_OK && !self.base.interrupted);
    end_session(&self);
    const bool interrupted = self.base.interrupted;
    const exit_code code = session_finish(&self.base, status, nothing);
    return interrupted && code == EXIT_DONE ? EXIT_INTERRUPTED : code;
}

const command_info command_run = {
    .name = "run",
    .operand = "FRAMEWORK.yaml",
    .most_operands = 1,
    .summary = "Simulates a framework and says whether its budget is enough.",
    .about =
        "Simulates a financial framework with its caseload and designs, says how likely net spend is to stay inside "
        "the envelope and what must be held to be sure, and writes the results as JSON and HDF5. Ctrl-C keeps what "
        "is finished; a second Ctrl-C ends at once. A run of more than ten seconds keeps a checkpoint, from which "
        "--resume goes on.",
    .example = "rasim run scenarios/cheshire/framework.yaml --replicates 20000",
    .options = OPTIONS,
    .n_options = sizeof OPTIONS / sizeof OPTIONS[0],
    .run = run_run,
};
