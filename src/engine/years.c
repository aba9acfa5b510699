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
        .n_cohorts = years->components.largest,
        .people = rasimi_calloc(years->components.largest, RASIMI_SIDE_BY_SIDE * sizeof *out->people),
        .fresh = rasimi_calloc(years->components.largest, RASIMI_SIDE_BY_SIDE * sizeof *out->fresh),
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
    for (size_t c = 0;
         scratch->people != NULL && scratch->fresh != NULL && c < RASIMI_SIDE_BY_SIDE * scratch->n_cohorts; c++) {
        rasimi_cohort_clear(&scratch->people[c]);
        rasimi_cohort_clear(&scratch->fresh[c]);
    }
    free(scratch->people);
    free(scratch->fresh);
    rasimi_founder_words_clear(&scratch->need);
    rasimi_founder_words_clear(&scratch->exit);
    rasimi_word_room_clear(&scratch->room);
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

/* Cohorts of a cell of the component at hand: who was there when the year began, and who came within it. */
static rasimi_cohort *
people_of(const rasimi_year_at *at, uint32_t cell)
{
    return &at->people[at->years->components.place[cell]];
}

static rasimi_cohort *
fresh_of(const rasimi_year_at *at, uint32_t cell)
{
    return &at->fresh[at->years->components.place[cell]];
}

/* ---- what is drawn ---- */

/* Draws of a year of the need stream, of the one that holds for all years, and of exits. */
static rasimi_draw
draw_of_need(const rasimi_years *years, size_t year)
{
    return (rasimi_draw){years->need_keys, rasimi_counter_word((uint32_t)year, 0, 0)};
}

static rasimi_draw
draw_that_stays(const rasimi_years *years)
{
    return (rasimi_draw){years->need_keys, rasimi_counter_word(RASIMI_ALL_YEARS, RASIMI_DRAW_PERSISTENT, 0)};
}

static rasimi_draw
draw_of_exits(const rasimi_years *years, size_t year)
{
    return (rasimi_draw){years->exits.round_keys, rasimi_counter_word((uint32_t)year, RASIMI_DRAW_EXIT, 0)};
}

/* Draws for the founders of a cell in all four replicates that share calls. */
static rasim_status
draw_founders(const rasimi_year_at *at, const rasimi_stretch *rows, rasimi_draw draw, rasimi_founder_words *out)
{
    return rasimi_founder_words_draw(at->years->kernel, &at->years->lanes->people, rows,
                                     (uint32_t)(at->replicate / RASIMI_SIDE_BY_SIDE), draw, out);
}

/* Where the words of a cell's people come from; `founders`: those of its founders, if they have been drawn. */
static rasimi_word_source
source_of(const rasimi_year_at *at, uint32_t cell, const rasimi_founder_words *founders)
{
    rasimi_word_source source = {.kernel = at->years->kernel, .replicate = (uint32_t)at->replicate};
    if (at->founders_drawn) {
        source.founders = founders->words + at->replicate % RASIMI_SIDE_BY_SIDE * founders->n;
        source.first_lane = rasimi_founders_rows(&at->years->founders, cell)->first;
    }
    return source;
}

/* Draws the normals that stay with the people from `first` on. */
static rasim_status
draw_persistent(const rasimi_year_at *at, uint32_t cell, rasimi_cohort *cohort, size_t first)
{
    rasimi_word_room *room = &at->scratch->room;
    const rasimi_word_source source = source_of(at, cell, &at->scratch->need);
    const rasim_status status = rasimi_word_room_reserve(room, cohort);
    if (status == RASIM_OK && first < cohort->n) {
        rasimi_cohort_draw(cohort, first, &source, draw_that_stays(at->years), room, room->need);
        at->years->kernel->normals(room->need, first, cohort->n, cohort->persistent);
    }
    return status;
}

/* Draws what a year takes of everybody in a cohort: need and exits. */
static rasim_status
draw_year(const rasimi_year_at *at, uint32_t cell, const rasimi_cohort *cohort)
{
    rasimi_word_room *room = &at->scratch->room;
    const rasimi_word_source need = source_of(at, cell, &at->scratch->need);
    const rasimi_word_source exit = source_of(at, cell, &at->scratch->exit);
    const rasim_status status = rasimi_word_room_reserve(room, cohort);
    if (status == RASIM_OK) {
        rasimi_cohort_draw(cohort, 0, &need, draw_of_need(at->years, at->year), room, room->need);
        rasimi_cohort_draw(cohort, 0, &exit, draw_of_exits(at->years, at->year), room, room->exit);
    }
    return status;
}

