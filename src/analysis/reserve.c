/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reserve over the years, and what a guarantor of its floor must pay in. */
#include "analysis/reserve.h"

#include <stdlib.h>

#include "base/mem.h"
#include "num/stats.h"

bool
rasimi_reserve_terms_of(const rasimi_framework *framework, rasimi_reserve_terms *out)
{
    const rasimi_reserve_spec *spec = &framework->reserve;
    const bool given = spec->mark.line > 0 && !isnan(spec->opening_gbp.value);
    *out = (rasimi_reserve_terms){.carry = 1};
    if (!given)
        return false;
    out->opening_gbp = spec->opening_gbp.value;
    out->carry = spec->carry.value;
    out->floor_gbp = spec->floor_gbp.value;
    for (size_t y = 0; y < spec->transfers_gbp.n && y < RASIMI_MAX_YEARS; y++)
        out->transfer_gbp[y] = spec->transfers_gbp.items[y].value;
    return true;
}

double
rasimi_guarantee_confidence(const rasimi_framework *framework)
{
    const double confidence = framework->guarantee.confidence.value;
    return confidence > 0 && confidence < 1 ? confidence : RASIMI_ABSENT;
}

void
rasimi_reserve_path(const rasimi_reserve_terms *terms, const rasimi_paths *paths, uint64_t replicate, double factor,
                    double *reserve)
{
    double held = terms->opening_gbp;
    for (size_t y = 0; y < paths->n_years; y++) {
        const size_t i = y * paths->n + replicate;
        const double left = factor * paths->budget[i] - paths->net[i];
        held += (left > 0 ? terms->carry * left : left) + terms->transfer_gbp[y];
        reserve[y] = held;
    }
}

/* What the guarantor of the floor has paid in after the first n_years years. Every payment lifts all that follows by
   as much, so what is paid is the deepest that the reserve would have been below the floor. */
static double
called_by(const rasimi_reserve_terms *terms, const double *reserve, size_t n_years)
{
    double paid = 0;
    for (size_t y = 0; y < n_years; y++)
        paid = fmax(paid, terms->floor_gbp - reserve[y]);
    return paid;
}

/* Reserves by replicate, [n_years x n] as in the paths; what is called over all years, [n]. */
typedef struct histories {
    double *reserve, *call;
} histories;

static rasim_status
histories_make(const rasimi_reserve_terms *terms, const rasimi_paths *paths, histories *out)
{
    out->reserve = rasimi_calloc(paths->n, paths->n_years * sizeof *out->reserve);
    out->call = rasimi_calloc(paths->n, sizeof *out->call);
    if (!out->reserve || !out->call)
        return RASIM_ERR_NO_MEMORY;
    for (uint64_t r = 0; r < paths->n; r++) {
        double reserve[RASIMI_MAX_YEARS];
        rasimi_reserve_path(terms, paths, r, 1, reserve);
        out->call[r] = called_by(terms, reserve, paths->n_years);
        for (size_t y = 0; y < paths->n_years; y++)
            out->reserve[y * paths->n + r] = reserve[y];
    }
    return RASIM_OK;
}

/* How many replicates are at or above the floor in every year from `from` to `to`, both included. */
static rasim_probability
above_floor(const histories *self, const rasimi_reserve_terms *terms, uint64_t n, size_t from, size_t to)
{
    uint64_t n_above = 0;
    for (uint64_t r = 0; r < n; r++) {
        size_t y = from;
        while (y <= to && self->reserve[y * n + r] >= terms->floor_gbp)
            y++;
        n_above += y > to;
    }
    return rasimi_wilson(n_above, n);
}

static void
describe_year(const histories *self, const rasimi_reserve_terms *terms, rasimi_estimator *estimator, uint64_t n,
              size_t year, rasim_reserve_year *out)
{
    rasimi_estimator_load_doubles(estimator, self->reserve + year * n, n);
    const rasim_expected expected = rasimi_estimate_expected(estimator);
    out->mean = expected.mean;
    out->mean_se = expected.mean_se;
    rasimi_estimate_fan(estimator, out->quantiles);
    out->at_floor = above_floor(self, terms, n, year, year);
    out->never_below = above_floor(self, terms, n, 0, year);
}

static void
describe_call(const histories *self, rasimi_estimator *estimator, uint64_t n, rasim_reserve *out)
{
    uint64_t n_called = 0;
    double sum = 0;
    for (uint64_t r = 0; r < n; r++) {
        n_called += self->call[r] > 0;
        sum += self->call[r];
    }
    rasimi_estimator_load_doubles(estimator, self->call, n);
    out->called = rasimi_wilson(n_called, n);
    out->call = rasimi_estimate_expected(estimator);
    out->call_p95 = rasimi_quantile(estimator->sorted, n, 0.95);
    out->call_if_called_gbp = n_called ? sum / (double)n_called : RASIMI_ABSENT;
}

rasim_status
rasimi_reserve(const rasim_study *study, const rasimi_paths *paths, rasimi_estimator *estimator,
               rasim_design_summary *out)
{
    rasimi_reserve_terms terms;
    rasim_reserve *reserve = &out->reserve;
    reserve->in_framework = rasimi_reserve_terms_of(&study->framework, &terms);
    reserve->applies = reserve->in_framework || !isnan(rasimi_guarantee_confidence(&study->framework));
    if (!reserve->applies)
        return RASIM_OK;
    reserve->opening_gbp = terms.opening_gbp;
    reserve->carry = terms.carry;
    reserve->floor_gbp = terms.floor_gbp;
    histories made = {NULL, NULL};
    const rasim_status status = histories_make(&terms, paths, &made);
    if (!status) {
        for (size_t y = 0; y < paths->n_years; y++)
            describe_year(&made, &terms, estimator, paths->n, y, &out->years[y].reserve);
        describe_call(&made, estimator, paths->n, reserve);
    }
    free(made.reserve);
    free(made.call);
    return status;
}
