/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small numbers in published tables (docs/methods.md section 12): counts below a threshold are hidden, and further ones
   where the margins would otherwise tell what they are. */
#ifndef RASIMI_ANALYSIS_SUPPRESS_H
#define RASIMI_ANALYSIS_SUPPRESS_H

#include <stdbool.h>
#include <stddef.h>

/*
 * A table of counts with its margins: [n_rows x n_columns], row-major, the last row and the last column being the sums
 * of the others. Hides every count above 0 and below `small`; then, in any row or column of which exactly one is
 * hidden, the smallest of the others, until there is none such. What is hidden when this is called stays so.
 */
void
rasimi_suppress(const double *counts, size_t n_rows, size_t n_columns, double small, bool *hidden);

#endif
