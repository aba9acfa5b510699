/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Single people, and single draws of theirs. */
#include "engine/person.h"

#include "base/mem.h"

#include <stdlib.h>

rasim_status
rasimi_people_add(rasimi_people_list *list, const rasimi_person *person)
{
    if (!rasimi_grow((void **)&list->items, &list->capacity, list->n, sizeof *list->items)) {
        return RASIM_ERR_NO_MEMORY;
    }
    list->items[list->n++] = *person;
    return RASIM_OK;
}

void
rasimi_people_clear(rasimi_people_list *list)
{
    free(list->items);
    *list = (rasimi_people_list){0};
}

rasimi_person
rasimi_person_of(const rasimi_cohort_lanes *cohort, size_t i)
{
    return (rasimi_person){
        .key_low = (uint32_t)cohort->key_low[i],
        .key_high = (uint32_t)cohort->key_high[i],
        .third = (uint32_t)cohort->third[i],
        .fourth = (uint32_t)cohort->fourth[i],
        .word = (uint32_t)cohort->word[i],
        .row = (uint32_t)cohort->row[i],
        .donor = (uint32_t)cohort->donor[i],
        .standing = (uint32_t)cohort->standing[i],
        .cost = cohort->cost[i],
        .reference = cohort->reference[i],
        .since = cohort->since[i],
        .first_left = cohort->first_left[i],
    };
}

uint32_t
rasimi_person_word(const rasimi_person *person, uint32_t year, uint32_t draw, uint64_t stream_key)
{
    uint32_t counter[4] = {person->key_low, person->key_high, person->third,
                           person->fourth + rasimi_counter_word(year, draw, 0)};
    rasimi_philox(counter, stream_key);
    return counter[person->word];
}
