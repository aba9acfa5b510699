/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The waterfall: runs with the steps up to each one, and with all but each one, paired by replicate with the run that
   has them all. */
#include "rasim/waterfall.h"

#include "analysis/study_without.h"
#include "engine/results.h"
#include "num/stats.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *
rasim_bar_title(rasim_bar_kind step)
{
    static const char *const titles[RASIM_N_BARS] = {
        [RASIM_BAR_TODAY] = "Today's packages",
        [RASIM_BAR_RAS] = "This RAS (indicative)",
        [RASIM_BAR_SIGN_OFF] = "Sign-off (panel, uplift, trim)",
        [RASIM_BAR_HIGH_COST] = "High-cost packages",
        [RASIM_BAR_PRICES] = "Prices",
        [RASIM_BAR_TURNOVER] = "People who come, go and move",
        [RASIM_BAR_PROGRAMMES] = "Prevention and savings lines",
        [RASIM_BAR_INCOME] = "Income and what is not spent",
    };
    return (size_t)step < RASIM_N_BARS ? titles[step] : "";
}

const char *
rasim_bar_name(rasim_bar_kind step)
{
    static const char *const names[RASIM_N_BARS] = {
        [RASIM_BAR_TODAY] = "today",           [RASIM_BAR_RAS] = "ras",       [RASIM_BAR_SIGN_OFF] = "sign_off",
        [RASIM_BAR_HIGH_COST] = "high_cost",   [RASIM_BAR_PRICES] = "prices", [RASIM_BAR_TURNOVER] = "turnover",
        [RASIM_BAR_PROGRAMMES] = "programmes", [RASIM_BAR_INCOME] = "income",
    };
    return (size_t)step < RASIM_N_BARS ? names[step] : "";
}

/* A waterfall being worked out. Nets are £, [outcome x period][replicate]. */
typedef struct climb {
    const rasim_study *study;
    const rasim_results *results;
    const rasim_run_options *options;
    rasim_problems *problems;
    rasimi_arena work; /* what ends with it */
    size_t n_steps, n_designs, n_periods;
    rasim_bar_kind steps[RASIM_N_BARS];
    double *upto[RASIM_N_BARS];    /* with the steps up to this one; the last has all */
    double *without[RASIM_N_BARS]; /* with all but this one; of the first there is none */
    double *difference;            /* [n] */
    uint64_t n, n_made, n_runs;    /* replicates; runs made, and in all */
} climb;

/* ---- runs ---- */

/* The set of the steps from the i-th on. */
static unsigned
steps_from(const climb *c, size_t i)
{
    unsigned set = 0;
    for (; i < c->n_steps; i++) {
        set |= RASIMI_BAR(c->steps[i]);
    }
    return set;
}

static double
net_gbp(const rasim_results *results, size_t design, size_t year, uint64_t replicate)
{
    const int64_t *lines = rasim_results_ledger(results, design, year, replicate);
    int64_t net = 0;
    for (size_t g = 0; g < results->n_groups; g++) {
        net += lines[g * RASIM_N_LINES + RASIM_LINE_NET];
    }
    return (double)net * (results->study->framework.weeks_per_year.value / RASIM_UNITS_PER_GBP);
}

/* Net of a period: a year, or after them all years together. */
static double
net_of_period(const rasim_results *results, size_t design, size_t period, uint64_t replicate)
{
    if (period < results->n_years) {
        return net_gbp(results, design, period, replicate);
    }
    double sum = 0.0;
    for (size_t year = 0; year < results->n_years; year++) {
        sum += net_gbp(results, design, year, replicate);
    }
    return sum;
}

/* The first n replicates of every outcome and period, in the work's arena. */
static double *
keep(climb *c, const rasim_results *results)
{
    double *nets = rasimi_arena_alloc(&c->work, c->n_designs * c->n_periods * c->n, sizeof *nets);
    for (size_t i = 0; nets != NULL && i < c->n_designs * c->n_periods; i++) {
        for (uint64_t r = 0; r < c->n; r++) {
            nets[i * c->n + r] = net_of_period(results, i / c->n_periods, i % c->n_periods, r);
        }
    }
    return nets;
}

static int
poll_all(void *context, uint64_t done, uint64_t total)
{
    const climb *c = context;
    return c->options->poll(c->options->poll_context, c->n_made * total + done, c->n_runs * total);
}

