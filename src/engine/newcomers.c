/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Newcomers: Poisson processes in time, packages taken from rows, severities beyond a threshold. */
#include "engine/newcomers.h"

#include "base/mem.h"
#include "num/detmath.h"
#include "num/draws.h"
#include "num/gpd.h"
#include "num/philox.h"

#include <stdlib.h>
#include <string.h>

/* More 64-bit draws than any year of any cell takes. */
#define MANY_DRAWS UINT32_MAX

/* More than what shares of donors are off by, in parts as small as a donor. */
#define NEARLY 1e-6

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

/* For the j-th of as many equal parts of [0, 1) as a cell has donors: the first donor that a share in it may have, but
   for rounding: with equal weights the j-th. */
static void
make_guide(const rasim_study *study, uint32_t *guide)
{
    for (size_t c = 0; c < study->n_cells; c++) {
        const rasimi_churn *churn = &study->churn[c];
        const double *upto = study->cell_donor_upto + churn->first_donor;
        uint32_t i = 0;
        for (uint32_t j = 0; j < churn->n_donors; j++) {
            while (i + 1 < churn->n_donors && upto[i] * churn->n_donors < (double)j + NEARLY) {
                i++;
            }
            guide[churn->first_donor + j] = i;
        }
    }
}

/* Which cells have donors who are as likely as each other, but for much less than NEARLY. */
static void
find_even(const rasim_study *study, bool *even)
{
    for (size_t c = 0; c < study->n_cells; c++) {
        const rasimi_churn *churn = &study->churn[c];
        const double *upto = study->cell_donor_upto + churn->first_donor;
        even[c] = true;
        for (uint32_t i = 0; i < churn->n_donors; i++) {
            const double off = upto[i] * churn->n_donors - (double)(i + 1);
            even[c] = even[c] && off < NEARLY / 2 && off > -NEARLY / 2;
        }
    }
}

