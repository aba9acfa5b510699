/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bare loop, included once per instruction set after one of the engine's vec_*.h headers. */
#include "bench.h"

/* log2 sd of need: the value does not matter to the time. */
#define LOG2_SD 0.4f

/* One block of people in four replicates. */
static inline void
add_block(const bench_keys *keys, size_t at, uint32_t quad, vf sums[4])
{
    vi words[4];
    vec_philox(vi_load(keys->low + at), vi_load(keys->high + at), quad, vi_set(0), keys->round_keys, words);
#pragma GCC unroll 4
    for (int w = 0; w < 4; w++) {
        sums[w] = vf_add(sums[w], vec_exp2_product(vf_set(LOG2_SD), vec_normal(words[w])));
    }
}

static float
roofline(const bench_keys *keys, uint32_t quads)
{
    float total = 0.0f;
    for (uint32_t quad = 0; quad < quads; quad++) {
        vf sums[4] = {vf_set(0.0f), vf_set(0.0f), vf_set(0.0f), vf_set(0.0f)};
        for (size_t at = 0; at < keys->n; at += VEC_LANES) {
            add_block(keys, at, quad, sums);
        }
        _Alignas(64) float lanes[VEC_LANES];
        vf_store(lanes, vf_add(vf_add(sums[0], sums[1]), vf_add(sums[2], sums[3])));
        for (size_t i = 0; i < VEC_LANES; i++) {
            total += lanes[i];
        }
    }
    return total;
}
