/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The person-level pass: the path of several years for any study, with somebody watching. */
#include "engine/observe.h"

#include <stdlib.h>

static rasim_status
prepare(const rasim_study *study, const rasimi_observe_options *options, rasimi_observing *o, rasim_problems *problems)
{
    const rasimi_kernel *kernel = rasimi_kernel_choose();
    if (kernel == NULL) {
        return RASIM_ERR_INSTRUCTION_SET;
    }
    rasim_status status = rasimi_results_create(study, options->replicates, options->seeds.seed, &o->results);
    if (status == RASIM_OK) {
        status = rasimi_lanes_make(study, &options->seeds, options->without, &o->lanes);
    }
    if (status == RASIM_OK) {
        status = rasimi_shocks_make(study, &options->seeds, options->shock_scale, &o->shocks, problems);
    }
    if (status == RASIM_OK) {
        status = rasimi_years_make(study, kernel, &o->lanes, &o->shocks, &options->seeds,
                                   options->without_interventions, o->results, &o->years);
    }
    return status;
}

static void
observing_clear(rasimi_observing *o)
{
    rasimi_years_clear(&o->years);
    rasimi_shocks_clear(&o->shocks);
    rasimi_lanes_clear(&o->lanes);
    rasim_results_free(o->results);
}

static rasim_status
run_all(rasimi_observing *o, const rasimi_observe_options *options, void *context)
{
    rasimi_population population = {0};
    rasimi_years_scratch scratch = {0};
    rasim_status status = rasimi_population_make(o->study, o->years.kernel, &o->lanes, &options->seeds, &population);
    if (status == RASIM_OK) {
        status = rasimi_years_scratch_make(&o->years, &scratch);
    }
    for (uint64_t replicate = 0; replicate < options->replicates && status == RASIM_OK; replicate++) {
        rasimi_population_draw(&population, replicate);
        status = rasimi_years_run(&o->years, replicate, replicate + 1, &population, &scratch);
        if (status == RASIM_OK && options->ended != NULL) {
            status = options->ended(context, replicate);
        }
    }
    rasimi_years_scratch_clear(&scratch);
    rasimi_population_clear(&population);
    return status;
}

rasim_status
rasimi_observe(const rasim_study *study, const rasimi_observe_options *options,
               void (*before)(void *context, const rasimi_observing *observing), rasimi_watch *watch, void *context,
               rasim_problems *problems)
{
    rasimi_observing o = {.study = study};
    rasim_status status = prepare(study, options, &o, problems);
    if (status == RASIM_OK) {
        rasimi_years_watch(&o.years, watch, context);
        if (options->n_years > 0 && options->n_years < study->n_years) {
            o.years.n_years = options->n_years;
        }
        if (before != NULL) {
            before(context, &o);
        }
        status = run_all(&o, options, context);
    }
    observing_clear(&o);
    return status;
}
