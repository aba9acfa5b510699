/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The thread pool: numbered pieces of work, started in order, on OpenMP threads. The only place that knows OpenMP. */
#ifndef RASIMI_BASE_POOL_H
#define RASIMI_BASE_POOL_H

#include <stdint.h>

#include "rasim/status.h"

/* Does piece `i`; `thread` is 0 to n_threads-1 and identifies this thread's scratch. Called from several threads. */
typedef rasim_status
rasimi_piece_fn(void *context, uint64_t i, int thread);

/* Called from the calling thread only, after its own pieces; non-zero stops the pool. */
typedef int
rasimi_pool_poll_fn(void *context, uint64_t n_done, uint64_t n_pieces);

typedef struct rasimi_pool_result {
    uint64_t n_prefix;  /* pieces 0 to n_prefix-1 are all done */
    int n_threads_used; /* threads that did at least one piece */
    int stopped;        /* the poll function asked to stop */
} rasimi_pool_result;

/* Threads to use for a request of n (0: one per core); at least 1, at most 1024. */
int
rasimi_pool_threads(int n);

/* Does pieces first to last-1. A failing piece stops the pool; the status of the lowest failing number is returned, so
   that failures too are the same for any number of threads. poll may be NULL. */
rasim_status
rasimi_pool_run(uint64_t first, uint64_t last, int n_threads, rasimi_piece_fn *piece, void *context,
                rasimi_pool_poll_fn *poll, void *poll_context, rasimi_pool_result *result);

#endif
