/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Making the frame: rules with the question's limits, points of the shared shocks, and nodes that span them. */
#include "engine/analytic_frame.h"

#include "num/detmath.h"

/* Nodes along each shock: where nothing is cut off at £0, three moments are cubic in the price and in practice. */
#define PRICE_NODES    4
#define PRACTICE_NODES 4
#define NEED_NODES     5
#define LENIENCY_NODES 5

/* Where leniency moves people over steps of a table that no error of their own blurs: straight lines between many. */
#define STEP_PANELS 32
#define STEP_NODES  2

/* An error of at least this many sds of leniency blurs the steps of a table enough. */
#define BLURS 0.75

/* ---- designs ---- */

static bool
points_move(const rasimi_analytic_frame *frame)
{
    const rasim_study *study = frame->study;
    bool move = study->framework.assessment.leniency_sd.value > 0.0;
    for (size_t i = 0; i < study->n_rows && !move; i++) {
        move = study->mode_sd[i] > 0.0 || study->mode_bias[i] < 0.0 || study->mode_bias[i] > 0.0;
    }
    return move;
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

/* The factor on the limits' scale: a top-slice that is left out, and the question's own. */
static double
scale_of(const rasimi_analytic_question *question, const rasimi_limits_spec *limits)
{
    const double kept = 1.0 - limits->top_slice.value;
    return question->allocation_scale / (question->without_top_slice && kept > 0.0 ? kept : 1.0);
}

static uint32_t
first_alike(const rasimi_rule *rules, uint32_t group)
{
    uint32_t first = 0;
    while (first < group && !rasimi_rules_are_alike(&rules[first], &rules[group])) {
        first++;
    }
    return first;
}

static rasim_status
make_design(rasimi_analytic_frame *frame, size_t d)
{
    const rasim_study *study = frame->study;
    const rasimi_applied *applied = &study->applied[d];
    const rasimi_design *design = applied->design;
    const double scale = scale_of(&frame->question, &design->limits);
    rasimi_rule *rules = rasimi_arena_alloc(&frame->arena, study->n_care_groups, sizeof *rules);
    uint32_t *alike = rasimi_arena_alloc(&frame->arena, study->n_care_groups, sizeof *alike);
    if (rules == NULL || alike == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    for (uint32_t g = 0; g < study->n_care_groups; g++) {
        rules[g] = applied->rules[g];
        rules[g].limits.scale = (float)((double)rules[g].limits.scale * scale);
        alike[g] = first_alike(rules, g);
    }
    const double threshold = applied->threshold_gbp_week;
    const bool moves = applied->by_factor ? factors_move(study, applied) : points_move(frame);
    frame->designs[d] = (rasimi_analytic_rules){
        .applied = applied,
        .rules = rules,
        .alike = alike,
        .reading = !moves               ? RASIMI_READS_NOTHING
                   : applied->by_factor ? RASIMI_READS_FACTOR
                                        : RASIMI_READS_POINTS,
        .basis = (rasimi_basis)design->exclusion.basis.value,
        .threshold = threshold,
        .log_threshold = rasimi_log(threshold),
        .high_share = 1.0 - design->exclusion.best_value_saving.value,
    };
    return RASIM_OK;
}

/* ---- axes ---- */

static void
range_of(const double *values, size_t n, double *low, double *high)
{
    *low = *high = values[0];
    for (size_t i = 1; i < n; i++) {
        *low = values[i] < *low ? values[i] : *low;
        *high = values[i] > *high ? values[i] : *high;
    }
}

/* Whether leniency takes anybody over a step that their own error does not blur. */
static bool
has_steps(const rasimi_analytic_frame *frame)
{
    const rasim_study *study = frame->study;
    const double least = BLURS * frame->question.shock_scale * study->framework.assessment.leniency_sd.value;
    bool steps = false;
    for (size_t d = 0; d < study->n_designs; d++) {
        for (size_t i = 0; i < study->n_rows && frame->designs[d].reading == RASIMI_READS_POINTS && !steps; i++) {
            steps = study->mode_sd[i] < least;
        }
    }
    return steps;
}

static bool
leniency_matters(const rasimi_analytic_frame *frame)
{
    const rasimi_assessment_spec *spec = &frame->study->framework.assessment;
    bool matters = false;
    for (size_t d = 0; d < frame->study->n_designs; d++) {
        const rasimi_reading reading = frame->designs[d].reading;
        matters = matters || (reading == RASIMI_READS_POINTS && spec->leniency_sd.value > 0.0) ||
                  (reading == RASIMI_READS_FACTOR && spec->leniency_log_sd.value > 0.0);
    }
    return matters;
}

static void
make_leniency(rasimi_analytic_frame *frame)
{
    double low, high;
    range_of(frame->draws.leniency, frame->draws.n, &low, &high);
    if (!leniency_matters(frame)) {
        low = high = 0.0;
    }
    if (high > low && has_steps(frame)) {
        rasimi_axis_make(low, high, STEP_PANELS, STEP_NODES, &frame->leniency);
    } else {
        rasimi_axis_make(low, high, 1, LENIENCY_NODES, &frame->leniency);
    }
}

static void
make_axes(rasimi_analytic_frame *frame)
{
    const rasimi_shared_draws *draws = &frame->draws;
    const rasimi_sign_off_spec *sign_off = &frame->study->framework.sign_off;
    const double u = sign_off->uplift_share.value, d = sign_off->trim_share.value;
    double low, high;
    make_leniency(frame);
    range_of(draws->need, draws->n, &low, &high);
    rasimi_axis_make(low, high, 1, NEED_NODES, &frame->need);
    range_of(draws->price, draws->n * draws->n_settings, &low, &high);
    rasimi_axis_make(low, high, 1, PRICE_NODES, &frame->price);
    frame->range.low.price = low;
    frame->range.high.price = high;
    range_of(draws->practice, draws->n, &low, &high);
    rasimi_axis_make_kinked(low, high, d > 0.0 ? 1.0 / d : high, PRACTICE_NODES, &frame->practice);
    frame->range.low.uplift = u * low;
    frame->range.high.uplift = u * high;
    frame->range.high.trim = d * high < 1.0 ? d * high : 1.0;
}

static rasim_status
make_shapes(rasimi_analytic_frame *frame)
{
    const rasim_study *study = frame->study;
    frame->need_shape = rasimi_arena_alloc(&frame->arena, study->n_care_groups, sizeof *frame->need_shape);
    for (size_t g = 0; frame->need_shape != NULL && g < study->n_care_groups; g++) {
        frame->need_shape[g] = rasimi_lognormal_shape_of(study->log_sd[g]);
    }
    return frame->need_shape == NULL ? RASIM_ERR_NO_MEMORY : RASIM_OK;
}

/* What shocks come to at the nodes of practice and prices. */
static rasim_status
make_nodes(rasimi_analytic_frame *frame)
{
    const rasimi_sign_off_spec *sign_off = &frame->study->framework.sign_off;
    const size_t n = frame->practice.n * frame->price.n, padded = rasimi_loop_padded(n);
    double *block = rasimi_arena_alloc(&frame->arena, 3 * padded, sizeof *block);
    if (block == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    frame->nodes = (rasimi_shock_nodes){n, block, block + padded, block + 2 * padded};
    for (size_t j = 0; j < n; j++) {
        const double practice = frame->practice.node[j / frame->price.n], trim = sign_off->trim_share.value * practice;
        frame->nodes.price[j] = frame->price.node[j % frame->price.n];
        frame->nodes.uplift[j] = sign_off->uplift_share.value * practice;
        frame->nodes.trim[j] = trim < 1.0 ? trim : 1.0;
    }
    return RASIM_OK;
}

/* ---- the whole ---- */

static rasim_status
make_draws(rasimi_analytic_frame *frame, rasim_problems *problems)
{
    const rasimi_seeds seeds = {.seed = frame->study->framework.seed.value};
    rasimi_shocks shocks;
    rasim_status status = rasimi_shocks_make(frame->study, &seeds, frame->question.shock_scale, &shocks, problems);
    if (status == RASIM_OK) {
        status = rasimi_shared_draws_make(&shocks, &frame->draws);
    }
    rasimi_shocks_clear(&shocks);
    return status;
}

static rasimi_way_terms
terms_of(double tolerance)
{
    const double above = 1.0 + tolerance, below = 1.0 - tolerance;
    return (rasimi_way_terms){above, below, below > 0.0 ? rasimi_log(above / below) : 0.0};
}

rasim_status
rasimi_analytic_frame_make(const rasim_study *study, const rasimi_analytic_question *question,
                           rasimi_analytic_frame *out, rasim_problems *problems)
{
    const rasimi_framework *framework = &study->framework;
    *out = (rasimi_analytic_frame){
        .study = study,
        .question = *question,
        .loops = rasimi_loops_choose(),
        .terms = terms_of(framework->sign_off.tolerance.value),
        .review = framework->transition.review_probability.value,
        .protection = framework->transition.protection_share.value,
    };
    rasimi_normal_table_make(&out->table);
    out->designs = rasimi_arena_alloc(&out->arena, study->n_designs, sizeof *out->designs);
    rasim_status status = out->designs == NULL ? RASIM_ERR_NO_MEMORY : make_draws(out, problems);
    for (size_t d = 0; d < study->n_designs && status == RASIM_OK; d++) {
        status = make_design(out, d);
    }
    if (status == RASIM_OK) {
        make_axes(out);
        status = make_nodes(out) == RASIM_OK ? make_shapes(out) : RASIM_ERR_NO_MEMORY;
    }
    return status;
}

void
rasimi_analytic_frame_clear(rasimi_analytic_frame *frame)
{
    rasimi_shared_draws_clear(&frame->draws);
    rasimi_arena_clear(&frame->arena);
}
