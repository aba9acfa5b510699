/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Person-level results: one pass over the first replicates of a run, every subject adding up what it sees. */
#include "rasim/persons.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/averaging.h"
#include "analysis/devolved.h"
#include "analysis/enough.h"
#include "analysis/lines.h"
#include "analysis/people_groups.h"
#include "analysis/persons_later.h"
#include "analysis/points_classes.h"
#include "analysis/rule_lines.h"
#include "analysis/tenths.h"
#include "analysis/worklist.h"
#include "engine/results.h"

/* What is added up for one outcome. */
typedef struct outcome_work {
    uint8_t *need_tenth; /* [n_rows] in the arena */
    rasimi_people_groups groups;
    rasimi_points_classes points;
    rasimi_averager averager;
    rasimi_lines lines;
    rasimi_enough enough;
    rasimi_row_sums *rows; /* [n_rows] in the arena; NULL: no worklist */
    rasimi_ratio seen;
    double *spent, *allotted; /* scratch [2 x capacity], one block */
    size_t capacity;
} outcome_work;

/* What is added up of a crowd, each apart from the others; what takes longest is begun first. */
typedef enum subject {
    SUBJECT_GROUPS,
    SUBJECT_AVERAGES,
    SUBJECT_LINES,
    SUBJECT_POINTS,
    SUBJECT_WORKLIST,
    SUBJECT_ENOUGH, /* its parts */
    N_SUBJECTS = SUBJECT_ENOUGH + RASIMI_N_ENOUGH_PARTS
} subject;

typedef struct analyser {
    const rasim_study *study;
    const rasim_persons_options *options;
    uint64_t replicates, n_done, later_replicates; /* later: of the pass through all years; 0: there is none */
    rasimi_arena *arena;
    size_t n_outcomes;
    outcome_work *work;         /* [n_outcomes] */
    const rasimi_crowd *crowds; /* [n_outcomes] that are being added */
} analyser;

void
rasim_persons_options_init(rasim_persons_options *options)
{
    *options = (rasim_persons_options){.small_number = RASIM_SMALL_NUMBER};
}

/* ---- before ---- */

static rasim_status
outcome_create(const analyser *self, const rasim_results *results, size_t outcome, outcome_work *out)
{
    const rasim_study *study = self->study;
    rasim_status status = rasimi_need_tenths(study, outcome, self->arena, &out->need_tenth);
    if (status == RASIM_OK)
        status = rasimi_people_groups_create(study, out->need_tenth, self->arena, &out->groups);
    if (status == RASIM_OK)
        status = rasimi_points_classes_create(study, outcome, &out->points);
    if (status == RASIM_OK)
        status = rasimi_averager_create(results->seed, self->replicates, &out->averager);
    if (status == RASIM_OK)
        status = rasimi_enough_create(study, out->need_tenth, &out->enough);
    if (status == RASIM_OK)
        status = rasimi_lines_create(study, self->replicates, self->arena, &out->lines);
    if (status != RASIM_OK)
        return status;
    if (self->options->n_furthest > 0)
        out->rows = rasimi_arena_alloc(self->arena, study->n_rows, sizeof *out->rows);
    return self->options->n_furthest > 0 && !out->rows ? RASIM_ERR_NO_MEMORY : RASIM_OK;
}

static rasim_status
analyser_create(const rasim_results *results, analyser *self)
{
    self->work = rasimi_calloc(self->n_outcomes, sizeof *self->work);
    rasim_status status = self->work ? RASIM_OK : RASIM_ERR_NO_MEMORY;
    for (size_t o = 0; o < self->n_outcomes && status == RASIM_OK; o++)
        status = outcome_create(self, results, o, &self->work[o]);
    return status;
}

static void
analyser_clear(analyser *self)
{
    for (size_t o = 0; self->work && o < self->n_outcomes; o++) {
        rasimi_points_classes_clear(&self->work[o].points);
        rasimi_averager_clear(&self->work[o].averager);
        rasimi_enough_clear(&self->work[o].enough);
        free(self->work[o].spent);
    }
    free(self->work);
}

/* ---- a replicate ---- */

static rasim_status
make_scratch(outcome_work *work, size_t n)
{
    if (n <= work->capacity)
        return RASIM_OK;
    double *block = rasimi_realloc(work->spent, n, 2 * sizeof *block);
    if (!block)
        return RASIM_ERR_NO_MEMORY;
    work->spent = block;
    work->allotted = block + n;
    work->capacity = n;
    return RASIM_OK;
}

/* What the averaging-out curve is of: people inside the RAS, over their weeks in care. */
static rasim_status
add_averages(const rasimi_crowd *crowd, outcome_work *work)
{
    size_t n = 0;
    if (make_scratch(work, crowd->n) != RASIM_OK)
        return RASIM_ERR_NO_MEMORY;
    for (size_t i = 0; i < crowd->n; i++) {
        const rasimi_fared *fared = &crowd->fared[i];
        if (fared->pool != RASIMI_POOL_INSIDE)
            continue;
        work->spent[n] = (double)fared->priced * (double)crowd->seen[i].weeks;
        work->allotted[n++] = (double)fared->indicative * (double)crowd->seen[i].weeks;
    }
    return rasimi_averager_add(&work->averager, work->spent, work->allotted, n);
}

