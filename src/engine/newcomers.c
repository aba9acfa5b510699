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

rasim_status
rasimi_newcomers_make(const rasim_study *study, const rasimi_lanes *lanes, const rasimi_kernel *kernel,
                      const rasimi_seeds *seeds, rasimi_newcomers *out)
{
    *out = (rasimi_newcomers){
        .study = study,
        .lanes = lanes,
        .kernel = kernel,
        .arrivals_key = rasimi_seeds_key(seeds, RASIMI_STREAM_ARRIVALS),
        .moves_key = rasimi_seeds_key(seeds, RASIMI_STREAM_MOVES),
        .start_keys = rasimi_calloc(study->n_years * study->n_cells, sizeof *out->start_keys),
        .tail_keys = rasimi_calloc(study->n_years * study->n_tails, sizeof *out->tail_keys),
        .dearest = rasimi_calloc(study->n_cells, sizeof *out->dearest),
        .guide = rasimi_calloc(study->n_rows, sizeof *out->guide),
        .donor_lane = rasimi_calloc(study->n_rows, sizeof *out->donor_lane),
    };
    if (out->start_keys == NULL || out->tail_keys == NULL || out->dearest == NULL || out->guide == NULL ||
        out->donor_lane == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    rasimi_kernel_keys(out->arrivals_key, out->arrivals_keys);
    make_guide(study, out->guide);
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

/* The donor that rasimi_newcomers_row finds, as a place in cell_donors, from a place that is near. A share may round
   into the part above its own, so the search may have to go back. */
static uint32_t
find_donor(const rasimi_newcomers *newcomers, uint32_t cell, double u)
{
    const rasim_study *study = newcomers->study;
    const rasimi_churn *churn = &study->churn[cell];
    const double *upto = study->cell_donor_upto + churn->first_donor;
    const uint32_t part = (uint32_t)(u * churn->n_donors);
    uint32_t i = newcomers->guide[churn->first_donor + (part < churn->n_donors ? part : churn->n_donors - 1)];
    while (i > 0 && u < upto[i - 1]) {
        i--;
    }
    while (i + 1 < churn->n_donors && !(u < upto[i])) {
        i++;
    }
    return churn->first_donor + i;
}

/* Whose package it is: the row's own income, and its own points and cost or those of a row that stands in for it. */
typedef struct package {
    uint32_t row, donor, payer; /* lanes */
} package;

static inline package
draw_package(const rasimi_newcomers *newcomers, uint32_t cell, double u, uint64_t donor_bits, uint64_t payer_bits)
{
    const rasim_study *study = newcomers->study;
    const rasimi_lanes *lanes = newcomers->lanes;
    const uint32_t found = find_donor(newcomers, cell, u), lane = newcomers->donor_lane[found];
    package out = {lane, lane, lane};
    if (study->scored != NULL && !study->scored[study->cell_donors[found]]) {
        const rasimi_donor_class *class = &study->donor_classes[study->donor_class[study->cell_donors[found]]];
        out.donor = lanes->lane[study->donors[class->first + rasimi_scale_below(donor_bits, class->n)]];
    }
    if (study->costed != NULL && !study->costed[study->cell_donors[found]]) {
        const rasimi_donor_class *class = &study->payer_classes[study->stratum[study->cell_donors[found]]];
        out.payer = lanes->lane[study->payers[class->first + rasimi_scale_below(payer_bits, class->n)]];
    }
    return out;
}

static void
take_package(const rasimi_newcomers *newcomers, uint32_t cell, double u, uint64_t donor_bits, uint64_t payer_bits,
             rasimi_person *person)
{
    const package from = draw_package(newcomers, cell, u, donor_bits, payer_bits);
    person->cell = cell;
    person->row = from.row;
    person->donor = from.donor;
    person->cost = newcomers->lanes->people.cost[from.payer];
    person->reference = newcomers->lanes->people.reference[from.payer];
}

/* ---- starters, in batches ---- */

/* What a start takes of its sequence, 64 bits each: the wait for it, whether it is prevented, whose package, and who
   stands in for that row's points and cost. */
enum { DRAW_WAIT, DRAW_STOPPED, DRAW_PACKAGE, DRAW_DONOR, DRAW_PAYER, DRAWS_PER_START };

/* Starts of a batch, two by two: the draws of a pair are five calls, of which the last is for rows that want somebody
   to stand in for them. Calls of the same place in their pair lie side by side. */
#define PAIRS          RASIMI_LANES_PAD
#define BATCH          (2 * PAIRS)
#define CALLS_PER_PAIR DRAWS_PER_START

/* Starts of a cell in a year of a replicate. */
typedef struct starts {
    uint64_t key, replicate;
    uint32_t cell;
    bool stand_ins;         /* some rows have no points or cost of their own */
    double rate, prevented; /* a year; share */
} starts;

typedef struct batch {
    _Alignas(64) uint32_t words[CALLS_PER_PAIR][4][PAIRS];
    double uniforms[CALLS_PER_PAIR][2][PAIRS]; /* in [0, 1): of the first draw of each call, and of the second */
    double waits[BATCH];                       /* years */
    double packages[BATCH];                    /* in [0, 1): whose package */
} batch;

/* Which call of a pair has a draw of its first start or its second, and which of the call's two draws it is. */
#define CALL_OF(second, draw) (((second)*DRAWS_PER_START + (draw)) / 2)
#define HALF_OF(second, draw) (((second)*DRAWS_PER_START + (draw)) % 2)

/* A draw of the i-th start of a batch: 64 bits. */
static inline uint64_t
bits_of(const batch *drawn, size_t i, size_t draw)
{
    const uint32_t(*call)[PAIRS] = drawn->words[CALL_OF(i % 2, draw)];
    const size_t word = 2 * HALF_OF(i % 2, draw);
    return call[word][i / 2] | (uint64_t)call[word + 1][i / 2] << 32;
}

/* The same as a uniform in [0, 1). */
static inline double
uniform_of(const batch *drawn, size_t i, size_t draw)
{
    return drawn->uniforms[CALL_OF(i % 2, draw)][HALF_OF(i % 2, draw)][i / 2];
}

/* Calls that are made for a pair: the last has nothing but stand-ins. */
static uint32_t
calls_of_pair(const starts *start)
{
    return start->stand_ins ? CALLS_PER_PAIR : CALLS_PER_PAIR - 1;
}

static void
draw_batch(const rasimi_newcomers *newcomers, const starts *start, uint32_t first, batch *out)
{
    const rasimi_kernel *kernel = newcomers->kernel;
    const uint32_t call = first / 2 * CALLS_PER_PAIR;
    for (uint32_t k = 0; k < calls_of_pair(start); k++) {
        kernel->calls(start->key, (uint32_t)start->replicate, call + k, CALLS_PER_PAIR, PAIRS, newcomers->arrivals_keys,
                      out->words[k][0]);
        kernel->uniforms(out->words[k][0], PAIRS, out->uniforms[k][0]);
    }
    for (size_t i = 0; i < PAIRS; i++) {
        out->waits[2 * i] = 1.0 - out->uniforms[CALL_OF(0, DRAW_WAIT)][HALF_OF(0, DRAW_WAIT)][i];
        out->waits[2 * i + 1] = 1.0 - out->uniforms[CALL_OF(1, DRAW_WAIT)][HALF_OF(1, DRAW_WAIT)][i];
        out->packages[2 * i] = out->uniforms[CALL_OF(0, DRAW_PACKAGE)][HALF_OF(0, DRAW_PACKAGE)][i];
        out->packages[2 * i + 1] = out->uniforms[CALL_OF(1, DRAW_PACKAGE)][HALF_OF(1, DRAW_PACKAGE)][i];
    }
    kernel->logs(out->waits, BATCH, out->waits);
    for (size_t i = 0; i < BATCH; i++) {
        out->waits[i] = -out->waits[i] / start->rate;
    }
}

/* Who of a batch starts before the year ends and is not prevented: number in the batch, and when. *at: when the one
   before came, and then when the last one does. */
static size_t
find_starts(const batch *drawn, const starts *start, double *at, uint32_t who[BATCH], float since[BATCH])
{
    size_t n = 0;
    for (uint32_t i = 0; i < BATCH; i++) {
        *at += drawn->waits[i];
        if (!(*at < 1.0)) {
            break;
        }
        who[n] = i;
        since[n] = (float)*at;
        n += !(start->prevented > 0.0 && uniform_of(drawn, i, DRAW_STOPPED) < start->prevented);
    }
    return n;
}

/* Adds the starts of a batch that come before the year ends, column by column; room has been made. */
static void
add_batch(const rasimi_newcomers *newcomers, const batch *drawn, const starts *start, uint32_t first, double *at,
          rasimi_cohort *cohort)
{
    const rasimi_people *people = &newcomers->lanes->people;
    uint32_t who[BATCH];
    float since[BATCH];
    package from[BATCH];
    const size_t n = find_starts(drawn, start, at, who, since), to = cohort->n;
    for (size_t i = 0; i < n; i++) {
        const uint64_t donor = start->stand_ins ? bits_of(drawn, who[i], DRAW_DONOR) : 0;
        const uint64_t payer = start->stand_ins ? bits_of(drawn, who[i], DRAW_PAYER) : 0;
        from[i] = draw_package(newcomers, start->cell, drawn->packages[who[i]], donor, payer);
    }
    for (size_t i = 0; i < n; i++) {
        cohort->key_low[to + i] = (int32_t)(uint32_t)start->key;
        cohort->key_high[to + i] = (int32_t)(uint32_t)(start->key >> 32);
        cohort->third[to + i] = (int32_t)(uint32_t)start->replicate;
        cohort->standing[to + i] = RASIMI_NEWCOMER;
        cohort->first_left[to + i] = 1.0f;
    }
    for (size_t i = 0; i < n; i++) {
        cohort->fourth[to + i] = (int32_t)((first + who[i]) / COPIES_PER_WORD);
        cohort->word[to + i] = (int32_t)((first + who[i]) % COPIES_PER_WORD);
        cohort->since[to + i] = since[i];
    }
    for (size_t i = 0; i < n; i++) {
        cohort->row[to + i] = (int32_t)from[i].row;
        cohort->donor[to + i] = (int32_t)from[i].donor;
        cohort->cost[to + i] = people->cost[from[i].payer];
        cohort->reference[to + i] = people->reference[from[i].payer];
    }
    cohort->n += n;
}

/* One more than the number of the last who started. */
static size_t
number_after_last(const rasimi_cohort *cohort)
{
    const size_t last = cohort->n > 0 ? cohort->n - 1 : 0;
    return cohort->n > 0 ? (size_t)cohort->fourth[last] * COPIES_PER_WORD + (size_t)cohort->word[last] + 1 : 0;
}

rasim_status
rasimi_newcomers_start(const rasimi_newcomers *newcomers, uint32_t cell, uint32_t year, uint64_t replicate,
                       double demand, double prevented, rasimi_cohort *cohort)
{
    const rasim_study *study = newcomers->study;
    const starts start = {
        .key = newcomers->start_keys[year * study->n_cells + cell],
        .replicate = replicate,
        .cell = cell,
        .stand_ins = study->scored != NULL || study->costed != NULL,
        .rate = study->churn[cell].starters * demand,
        .prevented = prevented,
    };
    if (!(start.rate > 0.0) || study->churn[cell].n_donors == 0) {
        return RASIM_OK;
    }
    const size_t before = cohort->n;
    double at = 0.0;
    uint32_t first = 0;
    for (; at < 1.0; first += BATCH) {
        batch drawn;
        if (rasimi_cohort_reserve(cohort, cohort->n + BATCH) != RASIM_OK) {
            return RASIM_ERR_NO_MEMORY;
        }
        draw_batch(newcomers, &start, first, &drawn);
        add_batch(newcomers, &drawn, &start, first, &at, cohort);
    }
    rasimi_cohort_mark(cohort, RASIMI_SEGMENT_STARTERS, before, number_after_last(cohort), start.key);
    return RASIM_OK;
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

rasimi_person
rasimi_newcomers_move(const rasimi_newcomers *newcomers, const rasimi_person *person, uint32_t cell, uint32_t year,
                      uint64_t replicate, float at)
{
    const uint32_t moves = rasimi_person_moves(person->fourth), copies = rasimi_person_copy(person->fourth);
    rasimi_person moved = *person;
    moved.fourth = rasimi_person_fourth(moves + 1, copies);
    moved.first_left = person->first_left > at - person->since ? person->first_left - (at - person->since) : 0.0f;
    moved.since = at;
    moved.standing = RASIMI_NEWCOMER; /* a new package is planned under the RAS, with nothing from before */
    /* one call of their own: the replicate itself, and the copy itself */
    const uint32_t copy = copies * COPIES_PER_WORD + (person->third == (uint32_t)replicate ? person->word : 0);
    uint32_t words[4] = {person->key_low, person->key_high, (uint32_t)replicate,
                         rasimi_counter_word(year, moves, copy)};
    rasimi_philox(words, newcomers->moves_key);
    take_package(newcomers, cell, (double)words[0] * 0x1p-32, (uint64_t)words[1] << 32, (uint64_t)words[2] << 32,
                 &moved);
    return moved;
}
