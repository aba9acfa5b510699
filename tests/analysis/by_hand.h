/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A study and its results made by hand, small enough that every statistic is known in closed form.

   Ten replicates are finished of twelve asked for. In replicate r, v stands for order[r], a permutation of 1 to 10, and
   net of design 1 in year 1 is 700 v + 300 £ a week, that is 36,400 v + 15,600 £ a year. Year 2 has v + 1 for v. Design
   2 has v = 4 in every replicate of both years. Replicates past the tenth hold rubbish that nobody may read. */
#ifndef RASIM_TESTS_ANALYSIS_BY_HAND_H
#define RASIM_TESTS_ANALYSIS_BY_HAND_H

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "engine/results.h"
#include "model/study.h"
#include "rasim/summary.h"

enum { HAND_REPLICATES = 10, HAND_ASKED = 12, HAND_GROUPS = 3, HAND_AREAS = 2, HAND_PLACES = 2, HAND_LEVELS = 3 };

static const int64_t hand_order[HAND_ASKED] = {3, 10, 1, 7, 5, 9, 2, 8, 6, 4, 1000, 2000};

static double hand_levels[HAND_LEVELS] = {0.5, 0.8, 0.9};
static double hand_area_envelope[HAND_AREAS] = {(double)NAN, 300000};
static const char *hand_care_groups[] = {"Older people", "Learning disability"};
static const char *hand_settings[] = {"community", "residential"};
static const char *hand_areas[HAND_AREAS] = {"Care homes", "Community"};
static const char *hand_places[HAND_PLACES] = {"North", "South"};
static rasimi_design hand_designs[4];
static rasimi_applied hand_applied[4];
static rasimi_stratum hand_strata[] = {
    {.label = "Older people, community", .n_rows = 4, .n_people = 40},
    {.label = "Learning disability, community", .n_rows = 5, .n_people = 20},
};
static rasimi_cell hand_cells[HAND_GROUPS] = {
    {.care_group = 0, .setting = 0, .area = 1, .place = 0, .group = 0},
    {.care_group = 0, .setting = 1, .area = 0, .place = 0, .group = 1},
    {.care_group = 1, .setting = 0, .area = 1, .place = 1, .group = 2},
};
static uint32_t hand_group_cell[HAND_GROUPS] = {0, 1, 2};
static rasim_input hand_inputs[] = {{"scenarios/tiny/framework.yaml", "aa11"},
                                    {"/somewhere/private/people.csv", "bb22"}};

static uint32_t hand_programme_group[HAND_AREAS] = {UINT32_MAX, UINT32_MAX};

static struct rasim_study hand_study;

static inline rasim_study *
make_hand_study(void)
{
    hand_designs[0].unique_name = hand_designs[0].name.value = "Bands";
    hand_designs[1].unique_name = "Bands (2)";
    hand_designs[1].name.value = "Bands";
    hand_study = (struct rasim_study){
        .path = "scenarios/tiny/framework.yaml",
        .framework =
            {
                .name.value = "Tiny borough",
                .about.value = "Made by hand.",
                .year.value = "2009/10",
                .synthetic.value = true,
                .weeks_per_year.value = 52,
                .funding.law.value = RASIMI_LAW_FIXED,
                .population.sampling.value = RASIMI_SAMPLING_POLYA,
                .contingency_held_gbp_year.value = 12000,
                .sign_off = {.tolerance.value = 0.1, .uplift_share.value = 1, .trim_share.value = 0.5},
                .replicates = {.value = HAND_ASKED, .present = true},
                .seed = {.value = 7, .present = true},
            },
        .n_inputs = 2,
        .inputs = hand_inputs,
        .n_designs = 2,
        .designs = hand_designs,
        .applied = hand_applied,
        .n_care_groups = 2,
        .n_settings = 2,
        .n_areas = HAND_AREAS,
        .n_places = HAND_PLACES,
        .care_groups = hand_care_groups,
        .settings = hand_settings,
        .areas = hand_areas,
        .places = hand_places,
        .n_rows = 9,
        .n_rows_uncovered = 3,
        .n_cells = HAND_GROUPS,
        .n_groups = HAND_GROUPS,
        .cells = hand_cells,
        .group_cell = hand_group_cell,
        .n_strata = 2,
        .strata = hand_strata,
        .n_people = 60,
        .area_envelope_gbp = hand_area_envelope,
        .envelope_gbp = 310000,
        .levels = hand_levels,
        .n_levels = HAND_LEVELS,
        .n_years = 1,
        .programme_group = hand_programme_group,
    };
    return &hand_study;
}

