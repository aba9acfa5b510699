/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stage two: what a scored pilot says about how many more to score, where every package's cost is known and only cost
   less allocation has to be estimated (the difference estimator; Cochran 1977, section 7.9). */
#include <math.h>
#include <stdlib.h>

#include "analysis/check.h"
#include "analysis/sampling.h"
#include "model/sample_allocate.h"
#include "model/sample_strata.h"
#include "num/sample_size.h"

/* Weighted mean and sd of what is unknown of a stratum's rows; rows without it are left out. */
static void
spread_of(const rasim_study *study, size_t design, const rasimi_stratum *stratum, rasim_sampling_stratum *out)
{
    double weight = 0, sum = 0, squares = 0;
    uint64_t n = 0;
    for (int pass = 0; pass < 2; pass++)
        for (uint64_t i = 0; i < stratum->n_rows; i++) {
            const uint32_t row = study->stratum_rows[stratum->first + i];
            const double y = rasimi_unknown_cost(study, &study->applied[design], row), w = study->weight[row];
            if (isnan(y))
                continue;
            if (pass == 0) {
                n++;
                weight += w;
                sum += w * y;
            } else {
                squares += w * (y - sum / weight) * (y - sum / weight);
            }
        }
    out->scored = n;
    out->sd_gbp_week = n > 1 ? sqrt(squares / weight * (double)n / (double)(n - 1)) : 0;
}

static rasim_status
list_strata(rasimi_sampling_work *work, const rasim_study *study, size_t design, rasim_sampling_second *out)
{
    out->strata = rasimi_arena_alloc(work->arena, study->n_strata, sizeof *out->strata);
    if (!out->strata)
        return RASIM_ERR_NO_MEMORY;
    out->n_strata = study->n_strata;
    for (size_t h = 0; h < study->n_strata; h++) {
        rasim_sampling_stratum *stratum = &out->strata[h];
        stratum->name = rasimi_arena_printf(work->arena, "%s", study->strata[h].label);
        stratum->people = study->strata[h].n_people;
        stratum->mean_gbp_week = (double)NAN;
        if (!stratum->name)
            return RASIM_ERR_NO_MEMORY;
        spread_of(study, design, &study->strata[h], stratum);
    }
    return RASIM_OK;
}

/* Sizes within the strata, enlarged because spreads are estimated, and how the one for the wider margin is shared out.
 */
static rasim_status
share_out(const rasim_sampling *plan, double total, rasim_sampling_second *out)
{
    rasimi_sample_stratum *strata = rasimi_calloc(out->n_strata, sizeof *strata);
    if (!strata)
        return RASIM_ERR_NO_MEMORY;
    for (size_t h = 0; h < out->n_strata; h++)
        strata[h] = (rasimi_sample_stratum){.people = out->strata[h].people, .sd = out->strata[h].sd_gbp_week};
    rasim_status status = RASIM_OK;
    for (size_t i = 0; i < RASIM_N_SAMPLING_MARGINS && status == RASIM_OK; i++) {
        const double most = rasimi_sampling_variance_of(plan, rasim_sampling_margin(i), total);
        status = rasimi_sample_strata_size(strata, out->n_strata, RASIM_ALLOCATION_NEYMAN, most, &out->neyman[i]);
        out->neyman[i] = rasimi_sampling_enlarge(out->neyman[i], out->pilot_factor, plan->population);
    }
    if (status == RASIM_OK)
        status = rasimi_sample_allocate(strata, out->n_strata, out->neyman[0], RASIM_ALLOCATION_PROPORTIONAL);
    for (size_t h = 0; h < out->n_strata && status == RASIM_OK; h++)
        out->strata[h].proportional = strata[h].drawn;
    if (status == RASIM_OK)
        status = rasimi_sample_allocate(strata, out->n_strata, out->neyman[0], RASIM_ALLOCATION_NEYMAN);
    for (size_t h = 0; h < out->n_strata && status == RASIM_OK; h++)
        out->strata[h].neyman = strata[h].drawn;
    free(strata);
    return status;
}

static rasim_status
plan_design(rasimi_sampling_work *work, const rasim_study *study, const rasim_check_report *report, size_t design)
{
    const rasim_sampling *plan = work->plan;
    const rasim_check_design *checked = &report->designs[design];
    rasim_sampling_second *out = &work->plan->second[design];
    double total = 0;
    for (size_t i = 0; i < study->n_rows; i++)
        total += study->weight[i] * rasimi_planned_cost(study, i);
    out->design = rasimi_arena_printf(work->arena, "%s", checked->name);
    out->scored = checked->cost_known.rows;
    if (!out->design)
        return RASIM_ERR_NO_MEMORY;
    if (out->scored < 2 || !(total > 0))
        return RASIM_OK;
    out->pilot_factor = rasimi_sample_pilot_factor(out->scored);
    rasimi_sampling_precise(plan, study->n_people, plan->n, checked->cost_known.cv, out->pilot_factor, &out->known);
    rasimi_sampling_precise(plan, study->n_people, plan->n, report->cost_unknown.cv, out->pilot_factor, &out->unknown);
    const rasim_status status = list_strata(work, study, design, out);
    return status == RASIM_OK ? share_out(plan, total, out) : status;
}

static rasim_status
plan_designs(rasimi_sampling_work *work, const rasim_study *study)
{
    rasim_check_report *report = NULL;
    rasim_sampling *plan = work->plan;
    rasim_status status = rasimi_sampling_settle(work, study->n_people, work->options->pilot);
    if (status == RASIM_OK)
        status = rasim_check(study, NULL, &report);
    if (status == RASIM_OK) {
        plan->second = rasimi_arena_alloc(work->arena, study->n_designs, sizeof *plan->second);
        plan->n_designs = study->n_designs;
        status = plan->second ? RASIM_OK : RASIM_ERR_NO_MEMORY;
    }
    for (size_t d = 0; d < study->n_designs && status == RASIM_OK; d++)
        status = plan_design(work, study, report, d);
    rasim_check_free(report);
    return status;
}

rasim_status
rasimi_sampling_second(rasimi_sampling_work *work)
{
    rasim_study *study = NULL;
    rasim_status status = rasim_study_load(work->options->pilot, NULL, &study, work->problems);
    if (status == RASIM_OK)
        status = plan_designs(work, study);
    rasim_study_free(study);
    return status;
}
