/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The designs of every year, laid out for the kernel. */
#include "base/mem.h"
#include "engine/lanes_make.h"
#include "engine/refit.h"
#include "model/family.h"
#include "num/detmath.h"

#include <stdlib.h>

#define LOG2_E 1.4426950408889634

/* How designs are to be filled. */
typedef struct filling {
    bool moving_points, refits; /* points move; rules may be fitted anew */
    rasimi_left_out without;
} filling;

/* What a design gives before its limits, which are all that years change: the same in every year. */
typedef struct before_limits {
    float *units;    /* [people.n] */
    int32_t *status; /* [people.n] the lanes'; NULL where all are allocated */
} before_limits;

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

/* The design's rules of a year, with or without its top-slice, and larger or smaller where that is asked. */
static rasim_status
fill_rules(const rasim_study *study, const rasimi_applied *applied, size_t year, rasimi_left_out without,
           rasimi_lanes *lanes, rasimi_kernel_design *out)
{
    const rasimi_limits_spec *limits = &applied->design->limits;
    const double kept = (without.top_slice ? 1.0 : 1.0 - limits->top_slice.value) * (1.0 + without.allocation_change);
    rasimi_rule *rules = rasimi_lanes_array(lanes, study->n_care_groups, sizeof *rules);
    if (rules == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    for (size_t g = 0; g < study->n_care_groups; g++) {
        rules[g] = applied->rules[g];
        rules[g].limits.scale = (float)(rasimi_compound(limits->uprating.value, year + 1) * kept);
        rasimi_rule_set_year(&rules[g], year);
    }
    out->rules = rules;
    return RASIM_OK;
}

/* What the rule's lines give, with what comes beside them, and the status. The rules are asked, not what was loaded:
   a what-if may have changed them. */
static rasim_status
fill_before_limits(const rasim_study *study, const rasimi_applied *applied, rasimi_lanes *lanes, before_limits *out)
{
    int32_t *state = rasimi_lanes_array(lanes, lanes->people.n, sizeof *state);
    out->units = rasimi_calloc(lanes->people.n, sizeof *out->units);
    if (state == NULL || out->units == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    bool plain = true;
    for (size_t lane = 0; lane < lanes->people.n; lane++) {
        const uint32_t i = lanes->row[lane];
        if (i != UINT32_MAX && is_scored(study, i)) {
            rasimi_rule_status status;
            out->units[lane] = rasimi_applied_units(applied, &applied->rules[study->care_group[i]], i, &status);
            state[lane] = (int32_t)status;
            plain = plain && status == RASIMI_RULE_ALLOCATED;
        }
    }
    out->status = plain ? NULL : state;
    return RASIM_OK;
}

/* A as it is without assessment error. Who is not allocated anything has 0 units, which no limit lifts. */
static rasim_status
fill_amounts(const before_limits *before, rasimi_lanes *lanes, rasimi_kernel_design *out)
{
    float *amount = rasimi_lanes_array(lanes, lanes->people.n, sizeof *amount);
    if (amount == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    for (size_t s = 0; s < lanes->n_solo + lanes->n_multi; s++) {
        const rasimi_stretch of = rasimi_lanes_stretch(lanes, s);
        const rasimi_limits *limits = &out->rules[of.care_group].limits;
        for (size_t lane = of.first; lane < of.first + of.n; lane++) {
            amount[lane] = (float)rasimi_limits_apply(limits, before->units[lane]);
        }
    }
    out->amount = amount;
    out->status = before->status;
    return RASIM_OK;
}

/* What moves by points: the file's points and the mode's bias. */
static rasim_status
fill_points(const rasim_study *study, const rasimi_applied *applied, rasimi_lanes *lanes, rasimi_kernel_design *out)
{
    float *points = rasimi_lanes_array(lanes, lanes->people.n, sizeof *points);
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
    float *raw = rasimi_lanes_array(lanes, lanes->people.n, sizeof *raw),
          *sds = rasimi_lanes_array(lanes, lanes->people.n, sizeof *sds);
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
    float *extra = rasimi_lanes_array(lanes, lanes->people.n, sizeof *extra);
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

/* A judgement's figure follows what need costs, which a cohort's years move. */
static bool
follows_need(const rasimi_design *design)
{
    const rasimi_family *family = rasimi_family_find(design->family.value);
    return family != NULL && family->without_points;
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
    out->stop_below = rasimi_lanes_array(lanes, n, sizeof *out->stop_below);
    out->status = rasimi_lanes_array(lanes, n, sizeof *out->status);
    out->replaced = rasimi_lanes_array(lanes, n, sizeof *out->replaced);
    out->gross = rasimi_lanes_array(lanes, n, sizeof *out->gross);
    out->extra = rasimi_lanes_array(lanes, n, sizeof *out->extra);
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
fill_design(const rasim_study *study, size_t d, size_t year, const filling *options, const before_limits *before,
            rasimi_lanes *lanes)
{
    const rasimi_applied *applied = &study->applied[d];
    const rasimi_exclusion_spec *exclusion = &applied->design->exclusion;
    const double threshold = applied->threshold_gbp_week * rasimi_compound(exclusion->index.value, year);
    rasimi_kernel_design *out = &lanes->designs[year * lanes->n_designs + d];
    *out = (rasimi_kernel_design){
        .motion = RASIMI_STILL,
        .rules = applied->rules,
        .basis = (rasimi_basis)exclusion->basis.value,
        .threshold = (float)(threshold * RASIM_UNITS_PER_GBP),
        .high_cost_share = (float)(1.0 - exclusion->best_value_saving.value),
        .by_need = lanes->n_years > 1 && follows_need(applied->design),
    };
    const rasimi_left_out *without = &options->without;
    const bool changed = without->top_slice || without->allocation_change < 0.0 || without->allocation_change > 0.0;
    rasim_status status = changed || year > 0 ? fill_rules(study, applied, year, *without, lanes, out) : RASIM_OK;
    if (status == RASIM_OK) {
        status = fill_amounts(before, lanes, out);
    }
    if (status == RASIM_OK && applied->by_factor && (out->by_need || options->refits || factors_move(study, applied))) {
        status = fill_factors(applied, lanes, out);
    } else if (status == RASIM_OK && !applied->by_factor && options->moving_points) {
        status = fill_points(study, applied, lanes, out);
    }
    if (status == RASIM_OK) {
        status = fill_extra(applied, lanes, out);
    }
    return status == RASIM_OK && !options->without.carers_stop ? fill_gross(study, applied, lanes, out) : status;
}

/* One design in all years. */
static rasim_status
fill_years(const rasim_study *study, size_t d, const filling *options, rasimi_lanes *lanes)
{
    before_limits before = {NULL, NULL};
    rasim_status status = fill_before_limits(study, &study->applied[d], lanes, &before);
    for (size_t year = 0; year < lanes->n_years && status == RASIM_OK; year++) {
        status = fill_design(study, d, year, options, &before, lanes);
    }
    free(before.units);
    return status;
}

rasim_status
rasimi_lanes_fill_designs(const rasim_study *study, rasimi_left_out without, rasimi_lanes *lanes)
{
    const bool refits = rasimi_refit_needed(study);
    const filling options = {refits || points_move(study), refits, without};
    lanes->designs = rasimi_lanes_array(lanes, lanes->n_years * lanes->n_designs, sizeof *lanes->designs);
    rasim_status status = lanes->designs == NULL ? RASIM_ERR_NO_MEMORY : RASIM_OK;
    for (size_t d = 0; d < lanes->n_designs && status == RASIM_OK; d++) {
        status = fill_years(study, d, &options, lanes);
    }
    for (size_t d = 0; d < lanes->n_designs && status == RASIM_OK; d++) {
        lanes->terms.errors = lanes->terms.errors || lanes->designs[d].factor_sd != NULL ||
                              (lanes->designs[d].motion == RASIMI_BY_POINTS && lanes->people.mode_sd != NULL);
    }
    return status;
}
