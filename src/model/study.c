/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A study's life: loaded step by step from its files, asked, released. */
#include "model/study.h"

#include "model/draft.h"

#include <math.h>
#include <stdlib.h>

#define PROBLEM_LIMIT 20

void
rasim_study_options_init(rasim_study_options *options)
{
    *options = (rasim_study_options){.problem_limit = PROBLEM_LIMIT};
}

/* Checks the files against each other. Where a file has problems of its own, what could be read of it is checked, but
   not what it may only seem to lack, so that one mistake is not reported twice. */
static rasim_status
check_together(rasimi_draft *draft)
{
    if (draft->caseload.n_rows == 0)
        return RASIM_OK;
    rasimi_coverage_check(draft);
    rasim_status status = rasimi_people_choose(draft);
    if (status != RASIM_OK || draft->caseload.n_rows == 0)
        return status;
    status = rasimi_people_arrange(draft);
    if (status != RASIM_OK)
        return status;
    rasimi_framework_check(draft);
    rasimi_place_designs_check(draft);
    status = rasimi_designs_check(draft);
    if (status == RASIM_OK)
        status = rasimi_designs_compile(draft);
    if (status != RASIM_OK || !draft->framework_usable || !draft->caseload_usable)
        return status;
    status = rasimi_strata_make(draft);
    if (status == RASIM_OK)
        status = rasimi_donors_make(draft);
    if (status == RASIM_OK)
        rasimi_calibration_check(draft);
    return status;
}

static rasim_status
load(rasimi_draft *draft, const char *framework_path)
{
    const uint64_t errors = rasimi_problems_errors(draft->problems);
    rasimi_problems_set_limit(draft->problems, draft->options->problem_limit);
    rasim_status status = rasimi_sources_read(draft, framework_path);
    if (status == RASIM_OK)
        status = check_together(draft);
    if (status == RASIM_OK && draft->unreadable)
        status = RASIM_ERR_READ;
    if (status == RASIM_OK && rasimi_problems_errors(draft->problems) > errors)
        status = RASIM_ERR_INPUT;
    if (status == RASIM_OK)
        status = rasimi_people_prepare(draft);
    if (status == RASIM_OK)
        status = rasimi_place_designs_prepare(draft);
    if (status == RASIM_OK)
        status = rasimi_designs_apply(draft);
    return status == RASIM_OK ? rasimi_evidence_keep(draft) : status;
}

rasim_status
rasim_study_load(const char *framework_path, const rasim_study_options *options, rasim_study **out,
                 rasim_problems *problems)
{
    return rasimi_study_load_visited(framework_path, options, NULL, NULL, out, problems);
}

rasim_status
rasimi_study_load_visited(const char *framework_path, const rasim_study_options *options, rasimi_draft_visit *visit,
                          void *context, rasim_study **out, rasim_problems *problems)
{
    rasim_study_options defaults;
    rasim_problems *own = NULL;
    if (!framework_path || !out)
        return RASIM_ERR_ARGUMENT;
    *out = NULL;
    rasim_study_options_init(&defaults);
    rasimi_draft draft = {.options = options ? options : &defaults};
    rasim_status status = problems ? RASIM_OK : rasim_problems_create(&own);
    if (status != RASIM_OK)
        return status;
    draft.problems = problems ? problems : own;
    draft.study = rasimi_calloc(1, sizeof *draft.study);
    status = draft.study ? load(&draft, framework_path) : RASIM_ERR_NO_MEMORY;
    if (status == RASIM_OK && visit)
        status = visit(&draft, context);
    if (status == RASIM_OK)
        *out = draft.study;
    else
        rasim_study_free(draft.study);
    rasimi_arena_clear(&draft.arena);
    rasim_problems_free(own);
    return status;
}

void
rasim_study_free(rasim_study *study)
{
    if (!study)
        return;
    rasimi_arena arena = study->arena;
    free(study);
    rasimi_arena_clear(&arena);
}

