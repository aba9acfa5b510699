/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People who keep their seats: words drawn four to a call, and exits with empty seats between, are those of each person
   alone (rasimi_person_word and rasimi_exit_of, one after another) on every instruction set; nobody is lost over years
   in which people come, go and are closed up. */
#include "engine/exits.h"
#include "engine/seats.h"
#include "engine/year_words.h"

#include <criterion/criterion.h>

#include <stdlib.h>
#include <string.h>

enum { YEAR = 2, REPLICATE = 4242, FIRST_LANE = 32, N_ROWS = 75, MOST = 4096 };

static const uint64_t churn_key = 0x0123456789ABCDEFu;

static _Alignas(64) int32_t key_low[FIRST_LANE + 2 * N_ROWS], key_high[FIRST_LANE + 2 * N_ROWS];
static _Alignas(64) float cost[FIRST_LANE + 2 * N_ROWS], reference[FIRST_LANE + 2 * N_ROWS];
static _Alignas(64) float since[RASIMI_BLOCK_PEOPLE], first_left[RASIMI_BLOCK_PEOPLE];

static const rasimi_people people = {
    .n = FIRST_LANE + 2 * N_ROWS, .key_low = key_low, .key_high = key_high, .cost = cost, .reference = reference};

static bool
one_in(uint64_t of, uint64_t seed)
{
    return rasimi_splitmix64(seed) % of == 0;
}

static bool
is_taken(const uint16_t *taken, size_t lane)
{
    return (taken[lane / RASIMI_LANES_PAD] >> lane % RASIMI_LANES_PAD & 1) != 0;
}

static void
leave(uint16_t *taken, size_t lane)
{
    taken[lane / RASIMI_LANES_PAD] &= (uint16_t) ~(1u << lane % RASIMI_LANES_PAD);
}

static void
make_people(void)
{
    for (size_t i = 0; i < people.n; i++) {
        const uint64_t key = rasimi_splitmix64(i + 1);
        key_low[i] = (int32_t)(uint32_t)key;
        key_high[i] = (int32_t)(uint32_t)(key >> 32);
        cost[i] = 1.0f + (float)i;
        reference[i] = 2.0f + (float)i;
    }
    for (size_t i = 0; i < RASIMI_BLOCK_PEOPLE; i++) {
        since[i] = i % 3 == 0 ? (float)(i % 100) * 0.01f : 0.0f;
        first_left[i] = i % 2 == 0 ? (float)(i % 90) * 0.011f : 0.0f;
    }
}

static rasimi_row_seats
make_rows(void)
{
    rasimi_row_seats out = {0};
    const rasimi_stretch rows = {.first = FIRST_LANE, .n = N_ROWS};
    cr_assert_eq(rasimi_row_seats_fill(&out, &rows, RASIMI_LEGACY), RASIM_OK);
    return out;
}

/* The i-th person who ever came, with all that is theirs. */
static void
sit(rasimi_seats *seats, size_t lane, uint32_t i)
{
    seats->row[lane] = (int32_t)i;
    seats->donor[lane] = (int32_t)i + 1;
    seats->standing[lane] = (int32_t)(i % 3);
    seats->cost[lane] = 10.0f + (float)i;
    seats->reference[lane] = 20.0f + (float)i;
    seats->persistent[lane] = (float)i * 0.25f;
    seats->first_left[lane] = 1.0f;
    seats->since[lane] = (float)(i % 100) * 0.01f;
    rasimi_seats_take(seats, lane);
}

/* n people come, whose calls have a key of their own; some seats stay empty. `next` is the number of the next. */
static void
come(rasimi_seats *seats, uint32_t n, uint64_t key, uint32_t *next)
{
    cr_assert_eq(rasimi_seats_reserve(seats, (n + 3) / 4), RASIM_OK);
    for (uint32_t j = 0, call = 0; j < n; j++) {
        call = j % 4 == 0 ? (uint32_t)rasimi_seats_call(seats, key, j / 4) : call;
        if (!one_in(5, key + j)) {
            sit(seats, rasimi_copies_lane(call, j % 4), (*next)++);
        }
    }
}

/* ---- words and exits ---- */

