/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A finished chunk as bytes, and back: for a checkpoint, and for processes that share a run. */
#ifndef RASIMI_ENGINE_RECORD_H
#define RASIMI_ENGINE_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "engine/results.h"

/* Which chunk of which run a record holds. */
typedef struct rasimi_record_name {
    uint64_t run; /* rasimi_run_key */
    uint64_t chunk;
} rasimi_record_name;

/* Adds the chunk's slots of the results, with their name before them; the chunk is open in the results' places. Where
   memory ran out the buffer says so. */
void
rasimi_record_pack(const rasim_results *results, rasimi_record_name name, rasimi_buffer *out);

/* The name alone; false where the bytes are too few to have one. */
bool
rasimi_record_read_name(const void *bytes, size_t length, rasimi_record_name *out);

/* Puts what a record holds into its chunk's slots, which nobody has written to. False where the bytes are no such
   chunk of these results, or its lines do not add up to net, or memory ran out; the slots are then zero, as they
   were. */
bool
rasimi_record_unpack(rasim_results *results, const void *bytes, size_t length);

#endif
