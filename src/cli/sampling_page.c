/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `rasim sample plan` prints: the size, then what that size says about the total, which is another question. */
#include "sampling_page.h"

#include <math.h>
#include <stdio.h>

#include "number.h"
#include "table.h"

static const table_column PRECISION_COLUMNS[] = {
    {"", 0, true}, {"cv", 1, false}, {"margin ±", 0, false}, {"n for ±5 %", 0, false}, {"n for ±2 %", 0, false},
};

enum { N_PRECISION_COLUMNS = sizeof PRECISION_COLUMNS / sizeof *PRECISION_COLUMNS };

static number_text
people_text(uint64_t people)
{
    return people > 0 ? whole_text((int64_t)people) : (number_text){""};
}

/* "0.85"; "" where it does not exist. */
static number_text
cv_text(double cv)
{
    number_text out = {""};
    if (isfinite(cv))
        snprintf(out.text, sizeof out.text, "%.2f", cv);
    return out;
}

static void
precision_row(cli_table *table, const char *name, const rasim_sampling_precision *of)
{
    const number_text cv = cv_text(of->cv), margin = percent_text(of->margin), first = people_text(of->needed[0]),
                      second = people_text(of->needed[1]);
    const char *cells[] = {name, cv.text, margin.text, first.text, second.text};
    table_row(table, cells, NULL);
}

/* ---- the size ---- */

static void
print_size(const cli_page *page, const rasim_sampling *plan)
{
    char title[160];
    snprintf(title, sizeof title, "Score %s of %s people.", whole_text((int64_t)plan->n).text,
             whole_text((int64_t)plan->population).text);
    page_line(page, PAGE_BOLD, title);
    page_say(page, 0,
             "A share of people (those above a line, those who lose) is then known within ±%s, whatever it is, at %s "
             "confidence. Of a population without end it would take %s.",
             percent_text(plan->interval).text, level_text(plan->confidence).text,
             whole_text((int64_t)plan->n_infinite).text);
    page_blank(page);
    page_say(page, 0,
             "That is a rule for a share of people. How well so many know the total cost depends on how unequal "
             "packages are: on their coefficient of variation (cv: sd / mean).");
}

static void
print_assumed(const cli_page *page, const rasim_sampling *plan)
{
    page_blank(page);
    page_say(page, 0,
             "Without the caseload's costs that cannot be said for this council, nor how strata should share the "
             "sample, nor which packages should all be in it: give --caseload. If the cv were that of the line:");
    page_blank(page);
    page_line(page, PAGE_BOLD, "Total cost, costs known of the sample only");
    cli_table *table = table_create(page, PRECISION_COLUMNS, N_PRECISION_COLUMNS);
    for (size_t i = 0; i < RASIM_N_SAMPLING_ASSUMED; i++) {
        char name[96];
        snprintf(name, sizeof name, "cv %.1f", plan->assumed[i].cv);
        precision_row(table, name, &plan->assumed[i]);
    }
    table_finish(table);
}

/* ---- stage one ---- */

static void
way_row(cli_table *table, const char *name, const rasim_sampling_draw *way)
{
    const number_text margin = percent_text(way->margin), first = people_text(way->needed[0]),
                      second = people_text(way->needed[1]);
    const char *cells[] = {name, "", margin.text, first.text, second.text};
    table_row(table, cells, NULL);
}

/* "The 14 above £1,510 all drawn" */
static void
print_line_name(char *buffer, size_t size, const rasim_sampling_draw *way)
{
    if (way->taken == 0)
        snprintf(buffer, size, "No line is worth it");
    else
        snprintf(buffer, size, "The %s above %s all drawn", whole_text((int64_t)way->taken).text,
                 pence_text(way->line_gbp_week).text);
}

/* Where the line is best moves with the size. */
static void
say_lines(const cli_page *page, const rasim_sampling_draw *way)
{
    for (size_t i = 0; i < RASIM_N_SAMPLING_MARGINS; i++)
        if (way->needed_taken[i] > 0)
            page_say(page, 0, "For ±%s the best line is %s: %s people above it, %s below.",
                     level_text(rasim_sampling_margin(i)).text, pence_text(way->needed_line_gbp_week[i]).text,
                     whole_text((int64_t)way->needed_taken[i]).text,
                     whole_text((int64_t)(way->needed[i] - way->needed_taken[i])).text);
}