static rasimi_year_draws
make_draws(uint64_t keys[RASIMI_N_WORDS][20])
{
    rasimi_year_draws out;
    for (uint32_t k = 0; k < RASIMI_N_WORDS; k++) {
        rasimi_kernel_keys(churn_key + k, keys[k]);
        out.of[k] = (rasimi_draw){k == RASIMI_WORD_STOP ? NULL : keys[k], rasimi_counter_word(YEAR, k, 0)};
    }
    return out;
}

static void
assert_words(const rasimi_kernel *kernel, const rasimi_cohort_lanes *lanes, size_t n, const char *who)
{
    cr_assert_null(lanes->words[RASIMI_WORD_STOP], "nobody asked for them");
    static _Alignas(64) int32_t lane[RASIMI_LANES_PAD], some[RASIMI_LANES_PAD];
    uint64_t round_keys[20];
    rasimi_kernel_keys(churn_key, round_keys);
    for (size_t i = 0; i < n; i++) {
        const rasimi_person person = rasimi_person_of(lanes, i);
        for (uint32_t k = 0; k < RASIMI_N_WORDS && is_taken(lanes->taken, i); k++) {
            const uint32_t expected = rasimi_person_word(&person, YEAR, k, churn_key + k);
            cr_assert(lanes->words[k] == NULL || (uint32_t)lanes->words[k][i] == expected, "%s, %s: word %u of %zu",
                      kernel->name, who, k, i);
        }
        lane[i % RASIMI_LANES_PAD] = (int32_t)(n - 1 - i);
        if (i % RASIMI_LANES_PAD == RASIMI_LANES_PAD - 1) {
            kernel->words_of(lanes, lane, RASIMI_LANES_PAD, rasimi_counter_word(YEAR, 9, 0), round_keys, some);
            for (size_t j = 0; j < RASIMI_LANES_PAD; j++) {
                const rasimi_person other = rasimi_person_of(lanes, (size_t)lane[j]);
                cr_assert_eq((uint32_t)some[j], rasimi_person_word(&other, YEAR, 9, churn_key), "%s, %s: %d",
                             kernel->name, who, lane[j]);
            }
        }
    }
}

/* The exits of lanes of which some are empty. */
static void
assert_exits(const rasimi_kernel *kernel, const rasimi_cohort_lanes *lanes, size_t n, double prevented, const char *who)
{
    static rasimi_exits exits;
    const rasimi_flow flows[] = {{7, 0.4}, {RASIMI_OUTSIDE, 0.7}, {9, 1.0}};
    const rasimi_churn churn = {.leave = 0.3, .leave_first = 0.7, .move = 0.5, .n_flows = 3};
    rasimi_hazard hazard;
    rasimi_hazard_make(&churn, flows, prevented, &hazard);
    const uint64_t key = churn_key + RASIMI_WORD_EXIT;
    rasimi_exit_draws draws = {.kernel = kernel, .key = key, .year = YEAR};
    rasimi_kernel_keys(key, draws.round_keys);
    rasimi_exits_draw(&draws, lanes, n, &hazard, &exits);
    size_t e = 0;
    for (size_t i = 0; i < n; i++) {
        const rasimi_person person = rasimi_person_of(lanes, i);
        const rasimi_exit expected =
            rasimi_exit_of(&person, &hazard, YEAR, (uint32_t)lanes->words[RASIMI_WORD_EXIT][i], key);
        if (!is_taken(lanes->taken, i) || expected.fate == RASIMI_FATE_STAYED) {
            continue;
        }
        cr_assert_lt(e, exits.n, "%s, %s: %zu goes", kernel->name, who, i);
        cr_assert_eq(exits.who[e], (int32_t)i, "%s, %s: %zu goes, not %d", kernel->name, who, i, exits.who[e]);
        cr_assert_eq((rasimi_fate)exits.fate[e], expected.fate);
        cr_assert(memcmp(&exits.until[e], &expected.until, sizeof expected.until) == 0);
        cr_assert(expected.fate != RASIMI_FATE_MOVED || exits.cell[e] == expected.cell);
        e++;
    }
    cr_assert_eq(e, exits.n, "%s, %s: more go than should", kernel->name, who);
    cr_assert_gt(e, 5);
}

