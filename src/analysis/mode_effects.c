/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everybody assessed in one mode and in another, through the design's own rule. The error of a mode is averaged over:
   a rule with steps or a floor pays something for spread alone. */
#include "analysis/mode_effects.h"

#include <math.h>
#include <stdlib.h>

#include "engine/plan.h"
#include "num/detmath.h"
#include "rasim/ledger.h"

/* Equally probable values of an assessment's error: midpoints of that many slices of the normal law. */
#define N_ERRORS 32
#define Z_95     1.959963984540054

/* What a mode does to everybody: expected points and £ a week, by row. */
typedef struct seen {
    double *points, *gbp_week; /* [n_rows] */
    double shift_gbp;          /* £ a week a person that one standard error of the mode's bias moves the mean by */
} seen;

typedef struct errors {
    size_t n;
    double z[N_ERRORS];
} errors;

static errors
errors_of(double sd)
{
    errors out = {.n = sd > 0 ? N_ERRORS : 1};
    for (size_t j = 0; j < out.n && out.n > 1; j++)
        out.z[j] = rasimi_normal_quantile(((double)j + 0.5) / (double)out.n);
    return out;
}

static bool
is_scored(const rasim_study *study, size_t row)
{
    return !study->scored || study->scored[row];
}

static double
gbp_of(rasimi_allocated amount)
{
    return (double)amount.units / RASIM_UNITS_PER_GBP;
}

/* Families over points: the observed points, and what the rule makes of them. */
static void
see_points(const rasim_study *study, const rasimi_applied *applied, const rasimi_mode *mode, double bias, size_t row,
           seen *out)
{
    const rasimi_rule *rule = &applied->rules[study->care_group[row]];
    const float extra = applied->extra ? applied->extra[row] : 0;
    const errors e = errors_of(mode->sd);
    double points = 0, gbp = 0;
    for (size_t j = 0; j < e.n; j++) {
        float held;
        const float observed = applied->points[row] + (float)(bias + mode->sd * e.z[j]);
        rasimi_rule_piece(rule, observed, &held);
        points += (double)held;
        gbp += gbp_of(rasimi_rule_evaluate(rule, observed, extra));
    }
    out->points[row] = points / (double)e.n;
    out->gbp_week[row] = gbp / (double)e.n;
}

/* Families that read answers: the amount times the mode's factor of mean 1 + bias. */
static void
see_answers(const rasim_study *study, const rasimi_applied *applied, const rasimi_mode *mode, size_t row, seen *out)
{
    const rasimi_rule *rule = &applied->rules[study->care_group[row]];
    const float extra = applied->extra ? applied->extra[row] : 0;
    const double raw = (double)applied->raw[row] / (1 + study->mode_factor_bias[row]) * (1 + mode->factor_bias);
    const errors e = errors_of(mode->factor_log_sd);
    double factors[N_ERRORS], mean = 0, gbp = 0;
    for (size_t j = 0; j < e.n; j++) {
        factors[j] = rasimi_exp(mode->factor_log_sd * e.z[j]);
        mean += factors[j] / (double)e.n;
    }
    for (size_t j = 0; j < e.n; j++)
        gbp += gbp_of(rasimi_rule_evaluate(rule, applied->points[row], (float)(raw * factors[j] / mean) + extra));
    out->points[row] = (double)applied->points[row];
    out->gbp_week[row] = gbp / (double)e.n;
}

/* Everybody; packages that are planned outside the RAS cost the same whoever assesses. */
static void
see(const rasim_study *study, size_t design, const rasimi_mode *mode, double bias, seen *out)
{
    const rasimi_applied *applied = &study->applied[design];
    for (size_t i = 0; i < study->n_rows; i++)
        if (is_scored(study, i)) {
            if (applied->by_factor)
                see_answers(study, applied, mode, i, out);
            else
                see_points(study, applied, mode, bias, i, out);
            if (rasimi_plan_is_high_cost(study, design, i))
                out->gbp_week[i] = 0;
        }
}

/* ---- means over the people ---- */

static double
scored_weight(const rasim_study *study)
{
    double sum = 0;
    for (size_t i = 0; i < study->n_rows; i++)
        sum += is_scored(study, i) ? study->weight[i] : 0;
    return sum;
}

static double
mean_of(const rasim_study *study, const double *values)
{
    double sum = 0;
    for (size_t i = 0; i < study->n_rows; i++)
        sum += is_scored(study, i) ? study->weight[i] * values[i] : 0;
    const double weight = scored_weight(study);
    return weight > 0 ? sum / weight : 0;
}

/* What of the caseload nobody has scored: 0 under fixed sampling, where the rows are everybody. */
static double
unseen_share(const rasim_study *study)
{
    double n = 0;
    for (size_t i = 0; i < study->n_rows; i++)
        n += is_scored(study, i);
    const bool fixed = study->framework.population.sampling.value == RASIMI_SAMPLING_FIXED;
    const double people = (double)study->n_people;
    return fixed || !(people > n) ? 0 : 1 - n / people;
}

