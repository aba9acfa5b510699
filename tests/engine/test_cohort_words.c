/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words that people of a cohort draw together: those of each alone (rasimi_person_word, one call of the generator after
   another), on every instruction set, whoever has gone and wherever segments begin. */
#include "engine/cohort_words.h"

#include <criterion/criterion.h>

#include <stdlib.h>

enum { YEAR = 2, DRAW = 3, REPLICATE = 4242, N_FOUNDERS = 75, FIRST_LANE = 32 };

static const uint64_t stream = 0x0123456789ABCDEFu, starters_key = 0xFEDCBA9876543210u;

/* Keys of rows, by lane; people are read from the lanes of a cell. */
static _Alignas(64) int32_t key_low[FIRST_LANE + N_FOUNDERS + RASIMI_LANES_PAD];
static _Alignas(64) int32_t key_high[FIRST_LANE + N_FOUNDERS + RASIMI_LANES_PAD];

static void
make_keys(void)
{
    for (size_t i = 0; i < sizeof key_low / sizeof *key_low; i++) {
        const uint64_t key = rasimi_splitmix64(i + 1);
        key_low[i] = (int32_t)(uint32_t)key;
        key_high[i] = (int32_t)(uint32_t)(key >> 32);
    }
}

static void
add(rasimi_cohort *cohort, const rasimi_person *person)
{
    cr_assert_eq(rasimi_cohort_add(cohort, person), RASIM_OK);
}

static void
add_founders(rasimi_cohort *cohort)
{
    for (uint32_t i = 0; i < N_FOUNDERS; i++) {
        const rasimi_person person = {
            .key_low = (uint32_t)key_low[FIRST_LANE + i],
            .key_high = (uint32_t)key_high[FIRST_LANE + i],
            .third = REPLICATE / 4,
            .word = REPLICATE % 4,
            .row = FIRST_LANE + i,
        };
        add(cohort, &person);
    }
    rasimi_cohort_mark(cohort, RASIMI_SEGMENT_FOUNDERS, 0, N_FOUNDERS, 0);
}

/* Every third start was prevented. */
static void
add_starters(rasimi_cohort *cohort, uint32_t n, uint64_t key)
{
    const size_t before = cohort->n;
    for (uint32_t j = 0; j < n; j++) {
        const rasimi_person person = {
            .key_low = (uint32_t)key,
            .key_high = (uint32_t)(key >> 32),
            .third = REPLICATE,
            .fourth = rasimi_person_fourth(0, j / 4),
            .word = j % 4,
            .row = 1000 + j,
        };
        if (j % 3 != 1) {
            add(cohort, &person);
        }
    }
    rasimi_cohort_mark(cohort, RASIMI_SEGMENT_STARTERS, before, n, key);
}

static void
add_movers(rasimi_cohort *cohort, uint32_t n)
{
    for (uint32_t j = 0; j < n; j++) {
        const uint64_t key = rasimi_splitmix64(1000000 + j);
        const rasimi_person person = {
            .key_low = (uint32_t)key,
            .key_high = (uint32_t)(key >> 32),
            .third = REPLICATE,
            .fourth = rasimi_person_fourth(1 + j % 3, j),
            .word = j % 4,
            .row = 2000 + j,
        };
        add(cohort, &person);
    }
}

/* A cohort after some years: founders, starters and movers, twice. */
static rasimi_cohort
make_cohort(void)
{
    rasimi_cohort cohort = {0};
    add_founders(&cohort);
    add_starters(&cohort, 50, starters_key);
    add_movers(&cohort, 7);
    add_starters(&cohort, 133, starters_key + 1);
    add_movers(&cohort, 21);
    return cohort;
}

static uint32_t
word_alone(const rasimi_cohort *cohort, size_t i)
{
    const rasimi_cohort_lanes lanes = rasimi_cohort_lanes_of(cohort, 0);
    const rasimi_person person = rasimi_person_of(&lanes, i);
    return rasimi_person_word(&person, YEAR, DRAW, stream);
}

