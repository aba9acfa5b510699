/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A replicate's years: the people of each cell in blocks, rounds of newcomers within a year, survivors to the next. */
#include "engine/years.h"

#include "base/mem.h"
#include "engine/post.h"
#include "engine/programmes.h"
#include "engine/years_kinds.h"
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

/* Room that every study wants. */
static bool
make_room(const rasim_study *study, rasimi_years_scratch *out)
{
    out->people = rasimi_calloc(out->n_cells, RASIMI_SIDE_BY_SIDE * sizeof *out->people);
    out->words = rasimi_calloc_aligned(RASIMI_SIDE_BY_SIDE, sizeof *out->words);
    out->nothing = rasimi_calloc_aligned(RASIMI_BLOCK_PEOPLE, sizeof *out->nothing);
    out->block = rasimi_calloc_aligned(1, sizeof *out->block);
    bool made = out->people != NULL && out->words != NULL && out->nothing != NULL && out->block != NULL;
    for (size_t r = 0; r < RASIMI_SIDE_BY_SIDE; r++) {
        out->tallies[r].sums = rasimi_calloc(study->n_designs, RASIMI_N_SUMS * sizeof *out->tallies[r].sums);
        made = made && out->tallies[r].sums != NULL;
    }
    for (size_t i = 0; made && i < RASIMI_BLOCK_PEOPLE; i++) {
        out->block->until[i] = 1.0f;
    }
    return made;
}

rasim_status
rasimi_years_scratch_make(const rasimi_years *years, rasimi_years_scratch *out)
{
    const rasim_study *study = years->study;
    *out = (rasimi_years_scratch){.n_cells = years->components.largest};
    if (!make_room(study, out)) {
        return RASIM_ERR_NO_MEMORY;
    }
    if (prevents(years)) {
        out->cells = rasimi_calloc(study->n_years * study->n_cells, sizeof *out->cells);
    }
    if (years->in_turn) {
        out->observed = rasimi_calloc_aligned(study->n_designs, sizeof *out->observed);
    }
    if ((prevents(years) && out->cells == NULL) || (years->in_turn && out->observed == NULL)) {
        return RASIM_ERR_NO_MEMORY;
    }
    rasim_status status = RASIM_OK;
    for (size_t i = 0; i < RASIM_CHUNK_REPLICATES && status == RASIM_OK; i++) {
        status = rasimi_shock_path_make(years->shocks, &out->paths[i]);
    }
    return status == RASIM_OK && years->refits ? rasimi_refit_make(study, years->lanes, &years->seeds, &out->refit)
                                               : status;
}

static void
cell_people_clear(rasimi_cell_people *people)
{
    rasimi_row_seats_clear(&people->rows);
    rasimi_seats_clear(&people->copies);
    rasimi_cohort_clear(&people->alone);
    rasimi_cohort_clear(&people->fresh);
}

void
rasimi_years_scratch_clear(rasimi_years_scratch *scratch)
{
    for (size_t i = 0; i < RASIM_CHUNK_REPLICATES; i++) {
        rasimi_shock_path_clear(&scratch->paths[i]);
    }
    for (size_t c = 0; scratch->people != NULL && c < RASIMI_SIDE_BY_SIDE * scratch->n_cells; c++) {
        cell_people_clear(&scratch->people[c]);
    }
    for (size_t r = 0; r < RASIMI_SIDE_BY_SIDE; r++) {
        free(scratch->tallies[r].sums);
    }
    free(scratch->people);
    free(scratch->words);
    free(scratch->nothing);
    free(scratch->stay);
    rasimi_people_clear(&scratch->moving);
    rasimi_people_clear(&scratch->tails);
    rasimi_refit_clear(&scratch->refit);
    free(scratch->observed);
    free(scratch->cells);
    free(scratch->block);
    *scratch = (rasimi_years_scratch){0};
}

/* ---- all years ---- */

