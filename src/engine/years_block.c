/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Blocks of people in a year. */
#include "engine/years_block.h"

#include "base/mem.h"
#include "engine/post.h"

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
settle(const rasimi_year_at *at, const rasimi_cohort_lanes *people, size_t n, rasimi_stretch stretch)
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

/* A share of a year in the ledger's units. */
static inline int64_t
time_units(float share)
{
    const float up = share * (float)RASIM_UNITS_PER_YEAR + 0.5f;
    return (int32_t)up;
}

/* Counts of a block that no design changes. */
static void
post_counts(const rasimi_year_at *at, size_t n, int64_t time, uint32_t cell)
{
    const rasimi_exits *exits = &at->scratch->block->exits;
    const int64_t gone = (int64_t)exits->n, moved = (int64_t)exits->n_moved, outside = (int64_t)exits->n_outside;
    int64_t counts[RASIM_N_LINES] = {
        [RASIM_LINE_PEOPLE_AT_END] = (int64_t)n - gone, [RASIM_LINE_PERSON_YEARS] = time,
        [RASIM_LINE_LEAVERS] = gone - moved - outside,  [RASIM_LINE_MOVERS] = moved,
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
review(const rasimi_year_at *at, const rasimi_cohort_lanes *people, size_t n, int32_t *standing)
{
    const double probability = at->years->study->review_probability[at->year];
    const uint32_t below = (uint32_t)(probability * 4294967296.0), year = rasimi_counter_word((uint32_t)at->year, 0, 0);
    const bool all = !(probability < 1.0);
    int32_t *drawn = at->scratch->block->drawn;
    if (!all) {
        at->years->kernel->words(people, 0, n, year, at->years->exits.round_keys, drawn);
    }
    for (size_t i = 0; i < n; i++) {
        const bool reviewed = standing[i] == RASIMI_LEGACY && (all || (uint32_t)drawn[i] < below);
        standing[i] = reviewed ? RASIMI_REVIEWED : standing[i];
    }
}

/* Fates and weeks of the people from `first` on, who came within the year; how much less than the whole year all are
   in care. */
static int64_t
begin_fresh(const rasimi_cohort_lanes *people, size_t first, size_t n, rasimi_block *block)
{
    int64_t less = 0;
    for (size_t i = first; i < n; i++) {
        const bool moved = rasimi_person_moves((uint32_t)people->fourth[i]) > 0;
        block->fate[i] = moved ? RASIMI_FATE_ARRIVED : RASIMI_FATE_STARTED;
        block->weeks[i] = 1.0f - people->since[i];
        less += RASIM_UNITS_PER_YEAR - time_units(block->weeks[i]);
    }
    return less;
}

/* Draws the exits of a block whose fates and weeks are as if nothing befell anybody, and enters them; what they take
   off the time in care. */
static int64_t
draw_exits(const rasimi_year_at *at, const rasimi_cohort_lanes *people, size_t n, const rasimi_hazard *hazard)
{
    rasimi_block *block = at->scratch->block;
    rasimi_exit_draws draws = at->years->exits;
    rasimi_exits *exits = &block->exits;
    int64_t lost = 0;
    draws.year = (uint32_t)at->year;
    rasimi_exits_draw(&draws, people, n, hazard, exits);
    for (size_t e = 0; e < exits->n; e++) {
        const int32_t who = exits->who[e];
        const float weeks = exits->until[e] - people->since[who];
        lost += time_units(block->weeks[who]) - time_units(weeks);
        block->fate[who] = exits->fate[e];
        block->weeks[who] = weeks;
    }
    return lost;
}

/* A block again as if everybody were there all year: what it is between blocks. */
static void
clear_block(rasimi_block *block, size_t first_fresh, size_t n)
{
    for (size_t i = first_fresh; i < n; i++) {
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
note_exits(const rasimi_year_at *at, const rasimi_cohort_lanes *people, size_t first)
{
    rasimi_years_scratch *scratch = at->scratch;
    const rasimi_exits *exits = &scratch->block->exits;
    rasim_status status = make_room(scratch) ? RASIM_OK : RASIM_ERR_NO_MEMORY;
    for (size_t e = 0; e < exits->n && status == RASIM_OK; e++) {
        scratch->gone[scratch->n_gone + e] = (uint32_t)first + (uint32_t)exits->who[e];
    }
    scratch->n_gone += status == RASIM_OK ? exits->n : 0;
    for (size_t e = 0; e < exits->n && exits->n_moved > 0 && status == RASIM_OK; e++) {
        if (exits->fate[e] == RASIMI_FATE_MOVED) {
            const rasimi_person person = rasimi_person_of(people, (size_t)exits->who[e]);
            const rasimi_person moved = rasimi_newcomers_move(&at->years->newcomers, &person, exits->cell[e],
                                                              (uint32_t)at->year, at->replicate, exits->until[e]);
            status = rasimi_people_add(&scratch->moving, &moved);
        }
    }
    return status;
}

rasim_status
rasimi_years_block(const rasimi_year_at *at, uint32_t cell, rasimi_cohort *cohort, size_t first, size_t n, size_t fresh)
{
    const rasimi_years *years = at->years;
    const rasimi_cell_year *year = rasimi_cell_at(at, cell);
    rasimi_cohort_lanes people = rasimi_cohort_lanes_of(cohort, first);
    people.weeks = at->scratch->block->weeks;
    people.fate = at->scratch->block->fate;
    people.need_word = at->scratch->room.need + first;
    people.exit_word = at->scratch->room.exit + first;
    if (years->lanes->terms.reviews) {
        review(at, &people, n, cohort->standing + first);
    }
    int64_t time = (int64_t)n * RASIM_UNITS_PER_YEAR;
    time -= begin_fresh(&people, fresh, n, at->scratch->block);
    time -= draw_exits(at, &people, n, &year->hazard);
    rasim_status status = settle(at, &people, n, year->stretch);
    post_counts(at, n, time, cell);
    if (status == RASIM_OK) {
        status = show(at, &people, n, cell);
    }
    if (status == RASIM_OK) {
        status = note_exits(at, &people, first);
    }
    clear_block(at->scratch->block, fresh, n);
    return status;
}
