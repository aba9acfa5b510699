/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Assessment error and leniency of one person: from a normal reading to allocations with probabilities. */
#include "engine/analytic_assess.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "num/detmath.h"
#include "rasim/ledger.h"

/* How many sds of error are looked at. */
#define REACH 4.5

/* Sds that one quadrature spans at most: the normal density is integrated to 3 in 10^5 of its peak. */
#define LONGEST 3.0

/* Amounts from here on, in units, are no longer £0: the floor lifts them. */
#define HALF_UNIT 0.5

/* Steps of rounding to the sd, below which each is looked at by itself. */
#define FEW_STEPS 2.0

/* Lists that are kept: some megabytes, also where each has many nodes of leniency. */
#define KEPT       1024
#define KEPT_LARGE 256

/* Where of the first so many that are asked for hardly one in so many is found, few are kept: they stay in the cache.
 */
#define FIRST_ASKED  512
#define LEAST_FOUND  32
#define KEPT_OF_MANY 16

/* What an assessor reads: points, or the logarithm of a factor; normal around a centre that leniency shifts. */
typedef struct reading {
    const rasimi_analytic_frame *frame;
    const rasimi_analytic_rules *rules;
    const rasimi_rule *rule;
    rasimi_rule_status status; /* of those that read a factor: the answers' own */
    double centre, sd;
    double shift[RASIMI_AXIS_MOST], lowest, highest;
    float raw, extra;   /* units before limits */
    rasimi_rule smooth; /* the rule without rounding */
} reading;

/* A row's figures. */
static void
find_figures(const rasimi_analytic_frame *frame, const rasimi_analytic_rules *rules, size_t row, bool stopped,
             reading *out)
{
    const rasim_study *study = frame->study;
    const rasimi_applied *applied = rules->applied;
    const rasimi_gross *gross = &applied->gross;
    const float *extra = stopped ? gross->extra : applied->extra;
    out->extra = extra == NULL ? 0.0f : extra[row];
    if (rules->reading == RASIMI_READS_FACTOR) {
        const double sd = applied->factor_log_sd[row];
        const double raw = (double)(stopped ? gross->raw[row] : applied->raw[row]);
        out->sd = sd;
        out->raw = (float)(raw * rasimi_exp(-0.5 * sd * sd));
        out->centre = 0.0;
    } else {
        out->sd = study->mode_sd[row];
        out->centre = (double)((stopped ? gross->points[row] : applied->points[row]) + (float)study->mode_bias[row]);
    }
}

/* What leniency adds to the reading at each of its nodes. */
static void
find_shifts(reading *r)
{
    const rasimi_assessment_spec *spec = &r->frame->study->framework.assessment;
    const double log_sd = spec->leniency_log_sd.value, whole = log_sd * r->frame->question.shock_scale;
    for (size_t l = 0; l < r->frame->leniency.n; l++) {
        const double node = r->frame->leniency.node[l];
        r->shift[l] = r->rules->reading == RASIMI_READS_FACTOR ? log_sd * node - 0.5 * whole * whole
                                                               : spec->leniency_sd.value * node;
        r->lowest = l == 0 || r->shift[l] < r->lowest ? r->shift[l] : r->lowest;
        r->highest = l == 0 || r->shift[l] > r->highest ? r->shift[l] : r->highest;
    }
}

/* A for a reading, under the rule or the same without rounding. */
static rasimi_allocated
allocate(const reading *r, const rasimi_rule *rule, double at)
{
    if (r->rules->reading != RASIMI_READS_FACTOR) {
        return rasimi_rule_evaluate(rule, (float)at, r->extra);
    }
    if (r->status != RASIMI_RULE_ALLOCATED) {
        return (rasimi_allocated){0, r->status};
    }
    const float units = (float)((double)r->raw * rasimi_exp(at)) + r->extra;
    return (rasimi_allocated){rasimi_limits_apply(&rule->limits, units), r->status};
}

/* The reading on a slope that gives so many units before limits; `piece` is NULL where a factor is read. */
static double
reading_of(const reading *r, const rasimi_piece *piece, double units)
{
    const double own = units - (double)r->extra;
    if (piece != NULL) {
        return (double)piece->from + (own - (double)piece->base) / (double)piece->slope;
    }
    return own > 0.0 ? rasimi_log(own / (double)r->raw) : -__builtin_inf();
}