static void
print_ways(const cli_page *page, const rasim_sampling *plan)
{
    const rasim_sampling_caseload *caseload = plan->caseload;
    const rasim_sampling_draw *ways = caseload->ways;
    char line[160];
    page_blank(page);
    page_line(page, PAGE_BOLD, "Stage one: the total cost, costs known of the sample only");
    cli_table *table = table_create(page, PRECISION_COLUMNS, N_PRECISION_COLUMNS);
    precision_row(table, "Everybody alike", &caseload->unknown);
    if (caseload->n_strata > 0) {
        way_row(table, "Strata, in proportion", &ways[RASIM_SAMPLING_PROPORTIONAL]);
        way_row(table, "Strata, Neyman", &ways[RASIM_SAMPLING_NEYMAN]);
    }
    print_line_name(line, sizeof line, &ways[RASIM_SAMPLING_DEAREST_TAKEN]);
    way_row(table, line, &ways[RASIM_SAMPLING_DEAREST_TAKEN]);
    table_finish(table);
    if (caseload->n_strata > 0 && plan->n < caseload->least)
        page_say(page, 0, "The strata need %s people at least: two of each, and all above the line.",
                 whole_text((int64_t)caseload->least).text);
    say_lines(page, &ways[RASIM_SAMPLING_DEAREST_TAKEN]);
    if (plan->n < caseload->normal_from)
        page_say(page, 0,
                 "Costs are skewed (%.1f): margins hold from about %s people on (25 x skewness squared). With fewer "
                 "the truth is above the interval more often than below it.",
                 caseload->skewness, whole_text((int64_t)caseload->normal_from).text);
}

static void
print_strata(const cli_page *page, const rasim_sampling_stratum *strata, size_t n, bool is_second)
{
    const table_column columns[] = {
        {"Stratum", 0, true}, {"People", 0, false},       {is_second ? "Scored" : "Mean £", 1, false},
        {"sd £", 0, false},   {"Proportional", 0, false}, {"Neyman", 0, false},
    };
    cli_table *table = table_create(page, columns, sizeof columns / sizeof *columns);
    for (size_t h = 0; h < n; h++) {
        const number_text people = whole_text((int64_t)strata[h].people),
                          third = is_second ? whole_text((int64_t)strata[h].scored)
                                            : amount_text(strata[h].mean_gbp_week, 1),
                          sd = amount_text(strata[h].sd_gbp_week, 1), share = people_text(strata[h].proportional),
                          neyman = people_text(strata[h].neyman);
        const char *cells[] = {strata[h].name, people.text, third.text, sd.text, share.text, neyman.text};
        table_row(table, cells, NULL);
    }
    table_finish(table);
}

static void
print_explained(const cli_page *page, const rasim_sampling *plan)
{
    page_blank(page);
    page_line(page, PAGE_BOLD, "The same people, where every package's cost is known from the ledger");
    page_say(page, 0, "Only what points do not explain of costs is then left to the sample. If they explain");
    cli_table *table = table_create(page, PRECISION_COLUMNS, N_PRECISION_COLUMNS);
    for (size_t i = 0; i < RASIM_N_SAMPLING_EXPLAINED; i++) {
        char name[96];
        snprintf(name, sizeof name, "%s of their variance", level_text(plan->explained_share[i]).text);
        precision_row(table, name, &plan->explained[i]);
    }
    table_finish(table);
}

static void
print_first(const cli_page *page, const rasim_sampling *plan)
{
    const rasim_sampling_caseload *caseload = plan->caseload;
    print_ways(page, plan);
    if (caseload->n_strata > 0) {
        page_blank(page);
        page_line(page, PAGE_BOLD, "What each stratum gives");
        print_strata(page, caseload->strata, caseload->n_strata, false);
    }
    print_explained(page, plan);
}

/* ---- stage two ---- */

static void
print_second(const cli_page *page, const rasim_sampling_second *second)
{
    char title[256];
    snprintf(title, sizeof title, "Stage two, by what %s scored people show: %s",
             whole_text((int64_t)second->scored).text, second->design);
    page_blank(page);
    page_line(page, PAGE_BOLD, title);
    if (second->n_strata == 0) {
        page_say(page, 0, "Fewer than two rows have both points and a cost: the pilot shows no spread.");
        return;
    }
    cli_table *table = table_create(page, PRECISION_COLUMNS, N_PRECISION_COLUMNS);
    precision_row(table, "Costs unknown", &second->unknown);
    precision_row(table, "Costs known", &second->known);
    const rasim_sampling_draw neyman = {.margin = NOT_KNOWN, .needed = {second->neyman[0], second->neyman[1]}};
    way_row(table, "Costs known, strata, Neyman", &neyman);
    table_finish(table);
    page_say(page, 0,
             "Sizes are of both stages together, and %s larger than the formula's because the spread is itself "
             "estimated from the pilot. For ±5 %%:",
             percent_text(second->pilot_factor - 1).text);
    print_strata(page, second->strata, second->n_strata, true);
}

void
sampling_page_print(const cli_page *page, const rasim_sampling_options *options, const rasim_sampling *plan)
{
    print_size(page, plan);
    if (plan->caseload)
        print_first(page, plan);
    else if (options->caseload)
        page_say(page, 0, "All costs of the caseload are nothing, so that there is no total to know.");
    else if (plan->n_designs == 0)
        print_assumed(page, plan);
    for (size_t d = 0; d < plan->n_designs; d++)
        print_second(page, &plan->second[d]);
    page_blank(page);
    page_say(page, 0,
             "Margins are half of a %s interval, as a share of the total; they show the sample alone, not what happens "
             "to packages and prices afterwards.%s",
             level_text(plan->confidence).text,
             plan->n_designs == 0 ? " After a pilot, give its framework as --pilot: sizes then rest on how far "
                                    "allocations are from costs."
                                  : "");
}
