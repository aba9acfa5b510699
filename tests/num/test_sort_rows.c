/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows sorted by a number against the C library's sort by number and place. */
#include "num/sort_rows.h"

#include <criterion/criterion.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "draws.h"

enum { MOST = 20000, KINDS = 6 };

/* Rows are numbered as they come, so that equal values are told apart by them. */
static int
by_value_and_row(const void *left, const void *right)
{
    const rasimi_sortable *a = left, *b = right;
    if (a->value < b->value || a->value > b->value) {
        return a->value < b->value ? -1 : 1;
    }
    return (a->row > b->row) - (a->row < b->row);
}

/* Value i of a kind: any double, one of few, single precision, alike, falling, zeros of both signs and infinities. */
static double
sample(int kind, uint32_t i, test_draws *draws)
{
    const uint64_t bits = draw_bits(draws);
    double any;
    memcpy(&any, &bits, sizeof any);
    switch (kind) {
        case 0:
            return isfinite(any) ? any : -DBL_MAX;
        case 1:
            return (double)(int)(bits % 7) - 3.0;
        case 2:
            return (double)(float)draw_uniform(draws);
        case 3:
            return 3.5;
        case 4:
            return -(double)i;
        default:
            return bits & 4 ? copysign(HUGE_VAL, (double)(int)(bits & 1) - 0.5)
                            : copysign(0.0, (double)(int)(bits & 1) - 0.5);
    }
}

Test(sort_rows, it_agrees_with_a_comparison_sort_and_keeps_ties_in_order)
{
    static const size_t sizes[] = {0, 1, 2, 3, 300, MOST};
    test_draws draws = {0xd267b0ad, 0};
    rasimi_sortable *items = malloc(MOST * sizeof *items), *expected = malloc(MOST * sizeof *expected);
    cr_assert(items != NULL && expected != NULL);
    for (int kind = 0; kind < KINDS; kind++) {
        for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
            for (uint32_t i = 0; i < sizes[s]; i++) {
                items[i] = expected[i] = (rasimi_sortable){sample(kind, i, &draws), i};
            }
            cr_assert_eq(rasimi_sort_rows(items, sizes[s]), RASIM_OK);
            qsort(expected, sizes[s], sizeof *expected, by_value_and_row);
            for (size_t i = 0; i < sizes[s]; i++) {
                cr_assert_eq(items[i].row, expected[i].row, "kind %d, %zu rows, place %zu", kind, sizes[s], i);
                cr_assert(memcmp(&items[i].value, &expected[i].value, sizeof(double)) == 0);
            }
        }
    }
    free(items);
    free(expected);
}
