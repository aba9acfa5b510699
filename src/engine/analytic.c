/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The analytic engine's face: whether it applies, each design's law, and what is read off it. */
#include "rasim/analytic.h"

#include <math.h>
#include <stdlib.h>
#include <time.h>

#include "base/mem.h"
#include "engine/analytic_sums.h"
#include "engine/pilot.h"

#define MOST_SCALE 100.0

void
rasim_analytic_options_init(rasim_analytic_options *options)
{
    *options = (rasim_analytic_options){.shock_scale = 1.0, .allocation_scale = 1.0};
}

/* Areas are solved one by one over all groups and points; the work grows with their square. */
#define MOST_AREAS 200

/* What stands in the way of a closed form, in plain words; NULL: nothing. */
static const char *
obstacle(const rasim_study *study)
{
    const rasimi_framework *framework = &study->framework;
    const struct {
        bool there;
        const char *words;
    } features[] = {
        {study->n_years > 1, "not applicable: several years"},
        {study->turnover, "not applicable: people come, go or move"},
        {rasimi_pilot_needed(study), "not applicable: designs fitted to samples not yet drawn"},
        {study->n_tails > 0, "not applicable: high-cost arrivals"},
        {framework->interventions.n > 0, "not applicable: prevention programmes"},
        {framework->savings.n > 0, "not applicable: savings lines"},
        {framework->population.sampling.value == RASIMI_SAMPLING_BOOTSTRAP, "not applicable: bootstrap sampling"},
        {study->scored != NULL, "not applicable: people with a cost but no points"},
        {study->costed != NULL, "not applicable: people without a cost"},
        {study->n_areas > MOST_AREAS, "not applicable: more than 200 budget areas"},
        {study->n_uncertain_streams > 0, "not applicable: other funding whose share is uncertain"},
        {study->collection_rate < 1.0, "not applicable: contributions that are not all collected"},
    };
    for (size_t i = 0; i < sizeof features / sizeof *features; i++) {
        if (features[i].there) {
            return features[i].words;
        }
    }
    return NULL;
}

static bool
options_valid(const rasim_analytic_options *options)
{
    return options->n_threads >= 0 && options->shock_scale >= 0.0 && options->shock_scale <= MOST_SCALE &&
           options->allocation_scale > 0.0 && options->allocation_scale <= MOST_SCALE;
}

/* What a solution is worked out with. */
typedef struct solver {
    const rasim_study *study;
    rasimi_analytic_frame frame;
    rasimi_person_sums sums;
    rasimi_component *components, *areas; /* [draws], [n_areas x draws] */
    const double *envelope;               /* [draws] factor on the envelope */
    rasimi_arena *arena;
    double *levels;
    size_t n_levels;
    int n_threads;
} solver;

