/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of the terminal statement about several years. Each prints nothing where it does not apply. */
#ifndef RASIM_CLI_STATEMENT_YEARS_H
#define RASIM_CLI_STATEMENT_YEARS_H

#include "fan.h"
#include "page.h"
#include "rasim/summary.h"

/* A year a row: envelope, plan, net spend at three levels, how likely it stays inside, people at its end. */
void
print_years_table(const cli_page *page, const rasim_design_summary *design);

/* Net spend against the envelope as a fan chart of at most so many years, the last one among them. */
void
print_fan(const cli_page *page, const rasim_design_summary *design, size_t most_years);

/* A year of a design as a line of a fan chart. */
fan_year
fan_year_of(const char *label, const rasim_year_summary *year);

/* Where the reserve is at the end, in a sentence; nothing where there is none. */
void
print_reserve_end(const cli_page *page, const rasim_design_summary *design);

/* Where the money goes, a year a column. */
void
print_years_money(const cli_page *page, const rasim_design_summary *design);

/* Budget areas inside their own envelopes, a year a column. */
void
print_years_areas(const cli_page *page, const rasim_design_summary *design);

/* Who comes, goes and moves. */
void
print_turnover(const cli_page *page, const rasim_design_summary *design);

/* Reserve, guarantee, savings and programmes, of one year as of several. */
void
print_extras(const cli_page *page, const rasim_design_summary *design);

#endif
