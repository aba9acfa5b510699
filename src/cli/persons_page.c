/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Single people in the terminal statement: a few sentences and two small tables. The large tables are in the files. */
#include "persons_page.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "number.h"
#include "rasim/run.h"
#include "rasim/verdict.h"
#include "table.h"

static number_text
roughly(double gbp)
{
    return pounds_text(gbp, money_step(gbp, NOT_KNOWN));
}

static bool
is_several(const rasim_persons *persons)
{
    return persons->n_designs > 1;
}

static void
print_fit(const cli_page *page, const rasim_people_group *all, const rasim_tolerance_words *tolerance)
{
    page_say(page, 2,
             "  Reasonableness: for %s of people the indicative allocation is at least %swhat needs cost, so that they "
             "could live on it; %s get less than their package today.",
             percent_text(all->can_live_on.value).text, tolerance->of_cost.text, percent_text(all->below_package).text);
    page_say(page, 2, "  Allocations miss needs by %s a week on average, and by %s%s over all; R² %.2f.",
             pounds_text(all->need.mean_absolute.value, 1.0).text, all->need.bias.value < 0 ? "-" : "+",
             pounds_text(fabs(all->need.bias.value), 1.0).text, all->need.r_squared);
}

/* ---- winners and losers ---- */

static const char *const CHANGES[RASIM_N_CHANGES] = {"≤-50 %",     "-50 to -25", "-25 to -10", "within 10",
                                                     "+10 to +25", "+25 to +50", "≥+50 %"};

static void
put_changes(cli_table *table, const rasim_people_group *group, page_style style)
{
    char label[128];
    number_text counts[RASIM_N_CHANGES + 1];
    const char *texts[RASIM_N_CHANGES + 2] = {label};
    page_style styles[RASIM_N_CHANGES + 2] = {style};
    snprintf(label, sizeof label, "%.100s", group->label);
    counts[0] = amount_text(group->people, 1.0);
    for (size_t c = 0; c < RASIM_N_CHANGES; c++)
        counts[c + 1] = amount_text(group->changes[c], 1.0);
    for (size_t c = 0; c <= RASIM_N_CHANGES; c++) {
        texts[c + 1] = isnan(c == 0 ? group->people : group->changes[c - 1]) ? "hidden" : counts[c].text;
        styles[c + 1] = style;
    }
    table_row(table, texts, styles);
}

/* Everybody, and the columns that were asked for: they stand behind the groupings that every study has. */
static bool
is_shown(const rasim_people_group *group)
{
    static const char *const known[] = {"care group", "setting", "need", "cost", "place"};
    bool is_known = false;
    for (size_t k = 0; k < sizeof known / sizeof *known; k++)
        is_known = is_known || strcmp(group->by, known[k]) == 0;
    return !is_known;
}

static void
print_changes(const cli_page *page, const rasim_design_persons *design)
{
    table_column columns[RASIM_N_CHANGES + 2] = {{"Change from today, people", 0, true}, {"All", 0, false}};
    for (size_t c = 0; c < RASIM_N_CHANGES; c++)
        columns[c + 2] = (table_column){CHANGES[c], c == 3 ? 0 : 1 + (c > 3 ? c - 3 : 3 - c) % 2, false};
    cli_table *table = table_create(page, columns, RASIM_N_CHANGES + 2);
    for (size_t g = 0; g < design->n_groups; g++)
        if (is_shown(&design->groups[g]))
            put_changes(table, &design->groups[g], g == 0 ? PAGE_BOLD : PAGE_PLAIN);
    table_finish(table);
}

/* ---- averaging out ---- */

static void
print_averaging(const cli_page *page, const rasim_averaging *averaging)
{
    const rasim_pool_size *last = averaging->n > 0 ? &averaging->sizes[averaging->n - 1] : NULL;
    if (!last)
        return;
    char middle[96] = "";
    for (size_t i = 1; i + 1 < averaging->n; i++)
        if (averaging->sizes[i].people > 99 && averaging->sizes[i].people < 101)
            snprintf(middle, sizeof middle, ", %s for 100", percent_text(averaging->sizes[i].sd).text);
    page_say(page, 2,
             "  Averaging out: what is spent strays from what is allocated by %s (one sd) for 10 people%s, %s for %s.",
             percent_text(averaging->sizes[0].sd).text, middle, percent_text(last->sd).text,
             whole_text((int64_t)round(last->people)).text);
    if (isfinite(averaging->floor_sd))
        page_say(
            page, 2,
            "  No number of people averages out %s (%s to %s): what all share, as prices, practice and the sample.",
            percent_text(averaging->floor_sd).text, percent_text(averaging->floor_low).text,
            percent_text(averaging->floor_high).text);
}

/* Whether figures by place are left out that the run could have kept. */
static bool
could_tell_of_places(const rasim_results *results)
{
    rasim_results_info info = {0};
    if (results)
        rasim_results_describe(results, &info);
    return info.n_places > 1 && !info.place_series;
}

static void
print_devolved(const cli_page *page, const rasim_design_persons *design, const rasim_results *results)
{
    if (could_tell_of_places(results))
        page_say(page, 2,
                 "  Budgets by place: run with --place-series for what they would take, and for quantiles by place.");
    for (size_t i = 0; i < design->n_devolved; i++) {
        const rasim_devolved *at = &design->devolved[i];
        if (fabs(at->level - 0.9) < 1e-9)
            page_say(page, 2, "  Budgets by place, each %s sure: %s%s (±%s) more than one pooled budget.",
                     level_text(at->level).text, at->extra_gbp.value < 0 ? "-" : "",
                     roughly(fabs(at->extra_gbp.value)).text, roughly(Z_95 * at->extra_gbp.se).text);
    }
}

/* ---- enough and fair ---- */

