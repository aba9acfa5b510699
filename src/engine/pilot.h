/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sample that a council would score before it adopts a design: a stratified draw without replacement from the
   people of the caseload, anew in each replicate (methods.md section 8, calibration error before sampling). */
#ifndef RASIMI_ENGINE_PILOT_H
#define RASIMI_ENGINE_PILOT_H

#include "engine/seeds.h"
#include "model/study.h"

typedef struct rasimi_pilot {
    const rasim_study *study; /* borrowed */
    uint64_t key;
    uint64_t *drawn; /* [n_strata] people */
    uint32_t *times; /* [n_rows] people like the row in the sample of a replicate */
} rasimi_pilot;

/* Does a study calibrate before sampling? */
bool
rasimi_pilot_needed(const rasim_study *study);

/* Errors: RASIM_ERR_NO_MEMORY. Clear whatever happens. */
rasim_status
rasimi_pilot_make(const rasim_study *study, const rasimi_seeds *seeds, rasimi_pilot *out);

void
rasimi_pilot_clear(rasimi_pilot *pilot);

/* Draws the sample of a replicate into `times`: in each stratum every set of as many people is as likely. */
void
rasimi_pilot_draw(rasimi_pilot *pilot, uint64_t replicate);

#endif
