/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sizes of samples against published tables, every sample of a small population, and every line one by one. */
#include "num/sample_size.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

#include "support/law.h"

#define Z_95 1.959963984540054

Test(sample_size, a_share_needs_the_published_sizes)
{
    static const struct {
        double z, interval, people;
        uint64_t n;
    } cases[] = {
        /* 95 % and 9 %, the Cheshire rule */
        {Z_95, 0.09, 100, 55},
        {Z_95, 0.09, 200, 75},
        {Z_95, 0.09, 500, 96},
        {Z_95, 0.09, 1000, 107},
        {Z_95, 0.09, 2000, 112},
        {Z_95, 0.09, 5000, 116},
        {Z_95, 0.09, 10000, 118},
        {Z_95, 0.09, HUGE_VAL, 119},
        /* Cochran 1977, section 4.2 and 4.4: 400 of a large population, 356 of 3,200 huts */
        {2, 0.05, HUGE_VAL, 400},
        {2, 0.05, 3200, 356},
        {Z_95, 0.001, 7, 7}, /* never more than there are */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        cr_assert_eq(rasimi_sample_for_share(cases[i].z, cases[i].interval, cases[i].people), cases[i].n,
                     "case %zu: %llu", i,
                     (unsigned long long)rasimi_sample_for_share(cases[i].z, cases[i].interval, cases[i].people));
}

/* Krejcie & Morgan (1970), table 1: chi-squared 3.841, +-5 %. They round to the nearest, we round up. */
Test(sample_size, a_share_agrees_with_krejcie_and_morgan)
{
    static const struct {
        double people;
        uint64_t n;
        bool rounded_down;
    } cases[] = {{10, 10, false},    {50, 44, true},    {100, 80, false},   {500, 217, true},
                 {1000, 278, false}, {2000, 322, true}, {5000, 357, false}, {10000, 370, false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        cr_assert_eq(rasimi_sample_for_share(sqrt(3.841), 0.05, cases[i].people), cases[i].n + cases[i].rounded_down,
                     "case %zu", i);
}

/* Cochran 1977, section 4.6: seedlings in 430 beds, mean 19, variance 85.6, within 10 % at t = 2: 78 beds. */
Test(sample_size, a_mean_needs_cochrans_size)
{
    const double se = 0.1 * 19 * 430 / 2;
    cr_assert_eq(rasimi_sample_for_variance(430, sqrt(85.6), se * se, 2), 78);
}

/* The size is just enough: one fewer is too few. */
Test(sample_size, a_size_is_enough_and_no_more)
{
    srandom((unsigned)law_seed("a_size_is_enough_and_no_more"));
    for (int i = 0; i < 2000; i++) {
        const uint64_t people = 2 + (uint64_t)(random() % 20000);
        const double sd = 1 + (double)(random() % 1000), all = (double)people;
        const double most = all * all * sd * sd / (1 + (double)(random() % 5000));
        const uint64_t n = rasimi_sample_for_variance(people, sd, most, 2);
        cr_assert(n >= 2 && n <= people);
        cr_assert(n == people || rasimi_sample_variance(all, sd, (double)n) <= most, "round %d", i);
        cr_assert(n == 2 || rasimi_sample_variance(all, sd, (double)(n - 1)) > most, "round %d: %llu", i,
                  (unsigned long long)n);
    }
    cr_assert_eq(rasimi_sample_for_variance(50, 0, 1, 2), 2);
    cr_assert_eq(rasimi_sample_for_variance(1, 0, 1, 2), 1);
}

/* The variance of the estimated total over all 20 samples of 3 out of 6. */
Test(sample_size, the_variance_is_that_over_all_samples)
{
    static const double y[] = {3, 5, 8, 13, 21, 40};
    double mean = 0, squares = 0, over_samples = 0;
    for (size_t i = 0; i < 6; i++)
        mean += y[i] / 6;
    for (size_t i = 0; i < 6; i++)
        squares += (y[i] - mean) * (y[i] - mean);
    size_t n = 0;
    for (size_t a = 0; a < 6; a++)
        for (size_t b = a + 1; b < 6; b++)
            for (size_t c = b + 1; c < 6; c++, n++) {
                const double error = 6 * ((y[a] + y[b] + y[c]) / 3 - mean);
                over_samples += error * error / 20;
            }
    cr_assert_eq(n, 20);
    cr_assert_float_eq(rasimi_sample_variance(6, sqrt(squares / 5), 3), over_samples, 1e-9);
    cr_assert_eq(rasimi_sample_variance(6, 4, 6), 0);
}

/* ---- lines ---- */

enum { MOST_PEOPLE = 40 };

/* What a sample of n is worth with the t dearest taken: worked out from nothing but the definition; -1 where it cannot
   be drawn. */
static double
variance_with(const double *descending, size_t people, size_t t, size_t n)
{
    const size_t left = people - t;
    if (n < t || (t > 0 && t < people && !(descending[t] < descending[t - 1])))
        return -1;
    if (n >= people)
        return 0;
    const size_t others = n - t;
    if (others < 2 && others < left)
        return -1;
    long double mean = 0, squares = 0;
    for (size_t i = t; i < people; i++)
        mean += (long double)descending[i] / (long double)left;
    for (size_t i = t; i < people; i++)
        squares += ((long double)descending[i] - mean) * ((long double)descending[i] - mean);
    const long double spread = left > 1 ? squares / (long double)(left - 1) : 0;
    return others == left ? 0 : (double)((long double)(left * left) * spread * (1.0L / others - 1.0L / left));
}

static size_t
make_people(double *descending)
{
    const size_t people = 3 + (size_t)(random() % (MOST_PEOPLE - 3));
    for (size_t i = people; i-- > 0;)
        descending[i] = (i + 1 < people ? descending[i + 1] : 0) + (double)(random() % 4 * (random() % 30));
    return people;
}

Test(sample_size, the_best_line_is_the_best_of_all)
{
    srandom((unsigned)law_seed("the_best_line_is_the_best_of_all"));
    double costs[MOST_PEOPLE];
    for (int round = 0; round < 2000; round++) {
        const size_t people = make_people(costs), n = 2 + (size_t)random() % (people - 1);
        const rasimi_sample_line line = rasimi_sample_best_line(costs, people, n);
        double best = HUGE_VAL;
        for (size_t t = 0; t <= n && t <= people; t++) {
            const double variance = variance_with(costs, people, t, n);
            best = variance >= 0 && variance < best ? variance : best;
        }
        cr_assert_float_eq(line.variance, best, 1e-7 * (1 + best), "round %d: %g, %g", round, line.variance, best);
        cr_assert_float_eq(variance_with(costs, people, line.taken, n), best, 1e-7 * (1 + best), "round %d", round);
        size_t above = 0;
        for (size_t i = 0; i < people; i++)
            above += costs[i] > line.above;
        cr_assert(above == line.taken || line.taken == people, "round %d: %zu, %zu", round, above, line.taken);
    }
}

Test(sample_size, the_least_line_has_the_smallest_sample)
{
    srandom((unsigned)law_seed("the_least_line_has_the_smallest_sample"));
    double costs[MOST_PEOPLE];
    for (int round = 0; round < 2000; round++) {
        const size_t people = make_people(costs);
        const double most = 1 + (double)(random() % 200000);
        const rasimi_sample_line line = rasimi_sample_least_line(costs, people, most);
        size_t smallest = people;
        for (size_t n = people; n >= 2; n--)
            for (size_t t = 0; t <= n && t <= people; t++) {
                const double variance = variance_with(costs, people, t, n);
                smallest = variance >= 0 && variance <= most ? n : smallest;
            }
        cr_assert_eq(line.size, smallest, "round %d: %llu, %zu", round, (unsigned long long)line.size, smallest);
        cr_assert_leq(line.variance, most);
    }
}

/* E[sigma^2/s^2] = (n - 1)/(n - 3) for normal values, of which 1 + 2/n is the beginning. */
Test(sample_size, a_pilot_enlarges_by_what_its_spread_is_off)
{
    for (uint64_t n = 10; n <= 1000; n += 10) {
        const double exact = (double)(n - 1) / (double)(n - 3);
        cr_assert_float_eq(rasimi_sample_pilot_factor(n), exact, 10.0 / (double)(n * n), "%llu", (unsigned long long)n);
    }
}
