/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checked memory: sizes that cannot overflow, and an arena for what lives and dies together. */
#ifndef RASIMI_BASE_MEM_H
#define RASIMI_BASE_MEM_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

/* n x size bytes of zeros, or NULL (also where the product overflows). n = 0 gives a pointer that can be freed. */
void *
rasimi_calloc(size_t n, size_t size) __attribute__((malloc));

/* Resizes to n x size bytes; NULL leaves the old block as it was. */
void *
rasimi_realloc(void *block, size_t n, size_t size);

/* Zeroed, aligned to 64 bytes (a cache line and an AVX-512 register); release with free(). */
void *
rasimi_calloc_aligned(size_t n, size_t size) __attribute__((malloc));

/* Says that all of block[0..bytes) is about to be written: memory that the system has not handed out yet is fetched at
   once instead of a page and a fault at a time. The content stays what it is. */
void
rasimi_expect_writes(void *block, size_t bytes);

/* Makes room for one more item in a growing array: *items holds *capacity items of `size` bytes, `n` in use. */
bool
rasimi_grow(void **items, size_t *capacity, size_t n, size_t size);

/* An arena: allocations that are released together. Zero-initialised is valid and empty. */
typedef struct rasimi_arena {
    struct rasimi_arena_block *head;
} rasimi_arena;

/* Zeroed memory aligned for any type, or NULL. */
void *
rasimi_arena_alloc(rasimi_arena *arena, size_t n, size_t size);

/* A copy of text[0..length), terminated; NULL where memory ran out. */
char *
rasimi_arena_text(rasimi_arena *arena, const char *text, size_t length);

char *
rasimi_arena_printf(rasimi_arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *
rasimi_arena_vprintf(rasimi_arena *arena, const char *format, va_list args) __attribute__((format(printf, 2, 0)));

/* Releases everything; idempotent. */
void
rasimi_arena_clear(rasimi_arena *arena);

#endif
