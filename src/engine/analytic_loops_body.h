/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loops' body, included once per instruction set by a file that defines LOOP_LANES, doubles in a register. Each
   lane is worked out as one number would be. */
#ifndef RASIMI_ENGINE_ANALYTIC_LOOPS_BODY_H
#define RASIMI_ENGINE_ANALYTIC_LOOPS_BODY_H

#include "engine/analytic_loops.h"
#include "engine/vec_doubles.h"
#include "num/detmath_log.h"

/* ---- the normal law: rasimi_normal_table_cdf and _density ---- */

/* Where the terms of each lane's own node begin, and how far x is from it. */
typedef struct place {
    vd_index term;
    vd offset;
} place;

VD_INLINE place
find_place(vd x)
{
    const vd reach = vd_set(RASIMI_NORMAL_TABLE_REACH), end = vd_set(RASIMI_NORMAL_TABLE_END);
    const vd not_below = vd_pick(vd_below(-reach, x), x, -end);
    const vd held = vd_pick(vd_below(not_below, reach), not_below, end);
    const vd_index node = vd_whole((held + end) * RASIMI_NORMAL_TABLE_STEPS + 0.5);
    const vd at = vd_double(node - RASIMI_NORMAL_TABLE_ENDS) / RASIMI_NORMAL_TABLE_STEPS;
    return (place){node * RASIMI_NORMAL_TABLE_TERMS, held - at};
}

VD_INLINE vd
term(const rasimi_normal_table *table, const place *at, int k)
{
    return vd_gather(table->term[0] + k, at->term);
}

VD_INLINE vd
cdf(const rasimi_normal_table *table, vd x)
{
    const place at = find_place(x);
    vd sum = term(table, &at, RASIMI_NORMAL_TABLE_TERMS - 1);
#pragma GCC unroll 8
    for (int k = RASIMI_NORMAL_TABLE_TERMS - 2; k >= 0; k--) {
        sum = term(table, &at, k) + at.offset * sum;
    }
    return sum;
}

VD_INLINE vd
density(const rasimi_normal_table *table, vd x)
{
    const place at = find_place(x);
    vd sum = at.offset * 5.0 * term(table, &at, 5);
    sum = at.offset * (4.0 * term(table, &at, 4) + sum);
    sum = at.offset * (3.0 * term(table, &at, 3) + sum);
    return term(table, &at, 1) + at.offset * (2.0 * term(table, &at, 2) + sum);
}

static void
cdfs(const rasimi_normal_table *table, const double *x, size_t n, double *out)
{
    for (size_t i = 0; i < n; i += LOOP_LANES) {
        vd_store(out + i, cdf(table, vd_load(x + i)));
    }
}

static void
densities(const rasimi_normal_table *table, const double *x, size_t n, double *out)
{
    for (size_t i = 0; i < n; i += LOOP_LANES) {
        vd_store(out + i, density(table, vd_load(x + i)));
    }
}

/* ---- logarithms: rasimi_log_normal ---- */

/* Of normal numbers above 0. */
VD_INLINE vd
logarithm(vd x)
{
    const uint64_t one = UINT64_C(0x3FF0000000000000), sqrt_half = UINT64_C(0x3FE6A09E667F3BCD);
    const vd_bits shifted = (vd_bits)x + (one - sqrt_half);
    const vd m = (vd)((shifted & UINT64_C(0xFFFFFFFFFFFFF)) + sqrt_half), exponent = vd_of_bits(shifted >> 52) - 1023.0;
    const vd f = m - 1.0, s = f / (2.0 + f), half_square = 0.5 * f * f, z = s * s;
    vd tail = vd_set(2.0 / 21.0);
#pragma GCC unroll 16
    for (int odd = 19; odd > 1; odd -= 2) {
        tail = tail * z + 2.0 / odd;
    }
    tail = tail * z;
    const vd rest = s * (half_square + tail) + exponent * RASIMI_LN2_LO;
    return exponent * RASIMI_LN2_HI + (f - (half_square - rest));
}

