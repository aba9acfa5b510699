/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sign-off, exclusion, prices and income, as lines and as polynomials. */
#include "engine/analytic_way.h"

#include <string.h>

#include "num/detmath.h"
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

/* ---- as polynomials ---- */

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

/* E[(x - a)^j], j = 0 to 3, from the partial means of x. */
static void
about(const double part[RASIMI_POWERS], double a, double out[RASIMI_POWERS])
{
    out[0] = part[0];
    out[1] = part[1] - a * part[0];
    out[2] = part[2] - a * (2.0 * part[1] - a * part[0]);
    out[3] = part[3] - a * (3.0 * part[2] - a * (3.0 * part[1] - a * part[0]));
}

void
rasimi_way_split(const rasimi_way *way, const rasimi_way_terms *terms, const rasimi_lognormal *need,
                 rasimi_way_memo *top, rasimi_way_parts *out)
{
    const double end = way->threshold - way->more, trim = way->allocation * terms->below - way->more;
    const double keep = way->allocation * terms->above - way->more;
    if (top->at < end || top->at > end || top->at != top->at) {
        rasimi_lognormal_below(need, end, top->below);
        top->at = end;
    }
    memcpy(out->top, top->below, sizeof out->top);
    if (!(keep < end)) {
        rasimi_lognormal_below(need, least(trim, end), out->trim);
        memcpy(out->keep, top->below, sizeof out->keep);
    } else if (trim > 0.0 && !(way->more > 0.0)) {
        const double log_trim = rasimi_log(trim);
        rasimi_lognormal_below_log(need, log_trim, out->trim);
        rasimi_lognormal_below_log(need, log_trim + terms->log_ratio, out->keep);
    } else {
        rasimi_lognormal_below(need, trim, out->trim);
        rasimi_lognormal_below(need, keep, out->keep);
    }
}

/* Partial means about a point between two bounds. */
static void
between(const double upto[RASIMI_POWERS], const double before[RASIMI_POWERS], double a, double out[RASIMI_POWERS])
{
    double part[RASIMI_POWERS];
    for (int k = 0; k < RASIMI_POWERS; k++) {
        part[k] = upto[k] - before[k];
    }
    about(part, a, out);
}

void
rasimi_way_polynomials(const rasimi_way *way, const rasimi_way_parts *parts, const rasimi_lognormal *need,
                       double out[RASIMI_WAY_TERMS])
{
    const double a = way->allocation, s = way->share, inside = parts->top[0];
    double d[RASIMI_POWERS], u[RASIMI_POWERS], high[RASIMI_POWERS];
    about(parts->trim, a - way->more, d);
    between(parts->top, parts->keep, a - way->more, u);
    between(need->moment, parts->top, -way->more, high);
    const double values[RASIMI_WAY_TERMS] = {
        s > 0.0 ? inside + high[0] : inside,
        a * inside + s * high[1],
        u[1],
        d[1],
        a * a * inside + s * s * high[2],
        2.0 * a * u[1],
        2.0 * a * d[1],
        u[2],
        d[2],
        a * a * a * inside + s * s * s * high[3],
        3.0 * a * a * u[1],
        3.0 * a * a * d[1],
        3.0 * a * u[2],
        3.0 * a * d[2],
        u[3],
        d[3],
    };
    for (int i = 0; i < RASIMI_WAY_TERMS; i++) {
        out[i] = values[i];
    }
}

void
rasimi_way_budget_moments(const double p[RASIMI_WAY_TERMS], double u, double d, double out[RASIMI_POWERS])
{
    out[0] = p[0];
    out[1] = p[1] + u * p[2] + d * p[3];
    out[2] = p[4] + u * (p[5] + u * p[7]) + d * (p[6] + d * p[8]);
    out[3] = p[9] + u * (p[10] + u * (p[12] + u * p[14])) + d * (p[11] + d * (p[13] + d * p[15]));
}

void
rasimi_way_net_moments(const double budget[RASIMI_POWERS], double price, const rasimi_way_income *income,
                       double out[RASIMI_POWERS])
{
    const double k = income->kept * price, t = income->taken;
    const double b1 = k * budget[1], b2 = k * k * budget[2], b3 = k * k * k * budget[3];
    out[0] = budget[0];
    out[1] = b1 - t * budget[0];
    out[2] = b2 - t * (2.0 * b1 - t * budget[0]);
    out[3] = b3 - t * (3.0 * b2 - t * (3.0 * b1 - t * budget[0]));
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
