/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the study's rows in £ to the kernel's lanes in ledger units. */
#include "engine/lanes.h"

#include "base/mem.h"
#include "engine/lanes_make.h"
#include "num/detmath.h"
#include "num/philox.h"

#include <math.h>
#include <stdlib.h>

#define LOG2_E 1.4426950408889634

/* The largest magnitude that a normal from one word reaches, rounded up: what bounds a draw of need cost. */
#define NORMAL_REACH 6.24

bool
rasimi_row_is_solo(const rasim_study *study, size_t row)
{
    const bool scored = study->scored == NULL || study->scored[row];
    const bool costed = study->costed == NULL || study->costed[row];
    if (!scored || !costed) {
        return false;
    }
    if (study->framework.population.sampling.value == RASIMI_SAMPLING_FIXED) {
        return study->fixed_count[row] == 1;
    }
    const rasimi_stratum *stratum = &study->strata[study->stratum[row]];
    return stratum->n_people == stratum->n_rows;
}

void *
rasimi_lanes_array(rasimi_lanes *lanes, size_t n, size_t size)
{
    if (!rasimi_grow((void **)&lanes->blocks, &lanes->capacity_blocks, lanes->n_blocks, sizeof *lanes->blocks)) {
        return NULL;
    }
    void *block = rasimi_calloc_aligned(n, size);
    if (block != NULL) {
        lanes->blocks[lanes->n_blocks++] = block;
    }
    return block;
}

static size_t
padded(size_t n)
{
    return (n + RASIMI_LANES_PAD - 1) / RASIMI_LANES_PAD * RASIMI_LANES_PAD;
}

static rasimi_stretch
cell_stretch(const rasim_study *study, uint32_t cell)
{
    const rasimi_cell *c = &study->cells[cell];
    return (rasimi_stretch){
        .cell = cell,
        .care_group = c->care_group,
        .setting = c->setting,
        .log2_sd = (float)(study->log_sd[c->care_group] * LOG2_E),
    };
}

/* Where each row goes: solo rows of a cell side by side, padded; then the multi rows. Fills solo, multi and row. */
typedef struct placing {
    size_t *solo_rows, *multi_rows; /* [n_cells] */
    size_t *next_solo, *next_multi; /* [n_cells] */
} placing;

static void
count_rows(const rasim_study *study, placing *p)
{
    for (size_t i = 0; i < study->n_rows; i++) {
        if (rasimi_row_is_solo(study, i)) {
            p->solo_rows[study->cell[i]]++;
        } else {
            p->multi_rows[study->cell[i]]++;
        }
    }
}

static size_t
place_cells(const rasim_study *study, placing *p, rasimi_lanes *lanes)
{
    size_t at = 0;
    for (uint32_t cell = 0; cell < study->n_cells; cell++) {
        p->next_solo[cell] = at;
        if (p->solo_rows[cell] > 0) {
            rasimi_stretch *stretch = &lanes->solo[lanes->n_solo++];
            *stretch = cell_stretch(study, cell);
            stretch->first = (uint32_t)at;
            stretch->n = (uint32_t)p->solo_rows[cell];
            at += padded(p->solo_rows[cell]);
        }
    }
    for (uint32_t cell = 0; cell < study->n_cells; cell++) {
        p->next_multi[cell] = at;
        if (p->multi_rows[cell] > 0) {
            rasimi_multi_cell *multi = &lanes->multi[lanes->n_multi++];
            multi->stretch = cell_stretch(study, cell);
            multi->first = (uint32_t)at;
            multi->n = (uint32_t)p->multi_rows[cell];
            at += p->multi_rows[cell];
        }
    }
    return padded(at);
}

static void
place_rows(const rasim_study *study, placing *p, rasimi_lanes *lanes)
{
    for (size_t i = 0; i < lanes->people.n; i++) {
        lanes->row[i] = UINT32_MAX;
    }
    for (size_t i = 0; i < study->n_rows; i++) {
        size_t *next = rasimi_row_is_solo(study, i) ? p->next_solo : p->next_multi;
        const size_t lane = next[study->cell[i]]++;
        lanes->row[lane] = (uint32_t)i;
        lanes->lane[i] = (uint32_t)lane;
    }
}

