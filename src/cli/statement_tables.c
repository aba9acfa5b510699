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

number_text
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
    double headroom = headroom_beside(year, year->funding_uncertain ? round_to_step(need_at(year, i), step) : net);
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
        {"Sure", 0, false},    {"Net spend", 0, false}, {"±", 1, false},      {"Contingency", 0, false},
        {"= drift", 2, false}, {"+ risk", 2, false},    {"% plan", 3, false}, {"Headroom", 0, false},
    };
    double step = year_step(year);
    page_line(page, PAGE_BOLD, "What it takes to be sure, £ a year");
    cli_table *levels = table_create(page, COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0]);
    for (size_t i = 0; i < year->n_levels; i++)
        levels_row(levels, year, i, step);
    table_finish(levels);
    page_say(page, 2, "  Plan %s, expected %s; drift is for the base, risk to hold.",
             pounds_text(year->plan_gbp, step).text, pounds_text(year->net.mean, step).text);
}

/* Where the money goes, row by row: the running total is what is rounded. */
typedef struct money_rows {
    cli_table *table;
    double step, total_gbp;
    double levels[2]; /* shown beside the expected amount */
} money_rows;

/* A figure of the table; what is absent leaves its cell empty. */
typedef struct money_figure {
    double people, gbp, se; /* NAN: absent */
    const rasim_distribution *distribution;
} money_figure;

static void
put_row(money_rows *self, const char *label, money_figure figure, page_style style)
{
    number_text cells[5] = {amount_text(figure.people, 1.0), amount_text(figure.gbp, 1.0),
                            width_text(Z_95 * figure.se, self->step)};
    for (size_t i = 0; i < 2; i++) {
        const rasim_at_level *at = figure.distribution ? quantile_at(figure.distribution, self->levels[i]) : NULL;
        if (at)
            cells[3 + i] = amount_text(at->value, money_step(at->value, half_width(at)));
    }
    const char *texts[] = {label, cells[0].text, cells[1].text, cells[2].text, cells[3].text, cells[4].text};
    const page_style styles[] = {style, style, style, style, style, style};
    table_row(self->table, texts, styles);
}

/* A part of the total, as the difference that it makes to the rounded running total. */
static void
put_part(money_rows *self, const char *label, money_figure figure)
{
    double before = round_to_step(self->total_gbp, self->step);
    self->total_gbp += figure.gbp;
    figure.gbp = round_to_step(self->total_gbp, self->step) - before;
    put_row(self, label, figure, PAGE_PLAIN);
}

static void
put_total(money_rows *self, const char *label, double people, const rasim_distribution *distribution)
{
    const double gbp = round_to_step(self->total_gbp, self->step);
    put_row(self, label, (money_figure){people, gbp, distribution->mean_se, distribution}, PAGE_BOLD);
}

static void
put_pool(money_rows *self, const char *label, double people, const rasim_distribution *pool)
{
    put_part(self, label, (money_figure){people, pool->mean, pool->mean_se, pool});
}

static void
put_pools(money_rows *rows, const rasim_study_info *study, const rasim_year_summary *year)
{
    double all = (double)study->n_people;
    double excluded = year->excluded_people.mean, legacy = year->lines[RASIM_LINE_LEGACY_PEOPLE];
    double ineligible = year->lines[RASIM_LINE_INELIGIBLE_PEOPLE];
    put_pool(rows, "RAS pool", fmax(all - excluded - legacy - ineligible, 0.0), &year->pools.ras);
    put_pool(rows, "High-cost pool", excluded, &year->pools.high_cost);
    if (legacy > 0.0 || year->pools.legacy.mean > 0.0)
        put_pool(rows, "Not yet on the RAS", legacy, &year->pools.legacy);
    if (ineligible > 0.0)
        put_row(rows, "Below minimum points", (money_figure){ineligible, NOT_KNOWN, NOT_KNOWN, NULL}, PAGE_PLAIN);
    put_total(rows, "Gross spend", all, &year->pools.total);
}

