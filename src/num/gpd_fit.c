/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Maximum likelihood after Grimshaw (1993), Technometrics 35, 185-191: with theta = shape / scale the best shape is the
 * mean of log(1 + theta x), so that the likelihood has one unknown. Where that shape is out of range the nearest bound
 * is the best, for the likelihood falls on either side of its maximum. The profile is searched on a grid of theta and
 * then by golden section. Its ends are known: above -1 / largest x, and, because the slope of the likelihood in the
 * scale is 0 at the maximum, scale >= (1 - shape) median / 2, so below 2 most / ((1 - most) median).
 */
#include "num/gpd_fit.h"

#include "num/detmath.h"
#include "num/draws.h"

#include <stdlib.h>

#define INFINITE __builtin_inf()

/* Cells of the grid on either side of theta = 0, and how often the best two are cut: 0.618^45 < 1e-9. */
#define GRID 16
#define CUTS 45

static int
by_value(const void *left, const void *right)
{
    const rasimi_weighted *a = left, *b = right;
    if (a->value != b->value) {
        return a->value < b->value ? -1 : 1;
    }
    return (a->weight > b->weight) - (a->weight < b->weight);
}

void
rasimi_weighted_sort(rasimi_weighted *items, size_t n)
{
    qsort(items, n, sizeof *items, by_value);
}

size_t
rasimi_excesses(const double *values, const double *weights, size_t n, double threshold, rasimi_weighted *excesses)
{
    size_t n_above = 0;
    for (size_t i = 0; i < n; i++) {
        const double weight = weights == NULL ? 1.0 : weights[i];
        if (values[i] > threshold && weight > 0.0) {
            excesses[n_above++] = (rasimi_weighted){values[i] - threshold, weight};
        }
    }
    rasimi_weighted_sort(excesses, n_above);
    return n_above;
}

/* Data and what the search needs to know of them. */
typedef struct profile {
    const rasimi_weighted *x;
    size_t n;
    rasimi_shape_range range;
    double weight, mean, median, largest;
} profile;

static profile
profile_of(const rasimi_weighted *x, size_t n, rasimi_shape_range range)
{
    profile p = {.x = x, .n = n, .range = range};
    double sum = 0.0, up_to = 0.0;
    for (size_t i = 0; i < n; i++) {
        p.weight += x[i].weight;
        sum += x[i].weight * x[i].value;
        p.largest = x[i].weight > 0.0 ? x[i].value : p.largest;
    }
    p.mean = sum / p.weight;
    for (size_t i = 0; i < n && up_to < 0.5 * p.weight; i++) {
        up_to += x[i].weight;
        p.median = x[i].value;
    }
    return p;
}

/* Weighted mean of log(1 + theta x). */
static double
mean_log(const profile *p, double theta)
{
    double sum = 0.0;
    for (size_t i = 0; i < p->n; i++) {
        if (p->x[i].weight > 0.0) {
            sum += p->x[i].weight * rasimi_log1p(theta * p->x[i].value);
        }
    }
    return sum / p->weight;
}

static double
held(double x, rasimi_shape_range range)
{
    return x < range.least ? range.least : x > range.most ? range.most : x;
}

/* The best tail with this theta; returns its log-likelihood a unit of weight, -infinity where no shape in range has the
   sign of theta. */
static double
best_at(const profile *p, double theta, rasimi_gpd *best)
{
    const double nothing = 1e-200;
    if (theta * p->largest < nothing && theta * p->largest > -nothing) { /* the exponential */
        const bool allowed = p->range.least <= 0.0 && p->range.most >= 0.0;
        *best = (rasimi_gpd){.shape = 0.0, .scale = p->mean};
        return allowed ? -rasimi_log(p->mean) - 1.0 : -INFINITE;
    }
    const double mean = mean_log(p, theta), shape = held(mean, p->range);
    if (!(shape / theta > 0.0)) {
        return -INFINITE;
    }
    *best = (rasimi_gpd){.shape = shape, .scale = shape / theta};
    return -rasimi_log(best->scale) - mean - mean / shape;
}

static double
height_at(const profile *p, double theta)
{
    rasimi_gpd best;
    return best_at(p, theta, &best);
}

/* Point i of the grid, from -GRID to GRID. */
static double
grid_point(const profile *p, int i)
{
    const double share = (double)i / GRID;
    const double furthest = 2.0 * p->range.most / ((1.0 - p->range.most) * p->median);
    return i < 0 ? share * (1.0 - 0x1p-30) / p->largest : share * (p->range.most > 0.0 ? furthest : 0.0);
}

/* The middle of an interval of theta after golden section towards the profile's maximum. */
static double
golden_section(const profile *p, double low, double high)
{
    static const double golden = 0x1.3c6ef372fe950p-1; /* (sqrt 5 - 1) / 2 */
    double left = high - golden * (high - low), right = low + golden * (high - low);
    double at_left = height_at(p, left), at_right = height_at(p, right);
    for (int i = 0; i < CUTS; i++) {
        if (at_left >= at_right) {
            high = right;
            right = left;
            at_right = at_left;
            left = high - golden * (high - low);
            at_left = height_at(p, left);
        } else {
            low = left;
            left = right;
            at_left = at_right;
            right = low + golden * (high - low);
            at_right = height_at(p, right);
        }
    }
    return low + 0.5 * (high - low);
}

