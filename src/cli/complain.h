/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What goes wrong, told on standard error. */
#ifndef RASIM_CLI_COMPLAIN_H
#define RASIM_CLI_COMPLAIN_H

#include "exit_code.h"
#include "rasim/problems.h"
#include "written.h"

/* Prints every problem held, one a line, and how many more there are; forgets none that were printed before. */
void
complain_of_problems(const rasim_problems *problems);

/* After a failed call: its problems, a count ("3 problems; nothing was run.") or the status's own sentence, and the
   exit code that belongs to it. `nothing` is what did not happen. `problems` may be NULL. */
exit_code
complain_of_failure(rasim_status status, const rasim_problems *problems, const char *nothing);

/* The same after some files were written: "1 problem; a.json and a.h5 were written, nothing else was." */
exit_code
complain_of_rest(rasim_status status, const rasim_problems *problems, const written_files *written);

/* A command line that cannot be understood: the sentence, and where help is. */
exit_code
complain_of_usage(const char *complaint, const char *command);

/* Makes sure that all of standard output arrived; otherwise says so. */
exit_code
check_output(exit_code code);

#endif
