/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Designs side by side: criteria, differences with intervals, the frontier, who moves. Of all years together where
   there are several. */
#include "report/document_build.h"

#include <string.h>

/* The comparison that is told, and its last period. */
typedef struct side_by_side {
    const rasimi_teller *teller;
    const json_t *compare, *designs;
    size_t n, period;
    bool several; /* years: then the period is all of them together */
    const char *against;
} side_by_side;

static const json_t *
design_of(const side_by_side *told, size_t d)
{
    return rasimi_json_item(told->designs, d);
}

static const json_t *
period_of(const side_by_side *told, size_t d)
{
    return rasimi_json_item(rasimi_json_at(design_of(told, d), "periods"), told->period);
}

static const char *
name_of(const side_by_side *told, size_t d)
{
    return rasimi_json_text_at(design_of(told, d), "name");
}

/* ---- criteria ---- */

static const rasimi_column CRITERIA[] = {IS_TEXT("Design"),
                                         IS_SHARE("Inside"),
                                         IS_SHARE("from"),
                                         IS_SHARE("to"),
                                         IS_GBP("Expected net"),
                                         IS_GBP_ERROR,
                                         IS_GBP("To be sure"),
                                         IS_GBP_ERROR,
                                         IS_GBP("Contingency"),
                                         IS_GBP_ERROR,
                                         IS_COUNT("Panel cases"),
                                         IS_COUNT("Planned one by one"),
                                         IS_SHARE("Indicative short"),
                                         IS_SHARE("Final short"),
                                         IS_THEIL("Inequality"),
                                         IS_SHARE("Cheapest in")};

static void
put_criteria_row(const side_by_side *told, rasimi_document_table *table, size_t d)
{
    const json_t *period = period_of(told, d), *sure = rasimi_headline_of(rasimi_json_at(period, "net_gbp")),
                 *held = rasimi_headline_of(rasimi_json_at(period, "contingency_gbp"));
    ROW(told->teller, table, W(name_of(told, d)), N(rasimi_json_number_at(period, "affordability")),
        N(rasimi_json_number_at(period, "affordability_low")), N(rasimi_json_number_at(period, "affordability_high")),
        N(rasimi_json_number_at(period, "mean_gbp")), N(rasimi_half_of_se(rasimi_json_number_at(period, "mean_se"))),
        N(rasimi_json_number_at(sure, "value")), N(rasimi_half_of(sure)), N(rasimi_json_number_at(held, "value")),
        N(rasimi_half_of(held)), N(rasimi_json_number_at(period, "panel_cases")),
        N(rasimi_json_number_at(period, "excluded_people")), N(rasimi_json_number_at(period, "indicative_short_share")),
        N(rasimi_json_number_at(period, "final_short_share")), N(rasimi_json_number_at(period, "equity_theil")),
        N(rasimi_json_number_at(period, "cheapest")));
}

static void
put_criteria(const side_by_side *told, rasimi_section *section)
{
    rasimi_document *document = told->teller->document;
    rasimi_document_table *table = rasimi_section_table(document, section, "criteria",
                                                        told->several ? "Designs side by side, all years together, £"
                                                                      : "Designs side by side, £ a year",
                                                        CRITERIA, COUNT_OF(CRITERIA));
    for (size_t d = 0; d < told->n; d++)
        put_criteria_row(told, table, d);
    rasimi_table_set_note(
        document, table, "%s, all designs on the same draws; to be sure: the %s level. %s",
        told->several ? "All years together" : rasimi_json_text_at(period_of(told, 0), "period"),
        rasim_level_text(
            rasimi_json_number_at(rasimi_headline_of(rasimi_json_at(period_of(told, 0), "net_gbp")), "level"))
            .text,
        told->several ? "Panel cases and people planned one by one are counted anew in every year."
                      : "Inequality is Theil's T of amount over need among equal needs.");
}

/* ---- differences ---- */

static const rasimi_column DIFFERENCES[] = {
    IS_TEXT("Design"),     IS_CHANGE("Expected net"),
    IS_CHANGE("from"),     IS_CHANGE("to"),
    IS_SHARE("Dearer in"), {.heading = "Inside", .unit = RASIMI_UNIT_FRACTION, .signed_plus = true},
    IS_SHARE_ERROR};

