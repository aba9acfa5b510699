/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tallies: how often each different text stands in a field, and the code that it has. A text is looked up once. */
#ifndef RASIMI_MODEL_IMPORT_TALLY_H
#define RASIMI_MODEL_IMPORT_TALLY_H

#include <stdint.h>

#include "base/mem.h"
#include "model/intern.h"
#include "rasim/import.h"

typedef struct rasimi_cld_tallied {
    uint8_t code;
    uint64_t count;
    const char *file; /* where it first stands; borrowed */
    uint64_t line;
} rasimi_cld_tallied;

/* Zero-initialised is valid and empty. */
typedef struct rasimi_cld_tally {
    rasimi_interner texts;
    rasimi_cld_tallied *items; /* [texts.n] */
    size_t capacity;
} rasimi_cld_tally;

/* Counts a text; *item is valid until the next call. A new one has code 0. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_cld_tally_add(rasimi_cld_tally *tally, const char *text, const char *file, uint64_t line, rasimi_arena *arena,
                     rasimi_cld_tallied **item);

void
rasimi_cld_tally_clear(rasimi_cld_tally *tally);

#endif
