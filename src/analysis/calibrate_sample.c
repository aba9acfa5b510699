/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The people that a rule is fitted to: scored, with a package that has a cost, inside the RAS by the design's own
   exclusion and minimum points. What others of their stratum weigh who could not be used for want of points or cost,
   they carry. */
#include "analysis/calibrate.h"

#include <math.h>

#include "engine/expected.h"
#include "engine/plan.h"
#include "rasim/ledger.h"

/* The engine holds points in single precision; this undoes the noise of it. */
#define POINTS_STEP 1e4

/* Why a row is left out. */
typedef enum use { FITTED, HIGH_COST, BELOW_MINIMUM, UNSCORED, UNCOSTED } use;

/* Whatever the basis of exclusion, before there is a rule only the package can be above the threshold. */
static bool
is_high_cost(const rasim_study *study, const rasimi_applied *applied, size_t i)
{
    return study->cost_gbp_week[i] * study->price_index[study->setting[i]] > applied->threshold_gbp_week;
}

static use
use_of(const rasim_study *study, const rasimi_applied *applied, size_t i)
{
    if (study->costed && !study->costed[i])
        return UNCOSTED;
    if (is_high_cost(study, applied, i))
        return HIGH_COST;
    if (study->scored && !study->scored[i])
        return UNSCORED;
    return (double)applied->points[i] < applied->design->limits.minimum_points.value ? BELOW_MINIMUM : FITTED;
}

static bool
allocate(rasimi_sample *sample, size_t n, rasimi_arena *arena)
{
    sample->row = rasimi_arena_alloc(arena, n, sizeof *sample->row);
    sample->group = rasimi_arena_alloc(arena, n, sizeof *sample->group);
    sample->place = rasimi_arena_alloc(arena, n, sizeof *sample->place);
    sample->points = rasimi_arena_alloc(arena, n, sizeof *sample->points);
    sample->target = rasimi_arena_alloc(arena, n, sizeof *sample->target);
    sample->weight = rasimi_arena_alloc(arena, n, sizeof *sample->weight);
    sample->level = rasimi_arena_alloc(arena, n * sample->n_domains, sizeof *sample->level);
    sample->answer = rasimi_arena_alloc(arena, n * sample->n_domains, sizeof *sample->answer);
    sample->income = rasimi_arena_alloc(arena, n, sizeof *sample->income);
    return sample->row && sample->group && sample->place && sample->points && sample->target && sample->weight &&
           sample->level && sample->answer && sample->income;
}

/* By how much the rows in use of each stratum weigh more than themselves: [n_strata]. */
static bool
carried_weights(const rasim_study *study, const rasimi_applied *applied, rasimi_arena *arena, double **out)
{
    double *carried = rasimi_arena_alloc(arena, study->n_strata, sizeof *carried);
    double *whole = rasimi_arena_alloc(arena, study->n_strata, sizeof *whole);
    if (!carried || !whole)
        return false;
    for (size_t i = 0; i < study->n_rows; i++) {
        const use is = use_of(study, applied, i);
        const bool known = is != UNSCORED && is != UNCOSTED;
        whole[study->stratum[i]] += is != HIGH_COST ? study->weight[i] : 0;
        carried[study->stratum[i]] += known && is != HIGH_COST ? study->weight[i] : 0;
    }
    for (size_t h = 0; h < study->n_strata; h++)
        carried[h] = carried[h] > 0 ? whole[h] / carried[h] : 1;
    *out = carried;
    return true;
}

void
rasimi_sample_answers(const rasimi_scorer *scorer, size_t row, rasimi_sample *sample)
{
    for (size_t d = 0; d < sample->n_domains; d++) {
        const size_t at = sample->n * sample->n_domains + d;
        sample->level[at] = rasimi_scorer_level(scorer, d, row);
        sample->answer[at] = sample->level[at] == RASIMI_NO_LABEL ? 0 : rasimi_scorer_points(scorer, d, row);
    }
}

