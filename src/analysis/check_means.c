/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What financial assessments come to in a caseload. */
#include "analysis/check.h"
#include "model/assess.h"

#include <math.h>

static void
count_person(const rasim_study *study, size_t i, rasim_check_assessment *out)
{
    const double people = study->weight[i], assessed = study->assessed_gbp_week[i], package = study->cost_gbp_week[i];
    switch ((rasimi_means_outcome)(study->means_outcome[i] & ~RASIMI_MEANS_BY_DONOR)) {
        case RASIMI_MEANS_FULL_COST:
            out->people_full_cost += people;
            break;
        case RASIMI_MEANS_PART:
            out->people_part += people;
            out->mean_part_gbp_week += people * assessed;
            break;
        case RASIMI_MEANS_NIL:
            out->people_nil += people;
            break;
        case RASIMI_MEANS_UNKNOWN:
            break;
    }
    if (study->means_outcome[i] & RASIMI_MEANS_BY_DONOR)
        out->people_imputed += people;
    out->gbp_year += people * (assessed < package ? assessed : package) * study->framework.weeks_per_year.value;
}

rasim_status
rasimi_check_means(rasimi_checking *self)
{
    const rasim_study *study = self->study;
    rasim_check_assessment *out = &self->report->assessment;
    if (!study->means_outcome)
        return RASIM_OK;
    out->assessed = true;
    out->year = study->framework.financial_assessment.year.value;
    for (size_t i = 0; i < study->n_rows; i++)
        count_person(study, i, out);
    out->mean_part_gbp_week = out->people_part > 0 ? out->mean_part_gbp_week / out->people_part : (double)NAN;
    out->gbp_share = self->report->cost_gbp_year > 0 ? out->gbp_year / self->report->cost_gbp_year : (double)NAN;
    return RASIM_OK;
}
