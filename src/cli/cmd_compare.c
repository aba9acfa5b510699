/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `rasim compare`: designs of one framework on the same draws, or finished runs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "compare_page.h"
#include "complain.h"
#include "files_out.h"
#include "number.h"
#include "rasim/rasim.h"
#include "report_files.h"
#include "run_options.h"
#include "session.h"
#include "why_runs.h"

enum { DESIGN, AGAINST, REPLICATES, SEED, THREADS, OUT, JSON, SHOW_IDS, WHY, REPORT };

static const option_info OPTIONS[] = {
    [DESIGN] = {.name = "design",
                .kind = OPTION_TEXT,
                .value_name = "FILE",
                .repeats = true,
                .sentence = "A design to compare instead of the framework's own; may be given several times."},
    [AGAINST] = {.name = "against",
                 .kind = OPTION_TEXT,
                 .value_name = "NAME",
                 .sentence = "The design that the others are held against, by its name; the first where it is left "
                             "out."},
    [REPLICATES] = OPTION_REPLICATES,
    [SEED] = OPTION_SEED,
    [THREADS] = OPTION_THREADS,
    [OUT] = {.name = "out",
             .kind = OPTION_TEXT,
             .value_name = "PREFIX",
             .sentence = "Where PREFIX.json and PREFIX.h5 go; results/NAME-compare where it is left out (finished runs "
                         "are then only shown). Folders are made."},
    [JSON] = OPTION_JSON("comparison"),
    [SHOW_IDS] = OPTION_SHOW_IDS,
    [WHY] = {.name = "why",
             .kind = OPTION_FLAG,
             .sentence =
                 "Work out where the spread of each design comes from and what would tip it, as 'rasim run' does; "
                 "of finished runs what they say of it is shown anyway."},
    [REPORT] = OPTION_REPORT,
};

typedef struct session {
    cli_session base;       /* with finished runs there is no study, */
    rasim_results *results; /* nor these */
    rasim_spread *spread;   /* NULL, as the next: not asked for */
    rasim_reverse *reverse;
    rasim_summary *summary;
    rasim_persons *persons;
    rasim_comparison *comparison;
    files_out files;
    bool has_files; /* chosen */
} session;

static bool
given(const session *self, size_t option)
{
    return session_given(&self->base, option);
}

static size_t
count_operands(const command_line *line)
{
    size_t n = 0;
    while (n < COMMAND_MOST_OPERANDS && line->operands[n])
        n++;
    return n;
}

static bool
is_finished_run(const char *path)
{
    const size_t length = strlen(path);
    return length > 3 && strcmp(path + length - 3, ".h5") == 0;
}

/* A wrong mixture of operands and options, or NULL. */
static const char *
misuse(const session *self, size_t n, size_t n_finished)
{
    if (n_finished == 0 && n > 1)
        return "'rasim compare' takes one framework; give designs with --design, or .h5 files of finished runs.";
    if (n_finished > 0 && n_finished < n)
        return "'rasim compare' takes one framework or .h5 files of finished runs, not both.";
    if (n_finished == 1)
        return "'rasim compare' needs two finished runs or more; give another .h5 file.";
    if (n_finished > 0 && (given(self, DESIGN) || given(self, REPLICATES) || given(self, SEED) ||
                           given(self, THREADS) || given(self, SHOW_IDS) || given(self, WHY)))
        return "Finished runs are compared as they are; leave out --design, --replicates, --seed, --threads, "
               "--show-ids "
               "and --why.";
    return NULL;
}

static rasim_status
simulate(session *self)
{
    rasim_run_options options;
    session_run_options(&self->base, &options);
    char label[128];
    snprintf(label, sizeof label, "Simulating %s years with %zu designs", whole_text((int64_t)options.replicates).text,
             self->base.info.n_designs);
    session_start_work(&self->base, false, 1, label);
    const rasim_status status = rasim_run(self->base.study, &options, &self->results, self->base.problems);
    session_end_work(&self->base);
    return status;
}

/* On no more replicates than the main run has. Where it is interrupted, what is finished is kept: the designs are
   compared without it. */
