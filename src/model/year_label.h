/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Labels of years, counted on from the first. */
#ifndef RASIMI_MODEL_YEAR_LABEL_H
#define RASIMI_MODEL_YEAR_LABEL_H

#include <stddef.h>

#include "base/mem.h"

/* The label of `years` years after the one that `first` labels. The last number in it is counted on; where it follows
   the number before it as the short or long form of the next year (2027/28, 2027-2028) both are: 2028/29. Where nothing
   can be counted: "FIRST + 1". NULL where memory ran out. */
const char *
rasimi_year_label(const char *first, size_t years, rasimi_arena *arena);

#endif
