/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who moves, in the terminal: size classes and care groups. */
#ifndef RASIM_CLI_COMPARE_MOVES_H
#define RASIM_CLI_COMPARE_MOVES_H

#include "page.h"
#include "rasim/compare.h"

/* People who win and lose against their current packages, a line for each design. */
void
print_winners(const cli_page *page, const rasim_comparison *comparison);

/* What becomes of people's amounts, for each design beside the one that all are held against. */
void
print_moves(const cli_page *page, const rasim_comparison *comparison);

#endif
