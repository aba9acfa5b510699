/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Convergence over prefixes of the replicates, and the plain warning where a decision lies inside the simulation error.

   Wilson's interval inverts the score test, so a level a leaves the interval of an estimate p exactly when
   n > z^2 a (1 - a) / (p - a)^2: the replicates that the warning names. */
#include "analysis/decision.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "num/stats.h"

rasim_status
rasimi_convergence(rasimi_estimator *estimator, const int64_t *net, uint64_t n, double per_unit, double envelope_gbp,
                   const double *funding, const double *levels, size_t n_levels, rasim_design_summary *out)
{
    static const uint64_t parts[] = {8, 4, 2, 1};
    out->steps = rasimi_arena_alloc(estimator->arena, 4, sizeof *out->steps);
    if (!out->steps)
        return RASIM_ERR_NO_MEMORY;
    for (size_t i = 0; i < 4; i++) {
        uint64_t prefix = n / parts[i];
        if (prefix < RASIM_CHUNK_REPLICATES && parts[i] > 1)
            continue;
        rasim_convergence_step *step = &out->steps[out->n_steps++];
        rasimi_estimator_load(estimator, net, prefix, per_unit);
        step->replicates = prefix;
        step->affordability = rasimi_estimate_at_most(estimator, envelope_gbp, funding);
        step->mean = rasimi_estimate_mean(rasimi_series_sum(net, prefix), prefix, per_unit);
        step->quantiles = rasimi_estimate_quantiles(estimator, levels, n_levels);
        if (!step->quantiles)
            return RASIM_ERR_NO_MEMORY;
    }
    return RASIM_OK;
}

/* Rounded up to 1, 2 or 5 times a power of ten; 0 where that is more than RASIM_MAX_REPLICATES. */
static uint64_t
friendly_above(double needed)
{
    static const uint64_t friendly[] = {1, 2, 5};
    for (uint64_t power = 1; power <= RASIM_MAX_REPLICATES; power *= 10)
        for (size_t i = 0; i < 3; i++)
            if (friendly[i] * power <= RASIM_MAX_REPLICATES && needed <= (double)(friendly[i] * power))
                return friendly[i] * power;
    return 0;
}

uint64_t
rasimi_replicates_to_decide(double probability, double level)
{
    double gap = probability - level;
    return friendly_above(RASIMI_Z95 * RASIMI_Z95 * level * (1 - level) / (gap * gap));
}

double
rasim_precision(size_t i)
{
    static const double precisions[RASIM_N_PRECISIONS] = {0.01, 0.005, 0.001};
    return i < RASIM_N_PRECISIONS ? precisions[i] : RASIMI_ABSENT;
}

rasim_status
rasimi_precision_needs(rasimi_arena *arena, double envelope_gbp, size_t n_levels, rasim_design_summary *out)
{
    const rasim_convergence_step *all = &out->steps[out->n_steps - 1];
    out->precision_needs = rasimi_arena_alloc(arena, n_levels, sizeof *out->precision_needs);
    if (!out->precision_needs)
        return RASIM_ERR_NO_MEMORY;
    out->n_precision_needs = n_levels;
    for (size_t l = 0; l < n_levels; l++) {
        rasim_precision_need *need = &out->precision_needs[l];
        need->level = all->quantiles[l].level;
        need->half_width = (all->quantiles[l].high - all->quantiles[l].low) / 2 / envelope_gbp;
        for (size_t i = 0; i < RASIM_N_PRECISIONS; i++) {
            const double ratio = need->half_width / rasim_precision(i);
            const uint64_t replicates = friendly_above((double)all->replicates * ratio * ratio);
            need->replicates[i] = replicates > 0 ? (double)replicates : RASIMI_ABSENT;
        }
    }
    return RASIM_OK;
}

/* The level strictly inside the interval that lies nearest to the probability: the hardest to tell apart, so that what
   settles it settles the others. NAN where there is none. */
static double
undecided_level(rasim_probability p, const double *levels, size_t n_levels)
{
    double nearest = RASIMI_ABSENT;
    for (size_t i = 0; i < n_levels; i++) {
        if (!(p.low < levels[i] && levels[i] < p.high))
            continue;
        if (isnan(nearest) || fabs(levels[i] - p.probability) < fabs(nearest - p.probability))
            nearest = levels[i];
    }
    return nearest;
}

enum { TEXT_SIZE = 40 };

/* "80 %", "79.6 %", with at most four decimals. printf's %f would follow the locale. */
static const char *
percent_text(double fraction, char *text)
{
    long long parts = llround(fraction * 1e6);
    int n = snprintf(text, TEXT_SIZE, "%lld.%04lld", parts / 10000, parts % 10000);
    while (text[n - 1] == '0')
        n--;
    if (text[n - 1] == '.')
        n--;
    snprintf(text + n, TEXT_SIZE - (size_t)n, " %%");
    return text;
}

static const char *
tenth_text(double fraction, char *text)
{
    return percent_text((double)llround(fraction * 1000) / 1000, text);
}

/* "10,000" */
static const char *
count_text(uint64_t count, char *text)
{
    char digits[24];
    int n = snprintf(digits, sizeof digits, "%" PRIu64, count);
    size_t out = 0;
    for (int i = 0; i < n; i++) {
        if (i > 0 && (n - i) % 3 == 0)
            text[out++] = ',';
        text[out++] = digits[i];
    }
    text[out] = '\0';
    return text;
}

static const char *
warning(rasimi_arena *arena, const rasim_year_summary *year, double level, uint64_t replicates)
{
    rasim_probability p = year->affordability;
    uint64_t needed = rasimi_replicates_to_decide(p.probability, level);
    char level_text[TEXT_SIZE], p_text[TEXT_SIZE], low[TEXT_SIZE], high[TEXT_SIZE], n[TEXT_SIZE], more[TEXT_SIZE];
    return rasimi_arena_printf(
        arena,
        "Whether net spend stays inside the envelope%s%s with %s confidence cannot be told from this run: the "
        "probability is %s (95 %% interval %s to %s, %s replicates), and %s %s replicates would be needed to tell "
        "them apart.",
        *year->year ? " of " : "", year->year, percent_text(level, level_text), tenth_text(p.probability, p_text),
        tenth_text(p.low, low), tenth_text(p.high, high), count_text(replicates, n), needed ? "about" : "more than",
        count_text(needed ? needed : RASIM_MAX_REPLICATES, more));
}

rasim_status
rasimi_decision(rasimi_arena *arena, uint64_t replicates, const double *levels, size_t n_levels,
                rasim_design_summary *out)
{
    out->decision_text = "";
    for (size_t y = 0; y < out->n_years && !out->decision_inside_error; y++) {
        double level = undecided_level(out->years[y].affordability, levels, n_levels);
        if (isnan(level))
            continue;
        out->decision_inside_error = true;
        out->decision_text = warning(arena, &out->years[y], level, replicates);
    }
    return out->decision_text ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}
