/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the report of a run says of figures that are easily misread. */
#include "report/document_make.h"

#include <criterion/criterion.h>
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