/* £ a week (or people) of each group's lines. */
static inline void
write_hand_ledger(int64_t *ledger, int64_t v)
{
    int64_t *older = ledger, *homes = ledger + RASIM_N_LINES, *disability = ledger + 2 * RASIM_N_LINES;
    older[RASIM_LINE_LEGACY] = 10 * v;
    older[RASIM_LINE_INDICATIVE] = 500 * v;
    older[RASIM_LINE_UPLIFT] = 100;
    older[RASIM_LINE_TRIM] = 20 * v;
    older[RASIM_LINE_PRICE_SURPRISE] = 8 * v;
    older[RASIM_LINE_LEGACY_SURPRISE] = v;
    older[RASIM_LINE_PROTECTION] = 5;
    older[RASIM_LINE_UNDERSPEND] = 3 * v;
    older[RASIM_LINE_OTHER_FUNDING] = 2 * v;
    older[RASIM_LINE_CONTRIBUTION] = 50;
    older[RASIM_LINE_NET] = 493 * v + 55;
    older[RASIM_LINE_PANEL_CASES] = v;
    older[RASIM_LINE_STARTERS] = 2 + v;
    older[RASIM_LINE_LEAVERS] = v;
    older[RASIM_LINE_MOVERS] = 2;
    older[RASIM_LINE_MOVED_OUTSIDE_PEOPLE] = 1;
    older[RASIM_LINE_PEOPLE_AT_END] = 10 * v;
    older[RASIM_LINE_FULL_YEAR_STARTERS] = 60 * v;
    older[RASIM_LINE_FULL_YEAR_CHANGES] = -3;
    older[RASIM_LINE_MOVED_OUTSIDE] = 20 * v;
    homes[RASIM_LINE_HIGH_COST] = 300;
    homes[RASIM_LINE_PRICE_SURPRISE] = 30 + v;
    homes[RASIM_LINE_HIGH_COST_SURPRISE] = 30;
    homes[RASIM_LINE_INDICATIVE] = 7 * v;
    homes[RASIM_LINE_SAVINGS] = 4;
    homes[RASIM_LINE_INTERVENTION_COST] = 9;
    homes[RASIM_LINE_NET] = 8 * v + 335;
    homes[RASIM_LINE_EXCLUDED_PEOPLE] = 2 + (v > 5);
    homes[RASIM_LINE_CAPPED_DRAWS] = v == 10;
    homes[RASIM_LINE_PERSON_YEARS] = v * RASIM_UNITS_PER_YEAR;
    homes[RASIM_LINE_LEAVERS] = 4;
    homes[RASIM_LINE_PEOPLE_AT_END] = 20;
    homes[RASIM_LINE_FULL_YEAR_LEAVERS] = -80;
    disability[RASIM_LINE_INDICATIVE] = 199 * v;
    disability[RASIM_LINE_CONTRIBUTION] = 90;
    disability[RASIM_LINE_NET] = 199 * v - 90;
    disability[RASIM_LINE_PANEL_CASES] = 2;
    for (size_t i = 0; i < (size_t)HAND_GROUPS * RASIM_N_LINES; i++)
        if (rasim_line_describe((rasim_line)(i % RASIM_N_LINES))->unit == RASIM_UNIT_MONEY)
            ledger[i] *= RASIM_UNITS_PER_GBP;
}

