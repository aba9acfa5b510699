/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The full terminal statement: its order of parts. The tables are made in statement_tables.c. */
#include "statement.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "chart.h"
#include "engines.h"
#include "number.h"
#include "persons_page.h"
#include "places_table.h"
#include "portability_table.h"
#include "statement_parts.h"
#include "statement_tables.h"
#include "statement_tails.h"
#include "statement_years.h"
#include "title.h"
#include "why_tables.h"
#include "words.h"

/* " (±£1,200)", or "" where there is no error to tell. */
static number_text
error_text(double width, double step)
{
    number_text out = {""};
    if (width > 0.0)
        snprintf(out.text, sizeof out.text, " (±%.40s)",
                 pounds_text(width, fmin(step, money_step(width, 5.0 * width))).text);
    return out;
}

/* "1,432 panel cases", with their error where there is one. */
static number_text
panel_text(const rasim_year_summary *year)
{
    const double width = Z_95 * year->panel_cases.mean_se;
    number_text out, cases = whole_text((int64_t)round(year->lines[RASIM_LINE_PANEL_CASES]));
    if (width > 0.0)
        snprintf(out.text, sizeof out.text, "%.20s panel cases, ±%.*f", cases.text, width < 1.0, width);
    else
        snprintf(out.text, sizeof out.text, "%.20s panel case%s", cases.text, strcmp(cases.text, "1") == 0 ? "" : "s");
    return out;
}

/* How the RAS pool comes about: allocations, then sign-off, then prices. */
static void
print_sign_off(const cli_page *page, const rasim_year_summary *year)
{
    double step = money_step(year->net.mean, Z_95 * year->net.mean_se);
    double surprise = round_to_step(year->lines[RASIM_LINE_PRICE_SURPRISE], step);
    char prices[128] = "";
    if (surprise != 0.0)
        snprintf(prices, sizeof prices, "; prices beyond the plan %s %s", surprise < 0.0 ? "take off" : "add",
                 pounds_text(fabs(surprise), 1.0).text);
    page_say(page, 2, "  Sign-off: %s allocated, %s%s uplift (%s) less %s%s trim%s.",
             pounds_text(year->lines[RASIM_LINE_INDICATIVE], step).text,
             pounds_text(year->lines[RASIM_LINE_UPLIFT], step).text,
             error_text(Z_95 * year->lines_se[RASIM_LINE_UPLIFT], step).text, panel_text(year).text,
             pounds_text(year->lines[RASIM_LINE_TRIM], step).text,
             error_text(Z_95 * year->lines_se[RASIM_LINE_TRIM], step).text, prices);
}

static number_text
roughly(double gbp)
{
    return pounds_text(gbp, money_step(gbp, NOT_KNOWN));
}

static void
print_overspend(const cli_page *page, const rasim_year_summary *year)
{
    if (isfinite(year->overspend_if_over_gbp))
        page_say(page, 2, "  When it overspends: by %s on average. Over all years: %s a year.",
                 roughly(year->overspend_if_over_gbp).text, roughly(year->expected_overspend_gbp).text);
}

/* What the sample alone does, with the errors of both figures where there are any. */
static void
print_sample(const cli_page *page, const rasim_sample_effect *sample)
{
    char sd[96] = "one sd", share[48] = "";
    const double width = Z_95 * sample->sd_se;
    if (width > 0.0)
        snprintf(sd, sizeof sd, "one sd, known to ±%s", pounds_text(width, money_step(width, 5.0 * width)).text);
    if (sample->share_se > 0.0)
        snprintf(share, sizeof share, " (±%.1f)", 100.0 * Z_95 * sample->share_se);
    if (sample->applies)
        page_say(page, 2, "  The sample alone: ±%s (%s), %s%s of the variance of net spend.",
                 roughly(sample->sd_gbp).text, sd, percent_text(sample->share_of_variance).text, share);
}

/* "78.4 % (77.6 to 79.2)" */
static number_text
with_bounds(rasim_probability p)
{
    number_text out;
    snprintf(out.text, sizeof out.text, "%.16s (%.1f to %.1f)", percent_text(p.probability).text, 100.0 * p.low,
             100.0 * p.high);
    return out;
}

