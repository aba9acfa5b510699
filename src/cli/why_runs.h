/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The further runs behind what says why: where the spread comes from, and what would tip it. */
#ifndef RASIM_CLI_WHY_RUNS_H
#define RASIM_CLI_WHY_RUNS_H

#include <stdint.h>

#include "rasim/run.h"

/* Replicates of each of their runs. */
typedef struct why_replicates {
    uint64_t spread;
    uint64_t reverse; /* a search takes many runs: half of what is fitting */
} why_replicates;

/* No more than the main run has; all 0 where memory ran out. */
why_replicates
why_replicates_of(const rasim_study *study, uint64_t main_run);

#endif
