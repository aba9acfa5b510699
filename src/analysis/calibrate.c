/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calibration from end to end: the sample, the chosen fit with its intervals, all other ways beside it, and the scale
   that the envelope can bear. */
#include "analysis/calibrate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/calibrate_parts.h"
#include "analysis/calibrate_regression.h"
#include "analysis/calibrate_text.h"
#include "analysis/calibrate_vignettes.h"
#include "analysis/choose_design.h"
#include "base/text.h"
#include "model/write_text.h"

enum {
    FEWEST_PEOPLE = 20,
    MOST_REPLICATES = 2000, /* where nobody says how many */
    N_POOLINGS = 3,
};

/* A calibration in progress. */
typedef struct work {
    const char *path;
    const rasim_calibrate_options *options;
    rasim_problems *problems;
    rasim_calibration *out;
    rasimi_arena *arena;
    rasimi_sample sample;
    rasimi_fit_settings settings;
    rasimi_meter meter;
    uint32_t *fold;
    double *predicted; /* [n] cross-validated, by the chosen way */
} work;

/* ---- names ---- */

static const rasimi_method *const methods[] = {
    &rasimi_method_price_per_point, &rasimi_method_percentile, &rasimi_method_isotonic,
    &rasimi_method_bands,           &rasimi_method_glm,        &rasimi_method_lognormal};

enum { N_METHODS = sizeof methods / sizeof *methods };

const rasimi_method *
rasimi_method_get(size_t i)
{
    return i < N_METHODS ? methods[i] : NULL;
}

const rasimi_method *
rasimi_method_find(const char *name)
{
    for (size_t i = 0; i < N_METHODS; i++)
        if (strcmp(methods[i]->name, name) == 0)
            return methods[i];
    return NULL;
}

const char *
rasim_method_name(size_t i)
{
    return i < N_METHODS ? methods[i]->name : NULL;
}

const char *
rasim_method_sentence(size_t i)
{
    return i < N_METHODS ? methods[i]->sentence : NULL;
}

const char *
rasim_pooling_name(rasim_pooling pooling)
{
    static const char *const names[] = {[RASIM_POOLING_GENERIC] = "generic",
                                        [RASIM_POOLING_PER_GROUP] = "per-group",
                                        [RASIM_POOLING_PARTIAL] = "partial"};
    return (size_t)pooling < sizeof names / sizeof *names ? names[pooling] : NULL;
}

void
rasim_calibrate_options_init(rasim_calibrate_options *options)
{
    *options = (rasim_calibrate_options){.n_knots = 11,
                                         .rounding_gbp = (double)NAN,
                                         .ridge = (double)NAN,
                                         .confidence = 0.8,
                                         .folds = 10,
                                         .resamples = 500,
                                         .vignette_weight = 1};
}

void
rasim_calibration_free(rasim_calibration *calibration)
{
    if (!calibration)
        return;
    rasimi_arena *arena = calibration->arena; /* holds the calibration itself */
    rasimi_arena_clear(arena);
    free(arena);
}

/* ---- what is asked for ---- */

static rasim_status
refuse(const work *w, const char *sentence)
{
    rasimi_problem_add(w->problems, RASIM_ERROR, (rasimi_place){.file = w->path}, "%s", sentence);
    return RASIM_ERR_INPUT;
}

static rasim_status
choose_method(work *w)
{
    const char *names[N_METHODS];
    w->settings.method = rasimi_method_find(w->options->method);
    if (w->settings.method)
        return RASIM_OK;
    for (size_t i = 0; i < N_METHODS; i++)
        names[i] = methods[i]->name;
    const size_t near = rasimi_nearest(w->options->method, names, N_METHODS);
    rasimi_problem_add(w->problems, RASIM_ERROR, (rasimi_place){0}, "There is no method '%s'%s%s%s; it is one of %s.",
                       w->options->method, near < N_METHODS ? " (did you mean '" : "",
                       near < N_METHODS ? names[near] : "", near < N_METHODS ? "'?)" : "",
                       rasimi_words_list(names, N_METHODS, "or").text);
    return RASIM_ERR_INPUT;
}

