/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What drives the risk: today's packages to net spend step by step, where the spread comes from, who brings about a bad
   year, and what would tip it. */
#include "report/document_build.h"

#include <string.h>

#include "rasim/waterfall.h"

/* ---- the waterfall ---- */

static const rasimi_column BARS[] = {IS_TEXT("Step"),  IS_CHANGE("£ a year"),
                                     IS_GBP_ERROR,     IS_CHANGE("If it came last"),
                                     IS_GBP_ERROR,     IS_CHANGE("Interaction"),
                                     IS_GBP_ERROR,     IS_LIKE("from", 1),
                                     IS_LIKE("to", 1), IS_LIKE("to, if it came last", 1)};
enum { BAR_FROM = 7, BAR_TO, BAR_LAST };

/* A step's title; its name in the file where this version does not know it. */
static const char *
title_of(const json_t *bar)
{
    const char *name = rasimi_json_text_at(bar, "step");
    for (size_t step = 0; step < RASIM_N_BARS; step++)
        if (strcmp(rasim_bar_name((rasim_bar_kind)step), name) == 0)
            return rasim_bar_title((rasim_bar_kind)step);
    return name;
}

/* A step from what stands at `at`; what it begins with stands as a total. */
static double
put_bar(const rasimi_teller *teller, rasimi_chart *chart, const json_t *bar, double at)
{
    const double gbp = rasimi_json_number_at(bar, "gbp");
    const rasimi_document_cell cells[] = {W(title_of(bar)),
                                          N(gbp),
                                          N(rasimi_half_of_se(rasimi_json_number_at(bar, "se"))),
                                          N(rasimi_json_number_at(bar, "last_gbp")),
                                          N(rasimi_half_of_se(rasimi_json_number_at(bar, "last_se"))),
                                          N(rasimi_json_number_at(bar, "interaction_gbp")),
                                          N(rasimi_half_of_se(rasimi_json_number_at(bar, "interaction_se"))),
                                          N(at),
                                          N(at + gbp),
                                          N(at + rasimi_json_number_at(bar, "last_gbp"))};
    rasimi_document_table *table = chart ? &chart->table : NULL;
    if (rasimi_json_at(bar, "last_gbp"))
        rasimi_table_row(teller->document, table, cells);
    else
        rasimi_table_total(teller->document, table, cells);
    return at + gbp;
}

static void
put_end(const rasimi_teller *teller, rasimi_chart *chart, const char *name, double gbp, double half)
{
    TOTAL(teller, chart ? &chart->table : NULL, W(name), N(gbp), N(half), N(NOT_KNOWN), N(NOT_KNOWN), N(NOT_KNOWN),
          N(NOT_KNOWN), N(0), N(gbp), N(NOT_KNOWN));
}

/* The bars of one period, the mean, and what the highest level takes beyond it. */
static void
put_bars(const rasimi_teller *teller, rasimi_chart *chart, const json_t *of)
{
    const json_t *bars = rasimi_json_at(of, "bars"), *levels = rasimi_json_at(of, "to_level");
    const json_t *last = rasimi_json_item(levels, json_array_size(levels) - 1);
    const double mean = rasimi_json_number_at(of, "mean_gbp"), margin = rasimi_json_number_at(last, "gbp"),
                 level = rasimi_json_number_at(last, "level");
    double at = 0.0;
    for (size_t i = 0; i < json_array_size(bars); i++)
        at = put_bar(teller, chart, rasimi_json_item(bars, i), at);
    put_end(teller, chart, "Expected net", mean, rasimi_half_of_se(rasimi_json_number_at(of, "mean_se")));
    if (!isfinite(margin))
        return;
    const char *to_be = rasimi_document_text(teller->document, "To be %s sure", rasim_level_text(level).text);
    ROW(teller, chart ? &chart->table : NULL, W(to_be), N(margin), N(rasimi_half_of(last)), N(NOT_KNOWN), N(NOT_KNOWN),
        N(NOT_KNOWN), N(NOT_KNOWN), N(mean), N(mean + margin), N(NOT_KNOWN));
    put_end(teller, chart, rasimi_document_text(teller->document, "%s level", rasim_level_text(level).text),
            mean + margin, rasimi_half_of(last));
}

