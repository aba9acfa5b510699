/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a program called rasim does with its arguments: that which runs alone, and that which has others to help it. */
#ifndef RASIM_CLI_PROGRAM_H
#define RASIM_CLI_PROGRAM_H

/* Runs the command that the arguments name; gives the exit code. */
int
program(int argc, char **argv);

#endif
