/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the random numbers of a run start: one seed, or another one for some sources of randomness. A source that is
   seeded anew draws as if its replicates were others, while everything else stays (methods.md section 7). */
#ifndef RASIMI_ENGINE_SEEDS_H
#define RASIMI_ENGINE_SEEDS_H

#include <stdbool.h>
#include <stdint.h>

#include "num/philox.h"

typedef struct rasimi_seeds {
    uint64_t seed;
    uint64_t other;         /* seed of the sources below */
    uint64_t other_streams; /* bit s: stream s (rasimi_stream, below 64) */
    uint64_t other_shocks;  /* bit i: shared shock i of rasimi_shared_list, below 64 */
} rasimi_seeds;

static inline uint64_t
rasimi_seeds_key(const rasimi_seeds *seeds, rasimi_stream stream)
{
    const bool other = stream < 64 && (seeds->other_streams >> stream & 1) != 0;
    return rasimi_stream_key(other ? seeds->other : seeds->seed, stream);
}

/* Key of a shared shock of a stream. */
static inline uint64_t
rasimi_seeds_shock_key(const rasimi_seeds *seeds, rasimi_stream stream, uint64_t shock)
{
    const bool other = shock < 64 && (seeds->other_shocks >> shock & 1) != 0;
    return other ? rasimi_stream_key(seeds->other, stream) : rasimi_seeds_key(seeds, stream);
}

#endif
