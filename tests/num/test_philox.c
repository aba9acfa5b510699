/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Philox against its authors' code and vectors; keys against published outputs. */
#include "num/philox.h"

#include <criterion/criterion.h>
#include <Random123/philox.h>
#include <inttypes.h>
#include <string.h>

Test(philox, gives_the_published_vectors)
{
    static const struct {
        uint32_t counter[4];
        uint64_t key;
        uint32_t words[4];
    } cases[] = {
        {{0, 0, 0, 0}, 0, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
        {{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
         UINT64_C(0xffffffffffffffff),
         {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
        {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
         UINT64_C(0x299f31d0a4093822),
         {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t words[4];
        memcpy(words, cases[i].counter, sizeof words);
        rasimi_philox(words, cases[i].key);
        cr_assert(memcmp(words, cases[i].words, sizeof words) == 0, "vector %zu", i);
    }
}

Test(philox, agrees_with_random123)
{
    uint64_t state = 0xe8ff0adf;
    for (int i = 0; i < 100000; i++) {
        const uint64_t a = rasimi_splitmix64(state++), b = rasimi_splitmix64(state++);
        const uint64_t key = rasimi_splitmix64(state++);
        uint32_t words[4] = {(uint32_t)a, (uint32_t)(a >> 32), (uint32_t)b, (uint32_t)(b >> 32)};
        const philox4x32_ctr_t counter = {{words[0], words[1], words[2], words[3]}};
        const philox4x32_key_t split = {{(uint32_t)key, (uint32_t)(key >> 32)}};
        const philox4x32_ctr_t expected = philox4x32_R(10, counter, split);
        rasimi_philox(words, key);
        cr_assert(memcmp(words, expected.v, sizeof words) == 0, "case %d", i);
    }
}

/* The published generator adds the golden gamma to its state and finalises: output i is ours of seed + i gammas. */
Test(philox, splitmix64_gives_the_published_sequence)
{
    static const uint64_t expected[] = {UINT64_C(6457827717110365317), UINT64_C(3203168211198807973),
                                        UINT64_C(9817491932198370423), UINT64_C(4593380528125082431),
                                        UINT64_C(16408922859458223821)};
    for (uint64_t i = 0; i < 5; i++) {
        const uint64_t got = rasimi_splitmix64(1234567 + i * UINT64_C(0x9E3779B97F4A7C15));
        cr_assert(got == expected[i], "output %" PRIu64 " is %" PRIu64, i, got);
    }
}

Test(philox, stream_keys_follow_the_contract)
{
    static const rasimi_stream streams[] = {
        RASIMI_STREAM_POPULATION, RASIMI_STREAM_NEED,     RASIMI_STREAM_ASSESSMENT, RASIMI_STREAM_CHURN,
        RASIMI_STREAM_PRICE,      RASIMI_STREAM_PRACTICE, RASIMI_STREAM_LENIENCY,   RASIMI_STREAM_OPTIMISM,
        RASIMI_STREAM_GENERATE,   RASIMI_STREAM_SAMPLE,
    };
    static const uint64_t numbers[] = {1, 2, 3, 4, 5, 6, 7, 8, 100, 101};
    for (size_t i = 0; i < sizeof streams / sizeof *streams; i++) {
        cr_assert(rasimi_stream_key(20260401, streams[i]) ==
                  rasimi_splitmix64(20260401 + numbers[i] * UINT64_C(0x9E3779B97F4A7C15)));
    }
}

/* The FNV-1a values of "", "a" and "foobar" are the published ones. */
Test(philox, label_keys_finalise_fnv1a)
{
    cr_assert(rasimi_label_key("", 0) == rasimi_splitmix64(UINT64_C(0xcbf29ce484222325)));
    cr_assert(rasimi_label_key("a", 1) == rasimi_splitmix64(UINT64_C(0xaf63dc4c8601ec8c)));
    cr_assert(rasimi_label_key("foobar", 6) == rasimi_splitmix64(UINT64_C(0x85944171f73967e8)));
    cr_assert(rasimi_label_key("foobarred", 6) == rasimi_label_key("foobar", 6));
    /* FNV-1a works on unsigned bytes: 0xff must not be sign-extended. */
    const uint64_t hash = (UINT64_C(0xcbf29ce484222325) ^ 0xff) * UINT64_C(1099511628211);
    cr_assert(rasimi_label_key("\xff", 1) == rasimi_splitmix64(hash));
}

Test(philox, counter_words_keep_their_fields_apart)
{
    cr_assert(rasimi_counter_word(15, 255, 0xFFFFF) == 0xFFFFFFFFu);
    cr_assert(rasimi_counter_word(1, 0, 0) == 0x10000000u);
    cr_assert(rasimi_counter_word(0, 1, 0) == 0x00100000u);
    cr_assert(rasimi_counter_word(0, 0, 1) == 1u);
    cr_assert(rasimi_counter_word(0, 0, 0x100000) == 0u);
}

Test(philox, uniforms_stay_inside_the_unit_interval)
{
    cr_assert(rasimi_uniform53(0, 0) == 0x1p-54);
    cr_assert(rasimi_uniform53(0xFFFFFFFF, 0xFFFFFFFF) == 0x1.fffffffffffffp-1);
    cr_assert(rasimi_uniform53(0x7FFFFFFF, 0xFFFFFFFF) == 0.5 - 0x1p-54);
    cr_assert(rasimi_uniform53(0, 1u << 6) == 0x1.8p-53);
}
