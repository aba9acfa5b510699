/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules: published tables to the ledger unit, each limit by itself and at its edges, and random rules against a direct
   computation in the order of methods.md section 3. */
#include "model/rule.h"

#include <float.h>
#include <math.h>

#include "model/framework.h"
#include "rasim/ledger.h"
#include "reading.h"
#include "../num/draws.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

#define UNITS(gbp) ((int32_t)lrint((gbp)*RASIM_UNITS_PER_GBP))

/* A rule compiled from the text of a design. */
typedef struct compiled {
    reading reading;
    rasimi_design design;
    rasimi_rule rule;
} compiled;

static compiled
compile(const char *yaml, double weeks_per_year)
{
    compiled c = {.reading = reading_begin(yaml)};
    rasimi_arena *arena = &c.reading.arena;
    cr_assert(rasimi_design_read("f", c.reading.root, arena, &c.design, c.reading.problems) == RASIM_OK, "%s",
              reading_said(&c.reading));
    cr_assert(rasimi_rule_compile(&c.design, rasimi_design_row(&c.design, "anybody"), weeks_per_year, arena, &c.rule,
                                  c.reading.problems) == RASIM_OK);
    return c;
}

/* What some points must give. */
typedef struct expectation {
    float points;
    int32_t units;
    rasimi_rule_status status;
} expectation;

static void
check_rule(const char *yaml, double weeks_per_year, const expectation *expected, size_t n)
{
    compiled c = compile(yaml, weeks_per_year);
    for (size_t i = 0; i < n; i++) {
        const rasimi_allocated got = rasimi_rule_evaluate(&c.rule, expected[i].points, 0);
        cr_expect(got.units == expected[i].units && got.status == expected[i].status,
                  "%s\nat %.9g points: %d units, status %d; expected %d, %d", yaml, (double)expected[i].points,
                  got.units, (int)got.status, expected[i].units, (int)expected[i].status);
    }
    reading_end(&c.reading);
}

#define CHECK(yaml, weeks, ...)                                                                                        \
    do {                                                                                                               \
        const expectation expected[] = {__VA_ARGS__};                                                                  \
        check_rule(yaml, weeks, expected, LENGTH(expected));                                                           \
    } while (0)

#define ALLOCATED  RASIMI_RULE_ALLOCATED
#define PANEL      RASIMI_RULE_PANEL
#define INELIGIBLE RASIMI_RULE_INELIGIBLE
#define OUTSIDE    RASIMI_RULE_OUTSIDE

#define PRICE "name: A\nfamily: price_per_point\nallocation: [{gbp_per_point: 10}]\n"

/* ---- published tables ---- */

/* Norfolk's table for children of primary age, £ a year; 70-115 and 116-130 leave 115.5 to somebody's judgement. */
Test(rule, norfolks_table_has_no_gaps)
{
    CHECK("name: Norfolk\nfamily: banded\nperiod: year\nallocation:\n  - top: 186\n    bands:\n"
          "      - {from: 70, gbp: 500}\n      - {from: 116, gbp: 1000}\n      - {from: 131, gbp: 1500}\n"
          "      - {from: 146, gbp: 2800}\n      - {from: 161, gbp: 4000}\n      - {from: 171, gbp: 6000}\n",
          52, {-1, 0, ALLOCATED}, {0, 0, ALLOCATED}, {69.5f, 0, ALLOCATED}, {69.99999f, 0, ALLOCATED},
          {70, UNITS(500 / 52.0), ALLOCATED}, {115.5f, UNITS(500 / 52.0), ALLOCATED},
          {116, UNITS(1000 / 52.0), ALLOCATED}, {130.75f, UNITS(1000 / 52.0), ALLOCATED},
          {131, UNITS(1500 / 52.0), ALLOCATED}, {145, UNITS(1500 / 52.0), ALLOCATED},
          {146, UNITS(2800 / 52.0), ALLOCATED}, {160, UNITS(2800 / 52.0), ALLOCATED},
          {161, UNITS(4000 / 52.0), ALLOCATED}, {170, UNITS(4000 / 52.0), ALLOCATED},
          {171, UNITS(6000 / 52.0), ALLOCATED}, {185.5f, UNITS(6000 / 52.0), ALLOCATED}, {186, 0, OUTSIDE},
          {500, 0, OUTSIDE});
}

