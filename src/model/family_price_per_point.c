/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Family price_per_point: so many £ a point, nothing at 0 points and below. */
#include "model/family.h"

#include "model/trail.h"

#include <math.h>

static const char *const keys[] = {"gbp_per_point", NULL};
static const char *const no_keys[] = {NULL};

/* One number cannot contradict itself. */
static void
check(rasimi_checker *checker, const rasimi_design *design, rasimi_allocation_row *row)
{
    (void)design;
    (void)checker;
    (void)row;
}

static size_t
count(const rasimi_allocation_row *row)
{
    (void)row;
    return 2;
}

static void
pieces(const rasimi_allocation_row *row, rasimi_raw_piece *out)
{
    out[0] = (rasimi_raw_piece){.from = -HUGE_VAL, .status = RASIMI_RULE_ALLOCATED};
    out[1] = (rasimi_raw_piece){.from = 0, .slope = row->gbp_per_point.value, .status = RASIMI_RULE_ALLOCATED};
}

static void
explain(const rasimi_family_case *at, rasimi_trail *trail)
{
    rasimi_trail_add(trail, RASIM_STEP_GBP_WEEK, at->gbp_week, "Price of the points", "%s points at %s each",
                     rasimi_words_points(at->points).text,
                     rasimi_words_table_gbp(at, at->row->gbp_per_point.value).text);
}

static size_t
parameters(const rasimi_allocation_row *row)
{
    (void)row;
    return 1;
}

const rasimi_family rasimi_family_price_per_point = {
    .name = "price_per_point",
    .sentence = "so many £ a point",
    .keys = keys,
    .optional_keys = no_keys,
    .check = check,
    .parameters = parameters,
    .count = count,
    .pieces = pieces,
    .explain = explain,
};