static rasim_status
find_why(session *self)
{
    rasim_run_options options;
    session_run_options(&self->base, &options);
    const why_replicates n = why_replicates_of(self->base.study, options.replicates);
    if (n.spread == 0)
        return RASIM_ERR_NO_MEMORY;
    session_start_work(&self->base, false, 2, "Working out where the spread comes from");
    options.replicates = n.spread;
    rasim_status status = rasim_spread_run(self->base.study, &options, &self->spread, self->base.problems);
    self->base.progress.i_run++;
    options.replicates = n.reverse;
    if (status == RASIM_OK)
        status = rasim_reverse_run(self->base.study, &options, &self->reverse, self->base.problems);
    session_end_work(&self->base);
    return status == RASIM_ERR_INTERRUPTED ? RASIM_OK : status;
}

/* Sufficiency and equity come from single people in the first replicates. */
static rasim_status
look_at_persons(session *self)
{
    rasim_persons_options options;
    rasim_persons_options_init(&options);
    if (given(self, THREADS))
        options.n_threads = (int)self->base.line->values[THREADS].whole;
    const rasim_status status =
        rasim_analyse_persons(self->base.study, self->results, &options, &self->persons, self->base.problems);
    self->summary->persons = self->persons;
    return status;
}

/* Where the files go; refused before anything is simulated where they cannot. Finished runs leave none unless asked. */
static rasim_status
choose_files(session *self)
{
    const char *prefix = session_text(&self->base, OUT);
    if (!prefix && !self->base.study && !session_given(&self->base, REPORT))
        return RASIM_OK;
    char *name = NULL;
    if (asprintf(&name, "%s compare", self->base.study ? self->base.info.name : "") < 0)
        return RASIM_ERR_NO_MEMORY;
    self->has_files = true;
    const rasim_sources sources = {self->base.study, self->base.line->operands, count_operands(self->base.line)};
    rasim_status status = files_out_init(&self->files, prefix, name);
    if (status == RASIM_OK)
        status = files_out_check(&self->files, given(self, REPORT) ? FILES_REPORT : 0, &sources, self->base.problems);
    free(name);
    return status;
}

static rasim_compare_options
compare_options(const session *self)
{
    rasim_compare_options options;
    rasim_compare_options_init(&options);
    options.against = session_text(&self->base, AGAINST);
    return options;
}

static rasim_status
compare_designs(session *self)
{
    const rasim_compare_options options = compare_options(self);
    rasim_status status = session_load(&self->base);
    if (status == RASIM_OK)
        status = session_tell_problems(&self->base);
    if (status == RASIM_OK)
        status = choose_files(self);
    if (status == RASIM_OK)
        status = simulate(self);
    if (status == RASIM_OK && given(self, WHY) && !self->base.interrupted)
        status = find_why(self);
    const rasim_what_ifs what_ifs = {.spread = self->spread, .reverse = self->reverse};
    if (status == RASIM_OK)
        status = rasim_summarise(self->results, &what_ifs, &self->summary);
    if (status == RASIM_OK)
        status = look_at_persons(self);
    return status == RASIM_OK
               ? rasim_compare(self->results, self->summary, &options, &self->comparison, self->base.problems)
               : status;
}

static rasim_status
print_results(const session *self)
{
    if (!given(self, JSON)) {
        cli_page page;
        page_init(&page, stdout);
        compare_page_print(&page, self->base.study ? &self->base.info : NULL, self->comparison);
        fflush(stdout); /* what follows on standard error is to stand below */
        return RASIM_OK;
    }
    char *json = NULL;
    const rasim_status status = rasim_comparison_json(self->base.study, self->summary, self->comparison, &json);
    return session_print_json(status, json);
}

/* Both files or neither. */
static rasim_status
write_both(session *self)
{
    files_out *files = &self->files;
    rasim_status status = files_out_make_folder(files, self->base.problems);
    bool has_h5 = false;
    if (status == RASIM_OK) {
        status = rasim_write_comparison_h5(files->h5, self->base.study, self->results, self->summary, self->comparison,
                                           self->base.problems);
        has_h5 = status == RASIM_OK;
    }
    if (status == RASIM_OK)
        status = rasim_write_comparison_json(files->json, self->base.study, self->summary, self->comparison,
                                             self->base.problems);
    if (status != RASIM_OK && has_h5)
        unlink(files->h5);
    if (status != RASIM_OK)
        files_out_remove_folder(files);
    return status;
}

