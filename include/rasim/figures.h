/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as people read them: thousands separators, pounds, percentages, and no more digits than the simulation knows.
   The terminal, the page and the paper write them alike. Text is UTF-8. */
#ifndef RASIM_FIGURES_H
#define RASIM_FIGURES_H

#include <stdint.h>

#include "rasim/export.h"
#include "rasim/summary.h"

RASIM_BEGIN_DECLS

/** Standard errors in half a 95 % interval of a mean. */
#define RASIM_Z_95 1.96

/** A short number as text, returned by value so that several can stand in one printf. */
typedef struct rasim_figure {
    char text[48];
} rasim_figure;

/** "1,234,567", "-12". */
RASIM_API rasim_figure
rasim_whole_text(int64_t value);

/** "£1,234,567", "-£12": pounds rounded to `step`. "not known" for NAN. */
RASIM_API rasim_figure
rasim_pounds_text(double gbp, double step);

/** The same without the pound sign, for columns whose heading says the unit; "" for NAN. */
RASIM_API rasim_figure
rasim_amount_text(double gbp, double step);

/** "0.85", "-12.0": with so many places, whatever the locale. "" for NAN. */
RASIM_API rasim_figure
rasim_decimal_text(double value, int places);

/** "£1,234.50": one person's money, to the penny. "not known" for NAN. */
RASIM_API rasim_figure
rasim_pence_text(double gbp);

/** The same without the pound sign; "" for NAN. */
RASIM_API rasim_figure
rasim_pence_bare_text(double gbp);

/** "£52.1m", "£30.2bn", "£850,000": for the ear. */
RASIM_API rasim_figure
rasim_millions_text(double gbp);

/** The same, to about three digits below a million: "£632,000". */
RASIM_API rasim_figure
rasim_about_text(double gbp);

/** "71.3 %"; "over 99.9 %" and "under 0.1 %" where rounding would claim certainty. "" for NAN. */
RASIM_API rasim_figure
rasim_percent_text(double share);

/** "71.3", for columns whose heading says that it is per cent. "" for NAN. */
RASIM_API rasim_figure
rasim_percent_bare_text(double share);

/** "90 %", "97.5 %", "99.9 %": a confidence level, exactly as it was asked for. */
RASIM_API rasim_figure
rasim_level_text(double level);

/** `gbp` at the nearest multiple of `step`, halves away from zero. */
RASIM_API double
rasim_round_to_step(double gbp, double step);

/** Half the width of an interval: the larger of the two sides, NAN where neither bound exists. */
RASIM_API double
rasim_half_width(const rasim_at_level *at);

/** The step that money is rounded to, given what the simulation knows of it: the largest power of ten not above a fifth
   of the half-width, at least 1, and at least 1,000 where the amount is above a million. Where the half-width is not
   known (NAN), a twentieth of the amount stands for it. */
RASIM_API double
rasim_money_step(double gbp, double half_width_gbp);

RASIM_END_DECLS

#endif
