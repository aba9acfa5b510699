/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws in batches of Philox calls. */
#include "num/draws.h"

#include "num/philox.h"

void
rasimi_draws_start(rasimi_draws *draws, uint64_t key, uint64_t stratum, uint64_t replicate, uint64_t n_draws)
{
    draws->key = key;
    draws->stratum = stratum;
    draws->calls = (n_draws + 1) / 2;
    draws->replicate = (uint32_t)replicate;
    draws->next_call = 0;
    draws->next = draws->filled = 0;
}

void
rasimi_draws_fill(rasimi_draws *draws)
{
    unsigned filled = 0;
    while (filled < RASIMI_DRAWS_BATCH && draws->next_call < draws->calls) {
        uint32_t words[4] = {(uint32_t)draws->stratum, (uint32_t)(draws->stratum >> 32), draws->replicate,
                             draws->next_call++};
        rasimi_philox(words, draws->key);
        draws->values[filled++] = words[0] | (uint64_t)words[1] << 32;
        draws->values[filled++] = words[2] | (uint64_t)words[3] << 32;
    }
    draws->filled = filled;
    draws->next = 0;
}
