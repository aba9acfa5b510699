/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How good a fit is: errors by weight, on people whom it has not seen, and how far its numbers would move with another
   sample. */
#include "analysis/calibrate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "num/draws.h"
#include "num/philox.h"
#include "num/stats.h"

/* ---- errors ---- */

/* Sums over people by weight. */
typedef struct sums {
    double w, predicted, target, absolute, squared, target_squared;
    double within[RASIM_N_CLOSE];
} sums;

static void
add(sums *s, double w, double predicted, double target)
{
    const double error = predicted - target, absolute = fabs(error);
    s->w += w;
    s->predicted += w * predicted;
    s->target += w * target;
    s->absolute += w * absolute;
    s->squared += w * error * error;
    s->target_squared += w * target * target;
    for (size_t i = 0; i < RASIM_N_CLOSE; i++)
        s->within[i] += absolute <= rasim_close(i) * target ? w : 0;
}

/* A weighted mean's standard error by its residuals: sum of w^2 (x - mean)^2 over the square of the sum of w. */
static rasim_measured
measured(double mean, double residuals, double weight)
{
    return (rasim_measured){mean, sqrt(residuals) / weight};
}

void
rasimi_judge(const rasimi_sample *sample, const double *predicted, const bool *keep, rasim_fit *out)
{
    sums s = {0};
    for (size_t i = 0; i < sample->n_people; i++)
        if (!keep || keep[i])
            add(&s, sample->weight[i], predicted[i], sample->target[i]);
    const double bias = (s.predicted - s.target) / s.w, mean = s.target / s.w;
    const double absolute = s.absolute / s.w, square = s.squared / s.w;
    double of_bias = 0, of_absolute = 0, of_square = 0;
    for (size_t i = 0; i < sample->n_people; i++) {
        if (keep && !keep[i])
            continue;
        const double w2 = sample->weight[i] * sample->weight[i], error = predicted[i] - sample->target[i];
        of_bias += w2 * (error - bias) * (error - bias);
        of_absolute += w2 * (fabs(error) - absolute) * (fabs(error) - absolute);
        of_square += w2 * (error * error - square) * (error * error - square);
    }
    const double root = sqrt(square), spread = s.target_squared / s.w - mean * mean;
    *out = (rasim_fit){
        .people = s.w,
        .mean_allocation = s.predicted / s.w,
        .mean_target = mean,
        .bias = measured(bias, of_bias, s.w),
        .mean_absolute = measured(absolute, of_absolute, s.w),
        .root_mean_square = measured(root, root > 0 ? of_square / (4 * square) : 0, s.w),
        .r_squared = spread > 0 ? 1 - square / spread : (double)NAN,
    };
    for (size_t i = 0; i < RASIM_N_CLOSE; i++)
        out->within[i] = s.within[i] / s.w;
}

/* ---- cross-validation ---- */

typedef struct ticket {
    uint64_t number;
    uint32_t group, person;
} ticket;

static int
by_group_and_number(const void *left, const void *right)
{
    const ticket *a = left, *b = right;
    if (a->group != b->group)
        return a->group < b->group ? -1 : 1;
    if (a->number != b->number)
        return a->number < b->number ? -1 : 1;
    return (a->person > b->person) - (a->person < b->person);
}

/* A person's number hangs on seed and identifier only; groups follow one another, so that folds differ by one. */
rasim_status
rasimi_folds(const rasimi_sample *sample, uint64_t folds, uint64_t seed, rasimi_arena *arena, uint32_t **out)
{
    const uint64_t key = rasimi_stream_key(seed, RASIMI_STREAM_CALIBRATE);
    ticket *tickets = rasimi_arena_alloc(arena, sample->n, sizeof *tickets);
    uint32_t *fold = rasimi_arena_alloc(arena, sample->n, sizeof *fold);
    if (!tickets || !fold)
        return RASIM_ERR_NO_MEMORY;
    for (size_t i = 0; i < sample->n_people; i++)
        tickets[i] =
            (ticket){rasimi_splitmix64(key ^ sample->study->key[sample->row[i]]), sample->group[i], (uint32_t)i};
    qsort(tickets, sample->n_people, sizeof *tickets, by_group_and_number);
    for (size_t i = sample->n_people; i < sample->n; i++)
        fold[i] = UINT32_MAX; /* vignettes are always seen */
    for (size_t i = 0; i < sample->n_people; i++)
        fold[tickets[i].person] = (uint32_t)(i % folds);
    *out = fold;
    return RASIM_OK;
}

rasim_status
rasimi_cross_validate(const rasimi_sample *sample, const rasimi_fit_settings *settings, const double *points,
                      const uint32_t *fold, uint64_t folds, double *predicted)
{
    double *weight = rasimi_calloc(sample->n, sizeof *weight);
    rasim_status status = weight ? RASIM_OK : RASIM_ERR_NO_MEMORY;
    for (uint64_t f = 0; f < folds && status == RASIM_OK; f++) {
        rasimi_arena arena = {0};
        rasimi_fitted fitted;
        for (size_t i = 0; i < sample->n; i++)
            weight[i] = fold[i] == f ? 0 : sample->weight[i];
        const rasimi_fit_job job = {sample, settings, weight, points, NULL, &arena};
        status = settings->method->fit(&job, &fitted);
        for (size_t i = 0; i < sample->n && status == RASIM_OK; i++)
            if (fold[i] == f)
                predicted[i] = rasimi_predict(&job, &fitted, i);
        rasimi_arena_clear(&arena);
    }
    free(weight);
    return status;
}

