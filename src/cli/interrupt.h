/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ctrl-C: the first asks the run to stop where it can keep what is finished, the second ends the program at once. */
#ifndef RASIM_CLI_INTERRUPT_H
#define RASIM_CLI_INTERRUPT_H

#include <stdbool.h>

/* Catches SIGINT and SIGTERM once each; a second one has the system's own effect. */
void
interrupt_catch(void);

/* Gives both signals back their own effect. */
void
interrupt_release(void);

/* Whether one has come since interrupt_catch. */
bool
interrupt_came(void);

#endif
