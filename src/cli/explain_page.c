/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `rasim explain` prints: short sentences, and steps with running totals, addressed to the person. */
#include "explain_page.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "number.h"

enum { INDENT = 2, DETAIL_INDENT = 4, FIGURE_COLUMNS = 12 };

/* ---- lines of figures ---- */

/* Blanks between what is taken of the room for labels and a figure in its column. */
static size_t
padding(size_t taken, size_t room, const char *figure)
{
    const size_t columns = figure ? page_columns(figure) : 0;
    return room - taken + (columns < FIGURE_COLUMNS ? FIGURE_COLUMNS - columns : 1);
}

/* A label on the left and two figures on the right; a label without room stands on a line of its own. */
static void
figures(const cli_page *page, page_style style, const char *label, const char *first, const char *second)
{
    char *text = page_text(page, label);
    if (!text)
        return;
    const size_t room = page->width - INDENT - 2 * FIGURE_COLUMNS, taken = page_columns(text);
    fprintf(page->stream, "%s%*s%s", page_style_on(page, style), INDENT, "", text);
    if (first[0] != '\0') {
        if (taken > room)
            fprintf(page->stream, "\n%*s", INDENT, "");
        char *one = page_text(page, first), *two = page_text(page, second);
        fprintf(page->stream, "%*s%s%*s%s", (int)padding(taken > room ? 0 : taken, room, one), "", one ? one : "",
                (int)padding(0, 0, two), "", two ? two : "");
        free(one);
        free(two);
    }
    fprintf(page->stream, "%s\n", page_style_off(page, style));
    free(text);
}

/* Words under a line, indented. */
static void
under(const cli_page *page, const char *words)
{
    char *indented = NULL;
    if (words[0] != '\0' && asprintf(&indented, "%*s%s", DETAIL_INDENT, "", words) >= 0)
        page_wrap(page, PAGE_FAINT, DETAIL_INDENT, indented);
    free(indented);
}

/* Points as they are counted: whole where they are, else up to two decimals. */
static number_text
points_text(double points)
{
    number_text out;
    const double whole = round(points);
    if (fabs(points - whole) < 0.005)
        return whole_text((int64_t)whole);
    snprintf(out.text, sizeof out.text, "%.2f", points);
    return out;
}

static void
print_step(const cli_page *page, const rasim_step *step)
{
    if (step->unit == RASIM_STEP_NOTE) {
        figures(page, PAGE_PLAIN, step->label, "", "");
    } else {
        const bool money = step->unit == RASIM_STEP_GBP_WEEK;
        const number_text change = money ? pence_bare_text(step->change) : points_text(step->change),
                          total = money ? pence_bare_text(step->total) : points_text(step->total);
        figures(page, PAGE_PLAIN, step->label, change.text, total.text);
    }
    under(page, step->detail);
}

/* ---- steps ---- */

static void
print_steps(const cli_page *page, const rasim_person_design *design)
{
    const size_t money = design->n_point_steps;
    if (money > 0) {
        figures(page, PAGE_BOLD, "1. From answers to points", "Points", "So far");
        for (size_t i = 0; i < money; i++)
            print_step(page, &design->steps[i]);
        page_blank(page);
    }
    if (money < design->n_steps) {
        figures(page, PAGE_BOLD, money > 0 ? "2. From points to an amount" : "1. From answers to an amount", "£ a week",
                "So far");
        for (size_t i = money; i < design->n_steps; i++)
            print_step(page, &design->steps[i]);
        page_blank(page);
    }
}

/* ---- what it means ---- */

