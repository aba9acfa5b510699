/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The numbers: what it takes to be sure, how net spend comes about, and whose budget it is. Of the first year with its
   pictures; of each later year the tables. */
#include "report/document_build.h"

/* ---- the S-curve ---- */

enum { N_CURVE = 2 };
static const rasimi_column CURVE[][N_CURVE] = {{IS_GBP("Net spend of at most"), IS_SHARE("Share of simulated years")},
                                               {IS_GBP("Net spend of at most"), IS_SHARE("Share of simulations")}};

static void
put_curve_lines(const rasimi_teller *teller, rasimi_chart *chart, double envelope_gbp)
{
    rasimi_chart_series(teller->document, chart, LINE("Net spend", 1, RASIMI_ROLE_MAIN));
    rasimi_chart_reference(teller->document, chart,
                           (rasimi_reference){true, envelope_gbp,
                                              rasimi_document_text(teller->document, "envelope %s",
                                                                   rasim_millions_text(envelope_gbp).text),
                                              RASIMI_ROLE_ENVELOPE});
    for (size_t i = 0; i < rasimi_json_count_at(teller->first_year, "contingency"); i++) {
        const double level =
            rasimi_json_number_at(rasimi_json_item(rasimi_json_at(teller->first_year, "contingency"), i), "level");
        rasimi_chart_reference(teller->document, chart,
                               (rasimi_reference){false, level, rasim_level_text(level).text, RASIMI_ROLE_QUIET});
    }
}

static void
put_curve(const rasimi_teller *teller, rasimi_section *section)
{
    if (!teller->series || teller->i_design >= teller->series->n_designs ||
        teller->series->designs[teller->i_design].n == 0)
        return;
    const rasimi_series_of *net = &teller->series->designs[teller->i_design];
    const bool several = teller->n_years > 1;
    const json_t *period = several ? rasimi_json_at(teller->design, "horizon") : teller->first_year;
    const double envelope = rasimi_json_number_at(period, "envelope_gbp"),
                 chance = rasimi_json_number_at(period, several ? "affordability_total.probability"
                                                                : "affordability.probability");
    rasimi_chart *chart =
        rasimi_section_chart(teller->document, section, RASIMI_CHART_LINES, rasimi_tell_id(teller, "net-curve"),
                             several ? "How likely it is that net spend of all years stays within an amount"
                                     : "How likely it is that net spend stays within an amount",
                             CURVE[several], N_CURVE);
    for (size_t i = 0; chart && i < net->n; i++)
        ROW(teller, &chart->table, N(net->gbp[i]), N(((double)i + 0.5) / (double)net->n));
    put_curve_lines(teller, chart, envelope);
    rasimi_chart_find(
        teller->document, chart,
        "%s stays within the envelope of %s in %s of %s; the further the curve is to the right, the dearer "
        "the years.",
        several ? "The sum of all years" : "Net spend", rasim_millions_text(envelope).text,
        rasim_percent_text(chance).text, several ? "simulations" : "simulated years");
}

/* "Where the money goes in 2027/28, £ a year". */
static const char *
title_of(const rasimi_teller *teller, const char *what, const char *unit)
{
    return rasimi_document_text(teller->document, "%s%s%s", what, rasimi_tell_in_year(teller), unit);
}

/* ---- what it takes to be sure ---- */

static const rasimi_column LEVELS[] = {
    IS_TEXT("Sure"),
    IS_GBP("Net spend"),
    IS_GBP_ERROR,
    IS_LIKE("Contingency", 1),
    IS_CHANGE_LIKE("= drift", 1),
    IS_CHANGE_LIKE("+ risk margin", 1),
    IS_CHANGE_LIKE("Headroom", 1),
};

static void
put_levels(const rasimi_teller *teller, rasimi_section *section)
{
    const json_t *year = teller->year, *levels = rasimi_json_at(year, "contingency");
    const double plan = rasimi_json_number_at(year, "plan_gbp"), drift = rasimi_json_number_at(year, "drift_gbp");
    rasimi_document_table *table =
        rasimi_section_table(teller->document, section, rasimi_tell_id(teller, "levels"),
                             rasimi_document_text(teller->document, "What it takes to be sure in %s, £ a year",
                                                  rasimi_json_text_at(year, "year")),
                             LEVELS, COUNT_OF(LEVELS));
    for (size_t i = 0; i < json_array_size(levels); i++) {
        const json_t *at = rasimi_json_item(levels, i), *left = rasimi_json_item(rasimi_json_at(year, "headroom"), i);
        const double gbp = rasimi_json_number_at(at, "gbp"), half = rasimi_half_of(at);
        ROW(teller, table, W(rasim_level_text(rasimi_json_number_at(at, "level")).text), N(plan + gbp), N(half), N(gbp),
            N(drift), N(rasimi_json_number_at(at, "risk_margin_gbp")), N(rasimi_json_number_at(left, "gbp")));
    }
    rasimi_table_set_note(
        teller->document, table,
        "The plan is %s, expected net spend %s. Drift is predictable and belongs in the base budget; the "
        "risk margin is to be held. Headroom is what the envelope leaves.",
        rasim_about_text(plan).text, rasim_about_text(plan + drift).text);
}

