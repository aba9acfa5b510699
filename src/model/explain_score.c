/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a person's points come about, in words: the steps of rasimi_score, held against what it gives. */
#include "model/trail.h"

#include "base/text.h"
#include "model/lookup.h"

#include <math.h>

/* Steps add up in another order than rasimi_score may take; further apart than this they explain something else. */
#define NEGLIGIBLE 1e-9

static double
points_so_far(const rasimi_trail *trail)
{
    return rasimi_trail_total(trail, RASIM_STEP_POINTS);
}

/* What the row's level of unpaid support looks up, `otherwise` where the rule says nothing or there is no consent. */
static double
by_support(const rasimi_scorer *scorer, const double *values, double otherwise, size_t row)
{
    const rasimi_caseload *caseload = scorer->caseload;
    return values && caseload->carer_consent[row] ? values[caseload->carer_support.codes[row]] : otherwise;
}

/* Points of a domain before the multiplier on all points. */
static double
domain_points(const rasimi_scorer *scorer, size_t d, size_t row)
{
    if (!rasimi_scorer_asks(scorer, d, row))
        return 0;
    return scorer->level_points[d][scorer->answers[d]->codes[row]] *
           by_support(scorer, scorer->domain_multiplier[d], 1, row);
}

/* "12 points x weight 1.5", "fewer than 4 points count as 0", "60 % remain with unpaid support". */
static void
explain_answer_detail(const rasimi_scorer *scorer, size_t d, size_t row, rasimi_buffer *out)
{
    const rasimi_domain *domain = rasimi_domain_at(scorer->design, d);
    const double weight = domain->weight.value;
    const double points = domain->levels.items[rasimi_scorer_level(scorer, d, row)].number.value;
    const double share = by_support(scorer, scorer->domain_multiplier[d], 1, row);
    if (weight < 1 || weight > 1)
        rasimi_buffer_printf(out, "%s points x weight %s", rasimi_words_points(points).text,
                             rasimi_words_number(weight).text);
    if (weight * points < domain->threshold.value)
        rasimi_buffer_printf(out, "%sfewer than %s points count as 0", out->length ? "; " : "",
                             rasimi_words_points(domain->threshold.value).text);
    if (share < 1 || share > 1)
        rasimi_buffer_printf(out, "%s%s of the points remain, because of unpaid support", out->length ? "; " : "",
                             rasimi_words_percent(share).text);
}

static void
explain_answer(const rasimi_scorer *scorer, size_t d, size_t row, rasimi_trail *trail)
{
    const rasimi_domain *domain = rasimi_domain_at(scorer->design, d);
    if (!rasimi_scorer_asks(scorer, d, row)) {
        rasimi_trail_add(trail, RASIM_STEP_NOTE, 0, domain->name.value, "not asked of this care group");
        return;
    }
    rasimi_buffer detail = {0};
    const char *answer = scorer->answers[d]->labels[scorer->answers[d]->codes[row]];
    const char *label = rasimi_arena_printf(trail->arena, "%s: %s", domain->name.value, answer);
    explain_answer_detail(scorer, d, row, &detail);
    trail->failed |= !label || detail.failed;
    if (!trail->failed)
        rasimi_trail_add(trail, RASIM_STEP_POINTS, points_so_far(trail) + domain_points(scorer, d, row), label, "%s",
                         detail.data ? detail.data : "");
    rasimi_buffer_clear(&detail);
}

/* Needs that compound. */
static void
explain_interactions(const rasimi_scorer *scorer, size_t row, rasimi_trail *trail)
{
    const rasimi_structs *interactions = &scorer->design->questionnaire.interactions;
    const rasimi_interaction *items = interactions->items;
    for (size_t i = 0; i < interactions->n; i++) {
        const double a = domain_points(scorer, items[i].a_index, row), b = domain_points(scorer, items[i].b_index, row);
        const char *label = rasimi_arena_printf(trail->arena, "%s with %s", items[i].a.value, items[i].b.value);
        const char *product = rasimi_arena_printf(trail->arena, "%s points x %s points", rasimi_words_points(a).text,
                                                  rasimi_words_points(b).text);
        trail->failed |= !label || !product;
        if (!trail->failed)
            rasimi_trail_add(trail, RASIM_STEP_POINTS, points_so_far(trail) + items[i].coefficient.value * (a * b),
                             label, "%s x %s", product, rasimi_words_number(items[i].coefficient.value).text);
    }
}

