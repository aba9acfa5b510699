/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Results: allocation, release, and the public accessors. */
#include "engine/results.h"

#include "base/mem.h"

#include <stdlib.h>

static size_t
area_of_group(const rasim_study *study, size_t group)
{
    return study->cells[study->group_cell[group]].area;
}

/* Ledger groups of the budget areas' programmes stand behind those of the cells. */
static size_t
count_programme_groups(const rasim_study *study)
{
    size_t n = 0;
    for (size_t a = 0; a < study->n_areas; a++) {
        n += study->programme_group[a] != UINT32_MAX;
    }
    return n;
}

static void
name_groups(const rasim_study *study, rasim_group *groups)
{
    for (size_t g = 0; g < study->n_groups; g++) {
        const rasimi_cell *cell = &study->cells[study->group_cell[g]];
        groups[g] = (rasim_group){
            .care_group = study->care_groups[cell->care_group],
            .setting = study->settings[cell->setting],
            .budget_area = study->areas[cell->area],
            .area = area_of_group(study, g),
        };
    }
    for (size_t a = 0; a < study->n_areas; a++) {
        if (study->programme_group[a] != UINT32_MAX) {
            groups[study->programme_group[a]] = (rasim_group){"programmes", "all", study->areas[a], a};
        }
    }
}

static rasim_status
allocate(rasim_results *r)
{
    const rasim_study *study = r->study;
    const size_t series = r->n_designs * r->n_years;
    const bool sampled = study->framework.population.sampling.value != RASIMI_SAMPLING_FIXED;
    r->groups = rasimi_calloc(r->n_groups, sizeof *r->groups);
    r->plans = rasimi_calloc(series, sizeof *r->plans);
    r->ledger = rasimi_calloc(series * r->replicates_asked, r->n_groups * RASIM_N_LINES * sizeof *r->ledger);
    if (r->groups == NULL || r->plans == NULL || r->ledger == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    if (sampled) {
        r->sample_net = rasimi_calloc(r->n_designs, r->replicates_asked * sizeof *r->sample_net);
    }
    const bool uncertain = study->framework.funding.law.value != RASIMI_LAW_FIXED;
    if (uncertain) {
        r->funding = rasimi_calloc(r->n_years, r->replicates_asked * sizeof *r->funding);
    }
    const bool missing = (uncertain && r->funding == NULL) || (sampled && r->sample_net == NULL);
    return missing ? RASIM_ERR_NO_MEMORY : RASIM_OK;
}

rasim_status
rasimi_results_create(const rasim_study *study, uint64_t replicates, uint64_t seed, rasim_results **out)
{
    *out = NULL;
    rasim_results *r = rasimi_calloc(1, sizeof *r);
    if (r == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    r->study = study;
    r->replicates_asked = replicates;
    r->seed = seed;
    r->n_designs = rasimi_study_n_outcomes(study);
    r->n_years = study->n_years;
    r->n_groups = study->n_groups + count_programme_groups(study);
    r->n_areas = study->n_areas;
    r->n_places = study->n_places;
    rasim_status status = rasimi_places_make(r->n_designs * r->n_years * r->n_places, replicates, &r->places);
    if (status == RASIM_OK) {
        status = allocate(r);
    }
    if (status != RASIM_OK) {
        rasim_results_free(r);
        return status;
    }
    name_groups(study, r->groups);
    *out = r;
    return RASIM_OK;
}

void
rasim_results_free(rasim_results *results)
{
    if (results == NULL) {
        return;
    }
    for (size_t d = 0; results->plans != NULL && d < results->n_designs * results->n_years; d++) {
        rasimi_plan_clear(&results->plans[d]);
    }
    free(results->plans);
    free(results->groups);
    free(results->ledger);
    rasimi_places_clear(&results->places);
    free(results->sample_net);
    free(results->funding);
    free(results);
}

void
rasim_results_describe(const rasim_results *results, rasim_results_info *out)
{
    *out = (rasim_results_info){
        .replicates = results->replicates,
        .replicates_asked = results->replicates_asked,
        .complete = results->complete,
        .precision_reached = results->precision_reached,
        .seed = results->seed,
        .n_designs = results->n_designs,
        .n_years = results->n_years,
        .n_groups = results->n_groups,
        .n_areas = results->n_areas,
        .n_places = results->n_places,
        .place_series = results->places.series != NULL,
        .n_threads_used = results->n_threads_used,
        .seconds = results->seconds,
        .instruction_set = results->instruction_set,
    };
}

const rasim_group *
rasim_results_group(const rasim_results *results, size_t i)
{
    return i < results->n_groups ? &results->groups[i] : NULL;
}

const char *
rasim_results_area(const rasim_results *results, size_t i)
{
    return i < results->n_areas ? results->study->areas[i] : NULL;
}

const char *
rasim_results_place(const rasim_results *results, size_t i)
{
    return i < results->n_places ? results->study->places[i] : NULL;
}

const int64_t *
rasim_results_ledger(const rasim_results *results, size_t design, size_t year, uint64_t replicate)
{
    if (design >= results->n_designs || year >= results->n_years || replicate >= results->replicates) {
        return NULL;
    }
    const size_t series = design * results->n_years + year;
    return results->ledger + (series * results->replicates_asked + replicate) * results->n_groups * RASIM_N_LINES;
}

/* The cell of a place, of places.n where there is none. */
static size_t
place_cell(const rasim_results *results, size_t design, size_t year, size_t place)
{
    if (design >= results->n_designs || year >= results->n_years || place >= results->n_places) {
        return results->places.n;
    }
    return (design * results->n_years + year) * results->n_places + place;
}

const int64_t *
rasim_results_place_net(const rasim_results *results, size_t design, size_t year, size_t place)
{
    const size_t cell = place_cell(results, design, year, place);
    if (results->places.series == NULL || cell >= results->places.n) {
        return NULL;
    }
    return results->places.series + cell * results->replicates_asked;
}

const rasimi_moments *
rasimi_results_place_moments(const rasim_results *results, size_t design, size_t year, size_t place)
{
    const size_t cell = place_cell(results, design, year, place);
    return cell < results->places.n ? &results->places.moments[cell] : NULL;
}

rasim_status
rasim_results_place_moments(const rasim_results *results, size_t design, size_t year, size_t place,
                            rasim_place_moments *out)
{
    const rasimi_moments *moments = rasimi_results_place_moments(results, design, year, place);
    if (moments == NULL) {
        return RASIM_ERR_ARGUMENT;
    }
    *out = (rasim_place_moments){
        .mean = (double)moments->sum / (double)moments->n,
        .sd = rasimi_moments_sd(moments),
        .least = moments->least,
        .most = moments->most,
    };
    return RASIM_OK;
}

const int64_t *
rasim_results_sample_net(const rasim_results *results, size_t design, size_t year)
{
    if (results->sample_net == NULL || design >= results->n_designs ||
        year > 0) { /* the sample is of year 1's people */
        return NULL;
    }
    return results->sample_net + design * results->replicates_asked;
}

const double *
rasim_results_funding(const rasim_results *results, size_t year)
{
    if (results->funding == NULL || year >= results->n_years) {
        return NULL;
    }
    return results->funding + year * results->replicates_asked;
}
