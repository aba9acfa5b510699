/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `rasim calibrate` prints: how well every way would do on people not seen, the chosen one's numbers and how sure
   they are, for whom it is right, and what the envelope bears. */
#include "calibrate_page.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "number.h"
#include "table.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void
print_title(const cli_page *page, const rasim_calibration *c)
{
    char *title = NULL;
    if (asprintf(&title, "%s, %s · %s, %s%s", c->framework, c->year, c->method, rasim_pooling_name(c->pooling),
                 c->synthetic ? " · SYNTHETIC DATA" : "") >= 0)
        page_wrap(page, PAGE_BOLD, 0, title);
    free(title);
    page_say(page, 0, "Fitted to %s people, who stand for %s; questionnaire and limits are those of '%s'.",
             whole_text((int64_t)c->n_people).text, whole_text((int64_t)llround(c->people)).text, c->from);
    const struct {
        size_t n;
        const char *why;
    } left_out[] = {{c->n_high_cost, "above the line for high-cost packages"},
                    {c->n_below_minimum, "below the minimum points"},
                    {c->n_unscored, "not scored"},
                    {c->n_uncosted, "without a cost"}};
    for (size_t i = 0; i < COUNT(left_out); i++)
        if (left_out[i].n > 0)
            page_say(page, 4, "  Left out: %s %s.", whole_text((int64_t)left_out[i].n).text, left_out[i].why);
}

/* Two numbers and a word. */
typedef struct pair_text {
    char text[128];
} pair_text;

/* ---- ways ---- */

/* "£ ± £": a figure with half its 95 % interval. */
static pair_text
give_or_take(rasim_measured figure)
{
    pair_text out;
    snprintf(out.text, sizeof out.text, "%s ± %s", amount_text(figure.value, 1).text,
             amount_text(Z_95 * figure.se, 1).text);
    return out;
}

static number_text
share_text(double share)
{
    number_text out;
    snprintf(out.text, sizeof out.text, "%.2f", share);
    return out;
}

static void
fit_row(cli_table *table, const char *first, const char *second, const char *third, const rasim_fit *fit,
        const page_style *styles)
{
    const pair_text error = give_or_take(fit->mean_absolute), bias = give_or_take(fit->bias);
    const number_text explained = isnan(fit->r_squared) ? (number_text){""} : share_text(fit->r_squared),
                      ten = percent_text(fit->within[1]), twenty = percent_text(fit->within[2]),
                      quarter = percent_text(fit->within[3]);
    const char *cells[] = {first,          second,   third,       error.text,  bias.text,
                           explained.text, ten.text, twenty.text, quarter.text};
    table_row(table, cells, styles);
}

/* What cross-validation chose for the way that is written, and what it does where it has not been. */
static void
print_chosen(const cli_page *page, const rasim_calibration *c)
{
    for (size_t i = 0; i < c->n_ways; i++) {
        const rasim_calibrated_way *way = &c->ways[i];
        if (!way->chosen)
            continue;
        if (way->n_bands > 0)
            page_say(page, 2, "  %s bands.", whole_text((int64_t)way->n_bands).text);
        if (!isnan(way->ridge))
            page_say(page, 2, "  Ridge %g%s", way->ridge, c->n_interactions > 0 ? "; needs that compound:" : ".");
        for (size_t k = 0; k < c->n_interactions; k++)
            page_say(page, 4, "    %s", c->interactions[k]);
        if (!isnan(way->towards_common))
            page_say(page, 2, "  Groups and places are drawn to what they have in common with strength %g.",
                     way->towards_common);
        if (way->in_new_places.people > 0)
            page_say(page, 2, "  In a place that the fit has not seen: error %s, R2 %s.",
                     give_or_take(way->in_new_places.mean_absolute).text,
                     share_text(way->in_new_places.r_squared).text);
    }
}

