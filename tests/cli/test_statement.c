/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The statement as a whole: its figures add up as printed, it fits its page, and it says what it must. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/made_summary.h"
#include "cli/number.h"
#include "cli/statement.h"
#include "cli/statement_tables.h"
#include "rasim/report.h"

static char *
print_statement(size_t width, const rasim_summary *summary, const rasim_study_info *study)
{
    char *text = NULL;
    size_t size;
    cli_page page = {.width = width, .utf8 = false};
    page.stream = open_memstream(&text, &size);
    cli_statement statement = {study, summary, NULL};
    statement_print(&page, &statement);
    fclose(page.stream);
    return text;
}

/* The same with line breaks turned into blanks, so that sentences can be looked for. */
static char *
print_unbroken(const rasim_summary *summary, const rasim_study_info *study)
{
    char *text = print_statement(100, summary, study), *out = text;
    for (char *in = text; *in; in++) {
        char c = *in == '\n' ? ' ' : *in;
        if (c != ' ' || out == text || out[-1] != ' ')
            *out++ = c;
    }
    *out = '\0';
    return text;
}

/* "1,234" -> 1234 at the i-th blank-separated word of the line that begins with `label`. */
static double
figure(const char *text, const char *label, size_t i)
{
    const char *at = strstr(text, label);
    cr_assert_not_null(at, "%s", label);
    char line[200], digits[40];
    snprintf(line, sizeof line, "%.*s", (int)strcspn(at + strlen(label), "\n"), at + strlen(label));
    char *word = strtok(line, " ");
    while (i-- > 0 && word)
        word = strtok(NULL, " ");
    cr_assert_not_null(word);
    size_t n = 0;
    for (; *word; word++)
        if (*word != ',')
            digits[n++] = *word;
    digits[n] = '\0';
    return atof(digits);
}

Test(statement, the_levels_add_up_as_printed)
{
    rasim_year_summary year = made_year();
    year.plan_gbp = 50300499.0; /* rounds down, the mean up: sums of rounded parts would miss */
    year.net.mean = 50899500.0;
    rasim_design_summary design = made_design(&year);
    rasim_summary summary = made_summary(&design);
    rasim_study_info study = made_study();
    char *text = print_statement(100, &summary, &study);
    static const char *const LEVELS[] = {"\n  80 %", "\n  90 %", "\n  95 %"};
    for (size_t i = 0; i < 3; i++) {
        double net = figure(text, LEVELS[i], 0), contingency = figure(text, LEVELS[i], 2);
        double drift = figure(text, LEVELS[i], 3), risk = figure(text, LEVELS[i], 4),
               headroom = figure(text, LEVELS[i], 6);
        cr_assert_eq(contingency, drift + risk);
        cr_assert_eq(net, 50300000.0 + contingency);
        cr_assert_eq(headroom, 52100000.0 - net);
    }
    free(text);
}

Test(statement, the_money_adds_up_as_printed)
{
    rasim_year_summary year = made_year();
    year.pools.ras.mean = 52940400.0; /* each part alone would be rounded down */
    year.pools.high_cost.mean = 6100400.0;
    year.pools.total.mean = 59040800.0;
    rasim_design_summary design = made_design(&year);
    rasim_summary summary = made_summary(&design);
    rasim_study_info study = made_study();
    char *text = print_statement(100, &summary, &study);
    double gross = figure(text, "Gross spend", 1);
    cr_assert_eq(figure(text, "RAS pool", 1) + figure(text, "High-cost pool", 1), gross);
    cr_assert_eq(gross, 59041000.0);
    double taken_off = figure(text, "less unused budgets", 0) + figure(text, "less other funding", 0) +
                       figure(text, "less contributions", 0);
    cr_assert_lt(taken_off, 0.0);
    cr_assert_eq(figure(text, "\n  Net spend", 0), gross + taken_off);
    cr_assert_eq(figure(text, "RAS pool", 0), 4818.0);
    free(text);
}

