/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fitting rules anew inside a replicate. Sums run in the order of the people, which is the same on every machine. */
#include "engine/refit.h"

#include "base/mem.h"
#include "model/family.h"
#include "num/isotonic.h"
#include "num/percentile.h"
#include "num/stats.h"
#include "rasim/ledger.h"

#include <stdlib.h>
#include <string.h>

bool
rasimi_refit_needed(const rasim_study *study)
{
    const uint64_t every = study->framework.transition.recalibrate_every.value;
    return (every > 0 && every < study->n_years) || rasimi_pilot_needed(study);
}

static size_t
count_pieces(const rasim_study *study, size_t *most)
{
    size_t n = 0;
    *most = 1;
    for (size_t d = 0; d < study->n_designs; d++) {
        for (size_t g = 0; g < study->n_care_groups; g++) {
            const size_t pieces = study->applied[d].rules[g].n;
            n += pieces;
            *most = pieces > *most ? pieces : *most;
        }
    }
    return n;
}

rasim_status
rasimi_refit_make(const rasim_study *study, const rasimi_lanes *lanes, const rasimi_seeds *seeds, rasimi_refit *out)
{
    const size_t designs = study->n_designs, rules = designs * study->n_care_groups;
    size_t most;
    const size_t pieces = count_pieces(study, &most);
    *out = (rasimi_refit){
        .study = study,
        .lanes = lanes,
        .every = study->framework.transition.recalibrate_every.value,
        .to_sample = rasimi_pilot_needed(study),
        .designs = rasimi_calloc(designs, sizeof *out->designs),
        .rules = rasimi_calloc(rules, sizeof *out->rules),
        .pieces = rasimi_calloc(pieces, sizeof *out->pieces),
        .sightings = rasimi_calloc(rules, sizeof *out->sightings),
        .values = rasimi_calloc(most, sizeof *out->values),
        .weights = rasimi_calloc(most, sizeof *out->weights),
        .start = rasimi_calloc(most, sizeof *out->start),
    };
    if (out->designs == NULL || out->rules == NULL || out->pieces == NULL || out->sightings == NULL ||
        out->values == NULL || out->weights == NULL || out->start == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    return out->to_sample ? rasimi_pilot_make(study, seeds, &out->pilot) : RASIM_OK;
}

void
rasimi_refit_clear(rasimi_refit *refit)
{
    const size_t rules = refit->study == NULL ? 0 : refit->study->n_designs * refit->study->n_care_groups;
    for (size_t i = 0; refit->sightings != NULL && i < rules; i++) {
        free(refit->sightings[i].need);
        free(refit->sightings[i].measure);
    }
    rasimi_pilot_clear(&refit->pilot);
    free(refit->designs);
    free(refit->rules);
    free(refit->pieces);
    free(refit->sightings);
    free(refit->values);
    free(refit->weights);
    free(refit->start);
    *refit = (rasimi_refit){0};
}

/* ---- the methods ---- */

/* Everybody seen by how much the rule gives before limits. */
static double
given(const rasimi_rule *rule, bool by_factor, double measure)
{
    if (by_factor) {
        return measure;
    }
    float held;
    const rasimi_piece *piece = rasimi_rule_piece(rule, (float)measure, &held);
    return piece->status == RASIMI_RULE_ALLOCATED ? (double)rasimi_piece_units(piece, held) : 0.0;
}

/* One factor on all amounts. */
static void
fit_factor(rasimi_rule *rule, bool by_factor, const rasimi_sightings *seen)
{
    double need = 0.0, amount = 0.0;
    for (size_t i = 0; i < seen->n; i++) {
        const double one = given(rule, by_factor, seen->measure[i]);
        amount += one;
        need += one > 0.0 ? seen->need[i] : 0.0;
    }
    if (!(amount > 0.0)) {
        return;
    }
    if (by_factor) {
        rule->limits.scale = (float)((double)rule->limits.scale * need / amount);
        return;
    }
    for (size_t j = 0; j < rule->n; j++) {
        rule->pieces[j].base = (float)((double)rule->pieces[j].base * need / amount);
        rule->pieces[j].slope = (float)((double)rule->pieces[j].slope * need / amount);
    }
}

/* Bands are fitted that give something: below the first of them a table gives £0. */
static bool
is_band(const rasimi_piece *piece)
{
    return piece->status == RASIMI_RULE_ALLOCATED && piece->base > 0.0f;
}

/* Each band's mean cost, made rising; a band that nobody is in keeps its amount among its neighbours. */
static void
fit_bands(rasimi_refit *refit, rasimi_rule *rule, const rasimi_sightings *seen)
{
    for (size_t j = 0; j < rule->n; j++) {
        refit->values[j] = refit->weights[j] = 0.0;
    }
    for (size_t i = 0; i < seen->n; i++) {
        float held;
        const size_t j = (size_t)(rasimi_rule_piece(rule, (float)seen->measure[i], &held) - rule->pieces);
        refit->values[j] += seen->need[i];
        refit->weights[j] += 1.0;
    }
    size_t n = 0;
    for (size_t j = 0; j < rule->n; j++) {
        if (is_band(&rule->pieces[j])) {
            const double people = refit->weights[j];
            refit->values[n] = people > 0.0 ? refit->values[j] / people : (double)rule->pieces[j].base;
            refit->weights[n++] = people;
        }
    }
    rasimi_isotonic(refit->values, refit->weights, n, refit->start);
    n = 0;
    for (size_t j = 0; j < rule->n; j++) {
        if (is_band(&rule->pieces[j])) {
            rule->pieces[j].base = (float)refit->values[n++];
        }
    }
}

/* Percentile matching: what people at a knot's rank in points cost at the same rank in cost. */
static void
fit_knots(rasimi_rule *rule, rasimi_sightings *seen)
{
    if (seen->n == 0) {
        return;
    }
    rasimi_sort(seen->measure, seen->n);
    rasimi_sort(seen->need, seen->n);
    const rasimi_ranked points = {.values = seen->measure, .n = seen->n}, costs = {.values = seen->need, .n = seen->n};
    for (size_t j = 0; j < rule->n; j++) {
        rasimi_piece *piece = &rule->pieces[j];
        if (piece->status == RASIMI_RULE_ALLOCATED) {
            const float next = j + 1 < rule->n ? rule->pieces[j + 1].from : piece->from;
            const double here = rasimi_value_at_rank(&costs, rasimi_mid_rank(&points, (double)piece->from));
            const double there = rasimi_value_at_rank(&costs, rasimi_mid_rank(&points, (double)next));
            const bool flat = j == 0 || !(next > piece->from);
            piece->base = (float)(j == 0 ? there : here); /* below the first knot everybody gets what it gives */
            piece->slope = flat ? 0.0f : (float)((there - here) / ((double)next - (double)piece->from));
        }
    }
}

static void
fit(rasimi_refit *refit, size_t design)
{
    const rasimi_applied *applied = &refit->study->applied[design];
    const char *family = applied->design->family.value;
    const size_t n_groups = refit->study->n_care_groups;
    for (size_t g = 0; g < n_groups; g++) {
        rasimi_rule *rule = &refit->rules[design * n_groups + g];
        rasimi_sightings *seen = &refit->sightings[design * n_groups + g];
        if (strcmp(family, "banded") == 0) {
            fit_bands(refit, rule, seen);
        } else if (strcmp(family, "table") == 0) {
            fit_knots(rule, seen);
        } else {
            fit_factor(rule, applied->by_factor, seen);
        }
        seen->n = 0;
    }
}

/* ---- years ---- */

/* The rules as they are written, with pieces of their own. */
static void
begin(rasimi_refit *refit)
{
    const rasim_study *study = refit->study;
    rasimi_piece *pieces = refit->pieces;
    for (size_t d = 0; d < study->n_designs; d++) {
        for (size_t g = 0; g < study->n_care_groups; g++) {
            const rasimi_rule *written = &refit->lanes->designs[d].rules[g];
            rasimi_rule *rule = &refit->rules[d * study->n_care_groups + g];
            *rule = *written;
            rule->pieces = pieces;
            memcpy(pieces, written->pieces, written->n * sizeof *pieces);
            pieces += written->n;
            refit->sightings[d * study->n_care_groups + g].n = 0;
        }
    }
}

/* Uprating goes on from the prices that the rule stands at: one year's step, year after year. Floor and cap are
   the year's own. */
static void
uprate(rasimi_refit *refit, size_t design, size_t year)
{
    const double uprating = refit->study->applied[design].design->limits.uprating.value;
    for (size_t g = 0; g < refit->study->n_care_groups; g++) {
        rasimi_rule *rule = &refit->rules[design * refit->study->n_care_groups + g];
        rule->limits.scale = (float)((double)rule->limits.scale * (1.0 + uprating));
        rasimi_rule_set_year(rule, year);
    }
}

/* What was fitted stands at the prices of the year that it was fitted to: the scale is only the top-slice. */
static void
rebase(rasimi_refit *refit, size_t design)
{
    const rasimi_limits_spec *limits = &refit->study->applied[design].design->limits;
    for (size_t g = 0; g < refit->study->n_care_groups; g++) {
        rasimi_rule *rule = &refit->rules[design * refit->study->n_care_groups + g];
        const double first = (double)refit->lanes->designs[design].rules[g].limits.scale;
        rule->limits.scale = (float)(first / (1.0 + limits->uprating.value));
    }
}

static rasim_status
see(rasimi_sightings *seen, double need, double measure)
{
    if (!rasimi_grow((void **)&seen->need, &seen->capacity_need, seen->n, sizeof *seen->need) ||
        !rasimi_grow((void **)&seen->measure, &seen->capacity_measure, seen->n, sizeof *seen->measure)) {
        return RASIM_ERR_NO_MEMORY;
    }
    seen->need[seen->n] = need;
    seen->measure[seen->n++] = measure;
    return RASIM_OK;
}

/* What a person of the sample shows: nothing where the rule does not reach them. Prices are those of the caseload, as a
   table's are. */
static rasim_status
see_person(rasimi_refit *refit, size_t design, size_t row)
{
    const rasim_study *study = refit->study;
    const rasimi_applied *applied = &study->applied[design];
    const size_t at = design * study->n_care_groups + study->care_group[row];
    const double planned = study->cost_gbp_week[row] * study->price_index[study->setting[row]];
    float held;
    const bool inside =
        planned <= applied->threshold_gbp_week &&
        (applied->by_factor ||
         rasimi_rule_piece(&refit->rules[at], applied->points[row], &held)->status == RASIMI_RULE_ALLOCATED);
    const double extra = applied->extra == NULL ? 0.0 : (double)applied->extra[row];
    const double cost = study->cost_gbp_week[row] * RASIM_UNITS_PER_GBP;
    const double need = applied->by_factor ? cost : cost - extra; /* of answers, the factor is on all of the money */
    const double measure = applied->by_factor ? (double)applied->raw[row] + extra : (double)applied->points[row];
    rasim_status status = RASIM_OK;
    for (uint32_t i = 0; inside && i < refit->pilot.times[row] && status == RASIM_OK; i++) {
        status = see(&refit->sightings[at], need, measure);
    }
    return status;
}

/* Fits every design that has a table or a formula to the sample of the replicate. */
static rasim_status
fit_to_sample(rasimi_refit *refit, uint64_t replicate)
{
    rasim_status status = RASIM_OK;
    rasimi_pilot_draw(&refit->pilot, replicate);
    for (size_t d = 0; d < refit->study->n_designs && status == RASIM_OK; d++) {
        if (rasimi_family_find(refit->study->applied[d].design->family.value)->without_points) {
            continue;
        }
        for (size_t i = 0; i < refit->study->n_rows && status == RASIM_OK; i++) {
            status = see_person(refit, d, i);
        }
        if (status == RASIM_OK) {
            fit(refit, d);
        }
    }
    return status;
}

rasim_status
rasimi_refit_year(rasimi_refit *refit, uint64_t replicate, size_t year)
{
    const rasim_study *study = refit->study;
    rasim_status status = RASIM_OK;
    if (year == 0) {
        begin(refit);
        status = refit->to_sample ? fit_to_sample(refit, replicate) : RASIM_OK;
    }
    for (size_t d = 0; d < study->n_designs; d++) {
        if (year > 0 && refit->every > 0 && year % refit->every == 0) {
            rebase(refit, d);
            fit(refit, d);
        }
        if (year > 0) {
            uprate(refit, d, year);
        }
        refit->designs[d] = refit->lanes->designs[year * study->n_designs + d];
        refit->designs[d].rules = &refit->rules[d * study->n_care_groups];
    }
    return status;
}

bool
rasimi_refit_watches(const rasimi_refit *refit, size_t year)
{
    return refit->every > 0 && (year + 1) % refit->every == 0 && year + 1 < refit->study->n_years;
}

rasim_status
rasimi_refit_see(rasimi_refit *refit, const rasimi_observed *observed, size_t care_group, size_t n)
{
    rasim_status status = RASIM_OK;
    for (size_t d = 0; d < refit->study->n_designs; d++) {
        rasimi_sightings *seen = &refit->sightings[d * refit->study->n_care_groups + care_group];
        for (size_t i = 0; i < n && status == RASIM_OK; i++) {
            if (observed[d].pool[i] == RASIMI_POOL_INSIDE) {
                const double need = (double)observed[d].need[i] - (double)observed[d].beside[i];
                status = see(seen, need, (double)observed[d].measure[i]);
            }
        }
    }
    return status;
}
