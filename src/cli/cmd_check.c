/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `rasim check`: shows what was understood of a framework before anything is simulated. */
#include <stdio.h>
#include <stdlib.h>

#include "check_page.h"
#include "command.h"
#include "rasim/rasim.h"
#include "session.h"

enum { DESIGN, JSON, SHOW_IDS };

static const option_info OPTIONS[] = {
    [DESIGN] = {.name = "design",
                .kind = OPTION_TEXT,
                .value_name = "FILE",
                .repeats = true,
                .sentence = "A design to check instead of the framework's own; may be given several times."},
    [JSON] = {.name = "json", .kind = OPTION_FLAG, .sentence = "Print the check as JSON and nothing else."},
    [SHOW_IDS] = {.name = "show-ids",
                  .kind = OPTION_FLAG,
                  .sentence = "Name people by their identifiers beside the lines they stand on (personal data)."},
};

static rasim_status
print_report(const cli_session *self, const rasim_check_report *report)
{
    if (session_given(self, JSON)) {
        char *json = NULL;
        const rasim_status status = rasim_check_json(self->study, report, &json);
        return session_print_json(status, json);
    }
    cli_page page;
    page_init(&page, stdout);
    check_page_print(&page, &self->info, report);
    return RASIM_OK;
}

static exit_code
run_check(const command_line *line)
{
    cli_session self;
    rasim_check_report *report = NULL;
    rasim_check_options options;
    rasim_check_options_init(&options);
    rasim_status status = session_begin(&self, line);
    options.show_ids = session_given(&self, SHOW_IDS);
    if (status == RASIM_OK)
        status = session_load(&self);
    if (status == RASIM_OK)
        status = rasim_check(self.study, &options, &report);
    if (status == RASIM_OK)
        status = session_tell_problems(&self);
    if (status == RASIM_OK)
        status = print_report(&self, report);
    rasim_check_free(report);
    return session_finish(&self, status, "checked");
}

const command_info command_check = {
    .name = "check",
    .operand = "FRAMEWORK.yaml",
    .most_operands = 1,
    .summary = "Shows what was understood of a framework, before anything is simulated.",
    .about =
        "Reads a framework with its caseload and designs as 'rasim run' does and shows what was understood: people, "
        "weights and strata, what packages cost, what designs allocate, packages above the threshold, how far a "
        "sample's "
        "total may be off, packages against the ledger, missing values, and rows that should be looked at.",
    .example = "rasim check scenarios/cheshire/framework.yaml",
    .options = OPTIONS,
    .n_options = sizeof OPTIONS / sizeof OPTIONS[0],
    .run = run_check,
};
