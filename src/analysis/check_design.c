/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One design before any simulation: points and amounts, packages above the threshold, and what is left for a sample to
   estimate where every cost is known. */
#include "analysis/check.h"

#include <math.h>
#include <stdlib.h>

#include "num/detmath.h"
#include "rasim/ledger.h"

double
rasimi_planned_cost(const rasim_study *study, size_t row)
{
    return study->cost_gbp_week[row] * (1 + study->price_mean[study->setting[row]]);
}

static bool
is_scored(const rasim_study *study, size_t row)
{
    return !study->scored || study->scored[row];
}

static double
amount_of(const rasimi_applied *applied, size_t row)
{
    return (double)applied->amount[row].units / RASIM_UNITS_PER_GBP;
}

/* ---- points and amounts ---- */

static void
count_status(const rasimi_applied *applied, size_t row, double weight, rasim_check_design *out)
{
    switch (applied->amount[row].status) {
        case RASIMI_RULE_ALLOCATED:
            break;
        case RASIMI_RULE_PANEL:
            out->people_panel += weight;
            break;
        case RASIMI_RULE_INELIGIBLE:
            out->people_ineligible += weight;
            break;
        case RASIMI_RULE_OUTSIDE:
            out->people_outside += weight;
            break;
    }
}

static void
describe_points(const rasim_study *study, const rasimi_applied *applied, rasimi_weighted *scratch,
                rasim_check_design *out)
{
    size_t n = 0;
    for (size_t i = 0; i < study->n_rows; i++) {
        if (is_scored(study, i)) {
            scratch[n++] = (rasimi_weighted){(double)applied->points[i], study->weight[i]};
            count_status(applied, i, study->weight[i], out);
        } else {
            out->people_unscored += study->weight[i];
        }
    }
    rasimi_spread_of(scratch, n, &out->points);
    n = 0;
    for (size_t i = 0; i < study->n_rows; i++)
        if (is_scored(study, i) && applied->amount[i].status == RASIMI_RULE_ALLOCATED)
            scratch[n++] = (rasimi_weighted){amount_of(applied, i), study->weight[i]};
    rasimi_spread_of(scratch, n, &out->amounts);
}

/* ---- packages above the threshold ---- */

void
rasimi_lognormal_above(double mean, double log_sd, double threshold, double *probability, double *expected)
{
    if (!(mean > 0) || isinf(threshold) || log_sd == 0) {
        const bool above = mean > threshold;
        *probability = above;
        *expected = above ? mean : 0;
        return;
    }
    const double distance = rasimi_log(mean / threshold) / log_sd;
    *probability = rasimi_normal_cdf(distance - log_sd / 2);
    *expected = mean * rasimi_normal_cdf(distance + log_sd / 2);
}

/* Whether a person's amount alone decides: outside the RAS, ineligible, or by a basis that looks at the allocation. */
typedef enum decided { DECIDED_ABOVE, DECIDED_BELOW, OPEN } decided;

static decided
decided_by_amount(const rasim_study *study, const rasimi_applied *applied, size_t row)
{
    const rasimi_basis basis = (rasimi_basis)applied->design->exclusion.basis.value;
    if (!is_scored(study, row))
        return basis == RASIMI_BASIS_ALLOCATION ? DECIDED_BELOW : OPEN;
    const rasimi_rule_status status = applied->amount[row].status;
    if (status == RASIMI_RULE_OUTSIDE)
        return DECIDED_ABOVE;
    if (status == RASIMI_RULE_INELIGIBLE)
        return DECIDED_BELOW;
    const bool above = amount_of(applied, row) > applied->threshold_gbp_week;
    if (basis == RASIMI_BASIS_ALLOCATION)
        return above ? DECIDED_ABOVE : DECIDED_BELOW;
    return basis == RASIMI_BASIS_EITHER && above ? DECIDED_ABOVE : OPEN;
}

