/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Estimates from replicates. Sums run in index order on values less a typical one, so that little is rounded away. */
#include "num/stats.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#define TAIL_OF_95 0.025

rasim_probability
rasimi_wilson(uint64_t k, uint64_t n)
{
    const double trials = (double)n, successes = (double)k;
    const double share = successes / trials;
    const double z2 = RASIMI_Z95 * RASIMI_Z95;
    const double centre = (successes + z2 / 2.0) / (trials + z2);
    const double half =
        RASIMI_Z95 / (trials + z2) * __builtin_sqrt(successes * ((trials - successes) / trials) + z2 / 4.0);
    const double low = k == 0 ? 0.0 : centre - half;
    const double high = k == n ? 1.0 : centre + half;
    return (rasim_probability){.probability = share, .low = low, .high = high};
}

/* level x n, whole where only the rounding of `level` and of the product keeps it from being so. */
static double
level_of_n(double level, uint64_t n)
{
    const double product = level * (double)n;
    const double whole = (double)(uint64_t)(product + 0.5);
    const double distance = product > whole ? product - whole : whole - product;
    return distance <= product * 0x1p-50 ? whole : product;
}

uint64_t
rasimi_quantile_rank(double level, uint64_t n)
{
    const double product = level_of_n(level, n);
    const uint64_t floor = (uint64_t)product;
    const uint64_t rank = (double)floor < product ? floor + 1 : floor;
    return rank < 1 ? 1 : rank > n ? n : rank;
}

/* A binomial distribution as weights relative to its mode's, each from its neighbour. Beyond `least` of the mode's,
   about 10 standard deviations out, nothing can move a tail of 2.5 %. */
typedef struct binomial {
    double odds; /* p / (1 - p) */
    double least;
    uint64_t n, mode;
} binomial;

static double
weight_above(const binomial *b, double weight, uint64_t k)
{
    return weight * ((double)(b->n - k) / (double)(k + 1) * b->odds);
}

static double
weight_below(const binomial *b, double weight, uint64_t k)
{
    return weight * ((double)k / ((double)(b->n - k + 1) * b->odds));
}

static double
sum_above_mode(const binomial *b)
{
    double sum = 0.0, weight = 1.0;
    for (uint64_t k = b->mode; k < b->n && weight > b->least; k++) {
        weight = weight_above(b, weight, k);
        sum += weight;
    }
    return sum;
}

static double
sum_below_mode(const binomial *b)
{
    double sum = 0.0, weight = 1.0;
    for (uint64_t k = b->mode; k > 0 && weight > b->least; k--) {
        weight = weight_below(b, weight, k);
        sum += weight;
    }
    return sum;
}

/* The number of k, from 0 up, that a lower tail of at most `tail` holds. `sum` is that of all weights up to the mode.
 */
static uint64_t
lower_tail_count(const binomial *b, double sum, double tail)
{
    uint64_t count = b->mode + 1;
    double weight = 1.0;
    while (count > 0 && sum > tail) {
        sum -= weight;
        count--;
        weight = weight_below(b, weight, count);
    }
    return count;
}

/* The least k, n+1 if none, from which on an upper tail holds at most `tail`. */
static uint64_t
upper_tail_start(const binomial *b, double sum, double tail)
{
    uint64_t start = b->mode;
    double weight = 1.0;
    while (start <= b->n && sum > tail) {
        sum -= weight;
        weight = weight_above(b, weight, start);
        start++;
    }
    return start;
}

/* The number of values at or below the quantile is binomial(n, level): rank low is above the quantile where fewer than
   `low` are, and rank high below it where at least `high` are. */
void
rasimi_quantile_interval_ranks(double level, uint64_t n, uint64_t *low, uint64_t *high)
{
    const uint64_t mode = (uint64_t)(level * ((double)n + 1.0));
    const binomial b = {.odds = level / (1.0 - level), .least = 0x1p-70, .n = n, .mode = mode > n ? n : mode};
    const double above = sum_above_mode(&b), below = sum_below_mode(&b);
    const double tail = TAIL_OF_95 * (below + 1.0 + above);
    *low = lower_tail_count(&b, below + 1.0, tail);
    *high = upper_tail_start(&b, above + 1.0, tail);
}

/* The sort works on whole numbers in the order of the doubles, which stand in the doubles' place. */
static uint64_t
image_at(const double *values, uint64_t i)
{
    uint64_t image;
    memcpy(&image, &values[i], sizeof image);
    return image;
}

static void
set_image(double *values, uint64_t i, uint64_t image)
{
    memcpy(&values[i], &image, sizeof image);
}

#define SIGN UINT64_C(0x8000000000000000)

static void
to_images(double *values, uint64_t n)
{
    for (uint64_t i = 0; i < n; i++) {
        const uint64_t bits = image_at(values, i);
        set_image(values, i, bits & SIGN ? ~bits : bits | SIGN);
    }
}

