/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `rasim sweep` prints: a line for each point, and for one key a chart of P(affordable). */
#ifndef RASIM_CLI_SWEEP_PAGE_H
#define RASIM_CLI_SWEEP_PAGE_H

#include "page.h"
#include "rasim/sweep.h"

void
sweep_page_print(const cli_page *page, const rasim_sweep *sweep);

/* What stands in a key after the last full stop that is not inside brackets: a heading. */
const char *
key_last_part(const char *key);

#endif
