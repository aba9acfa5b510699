/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shared shocks: laws from the framework, a Gaussian copula, and draws that depend on label and replicate alone. */
#include "engine/shocks.h"

#include "model/law.h"
#include "num/detmath.h"
#include "num/linalg.h"
#include "num/philox.h"

#include <string.h>

/* Log mean and log sd of a lognormal with this mean and sd: v = ln(1 + (sd / mean)^2), m = ln mean - v / 2. */
static void
lognormal_law(double mean, double sd, rasimi_shock_law *law)
{
    const double relative = sd / mean;
    const double variance = rasimi_log1p(relative * relative);
    law->lognormal = true;
    law->log_mean = rasimi_log(mean) - 0.5 * variance;
    law->log_sd = __builtin_sqrt(variance);
}

/* The law of 1 + x, of a row's growth x. */
static void
growth_law(rasimi_spread_spec spread, double scale, rasimi_shock_law *law)
{
    if (spread.law.value == RASIMI_LAW_LOGNORMAL) {
        lognormal_law(1.0 + spread.mean.value, scale * spread.sd.value, law);
        return;
    }
    const rasimi_law_spec spec = rasimi_law_of_factor(&spread);
    rasimi_law_make(&spec, scale, &law->law);
}

static const rasimi_stream streams[] = {
    [RASIMI_SHARED_PRICE] = RASIMI_STREAM_PRICE,       [RASIMI_SHARED_PRACTICE] = RASIMI_STREAM_PRACTICE,
    [RASIMI_SHARED_LENIENCY] = RASIMI_STREAM_LENIENCY, [RASIMI_SHARED_OPTIMISM] = RASIMI_STREAM_OPTIMISM,
    [RASIMI_SHARED_DEMAND] = RASIMI_STREAM_DEMAND,     [RASIMI_SHARED_FUNDING] = RASIMI_STREAM_FUNDING,
    [RASIMI_SHARED_SHARE] = RASIMI_STREAM_SHARES,
};

/* A share that is uncertain, or known. */
static void
share_law(double mean, double sd, double scale, rasimi_law *out)
{
    const bool known = !(sd > 0.0);
    const rasimi_law_spec spec = {
        .kind = known ? RASIMI_LAW_FIXED : RASIMI_LAW_BETA, .value = mean, .mean = mean, .sd = sd};
    rasimi_law_make(&spec, scale, out);
}

/* The share that a stream pays: a disagreement about it lasts, so it is the same in all years. A stream that pays for
   nobody, or whose study takes it as certain, has no law. */
static void
stream_law(const rasim_study *study, size_t row, double scale, rasimi_shock_law *law)
{
    law->autocorrelation = 1.0;
    share_law(1.0, 0.0, scale, &law->law);
    for (size_t k = 0; k < study->n_uncertain_streams; k++) {
        const rasimi_uncertain_stream *stream = &study->uncertain_streams[k];
        if (stream->row == row && stream->mean > 0.0) {
            share_law(stream->mean, stream->sd, scale, &law->law);
        }
    }
}

static void
make_law(const rasim_study *study, const rasimi_shared *shared, size_t index, const rasimi_seeds *seeds, double scale,
         rasimi_shock_law *law)
{
    const rasimi_framework *framework = &study->framework;
    const rasimi_price_row *prices = framework->prices.items;
    const rasimi_demand_row *demand = framework->demand.items;
    *law = (rasimi_shock_law){
        .shared = *shared,
        .key = rasimi_label_key(shared->label, strlen(shared->label)),
        .stream_key = rasimi_seeds_shock_key(seeds, streams[shared->kind], index),
    };
    switch (shared->kind) {
        case RASIMI_SHARED_PRICE:
            growth_law(rasimi_price_spread(&prices[shared->row]), scale, law);
            law->autocorrelation = prices[shared->row].autocorrelation.value;
            break;
        case RASIMI_SHARED_DEMAND:
            growth_law(rasimi_demand_spread(&demand[shared->row]), scale, law);
            law->autocorrelation = demand[shared->row].autocorrelation.value;
            break;
        case RASIMI_SHARED_FUNDING:
            growth_law(rasimi_funding_spread(&framework->funding), scale, law);
            break;
        case RASIMI_SHARED_PRACTICE:
            lognormal_law(1.0, scale * framework->practice.sd.value, law);
            break;
        case RASIMI_SHARED_OPTIMISM:
            lognormal_law(1.0 + framework->optimism.mean.value, scale * framework->optimism.sd.value, law);
            break;
        case RASIMI_SHARED_LENIENCY:
            law->log_sd = scale;
            break;
        case RASIMI_SHARED_SHARE:
            stream_law(study, shared->row, scale, law);
            break;
    }
}

