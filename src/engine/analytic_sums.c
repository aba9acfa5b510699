/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums over people at nodes, interpolated between them, and the uncertainty of who the people are. */
#include "engine/analytic_sums.h"

#include "base/mem.h"
#include "base/pool.h"

#include <stdlib.h>
#include <string.h>

/* People are added up in parts of at least so many rows, at most so many parts, of at most so many sums together. */
enum { LEAST_ROWS = 256, MOST_PARTS = 16, MOST_SUMS = 1 << 22 };

/* Points of the shared draws that a thread works out at a time: whole RASIMI_POINTS_AT_ONCE. */
#define POINTS_OF_PIECE 64

static bool
is_fixed(const rasim_study *study)
{
    return study->framework.population.sampling.value == RASIMI_SAMPLING_FIXED;
}

/* ---- who the people may be ---- */

/*
 * With equal weights, x_i about their mean and S3 the sum of their cubes, a = n - 1, M unseen: given the row r left
 * out, the unseen are Dirichlet-multinomial of mass a, with mean -M x_r / a and a variance that depends on x_r; the
 * third central moment is E[third | r] + 3 Cov(mean, variance) + third of the mean. All are multiples of S3.
 */
static double
third_with_one_left_out(double n, double unseen)
{
    const double a = n - 1.0, clump = unseen * (a + unseen) / (a + 1.0);
    const double within = (1.0 - 1.0 / n - 3.0 / (n * a) - 2.0 / (n * a * a)) / a;
    const double given = clump * (a + 2.0 * unseen) / (a + 2.0) * within;
    const double between = 3.0 * unseen * clump / (a * a * a) - unseen * unseen * unseen / (n * a * a * a);
    return n * (given + between);
}

rasimi_urn_law
rasimi_urn_law_of(double n, double unseen, bool equal_weights)
{
    if (!(unseen > 0.0)) {
        return (rasimi_urn_law){0};
    }
    if (equal_weights) {
        const double people = n + unseen;
        return (rasimi_urn_law){unseen * (people - 2.0) / (n - 1.0), third_with_one_left_out(n, unseen)};
    }
    const double mass = n - 2.0, clump = unseen * (unseen + mass) / (1.0 + mass);
    return (rasimi_urn_law){clump, clump * (2.0 * unseen + mass) / (2.0 + mass)};
}

static void
fill_stratum(const rasim_study *study, const rasimi_stratum *stratum, rasimi_person_sums *out)
{
    const double n = (double)stratum->n_rows, unseen = (double)(stratum->n_people - stratum->n_rows);
    const uint32_t *rows = study->stratum_rows + stratum->first;
    double above_one = 0.0;
    for (uint64_t i = 0; i < stratum->n_rows; i++) {
        above_one += study->weight[rows[i]] - 1.0;
    }
    for (uint64_t i = 0; i < stratum->n_rows; i++) {
        const bool equal = stratum->equal_weights || !(above_one > 0.0);
        const double share = equal ? 1.0 / n : (study->weight[rows[i]] - 1.0) / above_one;
        out->share[rows[i]] = share;
        out->expected[rows[i]] = 1.0 + unseen * share;
    }
}

static void
fill_population(const rasim_study *study, rasimi_person_sums *out)
{
    for (size_t i = 0; is_fixed(study) && i < study->n_rows; i++) {
        out->expected[i] = (double)study->fixed_count[i];
    }
    for (size_t h = 0; out->urns != NULL && h < study->n_strata; h++) {
        const rasimi_stratum *stratum = &study->strata[h];
        const double unseen = (double)(stratum->n_people - stratum->n_rows);
        out->urns[h] = rasimi_urn_law_of((double)stratum->n_rows, unseen, stratum->equal_weights);
        fill_stratum(study, stratum, out);
    }
}

/* ---- groups ---- */

static size_t
key_of_row(const rasim_study *study, size_t row)
{
    const size_t stratum = is_fixed(study) ? 0 : study->stratum[row];
    return (stratum * study->n_areas + study->cells[study->cell[row]].area) * study->n_settings + study->setting[row];
}

