/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of the bench program share. Each prints one line of `name=value` pairs, which scripts/bench reads. */
#ifndef BENCH_H
#define BENCH_H

#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "rasim/rasim.h"

/* People as the bare loop reads them: [n] each, aligned to 64 bytes, n a multiple of the widest back end's lanes. */
typedef struct bench_keys {
    size_t n;
    const int32_t *low, *high;
    uint64_t round_keys[20];
} bench_keys;

/* The least that a person-year takes: four words, four normals, four exponentials and their sum, for everybody, in
   4 x `quads` replicates. One for each instruction set. */
float
bench_roofline_avx512(const bench_keys *keys, uint32_t quads);
float
bench_roofline_avx2(const bench_keys *keys, uint32_t quads);
float
bench_roofline_portable(const bench_keys *keys, uint32_t quads);

/* The parts; arguments as main has them, without the program's and the part's name. Exit status. */
int
bench_kernel(int argc, char **argv);
int
bench_pieces(int argc, char **argv);
int
bench_roofline(int argc, char **argv);
int
bench_run(int argc, char **argv);
int
bench_what_if(int argc, char **argv);

/* Says what is wrong, a line each, on the error stream. */
void
bench_problems(const rasim_problems *problems);

/* Seconds by a clock: CLOCK_MONOTONIC for what a user waits, CLOCK_THREAD_CPUTIME_ID for what one thread works, which
   others on the machine disturb less. */
static inline double
bench_seconds(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

#endif
