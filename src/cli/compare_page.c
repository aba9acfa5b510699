/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `rasim compare` prints. */
#include "compare_page.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compare_moves.h"
#include "number.h"
#include "table.h"
#include "title.h"
#include "why_tables.h"

#define HEADLINE_LEVEL 0.9

/* More designs than this are compared in tables only. */
#define MOST_SENTENCES 4

size_t
compare_level(const double *levels, size_t n_levels)
{
    for (size_t i = 0; i < n_levels; i++)
        if (fabs(levels[i] - HEADLINE_LEVEL) < 1e-9)
            return i;
    return n_levels / 2;
}

number_text
compare_period(const char *const *periods, size_t n_periods, size_t period)
{
    number_text out = {", £ a year"};
    if (n_periods > 1 && period + 1 == n_periods)
        snprintf(out.text, sizeof out.text, ", %.24s together, £", periods[period]);
    else if (n_periods > 1)
        snprintf(out.text, sizeof out.text, ", %.24s, £ a year", periods[period]);
    return out;
}

/* " in 2027/28", the first of several years; "" where there is one. */
static number_text
in_first_year(const rasim_comparison *comparison)
{
    number_text out = {""};
    if (comparison->n_periods > 1)
        snprintf(out.text, sizeof out.text, " in %.24s", comparison->periods[0]);
    return out;
}

static number_text
count_text(double n)
{
    return isfinite(n) ? whole_text((int64_t)llround(n)) : (number_text){""};
}

/* "+12,000", "-3,000", "0": of differences. */
static number_text
signed_text(double gbp, double step)
{
    number_text amount = amount_text(gbp, step), out;
    const bool plus = amount.text[0] != '\0' && amount.text[0] != '-' && strcmp(amount.text, "0") != 0;
    snprintf(out.text, sizeof out.text, "%s%.40s", plus ? "+" : "", amount.text);
    return out;
}

/* ---- what it costs ---- */

static double
step_of(const rasim_criteria *criteria, size_t level, size_t n_levels)
{
    const double own = money_step(criteria->mean, Z_95 * criteria->mean_se);
    const double other =
        level < n_levels ? money_step(criteria->net[level].value, half_width(&criteria->net[level])) : 1;
    return fmax(own, other);
}

static void
costs_row(cli_table *table, const rasim_comparison *comparison, size_t d, size_t period, size_t level)
{
    const rasim_criteria *c = &comparison->designs[d].periods[period];
    const bool has_level = level < comparison->n_levels;
    const double step = step_of(c, level, comparison->n_levels);
    char bounds[128];
    snprintf(bounds, sizeof bounds, "%s to %s", percent_bare_text(c->affordability.low).text,
             percent_bare_text(c->affordability.high).text);
    const number_text inside = percent_text(c->affordability.probability), plan = amount_text(c->plan_gbp, step),
                      mean = amount_text(c->mean, step),
                      sure = amount_text(has_level ? c->net[level].value : NOT_KNOWN, step),
                      held = amount_text(has_level ? c->contingency[level].value : NOT_KNOWN, step),
                      least = percent_text(c->cheapest);
    const char *cells[] = {
        comparison->designs[d].name, inside.text, bounds, plan.text, mean.text, sure.text, held.text, least.text};
    table_row(table, cells, NULL);
}

static void
print_costs(const cli_page *page, const rasim_comparison *comparison, size_t period)
{
    const size_t level = compare_level(comparison->levels, comparison->n_levels);
    char heading[80] = "", title[256];
    if (level < comparison->n_levels)
        snprintf(heading, sizeof heading, "%s sure", level_text(comparison->levels[level]).text);
    const table_column columns[] = {{"Design", 0, true},       {"Inside", 0, false},   {"(95 %)", 2, false},
                                    {"Plan", 4, false},        {"Expected", 0, false}, {heading, 0, false},
                                    {"Contingency", 3, false}, {"Cheapest", 1, false}};
    snprintf(title, sizeof title, "What it costs%s",
             compare_period(comparison->periods, comparison->n_periods, period).text);
    page_blank(page);
    page_line(page, PAGE_BOLD, title);
    cli_table *table = table_create(page, columns, sizeof columns / sizeof columns[0]);
    for (size_t d = 0; d < comparison->n_designs; d++)
        costs_row(table, comparison, d, period, level);
    table_finish(table);
}

