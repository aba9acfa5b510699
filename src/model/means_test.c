/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The financial assessment of one person. Care and Support (Charging and Assessment of Resources) Regulations 2014
   (SI 2014/2672): regulation 6 (personal expenses allowance), 7 (minimum income guaranteed amount), 11 (rounding), 12
   (upper capital limit), 25 (tariff income), Schedule 1 paragraphs 2 (housing) and 4 (disability-related expenditure).
   What of them is simulated, and what is not: docs/charging.md. */
#include "model/means_test.h"

#include <math.h>

/* A penny that only binary fractions lost. */
#define PENNY_SLACK 1e-6

static double
least(double a, double b)
{
    return a < b ? a : b;
}

static void
add(rasimi_means *means, rasimi_means_kind kind, double gbp_week)
{
    if (gbp_week < 0 || gbp_week > 0)
        means->steps[means->n_steps++] = (rasimi_means_step){kind, gbp_week};
    means->gbp_week += gbp_week;
}

/* Takes off an amount that the rules set; one that is not known leaves the outcome open. */
static void
allow(rasimi_means *means, rasimi_means_kind kind, const rasimi_charging_rules *rules, rasimi_charging_figure figure,
      double times)
{
    const double gbp_week = rules->figure[figure];
    if (isnan(gbp_week) && means->lack == RASIMI_LACKS_NOTHING) {
        means->lack = RASIMI_LACKS_FIGURE;
        means->lacking = figure;
    }
    add(means, kind, isnan(gbp_week) ? 0 : -gbp_week * times);
}

/* ---- capital ---- */

double
rasimi_means_capital(const rasimi_circumstances *person)
{
    return person->capital_gbp + (person->residential ? person->home_gbp : 0);
}

double
rasimi_means_tariff(double capital_gbp, const rasimi_charging_rules *rules)
{
    const double above = capital_gbp - rules->figure[RASIMI_CHARGING_LOWER_CAPITAL_LIMIT];
    return above > 0 ? ceil(above / rules->figure[RASIMI_CHARGING_CAPITAL_STEP]) : 0;
}

/* Above the upper limit, whatever else the person may have. */
static bool
pays_full_cost(const rasimi_circumstances *person, const rasimi_charging_rules *rules)
{
    const double limit = rules->figure[RASIMI_CHARGING_UPPER_CAPITAL_LIMIT];
    const double home = person->residential ? person->home_gbp : 0;
    return rasimi_means_capital(person) > limit || home > limit;
}

/* ---- the minimum income guarantee ---- */

static bool
has_pension_age(const rasimi_circumstances *person, const rasimi_charging_rules *rules)
{
    return person->age >= rules->figure[RASIMI_CHARGING_PENSION_AGE];
}

/* Regulation 7(2) to (4). A lone parent has the amount from 25. */
static rasimi_charging_figure
base_of(const rasimi_circumstances *person, const rasimi_charging_rules *rules)
{
    const bool pension = has_pension_age(person, rules);
    if (person->partner != RASIMI_PARTNER_NONE)
        return pension || person->partner == RASIMI_PARTNER_PENSION_AGE ? RASIMI_CHARGING_COUPLE_PENSION
                                                                        : RASIMI_CHARGING_COUPLE_18;
    if (pension)
        return RASIMI_CHARGING_SINGLE_PENSION;
    return person->age >= 25 || person->children > 0 ? RASIMI_CHARGING_SINGLE_25 : RASIMI_CHARGING_SINGLE_18;
}

