/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prevention programmes beside the same years without them, and savings lines. */
#include "analysis/programmes.h"

#include <stdlib.h>

#include "base/mem.h"
#include "num/stats.h"

bool
rasim_study_has_interventions(const rasim_study *study)
{
    return study && study->framework.interventions.n > 0;
}

/* Planned by all lines in a year; a line repeats its last amount. */
static double
planned(const rasimi_framework *framework, size_t year)
{
    const rasimi_saving_row *rows = framework->savings.items;
    double sum = 0;
    for (size_t i = 0; i < framework->savings.n; i++) {
        const rasimi_numbers *by_year = &rows[i].gbp_by_year;
        if (by_year->n > 0)
            sum += by_year->items[year < by_year->n ? year : by_year->n - 1].value;
    }
    return sum;
}

void
rasimi_savings(const rasimi_framework *framework, size_t year, const int64_t *delivered, rasimi_estimator *estimator,
               uint64_t n, double gbp_per_unit, rasim_savings *out)
{
    *out = (rasim_savings){.applies = framework->savings.n > 0};
    if (!out->applies)
        return;
    out->planned_gbp = planned(framework, year);
    rasimi_estimator_load(estimator, delivered, n, gbp_per_unit);
    out->delivered = rasimi_estimate_expected(estimator);
}

/* By replicate, in ledger units: of the year that is being read, and of all years up to it. */
typedef struct tally {
    int64_t *cost, *saving, *net;
    int64_t *spent, *cumulated;
} tally;

static rasim_status
tally_create(uint64_t n, tally *out)
{
    int64_t **all[] = {&out->cost, &out->saving, &out->net, &out->spent, &out->cumulated};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (!(*all[i] = rasimi_calloc(n, sizeof(int64_t))))
            return RASIM_ERR_NO_MEMORY;
    return RASIM_OK;
}

static void
tally_clear(tally *self)
{
    free(self->cost);
    free(self->saving);
    free(self->net);
    free(self->spent);
    free(self->cumulated);
}

static int64_t
line_of(const rasim_results *results, size_t design, size_t year, uint64_t replicate, rasim_line line)
{
    const int64_t *ledger = rasim_results_ledger(results, design, year, replicate);
    int64_t sum = 0;
    for (size_t g = 0; g < results->n_groups; g++)
        sum += ledger[g * RASIM_N_LINES + line];
    return sum;
}

/* What is saved is what net would have been more without the programmes, their own cost set aside. */
static void
tally_year(tally *self, const rasim_results *with, const rasim_results *without, size_t design, size_t year)
{
    for (uint64_t r = 0; r < with->replicates; r++) {
        self->cost[r] = line_of(with, design, year, r, RASIM_LINE_INTERVENTION_COST);
        self->net[r] =
            line_of(without, design, year, r, RASIM_LINE_NET) - line_of(with, design, year, r, RASIM_LINE_NET);
        self->saving[r] = self->net[r] + self->cost[r];
        self->spent[r] += self->cost[r];
        self->cumulated[r] += self->net[r];
    }
}

static rasim_expected
expected(rasimi_estimator *estimator, const int64_t *units, uint64_t n, double gbp_per_unit)
{
    rasimi_estimator_load(estimator, units, n, gbp_per_unit);
    return rasimi_estimate_expected(estimator);
}

static void
describe_year(const tally *self, rasimi_estimator *estimator, uint64_t n, double gbp_per_unit,
              rasim_intervention_year *out)
{
    uint64_t n_paid_back = 0;
    for (uint64_t r = 0; r < n; r++)
        n_paid_back += self->spent[r] > 0 && self->cumulated[r] >= 0;
    *out = (rasim_intervention_year){
        .cost = expected(estimator, self->cost, n, gbp_per_unit),
        .saving = expected(estimator, self->saving, n, gbp_per_unit),
        .net = expected(estimator, self->net, n, gbp_per_unit),
        .cumulated = expected(estimator, self->cumulated, n, gbp_per_unit),
        .paid_back = rasimi_wilson(n_paid_back, n),
    };
}

rasim_status
rasimi_interventions(const rasim_results *results, const rasim_results *without, size_t design,
                     rasimi_estimator *estimator, double gbp_per_unit, rasim_design_summary *out)
{
    out->has_interventions = without && rasim_study_has_interventions(results->study);
    if (!out->has_interventions)
        return RASIM_OK;
    tally made = {NULL, NULL, NULL, NULL, NULL};
    const rasim_status status = tally_create(results->replicates, &made);
    for (size_t y = 0; y < results->n_years && !status; y++) {
        tally_year(&made, results, without, design, y);
        describe_year(&made, estimator, results->replicates, gbp_per_unit, &out->years[y].interventions);
    }
    tally_clear(&made);
    return status;
}
