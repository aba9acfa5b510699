/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reverse stress by a scan over changes and false position between two of them, on the same draws throughout. */
#include "rasim/reverse.h"

#include "analysis/excess.h"
#include "base/mem.h"
#include "engine/results.h"
#include "engine/run.h"
#include "num/stats.h"

#include <math.h>
#include <stdlib.h>

/* Changes that are tried before the search between two of them. */
static const double stress_grid[] = {-0.5, -0.3, -0.2, -0.1, -0.05, 0.0, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0};
static const double scale_grid[] = {-0.5, -0.45, -0.4, -0.35, -0.3, -0.25, -0.2, -0.15, -0.1, -0.05, 0.0,
                                    0.05, 0.1,   0.15, 0.2,   0.25, 0.3,   0.35, 0.4,   0.45, 0.5};
enum { MOST_POINTS = sizeof scale_grid / sizeof *scale_grid, MOST_STEPS = 12 };

/* The search ends where a change is known this well. */
#define NEAR 2e-5

/* What is changed, and the level of P(inside) that is asked for. */
typedef struct reversal {
    size_t field; /* of the run's options */
    double level;
    const double *grid;
    size_t n_grid;
} reversal;

/* Quantiles of what net is above the envelope are [design]. */
typedef struct search {
    const rasim_study *study;
    const rasim_run_options *options;
    rasim_problems *problems;
    rasimi_lanes lanes; /* of all runs */
    size_t n_designs;
    uint64_t n, n_made, n_runs; /* replicates; runs made, and about how many there will be */
    double *excess;             /* [n] */
} search;

static int
poll_all(void *context, uint64_t done, uint64_t total)
{
    const search *s = context;
    const uint64_t made = s->n_made < s->n_runs ? s->n_made : s->n_runs - 1;
    return s->options->poll(s->options->poll_context, made * total + done, s->n_runs * total);
}

/* One run with a change; the quantile of the excess of every design: at most 0 where P(inside) is at least the level.
 */
static rasim_status
look_at(search *s, const reversal *stress, double change, rasim_at_level *out)
{
    rasim_run_options options = *s->options;
    rasim_results *results;
    *(double *)(void *)((char *)&options + stress->field) = change;
    options.poll = s->options->poll == NULL ? NULL : poll_all;
    options.poll_context = s;
    const rasim_status status = rasimi_run_on(&s->lanes, s->study, &options, &results, s->problems);
    if (status != RASIM_OK) {
        return status;
    }
    const bool whole = results->replicates == s->n;
    for (size_t d = 0; d < s->n_designs && whole; d++) {
        for (uint64_t r = 0; r < s->n; r++) {
            s->excess[r] = rasimi_worst_excess(results, d, r);
        }
        rasimi_sort(s->excess, s->n);
        out[d] = rasimi_quantile(s->excess, s->n, stress->level);
    }
    rasim_results_free(results);
    s->n_made++;
    return whole ? RASIM_OK : RASIM_ERR_INTERRUPTED;
}

/* Two changes between which the quantile passes 0. */
typedef struct bracket {
    double low, high;     /* changes */
    double f_low, f_high; /* quantiles there: at most 0, and above */
} bracket;

/* False position with the weight of an end that stays halved (Dowell & Jarratt 1971). */
static rasim_status
narrow(search *s, const reversal *stress, size_t design, bracket b, rasim_at_level *work, rasim_tip *out)
{
    const double slope = (b.f_high - b.f_low) / (b.high - b.low);
    double before = HUGE_VAL, change = b.low;
    int side = 0;
    for (int step = 0; step < MOST_STEPS && fabs(change - before) > NEAR; step++) {
        before = change;
        change = (b.low * b.f_high - b.high * b.f_low) / (b.f_high - b.f_low);
        const rasim_status status = look_at(s, stress, change, work);
        if (status != RASIM_OK) {
            return status;
        }
        const double f = work[design].value;
        if (f <= 0.0) {
            b = (bracket){change, b.high, f, side < 0 ? b.f_high / 2 : b.f_high};
        } else {
            b = (bracket){b.low, change, side > 0 ? b.f_low / 2 : b.f_low, f};
        }
        side = f <= 0.0 ? -1 : 1;
    }
    *out = (rasim_tip){
        .found = RASIM_TIPS,
        .change = change,
        .low = change - (work[design].high - work[design].value) / slope,
        .high = change + (work[design].value - work[design].low) / slope,
    };
    return RASIM_OK;
}

/* The last point of the grid at which a design is inside; the grid's size where there is none. */
static size_t
last_inside(const search *s, const reversal *stress, const rasim_at_level *scan, size_t design)
{
    size_t i = stress->n_grid;
    while (i > 0 && scan[(i - 1) * s->n_designs + design].value > 0.0) {
        i--;
    }
    return i > 0 ? i - 1 : stress->n_grid;
}

