/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The high-cost pool: where the line for packages that are planned one by one might be, and the tails that dear
   arrivals come from. */
#include "report/document_build.h"

static const rasimi_column LINES[] = {IS_NUMBER("Line, £ a week"),
                                      IS_COUNT("People above it"),
                                      IS_TEXT(""),
                                      IS_GBP("£ a year above it"),
                                      IS_GBP_ERROR,
                                      IS_GBP("RAS pool: margin to be sure"),
                                      IS_GBP("from"),
                                      IS_GBP("to"),
                                      IS_GBP("High-cost pool: margin to be sure"),
                                      IS_GBP("from"),
                                      IS_GBP("to"),
                                      IS_SHARE("Spread of need left, CV")};
enum { RAS_MARGIN = 5, HIGH_COST_MARGIN = 8 };

/* The margin at the highest level. */
static const json_t *
margin_of(const json_t *line, const char *key)
{
    const json_t *levels = rasimi_json_at(line, key);
    return rasimi_json_item(levels, json_array_size(levels) - 1);
}

static void
put_line(const rasimi_teller *teller, rasimi_chart *chart, const json_t *line)
{
    const json_t *ras = margin_of(line, "ras_margin_gbp"), *high = margin_of(line, "high_cost_margin_gbp");
    ROW(teller, chart ? &chart->table : NULL, N(rasimi_json_number_at(line, "threshold_gbp_week")),
        N(rasimi_json_number_at(line, "people_out.value")),
        W(rasimi_json_true_at(line, "of_design") ? "the design's line" : ""),
        N(rasimi_json_number_at(line, "gbp_out.value")),
        N(rasimi_half_of_se(rasimi_json_number_at(line, "gbp_out.se"))), N(rasimi_json_number_at(ras, "value")),
        N(rasimi_json_number_at(ras, "low")), N(rasimi_json_number_at(ras, "high")),
        N(rasimi_json_number_at(high, "value")), N(rasimi_json_number_at(high, "low")),
        N(rasimi_json_number_at(high, "high")), N(rasimi_json_number_at(line, "cv_left")));
}

/* The design's own line; NULL: it has none. */
static const json_t *
own_line(const json_t *lines)
{
    for (size_t i = 0; i < json_array_size(lines); i++)
        if (rasimi_json_true_at(rasimi_json_item(lines, i), "of_design"))
            return rasimi_json_item(lines, i);
    return NULL;
}

static void
find_line(const rasimi_teller *teller, rasimi_chart *chart, const json_t *own)
{
    const double line = rasimi_json_number_at(own, "threshold_gbp_week");
    if (!isfinite(line)) {
        rasimi_chart_find(
            teller->document, chart,
            "The design has no line: a lower one would move risk from the RAS pool to packages that are planned "
            "one by one.");
        return;
    }
    rasimi_chart_find(teller->document, chart,
                      "At the design's line of £%s a week, %s people with %s a year are planned one by one%s; a lower "
                      "line moves risk from the RAS pool to them.",
                      rasim_amount_text(line, 1.0).text,
                      rasim_amount_text(rasimi_json_number_at(own, "people_out.value"), 1.0).text,
                      rasim_about_text(rasimi_json_number_at(own, "gbp_out.value")).text, rasimi_tell_in_year(teller));
}

/* Of the first year. */
static void
put_lines(const rasimi_teller *teller, rasimi_section *section, const json_t *lines)
{
    const json_t *own = own_line(lines);
    const double level = rasimi_json_number_at(margin_of(rasimi_json_item(lines, 0), "ras_margin_gbp"), "level"),
                 threshold = rasimi_json_number_at(own, "threshold_gbp_week");
    rasimi_chart *chart = rasimi_section_chart(
        teller->document, section, RASIMI_CHART_LINES, rasimi_tell_id(teller, "exclusion"),
        rasimi_document_text(teller->document,
                             "Where the line for high-cost packages might be%s: margin to be %s sure, £ a year",
                             rasimi_tell_in_year(teller), rasim_level_text(level).text),
        LINES, COUNT_OF(LINES));
    for (size_t i = 0; i < json_array_size(lines); i++)
        put_line(teller, chart, rasimi_json_item(lines, i));
    rasimi_chart_series(teller->document, chart,
                        KNOWN("RAS pool", RAS_MARGIN, RAS_MARGIN + 1, RAS_MARGIN + 2, RASIMI_ROLE_MAIN));
    rasimi_chart_series(
        teller->document, chart,
        KNOWN("high-cost pool", HIGH_COST_MARGIN, HIGH_COST_MARGIN + 1, HIGH_COST_MARGIN + 2, RASIMI_ROLE_SECOND));
    rasimi_chart_reference(
        teller->document, chart,
        (rasimi_reference){true, threshold,
                           rasimi_document_text(teller->document, "line £%s", rasim_amount_text(threshold, 1.0).text),
                           RASIMI_ROLE_QUIET});
    find_line(teller, chart, own);
}

static const rasimi_column TAILS[] = {IS_TEXT("Care group"),
                                      IS_TEXT("Setting"),
                                      IS_NUMBER("Arrivals a year"),
                                      IS_WEEK("Threshold, £ a week"),
                                      IS_WEEK("Mean of an arrival"),
                                      IS_NUMBER("Shape"),
                                      IS_NUMBER_ERROR,
                                      IS_WEEK("Scale, £ a week"),
                                      IS_COUNT("Packages above"),
                                      IS_SHARE("Held at the most")};

static void
put_tails(const rasimi_teller *teller, rasimi_section *section)
{
    const json_t *tails = rasimi_json_at(teller->root, "tails");
    if (json_array_size(tails) == 0)
        return;
    rasimi_document_table *table = rasimi_section_table(teller->document, section, rasimi_tell_id(teller, "tails"),
                                                        "Dear packages that may arrive", TAILS, COUNT_OF(TAILS));
    for (size_t i = 0; i < json_array_size(tails); i++) {
        const json_t *tail = rasimi_json_item(tails, i);
        ROW(teller, table, W(rasimi_json_text_at(tail, "care_group")), W(rasimi_json_text_at(tail, "setting")),
            N(rasimi_json_number_at(tail, "arrivals_a_year")), N(rasimi_json_number_at(tail, "threshold_gbp_week")),
            N(rasimi_json_number_at(tail, "mean_gbp_week")), N(rasimi_json_number_at(tail, "shape.value")),
            N(rasimi_half_of_se(rasimi_json_number_at(tail, "shape.se"))),
            N(rasimi_json_number_at(tail, "scale_gbp_week.value")), N(rasimi_json_number_at(tail, "packages_above")),
            N(rasimi_json_number_at(tail, "capped_share")));
    }
    rasimi_table_set_note(teller->document, table,
                          "A generalised Pareto law above the threshold; £ at the price date.");
}

void
rasimi_tell_high_cost(const rasimi_teller *teller)
{
    const json_t *lines = rasimi_json_at(teller->persons, "lines");
    const bool has_tails = teller->i_design == 0 && rasimi_json_count_at(teller->root, "tails") > 0;
    if (json_array_size(lines) == 0 && !has_tails)
        return;
    rasimi_section *section = rasimi_tell_section(teller, "high-cost", "The high-cost pool");
    if (json_array_size(lines) > 1)
        put_lines(teller, section, lines);
    if (has_tails)
        put_tails(teller, section);
}
