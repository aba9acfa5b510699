/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Blocks of people in a year. */
#include "engine/years_block.h"

#include "engine/post.h"

#include <string.h>

rasimi_draw
rasimi_years_draw_that_stays(const rasimi_years *years)
{
    return (rasimi_draw){years->need_keys, rasimi_counter_word(RASIMI_ALL_YEARS, RASIMI_DRAW_PERSISTENT, 0)};
}

rasimi_year_draws
rasimi_years_draws(const rasimi_year_at *at, uint32_t cell)
{
    const rasimi_years *years = at->years;
    const rasimi_kernel_terms *terms = &years->lanes->year_terms[at->year];
    const rasimi_risk risk = rasimi_cell_at(at, cell)->hazard.risk;
    const uint32_t year = (uint32_t)at->year;
    const uint64_t *churn = years->exits.round_keys;
    rasimi_year_draws out = {0};
    out.of[RASIMI_WORD_NEED] = (rasimi_draw){years->need_keys, rasimi_counter_word(year, 0, 0)};
    if (risk.early > 0.0f || risk.late > 0.0f) {
        out.of[RASIMI_WORD_EXIT] = (rasimi_draw){churn, rasimi_counter_word(year, RASIMI_DRAW_EXIT, 0)};
    }
    if (terms->errors) {
        out.of[RASIMI_WORD_ERROR] = (rasimi_draw){terms->assessment_keys, rasimi_counter_word(year, 0, 0)};
    }
    if (terms->stops) { /* once for all years */
        out.of[RASIMI_WORD_STOP] = (rasimi_draw){churn, rasimi_counter_word(0, RASIMI_DRAW_STOP, 0)};
    }
    if (years->lanes->terms.reviews && years->study->review_probability[at->year] < 1.0) {
        out.of[RASIMI_WORD_REVIEW] = (rasimi_draw){churn, rasimi_counter_word(year, 0, 0)};
    }
    return out;
}

/* Growth of contributions since year 1. */
static float
contribution_growth(const rasimi_year_at *at)
{
    double growth = 1.0;
    for (size_t year = 0; year < at->year; year++) {
        growth *= 1.0 + at->years->study->framework.income.contribution_uprating.value;
    }
    return (float)growth;
}

/* What the block costs, for every design. Errors: RASIM_ERR_NO_MEMORY. */
static rasim_status
settle(const rasimi_year_at *at, const rasimi_sitting *people, const rasimi_cohort_lanes *lanes, rasimi_stretch stretch)
{
    const rasimi_years *years = at->years;
    const rasimi_lanes *all = years->lanes;
    rasimi_refit *refit = &at->scratch->refit;
    const bool watched = years->refits && rasimi_refit_watches(refit, at->year);
    stretch.first = 0;
    stretch.n = (uint32_t)people->n;
    const rasimi_kernel_call call = {
        .people = &all->people,
        .terms = &all->year_terms[at->year],
        .designs = years->refits ? refit->designs : all->designs + at->year * all->n_designs,
        .n_designs = all->n_designs,
        .stretches = &stretch,
        .n_stretches = 1,
        .year = (uint32_t)at->year,
        .shocks = &at->path->years[at->year].kernel,
        .cohort = lanes,
        .contribution_growth = contribution_growth(at),
        .observed = watched || years->watch != NULL ? at->scratch->observed : NULL,
        .sums = at->tally->sums,
    };
    years->kernel->people(&call);
    return watched ? rasimi_refit_see(refit, at->scratch->observed, stretch.care_group, people->n_people) : RASIM_OK;
}

/* Shows the block to whoever watches single people. */
static rasim_status
show(const rasimi_year_at *at, const rasimi_cohort_lanes *people, size_t n, uint32_t cell)
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

/* Counts of a block that no design changes. */
static void
count(const rasimi_exits *exits, size_t n_stay, rasimi_tally *tally)
{
    const int64_t gone = (int64_t)exits->n, moved = (int64_t)exits->n_moved, outside = (int64_t)exits->n_outside;
    tally->counts[RASIM_LINE_PEOPLE_AT_END] += (int64_t)n_stay;
    tally->counts[RASIM_LINE_LEAVERS] += gone - moved - outside;
    tally->counts[RASIM_LINE_MOVERS] += moved;
    tally->counts[RASIM_LINE_MOVED_OUTSIDE_PEOPLE] += outside;
}

/* Reviews: people who are not yet on the RAS come onto it with the year's probability. */
static void
review(const rasimi_year_at *at, const rasimi_sitting *people)
{
    const double probability = at->years->study->review_probability[at->year];
    const uint32_t below = (uint32_t)(probability * 4294967296.0);
    const int32_t *words = people->lanes.words[RASIMI_WORD_REVIEW];
    int32_t *standing = people->standing;
    for (size_t i = 0; i < people->n; i++) {
        const bool reviewed = standing[i] == RASIMI_LEGACY && (words == NULL || (uint32_t)words[i] < below);
        standing[i] = reviewed ? RASIMI_REVIEWED : standing[i];
    }
}

