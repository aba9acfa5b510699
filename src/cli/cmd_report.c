/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `rasim report`: the results of a run, a comparison, a sweep or a calibration as documents that are read without the
 * program. */
#include "command.h"
#include "complain.h"
#include "rasim/rasim.h"
#include "report_files.h"

enum { HTML, XLSX, CSV, MARKDOWN, QUIET };

static const option_info OPTIONS[] = {
    [HTML] = {.name = "html",
              .kind = OPTION_TEXT,
              .value_name = "FILE",
              .sentence = "Where the page goes; PREFIX.html beside the results where it is left out."},
    [XLSX] = {.name = "xlsx",
              .kind = OPTION_TEXT,
              .value_name = "FILE",
              .sentence = "Where the workbook goes; PREFIX.xlsx beside the results where it is left out."},
    [CSV] = {.name = "csv",
             .kind = OPTION_TEXT,
             .value_name = "FOLDER",
             .sentence = "Write every table as CSV into this folder too, which is made where it is missing."},
    [MARKDOWN] = {.name = "markdown",
                  .kind = OPTION_TEXT,
                  .value_name = "FILE",
                  .sentence = "Write the report as Markdown too, for papers."},
    [QUIET] = {.name = "quiet", .kind = OPTION_FLAG, .sentence = "Do not say what was written."},
};

static const char *
text_of(const command_line *line, int option)
{
    return line->values[option].n > 0 ? line->values[option].texts[0] : NULL;
}

static exit_code
run_report(const command_line *line)
{
    const report_targets targets = {text_of(line, HTML), text_of(line, XLSX), text_of(line, CSV),
                                    text_of(line, MARKDOWN)};
    rasim_problems *problems = NULL;
    size_t n_written = 0;
    rasim_status status = rasim_problems_create(&problems);
    if (status == RASIM_OK)
        status = report_write(line->operands[0], &targets, line->values[QUIET].n > 0, &n_written, problems);
    const exit_code code = status == RASIM_OK
                               ? EXIT_DONE
                               : complain_of_failure(status, problems, n_written > 0 ? "written besides" : "written");
    rasim_problems_free(problems);
    return check_output(code);
}

const command_info command_report = {
    .name = "report",
    .operand = "PREFIX.h5",
    .most_operands = 1,
    .summary = "Writes the report of a results file.",
    .about =
        "Writes, from the results file alone, what finance directors, commissioners and councillors read without the "
        "program: PREFIX.html, one page that needs no network, prints, and says everything in tables too; and "
        "PREFIX.xlsx, a workbook with the same figures and charts. "
        "The same results give the same bytes. 'rasim run', 'rasim compare', 'rasim sweep' and 'rasim calibrate' do it "
        "at once with --report.",
    .example = "rasim report results/cheshire-2009-judged-from-the-stage-two-sample.h5",
    .options = OPTIONS,
    .n_options = sizeof OPTIONS / sizeof OPTIONS[0],
    .run = run_report,
};