static rasim_status
find_tip(search *s, const reversal *stress, size_t design, const rasim_at_level *scan, rasim_at_level *work,
         rasim_tip *out)
{
    const size_t i = last_inside(s, stress, scan, design);
    *out = (rasim_tip){RASIM_NEVER_INSIDE, (double)NAN, (double)NAN, (double)NAN};
    if (i == stress->n_grid) {
        return RASIM_OK;
    }
    if (i + 1 == stress->n_grid) {
        out->found = RASIM_ALWAYS_INSIDE;
        return RASIM_OK;
    }
    const bracket b = {
        .low = stress->grid[i],
        .high = stress->grid[i + 1],
        .f_low = scan[i * s->n_designs + design].value,
        .f_high = scan[(i + 1) * s->n_designs + design].value,
    };
    return narrow(s, stress, design, b, work, out);
}

/* Finds one stress's tip for all designs; tips are `stride` bytes apart. */
static rasim_status
find_tips(search *s, const reversal *stress, rasim_tip *first)
{
    rasim_at_level *scan = rasimi_calloc((MOST_POINTS + 1) * s->n_designs, sizeof *scan);
    if (scan == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    rasim_status status = RASIM_OK;
    for (size_t i = 0; i < stress->n_grid && status == RASIM_OK; i++) {
        status = look_at(s, stress, stress->grid[i], scan + i * s->n_designs);
    }
    for (size_t d = 0; d < s->n_designs && status == RASIM_OK; d++) {
        rasim_tip *tip = (rasim_tip *)(void *)((char *)first + d * sizeof(rasim_reverse_of));
        status = find_tip(s, stress, d, scan, scan + MOST_POINTS * s->n_designs, tip);
    }
    free(scan);
    return status;
}

static rasim_status
search_all(search *s, rasim_reverse *out)
{
    const size_t n_stress = sizeof stress_grid / sizeof *stress_grid;
    const reversal price = {offsetof(rasim_run_options, price_change), 0.5, stress_grid, n_stress};
    const reversal demand = {offsetof(rasim_run_options, demand_change), 0.5, stress_grid, n_stress};
    const reversal scale = {offsetof(rasim_run_options, allocation_change), out->level, scale_grid, MOST_POINTS};
    const bool has_demand = s->study->turnover;
    s->n_runs = (has_demand ? 2 : 1) * n_stress + MOST_POINTS + 12 * s->n_designs;
    for (size_t d = 0; d < s->n_designs; d++) {
        out->designs[d].has_demand = has_demand;
    }
    rasim_status status = find_tips(s, &price, &out->designs[0].price);
    if (status == RASIM_OK && has_demand) {
        status = find_tips(s, &demand, &out->designs[0].demand);
    }
    return status == RASIM_OK ? find_tips(s, &scale, &out->designs[0].scale) : status;
}

static rasim_run_options
plain_options(const rasim_study *study, const rasim_run_options *asked)
{
    rasim_run_options plain;
    rasim_run_options_init(&plain, study);
    plain.place_series = false;
    plain.series_only = true;
    plain.precision = (double)NAN;
    plain.replicates = asked->replicates;
    plain.seed = asked->seed;
    plain.n_threads = asked->n_threads;
    plain.poll = asked->poll;
    plain.poll_context = asked->poll_context;
    return plain;
}

rasim_status
rasim_reverse_run(const rasim_study *study, const rasim_run_options *options, rasim_reverse **out,
                  rasim_problems *problems)
{
    *out = NULL;
    if (options->replicates < 64 || study->n_levels == 0) {
        return RASIM_ERR_ARGUMENT;
    }
    const rasim_run_options plain = plain_options(study, options);
    search s = {
        .study = study,
        .options = &plain,
        .problems = problems,
        .n_designs = rasimi_study_n_outcomes(study),
        .n = plain.replicates,
        .n_runs = 1,
    };
    const rasimi_seeds seeds = {.seed = plain.seed};
    rasim_reverse *made = rasimi_calloc(1, sizeof *made);
    rasim_reverse_of *designs = rasimi_calloc(s.n_designs, sizeof *designs);
    s.excess = rasimi_calloc(s.n, sizeof *s.excess);
    rasim_status status = RASIM_ERR_NO_MEMORY;
    if (made != NULL && designs != NULL && s.excess != NULL) {
        *made = (rasim_reverse){s.n, study->levels[study->n_levels - 1], s.n_designs, designs};
        status = rasimi_lanes_make(study, &seeds, (rasimi_left_out){.top_slice = false}, &s.lanes);
    }
    if (status == RASIM_OK) {
        status = search_all(&s, made);
    }
    rasimi_lanes_clear(&s.lanes);
    free(s.excess);
    if (status != RASIM_OK) {
        free(designs);
        free(made);
        return status;
    }
    *out = made;
    return RASIM_OK;
}

void
rasim_reverse_free(rasim_reverse *reverse)
{
    if (reverse != NULL) {
        free(reverse->designs);
        free(reverse);
    }
}
