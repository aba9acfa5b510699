/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the same person would get in each place, in the terminal statement. */
#ifndef RASIM_CLI_PORTABILITY_TABLE_H
#define RASIM_CLI_PORTABILITY_TABLE_H

#include "page.h"
#include "rasim/summary.h"

/* How far places are apart for one person, in a sentence; nothing where places have no designs of their own. */
void
print_portability_gap(const cli_page *page, const rasim_portability *portability);

/* The matrix of places by need, and what it means; nothing where places have no designs of their own. */
void
print_portability(const cli_page *page, const rasim_portability *portability);

#endif
