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
#include "interrupt.h"
#include "number.h"
#include "progress.h"
#include "rasim/rasim.h"
#include "report_files.h"
#include "run_options.h"

enum { DESIGN, AGAINST, REPLICATES, SEED, THREADS, OUT, JSON, SHOW_IDS, REPORT };

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
    [JSON] = {.name = "json",
              .kind = OPTION_FLAG,
              .sentence = "Print the comparison as JSON on standard output, and nothing else there."},
    [SHOW_IDS] = OPTION_SHOW_IDS,
    [REPORT] = OPTION_REPORT,
};

typedef struct session {
    const command_line *line;
    rasim_problems *problems;
    rasim_study *study; /* NULL with finished runs, as are the next two */
    rasim_results *results;
    rasim_summary *summary;
    rasim_persons *persons;
    rasim_study_info info;
    rasim_comparison *comparison;
    files_out files;
    bool has_files; /* chosen */
    progress progress;
} session;

static bool
given(const session *self, int option)
{
    return self->line->values[option].n > 0;
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
                           given(self, THREADS) || given(self, SHOW_IDS)))
        return "Finished runs are compared as they are; leave out --design, --replicates, --seed, --threads and "
               "--show-ids.";
    return NULL;
}

static int
poll_run(void *context, uint64_t done, uint64_t total)
{
    session *self = context;
    progress_update(&self->progress, done, total);
    return interrupt_came();
}

static rasim_status
simulate(session *self)
{
    const option_value *values = self->line->values;
    rasim_run_options options;
    rasim_run_options_init(&options, self->study);
    if (given(self, REPLICATES))
        options.replicates = values[REPLICATES].whole;
    if (given(self, SEED))
        options.seed = values[SEED].whole;
    if (given(self, THREADS))
        options.n_threads = (int)values[THREADS].whole;
    options.poll = poll_run;
    options.poll_context = self;
    char label[128];
    snprintf(label, sizeof label, "Simulating %s years with %zu designs", whole_text((int64_t)options.replicates).text,
             self->info.n_designs);
    progress_begin(&self->progress, stderr, false, 1, label);
    interrupt_catch();
    const rasim_status status = rasim_run(self->study, &options, &self->results, self->problems);
    interrupt_release();
    progress_end(&self->progress);
    return status;
}

/* Sufficiency and equity come from single people in the first replicates. */
static rasim_status
look_at_persons(session *self)
{
    rasim_persons_options options;
    rasim_persons_options_init(&options);
    const rasim_status status =
        rasim_analyse_persons(self->study, self->results, &options, &self->persons, self->problems);
    self->summary->persons = self->persons;
    return status;
}

static rasim_status
load(session *self)
{
    const option_value *designs = &self->line->values[DESIGN];
    rasim_study_options options;
    rasim_study_options_init(&options);
    options.show_ids = given(self, SHOW_IDS);
    options.designs = designs->texts;
    options.n_designs = designs->n;
    const rasim_status status = rasim_study_load(self->line->operands[0], &options, &self->study, self->problems);
    if (status == RASIM_OK)
        rasim_study_describe(self->study, &self->info);
    return status;
}

/* Warnings of the input stand before the page; problems of what comes later are told when they come. */
static rasim_status
tell_warnings(session *self)
{
    complain_of_problems(self->problems);
    rasim_problems_free(self->problems);
    self->problems = NULL;
    return rasim_problems_create(&self->problems);
}

/* Where the files go; refused before anything is simulated where they cannot. Finished runs leave none unless asked. */
static rasim_status
choose_files(session *self)
{
    const char *prefix = given(self, OUT) ? self->line->values[OUT].texts[0] : NULL;
    if (!prefix && !self->study && !given(self, REPORT))
        return RASIM_OK;
    char *name = NULL;
    if (asprintf(&name, "%s compare", self->study ? self->info.name : "") < 0)
        return RASIM_ERR_NO_MEMORY;
    self->has_files = true;
    rasim_status status = files_out_init(&self->files, prefix, name);
    if (status == RASIM_OK && self->study)
        status = files_out_check(&self->files, self->study, self->problems);
    free(name);
    return status;
}

