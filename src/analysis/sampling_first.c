/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stage one: what the costs of a whole caseload say about samples of it, before anybody is scored. */
#include <math.h>
#include <stdlib.h>

#include "analysis/sampling.h"
#include "model/sample_strata.h"
#include "num/sample_size.h"
#include "num/stats.h"

/* Fisher's skewness above which a normal interval needs more people than most samples have: n > 25 G1^2. */
#define NORMAL_FACTOR 25

typedef struct first {
    rasimi_sampling_work *work;
    rasim_sampling_caseload *out;
    rasimi_sample_rows rows;
    rasimi_sample_stratum *strata; /* [rows.n_strata] */
    double *descending;            /* [rows.n_rows] costs, from the largest down */
    double total, sd;
} first;

static rasim_status
read_caseload(first *self)
{
    const rasim_sampling_options *options = self->work->options;
    const rasim_sample_plan plan = {.by = options->by,
                                    .n_by = options->n_by,
                                    .where_column = options->where_column,
                                    .where_value = options->where_value,
                                    .allocation = RASIM_ALLOCATION_NEYMAN, /* so that costs are read */
                                    .take_all_above_gbp_week = options->take_all_above_gbp_week};
    rasim_status status = rasimi_sample_open(options->caseload, &plan, &self->rows, self->work->problems);
    if (status != RASIM_OK)
        return status;
    rasimi_sample_rows *rows = &self->rows;
    self->strata = rasimi_arena_alloc(&rows->arena, rows->n_strata, sizeof *self->strata);
    self->descending = rasimi_arena_alloc(&rows->arena, rows->n_rows, sizeof *self->descending);
    rasimi_sample_row **by_luck = rasimi_sample_by_luck(rows, 0);
    if (!self->strata || !self->descending || !by_luck)
        return RASIM_ERR_NO_MEMORY;
    rasimi_sample_describe(rows, by_luck, self->strata);
    for (size_t i = 0; i < rows->n_rows; i++)
        self->descending[rows->n_rows - 1 - i] = -rows->rows[i].gbp_week;
    rasimi_sort(self->descending, rows->n_rows);
    for (size_t i = 0; i < rows->n_rows; i++)
        self->descending[i] = -self->descending[i];
    return RASIM_OK;
}

/* Mean, spread and skewness of everybody's cost. */
static void
describe(first *self)
{
    rasim_sampling_caseload *out = self->out;
    const uint64_t n = self->rows.n_rows;
    double cubes = 0;
    rasimi_mean_sd(self->descending, n, &out->mean_gbp_week, &self->sd);
    for (uint64_t i = 0; i < n; i++) {
        const double d = self->descending[i] - out->mean_gbp_week;
        cubes += d * d * d;
    }
    const double variance = self->sd * self->sd * (double)(n - 1) / (double)n;
    out->people = n;
    out->skewness = variance > 0 ? cubes / (double)n / (variance * sqrt(variance)) : 0;
    out->normal_from = (uint64_t)ceil(NORMAL_FACTOR * out->skewness * out->skewness);
    self->total = out->mean_gbp_week * (double)n;
}

/* ---- ways of drawing ---- */

static void
draw_at_random(const first *self, rasim_sampling_draw *out)
{
    out->margin = self->out->unknown.margin;
    out->line_gbp_week = HUGE_VAL;
    for (size_t i = 0; i < RASIM_N_SAMPLING_MARGINS; i++)
        out->needed[i] = self->out->unknown.needed[i];
}

static void
draw_with_line(const first *self, rasim_sampling_draw *out)
{
    const rasim_sampling *plan = self->work->plan;
    const uint64_t people = self->rows.n_rows;
    const rasimi_sample_line line = rasimi_sample_best_line(self->descending, people, plan->n);
    out->margin = rasimi_sampling_margin_of(plan, line.variance, self->total);
    out->line_gbp_week = line.above;
    out->taken = line.taken;
    for (size_t i = 0; i < RASIM_N_SAMPLING_MARGINS; i++) {
        const double most = rasimi_sampling_variance_of(plan, rasim_sampling_margin(i), self->total);
        const rasimi_sample_line least = rasimi_sample_least_line(self->descending, people, most);
        out->needed[i] = least.size;
        out->needed_line_gbp_week[i] = least.above;
        out->needed_taken[i] = least.taken;
    }
}

