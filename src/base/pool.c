/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The thread pool. Pieces are given out in increasing order and every piece given out is finished, which makes the
   rest simple: without a failure the pieces done are exactly those given out, and below the lowest failing piece all
   were given out earlier and are done. Threads meet only in C11 atomics, so that a race checker that cannot see inside
   OpenMP still sees every hand-over. */
#include "base/pool.h"

#include "base/mem.h"

#include <omp.h>

#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

#define MAX_THREADS 1024

/* What one thread did; written by it once, when it is finished. */
typedef struct worker {
    uint64_t n_done; /* the failing piece is not counted */
    uint64_t failed; /* number of the piece that failed, where status says so */
    rasim_status status;
} worker;

typedef struct pool {
    uint64_t first, last;
    rasimi_piece_fn *piece;
    void *context;
    rasimi_pool_poll_fn *poll;
    void *poll_context;
    worker *workers;
    _Atomic uint64_t n_done;
    _Atomic int halted;     /* no further piece is given out */
    _Atomic int stopped;    /* because the poll function asked for it */
    _Atomic int n_finished; /* threads whose worker is written */
    _Atomic uint64_t next;  /* the next piece to give out; stored last when the pool is set up, loaded first */
} pool;

/* Gives out the next piece; false where there is none. */
static bool
take_piece(pool *p, uint64_t *out)
{
    uint64_t i = atomic_load(&p->next);
    if (atomic_load(&p->halted)) {
        return false;
    }
    while (i < p->last) {
        if (atomic_compare_exchange_weak(&p->next, &i, i + 1)) {
            *out = i;
            return true;
        }
    }
    return false;
}

static void
ask_to_go_on(pool *p)
{
    if (p->poll && p->poll(p->poll_context, atomic_load(&p->n_done), p->last - p->first)) {
        atomic_store(&p->stopped, 1);
        atomic_store(&p->halted, 1);
    }
}

/* One thread's work. OpenMP's thread 0 is the thread that called rasimi_pool_run. */
static void
work(pool *p, int thread)
{
    worker own = {.status = RASIM_OK};
    uint64_t i;
    while (own.status == RASIM_OK && take_piece(p, &i)) {
        own.status = p->piece(p->context, i, thread);
        if (own.status != RASIM_OK) {
            own.failed = i;
            atomic_store(&p->halted, 1);
            break;
        }
        own.n_done++;
        atomic_fetch_add(&p->n_done, 1);
        if (thread == 0) {
            ask_to_go_on(p);
        }
    }
    p->workers[thread] = own;
    atomic_fetch_add(&p->n_finished, 1);
}

/* Merges what the threads did; the lowest failing piece decides. */
static rasim_status
merge(pool *p, int n_threads, rasimi_pool_result *result)
{
    (void)atomic_load(&p->n_finished);
    rasim_status status = RASIM_OK;
    uint64_t n_prefix = atomic_load(&p->next);
    int n_used = 0;
    for (int t = 0; t < n_threads; t++) {
        const worker *w = &p->workers[t];
        n_used += w->n_done > 0 || w->status != RASIM_OK;
        if (w->status != RASIM_OK && w->failed < n_prefix) {
            n_prefix = w->failed;
            status = w->status;
        }
    }
    *result = (rasimi_pool_result){.n_prefix = n_prefix, .n_threads_used = n_used, .stopped = atomic_load(&p->stopped)};
    return status;
}

int
rasimi_pool_threads(int n)
{
    const int n_threads = n > 0 ? n : omp_get_num_procs();
    return n_threads < 1 ? 1 : n_threads > MAX_THREADS ? MAX_THREADS : n_threads;
}

rasim_status
rasimi_pool_run(uint64_t first, uint64_t last, int n_threads, rasimi_piece_fn *piece, void *context,
                rasimi_pool_poll_fn *poll, void *poll_context, rasimi_pool_result *result)
{
    n_threads = rasimi_pool_threads(n_threads);
    pool p = {.first = first,
              .last = last < first ? first : last,
              .piece = piece,
              .context = context,
              .poll = poll,
              .poll_context = poll_context,
              .workers = rasimi_calloc((size_t)n_threads, sizeof(worker))};
    if (!p.workers) {
        return RASIM_ERR_NO_MEMORY;
    }
    atomic_store(&p.next, first);
#pragma omp parallel num_threads(n_threads)
    work(&p, omp_get_thread_num());

    const rasim_status status = merge(&p, n_threads, result);
    free(p.workers);
    return status;
}
