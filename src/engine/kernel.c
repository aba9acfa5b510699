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

rasim_line
rasimi_sum_line(rasimi_sum sum)
{
    static const rasim_line lines[RASIMI_N_SUMS] = {
        [RASIMI_SUM_INDICATIVE] = RASIM_LINE_INDICATIVE,
        [RASIMI_SUM_UPLIFT] = RASIM_LINE_UPLIFT,
        [RASIMI_SUM_TRIM] = RASIM_LINE_TRIM,
        [RASIMI_SUM_HIGH_COST] = RASIM_LINE_HIGH_COST,
        [RASIMI_SUM_PRICE_SURPRISE] = RASIM_LINE_PRICE_SURPRISE,
        [RASIMI_SUM_HIGH_COST_SURPRISE] = RASIM_LINE_HIGH_COST_SURPRISE,
        [RASIMI_SUM_CONTRIBUTION] = RASIM_LINE_CONTRIBUTION,
        [RASIMI_SUM_NET] = RASIM_LINE_NET,
        [RASIMI_SUM_EXCLUDED_PEOPLE] = RASIM_LINE_EXCLUDED_PEOPLE,
        [RASIMI_SUM_PANEL_CASES] = RASIM_LINE_PANEL_CASES,
        [RASIMI_SUM_LEGACY] = RASIM_LINE_LEGACY,
        [RASIMI_SUM_LEGACY_SURPRISE] = RASIM_LINE_LEGACY_SURPRISE,
        [RASIMI_SUM_PROTECTION] = RASIM_LINE_PROTECTION,
        [RASIMI_SUM_UNDERSPEND] = RASIM_LINE_UNDERSPEND,
        [RASIMI_SUM_OTHER_FUNDING] = RASIM_LINE_OTHER_FUNDING,
        [RASIMI_SUM_INELIGIBLE_COST] = RASIM_LINE_INELIGIBLE_COST,
        [RASIMI_SUM_LEGACY_PEOPLE] = RASIM_LINE_LEGACY_PEOPLE,
        [RASIMI_SUM_INELIGIBLE_PEOPLE] = RASIM_LINE_INELIGIBLE_PEOPLE,
        [RASIMI_SUM_CAPPED_DRAWS] = RASIM_LINE_CAPPED_DRAWS,
        [RASIMI_SUM_CARERS_STOPPED] = RASIM_LINE_CARERS_STOPPED,
        [RASIMI_SUM_FULL_YEAR_STARTERS] = RASIM_LINE_FULL_YEAR_STARTERS,
        [RASIMI_SUM_FULL_YEAR_LEAVERS] = RASIM_LINE_FULL_YEAR_LEAVERS,
        [RASIMI_SUM_FULL_YEAR_CHANGES] = RASIM_LINE_FULL_YEAR_CHANGES,
        [RASIMI_SUM_MOVED_OUTSIDE] = RASIM_LINE_MOVED_OUTSIDE,
    };
    return lines[sum];
}
