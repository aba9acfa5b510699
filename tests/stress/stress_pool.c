/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The thread pool under the thread sanitizer: pieces that write their own slots, scratch by thread, a poll that stops,
   and a piece that fails, many times over. Exit status 0 where every promise of base/pool.h was kept. */
#include "base/pool.h"

#include <stdio.h>
#include <string.h>

#define N_PIECES  500
#define N_THREADS 3
#define N_ROUNDS  40

typedef struct work {
    uint64_t slots[N_PIECES];    /* written by the piece of that number only */
    uint64_t scratch[N_THREADS]; /* written by the thread of that number only */
    uint64_t fails_from;         /* pieces from here on fail */
} work;

static rasim_status
do_piece(void *context, uint64_t i, int thread)
{
    work *w = context;
    if (i >= w->fails_from)
        return i == w->fails_from ? RASIM_ERR_LEDGER : RASIM_ERR_INTERNAL;
    for (uint64_t step = 0; step < 200; step++)
        w->scratch[thread] += step ^ i;
    w->slots[i] = i + 1;
    return RASIM_OK;
}

static int
stop_half_way(void *context, uint64_t n_done, uint64_t n_pieces)
{
    (void)context;
    return n_done >= n_pieces / 2;
}

static int
prefix_is_done(const work *w, uint64_t n)
{
    for (uint64_t i = 0; i < n; i++)
        if (w->slots[i] != i + 1)
            return 0;
    return 1;
}

/* One run of the pool; 1 where it ended with `expected` and everything before its prefix is done. */
static int
round_is_good(uint64_t fails_from, rasimi_pool_poll_fn *poll, rasim_status expected)
{
    static work w;
    rasimi_pool_result result;
    memset(&w, 0, sizeof w);
    w.fails_from = fails_from;
    rasim_status status = rasimi_pool_run(0, N_PIECES, N_THREADS, do_piece, &w, poll, NULL, &result);
    if (status != expected || !prefix_is_done(&w, result.n_prefix))
        return 0;
    return poll != NULL || fails_from < N_PIECES || result.n_prefix == N_PIECES;
}

int
main(void)
{
    for (int round = 0; round < N_ROUNDS; round++) {
        if (!round_is_good(N_PIECES, NULL, RASIM_OK) || !round_is_good(N_PIECES, stop_half_way, RASIM_OK) ||
            !round_is_good(100, NULL, RASIM_ERR_LEDGER)) {
            fprintf(stderr, "The pool broke a promise in round %d.\n", round);
            return 1;
        }
    }
    return 0;
}
