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

/* A register of people's calls, and which word of each is theirs. */
typedef struct caller {
    vi low, high, third, fourth, word;
} caller;

/* Of the people who[...], one by one. */
INLINE caller
caller_of(const rasimi_cohort_lanes *cohort, vi who)
{
    const rasimi_calls *calls = &cohort->calls;
    const vi third = vi_set((int32_t)cohort->all_third);
    if (cohort->sharing == RASIMI_REPLICATES) {
        return (caller){vi_gather(calls->key_low, who), vi_gather(calls->key_high, who), third, vi_set(0),
                        vi_set((int32_t)cohort->all_word)};
    }
    if (cohort->sharing == RASIMI_COPIES) { /* rasimi_copies_call and rasimi_copies_word */
        const vi within = vi_and(who, vi_set(RASIMI_LANES_PAD - 1));
        const vi call = vi_add(vi_mul(vi_right(who, 6), vi_set(RASIMI_LANES_PAD)), within);
        return (caller){vi_gather(calls->key_low, call), vi_gather(calls->key_high, call), third,
                        vi_gather(calls->fourth, call), vi_and(vi_right(who, 4), vi_set(3))};
    }
    return (caller){vi_gather(calls->key_low, who), vi_gather(calls->key_high, who), vi_gather(cohort->third, who),
                    vi_gather(calls->fourth, who), vi_gather(cohort->word, who)};
}
_Static_assert(RASIMI_LANES_PAD == 16 && RASIMI_COPIES_LANES == 64, "the shifts above");

INLINE vi
word_of_caller(caller who, uint32_t counter, const uint64_t round_keys[20])
{
    vi four[4];
    vec_philox_lanes(who.low, who.high, who.third, vi_add(who.fourth, vi_set((int32_t)counter)), round_keys, four);
    return own_word(four, who.word);
}

static void
words(const rasimi_cohort_lanes *cohort, size_t n, uint32_t counter, const uint64_t round_keys[20], int32_t *out)
{
    const rasimi_calls *calls = &cohort->calls;
    for (size_t at = 0; at < n; at += VEC_LANES) {
        const caller who = {vi_load(calls->key_low + at), vi_load(calls->key_high + at), vi_load(cohort->third + at),
                            vi_load(calls->fourth + at), vi_load(cohort->word + at)};
        vi_store(out + at, word_of_caller(who, counter, round_keys));
    }
}

static void
words_of(const rasimi_cohort_lanes *cohort, const int32_t *who, size_t n, uint32_t counter,
         const uint64_t round_keys[20], int32_t *out)
{
    for (size_t at = 0; at < n; at += VEC_LANES) {
        vi_store(out + at, word_of_caller(caller_of(cohort, vi_load(who + at)), counter, round_keys));
    }
}

static void
four_words(const rasimi_calls *calls, size_t n, uint32_t third, uint32_t counter, const uint64_t round_keys[20],
           size_t next_word, size_t next_calls, int32_t *out)
{
    for (size_t at = 0; at < n; at += VEC_LANES) {
        vi four[4], fourth = vi_set((int32_t)counter);
        if (calls->fourth != NULL) {
            fourth = vi_add(fourth, vi_load(calls->fourth + at));
        }
        vec_philox(vi_load(calls->key_low + at), vi_load(calls->key_high + at), third, fourth, round_keys, four);
        int32_t *to = out + at / RASIMI_LANES_PAD * next_calls + at % RASIMI_LANES_PAD;
        for (size_t w = 0; w < 4; w++) {
            vi_store(to + w * next_word, four[w]);
        }
    }
}

static void
normals(const int32_t *drawn, size_t n, float *out)
{
    for (size_t at = 0; at < n; at += VEC_LANES) {
        vf_store(out + at, vec_normal(vi_load(drawn + at)));
    }
}

static size_t
stay(const int32_t *fate, size_t n, uint16_t *taken)
{
    size_t left = 0;
    for (size_t at = 0; at < n; at += VEC_LANES) {
        const vm gone = vi_gt(vi_load(fate + at), vi_set(RASIMI_FATE_ARRIVED));
        const uint32_t bits = vm_bits(vm_without(lanes_of_bits(taken, at), gone)), from = at % RASIMI_LANES_PAD;
        const uint32_t others = taken[at / RASIMI_LANES_PAD] & ~(((1u << VEC_LANES) - 1u) << from);
        taken[at / RASIMI_LANES_PAD] = (uint16_t)(others | bits << from);
        left += (size_t)__builtin_popcount(bits);
    }
    return left;
}

