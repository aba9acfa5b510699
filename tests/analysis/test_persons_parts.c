/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The estimators of person-level results, each against numbers made without them: by hand, by persons_reference.py, or
   from a process whose law is known. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/averaging.h"
#include "analysis/fit.h"
#include "analysis/people_groups.h"
#include "analysis/suppress.h"
#include "analysis/tenths.h"
#include "analysis/theil.h"
#include "num/detmath.h"
#include "num/philox.h"

static void
near(const char *what, double value, double expected, double slack)
{
    cr_assert(fabs(value - expected) <= slack, "%s is %.17g, not %.17g", what, value, expected);
}

/* ---- Theil ---- */

typedef struct one {
    double x;
    size_t band, group, place;
} one;

static const one people[] = {{1.2, 0, 0, 0}, {0.8, 0, 0, 1}, {0.0, 0, 1, 1}, {1.5, 0, 1, 0}, {0.9, 3, 0, 0},
                             {1.1, 3, 1, 1}, {2.0, 3, 1, 0}, {0.5, 9, 0, 1}, {0.7, 9, 0, 0}};

static void
add_people(rasimi_theil_tally *tally, double times)
{
    for (size_t i = 0; i < sizeof people / sizeof *people; i++)
        rasimi_theil_add(tally, people[i].x * times, people[i].band, people[i].group, people[i].place);
    rasimi_theil_end(tally);
}

Test(persons_parts, theil_and_its_parts_are_what_numpy_gives)
{
    rasimi_theil_tally tally;
    rasim_theil out;
    cr_assert_eq(rasimi_theil_create(2, 2, 1, &tally), RASIM_OK);
    add_people(&tally, 1);
    rasimi_theil_describe(&tally, &out);
    near("total", out.total.value, 0.2003996819100658, 1e-14);
    near("within", out.within_bands.value, 0.1584087432111538, 1e-14);
    near("between", out.between_bands.value, 0.04199093869891194, 1e-14);
    near("groups", out.between_groups.value, 0.01427581445246221, 1e-14);
    near("places", out.between_places.value, 0.06034090167923973, 1e-14);
    near("effect", out.place_effect.value, 0.06816110430073065, 1e-14);
    near("share", out.place_share, 0.06816110430073065 / 0.1584087432111538, 1e-13);
    near("chance", out.chance_share, 0.04446496989600437 / 0.1584087432111538, 1e-13);
    near("whole", out.total.value, out.within_bands.value + out.between_bands.value, 1e-14);
    cr_assert(isnan(out.total.se), "one replicate has no error");
    rasimi_theil_clear(&tally);
}

/* Twice as much for everybody changes nothing; a second, equal replicate adds nothing but an error of 0. */
Test(persons_parts, theil_knows_no_scale_and_averages_replicates)
{
    rasimi_theil_tally tally;
    rasim_theil out;
    cr_assert_eq(rasimi_theil_create(2, 2, 1, &tally), RASIM_OK);
    add_people(&tally, 1);
    add_people(&tally, 2);
    rasimi_theil_describe(&tally, &out);
    near("total", out.total.value, 0.2003996819100658, 1e-14);
    near("error", out.total.se, 0, 1e-8);
    near("people", out.band_people[0], 4, 0);
    near("mean of the band", out.band_mean[3], 1.5 * 4 / 3, 1e-14);
    rasimi_theil_clear(&tally);
}

Test(persons_parts, theil_is_zero_where_all_are_alike_and_says_nothing_of_nobody)
{
    rasimi_theil_tally tally;
    rasim_theil out;
    cr_assert_eq(rasimi_theil_create(1, 0, 1, &tally), RASIM_OK);
    rasimi_theil_end(&tally);
    rasimi_theil_describe(&tally, &out);
    cr_assert(isnan(out.total.value));
    for (size_t i = 0; i < 8; i++)
        rasimi_theil_add(&tally, 0.7, i, 0, 0);
    rasimi_theil_end(&tally);
    rasimi_theil_describe(&tally, &out);
    near("total", out.total.value, 0, 1e-15);
    cr_assert(isnan(out.place_share) && isnan(out.place_effect.value), "there are no places");
    rasimi_theil_clear(&tally);
}

/* ---- fit ---- */

static void
add_errors(rasimi_fit_tally *tally, double allocation, double target)
{
    const rasimi_errors errors = rasimi_errors_of(allocation, target);
    rasimi_fit_add(tally, &errors);
}

