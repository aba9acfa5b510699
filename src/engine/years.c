/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A replicate's years: the people of each cell in blocks, rounds of newcomers within a year, survivors to the next. */
#include "engine/years.h"

#include "base/mem.h"
#include "engine/cohort.h"
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
        .need_key = rasimi_seeds_key(seeds, RASIMI_STREAM_NEED),
        .churn_key = rasimi_seeds_key(seeds, RASIMI_STREAM_CHURN),
        .results = results,
    };
    rasimi_kernel_keys(out->churn_key, out->churn_keys);
    out->cells = rasimi_calloc(study->n_years * study->n_cells, sizeof *out->cells);
    if (out->cells == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    rasimi_cell_years_fill(study, NULL, out->cells);
    return rasimi_newcomers_make(study, lanes, seeds, &out->newcomers);
}

void
rasimi_years_clear(rasimi_years *years)
{
    rasimi_newcomers_clear(&years->newcomers);
    free(years->cells);
}

/* Does prevention change what befalls people? */
static bool
prevents(const rasimi_years *years)
{
    return !years->without_interventions && years->study->framework.interventions.n > 0;
}

static rasim_status
make_generations(const rasim_study *study, rasimi_years_scratch *out)
{
    out->n_generations = study->n_years + 1;
    out->generations = rasimi_calloc(out->n_generations, sizeof *out->generations);
    out->round.first = rasimi_calloc(study->n_cells + 1, sizeof *out->round.first);
    bool made = out->generations != NULL && out->round.first != NULL;
    for (size_t g = 0; made && g < out->n_generations; g++) {
        out->generations[g].first = rasimi_calloc(study->n_cells + 1, sizeof *out->generations[g].first);
        made = out->generations[g].first != NULL;
    }
    return made ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

rasim_status
rasimi_years_scratch_make(const rasimi_years *years, rasimi_years_scratch *out)
{
    const rasim_study *study = years->study;
    *out = (rasimi_years_scratch){
        .cells = prevents(years) ? rasimi_calloc(study->n_years * study->n_cells, sizeof *out->cells) : NULL,
        .block = rasimi_calloc_aligned(1, sizeof *out->block),
        .sums = rasimi_calloc(study->n_designs, RASIMI_N_SUMS * sizeof *out->sums),
    };
    if ((prevents(years) && out->cells == NULL) || out->block == NULL || out->sums == NULL ||
        make_generations(study, out) != RASIM_OK) {
        return RASIM_ERR_NO_MEMORY;
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
    for (size_t g = 0; scratch->generations != NULL && g < scratch->n_generations; g++) {
        rasimi_people_clear(&scratch->generations[g].list);
        free(scratch->generations[g].first);
    }
    free(scratch->generations);
    rasimi_people_clear(&scratch->round.list);
    free(scratch->round.first);
    rasimi_people_clear(&scratch->arriving);
    rasimi_people_clear(&scratch->spare);
    rasimi_refit_clear(&scratch->refit);
    free(scratch->observed);
    free(scratch->cells);
    free(scratch->block);
    free(scratch->sums);
    *scratch = (rasimi_years_scratch){0};
}

/* ---- the caseload with which year 1 begins ---- */

static rasimi_person
founder(const rasimi_years *years, uint32_t lane, uint32_t payer, uint32_t donor)
{
    const rasim_study *study = years->study;
    const rasimi_people *people = &years->lanes->people;
    const uint32_t row = years->lanes->row[lane];
    return (rasimi_person){
        .key_low = (uint32_t)people->key_low[lane],
        .key_high = (uint32_t)people->key_high[lane],
        .row = lane,
        .donor = donor,
        .cell = study->cell[row],
        .cost = people->cost[payer],
        .reference = people->reference[payer],
        .first_left = (float)study->first_year_left[row],
        .standing = study->review_probability[0] < 1.0 ? RASIMI_LEGACY : RASIMI_REVIEWED,
        .arrival = RASIMI_ARRIVAL_BEFORE,
    };
}

static rasim_status
add_founder(const rasimi_years *years, rasimi_person *person, rasimi_people_list *list)
{
    person->persistent = rasimi_person_persistent(person, years->need_key);
    return rasimi_people_add(list, person);
}

/* People who are one row each: a word of the call that four replicates share. */
static rasim_status
add_solo(const rasimi_years *years, uint64_t replicate, rasimi_people_list *list)
{
    for (size_t s = 0; s < years->lanes->n_solo; s++) {
        const rasimi_stretch *stretch = &years->lanes->solo[s];
        for (uint32_t lane = stretch->first; lane < stretch->first + stretch->n; lane++) {
            rasimi_person person = founder(years, lane, lane, lane);
            person.third = (uint32_t)(replicate / 4);
            person.word = (uint8_t)(replicate % 4);
            if (add_founder(years, &person, list) != RASIM_OK) {
                return RASIM_ERR_NO_MEMORY;
            }
        }
    }
    return RASIM_OK;
}

/* Rows that stand for several people: one person a copy. */
static rasim_status
add_multi(const rasimi_years *years, const rasimi_population *population, uint64_t replicate, rasimi_people_list *list)
{
    const rasimi_items *items = &population->items;
    for (size_t i = 0; i < items->n; i++) {
        for (int32_t copy = 0; copy < items->copies[i]; copy++) {
            rasimi_person person =
                founder(years, (uint32_t)items->row[i], (uint32_t)items->payer[i], (uint32_t)items->donor[i]);
            person.third = (uint32_t)replicate;
            person.copy = (uint32_t)items->fourth[i];
            person.word = (uint8_t)copy;
            if (add_founder(years, &person, list) != RASIM_OK) {
                return RASIM_ERR_NO_MEMORY;
            }
        }
    }
    return RASIM_OK;
}

static rasim_status
found(const rasimi_years *years, uint64_t replicate, const rasimi_population *population, rasimi_years_scratch *scratch)
{
    rasimi_generation *founders = &scratch->generations[0];
    founders->list.n = 0;
    rasim_status status = add_solo(years, replicate, &founders->list);
    if (status == RASIM_OK) {
        status = add_multi(years, population, replicate, &founders->list);
    }
    return status == RASIM_OK
               ? rasimi_people_sort(&founders->list, &scratch->spare, years->study->n_cells, founders->first)
               : status;
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
settle(const year_at *at, rasimi_stretch stretch)
{
    const rasimi_years *years = at->years;
    const rasimi_lanes *lanes = years->lanes;
    const rasimi_cohort_lanes cohort = rasimi_cohort_lanes_of(at->scratch->block);
    rasimi_refit *refit = &at->scratch->refit;
    const bool watched = years->refits && rasimi_refit_watches(refit, at->year);
    stretch.first = 0;
    stretch.n = (uint32_t)at->scratch->block->n;
    const rasimi_kernel_call call = {
        .people = &lanes->people,
        .terms = &lanes->year_terms[at->year],
        .designs = years->refits ? refit->designs : lanes->designs + at->year * lanes->n_designs,
        .n_designs = lanes->n_designs,
        .stretches = &stretch,
        .n_stretches = 1,
        .year = (uint32_t)at->year,
        .shocks = &at->scratch->path.years[at->year].kernel,
        .cohort = &cohort,
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
show(const year_at *at, uint32_t cell, const rasimi_person *people)
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
        .n = at->scratch->block->n,
        .people = people,
        .weeks = at->scratch->block->weeks,
        .observed = at->scratch->observed,
        .price_index = shock->prices[years->study->cells[cell].setting],
    };
    return years->watch(years->watch_context, &sight);
}

/* Counts of a block that no design changes. */
static void
post_counts(const year_at *at, uint32_t cell)
{
    static const rasim_line lines[RASIMI_N_FATES] = {
        [RASIMI_FATE_STAYED] = RASIM_LINE_PEOPLE_AT_END,  [RASIMI_FATE_STARTED] = RASIM_LINE_PEOPLE_AT_END,
        [RASIMI_FATE_ARRIVED] = RASIM_LINE_PEOPLE_AT_END, [RASIMI_FATE_LEFT] = RASIM_LINE_LEAVERS,
        [RASIMI_FATE_MOVED] = RASIM_LINE_MOVERS,          [RASIMI_FATE_OUTSIDE] = RASIM_LINE_MOVED_OUTSIDE_PEOPLE,
    };
    const rasimi_cohort_block *block = at->scratch->block;
    int64_t counts[RASIM_N_LINES] = {0};
    for (size_t i = 0; i < block->n; i++) {
        counts[lines[block->fate[i]]]++;
        counts[RASIM_LINE_PERSON_YEARS] += (int64_t)(block->weeks[i] * (float)RASIM_UNITS_PER_YEAR + 0.5f);
    }
    for (int line = 0; line < RASIM_N_LINES; line++) {
        if (counts[line] != 0) {
            rasimi_post_count(at->years->results, cell, at->year, at->replicate, (rasim_line)line, counts[line]);
        }
    }
}

/* As the person begins the next year. */
static rasimi_person
at_year_end(const rasimi_person *person)
{
    rasimi_person later = *person;
    const float passed = 1.0f - person->since;
    later.first_left = person->first_left > passed ? person->first_left - passed : 0.0f;
    later.since = 0.0f;
    later.arrival = RASIMI_ARRIVAL_BEFORE;
    return later;
}

/* Whoever keeps the package goes on to next year, to the place in the list that is next; whoever moves arrives
   elsewhere in this one. */
static rasim_status
send_on(const year_at *at, const rasimi_person *people, rasimi_people_list *list, size_t *kept)
{
    rasimi_years_scratch *scratch = at->scratch;
    rasim_status status = RASIM_OK;
    for (size_t i = 0; i < scratch->block->n && status == RASIM_OK; i++) {
        if (scratch->block->fate[i] < RASIMI_FATE_LEFT) {
            list->items[(*kept)++] = at_year_end(&people[i]);
        } else if (scratch->block->fate[i] == RASIMI_FATE_MOVED) {
            const rasimi_exit *exit = &scratch->block->exit[i];
            status = rasimi_newcomers_move(&at->years->newcomers, &people[i], exit->cell, (uint32_t)at->year,
                                           at->replicate, exit->until, &scratch->arriving);
        }
    }
    return status;
}

/* A block of people of a cell, who become the next ones kept in the list. */
static rasim_status
simulate_block(const year_at *at, const rasimi_cell_year *cell, rasimi_person *people, size_t n,
               rasimi_people_list *list, size_t *kept)
{
    const rasimi_years *years = at->years;
    const uint32_t year = (uint32_t)at->year, index = cell->stretch.cell;
    rasimi_cohort_block *block = at->scratch->block;
    rasimi_cohort_load(people, n, block);
    if (years->lanes->terms.reviews) {
        rasimi_cohort_review(years->kernel, years->churn_keys, year, years->study->review_probability[year], people,
                             block);
    }
    rasimi_cohort_exits(years->kernel, years->churn_keys, years->churn_key, year, &cell->hazard, people, block);
    rasim_status status = settle(at, cell->stretch);
    post_counts(at, index);
    if (status == RASIM_OK) {
        status = show(at, index, people);
    }
    return status == RASIM_OK ? send_on(at, people, list, kept) : status;
}

/* One year, or what is left of it, of the people of a generation, cell by cell. Those who keep their package stay in
   the list, moved up to fill the gaps. */
static rasim_status
simulate_generation(const year_at *at, rasimi_generation *generation)
{
    rasimi_people_list *list = &generation->list;
    const size_t n_cells = at->years->study->n_cells;
    size_t kept = 0, end = generation->first[0];
    rasim_status status = RASIM_OK;
    for (uint32_t c = 0; c < n_cells && status == RASIM_OK; c++) {
        const rasimi_cell_year *cell = cell_of(at, c);
        size_t start = end;
        end = generation->first[c + 1];
        generation->first[c] = kept;
        for (; start < end && status == RASIM_OK; start += RASIMI_BLOCK_PEOPLE) {
            const size_t n = end - start < RASIMI_BLOCK_PEOPLE ? end - start : RASIMI_BLOCK_PEOPLE;
            status = simulate_block(at, cell, list->items + start, n, list, &kept);
        }
    }
    generation->first[n_cells] = list->n = kept;
    return status;
}

/* Those who start care in the year. */
static rasim_status
start_people(const year_at *at)
{
    const rasim_study *study = at->years->study;
    const double *demand = at->scratch->path.years[at->year].demand;
    rasimi_people_list *list = &at->scratch->arriving;
    rasim_status status = RASIM_OK;
    for (uint32_t cell = 0; cell < study->n_cells && status == RASIM_OK; cell++) {
        const size_t before = list->n;
        status =
            rasimi_newcomers_start(&at->years->newcomers, cell, (uint32_t)at->year, at->replicate,
                                   demand[study->cells[cell].care_group], cell_of(at, cell)->prevented_starts, list);
        rasimi_post_count(at->years->results, cell, at->year, at->replicate, RASIM_LINE_STARTERS,
                          (int64_t)(list->n - before));
    }
    return status;
}

static rasim_status
arrive_tails(const year_at *at)
{
    const rasim_study *study = at->years->study;
    const double *demand = at->scratch->path.years[at->year].demand;
    rasimi_people_list *list = &at->scratch->arriving;
    rasim_status status = RASIM_OK;
    for (size_t i = 0; i < study->n_tails && status == RASIM_OK; i++) {
        const size_t before = list->n;
        uint64_t n_capped = 0;
        status = rasimi_newcomers_arrive(&at->years->newcomers, i, (uint32_t)at->year, at->replicate,
                                         demand[study->tails[i].care_group], list, &n_capped);
        for (size_t p = before; p < list->n; p++) {
            rasimi_post_count(at->years->results, list->items[p].cell, at->year, at->replicate, RASIM_LINE_STARTERS, 1);
        }
        rasimi_post_count(at->years->results, study->tail_cells[study->tails[i].first_cell].cell, at->year,
                          at->replicate, RASIM_LINE_CAPPED_DRAWS, (int64_t)n_capped);
    }
    return status;
}

static void
swap(rasimi_people_list *a, rasimi_people_list *b)
{
    const rasimi_people_list other = *a;
    *a = *b;
    *b = other;
}

/* People who came within the year, in rounds until nobody moves any more. They become the year's generation. */
static rasim_status
simulate_arrivals(const year_at *at, rasimi_generation *newcomers)
{
    rasimi_years_scratch *scratch = at->scratch;
    const size_t n_cells = at->years->study->n_cells;
    rasim_status status = RASIM_OK;
    newcomers->list.n = 0;
    while (status == RASIM_OK && scratch->arriving.n > 0) {
        swap(&scratch->round.list, &scratch->arriving);
        scratch->arriving.n = 0;
        status = rasimi_people_sort(&scratch->round.list, &scratch->spare, n_cells, scratch->round.first);
        if (status == RASIM_OK) {
            status = simulate_generation(at, &scratch->round);
        }
        if (status == RASIM_OK) {
            status = rasimi_people_append(&newcomers->list, &scratch->round.list);
        }
    }
    return status == RASIM_OK ? rasimi_people_sort(&newcomers->list, &scratch->spare, n_cells, newcomers->first)
                              : status;
}

/* A year: first those who were there, by when they came, then those who came within it. */
static rasim_status
simulate_year(const year_at *at)
{
    rasimi_years_scratch *scratch = at->scratch;
    rasim_status status = RASIM_OK;
    scratch->arriving.n = 0;
    for (size_t g = 0; g <= at->year && status == RASIM_OK; g++) {
        status = simulate_generation(at, &scratch->generations[g]);
    }
    if (status == RASIM_OK) {
        status = start_people(at);
    }
    if (status == RASIM_OK) {
        status = arrive_tails(at);
    }
    return status == RASIM_OK ? simulate_arrivals(at, &scratch->generations[at->year + 1]) : status;
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
