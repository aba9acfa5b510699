/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Family table: straight lines between knots; the first knot's amount below it, the last knot's above it. */
#include "model/family.h"

#include "model/trail.h"

#include <math.h>

static const char *const keys[] = {"knots", NULL};
static const char *const no_keys[] = {NULL};

static void
check(rasimi_checker *checker, const rasimi_design *design, rasimi_allocation_row *row)
{
    (void)design;
    const rasimi_structs *knots = &row->knots;
    const rasimi_series_check points = {knots, sizeof(rasimi_knot), offsetof(rasimi_knot, points), "knots", "points"};
    const rasimi_series_check gbp = {knots, sizeof(rasimi_knot), offsetof(rasimi_knot, gbp), "knots", "gbp"};
    rasimi_check_rising(checker, &points);
    rasimi_check_not_falling(checker, &gbp);
    if (knots->n == 1) {
        rasimi_checker_complain(checker, knots->mark,
                                "'knots' has a single knot, and a line needs two; add the points and £ of another.");
    }
}

static size_t
count(const rasimi_allocation_row *row)
{
    return 1 + row->knots.n;
}

static void
pieces(const rasimi_allocation_row *row, rasimi_raw_piece *out)
{
    const rasimi_knot *knots = row->knots.items;
    const size_t n = row->knots.n;
    *out++ = (rasimi_raw_piece){.from = -HUGE_VAL, .base = knots[0].gbp.value, .status = RASIMI_RULE_ALLOCATED};
    for (size_t i = 0; i < n; i++) {
        const double x = knots[i].points.value, y = knots[i].gbp.value;
        const bool last = i + 1 == n;
        const double slope = last ? 0 : (knots[i + 1].gbp.value - y) / (knots[i + 1].points.value - x);
        *out++ = (rasimi_raw_piece){.from = x, .base = y, .slope = slope, .status = RASIMI_RULE_ALLOCATED};
    }
}

/* Below the first knot or from the last one on: its amount. */
static void
explain_end(const rasimi_family_case *at, const rasimi_knot *knot, const char *where, rasimi_trail *trail)
{
    rasimi_trail_add(trail, RASIM_STEP_GBP_WEEK, at->gbp_week, "Amount in the table", "%s %s points: %s", where,
                     rasimi_words_points(knot->points.value).text, rasimi_words_table_gbp(at, knot->gbp.value).text);
}

static void
explain(const rasimi_family_case *at, rasimi_trail *trail)
{
    const rasimi_knot *knots = at->row->knots.items;
    size_t i = at->row->knots.n;
    while (i > 0 && (float)knots[i - 1].points.value > (float)at->points)
        i--;
    if (i == 0 || i == at->row->knots.n) {
        explain_end(at, &knots[i == 0 ? 0 : i - 1], i == 0 ? "below" : "from", trail);
        return;
    }
    rasimi_trail_add(
        trail, RASIM_STEP_GBP_WEEK, at->gbp_week, "Amount in the table",
        "%s points lie between %s points (%s) and %s points (%s)", rasimi_words_points(at->points).text,
        rasimi_words_points(knots[i - 1].points.value).text, rasimi_words_table_gbp(at, knots[i - 1].gbp.value).text,
        rasimi_words_points(knots[i].points.value).text, rasimi_words_table_gbp(at, knots[i].gbp.value).text);
}

/* Points and an amount each. */
static size_t
parameters(const rasimi_allocation_row *row)
{
    return 2 * row->knots.n;
}

const rasimi_family rasimi_family_table = {
    .name = "table",
    .sentence = "straight lines between knots of points and £",
    .keys = keys,
    .optional_keys = no_keys,
    .check = check,
    .parameters = parameters,
    .count = count,
    .pieces = pieces,
    .explain = explain,
};
