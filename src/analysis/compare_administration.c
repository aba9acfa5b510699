/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What it takes to run a design. Assessed are, in year 1, the people who come onto the RAS and those who start care; in
   later years those who start, and of the people who had not come onto it the share that then does. */
#include "analysis/compare.h"

#include <math.h>

#include "analysis/estimate.h"

/* How often something happens in a year, and what one of it costs. */
typedef struct activity {
    double n;
    rasimi_number gbp, hours;
} activity;

static void
add(double n, rasimi_number each, double *total, bool *partial)
{
    if (n > 0 && isnan(each.value))
        *partial = true;
    if (!isnan(each.value))
        *total = (isnan(*total) ? 0 : *total) + n * each.value;
}

/* One figure for the outcome in which every place uses its own design: the framework's. */
static rasimi_administration_spec
figures_of(const rasim_study *study, size_t outcome)
{
    const rasimi_administration_spec *framework = &study->framework.administration;
    return outcome < study->n_designs ? rasimi_administration_of(framework, &study->designs[outcome].administration)
                                      : *framework;
}

static double
assessments(const rasim_study *study, const rasim_design_summary *summary, size_t year)
{
    const double starters = summary->years[year].lines[RASIM_LINE_STARTERS];
    if (year > 0)
        return starters + summary->years[year - 1].lines[RASIM_LINE_LEGACY_PEOPLE] * study->review_probability[year];
    return starters + (double)study->n_people * study->review_probability[0];
}

void
rasimi_compare_administration(const rasim_study *study, size_t outcome, const rasim_design_summary *summary,
                              rasim_compared_design *out)
{
    const rasimi_administration_spec each = figures_of(study, outcome);
    for (size_t y = 0; y < summary->n_years; y++) {
        rasim_administration *to = &out->periods[y].administration;
        const double per_year = isnan(each.reviews_per_year.value) ? 0 : each.reviews_per_year.value;
        *to = (rasim_administration){.gbp = RASIMI_ABSENT, .hours = RASIMI_ABSENT};
        to->assessments = assessments(study, summary, y);
        to->panel_cases = summary->years[y].panel_cases.mean;
        to->reviews = summary->years[y].lines[RASIM_LINE_PERSON_YEARS] * per_year;
        const activity activities[] = {
            {to->assessments, each.gbp_per_assessment, each.hours_per_assessment},
            {to->panel_cases, each.gbp_per_panel_case, each.hours_per_panel_case},
            {to->reviews, each.gbp_per_review, each.hours_per_review},
        };
        for (size_t i = 0; i < sizeof activities / sizeof *activities; i++) {
            add(activities[i].n, activities[i].gbp, &to->gbp, &to->partial);
            add(activities[i].n, activities[i].hours, &to->hours, &to->partial);
        }
    }
}
