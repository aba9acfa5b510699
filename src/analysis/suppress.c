/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Primary and secondary suppression. */
#include "analysis/suppress.h"

#include <stdint.h>

/* A row or column of the table: n cells, `step` apart. */
typedef struct line {
    size_t first, step, n;
} line;

/* The cell that must be hidden too lest the line's other cells tell its only hidden one; SIZE_MAX where there is none.
   The margin is the last resort. */
static size_t
telltale(const double *counts, const bool *hidden, line l)
{
    size_t n_hidden = 0, smallest = SIZE_MAX;
    for (size_t i = 0; i < l.n; i++) {
        const size_t cell = l.first + i * l.step;
        n_hidden += hidden[cell];
        const bool is_margin = i + 1 == l.n;
        if (!hidden[cell] && (smallest == SIZE_MAX || (!is_margin && counts[cell] < counts[smallest])))
            smallest = cell;
    }
    return n_hidden == 1 ? smallest : SIZE_MAX;
}

static bool
hide_another(const double *counts, bool *hidden, line l)
{
    const size_t cell = telltale(counts, hidden, l);
    if (cell != SIZE_MAX)
        hidden[cell] = true;
    return cell != SIZE_MAX;
}

void
rasimi_suppress(const double *counts, size_t n_rows, size_t n_columns, double small, bool *hidden)
{
    for (size_t i = 0; i < n_rows * n_columns; i++)
        hidden[i] = hidden[i] || (counts[i] > 0 && counts[i] < small);
    bool more = true;
    while (more) {
        more = false;
        for (size_t r = 0; r < n_rows; r++)
            more = hide_another(counts, hidden, (line){r * n_columns, 1, n_columns}) || more;
        for (size_t c = 0; c < n_columns; c++)
            more = hide_another(counts, hidden, (line){c, n_columns, n_rows}) || more;
    }
}