static void
try_rows(const rasimi_kernel *kernel)
{
    static rasimi_block_words words[4];
    uint64_t keys[RASIMI_N_WORDS][20];
    const rasimi_year_draws draws = make_draws(keys);
    rasimi_row_seats seats = make_rows();
    for (uint64_t r = REPLICATE / 4 * 4; r < REPLICATE / 4 * 4 + 4; r++) {
        rasimi_cohort_lanes lanes = rasimi_row_seats_lanes(&seats, &people, r, 16);
        const size_t n = seats.n - 16;
        rasimi_words_of_rows(kernel, &draws, &lanes, n, words);
        rasimi_words_give(&draws, &words[r % 4], &lanes);
        lanes.since = since;
        lanes.first_left = first_left;
        leave(seats.taken, 20 + r % 4);
        assert_words(kernel, &lanes, n, "rows");
        assert_exits(kernel, &lanes, n, 0.0, "rows");
        assert_exits(kernel, &lanes, n, 0.5, "rows, prevented");
    }
    rasimi_row_seats_clear(&seats);
}

static void
try_copies(const rasimi_kernel *kernel)
{
    static rasimi_block_words words;
    uint64_t keys[RASIMI_N_WORDS][20];
    uint32_t next = 0;
    const rasimi_year_draws draws = make_draws(keys);
    rasimi_seats seats = {0};
    come(&seats, 70, 11, &next);
    come(&seats, 301, 12, &next);
    const size_t first = RASIMI_COPIES_LANES, n = rasimi_seats_lanes_of_calls(seats.n_calls) - first;
    rasimi_cohort_lanes lanes = rasimi_seats_lanes(&seats, REPLICATE, first);
    rasimi_words_of_copies(kernel, &draws, &lanes, n, &words);
    rasimi_words_give(&draws, &words, &lanes);
    assert_words(kernel, &lanes, n, "copies");
    assert_exits(kernel, &lanes, n, 0.0, "copies");
    assert_exits(kernel, &lanes, n, 0.5, "copies, prevented");
    rasimi_seats_clear(&seats);
}

Test(seats, words_and_exits_are_those_of_each_alone)
{
    make_people();
    for (size_t k = 0; rasimi_kernel_get(k) != NULL; k++) {
        if (rasimi_kernel_get(k)->available()) {
            try_rows(rasimi_kernel_get(k));
            try_copies(rasimi_kernel_get(k));
        } else {
            cr_log_info("%s is not available here", rasimi_kernel_get(k)->name);
        }
    }
}

/* ---- years ---- */

Test(seats, every_row_has_a_seat_and_nobody_else)
{
    make_people();
    rasimi_row_seats seats = make_rows();
    cr_assert_eq(seats.n, rasimi_padded(N_ROWS));
    rasimi_cohort_lanes lanes = rasimi_row_seats_lanes(&seats, &people, REPLICATE, 0);
    lanes.since = since;
    lanes.first_left = first_left;
    for (size_t i = 0; i < seats.n; i++) {
        const rasimi_person person = rasimi_person_of(&lanes, i);
        cr_assert_eq(is_taken(seats.taken, i), i < N_ROWS, "seat %zu", i);
        cr_assert(person.row == FIRST_LANE + i && person.donor == FIRST_LANE + i && person.standing == RASIMI_LEGACY);
        cr_assert_float_eq(person.cost, 1.0 + FIRST_LANE + (double)i, 0);
    }
    rasimi_row_seats_clear(&seats);
}

/* Whom there should be: what is theirs when they came, and how often a year has passed since. */
typedef struct known {
    rasimi_person person;
    float persistent;
    unsigned years;
} known;

/* Everybody there is who should be, once, as they should be. */
static void
assert_all(const rasimi_seats *seats, const known *all, const bool *gone, uint32_t n)
{
    static bool seen[MOST];
    memset(seen, 0, sizeof seen);
    const rasimi_cohort_lanes lanes = rasimi_seats_lanes(seats, REPLICATE, 0);
    for (size_t i = 0; i < rasimi_seats_lanes_of_calls(seats->n_calls); i++) {
        if (!is_taken(seats->taken, i)) {
            continue;
        }
        const rasimi_person found = rasimi_person_of(&lanes, i);
        cr_assert(found.row < n && !seen[found.row] && !gone[found.row], "%u", found.row);
        seen[found.row] = true;
        rasimi_person expected = all[found.row].person;
        if (all[found.row].years > 0) {
            const float left = expected.first_left - (1.0f - expected.since);
            expected.first_left = all[found.row].years == 1 && left > 0.0f ? left : 0.0f;
            expected.since = 0.0f;
        }
        cr_assert(memcmp(&found, &expected, sizeof found) == 0, "%u is torn", found.row);
        cr_assert_float_eq(seats->persistent[i], all[found.row].persistent, 0);
    }
    for (uint32_t i = 0; i < n; i++) {
        cr_assert(seen[i] || gone[i], "%u is lost", i);
    }
}

