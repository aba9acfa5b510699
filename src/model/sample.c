/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws a stratified sample of a caseload. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/problem.h"
#include "base/text.h"
#include "io/csv.h"
#include "io/file.h"
#include "model/sample_strata.h"
#include "model/write_text.h"
#include "rasim/caseload.h"

/* Decimals of a weight: N_h / n_h times n_h is N_h to far more than a person. */
#define WEIGHT_DECIMALS 15

static rasim_status
check_size(rasimi_sample_rows *rows, const rasimi_sample_stratum *strata, uint64_t size)
{
    const uint64_t fewest = rasimi_sample_least_of(strata, rows->n_strata);
    uint64_t taken = 0;
    for (size_t h = 0; h < rows->n_strata; h++) {
        taken += strata[h].take_all ? strata[h].people : 0;
    }
    if (size > rows->n_rows) {
        RASIMI_SAMPLE_REFUSE(rows, 0, "A sample of %" PRIu64 " cannot be drawn from %zu rows; ask for %zu or fewer.",
                             size, rows->n_rows, rows->n_rows);
    } else if (size < fewest && taken > 0) {
        RASIMI_SAMPLE_REFUSE(rows, 0,
                             "A sample of %" PRIu64 " is too small: %" PRIu64 " packages are above the line and all "
                             "drawn, and the other strata need 2 rows each (1 where there is only 1); ask for %" PRIu64
                             " or more.",
                             size, taken, fewest);
    } else if (size < fewest) {
        RASIMI_SAMPLE_REFUSE(rows, 0,
                             "A sample of %" PRIu64 " is too small for %zu strata, which need 2 rows each (1 where "
                             "there is only 1); ask for %" PRIu64 " or more.",
                             size, rows->n_strata, fewest);
    }
    return rows->n_errors == 0 ? RASIM_OK : RASIM_ERR_INPUT;
}

/* Marks the luckiest rows of every stratum. */
static void
mark_drawn(const rasimi_sample_rows *rows, rasimi_sample_row *const *order, const rasimi_sample_stratum *strata)
{
    for (size_t i = 0, first = 0; i < rows->n_rows; i++) {
        first = order[i]->stratum != order[first]->stratum ? i : first;
        order[i]->drawn = i - first < strata[order[i]->stratum].drawn;
    }
}

/* people / drawn in decimals by long division: the same digits in every locale. */
static void
write_weight(rasimi_buffer *csv, const rasimi_sample_stratum *s)
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
write_rows(const rasimi_sample_rows *rows, const rasimi_sample_stratum *strata, rasimi_buffer *csv)
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
draw(rasimi_sample_rows *rows, const rasim_sample_plan *plan, rasimi_sample_stratum *strata, rasimi_buffer *csv)
{
    rasimi_sample_row **order = rasimi_sample_by_luck(rows, plan->seed);
    if (order == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    rasimi_sample_describe(rows, order, strata);
    rasim_status status = check_size(rows, strata, plan->size);
    if (status == RASIM_OK) {
        status = rasimi_sample_allocate(strata, rows->n_strata, plan->size, plan->allocation);
    }
    if (status == RASIM_OK) {
        mark_drawn(rows, order, strata);
        write_rows(rows, strata, csv);
        status = csv->failed ? RASIM_ERR_NO_MEMORY : RASIM_OK;
    }
    return status;
}

/* ---- what was drawn ---- */

/* Strata that the line emptied are left out. */
static bool
fill_drawn(const rasimi_sample_rows *rows, const rasimi_sample_stratum *strata, rasim_sample_drawn *out)
{
    out->strata = rasimi_arena_alloc(out->arena, rows->n_strata, sizeof *out->strata);
    for (size_t h = 0; out->strata != NULL && h < rows->n_strata; h++) {
        const rasimi_sample_stratum *s = &strata[h];
        const char *name = rasimi_arena_text(out->arena, rows->names[h], strlen(rows->names[h]));
        if (name == NULL) {
            return false;
        }
        if (s->people > 0) {
            out->strata[out->n_strata++] = (rasim_sample_stratum){name,
                                                                  s->people,
                                                                  s->drawn,
                                                                  (double)s->people / (double)s->drawn,
                                                                  rows->has_costs ? s->sd : (double)NAN,
                                                                  s->take_all};
        }
    }
    return out->strata != NULL;
}

static rasim_status
make_drawn(const rasimi_sample_rows *rows, const rasimi_sample_stratum *strata, rasim_sample_drawn **out)
{
    rasim_sample_drawn *drawn = rasimi_calloc(1, sizeof *drawn);
    if (drawn != NULL) {
        drawn->arena = rasimi_calloc(1, sizeof(rasimi_arena));
    }
    if (drawn == NULL || drawn->arena == NULL || !fill_drawn(rows, strata, drawn)) {
        rasim_sample_drawn_free(drawn);
        return RASIM_ERR_NO_MEMORY;
    }
    *out = drawn;
    return RASIM_OK;
}

void
rasim_sample_drawn_free(rasim_sample_drawn *drawn)
{
    if (drawn == NULL) {
        return;
    }
    if (drawn->arena != NULL) {
        rasimi_arena_clear(drawn->arena);
    }
    free(drawn->arena);
    free(drawn);
}

static bool
is_usable(const rasim_sample_plan *plan)
{
    return plan != NULL && (plan->n_by == 0 || plan->by != NULL) &&
           (plan->where_column == NULL) == (plan->where_value == NULL) &&
           (plan->allocation == RASIM_ALLOCATION_PROPORTIONAL || plan->allocation == RASIM_ALLOCATION_NEYMAN) &&
           plan->take_all_above_gbp_week >= 0;
}

rasim_status
rasim_sample_draw(const char *csv_path, const rasim_sample_plan *plan, const char *out_path, rasim_sample_drawn **drawn,
                  rasim_problems *problems)
{
    if (drawn != NULL) {
        *drawn = NULL;
    }
    if (csv_path == NULL || out_path == NULL || !is_usable(plan)) {
        return RASIM_ERR_ARGUMENT;
    }
    rasimi_sample_rows rows = {0};
    rasimi_buffer csv = {0};
    rasim_sample_drawn *made = NULL;
    rasim_status status = rasimi_refuse_input(out_path, rasimi_file_identity(csv_path), problems);
    if (status == RASIM_OK) {
        status = rasimi_atomic_try(out_path, problems);
    }
    if (status == RASIM_OK) {
        status = rasimi_sample_open(csv_path, plan, &rows, problems);
    }
    if (status != RASIM_OK) {
        goto out;
    }
    rasimi_sample_stratum *strata = rasimi_arena_alloc(&rows.arena, rows.n_strata, sizeof *strata);
    status = strata == NULL ? RASIM_ERR_NO_MEMORY : draw(&rows, plan, strata, &csv);
    if (status == RASIM_OK && drawn != NULL) {
        status = make_drawn(&rows, strata, &made);
    }
    if (status == RASIM_OK) {
        status = rasimi_write_text(out_path, &csv, problems);
    }
    if (status == RASIM_OK && drawn != NULL) {
        *drawn = made;
        made = NULL;
    }
out:
    rasim_sample_drawn_free(made);
    rasimi_buffer_clear(&csv);
    rasimi_sample_rows_clear(&rows);
    return status;
}
