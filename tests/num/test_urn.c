/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The urn's law against enumeration and against the textbook variance, its contract by literals; apportionment. */
#include "num/urn.h"

#include "draws.h"

#include <criterion/criterion.h>
#include <gsl/gsl_cdf.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define N_MOST       4096
#define UNSEEN_MOST  8192
#define SCRATCH_MOST ((UNSEEN_MOST + N_MOST) / 64 + 1 + N_MOST)

/* An urn: counts of n rows in one replicate. */
typedef void
urn_function(uint64_t n, uint64_t unseen, uint64_t key, uint64_t stratum, uint64_t replicate, uint32_t *counts,
             uint64_t *scratch);

/* The negative control: the same urn with no row left out, so n-1 bars among unseen + n-1 slots. */
static void
plain_urn(uint64_t n, uint64_t unseen, uint64_t key, uint64_t stratum, uint64_t replicate, uint32_t *counts,
          uint64_t *scratch)
{
    const uint64_t slots = unseen + n - 1;
    unsigned char *is_bar = (unsigned char *)scratch;
    uint32_t spare[2];
    memset(is_bar, 0, slots);
    memset(spare, 0, sizeof spare);
    for (uint64_t last = unseen, draw = 0; last < slots; last++, draw++) {
        uint32_t words[4] = {(uint32_t)stratum, (uint32_t)replicate, (uint32_t)(draw / 2), 1};
        if (draw % 2 == 0) {
            rasimi_philox(words, key);
            memcpy(spare, words + 2, sizeof spare);
        } else {
            memcpy(words, spare, sizeof spare);
        }
        const uint64_t slot = (uint64_t)(rasimi_uniform53(words[0], words[1]) * (double)(last + 1));
        is_bar[is_bar[slot] ? last : slot] = 1;
    }
    const unsigned char *next = is_bar, *end = is_bar + slots;
    for (uint64_t row = 0; row < n; row++) {
        const unsigned char *bar = row < n - 1 ? memchr(next, 1, (size_t)(end - next)) : end;
        counts[row] = 1 + (uint32_t)(bar - next);
        next = bar + 1;
    }
}

/* From a script written from the header alone. */
Test(urn, gives_the_counts_of_the_contract)
{
    const uint64_t key = UINT64_C(0x0123456789abcdef), stratum = UINT64_C(0xfedcba9876543210);
    const struct {
        uint64_t n, unseen, key, stratum, replicate;
        uint32_t counts[12];
    } cases[] = {
        {3, 1, 1, 2, 3, {1, 2, 1}},
        {3, 10, 1, 2, 3, {1, 8, 4}},
        {5, 7, key, stratum, 4294967295, {2, 5, 1, 3, 1}},
        {9, 4, key, stratum, 7, {1, 2, 1, 1, 4, 1, 1, 1, 1}},
        {6, 4, 42, 43, 44, {1, 1, 2, 1, 1, 4}},
        {12, 200, 5, 6, 7, {24, 23, 26, 23, 2, 12, 4, 1, 22, 1, 48, 26}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t counts[12] = {0};
        uint64_t scratch[20];
        rasimi_urn_counts(cases[i].n, cases[i].unseen, cases[i].key, cases[i].stratum, cases[i].replicate, counts,
                          scratch);
        cr_assert(memcmp(counts, cases[i].counts, sizeof counts) == 0, "case %zu", i);
    }
}

Test(urn, counts_sum_to_everybody_and_keep_each_row)
{
    static const uint64_t sizes[][2] = {
        {1, 0},      {2, 0},     {3, 0},      {3, 1},    {3, 2},       {3, 5000},    {4, 1},       {4, 2},
        {4, 3},      {65, 1},    {66, 64},    {66, 65},  {5, 61},      {5, 62},      {34, 32},     {130, 128},
        {130, 4000}, {119, 381}, {119, 4881}, {3500, 1}, {3500, 3497}, {3500, 3498}, {3500, 3499}, {4096, 8192},
    };
    uint32_t *counts = calloc(N_MOST + 1, sizeof *counts);
    uint64_t *scratch = malloc((SCRATCH_MOST + 1) * sizeof *scratch);
    cr_assert(counts != NULL && scratch != NULL);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        const uint64_t n = sizes[i][0], unseen = sizes[i][1];
        const size_t words = rasimi_urn_scratch_words(n, unseen);
        for (uint64_t replicate = 0; replicate < 50; replicate++) {
            memset(scratch, 0xA5, (SCRATCH_MOST + 1) * sizeof *scratch);
            counts[n] = 77;
            rasimi_urn_counts(n, unseen, 9, 8, UINT64_C(4294967295) - replicate, counts, scratch);
            cr_assert(counts[n] == 77 && scratch[words] == UINT64_C(0xA5A5A5A5A5A5A5A5), "wrote beyond, case %zu", i);
            uint64_t sum = 0, alone = 0;
            for (uint64_t row = 0; row < n; row++) {
                cr_assert(counts[row] >= 1);
                sum += counts[row];
                alone += counts[row] == 1;
            }
            cr_assert(sum == n + unseen, "case %zu: %" PRIu64, i, sum);
            cr_assert(unseen == 0 || alone > 0, "no row was left out, case %zu", i);
        }
    }
    free(scratch);
    free(counts);
}

