/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why net spend is what it is, in the terminal statement. */
#include "why_tables.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "number.h"
#include "table.h"

/* Sources shown: the largest, and none that matters so little. */
enum { MOST_SOURCES = 8 };
#define LEAST_SHARE 0.002

static number_text
share_text(double share)
{
    number_text out;
    snprintf(out.text, sizeof out.text, "%.1f", round(share * 1000.0) / 10.0 + 0.0);
    return out;
}

static number_text
half_text(rasim_share share)
{
    number_text out;
    snprintf(out.text, sizeof out.text, "±%.1f", 50.0 * (share.high - share.low));
    return out;
}

static number_text
thousands_text(double gbp)
{
    number_text amount = amount_text(gbp / 1000.0, 1.0), out;
    snprintf(out.text, sizeof out.text, "%s%.40s", gbp >= 500.0 ? "+" : "", amount.text);
    return out;
}

static number_text
thousands_width_text(double se_gbp)
{
    number_text amount = amount_text(Z_95 * se_gbp / 1000.0, 1.0), out = {""};
    if (amount.text[0])
        snprintf(out.text, sizeof out.text, "±%.40s", amount.text);
    return out;
}

static void
put_source(cli_table *table, const rasim_source *source)
{
    const number_text cells[] = {
        share_text(source->first.share),      half_text(source->first),
        share_text(source->total.share),      half_text(source->total),
        thousands_text(source->low_gbp),      thousands_text(source->high_gbp),
        thousands_width_text(source->se_gbp),
    };
    enum { N = sizeof cells / sizeof cells[0] };
    const char *texts[N + 1] = {source->name};
    for (size_t i = 0; i < N; i++)
        texts[i + 1] = cells[i].text;
    table_row(table, texts, NULL);
}

static size_t
sources_shown(const rasim_spread_of *of)
{
    size_t n = 0;
    while (n < of->n && n < MOST_SOURCES && of->sources[n].total.share >= LEAST_SHARE)
        n++;
    return n;
}

/* "price: home; demand: older people": the shared sources among the first n. NULL where there is none. */
static char *
shared_names(const rasim_spread_of *of, size_t n)
{
    char *names = NULL;
    for (size_t i = 0; i < n; i++) {
        char *longer = NULL;
        if (!of->sources[i].shared)
            continue;
        if (asprintf(&longer, "%s%s%s", names ? names : "", names ? "; " : "", of->sources[i].name) < 0)
            longer = NULL;
        free(names);
        names = longer;
    }
    return names;
}

/* What the columns say, and which sources no size of caseload averages out. */
static void
print_meaning(const cli_page *page, const rasim_spread_of *of, size_t n)
{
    page_say(page, 2,
             "  Alone: share of the variance by itself; in all: with what it does together with others. P10, P90: net "
             "spend with the source at its 10th and 90th percentile, less the mean.");
    char *shared = shared_names(of, n);
    if (shared)
        page_say(page, 2,
                 "  These move everybody at once and do not average out, however many people there are: "
                 "%s.",
                 shared);
    free(shared);
    if (n < of->n)
        page_say(page, 2, "  %zu smaller %s in the files.", of->n - n, of->n - n == 1 ? "source is" : "sources are");
}

void
print_spread_table(const cli_page *page, const rasim_spread *spread, size_t design, bool several_years)
{
    static const table_column COLUMNS[] = {
        {"Source", 0, true}, {"Alone %", 0, false}, {"±", 2, false},      {"In all %", 0, false},
        {"±", 2, false},     {"P10 £k", 1, false},  {"P90 £k", 1, false}, {"±", 3, false},
    };
    const rasim_spread_of *of = spread ? &spread->designs[design] : NULL;
    const size_t n = of ? sources_shown(of) : 0;
    if (n == 0)
        return;
    page_blank(page);
    page_line(page, PAGE_BOLD,
              several_years ? "Where the spread of net spend comes from, all years together"
                            : "Where the spread of net spend comes from");
    cli_table *table = table_create(page, COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0]);
    for (size_t i = 0; i < n; i++)
        put_source(table, &of->sources[i]);
    table_finish(table);
    print_meaning(page, of, n);
}

