/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People who make calls of the generator alone: who came from another cell or a tail; and everybody, where somebody
   looks at them in turn. */
#include "engine/years_kinds.h"

#include "base/mem.h"
#include "engine/post.h"

#include <stdlib.h>

/* Draws the normals that stay with the people of a cohort. */
static void
draw_persistent_alone(const rasimi_years *years, rasimi_cohort *cohort, int32_t *words)
{
    const rasimi_draw draw = rasimi_years_draw_that_stays(years);
    for (size_t first = 0; first < cohort->n; first += RASIMI_BLOCK_PEOPLE) {
        const size_t rest = cohort->n - first, n = rest < RASIMI_BLOCK_PEOPLE ? rest : RASIMI_BLOCK_PEOPLE;
        const rasimi_cohort_lanes people = rasimi_cohort_lanes_of(cohort, first);
        years->kernel->words(&people, n, draw.counter, draw.round_keys, words);
        years->kernel->normals(words, rasimi_padded(n), cohort->persistent + first);
    }
}

/* Everybody of a cohort is there: bits in the scratch's `stay`. */
static rasim_status
all_stay(rasimi_years_scratch *scratch, size_t n)
{
    const size_t items = rasimi_padded(n) / RASIMI_LANES_PAD;
    if (items > scratch->capacity_stay) {
        free(scratch->stay);
        scratch->stay = rasimi_calloc(2 * items, sizeof *scratch->stay);
        scratch->capacity_stay = scratch->stay != NULL ? 2 * items : 0;
    }
    if (items > scratch->capacity_stay) {
        return RASIM_ERR_NO_MEMORY;
    }
    for (size_t i = 0; i < items; i++) {
        const size_t rest = n - i * RASIMI_LANES_PAD;
        scratch->stay[i] = (uint16_t)(rest < RASIMI_LANES_PAD ? (1u << rest) - 1u : 0xFFFFu);
    }
    return RASIM_OK;
}

/* The year of a cohort. Who stays then begins the next one; who moves is left in `moving`. */
static rasim_status
simulate_cohort(const rasimi_year_at *at, uint32_t cell, rasimi_cohort *cohort, bool fresh)
{
    rasimi_years_scratch *scratch = at->scratch;
    const rasimi_year_draws draws = rasimi_years_draws(at, cell);
    rasim_status status = all_stay(scratch, cohort->n);
    for (size_t first = 0; first < cohort->n && status == RASIM_OK; first += RASIMI_BLOCK_PEOPLE) {
        const size_t rest = cohort->n - first, n = rest < RASIMI_BLOCK_PEOPLE ? rest : RASIMI_BLOCK_PEOPLE;
        rasimi_sitting people = {
            .lanes = rasimi_cohort_lanes_of(cohort, first),
            .n = rasimi_padded(n),
            .n_people = n,
            .fresh = fresh,
            .taken = scratch->stay + first / RASIMI_LANES_PAD,
            .standing = cohort->standing + first,
        };
        people.lanes.taken = people.taken;
        rasimi_words_alone(at->years->kernel, &draws, &people.lanes, n, scratch->words);
        rasimi_words_give(&draws, scratch->words, &people.lanes);
        status = rasimi_years_block(at, cell, &people);
    }
    if (status == RASIM_OK && cohort->n > 0) {
        rasimi_cohort_keep(cohort, at->years->kernel, scratch->stay);
        rasimi_pass_year(cohort->first_left, cohort->since, cohort->n);
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
            status = rasimi_cohort_add(&rasimi_people_of(at, person->cell)->fresh, person);
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
    rasimi_cell_people *people = rasimi_people_of(at, cell);
    draw_persistent_alone(at->years, &people->fresh, at->scratch->words[0].of[RASIMI_WORD_NEED]);
    rasim_status status = simulate_cohort(at, cell, &people->fresh, true);
    rasimi_years_post(at, cell);
    if (status == RASIM_OK) {
        status = rasimi_cohort_append(&people->alone, &people->fresh);
    }
    rasimi_cohort_empty(&people->fresh);
    return status == RASIM_OK ? rasimi_years_deliver(at) : status;
}

/* People who came within the year, in rounds until nobody moves any more. */
static rasim_status
simulate_arrivals(const rasimi_year_at *at)
{
    rasim_status status = RASIM_OK;
    for (bool any = true; any && status == RASIM_OK;) {
        any = false;
        for (size_t c = 0; c < at->n_cells && status == RASIM_OK; c++) {
            if (at->people[c].fresh.n > 0) {
                any = true;
                status = simulate_fresh(at, at->cells[c]);
            }
        }
    }
    return status;
}

rasim_status
rasimi_years_start_alone(rasimi_side_by_side *beside)
{
    const rasimi_year_at *at = &beside->at[0];
    rasim_status status = RASIM_OK;
    for (size_t c = 0; c < at->n_cells && status == RASIM_OK; c++) {
        rasimi_cell_people *people = &at->people[c];
        rasimi_seats_empty(&people->copies); /* nobody keeps a seat */
        status = rasimi_years_start(beside, at->cells[c]);
        if (status == RASIM_OK) {
            status = rasimi_seats_pour(&people->copies, at->replicate, &people->fresh);
        }
        rasimi_years_post(at, at->cells[c]);
    }
    return status;
}

rasim_status
rasimi_years_found_alone(const rasimi_year_at *at, uint32_t cell, const rasimi_population *population)
{
    rasimi_cell_people *people = rasimi_people_of(at, cell);
    rasimi_cohort_empty(&people->fresh);
    const rasim_status status =
        rasimi_founders_fill(&at->years->founders, cell, at->replicate, population, &people->copies, &people->alone);
    if (status == RASIM_OK) {
        draw_persistent_alone(at->years, &people->alone, at->scratch->words[0].of[RASIMI_WORD_NEED]);
    }
    return status;
}

rasim_status
rasimi_years_alone(const rasimi_year_at *at, uint32_t cell)
{
    const rasim_status status = simulate_cohort(at, cell, &rasimi_people_of(at, cell)->alone, false);
    return status == RASIM_OK ? rasimi_years_deliver(at) : status;
}

rasim_status
rasimi_years_arrive(const rasimi_year_at *at)
{
    const rasim_status status = arrive_tails(at);
    return status == RASIM_OK ? simulate_arrivals(at) : status;
}