/* Contingency beyond the plan at every level. */
static void
print_contingencies(const cli_page *page, const rasim_comparison *comparison, size_t period)
{
    const size_t most = TABLE_MOST_COLUMNS - 1, n = comparison->n_levels < most ? comparison->n_levels : most;
    table_column columns[TABLE_MOST_COLUMNS] = {{"Design", 0, true}};
    number_text headings[TABLE_MOST_COLUMNS], figures[TABLE_MOST_COLUMNS];
    const char *cells[TABLE_MOST_COLUMNS];
    for (size_t i = 0; i < n; i++) {
        headings[i] = level_text(comparison->levels[i]);
        columns[i + 1] =
            (table_column){headings[i].text,
                           (unsigned)(i == compare_level(comparison->levels, comparison->n_levels) ? 0 : n - i), false};
    }
    char title[128];
    snprintf(title, sizeof title, "Contingency beyond the plan to be so sure%s",
             compare_period(comparison->periods, comparison->n_periods, period).text);
    page_blank(page);
    page_line(page, PAGE_BOLD, title);
    cli_table *table = table_create(page, columns, n + 1);
    for (size_t d = 0; d < comparison->n_designs; d++) {
        const rasim_criteria *c = &comparison->designs[d].periods[period];
        cells[0] = comparison->designs[d].name;
        for (size_t i = 0; i < n; i++) {
            const double step = step_of(c, i, comparison->n_levels);
            figures[i] = amount_text(c->contingency[i].value, step);
            cells[i + 1] = figures[i].text;
        }
        table_row(table, cells, NULL);
    }
    table_finish(table);
}

/* ---- what it does for people ---- */

static bool
any_known(const rasim_comparison *comparison, size_t period, double (*figure)(const rasim_criteria *))
{
    for (size_t d = 0; d < comparison->n_designs; d++)
        if (isfinite(figure(&comparison->designs[d].periods[period])))
            return true;
    return false;
}

static double
indicative_short(const rasim_criteria *criteria)
{
    return criteria->indicative_short_share;
}

/* What is known only where people were observed one by one. */
static void
print_observed(const cli_page *page, const rasim_comparison *comparison, size_t period)
{
    static const table_column columns[] = {
        {"Design", 0, true}, {"Indicative short", 0, false}, {"Final short", 0, false}, {"Inequality", 0, false}};
    if (!any_known(comparison, period, indicative_short))
        return;
    page_blank(page);
    cli_table *table = table_create(page, columns, sizeof columns / sizeof columns[0]);
    for (size_t d = 0; d < comparison->n_designs; d++) {
        const rasim_criteria *c = &comparison->designs[d].periods[period];
        const number_text indicative = percent_text(c->indicative_short_share),
                          final = percent_text(c->final_short_share);
        char theil[32] = "";
        if (isfinite(c->equity_theil))
            snprintf(theil, sizeof theil, "%.4f", c->equity_theil);
        const char *cells[] = {comparison->designs[d].name, indicative.text, final.text, theil};
        table_row(table, cells, NULL);
    }
    table_finish(table);
    page_say(page, 2,
             "  Indicative short: people whose need costs more than the amount and its tolerance; final short: than "
             "the final budget. Inequality: Theil's T of amount over need within bands of equal need.");
}

static void
print_people(const cli_page *page, const rasim_comparison *comparison, size_t period)
{
    static const table_column columns[] = {{"Design", 0, true},         {"Panel cases", 0, false},
                                           {"Planned alone", 1, false}, {"Uplift, £", 2, false},
                                           {"Left to panel", 0, false}, {"Most sufficient", 0, false}};
    char title[128];
    snprintf(title, sizeof title, "What it does for people, expected%s",
             comparison->n_periods > 1 ? in_first_year(comparison).text : " in the year");
    page_blank(page);
    page_line(page, PAGE_BOLD, title);
    cli_table *table = table_create(page, columns, sizeof columns / sizeof columns[0]);
    for (size_t d = 0; d < comparison->n_designs; d++) {
        const rasim_criteria *c = &comparison->designs[d].periods[period];
        const number_text panel = count_text(c->panel_cases), alone = count_text(c->excluded_people),
                          uplift = amount_text(c->uplift_gbp, money_step(c->uplift_gbp, NOT_KNOWN)),
                          left = percent_text(c->uplift_share), most = percent_text(c->most_sufficient);
        const char *cells[] = {comparison->designs[d].name, panel.text, alone.text, uplift.text, left.text, most.text};
        table_row(table, cells, NULL);
    }
    table_finish(table);
    page_say(page, 2,
             "  Left to panel: the share of RAS spending that allocations do not give and panels add. Most sufficient: "
             "how often no other design leaves less.");
    print_observed(page, comparison, period);
}

