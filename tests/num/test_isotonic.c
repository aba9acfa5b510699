/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pool adjacent violators against R's isoreg, and values of no weight. */
#include "num/isotonic.h"

#include "isotonic_fixture.h"

#include <criterion/criterion.h>

#include <math.h>
#include <string.h>

Test(isotonic, fits_are_those_of_isoreg)
{
    size_t start[ISOTONIC_N];
    for (size_t c = 0; c < sizeof isotonic_cases / sizeof *isotonic_cases; c++) {
        double values[ISOTONIC_N];
        memcpy(values, isotonic_cases[c].values, sizeof values);
        rasimi_isotonic(values, isotonic_cases[c].weights, ISOTONIC_N, start);
        for (size_t i = 0; i < ISOTONIC_N; i++) {
            cr_assert_float_eq(values[i], isotonic_cases[c].fitted[i], 1e-9, "case %zu value %zu: %.12g, isoreg %.12g",
                               c, i, values[i], isotonic_cases[c].fitted[i]);
        }
    }
}

/* What has no weight moves nobody, and stands among its neighbours. */
Test(isotonic, values_without_weight_give_way)
{
    static const struct {
        double values[4], weights[4], fitted[4];
    } cases[] = {
        {{10, 5, 7, 20}, {1, 0, 1, 1}, {8.5, 8.5, 8.5, 20}}, {{1, 9, 5, 20}, {2, 0, 1, 1}, {1, 5, 5, 20}},
        {{9, 5, 7, 20}, {0, 0, 3, 1}, {7, 7, 7, 20}},        {{9, 5, 7, 8}, {0, 0, 0, 0}, {7, 7, 7, 8}},
        {{4, 3, 2, 1}, {1, 1, 1, 0}, {3, 3, 3, 3}},
    };
    size_t start[4];
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        double values[4];
        memcpy(values, cases[c].values, sizeof values);
        rasimi_isotonic(values, cases[c].weights, 4, start);
        for (size_t i = 0; i < 4; i++) {
            cr_assert_float_eq(values[i], cases[c].fitted[i], 1e-12, "case %zu value %zu: %g", c, i, values[i]);
        }
    }
    double nothing = 3;
    rasimi_isotonic(&nothing, &nothing, 0, start);
    cr_assert_eq(nothing, 3);
}
