/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tail allocation against the closed form of independent normal parts: what net is above its mean is owed to each in
   proportion to its variance, at a quantile and beyond it alike. */
#include "analysis/tail_allocation.h"

#include <criterion/criterion.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>

#include "num/stats.h"

enum { N = 40000, PARTS = 3 };
#define LEVEL 0.95
#define UNITS 1000.0

static const double sds[PARTS] = {30, 40, 120}, plans[PARTS] = {500, 700, 900};
static int64_t part[PARTS][N], net[N];
static rasimi_rank ranked[N];

/* The first 8 hex digits of SHA-256 of "tail_allocation". */
#define SEED 0x559a729bu

static uint64_t state = SEED;

static double
uniform(void)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return ((double)(state >> 11) + 0.5) * 0x1p-53;
}

static void
draw(void)
{
    for (size_t r = 0; r < N; r++) {
        net[r] = 0;
        for (size_t i = 0; i < PARTS; i++) {
            part[i][r] = llround((plans[i] + sds[i] * gsl_cdf_ugaussian_Pinv(uniform())) * UNITS);
            net[r] += part[i][r];
        }
    }
    rasimi_rank_by_net(net, N, ranked);
}

static rasimi_tail_total
total_of(double above_gbp)
{
    return (rasimi_tail_total){.level = LEVEL, .at_gbp = above_gbp, .plan_gbp = 2100, .gbp_per_unit = 1 / UNITS};
}

Test(tail, shares_of_independent_normal_parts_are_those_of_their_variances)
{
    draw();
    const double sd = 130, above = (double)ranked[rasimi_quantile_rank(LEVEL, N) - 1].net / UNITS - 2100;
    const double z = gsl_cdf_ugaussian_Pinv(LEVEL), shortfall = sd * gsl_ran_ugaussian_pdf(z) / (1 - LEVEL);
    const rasimi_tail_total total = total_of(above);
    double sum_at = 0, sum_beyond = 0;
    for (size_t i = 0; i < PARTS; i++) {
        const double share = sds[i] * sds[i] / (sd * sd);
        const rasim_tail_part found = rasimi_tail_share(ranked, N, &total, (rasimi_tail_series){part[i], plans[i]});
        cr_assert_lt(fabs(found.at_gbp - share * above), 4 * found.at_se, "%zu: %g, not %g", i, found.at_gbp,
                     share * above);
        cr_assert_lt(fabs(found.beyond_gbp - share * shortfall), 4 * found.beyond_se, "%zu: %g, not %g", i,
                     found.beyond_gbp, share * shortfall);
        /* the control: shares of sds are not shares of variances */
        cr_assert_gt(fabs(found.at_gbp - sds[i] / 190 * above), 4 * found.at_se);
        sum_at += found.at_gbp;
        sum_beyond += found.beyond_gbp;
    }
    cr_assert_float_eq(sum_at, above, 1e-9 * above);
    double *sorted = calloc(N, sizeof *sorted);
    for (size_t r = 0; r < N; r++)
        sorted[r] = (double)ranked[r].net / UNITS;
    cr_assert_float_eq(sum_beyond, rasimi_expected_shortfall(sorted, N, LEVEL) - 2100, 1e-9 * above);
    free(sorted);
}

/* The sd of an independent part given net about its quantile: sd sqrt(1 - share), over the root of the window. */
Test(tail, errors_are_those_of_a_mean_over_the_window)
{
    draw();
    const rasimi_tail_total total = total_of((double)ranked[rasimi_quantile_rank(LEVEL, N) - 1].net / UNITS - 2100);
    const rasim_tail_part found = rasimi_tail_share(ranked, N, &total, (rasimi_tail_series){part[1], plans[1]});
    uint64_t first;
    const uint64_t n = rasimi_tail_window(LEVEL, N, &first);
    cr_assert_float_eq(found.at_se, 40 * sqrt(1 - 1600.0 / 16900) / sqrt((double)n), 0.15 * found.at_se);
}

Test(tail, the_window_lies_about_its_level_and_holds_at_least_200)
{
    uint64_t first;
    cr_assert_eq(rasimi_tail_window(0.95, 40000, &first), 401);
    cr_assert_eq(first, 37999 - 200);
    cr_assert_eq(rasimi_tail_window(0.5, 1000, &first), 201);
    cr_assert_eq(first, 399);
    cr_assert_eq(rasimi_tail_window(0.99, 1000, &first), 200, "at the end it reaches further down");
    cr_assert_eq(first, 800);
    cr_assert_eq(rasimi_tail_window(0.01, 1000, &first), 200, "and at the beginning further up");
    cr_assert_eq(first, 0);
    cr_assert_eq(rasimi_tail_window(0.9, 64, &first), 64);
}