static void
assert_words(const rasimi_kernel *kernel, const rasimi_cohort *cohort, size_t from, bool shared)
{
    uint64_t round_keys[20];
    rasimi_kernel_keys(stream, round_keys);
    const rasimi_draw draw = {round_keys, rasimi_counter_word(YEAR, DRAW, 0)};
    const rasimi_people people = {.key_low = key_low, .key_high = key_high};
    const rasimi_stretch rows = {.first = FIRST_LANE, .n = N_FOUNDERS};
    rasimi_founder_words founders = {0};
    rasimi_word_room room = {0};
    cr_assert_eq(rasimi_founder_words_draw(kernel, &people, &rows, REPLICATE / 4, draw, &founders), RASIM_OK);
    cr_assert_eq(rasimi_word_room_reserve(&room, cohort), RASIM_OK);
    const rasimi_word_source source = {
        .kernel = kernel,
        .replicate = REPLICATE,
        .founders = shared ? founders.words + REPLICATE % 4 * founders.n : NULL,
        .first_lane = FIRST_LANE,
    };
    for (size_t i = 0; i < cohort->n; i++) {
        room.need[i] = -1;
    }
    rasimi_cohort_draw(cohort, from, &source, draw, &room, room.need);
    for (size_t i = 0; i < cohort->n; i++) {
        const uint32_t expected = i < from ? UINT32_MAX : word_alone(cohort, i);
        cr_assert_eq((uint32_t)room.need[i], expected, "%s: person %zu of %zu, from %zu, %s", kernel->name, i,
                     cohort->n, from, shared ? "shared" : "alone");
    }
    rasimi_founder_words_clear(&founders);
    rasimi_word_room_clear(&room);
}

/* Takes out those whom a number picks, about one in `of`. */
static void
thin_out(rasimi_cohort *cohort, const rasimi_kernel *kernel, uint64_t of, uint64_t seed)
{
    uint32_t *who = calloc(cohort->n, sizeof *who);
    uint16_t *stay = calloc(cohort->n / RASIMI_LANES_PAD + 1, sizeof *stay);
    size_t n = 0;
    for (size_t i = 0; i < cohort->n; i++) {
        if (rasimi_splitmix64(seed + i) % of == 0) {
            who[n++] = (uint32_t)i;
        }
    }
    rasimi_cohort_remove(cohort, kernel, who, n, stay);
    free(who);
    free(stay);
}

static void
try_kernel(const rasimi_kernel *kernel)
{
    rasimi_cohort cohort = make_cohort();
    assert_words(kernel, &cohort, 0, true);
    assert_words(kernel, &cohort, 0, false);
    assert_words(kernel, &cohort, cohort.segments[1].begin, true); /* who has just come */
    for (uint64_t year = 0; year < 12; year++) {
        thin_out(&cohort, kernel, 5, 1000 * year);
        assert_words(kernel, &cohort, 0, true);
        assert_words(kernel, &cohort, 0, false);
        add_movers(&cohort, (uint32_t)year);
        add_starters(&cohort, 17 * (uint32_t)year, starters_key + 2 + year);
        assert_words(kernel, &cohort, cohort.segments[cohort.n_segments - 1].begin, true);
        assert_words(kernel, &cohort, 0, true);
    }
    thin_out(&cohort, kernel, 1, 0);
    cr_assert_eq(cohort.n, 0);
    cr_assert_eq(cohort.n_segments, 0);
    rasimi_cohort_clear(&cohort);
}

Test(cohort_words, words_drawn_together_are_those_of_each_alone)
{
    make_keys();
    for (size_t k = 0; rasimi_kernel_get(k) != NULL; k++) {
        const rasimi_kernel *kernel = rasimi_kernel_get(k);
        if (kernel->available()) {
            try_kernel(kernel);
        } else {
            cr_log_info("%s is not available here", kernel->name);
        }
    }
}
