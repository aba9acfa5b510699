/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Single people in the years after the first: whether it is enough, and how alike equal needs are treated. */
#ifndef RASIMI_ANALYSIS_PERSONS_LATER_H
#define RASIMI_ANALYSIS_PERSONS_LATER_H

#include "analysis/persons_pass.h"
#include "base/mem.h"

/* A pass over all years, in so many replicates. */
typedef struct rasimi_later_pass {
    const rasim_study *study;
    uint64_t seed, replicates, n_done; /* n_done: replicates of an earlier pass, for poll */
    int n_threads;                     /* 0: as many as there are cores */
    rasim_poll_fn *poll;               /* may be NULL */
    void *poll_context;
    rasimi_arena *arena; /* where what is found lives */
} rasimi_later_pass;

/* Sets n_later and later of every outcome's people; need_tenth is [outcome][row]. Errors: those of the pass. */
rasim_status
rasimi_persons_later(const rasimi_later_pass *pass, const uint8_t *const *need_tenth, rasim_design_persons *designs,
                     rasim_problems *problems);

#endif
