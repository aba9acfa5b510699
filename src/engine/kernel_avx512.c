/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kernel for AVX-512. */
#include "engine/vec_avx512.h"

#include "engine/kernel_body.h"

static bool
available(void)
{
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512dq");
}

extern const rasimi_kernel rasimi_kernel_avx512;
const rasimi_kernel rasimi_kernel_avx512 = {
    .name = "avx512",
    .available = available,
    .solo = solo,
    .multi = multi,
    .people = people,
    .words = words,
    .words_of = words_of,
    .four_words = four_words,
    .look_up = look_up,
    .look_up_call = look_up_call,
    .normals = normals,
    .leavers = leavers,
    .keep = keep,
    .calls = calls,
    .uniforms = uniforms,
    .exit_times = exit_times,
    .logs = logs,
};
