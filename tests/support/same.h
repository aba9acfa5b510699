/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two runs are the same: every number of every replicate, bit for bit, and what is known of places. */
#ifndef RASIM_TESTS_SUPPORT_SAME_H
#define RASIM_TESTS_SUPPORT_SAME_H

#include <criterion/criterion.h>
#include <stdbool.h>
#include <string.h>

#include "rasim/rasim.h"

/* Both absent, or the same bytes. */
static inline bool
same_bytes(const void *a, const void *b, size_t size)
{
    return a == NULL || b == NULL ? a == b : memcmp(a, b, size) == 0;
}

/* Moments of a place over all replicates. */
static inline void
assert_same_moments(const rasim_results *a, const rasim_results *b, size_t d, size_t y, size_t p, const char *what)
{
    rasim_place_moments x, z;
    cr_assert_eq(rasim_results_place_moments(a, d, y, p, &x), RASIM_OK);
    cr_assert_eq(rasim_results_place_moments(b, d, y, p, &z), RASIM_OK);
    cr_assert(same_bytes(&x, &z, sizeof x), "%s: moments of place %zu", what, p);
}

/* The first replicates of two runs of studies of one shape; `what` is said where they differ. Series of places are
   compared where both have them, moments where both runs are as long. */
static inline void
assert_same(const rasim_results *a, const rasim_results *b, uint64_t replicates, const char *what)
{
    rasim_results_info info, other;
    rasim_results_describe(a, &info);
    rasim_results_describe(b, &other);
    const bool with_series = info.place_series && other.place_series, as_long = info.replicates == other.replicates;
    const size_t row = info.n_groups * RASIM_N_LINES * sizeof(int64_t), series = replicates * sizeof(int64_t);
    for (size_t d = 0; d < info.n_designs; d++) {
        for (size_t y = 0; y < info.n_years; y++) {
            for (uint64_t r = 0; r < replicates; r++) {
                const int64_t *x = rasim_results_ledger(a, d, y, r), *z = rasim_results_ledger(b, d, y, r);
                cr_assert(x != NULL && same_bytes(x, z, row), "%s: design %zu year %zu replicate %lu", what, d, y,
                          (unsigned long)r);
            }
            for (size_t p = 0; p < info.n_places; p++) {
                cr_assert(!with_series || same_bytes(rasim_results_place_net(a, d, y, p),
                                                     rasim_results_place_net(b, d, y, p), series),
                          "%s: place %zu", what, p);
                if (as_long) {
                    assert_same_moments(a, b, d, y, p, what);
                }
            }
            cr_assert(same_bytes(rasim_results_sample_net(a, d, y), rasim_results_sample_net(b, d, y), series),
                      "%s: sample", what);
        }
    }
    for (size_t y = 0; y < info.n_years; y++) {
        cr_assert(same_bytes(rasim_results_funding(a, y), rasim_results_funding(b, y), series), "%s: funding", what);
    }
}

#endif
