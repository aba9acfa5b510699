/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Populations: whole numbers of people per row, fixed or from the urn, cut into items of up to four copies. */
#include "engine/population.h"

#include "base/mem.h"
#include "num/philox.h"
#include "num/urn.h"

#include <stdlib.h>

/* Copies of a row that one Philox call serves. */
#define COPIES_PER_ITEM 4

static bool
is_fixed(const rasim_study *study)
{
    return study->framework.population.sampling.value == RASIMI_SAMPLING_FIXED;
}

/* An upper bound of the items of any replicate: every four people of a stratum, and one begun item a row. */
static size_t
most_items(const rasim_study *study, const rasimi_lanes *lanes)
{
    size_t items = lanes->n_multi * RASIMI_LANES_PAD + study->n_rows;
    for (size_t h = 0; h < study->n_strata; h++) {
        items += study->strata[h].n_people / COPIES_PER_ITEM;
    }
    return items;
}

static void
largest_stratum(const rasim_study *study, size_t *rows, size_t *urn_words)
{
    *rows = *urn_words = 1;
    for (size_t h = 0; h < study->n_strata; h++) {
        const rasimi_stratum *s = &study->strata[h];
        const size_t words = rasimi_urn_scratch_words(s->n_rows, s->n_people - s->n_rows);
        *rows = s->n_rows > *rows ? s->n_rows : *rows;
        *urn_words = words > *urn_words ? words : *urn_words;
    }
}

rasim_status
rasimi_population_make(const rasim_study *study, const rasimi_lanes *lanes, uint64_t seed, rasimi_population *out)
{
    *out =
        (rasimi_population){.study = study, .lanes = lanes, .key = rasimi_stream_key(seed, RASIMI_STREAM_POPULATION)};
    if (lanes->n_multi == 0) {
        return RASIM_OK;
    }
    size_t rows = 1, words = 1;
    if (!is_fixed(study)) {
        largest_stratum(study, &rows, &words);
    }
    out->capacity_items = most_items(study, lanes);
    out->counts = rasimi_calloc(study->n_rows, sizeof *out->counts);
    out->stratum_counts = rasimi_calloc(rows, sizeof *out->stratum_counts);
    out->urn = rasimi_calloc(words, sizeof *out->urn);
    out->row = rasimi_calloc_aligned(out->capacity_items, sizeof *out->row);
    out->fourth = rasimi_calloc_aligned(out->capacity_items, sizeof *out->fourth);
    out->copies = rasimi_calloc_aligned(out->capacity_items, sizeof *out->copies);
    out->stretches = rasimi_calloc(lanes->n_multi, sizeof *out->stretches);
    const bool ok = out->counts != NULL && out->stratum_counts != NULL && out->urn != NULL && out->row != NULL &&
                    out->fourth != NULL && out->copies != NULL && out->stretches != NULL;
    return ok ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

void
rasimi_population_clear(rasimi_population *population)
{
    free(population->counts);
    free(population->stratum_counts);
    free(population->urn);
    free(population->row);
    free(population->fourth);
    free(population->copies);
    free(population->stretches);
    *population = (rasimi_population){0};
}

static void
count_fixed(rasimi_population *p)
{
    for (size_t i = 0; i < p->study->n_rows; i++) {
        p->counts[i] = (uint32_t)p->study->fixed_count[i];
    }
}

/* Every stratum's own urn; a stratum that is wholly in the file is itself. */
static void
count_polya(rasimi_population *p, uint64_t replicate)
{
    const rasim_study *study = p->study;
    for (size_t h = 0; h < study->n_strata; h++) {
        const rasimi_stratum *stratum = &study->strata[h];
        rasimi_urn_counts(stratum->n_rows, stratum->n_people - stratum->n_rows, p->key, stratum->key, replicate,
                          p->stratum_counts, p->urn);
        for (uint64_t i = 0; i < stratum->n_rows; i++) {
            p->counts[study->stratum_rows[stratum->first + i]] = p->stratum_counts[i];
        }
    }
}

static size_t
add_items(rasimi_population *p, uint32_t person, uint32_t count, uint32_t year, size_t at)
{
    for (uint32_t copy = 0; copy < count; copy += COPIES_PER_ITEM) {
        const uint32_t rest = count - copy;
        p->row[at] = (int32_t)person;
        p->fourth[at] = (int32_t)rasimi_counter_word(year, 0, copy / COPIES_PER_ITEM);
        p->copies[at] = (int32_t)(rest < COPIES_PER_ITEM ? rest : COPIES_PER_ITEM);
        at++;
    }
    return at;
}

/* Fills up a stretch with items that stand for nobody. */
static size_t
pad_items(rasimi_population *p, uint32_t person, size_t at)
{
    while (at % RASIMI_LANES_PAD != 0) {
        p->row[at] = (int32_t)person;
        p->fourth[at] = 0;
        p->copies[at] = 0;
        at++;
    }
    return at;
}

static void
lay_out_items(rasimi_population *p, uint32_t year)
{
    size_t at = 0;
    p->n_stretches = 0;
    for (size_t c = 0; c < p->lanes->n_multi; c++) {
        const rasimi_multi_cell *cell = &p->lanes->multi[c];
        const size_t first = at;
        for (uint32_t person = cell->first; person < cell->first + cell->n; person++) {
            at = add_items(p, person, p->counts[p->lanes->row[person]], year, at);
        }
        rasimi_stretch *stretch = &p->stretches[p->n_stretches++];
        *stretch = cell->stretch;
        stretch->first = (uint32_t)first;
        stretch->n = (uint32_t)(at - first);
        at = pad_items(p, cell->first, at);
    }
    p->items = (rasimi_items){.n = at, .row = p->row, .fourth = p->fourth, .copies = p->copies};
}

void
rasimi_population_draw(rasimi_population *population, uint64_t replicate, uint32_t year)
{
    if (population->lanes->n_multi == 0 || population->drawn) {
        return;
    }
    if (is_fixed(population->study)) {
        count_fixed(population);
        population->drawn = true;
    } else {
        count_polya(population, replicate);
    }
    lay_out_items(population, year);
}
