/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Places in the terminal statement, by what they need beyond their plan as a share of it. What a place needs is what it
   takes to be as sure as the headline says, where the run kept each place's net in every simulated year; else, of the
   moments that are always known, the mean and one standard deviation. */
#include "places_table.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "number.h"
#include "statement_tables.h"
#include "table.h"
#include "words.h"

enum { AT_EACH_END = 5 };

/* The places that have a plan, those that need the most beyond it first. */
typedef struct ranking {
    size_t n;
    struct ranked {
        const rasim_place_summary *place;
        double beyond; /* what is needed less the plan, of the plan */
    } * places;
} ranking;

/* NULL where the run has no quantiles by place. */
static const rasim_at_level *
sure_of(const rasim_year_summary *year, const rasim_place_summary *place)
{
    const size_t headline = headline_level(year);
    return headline < year->n_levels ? quantile_at(&place->net, year->contingency[headline].level) : NULL;
}

static double
need_of(const rasim_year_summary *year, const rasim_place_summary *place)
{
    const rasim_at_level *sure = sure_of(year, place);
    return sure ? sure->value : place->net.mean + place->net.sd;
}

/* Equal ones stay in the order of the year's list. */
static int
by_need(const void *left, const void *right)
{
    const struct ranked *a = left, *b = right;
    if (a->beyond > b->beyond || a->beyond < b->beyond)
        return a->beyond > b->beyond ? -1 : 1;
    return (a->place > b->place) - (a->place < b->place);
}

/* Empty where memory runs out, and where there is nothing to rank. Free `places`. */
static ranking
rank(const rasim_year_summary *year)
{
    ranking out = {0};
    out.places = year->n_places > 1 ? calloc(year->n_places, sizeof *out.places) : NULL;
    for (size_t p = 0; out.places && p < year->n_places; p++) {
        const rasim_place_summary *place = &year->places[p];
        if (place->plan_gbp > 0.0)
            out.places[out.n++] = (struct ranked){place, need_of(year, place) / place->plan_gbp - 1.0};
    }
    if (out.n > 0)
        qsort(out.places, out.n, sizeof *out.places, by_need);
    return out;
}

static void
put_place(cli_table *table, const rasim_year_summary *year, const struct ranked *of)
{
    const rasim_distribution *net = &of->place->net;
    const double step = money_step(net->mean, Z_95 * net->mean_se);
    const number_text plan = amount_text(of->place->plan_gbp, step), mean = amount_text(net->mean, step),
                      width = width_text(Z_95 * net->mean_se, step),
                      sd = amount_text(net->sd, money_step(net->sd, NOT_KNOWN)),
                      need = amount_text(need_of(year, of->place), step), beyond = percent_bare_text(of->beyond);
    const char *cells[] = {of->place->name, plan.text, mean.text, width.text, sd.text, need.text, beyond.text};
    table_row(table, cells, NULL);
}

static void
put_places(cli_table *table, const rasim_year_summary *year, const ranking *ranked)
{
    const bool all = ranked->n <= 2 * AT_EACH_END;
    for (size_t i = 0; i < ranked->n; i++) {
        if (!all && i == AT_EACH_END) {
            char between[48];
            snprintf(between, sizeof between, "(%zu between them)", ranked->n - 2 * AT_EACH_END);
            table_row(table, (const char *[]){between, "", "", "", "", "", ""}, NULL);
            i = ranked->n - AT_EACH_END;
        }
        put_place(table, year, &ranked->places[i]);
    }
}

static void
print_title(const cli_page *page, bool all, const char *in_year)
{
    char title[128];
    snprintf(title, sizeof title, "Places by what they need beyond their plan%s%s%.24s, £ a year",
             all ? "" : ", most and least", in_year ? ", " : "", in_year ? in_year : "");
    page_line(page, PAGE_BOLD, title);
}

/* What the last column is, and where the places are that are not shown. */
static void
print_meaning(const cli_page *page, const rasim_year_summary *year, bool sure)
{
    page_say(page, 2,
             "  Beyond: by how much %s the plan, as a share of it. All %zu places are in the files ('by_place') and in "
             "the report.",
             sure ? "what it takes to be so sure exceeds" : "expected net spend and one standard deviation exceed",
             year->n_places);
}

void
print_places_table(const cli_page *page, const rasim_year_summary *year, const char *in_year)
{
    const ranking ranked = rank(year);
    if (ranked.n > 0) {
        const rasim_at_level *sure = sure_of(year, ranked.places[0].place);
        char heading[64] = "+ one sd";
        if (sure)
            snprintf(heading, sizeof heading, "%s sure", level_text(sure->level).text);
        const table_column columns[] = {{"Place", 0, true},     {"Plan", 1, false},   {"Expected", 0, false},
                                        {"±", 3, false},        {"One sd", 2, false}, {heading, 0, false},
                                        {"Beyond, %", 0, false}};
        page_blank(page);
        print_title(page, ranked.n <= 2 * AT_EACH_END, in_year);
        cli_table *table = table_create(page, columns, sizeof columns / sizeof columns[0]);
        put_places(table, year, &ranked);
        table_finish(table);
        print_meaning(page, year, sure != NULL);
    }
    free(ranked.places);
}