/* The logarithm of a need cost; nobody's is 0 or less. */
VD_INLINE vd
log_of_need(vd need)
{
    const vd_mask positive = vd_below(vd_set(0.0), need);
    return vd_pick(positive, logarithm(vd_pick(positive, need, vd_set(1.0))), vd_set(-__builtin_inf()));
}

/* ---- ways ---- */

/* Partial means about a point: E[(x - a)^k], k = 1 to 3. */
typedef struct powers {
    vd one, two, three;
} powers;

VD_INLINE powers
about(const vd part[RASIMI_POWERS], vd a)
{
    return (powers){
        part[1] - a * part[0],
        part[2] - a * (2.0 * part[1] - a * part[0]),
        part[3] - a * (3.0 * part[2] - a * (3.0 * part[1] - a * part[0])),
    };
}

/* LOOP_LANES ways side by side. */
typedef struct way_lanes {
    vd allocation, share;
    vd trim[RASIMI_POWERS], keep[RASIMI_POWERS], top[RASIMI_POWERS]; /* as rasimi_way_parts */
} way_lanes;

/* Where sign-off stops to trim, or the threshold ends it, and where it begins to lift: standard normals of need. */
typedef struct way_bounds {
    double trim[RASIMI_WAYS_AT_ONCE], keep[RASIMI_WAYS_AT_ONCE];
} way_bounds;

VD_INLINE vd
end_of(const rasimi_way_block *block, vd_mask inside)
{
    return vd_pick(inside, vd_set(block->threshold), vd_set(0.0)) - block->more;
}

VD_INLINE vd_mask
is_inside(const rasimi_way_block *block, size_t i)
{
    return vd_below(vd_set(0.0), vd_load(block->inside + i));
}

/* A loop by itself: logarithms are long chains, of which the processor works on several at a time. */
static void
find_bounds(const rasimi_way_block *block, const rasimi_way_terms *terms, const rasimi_lognormal *need, way_bounds *out)
{
    const bool in_proportion = !(block->more > 0.0) && terms->below > 0.0;
    for (size_t i = 0; i < block->n; i += LOOP_LANES) {
        const vd a = vd_load(block->allocation + i), end = end_of(block, is_inside(block, i));
        const vd trim = a * terms->below - block->more, keep = a * terms->above - block->more;
        const vd log_trim = log_of_need(vd_pick(vd_below(keep, end), trim, vd_least(trim, end)));
        const vd log_keep = in_proportion ? log_trim + terms->log_ratio : log_of_need(keep);
        vd_store(out->trim + i, (log_trim - need->log_median) / need->log_sd);
        vd_store(out->keep + i, (log_keep - need->log_median) / need->log_sd);
    }
}

/* Partial means below the bounds. Where the threshold comes first nothing is lifted. */
VD_INLINE way_lanes
split(const rasimi_way_block *block, const rasimi_way_terms *terms, const rasimi_lognormal *need,
      const way_bounds *bounds, size_t i)
{
    const vd_mask inside = is_inside(block, i);
    const vd a = vd_load(block->allocation + i), trim = vd_load(bounds->trim + i), keep = vd_load(bounds->keep + i);
    const vd_mask lifts = vd_below(a * terms->above - block->more, end_of(block, inside));
    way_lanes out = {.allocation = a, .share = vd_load(block->share + i)};
#pragma GCC unroll 4
    for (int k = 0; k < RASIMI_POWERS; k++) {
        const double shift = k * need->log_sd;
        out.top[k] = vd_pick(inside, vd_set(block->top[k]), vd_set(0.0));
        out.trim[k] = need->moment[k] * cdf(need->table, trim - shift);
        out.keep[k] = vd_pick(lifts, need->moment[k] * cdf(need->table, keep - shift), out.top[k]);
    }
    return out;
}

