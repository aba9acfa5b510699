/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The kernel's body, included once per instruction set after one of the vec_*.h headers.
 *
 * A stretch of people of one cell is worked through in strips that stay in the first-level cache. For a strip, the need
 * costs C of its people are drawn in four words (methods.md section 4 step 1); then, for every design and word, the
 * strip is settled (steps 2 to 8) with the ledger's sums in registers. `solo` words are four consecutive replicates of
 * a person who is one row; `multi` words are four copies of a row in one replicate; `people` have one word: people of a
 * cohort in one year of one replicate, who may be there for a part of it. The shapes differ only in where a strip's
 * data come from, which lanes are people, and where sums go; `general` adds the features beyond the plain case. So
 * there are six instances of one body, made by constant flags.
 * */
#ifndef RASIMI_ENGINE_KERNEL_BODY_H
#define RASIMI_ENGINE_KERNEL_BODY_H

#include "engine/kernel_draw.h"
#include "engine/kernel_people.h"
#include "engine/kernel_settle.h"

/* ---- a call ---- */

INLINE void
simulate_stretch(const rasimi_kernel_call *call, size_t index, const enum shape shape, const bool general)
{
    const rasimi_stretch *stretch = &call->stretches[index];
    const size_t stride = N_REPLICATES(shape) * (size_t)RASIMI_N_SUMS;
    int64_t *totals = call->sums + index * call->n_designs * stride;
    strip s;
    for (size_t start = 0; start < stretch->n; start += STRIP_LANES) {
        const size_t rest = stretch->n - start;
        s.at = stretch->first + start;
        s.n = rest < STRIP_LANES ? rest : STRIP_LANES;
        draw_strip(call, stretch, &s, shape, general);
        for (size_t d = 0; d < call->n_designs; d++) {
            settle_design(call, &call->designs[d], stretch, &s, shape, general, totals + d * stride);
        }
    }
}

INLINE void
simulate(const rasimi_kernel_call *call, const enum shape shape, const bool general)
{
    const size_t n = call->n_stretches * call->n_designs * N_REPLICATES(shape) * RASIMI_N_SUMS;
    for (size_t i = 0; shape != PEOPLE && i < n; i++) {
        call->sums[i] = 0;
    }
    for (size_t index = 0; index < call->n_stretches; index++) {
        simulate_stretch(call, index, shape, general);
    }
}

static void
solo(const rasimi_kernel_call *call)
{
    if (call->terms->general) {
        simulate(call, SOLO, true);
    } else {
        simulate(call, SOLO, false);
    }
}

static void
multi(const rasimi_kernel_call *call)
{
    if (call->terms->general) {
        simulate(call, MULTI, true);
    } else {
        simulate(call, MULTI, false);
    }
}

static void
people(const rasimi_kernel_call *call)
{
    if (call->terms->general) {
        simulate(call, PEOPLE, true);
    } else {
        simulate(call, PEOPLE, false);
    }
}

/* All of the above as the kernel of an instruction set; `available` is of whoever includes this. */
#define KERNEL_OF(isa)                                                                                                 \
    {                                                                                                                  \
        .name = (isa), .available = available, .solo = solo, .multi = multi, .people = people, .words = words,         \
        .words_of = words_of, .four_words = four_words, .normals = normals, .leavers = leavers, .stay = stay,          \
        .keep = keep, .calls = calls, .calls_of = calls_of, .uniforms = uniforms, .waits = waits,                      \
        .exit_times = exit_times,                                                                                      \
    }

#endif