Test(statement, it_says_what_it_must)
{
    rasim_year_summary year = made_year();
    rasim_design_summary design = made_design(&year);
    design.decision_text = "The decision cannot be told.";
    rasim_summary summary = made_summary(&design);
    rasim_study_info study = made_study();
    char *text = print_unbroken(&summary, &study);
    static const char *const SAYS[] = {
        "SYNTHETIC DATA",
        "4,900 people estimated from 412 rows | 10,000 simulated years | seed 1",
        "The decision cannot be told.",
        "Contingency held: GBP 1,800,000, short of every level above; 80 % takes GBP 512,000 more.",
        "When it overspends: by GBP 1,200,000 on average. Over all years: GBP 346,000 a year.",
        "The sample alone: +-GBP 1,010,000 (one sd), 28.4 % of the variance of net spend.",
        "half as large: 78.4 % (77.6 to 79.2) of years inside; twice as large: 60.2 % (59.2 to 61.2).",
        "simulation error, not wrong assumptions",
        RASIM_FIXED_SENTENCE,
    };
    for (size_t i = 0; i < sizeof SAYS / sizeof SAYS[0]; i++)
        cr_assert(strstr(text, SAYS[i]), "%s\n%s", SAYS[i], text);
    free(text);
}

Test(statement, it_is_silent_about_what_does_not_apply)
{
    rasim_year_summary year = made_year();
    rasim_design_summary design = made_design(&year);
    rasim_summary summary = made_summary(&design);
    rasim_study_info study = made_study();
    study.synthetic = false;
    study.sampling = "fixed";
    year.sample.applies = false;
    year.contingency_held_gbp = 0.0;
    year.overspend_if_over_gbp = (double)NAN;
    design.shocks_halved.affordability.probability = (double)NAN;
    summary.complete = false;
    summary.replicates = 640;
    char *text = print_unbroken(&summary, &study);
    static const char *const SILENT[] = {"SYNTHETIC",     "sample alone",       "Contingency held", "overspends",
                                         "Shared shocks", "Not yet on the RAS", "Budget areas",     "nan"};
    for (size_t i = 0; i < sizeof SILENT / sizeof SILENT[0]; i++)
        cr_assert_null(strstr(text, SILENT[i]), "%s", SILENT[i]);
    cr_assert(strstr(text, "INCOMPLETE: stopped after 640 of 10,000 simulated years"));
    free(text);
}

Test(statement, it_fits_the_width_of_its_page)
{
    rasim_year_summary year = made_year();
    rasim_design_summary designs[] = {made_design(&year), made_design(&year)};
    designs[1].name = "Price per point";
    rasim_summary summary = made_summary(designs);
    rasim_study_info study = made_study();
    for (size_t n = 1; n <= 2; n++)
        for (size_t width = 60; width <= PAGE_WIDEST; width++) {
            summary.n_designs = n;
            char *text = print_statement(width, &summary, &study);
            for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
                cr_assert_leq(strlen(line), width, "%s", line);
            free(text);
        }
}

Test(statement, contingency_reaches_a_level_or_finds_no_room)
{
    static const struct {
        double envelope, held;
        const char *says;
    } CASES[] = {
        {52.1e6, 1.8e6, "held: GBP 1,800,000, short of every level above; 80 % takes GBP 512,000 more."},
        {56e6, 2.5e6, "held: GBP 2,500,000, enough for 80 %; 90 % takes GBP 1,102,000 more."},
        {56e6, 5e6, "held: GBP 5,000,000, enough for 95 %."},
        {52.1e6, 2.5e6, "held: GBP 2,500,000, but with the plan that is GBP 700,000 above the envelope."},
    };
    rasim_study_info study = made_study();
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        rasim_year_summary year = made_year();
        year.envelope_gbp = CASES[i].envelope;
        year.contingency_held_gbp = CASES[i].held;
        rasim_design_summary design = made_design(&year);
        rasim_summary summary = made_summary(&design);
        char *text = print_unbroken(&summary, &study);
        cr_assert(strstr(text, CASES[i].says), "%s\n%s", CASES[i].says, text);
        free(text);
    }
}

