/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A replicate's years: the people of each cell in blocks, rounds of newcomers within a year, survivors to the next. */
#include "engine/years.h"

#include "base/mem.h"
#include "engine/post.h"
#include "engine/programmes.h"
#include "engine/years_block.h"
#include "num/philox.h"

#include <stdlib.h>

bool
rasimi_years_needed(const rasim_study *study)
{
    return study->n_years > 1 || study->turnover || study->n_tails > 0 || study->framework.savings.n > 0 ||
           study->framework.interventions.n > 0 || rasimi_pilot_needed(study);
}

/* Everybody year by year, those who were there before those who come: for whoever looks at people in that order. */
static void
take_in_turn(rasimi_years *years)
{
    years->in_turn = true;
    rasimi_components_join(years->study, &years->components);
}

rasim_status
rasimi_years_make(const rasim_study *study, const rasimi_kernel *kernel, const rasimi_lanes *lanes,
                  const rasimi_shocks *shocks, const rasimi_seeds *seeds, bool without_interventions,
                  rasim_results *results, rasimi_years *out)
{
    *out = (rasimi_years){
        .study = study,
        .kernel = kernel,
        .lanes = lanes,
        .shocks = shocks,
        .n_years = study->n_years,
        .without_interventions = without_interventions,
        .refits = rasimi_refit_needed(study),
        .seeds = *seeds,
        .exits = {.kernel = kernel, .key = rasimi_seeds_key(seeds, RASIMI_STREAM_CHURN)},
        .cells = rasimi_calloc(study->n_years * study->n_cells, sizeof *out->cells),
        .results = results,
    };
    if (out->cells == NULL || rasimi_founders_make(study, lanes, &out->founders) != RASIM_OK ||
        rasimi_components_make(study, &out->components) != RASIM_OK) {
        return RASIM_ERR_NO_MEMORY;
    }
    rasimi_kernel_keys(out->exits.key, out->exits.round_keys);
    rasimi_kernel_keys(rasimi_seeds_key(seeds, RASIMI_STREAM_NEED), out->need_keys);
    if (out->refits) {
        take_in_turn(out);
    }
    rasimi_cell_years_fill(study, NULL, out->cells);
    return rasimi_newcomers_make(study, lanes, kernel, seeds, &out->newcomers);
}

void
rasimi_years_clear(rasimi_years *years)
{
    rasimi_newcomers_clear(&years->newcomers);
    rasimi_founders_clear(&years->founders);
    rasimi_components_clear(&years->components);
    free(years->cells);
}

void
rasimi_years_watch(rasimi_years *years, rasimi_watch *watch, void *context)
{
    years->watch = watch;
    years->watch_context = context;
    take_in_turn(years);
}

/* Does prevention change what befalls people? */
static bool
prevents(const rasimi_years *years)
{
    return !years->without_interventions && years->study->framework.interventions.n > 0;
}

