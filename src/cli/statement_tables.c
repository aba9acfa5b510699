/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of the terminal statement. Whatever a reader may add up is rounded so that it adds up as printed: amounts
   that are differences are taken between rounded figures, and parts are differences of a rounded running total. */
#include "statement_tables.h"

#include <math.h>
#include <string.h>

#include "number.h"
#include "table.h"
#include "words.h"

const rasim_at_level *
quantile_at(const rasim_distribution *distribution, double level)
{
    for (size_t i = 0; i < distribution->n_quantiles; i++)
        if (fabs(distribution->quantiles[i].level - level) < 1e-9)
            return &distribution->quantiles[i];
    return NULL;
}

static page_style
bad_if_negative(double value)
{
    return value < 0.0 ? PAGE_BAD : PAGE_PLAIN;
}

static number_text
width_text(double width, double step)
{
    number_text amount = amount_text(width, fmin(step, money_step(width, 5.0 * width))), out = {""};
    if (amount.text[0])
        snprintf(out.text, sizeof out.text, "±%.40s", amount.text);
    return out;
}

static void
levels_row(cli_table *table, const rasim_year_summary *year, size_t i, double step)
{
    const rasim_contingency *c = &year->contingency[i];
    double plan = round_to_step(year->plan_gbp, step), mean = round_to_step(year->net.mean, step);
    double net = round_to_step(year->plan_gbp + c->gbp, step);
    double headroom = headroom_beside(year, net);
    number_text cells[] = {
        level_text(c->level),
        amount_text(net, 1.0),
        width_text(half_width(&year->headroom[i]), step),
        amount_text(net - plan, 1.0),
        amount_text(mean - plan, 1.0),
        amount_text(net - mean, 1.0),
        percent_bare_text(c->share_of_plan),
        amount_text(headroom, 1.0),
    };
    enum { N = sizeof cells / sizeof cells[0] };
    const char *texts[N];
    page_style styles[N] = {PAGE_PLAIN};
    for (size_t k = 0; k < N; k++)
        texts[k] = cells[k].text;
    styles[N - 1] = bad_if_negative(headroom);
    if (i == headline_level(year))
        styles[0] = PAGE_BOLD;
    table_row(table, texts, styles);
}

void
print_levels_table(const cli_page *page, const rasim_year_summary *year)
{
    static const table_column COLUMNS[] = {
        {"Sure", 0, false},    {"Net spend", 0, false}, {"±", 2, false},      {"Contingency", 0, false},
        {"= drift", 1, false}, {"+ risk", 1, false},    {"% plan", 3, false}, {"Headroom", 0, false},
    };
    double step = year_step(year);
    page_line(page, PAGE_BOLD, "What it takes to be sure, £ a year");
    cli_table *levels = table_create(page, COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0]);
    for (size_t i = 0; i < year->n_levels; i++)
        levels_row(levels, year, i, step);
    table_finish(levels);
    page_say(page, 2, "  Plan %s, expected %s: drift belongs in the base budget, risk is to be held.",
             pounds_text(year->plan_gbp, step).text, pounds_text(year->net.mean, step).text);
}

/* Where the money goes, row by row: the running total is what is rounded. */
typedef struct money_rows {
    cli_table *table;
    double step, total_gbp;
    double levels[2]; /* shown beside the expected amount */
} money_rows;

/* `people` NAN and `distribution` NULL leave their cells empty. */
static void
put_row(money_rows *self, const char *label, double people, double gbp, const rasim_distribution *distribution,
        page_style style)
{
    number_text cells[4] = {amount_text(people, 1.0), amount_text(gbp, 1.0), {""}, {""}};
    for (size_t i = 0; i < 2; i++) {
        const rasim_at_level *quantile = distribution ? quantile_at(distribution, self->levels[i]) : NULL;
        if (quantile)
            cells[2 + i] = amount_text(quantile->value, money_step(quantile->value, half_width(quantile)));
    }
    const char *texts[] = {label, cells[0].text, cells[1].text, cells[2].text, cells[3].text};
    const page_style styles[] = {style, style, style, style, style};
    table_row(self->table, texts, styles);
}

