/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People who share calls of the generator: founders who are one row each, four replicates side by side; and copies of
   rows and those who start care, four to a call in each replicate. */
#include "engine/years_kinds.h"

static rasim_status
simulate_block(const rasimi_year_at *at, uint32_t cell, const rasimi_sitting *people)
{
    const rasim_status status = rasimi_years_block(at, cell, people);
    return status == RASIM_OK ? rasimi_years_deliver(at) : status;
}

/* ---- founders who are one row each ---- */

/* Draws the normals that stay with the founders of four replicates. */
static void
draw_persistent_rows(rasimi_side_by_side *beside, uint32_t cell)
{
    const rasimi_years *years = beside->at[0].years;
    rasimi_year_draws draw = {0};
    draw.of[RASIMI_WORD_NEED] = rasimi_years_draw_that_stays(years);
    rasimi_block_words *words = beside->at[0].scratch->words;
    const size_t n = rasimi_people_of(&beside->at[0], cell)->rows.n;
    for (size_t first = 0; first < n; first += RASIMI_BLOCK_PEOPLE) {
        const size_t rest = n - first, some = rest < RASIMI_BLOCK_PEOPLE ? rest : RASIMI_BLOCK_PEOPLE;
        const rasimi_cohort_lanes rows = rasimi_row_seats_lanes(&rasimi_people_of(&beside->at[0], cell)->rows,
                                                                &years->lanes->people, beside->at[0].replicate, first);
        rasimi_words_of_rows(years->kernel, &draw, &rows, some, words);
        for (size_t r = 0; r < beside->n; r++) {
            const rasimi_year_at *at = &beside->at[r];
            years->kernel->normals(words[at->replicate % RASIMI_SIDE_BY_SIDE].of[RASIMI_WORD_NEED], some,
                                   rasimi_people_of(at, cell)->rows.persistent + first);
        }
    }
}

/* Rows of a cell from `first` on in a replicate, whose words have been drawn. */
static rasimi_sitting
sitting_rows(const rasimi_year_at *at, uint32_t cell, const rasimi_year_draws *draws, size_t first, size_t n)
{
    rasimi_row_seats *rows = &rasimi_people_of(at, cell)->rows;
    rasimi_sitting out = {
        .lanes = rasimi_row_seats_lanes(rows, &at->years->lanes->people, at->replicate, first),
        .n = n,
        .taken = rows->taken + first / RASIMI_LANES_PAD,
        .standing = rows->standing + first,
    };
    out.lanes.since = at->scratch->nothing;
    out.lanes.first_left = at->year == 0 ? at->years->founders.first_left + rows->first + first : at->scratch->nothing;
    rasimi_words_give(draws, &at->scratch->words[at->replicate % RASIMI_SIDE_BY_SIDE], &out.lanes);
    return out;
}

/* The year of the founders of a cell in all four replicates that share calls. */
static rasim_status
simulate_rows(rasimi_side_by_side *beside, uint32_t cell)
{
    const rasimi_year_at *of = &beside->at[0];
    const rasimi_row_seats *rows = &rasimi_people_of(of, cell)->rows;
    const rasimi_year_draws draws = rasimi_years_draws(of, cell);
    rasim_status status = RASIM_OK;
    for (size_t first = 0; first < rows->n && status == RASIM_OK; first += RASIMI_BLOCK_PEOPLE) {
        const size_t rest = rows->n - first, n = rest < RASIMI_BLOCK_PEOPLE ? rest : RASIMI_BLOCK_PEOPLE;
        const rasimi_cohort_lanes lanes = rasimi_row_seats_lanes(rows, &of->years->lanes->people, of->replicate, first);
        rasimi_words_of_rows(of->years->kernel, &draws, &lanes, n, of->scratch->words);
        for (size_t r = 0; r < beside->n && status == RASIM_OK; r++) {
            const rasimi_sitting people = sitting_rows(&beside->at[r], cell, &draws, first, n);
            status = simulate_block(&beside->at[r], cell, &people);
        }
    }
    return status;
}

/* ---- people who share calls in a replicate ---- */

