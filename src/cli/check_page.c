/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `rasim check` prints: what was understood, in tables, then what should be looked at, in sentences. */
#include "check_page.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "number.h"
#include "table.h"
#include "title.h"

/* Where the sentences of findings begin: beside counts of rows. */
enum { COUNT_COLUMNS = 10 };

/* A number with two decimals, as for a coefficient of variation; "" for NAN. */
static number_text
ratio_text(double value)
{
    number_text out = {""};
    if (isfinite(value))
        snprintf(out.text, sizeof out.text, "%.2f", value);
    return out;
}

/* A count of people, which a sample may know only as a fraction. */
static number_text
people_text(double people)
{
    return amount_text(people, 1.0);
}

/* £ a year of what is known to the penny. */
static number_text
year_text(double gbp)
{
    return amount_text(gbp, money_step(gbp, 0.0));
}

/* "42.5" or "41.9 to 42.6". */
static void
print_range(char *buffer, size_t size, double least, double most)
{
    if (fabs(most - least) < 0.05)
        snprintf(buffer, size, "%.1f", most);
    else
        snprintf(buffer, size, "%.1f to %.1f", least, most);
}

/* ---- strata ---- */

static void
strata_row(cli_table *table, const rasim_check_stratum *stratum)
{
    char weights[64];
    print_range(weights, sizeof weights, stratum->weight_least, stratum->weight_most);
    number_text rows = whole_text((int64_t)stratum->rows), people = whole_text((int64_t)stratum->people),
                share = percent_bare_text((double)stratum->rows / (double)stratum->people),
                mean = amount_text(stratum->mean_gbp_week, 1.0), cv = ratio_text(stratum->cv);
    const char *cells[] = {stratum->name, rows.text, people.text, share.text,
                           weights,       mean.text, cv.text,     stratum->thin ? "thin" : ""};
    const page_style styles[] = {
        PAGE_PLAIN, stratum->thin ? PAGE_BAD : PAGE_PLAIN, PAGE_PLAIN, PAGE_PLAIN, PAGE_PLAIN, PAGE_PLAIN, PAGE_PLAIN,
        PAGE_BAD};
    table_row(table, cells, styles);
}

static bool
any_thin(const rasim_check_report *report)
{
    for (size_t h = 0; h < report->n_strata; h++)
        if (report->strata[h].thin)
            return true;
    return false;
}

static void
print_strata(const cli_page *page, const rasim_check_report *report)
{
    static const table_column COLUMNS[] = {
        {"Stratum", 0, true}, {"Rows", 0, false},     {"People", 0, false}, {"in file %", 3, false},
        {"Weight", 2, false}, {"£ a week", 1, false}, {"CV", 3, false},     {"", 0, true},
    };
    page_line(page, PAGE_BOLD, "Who is in the file, and whom they stand for");
    cli_table *table = table_create(page, COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0]);
    for (size_t h = 0; h < report->n_strata; h++)
        strata_row(table, &report->strata[h]);
    if (report->n_strata > 1) {
        const rasim_check_stratum all = {.name = "All",
                                         .rows = report->rows,
                                         .people = report->people,
                                         .weight_least = report->weights.least,
                                         .weight_most = report->weights.most,
                                         .mean_gbp_week = report->cost.mean,
                                         .cv = report->cost.cv};
        strata_row(table, &all);
    }
    table_finish(table);
    if (any_thin(report))
        page_say(page, 2, "  Thin: fewer than 5 rows stand for more people; the answer hangs on each of them.");
}

/* ---- distributions ---- */

static void
spread_row(cli_table *table, const char *label, const rasim_check_spread *spread)
{
    number_text people = people_text(spread->people), mean = amount_text(spread->mean, 1.0),
                median = amount_text(spread->median, 1.0), p90 = amount_text(spread->p90, 1.0),
                p95 = amount_text(spread->p95, 1.0), p99 = amount_text(spread->p99, 1.0),
                most = amount_text(spread->most, 1.0), cv = ratio_text(spread->cv);
    const char *cells[] = {label,    people.text, mean.text, median.text, p90.text,
                           p95.text, p99.text,    most.text, cv.text};
    table_row(table, cells, NULL);
}

/* "Points" or, where designs have to be told apart, "Points: One table for all". */
static void
design_label(char *buffer, size_t size, const char *what, const rasim_check_report *report, size_t design)
{
    const bool named = report->n_designs > 1;
    snprintf(buffer, size, "%s%s%s", what, named ? ": " : "", named ? report->designs[design].name : "");
}

