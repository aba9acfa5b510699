/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The years of a horizon: the fan against the envelope, the reserve, the guarantee, who comes and goes, and what
   programmes and savings bring. */
#include "report/document_build.h"

#include <stdio.h>

static const rasimi_column FAN[] = {
    IS_TEXT("Year"),    IS_EXACT("Envelope"), IS_LIKE("Plan", 3), IS_GBP("Expected net"),   IS_GBP_ERROR,
    IS_LIKE("5 %", 3),  IS_LIKE("10 %", 3),   IS_LIKE("25 %", 3), IS_LIKE("50 %", 3),       IS_LIKE("75 %", 3),
    IS_LIKE("90 %", 3), IS_LIKE("95 %", 3),   IS_SHARE("Inside"), IS_SHARE("Inside so far")};
static const rasimi_column RESERVE[] = {IS_TEXT("Year"),
                                        IS_GBP("Expected"),
                                        IS_GBP_ERROR,
                                        IS_LIKE("5 %", 1),
                                        IS_LIKE("10 %", 1),
                                        IS_LIKE("25 %", 1),
                                        IS_LIKE("50 %", 1),
                                        IS_LIKE("75 %", 1),
                                        IS_LIKE("90 %", 1),
                                        IS_LIKE("95 %", 1),
                                        IS_SHARE("At or above the floor"),
                                        IS_SHARE("Never below so far")};
enum { N_FAN = 7, FAN_FIRST = 5, RESERVE_FIRST = 3 };

static const json_t *
year_of(const rasimi_teller *teller, size_t y)
{
    return rasimi_json_item(teller->years, y);
}

/* The seven quantiles of a fan as cells. */
static void
put_quantiles(const json_t *quantiles, rasimi_document_cell *cells)
{
    for (size_t i = 0; i < N_FAN; i++)
        cells[i] = N(rasimi_json_number_at(rasimi_json_item(quantiles, i), "value"));
}

/* Bands from the outer to the inner, and the middle. */
static void
put_bands(const rasimi_teller *teller, rasimi_chart *chart, size_t first)
{
    rasimi_chart_series(teller->document, chart, BAND("9 in 10 simulations", first, first + 6, RASIMI_ROLE_MAIN));
    rasimi_chart_series(teller->document, chart, BAND("8 in 10", first + 1, first + 5, RASIMI_ROLE_MAIN));
    rasimi_chart_series(teller->document, chart, BAND("half of them", first + 2, first + 4, RASIMI_ROLE_MAIN));
    rasimi_chart_series(teller->document, chart, LINE("middle", first + 3, RASIMI_ROLE_MAIN));
}

static void
put_fan_year(const rasimi_teller *teller, rasimi_chart *chart, const json_t *year)
{
    rasimi_document_cell cells[COUNT_OF(FAN)] = {
        W(rasimi_json_text_at(year, "year")),
        N(rasimi_json_number_at(year, "envelope_gbp")),
        N(rasimi_json_number_at(year, "plan_gbp")),
        N(rasimi_json_number_at(year, "net_gbp.mean")),
        N(rasimi_half_of_se(rasimi_json_number_at(year, "net_gbp.mean_se"))),
    };
    put_quantiles(rasimi_json_at(year, "fan_gbp"), cells + FAN_FIRST);
    cells[FAN_FIRST + N_FAN] = N(rasimi_json_number_at(year, "affordability.probability"));
    cells[FAN_FIRST + N_FAN + 1] = N(rasimi_json_number_at(year, "affordability_so_far.probability"));
    rasimi_table_row(teller->document, chart ? &chart->table : NULL, cells);
}

