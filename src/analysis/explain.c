/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One person's figure under every design: found in the caseload or read from a file of answers, made into a study of
   one person, and explained while the files are still at hand. */
#include "analysis/explain.h"

#include "model/trail.h"
#include "rasim/ledger.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define REPLICATES 10240 /* a tenth of a percentage point of a share, in a blink */

const char *
rasim_person_status_name(rasim_person_status status)
{
    static const char *const names[] = {
        [RASIM_PERSON_ALLOCATED] = "allocated",   [RASIM_PERSON_PANEL] = "panel",
        [RASIM_PERSON_INELIGIBLE] = "ineligible", [RASIM_PERSON_OUTSIDE] = "outside",
        [RASIM_PERSON_HIGH_COST] = "high-cost",   [RASIM_PERSON_UNSCORED] = "unscored",
    };
    return (size_t)status < sizeof names / sizeof *names ? names[status] : "unknown";
}

void
rasim_explain_options_init(rasim_explain_options *options)
{
    *options = (rasim_explain_options){.replicates = REPLICATES};
}

/* An explanation in the making. */
typedef struct explainer {
    const rasim_explain_options *options;
    rasim_explanation *out;
    rasimi_arena *arena;
} explainer;

/* ---- one design ---- */

static rasim_status
explain_design(const explainer *self, const rasimi_draft *person, bool scored, size_t d)
{
    const rasim_study *study = person->study;
    const rasimi_applied *applied = &study->applied[d];
    rasim_person_design *out = &self->out->designs[d];
    const rasimi_design *design = &study->designs[d];
    out->name = rasimi_arena_text(self->arena, design->unique_name, strlen(design->unique_name));
    out->family = rasimi_family_find(design->family.value)->name;
    out->of_place = study->n_places > 0 && rasimi_place_has_design(person, study->places[0], d);
    out->points = (double)NAN;
    out->status = RASIM_PERSON_UNSCORED;
    if (!out->name)
        return RASIM_ERR_NO_MEMORY;
    const bool judged = rasimi_family_find(design->family.value)->without_points;
    if (!scored || (judged && isnan(study->cost_gbp_week[0])))
        return RASIM_OK;
    rasimi_trail trail = {.arena = self->arena};
    rasim_status status = rasimi_score_explain(&person->scorers[d], 0, &trail);
    out->n_point_steps = trail.n;
    if (status == RASIM_OK)
        status = rasimi_amount_explain(study, applied, &person->scorers[d], 0, 0, &trail);
    if (status != RASIM_OK)
        return status;
    out->steps = trail.steps;
    out->n_steps = trail.n;
    out->points = out->n_point_steps > 0 ? (double)applied->points[0] : (double)NAN;
    out->indicative_units = applied->amount[0].units;
    out->indicative_gbp_week = (double)applied->amount[0].units / RASIM_UNITS_PER_GBP;
    out->indicative_gbp_year = out->indicative_gbp_week * study->framework.weeks_per_year.value;
    return rasimi_explain_money(person, d, self->arena, out);
}

/* ---- one person ---- */

static const char *
copy(const explainer *self, const char *text)
{
    return rasimi_arena_text(self->arena, text ? text : "", text ? strlen(text) : 0);
}

static rasim_status
describe(const explainer *self, const rasim_study *study)
{
    rasim_explanation *out = self->out;
    const rasimi_framework *framework = &study->framework;
    out->framework = copy(self, framework->name.value);
    out->year = copy(self, framework->year.value);
    out->price_date = copy(self, framework->price_date.value);
    out->synthetic = framework->synthetic.value;
    out->in_caseload = self->options->person_id != NULL;
    out->person_id = copy(self, study->person_id[0]);
    out->care_group = copy(self, study->care_groups[0]);
    out->setting = copy(self, study->settings[0]);
    out->place = copy(self, study->n_places > 0 ? study->places[0] : "");
    out->weeks_per_year = framework->weeks_per_year.value;
    out->package_gbp_week = study->cost_gbp_week[0];
    out->n_designs = study->n_designs;
    out->designs = rasimi_arena_alloc(self->arena, study->n_designs, sizeof *out->designs);
    return out->framework && out->year && out->price_date && out->person_id && out->care_group && out->setting &&
                   out->place && out->designs
               ? RASIM_OK
               : RASIM_ERR_NO_MEMORY;
}

