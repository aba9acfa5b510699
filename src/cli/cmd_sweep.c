/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `rasim sweep`: the same study with other numbers in its files, point by point. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "complain.h"
#include "files_out.h"
#include "rasim/rasim.h"
#include "report_files.h"
#include "run_options.h"
#include "session.h"
#include "sweep_page.h"

enum { VARY, DESIGN, REPLICATES, SEED, THREADS, OUT, JSON, SHOW_IDS, REPORT };

static const option_info OPTIONS[] = {
    [VARY] = {.name = "vary",
              .kind = OPTION_TEXT,
              .value_name = "KEY=FROM:TO:STEP",
              .repeats = true,
              .required = true,
              .sentence = "A number of the framework, or of the design with 'design.' before it, and its values; given "
                          "several times (4 at most), all combinations."},
    [DESIGN] = OPTION_ONE_DESIGN,
    [REPLICATES] = OPTION_REPLICATES,
    [SEED] = OPTION_SEED,
    [THREADS] = OPTION_THREADS,
    [OUT] = {.name = "out",
             .kind = OPTION_TEXT,
             .value_name = "PREFIX",
             .sentence = "Where PREFIX.json, PREFIX.csv and PREFIX.h5 go; results/NAME-sweep where it is left out. "
                         "Folders are made."},
    [JSON] = OPTION_JSON("sweep"),
    [SHOW_IDS] = OPTION_SHOW_IDS,
    [REPORT] = OPTION_REPORT,
};

typedef struct session {
    cli_session base;
    rasim_axis axes[RASIM_MOST_AXES];
    char *keys[RASIM_MOST_AXES];
    size_t n_axes;
    rasim_sweep *sweep;
    files_out files;
} session;

static rasim_status
read_axes(session *self)
{
    const option_value *vary = &self->base.line->values[VARY];
    rasim_status status = RASIM_OK;
    for (size_t i = 0; i < vary->n && status == RASIM_OK; i++) {
        status = rasim_axis_parse(vary->texts[i], &self->axes[i], &self->keys[i], self->base.problems);
        self->n_axes += status == RASIM_OK;
    }
    return status;
}

static size_t
count_points(const session *self)
{
    size_t n = 1;
    for (size_t a = 0; a < self->n_axes; a++)
        n *= rasim_axis_count(&self->axes[a]);
    return n;
}

/* Where the files go; refused before anything is simulated where they cannot. */
static rasim_status
choose_files(void *context, const rasim_study *study, rasim_problems *problems)
{
    session *self = context;
    const rasim_sources sources = {.study = study};
    rasim_study_info info;
    char *name = NULL;
    rasim_study_describe(study, &info);
    if (asprintf(&name, "%s sweep", info.name) < 0)
        return RASIM_ERR_NO_MEMORY;
    const unsigned besides = FILES_CSV | (session_given(&self->base, REPORT) ? FILES_REPORT : 0);
    rasim_status status = files_out_init(&self->files, session_text(&self->base, OUT), name);
    if (status == RASIM_OK)
        status = files_out_check(&self->files, besides, &sources, problems);
    free(name);
    return status;
}

static rasim_status
simulate(session *self)
{
    rasim_sweep_options options;
    rasim_sweep_options_init(&options);
    options.axes = self->axes;
    options.n_axes = self->n_axes;
    SESSION_WORK_OPTIONS(&self->base, &options);
    options.ready = choose_files;
    options.ready_context = self;
    char label[128];
    snprintf(label, sizeof label, "Simulating %zu points", count_points(self));
    session_start_work(&self->base, false, 1, label);
    const rasim_status status =
        rasim_sweep_run(self->base.line->operands[0], &options, &self->sweep, self->base.problems);
    session_end_work(&self->base);
    return status;
}

static rasim_status
print_results(const session *self)
{
    if (!session_given(&self->base, JSON)) {
        cli_page page;
        page_init(&page, stdout);
        sweep_page_print(&page, self->sweep);
        fflush(stdout); /* what follows on standard error is to stand below */
        return RASIM_OK;
    }
    char *json = NULL;
    const rasim_status status = rasim_sweep_json(self->sweep, &json);
    return session_print_json(status, json);
}

static rasim_status
write_files(session *self)
{
    files_out *files = &self->files;
    const bool quiet = session_given(&self->base, JSON);
    rasim_status status = files_out_make_folder(files, self->base.problems);
    if (status == RASIM_OK)
        status = rasim_write_sweep(files->json, files->csv, files->h5, self->sweep, self->base.problems);
    if (status != RASIM_OK) {
        files_out_remove_folder(files);
        return status;
    }
    written_add(&self->base.written, files->json);
    written_add(&self->base.written, files->csv);
    written_add(&self->base.written, files->h5);
    if (!quiet)
        fprintf(stderr, "Wrote %s, %s and %s.\n", files->json, files->csv, files->h5);
    return session_given(&self->base, REPORT)
               ? report_write(files->h5, &(report_targets){0}, quiet, &self->base.written, self->base.problems)
               : RASIM_OK;
}

static rasim_status
sweep(session *self, const char **nothing)
{
    rasim_status status = simulate(self);
    if (status != RASIM_OK)
        return status;
    *nothing = "written";
    status = session_tell_problems(&self->base);
    if (status == RASIM_OK)
        status = write_files(self);
    return status == RASIM_OK ? print_results(self) : status; /* what cannot be kept is not shown either */
}

static exit_code
run_sweep(const command_line *line)
{
    session self = {.n_axes = 0};
    const char *nothing = "simulated";
    if (line->values[VARY].n > RASIM_MOST_AXES)
        return complain_of_usage("'--vary' may be given 4 times at most; leave one out.", "sweep");
    rasim_status status = session_begin(&self.base, line);
    if (status == RASIM_OK)
        status = read_axes(&self);
    if (status == RASIM_OK)
        status = sweep(&self, &nothing);
    rasim_sweep_free(self.sweep);
    files_out_clear(&self.files);
    for (size_t a = 0; a < self.n_axes; a++)
        free(self.keys[a]);
    return session_finish(&self.base, status, nothing);
}

const command_info command_sweep = {
    .name = "sweep",
    .operand = "FRAMEWORK.yaml",
    .most_operands = 1,
    .summary = "Runs a study with other numbers in its files, point by point.",
    .about =
        "Replaces numbers of the framework or of a design by a range of values, with the checks that files meet, and "
        "simulates every point on the same draws: probability of staying inside the envelope, net spend, "
        "contingency, panel cases, people planned one by one. A row of a list is named by a label or its number: "
        "prices[setting=community].mean, design.allocation[1].gbp_per_point. Writes JSON, CSV and HDF5, whole or "
        "not at all.",
    .example = "rasim sweep scenarios/cheshire/framework.yaml --vary design.exclusion.threshold_gbp_week=500:1500:250",
    .options = OPTIONS,
    .n_options = sizeof OPTIONS / sizeof OPTIONS[0],
    .run = run_sweep,
};
