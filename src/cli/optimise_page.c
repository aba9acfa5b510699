/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `rasim optimise` prints: the values that were found, or that there are none; what the simulation says of them;
   and what more or less confidence would cost. */
#include "optimise_page.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "number.h"
#include "sweep_page.h"
#include "table.h"

/* Values that a table has room for. */
enum { MOST_SHOWN = 4 };

/* "13.5 %"; share of need. */
static double
shortfall_of(const rasim_optimisation *of, const rasim_optimum *point)
{
    return point->indicative_shortfall + (of->counts_final ? point->final_shortfall : 0);
}

static number_text
value_text(double value)
{
    number_text out;
    snprintf(out.text, sizeof out.text, "%.6g", value);
    return out;
}

/* What shares are of. */
static const char *
counted(const rasim_optimisation *of)
{
    return of->n_years > 1 ? "simulations" : "years";
}

static void
print_title(const cli_page *page, const rasim_optimisation *of)
{
    char *title = NULL;
    if (asprintf(&title, "%s, %s · %s%s", of->framework, of->year, of->design,
                 of->synthetic ? " · SYNTHETIC DATA" : "") >= 0)
        page_wrap(page, PAGE_BOLD, 0, title);
    free(title);
    const char *unmet = of->counts_final ? " and unmet" : "",
               *few = isnan(of->most_losers) ? "" : ", and few people losing";
    const number_text sure = level_text(of->confidence);
    if (of->n_years > 1)
        page_say(page, 0,
                 "The least need left to the panel%s, with net spend inside its envelope in each of %zu years in %s of "
                 "simulations%s.",
                 unmet, of->n_years, sure.text, few);
    else
        page_say(page, 0, "The least need left to the panel%s, with net spend inside %s in %s of years%s.", unmet,
                 millions_text(of->envelope_gbp).text, sure.text, few);
    page_blank(page);
}

/* ---- the answer ---- */

static void
say_none(const cli_page *page, const rasim_optimisation *of)
{
    page_say(page, 0,
             "No values in these ranges keep what was asked for. The nearest that was found stays inside the envelope "
             "in %s of %s, with",
             percent_text(of->chosen.affordability).text, counted(of));
    for (size_t i = 0; i < of->n_ranges; i++)
        page_say(page, 4, "  %s = %s", of->ranges[i].key, value_text(of->chosen.values[i]).text);
    if (!isnan(of->most_losers))
        page_say(page, 0, "There %s of people lose more than a tenth of their package; the cap is %s.",
                 percent_text(of->chosen.losers).text, percent_text(of->most_losers).text);
    page_say(page, 0, "No design was written. A larger envelope, wider ranges or less confidence would be needed.");
}

static void
say_chosen(const cli_page *page, const rasim_optimisation *of)
{
    const rasim_confirmation *confirmation = &of->confirmation;
    for (size_t i = 0; i < of->n_ranges; i++)
        page_say(page, 4, "  %s = %s", of->ranges[i].key, value_text(of->chosen.values[i]).text);
    page_say(page, 0, "%s of need is left to the panel, where the files as they are leave %s.",
             percent_text(of->chosen.indicative_shortfall).text, percent_text(of->as_is.indicative_shortfall).text);
    if (of->counts_final)
        page_say(page, 0, "%s of need stays unmet after the panel, where it was %s.",
                 percent_text(of->chosen.final_shortfall).text, percent_text(of->as_is.final_shortfall).text);
    page_say(page, 0, "%s %s: inside in %s (95 %%: %s to %s); %s of need left to the panel (±%s).",
             whole_text((int64_t)confirmation->replicates).text, of->n_years > 1 ? "simulations" : "simulated years",
             percent_text(confirmation->affordability.probability).text,
             percent_bare_text(confirmation->affordability.low).text,
             percent_text(confirmation->affordability.high).text,
             percent_text(confirmation->indicative_shortfall.value).text,
             percent_text(Z_95 * confirmation->indicative_shortfall.se).text);
    if (!confirmation->confirmed)
        page_say(page, 0, "The simulation does not confirm %s: ask for a little more confidence, or widen the ranges.",
                 level_text(of->confidence).text);
}

/* A value at the end of its range may want to go further. */
static void
say_ends(const cli_page *page, const rasim_optimisation *of)
{
    for (size_t i = 0; i < of->n_ranges && of->chosen.reached; i++) {
        const double value = of->chosen.values[i];
        const bool at_low = !(value > of->ranges[i].low), at_high = !(value < of->ranges[i].high);
        if (at_low || at_high)
            page_say(page, 0, "%s is at the %s end of its range: a wider one may do better.", of->ranges[i].key,
                     at_low ? "lower" : "upper");
    }
}

/* ---- the frontier ---- */

static void
optimum_row(cli_table *table, const rasim_optimisation *of, const char *name, const rasim_optimum *point, bool known)
{
    const bool shown = known && (point->reached || isnan(point->confidence));
    const double step = money_step(point->mean_gbp, NOT_KNOWN);
    const number_text inside = shown ? percent_text(point->affordability) : (number_text){"not reached"},
                      left = percent_text(shown ? shortfall_of(of, point) : NOT_KNOWN),
                      mean = amount_text(shown ? point->mean_gbp : NOT_KNOWN, step),
                      losers = percent_text(shown ? point->losers : NOT_KNOWN);
    const char *cells[TABLE_MOST_COLUMNS] = {name, inside.text, left.text, mean.text, losers.text};
    number_text values[MOST_SHOWN] = {{""}};
    size_t n = 5;
    for (size_t i = 0; i < of->n_ranges && i < MOST_SHOWN; i++) {
        if (shown && !isnan(point->confidence))
            values[i] = value_text(point->values[i]);
        cells[n++] = values[i].text;
    }
    table_row(table, cells, NULL);
}

static void
print_frontier(const cli_page *page, const rasim_optimisation *of)
{
    table_column columns[TABLE_MOST_COLUMNS] = {
        {"Asked for", 0, true}, {"Inside", 0, false},
        {"Left", 0, false},     {of->n_years > 1 ? "Expected £, all years" : "Expected £", 1, false},
        {"Lose", 2, false},
    };
    size_t n = 5;
    for (size_t i = 0; i < of->n_ranges && i < MOST_SHOWN; i++)
        columns[n++] = (table_column){key_last_part(of->ranges[i].key), 0, false};
    page_blank(page);
    page_line(page, PAGE_BOLD, "What confidence costs");
    cli_table *table = table_create(page, columns, n);
    optimum_row(table, of, "As the files are", &of->as_is, true);
    for (size_t i = 0; i < of->n_frontier; i++)
        optimum_row(table, of, level_text(of->frontier[i].confidence).text, &of->frontier[i], true);
    table_finish(table);
}

void
optimise_page_print(const cli_page *page, const rasim_optimisation *of)
{
    print_title(page, of);
    if (of->chosen.reached)
        say_chosen(page, of);
    else
        say_none(page, of);
    say_ends(page, of);
    print_frontier(page, of);
    page_blank(page);
    page_say(page, 0,
             "Left: need above allocations%s, as a share of what everybody on the RAS needs in year 1. Lose: people "
             "whose allocation is more than a tenth below their package. %s points were looked at%s%s.",
             of->counts_final ? ", and need that stays unmet," : "", whole_text((int64_t)of->n_points).text,
             of->analytic ? ", without simulation" : " on common draws, since closed forms are ",
             of->analytic ? "" : of->why_not);
}