/* Of several years each has its own overspend, so that it says which. */
static void
say_overspend(const rasimi_teller *teller, rasimi_section *section)
{
    const double over = rasimi_json_number_at(teller->year, "overspend_if_over_gbp"),
                 expected = rasimi_json_number_at(teller->year, "expected_overspend_gbp");
    const bool several = teller->n_years > 1;
    if (isfinite(over))
        rasimi_section_say(
            teller->document, section, "When it overspends%s, it is by %s on average; over all %s that is %s%s.",
            rasimi_tell_in_year(teller), rasim_about_text(over).text, several ? "simulations" : "simulated years",
            rasim_about_text(expected).text, several ? "" : " a year");
}

static void
say_held(const rasimi_teller *teller, rasimi_section *section)
{
    const json_t *year = teller->year;
    const double held = rasimi_json_number_at(year, "contingency_held_gbp");
    const char *in_year = rasimi_tell_in_year(teller);
    double reached = 0.0;
    for (size_t i = 0; i < rasimi_json_count_at(year, "contingency"); i++) {
        const json_t *at = rasimi_json_item(rasimi_json_at(year, "contingency"), i);
        reached = rasimi_json_number_at(at, "gbp") <= held ? rasimi_json_number_at(at, "level") : reached;
    }
    if (held > 0.0 && reached > 0.0)
        rasimi_section_say(teller->document, section,
                           "A contingency of %s is held inside the envelope%s: enough for %s.",
                           rasim_pounds_text(held, 1.0).text, in_year, rasim_level_text(reached).text);
    else if (held > 0.0)
        rasimi_section_say(teller->document, section,
                           "A contingency of %s is held inside the envelope%s: short of every level below.",
                           rasim_pounds_text(held, 1.0).text, in_year);
}

/* ---- how net spend comes about ---- */

/* Lines of the ledger in the order of the picture: what adds to net spend and what takes from it. */
static const struct {
    const char *key, *name;
    double sign;
} STEPS[] = {
    {"legacy", "Not yet on the RAS", 1},    {"indicative", "Indicative amounts", 1},
    {"uplift", "Panel uplift", 1},          {"trim", "Trimmed at sign-off", -1},
    {"high_cost", "High-cost packages", 1}, {"price_surprise", "Prices beyond plan", 1},
    {"protection", "Protection", 1},        {"intervention_cost", "Programmes", 1},
    {"underspend", "Unused budgets", -1},   {"savings", "Savings lines", -1},
    {"other_funding", "Other funding", -1}, {"contribution", "Contributions", -1},
};

static const rasimi_column COMES_ABOUT[] = {IS_TEXT("Step"), IS_CHANGE("£ a year"), IS_GBP_ERROR, IS_LIKE("from", 1),
                                            IS_LIKE("to", 1)};
enum { COMES_ABOUT_SHOWN = 3 }; /* the others are for the picture */

/* The steps, and net spend at their end. */
static void
put_steps(const rasimi_teller *teller, rasimi_document_table *table)
{
    const json_t *ledger = rasimi_json_at(teller->year, "ledger"), *error = rasimi_json_at(teller->year, "ledger_se");
    const double net = rasimi_json_number_at(ledger, "net");
    double at = 0.0;
    for (size_t i = 0; i < COUNT_OF(STEPS); i++) {
        const double gbp = STEPS[i].sign * rasimi_json_number_at(ledger, STEPS[i].key);
        if (!isfinite(gbp) || fabs(gbp) < 0.5)
            continue;
        ROW(teller, table, W(STEPS[i].name), N(gbp), N(rasimi_half_of_se(rasimi_json_number_at(error, STEPS[i].key))),
            N(at), N(at + gbp));
        at += gbp;
    }
    TOTAL(teller, table, W("Net spend"), N(net),
          N(rasimi_half_of_se(rasimi_json_number_at(teller->year, "net_gbp.mean_se"))), N(0), N(net));
}

