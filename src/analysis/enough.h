/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether what people of one outcome and year get is enough, and how alike equal needs are treated. */
#ifndef RASIMI_ANALYSIS_ENOUGH_H
#define RASIMI_ANALYSIS_ENOUGH_H

#include "analysis/sufficiency.h"
#include "analysis/theil.h"

typedef struct rasimi_enough {
    const uint8_t *need_tenth; /* [n_rows] borrowed */
    rasimi_sufficient sufficient;
    rasimi_theil_tally indicative, final;
} rasimi_enough;

/* Errors: RASIM_ERR_NO_MEMORY. Clear whatever happens. */
rasim_status
rasimi_enough_create(const rasim_study *study, const uint8_t *need_tenth, rasimi_enough *out);

void
rasimi_enough_clear(rasimi_enough *enough);

/* What there is to add up, each apart from the others. */
typedef enum rasimi_enough_part {
    RASIMI_ENOUGH_SUFFICIENT,
    RASIMI_ENOUGH_INDICATIVE,
    RASIMI_ENOUGH_FINAL,
    RASIMI_N_ENOUGH_PARTS
} rasimi_enough_part;

/* Adds one part of a replicate; every replicate is to be added to all parts. */
void
rasimi_enough_add(rasimi_enough *self, rasimi_enough_part part, const rasimi_crowd *crowd);

void
rasimi_enough_describe(const rasimi_enough *self, const rasim_study *study, size_t outcome,
                       rasim_sufficiency *sufficiency, rasim_equity *equity);

#endif
