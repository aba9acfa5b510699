/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of the terminal statement about several years: money in £ thousand where envelopes are above £1m, so that
   a year fits a line. */
#include "statement_years.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "fan.h"
#include "number.h"
#include "statement_tables.h"
#include "table.h"
#include "words.h"

enum { MOST_YEARS = TABLE_MOST_COLUMNS - 1 };

/* How money is written in the tables of a design. */
typedef struct money_unit {
    double gbp;
    const char *words;
} money_unit;

static money_unit
unit_of(const rasim_design_summary *design)
{
    return design->years[0].envelope_gbp > 1e6 ? (money_unit){1e3, "£ thousand"} : (money_unit){1.0, "£"};
}

static number_text
money(money_unit unit, double gbp, double step)
{
    return amount_text(gbp / unit.gbp, fmax(step / unit.gbp, 1.0));
}

/* Money with an error of its own. */
static number_text
money_known_to(money_unit unit, double gbp, double half)
{
    return money(unit, gbp, money_step(gbp, half));
}

static number_text
range(const char *low, const char *high)
{
    number_text out;
    snprintf(out.text, sizeof out.text, "%.20s to %.20s", low, high);
    return out;
}

static number_text
range_of_money(money_unit unit, const rasim_expected *figure)
{
    const double step = money_step(figure->mean, Z_95 * figure->mean_se);
    return range(money(unit, figure->p10, step).text, money(unit, figure->p90, step).text);
}

static number_text
range_of_people(const rasim_expected *figure)
{
    return range(amount_text(figure->p10, 1.0).text, amount_text(figure->p90, 1.0).text);
}

static number_text
bounds_text(const rasim_probability *p)
{
    return range(percent_bare_text(p->low).text, percent_bare_text(p->high).text);
}

/* A row of number_text cells after a label. */
static void
put_cells(cli_table *table, const char *label, const number_text *cells, size_t n, const page_style *styles)
{
    const char *texts[TABLE_MOST_COLUMNS] = {label};
    for (size_t i = 0; i < n; i++)
        texts[i + 1] = cells[i].text;
    table_row(table, texts, styles);
}

#define PUT_CELLS(table, label, cells) put_cells(table, label, cells, sizeof(cells) / sizeof *(cells), NULL)

static void
title(const cli_page *page, const char *what, money_unit unit)
{
    char line[160];
    snprintf(line, sizeof line, "%s, %s a year", what, unit.words);
    page_wrap(page, PAGE_BOLD, 0, line);
}

/* Expected net, the middle, and what 80 and 95 % take; NULL where the study does not have the level. */
static const rasim_at_level *
level_of(const rasim_year_summary *year, double level)
{
    return quantile_at(&year->net, level);
}

static void
years_row(cli_table *table, const rasim_year_summary *year, money_unit unit, bool with_people)
{
    const double levels[] = {0.5, 0.8, 0.95};
    const double step = money_step(year->net.mean, Z_95 * year->net.mean_se);
    number_text cells[10] = {money(unit, year->envelope_gbp, 1.0), money(unit, year->plan_gbp, step),
                             money(unit, year->net.mean, step)};
    for (size_t i = 0; i < 3; i++) {
        const rasim_at_level *at = level_of(year, levels[i]);
        if (at)
            cells[3 + i] = money_known_to(unit, at->value, half_width(at));
    }
    cells[6] = percent_text(year->affordability.probability);
    cells[7] = bounds_text(&year->affordability);
    cells[8] = percent_text(year->affordability_so_far.probability);
    cells[9] = with_people ? amount_text(year->lines[RASIM_LINE_PEOPLE_AT_END], 1.0) : (number_text){""};
    put_cells(table, year->year, cells, with_people ? 10 : 9, NULL);
}

