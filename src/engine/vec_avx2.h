/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kernel's vector operations on AVX2 with FMA: eight lanes. What each means stands in vec_portable.h. */
#ifndef RASIMI_ENGINE_VEC_AVX2_H
#define RASIMI_ENGINE_VEC_AVX2_H

#include <immintrin.h>
#include <stdint.h>

#include "num/normal32_table.h"
#include "num/philox.h"

#define VEC_NAME  avx2
#define VEC_LANES 8

typedef __m256 vf;
typedef __m256i vi;
typedef __m256i vm; /* all ones or all zeros a lane */

#define VEC_INLINE static inline __attribute__((always_inline))

VEC_INLINE vf
vf_set(float x)
{
    return _mm256_set1_ps(x);
}
VEC_INLINE vf
vf_load(const float *p)
{
    return _mm256_load_ps(p);
}
VEC_INLINE vf
vf_gather(const float *p, vi index)
{
    return _mm256_i32gather_ps(p, index, 4);
}
VEC_INLINE void
vf_store(float *p, vf a)
{
    _mm256_store_ps(p, a);
}
VEC_INLINE void
vi_store(int32_t *p, vi a)
{
    _mm256_store_si256((__m256i *)(void *)p, a);
}
VEC_INLINE vf
vf_add(vf a, vf b)
{
    return _mm256_add_ps(a, b);
}
VEC_INLINE vf
vf_sub(vf a, vf b)
{
    return _mm256_sub_ps(a, b);
}
VEC_INLINE vf
vf_mul(vf a, vf b)
{
    return _mm256_mul_ps(a, b);
}
VEC_INLINE vf
vf_div(vf a, vf b)
{
    return _mm256_div_ps(a, b);
}
VEC_INLINE vf
vf_fma(vf a, vf b, vf c)
{
    return _mm256_fmadd_ps(a, b, c);
}
VEC_INLINE vf
vf_min(vf a, vf b)
{
    return _mm256_min_ps(a, b);
}
VEC_INLINE vf
vf_max(vf a, vf b)
{
    return _mm256_max_ps(a, b);
}
VEC_INLINE vf
vf_floor(vf a)
{
    return _mm256_floor_ps(a);
}
VEC_INLINE vf
vf_select(vm m, vf a, vf b)
{
    return _mm256_blendv_ps(b, a, _mm256_castsi256_ps(m));
}
VEC_INLINE vm
vf_gt(vf a, vf b)
{
    return _mm256_castps_si256(_mm256_cmp_ps(a, b, _CMP_GT_OQ));
}
VEC_INLINE vm
vf_lt(vf a, vf b)
{
    return _mm256_castps_si256(_mm256_cmp_ps(a, b, _CMP_LT_OQ));
}
VEC_INLINE vm
vf_ge(vf a, vf b)
{
    return _mm256_castps_si256(_mm256_cmp_ps(a, b, _CMP_GE_OQ));
}
VEC_INLINE vi
vf_round(vf a)
{
    return _mm256_cvtps_epi32(a);
}
VEC_INLINE vf
vi_float(vi a)
{
    return _mm256_cvtepi32_ps(a);
}
VEC_INLINE vi
vi_set(int32_t x)
{
    return _mm256_set1_epi32(x);
}
VEC_INLINE vi
vi_load(const int32_t *p)
{
    return _mm256_load_si256((const __m256i *)p);
}
VEC_INLINE vi
vi_gather(const int32_t *p, vi index)
{
    return _mm256_i32gather_epi32(p, index, 4);
}
VEC_INLINE vi
vi_add(vi a, vi b)
{
    return _mm256_add_epi32(a, b);
}
VEC_INLINE vi
vi_and(vi a, vi b)
{
    return _mm256_and_si256(a, b);
}
/* Shifted right by n bits, with zeros. */
VEC_INLINE vi
vi_right(vi a, int n)
{
    return _mm256_srli_epi32(a, n);
}
VEC_INLINE vi
vi_mul(vi a, vi b)
{
    return _mm256_mullo_epi32(a, b);
}
VEC_INLINE vi
vi_twice(vi a)
{
    return _mm256_slli_epi32(a, 1);
}
VEC_INLINE vi
vi_sub(vi a, vi b)
{
    return _mm256_sub_epi32(a, b);
}
VEC_INLINE vi
vi_min(vi a, vi b)
{
    return _mm256_min_epi32(a, b);
}
VEC_INLINE vm
vi_eq(vi a, vi b)
{
    return _mm256_cmpeq_epi32(a, b);
}
VEC_INLINE vm
vi_gt(vi a, vi b)
{
    return _mm256_cmpgt_epi32(a, b);
}
VEC_INLINE vm
vi_below(vi a, vi b)
{
    const vi sign = _mm256_set1_epi32((int)0x80000000u);
    return _mm256_cmpgt_epi32(_mm256_xor_si256(b, sign), _mm256_xor_si256(a, sign));
}
VEC_INLINE vi
vi_keep(vm m, vi a)
{
    return _mm256_and_si256(m, a);
}
VEC_INLINE vi
vi_select(vm m, vi a, vi b)
{
    return _mm256_blendv_epi8(b, a, m);
}
VEC_INLINE vi
vi_add_if(vi acc, vm m, vi a)
{
    return _mm256_add_epi32(acc, _mm256_and_si256(m, a));
}
VEC_INLINE int64_t
vi_sum(vi a)
{
    int32_t lanes[8];
    _mm256_storeu_si256((__m256i *)(void *)lanes, a);
    int64_t sum = 0;
    for (int i = 0; i < 8; i++) {
        sum += lanes[i];
    }
    return sum;
}
/* Adds the sums of VEC_SUMS registers to as many totals: halves are added until every lane is a total. */
#define VEC_SUMS 4
VEC_INLINE void
vi_add_sums(const vi a[VEC_SUMS], int64_t totals[VEC_SUMS])
{
    vi x[VEC_SUMS];
#pragma GCC unroll 4
    for (int k = 0; k < VEC_SUMS; k++) {
        x[k] = _mm256_add_epi64(_mm256_cvtepi32_epi64(_mm256_castsi256_si128(a[k])),
                                _mm256_cvtepi32_epi64(_mm256_extracti128_si256(a[k], 1)));
    }
    const vi low = _mm256_add_epi64(_mm256_unpacklo_epi64(x[0], x[1]), _mm256_unpackhi_epi64(x[0], x[1]));
    const vi high = _mm256_add_epi64(_mm256_unpacklo_epi64(x[2], x[3]), _mm256_unpackhi_epi64(x[2], x[3]));
    const vi sums =
        _mm256_add_epi64(_mm256_permute2x128_si256(low, high, 0x20), _mm256_permute2x128_si256(low, high, 0x31));
    __m256i *to = (__m256i *)(void *)totals;
    _mm256_storeu_si256(to, _mm256_add_epi64(_mm256_loadu_si256(to), sums));
}
VEC_INLINE vm
vm_and(vm a, vm b)
{
    return _mm256_and_si256(a, b);
}
VEC_INLINE vm
vm_or(vm a, vm b)
{
    return _mm256_or_si256(a, b);
}
VEC_INLINE vm
vm_without(vm a, vm b)
{
    return _mm256_andnot_si256(b, a);
}
VEC_INLINE vm
vm_all(void)
{
    return _mm256_set1_epi32(-1);
}
VEC_INLINE vm
vm_none(void)
{
    return _mm256_setzero_si256();
}
/* A bit a lane, the first lane's the lowest. */
VEC_INLINE uint32_t
vm_bits(vm m)
{
    return (uint32_t)_mm256_movemask_ps(_mm256_castsi256_ps(m));
}
VEC_INLINE vm
vm_of_bits(uint32_t bits)
{
    const vi one_each = _mm256_setr_epi32(1, 2, 4, 8, 16, 32, 64, 128);
    return _mm256_cmpeq_epi32(_mm256_and_si256(_mm256_set1_epi32((int)bits), one_each), one_each);
}
VEC_INLINE _Bool
vm_is_none(vm m)
{
    return _mm256_testz_si256(m, m) != 0;
}
VEC_INLINE uint32_t
vi_pack(int32_t *out, vm who, vi a)
{
    int32_t lanes[8];
    _mm256_storeu_si256((__m256i *)(void *)lanes, a);
    uint32_t n = 0;
    for (uint32_t set = (uint32_t)_mm256_movemask_ps(_mm256_castsi256_ps(who)); set != 0; set &= set - 1) {
        out[n++] = lanes[__builtin_ctz(set)];
    }
    return n;
}
VEC_INLINE vm
vm_first(uint32_t n)
{
    const int limit = n > VEC_LANES ? VEC_LANES : (int)n;
    return _mm256_cmpgt_epi32(_mm256_set1_epi32(limit), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
}

/* The high half of each 64-bit lane, in the low half. */
VEC_INLINE vi
vec_high_halves(vi a)
{
    return _mm256_castps_si256(_mm256_movehdup_ps(_mm256_castsi256_ps(a)));
}

/* Ten rounds in the four 64-bit lanes. Only the low half of each lane counts; the high halves may hold rubbish. */
VEC_INLINE void
vec_philox_half(vi x0, vi x1, vi third_product, vi x3, const uint64_t round_keys[20], vi words[4])
{
    const vi m0 = _mm256_set1_epi64x(RASIMI_PHILOX_M0), m1 = _mm256_set1_epi64x(RASIMI_PHILOX_M1);
    vi a = _mm256_mul_epu32(x0, m0);
    vi b = third_product;
#pragma GCC unroll 10
    for (int round = 0; round < 10; round++) {
        if (round > 0) {
            a = _mm256_mul_epu32(x0, m0);
            b = _mm256_mul_epu32(words[2], m1);
        }
        const vi k0 = _mm256_set1_epi64x((int64_t)round_keys[2 * round]);
        const vi k1 = _mm256_set1_epi64x((int64_t)round_keys[2 * round + 1]);
        x0 = _mm256_xor_si256(_mm256_xor_si256(vec_high_halves(b), x1), k0);
        words[2] = _mm256_xor_si256(_mm256_xor_si256(vec_high_halves(a), x3), k1);
        x1 = b;
        x3 = a;
    }
    words[0] = x0;
    words[1] = x1;
    words[3] = x3;
}

VEC_INLINE void
vec_philox(vi low, vi high, uint32_t third, vi fourth, const uint64_t round_keys[20], vi words[4])
{
    const vi product = _mm256_set1_epi64x((int64_t)((uint64_t)RASIMI_PHILOX_M1 * third));
    vi even[4], odd[4];
    vec_philox_half(low, high, product, fourth, round_keys, even);
    vec_philox_half(_mm256_srli_epi64(low, 32), _mm256_srli_epi64(high, 32), product, _mm256_srli_epi64(fourth, 32),
                    round_keys, odd);
    for (int w = 0; w < 4; w++) {
        words[w] = _mm256_blend_epi32(even[w], _mm256_slli_epi64(odd[w], 32), 0xAA);
    }
}

/* The same with a third counter word of each lane's own. */
VEC_INLINE void
vec_philox_lanes(vi low, vi high, vi third, vi fourth, const uint64_t round_keys[20], vi words[4])
{
    const vi m1 = _mm256_set1_epi64x(RASIMI_PHILOX_M1);
    vi even[4], odd[4];
    vec_philox_half(low, high, _mm256_mul_epu32(third, m1), fourth, round_keys, even);
    vec_philox_half(_mm256_srli_epi64(low, 32), _mm256_srli_epi64(high, 32),
                    _mm256_mul_epu32(_mm256_srli_epi64(third, 32), m1), _mm256_srli_epi64(fourth, 32), round_keys, odd);
    for (int w = 0; w < 4; w++) {
        words[w] = _mm256_blend_epi32(even[w], _mm256_slli_epi64(odd[w], 32), 0xAA);
    }
}

/* Some lane is outside the eight octaves that fit one register: one word in 256. */
__attribute__((noinline, cold)) static vf
vec_normal_rare(vi octave, vf t)
{
    const vi index = _mm256_and_si256(octave, _mm256_set1_epi32(31));
    vf z = _mm256_i32gather_ps(rasimi_normal32_table[RASIMI_NORMAL32_DEGREE], index, 4);
    for (int power = RASIMI_NORMAL32_DEGREE - 1; power >= 0; power--) {
        z = _mm256_fmadd_ps(z, t, _mm256_i32gather_ps(rasimi_normal32_table[power], index, 4));
    }
    return z;
}

VEC_INLINE vf
vec_normal(vi word)
{
    const vi k = _mm256_or_si256(_mm256_and_si256(word, _mm256_set1_epi32(0x7fffffff)), _mm256_set1_epi32(1));
    const vi bits = _mm256_castps_si256(_mm256_cvtepi32_ps(k));
    const vi octave = _mm256_srli_epi32(bits, 23);
    const vi one_to_two =
        _mm256_or_si256(_mm256_and_si256(bits, _mm256_set1_epi32(0x7fffff)), _mm256_set1_epi32(0x3f800000));
    const vf t = _mm256_sub_ps(_mm256_castsi256_ps(one_to_two), _mm256_set1_ps(1.5f));
    const vi rare = _mm256_or_si256(_mm256_cmpgt_epi32(_mm256_set1_epi32(127 + 23), octave),
                                    _mm256_cmpgt_epi32(octave, _mm256_set1_epi32(127 + 30)));
    vf z;
    if (__builtin_expect(_mm256_movemask_ps(_mm256_castsi256_ps(rare)), 0)) {
        z = vec_normal_rare(octave, t);
    } else {
        z = _mm256_permutevar8x32_ps(_mm256_load_ps(rasimi_normal32_top[RASIMI_NORMAL32_DEGREE]), octave);
#pragma GCC unroll 8
        for (int power = RASIMI_NORMAL32_DEGREE - 1; power >= 0; power--) {
            z = _mm256_fmadd_ps(z, t, _mm256_permutevar8x32_ps(_mm256_load_ps(rasimi_normal32_top[power]), octave));
        }
    }
    const vi sign = _mm256_and_si256(word, _mm256_set1_epi32((int)0x80000000u));
    return _mm256_xor_ps(z, _mm256_castsi256_ps(sign));
}

VEC_INLINE vf
vec_exp2_product(vf s, vf z)
{
    const vf magic = _mm256_set1_ps(12582912.0f);
    const vf shifted = _mm256_fmadd_ps(s, z, magic);
    const vf whole = _mm256_sub_ps(shifted, magic);
    const vf f = _mm256_fmsub_ps(s, z, whole);
    vf p = _mm256_set1_ps(rasimi_exp2_table[RASIMI_EXP2_DEGREE]);
#pragma GCC unroll 8
    for (int power = RASIMI_EXP2_DEGREE - 1; power >= 0; power--) {
        p = _mm256_fmadd_ps(p, f, _mm256_set1_ps(rasimi_exp2_table[power]));
    }
    return _mm256_castsi256_ps(
        _mm256_add_epi32(_mm256_castps_si256(p), _mm256_slli_epi32(_mm256_castps_si256(shifted), 23)));
}

#endif
