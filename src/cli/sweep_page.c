/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `rasim sweep` prints. */
#include "sweep_page.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compare_page.h"
#include "number.h"
#include "table.h"

enum { WIDEST_BAR = 40, VALUE_WIDTH = 24 };

/* A value of a key, with as many digits as it was written with. */
static number_text
value_text(double value)
{
    number_text out;
    snprintf(out.text, sizeof out.text, "%.12g", value);
    return out;
}

const char *
key_last_part(const char *key)
{
    const char *part = key;
    int depth = 0;
    for (const char *c = key; *c; c++) {
        depth += (*c == '[') - (*c == ']');
        if (*c == '.' && depth == 0)
            part = c + 1;
    }
    return part;
}

/* Headings: the last part of a key, unless two keys end alike. */
static const char *
short_key(const rasim_sweep *sweep, size_t axis)
{
    const char *name = key_last_part(sweep->keys[axis]);
    for (size_t a = 0; a < sweep->n_axes; a++)
        if (a != axis && strcmp(key_last_part(sweep->keys[a]), name) == 0)
            return sweep->keys[axis];
    return name;
}

static void
print_title(const cli_page *page, const rasim_sweep *sweep)
{
    char *title = NULL;
    if (asprintf(&title, "%s, %s · %s%s", sweep->framework, sweep->year, sweep->design,
                 sweep->synthetic ? " · SYNTHETIC DATA" : "") >= 0)
        page_wrap(page, PAGE_BOLD, 0, title);
    free(title);
    page_say(page, 0, "%s points on the same %s %s.", whole_text((int64_t)sweep->n_points).text,
             whole_text((int64_t)sweep->replicates).text,
             sweep->n_periods > 1 ? "simulations of all years" : "simulated years");
    for (size_t a = 0; a < sweep->n_axes; a++)
        page_say(page, 4, "  %s: %s", short_key(sweep, a), sweep->keys[a]);
}

/* ---- the table ---- */

static void
point_row(cli_table *table, const rasim_sweep *sweep, const rasim_sweep_point *point, size_t period, size_t level)
{
    const rasim_criteria *c = &point->periods[period];
    const bool has_level = level < sweep->n_levels;
    const double step = fmax(money_step(c->mean, Z_95 * c->mean_se),
                             has_level ? money_step(c->net[level].value, half_width(&c->net[level])) : 1);
    char bounds[128];
    const char *cells[TABLE_MOST_COLUMNS];
    number_text values[RASIM_MOST_AXES];
    size_t n = 0;
    snprintf(bounds, sizeof bounds, "%s to %s", percent_bare_text(c->affordability.low).text,
             percent_bare_text(c->affordability.high).text);
    const number_text inside = percent_text(c->affordability.probability), mean = amount_text(c->mean, step),
                      sure = amount_text(has_level ? c->net[level].value : NOT_KNOWN, step),
                      held = amount_text(has_level ? c->contingency[level].value : NOT_KNOWN, step),
                      panel = whole_text((int64_t)llround(c->panel_cases)),
                      alone = whole_text((int64_t)llround(c->excluded_people));
    for (size_t a = 0; a < sweep->n_axes; a++) {
        values[a] = value_text(point->values[a]);
        cells[n++] = values[a].text;
    }
    const char *figures[] = {inside.text, bounds, mean.text, sure.text, held.text, panel.text, alone.text};
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
        cells[n++] = figures[i];
    table_row(table, cells, NULL);
}

static void
print_table(const cli_page *page, const rasim_sweep *sweep, size_t period)
{
    const size_t level = compare_level(sweep->levels, sweep->n_levels);
    char heading[80] = "", title[256];
    if (level < sweep->n_levels)
        snprintf(heading, sizeof heading, "%s sure", level_text(sweep->levels[level]).text);
    const table_column figures[] = {{"Inside", 0, false},       {"(95 %)", 2, false},      {"Expected", 0, false},
                                    {heading, 0, false},        {"Contingency", 1, false}, {"Panel", 3, false},
                                    {"Planned alone", 4, false}};
    table_column columns[TABLE_MOST_COLUMNS];
    size_t n = 0;
    for (size_t a = 0; a < sweep->n_axes; a++)
        columns[n++] = (table_column){short_key(sweep, a), 0, false};
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
        columns[n++] = figures[i];
    snprintf(title, sizeof title, "Net spend%s", compare_period(sweep->periods, sweep->n_periods, period).text);
    page_blank(page);
    page_line(page, PAGE_BOLD, title);
    cli_table *table = table_create(page, columns, n);
    for (size_t i = 0; i < sweep->n_points; i++)
        point_row(table, sweep, &sweep->points[i], period, level);
    table_finish(table);
}

/* What the points do for people, in the first year: as in a comparison. */
static void
print_people(const cli_page *page, const rasim_sweep *sweep)
{
    table_column columns[TABLE_MOST_COLUMNS];
    size_t n = 0;
    for (size_t a = 0; a < sweep->n_axes; a++)
        columns[n++] = (table_column){short_key(sweep, a), 0, false};
    columns[n++] = (table_column){"Left to panel", 0, false};
    columns[n++] = (table_column){"Indicative short", 0, false};
    columns[n++] = (table_column){"Final short", 0, false};
    columns[n++] = (table_column){"Inequality", 1, false};
    char title[96];
    snprintf(title, sizeof title, "What it does for people%s%.24s", sweep->n_periods > 1 ? " in " : "",
             sweep->n_periods > 1 ? sweep->periods[0] : "");
    page_blank(page);
    page_line(page, PAGE_BOLD, title);
    cli_table *table = table_create(page, columns, n);
    for (size_t i = 0; i < sweep->n_points; i++) {
        const rasim_criteria *c = &sweep->points[i].periods[0];
        const number_text left = percent_text(c->uplift_share), early = percent_text(c->indicative_short_share),
                          late = percent_text(c->final_short_share);
        number_text values[RASIM_MOST_AXES], inequality = {""};
        const char *cells[TABLE_MOST_COLUMNS];
        if (!isnan(c->equity_theil))
            snprintf(inequality.text, sizeof inequality.text, "%.4f", c->equity_theil);
        for (size_t a = 0; a < sweep->n_axes; a++) {
            values[a] = value_text(sweep->points[i].values[a]);
            cells[a] = values[a].text;
        }
        const char *figures[] = {left.text, early.text, late.text, inequality.text};
        memcpy(cells + sweep->n_axes, figures, sizeof figures);
        table_row(table, cells, NULL);
    }
    table_finish(table);
}

