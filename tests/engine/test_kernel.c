/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kernels of all instruction sets against each other, bit for bit, with every feature on and off; and against the
   scalar generator and rule. What the numbers mean is tested by the verification script, which knows none of this code.
 */
#include "engine/kernel.h"

#include "num/normal32.h"
#include "num/philox.h"
#include "num/urn.h"

#include <criterion/criterion.h>

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { N_CELLS = 3, N_PEOPLE = 16 * 8, N_DESIGNS = 5, N_SETTINGS = 2, N_STREAMS = 2 };

/* A small population with everything in it; arrays aligned as the kernel wants them. */
typedef struct fixture {
    _Alignas(64) int32_t key_low[N_PEOPLE], key_high[N_PEOPLE], contribution[N_PEOPLE], other[N_PEOPLE];
    _Alignas(64) float cost[N_PEOPLE], reference[N_PEOPLE], used[N_PEOPLE], other_share[N_PEOPLE], mode_sd[N_PEOPLE];
    _Alignas(64) float factor_sd[N_PEOPLE], extra[N_PEOPLE], shares[N_STREAMS][N_PEOPLE];
    _Alignas(64) float amount[N_DESIGNS][N_PEOPLE], points[N_DESIGNS][N_PEOPLE];
    _Alignas(64) int32_t status[N_DESIGNS][N_PEOPLE];
    _Alignas(64) int32_t row[N_PEOPLE], fourth[N_PEOPLE], copies[N_PEOPLE];
    rasimi_piece pieces[4];
    rasimi_rule rule;
    rasimi_stretch stretches[N_CELLS];
    rasimi_kernel_design designs[N_DESIGNS];
    rasimi_kernel_terms terms;
    rasimi_people people;
    rasimi_items items;
    float price[4][N_SETTINGS], stream[4][N_STREAMS];
    rasimi_kernel_shock shocks[4];
} fixture;

static double
uniform(uint64_t *state)
{
    *state += 1;
    return (double)(rasimi_splitmix64(*state) >> 11) * 0x1p-53;
}

/* Three cells of 37, 5 and 16 people: padding inside, nearly all padding, none. */
static void
lay_out(fixture *f)
{
    static const uint32_t sizes[N_CELLS] = {37, 5, 16};
    uint32_t at = 0;
    for (uint32_t c = 0; c < N_CELLS; c++) {
        f->stretches[c] = (rasimi_stretch){
            .first = at, .n = sizes[c], .cell = c, .setting = c % N_SETTINGS, .log2_sd = 0.2f + 0.3f * (float)c};
        at += (sizes[c] + 15) / 16 * 16;
    }
}

static void
fill_people(fixture *f, uint64_t seed)
{
    for (int c = 0; c < N_CELLS; c++) {
        for (uint32_t i = f->stretches[c].first; i < f->stretches[c].first + f->stretches[c].n; i++) {
            const uint64_t key = rasimi_splitmix64(1000 + i);
            f->key_low[i] = (int32_t)(uint32_t)key;
            f->key_high[i] = (int32_t)(uint32_t)(key >> 32);
            f->reference[i] = (float)(256.0 * (50.0 + 1500.0 * uniform(&seed)));
            f->cost[i] = 0.97f * f->reference[i];
            f->contribution[i] = (int32_t)(256.0 * 80.0 * uniform(&seed));
            f->other[i] = (int32_t)(256.0 * 20.0 * uniform(&seed));
            f->other_share[i] = (float)(0.4 * uniform(&seed));
            f->used[i] = (float)(0.9 + 0.1 * uniform(&seed));
            f->factor_sd[i] = (float)(0.5 * uniform(&seed));
            f->extra[i] = (float)(256.0 * (100.0 * uniform(&seed) - 30.0));
            f->mode_sd[i] = (float)(5.0 * uniform(&seed));
            for (int k = 0; k < N_STREAMS; k++) {
                f->shares[k][i] = (float)(0.6 * uniform(&seed));
            }
            f->row[i] = (int32_t)i;
            f->fourth[i] = (int32_t)(i % 7);
            f->copies[i] = (int32_t)(i % 5);
            for (int d = 0; d < N_DESIGNS; d++) {
                f->amount[d][i] = rintf(f->reference[i] * (float)(0.6 + 0.6 * uniform(&seed)));
                f->points[d][i] = (float)(100.0 * uniform(&seed));
                f->status[d][i] = (int32_t)(4.0 * uniform(&seed));
            }
        }
    }
}

