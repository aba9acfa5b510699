/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The vector functions of every back end against the scalar ones, bit for bit, over their whole range. What the scalar
   ones are worth is tested against GSL and long double in num/test_normal32.c and against published vectors in
   num/test_philox.c. */
#include "vec_check.h"

#include "engine/kernel.h"
#include "num/normal32.h"
#include "num/philox.h"

#include <criterion/criterion.h>

#include <stdlib.h>
#include <string.h>

#include "support/require.h"

enum { BATCH = 1 << 14 };

/* The back end of a kernel that runs here, or NULL. */
static const vec_check *
check_of(const char *name)
{
    static const struct {
        const char *name;
        const vec_check *check;
    } all[] = {
#if defined(__x86_64__)
        {"avx512", &vec_check_avx512},
        {"avx2", &vec_check_avx2},
#endif
        {"portable", &vec_check_portable},
    };
    for (size_t i = 0; rasimi_kernel_get(i) != NULL; i++) {
        const rasimi_kernel *kernel = rasimi_kernel_get(i);
        for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
            if (strcmp(all[k].name, name) == 0 && strcmp(kernel->name, name) == 0 && kernel->available()) {
                return all[k].check;
            }
        }
    }
    return NULL;
}

static void
assert_normals(const vec_check *check, const int32_t words[BATCH])
{
    _Alignas(64) static float out[BATCH];
    check->normal(words, BATCH, out);
    for (size_t i = 0; i < BATCH; i++) {
        const float expected = rasimi_normal32((uint32_t)words[i]);
        cr_assert(memcmp(&out[i], &expected, sizeof expected) == 0, "word %u: %a, not %a", (unsigned)words[i],
                  (double)out[i], (double)expected);
    }
}

/* Words in even steps; all of the first and last ones, where the tail and the middle are; and around every power of
   two, where octaves meet. */
static void
check_normals(const vec_check *check)
{
    _Alignas(64) static int32_t words[BATCH];
    for (uint32_t batch = 0; batch < 256; batch++) {
        for (uint32_t i = 0; i < BATCH; i++) {
            words[i] = (int32_t)((batch * BATCH + i) * 1024u + batch);
        }
        assert_normals(check, words);
    }
    for (uint32_t from = 0; from < 4; from++) {
        for (uint32_t i = 0; i < BATCH; i++) {
            words[i] = (int32_t)(from * 0x40000000u + (from % 2 == 0 ? i : 0x3fffffffu - i));
        }
        assert_normals(check, words);
    }
    for (uint32_t i = 0; i < BATCH; i++) {
        words[i] = (int32_t)((1u << i / 256 % 31) + i % 256 - 128u + (i & 1) * 0x80000000u);
    }
    assert_normals(check, words);
}

static void
check_exponentials(const vec_check *check)
{
    _Alignas(64) static float s[BATCH], z[BATCH], out[BATCH];
    uint64_t state = 1;
    for (int batch = 0; batch < 64; batch++) {
        for (size_t i = 0; i < BATCH; i++) {
            s[i] = (float)((double)(rasimi_splitmix64(state++) >> 11) * 0x1p-53 * (batch % 2 ? 2.2 : 19.2));
            z[i] = rasimi_normal32((uint32_t)rasimi_splitmix64(state++));
        }
        check->exp2_product(s, z, BATCH, out);
        for (size_t i = 0; i < BATCH; i++) {
            const float expected = rasimi_exp2_product(s[i], z[i]);
            cr_assert(memcmp(&out[i], &expected, sizeof expected) == 0, "s %a z %a: %a, not %a", (double)s[i],
                      (double)z[i], (double)out[i], (double)expected);
        }
    }
}

static void
check_philox(const vec_check *check)
{
    _Alignas(64) static int32_t counter[4][BATCH], out[4 * BATCH];
    const int32_t *const columns[4] = {counter[0], counter[1], counter[2], counter[3]};
    const uint64_t key = 0x243f6a8885a308d3u;
    uint64_t round_keys[20];
    rasimi_kernel_keys(key, round_keys);
    for (size_t i = 0; i < BATCH; i++) {
        for (size_t w = 0; w < 4; w++) {
            const uint32_t random = (uint32_t)rasimi_splitmix64(4 * i + w);
            counter[w][i] = (int32_t)(i < 16 ? 0u : i < 32 ? UINT32_MAX : random);
        }
    }
    check->philox(columns, BATCH, round_keys, out);
    for (size_t i = 0; i < BATCH; i++) {
        uint32_t expected[4] = {(uint32_t)counter[0][i], (uint32_t)counter[1][i], (uint32_t)counter[2][i],
                                (uint32_t)counter[3][i]};
        rasimi_philox(expected, key);
        for (size_t w = 0; w < 4; w++) {
            cr_assert_eq((uint32_t)out[w * BATCH + i], expected[w], "lane %zu word %zu", i, w);
        }
    }
}

static void
check_back_end(const char *name)
{
    const vec_check *check = check_of(name);
    if (check == NULL) {
        RASIM_SKIP(name);
    }
    check_normals(check);
    check_exponentials(check);
    check_philox(check);
}

Test(vec, avx512_has_the_scalar_bits)
{
    check_back_end("avx512");
}

Test(vec, avx2_has_the_scalar_bits)
{
    check_back_end("avx2");
}

Test(vec, portable_has_the_scalar_bits)
{
    check_back_end("portable");
}
