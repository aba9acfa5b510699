/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Strata in the making: which rows each has, and how many people the frame says it has. */
#ifndef RASIMI_MODEL_STRATA_H
#define RASIMI_MODEL_STRATA_H

#include "model/draft.h"

#define RASIMI_MAX_STRATUM_COLUMNS 4

/* A column that people may be put into strata by. */
typedef struct rasimi_stratum_column {
    const char *name;         /* as the framework writes it */
    const uint32_t *index;    /* [n_rows] */
    const char *const *names; /* of the indices */
} rasimi_stratum_column;

typedef struct rasimi_strata {
    rasimi_stratum_column columns[RASIMI_MAX_STRATUM_COLUMNS];
    size_t n_columns;
    size_t n;
    uint32_t *row;  /* [n] a person of each stratum */
    double *weight; /* [n] sum of the rows' weights */
} rasimi_strata;

/* frame.c: gives every stratum its n_people: from the frame, or the sum of its weights where there is none. Problems:
   rows that fit no stratum or a taken one, strata without a row. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_frame_apply(rasimi_draft *draft, const rasimi_strata *strata);

/* merge.c: merges strata with fewer than five rows for more people. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_strata_merge(rasimi_draft *draft);

/* costs.c: rows without a cost, and whose costs may stand in for theirs. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_costs_fill(rasimi_draft *draft);

/* weigh.c: calibrates the weights of every stratum and makes them whole. A problem where known costs cannot be met.
   Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_strata_weigh(rasimi_draft *draft);

#endif
