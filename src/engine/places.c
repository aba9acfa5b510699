/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Net by place: chunks that are open, their moments, and those of the run. */
#include "engine/places.h"

#include "base/mem.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

rasim_status
rasimi_places_make(size_t n, uint64_t replicates, rasimi_places *out)
{
    *out = (rasimi_places){.replicates_asked = replicates, .n = n};
    pthread_mutex_init(&out->lock, NULL);
    if (n == 0) {
        return RASIM_OK;
    }
    out->n_chunks = (replicates + RASIM_CHUNK_REPLICATES - 1) / RASIM_CHUNK_REPLICATES;
    out->chunks = rasimi_calloc(out->n_chunks, sizeof *out->chunks);
    out->waiting = rasimi_calloc(out->n_chunks, sizeof *out->waiting);
    out->moments = rasimi_calloc(n, sizeof *out->moments);
    const bool missing = out->chunks == NULL || out->waiting == NULL || out->moments == NULL;
    return missing ? RASIM_ERR_NO_MEMORY : RASIM_OK;
}

static void
forget(rasimi_place_chunk *chunk)
{
    free(chunk->net);
    free(chunk->moments);
    *chunk = (rasimi_place_chunk){0};
}

void
rasimi_places_clear(rasimi_places *places)
{
    for (uint64_t c = 0; places->chunks != NULL && places->waiting != NULL && c < places->n_chunks; c++) {
        forget(&places->chunks[c]);
        free(places->waiting[c]);
    }
    free(places->chunks);
    free(places->waiting);
    free(places->moments);
    free(places->series);
    pthread_mutex_destroy(&places->lock);
}

rasim_status
rasimi_places_keep_series(rasimi_places *places)
{
    if (places->n > 0) {
        places->series = rasimi_calloc(places->n, places->replicates_asked * sizeof *places->series);
    }
    return places->n > 0 && places->series == NULL ? RASIM_ERR_NO_MEMORY : RASIM_OK;
}

rasim_status
rasimi_places_begin(rasimi_places *places, uint64_t chunk)
{
    if (places->n == 0) {
        return RASIM_OK;
    }
    rasimi_place_chunk *c = &places->chunks[chunk];
    c->net = rasimi_calloc(places->n, RASIM_CHUNK_REPLICATES * sizeof *c->net);
    c->moments = rasimi_calloc(places->n, sizeof *c->moments);
    if (c->net == NULL || c->moments == NULL) {
        forget(c);
        return RASIM_ERR_NO_MEMORY;
    }
    return RASIM_OK;
}

void
rasimi_places_drop(rasimi_places *places, uint64_t chunk)
{
    if (places->n > 0) {
        forget(&places->chunks[chunk]);
    }
}

/* Net of an open chunk, to where it is kept; nothing past the last replicate. */
static void
keep_series(const rasimi_places *places, uint64_t chunk, uint64_t n_replicates)
{
    const int64_t *net = places->chunks[chunk].net;
    int64_t *series = places->series + chunk * RASIM_CHUNK_REPLICATES;
    for (size_t i = 0; i < places->n; i++) {
        memcpy(series + i * places->replicates_asked, net + i * RASIM_CHUNK_REPLICATES, n_replicates * sizeof *net);
    }
}

/* Adds what waits for nobody any more. */
static void
add_waiting(rasimi_places *places)
{
    while (places->n_added < places->end && places->waiting[places->n_added] != NULL) {
        rasimi_moments **next = &places->waiting[places->n_added++];
        for (size_t i = 0; i < places->n; i++) {
            rasimi_moments_merge(&places->moments[i], &(*next)[i]);
        }
        free(*next);
        *next = NULL;
    }
}

void
rasimi_places_count_until(rasimi_places *places, uint64_t end)
{
    pthread_mutex_lock(&places->lock);
    places->end = end < places->n_chunks ? end : places->n_chunks;
    add_waiting(places);
    pthread_mutex_unlock(&places->lock);
}

void
rasimi_places_end(rasimi_places *places, uint64_t chunk)
{
    if (places->n == 0) {
        return;
    }
    rasimi_place_chunk *c = &places->chunks[chunk];
    const uint64_t left = places->replicates_asked - chunk * RASIM_CHUNK_REPLICATES;
    const uint64_t n = left < RASIM_CHUNK_REPLICATES ? left : RASIM_CHUNK_REPLICATES;
    for (size_t i = 0; i < places->n; i++) {
        rasimi_moments_add(&c->moments[i], c->net + i * RASIM_CHUNK_REPLICATES, n);
    }
    if (places->series != NULL) {
        keep_series(places, chunk, n);
    }
    pthread_mutex_lock(&places->lock);
    places->waiting[chunk] = c->moments;
    add_waiting(places);
    pthread_mutex_unlock(&places->lock);
    c->moments = NULL;
    forget(c);
}
