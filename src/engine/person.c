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

/* What identifies a person's draws, of lanes in which people share calls. */
static rasimi_person
person_of_call(const rasimi_cohort_lanes *cohort, size_t i)
{
    const bool copies = cohort->sharing == RASIMI_COPIES;
    const size_t call = copies ? rasimi_copies_call(i) : i;
    return (rasimi_person){
        .key_low = (uint32_t)cohort->calls.key_low[call],
        .key_high = (uint32_t)cohort->calls.key_high[call],
        .third = cohort->all_third,
        .fourth = copies ? (uint32_t)cohort->calls.fourth[call] : 0,
        .word = copies ? (uint32_t)rasimi_copies_word(i) : cohort->all_word,
    };
}

static rasimi_person
person_alone(const rasimi_cohort_lanes *cohort, size_t i)
{
    return (rasimi_person){
        .key_low = (uint32_t)cohort->calls.key_low[i],
        .key_high = (uint32_t)cohort->calls.key_high[i],
        .third = (uint32_t)cohort->third[i],
        .fourth = (uint32_t)cohort->calls.fourth[i],
        .word = (uint32_t)cohort->word[i],
    };
}

rasimi_person
rasimi_person_of(const rasimi_cohort_lanes *cohort, size_t i)
{
    rasimi_person out = cohort->sharing == RASIMI_ALONE ? person_alone(cohort, i) : person_of_call(cohort, i);
    const uint32_t own_row = cohort->first_row + (uint32_t)i;
    out.row = cohort->row == NULL ? own_row : (uint32_t)cohort->row[i];
    out.donor = cohort->donor == NULL ? own_row : (uint32_t)cohort->donor[i];
    out.standing = (uint32_t)cohort->standing[i];
    out.cost = cohort->cost[i];
    out.reference = cohort->reference[i];
    out.since = cohort->since[i];
    out.first_left = cohort->first_left[i];
    return out;
}

uint32_t
rasimi_person_word(const rasimi_person *person, uint32_t year, uint32_t draw, uint64_t stream_key)
{
    uint32_t counter[4] = {person->key_low, person->key_high, person->third,
                           person->fourth + rasimi_counter_word(year, draw, 0)};
    rasimi_philox(counter, stream_key);
    return counter[person->word];
}