/* rasimi_way_terms of ways: terms[RASIMI_WAY_TERMS], RASIMI_WAYS_AT_ONCE apart. */
VD_INLINE void
expand(const way_lanes *way, double more, const rasimi_lognormal *need, double *terms)
{
    const vd a = way->allocation, s = way->share, inside = way->top[0];
    vd between[RASIMI_POWERS], above[RASIMI_POWERS];
    for (int k = 0; k < RASIMI_POWERS; k++) {
        between[k] = way->top[k] - way->keep[k];
        above[k] = need->moment[k] - way->top[k];
    }
    const powers d = about(way->trim, a - more), u = about(between, a - more), high = about(above, vd_set(-more));
    const vd values[RASIMI_WAY_TERMS] = {
        vd_pick(vd_below(vd_set(0.0), s), inside + above[0], inside),
        a * inside + s * high.one,
        u.one,
        d.one,
        a * a * inside + s * s * high.two,
        2.0 * a * u.one,
        2.0 * a * d.one,
        u.two,
        d.two,
        a * a * a * inside + s * s * s * high.three,
        3.0 * a * a * u.one,
        3.0 * a * a * d.one,
        3.0 * a * u.two,
        3.0 * a * d.two,
        u.three,
        d.three,
    };
    for (int k = 0; k < RASIMI_WAY_TERMS; k++) {
        vd_store(terms + k * RASIMI_WAYS_AT_ONCE, values[k]);
    }
}

/* ---- adding ways up ---- */

/* Terms whose sums are in registers together. */
#define TERMS_AT_ONCE 8

/* Adds weight x term to the sums of some terms at LOOP_LANES nodes of leniency, way by way. */
VD_INLINE void
add_terms(const rasimi_way_block *block, const double *terms, size_t node, double *sums)
{
    vd sum[TERMS_AT_ONCE];
    for (size_t k = 0; k < TERMS_AT_ONCE; k++) {
        sum[k] = vd_load(sums + k * block->stride + node);
    }
    for (size_t i = 0; i < block->n; i++) {
        const vd weight = vd_load(block->weight + i * block->stride + node);
#pragma GCC unroll 8
        for (size_t k = 0; k < TERMS_AT_ONCE; k++) {
            sum[k] += weight * terms[k * RASIMI_WAYS_AT_ONCE + i];
        }
    }
    for (size_t k = 0; k < TERMS_AT_ONCE; k++) {
        vd_store(sums + k * block->stride + node, sum[k]);
    }
}

static void
ways(rasimi_way_block *block, const rasimi_way_terms *terms, const rasimi_lognormal *need, size_t n_nodes, double *sums)
{
    double of_ways[RASIMI_WAY_TERMS * RASIMI_WAYS_AT_ONCE];
    way_bounds bounds;
    find_bounds(block, terms, need, &bounds);
    for (size_t i = 0; i < block->n; i += LOOP_LANES) {
        const way_lanes way = split(block, terms, need, &bounds, i);
        expand(&way, block->more, need, of_ways + i);
        for (int k = 0; k < RASIMI_POWERS; k++) {
            vd_store(block->trim[k] + i, way.trim[k]);
            vd_store(block->keep[k] + i, way.keep[k]);
        }
    }
    for (size_t k = 0; k < RASIMI_WAY_TERMS; k += TERMS_AT_ONCE) {
        for (size_t node = 0; node < n_nodes; node += LOOP_LANES) {
            add_terms(block, of_ways + k * RASIMI_WAYS_AT_ONCE, node, sums + k * block->stride);
        }
    }
}

/* ---- net held at 0 ---- */

