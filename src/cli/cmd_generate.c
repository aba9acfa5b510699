/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `rasim generate`: a synthetic caseload from a recipe. */
#include <stdio.h>

#include "command.h"
#include "complain.h"
#include "rasim/caseload.h"

enum { OUT };

static const option_info OPTIONS[] = {
    [OUT] = {.name = "out",
             .kind = OPTION_TEXT,
             .value_name = "FILE.csv",
             .required = true,
             .sentence = "The file to write. It appears whole or not at all."},
};

static exit_code
run_generate(const command_line *line)
{
    const char *path = line->values[OUT].texts[0];
    rasim_problems *problems = NULL;
    rasim_status status = rasim_problems_create(&problems);
    if (status == RASIM_OK)
        status = rasim_generate(line->operands[0], path, problems);
    exit_code code = EXIT_DONE;
    if (status != RASIM_OK) {
        code = complain_of_failure(status, problems, "written");
    } else {
        complain_of_problems(problems);
        printf("Wrote %s: SYNTHETIC DATA, made from %s; no person in it exists.\n", path, line->operands[0]);
    }
    rasim_problems_free(problems);
    return check_output(code);
}

const command_info command_generate = {
    .name = "generate",
    .operand = "RECIPE.yaml",
    .most_operands = 1,
    .summary = "Makes a synthetic caseload from a recipe.",
    .about =
        "Makes a synthetic caseload from a recipe and writes it as CSV. The same recipe always makes the same file.",
    .example = "rasim generate recipe.yaml --out caseload.csv",
    .options = OPTIONS,
    .n_options = sizeof OPTIONS / sizeof OPTIONS[0],
    .run = run_generate,
};