/* A part of the total, as the difference that it makes to the rounded running total. */
static void
put_part(money_rows *self, const char *label, double people, double gbp, const rasim_distribution *distribution)
{
    double before = round_to_step(self->total_gbp, self->step);
    self->total_gbp += gbp;
    put_row(self, label, people, round_to_step(self->total_gbp, self->step) - before, distribution, PAGE_PLAIN);
}

static void
put_total(money_rows *self, const char *label, double people, const rasim_distribution *distribution)
{
    put_row(self, label, people, round_to_step(self->total_gbp, self->step), distribution, PAGE_BOLD);
}

static void
put_pools(money_rows *rows, const rasim_study_info *study, const rasim_year_summary *year)
{
    double all = (double)study->n_people;
    double excluded = year->excluded_people.mean, legacy = year->lines[RASIM_LINE_LEGACY_PEOPLE];
    double ineligible = year->lines[RASIM_LINE_INELIGIBLE_PEOPLE];
    put_part(rows, "RAS pool", fmax(all - excluded - legacy - ineligible, 0.0), year->pools.ras.mean, &year->pools.ras);
    put_part(rows, "High-cost pool", excluded, year->pools.high_cost.mean, &year->pools.high_cost);
    if (legacy > 0.0 || year->pools.legacy.mean > 0.0)
        put_part(rows, "Not yet on the RAS", legacy, year->pools.legacy.mean, &year->pools.legacy);
    if (ineligible > 0.0)
        put_row(rows, "Below minimum points", ineligible, NOT_KNOWN, NULL, PAGE_PLAIN);
    put_total(rows, "Gross spend", all, &year->pools.total);
}

/* What lies between gross and net, in the order and with the signs of the ledger. */
static void
put_adjustments(money_rows *rows, const rasim_year_summary *year)
{
    static const struct {
        rasim_line line;
        const char *label;
    } LINES[] = {
        {RASIM_LINE_PROTECTION, "Transitional protection"}, {RASIM_LINE_INTERVENTION_COST, "Prevention programmes"},
        {RASIM_LINE_UNDERSPEND, "less unused budgets"},     {RASIM_LINE_SAVINGS, "less savings"},
        {RASIM_LINE_OTHER_FUNDING, "less other funding"},   {RASIM_LINE_CONTRIBUTION, "less contributions"},
    };
    for (size_t i = 0; i < sizeof LINES / sizeof LINES[0]; i++) {
        const rasim_line_info *info = rasim_line_describe(LINES[i].line);
        double gbp = year->lines[LINES[i].line];
        if (gbp != 0.0 && info)
            put_part(rows, LINES[i].label, NOT_KNOWN, info->sign * gbp, NULL);
    }
}

/* The lowest level above an even chance and the highest one. */
static void
choose_levels(const rasim_year_summary *year, double levels[2])
{
    levels[0] = levels[1] = NOT_KNOWN;
    for (size_t i = year->n_levels; i-- > 0;)
        if (year->contingency[i].level > 0.5)
            levels[0] = year->contingency[i].level;
    if (year->n_levels > 0)
        levels[1] = year->contingency[year->n_levels - 1].level;
}

void
print_money_table(const cli_page *page, const rasim_study_info *study, const rasim_year_summary *year)
{
    money_rows rows = {.step = money_step(year->net.mean, Z_95 * year->net.mean_se)};
    choose_levels(year, rows.levels);
    char headings[2][80];
    for (size_t i = 0; i < 2; i++)
        snprintf(headings[i], sizeof headings[i], "%s sure", level_text(rows.levels[i]).text);
    const table_column columns[] = {
        {"", 0, true}, {"People", 2, false}, {"Expected", 0, false}, {headings[0], 1, false}, {headings[1], 0, false}};
    page_line(page, PAGE_BOLD, "Where the money goes, £ a year");
    rows.table = table_create(page, columns, sizeof columns / sizeof columns[0]);
    put_pools(&rows, study, year);
    put_adjustments(&rows, year);
    put_total(&rows, "Net spend", NOT_KNOWN, &year->net);
    table_finish(rows.table);
    page_say(page, 2, "  The \"sure\" columns do not add up: not everything goes badly at once.");
}

