/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kernel's vector operations on AVX-512 (F, BW, DQ): sixteen lanes. What each means stands in vec_portable.h. */
#ifndef RASIMI_ENGINE_VEC_AVX512_H
#define RASIMI_ENGINE_VEC_AVX512_H

#include <immintrin.h>
#include <stdint.h>

#include "num/normal32_table.h"
#include "num/philox.h"

#define VEC_NAME  avx512
#define VEC_LANES 16

typedef __m512 vf;
typedef __m512i vi;
typedef __mmask16 vm;

#define VEC_INLINE static inline __attribute__((always_inline))

VEC_INLINE vf
vf_set(float x)
{
    return _mm512_set1_ps(x);
}
VEC_INLINE vf
vf_load(const float *p)
{
    return _mm512_load_ps(p);
}
VEC_INLINE vf
vf_gather(const float *p, vi index)
{
    return _mm512_i32gather_ps(index, p, 4);
}
VEC_INLINE void
vf_store(float *p, vf a)
{
    _mm512_store_ps(p, a);
}
VEC_INLINE void
vi_store(int32_t *p, vi a)
{
    _mm512_store_si512(p, a);
}
VEC_INLINE vf
vf_add(vf a, vf b)
{
    return _mm512_add_ps(a, b);
}
VEC_INLINE vf
vf_sub(vf a, vf b)
{
    return _mm512_sub_ps(a, b);
}
VEC_INLINE vf
vf_mul(vf a, vf b)
{
    return _mm512_mul_ps(a, b);
}
VEC_INLINE vf
vf_div(vf a, vf b)
{
    return _mm512_div_ps(a, b);
}
VEC_INLINE vf
vf_fma(vf a, vf b, vf c)
{
    return _mm512_fmadd_ps(a, b, c);
}
VEC_INLINE vf
vf_min(vf a, vf b)
{
    return _mm512_min_ps(a, b);
}
VEC_INLINE vf
vf_max(vf a, vf b)
{
    return _mm512_max_ps(a, b);
}
VEC_INLINE vf
vf_floor(vf a)
{
    return _mm512_roundscale_ps(a, _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC);
}
VEC_INLINE vf
vf_select(vm m, vf a, vf b)
{
    return _mm512_mask_blend_ps(m, b, a);
}
VEC_INLINE vm
vf_gt(vf a, vf b)
{
    return _mm512_cmp_ps_mask(a, b, _CMP_GT_OQ);
}
VEC_INLINE vm
vf_lt(vf a, vf b)
{
    return _mm512_cmp_ps_mask(a, b, _CMP_LT_OQ);
}
VEC_INLINE vm
vf_ge(vf a, vf b)
{
    return _mm512_cmp_ps_mask(a, b, _CMP_GE_OQ);
}
VEC_INLINE vi
vf_round(vf a)
{
    return _mm512_cvtps_epi32(a);
}
VEC_INLINE vf
vi_float(vi a)
{
    return _mm512_cvtepi32_ps(a);
}
VEC_INLINE vi
vi_set(int32_t x)
{
    return _mm512_set1_epi32(x);
}
VEC_INLINE vi
vi_load(const int32_t *p)
{
    return _mm512_load_si512(p);
}
VEC_INLINE vi
vi_gather(const int32_t *p, vi index)
{
    return _mm512_i32gather_epi32(index, p, 4);
}
VEC_INLINE vi
vi_add(vi a, vi b)
{
    return _mm512_add_epi32(a, b);
}
VEC_INLINE vi
vi_and(vi a, vi b)
{
    return _mm512_and_si512(a, b);
}
/* Shifted right by n bits, with zeros. */
VEC_INLINE vi
vi_right(vi a, int n)
{
    return _mm512_srli_epi32(a, (unsigned)n);
}
VEC_INLINE vi
vi_mul(vi a, vi b)
{
    return _mm512_mullo_epi32(a, b);
}
VEC_INLINE vi
vi_twice(vi a)
{
    return _mm512_slli_epi32(a, 1);
}
VEC_INLINE vi
vi_sub(vi a, vi b)
{
    return _mm512_sub_epi32(a, b);
}
VEC_INLINE vi
vi_min(vi a, vi b)
{
    return _mm512_min_epi32(a, b);
}
VEC_INLINE vm
vi_eq(vi a, vi b)
{
    return _mm512_cmpeq_epi32_mask(a, b);
}
VEC_INLINE vm
vi_gt(vi a, vi b)
{
    return _mm512_cmpgt_epi32_mask(a, b);
}
VEC_INLINE vm
vi_below(vi a, vi b)
{
    return _mm512_cmplt_epu32_mask(a, b);
}
VEC_INLINE vi
vi_keep(vm m, vi a)
{
    return _mm512_maskz_mov_epi32(m, a);
}
VEC_INLINE vi
vi_select(vm m, vi a, vi b)
{
    return _mm512_mask_blend_epi32(m, b, a);
}
VEC_INLINE vi
vi_add_if(vi acc, vm m, vi a)
{
    return _mm512_mask_add_epi32(acc, m, acc, a);
}
VEC_INLINE int64_t
vi_sum(vi a)
{
    const vi wide = _mm512_add_epi64(_mm512_cvtepi32_epi64(_mm512_castsi512_si256(a)),
                                     _mm512_cvtepi32_epi64(_mm512_extracti64x4_epi64(a, 1)));
    return _mm512_reduce_add_epi64(wide);
}
/* Neighbours among the four quarters of a, then of b, added up. */
VEC_INLINE vi
vec_add_pairs(vi a, vi b)
{
    return _mm512_add_epi64(_mm512_shuffle_i64x2(a, b, 0x88), _mm512_shuffle_i64x2(a, b, 0xDD));
}
/* Adds the sums of VEC_SUMS registers to as many totals: halves are added until every lane is a total. */
#define VEC_SUMS 8
VEC_INLINE void
vi_add_sums(const vi a[VEC_SUMS], int64_t totals[VEC_SUMS])
{
    vi x[VEC_SUMS];
#pragma GCC unroll 8
    for (int k = 0; k < VEC_SUMS; k++) {
        x[k] = _mm512_add_epi64(_mm512_cvtepi32_epi64(_mm512_castsi512_si256(a[k])),
                                _mm512_cvtepi32_epi64(_mm512_extracti64x4_epi64(a[k], 1)));
    }
#pragma GCC unroll 4
    for (int k = 0; k < VEC_SUMS / 2; k++) {
        x[k] = _mm512_add_epi64(_mm512_unpacklo_epi64(x[2 * k], x[2 * k + 1]),
                                _mm512_unpackhi_epi64(x[2 * k], x[2 * k + 1]));
    }
    const vi low = vec_add_pairs(x[0], x[1]), high = vec_add_pairs(x[2], x[3]);
    _mm512_storeu_si512(totals, _mm512_add_epi64(_mm512_loadu_si512(totals), vec_add_pairs(low, high)));
}
VEC_INLINE vm
vm_and(vm a, vm b)
{
    return _kand_mask16(a, b);
}
VEC_INLINE vm
vm_or(vm a, vm b)
{
    return _kor_mask16(a, b);
}
VEC_INLINE vm
vm_without(vm a, vm b)
{
    return _kandn_mask16(b, a);
}
VEC_INLINE vm
vm_all(void)
{
    return 0xFFFF;
}
VEC_INLINE vm
vm_none(void)
{
    return 0;
}
/* A bit a lane, the first lane's the lowest. */
VEC_INLINE uint32_t
vm_bits(vm m)
{
    return m;
}
VEC_INLINE vm
vm_of_bits(uint32_t bits)
{
    return (vm)bits;
}
VEC_INLINE _Bool
vm_is_none(vm m)
{
    return m == 0;
}
VEC_INLINE uint32_t
vi_pack(int32_t *out, vm who, vi a)
{
    /* by way of a register: storing selected lanes to memory is slow on some processors */
    _mm512_storeu_si512(out, _mm512_maskz_compress_epi32(who, a));
    return (uint32_t)__builtin_popcount(who);
}
VEC_INLINE vm
vm_first(uint32_t n)
{
    return (vm)(n >= 16 ? 0xFFFFu : (1u << n) - 1u);
}

