/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the study's rows in £ to the kernel's lanes in ledger units. */
#include "engine/lanes.h"

#include "base/mem.h"
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

/* A zeroed, aligned array that the lanes own; NULL where memory ran out. */
static void *
array(rasimi_lanes *lanes, size_t n, size_t size)
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
    lanes->solo = array(lanes, n, sizeof *lanes->solo);
    lanes->multi = array(lanes, n, sizeof *lanes->multi);
    rasim_status status = RASIM_ERR_NO_MEMORY;
    if (counts == NULL || lanes->solo == NULL || lanes->multi == NULL) {
        goto out;
    }
    placing p = {counts, counts + n, counts + 2 * n, counts + 3 * n};
    count_rows(study, &p);
    lanes->people.n = place_cells(study, &p, lanes);
    lanes->row = array(lanes, lanes->people.n, sizeof *lanes->row);
    lanes->lane = array(lanes, study->n_rows, sizeof *lanes->lane);
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

/* E[f] of a setting in year 1: the expected price index. */
static double
expected_price(const rasim_study *study, size_t row)
{
    return 1.0 + study->price_mean[study->setting[row]];
}

static rasim_status
fill_people(const rasim_study *study, rasimi_lanes *lanes)
{
    const size_t n = lanes->people.n;
    int32_t *low = array(lanes, n, sizeof *low), *high = array(lanes, n, sizeof *high);
    int32_t *contribution = array(lanes, n, sizeof *contribution);
    float *cost = array(lanes, n, sizeof *cost), *reference = array(lanes, n, sizeof *reference);
    if (low == NULL || high == NULL || contribution == NULL || cost == NULL || reference == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    for (size_t lane = 0; lane < n; lane++) {
        const uint32_t i = lanes->row[lane];
        if (i == UINT32_MAX) {
            continue;
        }
        const double sd = study->log_sd[study->care_group[i]];
        const double planned = study->cost_gbp_week[i] * expected_price(study, i) * RASIM_UNITS_PER_GBP;
        low[lane] = (int32_t)(uint32_t)study->key[i];
        high[lane] = (int32_t)(uint32_t)(study->key[i] >> 32);
        cost[lane] = (float)(planned * rasimi_exp(study->drift[study->care_group[i]] - 0.5 * sd * sd));
        reference[lane] = (float)planned;
        contribution[lane] = to_units(study->contribution_gbp_week[i]);
    }
    lanes->people.key_low = low;
    lanes->people.key_high = high;
    lanes->people.cost = cost;
    lanes->people.reference = reference;
    lanes->people.contribution = contribution;
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
    float *lane_values = array(lanes, lanes->people.n, sizeof *lane_values);
    if (lane_values == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    for (size_t lane = 0; lane < lanes->people.n; lane++) {
        lane_values[lane] = lanes->row[lane] == UINT32_MAX ? 0.0f : (float)column[lanes->row[lane]];
    }
    *out = lane_values;
    return RASIM_OK;
}

/* Other funding: both arrays or neither. */
static rasim_status
fill_other_funding(const rasim_study *study, rasimi_lanes *lanes)
{
    bool used = false;
    for (size_t i = 0; i < study->n_rows && !used; i++) {
        used = study->other_gbp_week[i] > 0.0 || study->other_share[i] > 0.0;
    }
    if (!used) {
        return RASIM_OK;
    }
    int32_t *other = array(lanes, lanes->people.n, sizeof *other);
    float *share = array(lanes, lanes->people.n, sizeof *share);
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
    return RASIM_OK;
}

/* Points move where a mode has a bias or an error, or leniency is uncertain. */
static bool
points_move(const rasim_study *study)
{
    bool move = study->framework.assessment.leniency_sd.value > 0.0;
    for (size_t i = 0; i < study->n_rows && !move; i++) {
        move = study->mode_sd[i] > 0.0 || study->mode_bias[i] < 0.0 || study->mode_bias[i] > 0.0;
    }
    return move;
}

static bool
is_scored(const rasim_study *study, size_t row)
{
    return study->scored == NULL || study->scored[row];
}

/* The design's rules without its top-slice. */
static rasim_status
fill_rules(const rasim_study *study, const rasimi_applied *applied, rasimi_lanes *lanes, rasimi_kernel_design *out)
{
    rasimi_rule *rules = array(lanes, study->n_care_groups, sizeof *rules);
    if (rules == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    for (size_t g = 0; g < study->n_care_groups; g++) {
        rules[g] = applied->rules[g];
        rules[g].limits.scale = (float)(1.0 + applied->design->limits.uprating.value);
    }
    out->rules = rules;
    return RASIM_OK;
}

/* A loaded as it is without assessment error, and its status; statuses are NULL where all are allocated. */
static rasim_status
fill_amounts(const rasim_study *study, const rasimi_applied *applied, rasimi_lanes *lanes, rasimi_kernel_design *out)
{
    float *amount = array(lanes, lanes->people.n, sizeof *amount);
    int32_t *state = array(lanes, lanes->people.n, sizeof *state);
    if (amount == NULL || state == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    bool plain = true;
    for (size_t lane = 0; lane < lanes->people.n; lane++) {
        const uint32_t i = lanes->row[lane];
        if (i != UINT32_MAX && is_scored(study, i)) {
            const rasimi_allocated a = rasimi_applied_amount(applied, &out->rules[study->care_group[i]], i);
            amount[lane] = (float)a.units;
            state[lane] = (int32_t)a.status;
            plain = plain && a.status == RASIMI_RULE_ALLOCATED;
        }
    }
    out->amount = amount;
    out->status = plain ? NULL : state;
    return RASIM_OK;
}

/* What moves by points: the file's points and the mode's bias. */
static rasim_status
fill_points(const rasim_study *study, const rasimi_applied *applied, rasimi_lanes *lanes, rasimi_kernel_design *out)
{
    float *points = array(lanes, lanes->people.n, sizeof *points);
    if (points == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    for (size_t lane = 0; lane < lanes->people.n; lane++) {
        const uint32_t i = lanes->row[lane];
        points[lane] = i == UINT32_MAX ? 0.0f : applied->points[i] + (float)study->mode_bias[i];
    }
    out->points = points;
    out->motion = RASIMI_BY_POINTS;
    return RASIM_OK;
}

/* By factor, a raw amount is corrected so that its lognormal error has mean 1. */
static float
mean_corrected(const rasimi_applied *applied, const float *raw, uint32_t i)
{
    const double sd = applied->factor_log_sd[i];
    return (float)((double)raw[i] * rasimi_exp(-0.5 * sd * sd));
}

/* What moves by a factor: the raw amount, corrected so that the lognormal factor has mean 1, and the factor's log2 sd.
 */
static rasim_status
fill_factors(const rasimi_applied *applied, rasimi_lanes *lanes, rasimi_kernel_design *out)
{
    float *raw = array(lanes, lanes->people.n, sizeof *raw), *sds = array(lanes, lanes->people.n, sizeof *sds);
    if (raw == NULL || sds == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    bool errors = false;
    for (size_t lane = 0; lane < lanes->people.n; lane++) {
        const uint32_t i = lanes->row[lane];
        if (i != UINT32_MAX) {
            const double sd = applied->factor_log_sd[i];
            raw[lane] = mean_corrected(applied, applied->raw, i);
            sds[lane] = (float)(sd * LOG2_E);
            errors = errors || sd > 0.0;
        }
    }
    out->raw = raw;
    out->factor_sd = errors ? sds : NULL;
    out->motion = RASIMI_BY_FACTOR;
    return RASIM_OK;
}

static rasim_status
fill_extra(const rasimi_applied *applied, rasimi_lanes *lanes, rasimi_kernel_design *out)
{
    if (applied->extra == NULL || out->motion == RASIMI_STILL) {
        return RASIM_OK;
    }
    float *extra = array(lanes, lanes->people.n, sizeof *extra);
    for (size_t lane = 0; extra != NULL && lane < lanes->people.n; lane++) {
        extra[lane] = lanes->row[lane] == UINT32_MAX ? 0.0f : applied->extra[lanes->row[lane]];
    }
    out->extra = extra;
    return extra == NULL ? RASIM_ERR_NO_MEMORY : RASIM_OK;
}

static bool
factors_move(const rasim_study *study, const rasimi_applied *applied)
{
    bool move = study->framework.assessment.leniency_log_sd.value > 0.0;
    for (size_t i = 0; i < study->n_rows && !move; i++) {
        move = applied->factor_log_sd[i] > 0.0;
    }
    return move;
}

/* The arrays of a design that hold what people get when their carer stops. */
typedef struct gross_lanes {
    int32_t *stop_below, *status;
    float *replaced, *gross, *extra;
} gross_lanes;

static rasim_status
allocate_gross(rasimi_lanes *lanes, gross_lanes *out)
{
    const size_t n = lanes->people.n;
    out->stop_below = array(lanes, n, sizeof *out->stop_below);
    out->status = array(lanes, n, sizeof *out->status);
    out->replaced = array(lanes, n, sizeof *out->replaced);
    out->gross = array(lanes, n, sizeof *out->gross);
    out->extra = array(lanes, n, sizeof *out->extra);
    const bool all = out->stop_below != NULL && out->status != NULL && out->replaced != NULL && out->gross != NULL &&
                     out->extra != NULL;
    return all ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

/* A share of all 32-bit words; the largest word is in none of them. */
static int32_t
words_below(double share)
{
    const double words = share * 4294967296.0;
    return (int32_t)(words < 4294967295.0 ? (uint32_t)words : UINT32_MAX);
}

/* What takes the place of the design's amount, points or raw amount, as they move. */
static float
gross_of(const rasim_study *study, const rasimi_applied *applied, rasimi_motion motion, rasimi_allocated amount,
         uint32_t i)
{
    switch (motion) {
        case RASIMI_BY_POINTS:
            return applied->gross.points[i] + (float)study->mode_bias[i];
        case RASIMI_BY_FACTOR:
            return mean_corrected(applied, applied->gross.raw, i);
        case RASIMI_STILL:
            break;
    }
    return (float)amount.units;
}

/* Carers who stop, where the framework and the design have any. */
static rasim_status
fill_gross(const rasim_study *study, const rasimi_applied *applied, rasimi_lanes *lanes, rasimi_kernel_design *out)
{
    gross_lanes to;
    if (applied->gross.stops == NULL) {
        return RASIM_OK;
    }
    if (allocate_gross(lanes, &to) != RASIM_OK) {
        return RASIM_ERR_NO_MEMORY;
    }
    for (size_t lane = 0; lane < lanes->people.n; lane++) {
        const uint32_t i = lanes->row[lane];
        if (i != UINT32_MAX && is_scored(study, i)) {
            const rasimi_allocated a = rasimi_gross_amount(applied, &out->rules[study->care_group[i]], i);
            to.stop_below[lane] = words_below(applied->gross.stops[i]);
            to.status[lane] = (int32_t)a.status;
            to.replaced[lane] = applied->gross.replaced[i];
            to.gross[lane] = gross_of(study, applied, out->motion, a, i);
            to.extra[lane] = applied->gross.extra == NULL ? 0.0f : applied->gross.extra[i];
        }
    }
    out->stop_below = to.stop_below;
    out->gross_status = to.status;
    out->replaced = to.replaced;
    out->gross = to.gross;
    out->gross_extra = to.extra;
    lanes->terms.stops = true;
    return RASIM_OK;
}

static rasim_status
fill_design(const rasim_study *study, size_t d, bool moving_points, rasimi_left_out without, rasimi_lanes *lanes)
{
    const rasimi_applied *applied = &study->applied[d];
    const rasimi_exclusion_spec *exclusion = &applied->design->exclusion;
    rasimi_kernel_design *out = &lanes->designs[d];
    *out = (rasimi_kernel_design){
        .motion = RASIMI_STILL,
        .rules = applied->rules,
        .basis = (rasimi_basis)exclusion->basis.value,
        .threshold = (float)(applied->threshold_gbp_week * RASIM_UNITS_PER_GBP),
        .high_cost_share = (float)(1.0 - exclusion->best_value_saving.value),
    };
    rasim_status status = without.top_slice ? fill_rules(study, applied, lanes, out) : RASIM_OK;
    if (status == RASIM_OK) {
        status = fill_amounts(study, applied, lanes, out);
    }
    if (status == RASIM_OK && applied->by_factor && factors_move(study, applied)) {
        status = fill_factors(applied, lanes, out);
    } else if (status == RASIM_OK && !applied->by_factor && moving_points) {
        status = fill_points(study, applied, lanes, out);
    }
    if (status == RASIM_OK) {
        status = fill_extra(applied, lanes, out);
    }
    return status == RASIM_OK && !without.carers_stop ? fill_gross(study, applied, lanes, out) : status;
}

/* Could any draw of need cost pass what is simulated? Then capped draws are counted. */
static bool
draws_may_be_capped(const rasim_study *study, const rasimi_lanes *lanes)
{
    for (size_t lane = 0; lane < lanes->people.n; lane++) {
        if (lanes->row[lane] != UINT32_MAX) {
            const double sd = study->log_sd[study->care_group[lanes->row[lane]]];
            const double most = (double)lanes->people.cost[lane] * rasimi_exp(NORMAL_REACH * sd);
            if (!(most < (double)RASIMI_MAX_UNITS)) {
                return true;
            }
        }
    }
    return false;
}

/* Whether the plain kernel is enough: loaded amounts, exclusion by need, contributions. */
static bool
needs_general(const rasim_study *study, const rasimi_lanes *lanes)
{
    const rasimi_optimism_spec *optimism = &study->framework.optimism;
    bool general = lanes->terms.reviews || lanes->terms.stops || lanes->terms.protection_share > 0.0f ||
                   lanes->people.used != NULL || lanes->people.other != NULL || optimism->sd.value > 0.0 ||
                   optimism->mean.value < 0.0 || optimism->mean.value > 0.0 || draws_may_be_capped(study, lanes);
    for (size_t d = 0; d < lanes->n_designs; d++) {
        const rasimi_kernel_design *design = &lanes->designs[d];
        general = general || design->motion != RASIMI_STILL || design->status != NULL ||
                  design->basis != RASIMI_BASIS_NEED || design->high_cost_share < 1.0f;
    }
    return general;
}

static void
fill_terms(const rasim_study *study, uint64_t seed, rasimi_kernel_terms *terms)
{
    const rasimi_framework *framework = &study->framework;
    const double tolerance = framework->sign_off.tolerance.value;
    const double review = framework->transition.review_probability.value;
    terms->above_tolerance = (float)(1.0 + tolerance);
    terms->below_tolerance = (float)(1.0 - tolerance);
    terms->reviews = review < 1.0;
    terms->review_below = terms->reviews ? (uint32_t)(review * 4294967296.0) : UINT32_MAX;
    terms->protection_share = (float)framework->transition.protection_share.value;
    rasimi_kernel_keys(rasimi_stream_key(seed, RASIMI_STREAM_NEED), terms->need_keys);
    rasimi_kernel_keys(rasimi_stream_key(seed, RASIMI_STREAM_ASSESSMENT), terms->assessment_keys);
    rasimi_kernel_keys(rasimi_stream_key(seed, RASIMI_STREAM_CHURN), terms->churn_keys);
}

rasim_status
rasimi_lanes_make(const rasim_study *study, uint64_t seed, rasimi_left_out without, rasimi_lanes *out)
{
    *out = (rasimi_lanes){.n_designs = study->n_designs};
    const bool moving = points_move(study);
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
        out->designs = array(out, study->n_designs, sizeof *out->designs);
        status = out->designs == NULL ? RASIM_ERR_NO_MEMORY : RASIM_OK;
    }
    for (size_t d = 0; d < study->n_designs && status == RASIM_OK; d++) {
        status = fill_design(study, d, moving, without, out);
        out->terms.errors = out->terms.errors || out->designs[d].factor_sd != NULL ||
                            (out->designs[d].motion == RASIMI_BY_POINTS && out->people.mode_sd != NULL);
    }
    if (status == RASIM_OK) {
        fill_terms(study, seed, &out->terms);
        out->terms.general = needs_general(study, out);
    }
    return status;
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
