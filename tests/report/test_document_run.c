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

/* Whether one of the document's charts finds exactly this. */
static bool
finds(const rasimi_document *document, const char *text)
{
    for (const rasimi_section *section = document->first; section; section = section->next)
        for (const rasimi_block *block = section->first; block; block = block->next)
            if (block->chart && block->chart->finding && strcmp(block->chart->finding, text) == 0)
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

/* A year with an overspend, a contingency, a tail and the sample's effect. */
#define FULL_YEAR(label)                                                                                               \
    "{\"year\": \"" label "\", \"contingency_held_gbp\": 2000, \"contingency\": [{\"level\": 0.9, \"gbp\": 1000}], "   \
    "\"overspend_if_over_gbp\": 4000000, \"expected_overspend_gbp\": 3000000, \"ledger\": {\"uplift\": 1000000, "      \
    "\"contribution\": 2000000, \"other_funding\": 0, \"net\": 50000000}, \"net_gbp\": {\"mean\": 50000000}, "         \
    "\"sample_alone\": {\"applies\": true, \"sd_gbp\": 1000000, \"share_of_variance\": 0.25}, "                        \
    "\"tail_allocation\": [{\"level\": 0.95, \"at_gbp\": 6000000, \"by_pool\": [{\"name\": \"RAS pool\", "             \
    "\"at_gbp\": 6000000}]}]}"
#define CHANCES "{\"affordability\": {\"probability\": 0.5}, \"affordability_every_year\": {\"probability\": 0.25}}"
#define FULL_RUN(years)                                                                                                \
    "{\"schema\": \"rasim-results 1\", \"designs\": [{\"name\": \"A\", \"years\": [" years "], "                       \
    "\"spread\": {\"sources\": [{\"name\": \"price\", \"alone\": {\"share\": 0.5}, \"with_interactions\": "            \
    "{\"share\": 0.5}, \"p10_gbp\": -1000000, \"p90_gbp\": 2000000}]}, "                                               \
    "\"reverse_stress\": {\"price\": {\"found\": \"always inside\"}, \"allocation_level\": 0.95, "                     \
    "\"allocation\": {\"found\": \"never inside\"}}}], \"diagnostics\": {\"designs\": [{\"name\": \"A\", "             \
    "\"convergence\": [{\"replicates\": 64}], \"shocks_halved\": " CHANCES ", \"shocks_doubled\": " CHANCES "}]}, "    \
    "\"persons\": {\"tolerance\": 0, \"designs\": [{\"lines\": [{\"threshold_gbp_week\": 900, \"of_design\": true, "   \
    "\"people_out\": {\"value\": 42}, \"gbp_out\": {\"value\": 5000000}, \"ras_margin_gbp\": [{\"level\": 0.95}]}, "   \
    "{\"threshold_gbp_week\": null}]}]}}"

static void
expect_sentences(const rasimi_document *document, const char *const *sentences)
{
    for (size_t i = 0; sentences[i]; i++)
        cr_assert(says(document, sentences[i]) || finds(document, sentences[i]), "%s", sentences[i]);
}

/* Whatever is of one of several years says of which; the chance under other shocks is of them all. */
Test(document_run, of_several_years_a_sentence_says_which_it_is_about)
{
    static const char *const SAYS[] = {
        "A contingency of £2,000 is held inside the envelope in 2026/27: enough for 90 %.",
        "When it overspends in 2026/27, it is by £4.00m on average; over all simulations that is £3.00m.",
        "When it overspends in 2027/28, it is by £4.00m on average; over all simulations that is £3.00m.",
        "Panels add £1.00m to what is allocated in 2026/27; contributions and other funding take off £2.00m; £50.0m is "
        "left to pay.",
        "Were the shocks that everybody shares half as large, the chance of staying inside in every year would be "
        "25.0 %; twice as large, 25.0 %.",
        "The sample alone, not knowing the rest of the caseload, moves net spend in 2026/27 by £1.00m either way (one "
        "standard deviation): 25.0 % of the variance.",
        "In simulations about the 95 % level net spend in 2026/27 is £6.00m above plan; the parts add up to it.",
        "“price” moves net spend of all years the most: from -£1.00m to +£2.00m between its 10th and 90th percentile.",
        "Prices: whatever they are, from half to twice what is simulated, the chance of staying inside in every year "
        "is better than even.",
        "No scale of allocations, from half to one and a half times these, makes it 95 % sure of staying inside in "
        "every year: need must be met whatever is allocated.",
        "At the design's line of £900 a week, 42 people with £5.00m a year are planned one by one in 2026/27; a lower "
        "line moves risk from the RAS pool to them.",
        NULL};
    rasimi_document document = {0};
    make(FULL_RUN(FULL_YEAR("2026/27") ", " FULL_YEAR("2027/28")), &document);
    expect_sentences(&document, SAYS);
    cr_assert_str_eq(section_called(&document, "people")->title, "Who is affected in 2026/27");
    cr_assert_str_eq(table_called(section_called(&document, "risk"), "tail")->title,
                     "Who brings about a bad year, £ above plan in 2026/27");
    cr_assert_str_eq(table_called(section_called(&document, "high-cost"), "exclusion")->title,
                     "Where the line for high-cost packages might be in 2026/27: margin to be 95 % sure, £ a year");
    cr_assert_str_eq(table_called(section_called(&document, "method"), "convergence")->title,
                     "What fewer simulations would have said of net spend in 2026/27");
    rasimi_document_clear(&document);
}

Test(document_run, of_one_year_no_sentence_names_it)
{
    static const char *const SAYS[] = {
        "A contingency of £2,000 is held inside the envelope: enough for 90 %.",
        "When it overspends, it is by £4.00m on average; over all simulated years that is £3.00m a year.",
        "Were the shocks that everybody shares half as large, the chance would be 50.0 %; twice as large, 50.0 %.",
        "In years about the 95 % level net spend is £6.00m above plan; the parts add up to it.",
        "“price” moves net spend the most: from -£1.00m to +£2.00m between its 10th and 90th percentile.",
        "Prices: whatever they are, from half to twice what is simulated, the chance is better than even.",
        "At the design's line of £900 a week, 42 people with £5.00m a year are planned one by one; a lower line moves "
        "risk from the RAS pool to them.",
        NULL};
    rasimi_document document = {0};
    make(FULL_RUN(FULL_YEAR("2026/27")), &document);
    expect_sentences(&document, SAYS);
    cr_assert_str_eq(section_called(&document, "people")->title, "Who is affected");
    rasimi_document_clear(&document);
}

#define COMPARED(name, difference)                                                                                     \
    "{\"name\": \"" name "\", \"periods\": [{\"period\": \"2026/27\"}, {\"period\": \"all years\", \"difference\": "   \
    "{\"mean_gbp\": " difference ", \"mean_se\": 1000, \"dearer\": 1}}]}"

/* What is of all years together is no amount a year. */
Test(document_run, designs_over_several_years_are_compared_over_all_of_them)
{
    rasimi_document document = {0};
    make("{\"schema\": \"rasim-compare 1\", \"compare\": {\"against\": \"A\", \"designs\": [" COMPARED(
             "A", "0") ", " COMPARED("B", "3000000") "]}}",
         &document);
    const rasimi_section *compared = section_called(&document, "compare");
    cr_assert_str_eq(table_called(compared, "criteria")->title, "Designs side by side, all years together, £");
    cr_assert(finds(&document, "“B” is £3.00m (±£1,960) dearer than “A” over all years on average, and dearer in "
                               "100.0 % of draws."));
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