void
print_years_table(const cli_page *page, const rasim_design_summary *design)
{
    static const table_column COLUMNS[] = {
        {"Year", 0, true},    {"Envelope", 0, false}, {"Plan", 3, false},   {"Expected", 0, false},
        {"50 %", 4, false},   {"80 %", 2, false},     {"95 %", 1, false},   {"Inside", 0, false},
        {"(95 %)", 5, false}, {"So far", 0, false},   {"At end", 6, false},
    };
    const money_unit unit = unit_of(design);
    const bool with_people = design->years[0].lines[RASIM_LINE_PEOPLE_AT_END] > 0.0;
    title(page, "Year by year: net spend that 50, 80 and 95 % of simulations stay below", unit);
    cli_table *table = table_create(page, COLUMNS, with_people ? 11 : 10);
    for (size_t y = 0; y < design->n_years; y++)
        years_row(table, &design->years[y], unit, with_people);
    table_finish(table);
    page_say(page, 2, "  So far: inside in that year and in every one before.");
    if (design->years[0].funding_uncertain)
        page_say(page, 2, "  The envelope is what is stated; each simulation is held against what comes of it.");
}

fan_year
fan_year_of(const char *label, const rasim_year_summary *year)
{
    const rasim_at_level *fan = year->fan;
    return (fan_year){.label = label,
                      .p5 = fan[0].value,
                      .p25 = fan[2].value,
                      .p50 = fan[3].value,
                      .p75 = fan[4].value,
                      .p95 = fan[RASIM_N_FAN_LEVELS - 1].value,
                      .envelope = year->envelope_gbp};
}

void
print_fan(const cli_page *page, const rasim_design_summary *design, size_t most_years)
{
    fan_year years[MOST_YEARS];
    const size_t most = most_years < MOST_YEARS ? most_years : MOST_YEARS;
    const size_t step = (design->n_years + most - 1) / most, n = (design->n_years + step - 1) / step;
    for (size_t i = 0; i < n; i++) {
        const rasim_year_summary *year = &design->years[design->n_years - 1 - (n - 1 - i) * step];
        years[i] = fan_year_of(year->year, year);
    }
    page_line(page, PAGE_BOLD, "Net spend against the envelope");
    fan_print(page, years, n);
}

/* A table with a label and a column a year: on narrow pages the years in the middle go first, the last year stays. */
static cli_table *
years_across(const cli_page *page, const rasim_design_summary *design)
{
    table_column columns[TABLE_MOST_COLUMNS] = {{"", 0, true}};
    const size_t n = design->n_years < MOST_YEARS ? design->n_years : MOST_YEARS;
    for (size_t y = 0; y < n; y++)
        columns[y + 1] = (table_column){design->years[y].year, y == 0 || y + 1 == n ? 0 : (unsigned)(n - y), false};
    return table_create(page, columns, n + 1);
}

/* A running total of every year: it is what is rounded, so that columns add up as printed. */
typedef struct running {
    cli_table *table;
    const rasim_design_summary *design;
    money_unit unit;
    size_t n_years;
    double total[MOST_YEARS];
} running;

static double
rounded(const running *self, size_t y)
{
    const rasim_distribution *net = &self->design->years[y].net;
    const double step = fmax(money_step(net->mean, Z_95 * net->mean_se), self->unit.gbp);
    return round_to_step(self->total[y], step);
}

static void
put_total(const running *self, const char *label)
{
    number_text cells[MOST_YEARS];
    page_style styles[TABLE_MOST_COLUMNS];
    for (size_t i = 0; i < TABLE_MOST_COLUMNS; i++)
        styles[i] = PAGE_BOLD;
    for (size_t y = 0; y < self->n_years; y++)
        cells[y] = money(self->unit, rounded(self, y), 1.0);
    put_cells(self->table, label, cells, self->n_years, styles);
}

/* What a row across the years shows of one of them. */
typedef double
figure_of(const rasim_year_summary *year, size_t which);

static double
pool_of(const rasim_year_summary *year, size_t which)
{
    const double pools[] = {year->pools.ras.mean, year->pools.high_cost.mean, year->pools.legacy.mean};
    return pools[which];
}

static double
adjustment_of(const rasim_year_summary *year, size_t which)
{
    return rasim_line_describe((rasim_line)which)->sign * year->lines[which];
}

