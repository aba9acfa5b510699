/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Combinations of codes. Columns are folded in one by one: a number for what came before and the next code make a pair,
   and pairs are numbered by a hash table; the few combinations are then put in order. */
#include "model/combine.h"

#include <stdlib.h>
#include <string.h>

/* A table of pairs; a slot holds number + 1, 0 where free. Twice as many slots as rows, so it is never half full. */
typedef struct pair_table {
    uint64_t *pairs;
    uint32_t *numbers;
    size_t n_slots;
    uint32_t n;
} pair_table;

static uint32_t
number_pair(pair_table *table, uint32_t a, uint32_t b)
{
    const uint64_t pair = (uint64_t)a << 32 | b;
    size_t slot = pair * 0x9E3779B97F4A7C15u >> 32 & (table->n_slots - 1);
    while (table->numbers[slot] != 0 && table->pairs[slot] != pair)
        slot = (slot + 1) & (table->n_slots - 1);
    if (table->numbers[slot] == 0) {
        table->pairs[slot] = pair;
        table->numbers[slot] = ++table->n;
    }
    return table->numbers[slot] - 1;
}

/* Replaces index[row] by the number of the pair (index[row], codes[row]). */
static rasim_status
fold_column(const uint32_t *codes, size_t n_rows, uint32_t *index)
{
    rasim_status status = RASIM_ERR_NO_MEMORY;
    pair_table table = {.n_slots = 64};
    while (table.n_slots < 2 * n_rows)
        table.n_slots *= 2;
    table.pairs = rasimi_calloc(table.n_slots, sizeof *table.pairs);
    table.numbers = rasimi_calloc(table.n_slots, sizeof *table.numbers);
    if (!table.pairs || !table.numbers)
        goto out;
    for (size_t row = 0; row < n_rows; row++)
        index[row] = number_pair(&table, index[row], codes[row]);
    status = RASIM_OK;
out:
    free(table.pairs);
    free(table.numbers);
    return status;
}

typedef struct row_order {
    const uint32_t *const *columns;
    size_t n_columns;
} row_order;

static int
compare_rows(const void *a, const void *b, void *context)
{
    const row_order *order = context;
    const uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;
    for (size_t c = 0; c < order->n_columns; c++)
        if (order->columns[c][i] != order->columns[c][j])
            return order->columns[c][i] < order->columns[c][j] ? -1 : 1;
    return 0;
}

/* Numbers are in order of first appearance: a row whose number is the next new one is the first of its combination. */
static size_t
first_rows(const uint32_t *index, size_t n_rows, uint32_t *rows)
{
    size_t n = 0;
    for (size_t row = 0; row < n_rows; row++)
        if (index[row] == n)
            rows[n++] = (uint32_t)row;
    return n;
}

/* From order of appearance to lexicographic order. */
static rasim_status
put_in_order(const row_order *by, size_t n_rows, rasimi_arena *arena, rasimi_combinations *out)
{
    rasim_status status = RASIM_ERR_NO_MEMORY;
    uint32_t *rows = rasimi_calloc(n_rows, sizeof *rows);
    uint32_t *rank = rasimi_calloc(n_rows, sizeof *rank);
    if (!rows || !rank)
        goto out;
    row_order context = *by;
    out->n = first_rows(out->index, n_rows, rows);
    out->row = rasimi_arena_alloc(arena, out->n, sizeof *out->row);
    if (!out->row)
        goto out;
    memcpy(out->row, rows, out->n * sizeof *rows);
    qsort_r(out->row, out->n, sizeof *out->row, compare_rows, &context);
    for (size_t i = 0; i < out->n; i++)
        rank[out->index[out->row[i]]] = (uint32_t)i;
    for (size_t row = 0; row < n_rows; row++)
        out->index[row] = rank[out->index[row]];
    status = RASIM_OK;
out:
    free(rows);
    free(rank);
    return status;
}

rasim_status
rasimi_combine(const uint32_t *const *columns, size_t n_columns, size_t n_rows, rasimi_arena *arena,
               rasimi_combinations *out)
{
    rasimi_combinations combinations = {.index = rasimi_arena_alloc(arena, n_rows, sizeof *combinations.index)};
    rasim_status status = combinations.index ? RASIM_OK : RASIM_ERR_NO_MEMORY;
    for (size_t c = 0; status == RASIM_OK && c < n_columns; c++)
        status = fold_column(columns[c], n_rows, combinations.index);
    if (status == RASIM_OK)
        status = put_in_order(&(row_order){columns, n_columns}, n_rows, arena, &combinations);
    if (status == RASIM_OK)
        *out = combinations;
    return status;
}
