/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The terminal statement: one screen that a finance director can take into a meeting, or everything. */
#ifndef RASIM_CLI_STATEMENT_H
#define RASIM_CLI_STATEMENT_H

#include "page.h"
#include "rasim/run.h"
#include "rasim/study.h"
#include "rasim/summary.h"

/* What a statement is made from. `results` may be NULL: then there is no chart. */
typedef struct cli_statement {
    const rasim_study_info *study;
    const rasim_summary *summary;
    const rasim_results *results;
} cli_statement;

/* Prints what fits one screen: of one design the verdict, what it takes to be sure, where the money goes, a picture and
   what is behind it; of several the designs side by side, a picture, and the verdicts of a few. */
void
statement_print_screen(const cli_page *page, const cli_statement *statement);

/* Prints the whole statement: with one design in full; with several a comparison, then each design in brief. */
void
statement_print(const cli_page *page, const cli_statement *statement);

/* Prints one verdict line a design, unbroken, and nothing else. */
void
statement_print_verdicts(const cli_page *page, const cli_statement *statement);

#endif