/* The widest difference, for the sentence. */
static void
find_difference(const side_by_side *told, rasimi_chart *chart)
{
    size_t widest = 0;
    for (size_t d = 0; d < told->n; d++)
        if (fabs(rasimi_json_number_at(period_of(told, d), "difference.mean_gbp")) >
            fabs(rasimi_json_number_at(period_of(told, widest), "difference.mean_gbp")))
            widest = d;
    const json_t *difference = rasimi_json_at(period_of(told, widest), "difference");
    const double mean = rasimi_json_number_at(difference, "mean_gbp");
    const double half = rasimi_half_of_se(rasimi_json_number_at(difference, "mean_se"));
    rasimi_document *document = told->teller->document;
    if (!(fabs(mean) > 0.0))
        rasimi_chart_find(document, chart, "The designs cost the same on every draw.");
    else if (fabs(mean) <= half)
        rasimi_chart_find(document, chart, "“%s” and “%s” cost the same within the simulation error (±%s).",
                          name_of(told, widest), told->against, rasim_about_text(half).text);
    else
        rasimi_chart_find(document, chart, "“%s” is %s (±%s) %s than “%s”%s on average, and dearer in %s of draws.",
                          name_of(told, widest), rasim_about_text(fabs(mean)).text, rasim_about_text(half).text,
                          mean > 0.0 ? "dearer" : "cheaper", told->against, told->several ? " over all years" : "",
                          rasim_percent_text(rasimi_json_number_at(difference, "dearer")).text);
}

static void
put_differences(const side_by_side *told, rasimi_section *section)
{
    rasimi_document *document = told->teller->document;
    rasimi_chart *chart =
        rasimi_section_chart(document, section, RASIMI_CHART_RANGES, "differences",
                             rasimi_document_text(document, "Expected net spend%s beside “%s”, £ on the same draws",
                                                  told->several ? " of all years" : "", told->against),
                             DIFFERENCES, COUNT_OF(DIFFERENCES));
    for (size_t d = 0; d < told->n; d++) {
        const json_t *x = rasimi_json_at(period_of(told, d), "difference");
        ROW(told->teller, chart ? &chart->table : NULL, W(name_of(told, d)), N(rasimi_json_number_at(x, "mean_gbp")),
            N(rasimi_json_number_at(x, "low_gbp")), N(rasimi_json_number_at(x, "high_gbp")),
            N(rasimi_json_number_at(x, "dearer")), N(rasimi_json_number_at(x, "affordability")),
            N(rasimi_half_of_se(rasimi_json_number_at(x, "affordability_se"))));
    }
    rasimi_chart_series(document, chart, KNOWN("difference", 1, 2, 3, RASIMI_ROLE_MAIN));
    rasimi_chart_reference(document, chart, (rasimi_reference){false, 0.0, told->against, RASIMI_ROLE_QUIET});
    find_difference(told, chart);
}

/* ---- the frontier: dearer against less for panels to mend ---- */

static const rasimi_column FRONTIER[] = {IS_TEXT("Design"), IS_GBP("Net spend to be sure"),
                                         IS_SHARE("Indicative amount too small for")};

static bool
is_known(const side_by_side *told)
{
    for (size_t d = 0; d < told->n; d++)
        if (!isfinite(rasimi_json_number_at(period_of(told, d), "indicative_short_share")))
            return false;
    return told->n > 1;
}

