/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pools are cut from a shuffle of everybody inside the RAS, so that pools of one replicate share nobody. They do share
   its shocks: the variance of a pool is the mean square within replicates around the mean of all, and what the mean of
   all itself varies by is added. Errors are by the jackknife over replicates (Efron & Tibshirani 1993, chapter 11). */
#include "analysis/averaging.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/estimate.h"
#include "num/draws.h"
#include "num/philox.h"
#include "num/stats.h"

enum { MOST_POOLS = 200, MOST_PARTS = 32, LEAST_POOLS = 2 };

/* A fit is not asked to follow the variances more closely than this: a / N + b is a description. */
#define LEAST_RELATIVE_ERROR 0.02

rasim_status
rasimi_averager_create(uint64_t seed, uint64_t replicates, rasimi_averager *out)
{
    *out = (rasimi_averager){.key = rasimi_stream_key(seed, RASIMI_STREAM_POOLS), .replicates = replicates};
    out->pools = rasimi_calloc(replicates, RASIMI_MOST_SIZES * sizeof *out->pools);
    return out->pools ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

void
rasimi_averager_clear(rasimi_averager *self)
{
    free(self->pools);
    free(self->order);
    *self = (rasimi_averager){0};
}

/* 10, 30, 100, 300, ... as long as two pools of the size can be drawn. */
static void
choose_sizes(rasimi_averager *self, size_t n)
{
    double size = 10;
    while (self->n_sizes < RASIMI_MOST_SIZES - 1 && LEAST_POOLS * size <= (double)n) {
        self->sizes[self->n_sizes] = size;
        size = self->n_sizes % 2 == 0 ? 3 * size : size / 3 * 10;
        self->n_sizes++;
    }
}

/* Everybody in random order (Fisher & Yates 1938). */
static rasim_status
shuffle(rasimi_averager *self, size_t n)
{
    if (n > self->capacity) {
        uint32_t *order = rasimi_realloc(self->order, n, sizeof *order);
        if (!order)
            return RASIM_ERR_NO_MEMORY;
        self->order = order;
        self->capacity = n;
    }
    rasimi_draws draws;
    rasimi_draws_start(&draws, self->key, 0, self->n_done, n);
    for (size_t i = 0; i < n; i++) {
        const size_t j = (size_t)rasimi_draws_below(&draws, i + 1);
        self->order[i] = self->order[j];
        self->order[j] = (uint32_t)i;
    }
    return RASIM_OK;
}

/* Pools of one size; one to which nothing was allocated has no ratio. */
static rasimi_pools
draw_pools(const rasimi_averager *self, const double *spent, const double *allocated, size_t n, size_t size)
{
    rasimi_pools out = {0, 0, 0};
    for (size_t pool = 0; (pool + 1) * size <= n && pool < MOST_POOLS; pool++) {
        double sum = 0, base = 0;
        for (size_t i = pool * size; i < (pool + 1) * size; i++) {
            sum += spent[self->order[i]];
            base += allocated[self->order[i]];
        }
        const double ratio = base > 0 ? sum / base - 1 : 0;
        out.n += base > 0;
        out.mean += ratio;
        out.square += ratio * ratio;
    }
    out.mean /= out.n > 0 ? out.n : 1;
    out.square /= out.n > 0 ? out.n : 1;
    return out;
}

rasim_status
rasimi_averager_add(rasimi_averager *self, const double *spent, const double *allocated, size_t n)
{
    if (self->n_done == 0)
        choose_sizes(self, n);
    const rasim_status status = shuffle(self, n);
    for (size_t s = 0; s < self->n_sizes && status == RASIM_OK; s++)
        self->pools[self->n_done * RASIMI_MOST_SIZES + s] =
            draw_pools(self, spent, allocated, n, (size_t)self->sizes[s]);
    self->people += (double)n;
    self->n_done++;
    return status;
}

/* ---- variances ---- */

/* The variance of a pool of one size, the replicates with r % n_parts == left_out set aside (n_parts: none is). */
static double
variance_of(const rasimi_averager *self, size_t size, size_t n_parts, size_t left_out)
{
    double n = 0, mean = 0, mean_square = 0, square = 0;
    for (uint64_t r = 0; r < self->n_done; r++) {
        const rasimi_pools *pools = &self->pools[r * RASIMI_MOST_SIZES + size];
        if (r % n_parts == left_out || !(pools->n > 0))
            continue;
        n += 1;
        mean += pools->mean;
        mean_square += pools->mean * pools->mean;
        square += pools->square;
    }
    mean /= n;
    const double between = (mean_square - n * mean * mean) / (n - 1); /* of the replicates' means */
    return square / n - mean * mean + between / n;
}

/* The same of everybody: one pool a replicate. */
static double
variance_of_series(const double *values, uint64_t n_values, size_t n_parts, size_t left_out)
{
    double n = 0, mean = 0, squares = 0;
    for (uint64_t r = 0; r < n_values; r++)
        if (r % n_parts != left_out) {
            n += 1;
            mean += values[r];
        }
    mean /= n;
    for (uint64_t r = 0; r < n_values; r++)
        if (r % n_parts != left_out)
            squares += (values[r] - mean) * (values[r] - mean);
    return squares / (n - 1);
}

bool
rasimi_averaging_fit(const double *people, const double *variance, const double *error, size_t n, double *a, double *b)
{
    double w = 0, x = 0, y = 0, xx = 0, xy = 0;
    for (size_t i = 0; i < n; i++) {
        const double weight = 1 / (error[i] * error[i]), inverse = 1 / people[i];
        w += weight;
        x += weight * inverse;
        y += weight * variance[i];
        xx += weight * inverse * inverse;
        xy += weight * inverse * variance[i];
    }
    const double determinant = w * xx - x * x;
    if (n < 2 || !(determinant > 1e-12 * w * xx))
        return false;
    *a = (w * xy - x * y) / determinant;
    *b = (xx * y - x * xy) / determinant;
    return true;
}

/* ---- the curve ---- */

/* Variances by size, of all replicates and with each part left out. */
typedef struct curve {
    size_t n, n_parts; /* n_parts 0: too few replicates for errors */
    double people[RASIMI_MOST_SIZES], variance[RASIMI_MOST_SIZES], error[RASIMI_MOST_SIZES];
    double without[MOST_PARTS][RASIMI_MOST_SIZES];
} curve;

/* The jackknife's standard error of a figure from its values without each part. */
static double
jackknife(const double *without, size_t stride, size_t n_parts)
{
    double mean = 0, squares = 0;
    for (size_t p = 0; p < n_parts; p++)
        mean += without[p * stride] / (double)n_parts;
    for (size_t p = 0; p < n_parts; p++)
        squares += (without[p * stride] - mean) * (without[p * stride] - mean);
    return sqrt(squares * (double)(n_parts - 1) / (double)n_parts);
}

static void
add_size(curve *self, const rasimi_averager *from, size_t size, const double *everybody, uint64_t n_everybody)
{
    const size_t i = self->n++, all = MOST_PARTS + 1;
    self->people[i] = everybody ? from->people / (double)from->n_done : from->sizes[size];
    self->variance[i] =
        everybody ? variance_of_series(everybody, n_everybody, all, all) : variance_of(from, size, all, all);
    for (size_t p = 0; p < self->n_parts; p++)
        self->without[p][i] = everybody ? variance_of_series(everybody, n_everybody, self->n_parts, p)
                                        : variance_of(from, size, self->n_parts, p);
    self->error[i] = jackknife(&self->without[0][i], RASIMI_MOST_SIZES, self->n_parts);
}

static double
root(double x)
{
    return x > 0 ? sqrt(x) : 0;
}

static void
describe_sizes(const curve *self, const rasimi_averager *from, rasim_averaging *out)
{
    for (size_t i = 0; i < self->n; i++) {
        const double reach = RASIMI_Z95 * self->error[i];
        double pools = 0;
        for (uint64_t r = 0; r < from->n_done && i < from->n_sizes; r++)
            pools += from->pools[r * RASIMI_MOST_SIZES + i].n;
        out->sizes[i] = (rasim_pool_size){
            .people = self->people[i],
            .pools = (uint64_t)pools,
            .sd = root(self->variance[i]),
            .low = root(self->variance[i] - reach),
            .high = root(self->variance[i] + reach),
            .fitted_sd = root(out->a.value / self->people[i] + out->b.value),
        };
    }
}

static void
fit_curve(const curve *self, rasim_averaging *out)
{
    double error[RASIMI_MOST_SIZES], a[MOST_PARTS] = {0}, b[MOST_PARTS] = {0};
    for (size_t i = 0; i < self->n; i++) {
        const double least = LEAST_RELATIVE_ERROR * self->variance[i];
        error[i] = sqrt(self->error[i] * self->error[i] + least * least);
        if (!(error[i] > 0))
            return;
    }
    if (!rasimi_averaging_fit(self->people, self->variance, error, self->n, &out->a.value, &out->b.value))
        return;
    for (size_t p = 0; p < self->n_parts; p++)
        rasimi_averaging_fit(self->people, self->without[p], error, self->n, &a[p], &b[p]);
    out->a.se = jackknife(a, 1, self->n_parts);
    out->b.se = jackknife(b, 1, self->n_parts);
    out->floor_sd = root(out->b.value);
    out->floor_low = root(out->b.value - RASIMI_Z95 * out->b.se);
    out->floor_high = root(out->b.value + RASIMI_Z95 * out->b.se);
    if (out->b.value > 0)
        out->people_to_floor = out->a.value / out->b.value;
}

rasim_status
rasimi_averager_describe(const rasimi_averager *self, const double *everybody, uint64_t n_everybody,
                         rasimi_arena *arena, rasim_averaging *out)
{
    const double none = (double)NAN;
    curve c = {.n_parts = self->n_done < MOST_PARTS ? (size_t)self->n_done : MOST_PARTS};
    *out = (rasim_averaging){.a = {none, none},
                             .b = {none, none},
                             .floor_sd = none,
                             .floor_low = none,
                             .floor_high = none,
                             .people_to_floor = none};
    if (self->n_done < 3 || self->n_sizes == 0)
        return RASIM_OK;
    for (size_t s = 0; s < self->n_sizes; s++)
        add_size(&c, self, s, NULL, 0);
    if (everybody && n_everybody > MOST_PARTS)
        add_size(&c, self, 0, everybody, n_everybody);
    out->sizes = rasimi_arena_alloc(arena, c.n, sizeof *out->sizes);
    if (!out->sizes)
        return RASIM_ERR_NO_MEMORY;
    out->n = c.n;
    fit_curve(&c, out);
    describe_sizes(&c, self, out);
    return RASIM_OK;
}