static void
areas_row(cli_table *table, const rasim_area_summary *area, double level)
{
    const rasim_at_level *quantile = quantile_at(&area->net, level);
    double step = money_step(area->net.mean, quantile ? half_width(quantile) : NOT_KNOWN);
    double headroom = quantile ? area->envelope_gbp - quantile->value : NOT_KNOWN;
    number_text envelope = amount_text(area->envelope_gbp, 1.0), mean = amount_text(area->net.mean, step),
                sure = amount_text(quantile ? quantile->value : NOT_KNOWN, step), left = amount_text(headroom, step),
                inside = percent_text(area->has_envelope ? area->affordability.probability : NOT_KNOWN);
    const char *texts[] = {area->name, envelope.text, mean.text, sure.text, inside.text, left.text};
    const page_style styles[] = {PAGE_PLAIN, PAGE_PLAIN, PAGE_PLAIN, PAGE_PLAIN, PAGE_PLAIN, bad_if_negative(headroom)};
    table_row(table, texts, styles);
}

static bool
any_area_envelope(const rasim_year_summary *year)
{
    for (size_t i = 0; i < year->n_areas; i++)
        if (year->areas[i].has_envelope)
            return true;
    return false;
}

void
print_areas_table(const cli_page *page, const rasim_year_summary *year)
{
    size_t headline = headline_level(year);
    if (year->n_areas < 2 || !any_area_envelope(year) || headline >= year->n_levels)
        return;
    double level = year->contingency[headline].level;
    char heading[80];
    snprintf(heading, sizeof heading, "%s sure", level_text(level).text);
    const table_column columns[] = {{"Budget area", 0, true}, {"Envelope", 0, false}, {"Expected", 2, false},
                                    {heading, 0, false},      {"Inside", 1, false},   {"Headroom", 0, false}};
    page_blank(page);
    page_line(page, PAGE_BOLD, "Budget areas against their own envelopes, £ a year");
    cli_table *areas = table_create(page, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < year->n_areas; i++)
        areas_row(areas, &year->areas[i], level);
    table_finish(areas);
}

static void
designs_row(cli_table *table, const rasim_design_summary *design)
{
    const rasim_year_summary *year = &design->years[0];
    size_t headline = headline_level(year);
    bool has_level = headline < year->n_levels;
    double step = year_step(year), contingency = has_level ? year->contingency[headline].gbp : NOT_KNOWN;
    char bounds[128];
    snprintf(bounds, sizeof bounds, "%s to %s", percent_bare_text(year->affordability.low).text,
             percent_bare_text(year->affordability.high).text);
    number_text inside = percent_text(year->affordability.probability), mean = amount_text(year->net.mean, step),
                sure = amount_text(year->plan_gbp + contingency, step), held = amount_text(contingency, step);
    double headroom = headroom_beside(year, round_to_step(year->plan_gbp + contingency, step));
    number_text left = amount_text(headroom, 1.0);
    const char *texts[] = {design->name, inside.text, bounds, mean.text, sure.text, held.text, left.text};
    const page_style styles[] = {
        PAGE_PLAIN, PAGE_PLAIN, PAGE_PLAIN, PAGE_PLAIN, PAGE_PLAIN, PAGE_PLAIN, bad_if_negative(headroom)};
    table_row(table, texts, styles);
}

void
print_designs_table(const cli_page *page, const rasim_summary *summary)
{
    if (summary->n_designs == 0 || summary->designs[0].n_years == 0)
        return;
    const rasim_year_summary *year = &summary->designs[0].years[0];
    size_t headline = headline_level(year);
    char heading[80] = "";
    if (headline < year->n_levels)
        snprintf(heading, sizeof heading, "%s sure", level_text(year->contingency[headline].level).text);
    const table_column columns[] = {
        {"Design", 0, true}, {"Inside", 0, false},      {"(95 %)", 2, false},   {"Expected", 1, false},
        {heading, 0, false}, {"Contingency", 3, false}, {"Headroom", 0, false},
    };
    page_line(page, PAGE_BOLD, "Designs side by side, on the same draws, £ a year");
    cli_table *designs = table_create(page, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < summary->n_designs; i++)
        designs_row(designs, &summary->designs[i]);
    table_finish(designs);
}