static rasim_compare_options
compare_options(const session *self)
{
    rasim_compare_options options;
    rasim_compare_options_init(&options);
    if (given(self, AGAINST))
        options.against = self->line->values[AGAINST].texts[0];
    return options;
}

static rasim_status
compare_designs(session *self)
{
    const rasim_compare_options options = compare_options(self);
    rasim_status status = load(self);
    if (status == RASIM_OK)
        status = tell_warnings(self);
    if (status == RASIM_OK)
        status = choose_files(self);
    if (status == RASIM_OK)
        status = simulate(self);
    if (status == RASIM_OK)
        status = rasim_summarise(self->results, NULL, &self->summary);
    if (status == RASIM_OK)
        status = look_at_persons(self);
    return status == RASIM_OK ? rasim_compare(self->results, self->summary, &options, &self->comparison, self->problems)
                              : status;
}

static rasim_status
print_results(const session *self)
{
    if (!given(self, JSON)) {
        cli_page page;
        page_init(&page, stdout);
        compare_page_print(&page, self->study ? &self->info : NULL, self->comparison);
        fflush(stdout); /* what follows on standard error is to stand below */
        return RASIM_OK;
    }
    char *json = NULL;
    const rasim_status status = rasim_comparison_json(self->study, self->summary, self->comparison, &json);
    if (status == RASIM_OK)
        puts(json);
    free(json);
    return status;
}

/* Both files or neither. */
static rasim_status
write_files(session *self)
{
    const files_out *files = &self->files;
    if (!self->has_files)
        return RASIM_OK;
    rasim_status status = files->folder[0] ? rasim_make_folder(files->folder, self->problems) : RASIM_OK;
    if (status == RASIM_OK)
        status = rasim_write_comparison_h5(files->h5, self->study, self->results, self->summary, self->comparison,
                                           self->problems);
    if (status != RASIM_OK)
        return status;
    status = rasim_write_comparison_json(files->json, self->study, self->summary, self->comparison, self->problems);
    if (status != RASIM_OK)
        unlink(files->h5);
    else if (!given(self, JSON))
        fprintf(stderr, "Wrote %s and %s.\n", files->json, files->h5);
    return status == RASIM_OK && given(self, REPORT)
               ? report_write(files->h5, &(report_targets){0}, given(self, JSON), NULL, self->problems)
               : status;
}

static void
end_session(session *self)
{
    rasim_comparison_free(self->comparison);
    rasim_summary_free(self->summary);
    rasim_persons_free(self->persons);
    rasim_results_free(self->results);
    rasim_study_free(self->study);
    rasim_problems_free(self->problems);
    files_out_clear(&self->files);
}

static exit_code
finish(session *self, rasim_status status, const char *nothing)
{
    exit_code code = EXIT_DONE;
    if (status != RASIM_OK)
        code = complain_of_failure(status, self->problems, nothing);
    else if (self->comparison != NULL && !self->comparison->complete && self->study) {
        fprintf(stderr, "Interrupted: the results hold the years that were finished and are marked incomplete.\n");
        code = EXIT_INTERRUPTED;
    }
    end_session(self);
    return check_output(code);
}

static exit_code
run_compare(const command_line *line)
{
    session self = {.line = line};
    const size_t n = count_operands(line);
    size_t n_finished = 0;
    for (size_t i = 0; i < n; i++)
        n_finished += is_finished_run(line->operands[i]);
    const char *wrong = misuse(&self, n, n_finished);
    if (wrong)
        return complain_of_usage(wrong, "compare");
    rasim_status status = rasim_problems_create(&self.problems);
    const rasim_compare_options options = compare_options(&self);
    if (status == RASIM_OK && n_finished > 0)
        status = choose_files(&self);
    if (status == RASIM_OK)
        status = n_finished > 0 ? rasim_compare_files(line->operands, n, &options, &self.comparison, self.problems)
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