/* Regulation 7. Disability premiums are those of income support, which ends at pension age. */
static void
guarantee(const rasimi_circumstances *person, const rasimi_charging_rules *rules, rasimi_means *means)
{
    const bool couple = person->partner != RASIMI_PARTNER_NONE;
    const rasimi_premium premium = has_pension_age(person, rules) ? RASIMI_PREMIUM_NONE : person->premium;
    if (isnan(rules->figure[RASIMI_CHARGING_PENSION_AGE])) {
        means->lack = RASIMI_LACKS_FIGURE;
        means->lacking = RASIMI_CHARGING_PENSION_AGE;
        return;
    }
    allow(means, RASIMI_MEANS_GUARANTEE, rules, base_of(person, rules), 1);
    if (premium != RASIMI_PREMIUM_NONE)
        allow(means, RASIMI_MEANS_DISABILITY_PREMIUM, rules,
              couple ? RASIMI_CHARGING_DISABILITY_COUPLE : RASIMI_CHARGING_DISABILITY_SINGLE, 1);
    if (premium == RASIMI_PREMIUM_ENHANCED)
        allow(means, RASIMI_MEANS_ENHANCED_PREMIUM, rules,
              couple ? RASIMI_CHARGING_ENHANCED_COUPLE : RASIMI_CHARGING_ENHANCED_SINGLE, 1);
    if (person->carer_premium)
        allow(means, RASIMI_MEANS_CARER_PREMIUM, rules, RASIMI_CHARGING_CARER, 1);
    if (person->children > 0)
        allow(means, RASIMI_MEANS_CHILDREN, rules, RASIMI_CHARGING_CHILD, person->children);
}

/* ---- the assessment ---- */

static rasimi_means_lack
find_lack(const rasimi_circumstances *person)
{
    if (isnan(rasimi_means_capital(person)))
        return RASIMI_LACKS_CAPITAL;
    if (isnan(person->income_gbp_week))
        return RASIMI_LACKS_INCOME;
    return isnan(person->age) && !person->residential ? RASIMI_LACKS_AGE : RASIMI_LACKS_NOTHING;
}

/* What the person has, and what the rules leave to them. */
static void
weigh_means(const rasimi_circumstances *person, const rasimi_charging_rules *rules, rasimi_means *means)
{
    add(means, RASIMI_MEANS_INCOME, person->income_gbp_week);
    add(means, RASIMI_MEANS_DISREGARDED, -least(person->disregarded_gbp_week, person->income_gbp_week));
    add(means, RASIMI_MEANS_TARIFF, rasimi_means_tariff(rasimi_means_capital(person), rules));
    if (person->residential) {
        allow(means, RASIMI_MEANS_PERSONAL_EXPENSES, rules, RASIMI_CHARGING_PERSONAL_EXPENSES, 1);
    } else {
        guarantee(person, rules, means);
        add(means, RASIMI_MEANS_HOUSING, -person->housing_gbp_week);
    }
    add(means, RASIMI_MEANS_EXPENDITURE, -person->disability_gbp_week);
}

/* From what is left over to a charge. */
static void
charge(const rasimi_circumstances *person, const rasimi_charging_rules *rules, rasimi_means *means)
{
    add(means, RASIMI_MEANS_NOT_BELOW_ZERO, means->gbp_week < 0 ? -means->gbp_week : 0);
    if (!person->residential) {
        add(means, RASIMI_MEANS_SHARE, -(1 - rules->disposable_share) * means->gbp_week);
        add(means, RASIMI_MEANS_TOO_LITTLE, means->gbp_week < rules->minimum_charge_gbp_week ? -means->gbp_week : 0);
    }
    const double whole = floor(means->gbp_week * 100 + PENNY_SLACK) / 100;
    if (means->gbp_week - whole > PENNY_SLACK)
        add(means, RASIMI_MEANS_WHOLE_PENCE, whole - means->gbp_week);
    means->gbp_week = whole;
    means->outcome = whole > 0 ? RASIMI_MEANS_PART : RASIMI_MEANS_NIL;
}

rasimi_means
rasimi_means_test(const rasimi_circumstances *person, const rasimi_charging_rules *rules)
{
    if (pays_full_cost(person, rules))
        return (rasimi_means){.outcome = RASIMI_MEANS_FULL_COST};
    rasimi_means means = {.lack = find_lack(person)};
    if (means.lack == RASIMI_LACKS_NOTHING)
        weigh_means(person, rules, &means);
    if (means.lack != RASIMI_LACKS_NOTHING)
        return (rasimi_means){.outcome = RASIMI_MEANS_UNKNOWN, .lack = means.lack, .lacking = means.lacking};
    charge(person, rules, &means);
    return means;
}