static void
put_frontier(const side_by_side *told, rasimi_section *section)
{
    rasimi_document *document = told->teller->document;
    if (!is_known(told))
        return;
    rasimi_chart *chart =
        rasimi_section_chart(document, section, RASIMI_CHART_DOTS, "frontier",
                             "What designs cost and for how many they are too small", FRONTIER, COUNT_OF(FRONTIER));
    size_t least = 0;
    for (size_t d = 0; d < told->n; d++) {
        const json_t *period = period_of(told, d);
        ROW(told->teller, chart ? &chart->table : NULL, W(name_of(told, d)),
            N(rasimi_json_number_at(rasimi_headline_of(rasimi_json_at(period, "net_gbp")), "value")),
            N(rasimi_json_number_at(period, "indicative_short_share")));
        if (rasimi_json_number_at(period, "indicative_short_share") <
            rasimi_json_number_at(period_of(told, least), "indicative_short_share"))
            least = d;
    }
    rasimi_chart_series(document, chart, LINE("designs", 2, RASIMI_ROLE_MAIN));
    if (chart) {
        chart->x = 1;
        chart->label = 0;
    }
    rasimi_chart_reference(document, chart,
                           (rasimi_reference){true, rasimi_json_number_at(period_of(told, 0), "envelope_gbp"),
                                              "envelope", RASIMI_ROLE_ENVELOPE});
    rasimi_chart_find(document, chart, "“%s” leaves the fewest people with less than their needs cost: %s.",
                      name_of(told, least),
                      rasim_percent_text(rasimi_json_number_at(period_of(told, least), "indicative_short_share")).text);
}

/* ---- who moves; what it takes to run ---- */

static const rasimi_column MOVES[] = {IS_TEXT("Design"),
                                      IS_TEXT("Care group"),
                                      IS_COUNT("People"),
                                      IS_COUNT("Rises for"),
                                      {.heading = "£ a year up", .unit = RASIMI_UNIT_GBP, .step = 1000},
                                      IS_COUNT("Falls for"),
                                      {.heading = "£ a year down", .unit = RASIMI_UNIT_GBP, .step = 1000}};

static void
put_moves(const side_by_side *told, rasimi_section *section, const char *key, const char *id, const char *title)
{
    rasimi_document_table *table = NULL;
    for (size_t d = 0; d < told->n; d++) {
        const json_t *groups = rasimi_json_at(rasimi_json_at(design_of(told, d), key), "by_care_group");
        if (!table && json_array_size(groups) > 0)
            table = rasimi_section_table(told->teller->document, section, id, title, MOVES, COUNT_OF(MOVES));
        for (size_t g = 0; g < json_array_size(groups); g++) {
            const json_t *group = rasimi_json_item(groups, g);
            const char *name = rasimi_json_text_at(group, "care_group");
            ROW(told->teller, table, W(name_of(told, d)), W(*name ? name : "everybody"),
                N(rasimi_json_number_at(group, "people")), N(rasimi_json_number_at(group, "people_up")),
                N(rasimi_json_number_at(group, "gbp_up")), N(rasimi_json_number_at(group, "people_down")),
                N(rasimi_json_number_at(group, "gbp_down")));
        }
    }
}

static const rasimi_column RUNNING[] = {IS_TEXT("Design"),
                                        IS_COUNT("Questions"),
                                        IS_NUMBER("asked a person"),
                                        IS_COUNT("Free numbers"),
                                        IS_COUNT("Assessments"),
                                        IS_COUNT("Reviews"),
                                        {.heading = "£", .unit = RASIMI_UNIT_GBP, .step = 1000},
                                        IS_COUNT("Hours")};

static void
put_running(const side_by_side *told, rasimi_section *section)
{
    rasimi_document_table *table = rasimi_section_table(
        told->teller->document, section, "running", "What it takes to explain and to run", RUNNING, COUNT_OF(RUNNING));
    for (size_t d = 0; d < told->n; d++) {
        const json_t *complexity = rasimi_json_at(design_of(told, d), "complexity"), *period = period_of(told, d);
        ROW(told->teller, table, W(name_of(told, d)), N(rasimi_json_number_at(complexity, "questions")),
            N(rasimi_json_number_at(complexity, "questions_a_person")),
            N(rasimi_json_number_at(complexity, "parameters")), N(rasimi_json_number_at(period, "assessments")),
            N(rasimi_json_number_at(period, "reviews")), N(rasimi_json_number_at(period, "administration_gbp")),
            N(rasimi_json_number_at(period, "administration_hours")));
    }
    rasimi_table_set_note(told->teller->document, table,
                          "Assessments, reviews, £ and hours of %s. Empty: not known to the files.",
                          told->several ? "all years together" : "a year");
}

