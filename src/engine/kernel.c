/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which kernels there are, and which one runs. */
#include "engine/kernel.h"

#include "num/philox.h"

#include <stdlib.h>
#include <string.h>

extern const rasimi_kernel rasimi_kernel_portable;
#if defined(__x86_64__)
extern const rasimi_kernel rasimi_kernel_avx512, rasimi_kernel_avx2;
#endif

static const rasimi_kernel *const kernels[] = {
#if defined(__x86_64__)
    &rasimi_kernel_avx512,
    &rasimi_kernel_avx2,
#endif
    &rasimi_kernel_portable,
};

const rasimi_kernel *
rasimi_kernel_get(size_t i)
{
    return i < sizeof kernels / sizeof *kernels ? kernels[i] : NULL;
}

const rasimi_kernel *
rasimi_kernel_choose(void)
{
    const char *wanted = getenv("RASIM_ISA");
    for (size_t i = 0; rasimi_kernel_get(i) != NULL; i++) {
        const rasimi_kernel *kernel = rasimi_kernel_get(i);
        const bool named = wanted == NULL || wanted[0] == '\0' || strcmp(wanted, kernel->name) == 0;
        if (named && kernel->available()) {
            return kernel;
        }
    }
    return NULL;
}

void
rasimi_kernel_keys(uint64_t key, uint64_t out[20])
{
    uint32_t k0 = (uint32_t)key, k1 = (uint32_t)(key >> 32);
    for (int round = 0; round < 10; round++) {
        out[2 * round] = k0;
        out[2 * round + 1] = k1;
        k0 += RASIMI_PHILOX_W0;
        k1 += RASIMI_PHILOX_W1;
    }
}
