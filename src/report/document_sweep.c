/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sweep: what any number of the files does to the chance and to net spend. */
#include "report/document_build.h"

enum { FIXED = 11, MOST_KEYS = 8 };

static const rasimi_column CRITERIA[FIXED] = {IS_TEXT("Period"),
                                              IS_SHARE("Inside"),
                                              IS_SHARE("from"),
                                              IS_SHARE("to"),
                                              IS_GBP("Expected net"),
                                              IS_GBP_ERROR,
                                              IS_GBP("To be sure"),
                                              IS_GBP_ERROR,
                                              IS_GBP("Contingency"),
                                              IS_COUNT("Panel cases"),
                                              IS_COUNT("Planned one by one")};

static void
put_point(const rasimi_teller *teller, rasimi_document_table *table, const json_t *point, const json_t *period,
          size_t n_keys)
{
    const json_t *sure = rasimi_headline_of(rasimi_json_at(period, "net_gbp"));
    rasimi_document_cell cells[MOST_KEYS + FIXED] = {{0}};
    for (size_t k = 0; k < n_keys; k++)
        cells[k] = N(rasimi_json_number_at(rasimi_json_item(rasimi_json_at(point, "values"), k), ""));
    const rasimi_document_cell criteria[FIXED] = {
        W(rasimi_json_text_at(period, "period")),
        N(rasimi_json_number_at(period, "affordability")),
        N(rasimi_json_number_at(period, "affordability_low")),
        N(rasimi_json_number_at(period, "affordability_high")),
        N(rasimi_json_number_at(period, "mean_gbp")),
        N(rasimi_half_of_se(rasimi_json_number_at(period, "mean_se"))),
        N(rasimi_json_number_at(sure, "value")),
        N(rasimi_half_of(sure)),
        N(rasimi_json_number_at(rasimi_headline_of(rasimi_json_at(period, "contingency_gbp")), "value")),
        N(rasimi_json_number_at(period, "panel_cases")),
        N(rasimi_json_number_at(period, "excluded_people")),
    };
    for (size_t i = 0; i < FIXED; i++)
        cells[n_keys + i] = criteria[i];
    rasimi_table_row(teller->document, table, cells);
}

/* The chart's table: one row a point, of the last period; where one key varies it is across, else each combination is a
   row that the table alone shows. */
static void
put_points(const rasimi_teller *teller, rasimi_chart *chart, size_t n_keys)
{
    const json_t *points = rasimi_json_at(teller->root, "points");
    for (size_t i = 0; i < json_array_size(points); i++) {
        const json_t *point = rasimi_json_item(points, i), *periods = rasimi_json_at(point, "periods");
        if (json_array_size(periods) > 0)
            put_point(teller, chart ? &chart->table : NULL, point,
                      rasimi_json_item(periods, json_array_size(periods) - 1), n_keys);
    }
}

static void
find_best(const rasimi_teller *teller, rasimi_chart *chart, size_t n_keys)
{
    const size_t inside = n_keys + 1, n = chart ? chart->table.n_rows : 0;
    size_t best = 0, worst = 0;
    for (size_t i = 0; i < n; i++) {
        const double chance = rasimi_table_cell(&chart->table, i, inside)->number;
        best = chance > rasimi_table_cell(&chart->table, best, inside)->number ? i : best;
        worst = chance < rasimi_table_cell(&chart->table, worst, inside)->number ? i : worst;
    }
    if (n > 0)
        rasimi_chart_find(
            teller->document, chart,
            "Over the range the chance of staying inside lies between %s and %s; the band is 95 %% simulation "
            "error.",
            rasim_percent_text(rasimi_table_cell(&chart->table, worst, inside)->number).text,
            rasim_percent_text(rasimi_table_cell(&chart->table, best, inside)->number).text);
}

void
rasimi_tell_sweep(const rasimi_teller *teller)
{
    const json_t *keys = rasimi_json_at(teller->root, "keys");
    const size_t n_keys = json_array_size(keys) < MOST_KEYS ? json_array_size(keys) : MOST_KEYS;
    rasimi_column columns[MOST_KEYS + FIXED];
    for (size_t k = 0; k < n_keys; k++)
        columns[k] =
            (rasimi_column){.heading = json_string_value(rasimi_json_item(keys, k)), .unit = RASIMI_UNIT_NUMBER};
    for (size_t i = 0; i < FIXED; i++)
        columns[n_keys + i] = CRITERIA[i];
    rasimi_section *section = rasimi_document_section(teller->document, "sweep", "What if");
    rasimi_section_say(teller->document, section, "The design is “%s”; every point is simulated on the same draws.",
                       rasimi_json_text_at(teller->root, "design"));
    rasimi_chart *chart = rasimi_section_chart(teller->document, section, RASIMI_CHART_LINES, "points",
                                               "Chance of staying inside the envelope", columns, n_keys + FIXED);
    put_points(teller, chart, n_keys);
    rasimi_chart_series(teller->document, chart, KNOWN("inside", n_keys + 1, n_keys + 2, n_keys + 3, RASIMI_ROLE_MAIN));
    rasimi_chart_reference(teller->document, chart, (rasimi_reference){false, 0.9, "90 %", RASIMI_ROLE_QUIET});
    if (chart && n_keys > 1)
        chart->colour = 1; /* a line for each value of the second key */
    find_best(teller, chart, n_keys);
}
