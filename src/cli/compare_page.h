/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `rasim compare` prints: designs side by side, their paired differences, and who moves. */
#ifndef RASIM_CLI_COMPARE_PAGE_H
#define RASIM_CLI_COMPARE_PAGE_H

#include "number.h"
#include "page.h"
#include "rasim/compare.h"
#include "rasim/study.h"

/* `study` is NULL where finished runs were compared. */
void
compare_page_print(const cli_page *page, const rasim_study_info *study, const rasim_comparison *comparison);

/* The level that a table of a comparison speaks of: 90 % where it is among the levels, else the middle one. */
size_t
compare_level(const double *levels, size_t n_levels);

/* What follows the title of a table of money of a period: ", £ a year" where it is the only one, ", 2027/28, £ a year",
   and after several years ", all years together, £". */
number_text
compare_period(const char *const *periods, size_t n_periods, size_t period);

#endif
