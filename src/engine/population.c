/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Populations: whole numbers of people per row, fixed, from the urns or the bootstrap, cut into items of up to four
   copies. */
#include "engine/population.h"

#include "base/mem.h"
#include "num/draws.h"
#include "num/philox.h"
#include "num/resample.h"
#include "num/urn.h"

#include <stdlib.h>

/* Copies of a row that one Philox call serves. */
#define COPIES_PER_ITEM 4

/* Items of a row that are written at a time. */
#define ITEMS_AT_ONCE 8

static bool
is_fixed(const rasim_study *study)
{
    return study->framework.population.sampling.value == RASIMI_SAMPLING_FIXED;
}

/* An upper bound of the items of any replicate: every four people of a stratum, and one begun item a row; and room for
   what is written past the last. */
static size_t
most_items(const rasim_study *study, const rasimi_lanes *lanes)
{
    size_t items = lanes->n_multi * RASIMI_LANES_PAD + study->n_rows + ITEMS_AT_ONCE;
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
rasimi_population_make(const rasim_study *study, const rasimi_lanes *lanes, const rasimi_seeds *seeds,
                       rasimi_population *out)
{
    *out =
        (rasimi_population){.study = study, .lanes = lanes, .key = rasimi_seeds_key(seeds, RASIMI_STREAM_POPULATION)};
    if (lanes->n_multi == 0) {
        return RASIM_OK;
    }
    out->capacity_items = most_items(study, lanes);
    out->counts = rasimi_calloc(study->n_rows, sizeof *out->counts);
    out->row = rasimi_calloc_aligned(out->capacity_items, sizeof *out->row);
    out->payer = rasimi_calloc_aligned(out->capacity_items, sizeof *out->payer);
    out->donor = rasimi_calloc_aligned(out->capacity_items, sizeof *out->donor);
    out->fourth = rasimi_calloc_aligned(out->capacity_items, sizeof *out->fourth);
    out->copies = rasimi_calloc_aligned(out->capacity_items, sizeof *out->copies);
    out->stretches = rasimi_calloc(lanes->n_multi, sizeof *out->stretches);
    if (out->counts == NULL || out->row == NULL || out->payer == NULL || out->donor == NULL || out->fourth == NULL ||
        out->copies == NULL || out->stretches == NULL) {
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
        rasimi_urn_counts(n, unseen, p->key, stratum->key, replicate, p->stratum_counts, p->urn);
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

/* Whether every row has a cost and points of its own, so that nobody takes another's. */
static bool
all_are_their_own(const rasim_study *study)
{
    return study->scored == NULL && study->costed == NULL;
}

/* The items of one row: as many as its people need, four at a time. How many that is nobody can predict, so eight are
   written in any case, and those past the last are written over by the next row's. */
static size_t
add_items(const rasimi_population *p, uint32_t person, uint32_t year, size_t at)
{
    const uint32_t count = p->counts[p->lanes->row[person]];
    const size_t end = at + (count + COPIES_PER_ITEM - 1) / COPIES_PER_ITEM;
    uint32_t item = 0;
    do {
        for (uint32_t k = 0; k < ITEMS_AT_ONCE; k++) {
            const int32_t rest = (int32_t)count - (int32_t)((item + k) * COPIES_PER_ITEM);
            const int32_t some = rest > 0 ? rest : 0;
            p->row[at + k] = (int32_t)person;
            p->fourth[at + k] = (int32_t)rasimi_counter_word(year, 0, item + k);
            p->copies[at + k] = some < COPIES_PER_ITEM ? some : COPIES_PER_ITEM;
        }
        item += ITEMS_AT_ONCE;
        at += ITEMS_AT_ONCE;
    } while (at < end);
    return end;
}

/* Whose cost and whose points the items of a row have, [first, end). */
static void
add_sources(const rasimi_population *p, uint32_t person, uint64_t replicate, size_t first, size_t end)
{
    const sources from = draw_sources(p, p->lanes->row[person], replicate);
    for (size_t at = first; at < end; at++) {
        p->payer[at] = (int32_t)p->lanes->lane[from.payer];
        p->donor[at] = (int32_t)p->lanes->lane[from.donor];
    }
}

/* Fills up a stretch with items that stand for nobody. */
static size_t
pad_items(const rasimi_population *p, uint32_t person, size_t at)
{
    while (at % RASIMI_LANES_PAD != 0) {
        p->row[at] = (int32_t)person;
        p->payer[at] = p->donor[at] = (int32_t)person;
        p->fourth[at] = 0;
        p->copies[at] = 0;
        at++;
    }
    return at;
}

static void
lay_out_items(rasimi_population *p, uint64_t replicate, uint32_t year)
{
    size_t at = 0;
    const bool own = all_are_their_own(p->study);
    p->n_stretches = 0;
    for (size_t c = 0; c < p->lanes->n_multi; c++) {
        const rasimi_multi_cell *cell = &p->lanes->multi[c];
        const size_t first = at;
        for (uint32_t person = cell->first; person < cell->first + cell->n; person++) {
            const size_t end = add_items(p, person, year, at);
            if (!own) {
                add_sources(p, person, replicate, at, end);
            }
            at = end;
        }
        rasimi_stretch *stretch = &p->stretches[p->n_stretches++];
        *stretch = cell->stretch;
        stretch->first = (uint32_t)first;
        stretch->n = (uint32_t)(at - first);
        at = pad_items(p, cell->first, at);
    }
    p->items = (rasimi_items){.n = at,
                              .row = p->row,
                              .payer = own ? p->row : p->payer,
                              .donor = own ? p->row : p->donor,
                              .fourth = p->fourth,
                              .copies = p->copies};
}

bool
rasimi_population_is_constant(const rasimi_population *population)
{
    const rasim_study *study = population->study;
    return population->lanes->n_multi == 0 || (is_fixed(study) && all_are_their_own(study));
}

void
rasimi_population_draw(rasimi_population *population, uint64_t replicate, uint32_t year)
{
    if (population->lanes->n_multi == 0 || population->drawn) {
        return;
    }
    if (is_fixed(population->study)) {
        count_fixed(population);
        population->drawn = rasimi_population_is_constant(population);
    } else {
        count_sampled(population, replicate);
    }
    lay_out_items(population, replicate, year);
}
