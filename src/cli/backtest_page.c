/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `rasim backtest` prints: where each outturn fell, and what little a few years can say together. */
#include "backtest_page.h"

#include <math.h>
#include <stdio.h>

#include "number.h"
#include "table.h"

/* Chances below this are called surprising. */
#define SURPRISING 0.05

/* Intervals of rasim_backtest_interval, by number. */
enum { HALF, EIGHTY, NINETY_FIVE };

static const char *
name_of(const rasim_backtest_point *point)
{
    return point->area ? point->area : "The whole budget";
}

static bool
has_areas(const rasim_backtest *backtest)
{
    bool has = false;
    for (size_t i = 0; i < backtest->n_points; i++)
        has = has || backtest->points[i].area;
    return has;
}

/* ---- single outturns ---- */

static void
point_row(cli_table *table, const rasim_backtest_point *point)
{
    char bounds[128], range[128];
    const double step = money_step(point->mean_gbp, point->sd_gbp / 5);
    snprintf(bounds, sizeof bounds, "%s to %s", percent_bare_text(point->percentile.low).text,
             percent_bare_text(point->percentile.high).text);
    snprintf(range, sizeof range, "%s to %s", amount_text(point->low_gbp[EIGHTY], step).text,
             amount_text(point->high_gbp[EIGHTY], step).text);
    const number_text outturn = amount_text(point->outturn_gbp, step), plan = amount_text(point->plan_gbp, step),
                      mean = amount_text(point->mean_gbp, step), at = percent_text(point->percentile.probability);
    const char *cells[] = {point->year, name_of(point), outturn.text, plan.text, mean.text, range, at.text, bounds};
    const page_style bad = point->inside[NINETY_FIVE] ? PAGE_PLAIN : PAGE_BAD;
    const page_style styles[] = {PAGE_PLAIN, PAGE_PLAIN, PAGE_PLAIN, PAGE_PLAIN,
                                 PAGE_PLAIN, PAGE_PLAIN, bad,        PAGE_PLAIN};
    table_row(table, cells, styles);
}

static void
print_points(const cli_page *page, const rasim_backtest *backtest)
{
    static const table_column COLUMNS[] = {
        {"Year", 0, true},      {"", 0, true},         {"Outturn", 0, false}, {"Plan", 2, false},
        {"Expected", 0, false}, {"8 in 10", 3, false}, {"At", 0, false},      {"(95 %)", 1, false},
    };
    page_blank(page);
    page_line(page, PAGE_BOLD, "Where outturns fell among the simulated years, net £ a year");
    cli_table *table = table_create(page, COLUMNS, sizeof COLUMNS / sizeof *COLUMNS);
    table_wrap(table, 1);
    for (size_t i = 0; i < backtest->n_points; i++)
        point_row(table, &backtest->points[i]);
    table_finish(table);
}

/* One sentence on the whole budget of a year. */
static void
say_point(const cli_page *page, const rasim_backtest_point *point)
{
    const double above = 1 - point->percentile.probability;
    const char *where = point->inside[HALF]          ? "in the middle half of what was expected"
                        : point->inside[EIGHTY]      ? "where 8 years in 10 were expected"
                        : point->inside[NINETY_FIVE] ? "outside what 8 years in 10 do, inside what 95 in 100 do"
                                                     : "outside what 95 years in 100 do";
    page_say(page, 0,
             "%s, %s: %s of simulated years cost more than what happened, which is %s. 8 in 10 cost between %s and %s.",
             point->framework, point->year, percent_text(above).text, where, millions_text(point->low_gbp[EIGHTY]).text,
             millions_text(point->high_gbp[EIGHTY]).text);
    if (!isnan(point->envelope_gbp))
        page_say(page, 0, "The budget of %s %s.", millions_text(point->envelope_gbp).text,
                 point->outturn_gbp <= point->envelope_gbp ? "was enough" : "was not enough");
}

/* ---- years together ---- */

