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
rasimi_cohort_keep(rasimi_cohort *cohort, const rasimi_kernel *kernel, const uint16_t *stay)
{
#define X(type, name) (int32_t *)(void *)cohort->name,
    int32_t *const columns[] = {RASIMI_COHORT_COLUMNS(X)};
#undef X
    cohort->n = kernel->keep(columns, N_COLUMNS, cohort->n, stay);
}

void
rasimi_pass_year(float *first_left, float *since, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const float left = first_left[i] - (1.0f - since[i]);
        first_left[i] = left > 0.0f ? left : 0.0f;
        since[i] = 0.0f;
    }
}

rasimi_cohort_lanes
rasimi_cohort_lanes_of(const rasimi_cohort *cohort, size_t first)
{
    rasimi_cohort_lanes out = {
        .sharing = RASIMI_ALONE,
        .calls = {cohort->key_low + first, cohort->key_high + first, cohort->fourth + first},
        .third = cohort->third + first,
        .word = cohort->word + first,
    };
#define X(type, name) out.name = cohort->name + first;
    RASIMI_PERSON_COLUMNS(X)
#undef X
    return out;
}

void
rasimi_cohort_clear(rasimi_cohort *cohort)
{
    free(cohort->key_low);
    *cohort = (rasimi_cohort){0};
}
