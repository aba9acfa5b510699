/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Searching: points that are looked at and remembered, the best of them, and rounding it. */
#include <math.h>
#include <string.h>

#include "analysis/optimise.h"
#include "num/detmath.h"
#include "num/search.h"

/* Among points alike in shortfall the cheaper one: 1 % of the envelope counts as much as a shortfall of 10^-6. */
#define THRIFT 1e-4

/* Normal scores of probabilities: beyond this all is certain. */
#define MOST_SCORE 6.0

/* Points near an optimum and looked at evenly, by number that vary. */
enum { EVEN_FEWEST = 20, EVEN_EACH = 30, NEAR_FEWEST = 15, NEAR_EACH = 10 };

/* Normal scores and shares of people by which a constraint is clearly not what holds a point back. */
#define ROOM 0.02

/* Values are rounded to a thousandth of the power of ten below their range. */
#define ROUND_PARTS 1000.0

/* ---- what is wanted ---- */

static double
score_of(double probability)
{
    const double score = probability <= 0   ? -MOST_SCORE
                         : probability >= 1 ? MOST_SCORE
                                            : rasimi_normal_quantile(probability);
    return score > MOST_SCORE ? MOST_SCORE : score < -MOST_SCORE ? -MOST_SCORE : score;
}

static double
value_of(const rasim_optimisation *out, const rasim_optimum *point)
{
    return point->indicative_shortfall + (out->counts_final ? point->final_shortfall : 0) +
           THRIFT * point->mean_gbp / out->envelope_gbp;
}

/* How far a point is from what is asked, in normal scores and shares of people; at most 0 where it is kept. */
static double
excess_of(const rasim_optimisation *out, const rasim_optimum *point, double target)
{
    const double short_of = target - score_of(point->affordability);
    const double many = isnan(out->most_losers) ? -1 : point->losers - out->most_losers;
    return short_of > many ? short_of : many;
}

/* The best point found for a confidence: of those that reach it the one with the least value, else the nearest to it.
 */
static rasim_optimum
best_of(const rasimi_optimising *w, double confidence)
{
    const double target = score_of(confidence);
    const rasim_optimum *best = &w->points[0];
    double best_excess = fmax(excess_of(w->out, best, target), 0);
    for (size_t i = 1; i < w->out->n_points; i++) {
        const rasim_optimum *point = &w->points[i];
        const double excess = fmax(excess_of(w->out, point, target), 0);
        if (excess < best_excess || (!(excess > best_excess) && value_of(w->out, point) < value_of(w->out, best))) {
            best = point;
            best_excess = excess;
        }
    }
    rasim_optimum out = *best;
    out.confidence = confidence;
    out.reached = !(best_excess > 0);
    return out;
}

/* ---- points ---- */

static bool
tell_progress(const rasimi_optimising *w)
{
    const rasim_optimise_options *options = w->options;
    const uint64_t done = w->out->n_points < w->n_planned ? w->out->n_points : w->n_planned;
    return !options->poll || options->poll(options->poll_context, done, w->n_planned) == 0;
}

rasim_status
rasimi_optimising_look(rasimi_optimising *w, const double *values, rasim_optimum *out)
{
    rasim_study *study = NULL;
    rasim_status status = tell_progress(w) ? RASIM_OK : RASIM_ERR_INTERRUPTED;
    if (status == RASIM_OK)
        status = rasimi_judge_load(&w->judge, values, &study);
    if (status == RASIM_OK)
        status = rasimi_judge_study(&w->judge, study, out);
    rasim_study_free(study);
    return status;
}

/* Looks at a point and remembers it. */
static rasim_status
try_point(rasimi_optimising *w, const double *values, rasim_optimum *out)
{
    rasim_optimum point = {.confidence = (double)NAN};
    memcpy(point.values, values, w->options->n_ranges * sizeof *values);
    rasim_status status = rasimi_optimising_look(w, values, &point);
    if (status == RASIM_OK && !rasimi_grow((void **)&w->points, &w->capacity, w->out->n_points, sizeof point))
        status = RASIM_ERR_NO_MEMORY;
    if (status != RASIM_OK)
        return status;
    w->points[w->out->n_points++] = point;
    *out = point;
    return RASIM_OK;
}

static bool
evaluate(void *context, const double *x, double *value, double *constraints)
{
    rasimi_optimising *w = context;
    rasim_optimum point;
    w->status = try_point(w, x, &point);
    if (w->status != RASIM_OK)
        return false;
    *value = value_of(w->out, &point);
    constraints[0] = w->target - score_of(point.affordability);
    if (!isnan(w->out->most_losers))
        constraints[1] = point.losers - w->out->most_losers;
    return true;
}

/* The corners of the box: a value that its key does not allow is found before anything else. */
static rasim_status
try_corners(rasimi_optimising *w)
{
    const size_t n = w->options->n_ranges;
    rasim_status status = RASIM_OK;
    for (size_t corner = 0; corner < (size_t)1 << n && status == RASIM_OK; corner++) {
        double values[RASIM_MOST_RANGES];
        rasim_optimum point;
        for (size_t i = 0; i < n; i++)
            values[i] = corner >> i & 1 ? w->options->ranges[i].high : w->options->ranges[i].low;
        status = try_point(w, values, &point);
    }
    return status;
}

/* ---- searching ---- */

