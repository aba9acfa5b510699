/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Quantiles of parts do not add up: what their sum is above the quantile of the whole is what devolving costs. */
#include "analysis/devolved.h"

#include <stdlib.h>

#include "analysis/estimate.h"
#include "analysis/ratio.h"
#include "engine/results.h"
#include "num/stats.h"

/* The difference's error is that of the mean of so many batches, each a run of its own with fewer replicates. */
enum { N_BATCHES = 16, LEAST_IN_BATCH = 64 };

typedef struct devolver {
    const rasim_results *results;
    size_t outcome;
    double gbp_per_unit;
    double *values, *sum; /* [replicates] */
} devolver;

/* Net of a place in replicates [first, first + n), sorted; added to the sum. */
static void
load_place(const devolver *self, size_t place, uint64_t first, uint64_t n)
{
    const int64_t *units = rasim_results_place_net(self->results, self->outcome, 0, place);
    for (uint64_t r = 0; r < n; r++) {
        self->values[r] = (double)units[first + r] * self->gbp_per_unit;
        self->sum[r] = place > 0 ? self->sum[r] + self->values[r] : self->values[r];
    }
    rasimi_sort(self->values, n);
}

/* Adds the places' own quantiles and the pooled one to rows of levels. */
static void
compare(const devolver *self, uint64_t first, uint64_t n, rasim_devolved *out)
{
    const rasim_study *study = self->results->study;
    for (size_t l = 0; l < study->n_levels; l++)
        out[l] = (rasim_devolved){.level = study->levels[l]};
    for (size_t p = 0; p < self->results->n_places; p++) {
        load_place(self, p, first, n);
        for (size_t l = 0; l < study->n_levels; l++)
            out[l].places_gbp += rasimi_quantile(self->values, n, out[l].level).value;
    }
    rasimi_sort(self->sum, n);
    for (size_t l = 0; l < study->n_levels; l++) {
        out[l].pooled_gbp = rasimi_quantile(self->sum, n, out[l].level).value;
        out[l].extra_gbp = (rasim_measured){out[l].places_gbp - out[l].pooled_gbp, RASIMI_ABSENT};
    }
}

static void
add_errors(const devolver *self, rasim_devolved *batch, rasim_devolved *out)
{
    const rasim_study *study = self->results->study;
    const uint64_t each = self->results->replicates / N_BATCHES;
    for (size_t l = 0; l < study->n_levels; l++) {
        rasimi_ratio differences = {0};
        for (uint64_t b = 0; b < N_BATCHES && each >= LEAST_IN_BATCH; b++) {
            compare(self, b * each, each, batch);
            rasimi_ratio_add(&differences, batch[l].extra_gbp.value, 1);
        }
        if (each >= LEAST_IN_BATCH)
            out[l].extra_gbp.se = rasimi_ratio_measured(&differences).se;
    }
}

rasim_status
rasimi_devolved(const rasim_results *results, size_t outcome, rasimi_arena *arena, rasim_design_persons *out)
{
    const rasim_study *study = results->study;
    if (results->n_places < 2 || !results->places.series)
        return RASIM_OK;
    rasim_devolved *batch = rasimi_calloc(study->n_levels, sizeof *batch);
    devolver self = {
        .results = results,
        .outcome = outcome,
        .gbp_per_unit = study->framework.weeks_per_year.value / RASIM_UNITS_PER_GBP,
        .values = rasimi_calloc(results->replicates, sizeof *self.values),
        .sum = rasimi_calloc(results->replicates, sizeof *self.sum),
    };
    out->devolved = rasimi_arena_alloc(arena, study->n_levels, sizeof *out->devolved);
    const bool made = batch && self.values && self.sum && out->devolved;
    if (made) {
        out->n_devolved = study->n_levels;
        compare(&self, 0, results->replicates, out->devolved);
        add_errors(&self, batch, out->devolved);
    }
    free(self.values);
    free(self.sum);
    free(batch);
    return made ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}
