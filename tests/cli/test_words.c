/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The verdict in words. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/made_summary.h"
#include "cli/words.h"

Test(words, every_probability_has_its_step_on_the_scale)
{
    static const struct {
        double probability, at_least;
    } CASES[] = {
        {1.0, 0.99},  {0.99, 0.99},   {0.9899, 0.90}, {0.90, 0.90}, {0.8999, 0.66}, {0.66, 0.66}, {0.6599, 0.33},
        {0.33, 0.33}, {0.3299, 0.10}, {0.10, 0.10},   {0.09, 0.01}, {0.0099, 0.0},  {0.0, 0.0},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++)
        cr_assert_eq(likelihood_of(CASES[i].probability)->at_least, CASES[i].at_least, "%g", CASES[i].probability);
}

Test(words, the_scale_falls_to_zero)
{
    size_t n;
    const likelihood *scale = likelihood_scale(&n);
    for (size_t i = 1; i < n; i++)
        cr_assert_lt(scale[i].at_least, scale[i - 1].at_least);
    cr_assert_eq(scale[n - 1].at_least, 0.0);
}

/* docs/cli.md shows the scale: each row's words and the lower bound they begin at, in the scale's order. */
Test(words, the_scale_is_documented)
{
    char path[512], line[512];
    snprintf(path, sizeof path, "%s/docs/cli.md", getenv("RASIM_SOURCE_DIR") ? getenv("RASIM_SOURCE_DIR") : ".");
    FILE *page = fopen(path, "r");
    cr_assert_not_null(page, "%s", path);
    size_t n, at = 0;
    const likelihood *scale = likelihood_scale(&n);
    while (at < n && fgets(line, sizeof line, page)) {
        char row[256];
        if (at + 1 == n)
            snprintf(row, sizeof row, "| less than %.0f %% | %s |", 100.0 * scale[at - 1].at_least, scale[at].words);
        else if (at == 0)
            snprintf(row, sizeof row, "| %.0f %% and more | %s |", 100.0 * scale[0].at_least, scale[0].words);
        else
            snprintf(row, sizeof row, "| %.0f to %.0f %% | %s |", 100.0 * scale[at].at_least,
                     100.0 * scale[at - 1].at_least, scale[at].words);
        at += strncmp(line, row, strlen(row)) == 0;
    }
    fclose(page);
    cr_assert_eq(at, n, "docs/cli.md lacks: %s", scale[at < n ? at : 0].words);
}

static void
check_verdict(const rasim_year_summary *year, const char *expected)
{
    char *text = verdict_text(year);
    cr_assert_str_eq(text, expected);
    free(text);
}

Test(words, the_verdict_says_how_likely_and_what_is_missing)
{
    rasim_year_summary year = made_year();
    check_verdict(&year,
                  "At £52.1m the budget is likely to be enough, but not safe: in 71.3 % of simulated years (70.4 to "
                  "72.2 %) net spend stays inside the envelope of £52,100,000. To be 90 % sure it would need "
                  "£53,902,000, £1,802,000 more.");
}

Test(words, the_verdict_says_what_is_left)
{
    rasim_year_summary year = made_year();
    year.envelope_gbp = 60e6;
    year.affordability = (rasim_probability){1.0, 0.99962, 1.0};
    check_verdict(&year,
                  "At £60.0m the budget is virtually certain to be enough: in every simulated year (at least 99.96 %) "
                  "net spend stays inside the envelope of £60,000,000. To be 90 % sure takes £53,902,000, which "
                  "leaves £6,098,000.");
}

Test(words, no_bound_is_rounded_to_certainty)
{
    rasim_year_summary year = made_year();
    year.affordability = (rasim_probability){1.0, 0.999961, 1.0};
    char *text = verdict_text(&year);
    cr_assert(strstr(text, "(at least 99.99 %)"), "%s", text);
    free(text);
    year.affordability = (rasim_probability){0.0, 0.0, 0.000039};
    text = verdict_text(&year);
    cr_assert(strstr(text, "(at most 0.01 %)"), "%s", text);
    free(text);
}

Test(words, the_envelope_is_not_rounded_with_the_need)
{
    rasim_year_summary year = made_year();
    year.envelope_gbp = 54500400.0;
    for (size_t i = 0; i < year.n_levels; i++)
        year.headroom[i] = (rasim_at_level){year.contingency[i].level, 0.0, -6e6, 6e6}; /* a step of £1m */
    char *text = verdict_text(&year);
    cr_assert(strstr(text, "To be 90 % sure takes £54,000,000, which leaves £500,000."), "%s", text);
    free(text);
}

Test(words, the_verdict_admits_that_no_year_was_inside)
{
    rasim_year_summary year = made_year();
    year.affordability = (rasim_probability){0.0, 0.0, 0.00038};
    char *text = verdict_text(&year);
    cr_assert(strstr(text, "exceptionally unlikely to be enough: in no simulated year (at most 0.04 %)"));
    free(text);
}

Test(words, the_headline_is_90_per_cent_or_the_middle_level)
{
    rasim_year_summary year = made_year();
    cr_assert_eq(headline_level(&year), 1);
    year.contingency[1].level = 0.85;
    cr_assert_eq(headline_level(&year), 1);
    year.contingency[2].level = 0.9;
    cr_assert_eq(headline_level(&year), 2);
    year.n_levels = 0;
    cr_assert_eq(headline_level(&year), 0);
}

Test(words, the_coarsest_level_sets_the_step_of_the_year)
{
    rasim_year_summary year = made_year();
    cr_assert_eq(year_step(&year), 1000.0);
    year.headroom[2].high = year.headroom[2].value + 60000.0;
    cr_assert_eq(year_step(&year), 10000.0);
}