/* ---- one year ---- */

/* The year of a cohort, of whom those from `fresh` on came within it. Who stays then begins the next one; who moves is
   left in `moving`. */
static rasim_status
simulate_cohort(const rasimi_year_at *at, uint32_t cell, rasimi_cohort *cohort, size_t fresh)
{
    rasimi_years_scratch *scratch = at->scratch;
    rasim_status status = draw_year(at, cell, cohort);
    scratch->n_gone = scratch->moving.n = 0;
    for (size_t first = 0; first < cohort->n && status == RASIM_OK; first += RASIMI_BLOCK_PEOPLE) {
        const size_t rest = cohort->n - first, n = rest < RASIMI_BLOCK_PEOPLE ? rest : RASIMI_BLOCK_PEOPLE;
        const size_t before = fresh > first ? fresh - first : 0;
        status = rasimi_years_block(at, cell, cohort, first, n, before < n ? before : n);
    }
    if (status == RASIM_OK) {
        rasimi_cohort_remove(cohort, at->years->kernel, scratch->gone, scratch->n_gone, scratch->room.stay);
        rasimi_cohort_pass_year(cohort);
    }
    return status;
}

/* Whoever moved is fresh elsewhere. */
static rasim_status
deliver(const rasimi_year_at *at, rasim_status status)
{
    rasimi_years_scratch *scratch = at->scratch;
    for (size_t i = 0; i < scratch->moving.n && status == RASIM_OK; i++) {
        const rasimi_person *moved = &scratch->moving.items[i];
        status = rasimi_cohort_add(fresh_of(at, moved->cell), moved);
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
    rasimi_cohort *people = people_of(at, cell);
    const size_t before = people->n;
    rasim_status status = RASIM_OK;
    if (!at->years->in_turn) {
        status = start_people(at, cell, people);
        status = status == RASIM_OK ? draw_persistent(at, cell, people, before) : status;
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
            status = rasimi_cohort_add(fresh_of(at, person->cell), person);
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
    rasimi_cohort *fresh = fresh_of(at, cell);
    rasim_status status = draw_persistent(at, cell, fresh, 0);
    if (status == RASIM_OK) {
        status = simulate_cohort(at, cell, fresh, 0);
    }
    if (status == RASIM_OK) {
        status = rasimi_cohort_append(people_of(at, cell), fresh);
    }
    rasimi_cohort_empty(fresh);
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
            if (at->fresh[c].n > 0) {
                any = true;
                status = simulate_fresh(at, at->cells[c]);
            }
        }
    }
    return status;
}

/* The rest of a year, after the people who were there when it began. */
static rasim_status
finish_year(const rasimi_year_at *at)
{
    rasim_status status = RASIM_OK;
    for (size_t c = 0; c < at->n_cells && at->years->in_turn && status == RASIM_OK; c++) {
        status = start_people(at, at->cells[c], &at->fresh[c]);
    }
    if (status == RASIM_OK) {
        status = arrive_tails(at);
    }
    return status == RASIM_OK ? simulate_arrivals(at) : status;
}

/* ---- replicates side by side ---- */

/* Replicates of the same four, in the same year of the same people. */
typedef struct side_by_side {
    size_t n;
    rasimi_year_at at[RASIMI_SIDE_BY_SIDE];
} side_by_side;

/* Is it less work to draw for all founders of a cell in four replicates than for each that is still there? */
static bool
founders_share(const side_by_side *beside, uint32_t cell, size_t n_rows)
{
    size_t alone = 0;
    for (size_t r = 0; r < beside->n; r++) {
        const rasimi_cohort *people = people_of(&beside->at[r], cell);
        const bool any = people->n_segments > 0 && people->segments[0].kind == RASIMI_SEGMENT_FOUNDERS;
        alone += any ? rasimi_padded(people->segments[0].end) : 0;
    }
    return rasimi_padded(n_rows) < alone;
}

static void
tell_founders_drawn(side_by_side *beside, bool drawn)
{
    for (size_t r = 0; r < beside->n; r++) {
        beside->at[r].founders_drawn = drawn;
    }
}