static rasimi_sample_income
income_of(const rasim_study *study, size_t i)
{
    double share = study->other_share[i];
    for (size_t k = 0; k < study->n_uncertain_streams; k++)
        share += study->uncertain_streams[k].share[i];
    return (rasimi_sample_income){study->used_share[i], study->other_gbp_week[i], share,
                                  study->contribution_gbp_week[i]};
}

static void
add_person(const rasimi_draft *draft, const rasimi_applied *applied, size_t i, double carried, rasimi_sample *sample)
{
    const rasim_study *study = draft->study;
    const size_t at = sample->n;
    const double extra = applied->extra ? (double)applied->extra[i] / RASIM_UNITS_PER_GBP : 0;
    rasimi_sample_answers(&draft->scorers[sample->design_index], draft->caseload.by_key[i], sample);
    sample->row[at] = (uint32_t)i;
    sample->group[at] = study->care_group[i];
    sample->place[at] = study->n_places > 0 ? study->place[i] : 0;
    sample->points[at] = rint((double)applied->points[i] * POINTS_STEP) / POINTS_STEP;
    sample->target[at] = fmax(study->cost_gbp_week[i] - extra, 0);
    sample->weight[at] = study->weight[i] * carried;
    sample->income[at] = income_of(study, i);
    sample->n++;
}

static void
describe(const rasimi_draft *draft, rasimi_sample *sample)
{
    const rasimi_limits_spec *limits = &sample->design->limits;
    const rasimi_scorer *scorer = &draft->scorers[sample->design_index];
    const rasimi_rescale_spec *rescale = &sample->design->questionnaire.rescale;
    const bool by_year = sample->design->period.value == RASIMI_PERIOD_YEAR;
    sample->n_groups = draft->study->n_care_groups;
    sample->n_places = draft->study->n_places;
    sample->points_low = scorer->low;
    sample->points_high = scorer->high;
    sample->answer_scale = rescale->mark.line > 0 && scorer->sum_high > scorer->sum_low
                               ? (rescale->high.value - rescale->low.value) / (scorer->sum_high - scorer->sum_low)
                               : 1;
    sample->scale = (1 + limits->uprating.value) * (1 - limits->top_slice.value);
    sample->weeks = by_year ? draft->study->framework.weeks_per_year.value : 1;
}

rasim_status
rasimi_sample_make(const rasimi_draft *draft, size_t design, size_t n_more, rasimi_arena *arena, rasimi_sample *out)
{
    const rasim_study *study = draft->study;
    const rasimi_applied *applied = &study->applied[design];
    double *carried;
    *out = (rasimi_sample){.study = study,
                           .design = &study->designs[design],
                           .design_index = design,
                           .n_domains = study->designs[design].questionnaire.domains.n};
    if (!allocate(out, study->n_rows + n_more, arena) || !carried_weights(study, applied, arena, &carried))
        return RASIM_ERR_NO_MEMORY;
    describe(draft, out);
    for (size_t i = 0; i < study->n_rows; i++) {
        const use is = use_of(study, applied, i);
        out->n_high_cost += is == HIGH_COST;
        out->n_below_minimum += is == BELOW_MINIMUM;
        out->n_unscored += is == UNSCORED;
        out->n_uncosted += is == UNCOSTED;
        if (is == FITTED)
            add_person(draft, applied, i, carried[study->stratum[i]], out);
    }
    out->n_people = out->n;
    return RASIM_OK;
}

rasim_status
rasimi_sample_outside(rasimi_sample *sample)
{
    const rasim_study *study = sample->study;
    const rasimi_applied *applied = &study->applied[sample->design_index];
    rasimi_expected expected = {0};
    rasimi_plan plan = {0};
    rasim_status status = rasimi_expected_make(study, &expected);
    if (status == RASIM_OK)
        status = rasimi_plan_make(study, &expected, sample->design_index, 0, &plan);
    sample->outside_net = 0;
    for (size_t i = 0; status == RASIM_OK && i < study->n_rows; i++) {
        const use is = use_of(study, applied, i);
        if (is == HIGH_COST || is == BELOW_MINIMUM)
            sample->outside_net += study->weight[i] * plan.person_net_gbp_week[i];
    }
    rasimi_plan_clear(&plan);
    rasimi_expected_clear(&expected);
    return status;
}
