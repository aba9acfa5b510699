/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Newcomers: Poisson processes in time, packages taken from rows, severities beyond a threshold. */
#include "engine/newcomers.h"

#include "base/mem.h"
#include "num/detmath.h"
#include "num/draws.h"
#include "num/gpd.h"
#include "num/philox.h"

#include <string.h>

#include <stdlib.h>

/* More 64-bit draws than any year of any cell takes. */
#define MANY_DRAWS UINT32_MAX

/* Copies that one fourth counter word serves. */
#define COPIES_PER_WORD 4

/* A label's key for every year, so that what one year draws does not hang on how many came the year before. */
static uint64_t
year_key(uint64_t label_key, uint64_t year)
{
    return rasimi_splitmix64(label_key + year * 0x9E3779B97F4A7C15u);
}

static uint64_t
join_key(uint64_t key, const char *label)
{
    return rasimi_splitmix64(key ^ rasimi_label_key(label, strlen(label)));
}

/* Of what a cell is called, so that it does not change with the cells beside it. */
static uint64_t
cell_key(const rasim_study *study, const rasimi_cell *cell)
{
    uint64_t key = join_key(0, "starters");
    key = join_key(key, study->care_groups[cell->care_group]);
    key = join_key(key, study->settings[cell->setting]);
    key = join_key(key, study->areas[cell->area]);
    return study->n_places > 0 ? join_key(key, study->places[cell->place]) : key;
}

static uint64_t
tail_key(const rasim_study *study, const rasimi_tail *tail)
{
    const uint64_t key = join_key(join_key(0, "high-cost arrivals"), study->care_groups[tail->care_group]);
    return join_key(key, study->settings[tail->setting]);
}

static void
find_dearest(const rasim_study *study, uint32_t *dearest)
{
    for (size_t c = 0; c < study->n_cells; c++) {
        dearest[c] = UINT32_MAX;
    }
    for (uint32_t i = 0; i < study->n_rows; i++) {
        uint32_t *best = &dearest[study->cell[i]];
        const bool scored = study->scored == NULL || study->scored[i];
        if (scored && (*best == UINT32_MAX || study->cost_gbp_week[i] > study->cost_gbp_week[*best])) {
            *best = i;
        }
    }
}

