/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `rasim check`: shows what was understood of a framework before anything is simulated. */
#include <stdio.h>
#include <stdlib.h>

#include "check_page.h"
#include "command.h"
#include "complain.h"
#include "rasim/rasim.h"

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
load(const command_line *line, rasim_study **study, rasim_problems *problems)
{
    rasim_study_options options;
    rasim_study_options_init(&options);
    options.show_ids = line->values[SHOW_IDS].n > 0;
    options.designs = line->values[DESIGN].texts;
    options.n_designs = line->values[DESIGN].n;
    return rasim_study_load(line->operands[0], &options, study, problems);
}

static rasim_status
print_report(const command_line *line, const rasim_study *study, const rasim_check_report *report)
{
    if (line->values[JSON].n > 0) {
        char *json = NULL;
        const rasim_status status = rasim_check_json(study, report, &json);
        if (status == RASIM_OK)
            fputs(json, stdout);
        free(json);
        return status;
    }
    cli_page page;
    rasim_study_info info;
    page_init(&page, stdout);
    rasim_study_describe(study, &info);
    check_page_print(&page, &info, report);
    return RASIM_OK;
}

static exit_code
run_check(const command_line *line)
{
    rasim_problems *problems = NULL;
    rasim_study *study = NULL;
    rasim_check_report *report = NULL;
    rasim_check_options options;
    rasim_check_options_init(&options);
    options.show_ids = line->values[SHOW_IDS].n > 0;
    rasim_status status = rasim_problems_create(&problems);
    if (status == RASIM_OK)
        status = load(line, &study, problems);
    if (status == RASIM_OK)
        status = rasim_check(study, &options, &report);
    if (status == RASIM_OK) {
        complain_of_problems(problems);
        status = print_report(line, study, report);
    }
    const exit_code code = status == RASIM_OK ? EXIT_DONE : complain_of_failure(status, problems, "checked");
    rasim_check_free(report);
    rasim_study_free(study);
    rasim_problems_free(problems);
    return check_output(code);
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