static void
fill_terms(fixture *f, bool general)
{
    f->terms = (rasimi_kernel_terms){.above_tolerance = 1.1f,
                                     .below_tolerance = 0.9f,
                                     .review_below = 3000000000u,
                                     .reviews = general,
                                     .protection_share = general ? 0.25f : 0.0f,
                                     .collected = general ? 0.9f : 1.0f,
                                     .errors = general,
                                     .general = general};
    rasimi_kernel_keys(rasimi_stream_key(7, RASIMI_STREAM_NEED), f->terms.need_keys);
    rasimi_kernel_keys(rasimi_stream_key(7, RASIMI_STREAM_ASSESSMENT), f->terms.assessment_keys);
    rasimi_kernel_keys(rasimi_stream_key(7, RASIMI_STREAM_CHURN), f->terms.churn_keys);
    f->pieces[0] = (rasimi_piece){-FLT_MAX, 0.0f, 0.0f, RASIMI_RULE_INELIGIBLE};
    f->pieces[1] = (rasimi_piece){15.0f, 0.0f, 0.0f, RASIMI_RULE_PANEL};
    f->pieces[2] = (rasimi_piece){25.0f, 20000.0f, 3100.7f, RASIMI_RULE_ALLOCATED};
    f->pieces[3] = (rasimi_piece){90.0f, 0.0f, 0.0f, RASIMI_RULE_OUTSIDE};
    f->rule = (rasimi_rule){.pieces = f->pieces,
                            .n = 4,
                            .low = 0.0f,
                            .high = 100.0f,
                            .limits = {.scale = 0.95f, .floor = 9000.0f, .cap = 200000.0f, .rounding = 1280.0f}};
    static const rasimi_basis bases[N_DESIGNS] = {RASIMI_BASIS_NEED, RASIMI_BASIS_REFERENCE, RASIMI_BASIS_ALLOCATION,
                                                  RASIMI_BASIS_EITHER, RASIMI_BASIS_NEED};
    static const rasimi_motion motions[N_DESIGNS] = {RASIMI_STILL, RASIMI_BY_FACTOR, RASIMI_BY_POINTS, RASIMI_STILL,
                                                     RASIMI_BY_POINTS};
    for (int d = 0; d < N_DESIGNS; d++) {
        f->designs[d] = (rasimi_kernel_design){.amount = f->amount[d],
                                               .status = general ? f->status[d] : NULL,
                                               .motion = general ? motions[d] : RASIMI_STILL,
                                               .points = f->points[d],
                                               .raw = f->reference,
                                               .factor_sd = f->factor_sd,
                                               .extra = general && d != 1 ? f->extra : NULL,
                                               .rules = &f->rule,
                                               .basis = general ? bases[d] : RASIMI_BASIS_NEED,
                                               .threshold = 256000.0f,
                                               .high_cost_share = general ? 0.95f : 1.0f};
    }
}

static void
fill_shocks(fixture *f)
{
    for (int r = 0; r < 4; r++) {
        for (int k = 0; k < N_SETTINGS; k++) {
            f->price[r][k] = 0.97f + 0.02f * (float)(r + k);
        }
        for (int k = 0; k < N_STREAMS; k++) {
            f->stream[r][k] = 0.2f + 0.6f * (float)(r + k);
        }
        f->shocks[r] = (rasimi_kernel_shock){.uplift_share = 0.8f + 0.1f * (float)r,
                                             .trim_share = 0.3f + 0.1f * (float)r,
                                             .leniency = (float)r - 1.5f,
                                             .leniency_factor = 0.9f + 0.05f * (float)r,
                                             .need_factor = 0.98f + 0.01f * (float)r,
                                             .price = f->price[r],
                                             .stream = f->stream[r]};
    }
}

