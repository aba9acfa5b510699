/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What methods that read points have in common: people in order of their points, class by class, and the rows that
   their numbers become. */
#include "analysis/calibrate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

size_t
rasimi_class_of(const rasimi_fitted *fitted, const rasimi_sample *sample, size_t i)
{
    return fitted->n_classes > 1 ? sample->group[i] : 0;
}

double
rasimi_predict(const rasimi_fit_job *job, const rasimi_fitted *fitted, size_t i)
{
    return job->settings->method->predict(job, fitted, rasimi_class_of(fitted, job->sample, i), i);
}

/* ---- people of a class ---- */

typedef struct person {
    double points, target, weight;
} person;

static int
by_points(const void *left, const void *right)
{
    const person *a = left, *b = right;
    if (a->points < b->points || a->points > b->points)
        return a->points < b->points ? -1 : 1;
    return (a->target > b->target) - (a->target < b->target);
}

static int
by_target(const void *left, const void *right)
{
    const person *a = left, *b = right;
    if (a->target < b->target || a->target > b->target)
        return a->target < b->target ? -1 : 1;
    return (a->points > b->points) - (a->points < b->points);
}

static bool
allocate(rasimi_class_data *data, size_t n, rasimi_arena *arena)
{
    double **arrays[] = {&data->points,    &data->mean,          &data->weight,     &data->costs,
                         &data->cost_upto, &data->people_points, &data->points_upto};
    for (size_t a = 0; a < sizeof arrays / sizeof *arrays; a++)
        if (!(*arrays[a] = rasimi_arena_alloc(arena, n, sizeof **arrays[a])))
            return false;
    return true;
}

static void
add_distinct(rasimi_class_data *data, const person *one)
{
    if (data->n == 0 || one->points > data->points[data->n - 1]) {
        data->points[data->n] = one->points;
        data->mean[data->n] = data->weight[data->n] = 0;
        data->n++;
    }
    const size_t at = data->n - 1;
    data->weight[at] += one->weight;
    data->mean[at] += one->weight / data->weight[at] * (one->target - data->mean[at]);
}

static void
arrange(person *people, rasimi_class_data *data)
{
    double upto = 0;
    qsort(people, data->n_people, sizeof *people, by_target);
    for (size_t i = 0; i < data->n_people; i++) {
        data->costs[i] = people[i].target;
        data->cost_upto[i] = upto += people[i].weight;
    }
    qsort(people, data->n_people, sizeof *people, by_points);
    upto = 0;
    for (size_t i = 0; i < data->n_people; i++) {
        data->people_points[i] = people[i].points;
        data->points_upto[i] = upto += people[i].weight;
        add_distinct(data, &people[i]);
    }
}

/* Everybody who is seen, or those of one group. */
static rasim_status
class_data(const rasimi_fit_job *job, bool everybody, size_t group, rasimi_class_data *data)
{
    const rasimi_sample *sample = job->sample;
    *data = (rasimi_class_data){0};
    person *people = rasimi_arena_alloc(job->arena, sample->n, sizeof *people);
    if (!people || !allocate(data, sample->n, job->arena))
        return RASIM_ERR_NO_MEMORY;
    for (size_t i = 0; i < sample->n; i++)
        if (job->weight[i] > 0 && (everybody || sample->group[i] == group))
            people[data->n_people++] = (person){job->points[i], sample->target[i], job->weight[i]};
    arrange(people, data);
    return RASIM_OK;
}

/* ---- classes ---- */

static rasim_status
fit_class(const rasimi_fit_job *job, rasimi_curve_fit *fit, size_t class, rasimi_curve *curve, bool *borrowed)
{
    const bool generic = job->settings->pooling == RASIM_POOLING_GENERIC;
    rasimi_class_data data;
    rasim_status status = class_data(job, generic, class, &data);
    *borrowed = !generic && data.n_people < RASIMI_FEWEST_IN_CLASS;
    if (status == RASIM_OK && *borrowed)
        status = class_data(job, true, 0, &data);
    if (status == RASIM_OK && data.n_people == 0)
        status = RASIM_ERR_INPUT;
    rasimi_curve like = {0};
    if (job->like) {
        const size_t first = job->like->first[class];
        like = (rasimi_curve){job->like->first[class + 1] - first, job->like->at + first, job->like->values + first};
    }
    return status == RASIM_OK ? fit(job, &data, job->like ? &like : NULL, curve) : status;
}