/* The step that moves net spend the most, after where it starts. */
static const json_t *
largest_bar(const json_t *bars)
{
    const json_t *largest = rasimi_json_item(bars, 1);
    for (size_t i = 2; i < json_array_size(bars); i++)
        if (fabs(rasimi_json_number_at(rasimi_json_item(bars, i), "gbp")) > fabs(rasimi_json_number_at(largest, "gbp")))
            largest = rasimi_json_item(bars, i);
    return largest;
}

static void
find_waterfall(const rasimi_teller *teller, rasimi_chart *chart, const json_t *bars)
{
    const json_t *largest = largest_bar(bars);
    const double gbp = rasimi_json_number_at(largest, "gbp");
    if (largest)
        rasimi_chart_find(teller->document, chart, "After “%s” the largest step is “%s”: %s%s.",
                          title_of(rasimi_json_item(bars, 0)), title_of(largest), gbp < 0.0 ? "" : "+",
                          rasim_about_text(gbp).text);
}

/* Of the year, or of all years together. */
static void
put_waterfall(const rasimi_teller *teller, rasimi_section *section)
{
    const json_t *periods = rasimi_json_at(teller->design, "waterfall.periods");
    const json_t *of = rasimi_json_item(periods, json_array_size(periods) - 1), *bars = rasimi_json_at(of, "bars");
    const double envelope = rasimi_json_number_at(
        teller->n_years > 1 ? rasimi_json_at(teller->design, "horizon") : teller->first_year, "envelope_gbp");
    if (json_array_size(bars) == 0)
        return;
    rasimi_chart *chart =
        rasimi_section_chart(teller->document, section, RASIMI_CHART_WATERFALL, rasimi_tell_id(teller, "waterfall"),
                             rasimi_document_text(teller->document, "From today's packages to net spend, %s, £",
                                                  rasimi_json_text_at(of, "period")),
                             BARS, COUNT_OF(BARS));
    put_bars(teller, chart, of);
    rasimi_chart_series(teller->document, chart, BAND("in its turn", BAR_FROM, BAR_TO, RASIMI_ROLE_MAIN));
    rasimi_chart_series(teller->document, chart, LINE("if it came last", BAR_LAST, RASIMI_ROLE_SECOND));
    rasimi_chart_reference(teller->document, chart,
                           (rasimi_reference){false, envelope, "envelope", RASIMI_ROLE_ENVELOPE});
    find_waterfall(teller, chart, bars);
    rasimi_table_set_note(
        teller->document, chart ? &chart->table : NULL,
        "Each step on the same draws, in this order. Interaction is what a step does in its turn less "
        "what it would do if it came last.");
}

/* ---- where the spread comes from ---- */

enum { MOST_SOURCES = 12, SOURCE_ALONE = 1, SOURCE_ALL = 4, SOURCE_LOW = 1, SOURCE_HIGH };
#define LEAST_SHARE 0.002

static const rasimi_column SHARES[] = {
    IS_TEXT("Source"), IS_SHARE("Alone"), IS_SHARE("from"), IS_SHARE("to"), IS_SHARE("With interactions"),
    IS_SHARE("from"),  IS_SHARE("to")};
static const rasimi_column TORNADO[] = {IS_TEXT("Source"), IS_CHANGE("At its 10th percentile"),
                                        IS_CHANGE("At its 90th percentile"), IS_GBP_ERROR};

static size_t
sources_shown(const json_t *sources)
{
    size_t n = 0;
    while (n < json_array_size(sources) && n < MOST_SOURCES &&
           rasimi_json_number_at(rasimi_json_item(sources, n), "with_interactions.share") >= LEAST_SHARE)
        n++;
    return n;
}

