/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charging figures: found by year, carried into later years, and replaced by a council's own. */
#include "model/charging.h"

#include "base/text.h"
#include "model/param_words.h"

#include <math.h>
#include <string.h>

#include "model/charging_figures_table.h"

/* Further on nobody can say what the figures will be. */
#define MOST_YEARS_AHEAD 30u

#define LENGTH(array) (sizeof(array) / sizeof *(array))

const char *
rasimi_charging_key(rasimi_charging_figure figure)
{
    return charging_figures[figure].key;
}

/* ---- by year ---- */

unsigned
rasimi_charging_year(const char *text)
{
    if (strlen(text) != 7 || strspn(text, "0123456789") != 4 || text[4] != '/' || strspn(text + 5, "0123456789") != 2)
        return 0;
    const unsigned year = (unsigned)(text[0] - '0') * 1000 + (unsigned)(text[1] - '0') * 100 +
                          (unsigned)(text[2] - '0') * 10 + (unsigned)(text[3] - '0');
    const unsigned end = (unsigned)(text[5] - '0') * 10 + (unsigned)(text[6] - '0');
    return (year + 1) % 100 == end ? year : 0;
}

static unsigned
first_year(void)
{
    return charging_table[0].year;
}

static unsigned
last_year(void)
{
    return charging_table[LENGTH(charging_table) - 1].year;
}

static double
round_to_penny(double gbp)
{
    return floor(gbp * 100 + 0.5) / 100;
}

void
rasimi_charging_figures(unsigned year, double uprating, double out[RASIMI_N_CHARGING_FIGURES])
{
    const unsigned last = last_year(), from = year < last ? year : last;
    double growth = 1;
    for (unsigned y = from; y < year; y++)
        growth *= 1 + uprating;
    for (size_t f = 0; f < RASIMI_N_CHARGING_FIGURES; f++)
        out[f] = (double)NAN;
    for (size_t i = 0; i < LENGTH(charging_table); i++) {
        const rasimi_charging_figure f = charging_table[i].figure;
        const double value = charging_table[i].value;
        if (charging_table[i].year == from)
            out[f] = year > last && charging_figures[f].gbp_week ? round_to_penny(value * growth) : value;
    }
}

/* ---- the framework's block ---- */

static size_t
find_figure(const char *key)
{
    size_t f = 0;
    while (f < RASIMI_N_CHARGING_FIGURES && strcmp(charging_figures[f].key, key) != 0)
        f++;
    return f;
}

static void
check_year(rasimi_checker *checker, const rasimi_financial_spec *spec)
{
    const unsigned first = first_year(), last = last_year(), year = rasimi_charging_year(spec->year.value);
    if (year == 0)
        rasimi_checker_complain(checker, spec->year.mark,
                                "'year' is '%s', but must be a financial year; write it as in 2025/26.",
                                rasimi_words_shown(spec->year.value, strlen(spec->year.value)).text);
    else if (year < first)
        rasimi_checker_complain(checker, spec->year.mark,
                                "Charging figures of %s are not known; the years known are %u/%02u to %u/%02u.",
                                spec->year.value, first, (first + 1) % 100, last, (last + 1) % 100);
    else if (year > last + MOST_YEARS_AHEAD)
        rasimi_checker_complain(checker, spec->year.mark,
                                "'year' is %s, but must be at most %u years after the last whose figures are known, "
                                "%u/%02u.",
                                spec->year.value, MOST_YEARS_AHEAD, last, (last + 1) % 100);
    else if (year > last && isnan(spec->uprating.value))
        rasimi_checker_complain(checker, spec->year.mark,
                                "Charging figures of %s are not known yet, the last being those of %u/%02u; give "
                                "'uprating', by which they are to grow a year.",
                                spec->year.value, last, (last + 1) % 100);
}

static void
check_own_figure(rasimi_checker *checker, const rasimi_pair *own)
{
    const char *keys[RASIMI_N_CHARGING_FIGURES];
    const size_t f = find_figure(own->label.value);
    for (size_t i = 0; i < RASIMI_N_CHARGING_FIGURES; i++)
        keys[i] = charging_figures[i].key;
    if (f == RASIMI_CHARGING_CAPITAL_STEP && !(own->number.value >= 1)) {
        rasimi_checker_complain(checker, own->number.mark, "'capital_step' is %s but must be at least 1.",
                                rasimi_words_number(own->number.value).text);
    } else if (f == RASIMI_N_CHARGING_FIGURES) {
        const size_t near = rasimi_nearest(own->label.value, keys, LENGTH(keys));
        rasimi_checker_complain(checker, own->label.mark,
                                "'%s' is no charging figure%s%s%s; docs/charging-figures.md lists them.",
                                rasimi_words_shown(own->label.value, strlen(own->label.value)).text,
                                near < LENGTH(keys) ? " (did you mean '" : "", near < LENGTH(keys) ? keys[near] : "",
                                near < LENGTH(keys) ? "'?)" : "");
    }
}

static void
check_limits(rasimi_checker *checker, const rasimi_financial_spec *spec)
{
    rasimi_charging_rules rules;
    rasimi_charging_rules_make(spec, &rules);
    const double lower = rules.figure[RASIMI_CHARGING_LOWER_CAPITAL_LIMIT];
    const double upper = rules.figure[RASIMI_CHARGING_UPPER_CAPITAL_LIMIT];
    if (lower > upper)
        rasimi_checker_complain(checker, spec->figures.mark,
                                "The lower capital limit, %s, is above the upper one, %s; correct one of them.",
                                rasimi_words_number(lower).text, rasimi_words_number(upper).text);
}

void
rasimi_charging_check(rasimi_checker *checker, const rasimi_financial_spec *spec)
{
    if (spec->mark.line == 0)
        return;
    for (size_t i = 0; i < spec->figures.n; i++)
        check_own_figure(checker, &spec->figures.items[i]);
    rasimi_check_texts(checker, &spec->residential_settings, "residential_settings");
    if (!spec->year.value)
        return;
    check_year(checker, spec);
    check_limits(checker, spec);
}

void
rasimi_charging_rules_make(const rasimi_financial_spec *spec, rasimi_charging_rules *out)
{
    const double uprating = isnan(spec->uprating.value) ? 0 : spec->uprating.value;
    rasimi_charging_figures(rasimi_charging_year(spec->year.value), uprating, out->figure);
    for (size_t i = 0; i < spec->figures.n; i++) {
        const size_t f = find_figure(spec->figures.items[i].label.value);
        if (f < RASIMI_N_CHARGING_FIGURES)
            out->figure[f] = spec->figures.items[i].number.value;
    }
    out->disposable_share = spec->disposable_share.value;
    out->minimum_charge_gbp_week = spec->minimum_charge_gbp_week.value;
}