static rasim_status
explain_person(const explainer *self, const rasimi_draft *person, bool scored)
{
    const rasim_study *study = person->study;
    rasim_status status = describe(self, study);
    if (status == RASIM_OK)
        status = rasimi_explain_means(person, self->arena, &self->out->assessment);
    for (size_t d = 0; status == RASIM_OK && d < study->n_designs; d++)
        status = explain_design(self, person, scored, d);
    if (status == RASIM_OK && scored && !isnan(study->cost_gbp_week[0]))
        status = rasimi_explain_ranges(study, self->options->replicates, self->out->designs, person->problems);
    return status;
}

/* ---- who ---- */

/* The row of the identifier. */
static rasim_status
choose_person(const explainer *self, rasimi_draft *draft, bool *scored, rasimi_caseload *out)
{
    const rasimi_caseload *caseload = &draft->caseload;
    size_t row = 0;
    while (row < caseload->n_rows && strcmp(caseload->person_id[row], self->options->person_id) != 0)
        row++;
    if (row == caseload->n_rows) {
        rasimi_problem_add(draft->problems, RASIM_ERROR, (rasimi_place){.file = draft->caseload_file},
                           "Nobody in the covered settings has the identifier that was asked for; check it, or give "
                           "the person's answers in a file.");
        return RASIM_ERR_INPUT;
    }
    *scored = !draft->unscored || !draft->unscored[row];
    return rasimi_caseload_row(caseload, row, &draft->arena, out);
}

static rasim_status
visit(rasimi_draft *draft, void *context)
{
    const explainer *self = context;
    const bool in_caseload = self->options->person_id != NULL;
    const char *file = in_caseload ? draft->caseload_file : self->options->answers_path;
    bool scored = true;
    rasimi_caseload one_row = {0};
    rasimi_draft person = {0};
    rasim_status status = in_caseload ? choose_person(self, draft, &scored, &one_row)
                                      : rasimi_answers_read(draft, self->options->answers_path, &one_row);
    if (status == RASIM_OK)
        status = rasimi_person_study_make(draft, &one_row, file, scored, &person);
    if (status == RASIM_OK)
        status = explain_person(self, &person, scored);
    rasimi_person_study_clear(&person);
    return status;
}

rasim_status
rasim_explain(const char *framework_path, const rasim_explain_options *options, rasim_explanation **out,
              rasim_problems *problems)
{
    if (!framework_path || !options || !out || !options->person_id == !options->answers_path ||
        options->replicates == 0)
        return RASIM_ERR_ARGUMENT;
    *out = NULL;
    rasim_problems *own = NULL;
    rasim_study *study = NULL;
    rasimi_arena arena = {0};
    rasim_study_options loading;
    rasim_study_options_init(&loading);
    loading.designs = options->designs;
    loading.n_designs = options->n_designs;
    explainer self = {.options = options, .arena = &arena};
    rasim_status status = problems ? RASIM_OK : rasim_problems_create(&own);
    if (status == RASIM_OK)
        self.out = rasimi_arena_alloc(&arena, 1, sizeof *self.out);
    if (status == RASIM_OK)
        status = self.out ? rasimi_study_load_visited(framework_path, &loading, visit, &self, &study,
                                                      problems ? problems : own)
                          : RASIM_ERR_NO_MEMORY;
    rasim_study_free(study);
    rasim_problems_free(own);
    if (status != RASIM_OK) {
        rasimi_arena_clear(&arena);
        return status;
    }
    self.out->arena = arena.head;
    *out = self.out;
    return RASIM_OK;
}

void
rasim_explanation_free(rasim_explanation *explanation)
{
    if (!explanation)
        return;
    rasimi_arena arena = {.head = explanation->arena};
    rasimi_arena_clear(&arena);
}