Test(statement, budget_areas_are_shown_where_they_have_envelopes)
{
    rasim_at_level nets[] = {{0.8, 11e6, 10.9e6, 11.1e6}, {0.9, 12e6, 11.95e6, 12.04e6}};
    rasim_area_summary areas[] = {
        {.name = "Older people", .envelope_gbp = 11.5e6, .has_envelope = true, .affordability = {0.85, 0.84, 0.86}},
        {.name = "Others", .envelope_gbp = (double)NAN},
    };
    areas[0].net = areas[1].net = (rasim_distribution){10e6, 5e3, 1e6, 2, nets};
    rasim_year_summary year = made_year();
    year.areas = areas;
    year.n_areas = 2;
    rasim_design_summary design = made_design(&year);
    rasim_summary summary = made_summary(&design);
    rasim_study_info study = made_study();
    char *text = print_statement(100, &summary, &study);
    cr_assert(strstr(text, "Older people  11,500,000  10,000,000  12,000,000  85.0 %  -500,000\n"), "%s", text);
    cr_assert(strstr(text, "Others                    10,000,000  12,000,000\n"));
    free(text);
    areas[0].has_envelope = false;
    text = print_statement(100, &summary, &study);
    cr_assert_null(strstr(text, "Budget areas"));
    free(text);
}

/* Three places, then twelve: what does not fit is said, not silently dropped. */
Test(statement, shows_what_the_same_person_would_get_in_each_place)
{
    enum { MANY = 12 };
    const char *names[MANY] = {"East", "North", "West", "d", "e", "f", "g", "h", "i", "j", "k", "l"};
    double least[MANY] = {71, 85, 1000, 0}, most[MANY] = {532, 718, 1761, 0};
    rasim_need_band bands[] = {{199, least}, {1201, most}};
    rasim_year_summary year = made_year();
    rasim_design_summary design = made_design(&year);
    rasim_summary summary = made_summary(&design);
    rasim_study_info study = made_study();
    summary.portability = (rasim_portability){.applies = true,
                                              .people = 1400,
                                              .people_left_out = 208,
                                              .n_places = 3,
                                              .places = names,
                                              .designs = names,
                                              .gbp_week = most,
                                              .n_bands = 2,
                                              .bands = bands,
                                              .place_share = 0.249,
                                              .chance_share = 0.015,
                                              .spread = 0.377};
    char *text = print_unbroken(&summary, &study);
    static const char *const said[] = {"Need People East North West",
                                       "1 least need 199 71 85 1,000",
                                       "2 most need 1,201 532 718 1,761",
                                       "24.9 % lies between places",
                                       "chance alone would make it 1.5 %",
                                       "the cheapest are 37.7 % of their mean apart",
                                       "Left out: 208 people"};
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        cr_assert_not_null(strstr(text, said[i]), "'%s' is not in\n%s", said[i], text);
    free(text);
    summary.portability.n_places = MANY;
    text = print_unbroken(&summary, &study);
    cr_assert_not_null(strstr(text, "The other 2 places are in the files."));
    free(text);
    summary.portability.n_bands = 0;
    text = print_unbroken(&summary, &study);
    cr_assert_not_null(strstr(text, "No person gets an amount in every place"));
    free(text);
}

Test(statement, quantiles_are_found_by_their_level)
{
    rasim_year_summary year = made_year();
    cr_assert_eq(quantile_at(&year.net, 0.9), &year.net.quantiles[1]);
    cr_assert_null(quantile_at(&year.net, 0.99));
}

static const char *const ALL_YEARS[] = {
    "10,000 simulations of 5 years",
    "Over the 5 years 2009/10 to 2013/14 the budget is unlikely to be enough: in 31.3 % of simulations (30.4 to 32.2 "
    "%) "
    "net spend stays inside its envelope in every single year.",
    "inside the sum of their envelopes, GBP 271,129,000, in 64.0 % of simulations (63.0 to 65.0 %).",
    ("Shared shocks half as large: 30.0 % (29.0 to 31.0) of simulations inside in every year; twice as large: 20.0 % "
     "(19.0 to 21.0)."),
};

Test(statement, several_years_open_with_what_they_come_to_together)
{
    rasim_design_summary design = made_design_of_years();
    rasim_summary summary = made_summary(&design);
    rasim_study_info study = made_study();
    char *text = print_unbroken(&summary, &study);
    for (size_t i = 0; i < sizeof ALL_YEARS / sizeof ALL_YEARS[0]; i++)
        cr_assert(strstr(text, ALL_YEARS[i]), "%s\n%s", ALL_YEARS[i], text);
    free(text);
}

