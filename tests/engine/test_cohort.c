/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People side by side: what a block's exits are against one person at a time, on every instruction set; cohorts that
   lose nobody, everybody and the last, and keep their order; and the vector forms of sequences and logarithms against
   the scalar ones. */
#include "engine/cohort.h"
#include "engine/exits.h"
#include "num/detmath.h"
#include "num/draws.h"
#include "num/normal32.h"

#include <criterion/criterion.h>

#include <stdlib.h>
#include <string.h>

enum { YEAR = 3 };

static double
uniform(uint64_t *state)
{
    *state += 1;
    return (double)(rasimi_splitmix64(*state) >> 11) * 0x1p-53;
}

/* The i-th person of a caseload in which everything differs: who came when, from where, and how much is left of their
   first year. */
static rasimi_person
somebody(size_t i)
{
    uint64_t state = i * 1000;
    const uint32_t moves = i % 7 == 0 ? RASIMI_MAX_MOVES : (uint32_t)(i % 3);
    const float since = i % 4 == 0 ? (float)uniform(&state) : 0.0f;
    return (rasimi_person){
        .key_low = (uint32_t)rasimi_splitmix64(i),
        .key_high = (uint32_t)(rasimi_splitmix64(i) >> 32),
        .third = (uint32_t)(i % 5),
        .fourth = rasimi_person_fourth(moves, (uint32_t)i),
        .word = (uint32_t)(i / 2 % 4),
        .row = (uint32_t)i,
        .donor = (uint32_t)i + 1,
        .standing = (uint32_t)(i % 3),
        .cost = 1.0f + (float)i,
        .reference = 2.0f + (float)i,
        .since = since,
        .first_left = i % 3 == 0   ? (float)uniform(&state)
                      : i % 3 == 1 ? 1.0f
                                   : 0.0f,
    };
}

static void
set_bit(uint16_t *bits, size_t i)
{
    bits[i / RASIMI_LANES_PAD] = (uint16_t)(bits[i / RASIMI_LANES_PAD] | 1u << i % RASIMI_LANES_PAD);
}

static rasimi_cohort
make_cohort(size_t n)
{
    rasimi_cohort cohort = {0};
    for (size_t i = 0; i < n; i++) {
        const rasimi_person person = somebody(i);
        cr_assert_eq(rasimi_cohort_add(&cohort, &person), RASIM_OK);
    }
    return cohort;
}

/* ---- exits ---- */

static const rasimi_flow flows[] = {{7, 0.4}, {RASIMI_OUTSIDE, 0.7}, {9, 1.0}};

static const struct {
    rasimi_churn churn;
    double prevented;
} hazards[] = {
    {{.leave = 0.0, .leave_first = 0.0}, 0.0},
    {{.leave = 0.2, .leave_first = 0.2}, 0.0},
    {{.leave = 0.2, .leave_first = 0.6, .move = 0.3, .n_flows = 3}, 0.0},
    {{.leave = 0.2, .leave_first = 0.1, .move = 1.3, .n_flows = 3}, 0.6},
    {{.leave = 0.0, .leave_first = 2.0}, 0.0},
    {{.leave = 1.5, .leave_first = 0.0, .move = 0.1, .n_flows = 2}, 0.9},
    {{.leave = 40.0, .leave_first = 90.0}, 0.0}, /* nobody stays */
};
enum { N_HAZARDS = sizeof hazards / sizeof *hazards };

static rasimi_exit_draws
draws_of(const rasimi_kernel *kernel)
{
    rasimi_exit_draws draws = {.kernel = kernel, .key = 0x123456789ABCDEFu, .year = YEAR};
    rasimi_kernel_keys(draws.key, draws.round_keys);
    return draws;
}

