/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Labels to codes: a hash table that numbers different texts in the order in which they first appear. */
#ifndef RASIMI_MODEL_INTERN_H
#define RASIMI_MODEL_INTERN_H

#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "rasim/status.h"

/* What is found where a slot points; zero-initialised is valid and empty. */
typedef struct rasimi_interner {
    const char **labels; /* [n] in the arena that was given */
    uint64_t *hashes;    /* [n] */
    size_t n, labels_capacity, hashes_capacity;
    uint32_t *slots; /* [n_slots] code + 1, 0 where free; n_slots is a power of two */
    size_t n_slots;
} rasimi_interner;

/* The code of text[0..length), terminated; a new text is copied to the arena. */
rasim_status
rasimi_intern(rasimi_interner *interner, const char *text, size_t length, rasimi_arena *arena, uint32_t *code);

/* Releases the table, not the labels' text; idempotent. */
void
rasimi_interner_clear(rasimi_interner *interner);

#endif
