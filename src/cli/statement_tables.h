/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of the terminal statement. */
#ifndef RASIM_CLI_STATEMENT_TABLES_H
#define RASIM_CLI_STATEMENT_TABLES_H

#include <stdbool.h>

#include "number.h"
#include "page.h"
#include "rasim/ledger.h"
#include "rasim/study.h"
#include "rasim/summary.h"

/* By confidence level: net spend, contingency and its two parts, headroom. Each row and column adds up as printed. */
void
print_levels_table(const cli_page *page, const rasim_year_summary *year);

/* Where the money goes: the pools, what is taken off them, and net; in brief only what is expected of them. */
void
print_money_table(const cli_page *page, const rasim_study_info *study, const rasim_year_summary *year, bool in_brief);

/* Budget areas beside their own envelopes; nothing where there are none. */
void
print_areas_table(const cli_page *page, const rasim_year_summary *year);

/* Several designs side by side. */
void
print_designs_table(const cli_page *page, const rasim_summary *summary);

/* What lies between gross and net, in the order and with the signs of the ledger. */
typedef struct adjustment {
    rasim_line line;
    const char *label;
} adjustment;

const adjustment *
adjustments(size_t *n);

/* Where the money goes under each of several designs, expected. */
void
print_designs_money(const cli_page *page, const rasim_summary *summary);

/* "±1,200": half a width, no coarser than itself; "" for NAN. */
number_text
width_text(double width, double step);

/* The quantile of a distribution at a level, NULL where it holds none. */
const rasim_at_level *
quantile_at(const rasim_distribution *distribution, double level);

#endif
