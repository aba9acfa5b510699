/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From answers to points, row by row. */
#include "model/score.h"

#include <math.h>

#include "model/lookup.h"

/* What a code looks up, NAN for none. */
static double
value_of(const double *values, uint32_t code)
{
    return code == RASIMI_NO_LABEL ? (double)NAN : values[code];
}

/* What the row's level of unpaid support looks up; `otherwise` where the rule has no such part or the carer does not
   consent. */
static double
by_support(const rasimi_scorer *scorer, const double *values, double otherwise, size_t row)
{
    const rasimi_caseload *caseload = scorer->caseload;
    return values && caseload->carer_consent[row] ? value_of(values, caseload->carer_support.codes[row]) : otherwise;
}

bool
rasimi_scorer_asks(const rasimi_scorer *scorer, size_t domain, size_t row)
{
    const uint8_t *asked = scorer->asked[domain];
    const uint32_t group = asked ? scorer->caseload->care_group.codes[row] : 0;
    return !asked || (group != RASIMI_NO_LABEL && asked[group]);
}

uint32_t
rasimi_scorer_level(const rasimi_scorer *scorer, size_t domain, size_t row)
{
    const uint32_t code = scorer->answers[domain]->codes[row];
    const bool answered = code != RASIMI_NO_LABEL && rasimi_scorer_asks(scorer, domain, row);
    return answered ? scorer->level_index[domain][code] : RASIMI_NO_LABEL;
}

bool
rasimi_scorer_answered(const rasimi_scorer *scorer, size_t domain, const rasimi_texts *levels, size_t row)
{
    const rasimi_labels *answers = scorer->answers[domain];
    const bool answered = rasimi_scorer_level(scorer, domain, row) != RASIMI_NO_LABEL;
    return answered && rasimi_texts_have(levels, answers->labels[answers->codes[row]]);
}

double
rasimi_scorer_carer_share(const rasimi_scorer *scorer, size_t row)
{
    return by_support(scorer, scorer->carer_multiplier, 1, row);
}

double
rasimi_scorer_carer_hours(const rasimi_scorer *scorer, size_t domain, size_t row)
{
    return by_support(scorer, scorer->carer_hours[domain], 0, row);
}

double
rasimi_scorer_carer_gbp(const rasimi_scorer *scorer, size_t row)
{
    return by_support(scorer, scorer->sustain, 0, row) - by_support(scorer, scorer->deduction, 0, row);
}

/* Points of one domain after its own multiplier, before that on all points. */
static double
domain_points(const rasimi_scorer *scorer, size_t domain, size_t row)
{
    if (!rasimi_scorer_asks(scorer, domain, row))
        return 0;
    const double points = value_of(scorer->level_points[domain], scorer->answers[domain]->codes[row]);
    return points * by_support(scorer, scorer->domain_multiplier[domain], 1, row);
}

double
rasimi_scorer_points(const rasimi_scorer *scorer, size_t domain, size_t row)
{
    return domain_points(scorer, domain, row) * rasimi_scorer_carer_share(scorer, row);
}

double
rasimi_scorer_interactions(const rasimi_scorer *scorer, const rasimi_structs *interactions, size_t row)
{
    const rasimi_interaction *items = interactions->items;
    double sum = 0;
    for (size_t i = 0; i < interactions->n; i++)
        sum += items[i].coefficient.value * (rasimi_scorer_points(scorer, items[i].a_index, row) *
                                             rasimi_scorer_points(scorer, items[i].b_index, row));
    return sum;
}

/* The sum over domains, with what pairs of them add. */
static double
sum_points(const rasimi_scorer *scorer, size_t row)
{
    const rasimi_structs *interactions = &scorer->design->questionnaire.interactions;
    const rasimi_interaction *items = interactions->items;
    double points = 0;
    for (size_t d = 0; d < scorer->n_domains; d++)
        points += domain_points(scorer, d, row);
    for (size_t i = 0; i < interactions->n; i++)
        points += items[i].coefficient.value *
                  (domain_points(scorer, items[i].a_index, row) * domain_points(scorer, items[i].b_index, row));
    return points;
}

double
rasimi_score(const rasimi_scorer *scorer, size_t row)
{
    const rasimi_caseload *caseload = scorer->caseload;
    const rasimi_rescale_spec *rescale = &scorer->design->questionnaire.rescale;
    double points = sum_points(scorer, row);
    if (scorer->n_domains == 0)
        points = caseload->points ? caseload->points[row] : (double)NAN;
    else if (rescale->mark.line > 0)
        points = rasimi_points_rescale(rescale, scorer->sum_low, scorer->sum_high, points);
    points *= rasimi_scorer_carer_share(scorer, row);
    if (points < scorer->low)
        return scorer->low;
    return points > scorer->high ? scorer->high : points;
}

void
rasimi_score_soon(const rasimi_scorer *scorer, size_t row)
{
    const rasimi_caseload *caseload = scorer->caseload;
    for (size_t d = 0; d < scorer->n_domains; d++)
        __builtin_prefetch(&scorer->answers[d]->codes[row]);
    __builtin_prefetch(&caseload->carer_consent[row]);
    if (caseload->carer_support.codes)
        __builtin_prefetch(&caseload->carer_support.codes[row]);
}