rasim_status
rasimi_keep_opened(rasimi_arena *arena, const rasimi_opened *opened, const rasimi_opened **out)
{
    const rasimi_opened *kept = NULL;
    *out = NULL;
    for (const rasimi_opened *file = opened; file; file = file->next) {
        rasimi_opened *copy = rasimi_arena_alloc(arena, 1, sizeof *copy);
        if (!copy)
            return RASIM_ERR_NO_MEMORY;
        *copy = (rasimi_opened){file->id, kept};
        kept = copy;
    }
    *out = kept;
    return RASIM_OK;
}

rasim_status
rasimi_keep_inputs(rasimi_arena *arena, const rasim_study *study, const rasim_input **inputs, size_t *n_inputs)
{
    rasim_input *kept = rasimi_arena_alloc(arena, study->n_inputs, sizeof *kept);
    for (size_t i = 0; kept && i < study->n_inputs; i++) {
        kept[i] = study->inputs[i];
        kept[i].path = rasimi_arena_printf(arena, "%s", study->inputs[i].path);
        if (!kept[i].path)
            return RASIM_ERR_NO_MEMORY;
    }
    if (!kept)
        return RASIM_ERR_NO_MEMORY;
    *inputs = kept;
    *n_inputs = study->n_inputs;
    return RASIM_OK;
}

rasim_status
rasimi_refuse_opened(const rasimi_opened *opened, const char *target, rasim_problems *problems)
{
    rasim_status status = RASIM_OK;
    for (const rasimi_opened *file = opened; file && status == RASIM_OK; file = file->next)
        status = rasimi_refuse_input(target, file->id, problems);
    return status;
}

rasim_status
rasimi_study_refuse_input(const rasim_study *study, const char *target, rasim_problems *problems)
{
    return rasimi_refuse_opened(study->opened, target, problems);
}

size_t
rasim_study_n_inputs(const rasim_study *study)
{
    return study->n_inputs;
}

const rasim_input *
rasim_study_input(const rasim_study *study, size_t i)
{
    return i < study->n_inputs ? &study->inputs[i] : NULL;
}

size_t
rasimi_study_n_outcomes(const rasim_study *study)
{
    return study->n_designs + (study->place_design != NULL);
}

size_t
rasimi_outcome_design(const rasim_study *study, size_t outcome, uint32_t place)
{
    return outcome < study->n_designs ? outcome : study->place_design[place];
}

const char *
rasim_study_design_name(const rasim_study *study, size_t i)
{
    if (i < study->n_designs)
        return study->designs[i].unique_name;
    return i < rasimi_study_n_outcomes(study) ? RASIM_OWN_DESIGNS : NULL;
}

static const char *const sampling_names[] = {
    [RASIMI_SAMPLING_FIXED] = "fixed",
    [RASIMI_SAMPLING_POLYA] = "polya",
    [RASIMI_SAMPLING_BOOTSTRAP] = "bootstrap",
};

static bool
has_top_slice(const rasim_study *study)
{
    bool has = false;
    for (size_t d = 0; d < study->n_designs; d++)
        has = has || study->designs[d].limits.top_slice.value > 0;
    return has;
}

static bool
has_carers_stop(const rasim_study *study)
{
    bool has = false;
    for (size_t d = 0; d < study->n_designs; d++)
        has = has || study->applied[d].gross.stops;
    return has;
}

void
rasim_study_describe(const rasim_study *study, rasim_study_info *out)
{
    const rasimi_framework *framework = &study->framework;
    const double held = framework->contingency_held_gbp_year.value;
    *out = (rasim_study_info){
        .name = framework->name.value,
        .year = framework->year.value,
        .source_note = framework->about.value ? framework->about.value : "",
        .synthetic = framework->synthetic.value,
        .sampling = sampling_names[framework->population.sampling.value],
        .n_rows = study->n_rows,
        .n_rows_uncovered = study->n_rows_uncovered,
        .n_people = study->n_people,
        .n_strata = study->n_strata,
        .n_designs = study->n_designs,
        .replicates = framework->replicates.value,
        .seed = framework->seed.value,
        .weeks_per_year = framework->weeks_per_year.value,
        .envelope_gbp = study->envelope_gbp,
        .contingency_held_gbp = isnan(held) ? 0 : held,
        .has_top_slice = has_top_slice(study),
        .has_carers_stop = has_carers_stop(study),
        .n_levels = study->n_levels,
        .levels = study->levels,
    };
}