/* Variance of the mean difference of two modes for want of people: of a ratio of weighted sums, linearised. */
static double
sample_variance(const rasim_study *study, const seen *mode, const seen *against, double mean)
{
    const double weight = scored_weight(study);
    double sum = 0, n = 0;
    for (size_t i = 0; i < study->n_rows; i++) {
        if (!is_scored(study, i))
            continue;
        const double d = study->weight[i] * (mode->gbp_week[i] - against->gbp_week[i] - mean) / weight;
        sum += d * d;
        n++;
    }
    return n > 1 ? sum * n / (n - 1) * unseen_share(study) : 0;
}

/* ---- pairs of modes ---- */

static void
compare(const rasim_study *study, const seen *all, size_t a, size_t b, rasim_mode_effect *out)
{
    const double gbp_week = mean_of(study, all[b].gbp_week) - mean_of(study, all[a].gbp_week);
    const double variance = sample_variance(study, &all[b], &all[a], gbp_week) + all[a].shift_gbp * all[a].shift_gbp +
                            all[b].shift_gbp * all[b].shift_gbp;
    const double width = Z_95 * sqrt(variance);
    const double years = (double)study->n_people * study->framework.weeks_per_year.value;
    *out = (rasim_mode_effect){
        .mode = study->modes[b].label,
        .against = study->modes[a].label,
        .i_mode = (double)b + 1,
        .i_against = (double)a + 1,
        .points = mean_of(study, all[b].points) - mean_of(study, all[a].points),
        .gbp_week = gbp_week,
        .gbp_week_low = gbp_week - width,
        .gbp_week_high = gbp_week + width,
        .gbp = gbp_week * years,
        .gbp_low = (gbp_week - width) * years,
        .gbp_high = (gbp_week + width) * years,
    };
}

/* A mode as it is, and how far one standard error of its bias would move what is paid. */
static rasim_status
see_mode(const rasim_study *study, size_t design, const rasimi_mode *mode, rasimi_arena *arena, seen *out)
{
    out->points = rasimi_arena_alloc(arena, study->n_rows, sizeof *out->points);
    out->gbp_week = rasimi_arena_alloc(arena, study->n_rows, sizeof *out->gbp_week);
    if (!out->points || !out->gbp_week)
        return RASIM_ERR_NO_MEMORY;
    if (mode->from && !study->applied[design].by_factor) {
        const double se = mode->from->against_reference.bias_se;
        see(study, design, mode, mode->bias + se, out);
        const double above = mean_of(study, out->gbp_week);
        see(study, design, mode, mode->bias - se, out);
        out->shift_gbp = (above - mean_of(study, out->gbp_week)) / 2;
    }
    see(study, design, mode, mode->bias, out);
    return RASIM_OK;
}

rasim_status
rasimi_mode_effects(const rasim_study *study, size_t design, rasimi_arena *arena, size_t *n, rasim_mode_effect **out)
{
    const size_t n_modes = study->n_modes;
    *n = 0;
    if (n_modes < 2)
        return RASIM_OK;
    rasimi_arena work = {0};
    rasim_mode_effect *effects = rasimi_arena_alloc(arena, n_modes * (n_modes - 1) / 2, sizeof *effects);
    seen *all = rasimi_arena_alloc(&work, n_modes, sizeof *all);
    rasim_status status = effects && all ? RASIM_OK : RASIM_ERR_NO_MEMORY;
    for (size_t m = 0; status == RASIM_OK && m < n_modes; m++)
        status = see_mode(study, design, &study->modes[m], &work, &all[m]);
    for (size_t a = 0; status == RASIM_OK && a < n_modes; a++)
        for (size_t b = a + 1; b < n_modes; b++)
            compare(study, all, a, b, &effects[(*n)++]);
    rasimi_arena_clear(&work);
    *out = effects;
    return status;
}

rasim_status
rasimi_mode_summaries(const rasim_study *study, rasimi_arena *arena, size_t *n, rasim_mode_summary **out)
{
    rasim_mode_summary *list = rasimi_arena_alloc(arena, study->n_modes, sizeof *list);
    if (!list)
        return RASIM_ERR_NO_MEMORY;
    for (size_t m = 0; m < study->n_modes; m++) {
        const rasimi_mode *mode = &study->modes[m];
        const rasimi_agreement given = {0}, *from = mode->from ? &mode->from->against_reference : &given;
        list[m] = (rasim_mode_summary){
            .mode = mode->label,
            .people = mode->people,
            .is_reference = mode->is_reference,
            .estimated = mode->from != NULL,
            .pairs = (double)from->n,
            .bias = mode->bias,
            .bias_se = from->bias_se,
            .sd = mode->sd,
            .sd_se = from->sd_se,
            .sd_difference = from->sd_difference,
        };
    }
    *n = study->n_modes;
    *out = list;
    return RASIM_OK;
}