static void
print_ways(const cli_page *page, const rasim_calibration *c)
{
    static const table_column columns[] = {
        {"Method", 0, true},       {"For", 0, true},          {"Values", 4, false},
        {"Error", 0, false},       {"Bias", 1, false},        {"R2", 0, false},
        {"within 10 %", 3, false}, {"within 20 %", 0, false}, {"within 25 %", 2, false}};
    page_blank(page);
    page_line(page, PAGE_BOLD, "On people not seen by the fit, £ a week, before scaling");
    cli_table *table = table_create(page, columns, COUNT(columns));
    for (size_t i = 0; i < c->n_ways; i++) {
        const rasim_calibrated_way *way = &c->ways[i];
        page_style styles[COUNT(columns)];
        for (size_t s = 0; s < COUNT(columns); s++)
            styles[s] = way->chosen ? PAGE_BOLD : PAGE_PLAIN;
        fit_row(table, way->method, rasim_pooling_name(way->pooling), whole_text((int64_t)way->n_values).text,
                &way->fit, styles);
    }
    table_finish(table);
    print_chosen(page, c);
    page_say(page, 2,
             "  Error: mean absolute error; bias: allocation less package. ± is 95 %%, of the sample; %s folds.",
             whole_text((int64_t)c->folds).text);
}

/* ---- values ---- */

static pair_text
from_to(double low, double high, number_text (*text)(double))
{
    pair_text out = {""};
    if (!isnan(low))
        snprintf(out.text, sizeof out.text, "%s to %s", text(low).text, text(high).text);
    return out;
}

static number_text
plain_text(double value)
{
    number_text out;
    snprintf(out.text, sizeof out.text, "%.6g", value);
    return out;
}

/* A coefficient, with as many digits as matter. */
static number_text
coefficient_text(double value)
{
    number_text out;
    snprintf(out.text, sizeof out.text, "%.3f", value);
    return out;
}

static void
print_values(const cli_page *page, const rasim_calibration *c)
{
    const table_column columns[] = {{"Care group", 1, true},
                                    {"At", 0, true},
                                    {c->on_log_scale ? "log of £" : "£ a week", 0, false},
                                    {"95 % interval", 0, false},
                                    {"begins at (95 %)", 2, false}};
    bool by_group = false, ends_vary = false;
    for (size_t i = 0; i < c->n_values; i++) {
        by_group = by_group || c->values[i].care_group;
        ends_vary = ends_vary || !isnan(c->values[i].at_low);
    }
    page_blank(page);
    page_line(page, PAGE_BOLD, "What the fit gives, before scaling");
    cli_table *table = table_create(page, columns + !by_group, COUNT(columns) - !by_group - !ends_vary);
    for (size_t i = 0; i < c->n_values; i++) {
        const rasim_calibrated_value *value = &c->values[i];
        number_text (*text)(double) = c->on_log_scale ? coefficient_text : pence_bare_text;
        const number_text gbp = text(value->value);
        const pair_text interval = from_to(value->low, value->high, text),
                        ends = from_to(value->at_low, value->at_high, plain_text);
        const char *cells[] = {value->care_group ? value->care_group : "Everybody", value->what, gbp.text,
                               interval.text, ends.text};
        table_row(table, cells + !by_group, NULL);
    }
    table_finish(table);
}

/* ---- for whom, and of what ---- */

static void
print_parts(const cli_page *page, const rasim_calibration *c)
{
    static const table_column columns[] = {
        {"By", 0, true},          {"", 0, true},    {"People", 2, false},      {"Error", 0, false},
        {"Bias", 0, false},       {"R2", 3, false}, {"within 10 %", 4, false}, {"within 20 %", 0, false},
        {"within 25 %", 4, false}};
    page_blank(page);
    page_line(page, PAGE_BOLD, "For whom it is right, on people not seen, £ a week");
    cli_table *table = table_create(page, columns, COUNT(columns));
    for (size_t i = 0; i < c->n_parts; i++) {
        const rasim_calibrated_part *part = &c->parts[i];
        const bool first = i == 0 || strcmp(part->by, c->parts[i - 1].by) != 0;
        const char *tenth = strcmp(part->by, "care group") == 0 ? part->by
                            : strcmp(part->by, "need") == 0     ? "tenth of points"
                                                                : "tenth of cost";
        fit_row(table, first ? tenth : "", part->label, whole_text((int64_t)llround(part->fit.people)).text, &part->fit,
                NULL);
    }
    table_finish(table);
}

