/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Of the kernel's body: what befalls the people of a cohort, many at a time. Included by kernel_body.h after one of the
   vec_*.h headers. */
#ifndef RASIMI_ENGINE_KERNEL_PEOPLE_H
#define RASIMI_ENGINE_KERNEL_PEOPLE_H

#include "engine/exit_time.h"
#include "engine/kernel_draw.h"
#include "num/detmath_log.h"

/* Lanes side by side: the first, the second, ... */
static const _Alignas(64) int32_t lane_numbers[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

/* The word of each person at [at, at + VEC_LANES). */
INLINE vi
words_at(const rasimi_cohort_lanes *cohort, size_t at, uint32_t counter, const uint64_t round_keys[20])
{
    vi four[4];
    vec_philox_lanes(vi_load(cohort->key_low + at), vi_load(cohort->key_high + at), vi_load(cohort->third + at),
                     vi_add(vi_load(cohort->fourth + at), vi_set((int32_t)counter)), round_keys, four);
    return own_word(four, vi_load(cohort->word + at));
}

/* Of the lanes from `at` on those in [begin, end). */
INLINE vm
lanes_within(size_t at, size_t begin, size_t end)
{
    const vm upto = vm_first((uint32_t)(end - at));
    return begin > at ? vm_without(upto, vm_first((uint32_t)(begin - at))) : upto;
}

/* Stores some lanes and leaves the others as they are. */
INLINE void
store_within(int32_t *out, vm lanes, vi a)
{
    vi_store(out, vi_select(lanes, a, vi_load(out)));
}

static void
words(const rasimi_cohort_lanes *cohort, size_t begin, size_t end, uint32_t counter, const uint64_t round_keys[20],
      int32_t *out)
{
    for (size_t at = begin / VEC_LANES * VEC_LANES; at < end; at += VEC_LANES) {
        store_within(out + at, lanes_within(at, begin, end), words_at(cohort, at, counter, round_keys));
    }
}

static void
words_of(const rasimi_cohort_lanes *cohort, const int32_t *who, size_t n, uint32_t counter,
         const uint64_t round_keys[20], int32_t *out)
{
    for (size_t at = 0; at < n; at += VEC_LANES) {
        const vi index = vi_load(who + at);
        vi four[4];
        vec_philox_lanes(vi_gather(cohort->key_low, index), vi_gather(cohort->key_high, index),
                         vi_gather(cohort->third, index),
                         vi_add(vi_gather(cohort->fourth, index), vi_set((int32_t)counter)), round_keys, four);
        vi_store(out + at, own_word(four, vi_gather(cohort->word, index)));
    }
}

static void
four_words(const int32_t *key_low, const int32_t *key_high, size_t n, uint32_t third, uint32_t fourth,
           const uint64_t round_keys[20], int32_t *out)
{
    for (size_t at = 0; at < n; at += VEC_LANES) {
        vi four[4];
        vec_philox(vi_load(key_low + at), vi_load(key_high + at), third, vi_set((int32_t)fourth), round_keys, four);
        for (size_t w = 0; w < 4; w++) {
            vi_store(out + w * n + at, four[w]);
        }
    }
}

static void
look_up(const int32_t *table, const int32_t *index, int32_t first, size_t begin, size_t end, int32_t *out)
{
    for (size_t at = begin / VEC_LANES * VEC_LANES; at < end; at += VEC_LANES) {
        const vm within = lanes_within(at, begin, end);
        const vi where = vi_keep(within, vi_sub(vi_load(index + at), vi_set(first)));
        store_within(out + at, within, vi_gather(table, where));
    }
}

static void
look_up_call(const int32_t *table, size_t n_calls, const rasimi_cohort_lanes *cohort, size_t begin, size_t end,
             int32_t *out)
{
    for (size_t at = begin / VEC_LANES * VEC_LANES; at < end; at += VEC_LANES) {
        const vm within = lanes_within(at, begin, end);
        const vi row = vi_mul(vi_load(cohort->word + at), vi_set((int32_t)n_calls));
        const vi where = vi_keep(within, vi_add(row, vi_load(cohort->fourth + at)));
        store_within(out + at, within, vi_gather(table, where));
    }
}

static void
normals(const int32_t *drawn, size_t begin, size_t end, float *out)
{
    for (size_t at = begin / VEC_LANES * VEC_LANES; at < end; at += VEC_LANES) {
        const vf normal = vec_normal(vi_load(drawn + at));
        vf_store(out + at, vf_select(lanes_within(at, begin, end), normal, vf_load(out + at)));
    }
}

static void
keep(int32_t *const *columns, size_t n_columns, size_t n, const uint16_t *stay)
{
    size_t kept = 0;
    for (size_t at = 0; at < n; at += VEC_LANES) {
        const uint32_t bits = (uint32_t)stay[at / RASIMI_LANES_PAD] >> at % RASIMI_LANES_PAD;
        const vm who = vm_and(vm_of_bits(bits & ((1u << VEC_LANES) - 1u)), vm_first((uint32_t)(n - at)));
        uint32_t more = 0;
        for (size_t c = 0; c < n_columns; c++) {
            more = vi_pack(columns[c] + kept, who, vi_load(columns[c] + at));
        }
        kept += more;
    }
}

/* What a word must be below for its person to stay all year for certain: P(stay) less what single precision and the
   rounding of times may be off by, and much more, in 2^-32. */
INLINE vi
stays_below(const rasimi_cohort_lanes *cohort, size_t at, rasimi_risk risk)
{
    const vf rest = vf_sub(vf_set(1.0f), vf_load(cohort->since + at));
    const vf first = vf_min(vf_load(cohort->first_left + at), rest);
    const vf late = vf_mul(vf_set(risk.late), vf_sub(rest, first));
    const vf hazard = vf_min(vf_fma(vf_set(risk.early), first, late), vf_set(100.0f));
    const vf stays = vec_exp2_product(vf_set(-1.0f), hazard);
    const vi half = vf_round(vf_mul(stays, vf_set(0x1p31f * (1.0f - 0x1p-10f))));
    return vi_twice(half);
}

static size_t
leavers(const rasimi_cohort_lanes *cohort, size_t n, rasimi_risk risk, int32_t *who, int32_t *out)
{
    size_t found = 0;
    for (size_t at = 0; at < n; at += VEC_LANES) {
        const vi word = vi_load(cohort->exit_word + at);
        const vm stay = vi_below(word, stays_below(cohort, at, risk));
        const vm may_go = vm_without(vm_first((uint32_t)(n - at)), stay);
        vi_pack(out + found, may_go, word);
        found += vi_pack(who + found, may_go, vi_add(vi_load(lane_numbers), vi_set((int32_t)at)));
    }
    return found;
}

static void
calls(uint64_t stratum, uint32_t replicate, uint32_t first, uint32_t stride, size_t n, const uint64_t round_keys[20],
      uint32_t *out)
{
    const vi low = vi_set((int32_t)(uint32_t)stratum), high = vi_set((int32_t)(uint32_t)(stratum >> 32));
    const vi steps = vi_mul(vi_load(lane_numbers), vi_set((int32_t)stride));
    for (size_t at = 0; at < n; at += VEC_LANES) {
        vi drawn[4];
        vec_philox(low, high, replicate, vi_add(steps, vi_set((int32_t)(first + stride * (uint32_t)at))), round_keys,
                   drawn);
        for (size_t w = 0; w < 4; w++) {
            vi_store((int32_t *)(out + w * n + at), drawn[w]);
        }
    }
}

/* The rest is plain loops that compilers turn into vectors of double precision. */

static void
uniforms(const uint32_t *words, size_t n, double *out)
{
    for (size_t half = 0; half < 2; half++) {
        const uint32_t *low = words + 2 * half * n, *high = low + n;
        for (size_t i = 0; i < n; i++) {
            const uint64_t bits = low[i] | (uint64_t)high[i] << 32;
            out[half * n + i] = (double)(int64_t)(bits >> 11) * 0x1p-53;
        }
    }
}

static void
logs(const double *x, size_t n, double *out)
{
    for (size_t i = 0; i < n; i++) {
        out[i] = rasimi_log_normal(x[i], 0, 0.0);
    }
}

static void
exit_times(const rasimi_cohort_lanes *cohort, const int32_t *who, const int32_t *drawn, size_t n, double early,
           double late, double *out)
{
    for (size_t j = 0; j < n; j++) {
        const double u = ((double)(uint32_t)drawn[j] + 0.5) * 0x1p-32;
        const double from = (double)cohort->since[who[j]], first = (double)cohort->first_left[who[j]];
        out[j] = rasimi_exit_time(early, late, from, first, -rasimi_log_normal(u, 0, 0.0));
    }
}

#endif