Test(urn, depends_on_every_word_of_its_address)
{
    static const uint64_t addresses[][3] = {
        {1, 2, 3}, {2, 2, 3}, {1 + (UINT64_C(1) << 32), 2, 3}, {1, 3, 3}, {1, 2 + (UINT64_C(1) << 32), 3}, {1, 2, 4},
    };
    uint32_t counts[6][40];
    uint64_t scratch[64];
    for (size_t i = 0; i < 6; i++) {
        rasimi_urn_counts(40, 500, addresses[i][0], addresses[i][1], addresses[i][2], counts[i], scratch);
        for (size_t j = 0; j < i; j++) {
            cr_assert(memcmp(counts[i], counts[j], sizeof counts[i]) != 0, "%zu and %zu are equal", i, j);
        }
    }
    rasimi_urn_counts(40, 500, 1, 2, 3, counts[1], scratch);
    cr_assert(memcmp(counts[0], counts[1], sizeof counts[0]) == 0);
}

#define ROWS_MOST     5
#define OUTCOMES_MOST 1024

/* An outcome's number: the shares of all rows as digits to base unseen + 1. */
static size_t
outcome_of(const uint32_t *counts, uint64_t n, uint64_t unseen)
{
    size_t outcome = 0;
    for (uint64_t row = 0; row < n; row++) {
        outcome = outcome * (unseen + 1) + (counts[row] - 1);
    }
    return outcome;
}

/* Enumerates the law: n choices of the row left out times all compositions of unseen over the others. Returns the
   number of those pairs; ways[outcome] of them give the outcome. */
static double
enumerate(uint64_t n, uint64_t unseen, double ways[OUTCOMES_MOST])
{
    double pairs = 0.0;
    size_t outcomes = 1;
    memset(ways, 0, OUTCOMES_MOST * sizeof *ways);
    for (uint64_t row = 0; row < n; row++) {
        outcomes *= unseen + 1;
    }
    for (size_t outcome = 0; outcome < outcomes; outcome++) {
        uint64_t sum = 0, zeros = 0;
        for (size_t rest = outcome, row = 0; row < n; row++, rest /= unseen + 1) {
            sum += rest % (unseen + 1);
            zeros += rest % (unseen + 1) == 0;
        }
        ways[outcome] = sum == unseen ? (double)zeros : 0.0;
        pairs += ways[outcome];
    }
    return pairs;
}

