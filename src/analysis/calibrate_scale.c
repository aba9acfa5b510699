/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The largest scale of a fit at which the caseload is affordable. Net spend is not monotone in the scale, because what
   is taken out of allocations comes back as uplift: so scales are scanned before the end of the affordable ones is
   searched for, on the same draws throughout. */
#include "analysis/calibrate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/excess.h"
#include "analysis/paths.h"
#include "num/stats.h"

#define FIRST_SCALE 0.5
#define SCALE_STEP  0.05
#define FINE_STEP   0.001 /* scales are whole multiples of it */
#define BACK_STEP   0.005 /* where rounded amounts cost more than the fit */

enum { N_SCALES = 21, BISECTIONS = 6, MOST_STEPS_BACK = 40 };

/* A search in progress. */
typedef struct search {
    const rasimi_scaling *how;
    rasim_calibration *out;
    rasimi_arena *arena;
    double *excess; /* [replicates] */
    double at;      /* scale of the design that is loaded */
} search;

static int
poll_run(void *context, uint64_t done, uint64_t total)
{
    const rasimi_meter *meter = context;
    return meter->poll ? meter->poll(meter->context, meter->done + done * RASIMI_SCALE_STEPS / total, meter->total) : 0;
}

static rasim_status
load(const search *s, const char *text, rasim_study **out)
{
    const char *path = "the fitted design";
    rasim_study_options options;
    rasim_study_options_init(&options);
    options.designs = &path;
    options.n_designs = 1;
    options.design_texts = &text;
    options.show_ids = s->how->options->show_ids;
    rasim_problems *own = NULL;
    rasim_status status = rasim_problems_create(&own);
    if (status == RASIM_OK)
        status = rasim_study_load(s->how->framework_path, &options, out, own);
    for (size_t i = 0; status != RASIM_OK && i < rasim_problems_size(own); i++) {
        const rasim_problem *problem = rasim_problems_get(own, i);
        if (problem->severity == RASIM_ERROR)
            rasimi_problem_add(s->how->problems, RASIM_ERROR,
                               (rasimi_place){problem->file, problem->line, problem->column}, "%s", problem->text);
    }
    rasim_problems_free(own);
    return status;
}

/* Net against the envelope where allocations are changed by a share. */
static rasim_status
simulate(const search *s, const rasim_study *study, double change, uint64_t *n_inside, double *excess)
{
    rasim_run_options options;
    rasim_results *results = NULL;
    const uint64_t n = s->out->replicates;
    rasim_run_options_init(&options, study);
    options.place_series = false;
    options.series_only = true;
    options.replicates = n;
    options.seed = s->out->seed;
    options.n_threads = s->how->options->n_threads;
    options.allocation_change = change;
    options.poll = poll_run;
    options.poll_context = s->how->meter;
    rasim_status status = rasim_run(study, &options, &results, s->how->problems);
    if (status == RASIM_OK && !results->complete)
        status = RASIM_ERR_INTERRUPTED;
    *n_inside = 0;
    for (uint64_t r = 0; status == RASIM_OK && r < n; r++) {
        s->excess[r] = rasimi_worst_excess(results, 0, r);
        *n_inside += s->excess[r] <= 0;
    }
    if (status == RASIM_OK) {
        rasimi_sort(s->excess, n);
        *excess = rasimi_quantile(s->excess, n, s->out->confidence).value;
    }
    rasim_results_free(results);
    if (status == RASIM_OK && rasimi_meter_add(s->how->meter, RASIMI_SCALE_STEPS))
        status = RASIM_ERR_INTERRUPTED;
    return status;
}

static rasim_status
look_at(const search *s, const rasim_study *study, double scale, rasim_calibrated_scale *out)
{
    uint64_t n_inside = 0;
    double excess = 0;
    const rasim_status status = simulate(s, study, scale / s->at - 1, &n_inside, &excess);
    *out =
        (rasim_calibrated_scale){scale, (double)n_inside / (double)s->out->replicates, s->out->envelope_gbp + excess};
    return status;
}

static bool
is_enough(const search *s, const rasim_calibrated_scale *at)
{
    return at->affordability >= s->out->confidence;
}