/* The sum stretched to the range that the design asks for. */
static void
explain_rescale(const rasimi_scorer *scorer, rasimi_trail *trail)
{
    const rasimi_rescale_spec *spec = &scorer->design->questionnaire.rescale;
    const double points = rasimi_points_rescale(spec, scorer->sum_low, scorer->sum_high, points_so_far(trail));
    if (spec->mark.line > 0)
        rasimi_trail_add(trail, RASIM_STEP_POINTS, points, "Rescaling", "from %.24s to %.24s, to %.24s to %.24s",
                         rasimi_words_points(scorer->sum_low).text, rasimi_words_points(scorer->sum_high).text,
                         rasimi_words_points(spec->low.value).text, rasimi_words_points(spec->high.value).text);
}

/* What unpaid support does to all points, or why it does nothing. */
static void
explain_carer(const rasimi_scorer *scorer, size_t row, rasimi_trail *trail)
{
    const rasimi_caseload *caseload = scorer->caseload;
    if (!rasimi_carer_rule_given(&scorer->design->carer_rule))
        return;
    if (!caseload->carer_consent[row]) {
        rasimi_trail_add(trail, RASIM_STEP_NOTE, 0, "Unpaid support",
                         "not counted, because the carer has not agreed that it should be");
        return;
    }
    if (!scorer->carer_multiplier)
        return;
    const double share = rasimi_scorer_carer_share(scorer, row);
    const char *support = caseload->carer_support.labels[caseload->carer_support.codes[row]];
    const char *label = rasimi_arena_printf(trail->arena, "Unpaid support: %s", support);
    trail->failed |= !label;
    if (label && !(share < 1 || share > 1))
        rasimi_trail_add(trail, RASIM_STEP_POINTS, points_so_far(trail), label, "%s", "all points remain");
    else if (label)
        rasimi_trail_add(trail, RASIM_STEP_POINTS, share * points_so_far(trail), label,
                         "%s of the points remain, with the carer's consent", rasimi_words_percent(share).text);
}

/* Points are held in the range of the questionnaire. */
static void
explain_range(const rasimi_scorer *scorer, rasimi_trail *trail)
{
    const double points = points_so_far(trail);
    if (points < scorer->low)
        rasimi_trail_add(trail, RASIM_STEP_POINTS, scorer->low, "Least points there are", "%s", "");
    else if (points > scorer->high)
        rasimi_trail_add(trail, RASIM_STEP_POINTS, scorer->high, "Most points there are", "%s", "");
}

rasim_status
rasimi_score_explain(const rasimi_scorer *scorer, size_t row, rasimi_trail *trail)
{
    const double points = rasimi_score(scorer, row);
    if (isnan(points)) /* the family needs none */
        return RASIM_OK;
    for (size_t d = 0; d < scorer->n_domains; d++)
        explain_answer(scorer, d, row, trail);
    if (scorer->n_domains == 0)
        rasimi_trail_add(trail, RASIM_STEP_POINTS, scorer->caseload->points[row], "Points as assessed", "%s", "");
    explain_interactions(scorer, row, trail);
    explain_rescale(scorer, trail);
    explain_carer(scorer, row, trail);
    explain_range(scorer, trail);
    if (trail->failed)
        return RASIM_ERR_NO_MEMORY;
    return fabs(points - points_so_far(trail)) <= NEGLIGIBLE * (1 + fabs(points)) ? RASIM_OK : RASIM_ERR_INTERNAL;
}
