/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kernel for AVX2 with FMA. */
#include "engine/vec_avx2.h"

#include "engine/kernel_body.h"

static bool
available(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}

extern const rasimi_kernel rasimi_kernel_avx2;
const rasimi_kernel rasimi_kernel_avx2 = KERNEL_OF("avx2");
