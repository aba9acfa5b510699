/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random numbers for the tests of num, in order, from a seed: Philox with the block's number as its counter. */
#ifndef RASIM_TESTS_NUM_DRAWS_H
#define RASIM_TESTS_NUM_DRAWS_H

#include <stdint.h>

#include "num/philox.h"

typedef struct test_draws {
    uint64_t key, block;
} test_draws;

static inline uint64_t
draw_bits(test_draws *d)
{
    uint32_t words[4] = {(uint32_t)d->block, (uint32_t)(d->block >> 32), 0, 0};
    d->block++;
    rasimi_philox(words, d->key);
    return words[0] | (uint64_t)words[1] << 32;
}

static inline double
draw_uniform(test_draws *d)
{
    const uint64_t bits = draw_bits(d);
    return rasimi_uniform53((uint32_t)bits, (uint32_t)(bits >> 32));
}

#endif