static rasim_status
write_files(session *self)
{
    const files_out *files = &self->files;
    if (!self->has_files)
        return RASIM_OK;
    const rasim_status status = write_both(self);
    if (status != RASIM_OK)
        return status;
    written_add(&self->base.written, files->json);
    written_add(&self->base.written, files->h5);
    if (!given(self, JSON))
        fprintf(stderr, "Wrote %s and %s.\n", files->json, files->h5);
    return given(self, REPORT) ? report_write(files->h5, &(report_targets){0}, given(self, JSON), &self->base.written,
                                              self->base.problems)
                               : RASIM_OK;
}

static void
end_session(session *self)
{
    rasim_comparison_free(self->comparison);
    rasim_summary_free(self->summary);
    rasim_persons_free(self->persons);
    rasim_spread_free(self->spread);
    rasim_reverse_free(self->reverse);
    rasim_results_free(self->results);
    files_out_clear(&self->files);
}

/* What an interruption left of the comparison. */
static void
tell_interruption(const session *self, const rasim_comparison *comparison)
{
    const char *left_out = self->spread ? "what would tip it" : "what --why asks for";
    cli_page page;
    page_init(&page, stderr);
    if (!comparison->complete)
        page_say(&page, 0, "Interrupted: the results hold the years that were finished and are marked incomplete%s.",
                 given(self, WHY) ? "; what --why asks for was left out" : "");
    else
        page_say(&page, 0, "Interrupted: the comparison is complete, but %s was left out.", left_out);
}

static exit_code
finish(session *self, rasim_status status, const char *nothing)
{
    const bool incomplete = self->comparison && !self->comparison->complete && self->base.study;
    const bool without_why = self->comparison && self->base.interrupted && given(self, WHY) && !self->reverse;
    const bool cut_short = status == RASIM_OK && (incomplete || without_why);
    if (cut_short)
        tell_interruption(self, self->comparison);
    end_session(self);
    const exit_code code = session_finish(&self->base, status, nothing);
    return cut_short && code == EXIT_DONE ? EXIT_INTERRUPTED : code;
}

static exit_code
run_compare(const command_line *line)
{
    session self = {.base.line = line};
    const size_t n = count_operands(line);
    size_t n_finished = 0;
    for (size_t i = 0; i < n; i++)
        n_finished += is_finished_run(line->operands[i]);
    const char *wrong = misuse(&self, n, n_finished);
    if (wrong)
        return complain_of_usage(wrong, "compare");
    rasim_status status = session_begin(&self.base, line);
    const rasim_compare_options options = compare_options(&self);
    if (status == RASIM_OK && n_finished > 0)
        status = choose_files(&self);
    if (status == RASIM_OK)
        status = n_finished > 0 ? rasim_compare_files(line->operands, n, &options, &self.comparison, self.base.problems)
                                : compare_designs(&self);
    const char *nothing = self.comparison ? "written" : "compared";
    if (status == RASIM_OK) {
        nothing = "written";
        status = write_files(&self);
    }
    if (status == RASIM_OK)
        status = print_results(&self); /* what cannot be kept is not shown either */
    return finish(&self, status, nothing);
}

const command_info command_compare = {
    .name = "compare",
    .operand = "FRAMEWORK.yaml | RUN.h5 RUN.h5 ...",
    .most_operands = COMMAND_MOST_OPERANDS,
    .summary = "Compares designs on the same draws, or finished runs.",
    .about =
        "Simulates all designs on the same draws and sets them side by side: what each costs, what it does for "
        "people, what it takes to run, how far it is from the first design (or the one named by --against), with "
        "intervals, and whose indicative amount rises or falls. With .h5 files of finished runs it compares those, "
        "if they have the same caseload, frame, years, seed, replicates and engine; else it says what differs.",
    .example = "rasim compare scenarios/national/framework.yaml",
    .options = OPTIONS,
    .n_options = sizeof OPTIONS / sizeof OPTIONS[0],
    .run = run_compare,
};