/* Chi-square of replicates' outcomes against the enumerated law; an impossible outcome makes it huge. */
static double
chi_square(urn_function *urn, uint64_t n, uint64_t unseen, uint64_t replicates, double *df)
{
    static double ways[OUTCOMES_MOST];
    static double seen[OUTCOMES_MOST];
    memset(seen, 0, sizeof seen);
    const double pairs = enumerate(n, unseen, ways);
    for (uint64_t replicate = 0; replicate < replicates; replicate++) {
        uint32_t counts[ROWS_MOST];
        uint64_t scratch[64];
        urn(n, unseen, 0x1f63e566, 11, replicate, counts, scratch);
        seen[outcome_of(counts, n, unseen)]++;
    }
    double sum = 0.0;
    *df = -1.0;
    for (size_t i = 0; i < OUTCOMES_MOST; i++) {
        if (ways[i] > 0.0) {
            const double expected = (double)replicates * ways[i] / pairs;
            sum += (seen[i] - expected) * (seen[i] - expected) / expected;
            *df += 1.0;
        } else if (seen[i] > 0.0) {
            return 1e9;
        }
    }
    return sum;
}

/* Family-wise error 1e-6 over 7 cases and two sides. The plain urn must fail every one. */
Test(urn, composition_is_uniform)
{
    static const uint64_t sizes[][2] = {{3, 1}, {3, 2}, {3, 7}, {4, 1}, {4, 2}, {4, 4}, {5, 2}};
    const double alpha = 1e-6 / 14.0;
    const uint64_t replicates = 100000;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        const uint64_t n = sizes[i][0], unseen = sizes[i][1];
        double df;
        const double x = chi_square(rasimi_urn_counts, n, unseen, replicates, &df);
        cr_assert(gsl_cdf_chisq_Q(x, df) > alpha && gsl_cdf_chisq_P(x, df) > alpha,
                  "n %" PRIu64 ", unseen %" PRIu64 ": chi-square %g, df %g", n, unseen, x, df);
        if (unseen > 1) { /* one person falls on each row alike in both urns */
            const double control = chi_square(plain_urn, n, unseen, replicates, &df);
            cr_assert(gsl_cdf_chisq_Q(control, df) < alpha, "the plain urn passes: chi-square %g, df %g", control, df);
        }
    }
}

/* Skewed values, as packages are. */
static double
value_of(uint64_t row)
{
    return 300.0 + (double)(row * row % 97) * 7.0 + (row % 11 == 0 ? 1500.0 : 0.0);
}

/* N^2 (1 - n/N) (s^2 / n) (N - 2) / N for N = n + unseen. */
static double
textbook_variance(uint64_t n, uint64_t unseen)
{
    const double rows = (double)n, everybody = (double)(n + unseen);
    double mean = 0.0, squares = 0.0;
    for (uint64_t i = 0; i < n; i++) {
        mean += value_of(i) / rows;
    }
    for (uint64_t i = 0; i < n; i++) {
        squares += (value_of(i) - mean) * (value_of(i) - mean);
    }
    return everybody * everybody * (1.0 - rows / everybody) * (squares / (rows - 1.0) / rows) * (everybody - 2.0) /
           everybody;
}

/* How many standard errors the variance of the total over replicates lies from the textbook's; the mean, which is N
   times the rows' mean, is known. The standard error of a mean square is that of the squares themselves. */
static double
variance_z(urn_function *urn, uint64_t n, uint64_t unseen, uint64_t replicates)
{
    uint32_t counts[128];
    uint64_t scratch[SCRATCH_MOST];
    double rows_mean = 0.0, sum = 0.0, sum_of_squares = 0.0;
    for (uint64_t i = 0; i < n; i++) {
        rows_mean += value_of(i) / (double)n;
    }
    for (uint64_t replicate = 0; replicate < replicates; replicate++) {
        urn(n, unseen, 0x91b8185d, 5, replicate, counts, scratch);
        double deviation = 0.0;
        for (uint64_t i = 0; i < n; i++) {
            deviation += counts[i] * (value_of(i) - rows_mean);
        }
        sum += deviation * deviation;
        sum_of_squares += deviation * deviation * deviation * deviation;
    }
    const double r = (double)replicates, mean_square = sum / r;
    const double error = sqrt((sum_of_squares / r - mean_square * mean_square) / r);
    return (mean_square - textbook_variance(n, unseen)) / error;
}

/* Normal approximation, two-sided, family-wise error 1e-6 over 4 cases. The plain urn's variance is
   (n-1)/(n+1) N/(N-2) of the textbook's and must fail: 26, 7, 2.1 and 1.5 % too little. */
