/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Family banded: one amount for each band of points. A band goes from its first point up to the next band, so that
   fractional points fall in no gap; below the first band the amount is £0; from an open top on, outside the RAS. */
#include "model/family.h"

#include <math.h>

static const char *const keys[] = {"bands", NULL};
static const char *const optional_keys[] = {"top", NULL};

static void
check(rasimi_checker *checker, const rasimi_allocation_row *row)
{
    const rasimi_structs *bands = &row->bands;
    const rasimi_band *items = bands->items;
    const rasimi_series_check from = {bands, sizeof *items, offsetof(rasimi_band, from), "bands", "from"};
    const rasimi_series_check gbp = {bands, sizeof *items, offsetof(rasimi_band, gbp), "bands", "gbp"};
    rasimi_check_rising(checker, &from);
    rasimi_check_not_falling(checker, &gbp);
    if (bands->n > 0 && row->top.value <= items[bands->n - 1].from.value) {
        rasimi_checker_complain(
            checker, row->top.mark,
            "'top' must be above the points from which the last band starts (line %u); raise it, or "
            "take the band out.",
            items[bands->n - 1].from.mark.line);
    }
}

static size_t
count(const rasimi_allocation_row *row)
{
    return 1 + row->bands.n + (isnan(row->top.value) ? 0 : 1);
}

static void
pieces(const rasimi_allocation_row *row, rasimi_raw_piece *out)
{
    const rasimi_band *bands = row->bands.items;
    *out++ = (rasimi_raw_piece){.from = -HUGE_VAL, .status = RASIMI_RULE_ALLOCATED};
    for (size_t i = 0; i < row->bands.n; i++) {
        *out++ = (rasimi_raw_piece){
            .from = bands[i].from.value, .base = bands[i].gbp.value, .status = RASIMI_RULE_ALLOCATED};
    }
    if (!isnan(row->top.value)) {
        *out = (rasimi_raw_piece){.from = row->top.value, .status = RASIMI_RULE_OUTSIDE};
    }
}

const rasimi_family rasimi_family_banded = {
    .name = "banded",
    .sentence = "one amount for each band of points",
    .keys = keys,
    .optional_keys = optional_keys,
    .check = check,
    .count = count,
    .pieces = pieces,
};