static inline int64_t
hand_v(size_t design, size_t year, size_t replicate)
{
    return design == 0 ? hand_order[replicate] + (int64_t)year : 4;
}

static inline void
write_hand_series(rasim_results *results, size_t design, size_t year)
{
    size_t series = design * results->n_years + year;
    for (size_t r = 0; r < HAND_ASKED; r++) {
        int64_t v = hand_v(design, year, r);
        write_hand_ledger(results->ledger + (series * HAND_ASKED + r) * HAND_GROUPS * RASIM_N_LINES, v);
        for (size_t p = 0; p < results->n_places; p++) {
            const int64_t net = (p == 0 ? 400 * v : 300 * v + 300) * RASIM_UNITS_PER_GBP;
            const size_t cell = series * HAND_PLACES + p;
            results->places.series[cell * HAND_ASKED + r] = net;
            rasimi_moments_add(&results->places.moments[cell], &net, r < HAND_REPLICATES);
        }
        if (results->sample_net)
            results->sample_net[design * HAND_ASKED + r] = 350 * hand_order[r] * RASIM_UNITS_PER_GBP;
    }
}

static inline double *
two_doubles(double a, double b)
{
    double *list = rasimi_calloc(2, sizeof *list);
    cr_assert_not_null(list);
    list[0] = a;
    list[1] = b;
    return list;
}

/* Results of two designs in two years; free with rasim_results_free. */
static inline rasim_results *
make_hand_results(rasim_study *study)
{
    rasim_results *results = NULL;
    study->n_designs = 4; /* room for two designs of two years */
    cr_assert_eq(rasimi_results_create(study, HAND_ASKED, 7, &results), RASIM_OK);
    cr_assert_eq(rasimi_places_keep_series(&results->places), RASIM_OK);
    study->n_designs = results->n_designs = results->n_years = 2;
    results->replicates = HAND_REPLICATES;
    for (size_t i = 0; i < 4; i++) {
        results->plans[i] = (rasimi_plan){
            .net_gbp_year = 200000,
            .ras_pool_gbp_year = 180000,
            .area_net_gbp_year = two_doubles(20000, 180000),
            .place_net_gbp_year = results->n_places ? two_doubles(110000, 90000) : NULL,
            .place_people = results->n_places ? two_doubles(35, 25) : NULL,
        };
        write_hand_series(results, i / 2, i % 2);
    }
    return results;
}

/* ---- two years with everything that only years have ---- */

static const char *hand_year_labels[] = {"2009/10", "2010/11"};
static double hand_year_envelope[] = {310000, 340000};
static double hand_year_area_envelope[] = {(double)NAN, 300000, (double)NAN, 320000};
static rasimi_number hand_transfers[] = {{.value = 1000}};
static rasimi_number hand_planned[] = {{.value = 5000}, {.value = 7000}};
static rasimi_intervention_row hand_interventions[] = {{.name.value = "Reablement"}};
static rasimi_saving_row hand_savings[] = {{.gbp_by_year = {.items = hand_planned, .n = 2}},
                                           {.gbp_by_year = {.items = hand_planned, .n = 1}}};

/* What comes of the envelope of year 2: an eighth more or less where it tips the balance, and half of it once. */
static inline double
hand_funding(size_t year, size_t replicate)
{
    int64_t v = hand_order[replicate];
    return year == 0 ? 1 : v == 8 ? 1.1 : v == 7 ? 0.9 : v == 1 ? 0.5 : 1;
}

/* Envelopes, funding, a reserve of £50,000 with a floor of -£20,000 that carries half, a guarantee at 80 %, a programme
   and two savings lines. */
