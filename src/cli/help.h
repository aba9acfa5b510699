/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages of help that other parts of the program show too. */
#ifndef RASIM_CLI_HELP_H
#define RASIM_CLI_HELP_H

#include "command.h"
#include "page.h"

/* The commands and where more help is. */
void
help_overview(const cli_page *page);

/* One command: usage, what it does, options, an example. */
void
help_command(const cli_page *page, const command_info *command);

#endif
