/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Selection sampling (Knuth 1997, algorithm S of section 3.4.2) over the people of each stratum. */
#include "engine/pilot.h"

#include "base/mem.h"
#include "model/sample_allocate.h"
#include "num/draws.h"

#include <stdlib.h>

bool
rasimi_pilot_needed(const rasim_study *study)
{
    return study->framework.calibration.error.value == RASIMI_CALIBRATION_BEFORE_SAMPLING;
}

rasim_status
rasimi_pilot_make(const rasim_study *study, const rasimi_seeds *seeds, rasimi_pilot *out)
{
    *out = (rasimi_pilot){
        .study = study,
        .key = rasimi_seeds_key(seeds, RASIMI_STREAM_PILOT),
        .drawn = rasimi_calloc(study->n_strata, sizeof *out->drawn),
        .times = rasimi_calloc(study->n_rows, sizeof *out->times),
    };
    rasimi_sample_stratum *strata = rasimi_calloc(study->n_strata, sizeof *strata);
    rasim_status status = strata == NULL || out->drawn == NULL || out->times == NULL ? RASIM_ERR_NO_MEMORY : RASIM_OK;
    for (size_t h = 0; h < study->n_strata && status == RASIM_OK; h++) {
        strata[h].people = study->strata[h].n_people;
    }
    if (status == RASIM_OK) {
        status = rasimi_sample_allocate(strata, study->n_strata, study->framework.calibration.sample_size.value,
                                        RASIM_ALLOCATION_PROPORTIONAL);
    }
    for (size_t h = 0; h < study->n_strata && status == RASIM_OK; h++) {
        out->drawn[h] = strata[h].drawn;
    }
    free(strata);
    return status;
}

void
rasimi_pilot_clear(rasimi_pilot *pilot)
{
    free(pilot->drawn);
    free(pilot->times);
    *pilot = (rasimi_pilot){0};
}

static void
draw_stratum(rasimi_pilot *pilot, size_t h, uint64_t replicate)
{
    const rasim_study *study = pilot->study;
    const rasimi_stratum *stratum = &study->strata[h];
    uint64_t people = stratum->n_people, wanted = pilot->drawn[h];
    rasimi_draws draws;
    rasimi_draws_start(&draws, pilot->key, stratum->key, replicate, people);
    for (uint64_t i = 0; i < stratum->n_rows; i++) {
        const uint32_t row = study->stratum_rows[stratum->first + i];
        pilot->times[row] = 0;
        for (uint64_t copy = 0; copy < study->fixed_count[row] && wanted > 0; copy++, people--) {
            if (rasimi_draws_below(&draws, people) < wanted) {
                pilot->times[row]++;
                wanted--;
            }
        }
    }
}

void
rasimi_pilot_draw(rasimi_pilot *pilot, uint64_t replicate)
{
    for (size_t h = 0; h < pilot->study->n_strata; h++) {
        draw_stratum(pilot, h, replicate);
    }
}