/* A part of every year's total; left out where it is 0 throughout. */
static void
put_part(running *self, const char *label, figure_of *figure, size_t which)
{
    number_text cells[MOST_YEARS];
    bool something = false;
    for (size_t y = 0; y < self->n_years; y++) {
        const double before = rounded(self, y), gbp = figure(&self->design->years[y], which);
        self->total[y] += gbp;
        something = something || gbp != 0.0;
        cells[y] = money(self->unit, rounded(self, y) - before, 1.0);
    }
    if (something)
        put_cells(self->table, label, cells, self->n_years, NULL);
}

static void
put_people_across(cli_table *table, const rasim_design_summary *design)
{
    number_text cells[MOST_YEARS];
    const size_t n = design->n_years < MOST_YEARS ? design->n_years : MOST_YEARS;
    for (size_t y = 0; y < n; y++)
        cells[y] = amount_text(design->years[y].panel_cases.mean, 1.0);
    put_cells(table, "Panel cases, people", cells, n, NULL);
}

void
print_years_money(const cli_page *page, const rasim_design_summary *design)
{
    running rows = {.design = design,
                    .unit = unit_of(design),
                    .n_years = design->n_years < MOST_YEARS ? design->n_years : MOST_YEARS};
    title(page, "Where the money goes, expected", rows.unit);
    rows.table = years_across(page, design);
    put_part(&rows, "RAS pool", pool_of, 0);
    put_part(&rows, "High-cost pool", pool_of, 1);
    put_part(&rows, "Not yet on the RAS", pool_of, 2);
    put_total(&rows, "Gross spend");
    size_t n;
    const adjustment *lines = adjustments(&n);
    for (size_t i = 0; i < n; i++)
        put_part(&rows, lines[i].label, adjustment_of, (size_t)lines[i].line);
    put_total(&rows, "Net spend");
    put_people_across(rows.table, design);
    table_finish(rows.table);
}

void
print_years_areas(const cli_page *page, const rasim_design_summary *design)
{
    const rasim_year_summary *first = &design->years[0];
    bool any = false;
    for (size_t a = 0; a < first->n_areas; a++)
        any = any || first->areas[a].has_envelope;
    if (first->n_areas < 2 || !any)
        return;
    page_blank(page);
    page_line(page, PAGE_BOLD, "Budget areas: simulations inside their own envelopes");
    cli_table *table = years_across(page, design);
    const size_t n = design->n_years < MOST_YEARS ? design->n_years : MOST_YEARS;
    for (size_t a = 0; a < first->n_areas; a++) {
        number_text cells[MOST_YEARS];
        for (size_t y = 0; y < n; y++)
            cells[y] = percent_text(design->years[y].areas[a].affordability.probability);
        put_cells(table, first->areas[a].name, cells, n, NULL);
    }
    table_finish(table);
}

/* The full-year effect and its parts are rounded to one step; what starters add is what remains, so that they add up.
 */
static void
turnover_row(cli_table *table, const rasim_year_summary *year, money_unit unit)
{
    const rasim_turnover *t = &year->turnover;
    const double step = fmax(money_step(t->full_year.mean, Z_95 * t->full_year.mean_se), unit.gbp);
    const double all = round_to_step(t->full_year.mean, step), leave = round_to_step(t->full_year_leavers.mean, step),
                 move = round_to_step(t->full_year_changes.mean, step);
    const number_text cells[] = {
        amount_text(t->starters.mean, 1.0),
        amount_text(t->leavers.mean, 1.0),
        amount_text(t->movers.mean, 1.0),
        amount_text(t->moved_outside_people.mean, 1.0),
        amount_text(t->people_at_end.mean, 1.0),
        range_of_people(&t->people_at_end),
        money(unit, all, 1.0),
        money(unit, all - leave - move, 1.0),
        money(unit, leave, 1.0),
        money(unit, move, 1.0),
        money_known_to(unit, t->moved_outside.mean, Z_95 * t->moved_outside.mean_se),
    };
    PUT_CELLS(table, year->year, cells);
}

