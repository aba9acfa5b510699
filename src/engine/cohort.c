/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Blocks of people: loading, reviews and exits. */
#include "engine/cohort.h"

#include "num/philox.h"

static size_t
padded(size_t n)
{
    return (n + RASIMI_LANES_PAD - 1) / RASIMI_LANES_PAD * RASIMI_LANES_PAD;
}

void
rasimi_cohort_load(const rasimi_person *people, size_t n, rasimi_cohort_block *out)
{
    out->n = n;
    for (size_t i = 0; i < padded(n); i++) {
        const rasimi_person *person = &people[i < n ? i : n - 1];
        out->key_low[i] = (int32_t)person->key_low;
        out->key_high[i] = (int32_t)person->key_high;
        out->third[i] = (int32_t)person->third;
        out->fourth[i] = (int32_t)rasimi_person_counter(person, 0, 0);
        out->word[i] = person->word;
        out->row[i] = (int32_t)person->row;
        out->donor[i] = (int32_t)person->donor;
        out->cost[i] = person->cost;
        out->reference[i] = person->reference;
        out->persistent[i] = person->persistent;
        out->standing[i] = person->standing;
        out->weeks[i] = 1.0f;
        out->fate[i] = RASIMI_FATE_STAYED;
    }
}

rasimi_cohort_lanes
rasimi_cohort_lanes_of(const rasimi_cohort_block *block)
{
    return (rasimi_cohort_lanes){
        .key_low = block->key_low,
        .key_high = block->key_high,
        .third = block->third,
        .fourth = block->fourth,
        .word = block->word,
        .row = block->row,
        .donor = block->donor,
        .cost = block->cost,
        .reference = block->reference,
        .persistent = block->persistent,
        .weeks = block->weeks,
        .fate = block->fate,
        .standing = block->standing,
    };
}

void
rasimi_cohort_review(const rasimi_kernel *kernel, const uint64_t churn_keys[20], uint32_t year, double probability,
                     rasimi_person *people, rasimi_cohort_block *block)
{
    const uint32_t below = (uint32_t)(probability * 4294967296.0);
    const rasimi_cohort_lanes lanes = rasimi_cohort_lanes_of(block);
    if (probability < 1.0) {
        kernel->words(&lanes, padded(block->n), rasimi_counter_word(year, 0, 0), churn_keys, block->drawn);
    }
    for (size_t i = 0; i < block->n; i++) {
        const bool reviewed = !(probability < 1.0) || (uint32_t)block->drawn[i] < below;
        if (people[i].standing == RASIMI_LEGACY && reviewed) {
            people[i].standing = RASIMI_REVIEWED;
            block->standing[i] = RASIMI_REVIEWED;
        }
    }
}

void
rasimi_cohort_exits(const rasimi_kernel *kernel, const uint64_t churn_keys[20], uint64_t churn_key, uint32_t year,
                    const rasimi_hazard *hazard, const rasimi_person *people, rasimi_cohort_block *block)
{
    const rasimi_cohort_lanes lanes = rasimi_cohort_lanes_of(block);
    kernel->words(&lanes, padded(block->n), rasimi_counter_word(year, RASIMI_DRAW_EXIT, 0), churn_keys, block->drawn);
    for (size_t i = 0; i < block->n; i++) {
        if (rasimi_exit_is_none(&people[i], hazard, (uint32_t)block->drawn[i])) {
            continue; /* loaded as if nothing befell anybody */
        }
        const rasimi_exit exit = rasimi_exit_of(&people[i], hazard, year, (uint32_t)block->drawn[i], churn_key);
        block->exit[i] = exit;
        block->fate[i] = (int32_t)exit.fate;
        block->weeks[i] = exit.until - people[i].since;
    }
}