Test(persons_parts, fit_is_what_paper_gives)
{
    /* two replicates: allocations 100, 200 | 300 against 100, 250 | 200 */
    rasimi_fit_tally tally = {0};
    rasim_fit out;
    add_errors(&tally, 100, 100);
    add_errors(&tally, 200, 250);
    rasimi_fit_end(&tally);
    add_errors(&tally, 300, 200);
    rasimi_fit_end(&tally);
    rasimi_fit_describe(&tally, &out);
    near("people", out.people, 1.5, 0);
    near("bias", out.bias.value, 50.0 / 3, 1e-12);
    /* ratio estimator: residuals -50 - 100/3 and 100 - 50/3, squares summed, x R/(R-1), root, over 3 */
    near("its error", out.bias.se, sqrt(2 * 2 * (250.0 / 3) * (250.0 / 3)) / 3, 1e-9);
    near("absolute", out.mean_absolute.value, 50, 1e-12);
    near("root mean square", out.root_mean_square.value, sqrt(12500.0 / 3), 1e-12);
    near("R2", out.r_squared, 1 - 12500 / (10000 + 62500 + 40000 - 550.0 * 550 / 3), 1e-12);
    const double within[RASIM_N_CLOSE] = {1 / 3.0, 1 / 3.0, 2 / 3.0, 2 / 3.0, 1};
    for (size_t i = 0; i < RASIM_N_CLOSE; i++)
        near("within", out.within[i], within[i], 1e-15);
}