/* KM v Cambridgeshire: 55 points, £61,000 a year of 52 weeks: 300,307.69 units a week. */
Test(rule, kms_55_points_are_61000_a_year)
{
    CHECK("name: KM\nfamily: price_per_point\nperiod: year\nallocation: [{gbp_per_point: 61000/55}]\n", 52,
          {55, 300308, ALLOCATED});
    CHECK("name: KM\nfamily: banded\nperiod: year\nallocation: [{bands: [{from: 55, gbp: 61000}]}]\n", 52,
          {54.99f, 0, ALLOCATED}, {55, 300308, ALLOCATED}, {1e6f, 300308, ALLOCATED});
    CHECK("name: KM\nfamily: banded\nperiod: year\nallocation: [{bands: [{from: 55, gbp: 61000}]}]\n", 365.0 / 7,
          {55, UNITS(61000 / (365.0 / 7)), ALLOCATED});
}

/* Savva v Kensington and Chelsea: 16 points £82.91, 22 points £112.21 a week. */
Test(rule, savvas_line_runs_between_its_two_knots)
{
    CHECK("name: Savva\nfamily: table\nallocation:\n"
          "  - knots: [{points: 16, gbp: 82.91}, {points: 22, gbp: 112.21}]\n",
          52, {0, UNITS(82.91), ALLOCATED}, {16, UNITS(82.91), ALLOCATED}, {19, UNITS(97.56), ALLOCATED},
          {17.5f, UNITS(82.91 + 1.5 * (112.21 - 82.91) / 6), ALLOCATED}, {22, UNITS(112.21), ALLOCATED},
          {40, UNITS(112.21), ALLOCATED});
}

/* ---- each limit ---- */

Test(rule, a_price_per_point_gives_nothing_at_or_below_zero)
{
    CHECK(PRICE, 52, {-5, 0, ALLOCATED}, {0, 0, ALLOCATED}, {0.5f, UNITS(5), ALLOCATED}, {12, UNITS(120), ALLOCATED});
}

Test(rule, uprating_and_top_slice_multiply)
{
    CHECK(PRICE "limits: {uprating: 0.03, top_slice: 0.1}\n", 52, {10, UNITS(100 * 1.03 * 0.9), ALLOCATED});
}

Test(rule, weekly_amounts_do_not_depend_on_the_year)
{
    CHECK(PRICE, 365.0 / 7, {10, UNITS(100), ALLOCATED});
}

Test(rule, floor_and_cap_hold_exactly_from_where_the_line_meets_them)
{
    CHECK(PRICE "limits: {floor_gbp_week: 50, cap_gbp_week: 200}\n", 52, {-1, 0, ALLOCATED}, {0, 0, ALLOCATED},
          {0.5f, UNITS(50), ALLOCATED}, {5, UNITS(50), ALLOCATED}, {5.0625f, UNITS(50.625), ALLOCATED},
          {19.9375f, UNITS(199.375), ALLOCATED}, {20, UNITS(200), ALLOCATED}, {20.0625f, UNITS(200), ALLOCATED},
          {1000, UNITS(200), ALLOCATED});
}

/* £10 a point reaches half a unit, £1/512, at 1/5120 of a point. */
Test(rule, an_amount_that_rounds_to_nothing_is_no_amount_for_the_floor)
{
    CHECK(PRICE "limits: {floor_gbp_week: 50}\n", 52, {0.000195f, 0, ALLOCATED}, {0.000196f, UNITS(50), ALLOCATED});
}

/* £1/512 is half a ledger unit: from there on the floor lifts. */
Test(rule, half_a_unit_is_an_amount_for_the_floor)
{
    CHECK("name: A\nfamily: price_per_point\nallocation: [{gbp_per_point: 1/512}]\nlimits: {floor_gbp_week: 20}\n", 52,
          {1, UNITS(20), ALLOCATED}, {0.999f, 0, ALLOCATED});
}

Test(rule, a_falling_line_meets_the_cap_first)
{
    CHECK("name: A\nfamily: table\nallocation: [{knots: [{points: 0, gbp: 100}, {points: 10, gbp: 0}]}]\n"
          "limits: {floor_gbp_week: 20, cap_gbp_week: 70}\n",
          52, {-1, UNITS(70), ALLOCATED}, {2, UNITS(70), ALLOCATED}, {3.5f, UNITS(65), ALLOCATED},
          {8, UNITS(20), ALLOCATED}, {9.5f, UNITS(20), ALLOCATED}, {10, 0, ALLOCATED}, {11, 0, ALLOCATED});
}

Test(rule, floor_and_cap_stand_after_the_top_slice)
{
    CHECK(PRICE "limits: {top_slice: 0.5, cap_gbp_week: 100, floor_gbp_week: 40}\n", 52, {2, UNITS(40), ALLOCATED},
          {16, UNITS(80), ALLOCATED}, {30, UNITS(100), ALLOCATED});
}

