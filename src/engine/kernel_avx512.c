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
const rasimi_kernel rasimi_kernel_avx512 = KERNEL_OF("avx512");