void
print_turnover(const cli_page *page, const rasim_design_summary *design)
{
    static const table_column COLUMNS[] = {
        {"Year", 0, true},     {"Start", 0, false},   {"Leave", 0, false},   {"Move", 2, false},
        {"Out", 3, false},     {"At end", 0, false},  {"8 in 10", 5, false}, {"Full year", 0, false},
        {"= start", 4, false}, {"+ leave", 4, false}, {"+ move", 4, false},  {"Out costs", 1, false},
    };
    if (!design->years[0].turnover.applies)
        return;
    page_blank(page);
    title(page, "Who comes and goes, people, and what it costs", unit_of(design));
    cli_table *table = table_create(page, COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0]);
    for (size_t y = 0; y < design->n_years; y++)
        turnover_row(table, &design->years[y], unit_of(design));
    table_finish(table);
    page_say(
        page, 2,
        "  Full year: what a whole year of those present at its end would cost beyond the year's spend. Out: people "
        "who move to a setting that the envelope does not cover, and a whole year of their cost.");
}

static void
reserve_row(cli_table *table, const rasim_year_summary *year, money_unit unit)
{
    const rasim_reserve_year *r = &year->reserve;
    const double step = money_step(r->quantiles[3].value, half_width(&r->quantiles[3]));
    const number_text cells[] = {
        money(unit, r->mean, step),
        money(unit, r->quantiles[1].value, step),
        money(unit, r->quantiles[3].value, step),
        money(unit, r->quantiles[5].value, step),
        percent_text(r->at_floor.probability),
        percent_text(r->never_below.probability),
        bounds_text(&r->never_below),
    };
    PUT_CELLS(table, year->year, cells);
}

static void
print_call(const cli_page *page, const rasim_reserve *reserve)
{
    if (!(reserve->called.probability > 0.0)) {
        page_say(page, 2, "  Whoever guarantees the floor had to pay in no simulation.");
        return;
    }
    page_say(
        page, 2,
        "  Whoever guarantees the floor must pay in %s of simulations: %s where that happens, %s expected over all, "
        "and more than %s in one simulation of twenty.",
        percent_text(reserve->called.probability).text,
        pounds_text(reserve->call_if_called_gbp, money_step(reserve->call_if_called_gbp, NOT_KNOWN)).text,
        pounds_text(reserve->call.mean, money_step(reserve->call.mean, Z_95 * reserve->call.mean_se)).text,
        pounds_text(reserve->call_p95.value, money_step(reserve->call_p95.value, half_width(&reserve->call_p95))).text);
}

static void
print_reserve(const cli_page *page, const rasim_design_summary *design)
{
    static const table_column COLUMNS[] = {
        {"Year", 0, true},  {"Expected", 0, false},  {"10 %", 2, false},        {"50 %", 0, false},
        {"90 %", 3, false}, {"Not below", 1, false}, {"Never below", 0, false}, {"(95 %)", 4, false},
    };
    const rasim_reserve *reserve = &design->reserve;
    const money_unit unit = unit_of(design);
    if (!reserve->applies)
        return;
    char line[160];
    snprintf(line, sizeof line, "The reserve when each year ends, %s, from %s at the start", unit.words,
             pounds_text(reserve->opening_gbp, 1.0).text);
    page_blank(page);
    page_wrap(page, PAGE_BOLD, 0, line);
    cli_table *table = table_create(page, COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0]);
    for (size_t y = 0; y < design->n_years; y++)
        reserve_row(table, &design->years[y], unit);
    table_finish(table);
    page_say(
        page, 2,
        "  Not below: its floor of %s; never below: nor in any year before. %s of what a year leaves is carried over.",
        pounds_text(reserve->floor_gbp, 1.0).text, percent_text(reserve->carry).text);
    print_call(page, reserve);
}

void
print_reserve_end(const cli_page *page, const rasim_design_summary *design)
{
    const rasim_reserve *reserve = &design->reserve;
    const rasim_year_summary *last = &design->years[design->n_years - 1];
    if (reserve->applies)
        page_say(
            page, 2,
            "  The reserve, %s at the start, is at or above its floor of %s when %s ends in %s of simulations, and "
            "never below it before in %s.",
            pounds_text(reserve->opening_gbp, 1.0).text, pounds_text(reserve->floor_gbp, 1.0).text, last->year,
            percent_text(last->reserve.at_floor.probability).text,
            percent_text(last->reserve.never_below.probability).text);
}

