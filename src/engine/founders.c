/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Founders: people who are one row each are copied column by column, rows that stand for several person by person. */
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
        .first_left = rasimi_calloc(lanes->people.n, sizeof *out->first_left),
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

/* People who are one row each: a word of the call that four replicates share. */
static rasim_status
add_solo(const rasimi_founders *founders, const rasimi_stretch *stretch, uint64_t replicate, rasimi_cohort *cohort)
{
    const rasimi_people *people = &founders->lanes->people;
    const size_t n = stretch->n, first = stretch->first;
    if (rasimi_cohort_reserve(cohort, n) != RASIM_OK) {
        return RASIM_ERR_NO_MEMORY;
    }
    memcpy(cohort->key_low, people->key_low + first, n * sizeof *cohort->key_low);
    memcpy(cohort->key_high, people->key_high + first, n * sizeof *cohort->key_high);
    memcpy(cohort->cost, people->cost + first, n * sizeof *cohort->cost);
    memcpy(cohort->reference, people->reference + first, n * sizeof *cohort->reference);
    memcpy(cohort->first_left, founders->first_left + first, n * sizeof *cohort->first_left);
    for (size_t i = 0; i < n; i++) {
        cohort->third[i] = (int32_t)(replicate / 4);
        cohort->fourth[i] = 0;
        cohort->word[i] = (int32_t)(replicate % 4);
        cohort->row[i] = cohort->donor[i] = (int32_t)(first + i);
        cohort->standing[i] = (int32_t)founders->standing;
        cohort->since[i] = 0.0f;
    }
    cohort->n = n;
    rasimi_cohort_mark(cohort, RASIMI_SEGMENT_FOUNDERS, 0, n, 0);
    return RASIM_OK;
}

/* A row that stands for several people: one person a copy, four of them to a call. */
static rasim_status
add_copies(const rasimi_founders *founders, uint32_t row, uint64_t replicate, const rasimi_population *population,
           rasimi_cohort *cohort)
{
    const rasimi_people *people = &founders->lanes->people;
    const uint32_t count = population->counts[founders->lanes->row[row]];
    const size_t payer = population->payer_of == NULL ? row : (size_t)population->payer_of[row];
    rasimi_person person = {
        .key_low = (uint32_t)people->key_low[row],
        .key_high = (uint32_t)people->key_high[row],
        .third = (uint32_t)replicate,
        .row = row,
        .donor = population->donor_of == NULL ? row : (uint32_t)population->donor_of[row],
        .standing = founders->standing,
        .cost = people->cost[payer],
        .reference = people->reference[payer],
        .first_left = founders->first_left[row],
    };
    rasim_status status = RASIM_OK;
    for (uint32_t copy = 0; copy < count && status == RASIM_OK; copy++) {
        person.fourth = rasimi_counter_word(0, 0, copy / COPIES_PER_CALL);
        person.word = copy % COPIES_PER_CALL;
        status = rasimi_cohort_add(cohort, &person);
    }
    return status;
}

static rasim_status
add_multi(const rasimi_founders *founders, const rasimi_multi_cell *cell, uint64_t replicate,
          const rasimi_population *population, rasimi_cohort *cohort)
{
    rasim_status status = RASIM_OK;
    for (uint32_t row = cell->first; row < cell->first + cell->n && status == RASIM_OK; row++) {
        status = add_copies(founders, row, replicate, population, cohort);
    }
    return status;
}

const rasimi_stretch *
rasimi_founders_rows(const rasimi_founders *founders, uint32_t cell)
{
    const uint32_t solo = founders->solo[cell];
    return solo == UINT32_MAX ? NULL : &founders->lanes->solo[solo];
}

rasim_status
rasimi_founders_fill(const rasimi_founders *founders, uint32_t cell, uint64_t replicate,
                     const rasimi_population *population, rasimi_cohort *out)
{
    const uint32_t solo = founders->solo[cell], multi = founders->multi[cell];
    rasim_status status = RASIM_OK;
    rasimi_cohort_empty(out);
    if (solo != UINT32_MAX) {
        status = add_solo(founders, &founders->lanes->solo[solo], replicate, out);
    }
    if (multi != UINT32_MAX && status == RASIM_OK) {
        status = add_multi(founders, &founders->lanes->multi[multi], replicate, population, out);
    }
    return status;
}
