/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Family regression: a formula of the answers, fitted elsewhere. eta = intercept + sum of terms + interactions; the
   amount is exp(eta) x smearing (link log) or eta (link identity). A domain's points enter after weight, threshold and
   the carer rule. */
#include "model/family.h"

#include <math.h>

#include "model/lookup.h"
#include "model/trail.h"
#include "num/detmath.h"
#include "rasim/ledger.h"

/* No amount is stated beyond this, £ a week; the cap holds what is above the largest package. */
#define MOST (2.0 * RASIM_MAX_GBP_WEEK)

static const char *const keys[] = {"intercept", "coefficients", NULL};
static const char *const optional_keys[] = {"link", "interactions", "smearing", NULL};

/* A term is per point, or the value of a level. */
static void
check_term(rasimi_checker *checker, const rasimi_coefficient *term)
{
    const bool has_level = term->level.mark.line > 0;
    const bool has_point = term->per_point.mark.line > 0, has_value = term->value.mark.line > 0;
    if (has_level && (has_point || !has_value)) {
        rasimi_checker_complain(checker, term->mark,
                                "A term with 'level' needs 'value' and no 'per_point'; correct it.");
    }
    if (!has_level && (has_value || !has_point)) {
        rasimi_checker_complain(checker, term->mark,
                                "A term without 'level' needs 'per_point' and no 'value'; correct it, or add 'level'.");
    }
}

static void
check(rasimi_checker *checker, const rasimi_design *design, rasimi_allocation_row *row)
{
    rasimi_coefficient *terms = row->coefficients.items;
    for (size_t i = 0; i < row->coefficients.n; i++) {
        check_term(checker, &terms[i]);
        if (rasimi_lookup_domain(checker, design, &terms[i].domain, &terms[i].domain_index) && terms[i].level.value) {
            rasimi_lookup_level(checker, rasimi_domain_at(design, terms[i].domain_index), &terms[i].level,
                                &terms[i].level_index);
        }
    }
    rasimi_lookup_interactions(checker, design, &row->interactions);
    if (row->link.value == RASIMI_LINK_IDENTITY && row->smearing.mark.line > 0) {
        rasimi_checker_complain(checker, row->smearing.mark,
                                "'smearing' belongs to the link log, but 'link' is identity; take one out.");
    }
}

static double
term_value(const rasimi_coefficient *term, const rasimi_case *person)
{
    if (!term->level.value) {
        return term->per_point.value * rasimi_scorer_points(person->scorer, term->domain_index, person->row);
    }
    const uint32_t level = rasimi_scorer_level(person->scorer, term->domain_index, person->row);
    return level == term->level_index ? term->value.value : 0;
}

static double
predict(const rasimi_allocation_row *row, const rasimi_case *person)
{
    const rasimi_coefficient *terms = row->coefficients.items;
    double eta = row->intercept.value;
    for (size_t i = 0; i < row->coefficients.n; i++) {
        eta += term_value(&terms[i], person);
    }
    return eta + rasimi_scorer_interactions(person->scorer, &row->interactions, person->row);
}

static double
amount(const rasimi_allocation_row *row, const rasimi_case *person)
{
    const double eta = predict(row, person);
    const bool log = row->link.value == RASIMI_LINK_LOG;
    const double gbp_week = (log ? row->smearing.value * rasimi_exp(eta) : eta) / person->weeks;
    return gbp_week > MOST ? MOST : gbp_week;
}

/* Terms on the log scale multiply the amount; on the identity scale they add to it. */
static void
explain_term(const rasimi_family_case *at, const char *label, double term, double *eta, rasimi_trail *trail)
{
    const bool log = at->row->link.value == RASIMI_LINK_LOG;
    *eta += term;
    const double gbp_week = (log ? rasimi_exp(*eta) : *eta) / at->person->weeks;
    if (log)
        rasimi_trail_add(trail, RASIM_STEP_GBP_WEEK, gbp_week, label, "multiplies the amount by %s",
                         rasimi_words_points(rasimi_exp(term)).text);
    else
        rasimi_trail_add(trail, RASIM_STEP_GBP_WEEK, gbp_week, label, "%s", "");
}

/* What an answer is called in a step. */
static const char *
answer_words(const rasimi_family_case *at, size_t domain, rasimi_trail *trail)
{
    const rasimi_scorer *scorer = at->person->scorer;
    const uint32_t level = rasimi_scorer_level(scorer, domain, at->person->row);
    const rasimi_domain *asked = rasimi_domain_at(at->design, domain);
    const char *answer = level < asked->levels.n ? asked->levels.items[level].label.value : "not asked";
    return rasimi_arena_printf(trail->arena, "%s: %s", asked->name.value, answer);
}

static void
explain_interactions(const rasimi_family_case *at, double *eta, rasimi_trail *trail)
{
    const rasimi_interaction *items = at->row->interactions.items;
    for (size_t i = 0; i < at->row->interactions.n; i++) {
        rasimi_structs one = at->row->interactions;
        one.items = (rasimi_interaction[]){items[i]};
        one.n = 1;
        const char *label = rasimi_arena_printf(trail->arena, "%s with %s", items[i].a.value, items[i].b.value);
        const double term = rasimi_scorer_interactions(at->person->scorer, &one, at->person->row);
        trail->failed |= !label;
        if (label)
            explain_term(at, label, term, eta, trail);
    }
}

static void
explain(const rasimi_family_case *at, rasimi_trail *trail)
{
    const rasimi_coefficient *terms = at->row->coefficients.items;
    const bool log = at->row->link.value == RASIMI_LINK_LOG;
    double eta = at->row->intercept.value;
    rasimi_trail_add(trail, RASIM_STEP_GBP_WEEK, (log ? rasimi_exp(eta) : eta) / at->person->weeks,
                     "Start of the formula", "%s", "");
    for (size_t i = 0; i < at->row->coefficients.n; i++) {
        const double term = term_value(&terms[i], at->person);
        const char *label = term < 0 || term > 0 ? answer_words(at, terms[i].domain_index, trail) : "";
        trail->failed |= !label;
        if (label && label[0] != '\0')
            explain_term(at, label, term, &eta, trail);
    }
    explain_interactions(at, &eta, trail);
    if (log && (at->row->smearing.value < 1 || at->row->smearing.value > 1))
        rasimi_trail_add(trail, RASIM_STEP_GBP_WEEK, at->row->smearing.value * rasimi_exp(eta) / at->person->weeks,
                         "From typical to average", "x %s, because the formula was fitted on logarithms",
                         rasimi_words_number(at->row->smearing.value).text);
    if (predict(at->row, at->person) > eta || predict(at->row, at->person) < eta ||
        rasimi_trail_total(trail, RASIM_STEP_GBP_WEEK) > at->gbp_week)
        rasimi_trail_add(trail, RASIM_STEP_GBP_WEEK, at->gbp_week, "Result of the formula", "%s", "");
}

/* The smearing factor follows from the fit. */
static size_t
parameters(const rasimi_allocation_row *row)
{
    return 1 + row->coefficients.n + row->interactions.n;
}

const rasimi_family rasimi_family_regression = {
    .name = "regression",
    .sentence = "a formula of the answers, fitted elsewhere",
    .keys = keys,
    .optional_keys = optional_keys,
    .check = check,
    .parameters = parameters,
    .amount = amount,
    .explain = explain,
};
