/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is affected: whether allocations are enough and fair, who wins and loses, and what averages out. */
#include "report/document_build.h"

#include <string.h>

#include "rasim/verdict.h"

static double
value_of(const json_t *from, const char *path)
{
    return rasimi_json_number_at(rasimi_json_at(from, path), "value");
}

static double
half_of(const json_t *from, const char *path)
{
    return rasimi_half_of_se(rasimi_json_number_at(rasimi_json_at(from, path), "se"));
}

/* ---- enough and fair ---- */

static rasim_tolerance_words
tolerance_of(const rasimi_teller *teller)
{
    return rasim_tolerance_in_words(rasimi_json_number_at(teller->root, "persons.tolerance"));
}

static void
say_final(const rasimi_teller *teller, rasimi_section *section, const json_t *enough)
{
    if (rasimi_json_true_at(enough, "final_zero_by_construction"))
        rasimi_section_say(teller->document, section,
                           "Final budgets fall short for nobody by construction: uplift is complete, prices are passed "
                           "on and nothing is saved.");
    else if (isfinite(value_of(enough, "final_share")))
        rasimi_section_say(teller->document, section, "Final budgets fall short of needs for %s.",
                           rasim_percent_text(value_of(enough, "final_share")).text);
}

/* Two shares that look as if they should add to 100 %: each says what it counts, and why they need not. */
static void
say_enough(const rasimi_teller *teller, rasimi_section *section)
{
    const json_t *enough = rasimi_json_at(teller->persons, "sufficiency");
    const json_t *everybody = rasimi_json_at(teller->persons, "groups.0");
    const rasim_tolerance_words tolerance = tolerance_of(teller);
    rasimi_section_say(
        teller->document, section,
        "For %s of people inside the RAS needs cost more than %sthe indicative amount; the amount lacks %s of their "
        "cost on average, and %s a year comes from panels only.",
        rasim_percent_text(value_of(enough, "short_share")).text, tolerance.of_amount.text,
        rasim_percent_text(value_of(enough, "depth")).text, rasim_about_text(value_of(enough, "panel_gbp")).text);
    if (isfinite(value_of(everybody, "can_live_on")))
        rasimi_section_say(
            teller->document, section,
            "For %s the indicative amount is at least %swhat needs cost, so that they could live on it.%s%s",
            rasim_percent_text(value_of(everybody, "can_live_on")).text, tolerance.of_cost.text,
            tolerance.both[0] ? " " : "", tolerance.both);
    say_final(teller, section, enough);
    if (isfinite(value_of(everybody, "can_live_on")))
        rasimi_section_say(teller->document, section,
                           "%s get less than their package today. Allocations miss needs by £%s a week on average (R² "
                           "%s).",
                           rasim_percent_text(rasimi_json_number_at(everybody, "below_package")).text,
                           rasim_amount_text(value_of(everybody, "need.mean_absolute"), 1.0).text,
                           rasim_decimal_text(rasimi_json_number_at(everybody, "need.r_squared"), 2).text);
}

static const rasimi_column FAIR[] = {IS_TEXT("Allocation over need"),
                                     IS_THEIL("Theil's T"),
                                     IS_THEIL_ERROR,
                                     IS_THEIL("within equal need"),
                                     IS_THEIL_ERROR,
                                     IS_THEIL("between care groups"),
                                     IS_THEIL_ERROR,
                                     IS_SHARE("of within: between places"),
                                     IS_SHARE("chance alone")};

static void
put_fair(const rasimi_teller *teller, rasimi_section *section)
{
    static const struct {
        const char *key, *name;
    } KINDS[] = {{"indicative", "indicative amounts"}, {"final", "final budgets"}};
    const json_t *equity = rasimi_json_at(teller->persons, "equity");
    rasimi_document_table *table = rasimi_section_table(teller->document, section, rasimi_tell_id(teller, "equity"),
                                                        "How unequally equal needs are met", FAIR, COUNT_OF(FAIR));
    for (size_t i = 0; i < COUNT_OF(KINDS); i++) {
        const json_t *theil = rasimi_json_at(equity, KINDS[i].key);
        ROW(teller, table, W(KINDS[i].name), N(value_of(theil, "total")), N(half_of(theil, "total")),
            N(value_of(theil, "within_bands")), N(half_of(theil, "within_bands")), N(value_of(theil, "between_groups")),
            N(half_of(theil, "between_groups")), N(rasimi_json_number_at(theil, "place_share")),
            N(rasimi_json_number_at(theil, "chance_share")));
    }
    rasimi_table_set_note(teller->document, table,
                          "Theil's T is 0 where everybody gets the same share of what their needs cost.");
}

/* ---- allocation against need ---- */