void
print_drivers(const cli_page *page, const rasim_spread_of *of)
{
    enum { MOST = 3 };
    char *list = NULL;
    const size_t n = of ? sources_shown(of) : 0;
    for (size_t i = 0; i < n && i < MOST; i++) {
        const rasim_source *source = &of->sources[i];
        char *longer = NULL;
        if (asprintf(&longer, "%s%s%s %s %% (%s)", list ? list : "", list ? ", " : "", source->name,
                     share_text(source->first.share).text, half_text(source->first).text) < 0)
            longer = NULL;
        free(list);
        list = longer;
    }
    if (list)
        page_say(page, 2, "  Where the spread comes from, of the variance: %s.", list);
    free(list);
}

static void
put_part(cli_table *table, const char *name, const double gbp[4], page_style style)
{
    const number_text cells[] = {thousands_text(gbp[0]), thousands_width_text(gbp[1]), thousands_text(gbp[2]),
                                 thousands_width_text(gbp[3])};
    const char *texts[] = {name, cells[0].text, cells[1].text, cells[2].text, cells[3].text};
    const page_style styles[] = {style, style, style, style, style};
    table_row(table, texts, styles);
}

void
print_tail_table(const cli_page *page, const rasim_year_summary *year)
{
    static const table_column COLUMNS[] = {
        {"", 0, true}, {"At it", 0, false}, {"±", 1, false}, {"Beyond it", 0, false}, {"±", 1, false},
    };
    if (!year->tails || year->n_levels == 0)
        return;
    const rasim_tail *tail = &year->tails[year->n_levels - 1];
    const bool by_area = tail->n_areas > 1;
    const rasim_tail_part *parts = by_area ? tail->areas : tail->pools;
    page_blank(page);
    page_line(page, PAGE_BOLD, "Who brings about a bad year, £ thousand above plan");
    cli_table *table = table_create(page, COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0]);
    for (size_t i = 0; i < (by_area ? tail->n_areas : RASIM_N_TAIL_POOLS); i++) {
        const rasim_tail_part *part = &parts[i];
        put_part(table, part->name, (double[]){part->at_gbp, part->at_se, part->beyond_gbp, part->beyond_se},
                 PAGE_PLAIN);
    }
    put_part(table, "Together", (double[]){tail->at_gbp, NOT_KNOWN, tail->beyond_gbp, NOT_KNOWN}, PAGE_BOLD);
    table_finish(table);
    page_say(page, 2,
             "  At it: where net is about its %s level; beyond it: on average of what is worse. These parts add up.",
             level_text(tail->level).text);
}

/* "3.2 % higher (2.9 to 3.5)" */
static void
tip_text(char *out, size_t size, const rasim_tip *tip, const char *more, const char *less)
{
    const double sign = tip->change < 0.0 ? -100.0 : 100.0;
    const double ends[] = {sign * tip->low, sign * tip->high};
    snprintf(out, size, "%.1f %% %s (%.1f to %.1f)", sign * tip->change, tip->change < 0.0 ? less : more,
             fmin(ends[0], ends[1]) + 0.0, fmax(ends[0], ends[1]) + 0.0);
}

/* What the chance is of, where there are several years. */
static const char *
of_every_year(bool several_years)
{
    return several_years ? " of staying inside in every year" : "";
}

/* Prices or demand: where half are inside. */
static void
print_stress(const cli_page *page, const rasim_tip *tip, const char *what, const char *more, const char *less,
             const char *of_what)
{
    char change[96];
    tip_text(change, sizeof change, tip, more, less);
    if (tip->found == RASIM_TIPS)
        page_say(page, 2, "  %s %s than simulated would leave it an even chance%s.", what, change, of_what);
    else
        page_say(page, 2, "  %s: whatever they are, from half to twice what is simulated, the chance%s is %s.", what,
                 of_what, tip->found == RASIM_ALWAYS_INSIDE ? "better than even" : "worse than even");
}

void
print_tips(const cli_page *page, const rasim_reverse_of *of, bool several_years)
{
    if (of)
        print_stress(page, &of->price, "Prices", "higher", "lower", of_every_year(several_years));
    if (of && of->has_demand)
        print_stress(page, &of->demand, "People who start care,", "more", "fewer", of_every_year(several_years));
}

