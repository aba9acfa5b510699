/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The S-curves of several designs in one picture: on the same draws, how likely each is to stay within an amount. Of
   all years together where there are several. */
#include "report/document_build.h"

enum { NET, CHANCE, DESIGN, MOST_CURVES = 6, MOST_POINTS = 100 };

static const rasimi_column CURVES[] = {
    [NET] = IS_GBP("Net spend of at most"), [CHANCE] = IS_SHARE("Share of simulations"), [DESIGN] = IS_TEXT("Design")};

bool
rasimi_has_curves(const rasimi_teller *teller)
{
    const size_t n = teller->n_designs;
    bool all = teller->series && n > 1 && n <= MOST_CURVES && teller->series->n_designs == n;
    for (size_t d = 0; all && d < n; d++)
        all = teller->series->designs[d].n > 1;
    return all;
}

static const json_t *
design_of(const rasimi_teller *teller, size_t d)
{
    return rasimi_json_item(rasimi_json_at(teller->root, "designs"), d);
}

static const char *
name_of(const rasimi_teller *teller, size_t d)
{
    return rasimi_json_text_at(design_of(teller, d), "name");
}

/* The chance of staying within all envelopes together; of one year that is its own. */
static double
chance_of(const rasimi_teller *teller, size_t d)
{
    return rasimi_json_number_at(design_of(teller, d), "horizon.affordability_total.probability");
}

/* Every so many of the series' quantiles, evenly. */
static void
put_design(const rasimi_teller *teller, rasimi_chart *chart, size_t d)
{
    const rasimi_series_of *net = &teller->series->designs[d];
    const size_t step = (net->n + MOST_POINTS - 1) / MOST_POINTS;
    for (size_t i = step / 2; chart && i < net->n; i += step)
        ROW(teller, &chart->table, N(net->gbp[i]), N(((double)i + 0.5) / (double)net->n), W(name_of(teller, d)));
}

static void
find_surest(const rasimi_teller *teller, rasimi_chart *chart)
{
    size_t surest = 0, least = 0;
    for (size_t d = 1; d < teller->n_designs; d++) {
        surest = chance_of(teller, d) > chance_of(teller, surest) ? d : surest;
        least = chance_of(teller, d) < chance_of(teller, least) ? d : least;
    }
    if (surest == least)
        rasimi_chart_find(teller->document, chart,
                          "All designs stay within the envelope equally often: in %s of simulations.",
                          rasim_percent_text(chance_of(teller, surest)).text);
    else
        rasimi_chart_find(teller->document, chart,
                          "“%s” stays within the envelope most often, in %s of simulations; “%s” least often, in %s.",
                          name_of(teller, surest), rasim_percent_text(chance_of(teller, surest)).text,
                          name_of(teller, least), rasim_percent_text(chance_of(teller, least)).text);
}

void
rasimi_tell_curves(const rasimi_teller *teller, rasimi_section *section)
{
    if (!rasimi_has_curves(teller))
        return;
    const bool several = rasimi_json_count_at(design_of(teller, 0), "years") > 1;
    const double envelope = rasimi_json_number_at(design_of(teller, 0), "horizon.envelope_gbp");
    rasimi_chart *chart =
        rasimi_section_chart(teller->document, section, RASIMI_CHART_LINES, "net-curves",
                             several ? "How likely each design is to keep net spend of all years within an amount"
                                     : "How likely each design is to keep net spend within an amount",
                             CURVES, COUNT_OF(CURVES));
    for (size_t d = 0; d < teller->n_designs; d++)
        put_design(teller, chart, d);
    rasimi_chart_series(teller->document, chart, LINE("net spend", CHANCE, RASIMI_ROLE_MAIN));
    rasimi_chart_reference(
        teller->document, chart,
        (rasimi_reference){true, envelope,
                           rasimi_document_text(teller->document, "envelope %s", rasim_millions_text(envelope).text),
                           RASIMI_ROLE_ENVELOPE});
    if (chart)
        chart->colour = chart->label = DESIGN;
    find_surest(teller, chart);
}