Test(rule, a_band_of_nothing_stays_nothing_under_a_floor)
{
    CHECK("name: A\nfamily: banded\nallocation: [{top: 30, bands: [{from: 0, gbp: 0}, {from: 10, gbp: 5}]}]\n"
          "limits: {floor_gbp_week: 20}\n",
          52, {5, 0, ALLOCATED}, {10, UNITS(20), ALLOCATED}, {30, 0, OUTSIDE});
}

Test(rule, rounding_takes_halves_away_from_zero)
{
    CHECK(PRICE "limits: {rounding_gbp_week: 5}\n", 52, {10.25f, UNITS(105), ALLOCATED},
          {10.2421875f, UNITS(100), ALLOCATED}, {10.75f, UNITS(110), ALLOCATED}, {0.25f, UNITS(5), ALLOCATED},
          {0.2421875f, 0, ALLOCATED});
    CHECK(PRICE "limits: {rounding_gbp_week: 5, cap_gbp_week: 99}\n", 52, {50, UNITS(100), ALLOCATED});
}

/* 0.5, 1.5 and 2.5 units: halves to even, as the kernel's instruction does. */
Test(rule, without_rounding_amounts_go_to_the_nearest_unit)
{
    CHECK("name: A\nfamily: price_per_point\nallocation: [{gbp_per_point: 1/256}]\n", 52, {0.5f, 0, ALLOCATED},
          {0.75f, 1, ALLOCATED}, {1.5f, 2, ALLOCATED}, {2.5f, 2, ALLOCATED}, {2.75f, 3, ALLOCATED});
}

Test(rule, below_the_minimum_a_panel_or_nobody_decides)
{
    CHECK(PRICE "limits: {minimum_points: 7.5}\n", 52, {-1, 0, PANEL}, {7.4375f, 0, PANEL},
          {7.5f, UNITS(75), ALLOCATED}, {8, UNITS(80), ALLOCATED});
    CHECK(PRICE "limits: {minimum_points: 7.5, below_minimum: ineligible, floor_gbp_week: 100}\n", 52,
          {7.4375f, 0, INELIGIBLE}, {7.5f, UNITS(100), ALLOCATED}, {11, UNITS(110), ALLOCATED});
    CHECK("name: A\nfamily: banded\nallocation: [{top: 20, bands: [{from: 5, gbp: 10}, {from: 10, gbp: 20}]}]\n"
          "limits: {minimum_points: 10}\n",
          52, {9, 0, PANEL}, {10, UNITS(20), ALLOCATED}, {20, 0, OUTSIDE});
}

/* ---- ranges ---- */

Test(rule, points_are_held_in_the_questionnaires_range)
{
    compiled c = compile("name: A\nfamily: price_per_point\nallocation: [{gbp_per_point: 10}]\nquestionnaire:\n"
                         "  domains:\n    - {name: a, weight: 2, levels: {x: 1, y: 10}}\n"
                         "    - {name: b, levels: {x: 3, y: 8}}\n",
                         52);
    cr_assert(c.rule.low == 5 && c.rule.high == 28);
    cr_assert(rasimi_rule_evaluate(&c.rule, 0, 0).units == UNITS(50));
    cr_assert(rasimi_rule_evaluate(&c.rule, 99, 0).units == UNITS(280));
    reading_end(&c.reading);
    c = compile(PRICE "questionnaire: {points_min: 2, points_max: 3}\n", 52);
    cr_assert(c.rule.low == 2 && c.rule.high == 3);
    reading_end(&c.reading);
    c = compile(PRICE, 52);
    cr_assert(c.rule.low == -1e6f && c.rule.high == 1e6f, "differences of points must stay finite");
    reading_end(&c.reading);
}

Test(rule, no_amount_rises_above_the_largest_package)
{
    CHECK("name: A\nfamily: price_per_point\nallocation: [{gbp_per_point: 3000000}]\n", 52, {1, 1 << 24, ALLOCATED},
          {1e6f, 1 << 24, ALLOCATED});
}

Test(rule, a_table_above_the_largest_package_is_refused)
{
    reading r = reading_begin("name: A\nfamily: banded\nallocation:\n  - bands: [{from: 7, gbp: 70000}]\n");
    rasimi_design design;
    rasimi_rule rule = {.n = 77};
    cr_assert(rasimi_design_read("f", r.root, &r.arena, &design, r.problems) == RASIM_OK);
    const rasim_status status =
        rasimi_rule_compile(&design, rasimi_design_row(&design, "a"), 52, &r.arena, &rule, r.problems);
    cr_assert(status == RASIM_ERR_INPUT && rule.n == 77, "the output is untouched");
    cr_assert_str_eq(reading_said(&r),
                     "f:4:5: error: This row of allocation gives £70,000 a week from 7 points on, but "
                     "no package above £65,536 a week is simulated; check the amounts and "
                     "'period'.\n");
    reading_end(&r);
}