static void
print_shocks(const cli_page *page, const rasim_design_summary *design)
{
    const bool several = design->n_years > 1;
    const rasim_rescaled *halved = &design->shocks_halved, *doubled = &design->shocks_doubled;
    if (isfinite(halved->affordability.probability) && isfinite(doubled->affordability.probability))
        page_say(page, 2, "  Shared shocks half as large: %s of %s inside%s; twice as large: %s.",
                 with_bounds(several ? halved->every_year : halved->affordability).text,
                 several ? "simulations" : "years", several ? " in every year" : "",
                 with_bounds(several ? doubled->every_year : doubled->affordability).text);
}

static void
print_spread(const cli_page *page, const rasim_design_summary *design, const rasim_year_summary *year)
{
    print_sample(page, &year->sample);
    print_shocks(page, design);
}

/* What a top-slice truly does: most of it comes back, because need must be met. */
static void
print_top_slice(const cli_page *page, const rasim_top_slice *slice)
{
    if (!slice->applies)
        return;
    page_say(
        page, 2,
        "  The top-slice of %s takes %s out of allocations, %s of it comes back as uplift, %s (±%s) is saved; without "
        "it %s of years are inside.",
        percent_text(slice->share).text, roughly(slice->taken_gbp).text, roughly(slice->uplift_gbp).text,
        roughly(slice->saved_gbp).text, roughly(1.96 * slice->saved_se).text,
        percent_text(slice->affordability_without.probability).text);
}

/* What carers who stop cost, beside years in which none does. */
static void
print_carers_stop(const cli_page *page, const rasim_carers_stop *stop)
{
    if (!stop->applies)
        return;
    page_say(page, 2,
             "  Stress, carers stop: on average %s people lose a carer whom the design counts on; allocations rise by "
             "%s and net spend by %s (±%s); were there no such stop, %s of years would be inside.",
             whole_text((int64_t)round(stop->people)).text, roughly(stop->indicative_gbp).text,
             roughly(stop->net_gbp).text, roughly(1.96 * stop->net_se).text,
             percent_text(stop->affordability_without.probability).text);
}

/* A cap can be no more than a starting figure: guidance forbids upper limits that are arbitrary. */
static void
print_bound(const cli_page *page, const rasim_limit_effect *limit)
{
    enum { CAP = 3, RESIDENTIAL_EQUIVALENT = 5 }; /* kinds of rasim_limit_effect */
    const bool is_cap = limit->people > 0 && (limit->kind == CAP || limit->kind == RESIDENTIAL_EQUIVALENT);
    const char *group = limit->care_group;
    page_say(page, 2, "  The %s%s%s of %s a week binds %s people: %s a year %s indicative allocations.%s", limit->limit,
             group ? " for " : "", group ? group : "", pounds_text(limit->value, 1.0).text,
             whole_text((int64_t)round(limit->people)).text, roughly(fabs(limit->gbp)).text,
             limit->gbp < 0 ? "off" : "on top of",
             is_cap ? " Guidance (Care and Support Statutory Guidance, 10.27) forbids arbitrary upper limits: show how "
                      "each person's needs are met within it."
                    : "");
}

/* Whom each limit binds, and what it gives or takes. */
static void
print_limits(const cli_page *page, const rasim_year_summary *year)
{
    for (size_t i = 0; i < year->n_limits; i++) {
        const rasim_limit_effect *limit = &year->limits[i];
        if (limit->kind > 1)
            print_bound(page, limit);
        else
            page_say(page, 2, "  Minimum points of %.10g leave out %s people: %s a year off indicative allocations.",
                     limit->value, whole_text((int64_t)round(limit->people)).text, roughly(fabs(limit->gbp)).text);
    }
}

/* What it matters who assesses. */
static void
print_modes(const cli_page *page, const rasim_year_summary *year)
{
    for (size_t i = 0; i < year->n_mode_effects; i++) {
        const rasim_mode_effect *effect = &year->mode_effects[i];
        page_say(page, 2,
                 "  Everybody assessed as '%s' rather than '%s': %+.1f points and %s%s a week a person; over the "
                 "caseload %s%s a year (%s to %s).",
                 effect->mode, effect->against, round(effect->points * 10) / 10 + 0.0, effect->gbp_week < 0 ? "-" : "+",
                 pence_text(fabs(effect->gbp_week)).text, effect->gbp < 0 ? "-" : "+", roughly(fabs(effect->gbp)).text,
                 roughly(effect->gbp_low).text, roughly(effect->gbp_high).text);
    }
}

