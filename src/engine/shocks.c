/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shared shocks: laws from the framework, a Gaussian copula, and draws that depend on label and replicate alone. */
#include "engine/shocks.h"

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
    law->log_mean = rasimi_log(mean) - 0.5 * variance;
    law->log_sd = __builtin_sqrt(variance);
}

static rasimi_shock_law *
add_law(rasimi_shocks *shocks, rasimi_shock_kind kind, const char *label, uint64_t seed, rasimi_stream stream)
{
    rasimi_shock_law *law = &shocks->laws[shocks->n++];
    *law = (rasimi_shock_law){
        .kind = kind,
        .label = label,
        .key = rasimi_label_key(label, strlen(label)),
        .stream_key = rasimi_stream_key(seed, stream),
    };
    return law;
}

/* One law a price row: settings without a row of their own share the default row's index. */
static rasim_status
add_prices(const rasim_study *study, uint64_t seed, double scale, rasimi_shocks *out)
{
    const rasimi_structs *prices = &study->framework.prices;
    const rasimi_price_row *rows = prices->items;
    for (size_t i = 0; i < prices->n; i++) {
        const char *setting = rows[i].setting.value;
        const char *label = setting == NULL ? "price" : rasimi_arena_printf(&out->arena, "price: %s", setting);
        if (label == NULL) {
            return RASIM_ERR_NO_MEMORY;
        }
        lognormal_law(1.0 + rows[i].mean.value, scale * rows[i].sd.value,
                      add_law(out, RASIMI_SHOCK_PRICE, label, seed, RASIMI_STREAM_PRICE));
        for (size_t k = 0; k < study->n_settings; k++) {
            const bool own = setting != NULL && strcmp(setting, study->settings[k]) == 0;
            const bool rest = setting == NULL && out->price_of_setting[k] == SIZE_MAX;
            if (own || rest) {
                out->price_of_setting[k] = i;
            }
        }
    }
    return RASIM_OK;
}

static void
add_others(const rasim_study *study, uint64_t seed, double scale, rasimi_shocks *out)
{
    const rasimi_framework *framework = &study->framework;
    const rasimi_optimism_spec *optimism = &framework->optimism;
    lognormal_law(1.0, scale * framework->practice.sd.value,
                  add_law(out, RASIMI_SHOCK_PRACTICE, "practice", seed, RASIMI_STREAM_PRACTICE));
    add_law(out, RASIMI_SHOCK_LENIENCY, "leniency", seed, RASIMI_STREAM_LENIENCY)->log_sd = scale;
    lognormal_law(1.0 + optimism->mean.value, scale * optimism->sd.value,
                  add_law(out, RASIMI_SHOCK_OPTIMISM, "optimism", seed, RASIMI_STREAM_OPTIMISM));
}

static size_t
find_law(const rasimi_shocks *shocks, const char *label)
{
    size_t i = 0;
    while (i < shocks->n && strcmp(shocks->laws[i].label, label) != 0) {
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
                           out->laws[failed].label);
        return RASIM_ERR_INPUT;
    }
    return RASIM_OK;
}

rasim_status
rasimi_shocks_make(const rasim_study *study, uint64_t seed, double scale, rasimi_shocks *out, rasim_problems *problems)
{
    *out = (rasimi_shocks){.study = study, .scale = scale};
    out->laws = rasimi_arena_alloc(&out->arena, study->framework.prices.n + 3, sizeof *out->laws);
    out->price_of_setting = rasimi_arena_alloc(&out->arena, study->n_settings, sizeof *out->price_of_setting);
    if (out->laws == NULL || out->price_of_setting == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    for (size_t k = 0; k < study->n_settings; k++) {
        out->price_of_setting[k] = SIZE_MAX;
    }
    const rasim_status status = add_prices(study, seed, scale, out);
    if (status != RASIM_OK) {
        return status;
    }
    add_others(study, seed, scale, out);
    return correlate(study, out, problems);
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
        uint32_t counter[4] = {(uint32_t)law->key, (uint32_t)(law->key >> 32), (uint32_t)replicate,
                               rasimi_counter_word(year, 0, 0)};
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
}

/* A price index beyond its expectation, passed on in part: 1 + pi (f / fbar - 1). */
static float
price_multiplier(const rasim_study *study, size_t setting, double index)
{
    const double expected = 1.0 + study->price_mean[setting];
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

void
rasimi_shocks_draw(const rasimi_shocks *shocks, uint64_t replicate, uint32_t year, rasimi_kernel_shock *out,
                   float *price, double *work)
{
    const rasim_study *study = shocks->study;
    const rasimi_sign_off_spec *sign_off = &study->framework.sign_off;
    double *value = work;
    rasimi_shocks_normals(shocks, replicate, year, value, work + shocks->n);
    for (size_t i = 0; i < shocks->n; i++) {
        const rasimi_shock_law *law = &shocks->laws[i];
        const double shift = law->log_sd * value[i];
        value[i] = law->kind == RASIMI_SHOCK_LENIENCY ? shift : rasimi_exp(law->log_mean + shift);
    }
    for (size_t k = 0; k < study->n_settings; k++) {
        const size_t law = shocks->price_of_setting[k];
        price[k] = law == SIZE_MAX ? 1.0f : price_multiplier(study, k, value[law]);
    }
    const double *rest = value + study->framework.prices.n; /* practice, leniency, optimism: in this order */
    const double trim = sign_off->trim_share.value * rest[0];
    out->uplift_share = (float)(sign_off->uplift_share.value * rest[0]);
    out->trim_share = (float)(trim < 1.0 ? trim : 1.0);
    out->leniency = (float)(study->framework.assessment.leniency_sd.value * rest[1]);
    out->leniency_factor = leniency_factor(shocks, rest[1]);
    out->need_factor = (float)rest[2];
    out->price = price;
}