/* The block's exits are those of its people, one by one; the number of them. */
static size_t
assert_exits(const rasimi_kernel *kernel, size_t n, size_t h)
{
    static rasimi_exits exits;
    static _Alignas(64) int32_t words[RASIMI_BLOCK_ROOM];
    rasimi_cohort cohort = make_cohort(n);
    rasimi_cohort_lanes lanes = rasimi_cohort_lanes_of(&cohort, 0);
    const rasimi_exit_draws draws = draws_of(kernel);
    uint16_t taken[RASIMI_BLOCK_PEOPLE / RASIMI_LANES_PAD] = {0};
    for (size_t i = 0; i < n; i++) {
        set_bit(taken, i);
    }
    kernel->words(&lanes, n, rasimi_counter_word(YEAR, RASIMI_DRAW_EXIT, 0), draws.round_keys, words);
    lanes.words[RASIMI_WORD_EXIT] = words;
    lanes.taken = taken;
    rasimi_hazard hazard;
    rasimi_hazard_make(&hazards[h].churn, flows, hazards[h].prevented, &hazard);
    rasimi_exits_draw(&draws, &lanes, rasimi_padded(n), &hazard, &exits);
    size_t e = 0;
    for (size_t i = 0; i < n; i++) {
        const rasimi_person person = somebody(i);
        const uint32_t word = rasimi_person_word(&person, YEAR, RASIMI_DRAW_EXIT, draws.key);
        const rasimi_exit exit = rasimi_exit_of(&person, &hazard, YEAR, word, draws.key);
        if (exit.fate == RASIMI_FATE_STAYED) {
            continue;
        }
        cr_assert_lt(e, exits.n, "%s, hazard %zu, %zu people: person %zu goes", kernel->name, h, n, i);
        cr_assert_eq(exits.who[e], (int32_t)i);
        cr_assert_eq((rasimi_fate)exits.fate[e], exit.fate, "%s, hazard %zu, person %zu", kernel->name, h, i);
        cr_assert(memcmp(&exits.until[e], &exit.until, sizeof exit.until) == 0);
        cr_assert(exit.fate != RASIMI_FATE_MOVED || exits.cell[e] == exit.cell);
        e++;
    }
    cr_assert_eq(e, exits.n, "%s, hazard %zu, %zu people: more go than should", kernel->name, h, n);
    rasimi_cohort_clear(&cohort);
    return e;
}

Test(cohort, exits_of_a_block_are_those_of_its_people)
{
    static const size_t sizes[] = {1, 2, 15, 16, 17, 31, 33, 500, RASIMI_BLOCK_PEOPLE};
    for (size_t k = 0; rasimi_kernel_get(k) != NULL; k++) {
        if (!rasimi_kernel_get(k)->available()) {
            cr_log_info("%s is not available here", rasimi_kernel_get(k)->name);
            continue;
        }
        for (size_t h = 0; h < N_HAZARDS; h++) {
            for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
                const size_t gone = assert_exits(rasimi_kernel_get(k), sizes[s], h);
                cr_assert(h > 0 || gone == 0, "somebody leaves though nobody can");
                cr_assert(h < N_HAZARDS - 1 || gone > sizes[s] * 9 / 10, "%zu of %zu leave", gone, sizes[s]);
            }
        }
    }
}

/* Words just beside the edge, which vectors of single precision cannot tell apart. */
Test(cohort, the_edge_between_staying_and_leaving_is_the_intensities)
{
    for (size_t h = 1; h < N_HAZARDS; h++) {
        rasimi_hazard hazard;
        rasimi_hazard_make(&hazards[h].churn, flows, 0.0, &hazard);
        for (size_t i = 0; i < 200; i++) {
            const rasimi_person person = somebody(i);
            const double rest = 1.0 - (double)person.since, left = (double)person.first_left;
            const double first = left < rest ? left : rest;
            const double edge = 0x1p32 * rasimi_exp(-(hazards[h].churn.leave_first + hazards[h].churn.move) * first -
                                                    (hazards[h].churn.leave + hazards[h].churn.move) * (rest - first));
            if (edge < 2.0 || edge > 0x1.fffffp31) {
                continue;
            }
            const rasimi_exit below = rasimi_exit_of(&person, &hazard, YEAR, (uint32_t)edge - 1, 5);
            const rasimi_exit above = rasimi_exit_of(&person, &hazard, YEAR, (uint32_t)edge + 1, 5);
            cr_assert_eq(below.fate, RASIMI_FATE_STAYED, "hazard %zu, person %zu", h, i);
            cr_assert(above.fate != RASIMI_FATE_STAYED || rasimi_person_moves(person.fourth) == RASIMI_MAX_MOVES);
        }
    }
}

