/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Family banded: one amount for each band of points. A band goes from its first point up to the next band, so that
   fractional points fall in no gap; below the first band the amount is £0; from an open top on, outside the RAS. */
#include "model/family.h"

#include "model/trail.h"

#include <math.h>
#include <stdio.h>

#include "model/param_words.h"

static const char *const keys[] = {"bands", NULL};
static const char *const optional_keys[] = {"top", NULL};

/* A published table says where bands end; the next one must start right there, or within the next whole point. */
static void
check_ends(rasimi_checker *checker, const rasimi_structs *bands)
{
    const rasimi_band *items = bands->items;
    for (size_t i = 0; i < bands->n; i++) {
        const rasimi_band *band = &items[i], *next = i + 1 < bands->n ? &items[i + 1] : NULL;
        const rasimi_words to = rasimi_words_number(band->to.value);
        if (band->to.value < band->from.value) {
            rasimi_checker_complain(checker, band->to.mark, "'to' is %s but its band starts from %s; correct one.",
                                    to.text, rasimi_words_number(band->from.value).text);
        }
        if (next && next->from.value > band->from.value && next->from.value < band->to.value) {
            rasimi_checker_complain(checker, next->from.mark,
                                    "This band starts from %s, but the one before goes up to %s (line %u), so they "
                                    "overlap; correct one.",
                                    rasimi_words_number(next->from.value).text, to.text, band->to.mark.line);
        }
        if (next && next->from.value > band->to.value + 1) {
            rasimi_checker_complain(checker, next->from.mark,
                                    "This band starts from %s, but the one before ends at %s (line %u), which leaves a "
                                    "gap; correct one, or add the band between.",
                                    rasimi_words_number(next->from.value).text, to.text, band->to.mark.line);
        }
    }
}

static void
check(rasimi_checker *checker, const rasimi_design *design, rasimi_allocation_row *row)
{
    (void)design;
    const rasimi_structs *bands = &row->bands;
    const rasimi_band *items = bands->items;
    const rasimi_series_check from = {bands, sizeof *items, offsetof(rasimi_band, from), "bands", "from"};
    const rasimi_series_check gbp = {bands, sizeof *items, offsetof(rasimi_band, gbp), "bands", "gbp"};
    rasimi_check_rising(checker, &from);
    rasimi_check_not_falling(checker, &gbp);
    check_ends(checker, bands);
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

/* Where the band at i ends: the next band, the open top, or nowhere. */
static rasimi_words
end_words(const rasimi_allocation_row *row, size_t i)
{
    const rasimi_band *bands = row->bands.items;
    rasimi_words out = {.text = " up"};
    const double end = i + 1 < row->bands.n ? bands[i + 1].from.value : row->top.value;
    if (!isnan(end))
        snprintf(out.text, sizeof out.text, " to below %.20s", rasimi_words_points(end).text);
    return out;
}

static void
explain(const rasimi_family_case *at, rasimi_trail *trail)
{
    const rasimi_band *bands = at->row->bands.items;
    size_t i = at->row->bands.n;
    while (i > 0 && (float)bands[i - 1].from.value > (float)at->points)
        i--;
    if (i == 0) {
        rasimi_trail_add(trail, RASIM_STEP_GBP_WEEK, at->gbp_week, "Below the first band", "it starts at %s points",
                         rasimi_words_points(bands[0].from.value).text);
        return;
    }
    rasimi_trail_add(trail, RASIM_STEP_GBP_WEEK, at->gbp_week, "Band of the table", "from %s%s points: %s",
                     rasimi_words_points(bands[i - 1].from.value).text, end_words(at->row, i - 1).text,
                     rasimi_words_table_gbp(at, bands[i - 1].gbp.value).text);
}

/* An edge and an amount each, and the top. */
static size_t
parameters(const rasimi_allocation_row *row)
{
    return 2 * row->bands.n + (isnan(row->top.value) ? 0 : 1);
}

const rasimi_family rasimi_family_banded = {
    .name = "banded",
    .sentence = "one amount for each band of points",
    .keys = keys,
    .optional_keys = optional_keys,
    .check = check,
    .parameters = parameters,
    .count = count,
    .pieces = pieces,
    .explain = explain,
};