const adjustment *
adjustments(size_t *n)
{
    static const adjustment LINES[] = {
        {RASIM_LINE_INTERVENTION_COST, "Prevention programmes"},
        {RASIM_LINE_UNDERSPEND, "less unused budgets"},
        {RASIM_LINE_SAVINGS, "less savings"},
        {RASIM_LINE_OTHER_FUNDING, "less other funding"},
        {RASIM_LINE_CONTRIBUTION, "less contributions"},
    };
    *n = sizeof LINES / sizeof LINES[0];
    return LINES;
}

static void
put_adjustments(money_rows *rows, const rasim_year_summary *year)
{
    size_t n;
    const adjustment *lines = adjustments(&n);
    for (size_t i = 0; i < n; i++) {
        const rasim_line_info *info = rasim_line_describe(lines[i].line);
        double gbp = year->lines[lines[i].line];
        if (gbp != 0.0 && info)
            put_part(rows, lines[i].label,
                     (money_figure){NOT_KNOWN, info->sign * gbp, year->lines_se[lines[i].line], NULL});
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
print_money_table(const cli_page *page, const rasim_study_info *study, const rasim_year_summary *year, bool in_brief)
{
    enum { IN_BRIEF = 4 }; /* columns */
    money_rows rows = {.step = money_step(year->net.mean, Z_95 * year->net.mean_se)};
    choose_levels(year, rows.levels);
    char headings[2][80];
    for (size_t i = 0; i < 2; i++)
        snprintf(headings[i], sizeof headings[i], "%s sure", level_text(rows.levels[i]).text);
    const table_column columns[] = {{"", 0, true},   {"People", 2, false},    {"Expected", 0, false},
                                    {"±", 3, false}, {headings[0], 1, false}, {headings[1], 0, false}};
    page_line(page, PAGE_BOLD,
              in_brief ? "Where the money goes, expected, £ a year" : "Where the money goes, £ a year");
    rows.table = table_create(page, columns, in_brief ? IN_BRIEF : sizeof columns / sizeof columns[0]);
    put_pools(&rows, study, year);
    put_adjustments(&rows, year);
    put_total(&rows, "Net spend", NOT_KNOWN, &year->net);
    table_finish(rows.table);
    if (!in_brief)
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

/* The figures of a design side by side with others: of its one year, or of all its years together. */
typedef struct design_figures {
    rasim_probability inside;
    double mean, sure, contingency, headroom, step;
} design_figures;

static design_figures
figures_of(const rasim_design_summary *design)
{
    const rasim_year_summary *year = &design->years[0];
    const size_t headline = headline_level(year);
    const bool has_level = headline < year->n_levels;
    design_figures out = {.inside = year->affordability, .mean = year->net.mean, .step = year_step(year)};
    if (design->n_years == 1) {
        out.contingency = has_level ? year->contingency[headline].gbp : NOT_KNOWN;
        out.sure = year->plan_gbp + out.contingency;
        out.headroom = has_level ? headroom_beside(year, round_to_step(need_at(year, headline), out.step)) : NOT_KNOWN;
        return out;
    }
    const rasim_horizon *all = &design->horizon;
    const rasim_at_level *at = has_level ? quantile_at(&all->net, year->contingency[headline].level) : NULL;
    out.inside = all->every_year;
    out.mean = all->net.mean;
    out.step = money_step(all->envelope_gbp, at ? half_width(at) : NOT_KNOWN);
    out.sure = at ? at->value : NOT_KNOWN;
    out.contingency = out.sure - all->plan_gbp;
    /* the sum of envelopes that grow has odd pounds, which nobody stated */
    out.headroom = round_to_step(all->envelope_gbp, out.step) - round_to_step(out.sure, out.step);
    return out;
}

static void
designs_row(cli_table *table, const rasim_design_summary *design)
{
    const design_figures f = figures_of(design);
    char bounds[128];
    snprintf(bounds, sizeof bounds, "%s to %s", percent_bare_text(f.inside.low).text,
             percent_bare_text(f.inside.high).text);
    number_text inside = percent_text(f.inside.probability), mean = amount_text(f.mean, f.step),
                sure = amount_text(f.sure, f.step), held = amount_text(f.contingency, f.step),
                left = amount_text(f.headroom, 1.0);
    const char *texts[] = {design->name, inside.text, bounds, mean.text, sure.text, held.text, left.text};
    const page_style styles[] = {
        PAGE_PLAIN, PAGE_PLAIN, PAGE_PLAIN, PAGE_PLAIN, PAGE_PLAIN, PAGE_PLAIN, bad_if_negative(f.headroom)};
    table_row(table, texts, styles);
}

void
print_designs_table(const cli_page *page, const rasim_summary *summary)
{
    if (summary->n_designs == 0 || summary->designs[0].n_years == 0)
        return;
    const rasim_year_summary *year = &summary->designs[0].years[0];
    const size_t headline = headline_level(year), n_years = summary->designs[0].n_years;
    char heading[80] = "", title[128] = "Designs side by side, on the same draws, £ a year";
    if (headline < year->n_levels)
        snprintf(heading, sizeof heading, "%s sure", level_text(year->contingency[headline].level).text);
    if (n_years > 1)
        snprintf(title, sizeof title, "Designs side by side, on the same draws, £ over %zu years", n_years);
    const table_column columns[] = {
        {"Design", 0, true},    {n_years > 1 ? "Every year" : "Inside", 0, false},
        {"(95 %)", 2, false},   {"Expected", 1, false},
        {heading, 0, false},    {"Contingency", 3, false},
        {"Headroom", 0, false},
    };
    page_line(page, PAGE_BOLD, title);
    cli_table *designs = table_create(page, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < summary->n_designs; i++)
        designs_row(designs, &summary->designs[i]);
    table_finish(designs);
}

/* The first year of a design: pools, gross, net and panel cases. Everything but people has the step of net. */
static void
designs_money_row(cli_table *table, const rasim_design_summary *design, bool with_legacy)
{
    const rasim_year_summary *year = &design->years[0];
    const double step = money_step(year->net.mean, Z_95 * year->net.mean_se);
    const double pools[] = {year->pools.ras.mean, year->pools.high_cost.mean, year->pools.legacy.mean};
    number_text cells[7];
    size_t n = 0;
    for (size_t i = 0; i < (with_legacy ? 3 : 2); i++)
        cells[n++] = amount_text(pools[i], step);
    cells[n++] = amount_text(year->pools.total.mean, step);
    cells[n++] = amount_text(year->net.mean, step);
    cells[n++] = width_text(Z_95 * year->net.mean_se, step);
    cells[n++] = amount_text(year->panel_cases.mean, 1.0);
    const char *texts[8] = {design->name};
    for (size_t i = 0; i < n; i++)
        texts[i + 1] = cells[i].text;
    table_row(table, texts, NULL);
}

static bool
any_legacy(const rasim_summary *summary)
{
    for (size_t i = 0; i < summary->n_designs; i++)
        if (summary->designs[i].years[0].pools.legacy.mean > 0.0)
            return true;
    return false;
}

void
print_designs_money(const cli_page *page, const rasim_summary *summary)
{
    static const table_column LEGACY = {"Not yet on it", 4, false};
    table_column columns[8] = {{"Design", 0, true}, {"RAS pool", 2, false}, {"High-cost", 1, false}};
    static const table_column LAST[] = {
        {"Gross", 3, false}, {"Net", 0, false}, {"±", 5, false}, {"Panel cases", 0, false}};
    if (summary->n_designs == 0 || summary->designs[0].n_years == 0)
        return;
    const bool with_legacy = any_legacy(summary);
    size_t n = 3;
    if (with_legacy)
        columns[n++] = LEGACY;
    memcpy(columns + n, LAST, sizeof LAST);
    page_line(page, PAGE_BOLD,
              summary->designs[0].n_years > 1 ? "Where the money goes in the first year, expected, £"
                                              : "Where the money goes, expected, £ a year");
    cli_table *table = table_create(page, columns, n + sizeof LAST / sizeof *LAST);
    for (size_t i = 0; i < summary->n_designs; i++)
        designs_money_row(table, &summary->designs[i], with_legacy);
    table_finish(table);
}
