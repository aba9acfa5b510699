/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions and free numbers of a design. A free number is one that somebody chose: a point, a weight, an amount, an
   edge of a band, a coefficient, a limit that binds somewhere. What stands at its default is not free. */
#include "model/complexity.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#include "model/family.h"
#include "model/lookup.h"

static size_t
is_written(rasimi_number number)
{
    return number.mark.line > 0 && !isnan(number.value);
}

size_t
rasimi_pairs_total(const rasimi_structs *rows, size_t row_size, size_t offset)
{
    size_t total = 0;
    const char *row = rows->items;
    for (size_t i = 0; i < rows->n; i++, row += row_size) {
        rasimi_pairs pairs;
        memcpy(&pairs, row + offset, sizeof pairs);
        total += pairs.n;
    }
    return total;
}

static size_t
questionnaire_parameters(const rasimi_design *design)
{
    const rasimi_questionnaire *questionnaire = &design->questionnaire;
    size_t n = questionnaire->interactions.n + (questionnaire->rescale.mark.line > 0 ? 2 : 0);
    for (size_t i = 0; i < questionnaire->domains.n; i++) {
        const rasimi_domain *domain = rasimi_domain_at(design, i);
        n += domain->levels.n + is_written(domain->weight) + is_written(domain->threshold);
    }
    return n;
}

static size_t
carer_parameters(const rasimi_carer_spec *carer)
{
    return carer->multipliers.n + carer->deduction_gbp_week.n + carer->sustain_gbp_week.n +
           rasimi_pairs_total(&carer->domains, sizeof(rasimi_carer_domain),
                              offsetof(rasimi_carer_domain, multipliers)) +
           rasimi_pairs_total(&carer->hours_offsets, sizeof(rasimi_carer_hours),
                              offsetof(rasimi_carer_hours, hours_per_week));
}

static size_t
limit_parameters(const rasimi_design *design)
{
    const rasimi_limits_spec *limits = &design->limits;
    const rasimi_exclusion_spec *exclusion = &design->exclusion;
    const rasimi_number numbers[] = {limits->minimum_points,        limits->uprating,     limits->top_slice,
                                     limits->floor_gbp_week,        limits->cap_gbp_week, limits->rounding_gbp_week,
                                     exclusion->threshold_gbp_week, exclusion->index,     exclusion->best_value_saving};
    size_t n = 0;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        n += is_written(numbers[i]);
    return n;
}

static size_t
table_parameters(const rasimi_design *design)
{
    const rasimi_family *family = rasimi_family_find(design->family.value);
    const rasimi_allocation_row *rows = design->allocation.items;
    size_t n = 0;
    for (size_t r = 0; family && r < design->allocation.n; r++)
        n += family->parameters(&rows[r]);
    return n;
}

static bool
is_asked(const rasimi_domain *domain, const char *care_group)
{
    return domain->care_groups.n == 0 || rasimi_texts_have(&domain->care_groups, care_group);
}

/* The questions that the average person of the study is asked. */
static double
questions_a_person(const rasim_study *study, const rasimi_design *design)
{
    double asked = 0, people = 0;
    for (size_t i = 0; i < study->n_rows; i++) {
        people += study->weight[i];
        for (size_t q = 0; q < design->questionnaire.domains.n; q++)
            if (is_asked(rasimi_domain_at(design, q), study->care_groups[study->care_group[i]]))
                asked += study->weight[i];
    }
    return people > 0 ? asked / people : (double)NAN;
}

rasimi_complexity
rasimi_complexity_of(const rasim_study *study, size_t design)
{
    const rasimi_design *of = &study->designs[design];
    rasimi_complexity out = {
        .questions = of->questionnaire.domains.n,
        .questions_a_person = questions_a_person(study, of),
        .table_parameters = table_parameters(of),
    };
    out.parameters = out.table_parameters + questionnaire_parameters(of) + carer_parameters(&of->carer_rule) +
                     of->rates.n + of->add_ons.n + limit_parameters(of);
    return out;
}
