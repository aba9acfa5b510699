/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paired differences: designs that share their draws differ by much less than their own simulation errors say. */
#include "analysis/compare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/estimate.h"
#include "num/stats.h"

rasim_status
rasimi_paired_series_make(size_t n_designs, size_t n_periods, uint64_t n, bool has_unmet, rasimi_paired_series *out)
{
    *out = (rasimi_paired_series){.n_designs = n_designs, .n_periods = n_periods, .n = n};
    const size_t size = n_designs * n_periods;
    out->net = rasimi_calloc(size, n * sizeof *out->net);
    out->inside = rasimi_calloc(size, n * sizeof *out->inside);
    if (has_unmet)
        out->unmet = rasimi_calloc(size, n * sizeof *out->unmet);
    return out->net && out->inside && (!has_unmet || out->unmet) ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

void
rasimi_paired_series_clear(rasimi_paired_series *series)
{
    free(series->net);
    free(series->unmet);
    free(series->inside);
    *series = (rasimi_paired_series){0};
}

size_t
rasimi_paired_at(const rasimi_paired_series *series, size_t design, size_t period)
{
    return (design * series->n_periods + period) * series->n;
}

/* A comparison being filled in, and its workplace. */
typedef struct work {
    const rasimi_paired_series *series;
    rasim_comparison *comparison;
    rasimi_arena *arena;
    double *values; /* [n] */
} work;

/* ---- each design by itself ---- */

static uint64_t
count(const uint8_t *flags, uint64_t n)
{
    uint64_t sum = 0;
    for (uint64_t r = 0; r < n; r++)
        sum += flags[r];
    return sum;
}

/* Replicates inside in every year up to this period; all of them where the period is all years together. */
static uint64_t
count_every_year(const work *w, size_t design, size_t period)
{
    const rasimi_paired_series *s = w->series;
    const size_t n_years = w->comparison->n_years, last = period < n_years ? period : n_years - 1;
    uint64_t n = 0;
    for (uint64_t r = 0; r < s->n; r++) {
        bool inside = true;
        for (size_t y = 0; y <= last; y++)
            inside = inside && s->inside[rasimi_paired_at(s, design, y) + r];
        n += inside;
    }
    return n;
}

static rasim_status
describe(work *w, size_t design, size_t period)
{
    const rasimi_paired_series *s = w->series;
    const rasim_comparison *comparison = w->comparison;
    const double *net = s->net + rasimi_paired_at(s, design, period);
    rasim_criteria *out = &comparison->designs[design].periods[period];
    const size_t n_levels = comparison->n_levels;
    out->net = rasimi_arena_alloc(w->arena, n_levels, sizeof *out->net);
    out->contingency = rasimi_arena_alloc(w->arena, n_levels, sizeof *out->contingency);
    if (!out->net || !out->contingency)
        return RASIM_ERR_NO_MEMORY;
    rasimi_mean_sd(net, s->n, &out->mean, &out->sd);
    out->mean_se = out->sd / sqrt((double)s->n);
    out->affordability = rasimi_wilson(count(s->inside + rasimi_paired_at(s, design, period), s->n), s->n);
    out->every_year = rasimi_wilson(count_every_year(w, design, period), s->n);
    memcpy(w->values, net, s->n * sizeof *net);
    rasimi_sort(w->values, s->n);
    for (size_t i = 0; i < n_levels; i++) {
        const rasim_at_level at = rasimi_quantile(w->values, s->n, comparison->levels[i]);
        const double plan = out->plan_gbp;
        out->net[i] = at;
        out->contingency[i] = (rasim_at_level){at.level, at.value - plan, at.low - plan, at.high - plan};
    }
    return RASIM_OK;
}

/* ---- one against another ---- */

static uint64_t
count_at_most(const double *values, uint64_t n, double limit, const double *others, double other_limit)
{
    uint64_t k = 0;
    for (uint64_t r = 0; r < n; r++)
        k += values[r] <= limit && others[r] <= other_limit;
    return k;
}

static double
standard_error(const rasim_at_level *at)
{
    return (at->high - at->low) / (2 * RASIMI_Z95);
}

/* The difference of two quantiles of paired series. To first order a quantile errs as the share of values below it does
   (Bahadur 1966), so the errors of two correlate as the two events "below its quantile" do. */
static rasim_at_level
difference_of_quantiles(const double *x, const double *y, uint64_t n, const rasim_at_level *of_x,
                        const rasim_at_level *of_y)
{
    const double whole = (double)n;
    const double a = (double)count_at_most(x, n, of_x->value, x, of_x->value) / whole;
    const double b = (double)count_at_most(y, n, of_y->value, y, of_y->value) / whole;
    const double both = (double)count_at_most(x, n, of_x->value, y, of_y->value) / whole;
    const double spread = sqrt(a * (1 - a) * (b * (1 - b)));
    const double correlation = spread > 0 ? (both - a * b) / spread : 1;
    const double se_x = standard_error(of_x), se_y = standard_error(of_y);
    const double variance = (se_x - se_y) * (se_x - se_y) + 2 * (1 - correlation) * se_x * se_y;
    const double half = RASIMI_Z95 * sqrt(variance > 0 || isnan(variance) ? variance : 0);
    const double value = of_x->value - of_y->value;
    return (rasim_at_level){of_x->level, value, value - half, value + half};
}

/* Shares of the same replicates: only those where the two differ tell them apart. */
static void
compare_affordability(const uint8_t *x, const uint8_t *y, uint64_t n, rasim_difference *out)
{
    uint64_t only_x = 0, only_y = 0;
    for (uint64_t r = 0; r < n; r++) {
        only_x += x[r] && !y[r];
        only_y += y[r] && !x[r];
    }
    const double p = (double)only_x / (double)n, q = (double)only_y / (double)n;
    out->affordability = p - q;
    out->affordability_se = sqrt((p + q - (p - q) * (p - q)) / (double)n);
}

void
rasimi_paired_difference(const rasimi_paired_one *this, const rasimi_paired_one *other, uint64_t n, double *differences,
                         rasim_difference *out)
{
    uint64_t n_dearer = 0;
    for (uint64_t r = 0; r < n; r++) {
        differences[r] = this->net[r] - other->net[r];
        n_dearer += this->net[r] > other->net[r];
    }
    rasimi_mean_sd(differences, n, &out->mean, &out->sd);
    out->mean_se = out->sd / sqrt((double)n);
    out->low = out->mean - RASIMI_Z95 * out->mean_se;
    out->high = out->mean + RASIMI_Z95 * out->mean_se;
    out->dearer = rasimi_wilson(n_dearer, n);
    compare_affordability(this->inside, other->inside, n, out);
}

rasimi_paired_one
rasimi_paired_get(const rasimi_paired_series *series, size_t design, size_t period)
{
    const size_t at = rasimi_paired_at(series, design, period);
    return (rasimi_paired_one){series->net + at, series->inside + at};
}

static rasim_status
compare_with(work *w, size_t design, size_t period)
{
    const rasimi_paired_series *s = w->series;
    const rasim_comparison *comparison = w->comparison;
    const rasimi_paired_one here = rasimi_paired_get(s, design, period),
                            there = rasimi_paired_get(s, comparison->against, period);
    rasim_criteria *criteria = &comparison->designs[design].periods[period];
    const rasim_criteria *other = &comparison->designs[comparison->against].periods[period];
    rasim_difference *out = &criteria->difference;
    rasimi_paired_difference(&here, &there, s->n, w->values, out);
    out->quantiles = rasimi_arena_alloc(w->arena, comparison->n_levels, sizeof *out->quantiles);
    for (size_t i = 0; out->quantiles && i < comparison->n_levels; i++)
        out->quantiles[i] = difference_of_quantiles(here.net, there.net, s->n, &criteria->net[i], &other->net[i]);
    return out->quantiles ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

/* ---- all against all ---- */

/* Adds to each design the share of replicates in which it has the least value; designs that tie share one replicate. */
static void
share_out_least(const work *w, const double *values, size_t period, size_t offset)
{
    const rasimi_paired_series *s = w->series;
    for (uint64_t r = 0; r < s->n; r++) {
        double least = HUGE_VAL, n_least = 0;
        for (size_t d = 0; d < s->n_designs; d++) {
            const double value = values[rasimi_paired_at(s, d, period) + r];
            n_least = value < least ? 1 : n_least + (value > least ? 0 : 1);
            least = value < least ? value : least;
        }
        for (size_t d = 0; d < s->n_designs; d++) {
            double *share = (double *)(void *)((char *)&w->comparison->designs[d].periods[period] + offset);
            if (values[rasimi_paired_at(s, d, period) + r] <= least)
                *share += 1 / n_least;
        }
    }
    for (size_t d = 0; d < s->n_designs; d++) {
        double *share = (double *)(void *)((char *)&w->comparison->designs[d].periods[period] + offset);
        *share /= (double)s->n;
    }
}

static void
rank(const work *w, size_t period)
{
    share_out_least(w, w->series->net, period, offsetof(rasim_criteria, cheapest));
    if (w->series->unmet)
        share_out_least(w, w->series->unmet, period, offsetof(rasim_criteria, most_sufficient));
    for (size_t d = 0; !w->series->unmet && d < w->series->n_designs; d++)
        w->comparison->designs[d].periods[period].most_sufficient = RASIMI_ABSENT;
}

rasim_status
rasimi_compare_paired(const rasimi_paired_series *series, rasimi_arena *arena, rasim_comparison *comparison)
{
    work w = {series, comparison, arena, rasimi_calloc(series->n, sizeof(double))};
    rasim_status status = w.values ? RASIM_OK : RASIM_ERR_NO_MEMORY;
    for (size_t d = 0; d < series->n_designs; d++)
        for (size_t p = 0; status == RASIM_OK && p < series->n_periods; p++)
            status = describe(&w, d, p);
    for (size_t d = 0; d < series->n_designs; d++)
        for (size_t p = 0; status == RASIM_OK && p < series->n_periods; p++)
            status = compare_with(&w, d, p);
    for (size_t p = 0; status == RASIM_OK && p < series->n_periods; p++)
        rank(&w, p);
    free(w.values);
    return status;
}