static const char *
comes_about_title(const rasimi_teller *teller)
{
    return rasimi_document_text(teller->document, "How expected net spend of %s comes about, £ a year",
                                rasimi_json_text_at(teller->year, "year"));
}

static void
put_comes_about(const rasimi_teller *teller, rasimi_section *section)
{
    const json_t *ledger = rasimi_json_at(teller->year, "ledger");
    const double net = rasimi_json_number_at(ledger, "net"), uplift = rasimi_json_number_at(ledger, "uplift"),
                 income =
                     rasimi_json_number_at(ledger, "contribution") + rasimi_json_number_at(ledger, "other_funding");
    rasimi_chart *chart =
        rasimi_section_chart(teller->document, section, RASIMI_CHART_WATERFALL, rasimi_tell_id(teller, "ledger"),
                             comes_about_title(teller), COMES_ABOUT, COUNT_OF(COMES_ABOUT));
    put_steps(teller, chart ? &chart->table : NULL);
    rasimi_chart_series(teller->document, chart, BAND("step", 3, 4, RASIMI_ROLE_MAIN));
    rasimi_chart_reference(teller->document, chart,
                           (rasimi_reference){false, rasimi_json_number_at(teller->year, "envelope_gbp"), "envelope",
                                              RASIMI_ROLE_ENVELOPE});
    rasimi_chart_find(teller->document, chart,
                      "Panels add %s to what is allocated%s; contributions and other funding take off %s; %s is left "
                      "to pay.",
                      rasim_about_text(uplift).text, rasimi_tell_in_year(teller), rasim_about_text(income).text,
                      rasim_about_text(net).text);
}

/* ---- the way that people and money take ---- */

static double
ledger_of(const rasimi_teller *teller, const char *line)
{
    const double value = rasimi_json_number_at(rasimi_json_at(teller->year, "ledger"), line);
    return isfinite(value) ? value : 0.0;
}

static void
put_map(const rasimi_teller *teller, rasimi_section *section)
{
    const double people = ledger_of(teller, "person_years"), legacy = ledger_of(teller, "legacy_people"),
                 excluded = ledger_of(teller, "excluded_people"), ineligible = ledger_of(teller, "ineligible_people"),
                 inside = people - legacy - excluded - ineligible;
    const double taken = ledger_of(teller, "underspend") + ledger_of(teller, "savings") +
                         ledger_of(teller, "other_funding") + ledger_of(teller, "contribution");
    rasimi_stage stages[9];
    size_t n = 0;
    stages[n++] = (rasimi_stage){"Caseload", "Everybody whose care the envelope pays for.", people, NOT_KNOWN, false};
    if (legacy > 0.0)
        stages[n++] = (rasimi_stage){"Not yet on the RAS", "Keep the package that they have.", legacy,
                                     ledger_of(teller, "legacy"), true};
    if (ineligible > 0.0)
        stages[n++] = (rasimi_stage){"Not eligible", "Points below the table's first row.", ineligible,
                                     ledger_of(teller, "ineligible_cost"), true};
    if (excluded > 0.0)
        stages[n++] = (rasimi_stage){"High-cost pool", "Above the line: planned one by one.", excluded,
                                     rasimi_json_number_at(teller->year, "pools.high_cost_gbp"), true};
    stages[n++] = (rasimi_stage){"Indicative amount", "Scored, and given what the RAS says.", inside,
                                 ledger_of(teller, "indicative"), false};
    stages[n++] = (rasimi_stage){"Panel", "Needs cost more than tolerance allows: uplifted.",
                                 ledger_of(teller, "panel_cases"), ledger_of(teller, "uplift"), true};
    stages[n++] = (rasimi_stage){"Final budgets", "What support plans cost, everybody together.", people,
                                 rasimi_json_number_at(teller->year, "pools.total_gbp"), false};
    stages[n++] = (rasimi_stage){"Paid by others or unspent", "Contributions, other funding, unused budgets, savings.",
                                 NOT_KNOWN, -taken, true};
    stages[n++] = (rasimi_stage){"Net spend", "What the council pays.", NOT_KNOWN, ledger_of(teller, "net"), false};
    rasimi_section_map(teller->document, section, rasimi_tell_id(teller, "map"),
                       title_of(teller, "The way that people and money take", ", expected, a year"), stages, n);
}

/* ---- pools, areas, places ---- */

static const rasimi_column SPENT[] = {IS_TEXT(""),          IS_LIKE("Plan", 2),      IS_GBP("Expected"),
                                      IS_GBP_ERROR,         IS_LIKE("80 % sure", 2), IS_LIKE("95 % sure", 2),
                                      IS_EXACT("Envelope"), IS_SHARE("Inside")};
