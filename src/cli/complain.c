/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What goes wrong, told on standard error. Lines are not wrapped: editors and scripts read the place from them. */
#include "complain.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "page.h"

static void
print_problem(const cli_page *page, const rasim_problem *problem)
{
    int size = rasim_problem_format(problem, NULL, 0);
    char *text = size >= 0 ? malloc((size_t)size + 1) : NULL;
    if (!text)
        return;
    rasim_problem_format(problem, text, (size_t)size + 1);
    page_line(page, PAGE_PLAIN, text);
    free(text);
}

static uint64_t
problems_found(const rasim_problems *problems)
{
    return rasim_problems_total(problems, RASIM_NOTE) + rasim_problems_total(problems, RASIM_WARNING) +
           rasim_problems_total(problems, RASIM_ERROR);
}

void
complain_of_problems(const rasim_problems *problems)
{
    if (!problems)
        return;
    cli_page page;
    page_init(&page, stderr);
    size_t n = rasim_problems_size(problems);
    for (size_t i = 0; i < n; i++)
        print_problem(&page, rasim_problems_get(problems, i));
    if (problems_found(problems) > n)
        fprintf(stderr, "... and %" PRIu64 " more.\n", problems_found(problems) - n);
}

/* The problems, and the beginning of the line that says what became of it all. */
static void
complain_of_status(rasim_status status, const rasim_problems *problems)
{
    complain_of_problems(problems);
    const uint64_t errors = problems ? rasim_problems_total(problems, RASIM_ERROR) : 0;
    if (errors > 0)
        fprintf(stderr, "%" PRIu64 " problem%s; ", errors, errors == 1 ? "" : "s");
    else
        fprintf(stderr, "rasim: %s ", rasim_status_text(status));
}

exit_code
complain_of_failure(rasim_status status, const rasim_problems *problems, const char *nothing)
{
    const bool told = problems && rasim_problems_total(problems, RASIM_ERROR) > 0;
    complain_of_status(status, problems);
    fprintf(stderr, "%s was %s.\n", told ? "nothing" : "Nothing", nothing);
    return exit_code_of(status);
}

exit_code
complain_of_rest(rasim_status status, const rasim_problems *problems, const written_files *written)
{
    char *files = written_text(written);
    complain_of_status(status, problems);
    fprintf(stderr, "%s %s written, nothing else was.\n", files ? files : "a part", written->n == 1 ? "was" : "were");
    free(files);
    return exit_code_of(status);
}

exit_code
complain_of_usage(const char *complaint, const char *command)
{
    cli_page page;
    page_init(&page, stderr);
    page_line(&page, PAGE_PLAIN, complaint);
    fprintf(stderr, "See 'rasim help%s%s'.\n", command ? " " : "", command ? command : "");
    return EXIT_USAGE;
}

exit_code
check_output(exit_code code)
{
    const bool arrived = fflush(stdout) == 0;
    const int error = errno; /* an earlier write's reason is not known any more */
    if (arrived && !ferror(stdout))
        return code;
    fprintf(stderr, "rasim: standard output could not be written%s%s%s.\n", arrived ? "" : " (",
            arrived ? "" : strerror(error), arrived ? "" : ")");
    return code == EXIT_DONE ? EXIT_FILE : code;
}
