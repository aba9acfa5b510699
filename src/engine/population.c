/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Populations: whole numbers of people per row, fixed, from the urns or the bootstrap, cut into items of up to four
   copies. */
#include "engine/population.h"

#include "base/mem.h"
#include "num/philox.h"
#include "num/resample.h"
#include "num/urn.h"

#include <stdlib.h>
#include <string.h>

/* Copies of a row that one Philox call serves. */
#define COPIES_PER_ITEM 4

/* Items of a row that are written at a time. */
#define ITEMS_AT_ONCE 8

/* Of so many items one number each, side by side in registers: left to themselves compilers do worse with such loops.
 */
typedef int32_t some_items __attribute__((vector_size(ITEMS_AT_ONCE * sizeof(int32_t))));

static bool
is_fixed(const rasim_study *study)
{
    return study->framework.population.sampling.value == RASIMI_SAMPLING_FIXED;
}

/* Whether every row has a cost and points of its own, so that nobody takes another's. */
static bool
all_are_their_own(const rasim_study *study)
{
    return study->scored == NULL && study->costed == NULL;
}

/* An upper bound of the items of any replicate: every four people of a stratum, and one begun item a row; and room for
   what is written past the last. */
static size_t
most_items(const rasim_study *study, const rasimi_lanes *lanes)
{
    size_t items = (lanes->n_multi + 1) * RASIMI_LANES_PAD + study->n_rows + ITEMS_AT_ONCE;
    for (size_t h = 0; h < study->n_strata; h++) {
        items += study->strata[h].n_people / COPIES_PER_ITEM;
    }
    return items;
}

/* The scratch that the largest stratum needs. */
typedef struct most {
    size_t rows, urn_words, unseen;
    bool unequal;
} most;

static most
find_most(const rasim_study *study)
{
    most out = {.rows = 1, .urn_words = 1, .unseen = 1};
    for (size_t h = 0; h < study->n_strata; h++) {
        const rasimi_stratum *s = &study->strata[h];
        const size_t unseen = s->n_people - s->n_rows, words = rasimi_urn_scratch_words(s->n_rows, unseen);
        out.rows = s->n_rows > out.rows ? s->n_rows : out.rows;
        out.urn_words = words > out.urn_words ? words : out.urn_words;
        out.unseen = unseen > out.unseen ? unseen : out.unseen;
        out.unequal = out.unequal || (unseen > 0 && !s->equal_weights);
    }
    return out;
}

/* Weights by stratum, in the order of stratum_rows; for the unequal urn the running sums of w - 1. */
static void
fill_weights(const rasim_study *study, bool cumulate, double *out)
{
    for (size_t h = 0; h < study->n_strata; h++) {
        const rasimi_stratum *stratum = &study->strata[h];
        double sum = 0.0;
        for (uint64_t i = stratum->first; i < stratum->first + stratum->n_rows; i++) {
            const double weight = study->weight[study->stratum_rows[i]];
            sum += weight - 1.0;
            out[i] = cumulate ? sum : weight;
        }
    }
}

static size_t
largest_cell(const rasimi_lanes *lanes)
{
    size_t n = 0;
    for (size_t c = 0; c < lanes->n_multi; c++) {
        n = lanes->multi[c].n > n ? lanes->multi[c].n : n;
    }
    return n;
}

