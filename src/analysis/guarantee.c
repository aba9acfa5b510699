/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The guarantee: the least factor on all envelopes at once with which a promise holds at the confidence.

   In one replicate each promise holds from some factor on: its own. So the share of replicates in which it holds
   at a factor is the share whose own factor is at most that, and the least factor for a confidence is an order
   statistic of the replicates' own, with the distribution-free interval of any quantile. */
#include "analysis/reserve.h"

#include <stdlib.h>

#include "base/mem.h"
#include "num/stats.h"

/* The factor at which a year's budget is just its net; 0 where nothing is spent. */
static double
break_even(const rasimi_paths *paths, uint64_t replicate, size_t year)
{
    const double net = paths->net[year * paths->n + replicate], budget = paths->budget[year * paths->n + replicate];
    if (!(net > 0))
        return 0;
    return budget > 0 ? net / budget : (double)INFINITY;
}

static double
reserve_at(const rasimi_reserve_terms *terms, const rasimi_paths *paths, uint64_t replicate, size_t n_years,
           double factor)
{
    double reserve[RASIMI_MAX_YEARS];
    rasimi_reserve_path(terms, paths, replicate, factor, reserve);
    return reserve[n_years - 1];
}

/* 0 and the finite factors at which the reserve's slope changes, ascending; how many. */
static size_t
list_bends(const rasimi_paths *paths, uint64_t replicate, size_t n_years, double bends[RASIMI_MAX_YEARS + 1])
{
    size_t n = 1;
    bends[0] = 0;
    for (size_t y = 0; y < n_years; y++) {
        const double bend = break_even(paths, replicate, y);
        if (isinf(bend))
            continue;
        size_t at = n++;
        for (; at > 0 && bends[at - 1] > bend; at--)
            bends[at] = bends[at - 1];
        bends[at] = bend;
    }
    return n;
}

/* Beyond the last bend every year has something left, and the reserve rises by carry x budgets. */
static double
beyond_bends(const rasimi_reserve_terms *terms, const rasimi_paths *paths, uint64_t replicate, size_t n_years,
             double last, double missing)
{
    double slope = 0;
    for (size_t y = 0; y < n_years; y++)
        slope += terms->carry * paths->budget[y * paths->n + replicate];
    return slope > 0 ? last + missing / slope : (double)INFINITY;
}

double
rasimi_reserve_factor(const rasimi_reserve_terms *terms, const rasimi_paths *paths, uint64_t replicate, size_t n_years)
{
    double bends[RASIMI_MAX_YEARS + 1], below = 0;
    const size_t n = list_bends(paths, replicate, n_years, bends);
    for (size_t i = 0; i < n; i++) {
        const double above = reserve_at(terms, paths, replicate, n_years, bends[i]) - terms->floor_gbp;
        if (above >= 0)
            return i == 0 ? 0 : bends[i - 1] + (bends[i] - bends[i - 1]) * (below / (below + above));
        below = -above;
    }
    return beyond_bends(terms, paths, replicate, n_years, bends[n - 1], below);
}

/* One replicate's own factor for a promise. */
typedef double
own_factor(const rasimi_reserve_terms *terms, const rasimi_paths *paths, uint64_t replicate);

static double
for_the_end(const rasimi_reserve_terms *terms, const rasimi_paths *paths, uint64_t replicate)
{
    return rasimi_reserve_factor(terms, paths, replicate, paths->n_years);
}

static double
for_every_year(const rasimi_reserve_terms *terms, const rasimi_paths *paths, uint64_t replicate)
{
    double factor = 0;
    for (size_t n_years = 1; n_years <= paths->n_years; n_years++)
        factor = fmax(factor, rasimi_reserve_factor(terms, paths, replicate, n_years));
    return factor;
}

static double
for_each_alone(const rasimi_reserve_terms *terms, const rasimi_paths *paths, uint64_t replicate)
{
    (void)terms;
    double factor = 0;
    for (size_t y = 0; y < paths->n_years; y++)
        factor = fmax(factor, break_even(paths, replicate, y));
    return factor;
}

static double
finite_or_absent(double value)
{
    return isfinite(value) ? value : RASIMI_ABSENT;
}

/* `own` is scratch: [n]. */
static rasim_factor
factor_for(own_factor *of, const rasimi_reserve_terms *terms, const rasimi_paths *paths, double confidence,
           double envelopes_gbp, double *own)
{
    for (uint64_t r = 0; r < paths->n; r++)
        own[r] = of(terms, paths, r);
    rasimi_sort(own, paths->n);
    const rasim_at_level q = rasimi_quantile(own, paths->n, confidence);
    const double factor = finite_or_absent(q.value);
    return (rasim_factor){factor, finite_or_absent(q.low), finite_or_absent(q.high), (factor - 1) * envelopes_gbp};
}

rasim_status
rasimi_guarantee(const rasim_study *study, const rasimi_paths *paths, rasim_design_summary *out)
{
    rasimi_reserve_terms terms;
    rasim_guarantee *guarantee = &out->guarantee;
    rasimi_reserve_terms_of(&study->framework, &terms);
    guarantee->confidence = rasimi_guarantee_confidence(&study->framework);
    guarantee->applies = !isnan(guarantee->confidence);
    if (!guarantee->applies)
        return RASIM_OK;
    double *own = rasimi_calloc(paths->n, sizeof *own);
    if (!own)
        return RASIM_ERR_NO_MEMORY;
    const double confidence = guarantee->confidence, envelopes = out->horizon.envelope_gbp;
    guarantee->at_end = factor_for(for_the_end, &terms, paths, confidence, envelopes, own);
    guarantee->every_year = factor_for(for_every_year, &terms, paths, confidence, envelopes, own);
    guarantee->each_alone = factor_for(for_each_alone, &terms, paths, confidence, envelopes, own);
    free(own);
    return RASIM_OK;
}
