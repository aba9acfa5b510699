/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Doubles side by side, LOOP_LANES of them: the compiler's own vectors, on which + - x / work lane by lane. For loops
   that are compiled once per instruction set: eight of AVX-512, four of AVX2, two of plain C, whatever else the
   compiler is told it may use. A lane's bits do not depend on how many there are. */
#ifndef RASIMI_ENGINE_VEC_DOUBLES_H
#define RASIMI_ENGINE_VEC_DOUBLES_H

#include <stdint.h>
#include <string.h>

#if LOOP_LANES > 2
#include <immintrin.h>
#endif

#define VD_INLINE static inline __attribute__((always_inline))

typedef double vd __attribute__((vector_size(LOOP_LANES * sizeof(double))));
typedef uint64_t vd_bits __attribute__((vector_size(LOOP_LANES * sizeof(uint64_t))));
typedef int32_t vd_index __attribute__((vector_size(LOOP_LANES * sizeof(int32_t))));

VD_INLINE vd
vd_load(const double *from)
{
    vd x;
    memcpy(&x, from, sizeof x);
    return x;
}

VD_INLINE void
vd_store(double *to, vd x)
{
    memcpy(to, &x, sizeof x);
}

VD_INLINE vd
vd_set(double x)
{
    return x - (vd){0};
}

/* ---- masks ---- */

#if LOOP_LANES == 8

typedef __mmask8 vd_mask;

/* a < b, and a <= b. */
VD_INLINE vd_mask
vd_below(vd a, vd b)
{
    return _mm512_cmp_pd_mask(a, b, _CMP_LT_OQ);
}
VD_INLINE vd_mask
vd_upto(vd a, vd b)
{
    return _mm512_cmp_pd_mask(a, b, _CMP_LE_OQ);
}
VD_INLINE vd_mask
vd_not(vd_mask a)
{
    return (vd_mask)~a;
}
/* Lanes of `yes` where the mask is set, else of `no`. */
VD_INLINE vd
vd_pick(vd_mask mask, vd yes, vd no)
{
    return _mm512_mask_blend_pd(mask, no, yes);
}
/* Whether the mask is set anywhere. */
VD_INLINE _Bool
vd_any(vd_mask mask)
{
    return mask != 0;
}

#else

typedef int64_t vd_mask __attribute__((vector_size(LOOP_LANES * sizeof(int64_t))));

VD_INLINE vd_mask
vd_below(vd a, vd b)
{
    return a < b;
}
VD_INLINE vd_mask
vd_upto(vd a, vd b)
{
    return a <= b;
}
VD_INLINE vd_mask
vd_not(vd_mask a)
{
    return ~a;
}
VD_INLINE vd
vd_pick(vd_mask mask, vd yes, vd no)
{
#if LOOP_LANES == 4
    return _mm256_blendv_pd(no, yes, (vd)mask);
#else
    return (vd)((mask & (vd_mask)yes) | (~mask & (vd_mask)no));
#endif
}
VD_INLINE _Bool
vd_any(vd_mask mask)
{
    int64_t all = 0;
#pragma GCC unroll 8
    for (int lane = 0; lane < LOOP_LANES; lane++) {
        all |= mask[lane];
    }
    return all != 0;
}

#endif

VD_INLINE vd_mask
vd_and(vd_mask a, vd_mask b)
{
    return a & b;
}
VD_INLINE vd_mask
vd_or(vd_mask a, vd_mask b)
{
    return a | b;
}
VD_INLINE vd
vd_least(vd a, vd b)
{
    return vd_pick(vd_below(a, b), a, b);
}

/* ---- numbers and places ---- */

/* The doubles at these places. */
VD_INLINE vd
vd_gather(const double *from, vd_index at)
{
#if LOOP_LANES == 8
    return _mm512_i32gather_pd((__m256i)at, from, sizeof *from);
#else
    vd out;
#pragma GCC unroll 8
    for (int lane = 0; lane < LOOP_LANES; lane++) {
        out[lane] = from[at[lane]];
    }
    return out;
#endif
}

VD_INLINE vd_index
vd_load_index(const int32_t *from)
{
    vd_index x;
    memcpy(&x, from, sizeof x);
    return x;
}

/* Cut off to whole numbers; and whole numbers as doubles. */
VD_INLINE vd_index
vd_whole(vd x)
{
    return __builtin_convertvector(x, vd_index);
}

VD_INLINE vd
vd_double(vd_index x)
{
#if LOOP_LANES == 8
    return _mm512_cvtepi32_pd((__m256i)x);
#else
    return __builtin_convertvector(x, vd);
#endif
}

/* The same of 64 bits, below 2^52. */
VD_INLINE vd
vd_of_bits(vd_bits x)
{
    return (vd)(x | UINT64_C(0x4330000000000000)) - 0x1p52;
}

#endif
