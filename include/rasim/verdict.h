/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The verdict in words: a plain scale for a probability, and the sentences that open every statement. */
#ifndef RASIM_VERDICT_H
#define RASIM_VERDICT_H

#include <stddef.h>

#include "rasim/export.h"
#include "rasim/figures.h"
#include "rasim/summary.h"

RASIM_BEGIN_DECLS

/** One step of the scale: the words for probabilities of `at_least` and above, up to the step before. */
typedef struct rasim_likelihood {
    double at_least;
    const char *words; /* "the budget is ..." */
} rasim_likelihood;

/** The scale from certain to hopeless; *n is set to its length. docs/cli.md shows it. */
RASIM_API const rasim_likelihood *
rasim_likelihood_scale(size_t *n);

/** The step that a probability of staying inside the envelope falls on. */
RASIM_API const rasim_likelihood *
rasim_likelihood_of(double probability);

/** The level that a statement speaks of: 90 % where it is among the levels, else the middle one. n_levels where there
   is none. */
RASIM_API size_t
rasim_headline_level(const rasim_year_summary *year);

/** The money step of a year's headline figures: that of its coarsest level, so that one table adds up. */
RASIM_API double
rasim_year_step(const rasim_year_summary *year);

/** The envelope that level i takes: net spend at it, or more where funding is uncertain. */
RASIM_API double
rasim_need_at(const rasim_year_summary *year, size_t i);

/** What the envelope leaves beside a need that has been rounded: the envelope is known exactly, so that only pennies of
   the difference are dropped (£1,000 above a million), whatever the need was rounded to. */
RASIM_API double
rasim_headroom_beside(const rasim_year_summary *year, double need_gbp);

/** "At £52.1m the budget is likely ...: in 71.3 % of simulated years ... To be 90 % sure ...". Free with free(); NULL
   where memory ran out. */
RASIM_API char *
rasim_verdict_text(const rasim_year_summary *year);

/** The same of several years: "Over the 5 years 2025/26 to 2029/30 the budget is ...". Free with free(); NULL where
   memory ran out. */
RASIM_API char *
rasim_horizon_text(const rasim_design_summary *design);

/** The tolerance of sign-off, tau, in words. It is a share of the amount where needs cost more, and of the cost where
   the amount is less, so that some people are on both sides. All are "" without a tolerance. */
typedef struct rasim_tolerance_words {
    rasim_figure of_amount; /**< "110 % of ": needs that cost more than that much of the amount are above it */
    rasim_figure of_cost;   /**< "90 % of ": an amount of at least that much of the cost can be lived on */
    char both[240];         /**< a sentence: who is counted by both */
} rasim_tolerance_words;

RASIM_API rasim_tolerance_words
rasim_tolerance_in_words(double tolerance);

RASIM_END_DECLS

#endif