Test(statement, several_years_stand_in_tables_of_a_year_a_row)
{
    static const char *const SAYS[] = {
        "  2009/10    52,100  50,300    50,900        52,612  55,103  71.3 %  70.4 to 72.2  71.3 %   4,950\n",
        "  2013/14    56,351  50,300    57,008        52,612  55,103  71.3 %  70.4 to 72.2  31.3 %   4,950\n",
        "from GBP 4,500,000 at the start\n",
        "  2012/13     2,500    577  2,500  4,423     90.0 %       88.0 %  87.0 to 89.0\n",
        "  Reserve at its floor every year      101.87 %  101.81 to 101.93   5,070,000\n",
        "  2012/13   500   1,200    700  +-2     400      200 to 600     60.0 %\n",
        "  2010/11      900        610  460 to 760\n",
    };
    rasim_design_summary design = made_design_of_years();
    rasim_summary summary = made_summary(&design);
    rasim_study_info study = made_study();
    char *text = print_statement(100, &summary, &study);
    for (size_t i = 0; i < sizeof SAYS / sizeof SAYS[0]; i++)
        cr_assert(strstr(text, SAYS[i]), "%s\n%s", SAYS[i], text);
    free(text);
    text = print_unbroken(&summary, &study);
    cr_assert(strstr(text,
                     "must pay in 12.0 % of simulations: GBP 2,580,000 where that happens, GBP 310,000 expected over "
                     "all, and more than GBP 2,100,000 in one simulation of twenty."));
    free(text);
}

Test(statement, the_money_of_every_year_adds_up_as_printed)
{
    rasim_design_summary design = made_design_of_years();
    rasim_summary summary = made_summary(&design);
    rasim_study_info study = made_study();
    design.years[2].pools.ras.mean = 52940400.0; /* each part alone would be rounded down */
    design.years[2].pools.high_cost.mean = 6100400.0;
    char *text = print_statement(100, &summary, &study);
    for (size_t y = 0; y < MADE_YEARS; y++) {
        double gross = figure(text, "Gross spend", y);
        cr_assert_eq(figure(text, "RAS pool", y) + figure(text, "High-cost pool", y), gross);
        cr_assert_eq(figure(text, "less unused budgets", y) + figure(text, "less other funding", y) +
                         figure(text, "less contributions", y) + gross,
                     figure(text, "\n  Net spend ", y));
    }
    cr_assert_eq(figure(text, "Gross spend", 2), 59041.0);
    free(text);
}

Test(statement, the_fan_shows_where_half_and_nine_in_ten_lie)
{
    rasim_design_summary design = made_design_of_years();
    rasim_summary summary = made_summary(&design);
    rasim_study_info study = made_study();
    char *text = print_statement(100, &summary, &study);
    cr_assert(strstr(text, "\n  2009/10   -------#####|#####E-------\n"), "%s", text);
    cr_assert(strstr(text, "\n  2010/11      ----------#######|###E###----------\n"));
    free(text);
}

Test(statement, several_years_fit_the_width_of_the_page)
{
    rasim_design_summary designs[] = {made_design_of_years(), made_design_of_years()};
    rasim_summary summary = made_summary(designs);
    rasim_study_info study = made_study();
    for (size_t n = 1; n <= 2; n++)
        for (size_t width = 60; width <= PAGE_WIDEST; width++) {
            summary.n_designs = n;
            char *text = print_statement(width, &summary, &study);
            for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
                cr_assert_leq(strlen(line), width, "%s", line);
            free(text);
        }
}

/* Envelopes that grow have a sum of odd pounds, which a headroom of rounded figures must not end on. */
Test(statement, the_headroom_of_all_years_shows_no_more_than_is_known)
{
    rasim_design_summary designs[] = {made_design_of_years(), made_design_of_years()};
    rasim_summary summary = made_summary(designs);
    designs[0].horizon.envelope_gbp = designs[1].horizon.envelope_gbp = 271129123.0;
    summary.n_designs = 2;
    rasim_study_info study = made_study();
    char *text = print_statement(100, &summary, &study);
    cr_assert(strstr(text, "  53,902,000  -212,098,000  217,227,000\n"), "%s", text);
    free(text);
}