/* All scales of the grid; the number of the largest that is affordable, N_SCALES where none is. */
static rasim_status
scan(const search *s, const rasim_study *study, size_t *largest)
{
    rasim_calibration *out = s->out;
    rasim_status status = RASIM_OK;
    *largest = N_SCALES;
    for (size_t i = 0; i < N_SCALES && status == RASIM_OK; i++) {
        status = look_at(s, study, FIRST_SCALE + SCALE_STEP * (double)i, &out->scales[i]);
        out->n_scales = i + 1;
        if (status == RASIM_OK && is_enough(s, &out->scales[i]))
            *largest = i;
        if (i == 0 || out->scales[i].quantile_gbp < out->lowest.quantile_gbp)
            out->lowest = out->scales[i];
    }
    return status;
}

/* The end of the affordable scales between one of the grid and the next, rounded down. */
static rasim_status
refine(const search *s, const rasim_study *study, size_t largest, double *scale)
{
    double low = s->out->scales[largest].scale, high = low + SCALE_STEP;
    rasim_status status = RASIM_OK;
    for (int i = 0; i < BISECTIONS && largest + 1 < N_SCALES && status == RASIM_OK; i++) {
        rasim_calibrated_scale middle;
        status = look_at(s, study, 0.5 * (low + high), &middle);
        if (status == RASIM_OK && is_enough(s, &middle))
            low = middle.scale;
        else
            high = middle.scale;
    }
    *scale = floor(low / FINE_STEP + 1e-6) * FINE_STEP;
    return status;
}

/* The design as it would be written at a scale, and whether it is affordable as that. */
static rasim_status
try_written(const search *s, double scale, bool *enough)
{
    char *text = NULL;
    rasim_study *study = NULL;
    uint64_t n_inside = 0;
    double excess = 0;
    rasim_calibration *out = s->out;
    rasim_status status = s->how->design_at(s->how->context, scale, &text);
    if (status == RASIM_OK)
        status = load(s, text, &study);
    if (status == RASIM_OK)
        status = simulate(s, study, 0, &n_inside, &excess);
    *enough = status == RASIM_OK && (double)n_inside >= out->confidence * (double)out->replicates;
    if (*enough) {
        out->affordable = true;
        out->scale = scale;
        out->inside = rasimi_wilson(n_inside, out->replicates);
        out->text = rasimi_arena_text(s->arena, text, strlen(text));
        status = out->text ? RASIM_OK : RASIM_ERR_NO_MEMORY;
    }
    rasim_study_free(study);
    free(text);
    return status;
}

static rasim_status
find(const search *s, const rasim_study *study)
{
    size_t largest;
    double scale = 0;
    bool enough = false;
    rasim_status status = scan(s, study, &largest);
    if (status != RASIM_OK || largest == N_SCALES)
        return status;
    status = refine(s, study, largest, &scale);
    for (int back = 0; back < MOST_STEPS_BACK && !enough && scale >= FIRST_SCALE && status == RASIM_OK; back++) {
        status = try_written(s, scale, &enough);
        scale -= BACK_STEP;
    }
    return status;
}

/* The fit as it is; it is loaded all the same, so that what its checks find is told. */
static rasim_status
write_unscaled(const search *s, const char *text)
{
    s->out->affordable = true;
    s->out->scale = 1;
    s->out->inside = (rasim_probability){(double)NAN, (double)NAN, (double)NAN};
    s->out->text = rasimi_arena_text(s->arena, text, strlen(text));
    return s->out->text ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

rasim_status
rasimi_scale(const rasimi_scaling *scaling, rasimi_arena *arena, rasim_calibration *out)
{
    char *text = NULL;
    rasim_study *study = NULL;
    search s = {.how = scaling, .out = out, .arena = arena, .at = 1};
    out->scales = rasimi_arena_alloc(arena, N_SCALES, sizeof *out->scales);
    s.excess = rasimi_calloc(out->replicates, sizeof *s.excess);
    rasim_status status = s.excess && out->scales ? RASIM_OK : RASIM_ERR_NO_MEMORY;
    if (status == RASIM_OK)
        status = scaling->design_at(scaling->context, 1, &text);
    if (status == RASIM_OK)
        status = load(&s, text, &study);
    if (status == RASIM_OK)
        status = isnan(out->confidence) ? write_unscaled(&s, text) : find(&s, study);
    rasim_study_free(study);
    free(text);
    free(s.excess);
    return status;
}
