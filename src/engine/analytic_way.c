/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sign-off, exclusion, prices and income, as lines and as polynomials. */
#include "engine/analytic_way.h"

#include "num/detmath.h"
#include "rasim/ledger.h"

#define INFINITE __builtin_inf()

/* How many log sds of need are looked at: beyond lie 4 people in 10^8. */
#define REACH 5.5

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

bool
rasimi_way_is_straight(const rasimi_way *way, const rasimi_way_terms *terms, const rasimi_way_range *range,
                       const rasimi_way_income *income, const rasimi_lognormal *need)
{
    const double reach = rasimi_exp(REACH * need->log_sd), median = rasimi_exp(need->log_median);
    const double low = median / reach + way->more, high = median * reach + way->more;
    const double dearest = most(way->allocation, high * most(1.0, range->high.uplift));
    if (most(high, dearest * most(1.0, range->high.price)) > RASIM_MAX_GBP_WEEK) {
        return false;
    }
    const double one_by_one = way->threshold < INFINITE ? way->share * most(low, way->threshold) : INFINITE;
    const double inside = way->threshold > 0.0 ? least_inside(way, terms, range, low) : INFINITE;
    return !(income->taken > 0.0) || income->kept * range->low.price * least(one_by_one, inside) > income->taken;
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

static void
difference(const double upto[RASIMI_POWERS], const double before[RASIMI_POWERS], double out[RASIMI_POWERS])
{
    for (int k = 0; k < RASIMI_POWERS; k++) {
        out[k] = upto[k] - before[k];
    }
}

/* Where sign-off trims, leaves alone and lifts, and where packages are planned one by one: partial means of need about
   the allocation, there of need itself. */
typedef struct regions {
    double trimmed[RASIMI_POWERS], inside, lifted[RASIMI_POWERS], high[RASIMI_POWERS];
} regions;

static void
split(const rasimi_way *way, const rasimi_way_terms *terms, const rasimi_lognormal *need, regions *out)
{
    const double a = way->allocation, more = way->more, top = way->threshold;
    double trim[RASIMI_POWERS], keep[RASIMI_POWERS], lift[RASIMI_POWERS], part[RASIMI_POWERS];
    rasimi_lognormal_below(need, least(a * terms->below, top) - more, trim);
    rasimi_lognormal_below(need, least(a * terms->above, top) - more, keep);
    rasimi_lognormal_below(need, top - more, lift);
    about(trim, a - more, out->trimmed);
    out->inside = lift[0];
    difference(lift, keep, part);
    about(part, a - more, out->lifted);
    difference(need->moment, lift, part);
    about(part, -more, out->high);
}

void
rasimi_way_polynomials(const rasimi_way *way, const rasimi_way_terms *terms, const rasimi_lognormal *need,
                       double out[RASIMI_WAY_TERMS])
{
    regions r;
    split(way, terms, need, &r);
    const double a = way->allocation, s = way->share, *u = r.lifted, *d = r.trimmed;
    const double values[RASIMI_WAY_TERMS] = {
        s > 0.0 ? r.inside + r.high[0] : r.inside,
        a * r.inside + s * r.high[1],
        u[1],
        d[1],
        a * a * r.inside + s * s * r.high[2],
        2.0 * a * u[1],
        2.0 * a * d[1],
        u[2],
        d[2],
        a * a * a * r.inside + s * s * s * r.high[3],
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
