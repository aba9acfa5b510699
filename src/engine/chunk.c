/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One chunk of replicates: shocks, kernel calls, and the sums put into the ledger, which must balance. */
#include "engine/chunk.h"

#include "base/mem.h"
#include "engine/post.h"

#include <stdlib.h>

/* Replicates that one solo call simulates: the words of a Philox call. */
#define QUAD 4

rasim_status
rasimi_scratch_make(const rasimi_job *job, const rasimi_seeds *seeds, rasimi_scratch *out)
{
    const rasimi_lanes *lanes = job->lanes;
    *out = (rasimi_scratch){0};
    const size_t solo = lanes->n_solo * QUAD, most = solo > lanes->n_multi ? solo : lanes->n_multi;
    out->price = rasimi_calloc(QUAD * job->study->n_settings, sizeof *out->price);
    out->stream = rasimi_calloc(QUAD * job->study->n_uncertain_streams, sizeof *out->stream);
    out->shock_work = rasimi_calloc(2 * job->shocks->n, sizeof *out->shock_work);
    out->sums = rasimi_calloc(most * lanes->n_designs, RASIMI_N_SUMS * sizeof *out->sums);
    if (out->price == NULL || out->stream == NULL || out->shock_work == NULL || out->sums == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    const rasim_status status = rasimi_population_make(job->study, job->kernel, lanes, seeds, &out->population);
    return status == RASIM_OK && job->years != NULL ? rasimi_years_scratch_make(job->years, &out->years) : status;
}

void
rasimi_scratch_clear(rasimi_scratch *scratch)
{
    rasimi_population_clear(&scratch->population);
    rasimi_years_scratch_clear(&scratch->years);
    free(scratch->price);
    free(scratch->stream);
    free(scratch->shock_work);
    free(scratch->sums);
    *scratch = (rasimi_scratch){0};
}

/* People of a stretch who are in care all year. */
static void
add_people(const rasimi_job *job, const rasimi_stretch *stretch, uint64_t replicate, int64_t people)
{
    rasimi_post_count(job->results, stretch->cell, 0, replicate, RASIM_LINE_PERSON_YEARS,
                      people * RASIM_UNITS_PER_YEAR);
    rasimi_post_count(job->results, stretch->cell, 0, replicate, RASIM_LINE_PEOPLE_AT_END, people);
}

static rasimi_kernel_call
kernel_call(const rasimi_job *job, rasimi_scratch *scratch, const rasimi_kernel_shock *shocks)
{
    return (rasimi_kernel_call){
        .people = &job->lanes->people,
        .terms = &job->lanes->terms,
        .designs = job->lanes->designs,
        .n_designs = job->lanes->n_designs,
        .shocks = shocks,
        .sums = scratch->sums,
    };
}

/* People who are one row each, in four consecutive replicates from `first`; those past `end` are not kept. */
static void
run_solo(const rasimi_job *job, uint64_t first, uint64_t end, rasimi_scratch *scratch,
         const rasimi_kernel_shock shocks[QUAD])
{
    rasimi_kernel_call call = kernel_call(job, scratch, shocks);
    call.stretches = job->lanes->solo;
    call.n_stretches = job->lanes->n_solo;
    call.third = (uint32_t)(first / QUAD);
    job->kernel->solo(&call);
    const int64_t *sums = scratch->sums;
    for (size_t s = 0; s < call.n_stretches; s++) {
        for (uint64_t r = first; r < first + QUAD && r < end; r++) {
            add_people(job, &call.stretches[s], r, call.stretches[s].n);
        }
        for (size_t d = 0; d < call.n_designs; d++) {
            for (uint64_t r = first; r < first + QUAD; r++, sums += RASIMI_N_SUMS) {
                if (r < end) {
                    rasimi_post_sums(job->results, call.stretches[s].cell, d, 0, r, sums);
                }
            }
        }
    }
}

/* What the sample alone would do: the planned net of the people whom this population holds. */
static void
add_sample_net(const rasimi_job *job, const rasimi_population *population, uint64_t replicate)
{
    rasim_results *results = job->results;
    if (results->sample_net == NULL) {
        return;
    }
    for (size_t d = 0; d < results->n_designs; d++) {
        int64_t net = 0;
        for (size_t i = 0; i < job->study->n_rows; i++) {
            const int64_t people = population->counts == NULL ? 1 : population->counts[i];
            net += people * job->planned_net[d][i];
        }
        results->sample_net[d * results->replicates_asked + replicate] = net;
    }
}

/* Rows that stand for several people, in one replicate. */
static void
run_multi(const rasimi_job *job, uint64_t replicate, rasimi_scratch *scratch, const rasimi_kernel_shock *shock)
{
    rasimi_population *population = &scratch->population;
    rasimi_population_draw(population, replicate);
    add_sample_net(job, population, replicate);
    if (job->lanes->n_multi == 0) {
        return;
    }
    rasimi_population_lay_out(population);
    rasimi_kernel_call call = kernel_call(job, scratch, shock);
    call.stretches = population->stretches;
    call.n_stretches = job->lanes->n_multi;
    call.items = &population->items;
    call.third = (uint32_t)replicate;
    job->kernel->multi(&call);
    const int64_t *sums = scratch->sums;
    for (size_t s = 0; s < call.n_stretches; s++) {
        add_people(job, &call.stretches[s], replicate, population->people[s]);
        for (size_t d = 0; d < call.n_designs; d++, sums += RASIMI_N_SUMS) {
            rasimi_post_sums(job->results, call.stretches[s].cell, d, 0, replicate, sums);
        }
    }
}

/* Several years, or people who come and go: replicates that have their people in common together. */
static rasim_status
run_years(const rasimi_job *job, uint64_t first, uint64_t end, rasimi_scratch *scratch)
{
    const uint64_t at_once = rasimi_years_at_once(job->years, &scratch->population);
    rasim_status status = RASIM_OK;
    for (uint64_t replicate = first; replicate < end && status == RASIM_OK; replicate += at_once) {
        const uint64_t next = replicate + at_once < end ? replicate + at_once : end;
        rasimi_population_draw(&scratch->population, replicate);
        for (uint64_t r = replicate; r < next; r++) {
            add_sample_net(job, &scratch->population, r);
        }
        status = rasimi_years_run(job->years, replicate, next, &scratch->population, &scratch->years);
    }
    return status;
}

/* What comes of the envelope, where that is uncertain: among the values that the shocks were drawn to last. */
static void
keep_funding(const rasimi_job *job, const rasimi_scratch *scratch, uint64_t replicate, uint64_t end)
{
    if (job->results->funding != NULL && replicate < end) {
        job->results->funding[replicate] = scratch->shock_work[job->shocks->funding];
    }
}

/* One year in which everybody stays: four replicates at a time. */
static void
run_year(const rasimi_job *job, uint64_t first, uint64_t end, rasimi_scratch *scratch)
{
    for (uint64_t quad = first; quad < end; quad += QUAD) {
        rasimi_kernel_shock shocks[QUAD];
        for (uint64_t r = 0; r < QUAD; r++) {
            rasimi_shocks_draw(job->shocks, quad + r, &shocks[r], scratch->price + r * job->study->n_settings,
                               scratch->stream + r * job->study->n_uncertain_streams, scratch->shock_work);
            keep_funding(job, scratch, quad + r, end);
        }
        run_solo(job, quad, end, scratch, shocks);
        for (uint64_t r = 0; r < QUAD && quad + r < end; r++) {
            run_multi(job, quad + r, scratch, &shocks[r]);
        }
    }
}

static void
expect_lines(rasim_results *results, uint64_t first, uint64_t end)
{
    const size_t bytes = (end - first) * results->n_groups * RASIM_N_LINES * sizeof *results->ledger;
    for (size_t d = 0; d < results->n_designs; d++) {
        for (size_t year = 0; year < results->n_years; year++) {
            rasimi_expect_writes(rasimi_post_lines(results, d, year, first, 0), bytes);
        }
    }
}

rasim_status
rasimi_chunk_run(const rasimi_job *job, uint64_t chunk, rasimi_scratch *scratch)
{
    const uint64_t first = chunk * RASIM_CHUNK_REPLICATES;
    const uint64_t most = first + RASIM_CHUNK_REPLICATES, asked = job->results->replicates_asked;
    const uint64_t end = most < asked ? most : asked;
    rasim_status status = rasimi_places_begin(&job->results->places, chunk);
    expect_lines(job->results, first, end);
    if (status == RASIM_OK && job->years != NULL) {
        status = run_years(job, first, end, scratch);
    } else if (status == RASIM_OK) {
        run_year(job, first, end, scratch);
    }
    if (status == RASIM_OK && !rasimi_post_balances(job->results, first, end)) {
        status = RASIM_ERR_LEDGER;
    }
    return status;
}