static const rasimi_column NEED[] = {IS_TEXT("Tenth of need"),     IS_COUNT("People"),
                                     IS_WEEK("Indicative amount"), IS_WEEK("What needs cost"),
                                     IS_WEEK("Package today"),     IS_SHARE("Could live on it")};

static void
put_against_need(const rasimi_teller *teller, rasimi_section *section)
{
    const json_t *groups = rasimi_json_at(teller->persons, "groups");
    rasimi_chart *chart = NULL;
    for (size_t i = 0; i < json_array_size(groups); i++) {
        const json_t *group = rasimi_json_item(groups, i);
        if (strcmp(rasimi_json_text_at(group, "by"), "need") != 0)
            continue;
        if (!chart)
            chart = rasimi_section_chart(teller->document, section, RASIMI_CHART_BARS, rasimi_tell_id(teller, "need"),
                                         "Allocation against what needs cost, £ a week, least need first", NEED,
                                         COUNT_OF(NEED));
        ROW(teller, chart ? &chart->table : NULL, W(rasimi_json_text_at(group, "label")),
            N(rasimi_json_number_at(group, "people")), N(rasimi_json_number_at(group, "need.mean_allocation")),
            N(rasimi_json_number_at(group, "need.mean_target")), N(rasimi_json_number_at(group, "package.mean_target")),
            N(value_of(group, "can_live_on")));
    }
    rasimi_chart_series(teller->document, chart, LINE("indicative amount", 2, RASIMI_ROLE_MAIN));
    rasimi_chart_series(teller->document, chart, LINE("what needs cost", 3, RASIMI_ROLE_SECOND));
    if (chart && chart->table.n_rows > 1) {
        const size_t last = chart->table.n_rows - 1;
        rasimi_chart_find(
            teller->document, chart,
            "People of least need are allocated £%s a week where their needs cost £%s; those of most need £%s "
            "where they cost £%s.",
            rasim_amount_text(rasimi_table_cell(&chart->table, 0, 2)->number, 1.0).text,
            rasim_amount_text(rasimi_table_cell(&chart->table, 0, 3)->number, 1.0).text,
            rasim_amount_text(rasimi_table_cell(&chart->table, last, 2)->number, 1.0).text,
            rasim_amount_text(rasimi_table_cell(&chart->table, last, 3)->number, 1.0).text);
    }
}

/* ---- winners and losers ---- */

static const rasimi_column CHANGES[] = {IS_TEXT("Care group"), IS_TEXT("Change from today"),
                                        IS_COUNT("People"),    IS_COUNT("loses"),
                                        IS_COUNT("gains"),     IS_COUNT("about the same")};
enum { CHANGE_LOSES = 3, CHANGE_GAINS, CHANGE_SAME };

static void
put_group_changes(const rasimi_teller *teller, rasimi_chart *chart, const json_t *group)
{
    const json_t *names = rasimi_json_at(teller->root, "persons.change_names");
    const size_t n = json_array_size(names);
    for (size_t c = 0; c < n; c++) {
        const double people = rasimi_json_number_at(rasimi_json_item(rasimi_json_at(group, "changes"), c), "");
        const char *name = json_string_value(rasimi_json_item(names, c));
        ROW(teller, chart ? &chart->table : NULL, W(rasimi_json_text_at(group, "label")), W(name), N(people),
            N(c < n / 2 ? people : NOT_KNOWN), N(c > n / 2 ? people : NOT_KNOWN), N(c == n / 2 ? people : NOT_KNOWN));
    }
}

static void
find_changes(const rasimi_teller *teller, rasimi_chart *chart)
{
    const json_t *everybody = rasimi_json_at(teller->persons, "groups.0"),
                 *changes = rasimi_json_at(everybody, "changes");
    double loses = 0.0, gains = 0.0;
    const size_t n = json_array_size(changes);
    for (size_t c = 0; c < n; c++) {
        const double people = rasimi_json_number_at(rasimi_json_item(changes, c), "");
        loses += c < n / 2 ? people : 0.0;
        gains += c > n / 2 ? people : 0.0;
    }
    if (isfinite(loses + gains))
        rasimi_chart_find(
            teller->document, chart,
            "Compared with their package today, %s people lose a tenth or more and %s gain a tenth or more, "
            "before panels look at them.",
            rasim_amount_text(loses, 1.0).text, rasim_amount_text(gains, 1.0).text);
    else
        rasimi_chart_find(teller->document, chart, "Numbers are small: some are hidden.");
}

