/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gathers the blocks that the engine shows into whole replicates. One replicate is held at a time. */
#include "analysis/persons_pass.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "engine/observe.h"

/* Fewer people than these are looked at in less time than it takes to wake a thread up. */
enum { FEWEST_FOR_THREADS = 10000 };

/* What has been seen of the replicate's year that is going on. */
typedef struct gatherer {
    const rasimi_persons_pass *pass;
    const rasimi_observing *observing;
    rasimi_shock_path path;
    size_t year, n_outcomes, n, capacity;
    rasimi_seen *seen;
    rasimi_fared **fared; /* [n_outcomes] */
    rasimi_crowd *crowds; /* [n_outcomes] */
    rasim_status begun;   /* whether what `begin` needed was there */
} gatherer;

static void
begin(void *context, const rasimi_observing *observing)
{
    gatherer *self = context;
    self->observing = observing;
    self->begun = rasimi_shock_path_make(&observing->shocks, &self->path);
}

/* Room for n more people. */
static bool
make_room(gatherer *self, size_t n)
{
    if (self->n + n <= self->capacity)
        return true;
    const size_t capacity = 2 * (self->n + n);
    rasimi_seen *seen = rasimi_realloc(self->seen, capacity, sizeof *seen);
    if (!seen)
        return false;
    self->seen = seen;
    for (size_t o = 0; o < self->n_outcomes; o++) {
        rasimi_fared *fared = rasimi_realloc(self->fared[o], capacity, sizeof *fared);
        if (!fared)
            return false;
        self->fared[o] = fared;
    }
    self->capacity = capacity;
    return true;
}

static void
gather_seen(gatherer *self, const rasimi_sight *sight)
{
    const uint32_t *row = self->observing->lanes.row;
    const rasimi_cohort_lanes *people = sight->people;
    for (size_t i = 0; i < sight->n; i++) {
        self->seen[self->n + i] = (rasimi_seen){
            .row = row[people->row[i]],
            .donor = row[people->donor[i]],
            .cell = sight->cell,
            .package = people->reference[i],
            .weeks = people->until[i] - people->since[i],
            .prices = (float)sight->price_index,
            .newcomer = people->standing[i] == RASIMI_NEWCOMER,
        };
    }
}

static void
gather_fared(gatherer *self, const rasimi_sight *sight, size_t outcome)
{
    const uint32_t place = self->pass->study->cells[sight->cell].place;
    const rasimi_observed *observed = &sight->observed[rasimi_outcome_design(self->pass->study, outcome, place)];
    for (size_t i = 0; i < sight->n; i++)
        self->fared[outcome][self->n + i] = (rasimi_fared){
            observed->need[i],   observed->measure[i], observed->indicative[i],
            observed->budget[i], observed->priced[i],  (uint8_t)observed->pool[i],
        };
}

/* Hands the year over that has come to its end. */
static rasim_status
hand_over(gatherer *self, uint64_t replicate)
{
    const rasimi_lanes *lanes = &self->observing->lanes;
    rasimi_shock_path_draw(&self->observing->shocks, replicate, &self->path);
    for (size_t o = 0; o < self->n_outcomes; o++)
        self->crowds[o] = (rasimi_crowd){
            .study = self->pass->study,
            .replicate = replicate,
            .year = self->year,
            .outcome = o,
            .n = self->n,
            .seen = self->seen,
            .fared = self->fared[o],
            .designs = lanes->designs + self->year * lanes->n_designs,
            .shock = &self->path.years[self->year].kernel,
            .terms = &lanes->year_terms[self->year],
        };
    self->n = 0;
    return self->pass->see(self->pass->context, self->crowds);
}

/* The replicate has come to its end, and with it its last year. */
static rasim_status
end(void *context, uint64_t replicate)
{
    gatherer *self = context;
    const rasim_status status = hand_over(self, replicate);
    self->year = 0;
    return status;
}

static rasim_status
watch(void *context, const rasimi_sight *sight)
{
    gatherer *self = context;
    if (self->begun != RASIM_OK)
        return self->begun;
    if (sight->year > self->year) {
        const rasim_status status = hand_over(self, sight->replicate);
        if (status != RASIM_OK)
            return status;
        self->year = sight->year;
    }
    if (!make_room(self, sight->n))
        return RASIM_ERR_NO_MEMORY;
    gather_seen(self, sight);
    for (size_t o = 0; o < self->n_outcomes; o++)
        gather_fared(self, sight, o);
    self->n += sight->n;
    return RASIM_OK;
}

static void
gatherer_clear(gatherer *self)
{
    rasimi_shock_path_clear(&self->path);
    for (size_t o = 0; self->fared && o < self->n_outcomes; o++)
        free(self->fared[o]);
    free(self->fared);
    free(self->crowds);
    free(self->seen);
}

rasim_status
rasimi_persons_watch(const rasimi_persons_pass *pass, rasim_problems *problems)
{
    const rasimi_observe_options options = {
        .seeds = {.seed = pass->seed},
        .replicates = pass->replicates,
        .shock_scale = 1.0,
        .n_years = pass->n_years,
        .ended = end,
    };
    gatherer self = {.pass = pass, .n_outcomes = rasimi_study_n_outcomes(pass->study)};
    self.fared = rasimi_calloc(self.n_outcomes, sizeof *self.fared);
    self.crowds = rasimi_calloc(self.n_outcomes, sizeof *self.crowds);
    rasim_status status = RASIM_ERR_NO_MEMORY;
    if (self.fared && self.crowds)
        status = rasimi_observe(pass->study, &options, begin, watch, &self, problems);
    gatherer_clear(&self);
    return status;
}

rasim_status
rasimi_crowd_share_out(const rasimi_crowd *crowd, int n_threads, uint64_t n, rasimi_piece_fn *piece, void *context)
{
    rasimi_pool_result done;
    rasim_status status = RASIM_OK;
    if (crowd->n >= FEWEST_FOR_THREADS)
        return rasimi_pool_run(0, n, rasimi_pool_threads(n_threads), piece, context, NULL, NULL, &done);
    for (uint64_t i = 0; i < n && status == RASIM_OK; i++)
        status = piece(context, i, 0);
    return status;
}