/* Numbers the groups that occur, by stratum, area and setting. */
static rasim_status
make_groups(const rasim_study *study, rasimi_person_sums *out)
{
    const size_t n_strata = is_fixed(study) ? 1 : study->n_strata, n = n_strata * study->n_areas * study->n_settings;
    uint32_t *number = rasimi_calloc(n, sizeof *number);
    if (number == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    for (size_t i = 0; i < study->n_rows; i++) {
        number[key_of_row(study, i)] = 1;
    }
    for (size_t key = 0; key < n; key++) {
        out->n_groups += number[key];
        number[key] = (uint32_t)(out->n_groups - number[key]);
    }
    out->groups = rasimi_arena_alloc(&out->arena, out->n_groups, sizeof *out->groups);
    for (size_t i = 0; out->groups != NULL && i < study->n_rows; i++) {
        const size_t key = key_of_row(study, i);
        out->group_of_row[i] = number[key];
        rasimi_person_group *group = &out->groups[number[key]];
        group->stratum = is_fixed(study) ? 0 : study->stratum[i];
        group->area = study->cells[study->cell[i]].area;
        group->setting = study->setting[i];
    }
    free(number);
    return out->groups != NULL ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

/* Room for the sums: a function of the study alone, so that the order of adding up is. */
static rasim_status
make_parts(rasimi_person_sums *out)
{
    const size_t by_rows = out->frame->study->n_rows / LEAST_ROWS, per_group = out->n_nodes * out->n_sums;
    out->part_size = out->n_groups * per_group;
    const size_t by_size = out->part_size > 0 ? MOST_SUMS / out->part_size : 1;
    out->n_parts = by_rows < by_size ? by_rows : by_size;
    out->n_parts = out->n_parts < 1 ? 1 : out->n_parts > MOST_PARTS ? MOST_PARTS : out->n_parts;
    out->parts = rasimi_arena_alloc(&out->arena, out->n_parts * out->part_size, sizeof *out->parts);
    for (size_t g = 0; out->parts != NULL && g < out->n_groups; g++) {
        out->groups[g].sums = out->parts + g * per_group;
    }
    return out->parts != NULL ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

rasim_status
rasimi_person_sums_make(const rasimi_analytic_frame *frame, rasimi_person_sums *out)
{
    const rasim_study *study = frame->study;
    *out = (rasimi_person_sums){
        .frame = frame,
        .n_sums = is_fixed(study) ? RASIMI_N_FIXED_SUMS : RASIMI_N_PERSON_SUMS,
        .n_nodes = frame->need.n * rasimi_person_nodes(frame),
    };
    out->group_of_row = rasimi_arena_alloc(&out->arena, study->n_rows, sizeof *out->group_of_row);
    out->expected = rasimi_arena_alloc(&out->arena, study->n_rows, sizeof *out->expected);
    out->share = rasimi_arena_alloc(&out->arena, study->n_rows, sizeof *out->share);
    out->urns = is_fixed(study) ? NULL : rasimi_arena_alloc(&out->arena, study->n_strata, sizeof *out->urns);
    if (out->group_of_row == NULL || out->expected == NULL || out->share == NULL ||
        (!is_fixed(study) && out->urns == NULL) || make_groups(study, out) != RASIM_OK) {
        return RASIM_ERR_NO_MEMORY;
    }
    fill_population(study, out);
    return make_parts(out);
}

void
rasimi_person_sums_clear(rasimi_person_sums *sums)
{
    rasimi_arena_clear(&sums->arena);
    *sums = (rasimi_person_sums){0};
}

/* ---- adding people up ---- */

/* What a row adds to the moments of the urn, whose sums are `stride` apart. */
static void
add_to_urn(double share, const double *mean, const double *variance, size_t n, double *to, size_t stride)
{
    double *means = to + RASIMI_URN_MEAN * stride, *squares = to + RASIMI_URN_SQUARE * stride;
    double *cubes = to + RASIMI_URN_CUBE * stride, *variances = to + RASIMI_URN_VARIANCE * stride;
    double *products = to + RASIMI_URN_PRODUCT * stride;
    for (size_t i = 0; i < n; i++) {
        const double shared = share * mean[i], square = shared * mean[i];
        means[i] += shared;
        squares[i] += square;
        cubes[i] += square * mean[i];
        variances[i] += share * variance[i];
        products[i] += shared * variance[i];
    }
}

/* Adds a row's moments to the sums that begin at `first`: all nodes of leniency at once where nothing is between them.
 */
static void
add_person(const rasimi_person_sums *sums, size_t row, const rasimi_person_work *work, double *first)
{
    const rasimi_analytic_frame *frame = sums->frame;
    const bool at_once = frame->nodes.n == work->stride;
    const size_t n = at_once ? rasimi_person_nodes(frame) : frame->nodes.n, stride = sums->n_nodes;
    for (size_t l = 0; l < (at_once ? 1 : frame->leniency.n); l++) {
        const size_t at = l * work->stride;
        double *to = first + l * n;
        frame->loops->add(sums->expected[row], work->moments.mean + at, n, to + RASIMI_PERSON_MEAN * stride);
        frame->loops->add(sums->expected[row], work->moments.variance + at, n, to + RASIMI_PERSON_VARIANCE * stride);
        frame->loops->add(sums->expected[row], work->moments.third + at, n, to + RASIMI_PERSON_THIRD * stride);
        if (sums->urns != NULL) {
            add_to_urn(sums->share[row], work->moments.mean + at, work->moments.variance + at, n, to, stride);
        }
    }
}

/* People being added up. */
typedef struct adding {
    rasimi_person_sums *sums;
    size_t outcome;
    rasimi_person_work *work; /* [threads] */
} adding;

/* A row at every node of need. */
static rasim_status
add_row(const adding *a, size_t row, double *first, rasimi_person_work *work)
{
    const rasimi_person_sums *sums = a->sums;
    const rasimi_analytic_frame *frame = sums->frame;
    const rasim_study *study = frame->study;
    const size_t design = rasimi_outcome_design(study, a->outcome, study->cells[study->cell[row]].place);
    double *to = first + sums->group_of_row[row] * sums->n_nodes * sums->n_sums;
    rasim_status status = RASIM_OK;
    for (size_t need = 0; need < frame->need.n && status == RASIM_OK; need++) {
        status = rasimi_person_moments(frame, &frame->designs[design], row, frame->need.node[need], work);
        if (status == RASIM_OK) {
            add_person(sums, row, work, to + need * rasimi_person_nodes(frame));
        }
    }
    return status;
}

static rasim_status
add_part(void *context, uint64_t part, int thread)
{
    const adding *a = context;
    const rasimi_person_sums *sums = a->sums;
    rasimi_person_work *work = &a->work[thread];
    const size_t n_rows = sums->frame->study->n_rows, end = n_rows * (part + 1) / sums->n_parts;
    double *first = sums->parts + part * sums->part_size;
    rasim_status status = RASIM_OK;
    memset(first, 0, sums->part_size * sizeof *first);
    for (size_t row = n_rows * part / sums->n_parts; row < end && status == RASIM_OK; row++) {
        status = add_row(a, row, first, work);
    }
    return status;
}

/* Parts in their order. */
static void
join_parts(rasimi_person_sums *sums)
{
    for (size_t part = 1; part < sums->n_parts; part++) {
        const double *from = sums->parts + part * sums->part_size;
        for (size_t i = 0; i < sums->part_size; i++) {
            sums->parts[i] += from[i];
        }
    }
}

rasim_status
rasimi_person_sums_fill(rasimi_person_sums *sums, size_t outcome, int n_threads)
{
    const int asked = rasimi_pool_threads(n_threads);
    const int threads = (size_t)asked < sums->n_parts ? asked : (int)sums->n_parts;
    adding a = {sums, outcome, rasimi_calloc((size_t)threads, sizeof *a.work)};
    rasim_status status = a.work == NULL ? RASIM_ERR_NO_MEMORY : RASIM_OK;
    for (int t = 0; t < threads && status == RASIM_OK; t++) {
        status = rasimi_person_work_make(sums->frame, &a.work[t]);
    }
    if (status == RASIM_OK) {
        rasimi_pool_result pool;
        status = rasimi_pool_run(0, sums->n_parts, threads, add_part, &a, NULL, NULL, &pool);
    }
    for (int t = 0; a.work != NULL && t < threads; t++) {
        rasimi_person_work_clear(&a.work[t]);
    }
    free(a.work);
    join_parts(sums);
    return status;
}

/* ---- between the nodes ---- */

/* Where points of the shared draws from the k-th on lie among the nodes of everything but the price. Past the last
   point it is repeated. */
static void
find_points(const rasimi_analytic_frame *frame, size_t first, rasimi_points *out)
{
    const rasimi_shared_draws *draws = &frame->draws;
    for (size_t p = 0; p < RASIMI_POINTS_AT_ONCE; p++) {
        const size_t draw = first + p < draws->n ? first + p : draws->n - 1;
        double need[RASIMI_AXIS_ORDER], leniency[RASIMI_AXIS_ORDER], practice[RASIMI_AXIS_ORDER];
        const size_t o = rasimi_axis_weights(&frame->need, draws->need[draw], need);
        const size_t l = rasimi_axis_weights(&frame->leniency, draws->leniency[draw], leniency);
        const size_t x = rasimi_axis_weights(&frame->practice, draws->practice[draw], practice);
        out->n = 0;
        for (size_t i = 0; i < frame->need.order; i++) {
            for (size_t j = 0; j < frame->leniency.order; j++) {
                for (size_t k = 0; k < frame->practice.order; k++) {
                    const size_t node = ((o + i) * frame->leniency.n + l + j) * frame->practice.n + x + k;
                    out->node[out->n][p] = (int32_t)(node * frame->price.n);
                    out->weight[out->n++][p] = need[i] * leniency[j] * practice[k];
                }
            }
        }
    }
}

/* The same points among the nodes of the price of a setting. */
static void
find_prices(const rasimi_analytic_frame *frame, size_t first, uint32_t setting, rasimi_points *out)
{
    const rasimi_shared_draws *draws = &frame->draws;
    out->n_prices = frame->price.order;
    for (size_t p = 0; p < RASIMI_POINTS_AT_ONCE; p++) {
        const size_t draw = first + p < draws->n ? first + p : draws->n - 1;
        double weights[RASIMI_AXIS_ORDER];
        const double price = draws->price[draw * draws->n_settings + setting];
        out->first[p] = (int32_t)rasimi_axis_weights(&frame->price, price, weights);
        for (size_t k = 0; k < frame->price.order; k++) {
            out->price[k][p] = weights[k];
        }
    }
}

/* The law of a stratum's part of a total: people's own moments, and those of who they are. */
static rasimi_moments
stratum_law(const double part[RASIMI_N_PERSON_SUMS], const rasimi_urn_law *urn)
{
    rasimi_moments out = {part[RASIMI_PERSON_MEAN], part[RASIMI_PERSON_VARIANCE], part[RASIMI_PERSON_THIRD]};
    if (urn != NULL) {
        const double m = part[RASIMI_URN_MEAN], square = part[RASIMI_URN_SQUARE] - m * m;
        const double cube = part[RASIMI_URN_CUBE] - m * (3.0 * square + m * m);
        const double shared = part[RASIMI_URN_PRODUCT] - m * part[RASIMI_URN_VARIANCE];
        out.variance += urn->variance * square;
        out.third += urn->third * cube + 3.0 * urn->variance * shared;
    }
    return out;
}

/* The law of the people of one area, or of everybody (area: UINT32_MAX), from the groups' sums. */
static rasimi_moments
law_of(const rasimi_person_sums *sums, const double *parts, uint32_t area)
{
    rasimi_moments out = {0};
    for (size_t g = 0; g < sums->n_groups;) {
        const uint32_t stratum = sums->groups[g].stratum;
        double part[RASIMI_N_PERSON_SUMS] = {0};
        for (; g < sums->n_groups && sums->groups[g].stratum == stratum; g++) {
            const bool counts = area == UINT32_MAX || sums->groups[g].area == area;
            for (size_t s = 0; s < sums->n_sums && counts; s++) {
                part[s] += parts[g * RASIMI_N_PERSON_SUMS + s];
            }
        }
        const rasimi_moments law = stratum_law(part, sums->urns == NULL ? NULL : &sums->urns[stratum]);
        out.mean += law.mean;
        out.variance += law.variance;
        out.third += law.third;
    }
    return out;
}

/* From £ a week to £ a year. */
static rasimi_component
yearly(rasimi_moments law, double weeks)
{
    return rasimi_component_of(
        (rasimi_moments){law.mean * weeks, law.variance * weeks * weeks, law.third * weeks * weeks * weeks});
}

/* Laws being worked out. */
typedef struct solving {
    const rasimi_person_sums *sums;
    rasimi_component *components, *areas;
    double *parts; /* [threads x RASIMI_POINTS_AT_ONCE x n_groups x RASIMI_N_PERSON_SUMS] */
} solving;

/* The groups' sums at points from the k-th on: parts[RASIMI_POINTS_AT_ONCE x n_groups x RASIMI_N_PERSON_SUMS]. */
static void
interpolate(const rasimi_person_sums *sums, size_t k, double *parts)
{
    const size_t per_point = sums->n_groups * RASIMI_N_PERSON_SUMS;
    rasimi_points points;
    double at_points[RASIMI_POINTS_AT_ONCE];
    find_points(sums->frame, k, &points);
    for (size_t g = 0; g < sums->n_groups; g++) {
        const rasimi_person_group *group = &sums->groups[g];
        if (g == 0 || group->setting != sums->groups[g - 1].setting) {
            find_prices(sums->frame, k, group->setting, &points);
        }
        for (size_t s = 0; s < sums->n_sums; s++) {
            sums->frame->loops->interpolate(&points, group->sums + s * sums->n_nodes, at_points);
            for (size_t p = 0; p < RASIMI_POINTS_AT_ONCE; p++) {
                parts[p * per_point + g * RASIMI_N_PERSON_SUMS + s] = at_points[p];
            }
        }
    }
}

/* The laws at the k-th point of the shared draws. */
static void
solve_point(const solving *s, size_t k, const double *parts)
{
    const rasimi_analytic_frame *frame = s->sums->frame;
    const double weeks = frame->study->framework.weeks_per_year.value;
    s->components[k] = yearly(law_of(s->sums, parts, UINT32_MAX), weeks);
    for (size_t a = 0; s->areas != NULL && a < frame->study->n_areas; a++) {
        s->areas[a * frame->draws.n + k] = yearly(law_of(s->sums, parts, (uint32_t)a), weeks);
    }
}

static rasim_status
solve_points(void *context, uint64_t piece, int thread)
{
    const solving *s = context;
    const size_t per_point = s->sums->n_groups * RASIMI_N_PERSON_SUMS, n = s->sums->frame->draws.n;
    const size_t end = (size_t)(piece + 1) * POINTS_OF_PIECE;
    double *parts = s->parts + (size_t)thread * RASIMI_POINTS_AT_ONCE * per_point;
    for (size_t k = (size_t)piece * POINTS_OF_PIECE; k < end && k < n; k += RASIMI_POINTS_AT_ONCE) {
        interpolate(s->sums, k, parts);
        for (size_t p = 0; p < RASIMI_POINTS_AT_ONCE && k + p < n; p++) {
            solve_point(s, k + p, parts + p * per_point);
        }
    }
    return RASIM_OK;
}

rasim_status
rasimi_person_sums_laws(const rasimi_person_sums *sums, int n_threads, rasimi_component *components,
                        rasimi_component *areas)
{
    const int threads = rasimi_pool_threads(n_threads);
    const uint64_t n_pieces = (sums->frame->draws.n + POINTS_OF_PIECE - 1) / POINTS_OF_PIECE;
    solving s = {sums, components, areas, NULL};
    s.parts =
        rasimi_calloc((size_t)threads * RASIMI_POINTS_AT_ONCE * sums->n_groups * RASIMI_N_PERSON_SUMS, sizeof *s.parts);
    if (s.parts == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    rasimi_pool_result pool;
    const rasim_status status = rasimi_pool_run(0, n_pieces, threads, solve_points, &s, NULL, NULL, &pool);
    free(s.parts);
    return status;
}