static void
record_row(cli_table *table, const rasim_backtest_record *record)
{
    char inside[RASIM_N_BACKTEST_INTERVALS][32], bias[32], spread[32];
    for (size_t i = 0; i < RASIM_N_BACKTEST_INTERVALS; i++)
        snprintf(inside[i], sizeof inside[i], "%zu of %zu", record->inside[i], record->n);
    snprintf(bias, sizeof bias, "%+.2f", record->bias);
    snprintf(spread, sizeof spread, "%.2f", record->spread);
    const double step = money_step(record->crps_gbp, NOT_KNOWN);
    const number_text at = percent_text(record->mean_percentile), score = amount_text(record->crps_gbp, step),
                      expected = amount_text(record->crps_expected_gbp, step);
    const char *cells[] = {record->area ? record->area : "The whole budget",
                           at.text,
                           bias,
                           spread,
                           inside[HALF],
                           inside[EIGHTY],
                           inside[NINETY_FIVE],
                           score.text,
                           expected.text};
    table_row(table, cells, NULL);
}

static void
print_records(const cli_page *page, const rasim_backtest *backtest)
{
    static const table_column COLUMNS[] = {
        {"", 0, true},         {"Mean at", 0, false}, {"Bias", 0, false},
        {"Scatter", 0, false}, {"In 50 %", 2, false}, {"In 80 %", 0, false},
        {"In 95 %", 3, false}, {"Score", 1, false},   {"Expected", 1, false},
    };
    page_blank(page);
    page_line(page, PAGE_BOLD, "First years together");
    cli_table *table = table_create(page, COLUMNS, sizeof COLUMNS / sizeof *COLUMNS);
    table_wrap(table, 0);
    for (size_t i = 0; i < backtest->n_records; i++)
        record_row(table, &backtest->records[i]);
    table_finish(table);
}

/* What the whole budget's years say, and what so few cannot. */
static void
say_record(const cli_page *page, const rasim_backtest_record *record)
{
    if (record->bias_p < SURPRISING)
        page_say(page, 0, "Outturns lie %s than forecasts: were forecasts right, so large a bias had a chance of %s.",
                 record->bias > 0 ? "higher" : "lower", percent_text(record->bias_p).text);
    if (record->narrow_p < SURPRISING)
        page_say(page, 0, "Outturns scatter more than forecasts say (chance %s): forecasts were too sure.",
                 percent_text(record->narrow_p).text);
    if (record->wide_p < SURPRISING)
        page_say(page, 0, "Outturns scatter less than forecasts say (chance %s): forecasts were too wide.",
                 percent_text(record->wide_p).text);
    if (record->bias_p >= SURPRISING && record->narrow_p >= SURPRISING && record->wide_p >= SURPRISING)
        page_say(page, 0, "Nothing here speaks against the forecasts.");
    page_say(
        page, 0,
        "But %zu years are few: only a bias of %.1f predicted standard deviations or more would be noticed 8 times "
        "in 10.",
        record->n, record->noticeable);
}

static void
print_notes(const cli_page *page, const rasim_backtest *backtest)
{
    page_say(page, 0, "At: share of simulated years at or below the outturn, with its simulation error.%s%s",
             backtest->n_records > 0
                 ? " Bias and scatter are in predicted standard deviations: 0 and 1 where forecasts are right. Score: "
                   "continuous ranked probability score, £ a year; smaller is better, expected is what it is where "
                   "forecasts are right."
                 : "",
             has_areas(backtest) ? " Areas of a year share its prices and practice, so they are not independent." : "");
}

void
backtest_page_print(const cli_page *page, const rasim_backtest *backtest)
{
    char title[256];
    snprintf(title, sizeof title, "What was expected, and what happened: %s%s", backtest->design,
             backtest->synthetic ? " · SYNTHETIC DATA" : "");
    page_line(page, PAGE_BOLD, title);
    print_points(page, backtest);
    page_blank(page);
    for (size_t i = 0; i < backtest->n_points; i++)
        if (!backtest->points[i].area)
            say_point(page, &backtest->points[i]);
    if (backtest->n_records > 0) {
        print_records(page, backtest);
        say_record(page, &backtest->records[0]);
    } else {
        page_say(page, 0,
                 "One year says whether it was a surprise, not whether forecasts are right: give more "
                 "frameworks and their outturns.");
    }
    page_blank(page);
    print_notes(page, backtest);
}