static inline void
add_hand_years(rasim_study *study, rasim_results *made)
{
    study->n_years = 2;
    study->year_labels = hand_year_labels;
    study->year_envelope_gbp = hand_year_envelope;
    study->year_area_envelope_gbp = hand_year_area_envelope;
    study->framework.reserve = (rasimi_reserve_spec){.mark.line = 1,
                                                     .opening_gbp.value = 50000,
                                                     .carry.value = 0.5,
                                                     .floor_gbp.value = -20000,
                                                     .transfers_gbp = {.items = hand_transfers, .n = 1}};
    study->framework.guarantee.confidence.value = 0.8;
    study->framework.interventions = (rasimi_structs){.items = hand_interventions, .n = 1};
    study->framework.savings = (rasimi_structs){.items = hand_savings, .n = 2};
    made->funding = rasimi_calloc((size_t)2 * HAND_ASKED, sizeof *made->funding);
    cr_assert_not_null(made->funding);
    for (size_t i = 0; i < (size_t)2 * HAND_ASKED; i++)
        made->funding[i] = hand_funding(i / HAND_ASKED, i % HAND_ASKED);
}

/* The same years without the programme. In year 1 of design 1 that costs £36,400 more where v is even and as much less
   where it is odd; in year 2 £72,800 more where v is 3. */
static inline rasim_results *
make_hand_without_programme(rasim_study *study)
{
    rasim_results *without = make_hand_results(study);
    for (size_t r = 0; r < HAND_REPLICATES; r++)
        for (size_t y = 0; y < 2; y++) {
            int64_t v = hand_order[r], more = y == 0 ? (v % 2 == 0 ? 1 : -1) : v == 3 ? 2 : 0;
            write_hand_ledger(without->ledger + (y * HAND_ASKED + r) * HAND_GROUPS * RASIM_N_LINES,
                              v + (int64_t)y + more);
        }
    return without;
}

/* What the places would give people, as if each had a design of its own. */
static inline rasim_portability
make_hand_portability(void)
{
    static const char *designs[HAND_PLACES] = {"Bands", "Bands (2)"};
    static double everybody[HAND_PLACES] = {210.5, 180}, least[HAND_PLACES] = {121, 100},
                  most[HAND_PLACES] = {300, 260};
    static rasim_need_band bands[3] = {{20, least}, {10, everybody}, {20, most}};
    return (rasim_portability){
        .applies = true,
        .people = 50,
        .people_left_out = 10,
        .n_places = HAND_PLACES,
        .places = hand_places,
        .designs = designs,
        .gbp_week = everybody,
        .n_bands = 3,
        .bands = bands,
        .place_share = 0.25,
        .chance_share = 0.0625,
        .spread = 0.125,
    };
}

/* Where the spread comes from, as if it had been worked out: one source that everybody shares, and one that not. */
static inline const rasim_spread *
make_hand_spread(void)
{
    static rasim_source sources[] = {
        {.name = "price: community",
         .first = {0.75, 0.625, 0.875},
         .total = {0.8125, 0.75, 0.9375},
         .shared = true,
         .low_gbp = -6000,
         .high_gbp = 6500,
         .se_gbp = 125},
        {.name = "each person's need",
         .first = {0.1875, 0.125, 0.25},
         .total = {0.25, 0.1875, 0.3125},
         .low_gbp = -2000,
         .high_gbp = 2000,
         .se_gbp = (double)NAN},
    };
    static rasim_spread_of designs[] = {{"Bands", 5000, 2, sources}, {"Bands (2)", 2500, 2, sources}};
    static const rasim_spread spread = {.replicates = 256, .n_designs = 2, .designs = designs};
    return &spread;
}