/* ---- cohorts ---- */

/* Everybody is somebody's record, by what is their own; the sum of rows says who is there. */
static uint64_t
assert_whole(const rasimi_cohort *cohort)
{
    uint64_t rows = 0;
    const rasimi_cohort_lanes lanes = rasimi_cohort_lanes_of(cohort, 0);
    for (size_t i = 0; i < cohort->n; i++) {
        const rasimi_person found = rasimi_person_of(&lanes, i), expected = somebody(found.row);
        cr_assert(memcmp(&found, &expected, sizeof found) == 0, "person %u is torn", found.row);
        rows += found.row;
    }
    return rows;
}

/* Every `every`-th of n people is taken out: those who are left stand in the order they had. */
static void
assert_taken_out(const rasimi_kernel *kernel, size_t n, size_t every)
{
    rasimi_cohort cohort = make_cohort(n);
    uint16_t *stay = calloc(n / RASIMI_LANES_PAD + 1, sizeof *stay);
    size_t gone = 0;
    uint64_t rows = assert_whole(&cohort);
    for (size_t i = 0; i < n; i++) {
        if (i % every == every - 1) { /* all; every second; ...; the last; nobody */
            gone++;
            rows -= i;
        } else {
            set_bit(stay, i);
        }
    }
    rasimi_cohort_keep(&cohort, kernel, stay);
    cr_assert_eq(cohort.n, n - gone);
    cr_assert_eq(assert_whole(&cohort), rows, "%s: %zu people, every %zu-th gone", kernel->name, n, every);
    for (size_t i = 1; i < cohort.n; i++) {
        cr_assert_gt(cohort.row[i], cohort.row[i - 1], "%s: %zu people, every %zu-th gone", kernel->name, n, every);
    }
    free(stay);
    rasimi_cohort_clear(&cohort);
}

Test(cohort, whoever_is_taken_out_is_gone_and_nobody_else)
{
    static const size_t sizes[] = {1, 16, 17, RASIMI_BLOCK_PEOPLE + 1};
    for (size_t k = 0; rasimi_kernel_get(k) != NULL; k++) {
        if (!rasimi_kernel_get(k)->available()) {
            continue;
        }
        for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
            const size_t n = sizes[s];
            for (size_t every = 1; every <= n + 1; every += every < 5 ? 1 : n / 3 + 1) {
                assert_taken_out(rasimi_kernel_get(k), n, every);
            }
        }
    }
}

Test(cohort, people_of_two_cohorts_are_one)
{
    rasimi_cohort one = make_cohort(19), other = make_cohort(RASIMI_BLOCK_PEOPLE), none = {0};
    cr_assert_eq(rasimi_cohort_append(&one, &other), RASIM_OK);
    cr_assert_eq(rasimi_cohort_append(&one, &none), RASIM_OK);
    cr_assert_eq(one.n, 19u + RASIMI_BLOCK_PEOPLE);
    cr_assert_eq(one.capacity % RASIMI_LANES_PAD, 0);
    cr_assert_eq(assert_whole(&one), assert_whole(&other) + 19 * 18 / 2);
    rasimi_cohort_clear(&one);
    rasimi_cohort_clear(&other);
}

Test(cohort, a_year_that_passes_is_taken_off_the_first_in_care)
{
    rasimi_cohort cohort = make_cohort(100);
    rasimi_pass_year(cohort.first_left, cohort.since, cohort.n);
    for (size_t i = 0; i < cohort.n; i++) {
        const rasimi_person before = somebody(i);
        const float passed = 1.0f - before.since;
        const float left = before.first_left > passed ? before.first_left - passed : 0.0f;
        cr_assert(memcmp(&cohort.first_left[i], &left, sizeof left) == 0, "person %zu", i);
        cr_assert(cohort.since[i] <= 0.0f && cohort.since[i] >= 0.0f);
    }
    rasimi_cohort_clear(&cohort);
}

/* ---- the vector forms ---- */