/* One year of one design in full; of several designs those parts that differ and matter. */
static void
print_year(const cli_page *page, const cli_statement *self, size_t i_design)
{
    const rasim_design_summary *design = &self->summary->designs[i_design];
    const rasim_year_summary *year = &design->years[0];
    bool in_full = self->summary->n_designs == 1;
    print_opening(page, design);
    page_blank(page);
    print_levels_table(page, year);
    print_held(page, year);
    if (in_full) {
        page_blank(page);
        print_money_table(page, self->study, year, false);
    }
    print_sign_off(page, year);
    print_overspend(page, year);
    print_spread(page, design, year);
    print_top_slice(page, &design->top_slice);
    print_carers_stop(page, &design->carers_stop);
    print_engines(page, &design->analytic);
    print_limits(page, year);
    print_modes(page, year);
    print_areas_table(page, year);
    print_places_table(page, year, NULL);
    print_waterfall(page, self->summary->waterfall, i_design);
    print_tail_table(page, year);
    print_spread_table(page, self->summary->spread, i_design, false);
    print_reverse(page, self->summary->reverse, i_design, false);
    if (in_full)
        print_chart(page, self, i_design, CHART_MOST_BARS);
    print_extras(page, design);
}

static void
print_several_years(const cli_page *page, const cli_statement *self, size_t i_design)
{
    const rasim_design_summary *design = &self->summary->designs[i_design];
    print_opening(page, design);
    page_blank(page);
    print_years_table(page, design);
    print_shocks(page, design);
    page_blank(page);
    print_fan(page, design, design->n_years);
    page_blank(page);
    print_years_money(page, design);
    print_years_areas(page, design);
    print_places_table(page, &design->years[0], first_of_years(design));
    print_turnover(page, design);
    print_engines(page, &design->analytic);
    print_waterfall(page, self->summary->waterfall, i_design);
    print_spread_table(page, self->summary->spread, i_design, true);
    print_reverse(page, self->summary->reverse, i_design, true);
    print_extras(page, design);
}

static void
print_design(const cli_page *page, const cli_statement *self, size_t i)
{
    const rasim_design_summary *design = &self->summary->designs[i];
    page_blank(page);
    if (self->summary->n_designs > 1)
        page_wrap(page, PAGE_BOLD, 0, design->name);
    if (design->n_years > 1)
        print_several_years(page, self, i);
    else if (design->n_years == 1)
        print_year(page, self, i);
    print_persons(page, self->summary->persons, self->results, first_of_years(design), i);
}

void
statement_print(const cli_page *page, const cli_statement *self)
{
    title_print(page, self->study, self->summary->n_designs == 1 ? self->summary->designs[0].name : NULL);
    print_basis(page, self->study, self->summary);
    if (self->summary->n_designs > 1) {
        page_blank(page);
        print_designs_table(page, self->summary);
        page_blank(page);
        print_designs_money(page, self->summary);
    }
    print_portability(page, &self->summary->portability);
    for (size_t i = 0; i < self->summary->n_designs; i++)
        print_design(page, self, i);
    print_tails(page, self->summary);
    print_footer(page, "");
}

void
statement_print_verdicts(const cli_page *page, const cli_statement *self)
{
    bool named = self->summary->n_designs > 1;
    for (size_t i = 0; i < self->summary->n_designs; i++) {
        const rasim_design_summary *design = &self->summary->designs[i];
        char *verdict = design->n_years > 1    ? horizon_text(design)
                        : design->n_years == 1 ? verdict_text(&design->years[0])
                                               : NULL;
        char *line = NULL;
        if (verdict && asprintf(&line, "%s%s%s%s", self->study->synthetic ? "SYNTHETIC DATA: " : "",
                                named ? design->name : "", named ? ": " : "", verdict) >= 0)
            page_line(page, PAGE_PLAIN, line);
        free(line);
        free(verdict);
    }
}
