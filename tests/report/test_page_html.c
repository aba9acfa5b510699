/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text into HTML, and documents of results that lack parts. Whole pages are judged from outside by page.py. */
#include "report/document_make.h"
#include "report/html_put.h"
#include "report/page_html.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static void
check_text(const char *text, const char *expected)
{
    rasimi_buffer html = {0};
    rasimi_html_text(&html, text);
    cr_assert_str_eq(html.data ? html.data : "", expected);
    rasimi_buffer_clear(&html);
}

Test(page_html, labels_stay_text)
{
    check_text("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;");
    check_text("a \"b\" & 'c'", "a &quot;b&quot; &amp; &#39;c&#39;");
    check_text("caf\xC3\xA9 \xF0\x9F\xA7\x93", "caf\xC3\xA9 \xF0\x9F\xA7\x93");
    check_text(NULL, "");
    check_text("", "");
}

/* A right-to-left override or an escape could make a page say something else. */
Test(page_html, what_steers_a_screen_is_replaced)
{
    check_text("a\xE2\x80\xAE"
               "b",
               "a\xEF\xBF\xBD"
               "b");
    check_text("a\x1b[2Jb", "a\xEF\xBF\xBD[2Jb");
    check_text("bad \xff byte", "bad \xEF\xBF\xBD byte");
    check_text("two\nlines\tand tabs", "two lines and tabs");
}

Test(page_html, amounts_are_set_as_printers_do)
{
    check_text("90 % sure, -£5m", "90&nbsp;% sure, \xE2\x88\x92£5m");
    check_text("a-b 5-7", "a-b 5-7");
}

Test(page_html, labels_inside_plans_stay_strings)
{
    rasimi_buffer html = {0};
    rasimi_html_json_text(&html, "\"}<\\ \n");
    cr_assert_str_eq(html.data, "&quot;\\&quot;}&lt;\\\\  &quot;");
    rasimi_buffer_clear(&html);
}

Test(page_html, numbers_read_back)
{
    static const double values[] = {0.0, -0.0, 1e-9, 52347891.37, -665600.0, 1e22, 0.844};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        rasimi_buffer html = {0};
        rasimi_html_number(&html, values[i], "none");
        cr_assert_float_eq(strtod(html.data, NULL), values[i], fabs(values[i]) * 1e-14, "%s", html.data);
        cr_assert_neq(html.data[0] == '-' && values[i] >= 0, true, "%s", html.data);
        rasimi_buffer_clear(&html);
    }
    rasimi_buffer html = {0};
    rasimi_html_number(&html, (double)NAN, "none");
    cr_assert_str_eq(html.data, "none");
    rasimi_buffer_clear(&html);
}

/* An older or smaller file makes a shorter report, never none. */
Test(page_html, results_without_their_parts_still_make_a_page)
{
    static const char *const ROOTS[] = {
        "{\"schema\": \"rasim-results 1\"}",
        "{\"schema\": \"rasim-results 1\", \"designs\": []}",
        "{\"schema\": \"rasim-results 1\", \"designs\": [{\"name\": \"A\", \"years\": []}]}",
        "{\"schema\": \"rasim-results 1\", \"designs\": [{\"name\": \"A\", \"years\": [{\"year\": \"1\"}]}]}",
        "{\"schema\": \"rasim-results 1\", \"designs\": [{\"years\": [{}, {}]}, {\"years\": [{}, {}]}], \"persons\": "
        "{\"designs\": [{}, {\"groups\": [{}], \"lines\": [{}, {}]}]}, \"tails\": [{}], \"portability\": {}}",
        "{\"schema\": \"rasim-compare 1\", \"compare\": {\"designs\": [{\"name\": \"A\"}, {\"periods\": [{}]}]}}",
        "{\"schema\": \"rasim-compare 1\"}",
        "{\"schema\": \"rasim-sweep 1\", \"keys\": [\"k\"], \"points\": [{\"periods\": [{}]}, {}]}",
        "{\"schema\": \"rasim-sweep 1\"}",
        "{\"schema\": \"rasim-calibrate 1\"}",
        "{\"schema\": \"rasim-calibrate 1\", \"ways\": [{}], \"values\": [{}, {\"care_group\": \"A\"}], \"parts\": "
        "[{}, "
        "{\"by\": \"need\"}], \"questions\": [{}], \"vignettes\": [{}], \"envelope\": {\"confidence\": 0.8, "
        "\"scales\": [{}]}}",
    };
    for (size_t i = 0; i < sizeof ROOTS / sizeof *ROOTS; i++) {
        json_t *root = json_loads(ROOTS[i], 0, NULL);
        rasimi_document document = {0};
        rasimi_buffer html = {0};
        cr_assert_not_null(root, "%s", ROOTS[i]);
        cr_assert_eq(rasimi_document_make(root, NULL, &document), RASIM_OK, "%s", ROOTS[i]);
        rasimi_page_html(&document, &html);
        cr_assert_not(html.failed);
        cr_assert_not_null(strstr(html.data, "</html>"));
        cr_assert_not_null(strstr(html.data, "Where the figures come from"), "%s", ROOTS[i]);
        rasimi_buffer_clear(&html);
        rasimi_document_clear(&document);
        json_decref(root);
    }
}