static void
print_sufficiency(const cli_page *page, const rasim_sufficiency *s, const rasim_tolerance_words *tolerance)
{
    page_say(page, 2,
             "  Enough? For %s needs cost more than %sthe indicative allocation, which lacks %s of their cost on "
             "average; %s a year comes from the panel only.",
             percent_text(s->short_share.value).text, tolerance->of_amount.text, percent_text(s->depth.value).text,
             roughly(s->panel_gbp.value).text);
    if (tolerance->both[0])
        page_say(page, 2, "  %s", tolerance->both);
    if (s->final_zero_by_construction)
        page_say(page, 2,
                 "  Final budgets fall short for nobody by construction: uplift is complete, prices are "
                 "passed on and nothing is saved.");
    else
        page_say(page, 2, "  Final budgets fall short of needs for %s.", percent_text(s->final_share.value).text);
}

static void
print_equity(const cli_page *page, const rasim_theil *theil)
{
    char places[160] = "";
    if (isfinite(theil->place_share))
        snprintf(places, sizeof places, ", %s of that between places (chance alone: %s)",
                 percent_text(theil->place_share).text, percent_text(theil->chance_share).text);
    page_say(page, 2, "  Fair? Allocation over need: Theil T %.4f, of which %.4f between people of equal need%s.",
             theil->total.value, theil->within_bands.value, places);
}

/* The last of several years beside the first. */
static void
print_later(const cli_page *page, const rasim_design_persons *design, const rasim_tolerance_words *tolerance)
{
    if (design->n_later == 0)
        return;
    const rasim_later_year *last = &design->later[design->n_later - 1];
    page_say(
        page, 2,
        "  In %s needs cost more than %sthe indicative allocation for %s; final budgets fall short for %s; Theil T "
        "%.4f, of which %.4f between people of equal need.",
        last->year, tolerance->of_amount.text, percent_text(last->sufficiency.short_share.value).text,
        percent_text(last->sufficiency.final_share.value).text, last->equity.indicative.total.value,
        last->equity.indicative.within_bands.value);
}

/* ---- lines ---- */

static bool
is_worth_a_row(const rasim_line_at *line, double own)
{
    const double ratio = line->threshold_gbp_week / own;
    return line->of_design || !isfinite(line->threshold_gbp_week) ||
           (isfinite(own) ? ratio > 0.45 && ratio < 2.05 : true);
}

static void
put_line(cli_table *table, const rasim_line_at *line)
{
    number_text threshold = pounds_text(line->threshold_gbp_week, 1.0);
    number_text people = amount_text(line->people_out.value, 1.0);
    number_text gbp = amount_text(line->gbp_out.value, money_step(line->gbp_out.value, NOT_KNOWN));
    number_text cv = percent_bare_text(line->cv_left), dear = amount_text(line->dear_people, 1.0);
    number_text cheap = amount_text(line->cheap_people, 1.0);
    const char *texts[] = {isfinite(line->threshold_gbp_week) ? threshold.text : "none",
                           people.text,
                           gbp.text,
                           cv.text,
                           dear.text,
                           cheap.text};
    const page_style style = line->of_design ? PAGE_BOLD : PAGE_PLAIN;
    const page_style styles[] = {style, style, style, style, style, style};
    table_row(table, texts, styles);
}

static void
print_lines(const cli_page *page, const rasim_design_persons *design)
{
    static const table_column columns[] = {{"Line, £ a week", 0, true}, {"People out", 0, false},
                                           {"£ a year out", 1, false},  {"CV left, %", 0, false},
                                           {"Dear, A below", 2, false}, {"Cheap, A above", 2, false}};
    double own = HUGE_VAL;
    for (size_t i = 0; i < design->n_lines; i++)
        own = design->lines[i].of_design ? design->lines[i].threshold_gbp_week : own;
    cli_table *table = table_create(page, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < design->n_lines; i++)
        if (is_worth_a_row(&design->lines[i], own))
            put_line(table, &design->lines[i]);
    table_finish(table);
}

void
print_enough(const cli_page *page, const rasim_persons *persons, const char *first_year, size_t i)
{
    if (!persons || i >= persons->n_designs || persons->designs[i].n_groups == 0)
        return;
    const rasim_sufficiency *s = &persons->designs[i].sufficiency;
    page_say(
        page, 2,
        "  %s%.24s%s %s of people needs cost more than %stheir indicative allocation; %s a year comes from the panel "
        "only.",
        first_year ? "In " : "", first_year ? first_year : "", first_year ? " for" : "For",
        percent_text(s->short_share.value).text, rasim_tolerance_in_words(persons->tolerance).of_amount.text,
        roughly(s->panel_gbp.value).text);
}

void
print_persons(const cli_page *page, const rasim_persons *persons, const rasim_results *results, const char *first_year,
              size_t i)
{
    if (!persons || i >= persons->n_designs || persons->designs[i].n_groups == 0)
        return;
    const rasim_design_persons *design = &persons->designs[i];
    const rasim_tolerance_words tolerance = rasim_tolerance_in_words(persons->tolerance);
    char heading[128];
    snprintf(heading, sizeof heading, "Single people%s%.24s, in %s %s", first_year ? " in " : "",
             first_year ? first_year : "", whole_text((int64_t)persons->replicates).text,
             first_year ? "simulations" : "simulated years");
    page_blank(page);
    page_line(page, PAGE_BOLD, heading);
    print_fit(page, &design->groups[0], &tolerance);
    print_sufficiency(page, &design->sufficiency, &tolerance);
    print_equity(page, &design->equity.indicative);
    print_later(page, design, &tolerance);
    print_averaging(page, &design->averaging);
    print_devolved(page, design, results);
    print_changes(page, design);
    if (!is_several(persons))
        print_lines(page, design);
}
