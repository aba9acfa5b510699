/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A replicate's years: the people of each cell in blocks, rounds of newcomers within a year, survivors to the next. */
#include "engine/years.h"

#include "base/mem.h"
#include "engine/post.h"
#include "engine/programmes.h"
#include "num/philox.h"

#include <stdlib.h>
#include <string.h>

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
        .first_left = rasimi_calloc(lanes->people.n, sizeof *out->first_left),
        .results = results,
    };
    if (out->cells == NULL || out->first_left == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    rasimi_kernel_keys(out->exits.key, out->exits.round_keys);
    rasimi_kernel_keys(rasimi_seeds_key(seeds, RASIMI_STREAM_NEED), out->need_keys);
    for (size_t i = 0; i < study->n_rows; i++) {
        out->first_left[lanes->lane[i]] = (float)study->first_year_left[i];
    }
    rasimi_cell_years_fill(study, NULL, out->cells);
    return rasimi_newcomers_make(study, lanes, kernel, seeds, &out->newcomers);
}

void
rasimi_years_clear(rasimi_years *years)
{
    rasimi_newcomers_clear(&years->newcomers);
    free(years->first_left);
    free(years->cells);
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
    const rasim_status status = rasimi_shock_path_make(years->shocks, &out->path);
    return status == RASIM_OK && years->refits ? rasimi_refit_make(study, years->lanes, &out->refit) : status;
}

