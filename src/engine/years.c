/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A replicate's years: the people of each cell in blocks, rounds of newcomers within a year, survivors to the next. */
#include "engine/years.h"

#include "base/mem.h"
#include "engine/post.h"
#include "engine/programmes.h"
#include "num/philox.h"

#include <stdlib.h>

bool
rasimi_years_needed(const rasim_study *study)
{
    return study->n_years > 1 || study->turnover || study->n_tails > 0 || study->framework.savings.n > 0 ||
           study->framework.interventions.n > 0;
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
        rasimi_components_join(study, &out->components);
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
    rasimi_components_join(years->study, &years->components);
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
    return status == RASIM_OK && years->refits ? rasimi_refit_make(study, years->lanes, &out->refit) : status;
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

/* Draws the normals that stay with the people from `first` on. */
static void
draw_persistent(const rasimi_years *years, rasimi_cohort *cohort)
{
    const rasimi_cohort_lanes lanes = rasimi_cohort_lanes_of(cohort, 0);
    const uint32_t counter = rasimi_counter_word(RASIMI_ALL_YEARS, RASIMI_DRAW_PERSISTENT, 0);
    years->kernel->normals(&lanes, rasimi_padded(cohort->n), counter, years->need_keys, cohort->persistent);
}

/* A year of a replicate that is going on. */
typedef struct year_at {
    const rasimi_years *years;
    rasimi_years_scratch *scratch;
    const rasimi_shock_path *path;
    const uint32_t *cells; /* [n_cells] that are simulated together */
    size_t n_cells;
    uint64_t replicate;
    size_t year;
} year_at;

/* A cell in this year. */
static const rasimi_cell_year *
cell_of(const year_at *at, uint32_t cell)
{
    const rasimi_cell_year *cells = at->scratch->cells != NULL ? at->scratch->cells : at->years->cells;
    return &cells[at->year * at->years->study->n_cells + cell];
}

/* Growth of contributions since year 1. */
static float
contribution_growth(const year_at *at)
{
    double growth = 1.0;
    for (size_t year = 0; year < at->year; year++) {
        growth *= 1.0 + at->years->study->framework.income.contribution_uprating.value;
    }
    return (float)growth;
}

/* What the block costs, for every design. Errors: RASIM_ERR_NO_MEMORY. */
static rasim_status
settle(const year_at *at, const rasimi_cohort_lanes *people, size_t n, rasimi_stretch stretch)
{
    const rasimi_years *years = at->years;
    const rasimi_lanes *lanes = years->lanes;
    rasimi_refit *refit = &at->scratch->refit;
    const bool watched = years->refits && rasimi_refit_watches(refit, at->year);
    stretch.first = 0;
    stretch.n = (uint32_t)n;
    const rasimi_kernel_call call = {
        .people = &lanes->people,
        .terms = &lanes->year_terms[at->year],
        .designs = years->refits ? refit->designs : lanes->designs + at->year * lanes->n_designs,
        .n_designs = lanes->n_designs,
        .stretches = &stretch,
        .n_stretches = 1,
        .year = (uint32_t)at->year,
        .shocks = &at->path->years[at->year].kernel,
        .cohort = people,
        .contribution_growth = contribution_growth(at),
        .observed = watched || years->watch != NULL ? at->scratch->observed : NULL,
        .sums = at->scratch->sums,
    };
    years->kernel->people(&call);
    for (size_t d = 0; d < lanes->n_designs; d++) {
        rasimi_post_sums(years->results, stretch.cell, d, at->year, at->replicate,
                         at->scratch->sums + d * RASIMI_N_SUMS);
    }
    return watched ? rasimi_refit_see(refit, at->scratch->observed, stretch.care_group, stretch.n) : RASIM_OK;
}

/* Shows the block to whoever watches single people. */
static rasim_status
show(const year_at *at, const rasimi_cohort_lanes *people, size_t n, uint32_t cell)
{
    const rasimi_years *years = at->years;
    const rasimi_year_shock *shock = &at->path->years[at->year];
    if (years->watch == NULL) {
        return RASIM_OK;
    }
    const rasimi_sight sight = {
        .replicate = at->replicate,
        .year = at->year,
        .cell = cell,
        .n = n,
        .people = people,
        .observed = at->scratch->observed,
        .price_index = shock->prices[years->study->cells[cell].setting],
    };
    return years->watch(years->watch_context, &sight);
}

/* A share of a year in the ledger's units. */
static inline int64_t
time_units(float share)
{
    return (int32_t)(share * (float)RASIM_UNITS_PER_YEAR + 0.5f);
}

/* Counts of a block that no design changes. */
static void
post_counts(const year_at *at, size_t n, int64_t time, uint32_t cell)
{
    const rasimi_block *block = at->scratch->block;
    int64_t moved = 0, outside = 0;
    for (size_t e = 0; e < block->exits.n; e++) {
        moved += block->exits.exits[e].fate == RASIMI_FATE_MOVED;
        outside += block->exits.exits[e].fate == RASIMI_FATE_OUTSIDE;
    }
    int64_t counts[RASIM_N_LINES] = {
        [RASIM_LINE_PEOPLE_AT_END] = (int64_t)(n - block->exits.n),
        [RASIM_LINE_PERSON_YEARS] = time,
        [RASIM_LINE_LEAVERS] = (int64_t)block->exits.n - moved - outside,
        [RASIM_LINE_MOVERS] = moved,
        [RASIM_LINE_MOVED_OUTSIDE_PEOPLE] = outside,
    };
    for (int line = 0; line < RASIM_N_LINES; line++) {
        if (counts[line] != 0) {
            rasimi_post_count(at->years->results, cell, at->year, at->replicate, (rasim_line)line, counts[line]);
        }
    }
}

/* Reviews: people who are not yet on the RAS come onto it with the year's probability. */
static void
review(const year_at *at, const rasimi_cohort_lanes *people, size_t n, int32_t *standing)
{
    const double probability = at->years->study->review_probability[at->year];
    const uint32_t below = (uint32_t)(probability * 4294967296.0), year = rasimi_counter_word((uint32_t)at->year, 0, 0);
    const bool all = !(probability < 1.0);
    int32_t *drawn = at->scratch->block->drawn;
    if (!all) {
        at->years->kernel->words(people, rasimi_padded(n), year, at->years->exits.round_keys, drawn);
    }
    for (size_t i = 0; i < n; i++) {
        const bool reviewed = standing[i] == RASIMI_LEGACY && (all || (uint32_t)drawn[i] < below);
        standing[i] = reviewed ? RASIMI_REVIEWED : standing[i];
    }
}

/* Fates and weeks of people who came within the year, and the time in care that they would have to its end. */
static int64_t
begin_fresh(const rasimi_cohort_lanes *people, size_t n, rasimi_block *block)
{
    int64_t time = 0;
    for (size_t i = 0; i < rasimi_padded(n); i++) {
        const bool moved = rasimi_person_moves((uint32_t)people->fourth[i]) > 0;
        block->fate[i] = moved ? RASIMI_FATE_ARRIVED : RASIMI_FATE_STARTED;
        block->weeks[i] = 1.0f - people->since[i];
    }
    for (size_t i = 0; i < n; i++) {
        time += time_units(block->weeks[i]);
    }
    return time;
}

/* Draws the exits of a block whose fates and weeks are as if nothing befell anybody, and enters them; what they take
   off the time in care. */
static int64_t
draw_exits(const year_at *at, const rasimi_cohort_lanes *people, size_t n, const rasimi_hazard *hazard)
{
    rasimi_block *block = at->scratch->block;
    rasimi_exit_draws draws = at->years->exits;
    int64_t lost = 0;
    draws.year = (uint32_t)at->year;
    rasimi_exits_draw(&draws, people, n, hazard, &block->exits);
    for (size_t e = 0; e < block->exits.n; e++) {
        const int32_t who = block->exits.who[e];
        const float weeks = block->exits.exits[e].until - people->since[who];
        lost += time_units(block->weeks[who]) - time_units(weeks);
        block->fate[who] = (int32_t)block->exits.exits[e].fate;
        block->weeks[who] = weeks;
    }
    return lost;
}

/* A block again as if everybody were there all year: what it is between blocks. */
static void
clear_block(rasimi_block *block, size_t n, bool fresh)
{
    for (size_t i = 0; fresh && i < n; i++) {
        block->fate[i] = RASIMI_FATE_STAYED;
        block->weeks[i] = 1.0f;
    }
    for (size_t e = 0; e < block->exits.n; e++) {
        block->fate[block->exits.who[e]] = RASIMI_FATE_STAYED;
        block->weeks[block->exits.who[e]] = 1.0f;
    }
}

/* Room in the list of who leaves for a block more. */
static bool
make_room(rasimi_years_scratch *scratch)
{
    const size_t n = scratch->n_gone + RASIMI_BLOCK_PEOPLE;
    if (n <= scratch->capacity_gone) {
        return true;
    }
    uint32_t *gone = rasimi_realloc(scratch->gone, 2 * n, sizeof *gone);
    if (gone != NULL) {
        scratch->gone = gone;
        scratch->capacity_gone = 2 * n;
    }
    return gone != NULL;
}

/* Notes who does not keep the package, and who of them arrives elsewhere in this year. */
static rasim_status
note_exits(const year_at *at, const rasimi_cohort_lanes *people, size_t first)
{
    rasimi_years_scratch *scratch = at->scratch;
    const rasimi_exits *exits = &scratch->block->exits;
    rasim_status status = make_room(scratch) ? RASIM_OK : RASIM_ERR_NO_MEMORY;
    for (size_t e = 0; e < exits->n && status == RASIM_OK; e++) {
        const rasimi_exit exit = exits->exits[e];
        const size_t who = (size_t)exits->who[e];
        scratch->gone[scratch->n_gone++] = (uint32_t)(first + who);
        if (exit.fate == RASIMI_FATE_MOVED) {
            const rasimi_person person = rasimi_person_of(people, who);
            const rasimi_person moved = rasimi_newcomers_move(&at->years->newcomers, &person, exit.cell,
                                                              (uint32_t)at->year, at->replicate, exit.until);
            status = rasimi_people_add(&scratch->moving, &moved);
        }
    }
    return status;
}

/* The year, or what is left of it, of a block of a cohort. */
static rasim_status
simulate_block(const year_at *at, const rasimi_cell_year *cell, rasimi_cohort *cohort, size_t first, size_t n,
               bool fresh)
{
    const rasimi_years *years = at->years;
    const uint32_t index = cell->stretch.cell;
    rasimi_cohort_lanes people = rasimi_cohort_lanes_of(cohort, first);
    people.weeks = at->scratch->block->weeks;
    people.fate = at->scratch->block->fate;
    if (years->lanes->terms.reviews && !fresh) {
        review(at, &people, n, cohort->standing + first);
    }
    int64_t time = (int64_t)n * RASIM_UNITS_PER_YEAR;
    if (fresh) {
        time = begin_fresh(&people, n, at->scratch->block);
    }
    time -= draw_exits(at, &people, n, &cell->hazard);
    rasim_status status = settle(at, &people, n, cell->stretch);
    post_counts(at, n, time, index);
    if (status == RASIM_OK) {
        status = show(at, &people, n, index);
    }
    if (status == RASIM_OK) {
        status = note_exits(at, &people, first);
    }
    clear_block(at->scratch->block, rasimi_padded(n), fresh);
    return status;
}

/* The year of a cohort, who then begin the next one; whoever moves is fresh elsewhere in this one. */
static rasim_status
simulate_cohort(const year_at *at, uint32_t cell, rasimi_cohort *cohort, bool fresh)
{
    rasimi_years_scratch *scratch = at->scratch;
    rasim_status status = RASIM_OK;
    scratch->n_gone = scratch->moving.n = 0;
    for (size_t first = 0; first < cohort->n && status == RASIM_OK; first += RASIMI_BLOCK_PEOPLE) {
        const size_t rest = cohort->n - first, n = rest < RASIMI_BLOCK_PEOPLE ? rest : RASIMI_BLOCK_PEOPLE;
        status = simulate_block(at, cell_of(at, cell), cohort, first, n, fresh);
    }
    if (status != RASIM_OK) {
        return status;
    }
    rasimi_cohort_remove(cohort, scratch->gone, scratch->n_gone);
    rasimi_cohort_pass_year(cohort);
    if (fresh) {
        status = rasimi_cohort_append(&scratch->people[cell], cohort);
        cohort->n = 0;
    }
    for (size_t i = 0; i < scratch->moving.n && status == RASIM_OK; i++) {
        const rasimi_person *moved = &scratch->moving.items[i];
        status = rasimi_cohort_add(&scratch->fresh[moved->cell], moved);
    }
    return status;
}

/* Those who start care in the year. */
static rasim_status
start_people(const year_at *at)
{
    const rasim_study *study = at->years->study;
    const double *demand = at->path->years[at->year].demand;
    rasim_status status = RASIM_OK;
    for (size_t c = 0; c < at->n_cells && status == RASIM_OK; c++) {
        const uint32_t cell = at->cells[c];
        rasimi_cohort *fresh = &at->scratch->fresh[cell];
        const size_t before = fresh->n;
        status =
            rasimi_newcomers_start(&at->years->newcomers, cell, (uint32_t)at->year, at->replicate,
                                   demand[study->cells[cell].care_group], cell_of(at, cell)->prevented_starts, fresh);
        rasimi_post_count(at->years->results, cell, at->year, at->replicate, RASIM_LINE_STARTERS,
                          (int64_t)(fresh->n - before));
    }
    return status;
}

/* Is a cell one of those that are simulated? */
static bool
is_among(const year_at *at, uint32_t cell)
{
    for (size_t c = 0; c < at->n_cells; c++) {
        if (at->cells[c] == cell) {
            return true;
        }
    }
    return false;
}

static rasim_status
arrive_tails(const year_at *at)
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

/* People who came within the year, in rounds until nobody moves any more. */
static rasim_status
simulate_arrivals(const year_at *at)
{
    rasimi_years_scratch *scratch = at->scratch;
    rasim_status status = RASIM_OK;
    for (bool any = true; any && status == RASIM_OK;) {
        any = false;
        for (size_t c = 0; c < at->n_cells && status == RASIM_OK; c++) {
            const uint32_t cell = at->cells[c];
            if (scratch->fresh[cell].n > 0) {
                any = true;
                draw_persistent(at->years, &scratch->fresh[cell]);
                status = simulate_cohort(at, cell, &scratch->fresh[cell], true);
            }
        }
    }
    return status;
}

/* A year: first those who were there when it began, then those who came within it. */
static rasim_status
simulate_year(const year_at *at)
{
    rasimi_years_scratch *scratch = at->scratch;
    rasim_status status = RASIM_OK;
    for (size_t c = 0; c < at->n_cells && status == RASIM_OK; c++) {
        status = simulate_cohort(at, at->cells[c], &scratch->people[at->cells[c]], false);
    }
    if (status == RASIM_OK) {
        status = start_people(at);
    }
    if (status == RASIM_OK) {
        status = arrive_tails(at);
    }
    return status == RASIM_OK ? simulate_arrivals(at) : status;
}

/* ---- all years ---- */

/* The people of a component as year 1 finds them. */
static rasim_status
found(const year_at *at, const rasimi_population *population)
{
    rasim_status status = RASIM_OK;
    for (size_t c = 0; c < at->n_cells && status == RASIM_OK; c++) {
        const uint32_t cell = at->cells[c];
        at->scratch->fresh[cell].n = 0;
        status =
            rasimi_founders_fill(&at->years->founders, cell, at->replicate, population, &at->scratch->people[cell]);
        if (status == RASIM_OK) {
            draw_persistent(at->years, &at->scratch->people[cell]);
        }
    }
    return status;
}

/* All years of a component in a replicate. */
static rasim_status
run_component(year_at at, const rasimi_population *population)
{
    rasim_status status = found(&at, population);
    for (at.year = 0; at.year < at.years->n_years && status == RASIM_OK; at.year++) {
        if (at.years->refits) {
            rasimi_refit_year(&at.scratch->refit, at.year);
        }
        status = simulate_year(&at);
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
            const year_at at = {
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