/* Adds an allocation with no probability yet at any of the nodes of leniency, or gives the last one again where it is
   the same. Returns its probabilities; NULL: no memory. */
static double *
add(rasimi_assessed_list *list, rasimi_allocated allocated)
{
    const double gbp_week = (double)allocated.units / RASIM_UNITS_PER_GBP;
    const rasimi_assessed *last = list->n > 0 ? &list->items[list->n - 1] : NULL;
    if (last != NULL && last->status == allocated.status && !(last->gbp_week < gbp_week) &&
        !(last->gbp_week > gbp_week)) {
        return rasimi_assessed_weight(list, list->n - 1);
    }
    if (!rasimi_grow((void **)&list->items, &list->capacity, list->n, sizeof *list->items) ||
        !rasimi_grow((void **)&list->weight, &list->weight_capacity, list->n, list->n_nodes * sizeof *list->weight)) {
        return NULL;
    }
    list->items[list->n++] = (rasimi_assessed){gbp_week, allocated.status};
    double *weight = rasimi_assessed_weight(list, list->n - 1);
    for (size_t l = 0; l < list->n_nodes; l++) {
        weight[l] = 0.0;
    }
    return weight;
}

/* ---- with an error ---- */

/* Makes the last register of n numbers whole. */
static void
pad(double *x, size_t n)
{
    for (size_t i = n; i < rasimi_loop_padded(n); i++) {
        x[i] = 0.0;
    }
}