static rasim_status
add_subject(const rasimi_crowd *crowd, subject which, outcome_work *work)
{
    switch (which) {
        case SUBJECT_GROUPS:
            rasimi_ratio_add(&work->seen, (double)crowd->n, 1);
            rasimi_people_groups_add(&work->groups, crowd);
            return RASIM_OK;
        case SUBJECT_AVERAGES:
            return add_averages(crowd, work);
        case SUBJECT_LINES:
            return rasimi_lines_add(&work->lines, crowd);
        case SUBJECT_POINTS:
            return rasimi_points_classes_add(&work->points, crowd);
        case SUBJECT_WORKLIST:
            if (work->rows)
                rasimi_worklist_add(work->rows, crowd);
            return RASIM_OK;
        case SUBJECT_ENOUGH:
        case N_SUBJECTS:
            break;
    }
    rasimi_enough_add(&work->enough, (rasimi_enough_part)(which - SUBJECT_ENOUGH), crowd);
    return RASIM_OK;
}

static rasim_status
add_piece(void *context, uint64_t i, int thread)
{
    const analyser *self = context;
    const size_t outcome = i % self->n_outcomes;
    (void)thread;
    return add_subject(&self->crowds[outcome], (subject)(i / self->n_outcomes), &self->work[outcome]);
}

static rasim_status
see(void *context, const rasimi_crowd *crowds)
{
    analyser *self = context;
    self->crowds = crowds;
    rasim_status status =
        rasimi_crowd_share_out(crowds, self->options->n_threads, self->n_outcomes * N_SUBJECTS, add_piece, self);
    self->n_done++;
    if (status == RASIM_OK && self->options->poll &&
        self->options->poll(self->options->poll_context, self->n_done, self->replicates + self->later_replicates) != 0)
        status = RASIM_ERR_INTERRUPTED;
    return status;
}

/* ---- after ---- */

static double
sum_line(const rasim_results *results, const int64_t *ledger, rasim_line line)
{
    int64_t sum = 0;
    for (size_t g = 0; g < results->n_groups; g++)
        sum += ledger[g * RASIM_N_LINES + line];
    return (double)sum;
}

/* sum(F - A) / sum(A) of everybody inside the RAS in a replicate of the run, from its ledger. */
static double
ratio_of_everybody(const rasim_results *results, size_t outcome, uint64_t replicate)
{
    const int64_t *ledger = rasim_results_ledger(results, outcome, 0, replicate);
    const double surprise = sum_line(results, ledger, RASIM_LINE_PRICE_SURPRISE) -
                            sum_line(results, ledger, RASIM_LINE_HIGH_COST_SURPRISE) -
                            sum_line(results, ledger, RASIM_LINE_LEGACY_SURPRISE);
    const double signed_off = sum_line(results, ledger, RASIM_LINE_PROTECTION) +
                              sum_line(results, ledger, RASIM_LINE_UPLIFT) - sum_line(results, ledger, RASIM_LINE_TRIM);
    const double indicative = sum_line(results, ledger, RASIM_LINE_INDICATIVE);
    return indicative > 0 ? (signed_off + surprise) / indicative : 0;
}

static rasim_status
describe_averaging(const analyser *self, const rasim_results *results, size_t outcome, rasim_averaging *out)
{
    double *ratios = rasimi_calloc(results->replicates, sizeof *ratios);
    if (!ratios)
        return RASIM_ERR_NO_MEMORY;
    for (uint64_t r = 0; r < results->replicates; r++)
        ratios[r] = ratio_of_everybody(results, outcome, r);
    const rasim_status status =
        rasimi_averager_describe(&self->work[outcome].averager, ratios, results->replicates, self->arena, out);
    free(ratios);
    return status;
}

static rasim_status
describe_outcome(analyser *self, const rasim_results *results, size_t outcome, rasim_design_persons *out)
{
    const rasim_study *study = self->study;
    outcome_work *work = &self->work[outcome];
    out->name = rasim_study_design_name(study, outcome);
    out->need_basis = rasimi_need_basis(study, outcome);
    out->people_seen = rasimi_ratio_measured(&work->seen).value;
    rasimi_enough_describe(&work->enough, study, outcome, &out->sufficiency, &out->equity);
    const double small_number = self->options->small_number;
    rasim_status status = rasimi_people_groups_describe(&work->groups, small_number, self->arena, out);
    if (status == RASIM_OK)
        status = rasimi_points_classes_describe(&work->points, small_number, self->arena, out);
    if (status == RASIM_OK)
        status = rasimi_rule_lines(study, outcome, self->arena, out);
    if (status == RASIM_OK)
        status = describe_averaging(self, results, outcome, &out->averaging);
    if (status == RASIM_OK)
        status = rasimi_devolved(results, outcome, self->arena, out);
    if (status == RASIM_OK)
        status = rasimi_lines_describe(&work->lines, study, self->arena, out);
    if (status == RASIM_OK && work->rows)
        status = rasimi_worklist_describe(work->rows, study, self->options->n_furthest, self->arena, out);
    return status;
}