Test(page_html, other_schemas_are_refused)
{
    json_t *root = json_loads("{\"schema\": \"rasim-results 2\"}", 0, NULL);
    rasimi_document document = {0};
    cr_assert_eq(rasimi_document_make(root, NULL, &document), RASIM_ERR_ARGUMENT);
    cr_assert_null(document.first);
    json_decref(root);
}

/* The verdict's figures, from a year made by hand. */
Test(page_html, says_what_the_json_says)
{
    static const char ROOT[] =
        "{\"schema\": \"rasim-results 1\", \"designs\": [{\"name\": \"A\", \"years\": [{\"year\": \"2026/27\", "
        "\"envelope_gbp\": 52100000, \"plan_gbp\": 50300000, \"affordability\": {\"probability\": 0.713, \"low\": "
        "0.704, \"high\": 0.722}, \"contingency\": [{\"level\": 0.9, \"gbp\": 3600000}], \"headroom\": [{\"level\": "
        "0.9, "
        "\"gbp\": -1800000, \"low\": -1850000, \"high\": -1750000}]}]}]}";
    json_t *root = json_loads(ROOT, 0, NULL);
    rasimi_document document = {0};
    rasimi_buffer html = {0};
    cr_assert_eq(rasimi_document_make(root, NULL, &document), RASIM_OK);
    rasimi_page_html(&document, &html);
    cr_assert_not_null(strstr(html.data,
                              "At £52.1m the budget is likely to be enough, but not safe: in 71.3&nbsp;% of "
                              "simulated years (70.4 to 72.2&nbsp;%) net spend stays inside the envelope of "
                              "£52,100,000. To be 90&nbsp;% sure it would need £53,900,000, £1,800,000 more."));
    cr_assert_not_null(strstr(html.data, "data-v=\"53900000\">53,900,000<"));
    rasimi_buffer_clear(&html);
    rasimi_document_clear(&document);
    json_decref(root);
}