static rasim_status
place(const rasim_study *study, rasimi_lanes *lanes)
{
    const size_t n = study->n_cells;
    size_t *counts = rasimi_calloc(4 * n, sizeof *counts);
    lanes->solo = rasimi_lanes_array(lanes, n, sizeof *lanes->solo);
    lanes->multi = rasimi_lanes_array(lanes, n, sizeof *lanes->multi);
    rasim_status status = RASIM_ERR_NO_MEMORY;
    if (counts == NULL || lanes->solo == NULL || lanes->multi == NULL) {
        goto out;
    }
    placing p = {counts, counts + n, counts + 2 * n, counts + 3 * n};
    count_rows(study, &p);
    lanes->people.n = place_cells(study, &p, lanes);
    lanes->row = rasimi_lanes_array(lanes, lanes->people.n, sizeof *lanes->row);
    lanes->lane = rasimi_lanes_array(lanes, study->n_rows, sizeof *lanes->lane);
    if (lanes->row == NULL || lanes->lane == NULL) {
        goto out;
    }
    place_rows(study, &p, lanes);
    status = RASIM_OK;
out:
    free(counts);
    return status;
}

/* £ a week to whole ledger units, half up; held at what is simulated. */
static int32_t
to_units(double gbp_week)
{
    const double units = gbp_week * RASIM_UNITS_PER_GBP;
    return (int32_t)__builtin_floor((units < (double)RASIMI_MAX_UNITS ? units : (double)RASIMI_MAX_UNITS) + 0.5);
}

float
rasimi_lane_reference(const rasim_study *study, size_t setting, double gbp_week)
{
    return (float)(gbp_week * (1.0 + study->price_mean[setting]) * RASIM_UNITS_PER_GBP);
}

/* What a care group's cost is multiplied by, so that with the draws of year 1 it has the right mean. */
static double
mean_factor(const rasim_study *study, size_t care_group)
{
    const double sd = study->log_sd[care_group];
    return rasimi_exp(study->drift[care_group] - 0.5 * sd * sd);
}

float
rasimi_lane_cost(const rasim_study *study, size_t care_group, size_t setting, double gbp_week)
{
    const double planned = gbp_week * (1.0 + study->price_mean[setting]) * RASIM_UNITS_PER_GBP;
    return (float)(planned * mean_factor(study, care_group));
}

/* The arrays of people, while they are filled. */
typedef struct people_lanes {
    int32_t *low, *high, *contribution;
    float *cost, *reference;
} people_lanes;

/* The people of one cell: what rasimi_lane_cost and rasimi_lane_reference say of each. */
static void
fill_stretch(const rasim_study *study, const uint32_t *row, rasimi_stretch of, const people_lanes *to)
{
    const double prices = 1.0 + study->price_mean[of.setting], factor = mean_factor(study, of.care_group);
    for (size_t lane = of.first; lane < of.first + of.n; lane++) {
        const uint32_t i = row[lane];
        const double planned = study->cost_gbp_week[i] * prices * RASIM_UNITS_PER_GBP;
        to->low[lane] = (int32_t)(uint32_t)study->key[i];
        to->high[lane] = (int32_t)(uint32_t)(study->key[i] >> 32);
        to->cost[lane] = (float)(planned * factor);
        to->reference[lane] = (float)planned;
        to->contribution[lane] = to_units(study->contribution_gbp_week[i]);
    }
}

