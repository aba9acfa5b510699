/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ranks and quantiles against R's quantile, rank and approx, weighted and not. */
#include "num/percentile.h"

#include "percentile_fixture.h"

#include <criterion/criterion.h>

#include <math.h>

enum { N_CASES = sizeof percentile_cases / sizeof *percentile_cases };

static rasimi_ranked
weighted(size_t c, double upto[PERCENTILE_N])
{
    double sum = 0;
    for (size_t i = 0; i < PERCENTILE_N; i++)
        upto[i] = sum += percentile_cases[c].weights[i];
    return (rasimi_ranked){percentile_cases[c].values, upto, PERCENTILE_N};
}

static void
check(size_t c, const rasimi_ranked *ranked)
{
    for (size_t r = 0; r < PERCENTILE_RANKS; r++) {
        const double found = rasimi_value_at_rank(ranked, percentile_ranks[r]);
        cr_assert_float_eq(found, percentile_cases[c].at[r], 1e-9, "case %zu rank %g: %.12g, R %.12g", c,
                           percentile_ranks[r], found, percentile_cases[c].at[r]);
    }
    for (size_t i = 0; i < PERCENTILE_N; i++)
        cr_assert_float_eq(rasimi_mid_rank(ranked, percentile_cases[c].values[i]), percentile_cases[c].mid[i], 1e-12);
}

Test(percentile, quantiles_and_ranks_are_those_of_r)
{
    for (size_t c = 0; c < N_CASES; c++) {
        double upto[PERCENTILE_N];
        const rasimi_ranked ranked = weighted(c, upto);
        check(c, &ranked);
    }
}

/* Without weights everybody weighs the same: the first cases of the fixture. */
Test(percentile, no_weights_are_equal_weights)
{
    for (size_t c = 0; c < 3; c++) {
        const rasimi_ranked ranked = {percentile_cases[c].values, NULL, PERCENTILE_N};
        check(c, &ranked);
    }
}

Test(percentile, values_outside_have_the_end_ranks)
{
    const double values[] = {10, 20, 20, 40}, upto[] = {1, 3, 4, 8};
    const rasimi_ranked equal = {values, NULL, 4}, heavy = {values, upto, 4};
    cr_assert_float_eq(rasimi_mid_rank(&equal, 5), 0, 1e-15);
    cr_assert_float_eq(rasimi_mid_rank(&equal, 50), 1, 1e-15);
    cr_assert_float_eq(rasimi_mid_rank(&equal, 20), 0.5, 1e-15);
    cr_assert_float_eq(rasimi_mid_rank(&equal, 30), 0.75, 1e-15);
    cr_assert_float_eq(rasimi_mid_rank(&heavy, 30), 0.5, 1e-15);
    const rasimi_ranked one = {values, NULL, 1}, one_heavy = {values, upto, 1};
    cr_assert_float_eq(rasimi_value_at_rank(&one, 0.3), 10, 1e-15);
    cr_assert_float_eq(rasimi_value_at_rank(&one_heavy, 0.9), 10, 1e-15);
}
