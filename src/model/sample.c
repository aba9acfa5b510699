/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws a stratified sample of a caseload. A row's luck is a pure function of (seed, person), so that neither the order
   of the file nor who else is in it decides who comes before whom. */
#include <inttypes.h>
#include <stdlib.h>

#include "base/problem.h"
#include "base/text.h"
#include "io/csv.h"
#include "io/file.h"
#include "model/sample_rows.h"
#include "model/write_text.h"
#include "num/philox.h"
#include "num/urn.h"
#include "rasim/caseload.h"

#define MAX_FILE_BYTES ((size_t)1 << 30)

/* Decimals of a weight: N_h / n_h times n_h is N_h to far more than a person. */
#define WEIGHT_DECIMALS 15

/* How many rows a stratum has and how many are drawn from it. */
typedef struct stratum {
    uint64_t people, drawn;
} stratum;

/* Fewer than 2 of a stratum say nothing about its spread. */
static uint64_t
least(const stratum *s)
{
    return s->people < 2 ? s->people : 2;
}

static rasim_status
check_size(rasimi_sample_rows *rows, const stratum *strata, uint64_t size)
{
    uint64_t fewest = 0;
    for (size_t h = 0; h < rows->strata.n; h++) {
        fewest += least(&strata[h]);
    }
    if (size > rows->n_rows) {
        RASIMI_SAMPLE_REFUSE(rows, 0, "A sample of %" PRIu64 " cannot be drawn from %zu rows; ask for %zu or fewer.",
                             size, rows->n_rows, rows->n_rows);
    } else if (size < fewest) {
        RASIMI_SAMPLE_REFUSE(rows, 0,
                             "A sample of %" PRIu64 " is too small for %zu strata, which need 2 rows each (1 where "
                             "there is only 1); ask for %" PRIu64 " or more.",
                             size, rows->strata.n, fewest);
    }
    return rows->n_errors == 0 ? RASIM_OK : RASIM_ERR_INPUT;
}

/* Proportional, by largest remainder; a stratum that would get too few has its least, and the others share the rest.
   weights and counts: [n]. */
static rasim_status
share_out(stratum *strata, size_t n, uint64_t size, double *weights, uint64_t *counts)
{
    for (size_t h = 0; h < n; h++) {
        weights[h] = (double)strata[h].people;
    }
    for (bool settled = false; !settled;) {
        if (rasimi_apportion(weights, n, size, counts) != 0) {
            return RASIM_ERR_NO_MEMORY;
        }
        settled = true;
        for (size_t h = 0; h < n; h++) {
            if (weights[h] > 0 && counts[h] < least(&strata[h])) {
                weights[h] = 0;
                strata[h].drawn = least(&strata[h]);
                size -= strata[h].drawn;
                settled = false;
            }
        }
    }
    for (size_t h = 0; h < n; h++) {
        strata[h].drawn = weights[h] > 0 ? counts[h] : strata[h].drawn;
    }
    return RASIM_OK;
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

/* Marks the luckiest rows of every stratum. */
static rasim_status
mark_drawn(rasimi_sample_rows *rows, const stratum *strata, uint64_t seed)
{
    const uint64_t key = rasimi_stream_key(seed, RASIMI_STREAM_SAMPLE);
    rasimi_sample_row **order = rasimi_calloc(rows->n_rows, sizeof *order);
    if (order == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    for (size_t i = 0; i < rows->n_rows; i++) {
        rows->rows[i].luck = luck_of(rows->rows[i].key, key);
        order[i] = &rows->rows[i];
    }
    qsort(order, rows->n_rows, sizeof *order, compare_luck);
    for (size_t i = 0, first = 0; i < rows->n_rows; i++) {
        first = order[i]->stratum != order[first]->stratum ? i : first;
        order[i]->drawn = i - first < strata[order[i]->stratum].drawn;
    }
    free(order);
    return RASIM_OK;
}

/* people / drawn in decimals by long division: the same digits in every locale. */
static void
write_weight(rasimi_buffer *csv, const stratum *s)
{
    char decimals[WEIGHT_DECIMALS + 1];
    size_t length = 0;
    uint64_t rest = s->people % s->drawn;
    for (; rest > 0 && length < WEIGHT_DECIMALS; length++) {
        decimals[length] = (char)('0' + rest * 10 / s->drawn);
        rest = rest * 10 % s->drawn;
    }
    decimals[length] = 0;
    rasimi_buffer_printf(csv, ",%" PRIu64 "%s%s\n", s->people / s->drawn, length > 0 ? "." : "", decimals);
}

static void
write_rows(const rasimi_sample_rows *rows, const stratum *strata, rasimi_buffer *csv)
{
    for (size_t c = 0; c < rows->n_columns; c++) {
        rasimi_csv_add(csv, rows->headings[c], c == 0);
    }
    rasimi_buffer_printf(csv, ",weight\n");
    for (size_t i = 0; i < rows->n_rows; i++) {
        const rasimi_sample_row *row = &rows->rows[i];
        for (size_t c = 0; row->drawn && c < rows->n_columns; c++) {
            rasimi_csv_add(csv, row->fields[c], c == 0);
        }
        if (row->drawn) {
            write_weight(csv, &strata[row->stratum]);
        }
    }
}

/* Sizes of the strata, who is drawn, and the file. */
static rasim_status
draw(rasimi_sample_rows *rows, const rasim_sample_plan *plan, rasimi_buffer *csv)
{
    const size_t n = rows->strata.n;
    stratum *strata = rasimi_arena_alloc(&rows->arena, n, sizeof *strata);
    double *weights = rasimi_arena_alloc(&rows->arena, n, sizeof *weights);
    uint64_t *counts = rasimi_arena_alloc(&rows->arena, n, sizeof *counts);
    if (strata == NULL || weights == NULL || counts == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    for (size_t i = 0; i < rows->n_rows; i++) {
        strata[rows->rows[i].stratum].people++;
    }
    rasim_status status = check_size(rows, strata, plan->size);
    if (status == RASIM_OK) {
        status = share_out(strata, n, plan->size, weights, counts);
    }
    if (status == RASIM_OK) {
        status = mark_drawn(rows, strata, plan->seed);
    }
    if (status == RASIM_OK) {
        write_rows(rows, strata, csv);
        status = csv->failed ? RASIM_ERR_NO_MEMORY : RASIM_OK;
    }
    return status;
}

static bool
is_usable(const rasim_sample_plan *plan)
{
    return plan != NULL && (plan->n_by == 0 || plan->by != NULL) &&
           (plan->where_column == NULL) == (plan->where_value == NULL);
}

rasim_status
rasim_sample_draw(const char *csv_path, const rasim_sample_plan *plan, const char *out_path, rasim_problems *problems)
{
    if (csv_path == NULL || out_path == NULL || !is_usable(plan)) {
        return RASIM_ERR_ARGUMENT;
    }
    char *bytes = NULL;
    size_t length = 0;
    rasimi_sample_rows rows = {0};
    rasimi_buffer csv = {0};
    rasim_status status = rasimi_file_read(csv_path, MAX_FILE_BYTES, &bytes, &length, NULL, problems);
    if (status != RASIM_OK) {
        goto out;
    }
    status = rasimi_sample_rows_read(csv_path, bytes, length, plan, &rows, problems);
    if (status != RASIM_OK) {
        goto out;
    }
    status = draw(&rows, plan, &csv);
    if (status != RASIM_OK) {
        goto out;
    }
    status = rasimi_write_text(out_path, &csv, problems);
out:
    rasimi_buffer_clear(&csv);
    rasimi_sample_rows_clear(&rows);
    free(bytes);
    return status;
}
