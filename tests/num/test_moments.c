/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exact moments against closed forms, and against what no rounding can tell apart. */
#include "num/moments.h"

#include "draws.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

enum { N = 1000 };

static rasimi_moments
moments_of(const int64_t *values, uint64_t n)
{
    rasimi_moments m = {0};
    rasimi_moments_add(&m, values, n);
    return m;
}

/* The whole numbers from 1 to n: variance n (n + 1)/12 with divisor n - 1. */
Test(moments, sd_of_the_first_whole_numbers_is_the_closed_form)
{
    int64_t values[N];
    for (int64_t i = 0; i < N; i++) {
        values[i] = i + 1;
    }
    for (uint64_t n = 2; n <= N; n++) {
        const double expected = sqrt((double)(n * (n + 1)) / 12.0), sd = rasimi_moments_sd(&(rasimi_moments){0});
        const rasimi_moments m = moments_of(values, n);
        cr_assert(sd == 0.0);
        cr_assert(fabs(rasimi_moments_sd(&m) - expected) <= 4e-16 * expected, "%" PRIu64 ": %.17g, not %.17g", n,
                  rasimi_moments_sd(&m), expected);
        cr_assert(m.n == n && m.sum == (rasimi_wide)(n * (n + 1) / 2) && m.least == 1 && m.most == (int64_t)n);
    }
    const rasimi_moments one = moments_of(values, 1);
    cr_assert(rasimi_moments_sd(&one) == 0.0);
}

/* Moved by 2^61 the squares outgrow 128 bits, and yet nothing is lost; mirrored it is the same. */
Test(moments, sd_does_not_move_with_the_numbers)
{
    static const int64_t shifts[] = {1, -1, 1000003, INT64_C(1) << 40, INT64_C(1) << 61, -(INT64_C(1) << 61)};
    test_draws draws = {.key = 0xc27fd2d3};
    int64_t values[N], moved[N];
    for (int i = 0; i < N; i++) {
        values[i] = (int64_t)(draw_bits(&draws) >> 24) - (INT64_C(1) << 39);
    }
    const rasimi_moments here = moments_of(values, N);
    const double sd = rasimi_moments_sd(&here);
    cr_assert(sd > 1e11);
    for (size_t s = 0; s < sizeof shifts / sizeof *shifts; s++) {
        for (int i = 0; i < N; i++) {
            moved[i] = shifts[s] - values[i];
        }
        const rasimi_moments there = moments_of(moved, N);
        cr_assert(fabs(rasimi_moments_sd(&there) - sd) <= 4e-16 * sd, "by %" PRId64, shifts[s]);
        cr_assert(there.least == shifts[s] - here.most && there.most == shifts[s] - here.least);
    }
    for (int i = 0; i < N; i++) {
        moved[i] = shifts[4];
    }
    const rasimi_moments equal = moments_of(moved, N);
    cr_assert(rasimi_moments_sd(&equal) == 0.0, "equal numbers do not spread");
}

Test(moments, parts_may_be_put_together_in_any_order)
{
    test_draws draws = {.key = 0x0d612734};
    int64_t values[N];
    for (int i = 0; i < N; i++) {
        values[i] = (int64_t)draw_bits(&draws) / 4;
    }
    const rasimi_moments whole = moments_of(values, N);
    for (int turn = 0; turn < 100; turn++) {
        rasimi_moments together = {0};
        const uint64_t first = draw_bits(&draws) % 10;
        for (uint64_t i = 0; i < 10; i++) { /* 3 is prime to 10: each tenth once */
            const rasimi_moments part = moments_of(values + (first + 3 * i) % 10 * (N / 10), N / 10);
            rasimi_moments_merge(&together, &part);
            rasimi_moments_merge(&together, &(rasimi_moments){0});
        }
        cr_assert(together.sum == whole.sum && together.squares == whole.squares && together.n == whole.n);
        cr_assert(together.least == whole.least && together.most == whole.most);
    }
}
