/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Founders: people who are one row each, and copies of rows that stand for several. */
#include "engine/founders.h"

#include "base/mem.h"
#include "num/philox.h"

#include <stdlib.h>
#include <string.h>

/* Copies of a row that one Philox call serves. */
#define COPIES_PER_CALL 4

rasim_status
rasimi_founders_make(const rasim_study *study, const rasimi_lanes *lanes, rasimi_founders *out)
{
    *out = (rasimi_founders){
        .lanes = lanes,
        .first_left = rasimi_calloc_aligned(lanes->people.n, sizeof *out->first_left),
        .solo = rasimi_calloc(study->n_cells, sizeof *out->solo),
        .multi = rasimi_calloc(study->n_cells, sizeof *out->multi),
        .standing = study->review_probability[0] < 1.0 ? RASIMI_LEGACY : RASIMI_REVIEWED,
    };
    if (out->first_left == NULL || out->solo == NULL || out->multi == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    for (size_t i = 0; i < study->n_rows; i++) {
        out->first_left[lanes->lane[i]] = (float)study->first_year_left[i];
    }
    for (size_t c = 0; c < study->n_cells; c++) {
        out->solo[c] = out->multi[c] = UINT32_MAX;
    }
    for (uint32_t s = 0; s < lanes->n_solo; s++) {
        out->solo[lanes->solo[s].cell] = s;
    }
    for (uint32_t s = 0; s < lanes->n_multi; s++) {
        out->multi[lanes->multi[s].stretch.cell] = s;
    }
    return RASIM_OK;
}

void
rasimi_founders_clear(rasimi_founders *founders)
{
    free(founders->first_left);
    free(founders->solo);
    free(founders->multi);
}

const rasimi_stretch *
rasimi_founders_rows(const rasimi_founders *founders, uint32_t cell)
{
    const uint32_t solo = founders->solo[cell];
    return solo == UINT32_MAX ? NULL : &founders->lanes->solo[solo];
}

/* A row that stands for several people: one seat a copy, four of them to a call. */
static rasim_status
seat_copies(const rasimi_founders *founders, uint32_t row, uint32_t count, const rasimi_population *population,
            rasimi_seats *seats)
{
    const rasimi_people *people = &founders->lanes->people;
    const size_t payer = population->payer_of == NULL ? row : (size_t)population->payer_of[row];
    const size_t donor = population->donor_of == NULL ? row : (size_t)population->donor_of[row];
    const uint64_t key = (uint32_t)people->key_low[row] | (uint64_t)(uint32_t)people->key_high[row] << 32;
    const uint32_t n_calls = (count + COPIES_PER_CALL - 1) / COPIES_PER_CALL;
    if (rasimi_seats_reserve(seats, n_calls) != RASIM_OK) {
        return RASIM_ERR_NO_MEMORY;
    }
    for (uint32_t copy = 0, call = 0; copy < count; copy++) {
        if (copy % COPIES_PER_CALL == 0) {
            call = (uint32_t)rasimi_seats_call(seats, key, rasimi_counter_word(0, 0, copy / COPIES_PER_CALL));
        }
        const size_t lane = rasimi_copies_lane(call, copy % COPIES_PER_CALL);
        seats->row[lane] = (int32_t)row;
        seats->donor[lane] = (int32_t)donor;
        seats->standing[lane] = (int32_t)founders->standing;
        seats->cost[lane] = people->cost[payer];
        seats->reference[lane] = people->reference[payer];
        seats->first_left[lane] = founders->first_left[row];
        seats->since[lane] = 0.0f;
        rasimi_seats_take(seats, lane);
    }
    return RASIM_OK;
}

static rasim_status
seat_multi(const rasimi_founders *founders, uint32_t cell, const rasimi_population *population, rasimi_seats *seats)
{
    const uint32_t multi = founders->multi[cell];
    rasim_status status = RASIM_OK;
    rasimi_seats_empty(seats);
    if (multi == UINT32_MAX) {
        return RASIM_OK;
    }
    const rasimi_multi_cell *rows = &founders->lanes->multi[multi];
    for (uint32_t row = rows->first; row < rows->first + rows->n && status == RASIM_OK; row++) {
        status = seat_copies(founders, row, population->counts[founders->lanes->row[row]], population, seats);
    }
    return status;
}

rasim_status
rasimi_founders_seat(const rasimi_founders *founders, uint32_t cell, const rasimi_population *population,
                     rasimi_row_seats *rows, rasimi_seats *copies)
{
    const rasimi_stretch *solo = rasimi_founders_rows(founders, cell);
    rows->n = 0;
    const rasim_status status = solo != NULL ? rasimi_row_seats_fill(rows, solo, founders->standing) : RASIM_OK;
    return status == RASIM_OK ? seat_multi(founders, cell, population, copies) : status;
}

/* ---- one by one ---- */

/* People who are one row each: a word of the call that four replicates share. */
static rasim_status
add_solo(const rasimi_founders *founders, const rasimi_stretch *stretch, uint64_t replicate, rasimi_cohort *cohort)
{
    const rasimi_people *people = &founders->lanes->people;
    rasim_status status = RASIM_OK;
    for (uint32_t row = stretch->first; row < stretch->first + stretch->n && status == RASIM_OK; row++) {
        const rasimi_person person = {
            .key_low = (uint32_t)people->key_low[row],
            .key_high = (uint32_t)people->key_high[row],
            .third = (uint32_t)(replicate / 4),
            .word = (uint32_t)(replicate % 4),
            .row = row,
            .donor = row,
            .standing = founders->standing,
            .cost = people->cost[row],
            .reference = people->reference[row],
            .first_left = founders->first_left[row],
        };
        status = rasimi_cohort_add(cohort, &person);
    }
    return status;
}

rasim_status
rasimi_founders_fill(const rasimi_founders *founders, uint32_t cell, uint64_t replicate,
                     const rasimi_population *population, rasimi_seats *copies, rasimi_cohort *out)
{
    const rasimi_stretch *solo = rasimi_founders_rows(founders, cell);
    rasimi_cohort_empty(out);
    rasim_status status = solo != NULL ? add_solo(founders, solo, replicate, out) : RASIM_OK;
    if (status == RASIM_OK) {
        status = seat_multi(founders, cell, population, copies);
    }
    return status == RASIM_OK ? rasimi_seats_pour(copies, replicate, out) : status;
}