static fixture *
make_fixture(bool general)
{
    fixture *f = aligned_alloc(64, (sizeof *f + 63) / 64 * 64);
    cr_assert_not_null(f);
    memset(f, 0, sizeof *f);
    lay_out(f);
    fill_people(f, 42);
    fill_terms(f, general);
    fill_shocks(f);
    f->people = (rasimi_people){.n = N_PEOPLE,
                                .key_low = f->key_low,
                                .key_high = f->key_high,
                                .cost = f->cost,
                                .contribution = f->contribution,
                                .reference = f->reference,
                                .used = general ? f->used : NULL,
                                .other = general ? f->other : NULL,
                                .other_share = general ? f->other_share : NULL,
                                .shares = general ? &f->shares[0][0] : NULL,
                                .n_streams = general ? N_STREAMS : 0,
                                .mode_sd = general ? f->mode_sd : NULL};
    f->items = (rasimi_items){
        .n = N_PEOPLE, .row = f->row, .payer = f->row, .donor = f->row, .fourth = f->fourth, .copies = f->copies};
    return f;
}

enum { N_SUMS = N_CELLS * N_DESIGNS * 4 * RASIMI_N_SUMS };

static void
run(const rasimi_kernel *kernel, const fixture *f, bool multi, size_t n_designs, int64_t sums[N_SUMS])
{
    memset(sums, 0x55, N_SUMS * sizeof *sums); /* poison: the kernel must overwrite */
    const rasimi_kernel_call call = {.people = &f->people,
                                     .terms = &f->terms,
                                     .designs = f->designs,
                                     .n_designs = n_designs,
                                     .stretches = f->stretches,
                                     .n_stretches = N_CELLS,
                                     .third = 11,
                                     .shocks = f->shocks,
                                     .items = multi ? &f->items : NULL,
                                     .sums = sums};
    (multi ? kernel->multi : kernel->solo)(&call);
}

Test(kernel, all_instruction_sets_give_the_same_bits)
{
    const rasimi_kernel *portable = NULL;
    for (size_t i = 0; rasimi_kernel_get(i) != NULL; i++) {
        portable = rasimi_kernel_get(i);
    }
    int64_t expected[N_SUMS], sums[N_SUMS];
    for (size_t i = 0; rasimi_kernel_get(i) != portable; i++) {
        const rasimi_kernel *kernel = rasimi_kernel_get(i);
        if (!kernel->available()) {
            cr_log_info("%s is not available here", kernel->name);
            continue;
        }
        for (int variant = 0; variant < 8; variant++) {
            const bool general = variant & 1, multi = variant & 2;
            const size_t n_designs = variant & 4 ? N_DESIGNS : 1;
            fixture *f = make_fixture(general);
            run(portable, f, multi, n_designs, expected);
            run(kernel, f, multi, n_designs, sums);
            const size_t n = N_CELLS * n_designs * (multi ? 1u : 4u) * RASIMI_N_SUMS;
            for (size_t k = 0; k < n; k++) {
                cr_assert_eq(sums[k], expected[k], "%s: general %d multi %d designs %zu sum %zu: %lld, not %lld",
                             kernel->name, general, multi, n_designs, k % RASIMI_N_SUMS, (long long)sums[k],
                             (long long)expected[k]);
            }
            free(f);
        }
    }
}

Test(kernel, the_plain_and_the_general_body_agree_where_no_feature_is_used)
{
    int64_t plain[N_SUMS], general[N_SUMS];
    fixture *f = make_fixture(false);
    const rasimi_kernel *kernel = rasimi_kernel_choose();
    for (int multi = 0; multi < 2; multi++) {
        f->terms.general = false;
        run(kernel, f, multi, N_DESIGNS, plain);
        f->terms.general = true;
        for (int r = 0; r < 4; r++) {
            f->shocks[r].need_factor = 1.0f;
        }
        run(kernel, f, multi, N_DESIGNS, general);
        const size_t n = (size_t)N_CELLS * N_DESIGNS * (multi ? 1 : 4) * RASIMI_N_SUMS;
        cr_assert_arr_eq(plain, general, n * sizeof *plain, "multi %d", multi);
    }
    free(f);
}

