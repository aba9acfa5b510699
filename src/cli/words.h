/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The verdict in words: a plain scale for a probability, and the sentences that open every statement. */
#ifndef RASIM_CLI_WORDS_H
#define RASIM_CLI_WORDS_H

#include <stddef.h>

#include "rasim/summary.h"

/* One step of the scale: the words for probabilities of `at_least` and above, up to the step before. */
typedef struct likelihood {
    double at_least;
    const char *words; /* "the budget is ..." */
} likelihood;

/* The scale from certain to hopeless; *n is set to its length. docs/cli.md shows it. */
const likelihood *
likelihood_scale(size_t *n);

/* The step that a probability of staying inside the envelope falls on. */
const likelihood *
likelihood_of(double probability);

/* The level that a statement speaks of: 90 % where it is among the levels, else the middle one. n_levels where there is
   none. */
size_t
headline_level(const rasim_year_summary *year);

/* The money step of a year's headline figures: that of its coarsest level, so that one table adds up. */
double
year_step(const rasim_year_summary *year);

/* The envelope that level i takes: net spend at it, or more where funding is uncertain. */
double
need_at(const rasim_year_summary *year, size_t i);

/* What the envelope leaves beside a need that has been rounded: the envelope is known exactly, so that only pennies of
   the difference are dropped (£1,000 above a million), whatever the need was rounded to. */
double
headroom_beside(const rasim_year_summary *year, double need_gbp);

/* "At £52.1m the budget is likely ...: in 71.3 % of simulated years ... To be 90 % sure ...". Free with free(); NULL
   where memory ran out. */
char *
verdict_text(const rasim_year_summary *year);

/* The same of several years: "Over the 5 years 2025/26 to 2029/30 the budget is ...". Free with free(); NULL where
   memory ran out. */
char *
horizon_text(const rasim_design_summary *design);

#endif