enum { N_SPENT = COUNT_OF(SPENT) };

/* Expected, and what 80 and 95 % take. */
static void
put_spent(const rasimi_teller *teller, rasimi_document_table *table, const char *name, const json_t *of,
          const json_t *net, bool is_total)
{
    const json_t *quantiles = rasimi_json_at(net, "quantiles");
    const rasimi_document_cell cells[N_SPENT] = {
        W(name),
        N(rasimi_json_number_at(of, "plan_gbp")),
        N(rasimi_json_number_at(net, "mean")),
        N(rasimi_half_of_se(rasimi_json_number_at(net, "mean_se"))),
        N(rasimi_json_number_at(rasimi_json_with_number(quantiles, "level", 0.8), "value")),
        N(rasimi_json_number_at(rasimi_json_with_number(quantiles, "level", 0.95), "value")),
        N(rasimi_json_number_at(of, "envelope_gbp")),
        N(rasimi_json_number_at(of, "affordability.probability")),
    };
    if (is_total)
        rasimi_table_total(teller->document, table, cells);
    else
        rasimi_table_row(teller->document, table, cells);
}

static void
put_pools(const rasimi_teller *teller, rasimi_section *section)
{
    static const struct {
        const char *key, *name;
    } POOLS[] = {{"ras_gbp", "RAS pool"}, {"high_cost_gbp", "High-cost pool"}, {"legacy_gbp", "Not yet on the RAS"}};
    const json_t *of = rasimi_json_at(teller->year, "pools.distributions");
    rasimi_document_table *table =
        rasimi_section_table(teller->document, section, rasimi_tell_id(teller, "pools"),
                             title_of(teller, "Where the money goes", ", £ a year"), SPENT, N_SPENT);
    for (size_t i = 0; i < COUNT_OF(POOLS); i++)
        if (rasimi_json_number_at(rasimi_json_at(of, POOLS[i].key), "mean") > 0.0)
            put_spent(teller, table, POOLS[i].name, NULL, rasimi_json_at(of, POOLS[i].key), false);
    put_spent(teller, table, "Gross spend", NULL, rasimi_json_at(of, "total_gbp"), true);
    put_spent(teller, table, "Net spend", teller->year, rasimi_json_at(teller->year, "net_gbp"), true);
    rasimi_table_set_note(
        teller->document, table,
        "The “sure” columns do not add up: not everything goes badly at once. ± is simulation error.");
}

static bool
any_envelope(const json_t *parts)
{
    for (size_t i = 0; i < json_array_size(parts); i++)
        if (isfinite(rasimi_json_number_at(rasimi_json_item(parts, i), "envelope_gbp")))
            return true;
    return false;
}

static void
put_parts(const rasimi_teller *teller, rasimi_section *section, const char *key, const char *id, const char *title)
{
    const json_t *parts = rasimi_json_at(teller->year, key);
    if (json_array_size(parts) < 2)
        return;
    rasimi_document_table *table = rasimi_section_table(teller->document, section, rasimi_tell_id(teller, id),
                                                        title_of(teller, title, ", £ a year"), SPENT, N_SPENT);
    for (size_t i = 0; i < json_array_size(parts); i++) {
        const json_t *part = rasimi_json_item(parts, i);
        put_spent(teller, table, rasimi_json_text_at(part, "name"), part, rasimi_json_at(part, "net_gbp"), false);
    }
    put_spent(teller, table, "Together", any_envelope(parts) ? teller->year : NULL,
              rasimi_json_at(teller->year, "net_gbp"), true);
}

static const rasimi_column PLACES[] = {IS_TEXT(""),   IS_LIKE("Plan", 2),           IS_GBP("Expected"),
                                       IS_GBP_ERROR,  IS_GBP("Standard deviation"), IS_GBP("Least"),
                                       IS_GBP("Most")};