Test(kernel, designs_in_one_pass_are_what_each_is_alone)
{
    int64_t together[N_SUMS], alone[N_SUMS];
    fixture *f = make_fixture(true);
    const rasimi_kernel *kernel = rasimi_kernel_choose();
    run(kernel, f, false, N_DESIGNS, together);
    for (int d = 0; d < N_DESIGNS; d++) {
        rasimi_kernel_design first = f->designs[0];
        f->designs[0] = f->designs[d];
        run(kernel, f, false, 1, alone);
        f->designs[0] = first;
        for (int c = 0; c < N_CELLS; c++) {
            cr_assert_arr_eq(together + (size_t)(c * N_DESIGNS + d) * 4 * RASIMI_N_SUMS,
                             alone + (size_t)c * 4 * RASIMI_N_SUMS, 4 * RASIMI_N_SUMS * sizeof *alone, "design %d", d);
        }
    }
    free(f);
}

/* Points that could move but do not: the kernel's rule is the library's, to the unit, for every person. */
Test(kernel, moving_points_without_error_are_the_librarys_rule)
{
    fixture *f = make_fixture(true);
    f->terms.reviews = false;
    f->terms.protection_share = 0.0f;
    memset(f->mode_sd, 0, sizeof f->mode_sd);
    f->designs[0] = f->designs[4];
    f->designs[0].threshold = INFINITY;
    for (int r = 0; r < 4; r++) {
        f->shocks[r].leniency = 0.0f;
    }
    for (uint32_t i = f->stretches[0].first; i < f->stretches[0].first + f->stretches[0].n; i += 2) {
        f->points[4][i] = f->pieces[1 + i / 2 % 3].from; /* on the very edge of a piece */
    }
    int64_t sums[N_SUMS];
    run(rasimi_kernel_choose(), f, false, 1, sums);
    for (int c = 0; c < N_CELLS; c++) {
        int64_t expected = 0;
        for (uint32_t i = f->stretches[c].first; i < f->stretches[c].first + f->stretches[c].n; i++) {
            const rasimi_allocated a = rasimi_rule_evaluate(&f->rule, f->points[4][i], f->extra[i]);
            expected += a.status == RASIMI_RULE_OUTSIDE ? 0 : a.units;
        }
        for (int w = 0; w < 4; w++) {
            cr_assert_eq(sums[(c * 4 + w) * RASIMI_N_SUMS + RASIMI_SUM_INDICATIVE], expected, "cell %d word %d", c, w);
        }
    }
    free(f);
}

/* One person, no exclusion, tolerance 0, u = d = 1: net is need cost, word by word as the contract says. */
Test(kernel, need_cost_is_the_contracts_draw)
{
    fixture *f = make_fixture(false);
    f->stretches[0].n = 1;
    f->contribution[0] = 0;
    for (int i = 1; i < 16; i++) { /* lanes past the last person are zero by their data */
        f->cost[i] = f->amount[0][i] = 0.0f;
    }
    f->designs[0].threshold = INFINITY;
    f->terms.above_tolerance = f->terms.below_tolerance = 1.0f;
    for (int r = 0; r < 4; r++) {
        f->shocks[r].uplift_share = f->shocks[r].trim_share = 1.0f;
        f->price[r][0] = 1.0f;
    }
    int64_t sums[N_SUMS];
    run(rasimi_kernel_choose(), f, false, 1, sums);
    uint32_t counter[4] = {(uint32_t)f->key_low[0], (uint32_t)f->key_high[0], 11, rasimi_counter_word(0, 0, 0)};
    rasimi_philox(counter, rasimi_stream_key(7, RASIMI_STREAM_NEED));
    for (int w = 0; w < 4; w++) {
        const float need = rasimi_exp2_product(f->stretches[0].log2_sd, rasimi_normal32(counter[w])) * f->cost[0];
        const int64_t net = sums[w * RASIMI_N_SUMS + RASIMI_SUM_NET];
        cr_assert_leq(llabs(net - (int64_t)lrintf(need)), 1, "word %d: %lld against %g", w, (long long)net,
                      (double)need);
    }
    free(f);
}

