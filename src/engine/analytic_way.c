/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sign-off, exclusion, prices and income: as lines, whether they are straight, and where net is held at 0. */
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

/* ---- net held at 0 ---- */

/* Below which need the budget is less than `least_budget`, in a way whose budget rises with need. */
static double
need_of_budget(const rasimi_way *way, const rasimi_way_terms *terms, const rasimi_way_shock *shock, double least_budget)
{
    const double a = way->allocation, tau = terms->above - 1.0;
    if (!(way->threshold > 0.0)) {
        return least_budget / way->share - way->more;
    }
    double lowest; /* need without the threshold */
    if (least_budget <= a * (1.0 - shock->trim * tau)) {
        lowest = shock->trim > 0.0 ? a - (a - least_budget) / shock->trim : 0.0;
    } else if (least_budget <= a) {
        lowest = a * terms->below;
    } else {
        lowest = most(a + (least_budget - a) / shock->uplift, a * terms->above);
    }
    return least(lowest, way->threshold) - way->more;
}

/* E[(x - a)^j], j = 1 to 3, from the partial means of x between two bounds. */
static void
between(const double upto[RASIMI_POWERS], const double before[RASIMI_POWERS], double a, double out[RASIMI_POWERS])
{
    double part[RASIMI_POWERS];
    for (int k = 0; k < RASIMI_POWERS; k++) {
        part[k] = upto[k] - before[k];
    }
    out[1] = part[1] - a * part[0];
    out[2] = part[2] - a * (2.0 * part[1] - a * part[0]);
    out[3] = part[3] - a * (3.0 * part[2] - a * (3.0 * part[1] - a * part[0]));
}

/* Adds E[(intercept + slope x)^k; piece] for k = 1 to 3, less. */
static void
take_away(double intercept, double slope, const double upto[RASIMI_POWERS], const double before[RASIMI_POWERS],
          double out[RASIMI_POWERS])
{
    double part[RASIMI_POWERS];
    const double scale[RASIMI_POWERS] = {1.0, slope, slope * slope, slope * slope * slope};
    if (slope > 0.0) {
        between(upto, before, -intercept / slope, part);
    } else {
        const double p = upto[0] - before[0], a = intercept;
        out[1] -= a * p;
        out[2] -= a * a * p;
        out[3] -= a * a * a * p;
        return;
    }
    for (int k = 1; k < RASIMI_POWERS; k++) {
        out[k] -= scale[k] * part[k];
    }
}

bool
rasimi_way_cut_moments(const rasimi_way *way, const rasimi_way_terms *terms, const rasimi_way_shock *shock,
                       const rasimi_way_income *income, const rasimi_lognormal *need, const rasimi_way_parts *parts,
                       double out[RASIMI_POWERS])
{
    static const double nothing[RASIMI_POWERS] = {0};
    const double scale = income->kept * shock->price, a = way->allocation, more = way->more;
    const double cut = need_of_budget(way, terms, shock, income->taken / scale);
    if (!(cut > need->low)) {
        return false;
    }
    double upto[RASIMI_POWERS];
    rasimi_lognormal_below(need, cut, upto);
    out[0] = out[1] = out[2] = out[3] = 0.0;
    const double u = shock->uplift, d = shock->trim;
    if (!(way->threshold > 0.0)) {
        take_away(scale * way->share * more - income->taken, scale * way->share, upto, nothing, out);
        return true;
    }
    const bool past_trim = cut > a * terms->below - more, past_keep = cut > a * terms->above - more;
    take_away(scale * (a - d * (a - more)) - income->taken, scale * d, past_trim ? parts->trim : upto, nothing, out);
    if (past_trim) {
        take_away(scale * a - income->taken, 0.0, past_keep ? parts->keep : upto, parts->trim, out);
    }
    if (past_keep) {
        take_away(scale * (a - u * (a - more)) - income->taken, scale * u, upto, parts->keep, out);
    }
    return true;
}
