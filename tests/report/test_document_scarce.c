/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory that runs out while a report is made, at one allocation after another: the status says so, nothing leaks, and
   there is no half a page. The linker sends the library's calloc and realloc here (--wrap). */
#include "report/document_make.h"
#include "report/page_html.h"
#include "report/scarce.h"

#include <criterion/criterion.h>
#include <stdlib.h>

/* Makes the page with so much memory; true where there was enough. */
static bool
page_is_made(const json_t *root, size_t allocations)
{
    rasimi_document document = {0};
    rasimi_buffer html = {0};
    allocations_left = allocations;
    scarce = true;
    const rasim_status status = rasimi_document_make(root, NULL, &document);
    if (status == RASIM_OK)
        rasimi_page_html(&document, &html);
    scarce = false;
    cr_assert(status == RASIM_OK ? document.first != NULL : status == RASIM_ERR_NO_MEMORY && !document.first, "%d",
              status);
    const bool made = status == RASIM_OK && !html.failed;
    rasimi_buffer_clear(&html);
    rasimi_document_clear(&document);
    return made;
}

Test(document_scarce, memory_that_runs_out_is_an_error_wherever_it_happens)
{
    static const char RUN[] =
        "{\"schema\": \"rasim-results 1\", \"designs\": [{\"name\": \"A\", \"years\": [{\"year\": \"2026/27\", "
        "\"envelope_gbp\": 52100000, \"plan_gbp\": 50300000, \"contingency\": [{\"level\": 0.9, \"gbp\": 3600000}], "
        "\"headroom\": [{\"level\": 0.9, \"gbp\": -1800000}], \"ledger\": {\"indicative\": 1, \"net\": 1}}], "
        "\"spread\": "
        "{\"sources\": [{\"name\": \"price\", \"with_interactions\": {\"share\": 1}}]}}], \"persons\": {\"designs\": "
        "[{\"groups\": [{\"by\": \"need\", \"label\": \"1\"}], \"lines\": [{}, {}]}]}}";
    static const char CALIBRATION[] =
        "{\"schema\": \"rasim-calibrate 1\", \"ways\": [{\"method\": \"bands\", \"chosen\": true, \"cross_validated\": "
        "{\"mean_absolute\": 5}}], \"values\": [{\"what\": \"a\", \"value\": 1, \"low\": 0, \"high\": 2}, "
        "{\"care_group\": "
        "\"A\"}], \"parts\": [{\"by\": \"need\", \"label\": \"1\"}], \"questions\": [{}], \"vignettes\": [{}], "
        "\"envelope\": "
        "{\"confidence\": 0.8, \"affordable\": true, \"scales\": [{\"scale\": 1}]}}";
    static const char *const ROOTS[] = {RUN, CALIBRATION};
    for (size_t i = 0; i < sizeof ROOTS / sizeof *ROOTS; i++) {
        json_t *root = json_loads(ROOTS[i], 0, NULL);
        size_t n = 0;
        while (n < 5000 && !page_is_made(root, n))
            n++;
        cr_assert_gt(n, 5);
        cr_assert_lt(n, 5000, "it never succeeds");
        json_decref(root);
    }
}
