/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program: finds the command and hands it its checked command line. */
#include "program.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "complain.h"
#include "help.h"
#include "rasim/status.h"

static exit_code
show_overview(FILE *stream, exit_code code)
{
    cli_page page;
    page_init(&page, stream);
    help_overview(&page);
    return check_output(code);
}

static exit_code
show_command_help(const command_info *command)
{
    cli_page page;
    page_init(&page, stdout);
    help_command(&page, command);
    return check_output(EXIT_DONE);
}

/* "--help" and "--version" where a command is expected mean the commands of that name. */
static char *
without_dashes(char *word)
{
    return strcmp(word, "--help") == 0 || strcmp(word, "--version") == 0 ? word + strlen("--") : word;
}

int
program(int argc, char **argv)
{
    /* Only how characters are shown follows the locale; numbers never do. */
    setlocale(LC_CTYPE, "");
    rasim_init();
    /* A file beyond the limit of this process (ulimit -f) is then a write that fails and is told, not a sudden end. */
    signal(SIGXFSZ, SIG_IGN);
    if (argc < 2)
        return (int)show_overview(stderr, EXIT_USAGE);
    if (strcmp(argv[1], "-h") == 0)
        return (int)show_overview(stdout, EXIT_DONE);
    argv[1] = without_dashes(argv[1]);
    command_line line;
    char complaint[COMPLAINT_SIZE];
    if (!command_parse((size_t)(argc - 1), argv + 1, &line, complaint))
        return (int)complain_of_usage(complaint, line.command ? line.command->name : NULL);
    return (int)(line.wants_help ? show_command_help(line.command) : line.command->run(&line));
}