/* Notes those of the seats who are not known. */
static void
note(const rasimi_seats *seats, known *all)
{
    const rasimi_cohort_lanes lanes = rasimi_seats_lanes(seats, REPLICATE, 0);
    for (size_t i = 0; i < rasimi_seats_lanes_of_calls(seats->n_calls); i++) {
        const rasimi_person person = rasimi_person_of(&lanes, i);
        if (is_taken(seats->taken, i) && all[person.row].years == 0) {
            all[person.row] = (known){.person = person, .persistent = seats->persistent[i]};
        }
    }
}

/* About one in `of` leaves. */
static void
go(const rasimi_kernel *kernel, rasimi_seats *seats, uint64_t of, uint64_t seed, bool *gone)
{
    const size_t n = rasimi_seats_lanes_of_calls(seats->n_calls);
    int32_t *fate = aligned_alloc(64, (n + 1) * sizeof *fate / 64 * 64 + 64);
    size_t left = 0;
    for (size_t i = 0; i < n; i++) {
        const bool goes = one_in(of, seed + i);
        fate[i] = goes ? RASIMI_FATE_LEFT + (int32_t)(i % 3) : (int32_t)(i % 2) * RASIMI_FATE_ARRIVED;
        left += is_taken(seats->taken, i) && !goes;
        if (is_taken(seats->taken, i) && goes) {
            gone[seats->row[i]] = true;
        }
    }
    cr_assert_eq(kernel->stay(fate, n, seats->taken), left, "%s", kernel->name);
    free(fate);
}

static void
try_years(const rasimi_kernel *kernel, uint64_t of)
{
    static known all[MOST];
    static bool gone[MOST];
    memset(all, 0, sizeof all);
    memset(gone, 0, sizeof gone);
    rasimi_seats seats = {0};
    uint32_t next = 0;
    size_t most = 0;
    for (uint64_t year = 0; year < 10; year++) {
        const size_t fresh = seats.n_calls;
        come(&seats, 3 + 61 * (uint32_t)(year % 4), 100 * of + year, &next);
        note(&seats, all);
        assert_all(&seats, all, gone, next);
        go(kernel, &seats, of, 1000 * year, gone);
        rasimi_seats_pass_year(&seats, fresh);
        for (uint32_t i = 0; i < next; i++) {
            all[i].years++;
        }
        assert_all(&seats, all, gone, next);
        most = seats.n_calls > most ? seats.n_calls : most;
    }
    go(kernel, &seats, 1, 0, gone);
    rasimi_seats_pass_year(&seats, seats.n_calls);
    assert_all(&seats, all, gone, next);
    cr_assert(most > 0 && seats.n_calls == 0, "empty calls are closed up");
    rasimi_seats_clear(&seats);
}

Test(seats, nobody_is_lost_over_the_years)
{
    for (size_t k = 0; rasimi_kernel_get(k) != NULL; k++) {
        for (uint64_t of = 2; of < 12 && rasimi_kernel_get(k)->available(); of += 3) {
            try_years(rasimi_kernel_get(k), of);
        }
    }
}

/* Those who make calls of their own come out in the order of their numbers. */
Test(seats, people_are_poured_out_in_the_order_of_their_numbers)
{
    rasimi_seats seats = {0};
    rasimi_cohort cohort = {0};
    uint32_t next = 0;
    come(&seats, 100, 3, &next);
    cr_assert_eq(rasimi_seats_pour(&seats, REPLICATE, &cohort), RASIM_OK);
    cr_assert_eq(cohort.n, next);
    for (uint32_t i = 0; i < next; i++) {
        cr_assert_eq(cohort.row[i], (int32_t)i);
        cr_assert_eq(cohort.third[i], REPLICATE);
    }
    rasimi_cohort_clear(&cohort);
    rasimi_seats_clear(&seats);
}
