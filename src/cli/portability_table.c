/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the same person would get in each place, in the terminal statement. */
#include "portability_table.h"

#include <stdio.h>

#include "number.h"
#include "table.h"

/* Columns besides the places: need and people. */
enum { LABELS = 2, MOST_PLACES = TABLE_MOST_COLUMNS - LABELS };

static size_t
places_shown(const rasim_portability *portability)
{
    return portability->n_places < MOST_PLACES ? portability->n_places : MOST_PLACES;
}

static void
put_row(cli_table *table, const char *label, double people, const double *gbp_week, size_t n_places, page_style style)
{
    number_text amounts[MOST_PLACES], n_people = amount_text(people, 1.0);
    const char *texts[TABLE_MOST_COLUMNS] = {label, n_people.text};
    page_style styles[TABLE_MOST_COLUMNS] = {style, style};
    for (size_t p = 0; p < n_places; p++) {
        amounts[p] = amount_text(gbp_week[p], 1.0);
        texts[LABELS + p] = amounts[p].text;
        styles[LABELS + p] = style;
    }
    table_row(table, texts, styles);
}

static void
put_band(cli_table *table, const rasim_portability *portability, size_t band, size_t n_places)
{
    char label[48];
    const bool first = band == 0, last = band + 1 == portability->n_bands;
    snprintf(label, sizeof label, "%zu%s", band + 1, first ? " least need" : last ? " most need" : "");
    put_row(table, label, portability->bands[band].people, portability->bands[band].gbp_week, n_places, PAGE_PLAIN);
}

static void
print_matrix(const cli_page *page, const rasim_portability *portability)
{
    const size_t n_places = places_shown(portability);
    table_column columns[TABLE_MOST_COLUMNS] = {{"Need", 0, true}, {"People", 1, false}};
    for (size_t p = 0; p < n_places; p++)
        columns[LABELS + p] = (table_column){portability->places[p], p < 3 ? 0 : (unsigned)p, false};
    page_line(page, PAGE_BOLD, "The same people in each place, £ a week on average");
    cli_table *table = table_create(page, columns, LABELS + n_places);
    for (size_t b = 0; b < portability->n_bands; b++)
        put_band(table, portability, b, n_places);
    put_row(table, "All", portability->people, portability->gbp_week, n_places, PAGE_BOLD);
    table_finish(table);
    if (n_places < portability->n_places)
        page_say(page, 2, "  The other %zu places are in the files.", portability->n_places - n_places);
}

void
print_portability_gap(const cli_page *page, const rasim_portability *portability)
{
    if (portability->applies && portability->n_bands > 0)
        page_say(page, 2,
                 "  For one and the same person, the dearest place and the cheapest are %s of their mean apart.",
                 percent_text(portability->spread).text);
}

void
print_portability(const cli_page *page, const rasim_portability *portability)
{
    if (!portability->applies)
        return;
    page_blank(page);
    if (portability->n_bands == 0) {
        page_say(page, 0, "No person gets an amount in every place, so places cannot be compared.");
        return;
    }
    print_matrix(page, portability);
    page_say(page, 2,
             "  Of the variance of amounts between people of equal need, %s lies between places; if place did not "
             "matter, chance alone would make it %s.",
             percent_text(portability->place_share).text, percent_text(portability->chance_share).text);
    print_portability_gap(page, portability);
    if (portability->people_left_out > 0)
        page_say(page, 2, "  Left out: %s people whom some place gives no amount or plans one by one.",
                 amount_text(portability->people_left_out, 1.0).text);
}