/* Below which drawn need cost the budget is less than `least`, in a way whose budget rises with need. */
VD_INLINE vd
need_of_budget(const rasimi_way *way, const rasimi_way_terms *terms, vd uplift, vd trim, vd least)
{
    if (!(way->threshold > 0.0)) {
        return least / way->share - way->more;
    }
    const double a = way->allocation, tau = terms->above - 1.0;
    const vd where_trimmed = vd_pick(vd_below(vd_set(0.0), trim), a - (a - least) / trim, vd_set(0.0));
    const vd lifted = a + (least - a) / uplift, kept = vd_set(a * terms->above);
    const vd where_lifted = vd_pick(vd_below(kept, lifted), lifted, kept);
    const vd above = vd_pick(vd_upto(least, vd_set(a)), vd_set(a * terms->below), where_lifted);
    const vd lowest = vd_pick(vd_upto(least, a * (1.0 - trim * tau)), where_trimmed, above); /* without the threshold */
    return vd_least(lowest, vd_set(way->threshold)) - way->more;
}

/* Takes E[(intercept + slope x)^k; piece] from out[k], k = 1 to 3, where there is such a piece; the slope may be 0. */
VD_INLINE void
take_away(vd_mask there, vd intercept, vd slope, const vd upto[RASIMI_POWERS], const vd before[RASIMI_POWERS], vd *out)
{
    vd part[RASIMI_POWERS];
    for (int k = 0; k < RASIMI_POWERS; k++) {
        part[k] = upto[k] - before[k];
    }
    const vd_mask rises = vd_below(vd_set(0.0), slope);
    const powers from_0 = about(part, -intercept / vd_pick(rises, slope, vd_set(1.0)));
    const vd one = vd_pick(rises, slope * from_0.one, intercept * part[0]);
    const vd two = vd_pick(rises, slope * slope * from_0.two, intercept * intercept * part[0]);
    const vd three = vd_pick(rises, slope * slope * slope * from_0.three, intercept * intercept * intercept * part[0]);
    out[1] = vd_pick(there, out[1] - one, out[1]);
    out[2] = vd_pick(there, out[2] - two, out[2]);
    out[3] = vd_pick(there, out[3] - three, out[3]);
}

/* The same of a level piece that has this probability. */
VD_INLINE void
take_level(vd_mask there, vd level, vd probability, vd *out)
{
    out[1] = vd_pick(there, out[1] - level * probability, out[1]);
    out[2] = vd_pick(there, out[2] - level * level * probability, out[2]);
    out[3] = vd_pick(there, out[3] - level * level * level * probability, out[3]);
}

VD_INLINE void
spread(const double means[RASIMI_POWERS], vd out[RASIMI_POWERS])
{
    for (int k = 0; k < RASIMI_POWERS; k++) {
        out[k] = vd_set(means[k]);
    }
}

VD_INLINE void
pick_means(vd_mask mask, const vd yes[RASIMI_POWERS], const vd no[RASIMI_POWERS], vd out[RASIMI_POWERS])
{
    for (int k = 0; k < RASIMI_POWERS; k++) {
        out[k] = vd_pick(mask, yes[k], no[k]);
    }
}

/* The pieces of a way inside the RAS below the need cost `at`: trimmed, left alone, lifted. */
VD_INLINE void
take_pieces(const rasimi_cut_way *cut, const rasimi_way_terms *terms, vd at, vd scale, vd u, vd d,
            const vd upto[RASIMI_POWERS], vd *out)
{
    const double a = cut->way.allocation, more = cut->way.more, taken = cut->income.taken;
    const vd_mask always = vd_upto(at, at);
    const vd_mask past_trim = vd_below(vd_set(a * terms->below - more), at);
    const vd_mask past_keep = vd_below(vd_set(a * terms->above - more), at);
    const vd none[RASIMI_POWERS] = {vd_set(0.0), vd_set(0.0), vd_set(0.0), vd_set(0.0)};
    vd trim[RASIMI_POWERS], keep[RASIMI_POWERS], end[RASIMI_POWERS];
    spread(cut->trim, trim);
    spread(cut->keep, keep);
    pick_means(past_trim, trim, upto, end);
    take_away(always, scale * (a - d * (a - more)) - taken, scale * d, end, none, out);
    take_level(past_trim, scale * a - taken, vd_pick(past_keep, keep[0], upto[0]) - trim[0], out);
    take_away(past_keep, scale * (a - u * (a - more)) - taken, scale * u, upto, keep, out);
}

