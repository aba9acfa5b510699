/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What points the questions of a design can give. With interactions these are bounds, found interval by interval: tight
   where points and coefficients are not negative. */
#include "model/score.h"

#include <math.h>

typedef struct interval {
    double low, high;
} interval;

static interval
join(interval range, double value)
{
    return (interval){value < range.low ? value : range.low, value > range.high ? value : range.high};
}

/* What multipliers can make of a range. */
static interval
multiply(interval range, const rasimi_pairs *multipliers)
{
    interval out = range;
    for (size_t i = 0; i < multipliers->n; i++) {
        out = join(out, multipliers->items[i].number.value * range.low);
        out = join(out, multipliers->items[i].number.value * range.high);
    }
    return out;
}

static interval
domain_range(const rasimi_design *design, size_t d, bool with_carer)
{
    const rasimi_domain *domain = (const rasimi_domain *)design->questionnaire.domains.items + d;
    const rasimi_carer_domain *carer = design->carer_rule.domains.items;
    interval range = {HUGE_VAL, -HUGE_VAL};
    for (size_t i = 0; i < domain->levels.n; i++) {
        const double points = domain->weight.value * domain->levels.items[i].number.value;
        range = join(range, points < domain->threshold.value ? 0 : points);
    }
    range = domain->care_groups.n > 0 ? join(range, 0) : range;
    for (size_t i = 0; with_carer && i < design->carer_rule.domains.n; i++) {
        range = carer[i].domain_index == d ? multiply(range, &carer[i].multipliers) : range;
    }
    return range;
}

static interval
interaction_range(const rasimi_design *design, const rasimi_interaction *interaction, bool with_carer)
{
    const interval a = domain_range(design, interaction->a_index, with_carer);
    const interval b = domain_range(design, interaction->b_index, with_carer);
    const double by = interaction->coefficient.value, corner = by * (a.low * b.low);
    const interval range = join((interval){corner, corner}, by * (a.low * b.high));
    return join(join(range, by * (a.high * b.low)), by * (a.high * b.high));
}

static interval
sum_range(const rasimi_design *design, bool with_carer)
{
    const rasimi_structs *interactions = &design->questionnaire.interactions;
    interval sum = {0, 0};
    for (size_t d = 0; d < design->questionnaire.domains.n; d++) {
        const interval range = domain_range(design, d, with_carer);
        sum = (interval){sum.low + range.low, sum.high + range.high};
    }
    /* an interaction without any domain has been told; there is nothing that it could point to */
    for (size_t i = 0; design->questionnaire.domains.n > 0 && i < interactions->n; i++) {
        const interval range =
            interaction_range(design, (const rasimi_interaction *)interactions->items + i, with_carer);
        sum = (interval){sum.low + range.low, sum.high + range.high};
    }
    return sum;
}

void
rasimi_points_sum_range(const rasimi_design *design, double *low, double *high)
{
    const interval sum = sum_range(design, false);
    *low = sum.low;
    *high = sum.high;
}

double
rasimi_points_rescale(const rasimi_rescale_spec *spec, double low, double high, double points)
{
    return spec->low.value + (points - low) / (high - low) * (spec->high.value - spec->low.value);
}

void
rasimi_points_range(const rasimi_design *design, double *low, double *high)
{
    const rasimi_questionnaire *questionnaire = &design->questionnaire;
    interval range = {-HUGE_VAL, HUGE_VAL};
    if (questionnaire->domains.n > 0) {
        const interval gross = sum_range(design, false);
        range = sum_range(design, true);
        if (questionnaire->rescale.mark.line > 0) {
            range.low = rasimi_points_rescale(&questionnaire->rescale, gross.low, gross.high, range.low);
            range.high = rasimi_points_rescale(&questionnaire->rescale, gross.low, gross.high, range.high);
        }
        range = multiply(range, &design->carer_rule.multipliers);
    }
    *low = isnan(questionnaire->points_min.value) ? range.low : questionnaire->points_min.value;
    *high = isnan(questionnaire->points_max.value) ? range.high : questionnaire->points_max.value;
}
