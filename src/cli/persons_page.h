/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a design does to single people, in the terminal statement. */
#ifndef RASIM_CLI_PERSONS_PAGE_H
#define RASIM_CLI_PERSONS_PAGE_H

#include "page.h"
#include "rasim/persons.h"
#include "rasim/run.h"

/* For how many design i is not enough, in a sentence; nothing where single people were not looked at (NULL). Of several
   years they were looked at in the first: `first_year` is its name, NULL where there is one year only. */
void
print_enough(const cli_page *page, const rasim_persons *persons, const char *first_year, size_t i);

/* Prints design i; nothing where single people were not looked at (NULL). `results` may be NULL: then nothing says what
   they do not hold. */
void
print_persons(const cli_page *page, const rasim_persons *persons, const rasim_results *results, const char *first_year,
              size_t i);

#endif
