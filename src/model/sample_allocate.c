/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many rows of a sample each stratum gives: a proportional sharing out between bounds. */
#include "model/sample_allocate.h"

#include <stdlib.h>

#include "base/mem.h"
#include "num/urn.h"

uint64_t
rasimi_sample_least(const rasimi_sample_stratum *stratum)
{
    return stratum->take_all || stratum->people < 2 ? stratum->people : 2;
}

/* Strata that are not yet held at a bound share `left` rows in proportion to `weights`. */
typedef struct sharing {
    rasimi_sample_stratum *strata;
    size_t n;
    rasim_allocation allocation;
    uint64_t left;
    bool *held;      /* [n] */
    double *weights; /* [n] 0 where held */
} sharing;

/* False where the weights of the strata that are not held sum to nothing. */
static bool
weigh(sharing *self, bool by_spread)
{
    double sum = 0;
    for (size_t h = 0; h < self->n; h++) {
        const rasimi_sample_stratum *s = &self->strata[h];
        self->weights[h] = self->held[h] ? 0 : (double)s->people * (by_spread ? s->sd : 1);
        sum += self->weights[h];
    }
    return sum > 0;
}

static double
sum_of(const double *values, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += values[i];
    }
    return sum;
}

/* How far the stratum's share lies beyond its bounds: above 0 too many, below 0 too few. */
static double
misfit(const sharing *self, size_t h, double rows_per_weight)
{
    const rasimi_sample_stratum *s = &self->strata[h];
    const double share = self->weights[h] * rows_per_weight;
    if (share > (double)s->people) {
        return share - (double)s->people;
    }
    const double least = (double)rasimi_sample_least(s);
    return share < least ? share - least : 0;
}

/* Holds the strata on the side with the larger misfit; false where all shares fit. */
static bool
hold_misfits(sharing *self)
{
    const double rows_per_weight = (double)self->left / sum_of(self->weights, self->n);
    double many = 0, few = 0;
    for (size_t h = 0; h < self->n; h++) {
        const double by = self->held[h] ? 0 : misfit(self, h, rows_per_weight);
        many += by > 0 ? by : 0;
        few -= by < 0 ? by : 0;
    }
    for (size_t h = 0; h < self->n; h++) {
        rasimi_sample_stratum *s = &self->strata[h];
        const double by = self->held[h] ? 0 : misfit(self, h, rows_per_weight);
        if (by == 0 || (by > 0) != (many >= few)) {
            continue;
        }
        self->held[h] = true;
        s->drawn = by > 0 ? s->people : rasimi_sample_least(s);
        self->left -= s->drawn;
    }
    return many > 0 || few > 0;
}

static void
hold_take_all(sharing *self)
{
    for (size_t h = 0; h < self->n; h++) {
        rasimi_sample_stratum *s = &self->strata[h];
        if (s->take_all || s->people == 0) {
            self->held[h] = true;
            s->drawn = s->people;
            self->left -= s->drawn;
        }
    }
}

/* Weighs the strata that are left; false where there are none. */
static bool
weigh_left(sharing *self)
{
    return (self->allocation == RASIM_ALLOCATION_NEYMAN && weigh(self, true)) || weigh(self, false);
}

rasim_status
rasimi_sample_allocate(rasimi_sample_stratum *strata, size_t n, uint64_t size, rasim_allocation allocation)
{
    rasim_status status = RASIM_ERR_NO_MEMORY;
    sharing self = {.strata = strata, .n = n, .allocation = allocation, .left = size};
    uint64_t *counts = rasimi_calloc(n, sizeof *counts);
    self.held = rasimi_calloc(n, sizeof *self.held);
    self.weights = rasimi_calloc(n, sizeof *self.weights);
    if (counts == NULL || self.held == NULL || self.weights == NULL) {
        goto out;
    }
    hold_take_all(&self);
    bool any = weigh_left(&self);
    while (any && hold_misfits(&self)) {
        any = weigh_left(&self);
    }
    if (any && rasimi_apportion(self.weights, n, self.left, counts) != 0) {
        goto out;
    }
    for (size_t h = 0; h < n; h++) {
        strata[h].drawn = self.held[h] ? strata[h].drawn : counts[h];
    }
    status = RASIM_OK;
out:
    free(counts);
    free(self.held);
    free(self.weights);
    return status;
}
