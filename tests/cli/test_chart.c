/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart of net spend. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/chart.h"

enum { N = 1000 };

/* Evenly spread from `low` to `high`. */
static void
make_even(double *net, double low, double high)
{
    for (size_t i = 0; i < N; i++)
        net[i] = low + (high - low) * (double)(N - 1 - i) / (N - 1);
}

static double
share_before_envelope(const cli_chart *chart)
{
    double sum = 0.0;
    for (size_t i = 0; i < chart->envelope_at; i++)
        sum += chart->share[i];
    return sum;
}

Test(chart, the_envelope_is_an_edge_and_divides_the_years_exactly)
{
    static const double ENVELOPES[] = {49.3e6, 50e6, 50.123456e6, 50.9e6};
    for (size_t k = 0; k < sizeof ENVELOPES / sizeof ENVELOPES[0]; k++) {
        double net[N];
        make_even(net, 48e6, 52e6);
        net[3] = ENVELOPES[k]; /* exactly at the envelope is inside it */
        cli_chart chart;
        chart_make(net, N, ENVELOPES[k], CHART_MOST_BARS, &chart);
        cr_assert_float_eq(chart.edge[chart.envelope_at], ENVELOPES[k], 1e-6);
        cr_assert_float_eq(share_before_envelope(&chart), chart.share_inside, 1e-12);
        cr_assert_geq(chart.n_bars, 6);
        cr_assert_leq(chart.n_bars, CHART_MOST_BARS);
    }
}

Test(chart, every_year_is_in_a_bar)
{
    double net[N];
    make_even(net, 10e6, 90e6);
    net[0] = 500e6; /* far out in both tails */
    net[1] = 1e6;
    cli_chart chart;
    chart_make(net, N, 50e6, CHART_MOST_BARS, &chart);
    double sum = 0.0;
    for (size_t i = 0; i < chart.n_bars; i++)
        sum += chart.share[i];
    cr_assert_float_eq(sum, 1.0, 1e-12);
    cr_assert_lt(chart.edge[chart.n_bars], 100e6);
}

Test(chart, an_envelope_outside_the_years_stands_at_the_end)
{
    double net[N];
    cli_chart chart;
    make_even(net, 48e6, 52e6);
    chart_make(net, N, 70e6, CHART_MOST_BARS, &chart);
    cr_assert_eq(chart.envelope_at, chart.n_bars);
    make_even(net, 48e6, 52e6);
    chart_make(net, N, 30e6, CHART_MOST_BARS, &chart);
    cr_assert_eq(chart.envelope_at, 0);
    cr_assert_eq(chart.share_inside, 0.0);
}

Test(chart, years_that_are_all_alike_make_one_bar)
{
    double net[N];
    make_even(net, 5e6, 5e6);
    cli_chart chart;
    chart_make(net, N, 6e6, CHART_MOST_BARS, &chart);
    cr_assert_eq(chart.n_bars, 1);
    cr_assert_eq(chart.share[0], 1.0);
}

Test(chart, widths_are_round)
{
    for (double range = 1e4; range < 1e9; range *= 1.37) {
        double net[N];
        make_even(net, 1e6, 1e6 + range);
        cli_chart chart;
        chart_make(net, N, 1e6 + range / 2.0, CHART_MOST_BARS, &chart);
        double digits = chart.width_gbp / pow(10.0, floor(log10(chart.width_gbp) + 1e-9));
        cr_assert(fabs(2.0 * digits - round(2.0 * digits)) < 1e-9 && digits < 8.5, "%g", chart.width_gbp);
    }
}

Test(chart, its_unit_is_as_large_as_its_amounts)
{
    static const struct {
        double gbp;
        const char *unit, *label;
    } CASES[] = {
        {4e5, "thousand", "00 to "}, {5e7, "million", " to "}, {3e10, "billion", "up to 2"}, {9.3e8, "million", "9"}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        double net[N];
        make_even(net, 0.96 * CASES[i].gbp, 1.04 * CASES[i].gbp);
        cli_chart chart;
        chart_make(net, N, CASES[i].gbp, CHART_MOST_BARS, &chart);
        cr_assert_str_eq(chart_unit_name(&chart), CASES[i].unit);
        char *text = NULL;
        size_t size;
        cli_page page = {.width = 60};
        page.stream = open_memstream(&text, &size);
        chart_print(&page, &chart);
        fclose(page.stream);
        cr_assert(strstr(text, CASES[i].label), "%s", text);
        free(text);
    }
}

Test(chart, plain_terminals_get_plain_characters)
{
    double net[N];
    make_even(net, 48e6, 52e6);
    cli_chart chart;
    chart_make(net, N, 50e6, CHART_MOST_BARS, &chart);
    char *text = NULL;
    size_t size;
    cli_page page = {.width = 60};
    page.stream = open_memstream(&text, &size);
    chart_print(&page, &chart);
    fclose(page.stream);
    for (size_t i = 0; i < size; i++)
        cr_assert(text[i] == '\n' || (text[i] >= ' ' && text[i] <= '~'));
    cr_assert(strstr(text, "--- envelope GBP 50.0m: 50.0 % of years inside ---"));
    cr_assert(strstr(text, "##"));
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
        cr_assert_leq(strlen(line), 60);
    free(text);
}