Test(urn, variance_is_the_textbook_value)
{
    static const uint64_t cases[][3] = {{5, 15, 40000}, {5, 2, 40000}, {40, 30, 400000}, {119, 881, 500000}};
    const double limit = gsl_cdf_ugaussian_Qinv(1e-6 / 8.0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const double z = variance_z(rasimi_urn_counts, cases[i][0], cases[i][1], cases[i][2]);
        cr_assert(fabs(z) < limit, "case %zu: z %.2f", i, z);
        const double control = variance_z(plain_urn, cases[i][0], cases[i][1], cases[i][2]);
        cr_assert(control < -limit, "the plain urn passes case %zu: z %.2f", i, control);
    }
}

Test(apportion, gives_the_largest_remainders)
{
    static const struct {
        size_t n;
        double weights[6];
        uint64_t total, out[6];
    } cases[] = {
        {1, {0.3}, 7, {7}},
        {3, {1, 1, 1}, 0, {0, 0, 0}},
        {3, {1, 1, 1}, 4, {2, 1, 1}}, /* ties go to the lower index */
        {3, {1, 1, 1}, 5, {2, 2, 1}},
        {3, {0.1, 0.1, 0.1}, 2, {1, 1, 0}},
        {6, {1, 4, 7, 10, 13, 1}, 12, {1, 2, 2, 3, 4, 0}}, /* all remainders 1/3 */
        {4, {0, 5, 0, 5}, 5, {0, 3, 0, 2}},                /* nothing to nobody */
        {3, {47, 16, 15.8}, 10, {6, 2, 2}},
        {2, {1e12, 1}, UINT64_C(1000000000001), {UINT64_C(1000000000000), 1}},
        {2, {1, 2}, UINT64_C(9000000000000000000), {UINT64_C(3000000000000000000), UINT64_C(6000000000000000000)}},
        {2, {1e-250, 3e-250}, 8, {2, 6}},
        {2, {1e250, 3e250}, 8, {2, 6}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint64_t out[6] = {0};
        cr_assert(rasimi_apportion(cases[i].weights, cases[i].n, cases[i].total, out) == 0);
        for (size_t j = 0; j < cases[i].n; j++) {
            cr_assert(out[j] == cases[i].out[j], "case %zu, part %zu: %" PRIu64, i, j, out[j]);
        }
    }
}

Test(apportion, keeps_the_total_and_stays_within_one_of_each_quota)
{
    enum { parts = 500 };
    test_draws draws = {0x5104f101, 0};
    for (int round = 0; round < 200; round++) {
        double weights[parts], sum = 0.0;
        uint64_t out[parts], given = 0;
        const uint64_t total = draw_bits(&draws) % UINT64_C(1000000000000);
        for (int i = 0; i < parts; i++) {
            weights[i] = round % 2 ? floor(draw_uniform(&draws) * 2e9) : pow(draw_uniform(&draws), 8.0);
            sum += weights[i];
        }
        cr_assert(rasimi_apportion(weights, parts, total, out) == 0);
        for (int i = 0; i < parts; i++) {
            const double quota = weights[i] / sum * (double)total;
            cr_assert(fabs((double)out[i] - quota) < 1.0 + 1e-12 * (double)total, "%g for %g", (double)out[i], quota);
            given += out[i];
        }
        cr_assert(given == total, "%" PRIu64 " of %" PRIu64, given, total);
    }
}

Test(apportion, refuses_weights_without_a_sum)
{
    const double zeros[] = {0.0, 0.0}, endless[] = {(double)INFINITY, 1.0}, unknown[] = {(double)NAN, 1.0};
    uint64_t out[] = {5, 6};
    cr_assert(rasimi_apportion(zeros, 2, 10, out) == -1);
    cr_assert(rasimi_apportion(endless, 2, 10, out) == -1);
    cr_assert(rasimi_apportion(unknown, 2, 10, out) == -1);
    cr_assert(rasimi_apportion(zeros, 0, 10, out) == -1);
    cr_assert(out[0] == 5 && out[1] == 6);
}