/* ---- pieces ---- */

Test(rule, pieces_rise_and_begin_flat_at_the_very_bottom)
{
    compiled c = compile(PRICE "limits: {floor_gbp_week: 50, cap_gbp_week: 200}\n", 52);
    cr_assert(c.rule.n == 2, "nothing below 0 points, then the line; floor and cap are limits, no pieces");
    cr_assert(c.rule.pieces[0].from == -FLT_MAX && c.rule.pieces[0].slope == 0);
    for (size_t i = 1; i < c.rule.n; i++) {
        cr_assert(c.rule.pieces[i - 1].from < c.rule.pieces[i].from);
    }
    reading_end(&c.reading);
    c = compile("name: A\nfamily: banded\nallocation: [{top: 20, bands: [{from: 5, gbp: 10}, {from: 10, gbp: 20}]}]\n"
                "limits: {minimum_points: 10}\n",
                52);
    cr_assert(c.rule.n == 3, "panel, band, outside; nothing is left of what lay below the minimum");
    reading_end(&c.reading);
}

/* ---- random rules against a direct computation ---- */

/* The first 8 hex digits of SHA-256 of "rule.pieces_equal_the_order_of_the_methods". */
#define SEED 0xa6689e61u

#define N_RULES       250
#define POINTS_A_RULE 40
#define MOST_ROWS     8
#define POINTS_STEP   8.0  /* points of tables are eighths: exact in single precision */
#define TOLERANCE     0.75 /* units: half by rounding, the rest by single precision */
#define NEAR_HALF     1e-3 /* of a rounding step: either neighbour is right */

typedef struct random_rule {
    rasimi_design design;
    rasimi_allocation_row row;
    rasimi_band bands[MOST_ROWS];
    rasimi_knot knots[MOST_ROWS];
} random_rule;

static double
between(test_draws *draws, double low, double high)
{
    return low + (high - low) * draw_uniform(draws);
}

static bool
chance(test_draws *draws, double probability)
{
    return draw_uniform(draws) < probability;
}

static rasimi_number
maybe(test_draws *draws, double low, double high)
{
    return (rasimi_number){.value = chance(draws, 0.5) ? between(draws, low, high) : (double)NAN};
}

static void
draw_rows(test_draws *draws, random_rule *out)
{
    const size_t n = 2 + (size_t)between(draws, 0, MOST_ROWS - 2);
    double points = floor(between(draws, -80, 160)) / POINTS_STEP;
    for (size_t i = 0; i < n; i++) {
        const double gbp = chance(draws, 0.2) ? 0 : between(draws, 0, 1500);
        out->bands[i] = (rasimi_band){.from.value = points, .gbp.value = gbp};
        out->knots[i] = (rasimi_knot){.points.value = points, .gbp.value = gbp};
        points += floor(between(draws, 1, 160)) / POINTS_STEP;
    }
    out->row = (rasimi_allocation_row){
        .gbp_per_point.value = between(draws, 1, 30),
        .bands = {.items = out->bands, .n = n},
        .top.value = chance(draws, 0.5) ? points : (double)NAN,
        .knots = {.items = out->knots, .n = n},
    };
}

static void
draw_rule(test_draws *draws, rasimi_arena *arena, random_rule *out)
{
    static const char *const families[] = {"price_per_point", "banded", "table"};
    cr_assert(rasimi_params_default(&rasimi_design_table, arena, &out->design) == RASIM_OK);
    draw_rows(draws, out);
    rasimi_limits_spec *limits = &out->design.limits;
    out->design.family.value = families[(size_t)between(draws, 0, 3)];
    out->design.period.value = chance(draws, 0.3) ? RASIMI_PERIOD_YEAR : RASIMI_PERIOD_WEEK;
    limits->uprating.value = between(draws, -0.05, 0.1);
    limits->top_slice.value = between(draws, 0, 0.3);
    limits->floor_gbp_week = maybe(draws, 1, 100);
    limits->cap_gbp_week = maybe(draws, 100, 800);
    limits->rounding_gbp_week = maybe(draws, 0.5, 10);
    limits->minimum_points.value = chance(draws, 0.3) ? floor(between(draws, -80, 240)) / POINTS_STEP : (double)NAN;
}

