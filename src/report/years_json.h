/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a summary says over the years, as JSON: turnover, savings, reserve, guarantee, programmes. */
#ifndef RASIMI_REPORT_YEARS_JSON_H
#define RASIMI_REPORT_YEARS_JSON_H

#include "report/jsonput.h"

/* Each is null where it does not apply, unless its caller has to know. */
json_t *
rasimi_json_turnover(rasimi_json *json, const rasim_turnover *turnover);
json_t *
rasimi_json_savings(rasimi_json *json, const rasim_savings *savings);
json_t *
rasimi_json_reserve_year(rasimi_json *json, const rasim_reserve_year *reserve);
json_t *
rasimi_json_intervention_year(rasimi_json *json, const rasim_intervention_year *interventions);
json_t *
rasimi_json_horizon(rasimi_json *json, const rasim_horizon *horizon);
json_t *
rasimi_json_reserve(rasimi_json *json, const rasim_reserve *reserve);
json_t *
rasimi_json_guarantee(rasimi_json *json, const rasim_guarantee *guarantee);
json_t *
rasimi_json_rescaled(rasimi_json *json, const rasim_rescaled *rescaled);

#endif
