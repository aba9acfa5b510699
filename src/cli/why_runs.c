/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The further runs behind what says why. */
#include "why_runs.h"

#include "rasim/spread.h"

static uint64_t
at_most(uint64_t replicates, uint64_t most)
{
    const uint64_t n = replicates < most ? replicates : most;
    return n < RASIM_CHUNK_REPLICATES ? RASIM_CHUNK_REPLICATES : n;
}

why_replicates
why_replicates_of(const rasim_study *study, uint64_t main_run)
{
    const uint64_t fitting = rasim_spread_replicates(study);
    if (fitting == 0)
        return (why_replicates){0, 0};
    return (why_replicates){at_most(main_run, fitting), at_most(main_run, fitting / 2)};
}