static void
factor_row(cli_table *table, const char *promise, const rasim_factor *factor)
{
    number_text cells[3] = {{"none is enough"}, {""}, {""}};
    if (isfinite(factor->factor)) {
        const double step = money_step(factor->extra_gbp, NOT_KNOWN);
        snprintf(cells[0].text, sizeof cells[0].text, "%.2f %%", 100.0 * factor->factor);
        if (isfinite(factor->low) && isfinite(factor->high))
            snprintf(cells[1].text, sizeof cells[1].text, "%.2f to %.2f", 100.0 * factor->low, 100.0 * factor->high);
        cells[2] = amount_text(factor->extra_gbp, step);
    }
    PUT_CELLS(table, promise, cells);
}

static void
print_guarantee(const cli_page *page, const rasim_design_summary *design)
{
    static const table_column COLUMNS[] = {
        {"Promise", 0, true}, {"Envelopes at", 0, false}, {"(95 %)", 2, false}, {"More, £", 1, false}};
    const rasim_guarantee *guarantee = &design->guarantee;
    if (!guarantee->applies)
        return;
    page_blank(page);
    page_say(page, 0, "To be %s sure of a promise, every envelope must be set at this share of what is stated",
             level_text(guarantee->confidence).text);
    cli_table *table = table_create(page, COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0]);
    factor_row(table, "Reserve at its floor in the end", &guarantee->at_end);
    factor_row(table, "Reserve at its floor every year", &guarantee->every_year);
    factor_row(table, "Every year inside, no reserve", &guarantee->each_alone);
    table_finish(table);
}

static void
interventions_row(cli_table *table, const rasim_year_summary *year, money_unit unit)
{
    const rasim_intervention_year *i = &year->interventions;
    const double step = money_step(i->net.mean, Z_95 * i->net.mean_se);
    const number_text cells[] = {
        money(unit, i->cost.mean, step),
        money(unit, i->saving.mean, step),
        money(unit, i->net.mean, step),
        width_text(Z_95 * i->net.mean_se / unit.gbp, fmax(step / unit.gbp, 1.0)),
        money(unit, i->cumulated.mean, step),
        range_of_money(unit, &i->cumulated),
        percent_text(i->paid_back.probability),
    };
    PUT_CELLS(table, year->year, cells);
}

static void
print_interventions(const cli_page *page, const rasim_design_summary *design)
{
    static const table_column COLUMNS[] = {
        {"Year", 0, true}, {"Cost", 0, false},   {"Saving", 0, false},  {"Net", 0, false},
        {"±", 3, false},   {"So far", 1, false}, {"8 in 10", 2, false}, {"Paid back", 0, false},
    };
    if (!design->has_interventions)
        return;
    page_blank(page);
    title(page, "Prevention programmes beside the same years without them", unit_of(design));
    cli_table *table = table_create(page, COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0]);
    for (size_t y = 0; y < design->n_years; y++)
        interventions_row(table, &design->years[y], unit_of(design));
    table_finish(table);
    page_say(page, 2, "  Paid back: simulations in which savings so far are at least the cost so far.");
}

static void
print_savings(const cli_page *page, const rasim_design_summary *design)
{
    static const table_column COLUMNS[] = {
        {"Year", 0, true}, {"Planned", 0, false}, {"Delivered", 0, false}, {"8 in 10", 1, false}};
    if (!design->years[0].savings.applies)
        return;
    const money_unit unit = unit_of(design);
    page_blank(page);
    title(page, "Savings lines, planned and delivered", unit);
    cli_table *table = table_create(page, COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0]);
    for (size_t y = 0; y < design->n_years; y++) {
        const rasim_savings *savings = &design->years[y].savings;
        const number_text cells[] = {
            money(unit, savings->planned_gbp, 1.0),
            money_known_to(unit, savings->delivered.mean, Z_95 * savings->delivered.mean_se),
            range_of_money(unit, &savings->delivered),
        };
        PUT_CELLS(table, design->years[y].year, cells);
    }
    table_finish(table);
}

void
print_extras(const cli_page *page, const rasim_design_summary *design)
{
    print_reserve(page, design);
    print_guarantee(page, design);
    print_interventions(page, design);
    print_savings(page, design);
}