/* ---- the chart ---- */

static void
print_bar(const cli_page *page, double columns, double bound)
{
    const size_t full = (size_t)llround(columns), end = (size_t)llround(bound);
    for (size_t i = 0; i < full; i++)
        fputs(page->utf8 ? "█" : "#", page->stream);
    for (size_t i = full; i < end; i++)
        fputs(page->utf8 ? "░" : "-", page->stream);
    fputs("\n", page->stream);
}

/* One bar for each value: P(affordable), its interval's upper half faint. Of several years all together. */
static void
print_chart(const cli_page *page, const rasim_sweep *sweep, size_t period)
{
    const double room = (double)page->width - VALUE_WIDTH - 12;
    const double width = room < WIDEST_BAR ? room : WIDEST_BAR;
    page_blank(page);
    page_line(page, PAGE_BOLD,
              sweep->n_periods > 1 ? "Inside, all years together, with the upper end of the 95 % interval"
                                   : "Years inside the envelope, with the upper end of the 95 % interval");
    for (size_t i = 0; i < sweep->n_points; i++) {
        const rasim_probability p = sweep->points[i].periods[period].affordability;
        fprintf(page->stream, "  %*s  %8s  ", VALUE_WIDTH - 4, value_text(sweep->points[i].values[0]).text,
                percent_text(p.probability).text);
        print_bar(page, width * p.probability, width * p.high);
    }
}

/* ---- what to make of it ---- */

static void
say_error(const cli_page *page, const rasim_sweep *sweep, size_t period)
{
    size_t n_inside = 0, n_steps = 0, n_same = 0;
    for (size_t i = 0; i < sweep->n_points; i++) {
        const rasim_step_change *change = &sweep->points[i].changes[period];
        if (isnan(change->mean))
            continue;
        n_steps++;
        n_inside += change->inside_error;
        n_same += !(change->mean_se > 0) && fabs(change->mean) <= 0;
    }
    if (n_steps == 0 || (n_inside == 0 && n_same < n_steps))
        return;
    page_blank(page);
    if (n_same == n_steps)
        page_say(page, 0, "Net spend is the same at all points: in this study the last key changes nothing.");
    else
        page_say(page, 0,
                 "From one point to the next the probability moves by less than the simulation error in %zu of %zu "
                 "steps; more --replicates or larger steps tell them apart.",
                 n_inside, n_steps);
}

/* Up to where, or from where on, a level is kept, for one key whose answer changes once. */
static void
say_limit(const cli_page *page, const rasim_sweep *sweep, size_t period)
{
    const size_t at = compare_level(sweep->levels, sweep->n_levels);
    if (at >= sweep->n_levels || sweep->n_points < 2)
        return;
    const double level = sweep->levels[at];
    const char *of = sweep->n_periods > 1 ? "simulations, all years taken together" : "years";
    size_t n_enough = 0, n_turns = 0, turn = 0;
    for (size_t i = 0; i < sweep->n_points; i++) {
        const bool enough = sweep->points[i].periods[period].affordability.probability >= level;
        n_enough += enough;
        if (i > 0 && enough != (sweep->points[i - 1].periods[period].affordability.probability >= level)) {
            n_turns++;
            turn = i;
        }
    }
    const bool first = sweep->points[0].periods[period].affordability.probability >= level;
    page_blank(page);
    if (n_enough == 0 || n_enough == sweep->n_points)
        page_say(page, 0, "At %s of these values the budget is enough in %s of %s.", n_enough == 0 ? "none" : "all",
                 level_text(level).text, of);
    else if (n_turns == 1)
        page_say(page, 0, "The budget is enough in %s of %s %s %s, and no longer %s %s.", level_text(level).text, of,
                 first ? "up to" : "from", value_text(sweep->points[first ? turn - 1 : turn].values[0]).text,
                 first ? "at" : "below it, at", value_text(sweep->points[first ? turn : turn - 1].values[0]).text);
}

void
sweep_page_print(const cli_page *page, const rasim_sweep *sweep)
{
    print_title(page, sweep);
    for (size_t p = 0; p < sweep->n_periods; p++)
        print_table(page, sweep, p);
    print_people(page, sweep);
    const size_t period = sweep->n_periods - 1;
    if (sweep->n_axes == 1 && sweep->n_points > 1) {
        print_chart(page, sweep, period);
        say_limit(page, sweep, period);
    }
    say_error(page, sweep, period);
    page_blank(page);
    page_say(page, 0,
             "Left to panel: the share of RAS spending that allocations do not give and panels add. Indicative short: "
             "people whose need costs more than the amount and its tolerance; final short: than the final budget. "
             "Inequality: Theil's T of amount over need within bands of equal need. Intervals show simulation error "
             "only.");
}
