/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Method price-per-point: what a point costs, and then the price at which the plan meets the envelope less the
   contingency that is held: k = (B (1-c) - H + K + O) / (weeks x sum of w P x share used), by bisection because
   contributions K and other funding O hang on k (methods.md section 8). */
#include "analysis/calibrate.h"

#include <math.h>

/* Both sides of the search for a factor on prices. */
#define MOST_FACTOR 1e3

enum { HALVINGS = 60 };

static rasim_status
fit_class(const rasimi_fit_job *job, const rasimi_class_data *data, const rasimi_curve *like, rasimi_curve *out)
{
    double cost = 0, points = 0;
    (void)like;
    for (size_t i = 0; i < data->n; i++) {
        cost += data->weight[i] * data->mean[i];
        points += data->weight[i] * data->points[i];
    }
    out->n = 1;
    out->at = rasimi_arena_alloc(job->arena, 1, sizeof *out->at);
    out->values = rasimi_arena_alloc(job->arena, 1, sizeof *out->values);
    if (!out->at || !out->values)
        return RASIM_ERR_NO_MEMORY;
    out->values[0] = points > 0 ? cost / points : 0;
    return points > 0 ? RASIM_OK : RASIM_ERR_INPUT;
}

static rasim_status
fit(const rasimi_fit_job *job, rasimi_fitted *out)
{
    return rasimi_fit_curves(job, fit_class, out);
}

static double
predict(const rasimi_fit_job *job, const rasimi_fitted *fitted, size_t class, size_t i)
{
    return fmax(fitted->values[fitted->first[class]] * job->points[i], 0);
}

/* Net £ a week of the people inside the RAS where prices are multiplied by a factor. */
static double
planned_net(const rasimi_fit_job *job, const rasimi_fitted *fitted, double factor)
{
    const rasimi_sample *sample = job->sample;
    const double collected = sample->study->collection_rate;
    double net = 0;
    for (size_t i = 0; i < sample->n_people; i++) {
        const rasimi_sample_income *income = &sample->income[i];
        const double outturn = factor * sample->scale * rasimi_predict(job, fitted, i) * income->used_share;
        const double other = fmin(income->other_gbp + income->other_share * outturn, outturn);
        net += job->weight[i] * (outturn - other - collected * fmin(income->owed, outturn - other));
    }
    return net;
}

/* Where those outside the RAS alone cost more than there is, nothing is left for a point. */
static void
settle(const rasimi_fit_job *job, rasimi_fitted *fitted)
{
    const rasim_study *study = job->sample->study;
    const double held = study->framework.contingency_held_gbp_year.value;
    const double budget = (study->envelope_gbp - (isnan(held) ? 0 : held)) / study->framework.weeks_per_year.value -
                          job->sample->outside_net;
    double low = 0, high = MOST_FACTOR;
    for (int i = 0; i < HALVINGS; i++) {
        const double middle = 0.5 * (low + high);
        if (planned_net(job, fitted, middle) <= budget)
            low = middle;
        else
            high = middle;
    }
    for (size_t v = 0; v < fitted->first[fitted->n_classes]; v++)
        fitted->values[v] *= low;
}

static const char *
what(const rasimi_fitted *fitted, const rasimi_sample *sample, size_t value, rasimi_arena *arena)
{
    (void)fitted;
    (void)sample;
    (void)value;
    return rasimi_arena_printf(arena, "a point");
}

/* A price is not rounded to the step of amounts: people have many points. */
static void
write(const rasimi_fitted *fitted, const rasimi_sample *sample, size_t class, const rasimi_fit_settings *settings,
      double scale, rasimi_buffer *out)
{
    (void)settings;
    const double price = rasimi_amount_written(sample, fitted->values[fitted->first[class]], scale, 1e-4);
    rasimi_buffer_printf(out, "    gbp_per_point: %s\n", rasimi_words_number(price).text);
}

const rasimi_method rasimi_method_price_per_point = {
    .name = "price-per-point",
    .family = "price_per_point",
    .sentence = "the same amount for every point, such that the plan meets the envelope less the contingency held",
    .fit = fit,
    .predict = predict,
    .settle = settle,
    .what = what,
    .write = write,
    .rounding_gbp = 0.01,
};
