/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ranks and quantiles of weighted values. */
#include "num/percentile.h"

#include <stdbool.h>

/* Weight of the first `count` values. */
static double
weight_of(const rasimi_ranked *ranked, size_t count)
{
    if (ranked->upto == NULL) {
        return (double)count;
    }
    return count == 0 ? 0.0 : ranked->upto[count - 1];
}

/* How many values are below x, or not above it. */
static size_t
count_below(const rasimi_ranked *ranked, double x, bool or_equal)
{
    size_t low = 0, high = ranked->n;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const double value = ranked->values[middle];
        if (value < x || (or_equal && !(value > x))) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

double
rasimi_mid_rank(const rasimi_ranked *ranked, double x)
{
    const double below = weight_of(ranked, count_below(ranked, x, false));
    const double upto = weight_of(ranked, count_below(ranked, x, true));
    return (below + 0.5 * (upto - below)) / weight_of(ranked, ranked->n);
}

/* Where all weigh the same a value's place is its number. */
static double
equal_value_at(const rasimi_ranked *ranked, double rank)
{
    const double at = rank * (double)ranked->n - 0.5, last = (double)(ranked->n - 1);
    const double held = at < 0.0 ? 0.0 : at > last ? last : at;
    const size_t low = (size_t)held;
    const double high = low + 1 < ranked->n ? ranked->values[low + 1] : ranked->values[low];
    return ranked->values[low] + (held - (double)low) * (high - ranked->values[low]);
}

/* The weight at the middle of a value's own. */
static double
middle_of(const rasimi_ranked *ranked, size_t i)
{
    return 0.5 * (weight_of(ranked, i) + weight_of(ranked, i + 1));
}

double
rasimi_value_at_rank(const rasimi_ranked *ranked, double rank)
{
    if (ranked->upto == NULL) {
        return equal_value_at(ranked, rank);
    }
    const double at = rank * weight_of(ranked, ranked->n);
    size_t low = 0, high = ranked->n; /* the values whose middle is not above `at` */
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (middle_of(ranked, middle) > at) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    if (low == 0 || low == ranked->n) {
        return ranked->values[low == 0 ? 0 : low - 1];
    }
    const double from = middle_of(ranked, low - 1), step = middle_of(ranked, low) - from;
    const double share = step > 0.0 ? (at - from) / step : 0.0;
    return ranked->values[low - 1] + share * (ranked->values[low] - ranked->values[low - 1]);
}