/* What a calibration says of itself, and few people of whom nothing is told. */
Test(page_html, says_what_a_calibration_says)
{
    static const char ROOT[] =
        "{\"schema\": \"rasim-calibrate 1\", \"framework\": \"Shire\", \"year\": \"2026/27\", \"seed\": 7, \"family\": "
        "\"banded\", \"envelope\": {\"envelope_gbp\": 62500000, \"confidence\": 0.8, \"replicates\": 2000, "
        "\"affordable\": "
        "true, \"scale\": 1.05, \"inside\": {\"probability\": 0.801, \"low\": 0.783, \"high\": 0.818}, \"scales\": "
        "[{\"scale\": 0.55, \"affordability\": 0.9, \"quantile_gbp\": 60500000}]}, \"ways\": [{\"method\": \"glm\", "
        "\"pooling\": \"partial\", \"cross_validated\": {\"mean_absolute\": 40, \"mean_absolute_se\": 10}}, "
        "{\"method\": "
        "\"bands\", \"pooling\": \"generic\", \"chosen\": true, \"cross_validated\": {\"mean_absolute\": 50, "
        "\"mean_absolute_se\": 10}}], \"values\": [{\"what\": \"from 0 points\", \"value\": 60, \"low\": 50, \"high\": "
        "75.5}], "
        "\"parts\": [{\"by\": \"care group\", \"label\": \"Few\", \"cross_validated\": {\"people\": 4.9, \"bias\": "
        "7777}}, "
        "{\"by\": \"care group\", \"label\": \"Many\", \"cross_validated\": {\"people\": 5, \"bias\": -30, "
        "\"bias_se\": 10}}], "
        "\"questions\": [{\"domain\": \"meals\", \"cost_of_dropping\": 2.5}]}";
    static const char *const said[] = {
        "Shire, 2026/27",
        "Scale 1.050 is the largest at which net spend stays inside the envelope of £62,500,000 a year with 80&nbsp;%",
        "confidence: 80.1&nbsp;% of 2,000 simulated years are inside (95&nbsp;%: 78.3 to 81.8).",
        ">0.55<",
        "data-v=\"2000000\"", /* left at that scale */
        "The method “glm, partial” is nearest to people not seen: £40 a week off on average.",
        "bands, generic (chosen)",
        "data-v=\"30.4\"", /* 50 - 1.96 x 10 */
        "“from 0 points”: £60.00, and in 95&nbsp;% of bootstrap samples between £50.00 and £75.50.",
        "“Many” is furthest off: £30 a week less than packages on average. The interval leaves out nought in 1 of 1.",
        "Without “meals” the mean absolute error would be £2.50 a week larger.",
    };
    json_t *root = json_loads(ROOT, 0, NULL);
    rasimi_document document = {0};
    rasimi_buffer html = {0};
    cr_assert_eq(rasimi_document_make(root, NULL, &document), RASIM_OK);
    rasimi_page_html(&document, &html);
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        cr_assert_not_null(strstr(html.data, said[i]), "%s", said[i]);
    cr_assert_null(strstr(html.data, "7777"));
    rasimi_buffer_clear(&html);
    rasimi_document_clear(&document);
    json_decref(root);
}

/* Where no scale is affordable the report warns, and draws no scale as chosen. */
Test(page_html, says_that_nothing_is_affordable)
{
    static const char ROOT[] =
        "{\"schema\": \"rasim-calibrate 1\", \"envelope\": {\"envelope_gbp\": 30000000, \"confidence\": 0.8, "
        "\"affordable\": false, \"lowest\": {\"scale\": 0.55, \"quantile_gbp\": 56590000}, \"scales\": [{\"scale\": "
        "0.55, "
        "\"quantile_gbp\": 56590000}]}}";
    json_t *root = json_loads(ROOT, 0, NULL);
    rasimi_document document = {0};
    cr_assert_eq(rasimi_document_make(root, NULL, &document), RASIM_OK);
    const rasimi_block *warning = document.first->first, *scales = document.first->next->first;
    cr_assert_eq(warning->kind, RASIMI_BLOCK_WARN);
    cr_assert_not_null(
        strstr(warning->text, "£56,590,000 a year at scale 0.55, and the envelope is £30,000,000. No design"));
    cr_assert_eq(scales->chart->n_references, 1, "the envelope alone");
    rasimi_document_clear(&document);
    json_decref(root);
}

/* Over several years it is the worst one that counts, against its own envelope. */
Test(page_html, says_which_year_lacks_most)
{
    static const char ROOT[] = "{\"schema\": \"rasim-calibrate 1\", \"envelope\": {\"years\": 5, \"envelope_gbp\": "
                               "30000000, \"confidence\": 0.8, "
                               "\"affordable\": false, \"lowest\": {\"scale\": 0.65, \"quantile_gbp\": 46277000}, "
                               "\"scales\": [{\"scale\": 0.65, "
                               "\"quantile_gbp\": 46277000}]}}";
    json_t *root = json_loads(ROOT, 0, NULL);
    rasimi_document document = {0};
    cr_assert_eq(rasimi_document_make(root, NULL, &document), RASIM_OK);
    const rasimi_chart *scales = document.first->next->first->chart;
    cr_assert_not_null(strstr(document.first->first->text, "sure of all 5 years, the year that is worst"));
    cr_assert_not_null(strstr(document.first->first->text, "lacks £16,277,000 at least, at scale 0.65."));
    cr_assert_eq(scales->references[0].at, 0.0);
    cr_assert_eq(rasimi_table_cell(&scales->table, 0, scales->series[0].y)->number, -16277000.0);
    rasimi_document_clear(&document);
    json_decref(root);
}