static rasim_status
set_up(work *w)
{
    const rasim_calibrate_options *options = w->options;
    const rasim_status status = choose_method(w);
    if (status != RASIM_OK)
        return status;
    if (options->pooling == RASIM_POOLING_PARTIAL && !w->settings.method->reads_answers)
        return refuse(w, "Only the methods glm and lognormal can be partially pooled; choose generic or per-group.");
    w->settings.pooling = options->pooling;
    w->settings.by_points = options->by_points;
    w->settings.place_effects = options->place_effects;
    w->settings.left_out = RASIMI_NO_DOMAIN;
    w->settings.n_knots = options->n_knots;
    w->settings.n_bands = options->n_bands;
    w->settings.rounding_gbp = isnan(options->rounding_gbp) ? w->settings.method->rounding_gbp : options->rounding_gbp;
    return RASIM_OK;
}

/* ---- the files ---- */

static const char *
keep_text(work *w, const char *text, rasim_status *status)
{
    const char *copy = rasimi_arena_text(w->arena, text, strlen(text));
    *status = copy ? *status : RASIM_ERR_NO_MEMORY;
    return copy;
}

/* A file that is read beside the study must not be written over either. */
static rasim_status
keep_file(work *w, const char *path)
{
    rasimi_opened *file = path ? rasimi_arena_alloc(w->arena, 1, sizeof *file) : NULL;
    if (!file)
        return path ? RASIM_ERR_NO_MEMORY : RASIM_OK;
    *file = (rasimi_opened){rasimi_file_identity(path), w->out->opened};
    w->out->opened = file;
    return RASIM_OK;
}

static rasim_status
keep_inputs(work *w, const rasim_study *study)
{
    rasim_status status = rasimi_keep_inputs(w->arena, study, &w->out->inputs, &w->out->n_inputs);
    if (status == RASIM_OK)
        status = rasimi_keep_opened(w->arena, study->opened, &w->out->opened);
    if (status == RASIM_OK)
        status = keep_file(w, w->options->prior);
    return status == RASIM_OK ? keep_file(w, w->options->vignettes) : status;
}

static rasim_status
describe(work *w, const rasim_study *study)
{
    rasim_calibration *out = w->out;
    const rasim_calibrate_options *options = w->options;
    rasim_study_info info;
    rasim_status status = RASIM_OK;
    rasim_study_describe(study, &info);
    out->framework = keep_text(w, info.name, &status);
    out->year = keep_text(w, info.year, &status);
    out->from = keep_text(w, w->sample.design->unique_name, &status);
    out->name = options->name
                    ? keep_text(w, options->name, &status)
                    : rasimi_arena_printf(w->arena, "%s, %s", options->method, rasim_pooling_name(options->pooling));
    out->method = w->settings.method->name;
    out->family = w->settings.method->family;
    out->pooling = options->pooling;
    out->on_log_scale = w->settings.method->reads_answers;
    out->synthetic = info.synthetic;
    out->seed = options->has_seed ? options->seed : info.seed;
    out->folds = options->folds;
    out->resamples = options->resamples;
    out->replicates = options->replicates ? options->replicates
                                          : (info.replicates < MOST_REPLICATES ? info.replicates : MOST_REPLICATES);
    out->n_years = study->n_years;
    out->envelope_gbp = study->envelope_gbp;
    out->confidence = options->confidence;
    return status == RASIM_OK && out->name ? keep_inputs(w, study) : RASIM_ERR_NO_MEMORY;
}

