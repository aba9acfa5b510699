/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `rasim points`: everybody's points and indicative amount, as CSV. */
#include <stdio.h>

#include "command.h"
#include "rasim/rasim.h"
#include "session.h"

enum { DESIGN, OUT };

static const option_info OPTIONS[] = {
    [DESIGN] = {.name = "design",
                .kind = OPTION_TEXT,
                .value_name = "FILE",
                .repeats = true,
                .sentence = "A design to apply instead of the framework's own; may be given several times."},
    [OUT] = {.name = "out",
             .kind = OPTION_TEXT,
             .value_name = "FILE.csv",
             .required = true,
             .sentence = "The file to write: identifiers of people stand in it. It appears whole or not at all."},
};

static exit_code
run_points(const command_line *line)
{
    cli_session self;
    rasim_status status = session_begin(&self, line);
    if (status == RASIM_OK)
        status = session_load(&self);
    const char *path = session_text(&self, OUT);
    if (status == RASIM_OK)
        status = rasim_points_write(self.study, path, self.problems);
    if (status == RASIM_OK)
        status = session_tell_problems(&self);
    if (status == RASIM_OK)
        printf("Wrote %s: a row for each person and design. It holds identifiers: treat it as personal data.\n", path);
    return session_finish(&self, status, "written");
}

const command_info command_points = {
    .name = "points",
    .operand = "FRAMEWORK.yaml",
    .most_operands = 1,
    .summary = "Writes everybody's points and indicative amount.",
    .about = "Writes a CSV with every covered person's points, indicative amount (£ a week) and status under each "
             "design, in the order of the caseload's file. Status is allocated, panel, ineligible, outside (above the "
             "table's open end), high-cost (above the exclusion threshold at planned prices) or unscored. Identifiers "
             "of people stand in the file, which is why it needs --out: treat it as personal data.",
    .example = "rasim points scenarios/cheshire/framework.yaml --out points.csv",
    .options = OPTIONS,
    .n_options = sizeof OPTIONS / sizeof OPTIONS[0],
    .run = run_points,
};
