/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the statement says of the two engines. */
#ifndef RASIM_CLI_ENGINES_H
#define RASIM_CLI_ENGINES_H

#include "page.h"
#include "rasim/summary.h"

/* How far the simulation is from the analytic engine, or why that does not apply; nothing where it was not asked. */
void
print_engines(const cli_page *page, const rasim_analytic_check *check);

#endif
