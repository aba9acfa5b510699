/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cohorts: one block of memory a cohort, column after column. */
#include "engine/cohort.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

#define X(type, name) +1
enum { N_COLUMNS = RASIMI_COHORT_COLUMNS(X) };
#undef X

/* Bytes of every column's items. */
#define ITEM sizeof(int32_t)
_Static_assert(sizeof(float) == ITEM, "columns are of one width");

rasim_status
rasimi_cohort_reserve(rasimi_cohort *cohort, size_t n)
{
    if (n <= cohort->capacity) {
        return RASIM_OK;
    }
    const size_t capacity = rasimi_padded(n + n / 4);
    unsigned char *memory = rasimi_calloc_aligned(capacity, N_COLUMNS * ITEM);
    if (memory == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    unsigned char *at = memory;
    void *old = cohort->key_low;
#define X(type, name)                                                                                                  \
    if (cohort->n > 0) {                                                                                               \
        memcpy(at, cohort->name, cohort->n *ITEM);                                                                     \
    }                                                                                                                  \
    cohort->name = (type *)(void *)at;                                                                                 \
    at += capacity * ITEM;
    RASIMI_COHORT_COLUMNS(X)
#undef X
    free(old);
    cohort->capacity = capacity;
    return RASIM_OK;
}

rasim_status
rasimi_cohort_add(rasimi_cohort *cohort, const rasimi_person *person)
{
    if (rasimi_cohort_reserve(cohort, cohort->n + 1) != RASIM_OK) {
        return RASIM_ERR_NO_MEMORY;
    }
    rasimi_cohort_put(cohort, cohort->n++, person);
    return RASIM_OK;
}

rasim_status
rasimi_cohort_append(rasimi_cohort *cohort, const rasimi_cohort *others)
{
    if (others->n == 0) {
        return RASIM_OK;
    }
    if (rasimi_cohort_reserve(cohort, cohort->n + others->n) != RASIM_OK) {
        return RASIM_ERR_NO_MEMORY;
    }
#define X(type, name) memcpy(cohort->name + cohort->n, others->name, others->n * ITEM);
    RASIMI_COHORT_COLUMNS(X)
#undef X
    cohort->n += others->n;
    return RASIM_OK;
}

void
rasimi_cohort_mark(rasimi_cohort *cohort, rasimi_segment_kind kind, size_t begin, size_t n_drawn, uint64_t key)
{
    if (begin < cohort->n && cohort->n_segments < RASIMI_MAX_SEGMENTS) {
        cohort->segments[cohort->n_segments++] =
            (rasimi_segment){.kind = kind, .begin = begin, .end = cohort->n, .n_drawn = n_drawn, .key = key};
    }
}

/* How many of who[0..n), which ascend, are before a place. */
static size_t
count_before(const uint32_t *who, size_t n, size_t place)
{
    size_t low = 0, high = n;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (who[middle] < place) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* Segments close up, and those of whom nobody is left go. */
static void
close_segments(rasimi_cohort *cohort, const uint32_t *who, size_t n)
{
    size_t kept = 0;
    for (size_t s = 0; s < cohort->n_segments; s++) {
        rasimi_segment segment = cohort->segments[s];
        segment.begin -= count_before(who, n, segment.begin);
        segment.end -= count_before(who, n, segment.end);
        if (segment.begin < segment.end) {
            cohort->segments[kept++] = segment;
        }
    }
    cohort->n_segments = kept;
}

void
rasimi_cohort_remove(rasimi_cohort *cohort, const rasimi_kernel *kernel, const uint32_t *who, size_t n, uint16_t *stay)
{
    if (n == 0) {
        return;
    }
    memset(stay, 0xFF, rasimi_padded(cohort->n) / RASIMI_LANES_PAD * sizeof *stay);
    for (size_t i = 0; i < n; i++) {
        stay[who[i] / RASIMI_LANES_PAD] &= (uint16_t) ~(1u << who[i] % RASIMI_LANES_PAD);
    }
#define X(type, name) (int32_t *)(void *)cohort->name,
    int32_t *const columns[] = {RASIMI_COHORT_COLUMNS(X)};
#undef X
    kernel->keep(columns, N_COLUMNS, cohort->n, stay);
    close_segments(cohort, who, n);
    cohort->n -= n;
}

void
rasimi_cohort_pass_year(rasimi_cohort *cohort)
{
    for (size_t i = 0; i < cohort->n; i++) {
        const float left = cohort->first_left[i] - (1.0f - cohort->since[i]);
        cohort->first_left[i] = left > 0.0f ? left : 0.0f;
        cohort->since[i] = 0.0f;
    }
}

rasimi_cohort_lanes
rasimi_cohort_lanes_of(const rasimi_cohort *cohort, size_t first)
{
    return (rasimi_cohort_lanes){
#define X(type, name) .name = cohort->name + first,
        RASIMI_COHORT_COLUMNS(X)
#undef X
    };
}

void
rasimi_cohort_clear(rasimi_cohort *cohort)
{
    free(cohort->key_low);
    *cohort = (rasimi_cohort){0};
}
