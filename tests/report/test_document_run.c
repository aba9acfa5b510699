/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the report of a run says of figures that are easily misread. */
#include "report/document_make.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#define PEOPLE(tolerance)                                                                                              \
    "{\"schema\": \"rasim-results 1\", \"designs\": [{\"name\": \"A\", \"years\": [{\"year\": \"2026/27\"}]}], "       \
    "\"persons\": {\"tolerance\": " tolerance ", \"small_number\": 5, \"designs\": [{\"sufficiency\": {"               \
    "\"short_share\": {\"value\": 0.288}, \"depth\": {\"value\": 0.21}, \"panel_gbp\": {\"value\": 4000000}}, "        \
    "\"groups\": [{\"by\": \"everybody\", \"label\": \"everybody\", \"people\": 100, "                                 \
    "\"can_live_on\": {\"value\": 0.726}, \"below_package\": 0.3}]}]}}"

static void
make(const char *json, rasimi_document *out)
{
    json_t *root = json_loads(json, 0, NULL);
    cr_assert_not_null(root);
    cr_assert_eq(rasimi_document_make(root, NULL, out), RASIM_OK);
    json_decref(root);
}

/* Whether one of the document's paragraphs is exactly this. */
static bool
says(const rasimi_document *document, const char *text)
{
    for (const rasimi_section *section = document->first; section; section = section->next)
        for (const rasimi_block *block = section->first; block; block = block->next)
            if (block->text && strcmp(block->text, text) == 0)
                return true;
    return false;
}

/* 72.6 and 28.8 % are more than everybody: the tolerance is of the cost in one, of the amount in the other. */
Test(document_run, shares_on_both_sides_of_the_tolerance_say_what_they_count)
{
    rasimi_document document = {0};
    make(PEOPLE("0.1"), &document);
    cr_assert(says(&document,
                   "For 28.8 % of people inside the RAS needs cost more than 110 % of the indicative amount; "
                   "the amount lacks 21.0 % of their cost on average, and £4.00m a year comes from panels "
                   "only."));
    cr_assert(says(&document,
                   "For 72.6 % the indicative amount is at least 90 % of what needs cost, so that they could "
                   "live on it. People whose amount is between 90 % and 90.9 % of what their needs cost are "
                   "counted in both shares, which can therefore add to more than 100 %."));
    rasimi_document_clear(&document);
}

Test(document_run, without_a_tolerance_nobody_is_on_both_sides)
{
    rasimi_document document = {0};
    make(PEOPLE("0"), &document);
    cr_assert(says(&document, "For 28.8 % of people inside the RAS needs cost more than the indicative amount; the "
                              "amount lacks 21.0 % of their cost on average, and £4.00m a year comes from panels "
                              "only."));
    cr_assert(says(&document,
                   "For 72.6 % the indicative amount is at least what needs cost, so that they could live on it."));
    rasimi_document_clear(&document);
}

#define YEAR(label, net)                                                                                               \
    "{\"year\": \"" label "\", \"ledger\": {\"indicative\": " net ", \"net\": " net                                    \
    "}, \"contingency\": [{\"level\": 0.9, "                                                                           \
    "\"gbp\": 1000}], \"pools\": {\"distributions\": {\"total_gbp\": {\"mean\": " net                                  \
    "}}}, \"net_gbp\": {\"mean\": " net "}}"
#define YEARS(first, others) "{\"name\": \"A\", \"years\": [" first others "]}"

static const rasimi_section *
section_called(const rasimi_document *document, const char *id)
{
    for (const rasimi_section *section = document->first; section; section = section->next)
        if (strcmp(section->id, id) == 0)
            return section;
    return NULL;
}

static const rasimi_document_table *
table_called(const rasimi_section *section, const char *id)
{
    for (const rasimi_block *block = section->first; block; block = block->next)
        if (rasimi_block_table(block) && strcmp(rasimi_block_table(block)->id, id) == 0)
            return rasimi_block_table(block);
    return NULL;
}