static void
from_images(double *values, uint64_t n)
{
    for (uint64_t i = 0; i < n; i++) {
        const uint64_t image = image_at(values, i);
        set_image(values, i, image & SIGN ? image & ~SIGN : ~image);
    }
}

static void
insertion_sort(double *values, uint64_t n)
{
    for (uint64_t i = 1; i < n; i++) {
        const uint64_t image = image_at(values, i);
        uint64_t j = i;
        for (; j > 0 && image_at(values, j - 1) > image; j--) {
            set_image(values, j, image_at(values, j - 1));
        }
        set_image(values, j, image);
    }
}

/* How far right to shift so that the 8 bits from the highest one that differs are the lowest; 64 where none differs. */
static unsigned
first_differing_byte(const double *values, uint64_t n)
{
    const uint64_t first = image_at(values, 0);
    uint64_t differing = 0;
    for (uint64_t i = 1; i < n; i++) {
        differing |= image_at(values, i) ^ first;
    }
    if (differing == 0) {
        return 64;
    }
    const unsigned highest = 63u - (unsigned)__builtin_clzll(differing);
    return highest > 7 ? highest - 7 : 0;
}

#define BUCKETS 256

/* Swaps values into their buckets in place; bucket b becomes [end[b-1], end[b]). */
static void
deal_into_buckets(double *values, uint64_t n, unsigned shift, uint64_t end[BUCKETS])
{
    uint64_t next[BUCKETS] = {0};
    for (uint64_t i = 0; i < n; i++) {
        next[image_at(values, i) >> shift & (BUCKETS - 1)]++;
    }
    uint64_t start = 0;
    for (unsigned b = 0; b < BUCKETS; b++) {
        end[b] = start + next[b];
        next[b] = start;
        start = end[b];
    }
    for (unsigned b = 0; b < BUCKETS; b++) {
        while (next[b] < end[b]) {
            uint64_t image = image_at(values, next[b]);
            for (uint64_t home; (home = image >> shift & (BUCKETS - 1)) != b;) {
                const uint64_t evicted = image_at(values, next[home]);
                set_image(values, next[home]++, image);
                image = evicted;
            }
            set_image(values, next[b]++, image);
        }
    }
}

/* American flag sort (McIlroy, Bostic, McIlroy 1993): radix 256 from the top, in place; at most 8 levels deep, as each
   starts at the highest bit that still differs. */
static void
sort_images(double *values, uint64_t n)
{
    const uint64_t few = 48;
    if (n <= few) {
        insertion_sort(values, n);
        return;
    }
    const unsigned shift = first_differing_byte(values, n);
    if (shift == 64) {
        return;
    }
    uint64_t end[BUCKETS];
    deal_into_buckets(values, n, shift, end);
    if (shift == 0) {
        return;
    }
    sort_images(values, end[0]);
    for (unsigned b = 1; b < BUCKETS; b++) {
        sort_images(values + end[b - 1], end[b] - end[b - 1]);
    }
}

void
rasimi_sort(double *values, uint64_t n)
{
    to_images(values, n);
    sort_images(values, n);
    from_images(values, n);
}

rasim_at_level
rasimi_quantile(const double *sorted, uint64_t n, double level)
{
    uint64_t low, high;
    rasimi_quantile_interval_ranks(level, n, &low, &high);
    return (rasim_at_level){.level = level,
                            .value = sorted[rasimi_quantile_rank(level, n) - 1],
                            .low = low > 0 ? sorted[low - 1] : (double)NAN,
                            .high = high <= n ? sorted[high - 1] : (double)NAN};
}

/* Rearranged around x_(j): x_(j) + sum_{i>j} (x_(i) - x_(j)) / (n - level n), which cannot fall below x_(j). */
double
rasimi_expected_shortfall(const double *sorted, uint64_t n, double level)
{
    const uint64_t rank = rasimi_quantile_rank(level, n);
    const double threshold = sorted[rank - 1];
    double excess = 0.0;
    for (uint64_t i = rank; i < n; i++) {
        excess += sorted[i] - threshold;
    }
    return threshold + excess / ((double)n - level_of_n(level, n));
}

void
rasimi_mean_sd(const double *values, uint64_t n, double *mean, double *sd)
{
    const double count = (double)n, first = values[0];
    double sum = 0.0;
    for (uint64_t i = 0; i < n; i++) {
        sum += values[i] - first;
    }
    const double centre = first + sum / count;
    double squares = 0.0, rounding = 0.0;
    for (uint64_t i = 0; i < n; i++) {
        const double deviation = values[i] - centre;
        squares += deviation * deviation;
        rounding += deviation;
    }
    const double variance = n > 1 ? (squares - rounding * rounding / count) / (count - 1.0) : 0.0;
    *mean = centre;
    *sd = variance > 0.0 ? __builtin_sqrt(variance) : 0.0;
}