/* "price: community; leniency": the shared ones among the first n. */
static const char *
shared_names(const rasimi_teller *teller, const json_t *sources, size_t n)
{
    const char *names = "";
    for (size_t i = 0; names && i < n; i++)
        if (rasimi_json_true_at(rasimi_json_item(sources, i), "shared"))
            names = rasimi_document_text(teller->document, "%s%s%s", names, *names ? "; " : "",
                                         rasimi_json_text_at(rasimi_json_item(sources, i), "name"));
    return names ? names : "";
}

/* Whose spread it is: of several years that of their sum. */
static const char *
of_all_years(const rasimi_teller *teller)
{
    return teller->n_years > 1 ? " of all years" : "";
}

static void
put_tornado(const rasimi_teller *teller, rasimi_section *section, const json_t *sources, size_t n)
{
    const json_t *first = rasimi_json_item(sources, 0);
    rasimi_chart *chart = rasimi_section_chart(
        teller->document, section, RASIMI_CHART_RANGES, rasimi_tell_id(teller, "tornado"),
        rasimi_document_text(teller->document, "What each source does to net spend%s, £ from the mean",
                             of_all_years(teller)),
        TORNADO, COUNT_OF(TORNADO));
    for (size_t i = 0; i < n; i++) {
        const json_t *source = rasimi_json_item(sources, i);
        ROW(teller, chart ? &chart->table : NULL, W(rasimi_json_text_at(source, "name")),
            N(rasimi_json_number_at(source, "p10_gbp")), N(rasimi_json_number_at(source, "p90_gbp")),
            N(rasimi_half_of_se(rasimi_json_number_at(source, "se_gbp"))));
    }
    rasimi_chart_series(teller->document, chart,
                        BAND("10th to 90th percentile", SOURCE_LOW, SOURCE_HIGH, RASIMI_ROLE_MAIN));
    rasimi_chart_find(teller->document, chart,
                      "“%s” moves net spend%s the most: from %s to +%s between its 10th and 90th percentile.",
                      rasimi_json_text_at(first, "name"), of_all_years(teller),
                      rasim_about_text(rasimi_json_number_at(first, "p10_gbp")).text,
                      rasim_about_text(rasimi_json_number_at(first, "p90_gbp")).text);
}

static void
put_shares(const rasimi_teller *teller, rasimi_section *section, const json_t *sources, size_t n)
{
    const json_t *first = rasimi_json_item(sources, 0);
    rasimi_chart *chart = rasimi_section_chart(
        teller->document, section, RASIMI_CHART_BARS, rasimi_tell_id(teller, "sources"),
        rasimi_document_text(teller->document, "Where the spread of net spend%s comes from, share of its variance",
                             of_all_years(teller)),
        SHARES, COUNT_OF(SHARES));
    for (size_t i = 0; i < n; i++) {
        const json_t *source = rasimi_json_item(sources, i);
        ROW(teller, chart ? &chart->table : NULL, W(rasimi_json_text_at(source, "name")),
            N(rasimi_json_number_at(source, "alone.share")), N(rasimi_json_number_at(source, "alone.low")),
            N(rasimi_json_number_at(source, "alone.high")), N(rasimi_json_number_at(source, "with_interactions.share")),
            N(rasimi_json_number_at(source, "with_interactions.low")),
            N(rasimi_json_number_at(source, "with_interactions.high")));
    }
    rasimi_chart_series(teller->document, chart,
                        KNOWN("alone", SOURCE_ALONE, SOURCE_ALONE + 1, SOURCE_ALONE + 2, RASIMI_ROLE_MAIN));
    rasimi_chart_series(teller->document, chart,
                        KNOWN("with interactions", SOURCE_ALL, SOURCE_ALL + 1, SOURCE_ALL + 2, RASIMI_ROLE_SECOND));
    rasimi_chart_find(teller->document, chart, "“%s” explains %s of the variance by itself.",
                      rasimi_json_text_at(first, "name"),
                      rasim_percent_text(fmin(1.0, rasimi_json_number_at(first, "alone.share"))).text);
}