static size_t
times_said(const char *text, const char *words)
{
    size_t n = 0;
    while ((text = strstr(text, words))) {
        n++;
        text++;
    }
    return n;
}

Test(statement, several_designs_show_pools_panel_cases_and_areas_of_each)
{
    rasim_at_level nets[] = {{0.8, 11e6, 10.9e6, 11.1e6}, {0.9, 12e6, 11.95e6, 12.04e6}};
    rasim_area_summary areas[] = {
        {.name = "Older people", .envelope_gbp = 11.5e6, .has_envelope = true, .affordability = {0.85, 0.84, 0.86}},
        {.name = "Others", .envelope_gbp = (double)NAN},
    };
    areas[0].net = areas[1].net = (rasim_distribution){10e6, 5e3, 1e6, 2, nets};
    rasim_year_summary year = made_year();
    year.areas = areas;
    year.n_areas = 2;
    rasim_design_summary designs[] = {made_design(&year), made_design(&year)};
    designs[1].name = "Price per point";
    rasim_summary summary = made_summary(designs);
    summary.n_designs = 2;
    rasim_study_info study = made_study();
    char *text = print_statement(100, &summary, &study);
    cr_assert(strstr(text, "  Percentile table  52,941,000  6,101,000"), "%s", text);
    cr_assert(strstr(text, "59,041,000  50,900,000  +-37,000        1,432\n"), "%s", text);
    cr_assert_eq(times_said(text, "Older people  11,500,000  10,000,000  12,000,000  85.0 %  -500,000\n"), 2);
    free(text);
}

Test(statement, errors_stand_beside_what_is_expected)
{
    rasim_year_summary year = made_year();
    year.lines_se[RASIM_LINE_UPLIFT] = 15000.0;
    year.lines_se[RASIM_LINE_CONTRIBUTION] = 2500.0;
    year.panel_cases.mean_se = 2.0;
    year.sample.sd_se = 14000.0;
    year.sample.share_se = 0.01;
    rasim_design_summary design = made_design(&year);
    rasim_summary summary = made_summary(&design);
    rasim_study_info study = made_study();
    char *text = print_unbroken(&summary, &study);
    static const char *const SAYS[] = {
        "GBP 3,100,000 (+-GBP 29,000) uplift (1,432 panel cases, +-4)",
        "less contributions -5,600,000 +-5,000",
        "RAS pool 4,818 52,941,000 +-35,000",
        "+-GBP 1,010,000 (one sd, known to +-GBP 30,000), 28.4 % (+-2.0) of the variance",
    };
    for (size_t i = 0; i < sizeof SAYS / sizeof SAYS[0]; i++)
        cr_assert(strstr(text, SAYS[i]), "%s\n%s", SAYS[i], text);
    free(text);
}

/* How far the second engine is, that it is far only where that means something, and why it may not apply. */
Test(statement, the_second_engine_stands_beside_the_first)
{
    rasim_year_summary year = made_year();
    rasim_design_summary design = made_design(&year);
    rasim_study_info study = made_study();
    rasim_summary summary = made_summary(&design);
    char *text = print_unbroken(&summary, &study);
    cr_assert_null(strstr(text, "Second engine"), "it was not asked");
    free(text);
    design.analytic = (rasim_analytic_check){.applies = true,
                                             .reason = "",
                                             .mean = {.value = 50900000, .distance = -1.24},
                                             .affordability = {.value = 0.712, .distance = 0.2},
                                             .furthest = 4.4};
    text = print_unbroken(&summary, &study);
    cr_assert_not_null(strstr(text, "71.2 % of years inside; the simulated mean is 1.2 simulation errors below it, the "
                                    "furthest figure 4.4 off."),
                       "%s", text);
    cr_assert_null(strstr(text, "please report this"), "quantiles may be that far off, a mean may not");
    free(text);
    design.analytic.mean.distance = 5;
    text = print_unbroken(&summary, &study);
    cr_assert_not_null(strstr(text, "please report this"));
    free(text);
    design.analytic = (rasim_analytic_check){.reason = "not applicable: bootstrap sampling"};
    text = print_unbroken(&summary, &study);
    cr_assert_not_null(strstr(text, "Second engine: not applicable: bootstrap sampling."));
    free(text);
}
