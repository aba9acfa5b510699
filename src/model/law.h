/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The laws of yearly figures (methods.md section 6): one view of the rows that have one, and what they expect. */
#ifndef RASIMI_MODEL_LAW_H
#define RASIMI_MODEL_LAW_H

#include "base/strict_math.h"
#include "model/check.h"
#include "model/framework.h"

/* The law of a row, whatever list it stands in. */
rasimi_spread_spec
rasimi_price_spread(const rasimi_price_row *row);
rasimi_spread_spec
rasimi_demand_spread(const rasimi_demand_row *row);
rasimi_spread_spec
rasimi_funding_spread(const rasimi_funding_spec *spec);

/* E[x] of the yearly figure itself: (low + mode + high) / 3 for a triangle, (low + 4 mode + high) / 6 for PERT. */
double
rasimi_law_mean(const rasimi_spread_spec *spread);

/* The standard deviation of x. PERT is low + (high - low) times a Beta with parameters 1 + 4 (mode - low) / (high -
   low) and 1 + 4 (high - mode) / (high - low), so its variance is (mean - low) (high - mean) / 7. */
double
rasimi_law_sd(const rasimi_spread_spec *spread);

/* The law of 1 + x: what a price, a demand or an envelope is multiplied by. */
rasimi_law_spec
rasimi_law_of_factor(const rasimi_spread_spec *spread);

/* Log mean and log sd of 1 + x where x has this mean and sd and 1 + x is lognormal: v = ln(1 + (sd / (1 + mean))^2),
   m = ln(1 + mean) - v / 2. */
void
rasimi_lognormal_law(double mean, double sd, double *log_mean, double *log_sd);

/* E[(1 + x_1) ... (1 + x_years)]: (1 + mean)^years where years are independent; where the law is lognormal and the
   normal scores of years s and t have correlation a^|s-t|, that times exp(v sum_(d=1)^(years-1) (years - d) a^d). */
double
rasimi_expected_index(const rasimi_spread_spec *spread, double autocorrelation, size_t years);

/* Whether a row has the figures that its law needs, in an order that can be, and no others. `list` names where it
   stands: "prices". */
void
rasimi_check_law(rasimi_checker *checker, const rasimi_spread_spec *spread, const char *list);

#endif