/* Readings in [from, to], all of which give the same: its exact probability. */
static rasim_status
add_level(const reading *r, double from, double to, double at, rasimi_assessed_list *out)
{
    const size_t n = r->frame->leniency.n;
    double z[2 * RASIMI_AXIS_MOST], below[2 * RASIMI_AXIS_MOST];
    double *weight = add(out, allocate(r, r->rule, at));
    if (weight == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    for (size_t l = 0; l < n; l++) {
        const double mean = r->centre + r->shift[l];
        z[l] = (to - mean) / r->sd;
        z[n + l] = (from - mean) / r->sd;
    }
    pad(z, 2 * n);
    r->frame->loops->cdfs(&r->frame->table, z, 2 * n, below);
    for (size_t l = 0; l < n; l++) {
        weight[l] += below[l] - below[n + l];
    }
    return RASIM_OK;
}

/* Gauss-Legendre nodes and weights on [-1, 1], by their number. */
#define MOST_NODES 5
static const double gauss_node[MOST_NODES + 1][MOST_NODES] = {
    [2] = {-0.57735026918962576, 0.57735026918962576},
    [3] = {-0.77459666924148338, 0.0, 0.77459666924148338},
    [4] = {-0.86113631159405258, -0.33998104358485626, 0.33998104358485626, 0.86113631159405258},
    [5] = {-0.90617984593866399, -0.53846931010568309, 0.0, 0.53846931010568309, 0.90617984593866399},
};
static const double gauss_weight[MOST_NODES + 1][MOST_NODES] = {
    [2] = {1.0, 1.0},
    [3] = {0.55555555555555556, 0.88888888888888889, 0.55555555555555556},
    [4] = {0.34785484513745386, 0.65214515486254614, 0.65214515486254614, 0.34785484513745386},
    [5] = {0.23692688505618909, 0.47862867049936647, 0.56888888888888889, 0.47862867049936647, 0.23692688505618909},
};

/* One stretch of a slope, no longer than LONGEST sds. */
static rasim_status
add_stretch(const reading *r, double from, double to, rasimi_assessed_list *out)
{
    const double half = 0.5 * (to - from), middle = 0.5 * (to + from), a_sd = 1.0 / r->sd;
    const double length = (to - from) * a_sd;
    const int n = length > 2.0 ? 5 : length > 1.0 ? 4 : length > 0.4 ? 3 : 2;
    const size_t n_leniency = r->frame->leniency.n, n_all = (size_t)n * n_leniency;
    double at[MOST_NODES], z[MOST_NODES * RASIMI_AXIS_MOST], density[MOST_NODES * RASIMI_AXIS_MOST];
    for (int i = 0; i < n; i++) {
        at[i] = middle + half * gauss_node[n][i];
        for (size_t l = 0; l < n_leniency; l++) {
            z[(size_t)i * n_leniency + l] = (at[i] - r->centre - r->shift[l]) * a_sd;
        }
    }
    pad(z, n_all);
    r->frame->loops->densities(&r->frame->table, z, n_all, density);
    for (int i = 0; i < n; i++) {
        const double share = half * gauss_weight[n][i] * a_sd;
        double *weight = add(out, allocate(r, &r->smooth, at[i]));
        if (weight == NULL) {
            return RASIM_ERR_NO_MEMORY;
        }
        for (size_t l = 0; l < n_leniency; l++) {
            weight[l] += share * density[(size_t)i * n_leniency + l];
        }
    }
    return RASIM_OK;
}

/* How often rounding steps up on a slope; 0 where nothing is rounded or the slope falls. */
static double
count_steps(const reading *r, double from, double to)
{
    const double step = (double)r->rule->limits.rounding;
    const double rise = (double)(allocate(r, &r->smooth, to).units - allocate(r, &r->smooth, from).units);
    return step > 0.0 && rise > 0.0 ? rise / step : 0.0;
}

/* A slope with few steps: one by one. */
static rasim_status
add_steps(const reading *r, const rasimi_piece *piece, double from, double to, rasimi_assessed_list *out)
{
    const double step = (double)r->rule->limits.rounding, scale = (double)r->rule->limits.scale;
    const double first = (double)allocate(r, r->rule, from).units / step;
    rasim_status status = RASIM_OK;
    double begin = from;
    for (double k = __builtin_floor(first + 0.5); begin < to && status == RASIM_OK; k += 1.0) {
        const double next = reading_of(r, piece, (k + 0.5) * step / scale), end = next < to ? next : to;
        if (end > begin) {
            status = add_level(r, begin, end, 0.5 * (begin + end), out);
            begin = end;
        }
    }
    return status;
}

/* A slope without kinks; its steps where they are wide beside the error, else as if nothing were rounded: what rounding
   does on average is then of the order of the square of a step. */
static rasim_status
add_straight(const reading *r, const rasimi_piece *piece, double from, double to, rasimi_assessed_list *out)
{
    const double sds = (to - from) / r->sd, steps = count_steps(r, from, to);
    if (steps > 0.0 && steps < FEW_STEPS * sds) {
        return add_steps(r, piece, from, to, out);
    }
    const size_t n = (size_t)(sds / LONGEST) + 1;
    const double share = (to - from) / (double)n;
    rasim_status status = RASIM_OK;
    for (size_t i = 0; i < n && status == RASIM_OK; i++) {
        status = add_stretch(r, from + share * (double)i, from + share * (double)(i + 1), out);
    }
    return status;
}

/* A slope, in parts between the amounts at which something begins or ends: £0, the floor, the cap, and the threshold
   where it is held against the allocation. */
static rasim_status
add_slope(const reading *r, const rasimi_piece *piece, double from, double to, rasimi_assessed_list *out)
{
    const rasimi_limits *limits = &r->rule->limits;
    const bool excludes = r->rules->basis == RASIMI_BASIS_ALLOCATION || r->rules->basis == RASIMI_BASIS_EITHER;
    const double kinks[] = {HALF_UNIT, (double)limits->floor, (double)limits->cap,
                            excludes ? r->rules->threshold * RASIM_UNITS_PER_GBP : 0.0};
    const bool rises = piece == NULL || piece->slope > 0.0f;
    const size_t n_kinks = rises && limits->scale > 0.0f ? sizeof kinks / sizeof *kinks : 0;
    double at[sizeof kinks / sizeof *kinks];
    for (size_t k = 0; k < n_kinks; k++) {
        at[k] = reading_of(r, piece, kinks[k] / (double)limits->scale);
    }
    rasim_status status = RASIM_OK;
    for (double begin = from; begin < to && status == RASIM_OK;) {
        double end = to;
        for (size_t k = 0; k < n_kinks; k++) {
            end = at[k] > begin && at[k] < end ? at[k] : end;
        }
        status = add_straight(r, piece, begin, end, out);
        begin = end;
    }
    return status;
}

static void
span(const reading *r, double *from, double *to)
{
    *from = r->centre + r->lowest - REACH * r->sd;
    *to = r->centre + r->highest + REACH * r->sd;
}

/* Piece by piece of the rule, within the range that points are held in; what would be beyond stands at its ends. */
static rasim_status
add_pieces(const reading *r, double from, double to, rasimi_assessed_list *out)
{
    const rasimi_rule *rule = r->rule;
    const double low = (double)rule->low, high = (double)rule->high, infinite = __builtin_inf();
    rasim_status status = from < low ? add_level(r, -infinite, low, low, out) : RASIM_OK;
    for (size_t j = 0; j < rule->n && status == RASIM_OK; j++) {
        const rasimi_piece *piece = &rule->pieces[j];
        const double begin = j > 0 ? (double)piece->from : -infinite;
        const double end = j + 1 < rule->n ? (double)rule->pieces[j + 1].from : infinite;
        double a = begin > from ? begin : from, b = end < to ? end : to;
        a = a > low ? a : low;
        b = b < high ? b : high;
        if (!(b > a)) {
            continue;
        }
        const bool level = !(piece->slope > 0.0f) && !(piece->slope < 0.0f);
        status = level ? add_level(r, a, b, 0.5 * (a + b), out) : add_slope(r, piece, a, b, out);
    }
    return status == RASIM_OK && to > high ? add_level(r, high, infinite, high, out) : status;
}

/* What lies beyond the reach is shared out. */
static void
normalise(rasimi_assessed_list *list)
{
    double sum[RASIMI_AXIS_MOST] = {0};
    const size_t n = list->n_nodes;
    for (size_t i = 0; i < list->n; i++) {
        for (size_t l = 0; l < n; l++) {
            sum[l] += list->weight[i * n + l];
        }
    }
    for (size_t i = 0; i < list->n; i++) {
        for (size_t l = 0; l < n; l++) {
            list->weight[i * n + l] /= sum[l];
        }
    }
}

static rasim_status
assess_with_error(const reading *r, rasimi_assessed_list *out)
{
    double from, to;
    span(r, &from, &to);
    const bool factor = r->rules->reading == RASIMI_READS_FACTOR;
    const rasim_status status = factor ? add_slope(r, NULL, from, to, out) : add_pieces(r, from, to, out);
    if (status == RASIM_OK) {
        normalise(out);
    }
    return status;
}

/* ---- without ---- */

static rasim_status
assess_without_error(const reading *r, rasimi_assessed_list *out)
{
    for (size_t l = 0; l < out->n_nodes; l++) {
        double *weight = add(out, allocate(r, r->rule, r->centre + r->shift[l]));
        if (weight == NULL) {
            return RASIM_ERR_NO_MEMORY;
        }
        weight[l] = 1.0;
    }
    return RASIM_OK;
}

/* The loaded amount, whatever leniency. */
static rasim_status
load(rasimi_allocated allocated, rasimi_assessed_list *out)
{
    double *weight = add(out, allocated);
    for (size_t l = 0; weight != NULL && l < out->n_nodes; l++) {
        weight[l] = 1.0;
    }
    return weight == NULL ? RASIM_ERR_NO_MEMORY : RASIM_OK;
}

/* ---- lists that are kept ---- */

rasimi_assessed_memo *
rasimi_assessed_memo_make(const rasimi_analytic_frame *frame)
{
    rasimi_assessed_memo *memo = rasimi_calloc(1, sizeof *memo);
    if (memo == NULL) {
        return NULL;
    }
    memo->n = frame->leniency.n <= RASIMI_LOOP_PAD ? KEPT : KEPT_LARGE;
    memo->n_used = memo->n;
    memo->lists = rasimi_calloc(memo->n, sizeof *memo->lists);
    memo->keys = rasimi_calloc(memo->n, sizeof *memo->keys);
    memo->recent = rasimi_calloc(memo->n / 2, sizeof *memo->recent);
    if (memo->lists == NULL || memo->keys == NULL || memo->recent == NULL) {
        rasimi_assessed_memo_free(memo);
        return NULL;
    }
    return memo;
}

static void
free_list(rasimi_assessed_list *list)
{
    free(list->items);
    free(list->weight);
}

void
rasimi_assessed_memo_free(rasimi_assessed_memo *memo)
{
    if (memo == NULL) {
        return;
    }
    for (size_t i = 0; memo->lists != NULL && i < memo->n; i++) {
        free_list(&memo->lists[i]);
    }
    free_list(&memo->still);
    free(memo->lists);
    free(memo->keys);
    free(memo->recent);
    free(memo);
}

/* Which pair holds a list of these keys. */
static size_t
pair_of(const rasimi_assessed_memo *memo, const double keys[RASIMI_N_READING_KEYS])
{
    uint64_t sum = 0;
    for (size_t k = 0; k < RASIMI_N_READING_KEYS; k++) {
        uint64_t bits;
        memcpy(&bits, &keys[k], sizeof bits);
        sum = (sum ^ bits) * UINT64_C(0x9E3779B97F4A7C15);
        sum ^= sum >> 32;
    }
    return sum % (memo->n_used / 2);
}

/* Bit by bit, as the keys are hashed. */
static bool
are_same_keys(const double a[RASIMI_N_READING_KEYS], const double b[RASIMI_N_READING_KEYS])
{
    bool same = true;
    for (size_t k = 0; k < RASIMI_N_READING_KEYS; k++) {
        uint64_t left, right;
        memcpy(&left, &a[k], sizeof left);
        memcpy(&right, &b[k], sizeof right);
        same = same && left == right;
    }
    return same;
}

/* Whether there is a list of these keys; *slot: its place, or where it may take that of another. */
static bool
find_slot(rasimi_assessed_memo *memo, const double keys[RASIMI_N_READING_KEYS], size_t *slot)
{
    if (memo->n_asked++ == FIRST_ASKED && memo->n_found < LEAST_FOUND) {
        memo->n_used = KEPT_OF_MANY;
    }
    const size_t pair = pair_of(memo, keys);
    for (uint8_t which = 0; which < 2; which++) {
        *slot = 2 * pair + which;
        if (memo->lists[*slot].n > 0 && are_same_keys(keys, memo->keys[*slot])) {
            memo->recent[pair] = which;
            memo->n_found++;
            return true;
        }
    }
    memo->recent[pair] ^= 1;
    *slot = 2 * pair + memo->recent[pair];
    return false;
}

/* The list of a reading, as it is kept or made anew. */
static rasim_status
recall(reading *r, rasimi_assessed_memo *memo, const rasimi_assessed_list **out)
{
    const double keys[RASIMI_N_READING_KEYS] = {
        [RASIMI_READING_DESIGN] = (double)(r->rules - r->frame->designs),
        [RASIMI_READING_RULE] = (double)(r->rule - r->rules->rules),
        [RASIMI_READING_STATUS] = (double)r->status,
        [RASIMI_READING_CENTRE] = r->centre,
        [RASIMI_READING_SD] = r->sd,
        [RASIMI_READING_RAW] = (double)r->raw,
        [RASIMI_READING_EXTRA] = (double)r->extra,
    };
    size_t slot;
    const bool found = find_slot(memo, keys, &slot);
    rasimi_assessed_list *list = &memo->lists[slot];
    *out = list;
    if (found) {
        return RASIM_OK;
    }
    list->n = 0;
    list->n_nodes = r->frame->leniency.n;
    memcpy(memo->keys[slot], keys, sizeof keys);
    find_shifts(r);
    r->smooth = *r->rule;
    r->smooth.limits.rounding = 0.0f;
    const rasim_status status = r->sd > 0.0 ? assess_with_error(r, list) : assess_without_error(r, list);
    list->n = status == RASIM_OK ? list->n : 0;
    return status;
}

rasim_status
rasimi_analytic_assess(const rasimi_analytic_frame *frame, const rasimi_analytic_rules *rules, size_t row, bool stopped,
                       rasimi_assessed_memo *memo, const rasimi_assessed_list **out)
{
    const uint32_t group = frame->study->care_group[row];
    const rasimi_rule *rule = &rules->rules[group];
    const rasimi_allocated still =
        stopped ? rasimi_gross_amount(rules->applied, rule, row) : rasimi_applied_amount(rules->applied, rule, row);
    if (rules->reading == RASIMI_READS_NOTHING) {
        memo->still.n = 0;
        memo->still.n_nodes = frame->leniency.n;
        *out = &memo->still;
        return load(still, &memo->still);
    }
    reading r = {.frame = frame, .rules = rules, .rule = &rules->rules[rules->alike[group]], .status = still.status};
    find_figures(frame, rules, row, stopped, &r);
    return recall(&r, memo, out);
}
