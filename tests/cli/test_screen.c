/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The statement of one screen: it fits, whatever the study, and says what matters. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/made_summary.h"
#include "cli/statement.h"
#include "rasim/report.h"

enum { SCREEN_LINES = 50, MOST_DESIGNS = 20, MOST_YEARS = 10 };

static char *
print_screen(size_t width, const rasim_summary *summary)
{
    char *text = NULL;
    size_t size;
    cli_page page = {.width = width, .utf8 = false};
    const rasim_study_info study = made_study();
    const cli_statement statement = {&study, summary, NULL};
    page.stream = open_memstream(&text, &size);
    statement_print_screen(&page, &statement);
    fclose(page.stream);
    return text;
}

/* How many lines a text has; none may be wider than the page. */
static size_t
count_lines(const char *text, size_t width)
{
    size_t n = 0;
    for (const char *line = text; *line; line += strcspn(line, "\n") + 1, n++)
        cr_assert_leq(strcspn(line, "\n"), width, "%.100s", line);
    return n;
}

static void
expect_to_fit(const rasim_summary *summary)
{
    for (size_t width = 60; width <= PAGE_WIDEST; width += 5) {
        char *text = print_screen(width, summary);
        const size_t n = count_lines(text, width);
        cr_assert(width < 80 || n <= SCREEN_LINES, "%zu designs of %zu years take %zu lines of %zu columns",
                  summary->n_designs, summary->designs[0].n_years, n, width);
        free(text);
    }
}

Test(screen, fits_with_any_number_of_designs)
{
    static const size_t numbers[] = {1, 2, 3, 4, 8, 9, MOST_DESIGNS};
    rasim_year_summary year = made_year();
    rasim_design_summary designs[MOST_DESIGNS];
    for (size_t i = 0; i < MOST_DESIGNS; i++)
        designs[i] = made_design(&year);
    designs[1].name = "A design whose name is longer than what stands beside a picture has room for";
    rasim_summary summary = made_summary(designs);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        summary.n_designs = numbers[i];
        expect_to_fit(&summary);
    }
}

Test(screen, fits_with_several_years)
{
    rasim_design_summary designs[] = {made_design_of_years(), made_design_of_years()};
    rasim_summary summary = made_summary(designs);
    for (size_t n = 1; n <= 2; n++) {
        summary.n_designs = n;
        expect_to_fit(&summary);
    }
}

Test(screen, fits_with_ten_years_of_which_the_picture_shows_every_second)
{
    static const char *const labels[] = {"2009/10", "2010/11", "2011/12", "2012/13", "2013/14",
                                         "2014/15", "2015/16", "2016/17", "2017/18", "2018/19"};
    rasim_design_summary design = made_design_of_years();
    rasim_year_summary years[MOST_YEARS];
    for (size_t y = 0; y < MOST_YEARS; y++) {
        years[y] = design.years[y % MADE_YEARS];
        years[y].year = labels[y];
    }
    design.years = years;
    design.n_years = MOST_YEARS;
    rasim_summary summary = made_summary(&design);
    expect_to_fit(&summary);
    char *text = print_screen(80, &summary);
    const char *picture = strstr(text, "Net spend against the envelope");
    cr_assert_not_null(picture);
    cr_assert_not_null(strstr(picture, "2018/19"));
    cr_assert_not_null(strstr(picture, "2010/11"));
    cr_assert_null(strstr(picture, "2009/10"));
    free(text);
}

Test(screen, says_what_matters)
{
    static const char *const says[] = {
        "SYNTHETIC DATA",
        "The decision cannot be told.",
        "What it takes to be sure",
        "Contingency held",
        "RAS pool",
        "simulation error",
        "More: --full.",
        "not individual entitlements",
        "in 71.3 % of",
    };
    rasim_year_summary year = made_year();
    rasim_design_summary design = made_design(&year);
    design.decision_text = "The decision cannot be told.";
    rasim_summary summary = made_summary(&design);
    char *text = print_screen(100, &summary);
    for (size_t i = 0; i < sizeof says / sizeof says[0]; i++)
        cr_assert_not_null(strstr(text, says[i]), "%s", says[i]);
    free(text);
}

Test(screen, names_the_budget_area_that_is_least_sure)
{
    rasim_year_summary year = made_year();
    rasim_area_summary areas[3];
    memset(areas, 0, sizeof areas);
    static const double inside[] = {0.9, 0.4, 0.1};
    static const char *const names[] = {"Homes", "Community", "No envelope"};
    for (size_t a = 0; a < 3; a++) {
        areas[a].name = names[a];
        areas[a].has_envelope = a < 2;
        areas[a].affordability.probability = inside[a];
    }
    year.areas = areas;
    year.n_areas = 3;
    rasim_design_summary design = made_design(&year);
    rasim_summary summary = made_summary(&design);
    char *text = print_screen(100, &summary);
    cr_assert_not_null(
        strstr(text, "Of 2 budget areas the least sure to stay inside its own envelope is Community, in"));
    cr_assert_not_null(strstr(text, "40.0 % of years."));
    free(text);
}

/* Of several years it is the last, which says so. */
Test(screen, the_least_sure_budget_area_of_several_years_says_of_which_year)
{
    rasim_design_summary design = made_design_of_years();
    rasim_area_summary areas[] = {{.name = "Homes", .has_envelope = true, .affordability = {.probability = 0.9}},
                                  {.name = "Community", .has_envelope = true, .affordability = {.probability = 0.4}}};
    design.years[MADE_YEARS - 1].areas = areas;
    design.years[MADE_YEARS - 1].n_areas = 2;
    rasim_summary summary = made_summary(&design);
    char *text = print_screen(160, &summary);
    cr_assert_not_null(strstr(text, "Of 2 budget areas the least sure to stay inside its own envelope in 2013/14 is "
                                    "Community, in 40.0 % of simulations."));
    free(text);
}