static void
print_spreads(const cli_page *page, const rasim_check_report *report)
{
    static const table_column COLUMNS[] = {
        {"", 0, true},     {"People", 2, false}, {"Mean", 0, false},    {"Median", 0, false}, {"P90", 4, false},
        {"P95", 0, false}, {"P99", 3, false},    {"Largest", 1, false}, {"CV", 0, false},
    };
    char label[256];
    page_blank(page);
    page_line(page, PAGE_BOLD, "Packages and allocations, £ a week, and points");
    cli_table *table = table_create(page, COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0]);
    spread_row(table, "Packages", &report->cost);
    for (size_t d = 0; d < report->n_designs; d++) {
        design_label(label, sizeof label, "Allocations", report, d);
        spread_row(table, label, &report->designs[d].amounts);
        design_label(label, sizeof label, "Points", report, d);
        spread_row(table, label, &report->designs[d].points);
    }
    table_finish(table);
    page_say(page, 2, "  All packages come to %s a year.",
             pounds_text(report->cost_gbp_year, money_step(report->cost_gbp_year, 0.0)).text);
}

/* Who has no allocation, and why: "41 people are below minimum points, and a panel decides." */
static void
print_not_allocated(const cli_page *page, const rasim_check_report *report)
{
    for (size_t d = 0; d < report->n_designs; d++) {
        const rasim_check_design *design = &report->designs[d];
        const struct {
            double people;
            const char *what;
        } groups[] = {
            {design->people_panel, "below minimum points, where a panel decides"},
            {design->people_ineligible, "below minimum points, where nothing is given"},
            {design->people_outside, "at or above the top, outside the RAS"},
            {design->people_unscored, "not scored; they take the points of others"},
        };
        for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++)
            if (groups[i].people > 0)
                page_say(page, 2, "  %s%s%s people are %s.", report->n_designs > 1 ? design->name : "",
                         report->n_designs > 1 ? ": " : "", people_text(groups[i].people).text, groups[i].what);
    }
}

/* ---- the threshold ---- */

static void
above_row(cli_table *table, const char *when, double threshold, const rasim_check_above *above)
{
    char label[320];
    snprintf(label, sizeof label, "%s, over %s", when, pounds_text(threshold, 1.0).text);
    number_text people = people_text(above->people), people_share = percent_bare_text(above->people_share),
                gbp = year_text(above->gbp_year), gbp_share = percent_bare_text(above->gbp_share);
    const char *cells[] = {label, people.text, people_share.text, gbp.text, gbp_share.text};
    table_row(table, cells, NULL);
}

static void
print_threshold(const cli_page *page, const rasim_check_report *report)
{
    static const table_column COLUMNS[] = {
        {"", 0, true}, {"People", 0, false}, {"%", 1, false}, {"£ a year", 0, false}, {"% of £", 1, false},
    };
    bool any = false;
    for (size_t d = 0; d < report->n_designs; d++)
        any |= isfinite(report->designs[d].threshold_gbp_week);
    if (!any)
        return;
    page_blank(page);
    page_line(page, PAGE_BOLD, "High-cost packages, planned outside the RAS");
    cli_table *table = table_create(page, COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0]);
    for (size_t d = 0; d < report->n_designs; d++) {
        const rasim_check_design *design = &report->designs[d];
        char label[256];
        if (!isfinite(design->threshold_gbp_week))
            continue;
        design_label(label, sizeof label, "File", report, d);
        above_row(table, label, design->threshold_gbp_week, &design->in_file);
        design_label(label, sizeof label, "Year 1", report, d);
        above_row(table, label, design->threshold_year1_gbp_week, &design->in_year1);
    }
    table_finish(table);
    page_say(page, 2, "  Year 1 is expected, at planned prices, with packages moving as the framework says.");
}

/* ---- what a sample can know ---- */

static void
margin_row(cli_table *table, const char *label, const rasim_check_margin *margin)
{
    char gbp[64];
    number_text width = amount_text(margin->strata_gbp, money_step(margin->strata_gbp, margin->strata_gbp / 4));
    snprintf(gbp, sizeof gbp, "%s%.40s", width.text[0] ? "±" : "", width.text);
    number_text rows = whole_text((int64_t)margin->rows), cv = ratio_text(margin->cv),
                simple = percent_bare_text(margin->simple_share), strata = percent_bare_text(margin->strata_share);
    const char *cells[] = {label, rows.text, cv.text, simple.text, strata.text, gbp};
    table_row(table, cells, NULL);
}