static size_t
keep(int32_t *const *columns, size_t n_columns, size_t n, const uint16_t *stay)
{
    size_t kept = 0;
    for (size_t at = 0; at < n; at += VEC_LANES) {
        const vm who = vm_and(lanes_of_bits(stay, at), vm_first((uint32_t)(n - at)));
        uint32_t more = 0;
        for (size_t c = 0; c < n_columns; c++) {
            more = vi_pack(columns[c] + kept, who, vi_load(columns[c] + at));
        }
        kept += more;
    }
    return kept;
}

/* What a word must be below for its person to stay all year for certain: P(stay) less what single precision and the
   rounding of times may be off by, and much more, in 2^-32. */
INLINE vi
stays_below(vf since, vf first_left, rasimi_risk risk)
{
    const vf rest = vf_sub(vf_set(1.0f), since);
    const vf first = vf_min(first_left, rest);
    const vf late = vf_mul(vf_set(risk.late), vf_sub(rest, first));
    const vf hazard = vf_min(vf_fma(vf_set(risk.early), first, late), vf_set(100.0f));
    const vf stays = vec_exp2_product(vf_set(-1.0f), hazard);
    const vi half = vf_round(vf_mul(stays, vf_set(0x1p31f * (1.0f - 0x1p-10f))));
    return vi_twice(half);
}

static size_t
leavers(const rasimi_cohort_lanes *cohort, size_t n, rasimi_risk risk, int32_t *who, int32_t *out)
{
    const vf never = vf_set(0.0f);
    const vi usual = stays_below(never, never, risk);
    size_t found = 0;
    for (size_t at = 0; at < n; at += VEC_LANES) {
        const vi word = vi_load(cohort->words[RASIMI_WORD_EXIT] + at);
        const vf since = vf_load(cohort->since + at), first_left = vf_load(cohort->first_left + at);
        vi below = usual; /* most have been there for more than a year */
        if (!vm_is_none(vf_gt(vf_max(since, first_left), never))) {
            below = stays_below(since, first_left, risk);
        }
        const vm may_go = vm_without(lanes_of_bits(cohort->taken, at), vi_below(word, below));
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

static void
calls_of(uint64_t stratum, const int32_t *replicate, const int32_t *first, size_t n, size_t n_calls,
         const uint64_t round_keys[20], uint32_t *out)
{
    const vi low = vi_set((int32_t)(uint32_t)stratum), high = vi_set((int32_t)(uint32_t)(stratum >> 32));
    for (size_t at = 0; at < n; at += VEC_LANES) {
        for (size_t k = 0; k < n_calls; k++) {
            vi drawn[4];
            vec_philox_lanes(low, high, vi_load(replicate + at), vi_add(vi_load(first + at), vi_set((int32_t)k)),
                             round_keys, drawn);
            for (size_t w = 0; w < 4; w++) {
                vi_store((int32_t *)(out + (4 * k + w) * n + at), drawn[w]);
            }
        }
    }
}

/* The rest is plain loops that compilers turn into vectors of double precision. */

INLINE double
uniform_of(uint32_t low, uint32_t high)
{
    const uint64_t bits = low | (uint64_t)high << 32;
    return (double)(int64_t)(bits >> 11) * 0x1p-53;
}

static void
uniforms(const uint32_t *low, const uint32_t *high, size_t n, double *out)
{
    for (size_t i = 0; i < n; i++) {
        out[i] = uniform_of(low[i], high[i]);
    }
}

static void
waits(const uint32_t *low, const uint32_t *high, const double *rates, size_t n, double *out)
{
    for (size_t i = 0; i < n; i++) {
        out[i] = -rasimi_log_normal(1.0 - uniform_of(low[i], high[i]), 0, 0.0) / rates[i];
    }
}

static void
exit_times(const rasimi_cohort_lanes *cohort, const int32_t *who, const int32_t *drawn, size_t n, double early,
           double late, double *out)
{
    for (size_t at = 0; at < n; at += RASIMI_LANES_PAD) {
        _Alignas(64) float since[RASIMI_LANES_PAD], first_left[RASIMI_LANES_PAD];
        for (size_t i = 0; i < RASIMI_LANES_PAD; i += VEC_LANES) {
            const vi of = vi_load(who + at + i);
            vf_store(since + i, vf_gather(cohort->since, of));
            vf_store(first_left + i, vf_gather(cohort->first_left, of));
        }
        for (size_t i = 0; i < RASIMI_LANES_PAD; i++) {
            const double u = ((double)(uint32_t)drawn[at + i] + 0.5) * 0x1p-32;
            out[at + i] =
                rasimi_exit_time(early, late, (double)since[i], (double)first_left[i], -rasimi_log_normal(u, 0, 0.0));
        }
    }
}

#endif