/* Which law each setting's price and each group's demand follow: its own row's, else the row for all others. */
static void
place_law(const rasim_study *study, size_t i, rasimi_shocks *out)
{
    const rasimi_shared *shared = &out->laws[i].shared;
    const rasimi_framework *framework = &study->framework;
    const bool price = shared->kind == RASIMI_SHARED_PRICE;
    const char *of = price ? ((const rasimi_price_row *)framework->prices.items)[shared->row].setting.value
                           : ((const rasimi_demand_row *)framework->demand.items)[shared->row].care_group.value;
    size_t *places = price ? out->price_of_setting : out->demand_of_group;
    const char *const *labels = price ? study->settings : study->care_groups;
    const size_t n = price ? study->n_settings : study->n_care_groups;
    for (size_t k = 0; k < n; k++) {
        const bool own = of != NULL && strcmp(of, labels[k]) == 0, rest = of == NULL && places[k] == SIZE_MAX;
        if (own || rest) {
            places[k] = i;
        }
    }
}

static void
place_stream(const rasim_study *study, size_t i, rasimi_shocks *out)
{
    for (size_t k = 0; k < study->n_uncertain_streams; k++) {
        if (study->uncertain_streams[k].row == out->laws[i].shared.row) {
            out->share_of_stream[k] = i;
        }
    }
}

