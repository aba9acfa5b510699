/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chosen fit by who people are and what they cost, and without each of its questions. */
#include "analysis/calibrate_parts.h"

#include <math.h>
#include <string.h>

#include "analysis/tenths.h"
#include "model/lookup.h"

/* ---- parts ---- */

/* People by a number: their tenths, equal values never parted. */
static rasim_status
tenths_of(const rasimi_sample *sample, const double *values, rasimi_arena *arena, uint32_t **out)
{
    rasimi_sortable *items = rasimi_arena_alloc(arena, sample->n, sizeof *items);
    double *rank = rasimi_arena_alloc(arena, sample->n, sizeof *rank);
    uint32_t *tenth = rasimi_arena_alloc(arena, sample->n, sizeof *tenth);
    if (!items || !rank || !tenth)
        return RASIM_ERR_NO_MEMORY;
    for (size_t i = 0; i < sample->n_people; i++)
        items[i] = (rasimi_sortable){values[i], (uint32_t)i};
    const rasim_status status = rasimi_mid_ranks(items, sample->n_people, sample->weight, rank);
    for (size_t i = 0; i < sample->n_people; i++)
        tenth[i] = rasimi_tenth(rank[i]);
    *out = tenth;
    return status;
}

/* How people are grouped, and what the groups are called. */
typedef struct grouping {
    const char *by;
    const uint32_t *part; /* [n] */
    size_t n_parts;
    const char *const *labels; /* NULL: numbers from 1 */
} grouping;

static rasim_status
add_part(const rasimi_sample *sample, const double *predicted, const grouping *by, size_t part, bool *keep,
         rasimi_arena *arena, rasim_calibration *out)
{
    size_t n = 0;
    for (size_t i = 0; i < sample->n_people; i++)
        n += keep[i] = by->part[i] == part;
    if (n == 0)
        return RASIM_OK;
    rasim_calibrated_part *to = &out->parts[out->n_parts++];
    to->by = by->by;
    to->label =
        by->labels ? rasimi_arena_printf(arena, "%s", by->labels[part]) : rasimi_arena_printf(arena, "%zu", part + 1);
    rasimi_judge(sample, predicted, keep, &to->fit);
    return to->label ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

rasim_status
rasimi_calibrated_parts(const rasimi_sample *sample, const double *predicted, rasimi_arena *arena,
                        rasim_calibration *out)
{
    uint32_t *need, *cost;
    bool *keep = rasimi_arena_alloc(arena, sample->n, sizeof *keep);
    out->parts = rasimi_arena_alloc(arena, sample->n_groups + 2 * (size_t)RASIM_N_TENTHS, sizeof *out->parts);
    if (!keep || !out->parts || tenths_of(sample, sample->points, arena, &need) != RASIM_OK ||
        tenths_of(sample, sample->target, arena, &cost) != RASIM_OK)
        return RASIM_ERR_NO_MEMORY;
    const grouping groupings[] = {{"care group", sample->group, sample->n_groups, sample->study->care_groups},
                                  {"need", need, RASIM_N_TENTHS, NULL},
                                  {"cost", cost, RASIM_N_TENTHS, NULL}};
    rasim_status status = RASIM_OK;
    for (size_t g = 0; g < sizeof groupings / sizeof *groupings; g++)
        for (size_t part = 0; part < groupings[g].n_parts && status == RASIM_OK; part++)
            status = add_part(sample, predicted, &groupings[g], part, keep, arena, out);
    return status;
}

/* ---- questions ---- */

static const rasim_fit *
chosen_fit(const rasim_calibration *out)
{
    size_t w = 0;
    while (w + 1 < out->n_ways && !out->ways[w].chosen)
        w++;
    return &out->ways[w].fit;
}

/* Everybody's points without those of a question. */
static void
points_without(const rasimi_sample *sample, size_t domain, double *points)
{
    for (size_t i = 0; i < sample->n; i++)
        points[i] = sample->points[i] - sample->answer_scale * sample->answer[i * sample->n_domains + domain];
}

static rasim_status
leave_out(const rasimi_sample *sample, const rasimi_fit_settings *settings, const uint32_t *fold, size_t domain,
          double *points, double *predicted, rasim_calibration *out)
{
    rasim_calibrated_question *question = &out->questions[out->n_questions];
    rasimi_fit_settings without = *settings;
    without.left_out = domain;
    points_without(sample, domain, points);
    const rasim_status status = rasimi_cross_validate(sample, &without, points, fold, out->folds, predicted);
    if (status == RASIM_ERR_INPUT)
        return RASIM_OK; /* nothing is left to fit to */
    if (status != RASIM_OK)
        return status;
    rasimi_judge(sample, predicted, NULL, &question->without);
    question->cost = question->without.mean_absolute.value - chosen_fit(out)->mean_absolute.value;
    out->n_questions++;
    return RASIM_OK;
}

rasim_status
rasimi_calibrated_questions(const rasimi_sample *sample, const rasimi_fit_settings *settings, const uint32_t *fold,
                            rasimi_meter *meter, rasimi_arena *arena, rasim_calibration *out)
{
    if (sample->n_domains < 2)
        return RASIM_OK;
    double *points = rasimi_arena_alloc(arena, sample->n, sizeof *points);
    double *predicted = rasimi_arena_alloc(arena, sample->n, sizeof *predicted);
    out->questions = rasimi_arena_alloc(arena, sample->n_domains, sizeof *out->questions);
    rasim_status status = points && predicted && out->questions ? RASIM_OK : RASIM_ERR_NO_MEMORY;
    for (size_t d = 0; d < sample->n_domains && status == RASIM_OK; d++) {
        const rasimi_domain *domain = rasimi_domain_at(sample->design, d);
        const char *name = rasimi_arena_printf(arena, "%s", domain->name.value);
        out->questions[out->n_questions].domain = name;
        status = name ? leave_out(sample, settings, fold, d, points, predicted, out) : RASIM_ERR_NO_MEMORY;
        if (status == RASIM_OK && rasimi_meter_add(meter, RASIMI_WAY_STEPS))
            status = RASIM_ERR_INTERRUPTED;
    }
    return status;
}
