/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why net spend is what it is, in the terminal statement. */
#ifndef RASIM_CLI_WHY_TABLES_H
#define RASIM_CLI_WHY_TABLES_H

#include "page.h"
#include "rasim/reverse.h"
#include "rasim/spread.h"
#include "rasim/summary.h"
#include "rasim/waterfall.h"

/* Where the spread comes from, of several years that of their sum; nothing where that was not worked out. */
void
print_spread_table(const cli_page *page, const rasim_spread *spread, size_t design, bool several_years);

/* The largest sources in a sentence; nothing where that was not worked out. */
void
print_drivers(const cli_page *page, const rasim_spread_of *of);

/* How much prices, and demand, would have to move for an even chance (of several years: of every year); nothing where
   that was not worked out. */
void
print_tips(const cli_page *page, const rasim_reverse_of *of, bool several_years);

/* What it takes to tip it; nothing where that was not worked out. */
void
print_reverse(const cli_page *page, const rasim_reverse *reverse, size_t design, bool several_years);

/* How net spend comes about, step by step: of all years together where they are several; nothing where that was not
   worked out. */
void
print_waterfall(const cli_page *page, const rasim_waterfall *waterfall, size_t design);

/* Who brings about a bad year: budget areas (pools where there is one area only) at the highest level. */
void
print_tail_table(const cli_page *page, const rasim_year_summary *year);

#endif