/* ---- what it takes to run ---- */

static void
print_running(const cli_page *page, const rasim_comparison *comparison, size_t period)
{
    static const table_column columns[] = {
        {"Design", 0, true},       {"Questions", 0, false}, {"a person", 3, false}, {"Free numbers", 0, false},
        {"Assessments", 1, false}, {"Reviews", 2, false},   {"£ a year", 0, false}, {"Hours", 0, false}};
    bool partial = false, known = false;
    if (!comparison->designs[comparison->against].from_package.known)
        return;
    char title[128];
    snprintf(title, sizeof title, "What it takes to explain and to run%s", in_first_year(comparison).text);
    page_blank(page);
    page_line(page, PAGE_BOLD, title);
    cli_table *table = table_create(page, columns, sizeof columns / sizeof columns[0]);
    for (size_t d = 0; d < comparison->n_designs; d++) {
        const rasim_compared_design *design = &comparison->designs[d];
        const rasim_administration *admin = &design->periods[period].administration;
        const double none = NOT_KNOWN;
        const bool has = design->complexity.known;
        char a_person[32] = "";
        if (has)
            snprintf(a_person, sizeof a_person, "%.1f", design->complexity.questions_a_person);
        const number_text questions = count_text(has ? design->complexity.questions : none),
                          parameters = count_text(has ? design->complexity.parameters : none),
                          assessments = count_text(admin->assessments), reviews = count_text(admin->reviews),
                          gbp = amount_text(admin->gbp, money_step(admin->gbp, NOT_KNOWN)),
                          hours = count_text(admin->hours);
        const char *cells[] = {design->name,     questions.text, a_person, parameters.text,
                               assessments.text, reviews.text,   gbp.text, hours.text};
        table_row(table, cells, NULL);
        partial = partial || admin->partial;
        known = known || isfinite(admin->gbp) || isfinite(admin->hours);
    }
    table_finish(table);
    if (!known)
        page_say(page, 2, "  What running it costs is not known: the files have no 'administration'.");
    else if (partial)
        page_say(page, 2, "  Without what has no figure under 'administration'.");
}

/* ---- differences ---- */

static void
difference_sentence(const cli_page *page, const rasim_comparison *comparison, size_t d, size_t period)
{
    const rasim_difference *x = &comparison->designs[d].periods[period].difference;
    const char *name = comparison->designs[d].name, *other = comparison->designs[comparison->against].name;
    const double half = Z_95 * x->mean_se, step = money_step(x->mean, half);
    const bool all_years = comparison->n_periods > 1 && period + 1 == comparison->n_periods;
    const char *draws = comparison->n_periods > 1 ? "simulation" : "simulated year";
    if (!(x->sd > 0) && fabs(x->mean) <= 0) {
        page_say(page, 2, "  %s costs exactly what %s does, in every %s.", name, other, draws);
        return;
    }
    if (fabs(x->mean) <= half)
        page_say(page, 2, "  %s and %s cost the same within the simulation error (%s, ±%s).", name, other,
                 pounds_text(x->mean, step).text, amount_text(half, 1).text);
    else
        page_say(page, 2, "  %s is %s%s %s than %s%s on average (±%s), and dearer in %s of %ss.", name,
                 pounds_text(fabs(x->mean), step).text, all_years ? "" : " a year", x->mean > 0 ? "dearer" : "cheaper",
                 other, all_years ? " over all years" : "", amount_text(half, 1).text,
                 percent_text(x->dearer.probability).text, draws);
}

