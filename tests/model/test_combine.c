/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Combinations of codes that occur together, against counting by comparing every row with every other. */
#include "model/combine.h"

#include <criterion/criterion.h>

#define N_ROWS    200
#define N_COLUMNS 3

/* Codes by a linear congruence: `n_codes[c]` different ones at most in column c. */
static void
fill(uint32_t columns[N_COLUMNS][N_ROWS], const uint32_t n_codes[N_COLUMNS])
{
    uint32_t state = 0x2000b08e;
    for (size_t c = 0; c < N_COLUMNS; c++)
        for (size_t row = 0; row < N_ROWS; row++) {
            state = state * 1664525u + 1013904223u;
            columns[c][row] = (state >> 16) % n_codes[c];
        }
}

/* Below, at or above 0, as row i's combination comes before, is, or comes after row j's. */
static int
compare(uint32_t columns[N_COLUMNS][N_ROWS], size_t n_columns, size_t i, size_t j)
{
    for (size_t c = 0; c < n_columns; c++)
        if (columns[c][i] != columns[c][j])
            return columns[c][i] < columns[c][j] ? -1 : 1;
    return 0;
}

static void
check(uint32_t columns[N_COLUMNS][N_ROWS], size_t n_columns, size_t n_rows)
{
    const uint32_t *const given[N_COLUMNS] = {columns[0], columns[1], columns[2]};
    rasimi_arena arena = {0};
    rasimi_combinations out = {0};
    cr_assert_eq(rasimi_combine(given, n_columns, n_rows, &arena, &out), RASIM_OK);
    size_t n = 0;
    for (size_t i = 0; i < n_rows; i++) {
        size_t first = 0;
        while (compare(columns, n_columns, first, i) != 0)
            first++;
        n += first == i;
        cr_assert_eq(out.row[out.index[i]], first, "row %zu", i);
        for (size_t j = 0; j < i; j++) {
            const int order = compare(columns, n_columns, i, j);
            cr_assert(order < 0    ? out.index[i] < out.index[j]
                      : order == 0 ? out.index[i] == out.index[j]
                                   : out.index[i] > out.index[j],
                      "rows %zu and %zu", i, j);
        }
    }
    cr_assert_eq(out.n, n);
    rasimi_arena_clear(&arena);
}

/* Few codes, so that combinations repeat; many, so that they fill the table and share its slots. */
Test(combine, combinations_are_numbered_in_lexicographic_order)
{
    static const uint32_t n_codes[][N_COLUMNS] = {{2, 3, 2}, {5, 1, 7}, {1, 1, 1}, {1000, 900, 800}};
    static uint32_t columns[N_COLUMNS][N_ROWS];
    for (size_t i = 0; i < sizeof n_codes / sizeof *n_codes; i++) {
        fill(columns, n_codes[i]);
        for (size_t n_columns = 1; n_columns <= N_COLUMNS; n_columns++) {
            check(columns, n_columns, N_ROWS);
            check(columns, n_columns, 1);
        }
    }
}
