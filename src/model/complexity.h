/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much there is to explain and to fit in a design: its questions and its free numbers. */
#ifndef RASIMI_MODEL_COMPLEXITY_H
#define RASIMI_MODEL_COMPLEXITY_H

#include "model/study.h"

typedef struct rasimi_complexity {
    size_t questions;
    double questions_a_person; /* of the study's people, by weight */
    size_t table_parameters;   /* of all rows of `allocation`, as the family counts them */
    size_t parameters;         /* those, and points, weights, carer rule, rates, add-ons, limits and exclusion */
} rasimi_complexity;

rasimi_complexity
rasimi_complexity_of(const rasim_study *study, size_t design);

/* Labels with numbers of all rows of a list: how many. `offset` is that of a rasimi_pairs in a row. */
size_t
rasimi_pairs_total(const rasimi_structs *rows, size_t row_size, size_t offset);

#endif
