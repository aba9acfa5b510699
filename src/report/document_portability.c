/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the same person would get in each place. */
#include "report/document_build.h"

enum { MOST_PLACES = 24 };

static void
put_place(const rasimi_teller *teller, rasimi_document_table *table, const json_t *place)
{
    ROW(teller, table, W(rasimi_json_text_at(place, "name")), W(rasimi_json_text_at(place, "design")),
        N(rasimi_json_number_at(place, "gbp_week")));
}

static const rasimi_column PLACES[] = {IS_TEXT("Place"), IS_TEXT("Design"), IS_WEEK("Were everybody there, £ a week")};

static void
put_places(const rasimi_teller *teller, rasimi_section *section, const json_t *places)
{
    rasimi_document_table *table = rasimi_section_table(teller->document, section, "portability",
                                                        "The same people in each place", PLACES, COUNT_OF(PLACES));
    for (size_t p = 0; p < json_array_size(places); p++)
        put_place(teller, table, rasimi_json_item(places, p));
}

/* Mean amount by tenth of need, a line for each place. */
static void
put_bands(const rasimi_teller *teller, rasimi_section *section, const json_t *of)
{
    const json_t *places = rasimi_json_at(of, "places"), *bands = rasimi_json_at(of, "bands");
    const size_t n = json_array_size(places);
    if (n == 0 || n > MOST_PLACES || json_array_size(bands) < 2)
        return;
    rasimi_column columns[MOST_PLACES + 2] = {IS_NUMBER("Tenth of need"), IS_COUNT("People")};
    for (size_t p = 0; p < n; p++)
        columns[p + 2] = (rasimi_column){.heading = rasimi_json_text_at(rasimi_json_item(places, p), "name"),
                                         .unit = RASIMI_UNIT_GBP_WEEK};
    rasimi_chart *chart = rasimi_section_chart(teller->document, section, RASIMI_CHART_LINES, "portability-bands",
                                               "What the same need gets in each place, £ a week", columns, n + 2);
    for (size_t b = 0; b < json_array_size(bands); b++) {
        const json_t *band = rasimi_json_item(bands, b), *amounts = rasimi_json_at(band, "gbp_week");
        rasimi_document_cell cells[MOST_PLACES + 2] = {N((double)(b + 1)), N(rasimi_json_number_at(band, "people"))};
        for (size_t p = 0; p < n; p++)
            cells[p + 2] = N(rasimi_json_number_at(rasimi_json_item(amounts, p), ""));
        rasimi_table_row(teller->document, chart ? &chart->table : NULL, cells);
    }
    for (size_t p = 0; p < n; p++)
        rasimi_chart_series(teller->document, chart, LINE(columns[p + 2].heading, p + 2, RASIMI_ROLE_MAIN));
    rasimi_chart_find(
        teller->document, chart,
        "For the same need the amount differs by %s between places on average (coefficient of variation).",
        rasim_percent_text(rasimi_json_number_at(of, "spread")).text);
}

void
rasimi_tell_portability(const rasimi_teller *teller)
{
    const json_t *of = rasimi_json_at(teller->root, "portability");
    if (!of)
        return;
    rasimi_section *section = rasimi_document_section(teller->document, "portability", "The same need in each place");
    put_bands(teller, section, of);
    put_places(teller, section, rasimi_json_at(of, "places"));
}