/* What is added at nodes where the budget is too small for what is taken below the need cost `at`. */
VD_INLINE void
find_cut(const rasimi_cut_way *cut, const rasimi_way_terms *terms, const rasimi_lognormal *need, vd at, vd scale, vd u,
         vd d, vd *out)
{
    const rasimi_way *way = &cut->way;
    const vd none[RASIMI_POWERS] = {vd_set(0.0), vd_set(0.0), vd_set(0.0), vd_set(0.0)};
    const vd z = (log_of_need(at) - need->log_median) / need->log_sd;
    vd upto[RASIMI_POWERS];
    for (int k = 0; k < RASIMI_POWERS; k++) {
        upto[k] = need->moment[k] * cdf(need->table, z - k * need->log_sd);
    }
    if (way->threshold > 0.0) {
        take_pieces(cut, terms, at, scale, u, d, upto, out);
    } else {
        const vd slope = scale * way->share;
        take_away(vd_upto(at, at), slope * way->more - cut->income.taken, slope, upto, none, out);
    }
}

static void
cuts(const rasimi_cut_way *cut, const rasimi_way_terms *terms, const rasimi_lognormal *need,
     const rasimi_shock_nodes *nodes, double *const out[RASIMI_POWERS])
{
    for (size_t j = 0; j < nodes->n; j += LOOP_LANES) {
        const vd u = vd_load(nodes->uplift + j), d = vd_load(nodes->trim + j), none = vd_set(0.0);
        const vd scale = cut->income.kept * vd_load(nodes->price + j);
        const vd at = need_of_budget(&cut->way, terms, u, d, cut->income.taken / scale);
        const vd_mask held = vd_below(vd_set(need->low), at);
        vd sum[RASIMI_POWERS] = {none, none, none, none};
        if (vd_any(held)) {
            find_cut(cut, terms, need, at, scale, u, d, sum);
        }
        for (int k = 1; k < RASIMI_POWERS; k++) {
            vd_store(out[k] + j, vd_pick(held, sum[k], none));
        }
    }
}

/* ---- net at nodes of practice and prices ---- */

static void
add(double factor, const double *from, size_t n, double *restrict to)
{
    for (size_t i = 0; i < n; i++) {
        to[i] += factor * from[i];
    }
}

static void
nets(const rasimi_shock_nodes *nodes, const rasimi_way_income *income, const double p[RASIMI_WAY_TERMS],
     const double *const raw[RASIMI_POWERS], const rasimi_moment_columns *out)
{
    const double t = income->taken;
    for (size_t j = 0; j < nodes->n; j += LOOP_LANES) {
        const vd u = vd_load(nodes->uplift + j), d = vd_load(nodes->trim + j),
                 k = income->kept * vd_load(nodes->price + j);
        const vd one = p[1] + u * p[2] + d * p[3];
        const vd two = p[4] + u * (p[5] + u * p[7]) + d * (p[6] + d * p[8]);
        const vd three = p[9] + u * (p[10] + u * (p[12] + u * p[14])) + d * (p[11] + d * (p[13] + d * p[15]));
        const vd b1 = k * one, b2 = k * k * two, b3 = k * k * k * three;
        const vd mean = b1 - t * p[0] + vd_load(raw[1] + j);
        const vd square = b2 - t * (2.0 * b1 - t * p[0]) + vd_load(raw[2] + j);
        const vd cube = b3 - t * (3.0 * b2 - t * (3.0 * b1 - t * p[0])) + vd_load(raw[3] + j);
        const vd variance = square - mean * mean;
        vd_store(out->mean + j, mean);
        vd_store(out->variance + j, vd_pick(vd_below(vd_set(0.0), variance), variance, vd_set(0.0)));
        vd_store(out->third + j, cube - mean * (3.0 * variance + mean * mean));
    }
}

