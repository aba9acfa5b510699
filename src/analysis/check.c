/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A check: what was understood of a study, part by part. */
#include "analysis/check.h"

#include <math.h>
#include <stdlib.h>

#define MOST_EXAMPLES 10

/* A stratum with fewer rows says little of the people it stands for. */
#define THIN_ROWS 5

void
rasim_check_options_init(rasim_check_options *options)
{
    *options = (rasim_check_options){.most_examples = MOST_EXAMPLES};
}

/* ---- costs and weights ---- */

static rasim_status
describe_rows(rasimi_checking *self)
{
    const rasim_study *study = self->study;
    rasim_check_report *report = self->report;
    rasimi_weighted *scratch = rasimi_calloc(study->n_rows, sizeof *scratch);
    if (!scratch)
        return RASIM_ERR_NO_MEMORY;
    for (size_t i = 0; i < study->n_rows; i++)
        scratch[i] = (rasimi_weighted){study->weight[i], 1};
    rasimi_spread_of(scratch, study->n_rows, &report->weights);
    for (size_t i = 0; i < study->n_rows; i++)
        scratch[i] = (rasimi_weighted){study->cost_gbp_week[i], study->weight[i]};
    rasimi_spread_of(scratch, study->n_rows, &report->cost);
    free(scratch);
    report->cost_gbp_year = report->cost.mean * report->cost.people * study->framework.weeks_per_year.value;
    rasimi_margin_of(study, study->cost_gbp_week, study->cost_gbp_week, &report->cost_unknown);
    return RASIM_OK;
}

/* ---- strata ---- */

static void
describe_stratum(const rasim_study *study, const rasimi_stratum *stratum, rasimi_weighted *scratch,
                 rasim_check_stratum *out)
{
    rasim_check_spread spread;
    *out = (rasim_check_stratum){.name = stratum->label, .rows = stratum->n_rows, .people = stratum->n_people};
    out->thin = stratum->n_rows < THIN_ROWS && stratum->n_people > stratum->n_rows;
    for (uint64_t i = 0; i < stratum->n_rows; i++)
        scratch[i] = (rasimi_weighted){study->weight[study->stratum_rows[stratum->first + i]], 1};
    rasimi_spread_of(scratch, stratum->n_rows, &spread);
    out->weight_least = spread.least;
    out->weight_mean = spread.mean;
    out->weight_most = spread.most;
    for (uint64_t i = 0; i < stratum->n_rows; i++) {
        const uint32_t row = study->stratum_rows[stratum->first + i];
        scratch[i] = (rasimi_weighted){study->cost_gbp_week[row], study->weight[row]};
    }
    rasimi_spread_of(scratch, stratum->n_rows, &spread);
    out->mean_gbp_week = spread.mean;
    out->cv = spread.cv;
}

static rasim_status
describe_strata(rasimi_checking *self)
{
    const rasim_study *study = self->study;
    rasim_check_report *report = self->report;
    report->strata = rasimi_arena_alloc(self->arena, study->n_strata, sizeof *report->strata);
    rasimi_weighted *scratch = rasimi_calloc(study->n_rows, sizeof *scratch);
    if (!report->strata || !scratch) {
        free(scratch);
        return RASIM_ERR_NO_MEMORY;
    }
    report->n_strata = study->n_strata;
    for (size_t h = 0; h < study->n_strata; h++)
        describe_stratum(study, &study->strata[h], scratch, &report->strata[h]);
    free(scratch);
    return RASIM_OK;
}

/* ---- missing values and the ledger ---- */

static rasim_status
list_gaps(rasimi_checking *self)
{
    const rasimi_evidence *evidence = &self->study->evidence;
    rasim_check_report *report = self->report;
    report->gaps = rasimi_arena_alloc(self->arena, evidence->n_columns, sizeof *report->gaps);
    if (!report->gaps)
        return RASIM_ERR_NO_MEMORY;
    for (size_t c = 0; c < evidence->n_columns; c++) {
        const rasimi_column_gaps *column = &evidence->columns[c];
        if (!column->in_file || column->n_empty > 0)
            report->gaps[report->n_gaps++] = (rasim_check_gap){column->heading, column->in_file, column->n_empty};
    }
    return RASIM_OK;
}

static rasim_status
list_spend(rasimi_checking *self)
{
    const rasim_study *study = self->study;
    rasim_check_report *report = self->report;
    report->benchmark = study->framework.benchmark.value;
    report->spend = rasimi_arena_alloc(self->arena, study->n_known_spend, sizeof *report->spend);
    if (!report->spend)
        return RASIM_ERR_NO_MEMORY;
    report->n_spend = study->n_known_spend;
    for (size_t a = 0; a < study->n_known_spend; a++) {
        const rasimi_known_spend *entry = &study->known_spend[a];
        report->spend[a] = (rasim_check_spend){entry->area, entry->packages_gbp, entry->known_gbp,
                                               entry->known_gbp - entry->packages_gbp,
                                               isnan(entry->known_gbp) ? (double)NAN : entry->factor};
    }
    return RASIM_OK;
}

static rasim_status
check_designs(rasimi_checking *self)
{
    rasim_check_report *report = self->report;
    report->designs = rasimi_arena_alloc(self->arena, self->study->n_designs, sizeof *report->designs);
    if (!report->designs)
        return RASIM_ERR_NO_MEMORY;
    report->n_designs = self->study->n_designs;
    rasim_status status = RASIM_OK;
    for (size_t d = 0; status == RASIM_OK && d < report->n_designs; d++)
        status = rasimi_check_design(self, d);
    return status;
}

/* ---- all of it ---- */

static rasim_status
make_report(rasimi_checking *self)
{
    rasim_status (*const parts[])(rasimi_checking *) = {describe_rows,        describe_strata, list_gaps,
                                                        list_spend,           check_designs,   rasimi_check_means,
                                                        rasimi_check_findings};
    const rasim_study *study = self->study;
    self->report->rows = study->n_rows;
    self->report->rows_uncovered = study->n_rows_uncovered;
    self->report->people = study->n_people;
    rasim_status status = RASIM_OK;
    for (size_t i = 0; status == RASIM_OK && i < sizeof parts / sizeof *parts; i++)
        status = parts[i](self);
    return status;
}

rasim_status
rasim_check(const rasim_study *study, const rasim_check_options *options, rasim_check_report **out)
{
    if (!study || !out)
        return RASIM_ERR_ARGUMENT;
    *out = NULL;
    rasimi_checking self = {.study = study};
    rasim_check_options_init(&self.options);
    if (options)
        self.options = *options;
    rasim_status status = RASIM_ERR_NO_MEMORY;
    rasim_check_report *report = rasimi_calloc(1, sizeof *report);
    self.arena = rasimi_calloc(1, sizeof *self.arena);
    if (report && self.arena) {
        report->arena = self.arena;
        self.report = report;
        status = make_report(&self);
    }
    if (status == RASIM_OK) {
        *out = report;
        return RASIM_OK;
    }
    if (self.arena)
        rasimi_arena_clear(self.arena);
    free(self.arena);
    free(report);
    return status;
}

void
rasim_check_free(rasim_check_report *report)
{
    if (!report)
        return;
    rasimi_arena_clear(report->arena);
    free(report->arena);
    free(report);
}
