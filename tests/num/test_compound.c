/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums of a Poisson number of capped generalised Pareto severities against exact quantiles by Fourier transform
   (compound_poisson.py): the two samplers together. */
#include "num/gpd.h"
#include "num/poisson.h"

#include "compound_poisson.h"
#include "draws.h"
#include "support/law.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

#define N_SUMS 40000

static double
draw_sum(const compound_case *c, rasimi_gpd gpd, test_draws *draws)
{
    double sum = 0.0;
    const uint64_t n = rasimi_poisson(c->mean_number, draw_uniform(draws));
    for (uint64_t i = 0; i < n; i++) {
        const double severity = c->threshold + rasimi_gpd_exceeded_with(gpd, draw_uniform(draws));
        sum += severity < c->cap ? severity : c->cap;
    }
    return sum;
}

/* The largest |z| of the mean, and of the share of sums up to each exact quantile. Lattice and print cost no more than
   2e-4 in probability. */
static double
worst_z(const compound_case *c, rasimi_gpd gpd, test_draws *draws)
{
    double *sums = malloc(N_SUMS * sizeof *sums);
    cr_assert(sums != NULL);
    for (size_t i = 0; i < N_SUMS; i++) {
        sums[i] = draw_sum(c, gpd, draws);
    }
    double worst = fabs(law_z_mean(law_sample_of(sums, N_SUMS), c->mean));
    for (size_t k = 0; k < COMPOUND_LEVELS; k++) {
        const double level = compound_levels[k];
        double below = 0.0;
        for (size_t i = 0; i < N_SUMS; i++) {
            below += sums[i] <= c->quantiles[k] ? 1.0 / N_SUMS : 0.0;
        }
        const double se = sqrt(level * (1.0 - level) / N_SUMS);
        worst = fmax(worst, fmax(fabs(below - level) - 2e-4, 0.0) / se);
    }
    free(sums);
    return worst;
}

/* 32 comparisons at 1e-6 each: family-wise error below 4e-5. */
Test(compound, sums_have_the_exact_distribution)
{
    test_draws draws = {law_seed("sums_have_the_exact_distribution"), 0};
    for (size_t i = 0; i < COMPOUND_CASES; i++) {
        const compound_case *c = &compound_cases[i];
        const double z = worst_z(c, (rasimi_gpd){c->shape, c->scale}, &draws);
        cr_assert(z < LAW_Z, "case %zu: z %g", i, z);
        const double slightly_wrong = worst_z(c, (rasimi_gpd){c->shape + 0.1, c->scale}, &draws);
        cr_assert(slightly_wrong > LAW_Z, "no power: case %zu: z %g", i, slightly_wrong);
    }
}

/* The means of the fixture come from quadrature; the closed form with the cap says the same. */
Test(compound, means_are_number_times_capped_mean)
{
    for (size_t i = 0; i < COMPOUND_CASES; i++) {
        const compound_case *c = &compound_cases[i];
        const double severity =
            c->threshold + rasimi_gpd_mean_capped((rasimi_gpd){c->shape, c->scale}, c->cap - c->threshold);
        cr_assert(fabs(c->mean_number * severity / c->mean - 1.0) < 1e-6, "case %zu: %.9g", i, severity);
    }
}