/* Within the strata; the numbers drawn go to `drawn` [n_strata]. */
static rasim_status
draw_in_strata(const first *self, rasim_allocation allocation, rasim_sampling_draw *out, uint64_t *drawn)
{
    const rasim_sampling *plan = self->work->plan;
    const size_t n = self->rows.n_strata;
    rasim_status status = RASIM_OK;
    for (size_t i = 0; i < RASIM_N_SAMPLING_MARGINS && status == RASIM_OK; i++) {
        const double most = rasimi_sampling_variance_of(plan, rasim_sampling_margin(i), self->total);
        status = rasimi_sample_strata_size(self->strata, n, allocation, most, &out->needed[i]);
    }
    out->margin = (double)NAN;
    out->line_gbp_week = HUGE_VAL;
    if (status != RASIM_OK || plan->n < self->out->least)
        return status;
    status = rasimi_sample_allocate(self->strata, n, plan->n, allocation);
    for (size_t h = 0; h < n && status == RASIM_OK; h++)
        drawn[h] = self->strata[h].drawn;
    if (status == RASIM_OK)
        out->margin = rasimi_sampling_margin_of(plan, rasimi_sample_strata_variance(self->strata, n), self->total);
    return status;
}

/* ---- strata ---- */

/* Strata that the line emptied are left out. */
static rasim_status
list_strata(const first *self, const uint64_t *proportional, const uint64_t *neyman)
{
    rasim_sampling_caseload *out = self->out;
    out->strata = rasimi_arena_alloc(self->work->arena, self->rows.n_strata, sizeof *out->strata);
    if (!out->strata)
        return RASIM_ERR_NO_MEMORY;
    for (size_t h = 0; h < self->rows.n_strata; h++) {
        const rasimi_sample_stratum *s = &self->strata[h];
        const char *name = rasimi_arena_printf(self->work->arena, "%s", self->rows.names[h]);
        if (!name)
            return RASIM_ERR_NO_MEMORY;
        if (s->people > 0)
            out->strata[out->n_strata++] = (rasim_sampling_stratum){.name = name,
                                                                    .people = s->people,
                                                                    .mean_gbp_week = s->mean,
                                                                    .sd_gbp_week = s->sd,
                                                                    .take_all = s->take_all,
                                                                    .proportional = proportional[h],
                                                                    .neyman = neyman[h]};
    }
    return RASIM_OK;
}

static rasim_status
draw_ways(first *self)
{
    rasim_sampling_caseload *out = self->out;
    uint64_t *drawn = rasimi_arena_alloc(&self->rows.arena, 2 * self->rows.n_strata, sizeof *drawn);
    if (!drawn)
        return RASIM_ERR_NO_MEMORY;
    uint64_t *neyman = drawn + self->rows.n_strata;
    draw_at_random(self, &out->ways[RASIM_SAMPLING_AT_RANDOM]);
    draw_with_line(self, &out->ways[RASIM_SAMPLING_DEAREST_TAKEN]);
    out->least = rasimi_sample_least_of(self->strata, self->rows.n_strata);
    if (self->rows.n_strata == 1) { /* they would be the sample at random once more */
        out->ways[RASIM_SAMPLING_PROPORTIONAL].margin = out->ways[RASIM_SAMPLING_NEYMAN].margin = (double)NAN;
        return RASIM_OK;
    }
    rasim_status status =
        draw_in_strata(self, RASIM_ALLOCATION_PROPORTIONAL, &out->ways[RASIM_SAMPLING_PROPORTIONAL], drawn);
    if (status == RASIM_OK)
        status = draw_in_strata(self, RASIM_ALLOCATION_NEYMAN, &out->ways[RASIM_SAMPLING_NEYMAN], neyman);
    return status == RASIM_OK ? list_strata(self, drawn, neyman) : status;
}

static rasim_status
plan_caseload(first *self)
{
    rasimi_sampling_work *work = self->work;
    rasim_status status = read_caseload(self);
    if (status == RASIM_OK)
        status = rasimi_sampling_settle(work, self->rows.n_rows, work->options->caseload);
    if (status != RASIM_OK)
        return status;
    self->out = rasimi_arena_alloc(work->arena, 1, sizeof *self->out);
    if (!self->out)
        return RASIM_ERR_NO_MEMORY;
    describe(self);
    if (!(self->total > 0))
        return RASIM_OK;
    rasimi_sampling_precise(work->plan, self->rows.n_rows, work->plan->n, self->sd / self->out->mean_gbp_week, 1,
                            &self->out->unknown);
    work->plan->caseload = self->out;
    return draw_ways(self);
}

rasim_status
rasimi_sampling_first(rasimi_sampling_work *work)
{
    first self = {.work = work};
    const rasim_status status = plan_caseload(&self);
    rasimi_sample_rows_clear(&self.rows);
    return status;
}
