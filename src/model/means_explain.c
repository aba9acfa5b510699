/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A financial assessment in plain words, addressed to the person. */
#include "model/means_test.h"

static const struct {
    const char *label, *detail;
} WORDS[RASIMI_N_MEANS_KINDS] = {
    [RASIMI_MEANS_INCOME] = {"Your income", "pensions and benefits after tax, your own share"},
    [RASIMI_MEANS_DISREGARDED] = {"Income that does not count", "such as earnings and help with getting about"},
    [RASIMI_MEANS_TARIFF] = {"Income from savings", NULL},
    [RASIMI_MEANS_PERSONAL_EXPENSES] = {"Personal expenses allowance", "what everybody in a care home keeps"},
    [RASIMI_MEANS_GUARANTEE] = {"Minimum income guarantee", NULL},
    [RASIMI_MEANS_DISABILITY_PREMIUM] = {"Disability premium", "part of the minimum income guarantee"},
    [RASIMI_MEANS_ENHANCED_PREMIUM] = {"Enhanced disability premium", "part of the minimum income guarantee"},
    [RASIMI_MEANS_CARER_PREMIUM] = {"Carer premium", "part of the minimum income guarantee"},
    [RASIMI_MEANS_CHILDREN] = {"For children", NULL},
    [RASIMI_MEANS_HOUSING] = {"Housing costs", "rent, mortgage, council tax, less help with them"},
    [RASIMI_MEANS_EXPENDITURE] = {"Costs that come with your disability", ""},
    [RASIMI_MEANS_NOT_BELOW_ZERO] = {"Nobody pays less than nothing", "the allowances are more than your income"},
    [RASIMI_MEANS_SHARE] = {"Share that the council does not take", NULL},
    [RASIMI_MEANS_TOO_LITTLE] = {"Too little to charge", NULL},
    [RASIMI_MEANS_WHOLE_PENCE] = {"Whole pence", "a fraction of a penny is not charged"},
};

static const char *
guarantee_words(const rasimi_circumstances *person, const rasimi_charging_rules *rules)
{
    const bool pension = person->age >= rules->figure[RASIMI_CHARGING_PENSION_AGE];
    if (person->partner != RASIMI_PARTNER_NONE)
        return pension || person->partner == RASIMI_PARTNER_PENSION_AGE ? "one of a couple, of pension age"
                                                                        : "one of a couple";
    if (pension)
        return "single, of pension age";
    return person->age >= 25 || person->children > 0 ? "single, 25 to pension age" : "single, under 25";
}

static void
explain_tariff(const rasimi_circumstances *person, const rasimi_charging_rules *rules, double total,
               rasimi_trail *trail)
{
    rasimi_trail_add(trail, RASIM_STEP_GBP_WEEK, total, WORDS[RASIMI_MEANS_TARIFF].label,
                     "£1 for each %.60s, or part of it, of %.60s above %.60s",
                     rasimi_words_gbp(rules->figure[RASIMI_CHARGING_CAPITAL_STEP]).text,
                     rasimi_words_gbp(rasimi_means_capital(person)).text,
                     rasimi_words_gbp(rules->figure[RASIMI_CHARGING_LOWER_CAPITAL_LIMIT]).text);
}

static void
explain_step(const rasimi_circumstances *person, const rasimi_charging_rules *rules, const rasimi_means_step *step,
             double total, rasimi_trail *trail)
{
    const char *label = WORDS[step->kind].label, *detail = WORDS[step->kind].detail;
    if (detail)
        rasimi_trail_add(trail, RASIM_STEP_GBP_WEEK, total, label, "%s", detail);
    else if (step->kind == RASIMI_MEANS_TARIFF)
        explain_tariff(person, rules, total, trail);
    else if (step->kind == RASIMI_MEANS_GUARANTEE)
        rasimi_trail_add(trail, RASIM_STEP_GBP_WEEK, total, label, "%s", guarantee_words(person, rules));
    else if (step->kind == RASIMI_MEANS_CHILDREN)
        rasimi_trail_add(trail, RASIM_STEP_GBP_WEEK, total, label, "%s x %s",
                         rasimi_words_points(person->children).text,
                         rasimi_words_gbp(rules->figure[RASIMI_CHARGING_CHILD]).text);
    else if (step->kind == RASIMI_MEANS_SHARE)
        rasimi_trail_add(trail, RASIM_STEP_GBP_WEEK, total, label, "it takes %s of what is left",
                         rasimi_words_percent(rules->disposable_share).text);
    else
        rasimi_trail_add(trail, RASIM_STEP_GBP_WEEK, total, label, "less than %s a week is not charged",
                         rasimi_words_gbp(rules->minimum_charge_gbp_week).text);
}

void
rasimi_means_explain(const rasimi_circumstances *person, const rasimi_charging_rules *rules, const rasimi_means *means,
                     rasimi_trail *trail)
{
    double total = 0;
    if (means->outcome == RASIMI_MEANS_FULL_COST)
        rasimi_trail_add(trail, RASIM_STEP_NOTE, 0, "Full cost", "capital above %s: you pay what your support costs",
                         rasimi_words_gbp(rules->figure[RASIMI_CHARGING_UPPER_CAPITAL_LIMIT]).text);
    for (size_t i = 0; i < means->n_steps; i++) {
        total += means->steps[i].gbp_week;
        explain_step(person, rules, &means->steps[i], total, trail);
    }
}
