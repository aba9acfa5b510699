/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows in the order of a number. */
#ifndef RASIMI_NUM_SORT_ROWS_H
#define RASIMI_NUM_SORT_ROWS_H

#include <stddef.h>
#include <stdint.h>

#include "rasim/status.h"

/* A row, by number, and what it is sorted by. */
typedef struct rasimi_sortable {
    double value;
    uint32_t row;
} rasimi_sortable;

/* Sorts ascending; equal values, -0 and 0 among them, stay in the order in which they came. Values are no NANs. Some
   passes over the rows, ten ns each. Errors: RASIM_ERR_NO_MEMORY, and then nothing has moved. */
rasim_status
rasimi_sort_rows(rasimi_sortable *items, size_t n);

#endif