static void
put_fan(const rasimi_teller *teller, rasimi_section *section)
{
    const json_t *last = year_of(teller, teller->n_years - 1);
    rasimi_chart *chart =
        rasimi_section_chart(teller->document, section, RASIMI_CHART_YEARS, rasimi_tell_id(teller, "fan"),
                             "Net spend against the envelope, £ a year", FAN, COUNT_OF(FAN));
    for (size_t y = 0; y < teller->n_years; y++)
        put_fan_year(teller, chart, year_of(teller, y));
    put_bands(teller, chart, FAN_FIRST);
    rasimi_chart_series(teller->document, chart, LINE("envelope", 1, RASIMI_ROLE_ENVELOPE));
    rasimi_chart_find(
        teller->document, chart,
        "By %s expected net spend is %s against an envelope of %s; every year up to then is inside in %s of "
        "simulations.",
        rasimi_json_text_at(last, "year"), rasim_about_text(rasimi_json_number_at(last, "net_gbp.mean")).text,
        rasim_millions_text(rasimi_json_number_at(last, "envelope_gbp")).text,
        rasim_percent_text(rasimi_json_number_at(last, "affordability_so_far.probability")).text);
}

static void
put_reserve_year(const rasimi_teller *teller, rasimi_chart *chart, const json_t *year)
{
    const json_t *reserve = rasimi_json_at(year, "reserve");
    rasimi_document_cell cells[COUNT_OF(RESERVE)] = {
        W(rasimi_json_text_at(year, "year")),
        N(rasimi_json_number_at(reserve, "mean_gbp")),
        N(rasimi_half_of_se(rasimi_json_number_at(reserve, "mean_se"))),
    };
    put_quantiles(rasimi_json_at(reserve, "quantiles_gbp"), cells + RESERVE_FIRST);
    cells[RESERVE_FIRST + N_FAN] = N(rasimi_json_number_at(reserve, "at_floor.probability"));
    cells[RESERVE_FIRST + N_FAN + 1] = N(rasimi_json_number_at(reserve, "never_below.probability"));
    rasimi_table_row(teller->document, chart ? &chart->table : NULL, cells);
}

static void
put_reserve(const rasimi_teller *teller, rasimi_section *section)
{
    const json_t *reserve = rasimi_json_at(teller->design, "reserve"),
                 *last = rasimi_json_at(year_of(teller, teller->n_years - 1), "reserve");
    if (!reserve)
        return;
    rasimi_chart *chart =
        rasimi_section_chart(teller->document, section, RASIMI_CHART_YEARS, rasimi_tell_id(teller, "reserve"),
                             "The reserve at the end of each year, £", RESERVE, COUNT_OF(RESERVE));
    for (size_t y = 0; y < teller->n_years; y++)
        put_reserve_year(teller, chart, year_of(teller, y));
    put_bands(teller, chart, RESERVE_FIRST);
    rasimi_chart_reference(
        teller->document, chart,
        (rasimi_reference){false, rasimi_json_number_at(reserve, "floor_gbp"), "floor", RASIMI_ROLE_ENVELOPE});
    rasimi_chart_find(
        teller->document, chart,
        "The reserve is never below its floor in %s of simulations; a guarantor would be called on in %s, "
        "for %s on average when it happens.",
        rasim_percent_text(rasimi_json_number_at(last, "never_below.probability")).text,
        rasim_percent_text(rasimi_json_number_at(reserve, "call.probability.probability")).text,
        rasim_about_text(rasimi_json_number_at(reserve, "call.if_called_gbp")).text);
}

static const rasimi_column GUARANTEE[] = {IS_TEXT("What is to hold"), IS_NUMBER("Factor on every envelope"),
                                          IS_NUMBER("from"), IS_NUMBER("to"), IS_CHANGE("Extra, £ over the years")};

