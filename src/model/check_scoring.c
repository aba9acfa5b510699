/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks of a design's questionnaire and carer rule by themselves. */
#include "model/check_scoring.h"

#include <string.h>

#include "model/lookup.h"
#include "model/param_words.h"
#include "model/score.h"

/* A level is an answer, and a question with one answer asks nothing. */
#define FEWEST_LEVELS 2

static void
check_domains(rasimi_checker *checker, const rasimi_structs *rows)
{
    const rasimi_domain *domains = rows->items;
    const rasimi_label_check names = {rows, sizeof *domains, offsetof(rasimi_domain, name), "domains", "name", false};
    rasimi_check_rows(checker, &names);
    for (size_t i = 0; i < rows->n; i++) {
        const rasimi_pairs *levels = &domains[i].levels;
        if (levels->n > 0 && levels->n < FEWEST_LEVELS) {
            rasimi_checker_complain(checker, levels->mark,
                                    "'levels' has a single answer; write at least two, or take the question out.");
        }
        rasimi_check_texts(checker, &domains[i].care_groups, "care_groups");
    }
}

/* A stretch needs something to stretch. */
static void
check_rescale(rasimi_checker *checker, const rasimi_design *design)
{
    const rasimi_rescale_spec *rescale = &design->questionnaire.rescale;
    double low, high;
    rasimi_points_sum_range(design, &low, &high);
    if (rescale->mark.line == 0) {
        return;
    }
    if (!(low < high)) {
        rasimi_checker_complain(checker, rescale->mark,
                                "'rescale' needs questions whose answers differ in points; add them, or take it out.");
    }
    if (!(rescale->low.value < rescale->high.value)) {
        rasimi_checker_complain(checker, rescale->mark, "'high' of 'rescale' is %s but must be above 'low', %s.",
                                rasimi_words_number(rescale->high.value).text,
                                rasimi_words_number(rescale->low.value).text);
    }
}

void
rasimi_questionnaire_check(rasimi_checker *checker, const rasimi_design *design)
{
    const rasimi_questionnaire *questionnaire = &design->questionnaire;
    const rasimi_number *low = &questionnaire->points_min, *high = &questionnaire->points_max;
    check_domains(checker, &questionnaire->domains);
    rasimi_lookup_interactions(checker, design, &questionnaire->interactions);
    if (!checker->failed) {
        check_rescale(checker, design);
    }
    if (low->value >= high->value) {
        rasimi_checker_complain(checker, high->mark, "'points_max' is %s but must be above 'points_min', %s (line %u).",
                                rasimi_words_number(high->value).text, rasimi_words_number(low->value).text,
                                low->mark.line);
    }
}

static void
check_carer_domains(rasimi_checker *checker, const rasimi_design *design)
{
    rasimi_carer_domain *rows = design->carer_rule.domains.items;
    const rasimi_label_check domains = {
        &design->carer_rule.domains, sizeof *rows, offsetof(rasimi_carer_domain, domain), "domains", "domain", false};
    rasimi_check_rows(checker, &domains);
    for (size_t i = 0; i < design->carer_rule.domains.n; i++) {
        rasimi_lookup_domain(checker, design, &rows[i].domain, &rows[i].domain_index);
    }
}

static void
check_carer_hours(rasimi_checker *checker, const rasimi_design *design)
{
    const rasimi_structs *offsets = &design->carer_rule.hours_offsets;
    rasimi_carer_hours *rows = offsets->items;
    const rasimi_label_check domains = {offsets,         sizeof *rows, offsetof(rasimi_carer_hours, domain),
                                        "hours_offsets", "domain",     false};
    rasimi_check_rows(checker, &domains);
    for (size_t i = 0; i < offsets->n; i++) {
        rasimi_lookup_domain(checker, design, &rows[i].domain, &rows[i].domain_index);
    }
    if (offsets->n > 0 && design->family.value && strcmp(design->family.value, "hours") != 0) {
        rasimi_checker_complain(checker, offsets->mark,
                                "'hours_offsets' needs hours to come off, and the family %s has none; take it out, or "
                                "change 'family'.",
                                design->family.value);
    }
}

void
rasimi_carer_rule_check(rasimi_checker *checker, const rasimi_design *design)
{
    const rasimi_carer_spec *rule = &design->carer_rule;
    check_carer_domains(checker, design);
    check_carer_hours(checker, design);
    const bool written = rule->multipliers.mark.line > 0 || rule->domains.mark.line > 0 ||
                         rule->deduction_gbp_week.mark.line > 0 || rule->hours_offsets.mark.line > 0 ||
                         rule->sustain_gbp_week.mark.line > 0;
    if (rule->mark.line > 0 && !written) {
        rasimi_checker_complain(checker, rule->mark,
                                "'carer_rule' is empty; say what unpaid support does, e.g. with 'multipliers', or take "
                                "it out.");
    }
}
