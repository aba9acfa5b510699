/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts that the statement of one screen and the full one share. */
#ifndef RASIM_CLI_STATEMENT_PARTS_H
#define RASIM_CLI_STATEMENT_PARTS_H

#include <stddef.h>

#include "page.h"
#include "statement.h"

/* How many people, on how many rows they stand, how long it was simulated. */
void
print_basis(const cli_page *page, const rasim_study_info *study, const rasim_summary *summary);

/* The name of the first of several years, for what is of that year only; NULL where there is one year. */
const char *
first_of_years(const rasim_design_summary *design);

/* The verdict, and a warning where the simulation cannot decide. */
void
print_opening(const cli_page *page, const rasim_design_summary *design);

/* What contingency is held. It is part of the envelope, so it holds nothing where the plan leaves no room for it. */
void
print_held(const cli_page *page, const rasim_year_summary *year);

/* How the net spend of a design's first year falls out, with at most `most_bars`; nothing without results. */
void
print_chart(const cli_page *page, const cli_statement *self, size_t design, size_t most_bars);

/* What errors are shown, what else is to be said in that line, and the fixed sentence. */
void
print_footer(const cli_page *page, const char *more);

#endif
