/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Strata of a sample. A row's luck is a pure function of (seed, person), so that neither the order of the file nor who
   else is in it decides who comes before whom. */
#include "model/sample_strata.h"

#include <math.h>
#include <stdlib.h>

#include "io/file.h"
#include "num/philox.h"
#include "num/sample_size.h"

#define MAX_FILE_BYTES ((size_t)1 << 30)

rasim_status
rasimi_sample_open(const char *csv_path, const rasim_sample_plan *plan, rasimi_sample_rows *rows,
                   rasim_problems *problems)
{
    char *bytes = NULL;
    size_t length = 0;
    rasim_status status = rasimi_file_read(csv_path, MAX_FILE_BYTES, &bytes, &length, NULL, problems);
    if (status == RASIM_OK) {
        status = rasimi_sample_rows_read(csv_path, bytes, length, plan, rows, problems);
    }
    free(bytes);
    return status;
}

static int
compare_luck(const void *a, const void *b)
{
    const rasimi_sample_row *x = *(rasimi_sample_row *const *)a, *y = *(rasimi_sample_row *const *)b;
    if (x->stratum != y->stratum) {
        return x->stratum < y->stratum ? -1 : 1;
    }
    if (x->luck != y->luck) {
        return x->luck < y->luck ? -1 : 1;
    }
    return (x->key > y->key) - (x->key < y->key);
}

static uint64_t
luck_of(uint64_t person, uint64_t key)
{
    uint32_t words[4] = {(uint32_t)person, (uint32_t)(person >> 32), 0, rasimi_counter_word(0, 0, 0)};
    rasimi_philox(words, key);
    return (uint64_t)words[1] << 32 | words[0];
}

rasimi_sample_row **
rasimi_sample_by_luck(rasimi_sample_rows *rows, uint64_t seed)
{
    const uint64_t key = rasimi_stream_key(seed, RASIMI_STREAM_SAMPLE);
    rasimi_sample_row **order = rasimi_arena_alloc(&rows->arena, rows->n_rows, sizeof *order);
    for (size_t i = 0; order != NULL && i < rows->n_rows; i++) {
        rows->rows[i].luck = luck_of(rows->rows[i].key, key);
        order[i] = &rows->rows[i];
    }
    if (order != NULL) {
        qsort(order, rows->n_rows, sizeof *order, compare_luck);
    }
    return order;
}

void
rasimi_sample_describe(const rasimi_sample_rows *rows, rasimi_sample_row *const *by_luck, rasimi_sample_stratum *strata)
{
    for (size_t i = 0; i < rows->n_rows; i++) {
        strata[by_luck[i]->stratum].people++;
        strata[by_luck[i]->stratum].mean += by_luck[i]->gbp_week;
    }
    for (size_t h = 0; h < rows->n_strata; h++) {
        strata[h].take_all = rows->has_take_all && h + 1 == rows->n_strata;
        strata[h].mean = strata[h].people > 0 ? strata[h].mean / (double)strata[h].people : 0;
    }
    for (size_t i = 0; i < rows->n_rows; i++) {
        const double deviation = by_luck[i]->gbp_week - strata[by_luck[i]->stratum].mean;
        strata[by_luck[i]->stratum].sd += deviation * deviation;
    }
    for (size_t h = 0; h < rows->n_strata; h++) {
        strata[h].sd = strata[h].people > 1 ? sqrt(strata[h].sd / (double)(strata[h].people - 1)) : 0;
    }
}

uint64_t
rasimi_sample_least_of(const rasimi_sample_stratum *strata, size_t n)
{
    uint64_t least = 0;
    for (size_t h = 0; h < n; h++) {
        least += rasimi_sample_least(&strata[h]);
    }
    return least;
}

double
rasimi_sample_strata_variance(const rasimi_sample_stratum *strata, size_t n)
{
    double variance = 0;
    for (size_t h = 0; h < n; h++) {
        if (strata[h].drawn < strata[h].people) {
            variance += rasimi_sample_variance((double)strata[h].people, strata[h].sd, (double)strata[h].drawn);
        }
    }
    return variance;
}

rasim_status
rasimi_sample_strata_size(rasimi_sample_stratum *strata, size_t n, rasim_allocation allocation, double most,
                          uint64_t *size)
{
    uint64_t few = rasimi_sample_least_of(strata, n), many = 0; /* what is too small, or just enough */
    for (size_t h = 0; h < n; h++) {
        many += strata[h].people;
    }
    while (few < many) {
        const uint64_t middle = few + (many - few) / 2;
        const rasim_status status = rasimi_sample_allocate(strata, n, middle, allocation);
        if (status != RASIM_OK) {
            return status;
        }
        if (rasimi_sample_strata_variance(strata, n) <= most) {
            many = middle;
        } else {
            few = middle + 1;
        }
    }
    *size = many;
    return rasimi_sample_allocate(strata, n, many, allocation);
}