static rasim_status
run_without(climb *c, unsigned steps, double **out)
{
    rasim_study changed;
    rasim_run_options options;
    rasim_results *results = NULL;
    rasim_status status = rasimi_study_without(c->study, steps, &c->work, &changed);
    if (status != RASIM_OK) {
        return status;
    }
    rasim_run_options_init(&options, &changed);
    options.place_series = false;
    options.series_only = true;
    options.replicates = c->n;
    options.seed = c->results->seed;
    options.n_threads = c->options->n_threads;
    options.poll = c->options->poll == NULL ? NULL : poll_all;
    options.poll_context = c;
    status = rasim_run(&changed, &options, &results, c->problems);
    if (status == RASIM_OK && results->replicates < c->n) {
        status = RASIM_ERR_INTERRUPTED;
    }
    if (status == RASIM_OK) {
        *out = keep(c, results);
        status = *out == NULL ? RASIM_ERR_NO_MEMORY : RASIM_OK;
    }
    rasim_results_free(results);
    c->n_made++;
    return status;
}

/* All runs; the last step comes in its turn when all the others are there, so that it needs none of its own. */
static rasim_status
run_all(climb *c)
{
    const size_t last = c->n_steps - 1;
    rasim_status status = RASIM_OK;
    c->n_runs = last + (last - 1);
    c->upto[last] = keep(c, c->results);
    c->difference = rasimi_arena_alloc(&c->work, c->n, sizeof *c->difference);
    if (c->upto[last] == NULL || c->difference == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    for (size_t i = 0; i < last && status == RASIM_OK; i++) {
        status = run_without(c, steps_from(c, i + 1), &c->upto[i]);
    }
    for (size_t i = 1; i < last && status == RASIM_OK; i++) {
        status = run_without(c, RASIMI_BAR(c->steps[i]), &c->without[i]);
    }
    c->without[last] = c->upto[last - 1];
    return status;
}

/* ---- bars ---- */

/* Whole pennies, so that what is printed adds up. */
static double
pennies(double gbp)
{
    return __builtin_floor(gbp * 100.0 + 0.5) / 100.0;
}

/* Net of one outcome and period with all steps: on the replicates that the bars rest on, and on every one. */
typedef struct whole_net {
    size_t at;
    const double *net; /* [n] */
    double mean, variance, mean_of_every, variance_of_every;
} whole_net;

/*
 * The mean of what is in c->difference, and its standard error: by regression on net with all steps, whose mean every
 * replicate tells (Cochran 1977, section 12.6). The slopes of the bars add up to 1, as the bars add up to net, so that
 * what is estimated adds up to the mean of every replicate.
 */
static void
estimate(const climb *c, const whole_net *of, double *gbp, double *se)
{
    const double n = (double)c->n, every = (double)c->results->replicates;
    double mean, sd, covariance = 0.0;
    rasimi_mean_sd(c->difference, c->n, &mean, &sd);
    for (uint64_t r = 0; r < c->n; r++) {
        covariance += (c->difference[r] - mean) * (of->net[r] - of->mean) / (n - 1.0);
    }
    const double slope = of->variance > 0.0 ? covariance / of->variance : 0.0;
    const double left = sd * sd - slope * covariance;
    *gbp = mean + slope * (of->mean_of_every - of->mean);
    *se = __builtin_sqrt((left > 0.0 ? left : 0.0) / n + slope * slope * of->variance_of_every / every);
}

static rasim_bar
bar_of(climb *c, size_t step, const whole_net *of)
{
    rasim_bar bar = {.step = c->steps[step]};
    const size_t at = of->at * c->n;
    const double *after = c->upto[step] + at, *before = c->upto[step - 1] + at, *others = c->without[step] + at;
    for (uint64_t r = 0; r < c->n; r++) {
        c->difference[r] = after[r] - before[r];
    }
    estimate(c, of, &bar.gbp, &bar.se);
    for (uint64_t r = 0; r < c->n; r++) {
        c->difference[r] = of->net[r] - others[r];
    }
    estimate(c, of, &bar.last_gbp, &bar.last_se);
    for (uint64_t r = 0; r < c->n; r++) {
        c->difference[r] = (after[r] - before[r]) - (of->net[r] - others[r]);
    }
    estimate(c, of, &bar.interaction_gbp, &bar.interaction_se);
    bar.gbp = pennies(bar.gbp);
    bar.last_gbp = pennies(bar.last_gbp);
    bar.interaction_gbp = pennies(bar.gbp - bar.last_gbp);
    return bar;
}

/* Where it starts: what the other bars leave of the mean, which is its estimate to the pennies that rounding took. */
static rasim_bar
first_bar(climb *c, const whole_net *of, double left)
{
    const double absent = (double)NAN;
    rasim_bar bar = {RASIM_BAR_TODAY, 0.0, 0.0, absent, absent, absent, absent};
    memcpy(c->difference, c->upto[0] + of->at * c->n, c->n * sizeof *c->difference);
    estimate(c, of, &bar.gbp, &bar.se);
    bar.gbp = pennies(left);
    return bar;
}

/* What it takes beyond the mean, from all replicates: sorted is [N]. */
static void
fill_levels(const climb *c, const double *sorted, rasim_waterfall_of *out)
{
    for (size_t l = 0; l < out->n_levels; l++) {
        const rasim_at_level q = rasimi_quantile(sorted, c->results->replicates, c->study->levels[l]);
        out->to_level[l] = (rasim_bar_to_level){
            .level = q.level,
            .gbp = pennies(pennies(q.value) - out->mean_gbp),
            .low = pennies(q.low - out->mean_gbp),
            .high = pennies(q.high - out->mean_gbp),
        };
    }
}

static void
fill_bars(climb *c, const whole_net *of, rasim_waterfall_of *out)
{
    double left = out->mean_gbp;
    out->n_bars = c->n_steps;
    for (size_t i = 1; i < c->n_steps; i++) {
        out->bars[i] = bar_of(c, i, of);
        left -= out->bars[i].gbp;
    }
    out->bars[0] = first_bar(c, of, left);
}

/* One outcome and period. */
static rasim_status
fill(climb *c, size_t at, rasimi_arena *arena, rasim_waterfall_of *out)
{
    const uint64_t every = c->results->replicates;
    whole_net of = {.at = at, .net = c->upto[c->n_steps - 1] + at * c->n};
    double sd, sd_of_every, *nets = rasimi_calloc(every, sizeof *nets);
    out->to_level = rasimi_arena_alloc(arena, c->study->n_levels, sizeof *out->to_level);
    if (nets == NULL || out->to_level == NULL) {
        free(nets);
        return RASIM_ERR_NO_MEMORY;
    }
    for (uint64_t r = 0; r < every; r++) {
        nets[r] = net_of_period(c->results, at / c->n_periods, at % c->n_periods, r);
    }
    rasimi_mean_sd(of.net, c->n, &of.mean, &sd);
    rasimi_mean_sd(nets, every, &of.mean_of_every, &sd_of_every);
    of.variance = sd * sd;
    of.variance_of_every = sd_of_every * sd_of_every;
    out->mean_gbp = pennies(of.mean_of_every);
    out->mean_se = sd_of_every / __builtin_sqrt((double)every);
    out->n_levels = c->study->n_levels;
    rasimi_sort(nets, every);
    fill_levels(c, nets, out);
    free(nets);
    fill_bars(c, &of, out);
    return RASIM_OK;
}

static rasim_status
fill_all(climb *c, rasimi_arena *arena, rasim_waterfall *out)
{
    rasim_status status = RASIM_OK;
    out->of = rasimi_arena_alloc(arena, c->n_designs * c->n_periods, sizeof *out->of);
    if (out->of == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    for (size_t at = 0; at < c->n_designs * c->n_periods && status == RASIM_OK; at++) {
        const size_t period = at % c->n_periods;
        if (period < c->study->n_years) {
            const char *label = c->study->year_labels[period];
            out->of[at].period = rasimi_arena_text(arena, label, strlen(label));
        }
        status = fill(c, at, arena, &out->of[at]);
    }
    return status;
}

rasim_status
rasim_waterfall_run(const rasim_study *study, const rasim_results *results, const rasim_run_options *options,
                    rasim_waterfall **out, rasim_problems *problems)
{
    *out = NULL;
    if (options->replicates < RASIM_CHUNK_REPLICATES || options->replicates > results->replicates) {
        return RASIM_ERR_ARGUMENT;
    }
    climb c = {
        .study = study,
        .results = results,
        .options = options,
        .problems = problems,
        .n_designs = results->n_designs,
        .n_periods = results->n_years + (results->n_years > 1 ? 1 : 0),
        .n = options->replicates,
    };
    c.n_steps = rasimi_bars_of(study, c.steps);
    rasim_waterfall *made = rasimi_calloc(1, sizeof *made);
    rasimi_arena *arena = rasimi_calloc(1, sizeof *arena);
    rasim_status status = RASIM_ERR_NO_MEMORY;
    if (made != NULL && arena != NULL) {
        *made = (rasim_waterfall){c.n, c.n_designs, c.n_periods, NULL, arena};
        status = run_all(&c);
    }
    if (status == RASIM_OK) {
        status = fill_all(&c, arena, made);
    }
    rasimi_arena_clear(&c.work);
    if (status == RASIM_OK) {
        *out = made;
        return RASIM_OK;
    }
    rasimi_arena_clear(arena == NULL ? &(rasimi_arena){0} : arena);
    free(arena);
    free(made);
    return status;
}

void
rasim_waterfall_free(rasim_waterfall *waterfall)
{
    if (waterfall != NULL) {
        rasimi_arena_clear(waterfall->arena);
        free(waterfall->arena);
        free(waterfall);
    }
}