static rasim_status
make_laws(const rasim_study *study, const rasimi_seeds *seeds, double scale, rasimi_shocks *out)
{
    rasimi_shared *shared;
    if (rasimi_shared_list(&study->framework, &out->arena, &shared, &out->n) != RASIM_OK) {
        return RASIM_ERR_NO_MEMORY;
    }
    out->laws = rasimi_arena_alloc(&out->arena, out->n, sizeof *out->laws);
    if (out->laws == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    for (size_t i = 0; i < out->n; i++) {
        make_law(study, &shared[i], i, seeds, scale, &out->laws[i]);
        switch (shared[i].kind) {
            case RASIMI_SHARED_PRICE:
            case RASIMI_SHARED_DEMAND:
                place_law(study, i, out);
                break;
            case RASIMI_SHARED_PRACTICE:
                out->practice = i;
                break;
            case RASIMI_SHARED_LENIENCY:
                out->leniency = i;
                break;
            case RASIMI_SHARED_OPTIMISM:
                out->optimism = i;
                break;
            case RASIMI_SHARED_FUNDING:
                out->funding = i;
                break;
            case RASIMI_SHARED_SHARE:
                place_stream(study, i, out);
                break;
        }
    }
    return RASIM_OK;
}

static rasim_status
make_programmes(const rasim_study *study, const rasimi_seeds *seeds, rasimi_shocks *out)
{
    const rasimi_structs *interventions = &study->framework.interventions, *savings = &study->framework.savings;
    const rasimi_intervention_row *programmes = interventions->items;
    const rasimi_saving_row *lines = savings->items;
    out->programme_key = rasimi_seeds_key(seeds, RASIMI_STREAM_PROGRAMMES);
    out->reductions = rasimi_arena_alloc(&out->arena, interventions->n, sizeof *out->reductions);
    out->deliveries = rasimi_arena_alloc(&out->arena, savings->n, sizeof *out->deliveries);
    if (out->reductions == NULL || out->deliveries == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    for (size_t i = 0; i < interventions->n; i++) {
        share_law(programmes[i].mean.value, programmes[i].sd.value, 1.0, &out->reductions[i]);
    }
    for (size_t i = 0; i < savings->n; i++) {
        share_law(lines[i].delivered_mean.value, lines[i].delivered_sd.value, 1.0, &out->deliveries[i]);
    }
    return RASIM_OK;
}

static size_t
find_law(const rasimi_shocks *shocks, const char *label)
{
    size_t i = 0;
    while (i < shocks->n && strcmp(shocks->laws[i].shared.label, label) != 0) {
        i++;
    }
    return i;
}

/* Fills and factors the correlation matrix; naming the row at which it stops being positive definite. */
static rasim_status
correlate(const rasim_study *study, rasimi_shocks *out, rasim_problems *problems)
{
    const rasimi_structs *correlations = &study->framework.correlations;
    const rasimi_correlation_row *rows = correlations->items;
    if (correlations->n == 0) {
        return RASIM_OK;
    }
    const size_t n = out->n;
    out->factor = rasimi_arena_alloc(&out->arena, n * n, sizeof *out->factor);
    if (out->factor == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    for (size_t i = 0; i < n; i++) {
        out->factor[i * n + i] = 1.0;
    }
    for (size_t c = 0; c < correlations->n; c++) {
        const size_t a = find_law(out, rows[c].a.value), b = find_law(out, rows[c].b.value);
        const rasimi_place place = {study->path, rows[c].mark.line, rows[c].mark.column};
        if (a == n || b == n) {
            rasimi_problem_add(problems, RASIM_ERROR, place,
                               "The correlation of '%s' with '%s' names a shock that this framework does not have; "
                               "add its row under prices, or remove the correlation.",
                               rows[c].a.value, rows[c].b.value);
            return RASIM_ERR_INPUT;
        }
        out->factor[a * n + b] = out->factor[b * n + a] = rows[c].rho.value;
    }
    size_t failed = 0;
    if (!rasimi_cholesky(out->factor, n, &failed)) {
        const rasimi_place place = {study->path, correlations->mark.line, correlations->mark.column};
        rasimi_problem_add(problems, RASIM_ERROR, place,
                           "The correlations contradict each other: with those of '%s' the matrix is no longer "
                           "positive definite; bring them nearer to 0.",
                           out->laws[failed].shared.label);
        return RASIM_ERR_INPUT;
    }
    return RASIM_OK;
}

/* An array of n indices that say: no law. */
static size_t *
no_laws(rasimi_arena *arena, size_t n)
{
    size_t *indices = rasimi_arena_alloc(arena, n, sizeof *indices);
    for (size_t i = 0; indices != NULL && i < n; i++) {
        indices[i] = SIZE_MAX;
    }
    return indices;
}

rasim_status
rasimi_shocks_make(const rasim_study *study, const rasimi_seeds *seeds, double scale, rasimi_shocks *out,
                   rasim_problems *problems)
{
    *out = (rasimi_shocks){.study = study, .scale = scale};
    out->price_of_setting = no_laws(&out->arena, study->n_settings);
    out->demand_of_group = no_laws(&out->arena, study->n_care_groups);
    out->share_of_stream = no_laws(&out->arena, study->n_uncertain_streams);
    if (out->price_of_setting == NULL || out->demand_of_group == NULL || out->share_of_stream == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    rasim_status status = make_laws(study, seeds, scale, out);
    if (status == RASIM_OK) {
        status = make_programmes(study, seeds, out);
    }
    return status == RASIM_OK ? correlate(study, out, problems) : status;
}

void
rasimi_shocks_clear(rasimi_shocks *shocks)
{
    rasimi_arena_clear(&shocks->arena);
    *shocks = (rasimi_shocks){0};
}

void
rasimi_shocks_normals(const rasimi_shocks *shocks, uint64_t replicate, uint32_t year, double *normals, double *work)
{
    const size_t n = shocks->n;
    for (size_t i = 0; i < n; i++) {
        const rasimi_shock_law *law = &shocks->laws[i];
        const uint32_t of_year = i == shocks->optimism ? 0 : year; /* optimism is the same in all years */
        uint32_t counter[4] = {(uint32_t)law->key, (uint32_t)(law->key >> 32), (uint32_t)replicate,
                               rasimi_counter_word(of_year, 0, 0)};
        rasimi_philox(counter, law->stream_key);
        work[i] = rasimi_normal_quantile(rasimi_uniform53(counter[0], counter[1]));
    }
    for (size_t i = 0; i < n; i++) {
        normals[i] = work[i];
        if (shocks->factor != NULL) {
            normals[i] = 0.0;
            for (size_t j = 0; j <= i; j++) {
                normals[i] += shocks->factor[i * n + j] * work[j];
            }
        }
    }
    for (size_t i = 0; i < n && i < 64; i++) {
        if ((shocks->stress.forced >> i & 1) != 0) {
            normals[i] = shocks->stress.forced_score;
        }
    }
}

float
rasimi_shocks_price(const rasim_study *study, double index, double expected)
{
    return (float)(1.0 + study->framework.price_passthrough.value * (index / expected - 1.0));
}

/* For families that read answers: a lognormal of mean 1 from the same draw as the shift in points. */
static float
leniency_factor(const rasimi_shocks *shocks, double normal)
{
    const double log_sd = shocks->study->framework.assessment.leniency_log_sd.value;
    const double scaled = log_sd * shocks->scale;
    return (float)rasimi_exp(log_sd * normal - 0.5 * scaled * scaled);
}

/* 1 + x of a law that is not lognormal; what would fall below nothing is nothing. */
static double
growth_at(const rasimi_law *law, double normal)
{
    const double growth = rasimi_law_at(law, normal);
    return growth > 0.0 ? growth : 0.0;
}

void
rasimi_shocks_values(const rasimi_shocks *shocks, double *values)
{
    for (size_t i = 0; i < shocks->n; i++) {
        const rasimi_shock_law *law = &shocks->laws[i];
        if (law->lognormal) {
            values[i] = rasimi_exp(law->log_mean + law->log_sd * values[i]);
        } else {
            values[i] = i == shocks->leniency ? law->log_sd * values[i] : growth_at(&law->law, values[i]);
        }
    }
}

void
rasimi_shocks_fill(const rasimi_shocks *shocks, const double *values, float *stream, rasimi_kernel_shock *out)
{
    const rasim_study *study = shocks->study;
    const rasimi_sign_off_spec *sign_off = &study->framework.sign_off;
    const double practice = values[shocks->practice], leniency = values[shocks->leniency];
    const double trim = sign_off->trim_share.value * practice;
    out->uplift_share = (float)(sign_off->uplift_share.value * practice);
    out->trim_share = (float)(trim < 1.0 ? trim : 1.0);
    out->leniency = (float)(study->framework.assessment.leniency_sd.value * leniency);
    out->leniency_factor = leniency_factor(shocks, leniency);
    out->need_factor = (float)values[shocks->optimism];
    for (size_t k = 0; k < study->n_uncertain_streams; k++) {
        const size_t law = shocks->share_of_stream[k];
        stream[k] = (float)(values[law] / shocks->laws[law].law.mean);
    }
    out->stream = stream;
}

void
rasimi_shocks_draw(const rasimi_shocks *shocks, uint64_t replicate, rasimi_kernel_shock *out, float *price,
                   float *stream, double *work)
{
    const rasim_study *study = shocks->study;
    double *values = work;
    rasimi_shocks_normals(shocks, replicate, 0, values, work + shocks->n);
    rasimi_shocks_values(shocks, values);
    for (size_t k = 0; k < study->n_settings; k++) {
        const size_t law = shocks->price_of_setting[k];
        price[k] = law == SIZE_MAX
                       ? 1.0f
                       : rasimi_shocks_price(study, values[law] * (1.0 + shocks->stress.price), study->price_index[k]);
    }
    rasimi_shocks_fill(shocks, values, stream, out);
    out->price = price;
}