/* £ of the family's rule in the design's period, straight from its definition; true where outside the RAS. */
static bool
family_amount(const random_rule *rule, double points, double *gbp)
{
    const rasimi_allocation_row *row = &rule->row;
    const size_t n = row->knots.n;
    *gbp = 0;
    if (rule->design.family.value[0] == 'p') {
        *gbp = points > 0 ? row->gbp_per_point.value * points : 0;
    } else if (rule->design.family.value[0] == 'b') {
        for (size_t i = 0; i < n; i++) {
            *gbp = points >= rule->bands[i].from.value ? rule->bands[i].gbp.value : *gbp;
        }
        return points >= row->top.value;
    } else {
        *gbp = points < rule->knots[0].points.value ? rule->knots[0].gbp.value : rule->knots[n - 1].gbp.value;
        for (size_t i = 0; i + 1 < n; i++) {
            const rasimi_knot *a = &rule->knots[i], *b = &rule->knots[i + 1];
            if (points >= a->points.value && points < b->points.value) {
                const double share = (points - a->points.value) / (b->points.value - a->points.value);
                *gbp = a->gbp.value * (1 - share) + b->gbp.value * share;
            }
        }
    }
    return false;
}

static double
capped(const rasimi_limits_spec *limits, double gbp)
{
    return gbp > limits->cap_gbp_week.value ? limits->cap_gbp_week.value : gbp;
}

/* Units of the methods' order; `cap_first` is the negative control. True where the points decide. */
static bool
direct_units(const random_rule *rule, double points, bool cap_first, double *units, rasimi_rule_status *status)
{
    const rasimi_limits_spec *limits = &rule->design.limits;
    double gbp;
    const bool outside = family_amount(rule, points, &gbp), below = points < limits->minimum_points.value;
    *status = below ? PANEL : outside ? OUTSIDE : ALLOCATED;
    *units = 0;
    if (*status != ALLOCATED) {
        return true;
    }
    gbp = gbp / (rule->design.period.value == RASIMI_PERIOD_YEAR ? 52 : 1) * (1 + limits->uprating.value);
    gbp = (cap_first ? capped(limits, gbp) : gbp) * (1 - limits->top_slice.value);
    if (gbp * RASIM_UNITS_PER_GBP >= 0.5 && gbp < limits->floor_gbp_week.value) {
        gbp = limits->floor_gbp_week.value;
    }
    gbp = cap_first ? gbp : capped(limits, gbp);
    const double step = limits->rounding_gbp_week.value;
    const double steps = gbp / step + 0.5;
    *units = (isnan(step) ? gbp : floor(steps) * step) * RASIM_UNITS_PER_GBP;
    return isnan(step) || fabs(steps - nearbyint(steps)) > NEAR_HALF;
}

/* Rules and points at which the compiled pieces differ from the direct computation. */
static size_t
count_differences(bool cap_first, size_t *n_compared)
{
    test_draws draws = {.key = SEED};
    size_t n_different = 0;
    *n_compared = 0;
    for (size_t i = 0; i < N_RULES; i++) {
        rasimi_arena arena = {0};
        random_rule random;
        rasimi_rule rule;
        draw_rule(&draws, &arena, &random);
        cr_assert(rasimi_rule_compile(&random.design, &random.row, 52, &arena, &rule, NULL) == RASIM_OK);
        for (size_t j = 0; j < POINTS_A_RULE; j++) {
            const float points = (float)(chance(&draws, 0.3) ? floor(between(&draws, -80, 800)) / POINTS_STEP
                                                             : between(&draws, -10, 100));
            double units;
            rasimi_rule_status status;
            const bool decided = direct_units(&random, (double)points, cap_first, &units, &status);
            const rasimi_allocated got = rasimi_rule_evaluate(&rule, points, 0);
            *n_compared += decided;
            n_different += decided && (fabs(got.units - units) > TOLERANCE || got.status != status);
        }
        rasimi_arena_clear(&arena);
    }
    return n_different;
}

Test(rule, pieces_equal_the_order_of_the_methods)
{
    size_t n_compared;
    const size_t n_different = count_differences(false, &n_compared);
    cr_assert(n_different == 0, "%zu of %zu points", n_different, n_compared);
    cr_assert(n_compared > 9 * N_RULES * POINTS_A_RULE / 10, "only %zu compared", n_compared);
}

Test(rule, a_cap_before_the_top_slice_would_be_noticed)
{
    size_t n_compared;
    cr_assert(count_differences(true, &n_compared) > n_compared / 50);
}