/* Who came within the year from another cell. */
static void
tell_arrivals(const rasimi_sitting *people, rasimi_block *block)
{
    for (size_t i = 0; i < people->n_people; i++) {
        const bool moved = rasimi_person_moves((uint32_t)people->lanes.calls.fourth[i]) > 0;
        block->fate[i] = moved ? RASIMI_FATE_ARRIVED : RASIMI_FATE_STAYED;
    }
}

/* Draws the exits of a block in which nothing has befallen anybody, and enters them. */
static void
draw_exits(const rasimi_year_at *at, const rasimi_sitting *people, const rasimi_hazard *hazard)
{
    rasimi_block *block = at->scratch->block;
    rasimi_exit_draws draws = at->years->exits;
    rasimi_exits *exits = &block->exits;
    draws.year = (uint32_t)at->year;
    rasimi_exits_draw(&draws, &people->lanes, people->n, hazard, exits);
    for (size_t e = 0; e < exits->n; e++) {
        const int32_t who = exits->who[e];
        block->fate[who] = exits->fate[e];
        block->until[who] = exits->until[e];
    }
}

/* A block again as if everybody were there all year: what it is between blocks. */
static void
clear_block(const rasimi_sitting *people, rasimi_block *block)
{
    for (size_t e = 0; e < block->exits.n; e++) {
        block->fate[block->exits.who[e]] = RASIMI_FATE_STAYED;
        block->until[block->exits.who[e]] = 1.0f;
    }
    for (size_t i = 0; people->fresh && i < people->n_people; i++) {
        block->fate[i] = RASIMI_FATE_STAYED;
    }
}

/* Notes who arrives elsewhere in this year. */
static rasim_status
note_movers(const rasimi_year_at *at, const rasimi_sitting *people)
{
    rasimi_people_list *moving = &at->scratch->moving;
    rasimi_exits *exits = &at->scratch->block->exits;
    const size_t before = moving->n;
    rasim_status status = RASIM_OK;
    for (size_t e = 0; e < exits->n && exits->n_moved > 0 && status == RASIM_OK; e++) {
        if (exits->fate[e] == RASIMI_FATE_MOVED) {
            rasimi_person person = rasimi_person_of(&people->lanes, (size_t)exits->who[e]);
            person.cell = exits->cell[e];
            exits->moved_at[moving->n - before] = exits->until[e];
            status = rasimi_people_add(moving, &person);
        }
    }
    if (moving->n > before && status == RASIM_OK) {
        rasimi_newcomers_move(&at->years->newcomers, moving->items + before, exits->moved_at, moving->n - before,
                              (uint32_t)at->year, at->replicate);
    }
    return status;
}

rasim_status
rasimi_years_block(const rasimi_year_at *at, uint32_t cell, const rasimi_sitting *people)
{
    const rasimi_years *years = at->years;
    const rasimi_cell_year *year = rasimi_cell_at(at, cell);
    rasimi_block *block = at->scratch->block;
    rasimi_cohort_lanes lanes = people->lanes;
    lanes.until = block->until;
    lanes.fate = block->fate;
    if (years->lanes->terms.reviews) {
        review(at, people);
    }
    if (people->fresh) {
        tell_arrivals(people, block);
    }
    draw_exits(at, people, &year->hazard);
    rasim_status status = settle(at, people, &lanes, year->stretch);
    if (status == RASIM_OK) {
        status = show(at, &lanes, people->n_people, cell);
    }
    if (status == RASIM_OK) {
        status = note_movers(at, people);
    }
    count(&block->exits, years->kernel->stay(block->fate, people->n, people->taken), at->tally);
    clear_block(people, block);
    return status;
}

rasim_status
rasimi_years_deliver(const rasimi_year_at *at)
{
    rasimi_years_scratch *scratch = at->scratch;
    rasim_status status = RASIM_OK;
    for (size_t i = 0; i < scratch->moving.n && status == RASIM_OK; i++) {
        const rasimi_person *moved = &scratch->moving.items[i];
        status = rasimi_cohort_add(&rasimi_people_of(at, moved->cell)->fresh, moved);
    }
    scratch->moving.n = 0;
    return status;
}

void
rasimi_years_post(const rasimi_year_at *at, uint32_t cell)
{
    rasimi_tally *tally = at->tally;
    rasim_results *results = at->years->results;
    const size_t n_designs = at->years->lanes->n_designs;
    for (size_t d = 0; d < n_designs; d++) {
        rasimi_post_sums(results, cell, d, at->year, at->replicate, tally->sums + d * RASIMI_N_SUMS);
    }
    for (int line = 0; line < RASIM_N_LINES; line++) {
        if (tally->counts[line] != 0) {
            rasimi_post_count(results, cell, at->year, at->replicate, (rasim_line)line, tally->counts[line]);
        }
    }
    memset(tally->sums, 0, n_designs * RASIMI_N_SUMS * sizeof *tally->sums);
    memset(tally->counts, 0, sizeof tally->counts);
}