static void
check_year(const rasimi_document *document, const char *of, const char *year, double net)
{
    char id[64], title[128];
    snprintf(id, sizeof id, "numbers%s", of);
    const rasimi_section *section = section_called(document, id);
    cr_assert_not_null(section, "%s", id);
    snprintf(id, sizeof id, "ledger%s", of);
    const rasimi_document_table *ledger = table_called(section, id);
    snprintf(id, sizeof id, "pools%s", of);
    const rasimi_document_table *pools = table_called(section, id);
    snprintf(id, sizeof id, "levels%s", of);
    cr_assert_not_null(table_called(section, id));
    cr_assert(ledger && pools);
    cr_assert_eq(rasimi_table_cell(ledger, 0, 1)->number, net);
    cr_assert_eq(rasimi_table_cell(ledger, ledger->n_rows - 1, 1)->number, net);
    cr_assert_eq(rasimi_table_cell(pools, 0, 2)->number, net, "%s", year);
    snprintf(title, sizeof title, "Where the money goes in %s, £ a year", year);
    cr_assert_str_eq(pools->title, title);
}

/* The tables of money of every year, and each with its own year's money. */
Test(document_run, each_year_has_its_tables_of_money)
{
    rasimi_document document = {0};
    make("{\"schema\": \"rasim-results 1\", \"designs\": [" YEARS(
             YEAR("2026/27", "5000"), ", " YEAR("2027/28", "6000") ", " YEAR("2028/29", "7000")) "]}",
         &document);
    check_year(&document, "", "2026/27", 5000);
    check_year(&document, "-year-2", "2027/28", 6000);
    check_year(&document, "-year-3", "2028/29", 7000);
    cr_assert_not(section_called(&document, "numbers")->is_detail);
    cr_assert(section_called(&document, "numbers-year-2")->is_detail);
    cr_assert_str_eq(section_called(&document, "numbers-year-3")->title, "The numbers in 2028/29");
    cr_assert_null(section_called(&document, "numbers-year-4"));
    rasimi_document_clear(&document);
}

Test(document_run, a_single_year_has_no_year_in_its_titles)
{
    rasimi_document document = {0};
    make("{\"schema\": \"rasim-results 1\", \"designs\": [" YEARS(YEAR("2026/27", "5000"), "") "]}", &document);
    cr_assert_str_eq(table_called(section_called(&document, "numbers"), "pools")->title,
                     "Where the money goes, £ a year");
    cr_assert_null(section_called(&document, "numbers-year-2"));
    rasimi_document_clear(&document);
}

/* Of finished runs side by side: the largest sources of each that knows them, and the prices that would tip it. */
Test(document_run, a_comparison_says_why_where_its_runs_do)
{
    static const char SOURCE[] =
        "{\"name\": \"price: home\", \"alone\": {\"share\": 0.8, \"low\": 0.7, \"high\": 0.9}}";
    char json[2048];
    snprintf(
        json, sizeof json,
        "{\"schema\": \"rasim-compare 1\", \"compare\": {\"against\": \"A\", \"designs\": [{\"name\": \"A\", "
        "\"periods\": [{}], \"spread\": {\"sources\": [%s, %s, %s, %s]}, \"reverse_stress\": {\"price\": {\"found\": "
        "\"tips\", \"change\": 0.04, \"low\": 0.03, \"high\": 0.05}}}, {\"name\": \"B\", \"periods\": [{}], "
        "\"spread\": null, \"reverse_stress\": {\"price\": {\"found\": \"never inside\"}}}]}}",
        SOURCE, SOURCE, SOURCE, SOURCE);
    rasimi_document document = {0};
    make(json, &document);
    const rasimi_section *compared = section_called(&document, "compare");
    const rasimi_document_table *sources = table_called(compared, "compared-sources");
    const rasimi_document_table *tips = table_called(compared, "compared-tips");
    cr_assert(sources && tips);
    cr_assert_eq(sources->n_rows, 3, "the largest");
    cr_assert_str_eq(rasimi_table_cell(sources, 0, 0)->text, "A");
    cr_assert_str_eq(rasimi_table_cell(sources, 2, 1)->text, "price: home");
    cr_assert_float_eq(rasimi_table_cell(sources, 0, 3)->number, 0.1, 1e-12);
    cr_assert_eq(rasimi_table_cell(tips, 0, 1)->number, 0.04);
    cr_assert_str_eq(rasimi_table_cell(tips, 1, 1)->text, "never inside");
    rasimi_document_clear(&document);
}
