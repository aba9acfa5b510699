/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan of a sample: the size that a share of people needs, and what it says about the total of costs. */
#include "analysis/sampling.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "base/problem.h"
#include "num/sample_size.h"

static const double MARGINS[RASIM_N_SAMPLING_MARGINS] = {0.05, 0.02};

/* Packages of care have cv between 0.5 (without the dearest) and 2 (with them). */
static const double ASSUMED[RASIM_N_SAMPLING_ASSUMED] = {0.5, 0.8, 1.0, 1.5, 2.0};
static const double EXPLAINED[RASIM_N_SAMPLING_EXPLAINED] = {0.25, 0.5, 0.75};

#define CONFIDENCE 0.95
#define INTERVAL   0.09

double
rasim_sampling_margin(size_t i)
{
    return i < RASIM_N_SAMPLING_MARGINS ? MARGINS[i] : (double)NAN;
}

void
rasim_sampling_options_init(rasim_sampling_options *options)
{
    *options = (rasim_sampling_options){.confidence = CONFIDENCE, .interval = INTERVAL};
}

double
rasimi_sampling_margin_of(const rasim_sampling *plan, double variance, double total)
{
    return plan->z * sqrt(variance) / total;
}

double
rasimi_sampling_variance_of(const rasim_sampling *plan, double margin, double total)
{
    const double se = margin * total / plan->z;
    return se * se;
}

uint64_t
rasimi_sampling_enlarge(uint64_t size, double factor, uint64_t people)
{
    const double enlarged = ceil((double)size * factor);
    return enlarged < (double)people ? (uint64_t)enlarged : people;
}

void
rasimi_sampling_precise(const rasim_sampling *plan, uint64_t people, uint64_t n, double cv, double factor,
                        rasim_sampling_precision *out)
{
    const double all = (double)people; /* with a mean of 1 the total is the number of people */
    out->cv = cv;
    out->margin = rasimi_sampling_margin_of(plan, rasimi_sample_variance(all, cv, (double)n), all);
    for (size_t i = 0; i < RASIM_N_SAMPLING_MARGINS; i++) {
        const double most = rasimi_sampling_variance_of(plan, MARGINS[i], all);
        out->needed[i] = rasimi_sampling_enlarge(rasimi_sample_for_variance(people, cv, most, 2), factor, people);
    }
}

rasim_status
rasimi_sampling_settle(rasimi_sampling_work *work, uint64_t people, const char *file)
{
    rasim_sampling *plan = work->plan;
    if (plan->population == 0)
        plan->population = people;
    if (plan->population != people) {
        rasimi_problem_add(work->problems, RASIM_ERROR, (rasimi_place){.file = file},
                           "The file stands for %" PRIu64 " people, but the population asked for has %" PRIu64
                           "; leave the population out, or name the rows that are meant.",
                           people, plan->population);
        return RASIM_ERR_INPUT;
    }
    plan->n = rasimi_sample_for_share(plan->z, plan->interval, (double)people);
    return RASIM_OK;
}

/* What can be said without knowing anybody's cost. The cv that somebody has in mind is that of everybody, whose sd has
   the divisor N; formulas take N - 1. */
static void
assume(rasim_sampling *plan)
{
    const rasim_sampling_caseload *caseload = plan->caseload;
    const double people = (double)plan->population, divisor = sqrt(people / (people - 1));
    for (size_t i = 0; i < RASIM_N_SAMPLING_ASSUMED; i++) {
        rasimi_sampling_precise(plan, plan->population, plan->n, ASSUMED[i] * divisor, 1, &plan->assumed[i]);
        plan->assumed[i].cv = ASSUMED[i];
    }
    for (size_t i = 0; i < RASIM_N_SAMPLING_EXPLAINED; i++) {
        plan->explained_share[i] = EXPLAINED[i];
        if (caseload)
            rasimi_sampling_precise(plan, plan->population, plan->n, caseload->unknown.cv * sqrt(1 - EXPLAINED[i]), 1,
                                    &plan->explained[i]);
    }
}

static rasim_status
fill(rasimi_sampling_work *work)
{
    const rasim_sampling_options *options = work->options;
    rasim_sampling *plan = work->plan;
    plan->population = options->population;
    plan->confidence = options->confidence;
    plan->interval = options->interval;
    plan->z = rasimi_sample_z(options->confidence);
    plan->n_infinite = rasimi_sample_for_share(plan->z, plan->interval, HUGE_VAL);
    rasim_status status = RASIM_OK;
    if (options->caseload)
        status = rasimi_sampling_first(work);
    if (status == RASIM_OK && options->pilot)
        status = rasimi_sampling_second(work);
    if (status == RASIM_OK && !options->caseload && !options->pilot && plan->population == 0) {
        rasimi_problem_add(work->problems, RASIM_ERROR, (rasimi_place){0},
                           "A sample needs a population: give the number of people, or a caseload.");
        status = RASIM_ERR_INPUT;
    }
    if (status == RASIM_OK)
        status = rasimi_sampling_settle(work, plan->population, NULL);
    if (status == RASIM_OK)
        assume(plan);
    return status;
}

static bool
is_usable(const rasim_sampling_options *options)
{
    return options->confidence > 0 && options->confidence < 1 && options->interval > 0 && options->interval < 1 &&
           options->take_all_above_gbp_week >= 0 && (options->n_by == 0 || options->by) &&
           !options->where_column == !options->where_value;
}

rasim_status
rasim_sampling_plan(const rasim_sampling_options *options, rasim_sampling **out, rasim_problems *problems)
{
    if (!out || !options || !is_usable(options))
        return RASIM_ERR_ARGUMENT;
    *out = NULL;
    rasimi_arena *arena = rasimi_calloc(1, sizeof *arena);
    rasim_sampling *plan = arena ? rasimi_arena_alloc(arena, 1, sizeof *plan) : NULL;
    if (!plan) {
        free(arena);
        return RASIM_ERR_NO_MEMORY;
    }
    plan->arena = arena;
    rasimi_sampling_work work = {options, plan, arena, problems};
    const rasim_status status = fill(&work);
    if (status == RASIM_OK)
        *out = plan;
    else
        rasim_sampling_free(plan);
    return status;
}

void
rasim_sampling_free(rasim_sampling *plan)
{
    if (!plan)
        return;
    rasimi_arena *arena = plan->arena; /* holds the plan itself */
    rasimi_arena_clear(arena);
    free(arena);
}
