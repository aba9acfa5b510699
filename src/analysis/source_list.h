/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sources of randomness of a study: streams, and shared shocks, correlated ones together. */
#ifndef RASIMI_ANALYSIS_SOURCE_LIST_H
#define RASIMI_ANALYSIS_SOURCE_LIST_H

#include "engine/shocks.h"

typedef struct rasimi_source {
    const char *name;
    uint64_t streams, shocks; /* bits, as in rasim_run_options */
} rasimi_source;

/* Those that vary; *out lives in the arena. Errors: RASIM_ERR_NO_MEMORY, RASIM_ERR_INPUT as rasimi_shocks_make. */
rasim_status
rasimi_source_list(const rasim_study *study, rasimi_arena *arena, rasimi_source **out, size_t *n,
                   rasim_problems *problems);

#endif
