/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The names of criteria. */
#include "report/criteria.h"

#include <string.h>

#define GBP           "£ a year"
#define FIELD(member) offsetof(rasim_criteria, member)

const rasimi_criterion rasimi_criteria_alone[] = {
    {"envelope_gbp", FIELD(envelope_gbp), true, GBP, "stated envelope"},
    {"plan_gbp", FIELD(plan_gbp), true, GBP, "planned net"},
    {"affordability", FIELD(affordability.probability), false, "fraction", "P(net is at most the envelope)"},
    {"affordability_low", FIELD(affordability.low), false, "fraction", "lower end of its 95 % interval"},
    {"affordability_high", FIELD(affordability.high), false, "fraction", "upper end of its 95 % interval"},
    {"every_year", FIELD(every_year.probability), false, "fraction", "P(inside in this year and every one before)"},
    {"every_year_low", FIELD(every_year.low), false, "fraction", "lower end of its 95 % interval"},
    {"every_year_high", FIELD(every_year.high), false, "fraction", "upper end of its 95 % interval"},
    {"mean_gbp", FIELD(mean), true, GBP, "expected net"},
    {"mean_se", FIELD(mean_se), true, GBP, "its simulation error"},
    {"sd_gbp", FIELD(sd), true, GBP, "standard deviation of net"},
    {"panel_cases", FIELD(panel_cases), false, "people", "expected panel cases"},
    {"excluded_people", FIELD(excluded_people), false, "people", "expected people above the exclusion threshold"},
    {"uplift_gbp", FIELD(uplift_gbp), true, GBP, "expected uplift"},
    {"uplift_share", FIELD(uplift_share), false, "fraction", "of RAS spend before prices move: need only panels meet"},
    {"indicative_short_share", FIELD(indicative_short_share), false, "fraction", "people with less than need costs"},
    {"final_short_share", FIELD(final_short_share), false, "fraction", "people whose final budget is too small"},
    {"equity_theil", FIELD(equity_theil), false, "", "Theil's T within bands of equal need"},
    {"assessments", FIELD(administration.assessments), false, "assessments", "expected assessments"},
    {"reviews", FIELD(administration.reviews), false, "reviews", "expected reviews"},
    {"administration_gbp", FIELD(administration.gbp), true, GBP, "assessments, panel cases and reviews"},
    {"administration_hours", FIELD(administration.hours), false, "hours", "staff time of them"},
    {NULL, 0, false, NULL, NULL},
};

const rasimi_criterion rasimi_criteria_ranks[] = {
    {"cheapest", FIELD(cheapest), false, "fraction", "P(no other design is cheaper)"},
    {"most_sufficient", FIELD(most_sufficient), false, "fraction", "P(no other leaves less need to panels)"},
    {NULL, 0, false, NULL, NULL},
};

const rasimi_criterion rasimi_criteria_difference[] = {
    {"mean_gbp", FIELD(difference.mean), true, GBP, "expected difference of net"},
    {"mean_se", FIELD(difference.mean_se), true, GBP, "its simulation error"},
    {"low_gbp", FIELD(difference.low), true, GBP, "lower end of its 95 % interval"},
    {"high_gbp", FIELD(difference.high), true, GBP, "upper end of its 95 % interval"},
    {"sd_gbp", FIELD(difference.sd), true, GBP, "standard deviation of the difference"},
    {"dearer", FIELD(difference.dearer.probability), false, "fraction", "P(dearer than the other)"},
    {"dearer_low", FIELD(difference.dearer.low), false, "fraction", "lower end of its 95 % interval"},
    {"dearer_high", FIELD(difference.dearer.high), false, "fraction", "upper end of its 95 % interval"},
    {"affordability", FIELD(difference.affordability), false, "fraction", "difference of P(affordable)"},
    {"affordability_se", FIELD(difference.affordability_se), false, "fraction", "its simulation error"},
    {NULL, 0, false, NULL, NULL},
};

double
rasimi_criterion_of(const rasimi_criterion *criterion, const rasim_criteria *criteria)
{
    double value;
    memcpy(&value, (const char *)criteria + criterion->offset, sizeof value);
    return value;
}

void
rasimi_json_criteria(rasimi_json *json, json_t *object, const rasimi_criterion *table, const rasim_criteria *criteria)
{
    for (; table->name; table++) {
        const double value = rasimi_criterion_of(table, criteria);
        rasimi_json_put(json, object, table->name, table->money ? rasimi_json_money(value) : rasimi_json_number(value));
    }
}
