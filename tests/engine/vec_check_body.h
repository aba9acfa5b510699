/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Included once per instruction set after one of the engine's vec_*.h headers. */
#include "vec_check.h"

static void
normal(const int32_t *words, size_t n, float *out)
{
    for (size_t i = 0; i < n; i += VEC_LANES) {
        vf_store(out + i, vec_normal(vi_load(words + i)));
    }
}

static void
exp2_product(const float *s, const float *z, size_t n, float *out)
{
    for (size_t i = 0; i < n; i += VEC_LANES) {
        vf_store(out + i, vec_exp2_product(vf_load(s + i), vf_load(z + i)));
    }
}

static void
philox(const int32_t *const counter[4], size_t n, const uint64_t round_keys[20], int32_t *out)
{
    for (size_t i = 0; i < n; i += VEC_LANES) {
        vi words[4];
        vec_philox_lanes(vi_load(counter[0] + i), vi_load(counter[1] + i), vi_load(counter[2] + i),
                         vi_load(counter[3] + i), round_keys, words);
        for (size_t w = 0; w < 4; w++) {
            vi_store(out + w * n + i, words[w]);
        }
    }
}