static rasim_status
join(const rasimi_curve *curves, rasimi_arena *arena, rasimi_fitted *out)
{
    for (size_t c = 0; c < out->n_classes; c++)
        out->first[c + 1] = out->first[c] + curves[c].n;
    const size_t n = out->first[out->n_classes];
    out->values = rasimi_arena_alloc(arena, n, sizeof *out->values);
    out->at = rasimi_arena_alloc(arena, n, sizeof *out->at);
    if (!out->values || !out->at)
        return RASIM_ERR_NO_MEMORY;
    for (size_t c = 0; c < out->n_classes; c++) {
        memcpy(out->values + out->first[c], curves[c].values, curves[c].n * sizeof *out->values);
        memcpy(out->at + out->first[c], curves[c].at, curves[c].n * sizeof *out->at);
    }
    return RASIM_OK;
}

rasim_status
rasimi_fit_curves(const rasimi_fit_job *job, rasimi_curve_fit *fit, rasimi_fitted *out)
{
    const size_t n = job->settings->pooling == RASIM_POOLING_GENERIC ? 1 : job->sample->n_groups;
    *out = (rasimi_fitted){.n_classes = n};
    rasimi_curve *curves = rasimi_arena_alloc(job->arena, n, sizeof *curves);
    out->first = rasimi_arena_alloc(job->arena, n + 1, sizeof *out->first);
    out->borrowed = rasimi_arena_alloc(job->arena, n, sizeof *out->borrowed);
    rasim_status status = curves && out->first && out->borrowed ? RASIM_OK : RASIM_ERR_NO_MEMORY;
    for (size_t c = 0; status == RASIM_OK && c < n; c++)
        status = fit_class(job, fit, c, &curves[c], &out->borrowed[c]);
    return status == RASIM_OK ? join(curves, job->arena, out) : status;
}

/* ---- amounts ---- */

/* The last value of a class whose points are not above these; the first where there is none. */
static size_t
value_at(const rasimi_fitted *fitted, size_t class, double points)
{
    size_t low = fitted->first[class], high = fitted->first[class + 1];
    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        if (fitted->at[middle] <= points)
            low = middle;
        else
            high = middle;
    }
    return low;
}

double
rasimi_curve_step(const rasimi_fitted *fitted, size_t class, double points)
{
    return fitted->values[value_at(fitted, class, points)];
}

double
rasimi_curve_between(const rasimi_fitted *fitted, size_t class, double points)
{
    const size_t i = value_at(fitted, class, points);
    if (points <= fitted->at[i] || i + 1 == fitted->first[class + 1])
        return fitted->values[i];
    const double share = (points - fitted->at[i]) / (fitted->at[i + 1] - fitted->at[i]);
    return fitted->values[i] + share * (fitted->values[i + 1] - fitted->values[i]);
}

double
rasimi_amount_written(const rasimi_sample *sample, double gbp_week, double scale, double rounding)
{
    const double amount = gbp_week * scale * sample->weeks, step = rounding * sample->weeks;
    return step > 0 ? rint(amount / step) * step : amount;
}

void
rasimi_curve_write(const rasimi_fitted *fitted, const rasimi_sample *sample, size_t class, double rounding,
                   double scale, const char *key, const char *at_key, rasimi_buffer *out)
{
    rasimi_buffer_printf(out, "    %s:\n", key);
    for (size_t v = fitted->first[class]; v < fitted->first[class + 1]; v++)
        rasimi_buffer_printf(
            out, "      - {%s: %s, gbp: %s}\n", at_key, rasimi_words_number(fitted->at[v]).text,
            rasimi_words_number(rasimi_amount_written(sample, fitted->values[v], scale, rounding)).text);
}

/* ---- knots ---- */

double
rasimi_knots_predict(const rasimi_fit_job *job, const rasimi_fitted *fitted, size_t class, size_t i)
{
    return rasimi_curve_between(fitted, class, job->points[i]);
}

const char *
rasimi_knots_what(const rasimi_fitted *fitted, const rasimi_sample *sample, size_t value, rasimi_arena *arena)
{
    (void)sample;
    return rasimi_arena_printf(arena, "%s points", rasimi_words_number(fitted->at[value]).text);
}

void
rasimi_knots_write(const rasimi_fitted *fitted, const rasimi_sample *sample, size_t class,
                   const rasimi_fit_settings *settings, double scale, rasimi_buffer *out)
{
    rasimi_curve_write(fitted, sample, class, settings->rounding_gbp, scale, "knots", "points", out);
}
