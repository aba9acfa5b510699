/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What commands on a framework have in common. Options are found by their names, so each command's table may have them
   in its own order, or not at all. */
#include "session.h"

#include <stdio.h>
#include <stdlib.h>

#include "complain.h"
#include "interrupt.h"

static const rasim_crew *own_crew;

void
session_set_crew(const rasim_crew *crew)
{
    own_crew = crew;
}

const rasim_crew *
session_crew(void)
{
    return own_crew;
}

rasim_status
session_begin(cli_session *self, const command_line *line)
{
    *self = (cli_session){.line = line};
    return rasim_problems_create(&self->problems);
}

bool
session_given(const cli_session *self, size_t option)
{
    return self->line->values[option].n > 0;
}

const char *
session_text(const cli_session *self, size_t option)
{
    return session_given(self, option) ? self->line->values[option].texts[0] : NULL;
}

/* What --design, --by, --show-ids and --threads say about loading. */
static void
read_study_options(const cli_session *self, rasim_study_options *out)
{
    const option_value *designs = command_value(self->line, "design"), *by = command_value(self->line, "by");
    rasim_study_options_init(out);
    out->show_ids = command_value(self->line, "show-ids")->n > 0;
    out->designs = designs->texts;
    out->n_designs = designs->n;
    out->breakdown = by->texts;
    out->n_breakdown = by->n;
    out->n_threads = (int)command_value(self->line, "threads")->whole;
}

rasim_status
session_load(cli_session *self)
{
    rasim_study_options options;
    read_study_options(self, &options);
    const rasim_status status = rasim_study_load(self->line->operands[0], &options, &self->study, self->problems);
    if (status == RASIM_OK)
        rasim_study_describe(self->study, &self->info);
    return status;
}

void
session_run_options(cli_session *self, rasim_run_options *out)
{
    const option_value *replicates = command_value(self->line, "replicates"), *seed = command_value(self->line, "seed"),
                       *threads = command_value(self->line, "threads"),
                       *precision = command_value(self->line, "precision");
    rasim_run_options_init(out, self->study);
    if (replicates->n > 0)
        out->replicates = replicates->whole;
    if (seed->n > 0)
        out->seed = seed->whole;
    if (threads->n > 0)
        out->n_threads = (int)threads->whole;
    if (precision->n > 0)
        out->precision = precision->number;
    out->poll = session_poll;
    out->poll_context = self;
}

session_work
session_work_of(const cli_session *self)
{
    const option_value *design = command_value(self->line, "design"), *seed = command_value(self->line, "seed");
    return (session_work){
        .design = design->n > 0 ? design->texts[0] : NULL,
        .replicates = command_value(self->line, "replicates")->whole,
        .has_seed = seed->n > 0,
        .seed = seed->whole,
        .show_ids = command_value(self->line, "show-ids")->n > 0,
        .n_threads = (int)command_value(self->line, "threads")->whole,
    };
}

rasim_status
session_tell_problems(cli_session *self)
{
    complain_of_problems(self->problems);
    rasim_problems_free(self->problems);
    self->problems = NULL;
    return rasim_problems_create(&self->problems);
}

void
session_start_work(cli_session *self, bool silent, unsigned n_runs, const char *label)
{
    progress_begin(&self->progress, stderr, silent, n_runs, label);
    interrupt_catch();
}

void
session_end_work(cli_session *self)
{
    self->interrupted = interrupt_came();
    interrupt_release();
    progress_end(&self->progress);
}

int
session_poll(void *context, uint64_t done, uint64_t total)
{
    cli_session *self = context;
    progress_update(&self->progress, done < total ? done : total, total);
    return interrupt_came();
}

rasim_status
session_print_json(rasim_status status, char *json)
{
    if (status == RASIM_OK)
        fputs(json, stdout);
    free(json);
    return status;
}

exit_code
session_finish(cli_session *self, rasim_status status, const char *nothing)
{
    exit_code code = EXIT_DONE;
    if (status != RASIM_OK)
        code = self->written.n > 0 ? complain_of_rest(status, self->problems, &self->written)
                                   : complain_of_failure(status, self->problems, nothing);
    written_clear(&self->written);
    rasim_study_free(self->study);
    rasim_problems_free(self->problems);
    return check_output(code);
}
