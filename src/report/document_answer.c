/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The answer in plain English, and the designs side by side. */
#include "report/document_build.h"

#include <stdlib.h>

#include "base/mem.h"
#include "rasim/verdict.h"

enum { MOST_SPELT_OUT = 6 }; /* designs */

/* ---- what the verdict is made of ---- */

static rasim_probability
read_probability(const json_t *from, const char *path)
{
    const json_t *at = rasimi_json_at(from, path);
    return (rasim_probability){rasimi_json_number_at(at, "probability"), rasimi_json_number_at(at, "low"),
                               rasimi_json_number_at(at, "high")};
}

/* The headline of a year as the summary had it; its lists live in the arena. */
static bool
read_year(rasimi_arena *arena, const json_t *from, rasim_year_summary *year)
{
    const json_t *contingency = rasimi_json_at(from, "contingency"), *headroom = rasimi_json_at(from, "headroom");
    const size_t n = json_array_size(contingency);
    year->year = rasimi_json_text_at(from, "year");
    year->envelope_gbp = rasimi_json_number_at(from, "envelope_gbp");
    year->plan_gbp = rasimi_json_number_at(from, "plan_gbp");
    year->affordability = read_probability(from, "affordability");
    year->funding_uncertain = rasimi_json_at(from, "envelope_turned_out_gbp") != NULL;
    year->contingency = rasimi_arena_alloc(arena, n, sizeof *year->contingency);
    year->headroom = rasimi_arena_alloc(arena, n, sizeof *year->headroom);
    if (!year->contingency || !year->headroom)
        return false;
    year->n_levels = n;
    for (size_t i = 0; i < n; i++) {
        const json_t *held = rasimi_json_item(contingency, i), *left = rasimi_json_item(headroom, i);
        year->contingency[i].level = rasimi_json_number_at(held, "level");
        year->contingency[i].gbp = rasimi_json_number_at(held, "gbp");
        year->headroom[i] = (rasim_at_level){rasimi_json_number_at(left, "level"), rasimi_json_number_at(left, "gbp"),
                                             rasimi_json_number_at(left, "low"), rasimi_json_number_at(left, "high")};
    }
    return true;
}

/* All that the verdict of a design needs. */
static bool
read_design(rasimi_arena *arena, const json_t *from, rasim_design_summary *design)
{
    const json_t *years = rasimi_json_at(from, "years");
    const size_t n = json_array_size(years);
    design->name = rasimi_json_text_at(from, "name");
    design->years = n > 0 ? rasimi_arena_alloc(arena, n, sizeof *design->years) : NULL;
    design->n_years = design->years ? n : 0;
    for (size_t y = 0; y < design->n_years; y++)
        if (!read_year(arena, rasimi_json_item(years, y), &design->years[y]))
            return false;
    design->horizon.envelope_gbp = rasimi_json_number_at(from, "horizon.envelope_gbp");
    design->horizon.total = read_probability(from, "horizon.affordability_total");
    design->horizon.every_year = read_probability(from, "horizon.affordability_every_year");
    return design->n_years > 0;
}

/* ---- one design ---- */

static void
put_need(const rasimi_teller *all, rasimi_document_table *figures, const rasim_year_summary *year)
{
    const size_t i = rasim_headline_level(year);
    if (i >= year->n_levels)
        return;
    const double need = rasim_round_to_step(rasim_need_at(year, i), rasim_year_step(year)),
                 headroom = rasim_headroom_beside(year, need);
    rasimi_table_figure(
        all->document, figures,
        rasimi_document_text(all->document, "To be %s sure", rasim_level_text(year->contingency[i].level).text),
        rasim_millions_text(need).text,
        rasimi_document_text(all->document, "%s %s the envelope", rasim_about_text(fabs(headroom)).text,
                             headroom < 0.0 ? "more than" : "less than"));
}

static void
put_expected(const rasimi_teller *all, rasimi_document_table *figures, const json_t *of, double envelope_gbp)
{
    const double mean = rasimi_json_number_at(of, "net_gbp.mean"),
                 half = rasimi_half_of_se(rasimi_json_number_at(of, "net_gbp.mean_se"));
    const double left = envelope_gbp - mean;
    rasimi_table_figure(all->document, figures, "Expected net spend", rasim_millions_text(mean).text,
                        rasimi_document_text(all->document, "±%s simulation error; %s %s the envelope",
                                             rasim_about_text(half).text, rasim_about_text(fabs(left)).text,
                                             left < 0.0 ? "above" : "below"));
}

static void
put_chance(const rasimi_teller *all, rasimi_document_table *figures, const char *what, const rasim_probability *p)
{
    rasimi_table_figure(all->document, figures, what, rasim_percent_text(p->probability).text,
                        rasimi_document_text(all->document, "between %s and %s %% allowing for simulation error",
                                             rasim_percent_bare_text(p->low).text,
                                             rasim_percent_bare_text(p->high).text));
}

static void
put_figures(const rasimi_teller *all, rasimi_section *section, const json_t *from, const rasim_design_summary *design)
{
    const bool several = design->n_years > 1;
    const rasim_year_summary *year = &design->years[0];
    const double envelope = several ? design->horizon.envelope_gbp : year->envelope_gbp;
    rasimi_document_table *figures =
        rasimi_section_figures(all->document, section, "headline", "The figures to remember");
    rasimi_table_figure(all->document, figures, "Envelope", rasim_millions_text(envelope).text,
                        several ? rasimi_document_text(all->document, "over %zu years", design->n_years)
                                : "the budget for the year");
    put_chance(all, figures, several ? "Chance of staying inside every year" : "Chance of staying inside",
               several ? &design->horizon.every_year : &year->affordability);
    put_expected(all, figures, rasimi_json_at(from, several ? "horizon" : "years.0"), envelope);
    if (several)
        put_chance(all, figures, "Chance over all years together", &design->horizon.total);
    else
        put_need(all, figures, year);
}

