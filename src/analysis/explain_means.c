/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One person's financial assessment, step by step. */
#include "analysis/explain.h"

#include "model/assess.h"

#include <math.h>
#include <string.h>

/* Steps that do not lead to the figure that the simulation has would be worse than none; relative to it. */
#define SAME_GBP 1e-6

static rasim_status
list_steps(const rasimi_draft *person, rasimi_arena *arena, rasim_person_assessment *out)
{
    const rasimi_assessor *assessor = person->assessor;
    const rasimi_circumstances circumstances = rasimi_assess_circumstances(assessor, &person->caseload, 0);
    const rasimi_means means = rasimi_means_test(&circumstances, &assessor->rules);
    rasimi_trail trail = {.arena = arena};
    rasimi_means_explain(&circumstances, &assessor->rules, &means, &trail);
    if (trail.failed)
        return RASIM_ERR_NO_MEMORY;
    out->steps = trail.steps;
    out->n_steps = trail.n;
    const double total = rasimi_trail_total(&trail, RASIM_STEP_GBP_WEEK);
    return out->full_cost || fabs(total - out->gbp_week) < SAME_GBP * (1 + fabs(out->gbp_week)) ? RASIM_OK
                                                                                                : RASIM_ERR_INTERNAL;
}

rasim_status
rasimi_explain_means(const rasimi_draft *person, rasimi_arena *arena, rasim_person_assessment *out)
{
    const rasim_study *study = person->study;
    *out = (rasim_person_assessment){.gbp_week = (double)NAN};
    if (!person->assessor)
        return RASIM_OK;
    const char *year = person->assessor->spec->year.value;
    out->assessed = true;
    out->year = rasimi_arena_text(arena, year, strlen(year));
    out->residential = rasimi_assess_circumstances(person->assessor, &person->caseload, 0).residential;
    out->imputed = (study->means_outcome[0] & RASIMI_MEANS_BY_DONOR) != 0;
    out->gbp_week = study->assessed_gbp_week[0];
    out->full_cost = isinf(out->gbp_week);
    if (!out->year)
        return RASIM_ERR_NO_MEMORY;
    return out->imputed ? RASIM_OK : list_steps(person, arena, out);
}