static rasimi_search
search_of(rasimi_optimising *w)
{
    rasimi_search search = {.n = w->options->n_ranges,
                            .n_constraints = isnan(w->out->most_losers) ? 1 : 2,
                            .evaluate = evaluate,
                            .context = w};
    for (size_t i = 0; i < search.n; i++) {
        search.low[i] = w->options->ranges[i].low;
        search.high[i] = w->options->ranges[i].high;
    }
    return search;
}

static int
n_near(const rasimi_optimising *w)
{
    return NEAR_FEWEST + NEAR_EACH * (int)w->options->n_ranges;
}

static int
n_even(const rasimi_optimising *w)
{
    return w->options->evaluations ? (int)w->options->evaluations : EVEN_FEWEST + EVEN_EACH * (int)w->options->n_ranges;
}

static rasim_status
status_of(const rasimi_optimising *w, bool went_well)
{
    return w->status != RASIM_OK ? w->status : went_well ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

/* A point that a search ended at with room to spare, or short of what was asked, is where a search for another
   confidence would end too, as long as that can be said of it again. */
static bool
is_unbound(const rasimi_optimising *w, const rasim_optimum *point, double confidence)
{
    const double excess = excess_of(w->out, point, score_of(confidence));
    return excess > 0 || excess < -ROOM;
}

static rasim_status
search_near(rasimi_optimising *w, double confidence)
{
    const rasimi_search search = search_of(w);
    const rasim_optimum from = best_of(w, confidence);
    const size_t size = w->options->n_ranges * sizeof *from.values;
    if (w->has_settled && is_unbound(w, &from, confidence) && memcmp(from.values, w->settled, size) == 0)
        return RASIM_OK;
    w->target = score_of(confidence);
    const rasim_status status = status_of(w, rasimi_search_nearby(&search, from.values, n_near(w)));
    const rasim_optimum best = best_of(w, confidence);
    w->has_settled = is_unbound(w, &best, confidence);
    memcpy(w->settled, best.values, size);
    return status;
}

rasim_status
rasimi_optimising_search(rasimi_optimising *w)
{
    const rasimi_search search = search_of(w);
    rasim_status status = try_corners(w);
    if (status != RASIM_OK)
        return status;
    w->target = score_of(w->options->confidence);
    status = status_of(w, rasimi_search_evenly(&search, n_even(w)));
    if (status == RASIM_OK)
        status = search_near(w, w->options->confidence);
    for (size_t i = 0; i < w->out->n_frontier && status == RASIM_OK; i++)
        status = search_near(w, w->out->frontier[i].confidence);
    return status;
}

/* ---- rounding ---- */

static double
unit_of(const rasim_range *range)
{
    double unit = 1;
    const double span = range->high - range->low;
    while (unit > span)
        unit /= 10;
    while (unit * 10 <= span)
        unit *= 10;
    return unit / ROUND_PARTS;
}

/* A multiple of the unit near a value, down or up, held inside the range; by division where the unit is a fraction, so
   that 0.1 is 0.1. */
static double
round_value(const rasim_range *range, double value, bool up)
{
    const double unit = unit_of(range), parts = rint(1 / unit);
    double rounded = unit < 1 ? (up ? ceil(value * parts) : floor(value * parts)) / parts
                              : (up ? ceil(value / unit) : floor(value / unit)) * unit;
    rounded = rounded < range->low ? range->low : rounded;
    return rounded > range->high ? range->high : rounded;
}

/* Rounds one value after the other, each to the side on which the point is better. */
static rasim_status
round_point(rasimi_optimising *w, rasim_optimum *point)
{
    const double target = score_of(w->options->confidence);
    rasim_status status = RASIM_OK;
    for (size_t i = 0; i < w->options->n_ranges && status == RASIM_OK; i++) {
        rasim_optimum sides[2] = {0};
        for (int up = 0; up < 2 && status == RASIM_OK; up++) {
            double values[RASIM_MOST_RANGES];
            memcpy(values, point->values, sizeof values);
            values[i] = round_value(&w->options->ranges[i], values[i], up == 1);
            status = try_point(w, values, &sides[up]);
        }
        const double down = fmax(excess_of(w->out, &sides[0], target), 0);
        const double up = fmax(excess_of(w->out, &sides[1], target), 0);
        const bool is_up = up < down || (!(up > down) && value_of(w->out, &sides[1]) < value_of(w->out, &sides[0]));
        *point = sides[is_up];
    }
    point->confidence = w->options->confidence;
    point->reached = !(excess_of(w->out, point, target) > 0);
    return status;
}

/* The best point with rounded values; where rounding loses what is asked for, as it was found. */
rasim_status
rasimi_optimising_choose(rasimi_optimising *w)
{
    rasim_optimum best = best_of(w, w->options->confidence), rounded = best;
    const rasim_status status = best.reached ? round_point(w, &rounded) : RASIM_OK;
    w->out->chosen = rounded.reached || !best.reached ? rounded : best;
    for (size_t i = 0; i < w->out->n_frontier && status == RASIM_OK; i++)
        w->out->frontier[i] = best_of(w, w->out->frontier[i].confidence);
    return status;
}

uint64_t
rasimi_optimising_plan(const rasimi_optimising *w)
{
    const uint64_t n = w->options->n_ranges;
    return ((uint64_t)1 << n) + (uint64_t)n_even(w) + 2 * n + (1 + w->out->n_frontier) * (uint64_t)n_near(w);
}
