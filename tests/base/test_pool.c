/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The thread pool: whatever the number of threads, the same pieces are done and the same failure is told. */
#include "base/pool.h"

#include <criterion/criterion.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>

#define N_PIECES 400

static const int thread_counts[] = {1, 2, 3, 8};

#define N_COUNTS (sizeof thread_counts / sizeof thread_counts[0])

typedef struct record {
    _Atomic int n_done[N_PIECES];   /* how often each piece was done */
    _Atomic int n_inside[8];        /* how many pieces each thread is doing at this moment */
    _Atomic int n_meeting;          /* pieces that wait for each other */
    _Atomic uint64_t n_started;     /* pieces begun so far */
    _Atomic uint64_t latest;        /* by how much a piece began before its turn, at most */
    uint64_t fails[2];              /* these pieces fail, with different statuses */
    uint64_t n_polls, polls_to_go;  /* the poll function says stop when polls_to_go is reached */
    uint64_t last_done, n_expected; /* what the poll function saw last and should see */
    pthread_t caller;
    bool polled_elsewhere, poll_went_back;
} record;

static record
new_record(void)
{
    return (record){.fails = {UINT64_MAX, UINT64_MAX}, .polls_to_go = UINT64_MAX, .caller = pthread_self()};
}

static rasim_status
do_piece(void *context, uint64_t i, int thread)
{
    record *r = context;
    cr_assert_eq(atomic_fetch_add(&r->n_inside[thread], 1), 0, "a thread's scratch is used by one piece at a time");
    const uint64_t turn = atomic_fetch_add(&r->n_started, 1);
    if (i > turn && i - turn > atomic_load(&r->latest)) {
        atomic_store(&r->latest, i - turn);
    }
    atomic_fetch_add(&r->n_done[i], 1);
    atomic_fetch_sub(&r->n_inside[thread], 1);
    return i == r->fails[0] ? RASIM_ERR_LEDGER : i == r->fails[1] ? RASIM_ERR_INTERNAL : RASIM_OK;
}

static int
poll_now_and_then(void *context, uint64_t n_done, uint64_t n_pieces)
{
    record *r = context;
    r->polled_elsewhere |= !pthread_equal(pthread_self(), r->caller);
    r->poll_went_back |= n_done < r->last_done || n_done > n_pieces;
    r->last_done = n_done;
    r->n_expected = n_pieces;
    return ++r->n_polls >= r->polls_to_go;
}

Test(pool, each_piece_is_done_once)
{
    for (size_t t = 0; t < N_COUNTS; t++) {
        record r = new_record();
        rasimi_pool_result result;
        cr_assert_eq(rasimi_pool_run(0, N_PIECES, thread_counts[t], do_piece, &r, NULL, NULL, &result), RASIM_OK);
        for (size_t i = 0; i < N_PIECES; i++) {
            cr_assert_eq(r.n_done[i], 1, "piece %zu with %d threads", i, thread_counts[t]);
        }
        cr_assert_eq(result.n_prefix, N_PIECES);
        cr_assert(result.n_threads_used >= 1 && result.n_threads_used <= thread_counts[t]);
        cr_assert_not(result.stopped);
        cr_assert(r.latest < 8, "pieces are started in order, give or take one a thread");
    }
}

Test(pool, only_the_pieces_asked_for_are_done)
{
    for (size_t t = 0; t < N_COUNTS; t++) {
        record r = new_record();
        rasimi_pool_result result;
        r.n_started = 100;
        cr_assert_eq(rasimi_pool_run(100, 150, thread_counts[t], do_piece, &r, NULL, NULL, &result), RASIM_OK);
        for (size_t i = 0; i < N_PIECES; i++) {
            cr_assert_eq(r.n_done[i], i >= 100 && i < 150);
        }
        cr_assert_eq(result.n_prefix, 150, "the prefix counts from piece 0");
    }
}

Test(pool, no_pieces_are_no_work)
{
    static const uint64_t ranges[][2] = {{0, 0}, {7, 7}, {9, 3}};
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
        record r = new_record();
        rasimi_pool_result result;
        cr_assert_eq(rasimi_pool_run(ranges[i][0], ranges[i][1], 3, do_piece, &r, NULL, NULL, &result), RASIM_OK);
        cr_assert(result.n_prefix == ranges[i][0] && result.n_threads_used == 0 && !result.stopped);
        cr_assert_eq(r.n_started, 0);
    }
}

