/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Places in the statement: which of many are shown, in which order, and what is said of the others. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/made_summary.h"
#include "cli/places_table.h"

enum { MANY = 13 };

/* What is printed. Free it. */
static char *
print(const rasim_year_summary *year, const char *in_year)
{
    char *text = NULL;
    size_t size;
    cli_page page = {.width = 100, .utf8 = false};
    page.stream = open_memstream(&text, &size);
    print_places_table(&page, year, in_year);
    fclose(page.stream);
    return text;
}

static void
expect(char *text, const char *words)
{
    cr_assert_not_null(strstr(text, words), "no '%s' in:\n%s", words, text);
}

/* Names in this order, with whatever stands between them. */
static void
expect_order(char *text, const char *const *names)
{
    const char *at = text;
    for (size_t i = 0; names[i]; i++) {
        at = strstr(at, names[i]);
        cr_assert_not_null(at, "no '%s' where it should be in:\n%s", names[i], text);
    }
}

/* Place i has a plan of £1m and needs, with one standard deviation, (7 i mod 13) % more: every whole number once. */
static rasim_year_summary
year_of_places(rasim_place_summary *places, size_t n)
{
    static const char *const NAMES[MANY] = {"A0",  "B7", "C1",  "D8", "E2",  "F9", "G3",
                                            "H10", "I4", "J11", "K5", "L12", "M6"};
    rasim_year_summary year = made_year();
    for (size_t i = 0; i < n; i++)
        places[i] = (rasim_place_summary){
            .name = NAMES[i],
            .plan_gbp = 1e6,
            .net = {.mean = 0.9e6, .mean_se = 500.0, .sd = 1e5 + 1e4 * (double)(7 * i % MANY)},
        };
    year.places = places;
    year.n_places = n;
    return year;
}

Test(places, of_many_the_five_at_each_end_are_shown_those_that_need_the_most_first)
{
    static const char *const ORDER[] = {"most and least",   "L12", "J11", "H10", "F9", "D8",
                                        "(3 between them)", "I4",  "G3",  "E2",  "C1", "A0",
                                        "All 13 places",    NULL};
    rasim_place_summary places[MANY];
    const rasim_year_summary year = year_of_places(places, MANY);
    char *text = print(&year, NULL);
    expect_order(text, ORDER);
    cr_assert_null(strstr(text, "M6"), "%s", text);
    expect(text, "L12               1,000,000   900,000  +-1,000  220,000  1,120,000       12.0\n");
    expect(text, "expected net spend and one standard deviation exceed the plan");
    expect(text, "('by_place') and in the report.");
    free(text);
}

Test(places, of_few_all_are_shown)
{
    rasim_place_summary places[10];
    const rasim_year_summary year = year_of_places(places, 10);
    char *text = print(&year, "2027/28");
    expect(text, "Places by what they need beyond their plan, 2027/28, GBP a year\n");
    for (size_t i = 0; i < 10; i++)
        expect(text, places[i].name);
    cr_assert_null(strstr(text, "between"), "%s", text);
    free(text);
}

/* Where the run kept the series it is the headline level that counts, here the other way round. */
Test(places, with_quantiles_it_is_what_it_takes_to_be_sure_that_ranks)
{
    rasim_place_summary places[3];
    rasim_at_level sure[3];
    const rasim_year_summary year = year_of_places(places, 3);
    for (size_t i = 0; i < 3; i++) {
        sure[i] = (rasim_at_level){0.9, 2e6 - 1e5 * (double)(7 * i % MANY), 0.0, 0.0};
        places[i].net.n_quantiles = 1;
        places[i].net.quantiles = &sure[i];
    }
    char *text = print(&year, NULL);
    expect_order(text, (const char *const[]){"90 % sure", "A0", "C1", "B7", NULL});
    expect(text, "2,000,000      100.0\n");
    free(text);
}

/* Nobody is planned for there, so that there is no share of a plan. */
Test(places, a_place_without_a_plan_has_no_rank_and_one_place_is_no_table)
{
    rasim_place_summary places[3];
    rasim_year_summary year = year_of_places(places, 3);
    places[1].plan_gbp = 0.0;
    char *text = print(&year, NULL);
    cr_assert_null(strstr(text, "B7"), "%s", text);
    expect(text, "C1");
    free(text);
    year.n_places = 1;
    text = print(&year, NULL);
    cr_assert_str_empty(text);
    free(text);
}
