/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of the framework's keys for several years, for the framework's own table to name. */
#ifndef RASIMI_MODEL_YEARS_TABLE_H
#define RASIMI_MODEL_YEARS_TABLE_H

#include "model/param_rows.h"
#include "model/years_spec.h"

/* NULL-terminated, by rasimi_law_kind. */
extern const char *const rasimi_law_choices[];

/* The rows of a law of a yearly share, in a table of `owner`. Five figures, of which a law needs some; the smallest
   growth keeps 1 + g above 0. */
#define RASIMI_LAW_ROWS(owner, default_law, default_mean, what)                                                        \
    RASIMI_CHOICE_ROW(owner, law, 0, rasimi_law_choices, default_law,                                                  \
                      "law of " what ": lognormal (of 1 + the figure) and normal need mean and sd, triangular and "    \
                      "pert low, mode and high, uniform low and high, fixed mean"),                                    \
        RASIMI_NUMBER_ROW(owner, mean, 0, -0.5, 1, "share", default_mean, "mean of " what ", e.g. 0.03"),              \
        RASIMI_NUMBER_ROW(owner, sd, 0, 0, 0.5, "share", NULL, "standard deviation of " what),                         \
        RASIMI_NUMBER_ROW(owner, low, 0, -0.5, 1, "share", NULL, "least value of " what),                              \
        RASIMI_NUMBER_ROW(owner, mode, 0, -0.5, 1, "share", NULL, "likeliest value of " what),                         \
        RASIMI_NUMBER_ROW(owner, high, 0, -0.5, 1, "share", NULL, "greatest value of " what)

#define RASIMI_AUTOCORRELATION_ROW(owner)                                                                              \
    RASIMI_NUMBER_ROW(owner, autocorrelation, RASIMI_MIN_OPEN | RASIMI_MAX_OPEN, -1, 1, "correlation", "0",            \
                      "correlation of one year's growth with the next year's, as normal variates; of a lognormal "     \
                      "law only")

extern const rasimi_table rasimi_demand_table, rasimi_funding_law_table, rasimi_turnover_table, rasimi_moves_table,
    rasimi_tails_table, rasimi_interventions_table, rasimi_savings_table, rasimi_reserve_table, rasimi_guarantee_table;

#endif