void
print_reverse(const cli_page *page, const rasim_reverse *reverse, size_t design, bool several_years)
{
    if (!reverse)
        return;
    const rasim_reverse_of *of = &reverse->designs[design];
    const char *of_what = of_every_year(several_years);
    char change[96];
    page_blank(page);
    page_line(page, PAGE_BOLD, "What it takes to tip it");
    print_tips(page, of, several_years);
    tip_text(change, sizeof change, &of->scale, "larger", "smaller");
    if (of->scale.found == RASIM_TIPS)
        page_say(page, 2, "  Break-even scale: with allocations %s it would be %s sure%s.", change,
                 level_text(reverse->level).text, of_what);
    else if (of->scale.found == RASIM_NEVER_INSIDE)
        page_say(page, 2,
                 "  There is no scale of allocations, from half to one and a half times these, at which it would be %s "
                 "sure%s: need must be met whatever is allocated.",
                 level_text(reverse->level).text, of_what);
    else
        page_say(page, 2, "  Allocations up to one and a half times these would leave it %s sure%s.",
                 level_text(reverse->level).text, of_what);
}

/* £ thousand on the way, each rounded so that what is shown adds up to what the total shows. */
static number_text
climb_text(double before, double gbp, bool change)
{
    const double step = 1000.0, shown = round_to_step(before + gbp, step) - round_to_step(before, step);
    number_text amount = amount_text(shown / step, 1.0), out;
    snprintf(out.text, sizeof out.text, "%s%.40s", change && shown > 0.0 ? "+" : "", amount.text);
    return out;
}

/* "-" for an interaction that simulation error may account for. */
static number_text
interaction_text(const rasim_bar *bar)
{
    const bool noise = fabs(bar->interaction_gbp) < fmax(Z_95 * bar->interaction_se, 500.0);
    return noise ? (number_text){"-"} : thousands_text(bar->interaction_gbp);
}

static void
put_bar(cli_table *table, const rasim_bar *bar, double before, bool change)
{
    const number_text cells[] = {
        climb_text(before, bar->gbp, change),
        thousands_width_text(bar->se),
        change ? thousands_text(bar->last_gbp) : (number_text){""},
        change ? thousands_width_text(bar->last_se) : (number_text){""},
        change ? interaction_text(bar) : (number_text){""},
    };
    const char *texts[] = {
        rasim_bar_title(bar->step), cells[0].text, cells[1].text, cells[2].text, cells[3].text, cells[4].text};
    table_row(table, texts, NULL);
}

static void
put_total(cli_table *table, const char *label, number_text gbp, number_text width, page_style style)
{
    const char *texts[] = {label, gbp.text, width.text, "", "", ""};
    const page_style styles[] = {style, style, style, style, style, style};
    table_row(table, texts, styles);
}

/* The mean, and what it takes beyond it at the highest level. */
static void
put_totals(cli_table *table, const rasim_waterfall_of *of)
{
    put_total(table, "Net spend, expected", climb_text(0.0, of->mean_gbp, false), thousands_width_text(of->mean_se),
              PAGE_BOLD);
    if (of->n_levels == 0)
        return;
    const rasim_bar_to_level *top = &of->to_level[of->n_levels - 1];
    const double half = fmax(top->high - top->gbp, top->gbp - top->low) / Z_95;
    char margin[64], total[64];
    snprintf(margin, sizeof margin, "To be %s sure", level_text(top->level).text);
    snprintf(total, sizeof total, "Net spend at %s", level_text(top->level).text);
    put_total(table, margin, climb_text(of->mean_gbp, top->gbp, true), thousands_width_text(half), PAGE_PLAIN);
    put_total(table, total, climb_text(0.0, of->mean_gbp + top->gbp, false), (number_text){""}, PAGE_BOLD);
}

void
print_waterfall(const cli_page *page, const rasim_waterfall *waterfall, size_t design)
{
    static const table_column COLUMNS[] = {
        {"", 0, true},         {"£k", 0, false}, {"±", 2, false},
        {"If last", 0, false}, {"±", 2, false},  {"Interaction", 1, false},
    };
    if (!waterfall)
        return;
    const rasim_waterfall_of *of = rasim_waterfall_at(waterfall, design, waterfall->n_periods - 1);
    double before = 0.0;
    page_blank(page);
    page_line(page, PAGE_BOLD,
              of->period ? "From today's packages to net spend"
                         : "From today's packages to net spend, all years together");
    cli_table *table = table_create(page, COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0]);
    for (size_t i = 0; i < of->n_bars; i++) {
        put_bar(table, &of->bars[i], before, i > 0);
        before += of->bars[i].gbp;
    }
    put_totals(table, of);
    table_finish(table);
    page_say(page, 2,
             "  Each step as it comes, gross until income; if last: what it does when all the others are there before "
             "it; interaction: the difference.");
}