/* Draws for the founders of a cell in all replicates, where that pays. */
static rasim_status
share_year(side_by_side *beside, uint32_t cell)
{
    const rasimi_year_at *at = &beside->at[0];
    const rasimi_stretch *rows = rasimi_founders_rows(&at->years->founders, cell);
    const bool share = rows != NULL && founders_share(beside, cell, rows->n);
    rasim_status status = RASIM_OK;
    if (share) {
        status = draw_founders(at, rows, draw_of_need(at->years, at->year), &at->scratch->need);
    }
    if (share && status == RASIM_OK) {
        status = draw_founders(at, rows, draw_of_exits(at->years, at->year), &at->scratch->exit);
    }
    tell_founders_drawn(beside, share);
    return status;
}

/* A year: first those who were there when it began, then those who came within it. */
static rasim_status
simulate_year(side_by_side *beside)
{
    const rasimi_year_at *first = &beside->at[0];
    rasim_status status = RASIM_OK;
    for (size_t c = 0; c < first->n_cells && status == RASIM_OK; c++) {
        status = share_year(beside, first->cells[c]);
        for (size_t r = 0; r < beside->n && status == RASIM_OK; r++) {
            status = simulate_cell(&beside->at[r], first->cells[c]);
        }
    }
    tell_founders_drawn(beside, false);
    for (size_t r = 0; r < beside->n && status == RASIM_OK; r++) {
        status = finish_year(&beside->at[r]);
    }
    return status;
}

/* The people of a cell as year 1 finds them. */
static rasim_status
found(side_by_side *beside, uint32_t cell, const rasimi_population *population)
{
    const rasimi_year_at *first = &beside->at[0];
    const rasimi_stretch *rows = rasimi_founders_rows(&first->years->founders, cell);
    const bool share = rows != NULL && beside->n > 1;
    rasim_status status = RASIM_OK;
    if (share) {
        status = draw_founders(first, rows, draw_that_stays(first->years), &first->scratch->need);
    }
    tell_founders_drawn(beside, share);
    for (size_t r = 0; r < beside->n && status == RASIM_OK; r++) {
        const rasimi_year_at *at = &beside->at[r];
        rasimi_cohort_empty(fresh_of(at, cell));
        status = rasimi_founders_fill(&at->years->founders, cell, at->replicate, population, people_of(at, cell));
        status = status == RASIM_OK ? draw_persistent(at, cell, people_of(at, cell), 0) : status;
    }
    tell_founders_drawn(beside, false);
    return status;
}

/* ---- all years ---- */

/* All years of a component in replicates side by side. */
static rasim_status
run_component(const rasimi_years *years, side_by_side *beside, const rasimi_population *population)
{
    rasim_status status = RASIM_OK;
    for (size_t c = 0; c < beside->at[0].n_cells && status == RASIM_OK; c++) {
        status = found(beside, beside->at[0].cells[c], population);
    }
    for (size_t year = 0; year < years->n_years && status == RASIM_OK; year++) {
        for (size_t r = 0; r < beside->n; r++) {
            beside->at[r].year = year;
        }
        if (years->refits) {
            status = rasimi_refit_year(&beside->at[0].scratch->refit, beside->at[0].replicate, year);
        }
        status = status == RASIM_OK ? simulate_year(beside) : status;
    }
    return status;
}

/* Replicates from `from` on that go side by side: those of the same four, or one where somebody looks at each in turn.
 */
static side_by_side
set_side_by_side(const rasimi_years *years, rasimi_years_scratch *scratch, size_t component, uint64_t first,
                 uint64_t from, uint64_t end)
{
    const rasimi_components *components = &years->components;
    const uint64_t next =
        years->in_turn ? from + 1 : from / RASIMI_SIDE_BY_SIDE * RASIMI_SIDE_BY_SIDE + RASIMI_SIDE_BY_SIDE;
    side_by_side out = {.n = (size_t)((next < end ? next : end) - from)};
    for (size_t r = 0; r < out.n; r++) {
        out.at[r] = (rasimi_year_at){
            .years = years,
            .scratch = scratch,
            .path = &scratch->paths[from - first + r],
            .cells = components->cells + components->first[component],
            .n_cells = components->first[component + 1] - components->first[component],
            .replicate = from + r,
            .people = scratch->people + r * scratch->n_cohorts,
            .fresh = scratch->fresh + r * scratch->n_cohorts,
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
            side_by_side beside = set_side_by_side(years, scratch, k, first, replicate, end);
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