/* Columns of items, with room for what is written past the last. */
static rasim_status
make_items(const rasim_study *study, const rasimi_lanes *lanes, rasimi_population *out)
{
    const size_t items = most_items(study, lanes);
    const bool own = all_are_their_own(study);
    int32_t **columns[] = {&out->row, &out->fourth, &out->copies, &out->payer, &out->donor};
    for (size_t i = 0; i < (own ? 3 : 5); i++) {
        *columns[i] = rasimi_calloc_aligned(items, sizeof **columns[i]);
        if (*columns[i] == NULL) {
            return RASIM_ERR_NO_MEMORY;
        }
    }
    out->most_rest = largest_cell(lanes) + ITEMS_AT_ONCE;
    out->rest_row = rasimi_calloc(COPIES_PER_ITEM * out->most_rest, sizeof *out->rest_row);
    out->rest_fourth = rasimi_calloc(COPIES_PER_ITEM * out->most_rest, sizeof *out->rest_fourth);
    out->stretches = rasimi_calloc(lanes->n_multi, sizeof *out->stretches);
    out->people = rasimi_calloc(lanes->n_multi, sizeof *out->people);
    const bool made =
        out->rest_row != NULL && out->rest_fourth != NULL && out->stretches != NULL && out->people != NULL;
    return made ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

/* Whose cost and points a row has, where that is drawn. */
static rasim_status
make_sources(const rasim_study *study, const rasimi_lanes *lanes, rasimi_population *out)
{
    if (all_are_their_own(study)) {
        return RASIM_OK;
    }
    out->payer_of = rasimi_calloc(lanes->people.n, sizeof *out->payer_of);
    out->donor_of = rasimi_calloc(lanes->people.n, sizeof *out->donor_of);
    return out->payer_of == NULL || out->donor_of == NULL ? RASIM_ERR_NO_MEMORY : RASIM_OK;
}

/* What only sampling needs. */
static rasim_status
make_sampling(const rasim_study *study, rasimi_population *out)
{
    const most need = find_most(study);
    const bool bootstrap = study->framework.population.sampling.value == RASIMI_SAMPLING_BOOTSTRAP;
    out->stratum_counts = rasimi_calloc(need.rows, sizeof *out->stratum_counts);
    out->urn = rasimi_calloc(need.urn_words, sizeof *out->urn);
    out->chosen = rasimi_calloc(need.unseen > need.rows ? need.unseen : need.rows, sizeof *out->chosen);
    if (out->stratum_counts == NULL || out->urn == NULL || out->chosen == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    if (bootstrap || need.unequal) {
        double *values = rasimi_calloc(study->n_rows, sizeof *values);
        if (values == NULL) {
            return RASIM_ERR_NO_MEMORY;
        }
        fill_weights(study, !bootstrap, values);
        *(bootstrap ? &out->weights : &out->cumulative) = values;
    }
    return RASIM_OK;
}

rasim_status
rasimi_population_make(const rasim_study *study, const rasimi_kernel *kernel, const rasimi_lanes *lanes,
                       const rasimi_seeds *seeds, rasimi_population *out)
{
    *out =
        (rasimi_population){.study = study, .lanes = lanes, .key = rasimi_seeds_key(seeds, RASIMI_STREAM_POPULATION)};
    out->draws.calls = kernel->calls;
    rasimi_kernel_keys(out->key, out->draws.round_keys);
    if (lanes->n_multi == 0) {
        return RASIM_OK;
    }
    out->counts = rasimi_calloc(study->n_rows, sizeof *out->counts);
    if (out->counts == NULL || make_items(study, lanes, out) != RASIM_OK ||
        make_sources(study, lanes, out) != RASIM_OK) {
        return RASIM_ERR_NO_MEMORY;
    }
    return is_fixed(study) ? RASIM_OK : make_sampling(study, out);
}

void
rasimi_population_clear(rasimi_population *population)
{
    free(population->counts);
    free(population->stratum_counts);
    free(population->urn);
    free(population->cumulative);
    free(population->chosen);
    free(population->weights);
    free(population->row);
    free(population->payer);
    free(population->donor);
    free(population->fourth);
    free(population->copies);
    free(population->payer_of);
    free(population->donor_of);
    free(population->rest_row);
    free(population->rest_fourth);
    free(population->stretches);
    free(population->people);
    *population = (rasimi_population){0};
}

static void
count_fixed(rasimi_population *p)
{
    for (size_t i = 0; i < p->study->n_rows; i++) {
        p->counts[i] = (uint32_t)p->study->fixed_count[i];
    }
}

/* One stratum's people, by the framework's way of sampling; a stratum that is wholly in the file is itself. */
static void
count_stratum(rasimi_population *p, const rasimi_stratum *stratum, uint64_t replicate)
{
    const uint64_t n = stratum->n_rows, unseen = stratum->n_people - n;
    if (p->weights != NULL && unseen > 0) {
        rasimi_rao_wu_counts(n, stratum->n_people, p->weights + stratum->first, p->key, stratum->key, replicate,
                             p->stratum_counts, p->chosen);
    } else if (unseen > 0 && !stratum->equal_weights) {
        rasimi_dirichlet_counts(n, unseen, p->cumulative + stratum->first, p->key, stratum->key, replicate,
                                p->stratum_counts, p->chosen);
    } else {
        rasimi_urn_counts_by(&p->draws, n, unseen, p->key, stratum->key, replicate, p->stratum_counts, p->urn);
    }
}

static void
count_sampled(rasimi_population *p, uint64_t replicate)
{
    const rasim_study *study = p->study;
    for (size_t h = 0; h < study->n_strata; h++) {
        const rasimi_stratum *stratum = &study->strata[h];
        count_stratum(p, stratum, replicate);
        for (uint64_t i = 0; i < stratum->n_rows; i++) {
            p->counts[study->stratum_rows[stratum->first + i]] = p->stratum_counts[i];
        }
    }
}

/* Whose cost and whose points a row takes in a replicate: its own, or those of another row. */
typedef struct sources {
    uint32_t payer, donor;
} sources;

/* Drawn by the row's own key in place of a stratum's: the first draw chooses the donor of points, the second of cost.
 */
static sources
draw_sources(const rasimi_population *p, uint32_t row, uint64_t replicate)
{
    const rasim_study *study = p->study;
    const bool scored = study->scored == NULL || study->scored[row];
    const bool costed = study->costed == NULL || study->costed[row];
    sources out = {row, row};
    if (scored && costed) {
        return out;
    }
    rasimi_draws draws;
    rasimi_draws_start(&draws, p->key, study->key[row], replicate, 2);
    const uint64_t first = rasimi_draws_bits(&draws);
    if (!scored) {
        const rasimi_donor_class *class = &study->donor_classes[study->donor_class[row]];
        out.donor = study->donors[class->first + rasimi_scale_below(first, class->n)];
    }
    if (!costed) {
        const rasimi_donor_class *class = &study->payer_classes[study->stratum[row]];
        out.payer = study->payers[class->first + rasimi_draws_below(&draws, class->n)];
    }
    return out;
}

/* Items of four copies, as many as a row has whole ones, at `row` and `fourth`. How many that is nobody can predict, so
   some are written in any case, and those past the last are written over by the next row's. */
static void
write_whole_items(uint32_t person, uint32_t whole, int32_t *row, int32_t *fourth)
{
    const some_items numbers = {0, 1, 2, 3, 4, 5, 6, 7}, rows = (numbers & 0) + (int32_t)person;
    uint32_t item = 0;
    do {
        const some_items fourths = numbers + (int32_t)rasimi_counter_word(0, 0, item);
        memcpy(row + item, &rows, sizeof rows);
        memcpy(fourth + item, &fourths, sizeof fourths);
        item += ITEMS_AT_ONCE;
    } while (item < whole);
}

/* n items of one, two or three copies, behind the whole ones. */
static size_t
add_rest(const rasimi_population *p, uint32_t copies, size_t n, size_t at)
{
    const size_t from = copies * p->most_rest;
    for (size_t i = 0; i < n; i += ITEMS_AT_ONCE) {
        for (size_t k = i; k < i + ITEMS_AT_ONCE; k++) {
            p->row[at + k] = p->rest_row[from + k];
            p->fourth[at + k] = p->rest_fourth[from + k];
            p->copies[at + k] = (int32_t)copies;
        }
    }
    return at + n;
}

/* Fills up a stretch with items that stand for nobody. */
static size_t
pad_items(const rasimi_population *p, uint32_t person, size_t at)
{
    for (size_t k = 0; k < RASIMI_LANES_PAD; k++) {
        p->row[at + k] = (int32_t)person;
        p->fourth[at + k] = 0;
        p->copies[at + k] = 0;
    }
    return (at + RASIMI_LANES_PAD - 1) / RASIMI_LANES_PAD * RASIMI_LANES_PAD;
}

/* The items of a cell from `first` on, those of most copies first, so that the kernel has whole blocks with nobody in
   some of their words; where they end. */
static size_t
lay_out_cell(rasimi_population *p, const rasimi_multi_cell *cell, size_t first, int64_t *people)
{
    const uint32_t *rows = p->lanes->row, *counts = p->counts;
    int32_t *row = p->row, *fourth = p->fourth, *rest_row = p->rest_row, *rest_fourth = p->rest_fourth;
    size_t at = first, n_rest[COPIES_PER_ITEM] = {0};
    int64_t sum = 0;
    for (uint32_t person = cell->first; person < cell->first + cell->n; person++) {
        const uint32_t count = counts[rows[person]], whole = count / COPIES_PER_ITEM;
        const uint32_t copies = count % COPIES_PER_ITEM; /* none: a list that nobody reads */
        const size_t rest = copies * p->most_rest + n_rest[copies]++;
        rest_row[rest] = (int32_t)person;
        rest_fourth[rest] = (int32_t)rasimi_counter_word(0, 0, whole);
        write_whole_items(person, whole, row + at, fourth + at);
        at += whole;
        sum += count;
    }
    for (size_t i = first; i < at; i++) {
        p->copies[i] = COPIES_PER_ITEM;
    }
    for (uint32_t copies = COPIES_PER_ITEM - 1; copies > 0; copies--) {
        at = add_rest(p, copies, n_rest[copies], at);
    }
    *people = sum;
    return at;
}

/* Whose cost and whose points each row has in a replicate. */
static void
find_sources(rasimi_population *p, uint64_t replicate)
{
    const rasimi_lanes *lanes = p->lanes;
    for (size_t c = 0; c < lanes->n_multi; c++) {
        const rasimi_multi_cell *cell = &lanes->multi[c];
        for (uint32_t person = cell->first; person < cell->first + cell->n; person++) {
            const sources from = draw_sources(p, lanes->row[person], replicate);
            p->payer_of[person] = (int32_t)lanes->lane[from.payer];
            p->donor_of[person] = (int32_t)lanes->lane[from.donor];
        }
    }
}

bool
rasimi_population_is_constant(const rasimi_population *population)
{
    const rasim_study *study = population->study;
    return population->lanes->n_multi == 0 || (is_fixed(study) && all_are_their_own(study));
}

void
rasimi_population_draw(rasimi_population *population, uint64_t replicate)
{
    if (population->lanes->n_multi == 0 || population->drawn) {
        return;
    }
    if (is_fixed(population->study)) {
        count_fixed(population);
    } else {
        count_sampled(population, replicate);
    }
    if (population->payer_of != NULL) {
        find_sources(population, replicate);
    }
    population->drawn = rasimi_population_is_constant(population);
    population->laid_out = false;
}

void
rasimi_population_lay_out(rasimi_population *p)
{
    if (p->laid_out) {
        return;
    }
    size_t at = 0;
    for (size_t c = 0; c < p->lanes->n_multi; c++) {
        const rasimi_multi_cell *cell = &p->lanes->multi[c];
        const size_t end = lay_out_cell(p, cell, at, &p->people[c]);
        p->stretches[c] = cell->stretch;
        p->stretches[c].first = (uint32_t)at;
        p->stretches[c].n = (uint32_t)(end - at);
        at = pad_items(p, cell->first, end);
    }
    p->items = (rasimi_items){at, p->row, p->row, p->row, p->fourth, p->copies};
    if (p->payer_of != NULL) {
        for (size_t i = 0; i < at; i++) {
            p->payer[i] = p->payer_of[p->row[i]];
            p->donor[i] = p->donor_of[p->row[i]];
        }
        p->items.payer = p->payer;
        p->items.donor = p->donor;
    }
    p->laid_out = true;
}