/* ---- the bootstrap ---- */

bool
rasimi_meter_add(rasimi_meter *meter, uint64_t steps)
{
    meter->done += steps;
    return meter->poll && meter->poll(meter->context, meter->done, meter->total) != 0;
}

/* Weights of one bootstrap sample: n - 1 draws with replacement from each group's n people. */
static void
resample(const rasimi_sample *sample, uint64_t key, uint64_t replicate, uint32_t *members, double *weight)
{
    for (size_t g = 0; g < sample->n_groups; g++) {
        uint64_t n = 0;
        for (size_t i = 0; i < sample->n_people; i++)
            if (sample->group[i] == g)
                members[n++] = (uint32_t)i;
        for (uint64_t m = 0; m < n; m++)
            weight[members[m]] = n > 1 ? 0 : sample->weight[members[m]];
        rasimi_draws draws;
        rasimi_draws_start(&draws, key, g, replicate, n);
        for (uint64_t draw = 0; draw + 1 < n; draw++) {
            const uint32_t i = members[rasimi_draws_below(&draws, n)];
            weight[i] += sample->weight[i] * (double)n / (double)(n - 1);
        }
    }
}

/* Values of every bootstrap sample: [value][replicate]. */
typedef struct spread {
    double *values, *at;
    uint64_t n_done;
} spread;

static rasim_status
fit_resample(const rasimi_fit_job *job, const rasimi_fitted *like, const double *weight, uint64_t n, spread *out)
{
    rasimi_arena arena = {0};
    rasimi_fitted fitted;
    const rasimi_fit_job again = {job->sample, job->settings, weight, job->points, like, &arena};
    const rasim_status status = job->settings->method->fit(&again, &fitted);
    if (status == RASIM_OK && job->settings->method->settle)
        job->settings->method->settle(&again, &fitted);
    for (size_t v = 0; status == RASIM_OK && v < like->first[like->n_classes]; v++) {
        out->values[v * n + out->n_done] = fitted.values[v];
        out->at[v * n + out->n_done] = fitted.at[v];
    }
    out->n_done += status == RASIM_OK;
    rasimi_arena_clear(&arena);
    return status == RASIM_ERR_INPUT ? RASIM_OK : status; /* nothing could be fitted to this sample */
}

static void
intervals(spread *of, uint64_t n, bool ends_vary, size_t n_values, rasim_calibrated_value *values)
{
    for (size_t v = 0; v < n_values && of->n_done > 0; v++) {
        rasimi_sort(of->values + v * n, of->n_done);
        values[v].low = rasimi_quantile(of->values + v * n, of->n_done, 0.025).value;
        values[v].high = rasimi_quantile(of->values + v * n, of->n_done, 0.975).value;
        if (!ends_vary)
            continue;
        rasimi_sort(of->at + v * n, of->n_done);
        values[v].at_low = rasimi_quantile(of->at + v * n, of->n_done, 0.025).value;
        values[v].at_high = rasimi_quantile(of->at + v * n, of->n_done, 0.975).value;
    }
}

static rasim_status
resample_all(const rasimi_fit_job *job, const rasimi_fitted *fitted, uint64_t n, uint64_t seed, rasimi_meter *meter,
             spread *out)
{
    const uint64_t key = rasimi_stream_key(seed, RASIMI_STREAM_CALIBRATE);
    double *weight = rasimi_calloc(job->sample->n, sizeof *weight);
    uint32_t *members = rasimi_calloc(job->sample->n, sizeof *members);
    rasim_status status = weight && members ? RASIM_OK : RASIM_ERR_NO_MEMORY;
    for (uint64_t b = 0; b < n && status == RASIM_OK; b++) {
        for (size_t i = job->sample->n_people; i < job->sample->n; i++)
            weight[i] = job->sample->weight[i]; /* a panel's word does not hang on who was sampled */
        resample(job->sample, key, b, members, weight);
        status = fit_resample(job, fitted, weight, n, out);
        if (status == RASIM_OK && rasimi_meter_add(meter, 1))
            status = RASIM_ERR_INTERRUPTED;
    }
    free(weight);
    free(members);
    return status;
}

rasim_status
rasimi_bootstrap(const rasimi_fit_job *job, const rasimi_fitted *fitted, uint64_t resamples, uint64_t seed,
                 rasimi_meter *meter, rasim_calibrated_value *values)
{
    const size_t n_values = fitted->first[fitted->n_classes];
    spread all = {.values = rasimi_calloc(n_values * resamples, sizeof *all.values),
                  .at = rasimi_calloc(n_values * resamples, sizeof *all.at)};
    rasim_status status = all.values && all.at ? RASIM_OK : RASIM_ERR_NO_MEMORY;
    if (status == RASIM_OK)
        status = resample_all(job, fitted, resamples, seed, meter, &all);
    if (status == RASIM_OK)
        intervals(&all, resamples, job->settings->method->ends_vary, n_values, values);
    free(all.values);
    free(all.at);
    return status;
}