/* Draws the normals that stay with the people of the calls from `first` on. */
static void
draw_persistent_copies(const rasimi_year_at *at, uint32_t cell, size_t first_call)
{
    const rasimi_years *years = at->years;
    rasimi_seats *seats = &rasimi_people_of(at, cell)->copies;
    int32_t *words = at->scratch->words[0].of[RASIMI_WORD_NEED];
    const size_t n = rasimi_seats_lanes_of_calls(seats->n_calls);
    size_t first = first_call / RASIMI_LANES_PAD * RASIMI_COPIES_LANES;
    for (; first < n; first += RASIMI_BLOCK_PEOPLE) {
        const size_t rest = n - first, some = rest < RASIMI_BLOCK_PEOPLE ? rest : RASIMI_BLOCK_PEOPLE;
        const rasimi_cohort_lanes people = rasimi_seats_lanes(seats, at->replicate, first);
        rasimi_words_of_copies_draw(years->kernel, rasimi_years_draw_that_stays(years), &people, some, words);
        years->kernel->normals(words, some, seats->persistent + first);
    }
}

/* The year of the people who share calls, of whom those from call `fresh` on started care in it. */
static rasim_status
simulate_copies(const rasimi_year_at *at, uint32_t cell, size_t fresh)
{
    rasimi_seats *seats = &rasimi_people_of(at, cell)->copies;
    const rasimi_year_draws draws = rasimi_years_draws(at, cell);
    const size_t n = rasimi_seats_lanes_of_calls(seats->n_calls);
    rasim_status status = RASIM_OK;
    for (size_t first = 0; first < n && status == RASIM_OK; first += RASIMI_BLOCK_PEOPLE) {
        const size_t rest = n - first, some = rest < RASIMI_BLOCK_PEOPLE ? rest : RASIMI_BLOCK_PEOPLE;
        rasimi_sitting people = {
            .lanes = rasimi_seats_lanes(seats, at->replicate, first),
            .n = some,
            .taken = seats->taken + first / RASIMI_LANES_PAD,
            .standing = seats->standing + first,
        };
        rasimi_words_of_copies(at->years->kernel, &draws, &people.lanes, some, at->scratch->words);
        rasimi_words_give(&draws, at->scratch->words, &people.lanes);
        status = simulate_block(at, cell, &people);
    }
    rasimi_seats_pass_year(seats, fresh);
    return status;
}

rasim_status
rasimi_years_start(rasimi_side_by_side *beside, uint32_t cell)
{
    const rasimi_year_at *of = &beside->at[0];
    const uint32_t group = of->years->study->cells[cell].care_group;
    rasimi_starts starts = {
        .cell = cell,
        .year = (uint32_t)of->year,
        .first = of->replicate,
        .n = beside->n,
        .prevented = rasimi_cell_at(of, cell)->prevented_starts,
    };
    for (size_t r = 0; r < beside->n; r++) {
        starts.demand[r] = beside->at[r].path->years[of->year].demand[group];
        starts.seats[r] = &rasimi_people_of(&beside->at[r], cell)->copies;
    }
    const rasim_status status = rasimi_starts_draw(&of->years->newcomers, &starts);
    for (size_t r = 0; r < beside->n; r++) {
        beside->at[r].tally->counts[RASIM_LINE_STARTERS] += (int64_t)starts.n_started[r];
    }
    return status;
}

/* The year of the people who share calls in each replicate, and of those who start care in it. */
static rasim_status
simulate_all_copies(rasimi_side_by_side *beside, uint32_t cell)
{
    size_t before[RASIMI_SIDE_BY_SIDE];
    for (size_t r = 0; r < beside->n; r++) {
        before[r] = rasimi_people_of(&beside->at[r], cell)->copies.n_calls;
    }
    rasim_status status = rasimi_years_start(beside, cell);
    for (size_t r = 0; r < beside->n && status == RASIM_OK; r++) {
        draw_persistent_copies(&beside->at[r], cell, before[r]);
        status = simulate_copies(&beside->at[r], cell, before[r]);
    }
    return status;
}

/* ---- both ---- */

rasim_status
rasimi_years_found_shared(rasimi_side_by_side *beside, uint32_t cell, const rasimi_population *population)
{
    rasim_status status = RASIM_OK;
    for (size_t r = 0; r < beside->n && status == RASIM_OK; r++) {
        const rasimi_year_at *at = &beside->at[r];
        rasimi_cell_people *people = rasimi_people_of(at, cell);
        rasimi_cohort_empty(&people->alone);
        rasimi_cohort_empty(&people->fresh);
        status = rasimi_founders_seat(&at->years->founders, cell, population, &people->rows, &people->copies);
        if (status == RASIM_OK) {
            draw_persistent_copies(at, cell, 0);
        }
    }
    if (status == RASIM_OK) {
        draw_persistent_rows(beside, cell);
    }
    return status;
}

rasim_status
rasimi_years_shared(rasimi_side_by_side *beside, uint32_t cell)
{
    const rasim_status status = simulate_rows(beside, cell);
    return status == RASIM_OK ? simulate_all_copies(beside, cell) : status;
}