/* Places whose net was not kept in every simulated year: no quantiles. */
static void
put_place_moments(const rasimi_teller *teller, rasimi_section *section, const json_t *places)
{
    rasimi_document_table *table =
        rasimi_section_table(teller->document, section, rasimi_tell_id(teller, "places"),
                             title_of(teller, "Places, net", ", £ a year"), PLACES, COUNT_OF(PLACES));
    for (size_t i = 0; i < json_array_size(places); i++) {
        const json_t *place = rasimi_json_item(places, i), *net = rasimi_json_at(place, "net_gbp");
        ROW(teller, table, W(rasimi_json_text_at(place, "name")), N(rasimi_json_number_at(place, "plan_gbp")),
            N(rasimi_json_number_at(net, "mean")), N(rasimi_half_of_se(rasimi_json_number_at(net, "mean_se"))),
            N(rasimi_json_number_at(net, "sd")), N(rasimi_json_number_at(place, "least_gbp")),
            N(rasimi_json_number_at(place, "most_gbp")));
    }
    const json_t *net = rasimi_json_at(teller->year, "net_gbp");
    const rasimi_document_cell together[] = {
        W("Together"),
        N(rasimi_json_number_at(teller->year, "plan_gbp")),
        N(rasimi_json_number_at(net, "mean")),
        N(rasimi_half_of_se(rasimi_json_number_at(net, "mean_se"))),
        N(rasimi_json_number_at(net, "sd")),
        N(NOT_KNOWN),
        N(NOT_KNOWN),
    };
    rasimi_table_total(teller->document, table, together);
    rasimi_table_set_note(teller->document, table,
                          "Standard deviations do not add up. Least and most are of the simulated years. What it takes "
                          "to be 80 or 95 %% sure in each place, and what budgets by place would take, is shown where "
                          "the run was made with --place-series.");
}

static void
put_places(const rasimi_teller *teller, rasimi_section *section)
{
    const json_t *places = rasimi_json_at(teller->year, "by_place");
    const json_t *first = json_array_size(places) > 1 ? rasimi_json_at(rasimi_json_item(places, 0), "net_gbp") : NULL;
    if (first && json_array_size(rasimi_json_at(first, "quantiles")) == 0)
        put_place_moments(teller, section, places);
    else
        put_parts(teller, section, "by_place", "places", "Places, net");
}

/* ---- limits ---- */

static const rasimi_column LIMITS[] = {
    IS_TEXT("Limit"),
    IS_TEXT("Care group"),
    IS_NUMBER("Value"),
    IS_COUNT("People it binds"),
    {.heading = "£ a year off or on allocations", .unit = RASIMI_UNIT_GBP, .signed_plus = true, .step = 100}};

static void
put_limits(const rasimi_teller *teller, rasimi_section *section)
{
    const json_t *limits = rasimi_json_at(teller->year, "limits");
    if (json_array_size(limits) == 0)
        return;
    rasimi_document_table *table =
        rasimi_section_table(teller->document, section, rasimi_tell_id(teller, "limits"),
                             title_of(teller, "What the limits of the design do", ""), LIMITS, COUNT_OF(LIMITS));
    for (size_t i = 0; i < json_array_size(limits); i++) {
        const json_t *limit = rasimi_json_item(limits, i);
        const char *group = rasimi_json_text_at(limit, "care_group");
        ROW(teller, table, W(rasimi_json_text_at(limit, "limit")), W(*group ? group : "all"),
            N(rasimi_json_number_at(limit, "value")), N(rasimi_json_number_at(limit, "people")),
            N(rasimi_json_number_at(limit, "gbp")));
    }
}

/* Whose budget it is. */
static void
put_budgets(const rasimi_teller *teller, rasimi_section *section)
{
    put_pools(teller, section);
    put_parts(teller, section, "by_budget_area", "areas", "Budget areas, net");
    put_places(teller, section);
    put_limits(teller, section);
}

void
rasimi_tell_money(const rasimi_teller *teller)
{
    rasimi_section *section = rasimi_tell_section(teller, "numbers", "The numbers");
    put_curve(teller, section);
    say_held(teller, section);
    say_overspend(teller, section);
    put_levels(teller, section);
    put_map(teller, section);
    put_comes_about(teller, section);
    put_budgets(teller, section);
}

static void
tell_year(const rasimi_teller *teller)
{
    rasimi_section *section = rasimi_tell_section(
        teller, "numbers",
        rasimi_document_text(teller->document, "The numbers in %s", rasimi_json_text_at(teller->year, "year")));
    rasimi_section_set_detail(section);
    say_held(teller, section);
    say_overspend(teller, section);
    put_levels(teller, section);
    put_steps(teller, rasimi_section_table(teller->document, section, rasimi_tell_id(teller, "ledger"),
                                           comes_about_title(teller), COMES_ABOUT, COMES_ABOUT_SHOWN));
    put_budgets(teller, section);
}

void
rasimi_tell_later_money(const rasimi_teller *teller)
{
    rasimi_teller later = *teller;
    for (later.i_year = 1; later.i_year < teller->n_years; later.i_year++) {
        later.year = rasimi_json_item(teller->years, later.i_year);
        tell_year(&later);
    }
}
