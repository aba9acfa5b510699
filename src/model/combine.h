/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Combinations of codes that occur together in rows: budget areas, cells and strata are made of them. */
#ifndef RASIMI_MODEL_COMBINE_H
#define RASIMI_MODEL_COMBINE_H

#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "rasim/status.h"

/* The combinations that occur, in lexicographic order of their codes. */
typedef struct rasimi_combinations {
    size_t n;
    uint32_t *index; /* [n_rows] */
    uint32_t *row;   /* [n] the first row of each */
} rasimi_combinations;

/* Numbers the combinations of n_columns >= 1 columns over the rows. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_combine(const uint32_t *const *columns, size_t n_columns, size_t n_rows, rasimi_arena *arena,
               rasimi_combinations *out);

#endif
