/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as people read them: thousands separators, pounds, percentages, and no more digits than the simulation knows.
   Text is UTF-8; page.c replaces the pound sign where a terminal cannot show it. */
#ifndef RASIM_CLI_NUMBER_H
#define RASIM_CLI_NUMBER_H

#include <math.h>
#include <stdint.h>

#include "rasim/summary.h"

/* A figure that nobody knows: NAN, which is a float, as a double. */
#define NOT_KNOWN ((double)NAN)

#define Z_95 1.96 /* standard errors in half a 95 % interval of a mean */

/* A short number as text, returned by value so that several can stand in one printf. */
typedef struct number_text {
    char text[48];
} number_text;

/* "1,234,567", "-12". */
number_text
whole_text(int64_t value);

/* "£1,234,567", "-£12": pounds rounded to `step`. "not known" for NAN. */
number_text
pounds_text(double gbp, double step);

/* The same without the pound sign, for columns whose heading says the unit; "" for NAN. */
number_text
amount_text(double gbp, double step);

/* "£1,234.50": one person's money, to the penny. "not known" for NAN. */
number_text
pence_text(double gbp);

/* The same without the pound sign; "" for NAN. */
number_text
pence_bare_text(double gbp);

/* "£52.1m", "£850,000": for the ear. */
number_text
millions_text(double gbp);

/* "71.3 %"; "over 99.9 %" and "under 0.1 %" where rounding would claim certainty. "" for NAN. */
number_text
percent_text(double share);

/* "71.3", for columns whose heading says that it is per cent. "" for NAN. */
number_text
percent_bare_text(double share);

/* "90 %", "97.5 %", "99.9 %": a confidence level, exactly as it was asked for. */
number_text
level_text(double level);

/* `gbp` at the nearest multiple of `step`, halves away from zero. */
double
round_to_step(double gbp, double step);

/* Half the width of an interval: the larger of the two sides, NAN where neither bound exists. */
double
half_width(const rasim_at_level *at);

/* The step that money is rounded to, given what the simulation knows of it: the largest power of ten not above a fifth
   of the half-width, at least 1, and at least 1,000 where the amount is above a million. Where the half-width is not
   known (NAN), a twentieth of the amount stands for it. */
double
money_step(double gbp, double half_width_gbp);

#endif