rasim_status
rasimi_years_scratch_make(const rasimi_years *years, rasimi_years_scratch *out)
{
    const rasim_study *study = years->study;
    *out = (rasimi_years_scratch){
        .cells = prevents(years) ? rasimi_calloc(study->n_years * study->n_cells, sizeof *out->cells) : NULL,
        .n_cells = study->n_cells,
        .people = rasimi_calloc(study->n_cells, sizeof *out->people),
        .fresh = rasimi_calloc(study->n_cells, sizeof *out->fresh),
        .block = rasimi_calloc_aligned(1, sizeof *out->block),
        .sums = rasimi_calloc(study->n_designs, RASIMI_N_SUMS * sizeof *out->sums),
    };
    if ((prevents(years) && out->cells == NULL) || out->people == NULL || out->fresh == NULL || out->block == NULL ||
        out->sums == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    for (size_t i = 0; i < RASIMI_BLOCK_PEOPLE; i++) {
        out->block->weeks[i] = 1.0f;
    }
    if (years->refits || years->watch != NULL) {
        out->observed = rasimi_calloc_aligned(study->n_designs, sizeof *out->observed);
        if (out->observed == NULL) {
            return RASIM_ERR_NO_MEMORY;
        }
    }
    rasim_status status = RASIM_OK;
    for (size_t i = 0; i < RASIM_CHUNK_REPLICATES && status == RASIM_OK; i++) {
        status = rasimi_shock_path_make(years->shocks, &out->paths[i]);
    }
    return status == RASIM_OK && years->refits ? rasimi_refit_make(study, years->lanes, &years->seeds, &out->refit)
                                               : status;
}

void
rasimi_years_scratch_clear(rasimi_years_scratch *scratch)
{
    for (size_t i = 0; i < RASIM_CHUNK_REPLICATES; i++) {
        rasimi_shock_path_clear(&scratch->paths[i]);
    }
    for (size_t c = 0; scratch->people != NULL && scratch->fresh != NULL && c < scratch->n_cells; c++) {
        rasimi_cohort_clear(&scratch->people[c]);
        rasimi_cohort_clear(&scratch->fresh[c]);
    }
    free(scratch->people);
    free(scratch->fresh);
    rasimi_people_clear(&scratch->moving);
    rasimi_people_clear(&scratch->tails);
    free(scratch->gone);
    rasimi_refit_clear(&scratch->refit);
    free(scratch->observed);
    free(scratch->cells);
    free(scratch->block);
    free(scratch->sums);
    *scratch = (rasimi_years_scratch){0};
}

/* ---- one year ---- */

/* Draws the normals that stay with the people from `first` on; those of a few before are drawn again. */
static void
draw_persistent(const rasimi_years *years, rasimi_cohort *cohort, size_t first)
{
    const size_t from = first / RASIMI_LANES_PAD * RASIMI_LANES_PAD;
    const rasimi_cohort_lanes lanes = rasimi_cohort_lanes_of(cohort, from);
    const uint32_t counter = rasimi_counter_word(RASIMI_ALL_YEARS, RASIMI_DRAW_PERSISTENT, 0);
    years->kernel->normals(&lanes, rasimi_padded(cohort->n - from), counter, years->need_keys,
                           cohort->persistent + from);
}

/* The year of a cohort, of whom those from `fresh` on came within it. Who stays then begins the next one; who moves is
   left in `moving`. */
static rasim_status
simulate_cohort(const rasimi_year_at *at, uint32_t cell, rasimi_cohort *cohort, size_t fresh)
{
    rasimi_years_scratch *scratch = at->scratch;
    rasim_status status = RASIM_OK;
    scratch->n_gone = scratch->moving.n = 0;
    for (size_t first = 0; first < cohort->n && status == RASIM_OK; first += RASIMI_BLOCK_PEOPLE) {
        const size_t rest = cohort->n - first, n = rest < RASIMI_BLOCK_PEOPLE ? rest : RASIMI_BLOCK_PEOPLE;
        const size_t before = fresh > first ? fresh - first : 0;
        status = rasimi_years_block(at, cell, cohort, first, n, before < n ? before : n);
    }
    rasimi_cohort_remove(cohort, scratch->gone, scratch->n_gone);
    rasimi_cohort_pass_year(cohort);
    return status;
}

/* Whoever moved is fresh elsewhere. */
static rasim_status
deliver(const rasimi_year_at *at, rasim_status status)
{
    rasimi_years_scratch *scratch = at->scratch;
    for (size_t i = 0; i < scratch->moving.n && status == RASIM_OK; i++) {
        const rasimi_person *moved = &scratch->moving.items[i];
        status = rasimi_cohort_add(&scratch->fresh[moved->cell], moved);
    }
    return status;
}

/* Those who start care in the year in a cell. */
static rasim_status
start_people(const rasimi_year_at *at, uint32_t cell, rasimi_cohort *cohort)
{
    const rasimi_years *years = at->years;
    const double demand = at->path->years[at->year].demand[years->study->cells[cell].care_group];
    const size_t before = cohort->n;
    const rasim_status status = rasimi_newcomers_start(&years->newcomers, cell, (uint32_t)at->year, at->replicate,
                                                       demand, rasimi_cell_at(at, cell)->prevented_starts, cohort);
    rasimi_post_count(years->results, cell, at->year, at->replicate, RASIM_LINE_STARTERS,
                      (int64_t)(cohort->n - before));
    return status;
}

/* The year of those who were there when it began, and of those who start care in it. */
static rasim_status
simulate_cell(const rasimi_year_at *at, uint32_t cell)
{
    rasimi_cohort *people = &at->scratch->people[cell];
    const size_t before = people->n;
    rasim_status status = RASIM_OK;
    if (!at->years->in_turn) {
        status = start_people(at, cell, people);
        draw_persistent(at->years, people, before);
    }
    if (status == RASIM_OK) {
        status = deliver(at, simulate_cohort(at, cell, people, before));
    }
    return status;
}

/* Is a cell one of those that are simulated? */
static bool
is_among(const rasimi_year_at *at, uint32_t cell)
{
    for (size_t c = 0; c < at->n_cells; c++) {
        if (at->cells[c] == cell) {
            return true;
        }
    }
    return false;
}

static rasim_status
arrive_tails(const rasimi_year_at *at)
{
    const rasim_study *study = at->years->study;
    const double *demand = at->path->years[at->year].demand;
    rasimi_people_list *list = &at->scratch->tails;
    rasim_status status = RASIM_OK;
    for (size_t i = 0; i < study->n_tails && status == RASIM_OK; i++) {
        uint64_t n_capped = 0;
        if (!is_among(at, study->tail_cells[study->tails[i].first_cell].cell)) {
            continue;
        }
        list->n = 0;
        status = rasimi_newcomers_arrive(&at->years->newcomers, i, (uint32_t)at->year, at->replicate,
                                         demand[study->tails[i].care_group], list, &n_capped);
        for (size_t p = 0; p < list->n && status == RASIM_OK; p++) {
            const rasimi_person *person = &list->items[p];
            rasimi_post_count(at->years->results, person->cell, at->year, at->replicate, RASIM_LINE_STARTERS, 1);
            status = rasimi_cohort_add(&at->scratch->fresh[person->cell], person);
        }
        rasimi_post_count(at->years->results, study->tail_cells[study->tails[i].first_cell].cell, at->year,
                          at->replicate, RASIM_LINE_CAPPED_DRAWS, (int64_t)n_capped);
    }
    return status;
}

/* The rest of the year of those who came to a cell within it. They then are among its people. */
static rasim_status
simulate_fresh(const rasimi_year_at *at, uint32_t cell)
{
    rasimi_cohort *fresh = &at->scratch->fresh[cell];
    draw_persistent(at->years, fresh, 0);
    rasim_status status = simulate_cohort(at, cell, fresh, 0);
    if (status == RASIM_OK) {
        status = rasimi_cohort_append(&at->scratch->people[cell], fresh);
    }
    fresh->n = 0;
    return deliver(at, status);
}

/* People who came within the year, in rounds until nobody moves any more. */
static rasim_status
simulate_arrivals(const rasimi_year_at *at)
{
    rasim_status status = RASIM_OK;
    for (bool any = true; any && status == RASIM_OK;) {
        any = false;
        for (size_t c = 0; c < at->n_cells && status == RASIM_OK; c++) {
            if (at->scratch->fresh[at->cells[c]].n > 0) {
                any = true;
                status = simulate_fresh(at, at->cells[c]);
            }
        }
    }
    return status;
}

/* A year: first those who were there when it began, then those who came within it. */
static rasim_status
simulate_year(const rasimi_year_at *at)
{
    rasim_status status = RASIM_OK;
    for (size_t c = 0; c < at->n_cells && status == RASIM_OK; c++) {
        status = simulate_cell(at, at->cells[c]);
    }
    for (size_t c = 0; c < at->n_cells && at->years->in_turn && status == RASIM_OK; c++) {
        status = start_people(at, at->cells[c], &at->scratch->fresh[at->cells[c]]);
    }
    if (status == RASIM_OK) {
        status = arrive_tails(at);
    }
    return status == RASIM_OK ? simulate_arrivals(at) : status;
}

/* ---- all years ---- */

/* The people of a component as year 1 finds them. */
static rasim_status
found(const rasimi_year_at *at, const rasimi_population *population)
{
    rasim_status status = RASIM_OK;
    for (size_t c = 0; c < at->n_cells && status == RASIM_OK; c++) {
        const uint32_t cell = at->cells[c];
        at->scratch->fresh[cell].n = 0;
        status =
            rasimi_founders_fill(&at->years->founders, cell, at->replicate, population, &at->scratch->people[cell]);
        if (status == RASIM_OK) {
            draw_persistent(at->years, &at->scratch->people[cell], 0);
        }
    }
    return status;
}

/* All years of a component in a replicate. */
static rasim_status
run_component(rasimi_year_at at, const rasimi_population *population)
{
    rasim_status status = found(&at, population);
    for (at.year = 0; at.year < at.years->n_years && status == RASIM_OK; at.year++) {
        if (at.years->refits) {
            status = rasimi_refit_year(&at.scratch->refit, at.replicate, at.year);
        }
        status = status == RASIM_OK ? simulate_year(&at) : status;
    }
    return status;
}

/* What a replicate's people have in common, and what they do not change. */
static void
begin_replicate(const rasimi_years *years, uint64_t replicate, rasimi_years_scratch *scratch, rasimi_shock_path *path)
{
    rasim_results *results = years->results;
    rasimi_shock_path_draw(years->shocks, replicate, path);
    if (scratch->cells != NULL) {
        rasimi_cell_years_fill(years->study, &path->programmes, scratch->cells);
    }
    for (size_t year = 0; results->funding != NULL && year < years->n_years; year++) {
        results->funding[year * results->replicates_asked + replicate] = path->years[year].envelope;
    }
}

uint64_t
rasimi_years_at_once(const rasimi_years *years, const rasimi_population *population)
{
    return prevents(years) || !rasimi_population_is_constant(population) ? 1 : RASIM_CHUNK_REPLICATES;
}

rasim_status
rasimi_years_run(const rasimi_years *years, uint64_t first, uint64_t end, const rasimi_population *population,
                 rasimi_years_scratch *scratch)
{
    const rasimi_components *components = &years->components;
    rasim_status status = RASIM_OK;
    for (uint64_t replicate = first; replicate < end; replicate++) {
        begin_replicate(years, replicate, scratch, &scratch->paths[replicate - first]);
    }
    for (size_t k = 0; k < components->n && status == RASIM_OK; k++) {
        for (uint64_t replicate = first; replicate < end && status == RASIM_OK; replicate++) {
            const rasimi_year_at at = {
                .years = years,
                .scratch = scratch,
                .path = &scratch->paths[replicate - first],
                .cells = components->cells + components->first[k],
                .n_cells = components->first[k + 1] - components->first[k],
                .replicate = replicate,
            };
            status = run_component(at, population);
        }
    }
    for (uint64_t replicate = first; replicate < end && status == RASIM_OK; replicate++) {
        rasimi_programmes_post(years->study, &scratch->paths[replicate - first].programmes,
                               years->without_interventions, replicate, years->results);
    }
    return status;
}