static rasim_status
fill_people(const rasim_study *study, rasimi_lanes *lanes)
{
    const size_t n = lanes->people.n;
    const people_lanes to = {
        .low = rasimi_lanes_array(lanes, n, sizeof *to.low),
        .high = rasimi_lanes_array(lanes, n, sizeof *to.high),
        .contribution = rasimi_lanes_array(lanes, n, sizeof *to.contribution),
        .cost = rasimi_lanes_array(lanes, n, sizeof *to.cost),
        .reference = rasimi_lanes_array(lanes, n, sizeof *to.reference),
    };
    if (to.low == NULL || to.high == NULL || to.contribution == NULL || to.cost == NULL || to.reference == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    for (size_t s = 0; s < lanes->n_solo + lanes->n_multi; s++) {
        fill_stretch(study, lanes->row, rasimi_lanes_stretch(lanes, s), &to);
    }
    lanes->people.key_low = to.low;
    lanes->people.key_high = to.high;
    lanes->people.cost = to.cost;
    lanes->people.reference = to.reference;
    lanes->people.contribution = to.contribution;
    return RASIM_OK;
}

/* A single-precision copy of a column in lane order, or NULL in *out where every row has `neutral`. */
static rasim_status
optional_column(const rasim_study *study, rasimi_lanes *lanes, const double *column, double neutral, const float **out)
{
    bool used = false;
    for (size_t i = 0; i < study->n_rows && !used; i++) {
        used = column[i] < neutral || column[i] > neutral;
    }
    if (!used) {
        return RASIM_OK;
    }
    float *lane_values = rasimi_lanes_array(lanes, lanes->people.n, sizeof *lane_values);
    if (lane_values == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    for (size_t lane = 0; lane < lanes->people.n; lane++) {
        lane_values[lane] = lanes->row[lane] == UINT32_MAX ? 0.0f : (float)column[lanes->row[lane]];
    }
    *out = lane_values;
    return RASIM_OK;
}

/* Shares of the streams that are uncertain, stream by stream. */
static rasim_status
fill_streams(const rasim_study *study, rasimi_lanes *lanes)
{
    const size_t n = lanes->people.n, n_streams = study->n_uncertain_streams;
    if (n_streams == 0) {
        return RASIM_OK;
    }
    float *shares = rasimi_lanes_array(lanes, n_streams * n, sizeof *shares);
    if (shares == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    for (size_t i = 0; i < n_streams * n; i++) {
        const uint32_t row = lanes->row[i % n];
        shares[i] = row == UINT32_MAX ? 0.0f : (float)study->uncertain_streams[i / n].share[row];
    }
    lanes->people.shares = shares;
    lanes->people.n_streams = n_streams;
    return RASIM_OK;
}

/* Other funding: all arrays or none. */
static rasim_status
fill_other_funding(const rasim_study *study, rasimi_lanes *lanes)
{
    bool used = false;
    for (size_t i = 0; i < study->n_rows && !used; i++) {
        used = study->n_uncertain_streams > 0 || study->other_gbp_week[i] > 0.0 || study->other_share[i] > 0.0;
    }
    if (!used) {
        return RASIM_OK;
    }
    int32_t *other = rasimi_lanes_array(lanes, lanes->people.n, sizeof *other);
    float *share = rasimi_lanes_array(lanes, lanes->people.n, sizeof *share);
    if (other == NULL || share == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    for (size_t lane = 0; lane < lanes->people.n; lane++) {
        if (lanes->row[lane] != UINT32_MAX) {
            other[lane] = to_units(study->other_gbp_week[lanes->row[lane]]);
            share[lane] = (float)study->other_share[lanes->row[lane]];
        }
    }
    lanes->people.other = other;
    lanes->people.other_share = share;
    return fill_streams(study, lanes);
}

/* Could any draw of need cost pass what is simulated? Then capped draws are counted. */
static bool
draws_may_be_capped(const rasim_study *study, const rasimi_lanes *lanes)
{
    for (size_t s = 0; s < lanes->n_solo + lanes->n_multi; s++) {
        const rasimi_stretch of = rasimi_lanes_stretch(lanes, s);
        float dearest = 0.0f;
        for (size_t lane = of.first; lane < of.first + of.n; lane++) {
            dearest = lanes->people.cost[lane] > dearest ? lanes->people.cost[lane] : dearest;
        }
        const double most = (double)dearest * rasimi_exp(NORMAL_REACH * study->log_sd[of.care_group]);
        if (!(most < (double)RASIMI_MAX_UNITS)) {
            return true;
        }
    }
    return false;
}

/* Whether the plain kernel is not enough for the people of a cohort in a year: it knows loaded amounts, exclusion by
   need, and contributions. */
static bool
cohorts_need_general(const rasim_study *study, const rasimi_lanes *lanes, size_t year)
{
    bool general = lanes->terms.reviews || lanes->terms.stops || study->protection_share[year] > 0.0 ||
                   lanes->people.used != NULL || lanes->people.other != NULL;
    for (size_t d = 0; d < lanes->n_designs; d++) {
        const rasimi_kernel_design *design = &lanes->designs[year * lanes->n_designs + d];
        general =
            general || design->motion != RASIMI_STILL || design->status != NULL || design->basis != RASIMI_BASIS_NEED;
    }
    return general;
}

/* The same of people in a single year, whose plain kernel leaves out what most studies of that kind have no use for. */
static bool
needs_general(const rasim_study *study, const rasimi_lanes *lanes)
{
    const rasimi_optimism_spec *optimism = &study->framework.optimism;
    bool general = cohorts_need_general(study, lanes, 0) || lanes->terms.collected < 1.0f || optimism->sd.value > 0.0 ||
                   optimism->mean.value < 0.0 || optimism->mean.value > 0.0;
    for (size_t d = 0; d < lanes->n_designs; d++) {
        general = general || lanes->designs[d].high_cost_share < 1.0f;
    }
    return general || draws_may_be_capped(study, lanes);
}

static void
fill_terms(const rasim_study *study, const rasimi_seeds *seeds, rasimi_kernel_terms *terms)
{
    const rasimi_framework *framework = &study->framework;
    const double tolerance = framework->sign_off.tolerance.value;
    const double review = framework->transition.review_probability.value;
    terms->above_tolerance = (float)(1.0 + tolerance);
    terms->below_tolerance = (float)(1.0 - tolerance);
    terms->reviews = review < 1.0;
    terms->review_below = terms->reviews ? (uint32_t)(review * 4294967296.0) : UINT32_MAX;
    terms->protection_share = (float)framework->transition.protection_share.value;
    terms->collected = (float)study->collection_rate;
    rasimi_kernel_keys(rasimi_seeds_key(seeds, RASIMI_STREAM_NEED), terms->need_keys);
    rasimi_kernel_keys(rasimi_seeds_key(seeds, RASIMI_STREAM_ASSESSMENT), terms->assessment_keys);
    rasimi_kernel_keys(rasimi_seeds_key(seeds, RASIMI_STREAM_CHURN), terms->churn_keys);
}

/* Terms by year: protection runs out, and with it what only the general kernel does. */
static rasim_status
fill_year_terms(const rasim_study *study, rasimi_lanes *lanes)
{
    lanes->year_terms = rasimi_lanes_array(lanes, lanes->n_years, sizeof *lanes->year_terms);
    if (lanes->year_terms == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    for (size_t year = 0; year < lanes->n_years; year++) {
        lanes->year_terms[year] = lanes->terms;
        lanes->year_terms[year].protection_share = (float)study->protection_share[year];
        lanes->year_terms[year].general = cohorts_need_general(study, lanes, year);
    }
    return RASIM_OK;
}

/* The terms of lanes whose people and designs are filled. */
static rasim_status
fill_all_terms(const rasim_study *study, const rasimi_seeds *seeds, rasimi_lanes *lanes)
{
    fill_terms(study, seeds, &lanes->terms);
    lanes->terms.general = needs_general(study, lanes);
    return fill_year_terms(study, lanes);
}

rasim_status
rasimi_lanes_make(const rasim_study *study, const rasimi_seeds *seeds, rasimi_left_out without, rasimi_lanes *out)
{
    *out = (rasimi_lanes){.n_designs = study->n_designs, .n_years = study->n_years, .without = without};
    rasim_status status = place(study, out);
    if (status == RASIM_OK) {
        status = fill_people(study, out);
    }
    if (status == RASIM_OK) {
        status = optional_column(study, out, study->used_share, 1.0, &out->people.used);
    }
    if (status == RASIM_OK) {
        status = optional_column(study, out, study->mode_sd, 0.0, &out->people.mode_sd);
    }
    if (status == RASIM_OK) {
        status = fill_other_funding(study, out);
    }
    if (status == RASIM_OK) {
        status = rasimi_lanes_fill_designs(study, without, out);
    }
    return status == RASIM_OK ? fill_all_terms(study, seeds, out) : status;
}

static bool
leave_out_the_same(rasimi_left_out a, rasimi_left_out b)
{
    return a.top_slice == b.top_slice && a.carers_stop == b.carers_stop &&
           !(a.allocation_change < b.allocation_change) && !(a.allocation_change > b.allocation_change);
}

rasim_status
rasimi_lanes_like(const rasimi_lanes *base, const rasim_study *study, const rasimi_seeds *seeds,
                  rasimi_left_out without, rasimi_lanes *out)
{
    rasim_status status = RASIM_OK;
    *out = *base;
    out->blocks = NULL;
    out->n_blocks = out->capacity_blocks = 0;
    if (!leave_out_the_same(base->without, without)) {
        out->terms = (rasimi_kernel_terms){0};
        out->without = without;
        status = rasimi_lanes_fill_designs(study, without, out);
    }
    return status == RASIM_OK ? fill_all_terms(study, seeds, out) : status;
}

void
rasimi_lanes_clear(rasimi_lanes *lanes)
{
    for (size_t i = 0; i < lanes->n_blocks; i++) {
        free(lanes->blocks[i]);
    }
    free(lanes->blocks);
    *lanes = (rasimi_lanes){0};
}