Test(pool, the_lowest_failure_is_told_with_any_number_of_threads)
{
    static const uint64_t pairs[][2] = {{37, 38}, {38, 37}, {0, 1}, {1, 0}, {N_PIECES - 1, N_PIECES - 2}, {200, 5}};
    for (size_t p = 0; p < sizeof pairs / sizeof pairs[0]; p++) {
        const uint64_t lowest = pairs[p][0] < pairs[p][1] ? pairs[p][0] : pairs[p][1];
        for (size_t round = 0; round < 20 * N_COUNTS; round++) {
            record r = new_record();
            rasimi_pool_result result;
            memcpy(r.fails, pairs[p], sizeof r.fails);
            const rasim_status status =
                rasimi_pool_run(0, N_PIECES, thread_counts[round % N_COUNTS], do_piece, &r, NULL, NULL, &result);
            cr_assert_eq(status, lowest == r.fails[0] ? RASIM_ERR_LEDGER : RASIM_ERR_INTERNAL);
            cr_assert_eq(result.n_prefix, lowest);
            for (size_t i = 0; i <= lowest; i++) {
                cr_assert_eq(r.n_done[i], 1);
            }
        }
    }
}

Test(pool, one_thread_stops_at_the_failure)
{
    record r = new_record();
    rasimi_pool_result result;
    r.fails[0] = 10;
    cr_assert_eq(rasimi_pool_run(0, N_PIECES, 1, do_piece, &r, NULL, NULL, &result), RASIM_ERR_LEDGER);
    cr_assert_eq(r.n_started, 11);
    cr_assert_eq(result.n_threads_used, 1);
}

Test(pool, the_poll_function_stops_it_and_what_was_started_is_the_prefix)
{
    for (size_t round = 0; round < 10 * N_COUNTS; round++) {
        const int n_threads = thread_counts[round % N_COUNTS];
        record r = new_record();
        rasimi_pool_result result;
        r.polls_to_go = 5;
        cr_assert_eq(rasimi_pool_run(0, N_PIECES, n_threads, do_piece, &r, poll_now_and_then, &r, &result), RASIM_OK);
        for (size_t i = 0; i < N_PIECES; i++) {
            cr_assert_eq(r.n_done[i], i < result.n_prefix, "the prefix is exact");
        }
        cr_assert_not(r.polled_elsewhere, "polled by the calling thread only");
        cr_assert_not(r.poll_went_back);
        cr_assert(r.n_polls <= 5 && result.stopped == (r.n_polls == 5));
        cr_assert(result.n_prefix == N_PIECES || result.stopped);
        cr_assert(n_threads > 1 || result.n_prefix == 5);
        cr_assert(r.n_polls == 0 || r.n_expected == N_PIECES);
    }
}

/* Waits until three pieces are inside, so three threads take part; gives up where the machine gives fewer. */
static rasim_status
meet(void *context, uint64_t i, int thread)
{
    record *r = context;
    (void)i;
    (void)thread;
    atomic_fetch_add(&r->n_meeting, 1);
    for (int64_t spins = 0; atomic_load(&r->n_meeting) < 3 && spins < 2000000000; spins++) {
    }
    return atomic_load(&r->n_meeting) >= 3 ? RASIM_OK : RASIM_ERR_INTERNAL;
}

Test(pool, pieces_run_at_the_same_time_and_busy_threads_are_counted)
{
    record r = new_record();
    rasimi_pool_result result;
    cr_assert_eq(rasimi_pool_run(0, 3, 8, meet, &r, NULL, NULL, &result), RASIM_OK);
    cr_assert_eq(result.n_threads_used, 3);
}

Test(pool, the_number_of_threads_is_sensible_whatever_is_asked)
{
    static const struct {
        int asked, given;
    } cases[] = {{1, 1}, {3, 3}, {1024, 1024}, {1025, 1024}, {1 << 30, 1024}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        cr_assert_eq(rasimi_pool_threads(cases[i].asked), cases[i].given);
    }
    cr_assert(rasimi_pool_threads(0) >= 1 && rasimi_pool_threads(0) <= 1024);
    cr_assert_eq(rasimi_pool_threads(-5), rasimi_pool_threads(0));
}