/* ---- several designs ---- */

static const rasimi_column SIDE_BY_SIDE[] = {
    IS_TEXT("Design"),
    IS_SHARE("Inside"),
    IS_SHARE("from"),
    IS_SHARE("to"),
    IS_GBP("Expected net"),
    IS_GBP_ERROR,
    IS_GBP("Net at the headline level"),
    IS_GBP_ERROR,
    IS_EXACT("Envelope"),
};
enum { CHANCE = 1, CHANCE_LOW, CHANCE_HIGH };

static void
put_design_row(const rasimi_teller *all, rasimi_document_table *table, const json_t *design)
{
    const bool several = rasimi_json_count_at(design, "years") > 1;
    const json_t *period = rasimi_json_at(design, several ? "horizon" : "years.0");
    const json_t *chance = rasimi_json_at(period, several ? "affordability_every_year" : "affordability");
    const json_t *at = rasimi_headline_of(rasimi_json_at(period, "net_gbp.quantiles"));
    ROW(all, table, W(rasimi_json_text_at(design, "name")), N(rasimi_json_number_at(chance, "probability")),
        N(rasimi_json_number_at(chance, "low")), N(rasimi_json_number_at(chance, "high")),
        N(rasimi_json_number_at(period, "net_gbp.mean")),
        N(rasimi_half_of_se(rasimi_json_number_at(period, "net_gbp.mean_se"))), N(rasimi_json_number_at(at, "value")),
        N(rasimi_half_of(at)), N(rasimi_json_number_at(period, "envelope_gbp")));
}

static void
put_side_by_side(const rasimi_teller *all, rasimi_section *section)
{
    const json_t *designs = rasimi_json_at(all->root, "designs");
    const bool several = rasimi_json_count_at(designs, "0.years") > 1;
    const json_t *at = rasimi_headline_of(
        rasimi_json_at(designs, several ? "0.horizon.net_gbp.quantiles" : "0.years.0.net_gbp.quantiles"));
    rasimi_chart *chart = rasimi_section_chart(all->document, section, RASIMI_CHART_RANGES, "designs",
                                               several ? "Chance of staying inside in every year, by design"
                                                       : "Chance of staying inside the envelope, by design",
                                               SIDE_BY_SIDE, COUNT_OF(SIDE_BY_SIDE));
    size_t best = 0;
    for (size_t i = 0; chart && i < all->n_designs; i++) {
        put_design_row(all, &chart->table, rasimi_json_item(designs, i));
        if (chart->table.n_rows == i + 1 && rasimi_table_cell(&chart->table, i, CHANCE)->number >
                                                rasimi_table_cell(&chart->table, best, CHANCE)->number)
            best = i;
    }
    rasimi_chart_series(all->document, chart, KNOWN("chance", CHANCE, CHANCE_LOW, CHANCE_HIGH, RASIMI_ROLE_MAIN));
    if (chart && chart->table.n_rows > best)
        rasimi_chart_find(all->document, chart,
                          "“%s” is the most likely to stay inside, in %s of %s; bars are 95 %% simulation error.",
                          rasimi_table_cell(&chart->table, best, 0)->text,
                          rasim_percent_text(rasimi_table_cell(&chart->table, best, CHANCE)->number).text,
                          several ? "simulations" : "simulated years");
    rasimi_table_set_note(
        all->document, chart ? &chart->table : NULL, "All designs on the same draws. The headline level is %s; £ %s.",
        rasim_level_text(rasimi_json_number_at(at, "level")).text, several ? "over all years" : "a year");
}

/* ---- the section ---- */

static void
put_verdict(const rasimi_teller *all, rasimi_section *section, size_t i)
{
    const json_t *from = rasimi_json_item(rasimi_json_at(all->root, "designs"), i);
    const char *care =
        rasimi_json_text_at(rasimi_json_item(rasimi_json_at(all->root, "diagnostics.designs"), i), "decision.text");
    rasim_design_summary design = {0};
    if (!read_design(&all->document->arena, from, &design))
        return;
    char *verdict = design.n_years > 1 ? rasim_horizon_text(&design) : rasim_verdict_text(&design.years[0]);
    if (!verdict)
        all->document->failed = true;
    else if (all->n_designs > MOST_SPELT_OUT)
        ; /* the picture says it */
    else if (all->n_designs > 1)
        rasimi_section_say(all->document, section, "%s: %s", design.name, verdict);
    else
        rasimi_section_say(all->document, section, "%s", verdict);
    free(verdict);
    if (*care)
        rasimi_section_warn(all->document, section, "Take care%s%s. %s", all->n_designs > 1 ? ", " : "",
                            all->n_designs > 1 ? design.name : "", care);
    if (all->n_designs == 1)
        put_figures(all, section, from, &design);
}

void
rasimi_tell_answer(const rasimi_teller *all)
{
    rasimi_section *section = rasimi_document_section(all->document, "answer", "The answer");
    if (rasimi_json_at(all->root, "complete") && !rasimi_json_true_at(all->root, "complete"))
        rasimi_section_warn(all->document, section,
                            "Incomplete: the run was stopped after %s of %s simulated years; the figures are of those.",
                            rasim_amount_text(rasimi_json_number_at(all->root, "replicates"), 1.0).text,
                            rasim_amount_text(rasimi_json_number_at(all->root, "replicates_asked"), 1.0).text);
    for (size_t i = 0; i < all->n_designs; i++)
        put_verdict(all, section, i);
    if (all->n_designs > 1)
        put_side_by_side(all, section);
}
