/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What it costs to run a design: the keys, and whose figure counts. */
#include "model/administration.h"

#include <math.h>

#include "model/param_rows.h"

#define MAX_GBP   1e5
#define MAX_HOURS 1e4

#define ROW(field, max, unit, sentence)                                                                                \
    RASIMI_NUMBER_ROW(rasimi_administration_spec, field, 0, 0, max, unit, NULL, sentence)

static const rasimi_param rows[] = {
    ROW(gbp_per_assessment, MAX_GBP, "£", "what an assessment costs"),
    ROW(hours_per_assessment, MAX_HOURS, "hours", "staff time of an assessment"),
    ROW(gbp_per_panel_case, MAX_GBP, "£", "what a case before the panel costs"),
    ROW(hours_per_panel_case, MAX_HOURS, "hours", "staff time of a case before the panel"),
    ROW(gbp_per_review, MAX_GBP, "£", "what a review costs"),
    ROW(hours_per_review, MAX_HOURS, "hours", "staff time of a review"),
    ROW(reviews_per_year, 52, "reviews",
        "how often a person in care is reviewed in a year; without it, reviews are "
        "not counted"),
};
const rasimi_table rasimi_framework_administration_table =
    RASIMI_TABLE("framework.administration", rasimi_administration_spec, rows);
const rasimi_table rasimi_design_administration_table =
    RASIMI_TABLE("design.administration", rasimi_administration_spec, rows);

rasimi_administration_spec
rasimi_administration_of(const rasimi_administration_spec *framework, const rasimi_administration_spec *design)
{
    rasimi_administration_spec out = *framework;
    const struct {
        rasimi_number *to;
        const rasimi_number *own;
    } figures[] = {
        {&out.gbp_per_assessment, &design->gbp_per_assessment},
        {&out.hours_per_assessment, &design->hours_per_assessment},
        {&out.gbp_per_panel_case, &design->gbp_per_panel_case},
        {&out.hours_per_panel_case, &design->hours_per_panel_case},
        {&out.gbp_per_review, &design->gbp_per_review},
        {&out.hours_per_review, &design->hours_per_review},
        {&out.reviews_per_year, &design->reviews_per_year},
    };
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
        if (!isnan(figures[i].own->value))
            *figures[i].to = *figures[i].own;
    return out;
}
