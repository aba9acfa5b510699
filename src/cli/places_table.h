/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Places in the terminal statement: of many the few that matter. */
#ifndef RASIM_CLI_PLACES_TABLE_H
#define RASIM_CLI_PLACES_TABLE_H

#include "page.h"
#include "rasim/summary.h"

/* The places of a year that need the most and the least beyond their plan, for its size; all of them where they are
   few. `in_year` names it where there are others, else NULL. Nothing where there are fewer than two places. */
void
print_places_table(const cli_page *page, const rasim_year_summary *year, const char *in_year);

#endif
