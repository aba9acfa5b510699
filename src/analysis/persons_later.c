/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A second pass, through all years: what it costs grows with them, so that it takes fewer replicates. */
#include "analysis/persons_later.h"

#include <stdlib.h>

#include "analysis/enough.h"

/* Tallies are [outcome][year after the first]. */
typedef struct later {
    const rasimi_later_pass *pass;
    size_t n_outcomes, n_years;
    uint64_t n_seen; /* replicates of the last year */
    rasimi_enough *tallies;
} later;

/* A year of a replicate that is being added up. */
typedef struct adding {
    later *later;
    const rasimi_crowd *crowds;
} adding;

static rasim_status
add_part(void *context, uint64_t i, int thread)
{
    const adding *self = context;
    const size_t outcome = i / RASIMI_N_ENOUGH_PARTS, year = self->crowds->year - 1;
    (void)thread;
    rasimi_enough_add(&self->later->tallies[outcome * self->later->n_years + year],
                      (rasimi_enough_part)(i % RASIMI_N_ENOUGH_PARTS), &self->crowds[outcome]);
    return RASIM_OK;
}

static rasim_status
see(void *context, const rasimi_crowd *crowds)
{
    later *self = context;
    const rasimi_later_pass *pass = self->pass;
    if (crowds->year == 0)
        return RASIM_OK;
    adding work = {self, crowds};
    const rasim_status status =
        rasimi_crowd_share_out(crowds, pass->n_threads, self->n_outcomes * RASIMI_N_ENOUGH_PARTS, add_part, &work);
    if (status != RASIM_OK || crowds->year < self->n_years)
        return status;
    self->n_seen++;
    const bool stopped =
        pass->poll && pass->poll(pass->poll_context, pass->n_done + self->n_seen, pass->n_done + pass->replicates) != 0;
    return stopped ? RASIM_ERR_INTERRUPTED : RASIM_OK;
}

static rasim_status
describe(const later *self, rasim_design_persons *designs)
{
    const rasim_study *study = self->pass->study;
    for (size_t o = 0; o < self->n_outcomes; o++) {
        rasim_later_year *years = rasimi_arena_alloc(self->pass->arena, self->n_years, sizeof *years);
        if (!years)
            return RASIM_ERR_NO_MEMORY;
        for (size_t y = 0; y < self->n_years; y++) {
            years[y].year = study->year_labels[y + 1];
            rasimi_enough_describe(&self->tallies[o * self->n_years + y], study, o, &years[y].sufficiency,
                                   &years[y].equity);
        }
        designs[o].n_later = self->n_years;
        designs[o].later = years;
    }
    return RASIM_OK;
}

rasim_status
rasimi_persons_later(const rasimi_later_pass *pass, const uint8_t *const *need_tenth, rasim_design_persons *designs,
                     rasim_problems *problems)
{
    later self = {
        .pass = pass, .n_outcomes = rasimi_study_n_outcomes(pass->study), .n_years = pass->study->n_years - 1};
    const size_t n = self.n_outcomes * self.n_years;
    const rasimi_persons_pass all = {pass->study, pass->seed, pass->replicates, pass->study->n_years, see, &self};
    self.tallies = rasimi_calloc(n, sizeof *self.tallies);
    rasim_status status = self.tallies ? RASIM_OK : RASIM_ERR_NO_MEMORY;
    for (size_t i = 0; i < n && status == RASIM_OK; i++)
        status = rasimi_enough_create(pass->study, need_tenth[i / self.n_years], &self.tallies[i]);
    if (status == RASIM_OK)
        status = rasimi_persons_watch(&all, problems);
    if (status == RASIM_OK)
        status = describe(&self, designs);
    for (size_t i = 0; self.tallies && i < n; i++)
        rasimi_enough_clear(&self.tallies[i]);
    free(self.tallies);
    return status;
}
