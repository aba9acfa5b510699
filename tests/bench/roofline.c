/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bare loop of the chosen instruction set, timed. */
#include "bench.h"

#include "base/mem.h"
#include "engine/kernel.h"
#include "num/philox.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static float
run_loop(const char *isa, const bench_keys *keys, uint32_t quads)
{
#if defined(__x86_64__)
    if (strcmp(isa, "avx512") == 0) {
        return bench_roofline_avx512(keys, quads);
    }
    if (strcmp(isa, "avx2") == 0) {
        return bench_roofline_avx2(keys, quads);
    }
#endif
    return bench_roofline_portable(keys, quads);
}

int
bench_roofline(int argc, char **argv)
{
    (void)argc;
    const rasimi_kernel *kernel = rasimi_kernel_choose();
    const size_t people = strtoul(argv[0], NULL, 10) / RASIMI_LANES_PAD * RASIMI_LANES_PAD;
    const uint32_t quads = (uint32_t)(strtoul(argv[1], NULL, 10) / 4);
    int32_t *low = rasimi_calloc_aligned(people, sizeof *low), *high = rasimi_calloc_aligned(people, sizeof *high);
    int code = 1;
    if (kernel == NULL || low == NULL || high == NULL) {
        goto out;
    }
    for (size_t i = 0; i < people; i++) {
        const uint64_t key = rasimi_splitmix64(i);
        low[i] = (int32_t)(uint32_t)key;
        high[i] = (int32_t)(uint32_t)(key >> 32);
    }
    bench_keys keys = {.n = people, .low = low, .high = high};
    rasimi_kernel_keys(rasimi_stream_key(1, RASIMI_STREAM_NEED), keys.round_keys);
    const double start = bench_seconds(CLOCK_THREAD_CPUTIME_ID);
    const float sum = run_loop(kernel->name, &keys, quads);
    const double seconds = bench_seconds(CLOCK_THREAD_CPUTIME_ID) - start;
    const double person_years = 4.0 * quads * (double)people;
    printf("part=roofline isa=%s seconds=%.6f person_years_per_s=%.6g sum=%g\n", kernel->name, seconds,
           person_years / seconds, (double)sum);
    code = 0;
out:
    free(low);
    free(high);
    return code;
}
