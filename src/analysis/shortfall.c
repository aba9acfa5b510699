/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shortfalls of simulated people. */
#include "analysis/shortfall.h"

#include "analysis/persons_pass.h"
#include "analysis/ratio.h"

typedef struct watcher {
    size_t outcome;
    rasimi_ratio indicative, final;
} watcher;

static double
gap(double need, double given)
{
    return need > given ? need - given : 0;
}

static rasim_status
see(void *context, const rasimi_crowd *crowds)
{
    watcher *self = context;
    const rasimi_crowd *crowd = &crowds[self->outcome];
    double need = 0, indicative = 0, final = 0;
    for (size_t i = 0; i < crowd->n; i++) {
        const rasimi_fared *fared = &crowd->fared[i];
        const double weeks = (double)crowd->seen[i].weeks, c = (double)fared->need;
        if (fared->pool == RASIMI_POOL_LEGACY)
            continue;
        need += weeks * c;
        if (fared->pool == RASIMI_POOL_INSIDE) {
            indicative += weeks * gap(c, (double)fared->indicative);
            final += weeks * gap(c, (double)fared->budget);
        } else if (fared->pool == RASIMI_POOL_INELIGIBLE) {
            indicative += weeks * c;
            final += weeks * c;
        }
    }
    rasimi_ratio_add(&self->indicative, indicative, need);
    rasimi_ratio_add(&self->final, final, need);
    return RASIM_OK;
}

rasim_status
rasimi_shortfall_watch(const rasim_study *study, size_t outcome, uint64_t seed, uint64_t replicates,
                       rasimi_seen_shortfall *out, rasim_problems *problems)
{
    watcher self = {.outcome = outcome};
    const rasimi_persons_pass pass = {study, seed, replicates, 1, see, &self};
    const rasim_status status = rasimi_persons_watch(&pass, problems);
    if (status == RASIM_OK)
        *out = (rasimi_seen_shortfall){rasimi_ratio_measured(&self.indicative), rasimi_ratio_measured(&self.final)};
    return status;
}