static void
put_spread(const rasimi_teller *teller, rasimi_section *section)
{
    const json_t *sources = rasimi_json_at(teller->design, "spread.sources");
    const size_t n = sources_shown(sources);
    if (n == 0)
        return;
    const char *shared = shared_names(teller, sources, n);
    put_tornado(teller, section, sources, n);
    put_shares(teller, section, sources, n);
    if (*shared)
        rasimi_section_say(teller->document, section,
                           "These move everybody at once and do not average out, however many people there are: %s.",
                           shared);
}

/* ---- who brings about a bad year ---- */

static const rasimi_column TAIL[] = {IS_TEXT(""),
                                     IS_CHANGE("At the level"),
                                     IS_GBP_ERROR,
                                     IS_CHANGE("Beyond it"),
                                     IS_GBP_ERROR,
                                     IS_CHANGE_LIKE("low", 1),
                                     IS_CHANGE_LIKE("high", 1)};
enum { TAIL_AT = 1, TAIL_LOW = 5, TAIL_HIGH };

static void
put_tail_part(const rasimi_teller *teller, rasimi_chart *chart, const json_t *part)
{
    const double gbp = rasimi_json_number_at(part, "at_gbp"),
                 half = rasimi_half_of_se(rasimi_json_number_at(part, "at_se"));
    ROW(teller, chart ? &chart->table : NULL, W(rasimi_json_text_at(part, "name")), N(gbp), N(half),
        N(rasimi_json_number_at(part, "beyond_gbp")), N(rasimi_half_of_se(rasimi_json_number_at(part, "beyond_se"))),
        N(gbp - half), N(gbp + half));
}

/* Of the first year. */
static void
put_tail(const rasimi_teller *teller, rasimi_section *section)
{
    const json_t *tails = rasimi_json_at(teller->first_year, "tail_allocation");
    const json_t *tail = rasimi_json_item(tails, json_array_size(tails) - 1);
    const json_t *areas = rasimi_json_at(tail, "by_budget_area");
    const json_t *parts = json_array_size(areas) > 1 ? areas : rasimi_json_at(tail, "by_pool");
    if (json_array_size(parts) == 0)
        return;
    const double level = rasimi_json_number_at(tail, "level"), at = rasimi_json_number_at(tail, "at_gbp");
    rasimi_chart *chart =
        rasimi_section_chart(teller->document, section, RASIMI_CHART_BARS, rasimi_tell_id(teller, "tail"),
                             rasimi_document_text(teller->document, "Who brings about a bad year, £ above plan%s",
                                                  rasimi_tell_in_year(teller)),
                             TAIL, COUNT_OF(TAIL));
    for (size_t i = 0; i < json_array_size(parts); i++)
        put_tail_part(teller, chart, rasimi_json_item(parts, i));
    TOTAL(teller, chart ? &chart->table : NULL, W("Together"), N(at), N(NOT_KNOWN),
          N(rasimi_json_number_at(tail, "beyond_gbp")), N(NOT_KNOWN), N(NOT_KNOWN), N(NOT_KNOWN));
    rasimi_chart_series(teller->document, chart, KNOWN("at the level", TAIL_AT, TAIL_LOW, TAIL_HIGH, RASIMI_ROLE_MAIN));
    rasimi_chart_find(teller->document, chart,
                      "In %s about the %s level net spend%s is %s above plan; the parts add up to it.",
                      teller->n_years > 1 ? "simulations" : "years", rasim_level_text(level).text,
                      rasimi_tell_in_year(teller), rasim_about_text(at).text);
}

/* ---- what would tip it ---- */

/* Of several years it is the chance of staying inside in all of them. */
static const char *
of_every_year(const rasimi_teller *teller)
{
    return teller->n_years > 1 ? " of staying inside in every year" : "";
}