rasim_status
rasimi_newcomers_make(const rasim_study *study, const rasimi_lanes *lanes, const rasimi_kernel *kernel,
                      const rasimi_seeds *seeds, rasimi_newcomers *out)
{
    *out = (rasimi_newcomers){
        .study = study,
        .lanes = lanes,
        .kernel = kernel,
        .arrivals_key = rasimi_seeds_key(seeds, RASIMI_STREAM_ARRIVALS),
        .start_keys = rasimi_calloc(study->n_years * study->n_cells, sizeof *out->start_keys),
        .tail_keys = rasimi_calloc(study->n_years * study->n_tails, sizeof *out->tail_keys),
        .dearest = rasimi_calloc(study->n_cells, sizeof *out->dearest),
        .guide = rasimi_calloc(study->n_rows, sizeof *out->guide),
        .donor_lane = rasimi_calloc(study->n_rows, sizeof *out->donor_lane),
        .even = rasimi_calloc(study->n_cells, sizeof *out->even),
    };
    if (out->start_keys == NULL || out->tail_keys == NULL || out->dearest == NULL || out->guide == NULL ||
        out->donor_lane == NULL || out->even == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    rasimi_kernel_keys(out->arrivals_key, out->arrivals_keys);
    rasimi_kernel_keys(rasimi_seeds_key(seeds, RASIMI_STREAM_MOVES), out->moves_keys);
    make_guide(study, out->guide);
    find_even(study, out->even);
    for (size_t c = 0; c < study->n_cells; c++) {
        const rasimi_churn *churn = &study->churn[c];
        for (uint32_t i = churn->first_donor; i < churn->first_donor + churn->n_donors; i++) {
            out->donor_lane[i] = lanes->lane[study->cell_donors[i]];
        }
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
    free(newcomers->guide);
    free(newcomers->donor_lane);
    free(newcomers->even);
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

/* The donor that rasimi_newcomers_row finds, of the n of a cell, from a place that is near. A share may round into the
   part above its own, so the search may have to go back; where all are as likely and u is not beside the border of two,
   there is nothing to search. */
static inline uint32_t
find_donor(const double *upto, const uint32_t *guide, uint32_t n, bool even, double u)
{
    const uint32_t part = (uint32_t)(int64_t)(u * n);
    const double within = u * n - (double)part;
    if (even && within > NEARLY && within < 1.0 - NEARLY) {
        return part;
    }
    uint32_t i = guide[part < n ? part : n - 1];
    while (i > 0 && u < upto[i - 1]) {
        i--;
    }
    while (i + 1 < n && !(u < upto[i])) {
        i++;
    }
    return i;
}

/* Of a class of rows, one that stands in for somebody. */
static uint32_t
stand_in(const rasimi_newcomers *newcomers, const uint32_t *rows, const rasimi_donor_class *class, uint64_t bits)
{
    return newcomers->lanes->lane[rows[class->first + rasimi_scale_below(bits, class->n)]];
}

void
rasimi_newcomers_packages(const rasimi_newcomers *newcomers, uint32_t cell, size_t n, const double *u,
                          const uint64_t *donor_bits, const uint64_t *payer_bits, rasimi_package *out)
{
    const rasim_study *study = newcomers->study;
    const rasimi_churn churn = study->churn[cell];
    const double *upto = study->cell_donor_upto + churn.first_donor;
    const uint32_t *guide = newcomers->guide + churn.first_donor, *lanes = newcomers->donor_lane + churn.first_donor;
    for (size_t i = 0; i < n; i++) {
        const uint32_t lane = lanes[find_donor(upto, guide, churn.n_donors, newcomers->even[cell], u[i])];
        out[i] = (rasimi_package){lane, lane, lane};
    }
    for (size_t i = 0; i < n && rasimi_newcomers_stand_in(newcomers); i++) {
        const uint32_t row = newcomers->lanes->row[out[i].row];
        if (study->scored != NULL && !study->scored[row]) {
            out[i].donor =
                stand_in(newcomers, study->donors, &study->donor_classes[study->donor_class[row]], donor_bits[i]);
        }
        if (study->costed != NULL && !study->costed[row]) {
            out[i].payer =
                stand_in(newcomers, study->payers, &study->payer_classes[study->stratum[row]], payer_bits[i]);
        }
    }
}

static void
take_package(const rasimi_newcomers *newcomers, uint32_t cell, double u, uint64_t donor_bits, uint64_t payer_bits,
             rasimi_person *person)
{
    rasimi_package from;
    rasimi_newcomers_packages(newcomers, cell, 1, &u, &donor_bits, &payer_bits, &from);
    person->cell = cell;
    person->row = from.row;
    person->donor = from.donor;
    person->cost = newcomers->lanes->people.cost[from.payer];
    person->reference = newcomers->lanes->people.reference[from.payer];
}

/* ---- high-cost arrivals ---- */

/* The j-th person of a process that starts in a year. */
static rasimi_person
starter(uint64_t key, uint64_t replicate, uint32_t j, double since)
{
    return (rasimi_person){
        .key_low = (uint32_t)key,
        .key_high = (uint32_t)(key >> 32),
        .third = (uint32_t)replicate,
        .fourth = rasimi_person_fourth(0, j / COPIES_PER_WORD),
        .word = j % COPIES_PER_WORD,
        .standing = RASIMI_NEWCOMER,
        .since = (float)since,
        .first_left = 1.0f,
    };
}

/* Time to the next event of a Poisson process, years. */
static double
wait(rasimi_draws *draws, double rate)
{
    return -rasimi_log(1.0 - rasimi_draws_uniform(draws)) / rate;
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
        *n_capped += capped;
        if (rasimi_people_add(list, &person) != RASIM_OK) {
            return RASIM_ERR_NO_MEMORY;
        }
    }
    return RASIM_OK;
}

/* ---- movers ---- */

/* Movers whose draws are computed together. */
#define MOVERS RASIMI_LANES_PAD

/* The calls of n movers, at most MOVERS: one of their own, the replicate itself, and the copy itself. */
static void
draw_moves(const rasimi_newcomers *newcomers, const rasimi_person *people, size_t n, uint32_t year, uint64_t replicate,
           int32_t words[4 * MOVERS])
{
    _Alignas(64) int32_t low[MOVERS] = {0}, high[MOVERS] = {0}, fourth[MOVERS] = {0};
    for (size_t i = 0; i < n; i++) {
        const rasimi_person *person = &people[i];
        const uint32_t own = person->third == (uint32_t)replicate ? person->word : 0;
        const uint32_t copy = rasimi_person_copy(person->fourth) * COPIES_PER_WORD + own;
        low[i] = (int32_t)person->key_low;
        high[i] = (int32_t)person->key_high;
        fourth[i] = (int32_t)rasimi_counter_word(year, rasimi_person_moves(person->fourth), copy);
    }
    const rasimi_calls calls = {low, high, fourth};
    newcomers->kernel->four_words(&calls, MOVERS, (uint32_t)replicate, 0, newcomers->moves_keys, MOVERS, MOVERS, words);
}

/* One of them, whose words of the call stand MOVERS apart. */
static void
move(const rasimi_newcomers *newcomers, const int32_t *words, float at, rasimi_person *person)
{
    const uint32_t moves = rasimi_person_moves(person->fourth), copies = rasimi_person_copy(person->fourth);
    const float passed = at - person->since;
    person->fourth = rasimi_person_fourth(moves + 1, copies);
    person->first_left = person->first_left > passed ? person->first_left - passed : 0.0f;
    person->since = at;
    person->standing = RASIMI_NEWCOMER; /* a new package is planned under the RAS, with nothing from before */
    take_package(newcomers, person->cell, (double)(uint32_t)words[0] * 0x1p-32, (uint64_t)(uint32_t)words[MOVERS] << 32,
                 (uint64_t)(uint32_t)words[2 * MOVERS] << 32, person);
}

void
rasimi_newcomers_move(const rasimi_newcomers *newcomers, rasimi_person *people, const float *at, size_t n,
                      uint32_t year, uint64_t replicate)
{
    _Alignas(64) int32_t words[4 * MOVERS];
    for (size_t first = 0; first < n; first += MOVERS) {
        const size_t some = n - first < MOVERS ? n - first : MOVERS;
        draw_moves(newcomers, people + first, some, year, replicate, words);
        for (size_t i = 0; i < some; i++) {
            move(newcomers, words + i, at[first + i], &people[first + i]);
        }
    }
}
