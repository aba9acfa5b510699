/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tallies: how often each different text stands in a field. */
#include "model/import_tally.h"

#include <stdlib.h>
#include <string.h>

rasim_status
rasimi_cld_tally_add(rasimi_cld_tally *tally, const char *text, const char *file, uint64_t line, rasimi_arena *arena,
                     rasimi_cld_tallied **item)
{
    const size_t n = tally->texts.n;
    uint32_t number = 0;
    if (!rasimi_grow((void **)&tally->items, &tally->capacity, n, sizeof *tally->items))
        return RASIM_ERR_NO_MEMORY;
    const rasim_status status = rasimi_intern(&tally->texts, text, strlen(text), arena, &number);
    if (status != RASIM_OK)
        return status;
    if (number == n)
        tally->items[n] = (rasimi_cld_tallied){.file = file, .line = line};
    tally->items[number].count++;
    *item = &tally->items[number];
    return RASIM_OK;
}

void
rasimi_cld_tally_clear(rasimi_cld_tally *tally)
{
    rasimi_interner_clear(&tally->texts);
    free(tally->items);
    *tally = (rasimi_cld_tally){0};
}
