/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The figures that the English rules on charging for care and support set by year, and what a council puts in their
   place. Where each was read: docs/charging-figures.md. */
#ifndef RASIMI_MODEL_CHARGING_H
#define RASIMI_MODEL_CHARGING_H

#include <stdbool.h>
#include <stddef.h>

#include "model/check.h"
#include "model/framework.h"

typedef enum rasimi_charging_figure {
    RASIMI_CHARGING_UPPER_CAPITAL_LIMIT, /* £ */
    RASIMI_CHARGING_LOWER_CAPITAL_LIMIT, /* £ */
    RASIMI_CHARGING_CAPITAL_STEP,        /* £ of capital that count as £1 a week */
    RASIMI_CHARGING_PENSION_AGE,         /* years */
    RASIMI_CHARGING_PERSONAL_EXPENSES,   /* from here on £ a week */
    RASIMI_CHARGING_SINGLE_18,
    RASIMI_CHARGING_SINGLE_25,
    RASIMI_CHARGING_SINGLE_PENSION,
    RASIMI_CHARGING_COUPLE_18,
    RASIMI_CHARGING_COUPLE_PENSION,
    RASIMI_CHARGING_CHILD,
    RASIMI_CHARGING_DISABILITY_SINGLE,
    RASIMI_CHARGING_DISABILITY_COUPLE,
    RASIMI_CHARGING_ENHANCED_SINGLE,
    RASIMI_CHARGING_ENHANCED_COUPLE,
    RASIMI_CHARGING_CARER,
    RASIMI_N_CHARGING_FIGURES
} rasimi_charging_figure;

/* One year's rules as one council applies them. */
typedef struct rasimi_charging_rules {
    double figure[RASIMI_N_CHARGING_FIGURES]; /* NAN: not known */
    double disposable_share;                  /* of what is left over outside a care home, 0..1 */
    double minimum_charge_gbp_week;           /* outside a care home: less than this is not charged */
} rasimi_charging_rules;

/* The key of a figure, "single_25". */
const char *
rasimi_charging_key(rasimi_charging_figure figure);

/* The year in which a financial year begins: 2025 for "2025/26"; 0 where the text is no such year. */
unsigned
rasimi_charging_year(const char *text);

/* The published figures of a year; NAN where they are not known. A year after the last known has that one's figures,
   those in £ a week grown by (1 + uprating) a year and rounded to the penny; a year before the first has none. */
void
rasimi_charging_figures(unsigned year, double uprating, double out[RASIMI_N_CHARGING_FIGURES]);

/* Checks the framework's block by itself: the year, that uprating is given where it is needed, keys of own figures. */
void
rasimi_charging_check(rasimi_checker *checker, const rasimi_financial_spec *spec);

/* The rules of a block that is right. */
void
rasimi_charging_rules_make(const rasimi_financial_spec *spec, rasimi_charging_rules *out);

#endif