/* The largest packages there can be, as many as a lane sum takes: nothing wraps. */
Test(kernel, sums_do_not_overflow_at_the_largest_packages)
{
    enum { N = 16 * 300 };
    int32_t *zeros = aligned_alloc(64, N * sizeof *zeros);
    int32_t *rows = aligned_alloc(64, N * sizeof *rows), *copies = aligned_alloc(64, N * sizeof *copies);
    float *cost = aligned_alloc(64, N * sizeof *cost), *amount = aligned_alloc(64, N * sizeof *amount);
    memset(zeros, 0, N * sizeof *zeros);
    for (int i = 0; i < N; i++) {
        cost[i] = amount[i] = RASIMI_MAX_UNITS;
        rows[i] = i;
        copies[i] = 4;
    }
    fixture *f = make_fixture(false);
    f->people = (rasimi_people){.n = N, .key_low = zeros, .key_high = zeros, .cost = cost, .contribution = zeros};
    f->stretches[0] = (rasimi_stretch){.n = N, .log2_sd = 0.0f};
    f->designs[0].amount = amount;
    f->designs[0].threshold = INFINITY;
    for (int r = 0; r < 4; r++) {
        f->price[r][0] = 3.0f;
    }
    static int64_t sums[N_SUMS];
    for (size_t i = 0; rasimi_kernel_get(i) != NULL; i++) {
        if (rasimi_kernel_get(i)->available()) {
            run(rasimi_kernel_get(i), f, false, 1, sums);
            cr_assert_eq(sums[RASIMI_SUM_NET], (int64_t)N * (1 << 24));
            cr_assert_eq(sums[RASIMI_SUM_INDICATIVE], (int64_t)N * (1 << 24));
            f->items =
                (rasimi_items){.n = N, .row = rows, .payer = rows, .donor = rows, .fourth = zeros, .copies = copies};
            run(rasimi_kernel_get(i), f, true, 1, sums);
            cr_assert_eq(sums[RASIMI_SUM_NET], (int64_t)N * 4 * (1 << 24));
        }
    }
    free(rows);
    free(copies);
    free(zeros);
    free(cost);
    free(amount);
    free(f);
}

Test(kernel, choice_follows_the_environment)
{
    setenv("RASIM_ISA", "portable", 1);
    cr_assert_str_eq(rasimi_kernel_choose()->name, "portable");
    setenv("RASIM_ISA", "abacus", 1);
    cr_assert_null(rasimi_kernel_choose());
    setenv("RASIM_ISA", "", 1);
    cr_assert_not_null(rasimi_kernel_choose());
}

/* ---- urns ---- */

Test(kernel, urns_are_the_same_by_whoever_computes_their_draws)
{
    enum { ROWS = 3500, WORDS = 2 * ROWS + 200 };
    static const uint64_t sizes[][2] = {{3, 1},   {9, 90},    {10, 4},     {33, 500},
                                        {34, 40}, {67, 1000}, {500, 6500}, {3500, 3500}};
    static uint32_t counts[ROWS], expected[ROWS];
    static uint64_t scratch[WORDS];
    const uint64_t key = 0xFEDCBA9876543210u, stratum = 0x1122334455667788u;
    rasimi_draws_engine engine;
    rasimi_kernel_keys(key, engine.round_keys);
    for (size_t k = 0; rasimi_kernel_get(k) != NULL; k++) {
        if (!rasimi_kernel_get(k)->available()) {
            continue;
        }
        engine.calls = rasimi_kernel_get(k)->calls;
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
            const uint64_t n = sizes[i][0], unseen = sizes[i][1];
            cr_assert_leq(rasimi_urn_scratch_words(n, unseen), WORDS);
            rasimi_urn_counts(n, unseen, key, stratum, 7, expected, scratch);
            rasimi_urn_counts_by(&engine, n, unseen, key, stratum, 7, counts, scratch);
            cr_assert(memcmp(counts, expected, n * sizeof *counts) == 0, "%s: urn %zu", rasimi_kernel_get(k)->name, i);
        }
    }
}
