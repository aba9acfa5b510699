/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which loops there are, and which ones run. */
#include "engine/analytic_loops.h"

#include <string.h>

#include "engine/kernel.h"

extern const rasimi_loops rasimi_loops_portable;
#if defined(__x86_64__)
extern const rasimi_loops rasimi_loops_avx512, rasimi_loops_avx2;
#endif

static const rasimi_loops *const all[] = {
#if defined(__x86_64__)
    &rasimi_loops_avx512,
    &rasimi_loops_avx2,
#endif
    &rasimi_loops_portable,
};

const rasimi_loops *
rasimi_loops_of(const char *name)
{
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (strcmp(all[i]->name, name) == 0) {
            return all[i];
        }
    }
    return &rasimi_loops_portable;
}

const rasimi_loops *
rasimi_loops_choose(void)
{
    const rasimi_kernel *kernel = rasimi_kernel_choose();
    return kernel == NULL ? &rasimi_loops_portable : rasimi_loops_of(kernel->name);
}