/* Probability of being above in year 1, and the expected cost where so, £ a week. */
static void
above_in_year1(const rasim_study *study, const rasimi_applied *applied, size_t row, double *probability,
               double *expected)
{
    const uint32_t group = study->care_group[row];
    const double planned = rasimi_planned_cost(study, row), mean = planned * rasimi_exp(study->drift[group]);
    const decided fate = decided_by_amount(study, applied, row);
    if (fate != OPEN || applied->design->exclusion.basis.value == RASIMI_BASIS_REFERENCE) {
        *probability = fate == OPEN ? planned > applied->threshold_gbp_week : fate == DECIDED_ABOVE;
        *expected = *probability * mean;
        return;
    }
    rasimi_lognormal_above(mean, study->log_sd[group], applied->threshold_gbp_week, probability, expected);
}

/* From sums of people and £ a week to shares and £ a year. */
static void
finish_above(const rasim_study *study, double all_gbp_week, rasim_check_above *out)
{
    const double gbp_week = out->gbp_year;
    out->people_share = out->people / (double)study->n_people;
    out->gbp_share = all_gbp_week > 0 ? gbp_week / all_gbp_week : (double)NAN;
    out->gbp_year = gbp_week * study->framework.weeks_per_year.value;
}

static void
count_above(const rasim_study *study, const rasimi_applied *applied, rasim_check_design *out)
{
    const double in_file = applied->design->exclusion.threshold_gbp_week.value;
    double file_total = 0, year1_total = 0, probability, expected;
    out->threshold_gbp_week = isnan(in_file) ? HUGE_VAL : in_file;
    out->threshold_year1_gbp_week = applied->threshold_gbp_week;
    for (size_t i = 0; i < study->n_rows; i++) {
        const double weight = study->weight[i], cost = study->cost_gbp_week[i];
        file_total += weight * cost;
        year1_total += weight * rasimi_planned_cost(study, i) * rasimi_exp(study->drift[study->care_group[i]]);
        if (cost > out->threshold_gbp_week) {
            out->in_file.people += weight;
            out->in_file.gbp_year += weight * cost;
        }
        above_in_year1(study, applied, i, &probability, &expected);
        out->in_year1.people += weight * probability;
        out->in_year1.gbp_year += weight * expected;
    }
    finish_above(study, file_total, &out->in_file);
    finish_above(study, year1_total, &out->in_year1);
}

/* ---- what is left to estimate where costs are known ---- */

double
rasimi_unknown_cost(const rasim_study *study, const rasimi_applied *applied, size_t row)
{
    const double cost = rasimi_planned_cost(study, row);
    if (cost > applied->threshold_gbp_week)
        return 0;
    if (!is_scored(study, row))
        return (double)NAN;
    return applied->amount[row].status == RASIMI_RULE_OUTSIDE ? 0 : cost - amount_of(applied, row);
}

rasim_status
rasimi_check_design(rasimi_checking *self, size_t design)
{
    const rasim_study *study = self->study;
    const rasimi_applied *applied = &study->applied[design];
    rasim_check_design *out = &self->report->designs[design];
    rasim_status status = RASIM_ERR_NO_MEMORY;
    double *unknown = rasimi_calloc(study->n_rows, sizeof *unknown);
    double *cost = rasimi_calloc(study->n_rows, sizeof *cost);
    rasimi_weighted *scratch = rasimi_calloc(study->n_rows, sizeof *scratch);
    if (!unknown || !cost || !scratch)
        goto out;
    out->name = rasim_study_design_name(study, design);
    describe_points(study, applied, scratch, out);
    count_above(study, applied, out);
    for (size_t i = 0; i < study->n_rows; i++) {
        unknown[i] = rasimi_unknown_cost(study, applied, i);
        cost[i] = rasimi_planned_cost(study, i);
    }
    rasimi_margin_of(study, unknown, cost, &out->cost_known);
    status = RASIM_OK;
out:
    free(unknown);
    free(cost);
    free(scratch);
    return status;
}