Test(persons_parts, changes_fall_into_their_classes)
{
    static const struct {
        double allocation;
        size_t class;
    } cases[] = {{0, 0},   {49, 0},    {50, 0},    {50.1, 1}, {75, 1},  {75.1, 2}, {89.9, 2}, {90.1, 3},
                 {100, 3}, {109.9, 3}, {110.1, 4}, {124, 4},  {125, 5}, {149, 5},  {150, 6},  {999, 6}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        cr_assert_eq(rasimi_change_class(cases[i].allocation, 100), cases[i].class, "%g", cases[i].allocation);
}

/* ---- small numbers ---- */

#define ROWS    ((size_t)4)
#define COLUMNS ((size_t)4)

/* How many rows and columns have exactly one hidden cell, which their other cells would tell. */
static size_t
count_told(const bool *hidden)
{
    size_t n_told = 0;
    for (size_t i = 0; i < ROWS; i++) {
        size_t in_row = 0, in_column = 0;
        for (size_t j = 0; j < COLUMNS; j++) {
            in_row += hidden[i * COLUMNS + j];
            in_column += hidden[j * COLUMNS + i];
        }
        n_told += (size_t)(in_row == 1) + (size_t)(in_column == 1);
    }
    return n_told;
}

Test(persons_parts, no_margin_tells_a_hidden_count)
{
    const double counts[ROWS * COLUMNS] = {3, 20, 30, 53, 40, 0, 50, 90, 60, 70, 80, 210, 103, 90, 160, 353};
    bool hidden[ROWS * COLUMNS] = {false}, alone[ROWS * COLUMNS] = {true};
    rasimi_suppress(counts, ROWS, COLUMNS, 5, hidden);
    cr_assert(hidden[0], "three people");
    cr_assert(hidden[1], "the smallest beside them");
    cr_assert(hidden[4], "the smallest below them");
    cr_assert_not(hidden[ROWS * COLUMNS - 1], "the whole");
    cr_assert_eq(count_told(hidden), 0);
    cr_assert_eq(count_told(alone), 2, "the check must notice a count hidden alone");
    memset(hidden, 0, sizeof hidden);
    rasimi_suppress(counts, ROWS, COLUMNS, 3, hidden);
    cr_assert_not(hidden[0], "three are not fewer than three");
}

/* ---- tenths ---- */

Test(persons_parts, ties_are_never_parted)
{
    rasimi_sortable items[] = {{5, 0}, {1, 1}, {5, 2}, {9, 3}};
    const double weight[] = {1, 2, 3, 4};
    double rank[4];
    cr_assert_eq(rasimi_mid_ranks(items, 4, weight, rank), RASIM_OK);
    near("least", rank[1], 0.1, 1e-15);
    near("tied", rank[0], 0.4, 1e-15);
    near("tied", rank[2], 0.4, 1e-15);
    near("most", rank[3], 0.8, 1e-15);
    cr_assert_eq(rasimi_tenth(1.0), 9);
    cr_assert_eq(rasimi_tenth(0.0999), 0);
}

/* ---- averaging out ---- */

#define TRUE_SHARED 0.03
#define TRUE_OWN    0.4

enum { POPULATION = 4000, REPLICATES = 200 };

/* A caseload in which everybody's spend is allocation x (1 + shared + own): variance = own^2 / N + shared^2. */
static void
simulate(rasimi_averager *averager, double *everybody, double shared_sd)
{
    static double spent[POPULATION], allocated[POPULATION];
    for (uint64_t r = 0; r < REPLICATES; r++) {
        double sum = 0;
        for (uint32_t i = 0; i <= POPULATION; i++) {
            uint32_t counter[4] = {i, (uint32_t)r, 0, 0};
            rasimi_philox(counter, 0x31103559);
            const double z = rasimi_normal_quantile(rasimi_uniform53(counter[0], counter[1]));
            if (i == POPULATION)
                everybody[r] = shared_sd * z;
            else
                spent[i] = 100 * TRUE_OWN * z;
        }
        for (size_t i = 0; i < POPULATION; i++) {
            allocated[i] = 100;
            spent[i] += 100 * (1 + everybody[r]);
            sum += spent[i];
        }
        everybody[r] = sum / (100.0 * POPULATION) - 1;
        cr_assert_eq(rasimi_averager_add(averager, spent, allocated, POPULATION), RASIM_OK);
    }
}

static rasim_averaging
curve_of(double shared_sd, rasimi_arena *arena)
{
    static double everybody[REPLICATES];
    rasimi_averager averager;
    rasim_averaging out;
    cr_assert_eq(rasimi_averager_create(1, REPLICATES, &averager), RASIM_OK);
    simulate(&averager, everybody, shared_sd);
    cr_assert_eq(rasimi_averager_describe(&averager, everybody, REPLICATES, arena, &out), RASIM_OK);
    rasimi_averager_clear(&averager);
    return out;
}

/* a and b are two figures, each within four and a half jackknife errors: 32 parts, so Student's t on 31 degrees;
   family- wise error below 2e-4. The control has half of the shared spread and must fail. */
Test(persons_parts, averaging_fit_recovers_a_known_process)
{
    rasimi_arena arena = {0};
    const rasim_averaging out = curve_of(TRUE_SHARED, &arena), control = curve_of(TRUE_SHARED / 2, &arena);
    const double a = TRUE_OWN * TRUE_OWN, b = TRUE_SHARED * TRUE_SHARED;
    near("a", out.a.value, a, 4.5 * out.a.se);
    near("b", out.b.value, b, 4.5 * out.b.se);
    cr_assert_gt(fabs(control.b.value - b), 4.5 * control.b.se, "half the shared spread must be noticed");
    cr_assert_lt(out.a.se, 0.05 * a);
    cr_assert_lt(out.b.se, 0.2 * b);
    cr_assert_eq(out.n, 6, "10, 30, ... 1,000 and everybody");
    near("everybody", out.sizes[out.n - 1].people, POPULATION, 0);
    cr_assert_eq(out.sizes[out.n - 1].pools, 0);
    cr_assert_eq(out.sizes[0].pools, REPLICATES * 200);
    for (size_t i = 0; i < out.n; i++)
        near("fitted", out.sizes[i].fitted_sd, out.sizes[i].sd, 0.15 * out.sizes[i].sd);
    near("people to floor", out.people_to_floor, out.a.value / out.b.value, 1e-9);
    rasimi_arena_clear(&arena);
}

Test(persons_parts, an_exact_curve_is_fitted_exactly)
{
    const double sizes[] = {10, 100, 1000}, error[] = {1, 1e-2, 1e-3};
    double variance[3], a, b;
    for (size_t i = 0; i < 3; i++)
        variance[i] = 0.16 / sizes[i] + 0.0009;
    cr_assert(rasimi_averaging_fit(sizes, variance, error, 3, &a, &b));
    near("a", a, 0.16, 1e-12);
    near("b", b, 0.0009, 1e-14);
    cr_assert_not(rasimi_averaging_fit(sizes, variance, error, 1, &a, &b), "one size has no curve");
}