Test(cohort, sequences_waits_and_words_are_the_scalar_ones)
{
    enum { CALLS = 96, FIRST = 32, N = 64 };
    static _Alignas(64) uint32_t words_of_calls[4][CALLS];
    static double uniforms[2][CALLS];
    static double rates[CALLS], waits[CALLS];
    static _Alignas(64) int32_t who[N], words[N], some[N];
    static _Alignas(64) float normals[N];
    const uint64_t key = 0xFEDCBA9876543210u, stratum = 0x1122334455667788u;
    uint64_t round_keys[20], state = 4;
    rasimi_kernel_keys(key, round_keys);
    for (size_t i = 0; i < CALLS; i++) {
        rates[i] = 0.01 + 300 * uniform(&state);
    }
    rasimi_cohort cohort = make_cohort(N);
    const rasimi_cohort_lanes lanes = rasimi_cohort_lanes_of(&cohort, 0);
    const uint32_t counter = rasimi_counter_word(YEAR, 2, 0);
    for (size_t k = 0; rasimi_kernel_get(k) != NULL; k++) {
        const rasimi_kernel *kernel = rasimi_kernel_get(k);
        if (!kernel->available()) {
            continue;
        }
        rasimi_draws draws;
        rasimi_draws_start(&draws, key, stratum, 77, 2 * (FIRST + CALLS));
        for (size_t i = 0; i < 2 * FIRST; i++) {
            rasimi_draws_bits(&draws);
        }
        kernel->calls(stratum, 77, FIRST, 1, CALLS, round_keys, words_of_calls[0]);
        kernel->uniforms(words_of_calls[0], words_of_calls[1], CALLS, uniforms[0]);
        kernel->uniforms(words_of_calls[2], words_of_calls[3], CALLS, uniforms[1]);
        words_of_calls[2][0] = words_of_calls[3][0] = 0; /* the least wait there is, and about the longest */
        words_of_calls[2][1] = words_of_calls[3][1] = UINT32_MAX;
        kernel->waits(words_of_calls[2], words_of_calls[3], rates, CALLS, waits);
        for (size_t i = 0; i < CALLS; i++) {
            const double u = i == 0 ? 0.0 : i == 1 ? 1.0 - 0x1p-53 : uniforms[1][i];
            const double expected = -rasimi_log(1.0 - u) / rates[i];
            cr_assert(memcmp(&waits[i], &expected, sizeof expected) == 0, "%s: wait %zu", kernel->name, i);
        }
        kernel->calls(stratum, 77, FIRST, 1, CALLS, round_keys, words_of_calls[0]);
        for (size_t i = 0; i < 2 * CALLS; i++) {
            const size_t w = 2 * (i % 2);
            const uint64_t drawn = words_of_calls[w][i / 2] | (uint64_t)words_of_calls[w + 1][i / 2] << 32;
            const double expected = (double)(drawn >> 11) * 0x1p-53;
            cr_assert_eq(drawn, rasimi_draws_bits(&draws), "%s: draw %zu", kernel->name, i);
            cr_assert(memcmp(&uniforms[i % 2][i / 2], &expected, sizeof expected) == 0, "%s: %zu", kernel->name, i);
        }
        for (size_t i = 0; i < N; i++) {
            who[i] = (int32_t)(i * 5 % N);
        }
        kernel->words(&lanes, N, counter, round_keys, words);
        kernel->words_of(&lanes, who, N, counter, round_keys, some);
        kernel->normals(words, N, normals);
        for (size_t i = 0; i < N; i++) {
            const rasimi_person person = somebody(i);
            const uint32_t word = rasimi_person_word(&person, YEAR, 2, key);
            const float normal = rasimi_normal32(word);
            cr_assert_eq((uint32_t)words[i], word, "%s: word %zu", kernel->name, i);
            cr_assert_eq(some[i], words[who[i]], "%s: word of %d", kernel->name, who[i]);
            cr_assert(memcmp(&normals[i], &normal, sizeof normal) == 0, "%s: normal %zu", kernel->name, i);
        }
    }
    rasimi_cohort_clear(&cohort);
}