/* One design for everybody is what is fitted, also where places have designs of their own. */
static void
note_place_designs(const work *w, const rasimi_draft *draft, size_t design)
{
    const rasim_study *study = draft->study;
    if (study->place_design)
        rasimi_problem_add(w->problems, RASIM_NOTE, rasimi_draft_place(draft, study->framework.place_designs.mark),
                           "place_designs is not used, because one design is fitted for everybody in all places; "
                           "questionnaire and limits are those of '%s'.",
                           study->designs[design].unique_name);
}

static rasim_status
visit(rasimi_draft *draft, void *context)
{
    work *w = context;
    size_t design = 0;
    rasim_status status = rasimi_choose_design(draft->study, w->options->design, &design, w->problems);
    if (status == RASIM_OK)
        status = rasimi_sample_with_vignettes(draft, design, w->options, w->arena, &w->sample, w->out);
    if (status == RASIM_OK)
        note_place_designs(w, draft, design);
    return status == RASIM_OK ? describe(w, draft->study) : status;
}

static rasim_status
check_sample(work *w)
{
    const rasimi_sample *s = &w->sample;
    double low = HUGE_VAL, high = -HUGE_VAL;
    for (size_t i = 0; i < s->n_people; i++) {
        low = fmin(low, s->points[i]);
        high = fmax(high, s->points[i]);
        w->out->people += s->weight[i];
    }
    w->out->n_people = s->n_people;
    w->out->n_high_cost = s->n_high_cost;
    w->out->n_below_minimum = s->n_below_minimum;
    w->out->n_unscored = s->n_unscored;
    w->out->n_uncosted = s->n_uncosted;
    if (s->n_people < FEWEST_PEOPLE) {
        rasimi_problem_add(w->problems, RASIM_ERROR, (rasimi_place){.file = w->path},
                           "Only %zu people can be fitted to (scored, with a cost, inside the RAS); at least %d are "
                           "needed.",
                           s->n_people, FEWEST_PEOPLE);
        return RASIM_ERR_INPUT;
    }
    if (w->settings.pooling != RASIM_POOLING_GENERIC && s->n_groups < 2)
        return refuse(w, "Everybody who can be fitted to is of one care group; choose the pooling generic.");
    return low < high
               ? RASIM_OK
               : refuse(w, "Everybody who can be fitted to has the same points; a table cannot be fitted to that.");
}

/* ---- ways ---- */

static rasim_status
judge_way(work *w, const rasimi_fit_settings *settings, double *predicted, rasim_fit *out)
{
    const rasim_status status =
        rasimi_cross_validate(&w->sample, settings, w->sample.points, w->fold, w->out->folds, predicted);
    if (status != RASIM_OK)
        return status;
    rasimi_judge(&w->sample, predicted, NULL, out);
    return rasimi_meter_add(&w->meter, RASIMI_WAY_STEPS) ? RASIM_ERR_INTERRUPTED : RASIM_OK;
}

static rasim_status
count_values(const work *w, const rasimi_fit_settings *settings, size_t *out)
{
    rasimi_arena arena = {0};
    rasimi_fitted fitted;
    const rasimi_fit_job job = {&w->sample, settings, w->sample.weight, w->sample.points, NULL, &arena};
    const rasim_status status = settings->method->fit(&job, &fitted);
    *out = status == RASIM_OK ? fitted.first[fitted.n_classes] : 0;
    rasimi_arena_clear(&arena);
    return status;
}

/* Places as folds: a council that pooled its file with others, predicted by them. */
static rasim_status
judge_places(work *w, const rasimi_fit_settings *settings, double *predicted, rasim_fit *out)
{
    const rasimi_sample *sample = &w->sample;
    if (sample->n_places < 2)
        return RASIM_OK;
    const rasim_status status =
        rasimi_cross_validate(sample, settings, sample->points, sample->place, sample->n_places, predicted);
    if (status == RASIM_OK)
        rasimi_judge(sample, predicted, NULL, out);
    return status == RASIM_ERR_INPUT ? RASIM_OK : status;
}

