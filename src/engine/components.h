/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells that people move between, and so have to be simulated together; no person of one component ever comes into
   another. A component of a council is small enough to stay in the cache for all its years. */
#ifndef RASIMI_ENGINE_COMPONENTS_H
#define RASIMI_ENGINE_COMPONENTS_H

#include "model/study.h"

typedef struct rasimi_components {
    size_t n;
    uint32_t *cells; /* [n_cells] component after component, those of a component ascending */
    size_t *first;   /* [n + 1] where each begins */
    uint32_t *place; /* [n_cells] of a cell among those of its component */
    size_t largest;  /* cells of the largest component */
} rasimi_components;

/* Errors: RASIM_ERR_NO_MEMORY. Clear whatever happens. */
rasim_status
rasimi_components_make(const rasim_study *study, rasimi_components *out);

/* Makes one component of all. */
void
rasimi_components_join(const rasim_study *study, rasimi_components *components);

void
rasimi_components_clear(rasimi_components *components);

#endif
