/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `rasim report`: the results of a run, a comparison, a sweep or a calibration as documents that are read without the
 * program. */
#include <string.h>
#include <unistd.h>

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

/* Whether two of the files would be one. */
static bool
has_namesakes(const report_targets *targets)
{
    const char *const names[] = {targets->html, targets->xlsx, targets->csv_folder, targets->markdown};
    for (size_t i = 1; i < sizeof names / sizeof *names; i++)
        for (size_t k = 0; k < i; k++)
            if (names[i] && names[k] && strcmp(names[i], names[k]) == 0)
                return true;
    return false;
}

/* Where there are no results to read that is what is told, not where their report cannot go. */
static rasim_status
write_reports(const char *h5_path, const report_targets *targets, bool quiet, written_files *written,
              rasim_problems *problems)
{
    rasim_status status = access(h5_path, R_OK) == 0 ? report_check(h5_path, targets, problems) : RASIM_OK;
    return status == RASIM_OK ? report_write(h5_path, targets, quiet, written, problems) : status;
}

static exit_code
run_report(const command_line *line)
{
    const report_targets targets = {text_of(line, HTML), text_of(line, XLSX), text_of(line, CSV),
                                    text_of(line, MARKDOWN)};
    rasim_problems *problems = NULL;
    written_files written = {0};
    if (has_namesakes(&targets))
        return complain_of_usage("Two of the files have the same name; give each its own.", "report");
    rasim_status status = rasim_problems_create(&problems);
    if (status == RASIM_OK)
        status = write_reports(line->operands[0], &targets, line->values[QUIET].n > 0, &written, problems);
    exit_code code = EXIT_DONE;
    if (status != RASIM_OK)
        code = written.n > 0 ? complain_of_rest(status, problems, &written)
                             : complain_of_failure(status, problems, "written");
    written_clear(&written);
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