static void
describe_way(const rasimi_fit_settings *settings, rasim_calibrated_way *way)
{
    const bool answers = settings->method->reads_answers;
    const bool apart = settings->pooling == RASIM_POOLING_PARTIAL || settings->place_effects;
    way->n_bands = settings->method == &rasimi_method_bands ? settings->n_bands : 0;
    way->ridge = answers ? settings->ridge : (double)NAN;
    way->towards_common = answers && apart ? settings->towards_common : (double)NAN;
}

/* What cannot be fitted one way is no error unless that way was asked for. */
static rasim_status
add_way(work *w, const rasimi_method *method, rasim_pooling pooling, double *predicted)
{
    rasim_calibrated_way *way = &w->out->ways[w->out->n_ways];
    rasimi_fit_settings settings = w->settings;
    settings.method = method;
    settings.pooling = pooling;
    *way = (rasim_calibrated_way){.method = method->name, .pooling = pooling};
    way->chosen = method == w->settings.method && pooling == w->settings.pooling;
    const rasimi_chooser chooser = {&w->sample, w->options, w->fold, predicted, &w->meter};
    rasim_status status = rasimi_choose_settings(&chooser, &settings);
    if (status == RASIM_OK)
        status = count_values(w, &settings, &way->n_values);
    if (status == RASIM_OK)
        status = judge_way(w, &settings, predicted, &way->fit);
    if (status == RASIM_OK && way->chosen) {
        w->settings = settings;
        memcpy(w->predicted, predicted, w->sample.n * sizeof *predicted);
    }
    if (status == RASIM_OK)
        status = judge_places(w, &settings, predicted, &way->in_new_places);
    describe_way(&settings, way);
    w->out->n_ways += status == RASIM_OK;
    if (status == RASIM_ERR_INPUT && way->chosen)
        return refuse(w, "The fit does not converge: the answers of too few people differ; choose a stronger ridge, "
                         "fewer interactions, or the pooling generic.");
    return status == RASIM_ERR_INPUT ? RASIM_OK : status;
}

static bool
applies(const work *w, const rasimi_method *method, rasim_pooling pooling)
{
    if (method->reads_answers && w->sample.n_domains == 0)
        return false;
    if (pooling == RASIM_POOLING_PARTIAL && !method->reads_answers)
        return false;
    return pooling == RASIM_POOLING_GENERIC || w->sample.n_groups > 1;
}

static rasim_status
compare_ways(work *w)
{
    double *predicted = rasimi_arena_alloc(w->arena, w->sample.n, sizeof *predicted);
    w->predicted = rasimi_arena_alloc(w->arena, w->sample.n, sizeof *w->predicted);
    w->out->ways = rasimi_arena_alloc(w->arena, (size_t)N_POOLINGS * N_METHODS, sizeof *w->out->ways);
    rasim_status status = predicted && w->predicted && w->out->ways ? RASIM_OK : RASIM_ERR_NO_MEMORY;
    if (status == RASIM_OK)
        status = rasimi_folds(&w->sample, w->out->folds, w->out->seed, w->arena, &w->fold);
    for (size_t m = 0; m < N_METHODS; m++)
        for (int p = 0; p < N_POOLINGS && status == RASIM_OK; p++)
            if (applies(w, methods[m], (rasim_pooling)p))
                status = add_way(w, methods[m], (rasim_pooling)p, predicted);
    return status;
}

/* ---- the chosen fit ---- */