static inline const rasim_reverse *
make_hand_reverse(void)
{
    static rasim_reverse_of designs[] = {
        {{RASIM_TIPS, 0.0625, 0.03125, 0.125}, true, {RASIM_TIPS, 0.25, 0.125, 0.5}, {RASIM_TIPS, -0.125, -0.25, 0}},
        {{RASIM_TIPS, 0.0625, 0.03125, 0.125}, true, {RASIM_TIPS, 0.25, 0.125, 0.5}, {RASIM_TIPS, -0.125, -0.25, 0}},
    };
    static const rasim_reverse reverse = {.replicates = 256, .level = 0.9, .n_designs = 2, .designs = designs};
    return &reverse;
}

/* From today's packages to net spend, as if it had been worked out: three steps in one period. */
static inline const rasim_waterfall *
make_hand_waterfall(void)
{
    static rasim_bar_to_level levels[HAND_LEVELS] = {
        {0.5, -250, -375, -125}, {0.8, 4500, 4250, 4625}, {0.9, 6500, 6250, 6875}};
    static const rasim_waterfall_of one = {
        .period = "2027/28",
        .mean_gbp = 101000,
        .mean_se = 125,
        .n_bars = 3,
        .bars = {{RASIM_BAR_TODAY, 98000, 62.5, (double)NAN, (double)NAN, (double)NAN, (double)NAN},
                 {RASIM_BAR_RAS, 7000, 31.25, 6000, 15.625, 1000, 12.5},
                 {RASIM_BAR_INCOME, -4000, 6.25, -4000, 6.25, 0, 0}},
        .n_levels = HAND_LEVELS,
        .to_level = levels,
    };
    static rasim_waterfall_of of[2];
    static const rasim_waterfall waterfall = {.replicates = 256, .n_designs = 2, .n_periods = 1, .of = of};
    of[0] = of[1] = one;
    return &waterfall;
}

/* Relative or, near 0, absolute agreement to 1e-12; two absent numbers agree. */
static inline void
expect(const char *what, double actual, double expected)
{
    if (isnan(expected)) {
        cr_assert(isnan(actual), "%s is %.17g, but should be absent", what, actual);
        return;
    }
    cr_assert(fabs(actual - expected) <= 1e-12 * fmax(1, fabs(expected)), "%s is %.17g, not %.17g", what, actual,
              expected);
}

/* A tail that was fitted, with a point or two of each plot. */
static inline void
give_hand_tails(rasim_summary *summary)
{
    static rasim_mean_excess excesses[] = {{800, 310.5, 12.25, 60}, {1000, 350, 15, 50}};
    static rasim_tail_quantile quantiles[] = {{1010, 1012.5}, {1500, 1490}, {2600, 2550}};
    static rasim_tail_summary tails[] = {{
        .care_group = "Older",
        .setting = "home",
        .fitted = true,
        .arrivals_a_year = 4,
        .threshold_gbp_week = 1000,
        .max_gbp_week = 5000,
        .mean_gbp_week = 1375,
        .capped_share = 0.03125,
        .packages_above = 50,
        .people_above = 75,
        .shape = {0.25, 0.125, 0.0625, 0.375},
        .scale_gbp_week = {300, 50, 220, 410},
        .n_mean_excesses = 2,
        .mean_excesses = excesses,
        .n_quantiles = 3,
        .quantiles = quantiles,
    }};
    summary->n_tails = 1;
    summary->tails = tails;
}

/* What an analytic engine might say of both designs: net of design 1 is £200,000 +- £100,000 a year. */
static inline const rasim_analytic *
make_hand_analytic(void)
{
    static rasim_analytic_quantile quantiles[] = {
        {0.05, 40000}, {0.5, 190000}, {0.8, 300000}, {0.9, 340000}, {0.95, 370000}};
    static rasim_analytic_design designs[2];
    static rasim_analytic analytic = {.applies = true, .reason = "", .n_designs = 2, .designs = designs};
    for (size_t d = 0; d < 2; d++)
        designs[d] = (rasim_analytic_design){
            .mean = 200000, .sd = 100000, .affordability = 0.6, .n_quantiles = 5, .quantiles = quantiles};
    return &analytic;
}

#endif