/* The study's levels and 0.05, 0.5 and 0.95, ascending, each once. */
static rasim_status
merge_levels(solver *s)
{
    static const double always[] = {0.05, 0.5, 0.95};
    const size_t n_always = sizeof always / sizeof *always;
    s->levels = rasimi_arena_alloc(s->arena, s->study->n_levels + n_always, sizeof *s->levels);
    if (s->levels == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    for (size_t i = 0, a = 0; i < s->study->n_levels || a < n_always;) {
        const double own = i < s->study->n_levels ? s->study->levels[i] : 2.0, given = a < n_always ? always[a] : 2.0;
        i += own <= given;
        a += given <= own;
        s->levels[s->n_levels++] = own < given ? own : given;
    }
    return RASIM_OK;
}

static rasim_status
solve_areas(solver *s, rasim_analytic_design *out)
{
    const rasim_study *study = s->study;
    const size_t n = s->frame.draws.n;
    out->areas = rasimi_arena_alloc(s->arena, study->n_areas, sizeof *out->areas);
    if (out->areas == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    out->n_areas = study->n_areas;
    for (size_t a = 0; a < study->n_areas; a++) {
        const rasimi_mixture mixture = rasimi_mixture_of(s->frame.loops, &s->frame.table, s->areas + a * n, n);
        const double envelope = study->area_envelope_gbp[a];
        out->areas[a] = (rasim_analytic_area){
            .name = study->areas[a],
            .mean = mixture.moments.mean,
            .sd = __builtin_sqrt(mixture.moments.variance),
            .affordability = isnan(envelope) ? envelope : rasimi_mixture_cdf(&mixture, s->envelope, envelope),
        };
    }
    return RASIM_OK;
}

static rasim_status
solve_design(solver *s, size_t outcome, rasim_analytic_design *out)
{
    rasim_status status = rasimi_person_sums_fill(&s->sums, outcome, s->n_threads);
    if (status == RASIM_OK) {
        status = rasimi_person_sums_laws(&s->sums, s->n_threads, s->components, s->areas);
    }
    out->quantiles = rasimi_arena_alloc(s->arena, s->n_levels, sizeof *out->quantiles);
    if (status != RASIM_OK || out->quantiles == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    const rasimi_mixture mixture = rasimi_mixture_of(s->frame.loops, &s->frame.table, s->components, s->frame.draws.n);
    const rasimi_moments moments = mixture.moments;
    out->name = rasim_study_design_name(s->study, outcome);
    out->mean = moments.mean;
    out->sd = __builtin_sqrt(moments.variance);
    out->skewness = out->sd > 0.0 ? moments.third / (moments.variance * out->sd) : 0.0;
    out->affordability = rasimi_mixture_cdf(&mixture, s->envelope, s->study->envelope_gbp);
    out->n_quantiles = s->n_levels;
    for (size_t i = 0; i < s->n_levels; i++) {
        out->quantiles[i].level = s->levels[i];
        out->quantiles[i].gbp = rasimi_mixture_quantile(&mixture, s->levels[i]);
    }
    return solve_areas(s, out);
}

static rasim_status
solve_designs(solver *s, rasim_analytic *out)
{
    const size_t n = rasimi_study_n_outcomes(s->study), n_draws = s->frame.draws.n;
    s->components = rasimi_calloc(n_draws, sizeof *s->components);
    s->areas = rasimi_calloc(s->study->n_areas * n_draws, sizeof *s->areas);
    out->designs = rasimi_arena_alloc(s->arena, n, sizeof *out->designs);
    if (s->components == NULL || s->areas == NULL || out->designs == NULL || merge_levels(s) != RASIM_OK) {
        return RASIM_ERR_NO_MEMORY;
    }
    s->envelope = s->frame.draws.envelope;
    rasim_status status = rasimi_person_sums_make(&s->frame, &s->sums);
    for (size_t d = 0; d < n && status == RASIM_OK; d++) {
        status = solve_design(s, d, &out->designs[d]);
    }
    out->n_designs = n;
    return status;
}

static rasim_status
solve(const rasim_study *study, const rasim_analytic_options *options, rasim_analytic *out, rasim_problems *problems)
{
    solver s = {.study = study, .arena = out->arena, .n_threads = options->n_threads};
    const rasimi_analytic_question question = {
        .shock_scale = options->shock_scale,
        .allocation_scale = options->allocation_scale,
        .without_top_slice = options->without_top_slice,
        .without_carers_stop = options->without_carers_stop,
    };
    rasim_status status = rasimi_analytic_frame_make(study, &question, &s.frame, problems);
    if (status == RASIM_OK) {
        status = solve_designs(&s, out);
    }
    rasimi_person_sums_clear(&s.sums);
    rasimi_analytic_frame_clear(&s.frame);
    free(s.components);
    free(s.areas);
    return status;
}

static double
seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* An empty solution inside its own arena. */
static rasim_analytic *
create(void)
{
    rasimi_arena *arena = rasimi_calloc(1, sizeof *arena);
    rasim_analytic *analytic = arena == NULL ? NULL : rasimi_arena_alloc(arena, 1, sizeof *analytic);
    if (analytic == NULL) {
        free(arena);
        return NULL;
    }
    *analytic = (rasim_analytic){.reason = "", .arena = arena};
    return analytic;
}

rasim_status
rasim_analytic_solve(const rasim_study *study, const rasim_analytic_options *options, rasim_analytic **out,
                     rasim_problems *problems)
{
    *out = NULL;
    if (!options_valid(options)) {
        return RASIM_ERR_ARGUMENT;
    }
    const double start = seconds_now();
    rasim_analytic *analytic = create();
    if (analytic == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    const char *in_the_way = obstacle(study);
    rasim_status status = RASIM_OK;
    if (in_the_way == NULL) {
        analytic->applies = true;
        status = solve(study, options, analytic, problems);
    } else {
        analytic->reason = in_the_way;
    }
    if (status != RASIM_OK) {
        rasim_analytic_free(analytic);
        return status;
    }
    analytic->seconds = seconds_now() - start;
    *out = analytic;
    return RASIM_OK;
}

void
rasim_analytic_free(rasim_analytic *analytic)
{
    if (analytic != NULL) {
        rasimi_arena *arena = analytic->arena; /* holds the solution itself */
        rasimi_arena_clear(arena);
        free(arena);
    }
}