static void
put_winners(const rasimi_teller *teller, rasimi_section *section)
{
    const json_t *groups = rasimi_json_at(teller->persons, "groups");
    rasimi_chart *chart =
        rasimi_section_chart(teller->document, section, RASIMI_CHART_BARS, rasimi_tell_id(teller, "changes"),
                             "Winners and losers by care group, people", CHANGES, COUNT_OF(CHANGES));
    for (size_t i = 0; i < json_array_size(groups); i++)
        if (strcmp(rasimi_json_text_at(rasimi_json_item(groups, i), "by"), "care group") == 0)
            put_group_changes(teller, chart, rasimi_json_item(groups, i));
    rasimi_chart_series(teller->document, chart, LINE("loses", CHANGE_LOSES, RASIMI_ROLE_BAD));
    rasimi_chart_series(teller->document, chart, LINE("gains", CHANGE_GAINS, RASIMI_ROLE_GOOD));
    rasimi_chart_series(teller->document, chart, LINE("about the same", CHANGE_SAME, RASIMI_ROLE_QUIET));
    if (chart) {
        chart->x = 1;
        chart->facet = 0;
    }
    find_changes(teller, chart);
    rasimi_table_set_note(teller->document, chart ? &chart->table : NULL,
                          "Empty cells are small numbers, which are hidden, or none.");
}

static const rasimi_column GROUPS[] = {
    IS_TEXT("By"),
    IS_TEXT("Group"),
    IS_COUNT("People"),
    IS_WEEK("Indicative amount, £ a week"),
    IS_WEEK("Needs cost"),
    IS_WEEK("Error on average"),
    IS_WEEK_ERROR,
    IS_R_SQUARED("R²"),
    IS_SHARE("Could live on it"),
    IS_SHARE_ERROR,
    IS_SHARE("Less than today"),
    {.heading = "Change, £ a year", .unit = RASIMI_UNIT_GBP, .step = 1000, .signed_plus = true}};

static void
put_group(const rasimi_teller *teller, rasimi_document_table *table, const json_t *group)
{
    const bool hidden = rasimi_json_true_at(group, "hidden");
    ROW(teller, table, W(rasimi_json_text_at(group, "by")), W(rasimi_json_text_at(group, "label")),
        hidden ? W("hidden") : N(rasimi_json_number_at(group, "people")),
        N(rasimi_json_number_at(group, "need.mean_allocation")), N(rasimi_json_number_at(group, "need.mean_target")),
        N(value_of(group, "need.bias")), N(half_of(group, "need.bias")),
        N(rasimi_json_number_at(group, "need.r_squared")), N(value_of(group, "can_live_on")),
        N(half_of(group, "can_live_on")), N(rasimi_json_number_at(group, "below_package")),
        N(rasimi_json_number_at(group, "change_gbp")));
}

static void
put_groups(const rasimi_teller *teller, rasimi_section *section)
{
    const json_t *groups = rasimi_json_at(teller->persons, "groups");
    rasimi_document_table *table = rasimi_section_table(teller->document, section, rasimi_tell_id(teller, "groups"),
                                                        "Groups of people inside the RAS", GROUPS, COUNT_OF(GROUPS));
    for (size_t i = 0; i < json_array_size(groups); i++)
        put_group(teller, table, rasimi_json_item(groups, i));
    rasimi_table_set_note(teller->document, table,
                          "Fewer people than %s are hidden, and others that would tell them. The error is allocation "
                          "less need. Those could "
                          "live on it whose indicative amount is at least %swhat needs cost.",
                          rasim_decimal_text(rasimi_json_number_at(teller->root, "persons.small_number"), 0).text,
                          tolerance_of(teller).of_cost.text);
}

/* ---- averaging out ---- */

static const rasimi_column AVERAGING[] = {IS_NUMBER("People in the pool"), IS_SHARE("One standard deviation"),
                                          IS_SHARE("from"), IS_SHARE("to"), IS_SHARE("Fitted")};