static rasim_status
describe_values(work *w, const rasimi_fitted *fitted)
{
    const size_t n = fitted->first[fitted->n_classes];
    rasim_calibrated_value *values = rasimi_arena_alloc(w->arena, n, sizeof *values);
    rasim_status status = values ? RASIM_OK : RASIM_ERR_NO_MEMORY;
    for (size_t c = 0; c < fitted->n_classes && status == RASIM_OK; c++) {
        const char *group = fitted->n_classes > 1 ? keep_text(w, w->sample.study->care_groups[c], &status) : NULL;
        for (size_t v = fitted->first[c]; v < fitted->first[c + 1]; v++) {
            const double none = (double)NAN;
            values[v] = (rasim_calibrated_value){group,
                                                 w->settings.method->what(fitted, &w->sample, v, w->arena),
                                                 fitted->values[v],
                                                 none,
                                                 none,
                                                 fitted->at[v],
                                                 none,
                                                 none};
            status = values[v].what ? status : RASIM_ERR_NO_MEMORY;
        }
    }
    w->out->values = values;
    w->out->n_values = status == RASIM_OK ? n : 0;
    return status;
}

static void
warn_of_small_groups(const work *w, const rasimi_fitted *fitted)
{
    for (size_t c = 0; c < fitted->n_classes; c++)
        if (fitted->borrowed[c])
            rasimi_problem_add(w->problems, RASIM_WARNING, (rasimi_place){.file = w->path},
                               "Fewer than %d people of '%s' can be fitted to: it has the table of everybody.",
                               RASIMI_FEWEST_IN_CLASS, w->sample.study->care_groups[c]);
}

/* A price of nothing is no price: people outside the RAS alone cost more than there is. */
static rasim_status
check_price(const work *w, const rasimi_fitted *fitted)
{
    if (!w->settings.method->settle || fitted->values[0] > 1e-6)
        return RASIM_OK;
    return refuse(w, "High-cost packages alone cost more than the envelope less the contingency held; nothing is left "
                     "for a price per point.");
}

static rasim_status
make_fit(work *w, const rasimi_fit_job *job, rasimi_fitted *fitted)
{
    double *seen = rasimi_arena_alloc(w->arena, w->sample.n, sizeof *seen);
    rasim_status status = seen ? w->settings.method->fit(job, fitted) : RASIM_ERR_NO_MEMORY;
    if (status != RASIM_OK)
        return status;
    for (size_t i = 0; i < w->sample.n; i++)
        seen[i] = rasimi_predict(job, fitted, i);
    rasimi_vignettes_fitted(&w->sample, seen, w->out);
    rasimi_judge(&w->sample, seen, NULL, &w->out->seen);
    if (w->settings.method->settle)
        w->settings.method->settle(job, fitted);
    warn_of_small_groups(w, fitted);
    status = check_price(w, fitted);
    if (status == RASIM_OK)
        status = describe_values(w, fitted);
    if (status == RASIM_OK)
        status = rasimi_describe_products(&w->sample, &w->settings, w->arena, w->out);
    return status == RASIM_OK && w->out->resamples > 0
               ? rasimi_bootstrap(job, fitted, w->out->resamples, w->out->seed, &w->meter, w->out->values)
               : status;
}

static rasim_status
write_design(work *w, const rasimi_fit_job *job, const rasimi_fitted *fitted)
{
    rasimi_calibrated_text text = {w->out, job, fitted, w->problems};
    const rasimi_scaling scaling = {w->path, w->options, rasimi_calibrated_text_at, &text, &w->meter, w->problems};
    return rasimi_scale(&scaling, w->arena, w->out);
}

/* ---- from end to end ---- */

static void
count_steps(work *w)
{
    const uint64_t usual = 2 * (uint64_t)N_METHODS + 2 * (uint64_t)RASIMI_MOST_BANDS + w->sample.n_domains;
    const uint64_t regressions = w->sample.n_domains > 0 ? 50 : 0; /* penalties of six fits, about */
    const uint64_t ways = usual + regressions;
    w->meter = (rasimi_meter){w->options->poll, w->options->poll_context, 0, 0};
    w->meter.total = ways * RASIMI_WAY_STEPS + w->out->resamples +
                     (isnan(w->out->confidence) ? 0 : RASIMI_SCALE_RUNS * RASIMI_SCALE_STEPS);
}

