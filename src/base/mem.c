/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checked memory: every product of sizes is checked before it is used, and zero bytes are asked for as one. */
#include "base/mem.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define ALIGNED_BYTES 64

/* What an arena asks the system for at a time; a larger piece gets a block of its own. */
#define ARENA_BLOCK_BYTES ((size_t)64 * 1024)

#define FIRST_CAPACITY 16

struct rasimi_arena_block {
    struct rasimi_arena_block *next;
    size_t used, capacity;
    alignas(max_align_t) char bytes[];
};

/* n x size, at least 1; false where that overflows. */
static bool
product(size_t n, size_t size, size_t *out)
{
    if (__builtin_mul_overflow(n, size, out)) {
        return false;
    }
    if (*out == 0) {
        *out = 1;
    }
    return true;
}

/* Rounds up to a multiple of a power of two; false where that overflows. */
static bool
round_up(size_t *bytes, size_t multiple)
{
    if (*bytes > SIZE_MAX - (multiple - 1)) {
        return false;
    }
    *bytes = (*bytes + multiple - 1) & ~(multiple - 1);
    return true;
}

void *
rasimi_calloc(size_t n, size_t size)
{
    size_t bytes;
    return product(n, size, &bytes) ? calloc(1, bytes) : NULL;
}

void *
rasimi_realloc(void *block, size_t n, size_t size)
{
    size_t bytes;
    return product(n, size, &bytes) ? realloc(block, bytes) : NULL;
}

void *
rasimi_calloc_aligned(size_t n, size_t size)
{
    size_t bytes;
    if (!product(n, size, &bytes) || !round_up(&bytes, ALIGNED_BYTES)) {
        return NULL;
    }
    void *block = aligned_alloc(ALIGNED_BYTES, bytes);
    if (block) {
        memset(block, 0, bytes);
    }
    return block;
}

void
rasimi_expect_writes(void *block, size_t bytes)
{
#ifdef MADV_POPULATE_WRITE
    const size_t page = (size_t)sysconf(_SC_PAGESIZE), begun = (uintptr_t)block % page;
    const size_t skipped = begun == 0 ? 0 : page - begun; /* whole pages only: the rest has been written, or will be */
    if (bytes >= skipped + page) {
        (void)madvise((char *)block + skipped, (bytes - skipped) / page * page, MADV_POPULATE_WRITE);
    }
#else
    (void)block;
    (void)bytes;
#endif
}

bool
rasimi_grow(void **items, size_t *capacity, size_t n, size_t size)
{
    if (n < *capacity) {
        return true;
    }
    if (*capacity > SIZE_MAX / 2) {
        return false;
    }
    const size_t larger = *capacity ? 2 * *capacity : FIRST_CAPACITY;
    void *moved = rasimi_realloc(*items, larger, size);
    if (!moved) {
        return false;
    }
    *items = moved;
    *capacity = larger;
    return true;
}

/* A new block that holds at least `bytes`. A block made for one large piece goes behind the head, so that the room
   left in the head is not lost. */
static struct rasimi_arena_block *
add_block(rasimi_arena *arena, size_t bytes)
{
    const size_t capacity = bytes > ARENA_BLOCK_BYTES ? bytes : ARENA_BLOCK_BYTES;
    if (capacity > SIZE_MAX - sizeof(struct rasimi_arena_block)) {
        return NULL;
    }
    struct rasimi_arena_block *block = calloc(1, sizeof *block + capacity);
    if (!block) {
        return NULL;
    }
    block->capacity = capacity;
    if (arena->head && capacity > ARENA_BLOCK_BYTES) {
        block->next = arena->head->next;
        arena->head->next = block;
    } else {
        block->next = arena->head;
        arena->head = block;
    }
    return block;
}

void *
rasimi_arena_alloc(rasimi_arena *arena, size_t n, size_t size)
{
    size_t bytes;
    if (!product(n, size, &bytes) || !round_up(&bytes, alignof(max_align_t))) {
        return NULL;
    }
    struct rasimi_arena_block *block = arena->head;
    if (!block || bytes > block->capacity - block->used) {
        block = add_block(arena, bytes);
        if (!block) {
            return NULL;
        }
    }
    void *piece = block->bytes + block->used;
    block->used += bytes;
    return piece;
}

char *
rasimi_arena_text(rasimi_arena *arena, const char *text, size_t length)
{
    char *copy = length < SIZE_MAX ? rasimi_arena_alloc(arena, length + 1, 1) : NULL;
    if (copy && length > 0) {
        memcpy(copy, text, length);
    }
    return copy;
}

char *
rasimi_arena_vprintf(rasimi_arena *arena, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    const int length = vsnprintf(NULL, 0, format, args);
    char *text = length >= 0 ? rasimi_arena_alloc(arena, (size_t)length + 1, 1) : NULL;
    if (text) {
        vsnprintf(text, (size_t)length + 1, format, again);
    }
    va_end(again);
    return text;
}

char *
rasimi_arena_printf(rasimi_arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = rasimi_arena_vprintf(arena, format, args);
    va_end(args);
    return text;
}

void
rasimi_arena_clear(rasimi_arena *arena)
{
    struct rasimi_arena_block *block = arena->head;
    arena->head = NULL;
    while (block) {
        struct rasimi_arena_block *next = block->next;
        free(block);
        block = next;
    }
}
