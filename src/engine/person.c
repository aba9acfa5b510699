/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists of people, and single draws of one person. */
#include "engine/person.h"

#include "base/mem.h"
#include "num/normal32.h"
#include "num/philox.h"

#include <stdlib.h>
#include <string.h>

/* The year field of draws that hold for the whole horizon. */
#define ALL_YEARS 15

rasim_status
rasimi_people_add(rasimi_people_list *list, const rasimi_person *person)
{
    if (!rasimi_grow((void **)&list->items, &list->capacity, list->n, sizeof *list->items)) {
        return RASIM_ERR_NO_MEMORY;
    }
    list->items[list->n++] = *person;
    return RASIM_OK;
}

/* Room for as many as another list has. */
static bool
reserve(rasimi_people_list *list, size_t capacity)
{
    if (list->capacity >= capacity) {
        return true;
    }
    rasimi_person *items = rasimi_realloc(list->items, capacity, sizeof *items);
    if (items == NULL) {
        return false;
    }
    list->items = items;
    list->capacity = capacity;
    return true;
}

rasim_status
rasimi_people_append(rasimi_people_list *list, const rasimi_people_list *others)
{
    if (others->n == 0) {
        return RASIM_OK;
    }
    if (!reserve(list, list->n + others->n)) {
        return RASIM_ERR_NO_MEMORY;
    }
    memcpy(list->items + list->n, others->items, others->n * sizeof *list->items);
    list->n += others->n;
    return RASIM_OK;
}

rasim_status
rasimi_people_sort(rasimi_people_list *list, rasimi_people_list *spare, size_t n_cells, size_t *first)
{
    if (!reserve(spare, list->capacity)) {
        return RASIM_ERR_NO_MEMORY;
    }
    for (size_t c = 0; c <= n_cells; c++) {
        first[c] = 0;
    }
    for (size_t i = 0; i < list->n; i++) {
        first[list->items[i].cell + 1]++;
    }
    for (size_t c = 0; c < n_cells; c++) {
        first[c + 1] += first[c];
    }
    for (size_t i = 0; i < list->n; i++) {
        spare->items[first[list->items[i].cell]++] = list->items[i];
    }
    for (size_t c = n_cells; c > 0; c--) {
        first[c] = first[c - 1];
    }
    first[0] = 0;
    spare->n = list->n;
    const rasimi_people_list sorted = *spare;
    *spare = *list;
    *list = sorted;
    return RASIM_OK;
}

void
rasimi_people_clear(rasimi_people_list *list)
{
    free(list->items);
    *list = (rasimi_people_list){0};
}

uint32_t
rasimi_person_word(const rasimi_person *person, uint32_t year, uint32_t draw, uint64_t stream_key)
{
    uint32_t counter[4] = {person->key_low, person->key_high, person->third, rasimi_person_counter(person, year, draw)};
    rasimi_philox(counter, stream_key);
    return counter[person->word];
}

float
rasimi_person_persistent(const rasimi_person *person, uint64_t need_key)
{
    return rasimi_normal32(rasimi_person_word(person, ALL_YEARS, 1, need_key));
}