static void
print_result(const cli_page *page, const rasim_person_design *design)
{
    const number_text week = pence_text(design->indicative_gbp_week), year = pence_text(design->indicative_gbp_year);
    switch (design->status) {
        case RASIM_PERSON_ALLOCATED:
            page_say(page, 0, "Your indicative amount is %s a week, or %s for a full year.", week.text, year.text);
            break;
        case RASIM_PERSON_HIGH_COST:
            page_say(page, 0,
                     "The points give %s a week, but your support is above the line for high-cost packages. It is "
                     "planned one by one, from what it costs, and not from the table.",
                     week.text);
            break;
        case RASIM_PERSON_OUTSIDE:
            page_say(page, 0,
                     "Your points are above the end of the table. Your support is planned one by one, from "
                     "what it costs.");
            break;
        case RASIM_PERSON_PANEL:
            page_say(page, 0, "The points give no amount by themselves. A panel decides what support you get.");
            break;
        case RASIM_PERSON_INELIGIBLE:
            page_say(page, 0, "The points are below those from which this design gives an amount. It gives nothing.");
            break;
        case RASIM_PERSON_UNSCORED:
            page_say(page, 0,
                     "There are no answers to the questions of this design, so there is no amount to explain. "
                     "The simulation uses the answers of people whose support costs about as much.");
            break;
    }
    page_blank(page);
}

static const char *
basis_words(const char *basis)
{
    if (strcmp(basis, "allocation") == 0)
        return "the indicative amount";
    if (strcmp(basis, "reference") == 0)
        return "what your current support costs";
    return strcmp(basis, "either") == 0 ? "what your support costs, and the indicative amount"
                                        : "what your support costs";
}

static void
print_exclusion(const cli_page *page, const rasim_person_design *design)
{
    const rasim_person_exclusion *test = &design->exclusion;
    if (!test->applies || design->status == RASIM_PERSON_INELIGIBLE || design->status == RASIM_PERSON_UNSCORED)
        return;
    page_line(page, PAGE_BOLD, "The line for high-cost support");
    page_say(page, 0, "Support above %s a week is planned one by one. What counts is %s.",
             pence_text(test->threshold_gbp_week).text, basis_words(test->basis));
    if (isfinite(test->need_gbp_week))
        page_say(page, 0, "At this year's planned prices your present support costs %s a week. %s the line.",
                 pence_text(test->need_gbp_week).text, test->excluded ? "You are above" : "You are not above");
    else if (strcmp(test->basis, "allocation") != 0)
        page_say(page, 0, "What your support costs is not known here, so this could not be tested.");
    page_blank(page);
}

static void
print_range(const cli_page *page, const rasim_person_design *design)
{
    const rasim_person_range *range = &design->range;
    if (design->status == RASIM_PERSON_UNSCORED)
        return;
    page_line(page, PAGE_BOLD, "What the final budget may be");
    if (!range->known) {
        page_say(page, 0, "What your support costs is not known here, so no range can be given.");
        page_blank(page);
        return;
    }
    page_say(page, 0,
             "We simulated %s years, in which needs, prices, assessments and sign-off vary as the council expects. In "
             "eight of ten the budget after support planning lies between %s and %s a week; half are above %s.",
             whole_text((int64_t)range->replicates).text, pounds_text(range->p10, 1).text,
             pounds_text(range->p90, 1).text, pounds_text(range->p50, 1).text);
    if (range->panel_share > 0)
        page_say(page, 0, "In %s of the years support costs more than the amount allows, and sign-off adds to it.",
                 percent_text(range->panel_share).text);
    if (range->high_cost_share > 0)
        page_say(page, 0, "In %s of the years it is planned one by one as high-cost support.",
                 percent_text(range->high_cost_share).text);
    page_blank(page);
}

/* ---- who pays ---- */

static void
payer(const cli_page *page, page_style style, const char *label, double gbp_week, double weeks)
{
    figures(page, style, label, pence_bare_text(gbp_week).text, pence_bare_text(gbp_week * weeks).text);
}

static void
print_streams(const cli_page *page, const rasim_person_payment *payment, double weeks)
{
    for (size_t s = 0; s < payment->n_streams; s++) {
        const rasim_person_stream *stream = &payment->streams[s];
        char *only = NULL;
        payer(page, PAGE_PLAIN, stream->name, stream->gbp_week, weeks);
        if (stream->restriction[0] != '\0' && asprintf(&only, "It may be used for: %s.", stream->restriction) >= 0)
            under(page, only);
        free(only);
    }
}