static void
put_guarantee(const rasimi_teller *teller, rasimi_section *section)
{
    static const struct {
        const char *key, *what;
    } KINDS[] = {{"at_end", "The reserve is at its floor at the end"},
                 {"every_year", "The reserve is at its floor every year"},
                 {"each_alone", "Every year is inside, without a reserve"}};
    const json_t *guarantee = rasimi_json_at(teller->design, "guarantee");
    if (!guarantee)
        return;
    rasimi_document_table *table = rasimi_section_table(
        teller->document, section, rasimi_tell_id(teller, "guarantee"),
        rasimi_document_text(teller->document, "What it takes to guarantee it with %s",
                             rasim_level_text(rasimi_json_number_at(guarantee, "confidence")).text),
        GUARANTEE, COUNT_OF(GUARANTEE));
    for (size_t i = 0; i < COUNT_OF(KINDS); i++) {
        const json_t *factor = rasimi_json_at(guarantee, KINDS[i].key);
        ROW(teller, table, W(KINDS[i].what), N(rasimi_json_number_at(factor, "factor")),
            N(rasimi_json_number_at(factor, "low")), N(rasimi_json_number_at(factor, "high")),
            N(rasimi_json_number_at(factor, "extra_gbp")));
    }
}

/* ---- who comes and goes; programmes and savings ---- */

static const rasimi_column FLOWS[] = {IS_TEXT("Year"),
                                      IS_COUNT("Start"),
                                      IS_COUNT("Leave"),
                                      IS_COUNT("Move"),
                                      IS_COUNT("People at the end"),
                                      IS_CHANGE("Full-year effect"),
                                      IS_GBP_ERROR,
                                      IS_GBP("Programmes cost"),
                                      IS_GBP("Programmes save"),
                                      IS_GBP("Savings planned"),
                                      IS_GBP("Savings delivered")};

static void
put_flow(const rasimi_teller *teller, rasimi_document_table *table, const json_t *year)
{
    const json_t *turnover = rasimi_json_at(year, "turnover");
    ROW(teller, table, W(rasimi_json_text_at(year, "year")), N(rasimi_json_number_at(turnover, "starters.mean")),
        N(rasimi_json_number_at(turnover, "leavers.mean")), N(rasimi_json_number_at(turnover, "movers.mean")),
        N(rasimi_json_number_at(turnover, "people_at_end.mean")),
        N(rasimi_json_number_at(turnover, "full_year_gbp.mean")),
        N(rasimi_half_of_se(rasimi_json_number_at(turnover, "full_year_gbp.mean_se"))),
        N(rasimi_json_number_at(year, "interventions.cost_gbp.mean")),
        N(rasimi_json_number_at(year, "interventions.saving_gbp.mean")),
        N(rasimi_json_number_at(year, "savings.planned_gbp")),
        N(rasimi_json_number_at(year, "savings.delivered_gbp.mean")));
}

static void
put_flows(const rasimi_teller *teller, rasimi_section *section)
{
    bool any = false;
    for (size_t y = 0; y < teller->n_years; y++)
        any = any || rasimi_json_at(year_of(teller, y), "turnover") || rasimi_json_at(year_of(teller, y), "savings") ||
              rasimi_json_at(year_of(teller, y), "interventions");
    if (!any)
        return;
    rasimi_document_table *table = rasimi_section_table(
        teller->document, section, rasimi_tell_id(teller, "flows"),
        "Who comes and goes, and what programmes and savings bring, expected", FLOWS, COUNT_OF(FLOWS));
    for (size_t y = 0; y < teller->n_years; y++)
        put_flow(teller, table, year_of(teller, y));
    rasimi_table_set_note(
        teller->document, table,
        "The full-year effect is what the year's changes cost in a whole year, less what they cost in "
        "this one.");
}

void
rasimi_tell_years(const rasimi_teller *teller)
{
    const bool flows = rasimi_json_at(teller->first_year, "turnover") || rasimi_json_at(teller->first_year, "savings");
    if (teller->n_years < 2 && !flows && !rasimi_json_at(teller->design, "reserve"))
        return;
    rasimi_section *section = rasimi_tell_section(teller, "years", teller->n_years > 1 ? "The years" : "The year");
    if (teller->n_years > 1)
        put_fan(teller, section);
    put_reserve(teller, section);
    put_guarantee(teller, section);
    put_flows(teller, section);
}
