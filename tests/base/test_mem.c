/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checked memory: products that overflow are refused, arenas keep what they gave until they are cleared. */
#include "base/mem.h"

#include <criterion/criterion.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static bool
all_zero(const void *block, size_t bytes)
{
    const unsigned char *p = block;
    for (size_t i = 0; i < bytes; i++) {
        if (p[i] != 0) {
            return false;
        }
    }
    return true;
}

Test(mem, products_that_overflow_are_refused)
{
    static const struct {
        size_t n, size;
    } cases[] = {
        {SIZE_MAX, 2}, {2, SIZE_MAX}, {SIZE_MAX / 2 + 1, 2}, {(size_t)1 << 32, (size_t)1 << 32}, {SIZE_MAX / 8 + 2, 8},
    };
    rasimi_arena arena = {0};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        cr_assert_null(rasimi_calloc(cases[i].n, cases[i].size));
        cr_assert_null(rasimi_realloc(NULL, cases[i].n, cases[i].size));
        cr_assert_null(rasimi_calloc_aligned(cases[i].n, cases[i].size));
        cr_assert_null(rasimi_arena_alloc(&arena, cases[i].n, cases[i].size));
    }
    cr_assert_null(rasimi_calloc_aligned(SIZE_MAX - 3, 1), "rounding up to a cache line must not wrap");
    cr_assert_null(rasimi_arena_alloc(&arena, SIZE_MAX - 3, 1), "rounding up must not wrap");
    cr_assert_null(rasimi_arena_alloc(&arena, SIZE_MAX - 31, 1), "adding the block's head must not wrap");
    cr_assert_null(rasimi_arena_text(&arena, "", SIZE_MAX));
    rasimi_arena_clear(&arena);
}

Test(mem, nothing_is_still_a_block_that_can_be_freed)
{
    void *blocks[] = {rasimi_calloc(0, 8), rasimi_calloc(8, 0), rasimi_realloc(NULL, 0, 8),
                      rasimi_calloc_aligned(0, 8)};
    for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++) {
        cr_assert_not_null(blocks[i]);
        free(blocks[i]);
    }
}

Test(mem, blocks_are_zero_and_aligned)
{
    for (size_t n = 1; n < 300; n += 37) {
        char *plain = rasimi_calloc(n, 3);
        char *aligned = rasimi_calloc_aligned(n, 3);
        cr_assert(all_zero(plain, 3 * n));
        cr_assert(all_zero(aligned, 3 * n));
        cr_assert_eq((uintptr_t)aligned % 64, 0);
        free(plain);
        free(aligned);
    }
}

Test(mem, a_failed_resize_keeps_the_old_block)
{
    char *block = rasimi_calloc(4, 1);
    memcpy(block, "abc", 4);
    cr_assert_null(rasimi_realloc(block, SIZE_MAX, 2));
    cr_assert_str_eq(block, "abc");
    block = rasimi_realloc(block, 1000, 4);
    cr_assert_str_eq(block, "abc");
    free(block);
}

Test(mem, an_array_grows_only_when_it_is_full)
{
    void *items = NULL;
    size_t capacity = 0, n_moves = 0;
    for (uint32_t n = 0; n < 10000; n++) {
        const size_t before = capacity;
        cr_assert(rasimi_grow(&items, &capacity, n, sizeof n));
        cr_assert(capacity > n);
        n_moves += capacity != before;
        ((uint32_t *)items)[n] = n;
    }
    for (uint32_t n = 0; n < 10000; n++) {
        cr_assert_eq(((uint32_t *)items)[n], n);
    }
    cr_assert(n_moves < 12, "growth is geometric, not %zu steps", n_moves);
    free(items);
}

Test(mem, an_array_that_cannot_grow_stays_as_it_was)
{
    char first = 'x';
    void *items = &first;
    size_t capacity = SIZE_MAX / 2 + 1;
    cr_assert_not(rasimi_grow(&items, &capacity, capacity, 1));
    capacity = SIZE_MAX / 16;
    cr_assert_not(rasimi_grow(&items, &capacity, capacity, 16));
    cr_assert(items == &first && capacity == SIZE_MAX / 16);
}

Test(mem, arena_pieces_are_zero_aligned_and_apart)
{
    rasimi_arena arena = {0};
    unsigned char *pieces[2000];
    for (size_t i = 0; i < 2000; i++) {
        pieces[i] = rasimi_arena_alloc(&arena, i % 200 + 1, 1);
        cr_assert_eq((uintptr_t)pieces[i] % alignof(max_align_t), 0);
        cr_assert(all_zero(pieces[i], i % 200 + 1));
        memset(pieces[i], (int)(i % 255) + 1, i % 200 + 1);
    }
    for (size_t i = 0; i < 2000; i++) {
        for (size_t k = 0; k <= i % 200; k++) {
            cr_assert_eq(pieces[i][k], i % 255 + 1);
        }
    }
    rasimi_arena_clear(&arena);
}

Test(mem, a_large_arena_piece_leaves_the_room_before_it_in_use)
{
    rasimi_arena arena = {0};
    char *before = rasimi_arena_alloc(&arena, 16, 1);
    char *large = rasimi_arena_alloc(&arena, 1000000, 1);
    char *after = rasimi_arena_alloc(&arena, 16, 1);
    cr_assert(all_zero(large, 1000000));
    memset(large, 1, 1000000);
    cr_assert_eq(after - before, 16, "the small block goes on where it was");
    cr_assert(all_zero(after, 16));
    rasimi_arena_clear(&arena);
}

Test(mem, arena_texts_are_terminated_copies)
{
    rasimi_arena arena = {0};
    const char bytes[] = {'a', 'b', 'c', 'd'};
    cr_assert_str_eq(rasimi_arena_text(&arena, bytes, 3), "abc");
    cr_assert_str_eq(rasimi_arena_text(&arena, NULL, 0), "");
    cr_assert_str_eq(rasimi_arena_printf(&arena, "%s:%d", "line", 7), "line:7");
    char *wide = rasimi_arena_printf(&arena, "%0100000d", 5);
    cr_assert_eq(strlen(wide), 100000);
    cr_assert(wide[99999] == '5' && wide[0] == '0');
    rasimi_arena_clear(&arena);
}

Test(mem, an_arena_can_be_cleared_twice_and_used_again)
{
    rasimi_arena arena = {0};
    rasimi_arena_clear(&arena);
    cr_assert_not_null(rasimi_arena_alloc(&arena, 3, 100000));
    rasimi_arena_clear(&arena);
    rasimi_arena_clear(&arena);
    cr_assert_null(arena.head);
    cr_assert_str_eq(rasimi_arena_text(&arena, "again", 5), "again");
    rasimi_arena_clear(&arena);
}

Test(mem, expecting_writes_changes_nothing)
{
    enum { BYTES = 1 << 20 };
    char *block = rasimi_calloc(BYTES, 1);
    cr_assert_not_null(block);
    for (size_t i = 0; i < BYTES; i += 4099) {
        block[i] = (char)(i % 127 + 1);
    }
    static const size_t pieces[][2] = {{0, BYTES}, {1, BYTES - 1}, {4095, 4098}, {70000, 1}, {70001, 0}};
    for (size_t p = 0; p < sizeof pieces / sizeof *pieces; p++) {
        rasimi_expect_writes(block + pieces[p][0], pieces[p][1]);
    }
    for (size_t i = 0; i < BYTES; i++) {
        cr_assert_eq(block[i], i % 4099 == 0 ? (char)(i % 127 + 1) : 0, "byte %zu", i);
    }
    free(block);
}