rasim_status
rasimi_newcomers_make(const rasim_study *study, const rasimi_lanes *lanes, const rasimi_seeds *seeds,
                      rasimi_newcomers *out)
{
    *out = (rasimi_newcomers){
        .study = study,
        .lanes = lanes,
        .arrivals_key = rasimi_seeds_key(seeds, RASIMI_STREAM_ARRIVALS),
        .moves_key = rasimi_seeds_key(seeds, RASIMI_STREAM_MOVES),
        .need_key = rasimi_seeds_key(seeds, RASIMI_STREAM_NEED),
        .start_keys = rasimi_calloc(study->n_years * study->n_cells, sizeof *out->start_keys),
        .tail_keys = rasimi_calloc(study->n_years * study->n_tails, sizeof *out->tail_keys),
        .dearest = rasimi_calloc(study->n_cells, sizeof *out->dearest),
    };
    if (out->start_keys == NULL || out->tail_keys == NULL || out->dearest == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    for (size_t year = 0; year < study->n_years; year++) {
        for (size_t c = 0; c < study->n_cells; c++) {
            out->start_keys[year * study->n_cells + c] = year_key(cell_key(study, &study->cells[c]), year);
        }
        for (size_t i = 0; i < study->n_tails; i++) {
            out->tail_keys[year * study->n_tails + i] = year_key(tail_key(study, &study->tails[i]), year);
        }
    }
    find_dearest(study, out->dearest);
    return RASIM_OK;
}

void
rasimi_newcomers_clear(rasimi_newcomers *newcomers)
{
    free(newcomers->start_keys);
    free(newcomers->tail_keys);
    free(newcomers->dearest);
    *newcomers = (rasimi_newcomers){0};
}

uint32_t
rasimi_newcomers_row(const rasim_study *study, uint32_t cell, double u)
{
    const rasimi_churn *churn = &study->churn[cell];
    uint32_t low = churn->first_donor, high = low + churn->n_donors - 1;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (u < study->cell_donor_upto[middle]) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return study->cell_donors[low];
}

/* The package of a row: its own income, and its own points and cost or those of a row that stands in for it. */
static void
take_package(const rasimi_newcomers *newcomers, uint32_t cell, double u, uint64_t donor_bits, uint64_t payer_bits,
             rasimi_person *person)
{
    const rasim_study *study = newcomers->study;
    const rasimi_lanes *lanes = newcomers->lanes;
    const uint32_t row = rasimi_newcomers_row(study, cell, u);
    uint32_t donor = row, payer = row;
    if (study->scored != NULL && !study->scored[row]) {
        const rasimi_donor_class *class = &study->donor_classes[study->donor_class[row]];
        donor = study->donors[class->first + rasimi_scale_below(donor_bits, class->n)];
    }
    if (study->costed != NULL && !study->costed[row]) {
        const rasimi_donor_class *class = &study->payer_classes[study->stratum[row]];
        payer = study->payers[class->first + rasimi_scale_below(payer_bits, class->n)];
    }
    person->cell = cell;
    person->row = lanes->lane[row];
    person->donor = lanes->lane[donor];
    person->cost = lanes->people.cost[lanes->lane[payer]];
    person->reference = lanes->people.reference[lanes->lane[payer]];
}

/* The j-th person of a process that starts in a year. */
static rasimi_person
starter(uint64_t key, uint64_t replicate, uint32_t j, double since)
{
    return (rasimi_person){
        .key_low = (uint32_t)key,
        .key_high = (uint32_t)(key >> 32),
        .third = (uint32_t)replicate,
        .copy = j / COPIES_PER_WORD,
        .word = (uint8_t)(j % COPIES_PER_WORD),
        .since = (float)since,
        .first_left = 1.0f,
        .standing = RASIMI_NEWCOMER,
        .arrival = RASIMI_ARRIVAL_START,
    };
}

/* Time to the next event of a Poisson process, years. */
static double
wait(rasimi_draws *draws, double rate)
{
    return -rasimi_log(1.0 - rasimi_draws_uniform(draws)) / rate;
}

rasim_status
rasimi_newcomers_start(const rasimi_newcomers *newcomers, uint32_t cell, uint32_t year, uint64_t replicate,
                       double demand, double prevented, rasimi_people_list *list)
{
    const rasim_study *study = newcomers->study;
    const double rate = study->churn[cell].starters * demand;
    if (!(rate > 0.0) || study->churn[cell].n_donors == 0) {
        return RASIM_OK;
    }
    const uint64_t key = newcomers->start_keys[year * study->n_cells + cell];
    rasimi_draws draws;
    rasimi_draws_start(&draws, newcomers->arrivals_key, key, replicate, MANY_DRAWS);
    uint32_t j = 0;
    for (double at = wait(&draws, rate); at < 1.0; at += wait(&draws, rate)) {
        rasimi_person person = starter(key, replicate, j++, at);
        const bool stopped = rasimi_draws_uniform(&draws) < prevented;
        const double u = rasimi_draws_uniform(&draws);
        const uint64_t donor = rasimi_draws_bits(&draws), payer = rasimi_draws_bits(&draws);
        take_package(newcomers, cell, u, donor, payer, &person);
        person.persistent = rasimi_person_persistent(&person, newcomers->need_key);
        if (!stopped && rasimi_people_add(list, &person) != RASIM_OK) {
            return RASIM_ERR_NO_MEMORY;
        }
    }
    return RASIM_OK;
}

static uint32_t
cell_of_tail(const rasim_study *study, const rasimi_tail *tail, double u)
{
    uint32_t i = tail->first_cell;
    while (i + 1 < tail->first_cell + tail->n_cells && u >= study->tail_cells[i].upto) {
        i++;
    }
    return study->tail_cells[i].cell;
}

/* What an arrival's package costs, £ a week at the price date. */
static double
severity(const rasimi_tail *tail, uint64_t replicate, double u, bool *capped)
{
    const size_t fit = (size_t)(replicate % tail->n_fits);
    const rasimi_gpd gpd = {.shape = tail->shape[fit], .scale = tail->scale_gbp_week[fit]};
    const double drawn = tail->threshold_gbp_week + rasimi_gpd_quantile(gpd, u);
    *capped = !(drawn < tail->max_gbp_week);
    return *capped ? tail->max_gbp_week : drawn;
}

/* Points and allocation of an arrival are those of the dearest package of its cell; income is that of a row of it. */
static void
take_severity(const rasimi_newcomers *newcomers, const rasimi_tail *tail, double gbp_week, rasimi_person *person)
{
    const rasim_study *study = newcomers->study;
    if (newcomers->dearest[person->cell] != UINT32_MAX) {
        person->donor = newcomers->lanes->lane[newcomers->dearest[person->cell]];
    }
    person->cost = rasimi_lane_cost(study, tail->care_group, tail->setting, gbp_week);
    person->reference = rasimi_lane_reference(study, tail->setting, gbp_week);
}

rasim_status
rasimi_newcomers_arrive(const rasimi_newcomers *newcomers, size_t index, uint32_t year, uint64_t replicate,
                        double demand, rasimi_people_list *list, uint64_t *n_capped)
{
    const rasim_study *study = newcomers->study;
    const rasimi_tail *tail = &study->tails[index];
    const double rate = tail->arrivals * demand;
    if (!(rate > 0.0)) {
        return RASIM_OK;
    }
    const uint64_t key = newcomers->tail_keys[year * study->n_tails + index];
    rasimi_draws draws;
    rasimi_draws_start(&draws, newcomers->arrivals_key, key, replicate, MANY_DRAWS);
    uint32_t j = 0;
    for (double at = wait(&draws, rate); at < 1.0; at += wait(&draws, rate)) {
        rasimi_person person = starter(key, replicate, j++, at);
        bool capped;
        const double gbp_week = severity(tail, replicate, rasimi_draws_uniform(&draws), &capped);
        const uint32_t cell = cell_of_tail(study, tail, rasimi_draws_uniform(&draws));
        const double u = rasimi_draws_uniform(&draws);
        take_package(newcomers, cell, u, rasimi_draws_bits(&draws), rasimi_draws_bits(&draws), &person);
        take_severity(newcomers, tail, gbp_week, &person);
        person.persistent = rasimi_person_persistent(&person, newcomers->need_key);
        *n_capped += capped;
        if (rasimi_people_add(list, &person) != RASIM_OK) {
            return RASIM_ERR_NO_MEMORY;
        }
    }
    return RASIM_OK;
}

rasim_status
rasimi_newcomers_move(const rasimi_newcomers *newcomers, const rasimi_person *person, uint32_t cell, uint32_t year,
                      uint64_t replicate, float at, rasimi_people_list *list)
{
    rasimi_person moved = *person;
    moved.moves++;
    moved.arrival = RASIMI_ARRIVAL_MOVE;
    moved.first_left = person->first_left > at - person->since ? person->first_left - (at - person->since) : 0.0f;
    moved.since = at;
    moved.standing = RASIMI_NEWCOMER; /* a new package is planned under the RAS, with nothing from before */
    /* one call of their own: the replicate itself, and the copy itself */
    const uint32_t copy = person->copy * COPIES_PER_WORD + (person->third == (uint32_t)replicate ? person->word : 0);
    uint32_t words[4] = {person->key_low, person->key_high, (uint32_t)replicate,
                         rasimi_counter_word(year, person->moves, copy)};
    rasimi_philox(words, newcomers->moves_key);
    take_package(newcomers, cell, (double)words[0] * 0x1p-32, (uint64_t)words[1] << 32, (uint64_t)words[2] << 32,
                 &moved);
    moved.persistent = rasimi_person_persistent(&moved, newcomers->need_key);
    return rasimi_people_add(list, &moved);
}
