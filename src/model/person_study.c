/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A study of one person: the steps that prepare a whole caseload, taken once more for a single row, so that scoring,
   amount and simulation are those of the whole. It borrows framework and designs; what it adds lives in its arena. */
#include "model/draft.h"

#include <math.h>
#include <string.h>

/* One stratum of one person who is certainly there. */
static rasim_status
make_stratum(rasim_study *study)
{
    study->strata = rasimi_arena_alloc(&study->arena, 1, sizeof *study->strata);
    study->stratum_rows = rasimi_arena_alloc(&study->arena, 1, sizeof *study->stratum_rows);
    study->stratum = rasimi_arena_alloc(&study->arena, 1, sizeof *study->stratum);
    study->weight = rasimi_arena_alloc(&study->arena, 1, sizeof *study->weight);
    study->fixed_count = rasimi_arena_alloc(&study->arena, 1, sizeof *study->fixed_count);
    if (!study->strata || !study->stratum_rows || !study->stratum || !study->weight || !study->fixed_count)
        return RASIM_ERR_NO_MEMORY;
    study->strata[0] = (rasimi_stratum){
        .label = "one person", .n_rows = 1, .n_people = 1, .equal_weights = true, .known_cost_gbp_week = (double)NAN};
    study->n_strata = 1;
    study->n_people = 1;
    study->weight[0] = 1;
    study->fixed_count[0] = 1;
    return RASIM_OK;
}

static rasim_status
make_scorers(const rasimi_draft *whole, const char *file, rasimi_draft *person)
{
    const rasim_study *study = person->study;
    person->scorers = rasimi_arena_alloc(&person->arena, study->n_designs, sizeof *person->scorers);
    rasim_status status = person->scorers ? RASIM_OK : RASIM_ERR_NO_MEMORY;
    for (size_t d = 0; status == RASIM_OK && d < study->n_designs; d++)
        status = rasimi_scorer_make(&study->designs[d], &person->caseload, whole->domain_wanted[d], file,
                                    &person->arena, &person->scorers[d], person->problems);
    return status;
}

/* The factor that brought the packages of the person's budget area to the ledger. */
static double
benchmark_factor(const rasim_study *whole, const char *area)
{
    if (!whole->framework.benchmark.value || whole->n_known_spend == 0)
        return 1;
    for (size_t a = 0; a < whole->n_known_spend; a++)
        if (!whole->known_spend[a].area || strcmp(whole->known_spend[a].area, area) == 0)
            return whole->known_spend[a].factor;
    return 1;
}

/* What the framework says of the population does not concern one person. */
static void
borrow(const rasim_study *whole, rasim_study *study)
{
    *study = (rasim_study){
        .path = whole->path,
        .framework = whole->framework,
        .n_designs = whole->n_designs,
        .designs = whole->designs,
        .n_mode_estimates = whole->n_mode_estimates, /* they rest on everybody's pairs; bias and sd are in the rows */
        .mode_estimates = whole->mode_estimates,
    };
    study->framework.population.sampling.value = RASIMI_SAMPLING_FIXED;
    study->framework.transition.review_probability.value = 1;
    study->framework.calibration.error.value = RASIMI_CALIBRATION_ADOPTED;
    study->framework.known_spend.n = 0;
    study->framework.horizon.value = 1;
    study->framework.first_day.value = NULL;
    study->framework.turnover.n = 0;
    study->framework.moves.n = 0;
    study->framework.high_cost_arrivals.n = 0;
    study->framework.interventions.n = 0;
    study->framework.savings.n = 0;
    study->framework.carers_stop = (rasimi_carers_stop_spec){0};
}

static rasim_status
prepare(const rasimi_draft *whole, const char *file, bool scored, rasimi_draft *person)
{
    rasim_study *study = person->study;
    rasim_status status = rasimi_people_arrange(person);
    if (status == RASIM_OK)
        status = make_scorers(whole, file, person);
    if (status == RASIM_OK)
        status = rasimi_designs_compile(person);
    if (status == RASIM_OK)
        status = make_stratum(study);
    if (status == RASIM_OK)
        status = rasimi_people_prepare(person);
    if (status != RASIM_OK)
        return status;
    study->cost_gbp_week[0] *= benchmark_factor(whole->study, study->areas[study->area[0]]);
    return scored ? rasimi_designs_apply(person) : RASIM_OK;
}

rasim_status
rasimi_person_study_make(const rasimi_draft *whole, const rasimi_caseload *one_row, const char *file, bool scored,
                         rasimi_draft *person)
{
    *person = (rasimi_draft){
        .options = whole->options,
        .problems = whole->problems,
        .framework_usable = true,
        .design_usable = whole->design_usable,
        .caseload_file = file,
        .caseload_usable = true,
        .caseload = *one_row,
        .wanted = whole->wanted,
        .n_wanted = whole->n_wanted,
        .domain_wanted = whole->domain_wanted,
        .funding_wanted = whole->funding_wanted,
        .assessor = whole->assessor,
        .whole = whole->study,
    };
    person->study = rasimi_calloc(1, sizeof *person->study);
    if (!person->study)
        return RASIM_ERR_NO_MEMORY;
    borrow(whole->study, person->study);
    return prepare(whole, file, scored, person);
}

void
rasimi_person_study_clear(rasimi_draft *person)
{
    rasim_study_free(person->study);
    rasimi_arena_clear(&person->arena);
    *person = (rasimi_draft){0};
}