void
rasimi_years_scratch_clear(rasimi_years_scratch *scratch)
{
    rasimi_shock_path_clear(&scratch->path);
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

/* ---- the caseload with which year 1 begins ---- */

/* Where the people of a lane stand towards the RAS when year 1 begins. */
static uint32_t
first_standing(const rasimi_years *years)
{
    return years->study->review_probability[0] < 1.0 ? RASIMI_LEGACY : RASIMI_REVIEWED;
}

/* People who are one row each: a word of the call that four replicates share. */
static rasim_status
add_solo(const rasimi_years *years, const rasimi_stretch *stretch, uint64_t replicate, rasimi_cohort *cohort)
{
    const rasimi_people *people = &years->lanes->people;
    const size_t n = stretch->n, first = stretch->first;
    if (rasimi_cohort_reserve(cohort, n) != RASIM_OK) {
        return RASIM_ERR_NO_MEMORY;
    }
    memcpy(cohort->key_low, people->key_low + first, n * sizeof *cohort->key_low);
    memcpy(cohort->key_high, people->key_high + first, n * sizeof *cohort->key_high);
    memcpy(cohort->cost, people->cost + first, n * sizeof *cohort->cost);
    memcpy(cohort->reference, people->reference + first, n * sizeof *cohort->reference);
    memcpy(cohort->first_left, years->first_left + first, n * sizeof *cohort->first_left);
    for (size_t i = 0; i < n; i++) {
        cohort->third[i] = (int32_t)(replicate / 4);
        cohort->fourth[i] = 0;
        cohort->word[i] = (int32_t)(replicate % 4);
        cohort->row[i] = cohort->donor[i] = (int32_t)(first + i);
        cohort->standing[i] = (int32_t)first_standing(years);
        cohort->since[i] = 0.0f;
    }
    cohort->n = n;
    return RASIM_OK;
}

/* Rows that stand for several people: one person a copy. */
static rasim_status
add_multi(const rasimi_years *years, const rasimi_items *items, const rasimi_stretch *stretch, uint64_t replicate,
          rasimi_cohort *cohort)
{
    const rasimi_people *people = &years->lanes->people;
    rasim_status status = RASIM_OK;
    for (size_t i = stretch->first; i < (size_t)stretch->first + stretch->n; i++) {
        const int32_t row = items->row[i], payer = items->payer[i];
        rasimi_person person = {
            .key_low = (uint32_t)people->key_low[row],
            .key_high = (uint32_t)people->key_high[row],
            .third = (uint32_t)replicate,
            .fourth = (uint32_t)items->fourth[i],
            .row = (uint32_t)row,
            .donor = (uint32_t)items->donor[i],
            .standing = first_standing(years),
            .cost = people->cost[payer],
            .reference = people->reference[payer],
            .first_left = years->first_left[row],
        };
        for (; person.word < (uint32_t)items->copies[i] && status == RASIM_OK; person.word++) {
            status = rasimi_cohort_add(cohort, &person);
        }
    }
    return status;
}

/* Draws the normals that stay with the people from `first` on. */
static void
draw_persistent(const rasimi_years *years, rasimi_cohort *cohort)
{
    const rasimi_cohort_lanes lanes = rasimi_cohort_lanes_of(cohort, 0);
    const uint32_t counter = rasimi_counter_word(RASIMI_ALL_YEARS, RASIMI_DRAW_PERSISTENT, 0);
    years->kernel->normals(&lanes, rasimi_padded(cohort->n), counter, years->need_keys, cohort->persistent);
}

static rasim_status
found(const rasimi_years *years, uint64_t replicate, const rasimi_population *population, rasimi_years_scratch *scratch)
{
    const rasimi_lanes *lanes = years->lanes;
    rasim_status status = RASIM_OK;
    for (size_t c = 0; c < scratch->n_cells; c++) {
        scratch->people[c].n = scratch->fresh[c].n = 0;
    }
    for (size_t s = 0; s < lanes->n_solo && status == RASIM_OK; s++) {
        status = add_solo(years, &lanes->solo[s], replicate, &scratch->people[lanes->solo[s].cell]);
    }
    for (size_t s = 0; s < lanes->n_multi && status == RASIM_OK; s++) {
        const rasimi_stretch *stretch = &population->stretches[s];
        status = add_multi(years, &population->items, stretch, replicate, &scratch->people[stretch->cell]);
    }
    for (size_t c = 0; c < scratch->n_cells && status == RASIM_OK; c++) {
        draw_persistent(years, &scratch->people[c]);
    }
    return status;
}

/* ---- one year ---- */

/* A year of a replicate that is going on. */
typedef struct year_at {
    const rasimi_years *years;
    rasimi_years_scratch *scratch;
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
        .shocks = &at->scratch->path.years[at->year].kernel,
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
    const rasimi_year_shock *shock = &at->scratch->path.years[at->year];
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
static int64_t
time_units(float share)
{
    return (int32_t)(share * (float)RASIM_UNITS_PER_YEAR + 0.5f);
}

/* Counts of a block that no design changes. */
static void
post_counts(const year_at *at, size_t n, int64_t time, uint32_t cell)
{
    static const rasim_line lines[RASIMI_N_FATES] = {
        [RASIMI_FATE_LEFT] = RASIM_LINE_LEAVERS,
        [RASIMI_FATE_MOVED] = RASIM_LINE_MOVERS,
        [RASIMI_FATE_OUTSIDE] = RASIM_LINE_MOVED_OUTSIDE_PEOPLE,
    };
    const rasimi_block *block = at->scratch->block;
    int64_t counts[RASIM_N_LINES] = {
        [RASIM_LINE_PEOPLE_AT_END] = (int64_t)(n - block->exits.n),
        [RASIM_LINE_PERSON_YEARS] = time,
    };
    for (size_t e = 0; e < block->exits.n; e++) {
        counts[lines[block->exits.exits[e].fate]]++;
    }
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
    const double *demand = at->scratch->path.years[at->year].demand;
    rasim_status status = RASIM_OK;
    for (uint32_t cell = 0; cell < study->n_cells && status == RASIM_OK; cell++) {
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

static rasim_status
arrive_tails(const year_at *at)
{
    const rasim_study *study = at->years->study;
    const double *demand = at->scratch->path.years[at->year].demand;
    rasimi_people_list *list = &at->scratch->tails;
    rasim_status status = RASIM_OK;
    for (size_t i = 0; i < study->n_tails && status == RASIM_OK; i++) {
        uint64_t n_capped = 0;
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
        for (uint32_t cell = 0; cell < scratch->n_cells && status == RASIM_OK; cell++) {
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
    for (uint32_t cell = 0; cell < scratch->n_cells && status == RASIM_OK; cell++) {
        status = simulate_cohort(at, cell, &scratch->people[cell], false);
    }
    if (status == RASIM_OK) {
        status = start_people(at);
    }
    if (status == RASIM_OK) {
        status = arrive_tails(at);
    }
    return status == RASIM_OK ? simulate_arrivals(at) : status;
}

rasim_status
rasimi_years_run(const rasimi_years *years, uint64_t replicate, const rasimi_population *population,
                 rasimi_years_scratch *scratch)
{
    const size_t n_years = years->n_years;
    rasimi_shock_path_draw(years->shocks, replicate, &scratch->path);
    if (scratch->cells != NULL) {
        rasimi_cell_years_fill(years->study, &scratch->path.programmes, scratch->cells);
    }
    rasim_status status = found(years, replicate, population, scratch);
    for (size_t year = 0; year < n_years && status == RASIM_OK; year++) {
        const year_at at = {years, scratch, replicate, year};
        if (years->results->funding != NULL) {
            years->results->funding[year * years->results->replicates_asked + replicate] =
                scratch->path.years[year].envelope;
        }
        if (years->refits) {
            rasimi_refit_year(&scratch->refit, year);
        }
        status = simulate_year(&at);
    }
    if (status == RASIM_OK) {
        rasimi_programmes_post(years->study, &scratch->path.programmes, years->without_interventions, replicate,
                               years->results);
    }
    return status;
}
