/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a statement says of the tails that high-cost arrivals come from. */
#ifndef RASIM_CLI_STATEMENT_TAILS_H
#define RASIM_CLI_STATEMENT_TAILS_H

#include "page.h"
#include "rasim/summary.h"

/* A sentence or two for each tail; nothing where there are none. */
void
print_tails(const cli_page *page, const rasim_summary *summary);

#endif
