/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kernel's vector operations, one lane at a time, in portable C: the meaning of the operations for the other back
   ends. Correctly rounded fma and the default rounding mode make the bits the same everywhere. */
#ifndef RASIMI_ENGINE_VEC_PORTABLE_H
#define RASIMI_ENGINE_VEC_PORTABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "num/normal32.h"
#include "num/philox.h"

#define VEC_NAME  portable
#define VEC_LANES 1

typedef float vf;
typedef int32_t vi;
typedef bool vm;

static inline vf
vf_set(float x)
{
    return x;
}
static inline vf
vf_load(const float *p)
{
    return *p;
}
static inline vf
vf_gather(const float *p, vi index)
{
    return p[index];
}
static inline void
vf_store(float *p, vf a)
{
    *p = a;
}
static inline void
vi_store(int32_t *p, vi a)
{
    *p = a;
}
static inline vf
vf_add(vf a, vf b)
{
    return a + b;
}
static inline vf
vf_sub(vf a, vf b)
{
    return a - b;
}
static inline vf
vf_mul(vf a, vf b)
{
    return a * b;
}
static inline vf
vf_div(vf a, vf b)
{
    return a / b;
}
static inline vf
vf_fma(vf a, vf b, vf c)
{
    return __builtin_fmaf(a, b, c);
}
/* a where a < b, else b: the second operand on equality or NaN, as the processor's instruction does */
static inline vf
vf_min(vf a, vf b)
{
    return a < b ? a : b;
}
static inline vf
vf_max(vf a, vf b)
{
    return a > b ? a : b;
}
static inline vf
vf_floor(vf a)
{
    return __builtin_floorf(a);
}
static inline vf
vf_select(vm m, vf a, vf b)
{
    return m ? a : b;
}
static inline vm
vf_gt(vf a, vf b)
{
    return a > b;
}
static inline vm
vf_lt(vf a, vf b)
{
    return a < b;
}
static inline vm
vf_ge(vf a, vf b)
{
    return a >= b;
}
static inline vi
vf_round(vf a)
{
    return (int32_t)__builtin_rintf(a);
}
static inline vf
vi_float(vi a)
{
    return (float)a;
}
static inline vi
vi_set(int32_t x)
{
    return x;
}
static inline vi
vi_load(const int32_t *p)
{
    return *p;
}
static inline vi
vi_gather(const int32_t *p, vi index)
{
    return p[index];
}
static inline vi
vi_add(vi a, vi b)
{
    return a + b;
}
static inline vi
vi_and(vi a, vi b)
{
    return a & b;
}
/* Shifted right by n bits, with zeros. */
static inline vi
vi_right(vi a, int n)
{
    return (vi)((uint32_t)a >> n);
}
static inline vi
vi_mul(vi a, vi b)
{
    return a * b;
}
static inline vi
vi_twice(vi a)
{
    return (int32_t)((uint32_t)a << 1);
}
static inline vi
vi_sub(vi a, vi b)
{
    return a - b;
}
static inline vi
vi_min(vi a, vi b)
{
    return a < b ? a : b;
}
static inline vm
vi_eq(vi a, vi b)
{
    return a == b;
}
static inline vm
vi_gt(vi a, vi b)
{
    return a > b;
}
/* unsigned a < b */
static inline vm
vi_below(vi a, vi b)
{
    return (uint32_t)a < (uint32_t)b;
}
static inline vi
vi_keep(vm m, vi a)
{
    return m ? a : 0;
}
static inline vi
vi_select(vm m, vi a, vi b)
{
    return m ? a : b;
}
/* acc + a where m, else acc */
static inline vi
vi_add_if(vi acc, vm m, vi a)
{
    return m ? acc + a : acc;
}
static inline int64_t
vi_sum(vi a)
{
    return a;
}
/* adds the sums of VEC_SUMS registers to as many totals */
#define VEC_SUMS 1
static inline void
vi_add_sums(const vi a[VEC_SUMS], int64_t totals[VEC_SUMS])
{
    totals[0] += a[0];
}
static inline vm
vm_and(vm a, vm b)
{
    return a && b;
}
static inline vm
vm_or(vm a, vm b)
{
    return a || b;
}
/* a and not b */
static inline vm
vm_without(vm a, vm b)
{
    return a && !b;
}
/* every lane, and none */
static inline vm
vm_all(void)
{
    return true;
}
static inline vm
vm_none(void)
{
    return false;
}
/* a bit a lane, the first lane's the lowest */
static inline uint32_t
vm_bits(vm m)
{
    return m ? 1u : 0u;
}
/* those whose bits are set, the first lane's the lowest */
static inline vm
vm_of_bits(uint32_t bits)
{
    return (bits & 1u) != 0;
}
/* is no lane set? */
static inline bool
vm_is_none(vm m)
{
    return !m;
}
/* the first n lanes */
static inline vm
vm_first(uint32_t n)
{
    return n > 0;
}

/* Stores the lanes of `who` side by side and returns how many there are; may write a whole register's worth. */
static inline uint32_t
vi_pack(int32_t *out, vm who, vi a)
{
    *out = a;
    return who;
}

/* One Philox4x32-10 call a lane: counter (low, high, third, fourth), round keys as rasimi_kernel_keys lays them out. */
static inline void
vec_philox(vi low, vi high, uint32_t third, vi fourth, const uint64_t round_keys[20], vi words[4])
{
    uint32_t counter[4] = {(uint32_t)low, (uint32_t)high, third, (uint32_t)fourth};
    rasimi_philox(counter, round_keys[1] << 32 | round_keys[0]);
    for (int w = 0; w < 4; w++) {
        words[w] = (int32_t)counter[w];
    }
}

/* The same with a third counter word of each lane's own. */
static inline void
vec_philox_lanes(vi low, vi high, vi third, vi fourth, const uint64_t round_keys[20], vi words[4])
{
    vec_philox(low, high, (uint32_t)third, fourth, round_keys, words);
}

static inline vf
vec_normal(vi word)
{
    return rasimi_normal32((uint32_t)word);
}

static inline vf
vec_exp2_product(vf s, vf z)
{
    return rasimi_exp2_product(s, z);
}

#endif