/* Ten rounds in the eight 64-bit lanes. Only the low half of each lane counts; the high halves may hold rubbish. */
VEC_INLINE void
vec_philox_half(vi x0, vi x1, vi third_product, vi x3, const uint64_t round_keys[20], vi words[4])
{
    const vi m0 = _mm512_set1_epi64(RASIMI_PHILOX_M0), m1 = _mm512_set1_epi64(RASIMI_PHILOX_M1);
    vi a = _mm512_mul_epu32(x0, m0);
    vi b = third_product;
#pragma GCC unroll 10
    for (int round = 0; round < 10; round++) {
        if (round > 0) {
            a = _mm512_mul_epu32(x0, m0);
            b = _mm512_mul_epu32(words[2], m1);
        }
        const vi k0 = _mm512_set1_epi64((int64_t)round_keys[2 * round]);
        const vi k1 = _mm512_set1_epi64((int64_t)round_keys[2 * round + 1]);
        x0 = _mm512_ternarylogic_epi64(_mm512_shuffle_epi32(b, (_MM_PERM_ENUM)0xF5), x1, k0, 0x96);
        words[2] = _mm512_ternarylogic_epi64(_mm512_shuffle_epi32(a, (_MM_PERM_ENUM)0xF5), x3, k1, 0x96);
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
    const vi product = _mm512_set1_epi64((int64_t)((uint64_t)RASIMI_PHILOX_M1 * third));
    vi even[4], odd[4];
    vec_philox_half(low, high, product, fourth, round_keys, even);
    vec_philox_half(_mm512_srli_epi64(low, 32), _mm512_srli_epi64(high, 32), product, _mm512_srli_epi64(fourth, 32),
                    round_keys, odd);
    for (int w = 0; w < 4; w++) {
        words[w] = _mm512_mask_blend_epi32(0xAAAA, even[w], _mm512_slli_epi64(odd[w], 32));
    }
}

/* The same with a third counter word of each lane's own. */
VEC_INLINE void
vec_philox_lanes(vi low, vi high, vi third, vi fourth, const uint64_t round_keys[20], vi words[4])
{
    const vi m1 = _mm512_set1_epi64(RASIMI_PHILOX_M1);
    vi even[4], odd[4];
    vec_philox_half(low, high, _mm512_mul_epu32(third, m1), fourth, round_keys, even);
    vec_philox_half(_mm512_srli_epi64(low, 32), _mm512_srli_epi64(high, 32),
                    _mm512_mul_epu32(_mm512_srli_epi64(third, 32), m1), _mm512_srli_epi64(fourth, 32), round_keys, odd);
    for (int w = 0; w < 4; w++) {
        words[w] = _mm512_mask_blend_epi32(0xAAAA, even[w], _mm512_slli_epi64(odd[w], 32));
    }
}

VEC_INLINE vf
vec_normal(vi word)
{
    /* (word & 0x7fffffff) | 1 */
    const vi k = _mm512_ternarylogic_epi32(word, _mm512_set1_epi32(0x7fffffff), _mm512_set1_epi32(1), 0xEA);
    const vi bits = _mm512_castps_si512(_mm512_cvtepi32_ps(k));
    const vi octave = _mm512_srli_epi32(bits, 23);
    /* (bits & 0x7fffff) | 0x3f800000 */
    const vi one_to_two =
        _mm512_ternarylogic_epi32(bits, _mm512_set1_epi32(0x7fffff), _mm512_set1_epi32(0x3f800000), 0xEA);
    const vf t = _mm512_sub_ps(_mm512_castsi512_ps(one_to_two), _mm512_set1_ps(1.5f));
    vf z = _mm512_setzero_ps();
#pragma GCC unroll 8
    for (int power = RASIMI_NORMAL32_DEGREE; power >= 0; power--) {
        const float *row = rasimi_normal32_table[power];
        const vf c = _mm512_permutex2var_ps(_mm512_load_ps(row), octave, _mm512_load_ps(row + 16));
        z = power == RASIMI_NORMAL32_DEGREE ? c : _mm512_fmadd_ps(z, t, c);
    }
    /* z ^ (word & sign) */
    return _mm512_castsi512_ps(
        _mm512_ternarylogic_epi32(_mm512_castps_si512(z), word, _mm512_set1_epi32((int)0x80000000u), 0x78));
}

VEC_INLINE vf
vec_exp2_product(vf s, vf z)
{
    const vf magic = _mm512_set1_ps(12582912.0f);
    const vf shifted = _mm512_fmadd_ps(s, z, magic);
    const vf whole = _mm512_sub_ps(shifted, magic);
    const vf f = _mm512_fmsub_ps(s, z, whole);
    vf p = _mm512_set1_ps(rasimi_exp2_table[RASIMI_EXP2_DEGREE]);
#pragma GCC unroll 8
    for (int power = RASIMI_EXP2_DEGREE - 1; power >= 0; power--) {
        p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(rasimi_exp2_table[power]));
    }
    return _mm512_castsi512_ps(
        _mm512_add_epi32(_mm512_castps_si512(p), _mm512_slli_epi32(_mm512_castps_si512(shifted), 23)));
}

#endif
