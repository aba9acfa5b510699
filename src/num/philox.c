/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Philox4x32-10, one counter at a time, and the keys of its streams. */
#include "num/philox.h"

#define ROUNDS       10
#define GOLDEN_GAMMA UINT64_C(0x9E3779B97F4A7C15)
#define FNV_OFFSET   UINT64_C(14695981039346656037)
#define FNV_PRIME    UINT64_C(1099511628211)

void
rasimi_philox(uint32_t counter[4], uint64_t key)
{
    uint32_t c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3];
    uint32_t k0 = (uint32_t)key, k1 = (uint32_t)(key >> 32);
    for (int round = 0; round < ROUNDS; round++) {
        const uint64_t p0 = (uint64_t)RASIMI_PHILOX_M0 * c0;
        const uint64_t p1 = (uint64_t)RASIMI_PHILOX_M1 * c2;
        c0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0;
        c1 = (uint32_t)p1;
        c2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
        c3 = (uint32_t)p0;
        k0 += RASIMI_PHILOX_W0;
        k1 += RASIMI_PHILOX_W1;
    }
    counter[0] = c0;
    counter[1] = c1;
    counter[2] = c2;
    counter[3] = c3;
}

uint64_t
rasimi_splitmix64(uint64_t x)
{
    x += GOLDEN_GAMMA;
    x = (x ^ x >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ x >> 27) * UINT64_C(0x94D049BB133111EB);
    return x ^ x >> 31;
}

uint64_t
rasimi_stream_key(uint64_t seed, rasimi_stream stream)
{
    return rasimi_splitmix64(seed + (uint64_t)stream * GOLDEN_GAMMA);
}

uint64_t
rasimi_label_key(const char *bytes, uint64_t length)
{
    uint64_t hash = FNV_OFFSET;
    for (uint64_t i = 0; i < length; i++) {
        hash = (hash ^ (unsigned char)bytes[i]) * FNV_PRIME;
    }
    return rasimi_splitmix64(hash);
}
