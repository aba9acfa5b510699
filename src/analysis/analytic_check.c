/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Distances of the simulation from the analytic engine, in standard errors of the simulation. */
#include "analysis/analytic_check.h"

#include <math.h>
#include <string.h>

#include "analysis/estimate.h"
#include "num/stats.h"

static rasim_compared
compare(double level, double simulated, double analytic, double error)
{
    const double distance = error > 0 ? (simulated - analytic) / error : RASIMI_ABSENT;
    return (rasim_compared){.level = level, .value = analytic, .distance = distance};
}

/* The standard error of a simulated sd, as if net were normal: the fourth moment of so few years is hardly known. */
static double
error_of_sd(double sd, uint64_t replicates)
{
    return sd / sqrt(2 * (double)replicates);
}

/* A quantile's error from its distribution-free interval, which is 2 x 1.96 of them wide. */
static double
error_of_quantile(const rasim_at_level *quantile)
{
    return (quantile->high - quantile->low) / (2 * RASIMI_Z95);
}

static void
note_furthest(const rasim_compared *compared, double *furthest)
{
    if (fabs(compared->distance) > *furthest) /* false for what is absent */
        *furthest = fabs(compared->distance);
}

static void
compare_quantiles(const rasim_analytic_design *analytic, const rasim_distribution *net, rasim_analytic_check *out)
{
    out->n_quantiles = net->n_quantiles < analytic->n_quantiles ? net->n_quantiles : analytic->n_quantiles;
    for (size_t i = 0; i < out->n_quantiles; i++) {
        const rasim_at_level *simulated = &net->quantiles[i];
        out->quantiles[i] =
            compare(simulated->level, simulated->value, analytic->quantiles[i].gbp, error_of_quantile(simulated));
        note_furthest(&out->quantiles[i], &out->furthest);
    }
}

rasim_status
rasimi_analytic_check(const rasim_analytic *analytic, size_t design, uint64_t replicates, rasimi_arena *arena,
                      rasim_design_summary *out)
{
    const char *reason = analytic ? analytic->reason : "";
    out->analytic = (rasim_analytic_check){.reason = rasimi_arena_text(arena, reason, strlen(reason))};
    if (!out->analytic.reason)
        return RASIM_ERR_NO_MEMORY;
    if (!analytic || !analytic->applies || design >= analytic->n_designs)
        return RASIM_OK;
    const rasim_analytic_design *own = &analytic->designs[design];
    const rasim_year_summary *year = &out->years[0];
    rasim_analytic_check *check = &out->analytic;
    check->quantiles = rasimi_arena_alloc(arena, own->n_quantiles, sizeof *check->quantiles);
    if (!check->quantiles)
        return RASIM_ERR_NO_MEMORY;
    const double p = own->affordability, n = (double)replicates;
    check->applies = true;
    check->mean = compare(RASIMI_ABSENT, year->net.mean, own->mean, year->net.mean_se);
    check->sd = compare(RASIMI_ABSENT, year->net.sd, own->sd, error_of_sd(own->sd, replicates));
    check->affordability =
        compare(RASIMI_ABSENT, year->affordability.probability, p, n * p * (1 - p) < 1 ? 0 : sqrt(p * (1 - p) / n));
    note_furthest(&check->mean, &check->furthest);
    note_furthest(&check->sd, &check->furthest);
    note_furthest(&check->affordability, &check->furthest);
    compare_quantiles(own, &year->net, check);
    return RASIM_OK;
}