static void
print_questions(const cli_page *page, const rasim_calibration *c)
{
    static const table_column columns[] = {
        {"Without", 0, true}, {"Error", 0, false}, {"more", 0, false}, {"R2", 0, false}};
    if (c->n_questions == 0)
        return;
    page_blank(page);
    page_line(page, PAGE_BOLD, "What dropping a question costs: mean absolute error, £ a week");
    cli_table *table = table_create(page, columns, COUNT(columns));
    for (size_t i = 0; i < c->n_questions; i++) {
        const rasim_calibrated_question *question = &c->questions[i];
        const number_text error = pence_bare_text(question->without.mean_absolute.value),
                          more = pence_bare_text(question->cost), explained = share_text(question->without.r_squared);
        const char *cells[] = {question->domain, error.text, more.text, explained.text};
        table_row(table, cells, NULL);
    }
    table_finish(table);
}

static void
print_vignettes(const cli_page *page, const rasim_calibration *c)
{
    static const table_column columns[] = {{"Vignette", 0, true},     {"Members", 1, false}, {"Agreed", 0, false},
                                           {"from ... to", 0, false}, {"sd", 2, false},      {"Fit", 0, false}};
    if (c->n_vignettes == 0)
        return;
    page_blank(page);
    page_line(page, PAGE_BOLD, "What the panel agreed, £ a week");
    cli_table *table = table_create(page, columns, COUNT(columns));
    for (size_t i = 0; i < c->n_vignettes; i++) {
        const rasim_calibrated_vignette *vignette = &c->vignettes[i];
        const number_text members = whole_text((int64_t)vignette->n_members),
                          agreed = pence_bare_text(vignette->agreed), sd = pence_bare_text(vignette->sd),
                          fitted = pence_bare_text(vignette->fitted);
        const pair_text range = from_to(vignette->low, vignette->high, pence_bare_text);
        const char *cells[] = {vignette->name, members.text, agreed.text, range.text, sd.text, fitted.text};
        table_row(table, cells, NULL);
    }
    table_finish(table);
    if (!isnan(c->disagreement))
        page_say(page, 2, "  The members of the panel differ by %s of what they agreed (root mean square).",
                 percent_text(c->disagreement).text);
}

/* ---- the envelope ---- */

static void
print_scales(const cli_page *page, const rasim_calibration *c)
{
    char sure[80];
    const bool several = c->n_years > 1;
    snprintf(sure, sizeof sure, "%s sure, £ a year", level_text(c->confidence).text);
    const table_column year_alone[] = {{"Scale", 0, false}, {"Inside", 0, false}, {sure, 0, false}, {"left", 1, false}};
    const table_column years[] = {{"Scale", 0, false}, {"Every year", 0, false}, {"left in the worst year", 0, false}};
    page_blank(page);
    page_line(page, PAGE_BOLD,
              several ? "Net spend of all years against their envelopes, by scale of the allocations, £"
                      : "Net spend by scale of the allocations");
    cli_table *table =
        several ? table_create(page, years, COUNT(years)) : table_create(page, year_alone, COUNT(year_alone));
    for (size_t i = 0; i < c->n_scales; i += 2) {
        const rasim_calibrated_scale *at = &c->scales[i];
        const double step = money_step(at->quantile_gbp, NOT_KNOWN);
        const number_text scale = share_text(at->scale), inside = percent_text(at->affordability),
                          gbp = amount_text(at->quantile_gbp, step),
                          left = amount_text(c->envelope_gbp - at->quantile_gbp, step);
        const char *cells[] = {scale.text, inside.text, several ? left.text : gbp.text, left.text};
        table_row(table, cells, NULL);
    }
    table_finish(table);
}

static void
print_verdict(const cli_page *page, const rasim_calibration *c)
{
    char *verdict = rasim_calibration_text(c);
    page_blank(page);
    if (verdict)
        page_say(page, 0, "%s", verdict);
    free(verdict);
}

void
calibrate_page_print(const cli_page *page, const rasim_calibration *c)
{
    print_title(page, c);
    print_ways(page, c);
    print_values(page, c);
    print_parts(page, c);
    print_questions(page, c);
    print_vignettes(page, c);
    if (!isnan(c->confidence))
        print_scales(page, c);
    print_verdict(page, c);
}