/* ---- why ---- */

enum { MOST_SOURCES = 3 };

static const rasimi_column WHY[] = {IS_TEXT("Design"), IS_TEXT("The largest sources of spread"),
                                    IS_SHARE("Of the variance"), IS_SHARE_ERROR};
static const rasimi_column TIPS[] = {
    IS_TEXT("Design"),
    {.heading = "Prices that leave an even chance", .unit = RASIMI_UNIT_FRACTION, .signed_plus = true},
    IS_SHARE("from"),
    IS_SHARE("to")};

static size_t
count_known(const side_by_side *told, const char *key)
{
    size_t n = 0;
    for (size_t d = 0; d < told->n; d++)
        n += json_is_object(rasimi_json_at(design_of(told, d), key));
    return n;
}

static void
put_sources(const side_by_side *told, rasimi_section *section)
{
    if (count_known(told, "spread") == 0)
        return;
    rasimi_document_table *table = rasimi_section_table(told->teller->document, section, "compared-sources",
                                                        "Where the spread of net spend comes from", WHY, COUNT_OF(WHY));
    for (size_t d = 0; d < told->n; d++) {
        const json_t *sources = rasimi_json_at(design_of(told, d), "spread.sources");
        for (size_t i = 0; i < json_array_size(sources) && i < MOST_SOURCES; i++) {
            const json_t *source = rasimi_json_item(sources, i), *alone = rasimi_json_at(source, "alone");
            ROW(told->teller, table, W(name_of(told, d)), W(rasimi_json_text_at(source, "name")),
                N(rasimi_json_number_at(alone, "share")),
                N((rasimi_json_number_at(alone, "high") - rasimi_json_number_at(alone, "low")) / 2));
        }
    }
}

static void
put_tips(const side_by_side *told, rasimi_section *section)
{
    if (count_known(told, "reverse_stress") == 0)
        return;
    rasimi_document_table *table = rasimi_section_table(told->teller->document, section, "compared-tips",
                                                        "What would tip it", TIPS, COUNT_OF(TIPS));
    for (size_t d = 0; d < told->n; d++) {
        const json_t *price = rasimi_json_at(design_of(told, d), "reverse_stress.price");
        const char *found = rasimi_json_text_at(price, "found");
        const rasimi_document_cell change =
            strcmp(found, "tips") == 0 ? N(rasimi_json_number_at(price, "change")) : W(found);
        if (price)
            ROW(told->teller, table, W(name_of(told, d)), change, N(rasimi_json_number_at(price, "low")),
                N(rasimi_json_number_at(price, "high")));
    }
    rasimi_table_set_note(told->teller->document, table,
                          "How far all prices would have to be from what is simulated, in every year.");
}

void
rasimi_tell_comparison(const rasimi_teller *teller)
{
    side_by_side told = {.teller = teller, .compare = rasimi_json_at(teller->root, "compare")};
    told.designs = rasimi_json_at(told.compare, "designs");
    told.n = json_array_size(told.designs);
    told.against = rasimi_json_text_at(told.compare, "against");
    if (told.n == 0 && !rasimi_has_curves(teller))
        return;
    rasimi_section *section = rasimi_document_section(teller->document, "compare", "Designs compared");
    rasimi_tell_curves(teller, section);
    if (told.n == 0)
        return;
    const size_t n_periods = rasimi_json_count_at(design_of(&told, 0), "periods");
    told.period = n_periods > 0 ? n_periods - 1 : 0;
    told.several = n_periods > 1;
    put_differences(&told, section);
    put_criteria(&told, section);
    put_frontier(&told, section);
    put_moves(&told, section, "moves_from_package", "moves-package", "Whose amount differs from their package today");
    put_moves(&told, section, "moves_from_other", "moves-other",
              rasimi_document_text(teller->document, "Whose amount differs from that of “%s”", told.against));
    put_running(&told, section);
    put_sources(&told, section);
    put_tips(&told, section);
}