static void
say_tip(const rasimi_teller *teller, rasimi_section *section, const json_t *tip, const char *what, const char *more,
        const char *less)
{
    const char *found = rasimi_json_text_at(tip, "found");
    const double change = rasimi_json_number_at(tip, "change"), low = rasimi_json_number_at(tip, "low"),
                 high = rasimi_json_number_at(tip, "high");
    const double sign = change < 0.0 ? -1.0 : 1.0;
    if (strcmp(found, "tips") == 0)
        rasimi_section_say(teller->document, section,
                           "%s %s %s than simulated (%s to %s) would leave it an even chance%s.", what,
                           rasim_percent_text(fabs(change)).text, change < 0.0 ? less : more,
                           rasim_percent_bare_text(fmin(sign * low, sign * high)).text,
                           rasim_percent_bare_text(fmax(sign * low, sign * high)).text, of_every_year(teller));
    else if (*found)
        rasimi_section_say(teller->document, section,
                           "%s: whatever they are, from half to twice what is simulated, the chance%s is %s than "
                           "even.",
                           what, of_every_year(teller), strcmp(found, "always inside") == 0 ? "better" : "worse");
}

static void
say_scale(const rasimi_teller *teller, rasimi_section *section, const json_t *reverse)
{
    const json_t *tip = rasimi_json_at(reverse, "allocation");
    const double change = rasimi_json_number_at(tip, "change");
    const char *found = rasimi_json_text_at(tip, "found");
    const rasim_figure sure = rasim_level_text(rasimi_json_number_at(reverse, "allocation_level"));
    if (strcmp(found, "tips") == 0)
        rasimi_section_say(teller->document, section, "Allocations %s %s than these would make it %s sure%s.",
                           rasim_percent_text(fabs(change)).text, change < 0.0 ? "smaller" : "larger", sure.text,
                           of_every_year(teller));
    else if (strcmp(found, "never inside") == 0)
        rasimi_section_say(
            teller->document, section,
            "No scale of allocations, from half to one and a half times these, makes it %s sure%s: need must "
            "be met whatever is allocated.",
            sure.text, of_every_year(teller));
}

/* How likely it is to stay inside under other shocks: in every one of the years. */
static void
say_shocks(const rasimi_teller *teller, rasimi_section *section)
{
    const bool several = teller->n_years > 1;
    const char *chance = several ? "affordability_every_year" : "affordability";
    const json_t *halved = rasimi_json_at(rasimi_json_at(teller->diagnostics, "shocks_halved"), chance),
                 *doubled = rasimi_json_at(rasimi_json_at(teller->diagnostics, "shocks_doubled"), chance);
    if (halved && doubled)
        rasimi_section_say(
            teller->document, section,
            "Were the shocks that everybody shares half as large, the chance%s would be %s; twice as large, "
            "%s.",
            of_every_year(teller), rasim_percent_text(rasimi_json_number_at(halved, "probability")).text,
            rasim_percent_text(rasimi_json_number_at(doubled, "probability")).text);
}

/* Of the first year. */
static void
say_sample(const rasimi_teller *teller, rasimi_section *section)
{
    if (rasimi_json_true_at(teller->first_year, "sample_alone.applies"))
        rasimi_section_say(
            teller->document, section,
            "The sample alone, not knowing the rest of the caseload, moves net spend%s by %s either way (one standard "
            "deviation): %s of the variance.",
            rasimi_tell_in_year(teller),
            rasim_about_text(rasimi_json_number_at(teller->first_year, "sample_alone.sd_gbp")).text,
            rasim_percent_text(rasimi_json_number_at(teller->first_year, "sample_alone.share_of_variance")).text);
}

void
rasimi_tell_risk(const rasimi_teller *teller)
{
    const json_t *reverse = rasimi_json_at(teller->design, "reverse_stress");
    rasimi_section *section = rasimi_tell_section(teller, "risk", "What drives the risk");
    put_waterfall(teller, section);
    put_spread(teller, section);
    say_shocks(teller, section);
    say_sample(teller, section);
    put_tail(teller, section);
    say_tip(teller, section, rasimi_json_at(reverse, "price"), "Prices", "higher", "lower");
    say_tip(teller, section, rasimi_json_at(reverse, "demand"), "People who start care,", "more", "fewer");
    say_scale(teller, section, reverse);
}
