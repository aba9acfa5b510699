/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `rasim report`: the results of a run, a comparison or a sweep as documents that are read without the program. */
#include "command.h"
#include "complain.h"
#include "rasim/rasim.h"
#include "report_files.h"

enum { HTML, QUIET };

static const option_info OPTIONS[] = {
    [HTML] = {.name = "html",
              .kind = OPTION_TEXT,
              .value_name = "FILE",
              .sentence = "Where the page goes; PREFIX.html beside the results where it is left out."},
    [QUIET] = {.name = "quiet", .kind = OPTION_FLAG, .sentence = "Do not say what was written."},
};

static exit_code
run_report(const command_line *line)
{
    const char *html = line->values[HTML].n > 0 ? line->values[HTML].texts[0] : NULL;
    rasim_problems *problems = NULL;
    rasim_status status = rasim_problems_create(&problems);
    if (status == RASIM_OK)
        status = report_write(line->operands[0], html, line->values[QUIET].n > 0, problems);
    const exit_code code = status == RASIM_OK ? EXIT_DONE : complain_of_failure(status, problems, "written");
    rasim_problems_free(problems);
    return check_output(code);
}

const command_info command_report = {
    .name = "report",
    .operand = "PREFIX.h5",
    .most_operands = 1,
    .summary = "Writes the report of a run, comparison or sweep.",
    .about =
        "Writes, from the results file alone, a page that finance directors, commissioners and councillors read "
        "without the program: PREFIX.html, one file that needs no network, prints, and says everything in tables too. "
        "The same results give the same bytes. 'rasim run', 'rasim compare' and 'rasim sweep' do it at once with "
        "--report.",
    .example = "rasim report results/cheshire.h5",
    .options = OPTIONS,
    .n_options = sizeof OPTIONS / sizeof OPTIONS[0],
    .run = run_report,
};
