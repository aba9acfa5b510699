/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sign-off, exclusion, prices and income: as a line, and whether that is straight. */
#include "engine/analytic_way.h"

#include "rasim/ledger.h"

#define INFINITE __builtin_inf()

static double
least(double a, double b)
{
    return a < b ? a : b;
}

static double
most(double a, double b)
{
    return a > b ? a : b;
}

/* ---- as a line ---- */

/* Step 4, and step 3 where it depends on need: the signed-off budget of what need costs. */
static rasimi_line
sign_off(const rasimi_way *way, const rasimi_way_terms *terms, const rasimi_way_shock *shock)
{
    const double a = way->allocation, top = way->threshold;
    const double trimmed = least(a * terms->below, top), kept = least(a * terms->above, top);
    rasimi_line out = {0};
    if (trimmed > 0.0) {
        out.pieces[out.n++] = (rasimi_line_piece){trimmed, a * (1.0 - shock->trim), shock->trim};
    }
    if (kept > trimmed) {
        out.pieces[out.n++] = (rasimi_line_piece){kept, a, 0.0};
    }
    if (top > kept) {
        out.pieces[out.n++] = (rasimi_line_piece){top, a * (1.0 - shock->uplift), shock->uplift};
    }
    if (top < INFINITE) {
        out.pieces[out.n++] = (rasimi_line_piece){INFINITE, 0.0, way->share};
    }
    return out;
}

rasimi_line
rasimi_way_line(const rasimi_way *way, const rasimi_way_terms *terms, const rasimi_way_shock *shock,
                const rasimi_way_income *income)
{
    rasimi_line line = rasimi_line_shift(way->more);
    rasimi_line_at_most(&line, RASIM_MAX_GBP_WEEK);
    const rasimi_line budget = sign_off(way, terms, shock);
    rasimi_line_through(&line, &budget);
    rasimi_line_at_most(&line, RASIM_MAX_GBP_WEEK);
    rasimi_line_scale(&line, shock->price);
    rasimi_line_at_most(&line, RASIM_MAX_GBP_WEEK);
    rasimi_line_scale(&line, income->kept);
    rasimi_line_take(&line, income->taken);
    return line;
}

/* ---- whether it is straight ---- */

/* The least budget inside the RAS at need n and above. */
static double
least_inside(const rasimi_way *way, const rasimi_way_terms *terms, const rasimi_way_range *range, double n)
{
    const double a = way->allocation;
    if (n < a * terms->below) {
        return a + range->high.trim * (n - a);
    }
    return n > a * terms->above ? a + range->low.uplift * (n - a) : a;
}

rasimi_way_kind
rasimi_way_kind_of(const rasimi_way *way, const rasimi_way_terms *terms, const rasimi_way_range *range,
                   const rasimi_way_income *income, const rasimi_lognormal *need)
{
    const double low = need->low + way->more, high = need->high + way->more;
    const double dearest = most(way->allocation, high * most(1.0, range->high.uplift));
    if (most(high, dearest * most(1.0, range->high.price)) > RASIM_MAX_GBP_WEEK) {
        return RASIMI_WAY_BROKEN;
    }
    const double price = income->kept * range->low.price;
    const double one_by_one = way->threshold < INFINITE ? way->share * most(low, way->threshold) : INFINITE;
    const double inside = way->threshold > 0.0 ? least_inside(way, terms, range, low) : INFINITE;
    if (!(income->taken > 0.0) || price * least(one_by_one, inside) > income->taken) {
        return RASIMI_WAY_STRAIGHT;
    }
    const bool only_below = way->threshold > 0.0 ? price * one_by_one > income->taken : way->share > 0.0;
    return only_below && range->low.uplift > 0.0 ? RASIMI_WAY_CUT : RASIMI_WAY_BROKEN;
}