static rasim_status
describe(analyser *self, const rasim_results *results, rasim_persons *out)
{
    out->replicates = self->replicates;
    out->small_number = self->options->small_number;
    out->tolerance = self->study->framework.sign_off.tolerance.value;
    out->n_levels = self->study->n_levels;
    out->levels = self->study->levels;
    out->designs = rasimi_arena_alloc(self->arena, self->n_outcomes, sizeof *out->designs);
    rasim_status status = out->designs ? RASIM_OK : RASIM_ERR_NO_MEMORY;
    for (size_t o = 0; o < self->n_outcomes && status == RASIM_OK; o++)
        status = describe_outcome(self, results, o, &out->designs[o]);
    if (status == RASIM_OK) {
        out->n_designs = self->n_outcomes;
        out->person_years = self->work[0].seen.y;
    }
    return status;
}

/* ---- all of it ---- */

/* Enough for the person-years, but never more than the run has. */
static uint64_t
count_replicates(const rasim_study *study, const rasim_results *results, const rasim_persons_options *options)
{
    const uint64_t n_people = study->n_people > 0 ? study->n_people : 1;
    uint64_t n = options->replicates > 0 ? options->replicates : (RASIM_PERSON_YEARS + n_people - 1) / n_people;
    if (options->replicates == 0 && n < RASIM_PERSON_REPLICATES)
        n = RASIM_PERSON_REPLICATES;
    return n < results->replicates ? n : results->replicates;
}

/* Of the years after the first: as many person-years as the first has, and at least as many replicates as any pass. */
static uint64_t
count_later(const rasim_study *study, uint64_t replicates)
{
    const uint64_t share = replicates / study->n_years;
    const uint64_t least = replicates < RASIM_PERSON_REPLICATES ? replicates : RASIM_PERSON_REPLICATES;
    return study->n_years < 2 ? 0 : share < least ? least : share;
}

static rasim_status
look_later(const analyser *self, const rasim_results *results, rasim_persons *out, rasim_problems *problems)
{
    const uint8_t **tenths = rasimi_arena_alloc(self->arena, self->n_outcomes, sizeof *tenths);
    const rasimi_later_pass pass = {
        .study = self->study,
        .seed = results->seed,
        .replicates = self->later_replicates,
        .n_done = self->n_done,
        .n_threads = self->options->n_threads,
        .poll = self->options->poll,
        .poll_context = self->options->poll_context,
        .arena = self->arena,
    };
    if (!tenths)
        return RASIM_ERR_NO_MEMORY;
    for (size_t o = 0; o < self->n_outcomes; o++)
        tenths[o] = self->work[o].need_tenth;
    out->later_replicates = self->later_replicates;
    return rasimi_persons_later(&pass, tenths, out->designs, problems);
}

static rasim_persons *
create(void)
{
    rasimi_arena *arena = rasimi_calloc(1, sizeof *arena);
    rasim_persons *persons = arena ? rasimi_arena_alloc(arena, 1, sizeof *persons) : NULL;
    if (!persons) {
        free(arena);
        return NULL;
    }
    persons->arena = arena;
    return persons;
}

rasim_status
rasim_analyse_persons(const rasim_study *study, const rasim_results *results, const rasim_persons_options *options,
                      rasim_persons **out, rasim_problems *problems)
{
    rasim_persons_options defaults;
    rasim_persons_options_init(&defaults);
    if (!study || !results || !out || results->study != study || results->replicates == 0)
        return RASIM_ERR_ARGUMENT;
    *out = NULL;
    rasim_persons *persons = create();
    if (!persons)
        return RASIM_ERR_NO_MEMORY;
    analyser self = {
        .study = study,
        .options = options ? options : &defaults,
        .arena = persons->arena,
        .n_outcomes = rasimi_study_n_outcomes(study),
    };
    self.replicates = count_replicates(study, results, self.options);
    self.later_replicates = count_later(study, self.replicates);
    rasim_status status = analyser_create(results, &self);
    const rasimi_persons_pass pass = {study, results->seed, self.replicates, 1, see, &self};
    if (status == RASIM_OK)
        status = rasimi_persons_watch(&pass, problems);
    if (status == RASIM_OK)
        status = describe(&self, results, persons);
    if (status == RASIM_OK && self.later_replicates > 0)
        status = look_later(&self, results, persons, problems);
    analyser_clear(&self);
    if (status == RASIM_OK)
        *out = persons;
    else
        rasim_persons_free(persons);
    return status;
}

void
rasim_persons_free(rasim_persons *persons)
{
    if (!persons)
        return;
    rasimi_arena *arena = persons->arena; /* holds the figures themselves */
    rasimi_arena_clear(arena);
    free(arena);
}
