/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The vector functions of one back end, over arrays: what test_vec.c holds against the scalar ones. */
#ifndef TESTS_ENGINE_VEC_CHECK_H
#define TESTS_ENGINE_VEC_CHECK_H

#include <stddef.h>
#include <stdint.h>

/* Arrays of [n], n a multiple of RASIMI_LANES_PAD, aligned to 64 bytes. */
typedef struct vec_check {
    void (*normal)(const int32_t *words, size_t n, float *out);
    void (*exp2_product)(const float *s, const float *z, size_t n, float *out);
    /* the four words of each lane's call: out[4 x n], word by word */
    void (*philox)(const int32_t *const counter[4], size_t n, const uint64_t round_keys[20], int32_t *out);
} vec_check;

extern const vec_check vec_check_avx512, vec_check_avx2, vec_check_portable;

#endif
