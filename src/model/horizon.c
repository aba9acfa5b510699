/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The years of a study: labels, envelopes, expected prices and demand, reviews and protection, year by year. */
#include "model/turnover_make.h"

#include "model/day.h"
#include "model/law.h"
#include "model/year_label.h"

#include <math.h>
#include <string.h>

/* ---- labels ---- */

static rasim_status
make_labels(rasim_study *study)
{
    const rasimi_framework *framework = &study->framework;
    study->year_labels = rasimi_arena_alloc(&study->arena, study->n_years, sizeof *study->year_labels);
    if (!study->year_labels)
        return RASIM_ERR_NO_MEMORY;
    for (size_t t = 0; t < study->n_years; t++) {
        study->year_labels[t] = framework->year_labels.n == study->n_years
                                    ? framework->year_labels.items[t].value
                                    : rasimi_year_label(framework->year.value, t, &study->arena);
        if (!study->year_labels[t])
            return RASIM_ERR_NO_MEMORY;
    }
    return RASIM_OK;
}

/* ---- envelopes ---- */

/* A row's budget of year t, 0 the first: as given, then growing from the last that is. */
static double
envelope_of(const rasimi_envelope_row *row, size_t t)
{
    const size_t given = t < row->later_gbp.n ? t : row->later_gbp.n;
    double gbp = given == 0 ? row->gbp_year.value : row->later_gbp.items[given - 1].value;
    for (size_t y = given; y < t; y++)
        gbp *= 1 + row->growth.value;
    return gbp;
}

static rasim_status
make_envelopes(rasim_study *study)
{
    const rasimi_structs *rows = &study->framework.envelope;
    const rasimi_names areas = {study->areas, study->n_areas, false};
    study->year_envelope_gbp = rasimi_arena_alloc(&study->arena, study->n_years, sizeof *study->year_envelope_gbp);
    study->year_area_envelope_gbp =
        rasimi_arena_alloc(&study->arena, study->n_years * study->n_areas, sizeof *study->year_area_envelope_gbp);
    if (!study->year_envelope_gbp || !study->year_area_envelope_gbp)
        return RASIM_ERR_NO_MEMORY;
    for (size_t i = 0; i < study->n_years * study->n_areas; i++)
        study->year_area_envelope_gbp[i] = (double)NAN;
    for (size_t r = 0; r < rows->n; r++) {
        const rasimi_envelope_row *row = RASIMI_ROW(rasimi_envelope_row, *rows, r);
        const size_t area = row->budget_area.value ? rasimi_names_find(areas, row->budget_area.value) : areas.n;
        for (size_t t = 0; t < study->n_years; t++) {
            study->year_envelope_gbp[t] += envelope_of(row, t);
            if (area < areas.n)
                study->year_area_envelope_gbp[t * areas.n + area] = envelope_of(row, t);
        }
    }
    return RASIM_OK;
}

/* ---- expected prices and demand ---- */

static rasim_status
make_prices(rasim_study *study)
{
    const size_t n = study->n_settings;
    study->price_index = rasimi_arena_alloc(&study->arena, study->n_years * n, sizeof *study->price_index);
    if (!study->price_index)
        return RASIM_ERR_NO_MEMORY;
    for (size_t k = 0; k < n; k++) {
        const rasimi_price_row *row = rasimi_price_find(&study->framework, study->settings[k]);
        const rasimi_spread_spec spread = rasimi_price_spread(row);
        for (size_t t = 0; t < study->n_years; t++)
            study->price_index[t * n + k] = rasimi_expected_index(&spread, row->autocorrelation.value, t + 1);
    }
    return RASIM_OK;
}

static rasim_status
make_demand(rasim_study *study)
{
    const size_t n = study->n_care_groups;
    study->demand_index = rasimi_arena_alloc(&study->arena, study->n_years * n, sizeof *study->demand_index);
    if (!study->demand_index)
        return RASIM_ERR_NO_MEMORY;
    for (size_t i = 0; i < study->n_years * n; i++)
        study->demand_index[i] = 1;
    for (size_t g = 0; g < n; g++) {
        const rasimi_demand_row *row = rasimi_demand_find(&study->framework, study->care_groups[g]);
        if (!row)
            continue;
        const rasimi_spread_spec spread = rasimi_demand_spread(row);
        for (size_t t = 0; t < study->n_years; t++)
            study->demand_index[t * n + g] = rasimi_expected_index(&spread, row->autocorrelation.value, t + 1);
    }
    return RASIM_OK;
}

/* ---- need, reviews, protection ---- */

static rasim_status
make_persistence(rasim_study *study)
{
    study->persistence = rasimi_arena_alloc(&study->arena, study->n_care_groups, sizeof *study->persistence);
    if (!study->persistence)
        return RASIM_ERR_NO_MEMORY;
    for (size_t g = 0; g < study->n_care_groups; g++) {
        const double given = rasimi_need_find(&study->framework, study->care_groups[g])->persistence.value;
        study->persistence[g] = isnan(given) ? 0 : given;
    }
    return RASIM_OK;
}

