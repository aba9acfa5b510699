/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A year made by hand, round figures throughout, for tests of what the program prints. */
#ifndef RASIM_TESTS_CLI_MADE_SUMMARY_H
#define RASIM_TESTS_CLI_MADE_SUMMARY_H

#include "rasim/study.h"
#include "rasim/summary.h"

/* £52.1m against a plan of £50.3m; 71.3 % of years inside; 80, 90 and 95 % levels at £52.6m, £53.9m and £55.1m. One
   design, one year; the strings and arrays are static. The caller may change any value of the copy it gets. */
rasim_year_summary
made_year(void);

rasim_design_summary
made_design(rasim_year_summary *year);

/* Five years of it, each 3 % dearer, with turnover, reserve, guarantee, programmes and savings. */
enum { MADE_YEARS = 5 };

rasim_design_summary
made_design_of_years(void);

rasim_summary
made_summary(rasim_design_summary *design);

rasim_study_info
made_study(void);

#endif