static void
print_margins(const cli_page *page, const rasim_check_report *report)
{
    static const table_column COLUMNS[] = {
        {"", 0, true},
        {"Rows", 2, false},
        {"CV", 0, false},
        {"± % simple", 2, false},
        {"± % in strata", 0, false},
        {"£ a year", 0, false},
    };
    char label[256];
    page_blank(page);
    if (report->rows >= report->people) {
        page_say(page, 0, "Everybody is in the file: the total has no sampling error.");
        return;
    }
    page_line(page, PAGE_BOLD, "How far the sample's total may be off");
    cli_table *table = table_create(page, COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0]);
    margin_row(table, "Costs unknown", &report->cost_unknown);
    for (size_t d = 0; d < report->n_designs; d++) {
        design_label(label, sizeof label, "Costs known", report, d);
        margin_row(table, label, &report->designs[d].cost_known);
    }
    table_finish(table);
    page_say(
        page, 2,
        "  Costs unknown: packages are known of the sample only. Costs known: they are of everybody, and only cost "
        "less allocation is estimated. Sampling alone: prices, need and practice come on top.");
}

/* ---- the ledger ---- */

static void
print_spend(const cli_page *page, const rasim_check_report *report)
{
    static const table_column COLUMNS[] = {
        {"Budget area", 0, true}, {"Packages", 0, false}, {"Ledger", 0, false},
        {"Difference", 1, false}, {"Factor", 0, false},
    };
    if (report->n_spend == 0)
        return;
    page_blank(page);
    page_line(page, PAGE_BOLD, "Packages against the ledger, gross, £ a year");
    cli_table *table = table_create(page, COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0]);
    for (size_t a = 0; a < report->n_spend; a++) {
        const rasim_check_spend *area = &report->spend[a];
        char factor[32] = "";
        if (isfinite(area->factor))
            snprintf(factor, sizeof factor, "%.4f", area->factor);
        const double step = money_step(fmax(area->packages_gbp, fmax(area->known_gbp, 0.0)), 0.0);
        const double packages_gbp = round_to_step(area->packages_gbp, step);
        number_text packages = amount_text(packages_gbp, 1.0), known = amount_text(area->known_gbp, step),
                    difference = amount_text(round_to_step(area->known_gbp, step) - packages_gbp, 1.0);
        const char *cells[] = {area->area ? area->area : "All", packages.text, known.text, difference.text, factor};
        table_row(table, cells, NULL);
    }
    table_finish(table);
    page_say(page, 2, "%s",
             report->benchmark
                 ? "  benchmark: yes. Packages are multiplied by these factors; all other tables show them so."
                 : "  Shown only: with 'benchmark: yes' packages would be multiplied by these factors.");
}

/* ---- what people pay themselves ---- */

static void
print_assessments(const cli_page *page, const rasim_check_report *report)
{
    const rasim_check_assessment *means = &report->assessment;
    if (!means->assessed)
        return;
    page_blank(page);
    page_line(page, PAGE_BOLD, "Contributions, assessed");
    page_say(page, 2,
             "  By the rules of %s: %s people pay the full cost because of their capital, %s a part, %s nothing.",
             means->year, people_text(means->people_full_cost).text, people_text(means->people_part).text,
             people_text(means->people_nil).text);
    if (means->people_part > 0)
        page_say(page, 2, "  Who pays a part is assessed at %s a week on average.",
                 pence_text(means->mean_part_gbp_week).text);
    page_say(page, 2, "  All contributions, none above the package, come to %s a year, %s of packages.",
             pounds_text(means->gbp_year, money_step(means->gbp_year, 0.0)).text, percent_text(means->gbp_share).text);
    if (means->people_imputed > 0)
        page_say(page, 2, "  Assessments taken from somebody else, because means are not known: %s.",
                 people_text(means->people_imputed).text);
}

/* ---- missing values and findings ---- */