static rasim_status
make_transition(rasim_study *study)
{
    const rasimi_transition_spec *spec = &study->framework.transition;
    const rasimi_numbers *review = &spec->review_later, *protection = &spec->protection_later;
    study->review_probability = rasimi_arena_alloc(&study->arena, study->n_years, sizeof *study->review_probability);
    study->protection_share = rasimi_arena_alloc(&study->arena, study->n_years, sizeof *study->protection_share);
    if (!study->review_probability || !study->protection_share)
        return RASIM_ERR_NO_MEMORY;
    study->review_probability[0] = spec->review_probability.value;
    study->protection_share[0] = spec->protection_share.value;
    for (size_t t = 1; t < study->n_years; t++) {
        const bool given = t <= review->n;
        study->review_probability[t] = given ? review->items[t - 1].value : study->review_probability[t - 1];
        study->protection_share[t] = t <= protection->n ? protection->items[t - 1].value : 0;
    }
    return RASIM_OK;
}

/* ---- the first year in care ---- */

/* Days of a first year in care. A leap day more or less changes nobody's risk by more than a few parts in a thousand.
 */
#define FIRST_YEAR_DAYS 365

/* What is left of somebody's first year in care when year 1 begins: all of it for a start that is still to come. */
static double
first_year_left(double start_day, double first_day)
{
    const double left = 1 - (first_day - start_day) / FIRST_YEAR_DAYS;
    return left > 0 ? (left < 1 ? left : 1) : 0; /* 0 too where the start is not known */
}

static rasim_status
make_first_years(rasimi_draft *draft)
{
    rasim_study *study = draft->study;
    const char *text = study->framework.first_day.value;
    const double *start_day = draft->caseload.start_day;
    int64_t first_day = 0;
    study->first_year_left = rasimi_arena_alloc(&study->arena, study->n_rows, sizeof *study->first_year_left);
    if (!study->first_year_left)
        return RASIM_ERR_NO_MEMORY;
    if (!text || !rasimi_day_parse(text, &first_day))
        return RASIM_OK;
    if (!start_day)
        rasimi_problem_add(draft->problems, RASIM_WARNING, rasimi_draft_place(draft, study->framework.first_day.mark),
                           "'first_day' does nothing for the people of the caseload, because it has no column "
                           "start_date; add the column, or take it out.");
    for (size_t i = 0; start_day && i < study->n_rows; i++)
        study->first_year_left[i] = first_year_left(start_day[draft->caseload.by_key[i]], (double)first_day);
    return RASIM_OK;
}

/* ---- programmes ---- */

/* Marks an area whose money a programme moves. */
static void
mark_area(rasim_study *study, const char *area)
{
    const size_t a = area ? rasimi_names_find((rasimi_names){study->areas, study->n_areas, false}, area) : 0;
    if (a < study->n_areas)
        study->programme_group[a] = 0;
}

/* Programmes have ledger groups of their own, behind those of the cells: one for each area that has any. */
static rasim_status
make_programmes(rasim_study *study)
{
    const rasimi_framework *framework = &study->framework;
    study->programme_group = rasimi_arena_alloc(&study->arena, study->n_areas, sizeof *study->programme_group);
    if (!study->programme_group)
        return RASIM_ERR_NO_MEMORY;
    for (size_t a = 0; a < study->n_areas; a++)
        study->programme_group[a] = UINT32_MAX;
    for (size_t r = 0; r < framework->interventions.n; r++)
        mark_area(study, RASIMI_ROW(rasimi_intervention_row, framework->interventions, r)->budget_area.value);
    for (size_t r = 0; r < framework->savings.n; r++)
        mark_area(study, RASIMI_ROW(rasimi_saving_row, framework->savings, r)->budget_area.value);
    for (size_t a = 0, next = study->n_groups; a < study->n_areas; a++)
        if (study->programme_group[a] != UINT32_MAX)
            study->programme_group[a] = (uint32_t)next++;
    return RASIM_OK;
}

rasim_status
rasimi_horizon_make(rasimi_draft *draft)
{
    rasim_study *study = draft->study;
    rasim_status (*const steps[])(rasim_study *) = {make_labels,      make_envelopes,  make_prices,    make_demand,
                                                    make_persistence, make_transition, make_programmes};
    study->n_years = study->framework.horizon.value;
    rasim_status status = RASIM_OK;
    for (size_t i = 0; status == RASIM_OK && i < sizeof steps / sizeof *steps; i++)
        status = steps[i](study);
    return status == RASIM_OK ? make_first_years(draft) : status;
}