/* ---- between the nodes ---- */

static void
interpolate(const rasimi_points *points, const double *sum, double *out)
{
    for (size_t point = 0; point < RASIMI_POINTS_AT_ONCE; point += LOOP_LANES) {
        const vd_index first = vd_load_index(points->first + point);
        vd total = vd_set(0.0);
        for (size_t i = 0; i < points->n; i++) {
            const vd_index at = vd_load_index(points->node[i] + point) + first;
            const vd weight = vd_load(points->weight[i] + point);
            for (size_t k = 0; k < points->n_prices; k++) {
                total += weight * vd_load(points->price[k] + point) * vd_gather(sum + k, at);
            }
        }
        vd_store(out + point, total);
    }
}

/* ---- laws by their moments ---- */

/* Below this the two forms of the skewness correction agree to a rounding error. */
#define LITTLE_SKEWNESS 1e-4

/* The cube root of t > 0, by Halley's iteration; each lane stops where it would alone. */
VD_INLINE vd
cube_root(vd t)
{
    vd y = vd_pick(vd_and(vd_below(t, vd_set(8.0)), vd_below(vd_set(0.125), t)), (t + 2.0) / 3.0, t);
    vd_mask goes_on = vd_upto(t, t);
    for (int step = 0; step < 64 && vd_any(goes_on); step++) {
        const vd cube = y * y * y, next = y * (cube + 2.0 * t) / (2.0 * cube + t), change = next - y;
        y = vd_pick(goes_on, next, y);
        const vd_mask ends = vd_and(vd_below(change, 1e-12 * y), vd_below(-1e-12 * y, change));
        goes_on = vd_and(goes_on, vd_not(ends));
    }
    return y;
}

/* The standard normals that standardised values z of laws with this skewness correspond to. */
VD_INLINE vd
normal_score(vd z, vd skewness)
{
    const vd_mask little =
        vd_and(vd_below(skewness, vd_set(LITTLE_SKEWNESS)), vd_below(vd_set(-LITTLE_SKEWNESS), skewness));
    const vd t = 1.0 + 0.5 * skewness * z, infinite = vd_set(__builtin_inf());
    const vd_mask inside = vd_below(vd_set(0.0), t); /* the end of the gamma law */
    const vd root = cube_root(vd_pick(vd_and(inside, vd_not(little)), t, vd_set(1.0)));
    const vd score = 6.0 / vd_pick(little, vd_set(1.0), skewness) * (root - 1.0) + skewness / 6.0;
    const vd past = vd_pick(vd_below(vd_set(0.0), skewness), -infinite, infinite);
    return vd_pick(little, z - skewness * (z * z - 1.0) / 6.0, vd_pick(inside, score, past));
}

static void
laws(const rasimi_normal_table *table, const rasimi_law_columns *of, double *out)
{
    const vd infinite = vd_set(__builtin_inf());
    for (size_t i = 0; i < of->n; i += LOOP_LANES) {
        const vd above = vd_load(of->at + i) - vd_load(of->mean + i), sd = vd_load(of->sd + i);
        const vd_mask spread_out = vd_below(vd_set(0.0), sd);
        const vd score = normal_score(above / vd_pick(spread_out, sd, vd_set(1.0)), vd_load(of->skewness + i));
        const vd step = vd_pick(vd_below(above, vd_set(0.0)), -infinite, infinite);
        vd_store(out + i, cdf(table, vd_pick(spread_out, score, step)));
    }
}

/* All of the above as the loops of an instruction set. */
#define LOOPS_OF(isa)                                                                                                  \
    {                                                                                                                  \
        .name = (isa), .cdfs = cdfs, .densities = densities, .ways = ways, .cuts = cuts, .nets = nets,                 \
        .interpolate = interpolate, .laws = laws, .add = add,                                                          \
    }

#endif