static rasim_status
calibrate(work *w)
{
    rasimi_fitted fitted;
    const rasimi_fit_job job = {&w->sample, &w->settings, w->sample.weight, w->sample.points, NULL, w->arena};
    rasim_status status = check_sample(w);
    if (status == RASIM_OK)
        status = rasimi_regression_options(&w->sample, w->options, &w->settings, w->arena, w->problems);
    count_steps(w);
    if (status == RASIM_OK)
        status = rasimi_sample_outside(&w->sample);
    if (status == RASIM_OK)
        status = compare_ways(w);
    if (status == RASIM_OK)
        status = rasimi_calibrated_parts(&w->sample, w->predicted, w->arena, w->out);
    if (status == RASIM_OK)
        status = rasimi_calibrated_questions(&w->sample, &w->settings, w->fold, &w->meter, w->arena, w->out);
    if (status == RASIM_OK)
        status = make_fit(w, &job, &fitted);
    return status == RASIM_OK ? write_design(w, &job, &fitted) : status;
}

static rasim_calibration *
create(void)
{
    rasimi_arena *arena = rasimi_calloc(1, sizeof *arena);
    rasim_calibration *made = arena ? rasimi_arena_alloc(arena, 1, sizeof *made) : NULL;
    if (made)
        made->arena = arena;
    else
        free(arena);
    return made;
}

static bool
are_allowed(const rasim_calibrate_options *o)
{
    const bool scaled = isnan(o->confidence) || (o->confidence > 0 && o->confidence < 1);
    return o->method && scaled && o->folds >= 2 && (o->resamples == 0 || o->resamples >= 40) && o->n_knots >= 2 &&
           !(o->rounding_gbp < 0) && !(o->ridge < 0) && o->vignette_weight > 0 && o->replicates <= RASIM_MAX_REPLICATES;
}

rasim_status
rasim_calibrate(const char *framework_path, const rasim_calibrate_options *options, rasim_calibration **out,
                rasim_problems *problems)
{
    if (!framework_path || !options || !out || !are_allowed(options))
        return RASIM_ERR_ARGUMENT;
    *out = NULL;
    rasim_study_options loading;
    rasim_study *study = NULL;
    rasim_problems *own = NULL;
    rasim_calibration *made = create();
    rasim_status status = made ? RASIM_OK : RASIM_ERR_NO_MEMORY;
    if (status == RASIM_OK && !problems)
        status = rasim_problems_create(&own);
    work w = {.path = framework_path, .options = options, .problems = problems ? problems : own, .out = made};
    rasim_study_options_init(&loading);
    loading.show_ids = options->show_ids;
    if (status == RASIM_OK) {
        w.arena = made->arena;
        status = set_up(&w);
    }
    if (status == RASIM_OK)
        status = rasimi_study_load_visited(framework_path, &loading, visit, &w, &study, w.problems);
    if (status == RASIM_OK && options->ready)
        status = options->ready(options->ready_context, study, w.problems);
    if (status == RASIM_OK)
        status = calibrate(&w);
    rasim_study_free(study);
    rasim_problems_free(own);
    if (status == RASIM_OK)
        *out = made;
    else
        rasim_calibration_free(made);
    return status;
}

rasim_status
rasim_write_calibrated(const char *path, const rasim_calibration *calibration, rasim_problems *problems)
{
    if (!path || !calibration || !calibration->text)
        return RASIM_ERR_ARGUMENT;
    rasim_status status = rasimi_refuse_opened(calibration->opened, path, problems);
    if (status != RASIM_OK)
        return status;
    rasimi_buffer text = {0};
    rasimi_buffer_add(&text, calibration->text, strlen(calibration->text));
    status = text.failed ? RASIM_ERR_NO_MEMORY : rasimi_write_text(path, &text, problems);
    rasimi_buffer_clear(&text);
    return status;
}