static void
print_payment(const cli_page *page, const rasim_person_design *design, double weeks)
{
    const rasim_person_payment *payment = &design->payment;
    if (design->status == RASIM_PERSON_UNSCORED || design->status == RASIM_PERSON_INELIGIBLE)
        return;
    figures(page, PAGE_BOLD, "Who pays, if the budget is as planned", "£ a week", "£ a year");
    if (!payment->known) {
        under(page, "Not known, because it is not known what your support costs.");
        page_blank(page);
        return;
    }
    payer(page, PAGE_PLAIN, "Budget", payment->budget, weeks);
    if (payment->protection > 0)
        under(page, "This includes protection, because the amount is less than your support costs now.");
    if (payment->unspent > 0) {
        payer(page, PAGE_PLAIN, "Not spent", payment->unspent, weeks);
        under(page, "On average this part of a budget is not used or is paid back.");
    }
    print_streams(page, payment, weeks);
    payer(page, PAGE_PLAIN, "Your own contribution", payment->contribution, weeks);
    under(page, payment->contribution > 0 ? "After the financial assessment." : "");
    payer(page, PAGE_BOLD, "The council pays", payment->council, weeks);
    page_blank(page);
    page_say(page, 0, "What you or others choose to add (a top-up) stands outside this budget.");
    page_blank(page);
}

/* ---- what the person pays ---- */

static void
print_assessment(const cli_page *page, const rasim_person_assessment *own)
{
    if (!own->assessed)
        return;
    figures(page, PAGE_BOLD, "What you can be asked to pay", own->full_cost || own->imputed ? "" : "£ a week",
            own->full_cost || own->imputed ? "" : "So far");
    for (size_t i = 0; i < own->n_steps; i++)
        print_step(page, &own->steps[i]);
    page_blank(page);
    if (own->imputed)
        page_say(page, 0,
                 "Your means are not known here. The simulation uses the assessment of somebody else in your group.");
    if (own->full_cost)
        page_say(page, 0, "By the rules of %s you can be asked for what your support costs.", own->year);
    else
        page_say(page, 0,
                 "By the rules of %s for care %s you can be asked for %s a week, but never for more than your "
                 "support costs.",
                 own->year, own->residential ? "in a care home" : "outside a care home",
                 pence_text(own->gbp_week).text);
    page_blank(page);
}

/* ---- the page ---- */

/* The name of a design, and whether it is the one that counts where the person lives. */
static void
print_name(const cli_page *page, const rasim_explanation *explanation, const rasim_person_design *design)
{
    char *of_place = NULL;
    if (design->of_place && asprintf(&of_place, "%s (the design of %s)", design->name, explanation->place) < 0)
        of_place = NULL;
    page_line(page, PAGE_BOLD, of_place ? of_place : design->name);
    free(of_place);
}

static void
print_heading(const cli_page *page, const rasim_explanation *explanation)
{
    page_line(page, PAGE_BOLD, "How the indicative amount comes about");
    page_say(page, 0, "%s%s%s, %s. %s, %s.", explanation->person_id[0] ? explanation->person_id : "One person",
             explanation->person_id[0] ? " · " : ": ", explanation->care_group, explanation->setting,
             explanation->framework, explanation->year);
    if (explanation->synthetic)
        page_line(page, PAGE_BAD, "SYNTHETIC DATA");
    page_blank(page);
}

void
explain_page_print(const cli_page *page, const rasim_explanation *explanation)
{
    print_heading(page, explanation);
    for (size_t d = 0; d < explanation->n_designs; d++) {
        const rasim_person_design *design = &explanation->designs[d];
        print_name(page, explanation, design);
        print_result(page, design);
        print_steps(page, design);
        print_exclusion(page, design);
        print_range(page, design);
        print_payment(page, design, explanation->weeks_per_year);
    }
    print_assessment(page, &explanation->assessment);
    page_say(page, 0, "%s", RASIM_PERSON_SENTENCE);
}