static double
best_theta(const profile *p)
{
    int best = 0;
    double highest = -INFINITE;
    for (int i = -GRID; i <= GRID; i++) {
        const double height = height_at(p, grid_point(p, i));
        if (height > highest) {
            highest = height;
            best = i;
        }
    }
    const double on_grid = grid_point(p, best);
    const double found =
        golden_section(p, grid_point(p, best > -GRID ? best - 1 : best), grid_point(p, best < GRID ? best + 1 : best));
    return height_at(p, found) >= highest ? found : on_grid; /* a shape held at 0 is on the grid only */
}

/* The best tail for these excesses; returns its log-likelihood a unit of weight. */
static double
fit(const profile *p, rasimi_gpd *best)
{
    return best_at(p, best_theta(p), best);
}

/* Kish's number of observations. */
static double
effective_number(const rasimi_weighted *x, size_t n)
{
    double sum = 0.0, squares = 0.0;
    for (size_t i = 0; i < n; i++) {
        sum += x[i].weight;
        squares += x[i].weight * x[i].weight;
    }
    return sum * sum / squares;
}

void
rasimi_gpd_fit_excesses(const rasimi_weighted *excesses, size_t n, rasimi_shape_range range, rasimi_gpd_fit *out)
{
    const profile p = profile_of(excesses, n, range);
    *out = (rasimi_gpd_fit){.n_effective = effective_number(excesses, n)};
    out->log_likelihood = p.weight * fit(&p, &out->gpd);
    out->at_bound = out->gpd.shape == range.least || out->gpd.shape == range.most;
    const double room = 1.0 + out->gpd.shape;
    out->shape_se = room / __builtin_sqrt(out->n_effective);
    out->scale_se = out->gpd.scale * __builtin_sqrt(2.0 * room / out->n_effective);
    out->correlation = -1.0 / __builtin_sqrt(2.0 * room);
}

/* Weights of a resample: each excess as often as it was drawn. */
static void
resample(const rasimi_weighted *excesses, size_t n, uint64_t key, uint64_t label, size_t b, rasimi_weighted *out)
{
    rasimi_draws draws;
    rasimi_draws_start(&draws, key, label, b, n);
    for (size_t i = 0; i < n; i++) {
        out[i] = (rasimi_weighted){excesses[i].value, 0.0};
    }
    for (size_t i = 0; i < n; i++) {
        const uint64_t chosen = rasimi_draws_below(&draws, n);
        out[chosen].weight += excesses[chosen].weight;
    }
}

void
rasimi_gpd_bootstrap(const rasimi_weighted *excesses, size_t n, rasimi_shape_range range, uint64_t key, uint64_t label,
                     size_t n_refits, rasimi_gpd *refits, rasimi_weighted *scratch)
{
    for (size_t b = 0; b < n_refits; b++) {
        resample(excesses, n, key, label, b, scratch);
        const profile p = profile_of(scratch, n, range);
        fit(&p, &refits[b]);
    }
}

/* Mean excess over a threshold of the n values above it. The se is that of a ratio of sums, divisor n - 1, which with
   equal weights is the sd over sqrt n. */
static rasimi_mean_excess
mean_excess(const rasimi_weighted *above, size_t n, double threshold)
{
    double weight = 0.0, sum = 0.0, squares = 0.0;
    for (size_t i = 0; i < n; i++) {
        weight += above[i].weight;
        sum += above[i].weight * (above[i].value - threshold);
    }
    const double mean = sum / weight;
    for (size_t i = 0; i < n; i++) {
        const double miss = above[i].weight * (above[i].value - threshold - mean);
        squares += miss * miss;
    }
    const double spread = (double)n / (double)(n - 1);
    return (rasimi_mean_excess){
        .threshold = threshold, .mean = mean, .se = __builtin_sqrt(spread * squares) / weight, .n = n};
}

size_t
rasimi_mean_excesses(const rasimi_weighted *values, size_t n, size_t n_least, size_t n_points,
                     rasimi_mean_excess *points)
{
    if (n <= n_least || n_points == 0) {
        return 0;
    }
    const size_t ranks = n - n_least; /* of values that can be thresholds, were there no equal ones */
    const size_t wanted = n_points < ranks ? n_points : ranks;
    size_t n_found = 0;
    for (size_t i = 0; i < wanted; i++) {
        size_t above = wanted > 1 ? i * (ranks - 1) / (wanted - 1) : 0;
        const double threshold = values[above].value;
        while (above < n && values[above].value <= threshold) {
            above++;
        }
        const bool is_new = n_found == 0 || points[n_found - 1].threshold < threshold;
        if (is_new && n - above >= n_least) {
            points[n_found++] = mean_excess(values + above, n - above, threshold);
        }
    }
    return n_found;
}

void
rasimi_gpd_qq(const rasimi_weighted *excesses, size_t n, rasimi_gpd gpd, double *quantiles)
{
    double weight = 0.0, up_to = 0.0;
    for (size_t i = 0; i < n; i++) {
        weight += excesses[i].weight;
    }
    for (size_t i = 0; i < n; i++) {
        quantiles[i] = rasimi_gpd_quantile(gpd, (up_to + 0.5 * excesses[i].weight) / weight);
        up_to += excesses[i].weight;
    }
}
