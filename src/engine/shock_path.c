/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shared shocks of all years of a replicate: cumulated prices and demand, the envelope, and what programmes do. */
#include "engine/shocks.h"

#include "num/detmath.h"
#include "num/philox.h"

#include <stdlib.h>
#include <string.h>

rasim_status
rasimi_shock_path_make(const rasimi_shocks *shocks, rasimi_shock_path *out)
{
    const rasim_study *study = shocks->study;
    const size_t n_interventions = study->framework.interventions.n, n_savings = study->framework.savings.n;
    *out = (rasimi_shock_path){
        .years = rasimi_calloc(study->n_years, sizeof *out->years),
        .price = rasimi_calloc(study->n_years * study->n_settings, sizeof *out->price),
        .prices = rasimi_calloc(study->n_years * study->n_settings, sizeof *out->prices),
        .stream = rasimi_calloc(study->n_years * study->n_uncertain_streams, sizeof *out->stream),
        .demand = rasimi_calloc(study->n_years * study->n_care_groups, sizeof *out->demand),
        .normals = rasimi_calloc(shocks->n, sizeof *out->normals),
        .index = rasimi_calloc(shocks->n, sizeof *out->index),
        .work = rasimi_calloc(2 * shocks->n, sizeof *out->work),
        .reduction = rasimi_calloc(n_interventions, sizeof *out->reduction),
        .delivered = rasimi_calloc(n_savings, sizeof *out->delivered),
        .slipped = rasimi_calloc(n_savings, sizeof *out->slipped),
    };
    out->programmes = (rasimi_programme_draw){out->reduction, out->delivered, out->slipped};
    const bool made = out->years != NULL && out->price != NULL && out->prices != NULL && out->stream != NULL &&
                      out->demand != NULL && out->normals != NULL && out->index != NULL && out->work != NULL &&
                      out->reduction != NULL && out->delivered != NULL && out->slipped != NULL;
    return made ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

void
rasimi_shock_path_clear(rasimi_shock_path *path)
{
    free(path->years);
    free(path->price);
    free(path->prices);
    free(path->stream);
    free(path->demand);
    free(path->normals);
    free(path->index);
    free(path->work);
    free(path->reduction);
    free(path->delivered);
    free(path->slipped);
    *path = (rasimi_shock_path){0};
}

/* The normal scores of a year: each carries on that of the year before as its autocorrelation says. */
static void
draw_normals(const rasimi_shocks *shocks, uint64_t replicate, size_t year, rasimi_shock_path *path)
{
    double *fresh = path->work;
    rasimi_shocks_normals(shocks, replicate, (uint32_t)year, fresh, path->work + shocks->n);
    for (size_t i = 0; i < shocks->n; i++) {
        const double a = shocks->laws[i].autocorrelation;
        path->normals[i] = year > 0 ? a * path->normals[i] + __builtin_sqrt(1.0 - a * a) * fresh[i] : fresh[i];
    }
}

/* A year's prices and demand, which go on from the year before; the first year's are those of a run of one year. */
static void
fill_indices(const rasimi_shocks *shocks, size_t year, const double *values, rasimi_shock_path *path)
{
    const rasim_study *study = shocks->study;
    float *price = path->price + year * study->n_settings;
    double *prices = path->prices + year * study->n_settings;
    double *demand = path->demand + year * study->n_care_groups;
    for (size_t i = 0; i < shocks->n; i++) {
        path->index[i] = year == 0 ? values[i] : path->index[i] * values[i];
    }
    for (size_t k = 0; k < study->n_settings; k++) {
        const size_t law = shocks->price_of_setting[k];
        const double expected = study->price_index[year * study->n_settings + k];
        const double index = law == SIZE_MAX ? expected : path->index[law] * (1.0 + shocks->stress.price);
        price[k] = law == SIZE_MAX ? 1.0f : rasimi_shocks_price(study, index, expected);
        prices[k] = index / expected;
    }
    for (size_t g = 0; g < study->n_care_groups; g++) {
        const size_t law = shocks->demand_of_group[g];
        demand[g] = (law == SIZE_MAX ? 1.0 : path->index[law]) * (1.0 + shocks->stress.demand);
    }
    path->years[year].kernel.price = price;
    path->years[year].prices = prices;
    path->years[year].demand = demand;
}

/* A standard normal of a programme, or of what all of them share. */
static double
programme_normal(const rasimi_shocks *shocks, const char *name, uint64_t replicate, uint32_t draw)
{
    const uint64_t key = rasimi_label_key(name, strlen(name));
    uint32_t words[4] = {(uint32_t)key, (uint32_t)(key >> 32), (uint32_t)replicate, rasimi_counter_word(0, draw, 0)};
    rasimi_philox(words, shocks->programme_key);
    return rasimi_normal_quantile(rasimi_uniform53(words[0], words[1]));
}

/* Draws of a programme's key, by what they are for. */
enum { DRAW_EFFECT, DRAW_SLIPPED, DRAW_DELIVERED };

static void
draw_programmes(const rasimi_shocks *shocks, uint64_t replicate, rasimi_shock_path *path)
{
    const rasimi_framework *framework = &shocks->study->framework;
    const rasimi_intervention_row *programmes = framework->interventions.items;
    const rasimi_saving_row *savings = framework->savings.items;
    for (size_t i = 0; i < framework->interventions.n; i++) {
        const double normal = programme_normal(shocks, programmes[i].name.value, replicate, DRAW_EFFECT);
        path->reduction[i] = rasimi_law_at(&shocks->reductions[i], normal);
    }
    const double shared = programme_normal(shocks, "", replicate, DRAW_DELIVERED);
    for (size_t i = 0; i < framework->savings.n; i++) {
        const double common = savings[i].common.value;
        const double own = programme_normal(shocks, savings[i].name.value, replicate, DRAW_DELIVERED);
        const double normal = __builtin_sqrt(common) * shared + __builtin_sqrt(1.0 - common) * own;
        const double slips = programme_normal(shocks, savings[i].name.value, replicate, DRAW_SLIPPED);
        path->delivered[i] = rasimi_law_at(&shocks->deliveries[i], normal);
        path->slipped[i] = rasimi_normal_cdf(slips) < savings[i].slip_probability.value;
    }
}

void
rasimi_shock_path_draw(const rasimi_shocks *shocks, uint64_t replicate, rasimi_shock_path *path)
{
    for (size_t year = 0; year < shocks->study->n_years; year++) {
        draw_normals(shocks, replicate, year, path);
        double *values = path->work;
        memcpy(values, path->normals, shocks->n * sizeof *values);
        rasimi_shocks_values(shocks, values);
        float *stream = path->stream + year * shocks->study->n_uncertain_streams;
        rasimi_shocks_fill(shocks, values, stream, &path->years[year].kernel);
        fill_indices(shocks, year, values, path);
        path->years[year].envelope = values[shocks->funding];
    }
    draw_programmes(shocks, replicate, path);
}