static void
difference_row(cli_table *table, const rasim_comparison *comparison, size_t d, size_t period, size_t level)
{
    const rasim_difference *x = &comparison->designs[d].periods[period].difference;
    const bool has_level = level < comparison->n_levels;
    const double half = Z_95 * x->mean_se, step = money_step(x->mean, half);
    const rasim_at_level *at = has_level ? &x->quantiles[level] : NULL;
    const double at_half = at ? half_width(at) : NOT_KNOWN, at_step = at ? money_step(at->value, at_half) : 1;
    char inside[64], bounds[64];
    snprintf(inside, sizeof inside, "%+.1f ± %.1f", 100 * x->affordability, 100 * Z_95 * x->affordability_se);
    snprintf(bounds, sizeof bounds, "±%s", amount_text(half, 1).text);
    char at_bounds[64];
    snprintf(at_bounds, sizeof at_bounds, "±%s", amount_text(at_half, 1).text);
    const number_text mean = signed_text(x->mean, step), sure = signed_text(at ? at->value : NOT_KNOWN, at_step),
                      dearer = percent_text(x->dearer.probability);
    const char *cells[] = {comparison->designs[d].name, mean.text, bounds, sure.text, at_bounds, dearer.text, inside};
    table_row(table, cells, NULL);
}

static void
print_differences(const cli_page *page, const rasim_comparison *comparison, size_t period)
{
    const size_t level = compare_level(comparison->levels, comparison->n_levels);
    char heading[80] = "", title[256];
    if (comparison->n_designs < 2)
        return;
    if (level < comparison->n_levels)
        snprintf(heading, sizeof heading, "%s sure", level_text(comparison->levels[level]).text);
    const table_column columns[] = {{"Design", 0, true},         {"Expected", 0, false}, {"", 0, false},
                                    {heading, 1, false},         {"", 1, false},         {"Dearer in", 0, false},
                                    {"Inside, points", 2, false}};
    snprintf(title, sizeof title, "Net spend beside %s%s, same draws", comparison->designs[comparison->against].name,
             compare_period(comparison->periods, comparison->n_periods, period).text);
    page_blank(page);
    page_wrap(page, PAGE_BOLD, 0, title);
    cli_table *table = table_create(page, columns, sizeof columns / sizeof columns[0]);
    for (size_t d = 0; d < comparison->n_designs; d++)
        if (d != comparison->against)
            difference_row(table, comparison, d, period, level);
    table_finish(table);
    for (size_t d = 0; comparison->n_designs <= MOST_SENTENCES && d < comparison->n_designs; d++)
        if (d != comparison->against)
            difference_sentence(page, comparison, d, period);
}

/* ---- why ---- */

/* Of the designs of which it was worked out. */
static void
print_why(const cli_page *page, const rasim_comparison *comparison)
{
    bool headed = false;
    for (size_t d = 0; d < comparison->n_designs; d++) {
        const rasim_compared_design *design = &comparison->designs[d];
        if (!design->spread && !design->reverse)
            continue;
        if (!headed) {
            page_blank(page);
            page_line(page, PAGE_BOLD, "Where the spread comes from, and what would tip it");
        }
        headed = true;
        page_say(page, 2, "  %s:", design->name);
        print_drivers(page, design->spread);
        print_tips(page, design->reverse, comparison->n_years > 1);
    }
}

/* ---- the whole ---- */

static void
print_title(const cli_page *page, const rasim_study_info *study, const rasim_comparison *comparison)
{
    char detail[128], title[160], simulated[48] = "simulated years";
    if (comparison->n_years > 1)
        snprintf(simulated, sizeof simulated, "simulations of %zu years", comparison->n_years);
    snprintf(detail, sizeof detail, "%zu designs, the same %s %s", comparison->n_designs,
             whole_text((int64_t)comparison->replicates).text, simulated);
    if (study) {
        title_print(page, study, detail);
        return;
    }
    snprintf(title, sizeof title, "Finished runs: %s", detail);
    page_line(page, PAGE_BOLD, title);
    for (size_t d = 0; d < comparison->n_designs; d++)
        page_say(page, 4, "  %s: %s", comparison->designs[d].name, comparison->designs[d].file);
}

void
compare_page_print(const cli_page *page, const rasim_study_info *study, const rasim_comparison *comparison)
{
    const size_t last = comparison->n_periods - 1;
    print_title(page, study, comparison);
    for (size_t p = 0; p < comparison->n_periods; p++)
        print_costs(page, comparison, p);
    print_contingencies(page, comparison, 0);
    for (size_t p = 0; p < comparison->n_periods; p++)
        print_differences(page, comparison, p);
    print_why(page, comparison);
    print_people(page, comparison, last > 0 ? 0 : last);
    print_running(page, comparison, last > 0 ? 0 : last);
    print_winners(page, comparison);
    print_moves(page, comparison);
    page_blank(page);
    page_say(page, 0, "± and intervals are 95 %% and show simulation error only.");
}
