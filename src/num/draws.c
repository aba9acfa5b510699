/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws in batches of Philox calls. */
#include "num/draws.h"

#include "num/philox.h"

#define BATCH_CALLS (RASIMI_DRAWS_BATCH / 2)

/* Fewer calls than these are quicker one after another. */
#define FEWEST_FOR_ENGINE 4

void
rasimi_draws_start_by(rasimi_draws *draws, const rasimi_draws_engine *engine, uint64_t key, uint64_t stratum,
                      uint64_t replicate, uint64_t n_draws)
{
    draws->key = key;
    draws->stratum = stratum;
    draws->calls = (n_draws + 1) / 2;
    draws->engine = draws->calls < FEWEST_FOR_ENGINE ? NULL : engine;
    draws->replicate = (uint32_t)replicate;
    draws->next_call = 0;
    draws->next = draws->filled = 0;
}

void
rasimi_draws_start(rasimi_draws *draws, uint64_t key, uint64_t stratum, uint64_t replicate, uint64_t n_draws)
{
    rasimi_draws_start_by(draws, NULL, key, stratum, replicate, n_draws);
}

static void
fill_by_engine(rasimi_draws *draws, uint64_t calls)
{
    _Alignas(64) uint32_t words[4][BATCH_CALLS];
    const size_t computed = calls <= BATCH_CALLS / 2 ? BATCH_CALLS / 2 : BATCH_CALLS;
    draws->engine->calls(draws->stratum, draws->replicate, draws->next_call, 1, computed, draws->engine->round_keys,
                         words[0]);
    const uint32_t *word = words[0];
    for (size_t i = 0; i < computed; i++) {
        draws->values[2 * i] = word[i] | (uint64_t)word[computed + i] << 32;
        draws->values[2 * i + 1] = word[2 * computed + i] | (uint64_t)word[3 * computed + i] << 32;
    }
}

static void
fill_one_by_one(rasimi_draws *draws, uint64_t calls)
{
    for (size_t i = 0; i < calls; i++) {
        uint32_t words[4] = {(uint32_t)draws->stratum, (uint32_t)(draws->stratum >> 32), draws->replicate,
                             draws->next_call + (uint32_t)i};
        rasimi_philox(words, draws->key);
        draws->values[2 * i] = words[0] | (uint64_t)words[1] << 32;
        draws->values[2 * i + 1] = words[2] | (uint64_t)words[3] << 32;
    }
}

void
rasimi_draws_fill(rasimi_draws *draws)
{
    const uint64_t left = draws->calls - draws->next_call, calls = left < BATCH_CALLS ? left : BATCH_CALLS;
    if (draws->engine != NULL && calls > 0) {
        fill_by_engine(draws, calls);
    } else {
        fill_one_by_one(draws, calls);
    }
    draws->next_call += (uint32_t)calls;
    draws->filled = (unsigned)(2 * calls);
    draws->next = 0;
}