/* The year of the people of a cell who were there when it began, and of those who start care in it. */
static rasim_status
simulate_cell(const rasimi_years *years, rasimi_side_by_side *beside, uint32_t cell)
{
    rasim_status status = years->in_turn ? RASIM_OK : rasimi_years_shared(beside, cell);
    for (size_t r = 0; r < beside->n && status == RASIM_OK; r++) {
        status = rasimi_years_alone(&beside->at[r], cell);
    }
    for (size_t r = 0; r < beside->n; r++) {
        rasimi_years_post(&beside->at[r], cell);
    }
    return status;
}

/* A year: first those who were there when it began, then those who came within it. */
static rasim_status
simulate_year(const rasimi_years *years, rasimi_side_by_side *beside)
{
    const rasimi_year_at *first = &beside->at[0];
    rasim_status status = RASIM_OK;
    for (size_t c = 0; c < first->n_cells && status == RASIM_OK; c++) {
        status = simulate_cell(years, beside, first->cells[c]);
    }
    if (status == RASIM_OK && years->in_turn) {
        status = rasimi_years_start_alone(beside);
    }
    for (size_t r = 0; r < beside->n && status == RASIM_OK; r++) {
        status = rasimi_years_arrive(&beside->at[r]);
    }
    return status;
}

/* The people of a cell as year 1 finds them. */
static rasim_status
found(const rasimi_years *years, rasimi_side_by_side *beside, uint32_t cell, const rasimi_population *population)
{
    return years->in_turn ? rasimi_years_found_alone(&beside->at[0], cell, population)
                          : rasimi_years_found_shared(beside, cell, population);
}

/* All years of a component in replicates side by side. */
static rasim_status
run_component(const rasimi_years *years, rasimi_side_by_side *beside, const rasimi_population *population)
{
    rasim_status status = RASIM_OK;
    for (size_t c = 0; c < beside->at[0].n_cells && status == RASIM_OK; c++) {
        status = found(years, beside, beside->at[0].cells[c], population);
    }
    for (size_t year = 0; year < years->n_years && status == RASIM_OK; year++) {
        for (size_t r = 0; r < beside->n; r++) {
            beside->at[r].year = year;
        }
        if (years->refits) {
            status = rasimi_refit_year(&beside->at[0].scratch->refit, beside->at[0].replicate, year);
        }
        status = status == RASIM_OK ? simulate_year(years, beside) : status;
    }
    return status;
}

/* Replicates from `from` on that go side by side: those of the same four, or one where somebody looks at each in turn.
 */
static rasimi_side_by_side
set_side_by_side(const rasimi_years *years, rasimi_years_scratch *scratch, size_t component, uint64_t first,
                 uint64_t from, uint64_t end)
{
    const rasimi_components *components = &years->components;
    const uint64_t next =
        years->in_turn ? from + 1 : from / RASIMI_SIDE_BY_SIDE * RASIMI_SIDE_BY_SIDE + RASIMI_SIDE_BY_SIDE;
    rasimi_side_by_side out = {.n = (size_t)((next < end ? next : end) - from)};
    for (size_t r = 0; r < out.n; r++) {
        out.at[r] = (rasimi_year_at){
            .years = years,
            .scratch = scratch,
            .path = &scratch->paths[from - first + r],
            .cells = components->cells + components->first[component],
            .n_cells = components->first[component + 1] - components->first[component],
            .replicate = from + r,
            .people = scratch->people + r * scratch->n_cells,
            .tally = &scratch->tallies[r],
        };
    }
    return out;
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
    rasim_status status = RASIM_OK;
    for (uint64_t replicate = first; replicate < end; replicate++) {
        begin_replicate(years, replicate, scratch, &scratch->paths[replicate - first]);
    }
    for (size_t k = 0; k < years->components.n && status == RASIM_OK; k++) {
        for (uint64_t replicate = first; replicate < end && status == RASIM_OK;) {
            rasimi_side_by_side beside = set_side_by_side(years, scratch, k, first, replicate, end);
            status = run_component(years, &beside, population);
            replicate += beside.n;
        }
    }
    for (uint64_t replicate = first; replicate < end && status == RASIM_OK; replicate++) {
        rasimi_programmes_post(years->study, &scratch->paths[replicate - first].programmes,
                               years->without_interventions, replicate, years->results);
    }
    return status;
}
