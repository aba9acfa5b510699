/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Labels to codes: open addressing with linear probing, at most half full. A caseload column has a handful of labels
   and a million rows, so the cost is that of one hash and one comparison a cell. */
#include "model/intern.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_SLOTS 64

static void
place_code(uint32_t *slots, size_t n_slots, uint64_t hash, uint32_t code)
{
    size_t slot = hash & (n_slots - 1);
    while (slots[slot] != 0)
        slot = (slot + 1) & (n_slots - 1);
    slots[slot] = code + 1;
}

static rasim_status
widen(rasimi_interner *interner)
{
    size_t n_slots = interner->n_slots ? 2 * interner->n_slots : FIRST_SLOTS;
    uint32_t *slots = rasimi_calloc(n_slots, sizeof *slots);
    if (!slots)
        return RASIM_ERR_NO_MEMORY;
    for (size_t code = 0; code < interner->n; code++)
        place_code(slots, n_slots, interner->hashes[code], (uint32_t)code);
    free(interner->slots);
    interner->slots = slots;
    interner->n_slots = n_slots;
    return RASIM_OK;
}

static rasim_status
add_label(rasimi_interner *interner, const char *text, size_t length, uint64_t hash, rasimi_arena *arena)
{
    if (2 * (interner->n + 1) > interner->n_slots && widen(interner) != RASIM_OK)
        return RASIM_ERR_NO_MEMORY;
    if (!rasimi_grow((void **)&interner->labels, &interner->labels_capacity, interner->n, sizeof *interner->labels) ||
        !rasimi_grow((void **)&interner->hashes, &interner->hashes_capacity, interner->n, sizeof *interner->hashes))
        return RASIM_ERR_NO_MEMORY;
    const char *label = rasimi_arena_text(arena, text, length);
    if (!label)
        return RASIM_ERR_NO_MEMORY;
    interner->labels[interner->n] = label;
    interner->hashes[interner->n] = hash;
    place_code(interner->slots, interner->n_slots, hash, (uint32_t)interner->n);
    interner->n++;
    return RASIM_OK;
}

rasim_status
rasimi_intern(rasimi_interner *interner, const char *text, size_t length, rasimi_arena *arena, uint32_t *code)
{
    const uint64_t hash = rasimi_text_hash(0, text, length);
    for (size_t slot = hash; interner->n_slots > 0; slot++) {
        const uint32_t found = interner->slots[slot & (interner->n_slots - 1)];
        if (found == 0)
            break;
        if (interner->hashes[found - 1] == hash && strcmp(interner->labels[found - 1], text) == 0) {
            *code = found - 1;
            return RASIM_OK;
        }
    }
    const rasim_status status = add_label(interner, text, length, hash, arena);
    if (status == RASIM_OK)
        *code = (uint32_t)(interner->n - 1);
    return status;
}

void
rasimi_interner_clear(rasimi_interner *interner)
{
    free(interner->labels);
    free(interner->hashes);
    free(interner->slots);
    *interner = (rasimi_interner){0};
}
