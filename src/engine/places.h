/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Net by place of a run: moments over the replicates, and on request the whole series.

   While a chunk is open its net stands by replicate. When it is ended its moments are taken, and added to those of the
   run once all chunks before it have ended, so that they are always of a prefix of the replicates, whatever was
   simulated, restored or received in which order. What waits for an earlier chunk is moments, not replicates. */
#ifndef RASIMI_ENGINE_PLACES_H
#define RASIMI_ENGINE_PLACES_H

#include <pthread.h>
#include <stddef.h>
#include <stdint.h>

#include "num/moments.h"
#include "rasim/run.h"

/* An open chunk; else NULL both. */
typedef struct rasimi_place_chunk {
    int64_t *net;            /* [n][RASIM_CHUNK_REPLICATES] */
    rasimi_moments *moments; /* [n], empty */
} rasimi_place_chunk;

/* The n cells are [design][year][place]. */
typedef struct rasimi_places {
    size_t n; /* 0: the caseload has no places */
    uint64_t replicates_asked, n_chunks;
    rasimi_place_chunk *chunks; /* [n_chunks]; each belongs to the thread that makes it */
    int64_t *series;            /* [n][replicates_asked]; NULL: not asked for */

    pthread_mutex_t lock;     /* of what follows */
    rasimi_moments *moments;  /* [n], of chunks [0, n_added) */
    rasimi_moments **waiting; /* [n_chunks] of those that have ended since */
    uint64_t n_added;
    uint64_t end; /* chunks that count by now */
} rasimi_places;

/* Room for n cells. Errors: RASIM_ERR_NO_MEMORY. Clear it with rasimi_places_clear whatever happens. */
rasim_status
rasimi_places_make(size_t n, uint64_t replicates, rasimi_places *out);

void
rasimi_places_clear(rasimi_places *places);

/* Keeps the series too: before any chunk is begun. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_places_keep_series(rasimi_places *places);

/* Chunks from `end` on wait, for they may be of no use. */
void
rasimi_places_count_until(rasimi_places *places, uint64_t end);

/* Opens a chunk that was not: zeros. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_places_begin(rasimi_places *places, uint64_t chunk);

/* Ends an open chunk, which counts from now on. */
void
rasimi_places_end(rasimi_places *places, uint64_t chunk);

/* Forgets an open chunk. */
void
rasimi_places_drop(rasimi_places *places, uint64_t chunk);

/* Adds to one replicate; nothing where its chunk is not open: somebody else's replicates. */
static inline void
rasimi_places_post(const rasimi_places *places, size_t cell, uint64_t replicate, int64_t amount)
{
    int64_t *net = places->chunks[replicate / RASIM_CHUNK_REPLICATES].net;
    if (net != NULL) {
        net[cell * RASIM_CHUNK_REPLICATES + replicate % RASIM_CHUNK_REPLICATES] += amount;
    }
}

#endif
