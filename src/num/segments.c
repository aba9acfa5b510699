/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Optimal stretches by dynamic programming over where the last one begins. */
#include "num/segments.h"

#include "base/mem.h"

#include <stdlib.h>

/* Sums over the values before an index, of deviations from the mean of all: [n + 1]. */
typedef struct sums {
    double *weight, *first, *second;
    double centre;
} sums;

static double
spread_within(const sums *s, size_t from, size_t to)
{
    const double weight = s->weight[to] - s->weight[from], first = s->first[to] - s->first[from];
    const double spread = s->second[to] - s->second[from] - first * first / weight;
    return spread > 0.0 ? spread : 0.0;
}

static void
add_up(sums *s, const double *values, const double *weights, size_t n)
{
    double total = 0.0, weight = 0.0;
    for (size_t i = 0; i < n; i++) {
        total += weights[i] * values[i];
        weight += weights[i];
    }
    s->centre = total / weight;
    for (size_t i = 0; i < n; i++) {
        const double from_centre = values[i] - s->centre;
        s->weight[i + 1] = s->weight[i] + weights[i];
        s->first[i + 1] = s->first[i] + weights[i] * from_centre;
        s->second[i + 1] = s->second[i] + weights[i] * from_centre * from_centre;
    }
}

/* best[i]: least spread of the first i values in j + 1 stretches; cut[i]: where the last of them begins. */
static void
next_stretch(const sums *s, size_t n, size_t j, const double *before, double *best, size_t *cut)
{
    for (size_t i = j + 1; i <= n; i++) {
        best[i] = __builtin_inf();
        for (size_t from = j; from < i; from++) {
            const double spread = before[from] + spread_within(s, from, i);
            if (spread < best[i]) {
                best[i] = spread;
                cut[i] = from;
            }
        }
    }
}

static void
trace_back(const sums *s, const size_t *cuts, size_t n, size_t k, size_t *start, double *mean)
{
    size_t to = n;
    for (size_t j = k; j-- > 0;) {
        const size_t from = j == 0 ? 0 : cuts[j * (n + 1) + to];
        start[j] = from;
        mean[j] = s->centre + (s->first[to] - s->first[from]) / (s->weight[to] - s->weight[from]);
        to = from;
    }
}

bool
rasimi_segments(const double *values, const double *weights, size_t n, size_t k, size_t *start, double *mean)
{
    double *memory = rasimi_calloc(5 * (n + 1), sizeof *memory);
    size_t *cuts = rasimi_calloc(k * (n + 1), sizeof *cuts);
    const bool enough = memory != NULL && cuts != NULL;
    if (enough) {
        sums s = {.weight = memory, .first = memory + (n + 1), .second = memory + 2 * (n + 1)};
        double *best = memory + 3 * (n + 1), *next = memory + 4 * (n + 1);
        add_up(&s, values, weights, n);
        for (size_t i = 1; i <= n; i++) {
            best[i] = spread_within(&s, 0, i);
        }
        for (size_t j = 1; j < k; j++) {
            next_stretch(&s, n, j, best, next, cuts + j * (n + 1));
            double *swap = best;
            best = next;
            next = swap;
        }
        trace_back(&s, cuts, n, k, start, mean);
    }
    free(memory);
    free(cuts);
    return enough;
}