static void
put_averaging(const rasimi_teller *teller, rasimi_section *section)
{
    const json_t *averaging = rasimi_json_at(teller->persons, "averaging"), *sizes = rasimi_json_at(averaging, "sizes");
    const double floor_sd = rasimi_json_number_at(averaging, "floor_sd");
    if (json_array_size(sizes) < 2)
        return;
    rasimi_chart *chart = rasimi_section_chart(
        teller->document, section, RASIMI_CHART_LINES, rasimi_tell_id(teller, "averaging"),
        "How far spending strays from allocations, by how many people share a budget", AVERAGING, COUNT_OF(AVERAGING));
    for (size_t i = 0; i < json_array_size(sizes); i++) {
        const json_t *size = rasimi_json_item(sizes, i);
        ROW(teller, chart ? &chart->table : NULL, N(rasimi_json_number_at(size, "people")),
            N(rasimi_json_number_at(size, "sd")), N(rasimi_json_number_at(size, "low")),
            N(rasimi_json_number_at(size, "high")), N(rasimi_json_number_at(size, "fitted_sd")));
    }
    rasimi_chart_series(teller->document, chart, KNOWN("simulated", 1, 2, 3, RASIMI_ROLE_MAIN));
    rasimi_chart_series(teller->document, chart, LINE("fitted", 4, RASIMI_ROLE_QUIET));
    rasimi_chart_reference(
        teller->document, chart,
        (rasimi_reference){false, floor_sd,
                           rasimi_document_text(teller->document, "floor %s", rasim_percent_text(floor_sd).text),
                           RASIMI_ROLE_BAD});
    if (chart)
        chart->log_x = chart->log_y = true;
    const json_t *last = rasimi_json_item(sizes, json_array_size(sizes) - 1);
    const rasim_figure ten = rasim_percent_text(rasimi_json_number_at(rasimi_json_item(sizes, 0), "sd")),
                       all = rasim_percent_text(rasimi_json_number_at(last, "sd")),
                       least = rasim_percent_text(floor_sd);
    rasimi_chart_find(teller->document, chart, "Spending strays by %s for %s people and %s for %s%s%s%s.", ten.text,
                      rasim_amount_text(rasimi_json_number_at(rasimi_json_item(sizes, 0), "people"), 1.0).text,
                      all.text, rasim_amount_text(rasimi_json_number_at(last, "people"), 1.0).text,
                      isfinite(floor_sd) ? "; no number of people averages out " : "",
                      isfinite(floor_sd) ? least.text : "", isfinite(floor_sd) ? ", which is what all share" : "");
}

static const rasimi_column DEVOLVED[] = {IS_TEXT("Sure"), IS_GBP("Places, each for itself"),
                                         IS_GBP("One pooled budget"), IS_CHANGE("More"), IS_GBP_ERROR};

static void
put_devolved(const rasimi_teller *teller, rasimi_section *section)
{
    const json_t *devolved = rasimi_json_at(teller->persons, "devolved");
    if (json_array_size(devolved) == 0)
        return;
    rasimi_document_table *table =
        rasimi_section_table(teller->document, section, rasimi_tell_id(teller, "devolved"),
                             "What budgets by place would need, £ a year", DEVOLVED, COUNT_OF(DEVOLVED));
    for (size_t i = 0; i < json_array_size(devolved); i++) {
        const json_t *at = rasimi_json_item(devolved, i);
        ROW(teller, table, W(rasim_level_text(rasimi_json_number_at(at, "level")).text),
            N(rasimi_json_number_at(at, "places_gbp")), N(rasimi_json_number_at(at, "pooled_gbp")),
            N(value_of(at, "extra_gbp")), N(half_of(at, "extra_gbp")));
    }
}

/* ---- who assesses ---- */

static const rasimi_column MODES[] = {
    IS_TEXT("Everybody assessed as"),
    IS_TEXT("rather than"),
    IS_NUMBER("Points"),
    IS_PENCE("£ a week each"),
    {.heading = "£ a year", .unit = RASIMI_UNIT_GBP, .step = 100, .signed_plus = true},
    {.heading = "from", .unit = RASIMI_UNIT_GBP, .step = 100, .signed_plus = true},
    {.heading = "to", .unit = RASIMI_UNIT_GBP, .step = 100, .signed_plus = true}};

static void
put_modes(const rasimi_teller *teller, rasimi_section *section)
{
    const json_t *effects = rasimi_json_at(teller->first_year, "mode_effects");
    if (json_array_size(effects) == 0)
        return;
    rasimi_document_table *table = rasimi_section_table(teller->document, section, rasimi_tell_id(teller, "modes"),
                                                        "What it matters who assesses", MODES, COUNT_OF(MODES));
    for (size_t i = 0; i < json_array_size(effects); i++) {
        const json_t *effect = rasimi_json_item(effects, i);
        ROW(teller, table, W(rasimi_json_text_at(effect, "mode")), W(rasimi_json_text_at(effect, "against")),
            N(rasimi_json_number_at(effect, "points")), N(rasimi_json_number_at(effect, "gbp_week")),
            N(rasimi_json_number_at(effect, "gbp")), N(rasimi_json_number_at(effect, "gbp_low")),
            N(rasimi_json_number_at(effect, "gbp_high")));
    }
}

/* Single people are looked at in the first year. */
void
rasimi_tell_people(const rasimi_teller *teller)
{
    if (!teller->persons)
        return;
    rasimi_section *section = rasimi_tell_section(
        teller, "people", rasimi_document_text(teller->document, "Who is affected%s", rasimi_tell_in_year(teller)));
    say_enough(teller, section);
    put_against_need(teller, section);
    rasimi_tell_points(teller, section);
    put_winners(teller, section);
    put_averaging(teller, section);
    put_devolved(teller, section);
    put_fair(teller, section);
    put_modes(teller, section);
    put_groups(teller, section);
}