static void
print_gaps(const cli_page *page, const rasim_check_report *report)
{
    char *absent = NULL;
    page_blank(page);
    page_line(page, PAGE_BOLD, "Missing values");
    size_t n_empty = 0;
    for (size_t c = 0; c < report->n_gaps; c++) {
        const rasim_check_gap *gap = &report->gaps[c];
        if (gap->in_file) {
            page_say(page, 2, "  %s: empty on %s row%s.", gap->column, whole_text((int64_t)gap->rows).text,
                     gap->rows == 1 ? "" : "s");
            n_empty++;
            continue;
        }
        char *longer = NULL;
        if (asprintf(&longer, "%s%s%s", absent ? absent : "", absent ? ", " : "", gap->column) >= 0) {
            free(absent);
            absent = longer;
        }
    }
    if (n_empty == 0)
        page_say(page, 2, "  No cell of the columns in use is empty.");
    if (absent)
        page_say(page, 2, "  Not in the file, and not needed: %s.", absent);
    free(absent);
}

/* "line 12 (like line 5)", "line 40 (3.4)" */
static void
print_example(char *buffer, size_t size, const rasim_check_row *row)
{
    char beside[64] = "";
    if (row->other_line > 0)
        snprintf(beside, sizeof beside, " (like %llu)", (unsigned long long)row->other_line);
    else if (isfinite(row->value) && row->value == floor(row->value))
        snprintf(beside, sizeof beside, " (%.0f)", row->value);
    else if (isfinite(row->value))
        snprintf(beside, sizeof beside, " (%.2f)", row->value);
    snprintf(buffer, size, "%llu%s%s%s", (unsigned long long)row->line, row->person_id ? " " : "",
             row->person_id ? row->person_id : "", beside);
}

static void
print_examples(const cli_page *page, const rasim_check_finding *finding)
{
    char *list = NULL;
    for (size_t i = 0; i < finding->n_examples; i++) {
        char one[320], *longer = NULL;
        print_example(one, sizeof one, &finding->examples[i]);
        if (asprintf(&longer, "%s%s%s", list ? list : "", list ? ", " : "", one) >= 0) {
            free(list);
            list = longer;
        }
    }
    char more[64] = "";
    if (finding->rows > finding->n_examples)
        snprintf(more, sizeof more, " and %s more", whole_text((int64_t)(finding->rows - finding->n_examples)).text);
    if (list)
        page_say(page, COUNT_COLUMNS, "%*sLine%s %s%s%s%s%s.", COUNT_COLUMNS, "", finding->rows == 1 ? "" : "s", list,
                 more, finding->measure[0] ? " (in brackets: " : "", finding->measure, finding->measure[0] ? ")" : "");
    free(list);
}

static void
print_findings(const cli_page *page, const rasim_check_report *report)
{
    page_blank(page);
    page_line(page, PAGE_BOLD, "To look at");
    if (report->n_findings == 0)
        page_say(page, 2, "  Nothing was found.");
    for (size_t f = 0; f < report->n_findings; f++) {
        const rasim_check_finding *finding = &report->findings[f];
        const bool named = finding->design && report->n_designs > 1;
        char *sentence = NULL;
        if (asprintf(&sentence, "%s%s%s", named ? finding->design : "", named ? ": " : "", finding->sentence) < 0)
            return;
        page_define(page, COUNT_COLUMNS, whole_text((int64_t)finding->rows).text, sentence);
        free(sentence);
        print_examples(page, finding);
    }
    if (report->n_findings > 0)
        page_say(page, 2, "  Rows and lines of the caseload's file. A finding is a question, not an error.");
}

void
check_page_print(const cli_page *page, const rasim_study_info *study, const rasim_check_report *report)
{
    char people[160], weights[64];
    title_print(page, study, report->n_designs == 1 ? report->designs[0].name : NULL);
    title_people(people, sizeof people, study);
    print_range(weights, sizeof weights, report->weights.least, report->weights.most);
    page_say(page, 0, "%s · sampling %s · weight %s, mean %.1f", people, study->sampling, weights,
             report->weights.mean);
    if (report->rows_uncovered > 0)
        page_say(page, 0, "%s more rows are in settings that the framework does not cover; they are left out.",
                 whole_text((int64_t)report->rows_uncovered).text);
    page_blank(page);
    print_strata(page, report);
    print_spreads(page, report);
    print_not_allocated(page, report);
    print_threshold(page, report);
    print_margins(page, report);
    print_spend(page, report);
    print_assessments(page, report);
    print_gaps(page, report);
    print_findings(page, report);
}
